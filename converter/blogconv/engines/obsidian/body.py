"""Bodies of notes: which notations there are, and what nothing may read in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import unquote

from ...blocks import blocks, line_starts
from ...body import Span
from ...model import Site
from ...notations.base import Found, Notation, Spans, alone, continuation, line_prefix, unprefix
from ...notations.inline import Inline
from ...notations.percent import Percent
from ...notations.quotes import Alert
from ...notations.wikilinks import Size, Wiki, embed_name, shows_picture, size_of
from ...scan import Scanner
from ...tables import Rows
from .markdown import Link, read

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_APP = re.compile(r"obsidian://open\?(?:[^#]*&)?file=([^&#]+)")
_HOST = re.compile(r"https?://(?:www\.|m\.)?([^/?#]+)")
_TITLE = re.compile(r"\"(.*)\"|'(.*)'|\((.*)\)", re.DOTALL)
_OPTION = re.compile(r"(title|collapse|icon|color):[ \t]*(.*?)[ \t]*\n?\Z")


def scanner(site: Site, rows: Rows) -> Scanner:
    """The scanner for the bodies of a vault. `site` is not asked: all vaults have the same notations."""
    del site
    fences = rows.reading("fence")
    notations = [Percent(), Alert(), Wiki(), MarkdownLink(), *_inline(rows)]

    def code(text: str) -> list[Found]:
        return [*_fences(text, fences), *(Found(span, "") for span in read(text).shields)]

    return Scanner(rows, notations, code)


def _inline(rows: Rows) -> Iterator[Notation]:
    names = rows.reading("inline")
    if names:
        yield Inline(names)


class MarkdownLink(Notation):
    """Markdown links and pictures that lead into the vault, pictures with a size, players.

    They are found under the names of wikilinks, since Obsidian reads both alike: `link`, an extension, `note`. Of
    one whose text is more than a few words, a picture without a size and a link definition only the destination
    is found: `address`. What is remote is found under its host's name where a table has it.
    """

    name: ClassVar[str] = "wikilink"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"\]\(|\]:")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        return [
            found
            for link in read(text).links
            if not taken.at(link.span.start) or taken.at(link.span.start) == link.target
            if (found := _markdown_link(text, link, names))
        ]


def _markdown_link(text: str, link: Link, names: Mapping[str, Sequence[Any]]) -> Found | None:
    written = link.destination(text)
    if app := _APP.match(written):
        written = app[1]
    elif _SCHEME.match(written) or not written:
        return _remote(text, link, written, names) if link.kind == "image" else None
    if link.kind == "image":
        return _picture(text, link, written, names)
    if link.kind == "link" and not re.search(r"[\[\]]", link.text):
        args = {"url": written, **_title(text, link)}
        return Found(link.span, "wikilink", "link", (unquote(written), link.text), args=args, inline=True)
    return _address(link, written)


def _address(link: Link, written: str) -> Found:
    return Found(link.target, "wikilink", "address", (unquote(written),), args={"url": written}, inline=True)


def _title(text: str, link: Link) -> dict[str, str]:
    match = _TITLE.fullmatch(text[link.target.end : link.span.end - 1].strip())
    return {"title": next(filter(None, match.groups()), "")} if match else {}


def _remote(text: str, link: Link, written: str, names: Mapping[str, Sequence[Any]]) -> Found | None:
    """A player that Obsidian shows for the address of a film or message, or a picture with a size."""
    host = _HOST.match(written)
    if host and host[1] in names:
        return _placed(text, link, host[1], (written, link.text) if link.text else (written,))
    size = _size(link)
    return _placed(text, link, "picture", (written, *size.words)) if size.width else None


def _picture(text: str, link: Link, written: str, names: Mapping[str, Sequence[Any]]) -> Found:
    name, size = embed_name(written, names), _size(link)
    if shows_picture(name, names) and not size.width:
        return _address(link, written)
    words = (unquote(written),) if name == "note" else (unquote(written), *size.words)
    return _placed(text, link, "picture" if shows_picture(name, names) else name, words)


def _size(link: Link) -> Size:
    return size_of(link.text.replace("\\|", "|"))


def _placed(text: str, link: Link, name: str, words: tuple[str, ...]) -> Found:
    inline = name == "picture" or not alone(text, *link.span)
    prefix = "" if inline else line_prefix(text, link.span.start)
    return Found(link.span, "wikilink", name, words, prefix=prefix, inline=inline)


def _fences(text: str, names: Mapping[str, Sequence[Any]]) -> Iterator[Found]:
    """Fences whose language a table has: queries of plugins, and the callouts of the Admonition plugin."""
    if not names or ("```" not in text and "~~~" not in text):
        return
    starts = line_starts(text)
    for block in blocks(text):
        language = (block.info.split() or [""])[0].lower()
        if block.type == "fence" and language in names:
            yield _fence(text, starts, block.start, block.end, language)


def _fence(text: str, starts: list[int], first: int, last: int, language: str) -> Found:
    opening = text[starts[first] : starts[first + 1]]
    indent = re.search(r"[`~]", opening)
    prefix = continuation(opening[: indent.start() if indent else 0])
    end = starts[min(last, len(starts) - 1)]
    lines = unprefix(text[starts[first + 1] : end].rstrip("\n").split("\n"), prefix)
    closed = bool(lines) and re.fullmatch(r"[ ]{0,3}[`~]{3,}[ \t]*", lines[-1]) is not None
    args, body = _options(lines[:-1] if closed else lines)
    admonition = language.startswith("ad-")
    stop = end - 1 if text[end - 1 : end] == "\n" else end
    return Found(
        Span(starts[first] + len(prefix), stop),
        "fence",
        language,
        (language,) if admonition else (),
        args=args if admonition else {},
        body=body if admonition else "\n".join(lines[:-1] if closed else lines),
        body_at=starts[first + 1],
        prefix=prefix,
    )


def _options(lines: Sequence[str]) -> tuple[dict[str, str], str]:
    """The options at the beginning of an admonition, and its text (valentine195/obsidian-admonition)."""
    args: dict[str, str] = {}
    at = 0
    while at < len(lines) and (match := _OPTION.match(lines[at])):
        key, value = match[1], match[2]
        if key == "collapse":
            args["fold"] = value if value in ("open", "none") else "closed"
        elif value:
            args[key] = value
        at += 1
    return args, "\n".join(lines[at:]).strip("\n")

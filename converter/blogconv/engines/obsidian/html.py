"""HTML in a post that leads to files or notes of the vault, as Markdown: Obsidian follows no path in HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape

from ...body import Edit, Span, apply
from ...notations.base import line_prefix
from ...translate import Tell
from .markdown import read

_PICTURE = re.compile(r"<img\s[^<>]*>")
_ANCHOR = re.compile(r"<a\s[^<>]*>([^<>\n]*)</a>")
_FIGURE = re.compile(
    r"<figure[^<>]*>\s*(<img\s[^<>]*>)\s*(?:<figcaption[^<>]*>\s*(.*?)\s*</figcaption>\s*)?</figure>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SOURCE = re.compile(r"<(?:img|audio|video|source|iframe|embed)\s(?:[^<>]*?\s)?src=[\"']([^\"'<>]+)[\"']")
_EMPHASIS = re.compile(r"</?(?:em|i)>")
_UNSAFE_ALT = re.compile(r"[\[\]|\\`*<>&~$=\n]")


BLOCK = re.compile(r"[ \t]*<a id=\"block-([a-z0-9-]+)\"></a>(?=[ \t]*$)", re.MULTILINE)
"""The anchor that a block id of Obsidian becomes elsewhere."""
_NOTE = re.compile(r"(?m)^\[\^(inline-\d+)\]: ([^\n]+)(?:\n|\Z)")
_MARKED = re.compile(r"<mark>([^<>=\n]+)</mark>")


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a post's addresses are in the vault: whether they lead into it, and where the blog served them."""

    is_inside: Callable[[str], bool]
    published: Callable[[str], str]


def as_markdown(text: str, addresses: Addresses, tell: Tell) -> str:
    """`text` with the pictures, figures and links in its HTML that lead into the vault as Markdown.

    What stands in other HTML cannot be: it is loaded from the old blog, and told.
    """
    if "<" not in text:
        return text
    edits: list[Edit] = []
    for span in read(text).html:
        edit = _edit(text, span, addresses.is_inside)
        loaded = [] if edit else list(_loaded(text, span, addresses))
        if loaded:
            message = "HTML in this post names a file of the site; it is loaded from the old blog"
            tell("html-file", message)
        edits += [edit] if edit else loaded
    return apply(edits, text)


def as_obsidian(text: str) -> str:
    """`text` with what became HTML, or footnotes with a number, in other engines as Obsidian's own: highlights,
    anchors of blocks, footnotes in the line."""
    text = _with_notes(text) if "[^inline-" in text else text
    if "<mark>" not in text and "<a id=" not in text:
        return text
    tags = {span.start for span in read(text).html}
    edits = [
        Edit(Span(*m.span()), f" ^{m[1]}")
        for m in BLOCK.finditer(text)
        if text.index("<", m.start()) in tags and text[: m.start()].rpartition("\n")[2].strip()
    ]
    edits += [
        Edit(Span(*m.span()), f"=={m[1]}==")
        for m in _MARKED.finditer(text)
        if m.start() in tags and m[1][0].isalnum() and m[1][-1].isalnum() and "=" not in _beside(text, m)
    ]
    return apply(sorted(edits), text)


def _with_notes(text: str) -> str:
    """`text` with the footnotes `inline-1` … in their places."""
    code = read(text).code
    edits: list[Edit] = []
    for note in _NOTE.finditer(text):
        mark = f"[^{note[1]}]"
        at = text.find(mark)
        if text.count(mark) == 2 and at < note.start() and not code.at(at) and not code.at(note.start()):
            edits += [Edit(Span(at, at + len(mark)), f"^[{note[2].strip()}]"), Edit(Span(*note.span()), "")]
    return apply(sorted(edits), text).rstrip("\n") + "\n" if edits else text


def _beside(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]


def _loaded(text: str, span: Span, addresses: Addresses) -> Iterator[Edit]:
    for match in _SOURCE.finditer(text, span.start, span.end):
        url = unescape(match[1])
        full = addresses.published(url)
        if full != url and (addresses.is_inside(url) or url[:1] == "/" != url[1:2]):
            yield Edit(Span(*match.span(1)), escape(full))


def _edit(text: str, span: Span, is_inside: Callable[[str], bool]) -> Edit | None:
    raw = text[span.start : span.end].strip()
    start = text.index(raw, span.start) if raw else span.start
    whole = Span(start, start + len(raw))
    if _PICTURE.fullmatch(raw):
        picture = _picture(raw, is_inside)
        return Edit(whole, picture) if picture else None
    if match := _FIGURE.fullmatch(raw):
        picture = _picture(match[1], is_inside)
        caption = " ".join(_EMPHASIS.sub("", match[2] or "").split())
        below = f"\n{line_prefix(text, start)}*{caption}*" if caption else ""
        return Edit(whole, picture + below) if picture else None
    if match := _ANCHOR.match(text, span.start):
        href = _attributes(match[0][: match[0].index(">") + 1]).get("href", "#")
        return Edit(Span(*match.span()), f"[{match[1]}]({_destination(href)})") if is_inside(href) else None
    return None


def _picture(tag: str, is_inside: Callable[[str], bool]) -> str:
    """`![alt|300x200](src "title")`; empty for a picture from elsewhere."""
    args = _attributes(tag)
    source = args.get("src", "#")
    if not is_inside(source):
        return ""
    width, height = _pixels(args.get("width")), _pixels(args.get("height"))
    size = f"{width}x{height}" if width and height else width
    alt = " ".join(_UNSAFE_ALT.sub(" ", args.get("alt", "")).split())
    title = f' "{escape(args["title"])}"' if args.get("title") else ""
    return f"![{'|'.join(part for part in (alt, size) if part)}]({_destination(source)}{title})"


def _destination(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _attributes(tag: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(tag)
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found}


def _pixels(value: str | None) -> str:
    match = re.fullmatch(r"(\d+)(?:px)?", (value or "").strip())
    return match[1] if match else ""

"""Obsidian's `[[target|text]]`, `![[embed|300]]` and block ids.

The rules are those of the app as its help describes them and as it was observed: a link ends at the first `]]`,
never crosses a line end and holds no other link; the first bar, in a table written `\\|`, begins the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from ..body import Span
from .base import Found, Notation, Spans, alone, line_prefix

_LINK = re.compile(r"\[\[((?:(?!\[\[|\]\])[^\n])+)\]\]")
_ANY_LINK = re.compile(r"!?\[\[[^\[\]\n]*\]\]")
_BAR = re.compile(r"\\?\|")
_SIZE = re.compile(r"(\d+)(?:x(\d+))?")
_EXTENSION = re.compile(r"\.(\w+)$")
_BLOCK_ID = re.compile(r"(?m)(?:(?<=^)|(?<=[ \t]))\^([A-Za-z0-9-]+)[ \t]*$")


class WikiLink(NamedTuple):
    """A wikilink as it stands in a text: its span, the mark `!` included, and that of what it leads to.

    `display` is the text behind the first bar, None where there is no bar.
    """

    span: Span
    embed: bool
    target: str
    target_span: Span
    display: str | None


class Size(NamedTuple):
    """What the text of an embed says: its alternative text, and the size that may stand at its end."""

    alt: str
    width: str
    height: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word in (self.width, self.height, self.alt) if word)


def size_of(text: str) -> Size:
    """`alt|300x200` by its parts: the last one is a size if it looks like one."""
    parts = text.split("|")
    match = _SIZE.fullmatch(parts[-1].strip())
    if match is None:
        return Size(text.strip(), "", "")
    return Size("|".join(parts[:-1]).strip(), match[1], match[2] or "")


def wikilinks(text: str, taken: Spans) -> Iterator[WikiLink]:
    """The wikilinks and embeds of `text` in order, none that begins in `taken` or is cut by it."""
    for match in _LINK.finditer(text):
        if taken.at(match.start()) or _is_cut(match, taken) or not match[1].strip():
            continue
        target, *display = _BAR.split(match[1], maxsplit=1)
        embed = text[match.start() - 1 : match.start()] == "!" and not taken.at(match.start() - 1)
        yield WikiLink(
            Span(match.start() - embed, match.end()),
            embed,
            target.strip(),
            Span(match.start(1), match.start(1) + len(target)),
            _BAR.sub("|", display[0]).strip() if display else None,
        )


def _is_cut(match: re.Match[str], taken: Spans) -> bool:
    """Whether something that reads before links, such as a code span, reaches over the link's end."""
    last = taken.at(match.end() - 1)
    return last is not None and last.end > match.end()


def block_ids(text: str, taken: Spans) -> Iterator[tuple[Span, str]]:
    """The block ids (`^id` at the end of a line) with the blanks around them, and their names."""
    for match in _BLOCK_ID.finditer(text):
        if not taken.at(match.start()):
            head = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            blanks = len(head) - len(head.rstrip(" \t")) if head.strip(" \t>") else 0
            yield Span(match.start() - blanks, match.end()), match[1]


class Wiki(Notation):
    """Wikilinks under the name `link`; embeds under the extension of their file that a table names, else `note`.

    An embed of a note in a table is a link: no block can stand there.
    """

    name: ClassVar[str] = "wikilink"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"\[\[")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        return [_found(text, link, names) for link in wikilinks(text, taken)]


def _found(text: str, link: WikiLink, names: Mapping[str, Sequence[Any]]) -> Found:
    name = embed_name(link.target, names) if link.embed else "link"
    if name == "note" and _in_table(text, link.span):
        name = "link"
    if name == "link":
        shown = (link.display,) if link.display else ()
        return Found(link.span, "wikilink", name, (link.target, *shown), inline=True)
    words = (link.target, *(() if name == "note" else size_of(link.display or "").words))
    inline = shows_picture(name, names) or not alone(text, *link.span)
    prefix = "" if inline else line_prefix(text, link.span.start)
    return Found(link.span, "wikilink", name, words, prefix=prefix, inline=inline)


def embed_name(target: str, names: Mapping[str, Sequence[Any]]) -> str:
    """The name under which the embed of `target` is found: its extension if a table has it, else `note`."""
    extension = _EXTENSION.search(target.partition("#")[0].strip())
    known = extension is not None and extension[1].lower() in names
    return extension[1].lower() if extension and known else "note"


def shows_picture(name: str, names: Mapping[str, Sequence[Any]]) -> bool:
    """Whether embeds of this name are pictures, which stand in the text like words."""
    return any(row.kind == "image" for row in names.get(name, ()))


def _in_table(text: str, span: Span) -> bool:
    """Whether the line has a bar beside its links: it may divide the cells of a table."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    beside = text[start : span.start] + text[span.end : end if end >= 0 else len(text)]
    return re.search(r"(?<!\\)\|", _ANY_LINK.sub("", beside)) is not None

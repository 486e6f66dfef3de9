"""Obsidian's comments: `%%a remark%%` in a text, and from a `%%` at the beginning of a line to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans, alone, line_prefix

_BEFORE = re.compile(r"(?:\A|[\n*_~=(\[>])\Z")
_BEHIND = re.compile(r"[ \t\n*_~=)\]]|\Z")
_MARK = re.compile(r"(?<!%)%%(?!%)")
_MARKERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_QUOTE = re.compile(r"\n(?![ \t]*>)")
_ITEM = re.compile(r"\n(?=[^\s>])")
_PARAGRAPH = re.compile(r"\n[ \t>]*(?:\n|\Z)")


class Percent(Notation):
    """Comments under the name `%%`, their text as body.

    One that begins a line runs over blank lines, to the end of the text if nothing closes it: what its author
    hid stays hidden. One that begins a list item ends with it, any other with its paragraph. Exactly two signs are a
    mark (Obsidian 1.13.2).
    """

    name: ClassVar[str] = "percent"
    trigger: ClassVar[re.Pattern[str]] = re.compile("%%")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        del names
        return [_found(text, span, body) for span, body in comments(text, taken)]


def comments(text: str, taken: Spans) -> Iterator[tuple[Span, Span]]:
    """The comments outside `taken`: the span of each, and that of its text."""
    marks = [m for m in _MARK.finditer(text) if not taken.at(m.start())]
    at = 0
    while at < len(marks):
        opening, closing = marks[at], marks[at + 1] if at + 1 < len(marks) else None
        limit = _limit(text, opening, closing.end() if closing else len(text))
        if closing and closing.end() <= limit:
            yield Span(opening.start(), closing.end()), Span(opening.end(), closing.start())
            at += 1
        elif not _head(text, opening.start()).strip(" \t>"):
            yield Span(opening.start(), limit), Span(opening.end(), limit)
        at += 1


def _limit(text: str, opening: re.Match[str], until: int) -> int:
    """How far a comment can reach: the text if it begins a line, else the quote, list item or paragraph that it
    begins in. Behind `until` it is not looked for the end."""
    head = _head(text, opening.start())
    if not head.strip(" \t"):
        return len(text)
    end = _PARAGRAPH if not _MARKERS.fullmatch(head) else _QUOTE if ">" in head else _ITEM
    match = end.search(text, opening.end(), until)
    return match.start() if match else until


def _head(text: str, start: int) -> str:
    """What stands before `start` on its line."""
    return text[text.rfind("\n", 0, start) + 1 : start]


def _found(text: str, span: Span, body: Span) -> Found:
    inline = not alone(text, *span)
    return Found(
        _with_blank(text, span) if inline else span,
        "percent",
        "%%",
        body=text[body.start : body.end],
        body_at=body.start,
        prefix="" if inline else line_prefix(text, span.start),
        inline=inline,
    )


def _with_blank(text: str, span: Span) -> Span:
    """The span with a blank beside it that has no use without it: marks such as `**` count only beside words."""
    start, end = span
    if text[start - 1 : start] in (" ", "\t") and _BEHIND.match(text, end):
        at_end = text[end : end + 1] in ("", "\n")
        head = text[text.rfind("\n", 0, start) + 1 : start]
        return Span(start - (len(head) - len(head.rstrip(" \t")) if at_end else 1), end)
    if text[end : end + 1] in (" ", "\t") and _BEFORE.search(text[max(start - 1, 0) : start]):
        return Span(start, end + 1)
    return span

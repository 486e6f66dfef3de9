"""Obsidian's comments: `%%a remark%%` in a line, and from a `%%` at the beginning of a line to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans, alone, line_prefix

_MARK = re.compile(r"(?<!%)%%(?!%)")
_NOT_QUOTED = re.compile(r"(?m)^(?![ \t]*>)")


class Percent(Notation):
    """Comments under the name `%%`, their text as body.

    One that begins a line runs over blank lines, to the end of the text if nothing closes it: what its author
    hid stays hidden. Any other ends on its line. Exactly two signs are a mark (Obsidian 1.13.2).
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
        limit = _limit(text, opening.start())
        if closing and closing.end() <= limit:
            yield Span(opening.start(), closing.end()), Span(opening.end(), closing.start())
            at += 1
        elif _begins_line(text, opening.start()):
            yield Span(opening.start(), limit), Span(opening.end(), limit)
        at += 1


def _limit(text: str, start: int) -> int:
    """How far a comment that begins at `start` can reach: its line, the quote that it begins in, or the text."""
    line = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    if end < 0 or not _begins_line(text, start):
        return end if end >= 0 else len(text)
    if ">" not in text[line:start]:
        return len(text)
    outside = _NOT_QUOTED.search(text, end + 1)
    return outside.start() - 1 if outside else len(text)


def _begins_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")


def _found(text: str, span: Span, body: Span) -> Found:
    inline = not alone(text, *span)
    return Found(
        span,
        "percent",
        "%%",
        body=text[body.start : body.end],
        body_at=body.start,
        prefix="" if inline else line_prefix(text, span.start),
        inline=inline,
    )

"""Where the code of a Markdown text is: its blocks and its spans, and the comments between."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..blocks import blocks, line_starts
from ..body import Span
from .base import Occurrences, Spans

_MARK = re.compile(r"`+|<!--")
_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")


def code_blocks(text: str) -> list[Span]:
    """The code blocks of `text`, fenced and indented, from the start of their first line."""
    starts = line_starts(text)
    return [
        Span(starts[b.start], starts[min(b.end, len(starts) - 1)])
        for b in blocks(text)
        if b.type in ("fence", "code_block")
    ]


def code_spans(text: str, code: Sequence[Span]) -> list[Span]:
    """The code spans and HTML comments of `text` outside of its code blocks, in order."""
    return list(_spans(text, Spans(code)))


def _spans(text: str, code: Spans) -> Iterator[Span]:
    runs: dict[int, list[int]] = {}
    for ticks in _TICKS.finditer(text):
        if not code.at(ticks.start()):
            runs.setdefault(len(ticks[0]), []).append(ticks.start())
    ends, at = Occurrences(text), 0
    while match := _MARK.search(text, at):
        block = code.at(match.start())
        end = block.end if block else _end(text, match, runs, ends)
        if end > match.end() and not block:
            yield Span(match.start(), end)
        at = max(end, match.end())


def _end(text: str, match: re.Match[str], runs: dict[int, list[int]], ends: Occurrences) -> int:
    """The offset behind the code span or comment that `match` opens, or behind `match` where it never closes."""
    if match[0] == "<!--":
        end = ends.after("-->", match.end())
        return end + 3 if end >= 0 else match.end()
    if match.start() and text[match.start() - 1] == "\\":
        return match.end()
    same = runs.get(len(match[0]), [])
    place = bisect_left(same, match.end())
    if place == len(same) or _BLANK_LINE.search(text, match.end(), same[place]):
        return match.end()
    return same[place] + len(match[0])

"""The text that kramdown sees in a container, and where each of its characters stands in the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ...blocks import line_starts
from ...body import Span


class Line(NamedTuple):
    """A line without the marks of its containers: `text` as kramdown sees it, and its whole place in the document.

    kramdown changes only how a line begins: behind blanks, `text` is how the line in the document ends.
    """

    text: str
    start: int
    end: int

    def at(self, column: int) -> int:
        """The place in the document of a column."""
        return max(self.start, self.end - (len(self.text) - column))

    def with_text(self, text: str) -> Line:
        """The same line, beginning otherwise."""
        return Line(text, self.start, self.end)


class Source:
    """The lines that a container holds, as one text with a newline behind each."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: Sequence[Line] = tuple(lines)
        self.text = "".join(f"{line.text}\n" for line in self.lines)
        self.last_brace = self.text.rfind("}")
        self._starts = list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))

    def number(self, at: int) -> int:
        """The number of the line that holds an offset of the text."""
        return max(0, min(bisect_right(self._starts, at) - 1, len(self.lines) - 1))

    def place(self, at: int) -> int:
        """The place in the document of an offset of the text."""
        if not self.lines:
            return 0
        number = self.number(at)
        line = self.lines[number]
        return line.at(min(at - self._starts[number], len(line.text)))

    def cut(self, start: int, end: int) -> list[Line]:
        """The lines from an offset to another; the first and the last may be parts of lines."""
        out: list[Line] = []
        number = self.number(start)
        while start < end:
            line, begin = self.lines[number], self._starts[number]
            stop = min(end, begin + len(line.text))
            tail = line.end - (len(line.text) - (stop - begin))
            out.append(Line(self.text[start:stop], min(line.at(start - begin), tail), max(tail, line.start)))
            number += 1
            start = begin + len(line.text) + 1
        return out

    def whole(self, start: int, end: int) -> list[Line]:
        """The whole lines that stand from an offset at which one begins to another at which one ends."""
        first = self.number(start)
        return list(self.lines[first : self.number(max(start, end - 1)) + 1]) if end > start else []

    def span(self, start: int, end: int) -> Span:
        """The span in the document of a part of one line."""
        return Span(self.place(start), max(self.place(start), self.place(end)))


def document_source(text: str) -> Source:
    """The source of a whole document."""
    starts = line_starts(text if text.endswith("\n") else f"{text}\n")
    bounds = [(start, min(end - 1, len(text))) for start, end in pairwise(starts)]
    return Source(Line(text[start:end], start, end) for start, end in bounds)

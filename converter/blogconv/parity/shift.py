"""Offsets before and after edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ..body import Edit, Span


class Shift:
    """Takes spans of a text to the same text after edits, and back. The edits are in order and apart."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._old = [edit.span for edit in edits]
        self._new: list[Span] = []
        moved = 0
        for (start, end), text in edits:
            self._new.append(Span(start + moved, start + moved + len(text)))
            moved += len(text) - (end - start)

    def forth(self, span: Span) -> Span:
        """Where a span that no edit touches is after the edits."""
        place = bisect_right(self._old, span.start, key=lambda s: s.start) - 1
        moved = self._new[place].end - self._old[place].end if place >= 0 else 0
        return Span(span.start + moved, span.end + moved)

    def back(self, span: Span) -> Span | None:
        """Where a span of the edited text was before; None when it touches what an edit wrote."""
        place = bisect_right(self._new, span.start, key=lambda s: s.start) - 1
        if place >= 0 and span.start < self._new[place].end:
            return None
        if place + 1 < len(self._new) and span.end > self._new[place + 1].start:
            return None
        moved = self._new[place].end - self._old[place].end if place >= 0 else 0
        return Span(span.start - moved, span.end - moved)

"""Edits one after the other, told as edits of the first text."""

from __future__ import annotations

from collections.abc import Sequence

from ..body import Edit, Span, apply


def composed(first: Sequence[Edit], second: Sequence[Edit], text: str) -> list[Edit]:
    """The edits of `text` that do what `first`, and then `second` on the result, do. Both are in order and apart.

    Edits that touch each other become one.
    """
    if not first or not second:
        return list(first or second)
    middle = apply(first, text)
    old = _placed(first)
    marks = sorted(
        [(new, was) for new, was in old] + [(edit.span, None) for edit in second], key=lambda m: m[0]
    )
    out: list[Edit] = []
    moved = 0
    place = 0
    while place < len(marks):
        start, end = marks[place][0]
        before = moved
        last = place
        while last < len(marks) and (last == place or marks[last][0].start <= end):
            end = max(end, marks[last][0].end)
            if was := marks[last][1]:
                moved += (was.end - was.start) - (marks[last][0].end - marks[last][0].start)
            last += 1
        own = [e for e in second if start <= e.span.start and e.span.end <= end]
        inside = [Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in own]
        out.append(Edit(Span(start + before, end + moved), apply(inside, middle[start:end])))
        place = last
    return out


def _placed(edits: Sequence[Edit]) -> list[tuple[Span, Span]]:
    """Where each edit's text stands after all of them, and the span that it replaced."""
    found: list[tuple[Span, Span]] = []
    moved = 0
    for span, text in edits:
        start = span.start + moved
        found.append((Span(start, start + len(text)), span))
        moved += len(text) - (span.end - span.start)
    return found

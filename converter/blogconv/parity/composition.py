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
    used = 0
    while place < len(marks):
        start, end = marks[place][0]
        before = moved
        last = place
        while last < len(marks) and (last == place or marks[last][0].start <= end):
            end = max(end, marks[last][0].end)
            if was := marks[last][1]:
                moved += (was.end - was.start) - (marks[last][0].end - marks[last][0].start)
            last += 1
        own = []
        while used < len(second) and second[used].span.end <= end:
            own.append(second[used])
            used += 1
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


def apart(found: Sequence[Edit], protected: Sequence[Span]) -> list[Edit]:
    """The edits in order; of two that overlap the first one made; none that touches what is protected."""
    kept: list[Edit] = []
    at = 0
    inside = [False] * len(found)
    ordered = sorted(
        range(len(found)), key=lambda n: (found[n].span.start, found[n].span.end > found[n].span.start)
    )
    spans = sorted(protected)
    place = 0
    for number in ordered:
        span = found[number].span
        while place < len(spans) and spans[place].end <= span.start:
            place += 1
        touched = place < len(spans) and spans[place].start < max(span.end, span.start)
        within = place < len(spans) and spans[place].start < span.start < spans[place].end
        inside[number] = touched or within
        if span.start >= at and not inside[number]:
            kept.append(found[number])
            at = span.end
    return kept

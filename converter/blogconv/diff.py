"""What changes in a post, as a unified diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff

_CONTEXT = 3
_MOST_LINES = 4000


def difference(old: str, new: str, old_name: str, new_name: str) -> str:
    """The unified diff of two texts; empty where they are the same.

    What differs is compared line by line, unless it is so long that this would take minutes: then all of it is
    shown as replaced.
    """
    before, after = _lines(old), _lines(new)
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    if max(len(before), len(after)) - start - end > _MOST_LINES:
        lines: Iterator[str] = _replaced(before, after, start, end, old_name, new_name)
    else:
        lines = unified_diff(before, after, old_name, new_name, n=_CONTEXT, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if lines[-1]:
        lines[-1] += "\n\\ No newline at end of file"
        return lines
    return lines[:-1]


def _same(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines are the same at the start of both."""
    pairs = zip(before, after, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))


def _replaced(
    before: Sequence[str], after: Sequence[str], start: int, end: int, old_name: str, new_name: str
) -> Iterator[str]:
    first = max(start - _CONTEXT, 0)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    tail = before[len(before) - end :][:_CONTEXT]
    around = start - first + len(tail)
    yield f"--- {old_name}"
    yield f"+++ {new_name}"
    yield f"@@ -{first + 1},{len(old) + around} +{first + 1},{len(new) + around} @@"
    yield from (f" {line}" for line in before[first:start])
    yield from (f"-{line}" for line in old)
    yield from (f"+{line}" for line in new)
    yield from (f" {line}" for line in tail)

"""Marks that only some renderers read: `==x==`, `++x++`, `^x^`, `~x~`, and the short names of emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from ..model import Dialect
from .document import Reading

_PAIRS = {
    "mark": ("mark", re.compile(r"(?<!=)==(?=[^\s=])")),
    "insert": ("ins", re.compile(r"(?<!\+)\+\+(?=[^\s+])")),
    "superscript": ("sup", re.compile(r"(?<![\^\[])\^(?=[^\s^])")),
    "subscript": ("sub", re.compile(r"(?<!~)~(?=[^\s~])")),
}
_SHORT_NAME = re.compile(r":[a-z0-9_+-]+:")


def other_marks(source: Dialect, target: Dialect) -> bool:
    """Whether the source reads a mark of these that the target does not."""
    return any(getattr(source, name) and not getattr(target, name) for name in _PAIRS)


def highlights(reading: Reading) -> Iterator[Edit]:
    """Write as HTML elements the words between marks that the target would show."""
    source, target = reading.document.source, reading.document.target
    for name, (element, opening) in _PAIRS.items():
        if getattr(source, name) and not getattr(target, name):
            yield from _elements(reading, element, opening)


def _elements(reading: Reading, element: str, opening: re.Pattern[str]) -> Iterator[Edit]:
    text, at = reading.text, 0
    while start := opening.search(text, at):
        at = start.end()
        end = text.find(start[0], at + 1)
        while end >= 0 and (text[end - 1].isspace() or text[end + len(start[0]) :][:1] == start[0][0]):
            end = text.find(start[0], end + 1)
        if end < 0:
            return
        if _is_text(reading, start.start()) and _is_text(reading, end):
            yield Edit(Span(*start.span()), f"<{element}>")
            at = end + len(start[0])
            yield Edit(Span(end, at), f"</{element}>")


def _is_text(reading: Reading, at: int) -> bool:
    return any(t.kind == "text" and not t.mark and t.start <= at < t.end for t in reading.source)


def emoji_signs(reading: Reading) -> Iterator[Edit]:
    """The sign for each short name (`:ocean:`) that the source replaced and the target would show."""
    from emoji import emojize

    for token in reading.source:
        if token.kind == "text" and not token.mark:
            for match in _SHORT_NAME.finditer(reading.text, token.start, token.end):
                sign = emojize(match[0], language="alias")
                if sign != match[0]:
                    yield Edit(Span(*match.span()), sign)

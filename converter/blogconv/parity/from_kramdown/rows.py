"""Lines to write, made of pieces of the document and of text, and the edits that make the document so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...body import Edit, Span
from .source import Line

Row = list[str | Span]
"""A line without its newline: text as it is, and places in the document that are copied."""


def row_of(line: Line, view: str) -> Row:
    """A line as kramdown sees it, copied from the document but for blanks that are not there."""
    lead = len(line.text) - len(line.text.lstrip(" \t"))
    begin = line.at(0)
    if view[begin : line.end] == line.text:
        return [Span(begin, line.end)]
    begin = line.at(lead)
    if view[begin : line.end] == line.text[lead:]:
        return [line.text[:lead], Span(begin, line.end)]
    return [line.text]


def is_blank(row: Row, view: str) -> bool:
    """Whether a row shows nothing."""
    return not "".join(p if isinstance(p, str) else view[p.start : p.end] for p in row).strip(" \t")


def text_of(row: Row, view: str) -> str:
    """A row as text."""
    return "".join(p if isinstance(p, str) else view[p.start : p.end] for p in row)


def prefixed(rows: Iterable[Row], first: str, other: str, view: str) -> list[Row]:
    """Rows with something before the first and the others; blank ones get only what is no blank of it."""
    out: list[Row] = []
    for row in rows:
        mark = other if out else first
        out.append([mark.rstrip(" ")] if is_blank(row, view) else [mark, *row])
    return out


def written(rows: Sequence[Row], within: Span, text: str) -> list[Edit]:
    """The edits that put the rows in the place of the lines in `within`, whose last newline stays."""
    edits: list[Edit] = []
    at = within.start
    pending = ""

    def flush(to: int) -> None:
        nonlocal at, pending
        if text[at:to] != pending:
            edits.append(_trimmed(at, to, pending, text))
        pending = ""

    for number, row in enumerate(rows):
        pending += "\n" if number else ""
        for piece in row:
            if isinstance(piece, str):
                pending += piece
            elif piece.start < at:
                pending += text[piece.start : piece.end]
            elif piece.end > piece.start:
                flush(piece.start)
                at = piece.end
    flush(within.end)
    return edits


def _trimmed(start: int, end: int, new: str, text: str) -> Edit:
    """The edit without what is the same at its beginning and end."""
    old = text[start:end]
    size = min(len(old), len(new))
    head = next((n for n in range(size) if old[n] != new[n]), size)
    size -= head
    tail = next((n for n in range(size) if old[-1 - n] != new[-1 - n]), size)
    return Edit(Span(start + head, end - tail), new[head : len(new) - tail])

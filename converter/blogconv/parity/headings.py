"""Headings: rule E1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .document import Document

_WIDE = "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
_MARK = re.compile(r"(?m)^(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*+(?:(?<! {4})#{1,6})(?![^\s\ufeff])")


def wide_spaces(document: Document) -> Iterator[Edit]:
    """E1: an ASCII space for the Unicode spaces behind a heading's `#`, nothing for those at its end.

    To marked any white space makes a heading of `#` and is cut at both ends (markedjs/marked: src/rules.ts).
    """
    for mark in _MARK.finditer(document.view):
        text = document.line_at(mark.end())
        lead = len(text) - len(text.lstrip(_WIDE + " \t"))
        tail = len(text.rstrip(_WIDE + " \t"))
        wide = _is_wide(text[:lead]) or (tail > lead and _is_wide(text[tail:]))
        if wide and document.number_at(mark.end()) in document.inline_lines:
            yield from _narrowed(mark.end(), text, lead, tail)


def _is_wide(blanks: str) -> bool:
    return any(blank in _WIDE for blank in blanks)


def _narrowed(start: int, text: str, lead: int, tail: int) -> Iterator[Edit]:
    if _is_wide(text[:lead]):
        yield Edit(Span(start, start + lead), " ")
    if tail > lead and _is_wide(text[tail:]):
        yield Edit(Span(start + tail, start + len(text)), "")


def trimmed_text(document: Document) -> Iterator[Edit]:
    """Cut the Unicode spaces at both ends of a paragraph or heading, as markdown-it does."""
    for run in document.runs:
        start, end = run.span(0, len(run.text))
        begin = (
            len(document.view[:start].rstrip(_WIDE)) if document.view[start - 1 : start] in _WIDE else start
        )
        if 0 < start != begin:
            yield Edit(Span(begin, start), "")
        behind = document.line_at(end)
        tail = len(behind) - len(behind.lstrip(_WIDE))
        if tail:
            yield Edit(Span(end, end + tail), "")


def wide_indent(document: Document) -> Iterator[Edit]:
    """The Unicode spaces at the beginning of a paragraph as references, since markdown-it cuts them."""
    for run in document.runs:
        start = run.offset(0)
        begin = len(document.view[:start].rstrip(_WIDE))
        if run.parent == "paragraph" and begin < start:
            blanks = document.view[begin:start]
            yield Edit(Span(begin, start), "".join(f"&#{ord(blank)};" for blank in blanks))

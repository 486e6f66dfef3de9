"""CommonMark's Markdown as kramdown would have it: rules K1 to K16.

kramdown is another language: blocks of HTML end elsewhere, lists and tables begin elsewhere, more marks act. The
edits are found in one reading of the CommonMark text; `composition` joins them to those that made it CommonMark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..body import Edit, Span
from ..model import Dialect
from .document import Document
from .kramdown_blocks import block_edits
from .kramdown_ids import heading_ids
from .kramdown_inline import run_edits


def commonmark_of(source: Dialect) -> Dialect:
    """The CommonMark dialect that has the features of `source`: the way station to and from kramdown."""
    return replace(source, renderer="commonmark", fences="commonmark", image_root=None, colon_lists=False)


def to_kramdown(text: str, source: Dialect, target: Dialect, protected: Sequence[Span]) -> list[Edit]:
    """The edits by which the CommonMark `text` renders the same in kramdown; in order, none overlapping."""
    document = Document(text, source, target, protected)
    if document.is_tangled:
        return []
    found = [*block_edits(document), *run_edits(document), *heading_ids(document)]
    return _apart(found, document.protected)


def _apart(found: Sequence[Edit], protected: Sequence[Span]) -> list[Edit]:
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

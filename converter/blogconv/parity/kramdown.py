"""CommonMark's Markdown as kramdown would have it: rules K1 to K16.

kramdown is another language: blocks of HTML end elsewhere, lists and tables begin elsewhere, more marks act. The
edits are found in one reading of the CommonMark text; `composition` joins them to those that made it CommonMark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..body import Edit, Span
from ..model import Dialect
from .composition import apart
from .document import Document
from .kramdown_blocks import block_edits
from .kramdown_ids import heading_ids
from .kramdown_inline import run_edits
from .kramdown_notes import note_edits


def commonmark_of(source: Dialect) -> Dialect:
    """The CommonMark dialect that has the features of `source`: the way station to and from kramdown."""
    return replace(source, renderer="commonmark", fences="commonmark", image_root=None, colon_lists=False)


def before_kramdown(source: Dialect, target: Dialect) -> Dialect:
    """The way station to kramdown, without the marks that `target` does not read."""
    return replace(
        commonmark_of(source),
        emoji=target.emoji,
        mark=target.mark,
        insert=target.insert,
        superscript=target.superscript,
        subscript=target.subscript,
    )


def to_kramdown(text: str, source: Dialect, target: Dialect, protected: Sequence[Span]) -> list[Edit]:
    """The edits by which the CommonMark `text` renders the same in kramdown; in order, none overlapping."""
    document = Document(text, source, target, protected)
    if document.is_tangled:
        return []
    found = [*block_edits(document), *note_edits(document), *run_edits(document), *heading_ids(document)]
    return apart(found, document.protected)

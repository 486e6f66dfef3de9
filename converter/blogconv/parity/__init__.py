"""Edits that make ordinary Markdown render in one dialect as it does in another.

Only what neither a setting nor a hook of the target can give is edited, and only where the two renderers would
differ. A rule asks for features of the two dialects, never for a pair of engines; it is a function in the
file of its topic and a row of one of the tables in `rules`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..body import Edit, Span, apply
from ..model import Dialect
from .composition import composed
from .document import Document, Reading
from .formulas import with_formulas
from .from_kramdown import from_kramdown
from .inline import Tangled
from .kramdown import before_kramdown, commonmark_of, to_kramdown
from .rules import BLOCK_RULES, RUN_RULES, Rule
from .shift import Shift

__all__ = ["edits"]

_WORD = "\ufffc"
_BEFORE_TEXT = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*")
_TEXT_BEHIND = re.compile(r"[ \t]*[^\s]")


def edits(text: str, source: Dialect, target: Dialect, protected: Sequence[Span] = ()) -> list[Edit]:
    """The edits by which `text`, written for `source`, renders the same in `target`; in order, none overlapping.

    `protected` are the spans of constructs that are translated elsewhere. No edit touches them, and the source is
    taken to see an HTML comment in the place of each: a block where it begins a line, else a part of its line. But for
    Hexo, which has such comments itself, one with text behind it in its line is a word.
    Fences whose info string is translated elsewhere must not be among them, only edited behind their opening
    run: the rule for fences moves whole blocks. What is edited once is not edited again. Takes time in proportion
    to the text; what cannot be read in that time is left as it is.
    """
    if "\r" in text:
        return _with_crlf(text, source, target, protected)
    words = [] if _hides_in_comments(source) else [span for span in protected if _begins_text(text, span)]
    if words:
        return _with_words(text, source, target, protected, words)
    if source.kept_math and source.renderer != target.renderer and "$" in text:
        read = replace(source, kept_math=False)
        return with_formulas(text, target, protected, lambda new, spans: edits(new, read, target, spans))
    if target.renderer == "kramdown" != source.renderer:
        between = before_kramdown(source, target)
        first = edits(text, source, between, protected)
        spans = [Shift(first).forth(span) for span in protected]
        return composed(first, to_kramdown(apply(first, text), between, target, spans), text)
    if source.renderer == "kramdown" != target.renderer:
        between = commonmark_of(source)
        first = from_kramdown(text, source, between, target, protected)
        spans = [Shift(first).forth(span) for span in protected]
        return composed(first, edits(apply(first, text), between, target, spans), text)
    document = Document(text, source, target, protected)
    if document.is_tangled:
        return []
    moved = [edit for rule in _asked(BLOCK_RULES, document, text) for edit in rule.make(document)]
    if not moved:
        return _apart(_in_runs(document), document.protected)
    moved = _apart(moved, document.protected)
    shift = Shift(moved)
    after = Document(apply(moved, text), source, target, [shift.forth(span) for span in document.protected])
    found = ((shift.back(span), new) for span, new in _in_runs(after))
    return _apart([*moved, *(Edit(span, new) for span, new in found if span)], document.protected)


def _hides_in_comments(dialect: Dialect) -> bool:
    """Whether the engine has comments in the place of its tags, as Hexo does: one that begins a line makes it HTML."""
    return dialect.fences == "hexo" or dialect.renderer in ("marked", "markdown-it", "pandoc")


def _begins_text(text: str, span: Span) -> bool:
    """Whether a span begins a line, with other text behind it in that line."""
    first = text.rfind("\n", 0, span.start) + 1
    marks = _BEFORE_TEXT.match(text, first, span.start)
    begins = marks is not None and marks.end() == span.start
    return begins and bool(_TEXT_BEHIND.match(text, span.end)) and "\n" not in text[span.start : span.end]


def _with_words(
    text: str, source: Dialect, target: Dialect, protected: Sequence[Span], words: Sequence[Span]
) -> list[Edit]:
    """The edits of a text in which some of the protected spans are words to the source's Markdown."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(words):
        pieces += [text[at:start], _WORD * (end - start)]
        at = end
    taken = frozenset(words)
    rest = [span for span in protected if span not in taken]
    return _apart(edits("".join([*pieces, text[at:]]), source, target, rest), sorted(words))


def _asked(rules: Sequence[Rule], document: Document, text: str) -> list[Rule]:
    """The rules that apply to the dialects and find their trigger in `text`."""
    applying = (rule for rule in rules if rule.applies(document.source, document.target))
    return [rule for rule in applying if rule.trigger(text)]


def _in_runs(document: Document) -> Iterator[Edit]:
    """The edits of the run rules, where the block rules have nothing more to do."""
    rules = _asked(RUN_RULES, document, document.prose)
    if not rules:
        return
    for run in document.runs:
        reading = Reading(document, run)
        try:
            made = [edit for rule in rules if rule.trigger(run.text) for edit in rule.make(reading)]
        except Tangled:
            continue
        whole = [edit for edit in made if edit.span == (0, len(run.text))]
        for (start, end), text in whole or made:
            yield Edit(run.span(start, end), text)


def _apart(found: Iterable[Edit], protected: Sequence[Span]) -> list[Edit]:
    """The edits in order, without those that overlap an earlier one or a protected span."""
    starts = [span.start for span in protected]
    kept: list[Edit] = []
    at = 0
    for edit in sorted(dict.fromkeys(found), key=lambda e: e.span):
        before = bisect_right(starts, max(edit.span.start, edit.span.end - 1)) - 1
        touched = before >= 0 and protected[before].end > edit.span.start
        inside = touched and protected[before].start < max(edit.span.end, edit.span.start)
        if edit.span.start >= at and not inside:
            kept.append(edit)
            at = edit.span.end
    return kept


def _with_crlf(text: str, source: Dialect, target: Dialect, protected: Sequence[Span]) -> list[Edit]:
    """The edits of a text with CRLF line ends: those of the same text with LF, in its own offsets."""
    pieces = text.split("\r\n")
    ends: list[int] = []
    length = 0
    for piece in pieces:
        length += len(piece) + 1
        ends.append(length)

    def there(offset: int) -> int:
        return offset + bisect_right(ends, offset)

    def here(offset: int) -> int:
        return offset - text.count("\r\n", 0, offset)

    plain = "\n".join(pieces).replace("\r", "\n")
    spans = [Span(here(s), here(e)) for s, e in protected]
    return [
        Edit(Span(there(s), there(e)), new.replace("\n", "\r\n"))
        for (s, e), new in edits(plain, source, target, spans)
    ]

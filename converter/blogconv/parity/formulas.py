"""Formulas between `$` or `$$` that the source's renderer lets through unread.

While other rules look at the text, formulas are out of it: one that stands alone is a protected span, one inside a
paragraph a row of symbols. Then each is written so that the target shows what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ..blocks import blocks, line_starts
from ..body import Edit, Span
from ..model import Dialect
from ..notations.base import Spans
from .document import Reading

Edits = Callable[[str, Sequence[Span]], list[Edit]]

_FORMULA = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S]){1,2000}?(?<!`)(?P=ticks)(?!`)|\\[^\n]|<!--[\s\S]*?-->"
    r"|(?P<formula>\$\$(?:\\[\s\S]|[^$\\])+?\$\$|\$(?=[^\s$])(?:\\.|[^$\n\\])*?(?<=[^\s\\])\$(?![\d$]))"
)
_STAND_IN = "\ue0a4"
_STAND_INS = re.compile(f"{_STAND_IN}+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_KRAMDOWN = re.compile(r"[\\.*_+`<>()\[\]{}#!:|\"'$=~&-]")
_CODE = ("fence", "code_block", "html_block")


def literal_dollars(reading: Reading) -> Iterator[Edit]:
    """Keep signs that begin no formula in the source from beginning one in the target. Goldmark takes any two."""
    if reading.document.target.renderer != "goldmark" and not any(_formulas(reading.text)):
        return
    for token in reading.source:
        if token.kind == "text":
            signs = re.compile(r"\$").finditer(reading.text, token.start, token.end)
            yield from (Edit(Span(sign.start(), sign.start()), "\\") for sign in signs)


def with_formulas(text: str, target: Dialect, protected: Sequence[Span], edits: Edits) -> list[Edit]:
    """What `edits` makes of `text` and the protected spans without its formulas, and the edits of the formulas."""
    taken = Spans(protected)
    found = [span for span in _formulas(text) if not taken.touching(*span)]
    alone = {span for span in found if _is_alone(text, span)}
    inline = [span for span in found if span not in alone]
    pieces: list[str] = []
    at = 0
    for start, end in inline:
        pieces += text[at:start], _STAND_IN * (end - start)
        at = end

    def written(span: Span) -> str:
        return _written(text[slice(*span)], _stands_alone(text, span), target, alone=span in alone)

    made = edits("".join([*pieces, text[at:]]), sorted([*protected, *alone]))
    around = [_with_those_inside(edit, inline, written) for edit in made]
    edited = Spans(edit.span for edit in around)
    untouched = (span for span in found if not edited.touching(*span))
    own = (Edit(span, written(span)) for span in untouched)
    return sorted([*around, *(e for e in own if e.text != text[slice(*e.span)])], key=lambda edit: edit.span)


def _formulas(text: str) -> Iterator[Span]:
    starts = line_starts(text)
    last = len(starts) - 1
    code = Spans(Span(starts[b.start], starts[min(b.end, last)]) for b in blocks(text) if b.type in _CODE)
    for match in _FORMULA.finditer(text):
        span = Span(*match.span())
        if match["formula"] and not code.touching(*span):
            yield span


def _is_alone(text: str, span: Span) -> bool:
    """Whether it is a formula of its own lines, which no other line of a paragraph touches."""
    if not text.startswith("$$", span.start):
        return False
    start, end = text.rfind("\n", 0, span.start) + 1, _line_end(text, span.end)
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    below = text[end + 1 : _line_end(text, end + 1)]
    around = above, text[start : span.start], text[span.end : end], below
    return not any(line.strip(" \t>") for line in around)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return found if found >= 0 else len(text)


def _with_those_inside(edit: Edit, inline: Sequence[Span], written: Callable[[Span], str]) -> Edit:
    """The edit with the formulas that its new text has from the old one."""
    if _STAND_IN not in edit.text:
        return edit
    inside = (s for s in inline if edit.span.start <= s.start and s.end <= edit.span.end)
    shown = iter([written(span) for span in inside])
    return Edit(edit.span, _STAND_INS.sub(lambda match: next(shown, match[0]), edit.text))


def _stands_alone(text: str, span: Span) -> bool:
    """Whether nothing else stands on the lines of the formula."""
    head = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return not head.strip(" \t>") and text[span.end : span.end + 1] in ("", "\n")


def _written(formula: str, has_lines: bool, target: Dialect, *, alone: bool) -> str:
    """A formula as the target lets it through, or with each sign escaped that the target would read.

    `has_lines`: it stands on lines of its own; `alone`: these are no part of a paragraph.
    """
    if target.renderer == "obsidian":
        return formula
    formula = _BLANK_LINES.sub("\n", formula)
    if target.kept_math:
        return formula
    if target.renderer != "kramdown":
        return formula if alone and target.math else _PUNCTUATION.sub(r"\\\g<0>", formula)
    if alone:
        return formula
    if not formula.startswith("$$") and not re.search(r"[|`\n]", formula):
        return ("\\" if has_lines else "") + f"${formula}$"
    return _KRAMDOWN.sub(_kramdown_sign, formula)


def _kramdown_sign(sign: re.Match[str]) -> str:
    """A sign of a formula; two backslashes at a line's end would break it."""
    if sign[0] == "&":
        return "&amp;"
    return "&#92;" if sign.string[sign.end() : sign.end() + 1] == "\n" and sign[0] == "\\" else f"\\{sign[0]}"

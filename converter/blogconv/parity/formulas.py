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
    made = edits("".join([*pieces, text[at:]]), sorted([*protected, *alone]))
    around = [_with_those_inside(edit, text, inline, target) for edit in made]
    edited = Spans(edit.span for edit in around)
    untouched = (span for span in found if not edited.touching(*span))
    own = (Edit(span, _written(text, span, target, span in alone)) for span in untouched)
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


def _with_those_inside(edit: Edit, text: str, inline: Sequence[Span], target: Dialect) -> Edit:
    """The edit with the formulas that its new text has from the old one."""
    if _STAND_IN not in edit.text:
        return edit
    inside = (s for s in inline if edit.span.start <= s.start and s.end <= edit.span.end)
    shown = iter([_written(text, span, target, False) for span in inside])
    return Edit(edit.span, _STAND_INS.sub(lambda match: next(shown, match[0]), edit.text))


def _written(text: str, span: Span, target: Dialect, alone: bool) -> str:
    """A formula as the target lets it through, or with each sign escaped that the target would read."""
    formula = text[slice(*span)]
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
        first = not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip(" \t>")
        return ("\\" if first and text[span.end : span.end + 1] in ("", "\n") else "") + f"${formula}$"
    return _KRAMDOWN.sub(_kramdown_sign, formula)


def _kramdown_sign(sign: re.Match[str]) -> str:
    """A sign of a formula; two backslashes at a line's end would break it."""
    if sign[0] == "&":
        return "&amp;"
    return "&#92;" if sign.string[sign.end() : sign.end() + 1] == "\n" and sign[0] == "\\" else f"\\{sign[0]}"

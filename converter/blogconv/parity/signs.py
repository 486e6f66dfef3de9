"""Typographic signs other than quotes, as markdown-it writes them (lib/rules_core/replacements.js)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .document import Reading

_RARE = re.compile(r"\+-|\.\.|\?\?\?\?|!!!!|,,|--")
_SIGNS = re.compile(r"\((?:c|tm|r)\)|\+-|\.{2,}|[?!]{4,}|,{2,}|-{2,}", re.IGNORECASE)
_HINTS = ("--", "..", "+-", "????", "!!!!", ",,", "(c)", "(C)", "(r)", "(R)", "(t", "(T")
_SCOPED = {"(c)": "©", "(r)": "®", "(tm)": "™"}


def may_have_signs(text: str) -> bool:
    """Whether a text has what markdown-it could replace."""
    return any(hint in text for hint in _HINTS)


def other_signs(reading: Reading) -> Iterator[Edit]:
    """Write the sign where only markdown-it makes one, and backslashes where only the target would."""
    for token in reading.source:
        if token.kind == "text":
            text = reading.text[token.start : token.end]
            for (start, end), sign in replaced(text):
                if sign != _theirs(text[start:end]):
                    written = sign.replace("-", "\\-") if sign == text[start:end] else sign
                    yield Edit(Span(token.start + start, token.start + end), written)


def replaced(text: str) -> Iterator[Edit]:
    """What markdown-it replaces in a piece of text; dashes that it leaves alone are there too, as they are."""
    rare = _RARE.search(text)
    for match in _SIGNS.finditer(text):
        if rare or match[0][0] == "(":
            yield Edit(Span(*match.span()), _ours(text, match))


def _ours(text: str, match: re.Match[str]) -> str:
    written = match[0]
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    match written[0]:
        case "(":
            return _SCOPED[written.lower()]
        case "+":
            return "±"
        case ".":
            return ".." if before and before in "?!" else "…"
        case ",":
            return ","
        case "-":
            return _dash(written, before, after)
    return written[-1] * 3


def _dash(written: str, before: str, after: str) -> str:
    if len(written) == 3:
        return "—"
    outside = not before or before.isspace(), not after or after.isspace()
    alike = outside[0] == outside[1] or not before or not after
    return "–" if len(written) == 2 and alike else written


def _theirs(written: str) -> str:
    """What the typographers of the CommonMark renderers make of it."""
    return written.replace("---", "—").replace("--", "–").replace("...", "…")

"""Emphasis and strikethrough: rules E7 and E17, K7 and J1 of one kind.

Renderers differ in which delimiter runs make pairs, mostly beside punctuation. Where the target would pair others
than the source did, the source's pairs are written as HTML, and what paired with nothing is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..body import Edit, Span, apply
from .document import Reading
from .inline import Tangled, Token

_SIMPLE = re.compile(
    r"(?<![^\s\w])(?<!\w)(\*\*|\*|__|_|~~)(?=\w)[^*_~\n`\[\]<>\\]*(?<=\w)\1(?![\w*_~])|(?<=\w)_(?=\w)|(?<!\S)[*_~]+(?!\S)"
)
_TAGS = {"em": "em", "strong": "strong", "del": "del"}
_MARKS = "*_~"


def doubtful_marks(text: str) -> bool:
    """Whether a text has other delimiters than plain pairs around words, as all renderers see them."""
    return any(mark in text for mark in _MARKS) and bool(re.search(r"[*_~]", _SIMPLE.sub("", text)))


def emphasis(reading: Reading) -> Iterator[Edit]:
    """Write out the source's pairs where the target would make others of the delimiters."""
    ours, theirs = _pairs(reading.source), _pairs(reading.target)
    if ours == theirs:
        return
    wanted = _outline(reading.text, reading.source)
    for edits in (_differing(reading, ours, theirs), _all(reading)):
        if _reads_as(reading, edits, wanted):
            yield from edits
            return


def _pairs(tokens: Sequence[Token]) -> set[tuple[str, int, int, str]]:
    return {(t.kind, t.start, t.end, t.mark) for t in tokens if t.mark in _TAGS}


def _differing(
    reading: Reading, ours: set[tuple[str, int, int, str]], theirs: set[tuple[str, int, int, str]]
) -> list[Edit]:
    """Tags for the pairs that the target does not see, backslashes before the marks that only it pairs."""
    whole = {pair for pair in _couples(reading.source) if not {_key(t) for t in pair} <= theirs}
    edits = [_tag(token) for pair in whole for token in pair]
    taken = {at for _, start, end, _ in ours for at in range(start, end)}
    only = {at for _, start, end, _ in theirs - ours for at in range(start, end)} - taken
    return edits + [_escape(at) for at in sorted(only)]


def _all(reading: Reading) -> list[Edit]:
    """Tags for every pair, backslashes before every mark that pairs with nothing."""
    edits = [_tag(token) for token in reading.source if token.mark in _TAGS]
    for token in reading.source:
        if token.kind == "text":
            marks = (at for at in range(token.start, token.end) if reading.text[at] in _MARKS)
            edits += map(_escape, marks)
    return edits


def _key(token: Token) -> tuple[str, int, int, str]:
    return token.kind, token.start, token.end, token.mark


def _couples(tokens: Iterable[Token]) -> Iterator[tuple[Token, Token]]:
    """Each opening token with its closing one."""
    opened: list[Token] = []
    for token in tokens:
        if token.mark in _TAGS and token.kind == "open":
            opened.append(token)
        elif token.mark in _TAGS and token.kind == "close":
            yield opened.pop(), token


def _tag(token: Token) -> Edit:
    slash = "/" if token.kind == "close" else ""
    return Edit(Span(token.start, token.end), f"<{slash}{_TAGS[token.mark]}>")


def _escape(at: int) -> Edit:
    return Edit(Span(at, at), "\\")


def _reads_as(reading: Reading, edits: list[Edit], wanted: str) -> bool:
    """Whether the target makes of the edited text what the source makes of the text."""
    edited = apply(edits, reading.text)
    try:
        return _outline(edited, reading.scan_target(edited)) == wanted
    except Tangled:
        return False


def _outline(text: str, tokens: Iterable[Token]) -> str:
    """The text with its emphasis, however it is written."""
    out = []
    for token in tokens:
        written = text[token.start : token.end]
        if token.mark in _TAGS:
            written = _tag(token).text
        elif token.kind == "escape" and written[1] in _MARKS:
            written = written[1]
        out.append(written)
    return "".join(out)

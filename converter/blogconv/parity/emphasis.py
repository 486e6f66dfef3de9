"""Emphasis and strikethrough: rules E7 and E17, K7 and J1 of one kind.

Renderers differ in which delimiter runs make pairs, mostly beside punctuation. Where the target would pair others
than the source did, the source's pairs are written as HTML, and what paired with nothing is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from ..body import Edit, Span, apply
from .document import Reading
from .inline import Tangled, Token, nature
from .links import bare_addresses, other_links

_RUN = re.compile(r"[*_~]+")
_BREAKS_PAIR = re.compile(r"[\n`\[\]<>\\@]|://|\S\.\S")
_TAGS = {"em": "em", "strong": "strong", "del": "del"}
_MARKS = "*_~"
_LINK, _CODE = "\0", "\1"


def doubtful_marks(text: str) -> bool:
    """Whether a text has other delimiters than plain pairs around words, as all renderers see them."""
    runs = list(_RUN.finditer(text))
    at = 0
    while at < len(runs):
        if _stands_alone(text, runs[at]):
            at += 1
        elif at + 1 < len(runs) and _plain_pair(text, runs[at], runs[at + 1]):
            at += 2
        else:
            return True
    return False


def _stands_alone(text: str, run: re.Match[str]) -> bool:
    """Whether a run is a list marker, a rule, or inside `snake_case`."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if nature(before) == nature(after) == "space":
        return True
    return run[0].strip("_") == "" and before.isalnum() and after.isalnum()


def _plain_pair(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    start, end = opening.end(), closing.start()
    if opening[0] != closing[0] or not (text[start].isalnum() and text[end - 1].isalnum()):
        return False
    before, after = text[opening.start() - 1 : opening.start()], text[closing.end() : closing.end() + 1]
    if before in ("\\", "`") or _BREAKS_PAIR.search(text, start, end):
        return False
    if opening[0] in ("*", "**"):
        return True
    return opening[0] in ("_", "__", "~~") and not before.isalnum() and not after.isalnum()


def emphasis(reading: Reading) -> Iterator[Edit]:
    """Write out the source's pairs where the target would make others of the delimiters.

    It would also where the links that have to be written out stand beside them.
    """
    ours, theirs = _pairs(reading.source), _pairs(reading.target)
    links = [*bare_addresses(reading), *other_links(reading)]
    if ours == theirs and not links:
        return
    wanted = _outline(reading.text, reading.source)
    every = list(bare_addresses(reading, every=True))
    for edits in ([], _differing(reading, ours, theirs), _all(reading), [*_all(reading), *every]):
        if _reads_as(reading, [*links, *(edit for edit in edits if edit not in links)], wanted):
            yield from edits
            return


def _pairs(tokens: Sequence[Token]) -> set[tuple[str, int, int, str]]:
    return {_key(t) for t in tokens if t.mark in _TAGS or t.kind == "code"}


def _differing(
    reading: Reading, ours: set[tuple[str, int, int, str]], theirs: set[tuple[str, int, int, str]]
) -> list[Edit]:
    """Tags for the pairs that the target does not see, backslashes before the marks that only it pairs."""
    whole = {pair for pair in _couples(reading.source) if not {_key(t) for t in pair} <= theirs}
    edits = [_tag(token) for pair in whole for token in pair]
    taken = {at for _, start, end, _ in ours for at in range(start, end)}
    marks = (range(start, end) for kind, start, end, _ in theirs - ours if kind != "code")
    only = {at for places in marks for at in places} - taken
    return edits + [_escape(at) for at in sorted(only)]


def _all(reading: Reading) -> list[Edit]:
    """Tags for every pair, backslashes before every mark that pairs with nothing."""
    edits = [_tag(token) for token in reading.source if token.mark in _TAGS]
    for token in reading.source:
        if token.kind == "text":
            marks = (at for at in range(token.start, token.end) if reading.text[at] in _MARKS + "`")
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
    """What a reader sees of the text, with its emphasis, however it is written."""
    out = []
    for token in tokens:
        written = text[token.start : token.end]
        if token.mark in _TAGS:
            written = _tag(token).text
        elif token.mark == "link":
            written = _LINK
        elif token.kind == "escape":
            written = written[1]
        elif token.kind == "code":
            written = f"{_CODE}{written}{_CODE}"
        elif token.kind in ("autolink", "url"):
            written = _LINK + written.strip("<>") + _LINK
        elif token.kind == "image":
            written = text[token.label.start : token.label.end]
        out.append(written)
    return unescape("".join(out))

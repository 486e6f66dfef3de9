"""Typographic quotes: rules E5 and E18."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from ..body import Edit, Span, apply
from .balance import balanced_quotes
from .document import Reading

_QUOTE = re.compile("[\"']")
_OPENS_DOUBLE = re.compile(r"[/(\[{\s\u2014\u2018]")
_OPENS_SINGLE = re.compile(r"[/(\[{\s\u2014\"]")
_BETWEEN_LETTERS = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])")
_SURE_OPEN = re.compile(r"(?<![^ \n])\"(?=[A-Za-z])")
_SURE_CLOSE = re.compile(r"(?<=[A-Za-z])\"(?=[ \n,.]|\Z)")
_PLAIN_PAIR = re.compile(
    r"</?[a-zA-Z][\w-]*+(?:\s++[\w:-]++(?:=\"[^\"<>]*+\")?+)*+\s*+/?>"
    r"|\"(?<![^ \n]\")[A-Za-z](?:[^\"\n`<>\[\]*_~\\:@]*[A-Za-z])?\"(?=[ \n,.]|\Z)"
)
_DOUBTFUL = re.compile(r"[\"'](?:(?<=\")|(?<![A-Za-z]')|(?![A-Za-z]))")
_SMART = re.compile(r"\"|'|--+|\.\.\.")
_PLAIN = {'"': "&quot;", "'": "&#39;", "...": "&#46;.."}


def doubtful_quotes(text: str) -> bool:
    """Whether a text has straight quotes other than plain pairs around words, apostrophes, and those in tags."""
    return bool(_DOUBTFUL.search(text)) and bool(_DOUBTFUL.search(_PLAIN_PAIR.sub("", text)))


def quotes(reading: Reading) -> Iterator[Edit]:
    """E5: write the quotes of a run as the source's typographer does, unless any typographer would.

    hexo-renderer-marked (lib/renderer.js, smartypants) looks at one character before a quote and at the start of
    each piece of text; others balance quotes or look at the character behind. One quote in doubt is enough to
    write all of them: the target's typographer closes only what it saw opened.
    """
    if not _QUOTE.search(reading.text):
        return
    if reading.document.source.renderer == "markdown-it":
        found = sorted(balanced_quotes(reading.text, reading.source).items())
    else:
        found = list(_by_piece(reading))
    beside = {at for t in reading.source if t.kind == "url" for at in (t.start - 1, t.end)}
    yield from written_quotes(reading.text, found, beside)


def written_quotes(
    text: str, found: Sequence[tuple[int, str]], doubtful: Container[int] = ()
) -> Iterator[Edit]:
    """The straight quotes of `text` as the signs they have in `found`, unless any typographer would make the same.

    A quote at a place in `doubtful` is none of which all typographers are sure.
    """
    if not found or (not any(at in doubtful for at, _ in found) and _sure(text, found)):
        return
    for at, sign in found:
        if not _is_apostrophe(text, at, sign):
            yield Edit(Span(at, at + 1), f"\\{sign}" if sign in "\"'" else sign)


def smart_quotes(text: str) -> str:
    """A piece of text with the signs that hexo-renderer-marked's typographer makes of quotes, dashes and dots."""
    edits = [Edit(Span(at, at + 1), sign) for at, sign in _signs(text)]
    return apply(edits, text).replace("---", "—").replace("--", "–").replace("...", "…")


def _by_piece(reading: Reading) -> Iterator[tuple[int, str]]:
    """The straight quotes with the signs that marked's typographer makes of them, piece by piece."""
    for token in reading.source:
        if token.kind == "text" and not token.mark:
            for at, sign in _signs(reading.text[token.start : token.end]):
                yield token.start + at, sign


def _signs(text: str) -> Iterator[tuple[int, str]]:
    single = ""
    for match in _QUOTE.finditer(text):
        at = match.start()
        before = _before(text, at)
        if match[0] == "'":
            sign = single = "‘" if not at or _OPENS_SINGLE.match(before) else "’"
        else:
            before = single if before == "'" else before
            sign = "“" if not at or _OPENS_DOUBLE.match(before) else "”"
        yield at, sign


def _before(text: str, at: int) -> str:
    """What the typographer sees before a quote: of a row of hyphens the dash that it has become."""
    if not at or text[at - 1] != "-":
        return text[at - 1 : at]
    hyphens = at - len(text[:at].rstrip("-"))
    return {0: "—", 1: "(", 2: "–"}[hyphens % 3]


def _is_apostrophe(text: str, at: int, sign: str) -> bool:
    """Whether a quote is an apostrophe to every typographer."""
    return sign == "’" and bool(_BETWEEN_LETTERS.match(text, at))


def _sure(text: str, found: Sequence[tuple[int, str]]) -> bool:
    """Whether every typographer would make the same of these quotes: plain pairs and apostrophes."""
    opened = False
    for at, sign in found:
        if text[at] == "'":
            if not _is_apostrophe(text, at, sign):
                return False
            continue
        opened = not opened
        if sign != ("“" if opened else "”") or not (_SURE_OPEN if opened else _SURE_CLOSE).match(text, at):
            return False
    return not opened


def raw_text(reading: Reading) -> Iterator[Edit]:
    """E18: keep the target's typographer out of inline `<code>`, `<kbd>` and the like, as marked does."""
    for token in reading.source:
        if token.mark == "raw":
            for match in _SMART.finditer(reading.text, token.start, token.end):
                plain = _PLAIN.get(match[0]) or match[0].replace("--", "&#45;-")
                yield Edit(Span(*match.span()), plain)


def angle_before_tag(reading: Reading) -> Iterator[Edit]:
    """Keep the target's typographer from taking `<<tag>` for a guillemet: the source sees a tag behind a `<`."""
    for before, token in pairwise(reading.source):
        if token.kind == "html" and before.kind == "text" and reading.text[before.end - 1] == "<":
            yield Edit(Span(before.end - 1, before.end - 1), "\\")

"""Typographic quotes as markdown-it balances them (markdown-it/markdown-it 13: lib/rules_core/smartquotes.js)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import category

from .inline import Token
from .signs import replaced

_QUOTE = re.compile("[\"']")
_PAIRS = {'"': ("“", "”"), "'": ("‘", "’")}


class _Open(NamedTuple):
    at: int
    quote: str
    level: int


def balanced_quotes(text: str, tokens: Sequence[Token]) -> dict[int, str]:
    """The straight quotes of the texts among the tokens, by offset, with what markdown-it makes of them.

    A double quote without its partner stays as it is.
    """
    signs: dict[int, str] = {}
    opened: list[_Open] = []
    level = 0
    for index, token in enumerate(tokens):
        level -= token.kind == "close"
        while opened and opened[-1].level > level:
            opened.pop()
        for at, quote, before, after in _quotes(text, token) if token.kind == "text" else ():
            before = before or _neighbour(text, tokens, range(index - 1, -1, -1), -1)
            after = after or _neighbour(text, tokens, range(index + 1, len(tokens)), 0)
            _sign(signs, opened, _Open(at, quote, level), *_can(quote, before, after))
        level += token.kind == "open"
    return signs


def _quotes(text: str, token: Token) -> Iterator[tuple[int, str, str, str]]:
    """The quotes of a text: offset, sign, and the characters beside it, empty at the ends of the text.

    The other signs are replaced before the quotes.
    """
    edits = list(replaced(text[token.start : token.end]))
    last = {token.start + span.end: sign[-1] for span, sign in edits}
    first = {token.start + span.start: sign[0] for span, sign in edits}
    for match in _QUOTE.finditer(text, token.start, token.end):
        at = match.start()
        before = text[at - 1] if at > token.start else ""
        after = text[at + 1] if at + 1 < token.end else ""
        yield at, match[0], last.get(at, before), first.get(at + 1, after)


def _neighbour(text: str, tokens: Sequence[Token], order: range, place: int) -> str:
    """The first character beside a text, that of code and tags included; a space at a line's end."""
    for index in order:
        token = tokens[index]
        if token.kind == "break":
            return " "
        inside = text[token.start : token.end]
        if token.kind == "code":
            inside = inside.strip("`")
        elif token.kind == "image":
            inside = text[token.label.start : token.label.end]
        elif token.kind == "escape":
            inside = inside[1:]
        if inside and token.kind not in ("open", "close"):
            return inside[place]
    return " "


def _can(quote: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a quote can open and close between two characters."""
    space = before.isspace(), after.isspace()
    mark = _is_mark(before), _is_mark(after)
    opens = not space[1] and (not mark[1] or space[0] or mark[0])
    closes = not space[0] and (not mark[0] or space[1] or mark[1])
    if after == quote == '"' and before in "0123456789":
        return False, False
    return mark if opens and closes else (opens, closes)


def _is_mark(char: str) -> bool:
    return category(char)[0] == "P" or (char.isascii() and category(char)[0] == "S")


def _sign(signs: dict[int, str], opened: list[_Open], quote: _Open, opens: bool, closes: bool) -> None:
    single = quote.quote == "'"
    signs[quote.at] = "’" if single and (closes or not opens) else quote.quote
    if closes:
        for place in range(len(opened) - 1, -1, -1):
            partner = opened[place]
            if partner.level < quote.level:
                break
            if partner.quote == quote.quote:
                signs[partner.at], signs[quote.at] = _PAIRS[quote.quote]
                del opened[place:]
                return
    if opens:
        signs[quote.at] = quote.quote
        opened.append(quote)

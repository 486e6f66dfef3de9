"""Straight quotes as Goldmark turns them (yuin/goldmark: extension/typographer.go, parser/delimiter.go)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import category

from ..body import Edit, Span, apply
from .document import Reading
from .inline import nature
from .quotes import written_quotes

_DECADE = re.compile(r"'[0-9]{2}s(?!\w)")
_SHORT = re.compile(r"'(?:[mtsd]|ve|ll|re)(?:[\s!-/:-@\[-`{-~]|\Z)")
_EDGE = re.compile(r"[\s!-/:-@\[-`{-~]|\Z")
_ANGLES = re.compile("<<|>>")
_CUT = re.compile(r"'[tenl]")


class _Place(NamedTuple):
    """A quote with the character before it and the rest of its line; `left` and `right`: which edges of a word it
    could be at, by the character behind all quotes in a row."""

    before: str
    rest: str
    left: bool
    right: bool

    @property
    def after(self) -> str:
        return self.rest[1:2]

    @property
    def opens(self) -> bool:
        return self.left and not self.right

    @property
    def closes(self) -> bool:
        """Whether it closes; of one that could be either the sign behind it decides."""
        if not (self.left and self.right):
            return self.right
        return self.after.isascii() and _is_punctuation(self.after) and bool(_EDGE.match(self.rest, 2))


@dataclass(slots=True)
class _Open:
    """How many quotes of each kind are open."""

    single: int = 0
    double: int = 0


def goldmark_quotes(reading: Reading) -> Iterator[Edit]:
    """Write the quotes of a run as Goldmark shows them, unless any typographer would make the same of them."""
    if "'" in reading.text or '"' in reading.text:
        yield from written_quotes(reading.text, list(turned(reading)), _beside_addresses(reading))


def angle_quotes(reading: Reading) -> Iterator[Edit]:
    """The guillemets that Goldmark alone makes of `<<` and `>>`."""
    for token in reading.source:
        if token.kind == "text" and not token.mark:
            for match in _ANGLES.finditer(reading.text, token.start, token.end):
                yield Edit(Span(*match.span()), "«" if match[0] == "<<" else "»")


def image_words(reading: Reading) -> Iterator[Edit]:
    """The text in place of an image as Goldmark gives it: the words alone, with turned quotes."""
    for token in reading.source:
        if token.kind == "image":
            label = reading.text[token.label.start : token.label.end]
            inner = Reading(reading.document, reading.run._replace(text=label))
            words = shown_words(inner, [Edit(Span(at, at + 1), sign) for at, sign in turned(inner)])
            if words != label:
                yield Edit(token.label, re.sub(r"[\[\]\\]", r"\\\g<0>", words))


def shown_words(reading: Reading, signs: Sequence[Edit]) -> str:
    """The words of a text without what marks them, with the edits `signs` made."""
    out: list[str] = []
    for token in reading.source:
        written = reading.text[token.start : token.end]
        inside = [
            Edit(Span(s - token.start, e - token.start), t)
            for (s, e), t in signs
            if token.start <= s < token.end
        ]
        text = apply(inside, written)
        match token.kind:
            case "text" | "url":
                out.append(text)
            case "escape":
                out.append(text[1:])
            case "code" | "autolink":
                out.append(text.strip("`<>"))
            case "break":
                out.append(" ")
            case "image":
                out.append(reading.text[token.label.start : token.label.end])
    return "".join(out)


def _beside_addresses(reading: Reading) -> set[int]:
    return {at for t in reading.source if t.kind == "url" for at in (t.start - 1, t.end)}


def turned(reading: Reading) -> Iterator[tuple[int, str]]:
    """The straight quotes of a run and the signs that Goldmark shows; a quote that it leaves is its own sign."""
    cell = reading.run.parent in ("th", "td")
    text, opened = reading.text + " |" * cell, _Open()
    for token in reading.source:
        if token.kind == "text" and not token.mark:
            for at in range(token.start, token.end):
                if text[at] in "\"'":
                    yield at, _sign(_place(text, at), opened)


def _place(text: str, at: int) -> _Place:
    end = text.find("\n", at)
    line = text[at : end + 1] if end >= 0 else text[at:]
    before = text[at - 1] if at else ""
    behind = line.lstrip(line[0])[:1]
    return _Place(before, line, _flanks(behind, before), _flanks(before, behind))


def _sign(place: _Place, opened: _Open) -> str:
    return _double(place, opened) if place.rest[0] == '"' else _single(place, opened)


def _double(place: _Place, opened: _Open) -> str:
    if place.opens:
        opened.double += 1
        return "“"
    if opened.double and place.closes:
        if place.after == '"' and place.before.isdigit():
            return '"'
        opened.double -= 1
        return "”"
    return '"'


def _single(place: _Place, opened: _Open) -> str:
    if _is_apostrophe(place):
        return "’"
    if place.opens:
        if _SHORT.match(place.rest):
            return "’"
        opened.single += 1
        return "‘"
    if len(place.rest.encode()) > 2 and not place.after.isdecimal():
        return "’"
    if opened.single and place.closes:
        opened.single -= 1
        return "’"
    return "'"


def _is_apostrophe(place: _Place) -> bool:
    if place.opens and _DECADE.match(place.rest):
        return True
    loose = not place.before or place.before.isspace() or _is_punctuation(place.before)
    if loose and _CUT.match(place.rest):
        return True
    return place.before[:1].isalnum() and place.after.isalpha()


def _flanks(inner: str, outer: str) -> bool:
    """Whether a delimiter between these stands at the edge of a word: at its start, or turned round at its end."""
    near, far = nature(inner), nature(outer)
    return near != "space" and (near != "mark" or far != "word")


def _is_punctuation(char: str) -> bool:
    return bool(char) and category(char)[0] == "P"

"""Hugo's lexer for shortcodes: which bytes of a text are a tag, with which name and which arguments.

Facts: gohugoio/hugo:parser/pageparser/pagelexer_shortcode.go. A tag on which Hugo's build would stop is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .base import Occurrences

_OPENING = re.compile(r"\{\{([<%])")
_BLANKS = re.compile(r"[ \t\r\n\v\f]*")
_NAME = re.compile(r"[^\W][\w\-/]*(?:\.inline)?")
_BARE = re.compile(r"[\w\-][\w.\-]*")
_KEY = re.compile(r"([\w\-][\w.\-]*)[ \t\r\n\v\f]*=[ \t\r\n\v\f]*")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\"|\\(?!"))*)"')
_ESCAPED_QUOTES = re.compile(r'\\"((?:[^"\\\n]|\\(?!"))*)\\"')
_UNTIL_BLANK = re.compile(r"[^ \t\r\n\v\f]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """A shortcode tag: its offsets, its delimiter's mark (`<` or `%`), its name and its arguments.

    An `escaped` one is `{{</* … */>}}`: it has no name, and `text` is what Hugo prints for it.
    """

    start: int
    end: int
    mark: str
    name: str = ""
    words: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False
    closed: bool = False
    escaped: bool = False
    text: str = ""


class _Arguments(NamedTuple):
    """What stands between a tag's name and its end, the offset behind the tag, and whether it closes itself."""

    end: int
    words: tuple[str, ...]
    named: Mapping[str, str]
    closed: bool


def tags(text: str) -> list[Tag]:
    """The tags of `text` in order, wherever they stand: Hugo's lexer knows no code and no comments."""
    return list(_Lexer(text).tags())


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._next = Occurrences(text)

    def tags(self) -> Iterator[Tag]:
        at = 0
        while match := _OPENING.search(self._text, at):
            escaped = self._text.startswith("/*", match.end())
            tag = self._escaped(match) if escaped else self._tag(match)
            if tag is not None:
                yield tag
            at = tag.end if tag else match.end()

    def _escaped(self, match: re.Match[str]) -> Tag | None:
        closing = _closing(match[1])
        end = self._next.after("*/" + closing, match.end() + 2)
        if end < 0:
            return None
        shown = match[0] + self._text[match.end() + 2 : end] + closing
        return Tag(match.start(), end + 2 + len(closing), match[1], escaped=True, text=shown)

    def _tag(self, match: re.Match[str]) -> Tag | None:
        """The tag that `match` opens, None where Hugo would find it broken."""
        at = self._behind_blanks(match.end())
        closes = self._text.startswith("/", at)
        name = _NAME.match(self._text, self._behind_blanks(at + 1) if closes else at)
        read = self._arguments(name.end(), _closing(match[1])) if name else None
        if name is None or read is None or (closes and (read.words or read.named or read.closed)):
            return None
        return Tag(match.start(), read.end, match[1], name[0], read.words, read.named, closes, read.closed)

    def _behind_blanks(self, at: int) -> int:
        blanks = _BLANKS.match(self._text, at)
        assert blanks is not None
        return blanks.end()

    def _arguments(self, at: int, closing: str) -> _Arguments | None:
        words: list[str] = []
        named: dict[str, str] = {}
        while True:
            at = self._behind_blanks(at)
            closed = self._text.startswith("/", at)
            end = self._behind_blanks(at + 1) if closed else at
            if self._text.startswith(closing, end):
                return _Arguments(end + len(closing), tuple(words), named, closed)
            key = _KEY.match(self._text, at)
            value = None if closed else self._value(key.end() if key else at, named=bool(key))
            if value is None or (words if key else named):
                return None
            if key:
                named[key[1]] = value[0]
            else:
                words.append(value[0])
            at = value[1]

    def _value(self, at: int, *, named: bool) -> tuple[str, int] | None:
        """The value at `at` and the offset behind it. A bare one with a key reaches to the next blank."""
        text = self._text
        if text.startswith("`", at):
            end = self._next.after("`", at + 1)
            return (text[at + 1 : end], end + 1) if end >= 0 else None
        if match := _ESCAPED_QUOTES.match(text, at):
            return match[1], match.end()
        if match := _QUOTED.match(text, at):
            value = match[1]
            return (value.replace("\\", "") if '\\"' in value else value), match.end()
        bare = None if text.startswith('"', at) else (_UNTIL_BLANK if named else _BARE).match(text, at)
        return (bare[0], bare.end()) if bare else None


def _closing(mark: str) -> str:
    return (">" if mark == "<" else "%") + "}}"

"""Hexo's `{% tag %}`, `{{ expression }}` and `{# comment #}`, which are Nunjucks.

Order and rules are Hexo's (hexojs/hexo:lib/hexo/post.ts, lib/extend/tag.ts): fenced code is set aside before,
then inline code and HTML comments shield; names are looked for everywhere else. Where the engine's own scan has
a quirk that destroys text, the tags are read as their author meant them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from ..body import Span
from .base import Found, Notation, Occurrences, Spans, alone, line_prefix, strip_indent

_SPACE = " \t\r\n\u00a0"
_DELIMITERS = "()[]{}%*-+~/#,:|.<>=!"
_TOKEN = re.compile(r"`+|<!--|<code[\s>]|\{\{|\{#|\{%")
_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NAME = re.compile(r"\s*([^\s()\[\]{}%*\-+~/#,:|.<>=!\"']+)")
_RAW = re.compile(r"\{%-?\s*(raw|verbatim)\s*-?%\}")
_END_RAW = {n: re.compile(r"\{%-?\s*end" + n + r"\s*-?%\}") for n in ("raw", "verbatim")}
_LONGEST_EXPRESSION = 2000
_LAST_LINE = re.compile(r"\n[ \t>]*\Z")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def words(text: str) -> list[str]:
    """The array of words that Hexo gives a tag: quotes group where a token starts, and vanish."""
    out: list[str] = []
    word, quoted, at = "", False, 0
    while at < len(text):
        char = text[at]
        if char in _SPACE:
            if word:
                out.append(word)
            word, quoted = "", False
        elif char in "\"'" and (not word or quoted or text[at - 1] in _DELIMITERS):
            content, at = _string(text, at)
            word, quoted = word + content, True
            continue
        else:
            word, quoted = word + char, False
        at += 1
    if word:
        out.append(word)
    return out


def _string(text: str, at: int) -> tuple[str, int]:
    """The string literal at `at`, and the offset behind it. Without a closing quote the quote is a letter."""
    quote, start = text[at], at + 1
    out: list[str] = []
    at = start
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            out.append(_ESCAPES.get(text[at + 1], text[at + 1]))
            at += 2
        elif text[at] == quote:
            return "".join(out), at + 1
        else:
            out.append(text[at])
            at += 1
    return quote, start


class Token(NamedTuple):
    """A tag, expression or comment: its offsets, its name (of a tag) and the text behind the name.

    Without a `mark` it is the beginning, in `name`, of something that never ends.
    """

    start: int
    end: int
    mark: str
    name: str
    rest: str


class Nunjucks(Notation):
    """Tags by name; expressions as `expression`, comments as `comment`, raw blocks as `raw`."""

    name: ClassVar[str] = "tag"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"\{[{%#]")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        return list(_outermost(text, list(_tokens(text, taken)), names))


def _tokens(text: str, taken: Spans) -> Iterator[Token]:
    closers, ends = _tick_runs(text, taken), Occurrences(text)
    told: set[str] = set()
    at = 0
    while match := _TOKEN.search(text, at):
        start, mark = match.start(), match[0]
        if span := taken.at(start):
            at = span.end
        elif mark[0] == "`":
            at = _behind_code(text, match, closers)
            yield from _raw_in_code(text, match.end(), at, ends)
        elif mark == "<!--":
            end = ends.after("-->", start + 4)
            at = end + 3 if end >= 0 else len(text)
        elif mark.startswith("<code"):
            end = ends.after("</code>", start)
            at = end if end >= 0 else match.end()
        else:
            token = _token(text, start, mark, ends, taken)
            at = token.end if token else match.end()
            if token:
                yield token
            elif mark not in told:
                told.add(mark)
                yield Token(start, match.end(), "", mark, "")


def _tick_runs(text: str, taken: Spans) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    if "`" in text:
        for match in _TICKS.finditer(text):
            if not taken.at(match.start()):
                runs.setdefault(len(match[0]), []).append(match.start())
    return runs


def _behind_code(text: str, match: re.Match[str], runs: dict[int, list[int]]) -> int:
    """The offset behind the code span that the backticks of `match` open, or behind them if it never closes."""
    if match.start() and text[match.start() - 1] == "\\":
        return match.end()
    size = len(match[0])
    runs_of_size = runs.get(size, [])
    place = bisect_left(runs_of_size, match.end())
    if place == len(runs_of_size) or _BLANK_LINE.search(text, match.end(), runs_of_size[place]):
        return match.end()
    return runs_of_size[place] + size


def _raw_in_code(text: str, start: int, end: int, ends: Occurrences) -> Iterator[Token]:
    """The raw blocks in a code span: the only tag that acts there."""
    at = start
    while opened := _RAW.search(text, at, end):
        at = opened.end()
        closing = ends.after(_END_RAW[opened[1]], at)
        close = _END_RAW[opened[1]].match(text, closing, end) if closing >= 0 else None
        if close:
            yield Token(opened.start(), close.end(), "`", "raw", text[at : close.start()])
            at = close.end()


def _token(text: str, start: int, mark: str, ends: Occurrences, taken: Spans) -> Token | None:
    if mark == "{#":
        end = ends.after("#}", start + 2)
        return Token(start, end + 2, mark, "", text[start + 2 : end]) if end >= 0 else None
    if mark == "{{":
        end = text.find("}}", start + 2, start + _LONGEST_EXPRESSION)
        broken = end < 0 or "\n\n" in text[start:end] or "{%" in text[start:end]
        return None if broken else Token(start, end + 2, mark, "", text[start + 2 : end])
    if raw := _RAW.match(text, start):
        end = ends.after(_END_RAW[raw[1]], raw.end())
        while end >= 0 and (code := taken.at(end)):
            end = ends.after(_END_RAW[raw[1]], code.end)
        close = _END_RAW[raw[1]].match(text, end) if end >= 0 else None
        return Token(start, close.end(), mark, "raw", text[raw.end() : close.start()]) if close else None
    name = _NAME.match(text, start + 2 + text.startswith("-", start + 2))
    end = _tag_end(text, start, ends) if name else -1
    if end < 0 or not name or name.end() > end:
        return None
    return Token(start, end + 2, mark, name[1], text[name.end() : end].removesuffix("-"))


def _tag_end(text: str, start: int, ends: Occurrences) -> int:
    """The offset of the `%}` that ends the tag at `start`: the first one outside a string, -1 without any."""
    first = end = ends.after("%}", start + 2)
    for _ in range(4):
        if end < 0 or not _in_string(text[start + 2 : end]):
            break
        end = ends.after("%}", end + 2)
    else:
        end = -1
    return end if end >= 0 else first


def _in_string(text: str) -> bool:
    at = 0
    while at < len(text):
        if text[at] in "\"'" and (at == 0 or text[at - 1] in _SPACE or text[at - 1] in _DELIMITERS):
            _, behind = _string(text, at)
            if behind == at + 1:
                return True
            at = behind
        else:
            at += 1
    return False


def _outermost(text: str, tokens: list[Token], names: Mapping[str, Sequence[Any]]) -> Iterator[Found]:
    """Each outermost tag or block once. What stands inside a block of unknown name is looked at as well."""
    partner = _pairs(tokens)
    ends_of_unknown: set[int] = set()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        close = partner.get(place)
        if not token.mark:
            yield replace(_found(text, token, token.name, ()), note="unclosed")
        elif token.mark == "{{":
            yield _found(text, token, "expression", (token.rest.strip(),))
        elif token.mark == "{#":
            yield _found(text, token, "comment", (token.rest.strip(),))
        elif token.name == "raw":
            yield _found(text, token, "raw", ("code",) if token.mark == "`" else (), token.rest)
        elif close is not None and token.name in names:
            yield _block(text, token, tokens[close])
            place = close
        elif place not in ends_of_unknown:
            yield _found(text, token, token.name, tuple(words(token.rest)))
            ends_of_unknown.update({close} if close is not None else ())
        place += 1


def _pairs(tokens: list[Token]) -> dict[int, int]:
    """Which tag closes which, by their places. What stands open inside a closed one is a tag without body."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    waiting: Counter[str] = Counter()
    for place, token in enumerate(tokens):
        if token.mark != "{%" or token.name == "raw":
            continue
        name = token.name.removeprefix("end")
        if name == token.name or not waiting[name]:
            opened.append(place)
            waiting[token.name] += 1
            continue
        begin = opened.pop()
        while tokens[begin].name != name:
            waiting[tokens[begin].name] -= 1
            begin = opened.pop()
        waiting[name] -= 1
        pairs[begin] = place
    return pairs


def _found(text: str, token: Token, name: str, args: tuple[str, ...], body: str | None = None) -> Found:
    prefix, inline = line_prefix(text, token.start), not alone(text, token.start, token.end)
    return Found(Span(token.start, token.end), "tag", name, args, body=body, prefix=prefix, inline=inline)


def _block(text: str, opened: Token, closed: Token) -> Found:
    body, body_at = strip_indent(text[opened.end : closed.start]), opened.end
    if body.startswith("\n"):
        body, body_at = body[1:], body_at + 1
    return Found(
        Span(opened.start, closed.end),
        "tag",
        opened.name,
        tuple(words(opened.rest)),
        body=_LAST_LINE.sub("", body),
        body_at=body_at,
        prefix=line_prefix(text, opened.start),
        inline=not alone(text, opened.start, closed.end),
    )

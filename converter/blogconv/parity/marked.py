"""Inline text as marked reads it (markedjs/marked 15: src/rules.ts, src/Lexer.ts, src/Tokenizer.ts).

marked takes its tokens one after the other and looks for the end of an emphasis at its beginning, in a copy of
the text in which code, tags and links are masked. That is not CommonMark's way, and gives other results
beside punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from ..body import Span
from ..model import Dialect
from .inline import (
    AUTOLINK,
    BREAK,
    ESCAPE,
    Fuel,
    Kind,
    Tangled,
    Token,
    code_end,
    html_end,
    nature,
    normal_label,
)

_DEPTH = 40
_ASTRAL = "\ue000"
"""Stands for the half of a character beyond U+FFFF that marked looks at: neither letter nor mark."""

_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?_`{|}~-]"
_STOP = re.compile(
    rf"[\\<!\[`*~_]|(?<! ) +\n|\n|https?://|ftp://|www\.|(?<!{_LOCAL}){_LOCAL}++@",
)
_FIRST = re.compile(r"[`~]+|[^`~]")
_LOCALS = re.compile(rf"{_LOCAL}++")
_URL = re.compile(r"(?:(?:ftp|https?)://|www\.)(?:[a-zA-Z0-9-]+\.?)++[^\s<]*+", re.IGNORECASE)
_EMAIL = re.compile(
    r"[A-Za-z0-9._+-]++@[a-zA-Z0-9_-]++(?:\.[a-zA-Z0-9_-]*[a-zA-Z0-9])+(?![-_])",
)
_BACKPEDAL = re.compile(
    r"""(?:[^?!.,:;*_'"~()&]++|\([^)]*\)|&(?![a-zA-Z0-9]++;\Z)|[?!.,:;*_'"~)]+(?!\Z))+""",
)
_ATOM = r"\[(?:\\.|[^\[\]\\])*+\]|\\.|`[^`]*+`|[^\[\]\\`]"
_LABEL = re.compile(rf"!?\[((?:{_ATOM})*+)\]")
_REFERENCE = re.compile(r"\[(?!\s*\])((?:\\.|[^\[\]\\])++)\]")
_TARGET = re.compile(r"\(\s*+(<(?:\\.|[^\n<>\\])++>|[^ \t\n\x00-\x1f]*+)")
_TITLE = re.compile(
    r"""[ \t]*+(?:\n[ \t]*+)?(?:"(?:\\"?|[^"\\])*+"|'(?:\\'?|[^'\\])*+'|\((?:\\\)?|[^)\\])*+\))\s*+\)"""
)
_CLOSE = re.compile(r"\s*+\)")
_PARENS = re.compile(r"\\.|[()]", re.DOTALL)
_DEL = re.compile(r"(~~?)(?=[^\s~])(?:\\.|[^\\])*?(?:\\.|[^\s~\\])\1(?=[^~]|\Z)")
_RAW_OPEN = re.compile(r"<(?:pre|code|kbd|script)(?:\s|>)", re.IGNORECASE)
_RAW_CLOSE = re.compile(r"</(?:pre|code|kbd|script)(?:\s|>)", re.IGNORECASE)
_A_OPEN = re.compile(r"<a ", re.IGNORECASE)
_A_CLOSE = re.compile(r"</a>", re.IGNORECASE)
_MASKED = re.compile(
    r"\[[^\[\]]*?\]\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*+\))*+\)|`[^`]*?`|<[^<>]*?>",
)
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_RUNS = {"*": re.compile(r"\*+"), "_": re.compile(r"_+")}
_ORPHAN = {
    "*": re.compile(r"[^_*]*+__[^_*]*+\*[^_*]*+(?=__)"),
    "_": re.compile(r"[^_*]*+\*\*[^_*]*+_[^_*]*+(?=\*\*)"),
}


class Marked:
    """A scan of one stretch of inline text."""

    def __init__(self, text: str, dialect: Dialect, labels: Container[str]) -> None:
        self.text = text
        self.autolink = dialect.autolink
        self.strikethrough = dialect.strikethrough
        self.labels = labels
        self.fuel = Fuel(len(text))
        self.out: list[Token] = []
        self.in_link = self.raw = False
        self.mail = "@" in text

    def tokens(self) -> list[Token]:
        """All tokens. Raises Tangled."""
        self._stretch(0, len(self.text), 0)
        return self.out

    def _stretch(self, start: int, end: int, depth: int) -> None:
        """What marked does anew for the inside of each emphasis, strikethrough and link."""
        if depth > _DEPTH:
            raise Tangled
        self.fuel.spend(end - start)
        masked = self._mask(start, end)
        at, before = start, ""
        while at < end:
            after = self._token(at, end, masked, start, before, depth)
            before, kept = "", before
            if not after:
                after = self._plain(at, end)
                last = self.text[after - 1]
                before = kept if last == "_" else last if last < "\U00010000" else _ASTRAL
            at = after

    def _mask(self, start: int, end: int) -> str:
        masked = _ESCAPED.sub("++", self.text[start:end])
        return _MASKED.sub(lambda m: "[" + "a" * (len(m[0]) - 2) + "]", masked)

    def _token(self, at: int, end: int, masked: str, base: int, before: str, depth: int) -> int:
        """Read the token at `at` and give its end, or 0 where there is only text."""
        char = self.text[at]
        if char == "\\":
            return self._match("escape", ESCAPE, at, end) or self._match("break", BREAK, at, end)
        if char == "<":
            return self._tag(at, end) or self._match("autolink", AUTOLINK, at, end)
        if char in "![":
            return self._link(at, end, depth)
        if char in "*_":
            return self._emphasis(at, end, masked, base, before, depth) or self._url(at, end)
        if char == "`":
            after = code_end(self.text, at, end, self.fuel)
            return self._add("code", at, after) if after else 0
        if char in " \n":
            return self._match("break", BREAK, at, end)
        if char == "~":
            return self._strike(at, end, depth)
        return self._url(at, end)

    def _add(self, kind: Kind, start: int, end: int, mark: str = "") -> int:
        self.out.append(Token(kind, start, end, mark))
        return end

    def _match(self, kind: Kind, pattern: re.Pattern[str], at: int, end: int) -> int:
        match = pattern.match(self.text, at, end)
        return self._add(kind, at, match.end()) if match else 0

    def _plain(self, at: int, end: int) -> int:
        """A piece of text: marked's typographer sees each piece for itself."""
        first = _FIRST.match(self.text, at, end)
        assert first
        after = first.end()
        if not self._before_mail(after, end):
            stop = _STOP.search(self.text, after, end)
            after = stop.start() if stop else end
        raw = self.raw or ((self.in_link or not self.autolink) and self._url_end(at, end) > 0)
        return self._add("text", at, after, "raw" if raw else "")

    def _before_mail(self, at: int, end: int) -> bool:
        """Whether the local part of an e-mail address could begin at `at`."""
        locals_ = _LOCALS.match(self.text, at, end) if self.mail else None
        if not locals_:
            return False
        self.fuel.spend(len(locals_[0]))
        return self.text.startswith("@", locals_.end(), end)

    def _tag(self, at: int, end: int) -> int:
        after = html_end(self.text, at, end, self.fuel)
        if after:
            self._add("html", at, after)
            opens = _A_CLOSE if self.in_link else _A_OPEN
            if opens.match(self.text, at):
                self.in_link = not self.in_link
            opens = _RAW_CLOSE if self.raw else _RAW_OPEN
            if opens.match(self.text, at):
                self.raw = not self.raw
        return after

    def _link(self, at: int, end: int, depth: int) -> int:
        label = _LABEL.match(self.text, at, end)
        if label:
            target, after = self._target(label.end(), end)
            if after:
                return self._linked(at, Span(*label.span(1)), target, after, depth)
        return self._reference(at, end, label, depth)

    def _target(self, at: int, end: int) -> tuple[Span, int]:
        """The destination in the parentheses at `at`, and their end (0 when they are none)."""
        match = _TARGET.match(self.text, at, end)
        none = Span(0, 0), 0
        if not match:
            return none
        span = Span(*match.span(1))
        self.fuel.spend(span.end - span.start)
        close = _TITLE.match(self.text, span.end, end) or _CLOSE.match(self.text, span.end, end)
        if match[1].startswith("<"):
            return (span, close.end()) if close and match[1].endswith(">") else none
        last = match[1].rfind(")")
        if not close and last < 0:
            return none
        if not close:
            span = Span(span.start, span.start + last)
        level = 0
        for paren in _PARENS.finditer(self.text, span.start, span.end):
            level += {"(": 1, ")": -1}.get(paren[0], 0)
            if level < 0:
                return Span(span.start, paren.start()), paren.end()
        if level and ")" in self.text[span.start : span.end]:
            return none
        return span, close.end() if close else span.end + 1

    def _reference(self, at: int, end: int, label: re.Match[str] | None, depth: int) -> int:
        """A link by its label. A bracket that begins none is a text for itself."""
        bracket = at + (self.text[at] == "!")
        short = _REFERENCE.match(self.text, bracket, end)
        full = _REFERENCE.match(self.text, label.end(), end) if label else None
        if not short and not full:
            return 0
        found, after = (full, full.end()) if full else (short, short.end() if short else 0)
        assert found
        inside = Span(*label.span(1)) if full and label else Span(*found.span(1))
        if normal_label(found[1]) not in self.labels:
            return self._add("text", at, at + 1, "raw")
        if not full and self.text.startswith("[]", after):
            after += 2
        return self._linked(at, inside, Span(0, 0), after, depth)

    def _linked(self, at: int, label: Span, target: Span, after: int, depth: int) -> int:
        if self.text[at] == "!":
            self.out.append(Token("image", at, after, "", label, target))
            self.in_link = False
            return after
        self.out.append(Token("open", at, at + 1, "link", label, target))
        self.in_link = True
        self._stretch(label.start, label.end, depth + 1)
        self.in_link = False
        self.out.append(Token("close", label.end, after, "link", label, target))
        return after

    def _strike(self, at: int, end: int, depth: int) -> int:
        if not self.strikethrough:
            return 0
        match = _DEL.match(self.text, at, end)
        if not match:
            self.fuel.spend(end - at)
            return 0
        return self._enclosed("del", at, match.end(), len(match[1]), depth)

    def _enclosed(self, mark: str, at: int, after: int, size: int, depth: int) -> int:
        self._add("open", at, at + size, mark)
        self._stretch(at + size, after - size, depth + 1)
        return self._add("close", after - size, after, mark)

    def _emphasis(self, at: int, end: int, masked: str, base: int, before: str, depth: int) -> int:
        char = self.text[at]
        run = _RUNS[char].match(self.text, at, end)
        assert run
        size = len(run[0])
        following = self.text[run.end()] if run.end() < end else ""
        if nature(following) == "space" or not self._may_open(char, before, following):
            return 0
        total = size
        either = 0
        self.fuel.spend(end - at)
        for place, length, kind in _closing(masked, run.end() - base, char):
            if kind == "open":
                total += length
            elif kind == "both" and size % 3 and not (size + length) % 3:
                either += length
            else:
                total -= length
                if total <= 0:
                    length = min(length, length + total + either)
                    after = base + place + length
                    mark, width = ("em", 1) if min(size, length) % 2 else ("strong", 2)
                    return self._enclosed(mark, at, after, width, depth)
        return 0

    def _may_open(self, char: str, before: str, following: str) -> bool:
        marked = nature(following) == "mark" and following != "~"
        if not marked:
            return char == "*" or not before or not before.isalnum()
        return not before or (before not in "*_" and nature(before) != "word")

    def _url(self, at: int, end: int) -> int:
        after = self._url_end(at, end) if self.autolink and not self.in_link else 0
        return self._add("url", at, after) if after else 0

    def _url_end(self, at: int, end: int) -> int:
        match = _URL.match(self.text, at, end)
        if not match:
            match = _EMAIL.match(self.text, at, end) if self._before_mail(at, end) else None
            return match.end() if match else 0
        return at + len(self._backpedal(match[0]))

    def _backpedal(self, url: str) -> str:
        """`url` without the punctuation at its end, as often as there is some."""
        while True:
            self.fuel.spend(len(url))
            cut = _BACKPEDAL.match(url.rstrip("?!.,:*_'\"~"))
            if not cut or cut[0] == url:
                return url if cut else ""
            url = cut[0]


def _closing(masked: str, at: int, char: str) -> Iterator[tuple[int, int, str]]:
    """The runs behind an opening one, with their length and what they can do: open, close, both."""
    orphan = _ORPHAN[char].match(masked, at)
    for run in _RUNS[char].finditer(masked, orphan.end() if orphan else at):
        left = _side(masked[run.start() - 1], char)
        right = _side(masked[run.end()], char) if run.end() < len(masked) else "space"
        kind = _KINDS.get((left, right), "")
        if kind and not (kind == "both" and char == "_" and left == "word"):
            yield run.start(), len(run[0]), kind


def _side(char: str, run: str) -> str:
    return "word" if char == "~" and run == "*" else nature(char)


_KINDS = {
    ("mark", "space"): "close",
    ("word", "space"): "close",
    ("word", "mark"): "close",
    ("mark", "word"): "open",
    ("space", "word"): "open",
    ("space", "mark"): "open",
    ("mark", "mark"): "both",
    ("word", "word"): "both",
}

"""Inline text as CommonMark's renderers read it, with what Goldmark adds (yuin/goldmark: parser/, extension/).

Delimiter runs are collected from left to right and paired at the end, or at the end of the link they stand in.
Bare addresses are found by Goldmark's rule, the narrowest of those of the CommonMark renderers.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from ..body import Span
from ..model import Dialect
from .inline import AUTOLINK, BREAK, ESCAPE, Fuel, Token, code_end, html_end, nature, normal_label

_NEXT = re.compile(r"[\\`<\[\]!*_~ (:\n]|(?<=[\n])|\.\.\.|--")
_DASH_OR_DOTS = re.compile(r"---?|\.\.\.")
_RUN = re.compile(r"\*+|_+|~+")
_BLANKS = re.compile(r"[ \t]*+(?:\n[ \t]*+)?")
_ANGLE = re.compile(r"<((?:\\[!-/:-@\[-`{-~]|[^>\n\\]|\\)*?)>")
_ESCAPED_OR_PAREN = re.compile(r"\\[!-/:-@\[-`{-~]|[()]|[\s\x00-\x1f]")
_TITLE = re.compile(r'"(?:\\.|[^"\\])*+"|\'(?:\\.|[^\'\\])*+\'|\((?:\\.|[^()\\])*+\)', re.DOTALL)
_LABEL = re.compile(r"\[((?:\\.|[^\[\]\\])*+)\]", re.DOTALL)
_HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
_URL = re.compile(
    rf"(?:https?|ftp)://{_HOST}(?::[0-9]+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{{}}\[\]`]*+)?"
    rf"|www\.{_HOST}(?:[/#?][-a-zA-Z0-9@:%_+.~#!?&/=();,'\">^{{}}\[\]`]*+)?"
)
_ADDRESS = re.compile(r"https?://|ftp://|www\.")
_LOCAL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++")
_EMAIL = re.compile(
    _LOCAL.pattern + r"@(?=[^\s.]*\.)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)++(?![-_])"
)
_ENTITY_END = re.compile(r"&[a-zA-Z0-9]+;\Z")


@dataclass(slots=True)
class _Delimiter:
    char: str
    start: int
    end: int
    size: int
    opens: bool
    closes: bool
    run: int
    """Where the whole run began."""


@dataclass(slots=True)
class _Bracket:
    start: int
    end: int
    image: bool
    active: bool = True


class CommonMark:
    """A scan of one stretch of inline text."""

    def __init__(self, text: str, dialect: Dialect, labels: Container[str]) -> None:
        self.text = text
        self.autolink = self.bare = dialect.autolink
        self.mail = "@" in text
        self.typographer = dialect.typographer and dialect.renderer == "goldmark"
        self.strikethrough = dialect.strikethrough
        self.tildes = ({1, 2} if dialect.single_tilde else {2}) if self.strikethrough else set()
        self.labels = labels
        self.fuel = Fuel(len(text))
        self.found: list[Token] = []
        self.delimiters: list[_Delimiter] = []
        self.brackets: list[_Bracket] = []

    def tokens(self) -> list[Token]:
        """All tokens. Raises Tangled."""
        at, end = 0, len(self.text)
        fresh = True
        while at < end:
            after = self._token(at, fresh)
            fresh = bool(after) and (self.text[at] != "\\" or self.text[after - 1] == "\n")
            if not after:
                stop = _NEXT.search(self.text, at + 1)
                after = stop.start() if stop else end
            at = after
        self._pair(self.delimiters)
        return self._with_text()

    def _token(self, at: int, fresh: bool) -> int:
        """Read the token at `at` and give its end, or 0 where there is only text."""
        char = self.text[at]
        match char:
            case "\\":
                return self._match("escape", ESCAPE, at) or self._match("break", BREAK, at)
            case "`":
                return self._code(at)
            case "<" if self.typographer and self.text.startswith("<<", at):
                return at + 2
            case "<":
                return self._match("autolink", AUTOLINK, at) or self._html(at)
            case "[":
                return self._bracket(at, at + 1, False)
            case "!" if self.text.startswith("[", at + 1):
                return self._bracket(at, at + 2, True)
            case "]":
                return self._close(at)
            case "*" | "_" | "~":
                return self._delimiter(at)
            case " " | "\n" | "(":
                return self._match("break", BREAK, at) or self._bare(at + 1)
            case "-" | "." if self.typographer and (sign := _DASH_OR_DOTS.match(self.text, at)):
                return sign.end()
        return self._bare(at) if fresh else 0

    def _match(self, kind: str, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self.text, at)
        if not match:
            return 0
        self.found.append(Token(kind, at, match.end()))  # type: ignore[arg-type]
        return match.end()

    def _code(self, at: int) -> int:
        after = code_end(self.text, at, len(self.text), self.fuel)
        if not after:
            after = at + len(self.text[at:]) - len(self.text[at:].lstrip("`"))
        else:
            self.found.append(Token("code", at, after))
        return after

    def _html(self, at: int) -> int:
        after = html_end(self.text, at, len(self.text), self.fuel)
        if after:
            self.found.append(Token("html", at, after))
        return after

    def _bracket(self, at: int, after: int, image: bool) -> int:
        self.brackets.append(_Bracket(at, after, image))
        return after

    def _close(self, at: int) -> int:
        if not self.brackets:
            return 0
        bracket = self.brackets.pop()
        if not bracket.active:
            return 0
        target, after = self._target(at + 1)
        if not after:
            after = self._reference(bracket, at)
        if not after:
            return 0
        label = Span(bracket.end, at)
        inside = [d for d in self.delimiters if d.start >= bracket.end]
        del self.delimiters[len(self.delimiters) - len(inside) :]
        if bracket.image:
            while self.found and self.found[-1].start >= bracket.start:
                self.found.pop()
            self.found.append(Token("image", bracket.start, after, "", label, target))
            return after
        self._pair(inside)
        self.found.append(Token("open", bracket.start, bracket.end, "link", label, target))
        self.found.append(Token("close", at, after, "link", label, target))
        for outer in self.brackets:
            outer.active = outer.image
        return after

    def _target(self, at: int) -> tuple[Span, int]:
        """The destination in the parentheses at `at`, and their end (0 when they are none)."""
        none = Span(0, 0), 0
        if not self.text.startswith("(", at):
            return none
        at = self._blanks(at + 1)
        if self.text.startswith(")", at):
            return Span(at, at), at + 1
        span = self._destination(at)
        if not span:
            return none
        at = self._blanks(span.end)
        if self.text.startswith(")", at):
            return span, at + 1
        title = _TITLE.match(self.text, at) if at > span.end else None
        if not title:
            self.fuel.spend(len(self.text) - at)
            return none
        at = self._blanks(title.end())
        return (span, at + 1) if self.text.startswith(")", at) else none

    def _blanks(self, at: int) -> int:
        match = _BLANKS.match(self.text, at)
        return match.end() if match else at

    def _destination(self, at: int) -> Span | None:
        if self.text.startswith("<", at):
            angle = _ANGLE.match(self.text, at)
            return Span(*angle.span()) if angle else None
        level = 0
        for found in _ESCAPED_OR_PAREN.finditer(self.text, at):
            self.fuel.spend(1)
            level += {"(": 1, ")": -1}.get(found[0], 0)
            if level < 0 or found[0].isspace() or found[0] < " ":
                self.fuel.spend(found.end() - at)
                return Span(at, found.start()) if found.start() > at else None
        self.fuel.spend(len(self.text) - at)
        return None

    def _reference(self, bracket: _Bracket, at: int) -> int:
        """The end of a link by its label whose text closes at `at`, or 0."""
        full = _LABEL.match(self.text, at + 1)
        if full and full[1].strip():
            return full.end() if normal_label(full[1]) in self.labels else 0
        self.fuel.spend(at - bracket.end)
        if normal_label(self.text[bracket.end : at]) not in self.labels:
            return 0
        return full.end() if full else at + 1

    def _delimiter(self, at: int) -> int:
        run = self._run(at)
        lone = run.char == "~" and (run.size not in self.tildes or self.text[at - 1 : at] == "~")
        if not lone:
            self.delimiters.append(run)
        return run.end

    def _run(self, at: int) -> _Delimiter:
        """The delimiter run that begins at `at`, with what it can do by the characters beside it."""
        run = _RUN.match(self.text, at)
        assert run
        end = run.end()
        before = nature(self.text[at - 1] if at else "")
        after = nature(self.text[end] if end < len(self.text) else "")
        left = after != "space" and (after != "mark" or before != "word")
        right = before != "space" and (before != "mark" or after != "word")
        opens, closes = left, right
        if run[0][0] == "_":
            opens = left and (not right or before == "mark")
            closes = right and (not left or after == "mark")
        return _Delimiter(run[0][0], at, end, end - at, opens, closes, at)

    def _pair(self, runs: list[_Delimiter]) -> None:
        """Pair the delimiters of a link's text, or of the whole, as CommonMark's procedure does."""
        at = 0
        while at < len(runs):
            closer = runs[at]
            opener = self._opener(runs, at) if closer.closes else -1
            if opener < 0:
                at += 1
                continue
            self._enclose(runs[opener], closer)
            del runs[opener + 1 : at]
            at = opener + 1
            if runs[opener].start == runs[opener].end:
                del runs[opener]
                at = opener
            if closer.start == closer.end:
                del runs[at]

    def _opener(self, runs: list[_Delimiter], at: int) -> int:
        closer = runs[at]
        for index in range(at - 1, -1, -1):
            opener = runs[index]
            self.fuel.spend(1)
            if opener.char != closer.char or not opener.opens or opener.run == closer.run:
                continue
            odd = (opener.closes or closer.opens) and (opener.size + closer.size) % 3 == 0
            if not odd or closer.size % 3 == 0:
                return index
        return -1

    def _enclose(self, opener: _Delimiter, closer: _Delimiter) -> None:
        size = 2 if min(opener.end - opener.start, closer.end - closer.start) >= 2 else 1
        mark = "del" if closer.char == "~" else "strong" if size == 2 else "em"
        opener.end -= size
        self.found.append(Token("open", opener.end, opener.end + size, mark))
        self.found.append(Token("close", closer.start, closer.start + size, mark))
        closer.start += size

    def _bare(self, at: int) -> int:
        """The end of the bare address that begins at `at`, or 0."""
        if not self.bare or self.brackets or at >= len(self.text):
            return 0
        end = self._address_end(at)
        if end:
            self.found.append(Token("url", at, end))
        return end

    def _address_end(self, at: int) -> int:
        """Where the bare web or e-mail address at `at` ends by Goldmark's rule, or 0."""
        if _ADDRESS.match(self.text, at):
            match = _URL.match(self.text, at)
            return at + len(_trimmed(match[0])) if match else 0
        if not self.mail or not self.text[at].isalnum():
            return 0
        local = _LOCAL.match(self.text, at)
        self.fuel.spend(len(local[0]) if local else 0)
        mail = _EMAIL.match(self.text, at)
        return mail.end() if mail else 0

    def _with_text(self) -> list[Token]:
        """The tokens in order with the text between them."""
        out: list[Token] = []
        at = 0
        for token in sorted(self.found, key=lambda t: (t.start, t.end)):
            if token.start > at:
                out.append(Token("text", at, token.start))
            out.append(token)
            at = max(at, token.end)
        if at < len(self.text):
            out.append(Token("text", at, len(self.text)))
        return out


def _trimmed(url: str) -> str:
    """`url` without what belongs to the sentence around it."""
    if url.endswith(")"):
        extra = url.count(")") - url.count("(")
        url = url[:-extra] if extra > 0 else url
    elif url.endswith(";") and (entity := _ENTITY_END.search(url)):
        url = url[: entity.start()]
    return url.rstrip("?!.,:*_~")

"""Inline text as markdown-it reads it, whose links and addresses are not CommonMark's (markdown-it/markdown-it 13:
lib/rules_inline/linkify.js, lib/rules_core/linkify.js, lib/index.js)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from functools import cache

from linkify_it import LinkifyIt  # type: ignore[import-untyped]

from ..body import Span
from ..model import Dialect
from .commonmark import CommonMark
from .inline import Tangled, Token

_SCHEME = re.compile(r"(?:\A|[^a-zA-Z0-9.+-])([a-zA-Z][a-zA-Z0-9.+-]*)\Z")
_REFUSED = re.compile(r"<?(?:vbscript|javascript|file|data(?!:image/(?:gif|png|jpeg|webp);)):", re.IGNORECASE)
_A_OPEN = re.compile(r"<a[>\s]", re.IGNORECASE)
_A_CLOSE = re.compile(r"</a\s*>", re.IGNORECASE)
_MANY = 200
"""More addresses than that in one paragraph take linkify-it more than linear time."""


@cache
def _linkify() -> LinkifyIt:
    return LinkifyIt()


class MarkdownIt(CommonMark):
    """A scan of one stretch of inline text."""

    def __init__(self, text: str, dialect: Dialect, labels: Container[str]) -> None:
        super().__init__(text, dialect, labels)
        self.bare = False

    def tokens(self) -> list[Token]:
        """All tokens. Raises Tangled."""
        if self.text.count("://") + self.text.count("@") > _MANY:
            raise Tangled
        tokens = super().tokens()
        return list(self._linked(tokens)) if self.autolink else tokens

    def _token(self, at: int, fresh: bool) -> int:
        if self.text.startswith("://", at):
            return self._with_scheme(at)
        return super()._token(at, fresh)

    def _with_scheme(self, at: int) -> int:
        """The end of the address whose `://` is at `at`, or 0."""
        pending = max([0, *(t.end for t in self.found[-1:]), *(d.end for d in self.delimiters[-1:])])
        scheme = _SCHEME.search(self.text[max(pending, at - 40) : at]) if self.autolink else None
        start = at - len(scheme[1]) if scheme else at
        match = _linkify().match_at_start(self.text[start:]) if scheme else None
        end = start + len(match.url.rstrip("*")) if match else 0
        if end <= at + 3:
            return 0
        self.found.append(Token("url", start, end))
        return end

    def _delimiter(self, at: int) -> int:
        """A run of tildes is pairs of two, to which the rule of three (size) does not apply.

        Of an odd run one stays over, outside what the run opens or closes.
        """
        if self.text[at] != "~" or not self.strikethrough:
            return super()._delimiter(at)
        run = self._run(at)
        for start in range(at if run.closes else at + run.size % 2, run.end - 1, 2):
            self.delimiters.append(replace(run, start=start, end=start + 2, size=0))
        return run.end

    def _target(self, at: int) -> tuple[Span, int]:
        target, after = super()._target(at)
        refused = _REFUSED.match(self.text, target.start, target.end)
        return (Span(0, 0), 0) if refused else (target, after)

    def _linked(self, tokens: list[Token]) -> Iterator[Token]:
        """The tokens with the addresses found in their texts; those in links are text."""
        links = anchors = 0
        before = "text"
        for token in tokens:
            if token.mark == "link":
                links += 1 if token.kind == "open" else -1
            elif token.kind == "html":
                anchors += bool(_A_OPEN.match(self.text, token.start)) - bool(
                    _A_CLOSE.match(self.text, token.start)
                )
            if token.kind == "url" and (links or anchors > 0):
                yield Token("text", token.start, token.end)
            elif token.kind == "text" and not links and anchors <= 0:
                yield from self._split(token, before == "escape")
            else:
                yield token
            before = token.kind

    def _split(self, token: Token, escaped: bool) -> Iterator[Token]:
        """A text with the addresses in it; `escaped`: what is right behind a backslash escape is none."""
        at = token.start
        piece = self.text[token.start : token.end]
        for match in (_linkify().match(piece) or ()) if "." in piece or ":" in piece else ():
            start, end = token.start + match.index, token.start + match.last_index
            if _REFUSED.match(match.url) or (escaped and match.index == 0):
                continue
            if start > at:
                yield Token("text", at, start)
            yield Token("url", start, end)
            at = end
        if at < token.end:
            yield Token("text", at, token.end)

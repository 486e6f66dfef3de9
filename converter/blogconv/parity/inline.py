"""The inline structure of a paragraph, heading or table cell, as its renderer finds it from left to right.

`scan` gives the tokens of one stretch of inline text. What a token is differs by renderer in the places where
Markdown's renderers differ (emphasis, strikethrough, links, bare addresses), so that two readings of the
same text can be compared token by token. What they share is here.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Literal, NamedTuple
from unicodedata import category

from ..body import Span
from ..model import Dialect

Kind = Literal["text", "escape", "code", "html", "autolink", "url", "break", "open", "close", "image"]


class Token(NamedTuple):
    """A piece of inline text.

    `text` is one stretch that a renderer's typographer sees at once. `open` and `close` enclose what they
    mark: `mark` is em, strong, del or link. A link's `close` and an `image` reach to the end of their
    destination; `label` and `target` are the spans between the brackets and of the written destination (empty
    for a reference). `mark` of a text is "raw" where the renderer leaves it as it stands, inside `<code>`.
    """

    kind: Kind
    start: int
    end: int
    mark: str = ""
    label: Span = Span(0, 0)
    target: Span = Span(0, 0)


class Tangled(Exception):
    """A text whose structure takes more time to find than its length allows. It is left as it is."""


class Fuel:
    """Keeps a scan linear: looking ahead costs, and a text has only so much for each of its characters."""

    def __init__(self, length: int) -> None:
        self._left = 40 * length + 20_000

    def spend(self, amount: int) -> None:
        """Pay for looking at `amount` characters. Raises Tangled when nothing is left."""
        self._left -= amount
        if self._left < 0:
            raise Tangled


@cache
def nature(char: str) -> Literal["space", "mark", "word"]:
    """What a character is to the rules of emphasis: white space, punctuation or symbol, or anything else."""
    if not char or char.isspace() or char == "\ufeff":
        return "space"
    return "mark" if category(char)[0] in "PS" else "word"


def scan(text: str, dialect: Dialect, labels: Container[str] = ()) -> list[Token]:
    """The tokens of `text` in order, none of its characters left out but those of line breaks' blanks.

    `labels` are the normalised labels of the document's link definitions (`normal_label`). Raises Tangled.
    """
    if dialect.renderer == "marked":
        from .marked import Marked

        return Marked(text, dialect, labels).tokens()
    if dialect.renderer == "markdown-it":
        from .markdownit import MarkdownIt

        return MarkdownIt(text, dialect, labels).tokens()
    from .commonmark import CommonMark

    return CommonMark(text, dialect, labels).tokens()


def normal_label(label: str) -> str:
    """A link label in the form in which labels are compared."""
    return " ".join(label.split()).casefold()


_ATTRIBUTE = r"""\s++[a-zA-Z:_][\w.:-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+"""
_TAG = re.compile(
    rf"</[a-zA-Z][\w:-]*+\s*+>|<[a-zA-Z][\w-]*+(?:{_ATTRIBUTE})*+\s*+/?>|<!--(?:-?>)|<!--|<\?|<!\[CDATA\[|<![a-zA-Z]",
    re.ASCII,
)
_UNTIL = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


def html_end(text: str, at: int, end: int, fuel: Fuel) -> int:
    """Where the HTML tag, comment, instruction or declaration that begins at `at` ends, or 0."""
    match = _TAG.match(text, at, end)
    if not match:
        return 0
    if match[0].endswith(">"):
        return match.end()
    closer = _UNTIL.get(match[0], ">")
    found = text.find(closer, match.end(), end)
    if found < 0:
        fuel.spend(end - at)
        return 0
    return found + len(closer)


AUTOLINK = re.compile(
    r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s\x00-\x1f<>]*+"
    r"|[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*+)>"
)
ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
BREAK = re.compile(r"(?: *|\\)\n(?!\s*\Z)")
_TICKS = re.compile(r"`+")


def code_end(text: str, at: int, end: int, fuel: Fuel) -> int:
    """Where the code span that begins with the backticks at `at` ends, or 0 when nothing closes it."""
    opening = _TICKS.match(text, at, end)
    assert opening
    size = len(opening[0])
    run = opening[0]
    found = text.find(run, opening.end(), end)
    while found >= 0:
        closing = _TICKS.match(text, found, end)
        assert closing
        if len(closing[0]) == size:
            return closing.end()
        found = text.find(run, closing.end(), end)
    fuel.spend(end - at)
    return 0

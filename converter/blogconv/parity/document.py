"""A post's Markdown as its source engine sees it, and the stretches of inline text in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token as Block

from ..blocks import line_starts
from ..body import Span
from ..model import Dialect
from ..notations.fences import Fence, hexo_fences
from .containers import Container, containers
from .inline import Token, normal_label, scan

_FILL = "\ufffc"
_QUOTE_THEN_TEXT = re.compile(r"\n[ \t]*>[^\n]*(?=\n[ \t]*[^>\s])")
_ADDRESS = re.compile(
    r"\]\(<?(?:\{\{[^\n{}]*\}\}|\{%[^\n{}]*%\}|[^\s()])*|\]:[ \t]*<?(?:\{\{[^\n{}]*\}\}|\{%[^\n{}]*%\}|\S)*"
)
_DEEP = re.compile(r"(?:>[ \t]?){500}")
_LOOK_AHEADS = 2_000_000
_HTML_LINE = re.compile(r"(?m)^[ \t>]*<(?!!--[^\n]*-->)[a-zA-Z!?/]")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def parsed(text: str) -> tuple[list[Block], frozenset[str]]:
    """markdown-it's block tokens of a text, and the labels of its link definitions."""
    env: dict[str, Any] = {}
    blocks = _parser().parse(text.replace("\r", " "), env)
    return blocks, frozenset(map(normal_label, env.get("references", ())))


class Run(NamedTuple):
    """A stretch of inline text: a paragraph, a heading or a table cell, without quote and list prefixes.

    `starts` holds for each of its lines the offset in `text` and in the document. `parent` is the type of the block
    (paragraph, heading, th, td), `tight` says that it is an item's text without `<p>`, and `first` that it is
    what a list item begins with. `line` is its first line in the view.
    """

    text: str
    starts: tuple[tuple[int, int], ...]
    parent: str
    line: int
    tight: bool = False
    first: bool = False

    def offset(self, at: int) -> int:
        """The offset in the document of an offset in the text."""
        own, there = self.starts[bisect_right(self.starts, at, key=lambda s: s[0]) - 1]
        return there + at - own

    def span(self, start: int, end: int) -> Span:
        """The span in the document of a span in the text. With a newline goes the prefix of the next line."""
        if end <= start or self.text[end - 1] == "\n":
            return Span(self.offset(start), self.offset(end))
        return Span(self.offset(start), self.offset(end - 1) + 1)


class Document:
    """A text with what is known of it, each thing found out when a rule first asks.

    `protected` are spans that no rule looks into. The source sees an HTML comment in the place of each, as Hexo
    sees its placeholders: one that begins a line is an HTML block, one in a line is inline HTML. The comment
    has the length of the span and no newline in it, so that offsets stay and lines do not.
    """

    def __init__(self, text: str, source: Dialect, target: Dialect, protected: Sequence[Span] = ()) -> None:
        self.text = text
        self.source = source
        self.target = target
        self.protected = sorted(protected)
        self._protected_ends = [span.end for span in self.protected]

    @cached_property
    def masked(self) -> str:
        """The text with comments for the protected spans; with words for those in addresses, where tags come first."""
        if not self.source.templates_in_code:
            return _with_comments(self.text, self.protected)
        words = [span for span in self.protected if _in_address(self.text, span.start)]
        text = _with_comments(self.text, [span for span in self.protected if span not in words])
        for start, end in words:
            text = text[:start] + _FILL * (end - start) + text[end:]
        return text

    @cached_property
    def fences(self) -> list[Fence]:
        """The fences that the source sets aside before Markdown."""
        return hexo_fences(self.masked) if self.source.fences == "hexo" else []

    @cached_property
    def prose(self) -> str:
        """The text without protected spans and without the source's fences: what a rule could be about."""
        bounds = [0, *(at for fence in self.fences for at in fence.span), len(self.masked)]
        pieces = zip(bounds[::2], bounds[1::2], strict=True)
        return "".join(self.masked[start:end] for start, end in pieces)

    @cached_property
    def has_html_line(self) -> bool:
        """Whether a line outside the fences could begin raw HTML."""
        return bool(_HTML_LINE.search(self.prose))

    def protected_in(self, start: int, end: int) -> list[Span]:
        """The protected spans, which are disjoint, that touch a range of the text."""
        first = bisect_right(self._protected_ends, start)
        return self.protected[first : bisect_left(self.protected, end, first, key=lambda span: span.start)]

    @cached_property
    def view(self) -> str:
        """What the source's Markdown renderer gets to see: comments for the fences too."""
        aside = [Span(f.span.start + len(f.prefix), f.span.end) for f in self.fences]
        return _with_comments(self.masked, aside)

    @cached_property
    def is_tangled(self) -> bool:
        """Whether the quotes in the text take markdown-it more time than its length allows.

        It looks at all lines that follow for each quote with other text right behind it.
        """
        if ">" not in self.masked:
            return False
        loose = len(_QUOTE_THEN_TEXT.findall(self.masked))
        return loose * self.masked.count("\n") > _LOOK_AHEADS or bool(_DEEP.search(self.masked))

    @cached_property
    def _parsed(self) -> tuple[list[Block], frozenset[str]]:
        blocks, labels = parsed(self.view)
        notes = (label for label in labels if label.startswith("^")) if self.source.footnotes else ()
        return blocks, labels.difference(notes)

    @property
    def blocks(self) -> list[Block]:
        """markdown-it's block tokens of the view."""
        return self._parsed[0]

    @cached_property
    def containers(self) -> Container:
        """The quotes and list items of the view, as a tree."""
        return containers(self.blocks, self.line)

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the link definitions."""
        return self._parsed[1]

    @cached_property
    def lines(self) -> list[int]:
        """The offsets of the view's lines, and at last its length."""
        return line_starts(self.view)

    def line(self, number: int) -> str:
        """A line of the view with its newline; empty behind the end."""
        if number + 1 >= len(self.lines):
            return ""
        return self.view[self.lines[number] : self.lines[number + 1]]

    def line_at(self, offset: int) -> str:
        """The rest of the view's line behind an offset, without its newline."""
        end = self.view.find("\n", offset)
        return self.view[offset:] if end < 0 else self.view[offset:end]

    def number_at(self, offset: int) -> int:
        """The number of the view's line that holds an offset."""
        return (
            bisect_right(self.lines, offset) - 1 if offset < len(self.view) else max(len(self.lines) - 2, 0)
        )

    @cached_property
    def runs(self) -> list[Run]:
        """The stretches of inline text, in order."""
        return list(self._runs())

    @cached_property
    def inline_lines(self) -> frozenset[int]:
        """The lines that hold inline text, so neither code nor HTML."""
        return frozenset(run.line + n for run in self.runs for n in range(run.text.count("\n") + 1))

    def _runs(self) -> Iterator[Run]:
        parents: list[Block] = []
        cursors: dict[int, int] = {}
        for token in self.blocks:
            if token.nesting > 0:
                parents.append(token)
            elif token.nesting < 0:
                parents.pop()
            elif token.type == "inline" and token.content and token.map:
                if parents[-1].type in ("th_open", "td_open"):
                    yield from self._cell(token, parents[-1], cursors)
                else:
                    yield self._lines_run(token, token.map[0], parents)

    def _cell(self, token: Block, parent: Block, cursors: dict[int, int]) -> Iterator[Run]:
        """The run of a table cell; `cursors` says how far the cells before it reach in their lines."""
        number = token.map[0] if token.map else 0
        line = self.line(number)
        written = token.content.replace("|", "\\|")
        start = line.find(written, cursors.get(number) or _prefix_length(line))
        if start >= 0:
            cursors[number] = start + len(written)
            kind = parent.type.removesuffix("_open")
            yield Run(written, ((0, self.lines[number] + start),), kind, number)

    def _lines_run(self, token: Block, number: int, parents: list[Block]) -> Run:
        """The run of a paragraph or heading, its lines without what stands before them."""
        pieces: list[str] = []
        starts: list[tuple[int, int]] = []
        length = 0
        contents = [content.strip() for content in token.content.split("\n")]
        for index, content in enumerate(contents):
            line = self.line(number + index).rstrip("\n")
            start = max(line.rfind(content), 0)
            piece = line[start:] if index + 1 < len(contents) else content
            starts.append((length, self.lines[number + index] + start))
            pieces.append(piece)
            length += len(piece) + 1
        above = parents[-2] if len(parents) > 1 else None
        first = bool(above and above.type == "list_item_open" and above.map and above.map[0] == number)
        kind = parents[-1].type.removesuffix("_open")
        return Run("\n".join(pieces), tuple(starts), kind, number, bool(parents[-1].hidden), first)


_PREFIX = re.compile(r"[\s>]*+(?:(?:[-*+]|[0-9]+[.)])\s++)*+")


def _prefix_length(line: str) -> int:
    """How long the quote and list marks at the beginning of a line are."""
    match = _PREFIX.match(line)
    return match.end() if match else 0


def _in_address(text: str, at: int) -> bool:
    """Whether what begins at `at` stands in the address of a link, image or link definition."""
    begin = max(text.rfind("](", 0, at), text.rfind("]:", 0, at))
    return begin >= 0 and bool(_ADDRESS.fullmatch(text, begin, at))


def _with_comments(text: str, spans: Sequence[Span]) -> str:
    """`text` with an HTML comment of the same length and on one line in the place of each span."""
    out: list[str] = []
    at = 0
    for start, end in spans:
        if start < at or start == end:
            continue
        out += text[at:start], _comment(end - start)
        at = end
    out.append(text[at:])
    return "".join(out)


def _comment(size: int) -> str:
    """An HTML comment of `size` characters; where that is too short for one, a symbol repeated."""
    if size < 5:
        return _FILL * size
    return {5: "<!-->", 6: "<!--->"}.get(size) or f"<!--{_FILL * (size - 7)}-->"


class Reading:
    """A run as the source and the target read it."""

    def __init__(self, document: Document, run: Run) -> None:
        self.document = document
        self.run = run
        self.text = run.text

    @cached_property
    def source(self) -> list[Token]:
        """The tokens that the source's renderer finds. Raises Tangled."""
        return scan(self.text, self.document.source, self.document.labels)

    @cached_property
    def target(self) -> list[Token]:
        """The tokens that the target's renderer would find. Raises Tangled."""
        return self.scan_target(self.text)

    def scan_target(self, text: str) -> list[Token]:
        """The tokens that the target's renderer would find in another text in this place. Raises Tangled."""
        return scan(text, self.document.target, self.document.labels)

"""What stands where in the Markdown of a note: what no notation may read, and the Markdown links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...body import Span
from ...model import Dialect, HeadingIds
from ...notations.base import Spans
from ...parity.document import Document, Run
from ...parity.inline import Tangled, Token, scan

_MATH = re.compile(r"(?<!\\)\$\$[\s\S]*?(?<!\\)\$\$|(?<![\\$])\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?![\d$])")
_DEFINITION = re.compile(r"(?m)^(?P<head>[ \t>]*\[(?!\^)[^\]\n]+\]:[ \t]+)(?P<target><[^>\n]*>|\S+)")
_NOTE = re.compile(r"(?m)^(?P<lead>[ \t>]*)\[\^[^\]\n]+\]:")
"""What a footnote begins with. To CommonMark it may be a link definition, and its further paragraphs code."""
_SHIELDING = ("code", "html", "autolink", "url", "escape")

DIALECT = Dialect(
    renderer="obsidian",
    hard_breaks=True,
    footnotes=True,
    math=True,
    kept_math=True,
    heading_ids=HeadingIds("github"),
)
"""Obsidian's Markdown in a vault with default settings. Highlights are constructs, not a feature of the dialect."""


class Link(NamedTuple):
    """A Markdown link, image or link definition: its span, its text and the span of its destination."""

    kind: str
    span: Span
    text: str
    target: Span

    def destination(self, source: str) -> str:
        """Where it leads, as written, without angle brackets."""
        written = source[self.target.start : self.target.end]
        return written[1:-1] if written.startswith("<") and written.endswith(">") else written


class Markdown(NamedTuple):
    """What stands where in a text.

    `shields` is what Obsidian reads before its links: code, formulas, HTML, escapes, destinations. `code` are code
    blocks and HTML blocks alone, `html` the tags in text and the HTML blocks, `tables` the tables.
    """

    shields: Spans
    code: Spans
    html: tuple[Span, ...]
    tables: Spans
    links: tuple[Link, ...]


@lru_cache(maxsize=8)
def read(text: str) -> Markdown:
    """`text`, whose lines end in LF, as Obsidian's Markdown."""
    document = Document(_NOTE.sub(_item, text), DIALECT, DIALECT)
    code = Spans(_blocks(document, "fence", "code_block", "html_block"))
    tokens = [(run, token) for run in document.runs for token in _tokens(run, document)]
    solid = Spans(list(code))
    solid.add([_span(run, t) for run, t in tokens if t.kind in _SHIELDING and t.kind != "escape"])
    links = [*_links(tokens), *_definitions(text, code)]
    shields = Spans(list(solid))
    shields.add([Span(*m.span()) for m in _MATH.finditer(text) if not solid.at(m.start())])
    shields.add([_span(run, t) for run, t in tokens if t.kind == "escape"])
    shields.add([link.target for link in links])
    html = [*_blocks(document, "html_block"), *(_span(run, t) for run, t in tokens if t.kind == "html")]
    tables = Spans(_blocks(document, "table_open"))
    return Markdown(
        shields, code, tuple(sorted(html)), tables, tuple(sorted(links, key=lambda link: link.span))
    )


def _item(note: re.Match[str]) -> str:
    """The beginning of a list item in the place of that of a footnote: it holds the same lines."""
    lead = note["lead"]
    return f"{lead}- ".ljust(len(note[0]), "\ufffc")


def _tokens(run: Run, document: Document) -> list[Token]:
    try:
        return scan(run.text, DIALECT, document.labels)
    except Tangled:
        return []


def _span(run: Run, token: Token) -> Span:
    return run.span(token.start, token.end)


def _blocks(document: Document, *types: str) -> Iterator[Span]:
    for block in document.blocks:
        if block.type in types and block.map:
            start, end = block.map
            yield Span(document.lines[start], document.lines[min(end, len(document.lines) - 1)])


def _links(tokens: list[tuple[Run, Token]]) -> Iterator[Link]:
    """Links and images with a destination of their own, not those by reference."""
    for run, token in tokens:
        if token.kind == "image" and token.target.end:
            yield _link(run, token, token.start, token.end)
        elif token.kind == "close" and token.mark == "link" and token.target.end:
            yield _link(run, token, token.label.start - 1, token.end)


def _link(run: Run, token: Token, start: int, end: int) -> Link:
    text = run.text[token.label.start : token.label.end]
    kind = "image" if token.kind == "image" else "link"
    return Link(kind, run.span(start, end), text, run.span(*token.target))


def _definitions(text: str, code: Spans) -> Iterator[Link]:
    for match in _DEFINITION.finditer(text) if "]:" in text else ():
        if not code.at(match.start("target")):
            yield Link("definition", Span(*match.span()), "", Span(*match.span("target")))

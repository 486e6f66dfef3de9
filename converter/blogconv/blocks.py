"""Which lines of a Markdown text are code, HTML, quote, list or table. From markdown-it-py, blocks only."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt


class Block(NamedTuple):
    """A block and its half-open range of lines, counted from 0.

    `type` is markdown-it's token type without `_open`: paragraph, heading, fence, code_block, html_block,
    blockquote, bullet_list, ordered_list, list_item, table, hr. `depth` counts the blocks around it. `markup` is
    the fence run, the heading's marks or the list marker, `info` a fence's info string or an item's number.
    """

    type: str
    start: int
    end: int
    depth: int
    markup: str = ""
    info: str = ""


_LONE_CR = re.compile(r"\r(?!\n)")
_KEPT = {
    "paragraph_open", "heading_open", "fence", "code_block", "html_block", "blockquote_open", "hr",
    "bullet_list_open", "ordered_list_open", "list_item_open", "table_open",
}  # fmt: skip


@cache
def _parser(tables: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    if tables:
        parser.enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def blocks(text: str, *, tables: bool = True) -> list[Block]:
    """The blocks of `text` in document order, outer before inner. Lines end in LF or CRLF; a lone CR is a blank."""
    return [
        Block(t.type.removesuffix("_open"), t.map[0], t.map[1], t.level, t.markup, t.info)
        for t in _parser(tables).parse(_LONE_CR.sub(" ", text) if "\r" in text else text)
        if t.map and t.type in _KEPT
    ]


def line_starts(text: str) -> list[int]:
    """The offset of each line of `text`, whose lines end in LF, and at last the length of the text."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    if starts[-1] != len(text):
        starts.append(len(text))
    return starts

"""Lists: rules E10 and E11."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .containers import Container
from .document import Document

_BLANKS = re.compile(r"[ \t]*")
_QUOTED_TEXT = re.compile(r"[ \t]*(?:>[ \t]?)+[^\s>]")
_BEGINS_BLOCK = re.compile(
    r" {0,3}(?:#{1,6}(?:\s|$)|>|`{3,}[^`\n]*$|~{3,}|(?:[*+-]|1[.)]) "
    r"|(?:- *){3,}$|(?:_ *){3,}$|(?:\* *){3,}$)|</?[a-zA-Z!]"
)
_TAG_LINE = re.compile(r" {0,3}<(?:[a-z].*>|!--)", re.IGNORECASE)
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ENDS_ITEM = re.compile(r" {0,3}(?:#|```|~~~|(?:- *){3,}$|(?:_ *){3,}$|(?:\* *){3,}$)")


def quote_after_item(document: Document) -> Iterator[Edit]:
    """E10: indent a quote that follows an item's text without a blank line, so that it stands in the item.

    There marked has it, in the innermost item, however little it is indented (markedjs/marked:
    src/Tokenizer.ts, list); to CommonMark it ends the list.
    """
    for quote, before in _quotes(document.containers):
        item = _item_before(document, quote, before)
        if item and quote.parent:
            marks = quote.parent.prefix.count(">")
            for number in range(quote.start, quote.end):
                yield from indented(document, number, marks, item.prefix)


def _quotes(top: Container) -> Iterator[tuple[Container, Container | None]]:
    """All quotes, each with the quote or item before it in the same container."""
    before = None
    for child in top.children:
        if child.kind == "blockquote":
            yield child, before
        yield from _quotes(child)
        before = child


def _item_before(document: Document, quote: Container, item: Container | None) -> Container | None:
    """The innermost item that marked puts `quote` into, or None."""
    if not item or item.kind != "list_item" or item.end != quote.start:
        return None
    last = document.line(quote.start - 1).expandtabs(4)
    last = last[item.inside - 1 if item.start == quote.start - 1 else len(item.prefix) :]
    if last.startswith("    ") or _ENDS_ITEM.match(last):
        return None
    if any(not document.line(number).strip(" \t\n>") for number in range(item.start, quote.start)):
        return None
    while item.children and item.children[-1].end >= quote.start and item.children[-1].kind == "list_item":
        item = item.children[-1]
    return item


def indented(document: Document, number: int, marks: int, prefix: str) -> Iterator[Edit]:
    """Put `prefix` before the quote mark that a line begins with, behind the `marks` quote marks around it.

    A line of the view may be a whole fence.
    """
    start = document.lines[number]
    own = prefix.split(">", marks)[marks]
    for line in document.masked[start : document.lines[number + 1]].splitlines(keepends=True):
        at = 0
        for _ in range(marks):
            at = line.find(">", at) + 1
        blanks = _BLANKS.match(line, at)
        assert blanks
        if line.startswith(">", blanks.end()) and line[at : blanks.end()] != own:
            yield Edit(Span(start + at, start + blanks.end()), own)
        start += len(line)


def text_after_quote(document: Document) -> Iterator[Edit]:
    """E10, the other way round: quote marks for lines that follow a quote without a blank line.

    marked has them in the quote whatever the quote ends with (src/rules.ts, blockquote), CommonMark only where
    they go on with its last paragraph.
    """
    for quote, before in _quotes(document.containers):
        parent = document.containers.around(quote.end)[-1]
        if parent is not quote.parent or _item_before(document, quote, before):
            continue
        if not _QUOTED_TEXT.match(document.line(quote.end - 1)):
            continue
        for number in range(quote.end, len(document.lines)):
            if number not in document.inline_lines or _BEGINS_BLOCK.match(document.line(number)):
                break
            start = document.lines[number]
            yield Edit(Span(start, start), "> " * quote.prefix.count(">"))


def html_after_item(document: Document) -> Iterator[Edit]:
    """A blank line before a line that begins with a tag and goes on with an item's text from outside the item.

    To marked it ends the list (src/rules.ts, htmlBeginRegex), to CommonMark it belongs to the item.
    """
    for run in document.runs:
        items = [c for c in document.containers.around(run.line) if c.kind == "list_item"]
        for number in range(run.line + 1, run.line + 1 + run.text.count("\n")) if items else ():
            line = document.line(number)
            if _TAG_LINE.match(line) and len(line) - len(line.lstrip()) < len(items[0].prefix):
                yield Edit(Span(document.lines[number], document.lines[number]), "\n")
                break


def loose_with_table(document: Document) -> Iterator[Edit]:
    """E11: a blank line before each item of a loose list that holds a table, where it is only that table's.

    Goldmark forgets the blank line before a table, and the list turns tight.
    """
    lists: list[list[int]] = []
    found: list[bool] = []
    loose: list[bool] = []
    for block in document.blocks:
        if block.type in ("bullet_list_open", "ordered_list_open"):
            lists.append([])
            found.append(False)
            loose.append(False)
        elif block.type in ("bullet_list_close", "ordered_list_close"):
            items, table, wide = lists.pop(), found.pop(), loose.pop()
            if table and wide:
                yield from _parted(document, items[1:])
        elif lists and block.map:
            if block.type == "list_item_open":
                lists[-1].append(block.map[0])
            found[-1] |= block.type == "table_open"
            loose[-1] |= block.type == "paragraph_open" and not block.hidden


def _parted(document: Document, items: list[int]) -> Iterator[Edit]:
    for number in items:
        if document.line(number - 1).strip(" \t\n>"):
            at = document.lines[number]
            quoted = _QUOTED.match(document.line(number))
            yield Edit(Span(at, at), (quoted[0].rstrip() if quoted else "") + "\n")

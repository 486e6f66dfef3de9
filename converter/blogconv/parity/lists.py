"""Lists: rules E10 and E11."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .containers import Container
from .document import Document

_BLANKS = re.compile(r"[ \t]*")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ENDS_ITEM = re.compile(r" {0,3}(?:#|```|~~~|(?:- *){3,}$|(?:_ *){3,}$|(?:\* *){3,}$)")


def quote_after_item(document: Document) -> Iterator[Edit]:
    """E10: indent a quote that follows an item's text without a blank line, so that it stands in the item.

    There marked has it, in the innermost item, however little it is indented (markedjs/marked:
    src/Tokenizer.ts, list); to CommonMark it ends the list.
    """
    for quote in _quotes(document.containers):
        item = _item_before(document, quote)
        if item:
            assert quote.parent
            marks = quote.parent.prefix.count(">")
            for number in range(quote.start, quote.end):
                yield from indented(document, number, marks, item.prefix)


def _quotes(top: Container) -> Iterator[Container]:
    for child in top.children:
        if child.kind == "blockquote":
            yield child
        yield from _quotes(child)


def _item_before(document: Document, quote: Container) -> Container | None:
    """The innermost item that marked puts `quote` into, or None."""
    assert quote.parent
    siblings = quote.parent.children
    place = next(n for n, sibling in enumerate(siblings) if sibling is quote)
    item = siblings[place - 1] if place else None
    if not item or item.kind != "list_item" or item.end != quote.start:
        return None
    last = document.line(quote.start - 1).expandtabs(4)[len(item.prefix) :]
    if last.startswith("    ") or (item.start < quote.start - 1 and _ENDS_ITEM.match(last)):
        return None
    if any(not document.line(number).strip(" \t\n>") for number in range(item.start, quote.start)):
        return None
    while item.children and item.children[-1].end >= quote.start and item.children[-1].kind == "list_item":
        item = item.children[-1]
    return item


def indented(document: Document, number: int, marks: int, prefix: str) -> Iterator[Edit]:
    """Put `prefix` before the quote mark that a line begins with, behind the `marks` quote marks around it."""
    line = document.line(number)
    at = 0
    for _ in range(marks):
        at = line.find(">", at) + 1
    blanks = _BLANKS.match(line, at)
    assert blanks
    if line.startswith(">", blanks.end()):
        start = document.lines[number]
        own = prefix.split(">", marks)[marks]
        if line[at : blanks.end()] != own:
            yield Edit(Span(start + at, start + blanks.end()), own)


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

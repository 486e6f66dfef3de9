"""Whether CommonMark takes lines for the same blocks as kramdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..document import Document
from ..kramdown_tree import LISTS, Node
from .rows import Row
from .tree import Block

WRAPPING = ("align", "dir", "hidden", "lang", "style", "id")
"""Attributes of a block that are kept around it; other ones than a heading's id are its theme's."""
_MARKDOWN = re.compile(r"<[^<>]*\smarkdown\s*=", re.IGNORECASE)


class Comparison:
    """Compares blocks of one document, which CommonMark reads as `document`."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def lines(self, block: Block) -> tuple[int, int]:
        """The half-open range of the lines of a block."""
        span = block.span()
        text = block.source.text[block.start : block.end].rstrip()
        last = block.source.place(block.start + max(len(text) - 1, 0))
        return self._document.number_at(span.start), self._document.number_at(max(last, span.start)) + 1

    def same(self, blocks: Sequence[Block], nodes: Sequence[Node], *, tight: bool = False) -> bool:
        """Whether blocks that stand one below the other are the same to both."""
        units = self._units(blocks)
        if units is None or len(units) != len(nodes):
            return False
        return all(self._one(unit, node, tight=tight) for unit, node in zip(units, nodes, strict=True))

    def _units(self, blocks: Sequence[Block]) -> list[list[Block]] | None:
        """The blocks that show something, HTML that CommonMark takes together as one; None where one must go."""
        out: list[list[Block]] = []
        glued = False
        for block in blocks:
            if block.kind == "blank":
                glued = False
            elif block.kind == "end" and block.mark in ("link", "note"):
                continue
            elif block.kind in ("end", "math", "comment", "nomarkdown", "text") or _is_changed(block):
                return None
            elif block.kind == "html" and glued:
                out[-1].append(block)
            else:
                out.append([block])
                glued = block.kind == "html"
        return out

    def _one(self, unit: Sequence[Block], node: Node, *, tight: bool) -> bool:
        block = unit[0]
        if block.kind == "html":
            first, last = self.lines(block)[0], self.lines(unit[-1])[1]
            return node.type == "html_block" and (first, last) == (node.start, self._html_end(node))
        start, end = self.lines(block)
        match block.kind:
            case "paragraph":
                hidden = bool(node.token and node.token.hidden)
                begin = self._document.number_at(block.lines[0].start) if block.lines else start
                size = len(block.lines)
                return (
                    node.type == "paragraph"
                    and hidden == tight
                    and (begin, begin + size) == (node.start, node.end)
                )
            case "heading":
                level = node.token.tag if node.token else ""
                return (
                    node.type == "heading"
                    and level == f"h{block.level}"
                    and (start, end) == (node.start, node.end)
                )
            case "code":
                return self._code(block, node)
            case "quote":
                return node.type == "blockquote" and self.same(block.children, node.children)
            case "list":
                return self._list(block, node)
            case "rule":
                return node.type == "hr"
            case "table":
                return self._table(block, node)
        return False

    def _html_end(self, node: Node) -> int:
        end = node.end
        while end > node.start + 1 and not self._document.line(end - 1).strip(" \t\n>"):
            end -= 1
        return end

    def _code(self, block: Block, node: Node) -> bool:
        if node.token is None or node.type != ("fence" if block.fenced else "code_block"):
            return False
        info = node.token.info.strip() if block.fenced else ""
        shown = block.text.rstrip("\n") if not block.fenced else block.text
        content = node.token.content.removesuffix("\n")
        return content == shown and info == block.mark and "{" not in info

    def _list(self, block: Block, node: Node) -> bool:
        if node.type not in LISTS or (node.type == "ordered_list") != block.ordered:
            return False
        if len(node.children) != len(block.children) or any(item.ial for item in block.children):
            return False
        start = node.token.attrGet("start") if node.token else None
        if block.ordered and start not in (None, 1):
            return False
        tight = is_tight(block)
        return all(
            self.same(item.children, below.children, tight=tight)
            for item, below in zip(block.children, node.children, strict=True)
        )

    def _table(self, block: Block, node: Node) -> bool:
        table = block.table
        if node.type != "table" or not table or [part for part, _ in table.parts] != ["thead", "tbody"]:
            return False
        rows = [row for _, rows in table.parts for row in rows]
        start, end = self.lines(block)
        if (
            len(table.parts[0][1]) != 1
            or end - start != len(rows) + 1
            or (start, end) != (node.start, node.end)
        ):
            return False
        if len(rows[0].cells) != table.columns:
            return False
        for row in rows:
            line = block.source.text[row.start : block.source.text.index("\n", row.start)]
            if plain_cells(line) != row.cells:
                return False
        return True


def plain_cells(line: str) -> list[str]:
    """The cells of a line as CommonMark's tables have them: divided at each pipe without a backslash."""
    text = line.strip()
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", text)]
    cells = cells[1:] if text.startswith("|") else cells
    cells = cells[:-1] if cells and not cells[-1] else cells
    return [cell.replace("\\|", "|") for cell in cells]


def is_tight(block: Block) -> bool:
    """Whether the items of a list are shown without `<p>`."""
    paragraphs = [
        (item, child) for item in block.children for child in item.children if child.kind == "paragraph"
    ]
    return all(child.transparent for _, child in paragraphs)


def _is_changed(block: Block) -> bool:
    """Whether a block must be written anew whatever CommonMark makes of it."""
    if any(key in block.ial for key in WRAPPING) or (block.kind == "heading" and "id" in block.ial):
        return True
    if block.kind in ("note", "definitions"):
        return False
    if block.kind == "html" and block.element:
        return not block.element.is_raw or bool(_MARKDOWN.search(block.source.text, block.start, block.end))
    return False


def copies(rows: Sequence[Row], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether each of the spans is copied whole by a row."""
    pieces = [piece for row in rows for piece in row if not isinstance(piece, str)]
    return all(any(piece.start <= start and end <= piece.end for piece in pieces) for start, end in spans)

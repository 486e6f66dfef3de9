"""kramdown's Markdown as CommonMark would have it: rules J1 to J8.

The document is read as kramdown reads it, block by block and span by span. Where CommonMark reads the same nothing is
touched; elsewhere lines are written anew, copied from the document as far as they can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ...body import Edit, Span, apply
from ...model import Dialect
from ..composition import composed
from ..document import Document
from ..inline import Tangled
from ..kramdown_tree import Node, Tree
from ..shift import Shift
from .blocks import Reader
from .ids import missing_ids
from .printing import Printer, runs_on
from .rows import Row, written
from .same import Comparison, copies
from .tree import Block
from .writing import run_edits


def from_kramdown(
    text: str, source: Dialect, between: Dialect, target: Dialect, protected: Sequence[Span]
) -> list[Edit]:
    """The edits by which kramdown's `text` renders the same in the CommonMark dialect `between`.

    `target` is what the text is for in the end.
    """
    document = Document(text, between, between, protected)
    if document.is_tangled:
        return []
    try:
        reader = Reader(document.view, document.protected, gfm=source.strikethrough)
        first = _block_edits(document, reader, source, target)
    except Tangled:
        return []
    shift = Shift(first)
    after = Document(apply(first, text), between, between, [shift.forth(span) for span in document.protected])
    return composed(first, list(run_edits(after, reader.definitions, source, target)), text)


def _block_edits(document: Document, reader: Reader, source: Dialect, target: Dialect) -> list[Edit]:
    every = list(reader.root.walk())
    named = {id(b): ident for b, ident in missing_ids(every, reader.definitions, source)}
    for block in every:
        if id(block) in named:
            block.mark = named[id(block)]
    comparison = Comparison(document)
    printer = Printer(document.view, source, target)
    edits: list[Edit] = []
    before: Block | None = None
    for start, end, blocks, nodes in _groups(document, reader.root, comparison):
        above, before = before, _last_shown(blocks) or before
        apart = above is not None and bool(blocks) and runs_on(above, blocks[0])
        if _is_meant(blocks, nodes, document):
            edits += _without_braces(nodes, document)
            continue
        same = not apart and (comparison.same(blocks, nodes) or _is_opaque(blocks))
        rows = [] if same else printer.rows(blocks)
        within = document.lines[start], document.lines[min(end, len(document.lines) - 1)]
        inner = document.protected_in(*within)
        if same or not copies(rows, inner):
            edits += _with_ids(blocks, named)
            continue
        if rows and start and (apart or document.line(start - 1).strip(" \t\n")):
            between: list[Row] = [[""], ["<!-- -->"], [""]] if apart else [[""]]
            rows = [*between, *rows]
        if rows and document.line(end).strip(" \t\n"):
            rows = [*rows, [""]]
        stop = within[1] - document.view[within[0] : within[1]].endswith("\n")
        edits += written(rows, Span(within[0], max(within[0], stop)), document.text)
    return edits


def _last_shown(blocks: Sequence[Block]) -> Block | None:
    return next((b for b in reversed(blocks) if b.kind not in ("blank", "end", "comment")), None)


def _with_ids(blocks: Sequence[Block], named: dict[int, str]) -> list[Edit]:
    """The ids of headings that are not written anew."""
    out: list[Edit] = []
    for top in blocks:
        for block in top.walk():
            if block.kind == "heading" and id(block) in named and block.lines:
                end = block.lines[-1].end
                out.append(Edit(Span(end, end), f" {{#{named[id(block)]}}}"))
    return out


def _is_opaque(blocks: Sequence[Block]) -> bool:
    """Whether a group is one footnote or definition list in which nothing is kramdown's own."""
    shown = [b for b in blocks if b.kind not in ("blank", "end")]
    if len(shown) != 1 or shown[0].kind not in ("note", "definitions"):
        return False
    return not any(
        inner.ial or inner.kind in ("math", "comment", "nomarkdown", "html") for inner in shown[0].walk()
    )


def _is_meant(blocks: Sequence[Block], nodes: Sequence[Node], document: Document) -> bool:
    """Whether the lines are what kramdown makes no sense of, by accident: a fence with more than a word behind it, a
    text with a pipe in it. What their author meant is what CommonMark reads."""
    shown = [b for b in blocks if b.kind not in ("blank", "end")]
    fences = [node for node in nodes if node.type == "fence"]
    if fences and shown and all(b.kind == "paragraph" for b in shown):
        return all(_is_closed(node, document) for node in fences)
    if (
        len(shown) == 1
        and shown[0].kind == "table"
        and shown[0].table
        and nodes
        and nodes[0].type == "paragraph"
    ):
        rows = [row for _, rows in shown[0].table.parts for row in rows]
        lines = shown[0].source.text[shown[0].start : shown[0].end].strip().split("\n")
        return len(rows) == len(lines) and not all(line.strip().startswith("|") for line in lines)
    return False


def _is_closed(node: Node, document: Document) -> bool:
    """Whether a fence has its end, and more than a word behind its beginning."""
    last = document.line(node.end - 1).strip(" \t\n>")
    info = node.token.info if node.token else ""
    return node.end - node.start > 1 and bool(re.fullmatch(r"`{3,}|~{3,}", last)) and len(info.split()) > 1


def _without_braces(nodes: Sequence[Node], document: Document) -> list[Edit]:
    """Fences without what other engines take for attributes."""
    out: list[Edit] = []
    for node in nodes:
        if node.type == "fence" and node.token and "{" in node.token.info:
            start = document.lines[node.start]
            line = document.line(node.start).rstrip("\n")
            out.append(Edit(Span(start + len(line[: line.index("{")].rstrip()), start + len(line)), ""))
    return out


def _groups(
    document: Document, root: Block, comparison: Comparison
) -> list[tuple[int, int, list[Block], list[Node]]]:
    """The top blocks of both readings that share lines, each group with its half-open range of lines."""
    tops = [b for b in root.children if b.kind != "blank" and (b.kind != "end" or b.end > b.start)]
    blanks = _blank_between(root)
    items: list[tuple[int, int, Block | Node]] = [(*comparison.lines(b), b) for b in tops]
    items += [(node.start, node.end, node) for node in Tree(document).root.children]
    items.sort(key=lambda item: (item[0], item[1]))
    groups: list[tuple[int, int, list[Block], list[Node]]] = []
    for start, end, item in items:
        if not groups or start >= groups[-1][1]:
            groups.append((start, end, [], []))
        first, last, blocks, nodes = groups[-1]
        groups[-1] = first, max(last, end), blocks, nodes
        if isinstance(item, Node):
            nodes.append(item)
        else:
            if blocks and (id(blocks[-1]), id(item)) in blanks:
                blocks.append(blanks[id(blocks[-1]), id(item)])
            blocks.append(item)
    return groups


def _blank_between(root: Block) -> dict[tuple[int, int], Block]:
    """The blank lines of a document, by the blocks around them."""
    out: dict[tuple[int, int], Block] = {}
    shown = [b for b in root.children if b.kind == "blank" or b.kind != "end" or b.end > b.start]
    for (before, blank), (_, after) in pairwise(pairwise(shown)):
        if blank.kind == "blank":
            out[id(before), id(after)] = blank
    return out

"""Blocks for kramdown: HTML, fences, lists, tables, headings, rules, and blank lines between them (K1–K5, K10, K15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..body import Edit, Span
from .document import Document
from .kramdown_tree import LISTS, Node, Tree, offset_of

_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*\Z", re.DOTALL)
_MARKER = re.compile(r"([-*+]|([0-9]{1,9})([.)]))[ \t]*\Z")
_AT = re.compile(r"([-*+]|([0-9]{1,9})([.)]))")
_RUN = re.compile(r"[ \t]*(`{3,}|~{3,})")
_PIPE = re.compile(r"(?:\\[^\n]|[^\\|\n])*?\|")
_DASHES = re.compile(r"[ \t]*:?-+:?[ \t]*\Z")
_EMPTY = " {::comment}{:/}"
_ITEM = re.compile(r" {0,3}(?:[*+-]|[0-9]+\.)[ \t]")
_HASHES = re.compile(r"([ \t]*)(#{1,6})([ \t]*)")


def block_edits(document: Document) -> Iterator[Edit]:
    """The edits of the blocks, inner before outer where they stand at one place."""
    tree = Tree(document)
    yield from _siblings(tree, tree.root)
    for node in tree.root.walk():
        match node.type:
            case "html_block":
                yield from _html(tree, node)
            case "fence":
                yield from _fence(tree, node)
            case "table":
                yield from _table(tree, node)
            case "heading":
                yield from _heading(tree, node)


# Blank lines between blocks, and what ends a list


def _siblings(tree: Tree, parent: Node) -> Iterator[Edit]:
    for child in parent.children:
        yield from _siblings(tree, child)
        if child.type in LISTS:
            yield from _list(tree, child)
    for before, after in pairwise(parent.children):
        if before.type in LISTS and after.type in LISTS:
            yield Edit(_at(tree.last(before.end - 1)), f"\n{tree.prefix(after.start, outside=True)}^")
        elif before.end == after.start and after.type != "list_item" and _needs_room(tree, before, after):
            yield from _gap(tree, after.start)


def _at(offset: int) -> Span:
    return Span(offset, offset)


def _gap(tree: Tree, number: int) -> Iterator[Edit]:
    """A blank line before a line."""
    blank = tree.prefix(number, outside=True).rstrip()
    yield Edit(_at(tree.start(number)), f"{blank}\n")


def _needs_gap(before: Node, after: Node) -> bool:
    """Whether kramdown needs a blank line between two blocks that CommonMark tells apart without one."""
    apart = ("html_block", "table")
    if before.type in apart or after.type in apart or before.type in ("hr", "blockquote", "code_block"):
        return True
    if before.type in LISTS:
        return True
    return after.type == "hr" and before.type == "paragraph"


def _needs_room(tree: Tree, before: Node, after: Node) -> bool:
    """Whether a blank line must divide two blocks; also above a fence in an item, whose lines look like a list's."""
    if _needs_gap(before, after):
        return True
    if after.type != "fence" or not (after.parent and after.parent.type == "list_item"):
        return False
    lines = (tree.document.view[tree.inside(n) : tree.last(n)] for n in range(after.start + 1, after.end))
    return any(_ITEM.match(line) for line in lines)


def _list(tree: Tree, node: Node) -> Iterator[Edit]:
    """K4 and K5: looseness, markers, the first number."""
    loose = any(
        p.token and not p.token.hidden for i in node.children for p in i.children if p.type == "paragraph"
    )
    numbers = [_marker(tree, item) for item in node.children]
    for place, item in enumerate(node.children):
        if loose and place and not tree.is_blank(item.start - 1):
            yield from _gap(tree, item.start)
        if loose and len(item.children) > 1 and item.children[0].type == "paragraph":
            first, second = item.children[:2]
            if first.end == second.start and not _needs_gap(first, second):
                yield from _gap(tree, second.start)
        marker = numbers[place]
        if marker and not item.children and place + 1 < len(node.children):
            yield Edit(_at(marker.end()), _EMPTY)
        if marker and marker[3] == ")":
            yield Edit(Span(*marker.span(3)), ".")
    empty = numbers and numbers[-1] and not node.children[-1].children
    end = _EMPTY if empty else ""
    if numbers and numbers[0] and numbers[0][2] and int(numbers[0][2]) != 1:
        prefix = tree.prefix(node.start, outside=True)
        end += f'\n{prefix}{{: start="{int(numbers[0][2])}"}}'
    if end:
        yield Edit(_at(tree.last(node.end - 1)), end)


def _marker(tree: Tree, item: Node) -> re.Match[str] | None:
    """The marker of a list item: what stands before its text, behind the marks of what the list stands in."""
    document = tree.document
    depth, above = 0, item.parent
    while above:
        depth += above.type in ("list_item", "blockquote")
        above = above.parent
    holder = document.containers.around(item.start)[depth + 1]
    start, end = tree.start(item.start), tree.last(item.start)
    text = document.view[start : min(start + offset_of(document.line(item.start), holder.inside), end)]
    found = _MARKER.search(text)
    return _AT.match(document.view, start + found.start()) if found else None


# HTML


def _html(tree: Tree, node: Node) -> Iterator[Edit]:
    """K1: kramdown copies what stands between its nomarkdown marks. A lone comment needs only room."""
    start = tree.inside(node.start)
    text = tree.document.view[start : tree.last(node.end - 1)]
    last = node.end - 1
    while last > node.start and tree.is_blank(last):
        last -= 1
    if tree.document.protected_in(start, start + 1):
        yield from _around_constructs(tree, node)
    elif not _COMMENT.match(text):
        prefix = tree.prefix(node.start)
        yield Edit(_at(start), f"{{::nomarkdown}}\n{prefix}")
        yield Edit(_at(tree.last(last)), f"\n{prefix}{{:/nomarkdown}}")


_READ = re.compile(r"[^\w\s.,;!?()/]|\.\.\.")
"""What Markdown, or who makes its quotes and dashes, might see in a text."""


def _around_constructs(tree: Tree, node: Node) -> Iterator[Edit]:
    """A line that begins with a construct, which the source's renderer saw as HTML to its end: the text in it."""
    at, end = tree.inside(node.start), tree.last(node.end - 1)
    spans = tree.document.protected_in(at, end)
    for begin, behind in [*((s.start, s.end) for s in spans), (end, end)]:
        if _READ.search(tree.document.view[at:begin]):
            yield Edit(_at(at), "{::nomarkdown}")
            last = begin - 1  # what is inserted right before a construct would be taken for a part of it
            yield Edit(Span(last, begin), tree.document.view[last:begin] + "{:/}")
        at = max(at, behind)


# Fences


def _fence(tree: Tree, node: Node) -> Iterator[Edit]:
    """K2 and K3: a fence at its container's text, with one word behind it and with its end."""
    document = tree.document
    opening = tree.inside(node.start)
    run = _RUN.match(document.view, opening)
    if not run:
        return
    indent = run.start(1) - opening
    if indent:
        yield Edit(Span(opening, run.start(1)), "")
    line_end = tree.last(node.start)
    info = document.view[run.end() : line_end]
    words = info.split()
    if len(words) > 1 or info != info.strip() or "{" in info:
        word = words[0].partition("{")[0] if words else ""
        yield Edit(Span(run.end(), line_end), word)
    last = node.end - 1
    for number in range(node.start + 1, node.end):
        at = tree.inside(number)
        blanks = len(document.view[at : tree.last(number)]) - len(
            document.view[at : tree.last(number)].lstrip(" ")
        )
        cut = min(indent, blanks)
        if number == last and _closes(document.view[at : tree.last(number)], run[1]):
            if document.view[at : tree.last(number)] != run[1]:
                yield Edit(Span(at, tree.last(number)), run[1])
            return
        if cut:
            yield Edit(Span(at, at + cut), "")
    while last > node.start and tree.is_blank(last):
        last -= 1
    yield Edit(_at(tree.last(last)), f"\n{tree.prefix(node.start)}{run[1]}")


def _closes(line: str, run: str) -> bool:
    text = line.strip()
    return (
        len(line) - len(line.lstrip(" ")) < 4
        and len(text) >= len(run)
        and not text.strip(run[0])
        and text != ""
    )


# Tables


def _table(tree: Tree, node: Node) -> Iterator[Edit]:
    """K10: as many cells in each row as in the header, and none that kramdown takes for a rule."""
    header = _cells(tree, node.start)
    for number in range(node.start + 2, node.end):
        start, end = tree.inside(number), tree.last(number)
        cells = _cells(tree, number)
        if not _PIPE.match(tree.document.view[start:end]):
            yield Edit(_at(start), "| ")
            yield Edit(_at(end), " |" * len(header))
        elif len(cells) < len(header):
            closed = _is_closed(tree.document.view[start:end])
            yield Edit(_at(end), (" |" if not closed else "") + " |" * (len(header) - len(cells)))
        elif len(cells) > len(header):
            yield Edit(Span(cells[len(header) - 1].end, end), "|" if len(header) > 1 else " |")
        if cells and all(_DASHES.match(tree.document.view[s:e]) for s, e in cells):
            for s, e in cells:
                yield Edit(Span(s, e), _literal_dashes(tree, tree.document.view[s:e]))


def _literal_dashes(tree: Tree, cell: str) -> str:
    """Dashes as the typographer shows them, none of them a rule's."""
    if tree.document.source.typographer:
        cell = cell.replace("---", "&#8212;").replace("--", "&#8211;")
    return cell.replace("-", "&#45;")


def _is_closed(row: str) -> bool:
    return bool(re.search(r"(?<!\\)\|[ \t]*\Z", row))


def _cells(tree: Tree, number: int) -> list[Span]:
    """The cells of a row as CommonMark's tables have them: divided at each pipe without a backslash."""
    start, end = tree.inside(number), tree.last(number)
    text = tree.document.view[start:end]
    bounds = [m.end() - 1 for m in _PIPE.finditer(text)]
    edges = [-1, *bounds, len(text)]
    spans = [Span(start + a + 1, start + b) for a, b in pairwise(edges)]
    if text.lstrip().startswith("|"):
        spans = spans[1:]
    if len(spans) > 1 and not tree.document.view[spans[-1].start : spans[-1].end].strip():
        spans = spans[:-1]
    return spans


# Headings


def _heading(tree: Tree, node: Node) -> Iterator[Edit]:
    """K15: a heading at the left edge, on one line, with a text."""
    document, token = tree.document, node.token
    assert token
    if token.markup not in ("=", "-"):
        yield from _atx(tree, node)
        return
    lines = range(node.start, node.end - 1)
    text = document.view[tree.inside(node.start) : tree.last(node.end - 2)]
    under = document.view[tree.inside(node.end - 1) : tree.last(node.end - 1)]
    if len(lines) == 1 and not text[:1].isspace() and not under[:1].isspace() and "|" not in text:
        return
    level = "#" if token.markup == "=" else "##"
    first = tree.inside(node.start)
    blanks = len(text) - len(text.lstrip(" \t"))
    yield Edit(Span(first, first + blanks), f"{level} ")
    for above, number in pairwise(lines):
        at = tree.inside(number)
        rest = document.view[at : tree.last(number)]
        end = at + len(rest) - len(rest.lstrip(" \t"))
        yield Edit(Span(tree.last(above), end), "<br>" if document.source.hard_breaks else " ")
    yield Edit(Span(tree.last(node.end - 2), tree.last(node.end - 1)), "")


def _atx(tree: Tree, node: Node) -> Iterator[Edit]:
    start, end = tree.inside(node.start), tree.last(node.start)
    text = tree.document.view[start:end]
    match = _HASHES.match(text)
    if not match:
        return
    if not text[match.end() :].strip("# \t"):
        level = len(match[2])
        prefix = tree.prefix(node.start)
        html = f"{{::nomarkdown}}\n{prefix}<h{level}></h{level}>\n{prefix}{{:/nomarkdown}}\n{prefix.rstrip()}"
        yield Edit(Span(start, end), html)
    elif match[1]:
        yield Edit(Span(start, start + len(match[1])), "")

"""Fenced code: rule E3."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token as Block

from ..blocks import line_starts
from ..body import Edit, Span
from ..notations.fences import BLANK, Fence
from .containers import Container, containers
from .document import Document, parsed

_VERBATIM = re.compile(r"\s*<(?:(?:pre|script|style|textarea)[\s>]|!|\?)", re.IGNORECASE)
_INDENT = re.compile(r"(?m)^[ \t]*(?=\S)")


class _Line(NamedTuple):
    """A line of code: its offset, its text, and where in the text its code begins, to Hexo."""

    start: int
    text: str
    inside: int


def hexo_fences_kept(document: Document) -> Iterator[Edit]:
    """E3: set anew the fences that Hexo takes for code before Markdown and the target not, or not as far.

    Such a block gets the indentation of the list item or quote in which the source shows it, its lines without
    what they were all indented by, and a longer run where a line of the code would end it. Behind a line of raw
    HTML it gets a blank line.
    """
    doubtful = [fence for fence in document.fences if not _plain(document, fence)]
    if not doubtful:
        return
    blocks = parsed(document.masked)[0]
    starts = line_starts(document.masked)
    tree = containers(blocks, lambda n: document.masked[starts[n] : starts[n + 1]])
    html = _html_blocks(document)
    seen = {block.map[0]: block for block in blocks if block.type == "fence" and block.map}
    for fence in doubtful:
        lines = _code(document.masked, fence)
        first, last = (bisect_right(starts, at) - 1 for at in (fence.span.start, max(fence.span.end - 1, 0)))
        number = document.number_at(fence.span.start)
        there = seen.get(first)
        if (
            there is None
            or there.map != [first, last + 1]
            or _kinds(tree, first) != _kinds(document.containers, number)
            or _dedented(there.content.split("\n")[:-1]) != [line.text[line.inside :] for line in lines]
        ):
            prefix = document.containers.around(number)[-1].prefix
            yield from _set_anew(document, fence, lines, prefix, _enclosing(html, number))


def _plain(document: Document, fence: Fence) -> bool:
    """Whether every renderer sees the fence: at the left edge, and no raw HTML in the post it could stand in."""
    text = document.masked
    closing = text[fence.code.end : fence.span.end]
    return (
        not fence.prefix
        and fence.run[0] not in fence.info[:1]
        and closing.rstrip(" \t") == fence.run
        and not _ends_early(fence, text[fence.code.start : fence.code.end])
        and not document.has_html_line
    )


def _ends_early(fence: Fence, code: str) -> int:
    """The length of the longest run in the code that would end the fence, or 0."""
    if fence.run not in code:
        return 0
    found = re.finditer(rf"(?m)^[ \t>]*({re.escape(fence.run[0])}{{{len(fence.run)},}})[ \t]*$", code)
    return max((len(run[1]) for run in found), default=0)


def _code(text: str, fence: Fence) -> list[_Line]:
    """The lines of code as Hexo shows them: quote marks off, then the common indentation."""
    depth = fence.prefix.count(">")
    quoted = re.compile(rf"(?:{BLANK}*>){{0,{depth}}}(?:{BLANK}|$)") if depth else None
    found = []
    start = fence.code.start
    code = text[start : fence.code.end]
    for line in code.split("\n")[:-1]:
        match = quoted.match(line) if quoted else None
        found.append(_Line(start, line, match.end() if match else 0))
        start += len(line) + 1
    width = _indent(line.text[line.inside :] for line in found)
    return [
        line._replace(inside=line.inside + min(width, _leading(line.text[line.inside :]))) for line in found
    ]


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _indent(lines: Sequence[str] | Iterator[str]) -> int:
    return min((len(blanks) for blanks in _INDENT.findall("\n".join(lines))), default=0)


def _dedented(lines: list[str]) -> list[str]:
    width = _indent(lines)
    return [line[min(width, _leading(line)) :] for line in lines]


def _html_blocks(document: Document) -> list[Block]:
    """The HTML blocks of the view that have several lines."""
    return [b for b in document.blocks if b.type == "html_block" and b.map and b.map[1] > b.map[0] + 1]


def _enclosing(html: list[Block], number: int) -> Block | None:
    """The HTML block that a line is in, not being its first."""
    place = bisect_left(html, number, key=lambda b: b.map[0] if b.map else 0) - 1
    block = html[place] if place >= 0 else None
    return block if block and block.map and number < block.map[1] else None


def _kinds(tree: Container, number: int) -> list[str]:
    return [container.kind for container in tree.around(number)]


def _set_anew(
    document: Document, fence: Fence, lines: list[_Line], prefix: str, html: Block | None
) -> Iterator[Edit]:
    if html and _VERBATIM.match(html.content):
        return
    code = document.masked[fence.code.start : fence.code.end]
    more = max(_ends_early(fence, code) + 1 - len(fence.run), 0) if _ends_early(fence, code) else 0
    blank = prefix.rstrip() + "\n" if html else ""
    opening = fence.span.start + len(fence.prefix)
    if not fence.prefix.strip(" \t>"):
        yield from _changed(document.masked, fence.span.start, opening, blank + prefix)
    if more:
        yield Edit(Span(opening, opening), fence.run[0] * more)
    for line in lines:
        own = prefix if line.text[line.inside :].strip() else prefix.rstrip()
        yield from _changed(document.masked, line.start, line.start + line.inside, own)
    yield from _changed(
        document.masked, fence.code.end, fence.span.end, prefix + fence.run + fence.run[0] * more
    )


def _changed(text: str, start: int, end: int, new: str) -> Iterator[Edit]:
    if text[start:end] != new:
        yield Edit(Span(start, end), new)

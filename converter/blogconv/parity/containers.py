"""Where the text of quotes and list items begins in their lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token as Block

_MARKER = re.compile(r"( {0,3}(?:[-*+]|[0-9]{1,9}[.)]))( *)")


@dataclass(slots=True)
class Container:
    """A quote or a list item with its half-open range of lines.

    `prefix` is what a further line carries before the text in it, those of the containers around included; `inside`
    says where in the first line, tabs expanded, its text begins.
    """

    kind: str
    start: int
    end: int
    prefix: str
    inside: int
    parent: Container | None = None
    children: list[Container] = field(default_factory=list)

    def around(self, line: int) -> list[Container]:
        """The containers that hold a line, from the outermost, this one first."""
        found = [self]
        while children := found[-1].children:
            place = bisect_right(children, line, key=lambda c: c.start) - 1
            if place < 0 or line >= children[place].end:
                break
            found.append(children[place])
        return found


def containers(blocks: Sequence[Block], line_of: Callable[[int], str]) -> Container:
    """The tree of quotes and list items; its root is the document."""
    root = Container("document", 0, 1 << 60, "", 0)
    at = root
    for block in blocks:
        if block.type in ("blockquote_open", "list_item_open") and block.map:
            line = line_of(block.map[0]).rstrip("\n").expandtabs(4)
            begin = at.inside if at.start == block.map[0] and at.parent else skip_prefix(line, at.prefix)
            prefix, inside = _own_prefix(block, line, begin)
            child = Container(
                block.type.removesuffix("_open"), block.map[0], block.map[1], at.prefix + prefix, inside, at
            )
            at.children.append(child)
            at = child
        elif block.type in ("blockquote_close", "list_item_close") and at.parent:
            at = at.parent
    return root


def skip_prefix(line: str, prefix: str) -> int:
    """How much of a container's prefix stands at the beginning of `line`; lazy lines have less than all."""
    at = 0
    for char in prefix:
        if char == ">":
            mark = at + len(line[at:]) - len(line[at:].lstrip(" "))
            if not line.startswith(">", mark):
                return at
            at = mark + 1
        elif line.startswith(" ", at):
            at += 1
    return at


def _own_prefix(block: Block, line: str, begin: int) -> tuple[str, int]:
    if block.type == "blockquote_open":
        mark = line.find(">", begin)
        return "> ", mark + (2 if line.startswith(" ", mark + 1) else 1)
    marker = _MARKER.match(line, begin)
    if not marker:
        return "  ", begin
    blanks = len(marker[2])
    if blanks > 4 or marker.end() == len(line):
        blanks = 1
    width = len(marker[1]) + max(blanks, 1)
    return " " * width, begin + width

"""The blocks of a document as a tree, and where their lines begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token as Block

from .containers import skip_prefix
from .document import Document

LISTS = ("bullet_list", "ordered_list")
_LEAVES = ("fence", "code_block", "html_block", "hr")


@dataclass(slots=True)
class Node:
    """A block: markdown-it's type without `_open`, its half-open range of lines with no blank lines at its end."""

    type: str
    start: int
    end: int
    token: Block | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, outer before inner."""
        yield self
        for child in self.children:
            yield from child.walk()


class Tree:
    """The blocks of a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = Node("document", 0, max(len(document.lines) - 1, 0))
        at = self.root
        for token in document.blocks:
            if token.nesting > 0 or token.type in _LEAVES:
                first, last = token.map or (at.start, at.end)
                node = Node(
                    token.type.removesuffix("_open"), first, self._trimmed(first, last, token), token, at
                )
                at.children.append(node)
                at = node if token.nesting > 0 else at
            elif token.nesting < 0 and at.parent:
                at = at.parent

    def _trimmed(self, first: int, last: int, token: Block) -> int:
        if token.type in ("fence", "html_block"):
            return last
        while last > first + 1 and self.is_blank(last - 1):
            last -= 1
        return last

    def is_blank(self, number: int) -> bool:
        """Whether a line holds nothing but quote marks."""
        return not self.document.line(number).strip(" \t\n>")

    def prefix(self, number: int, *, outside: bool = False) -> str:
        """What a line carries before its text; `outside` the container that begins on it."""
        around = self.document.containers.around(number)
        while outside and len(around) > 1 and around[-1].start == number:
            around.pop()
        return around[-1].prefix

    def inside(self, number: int) -> int:
        """The offset of a line's text behind the marks of its containers."""
        around = self.document.containers.around(number)
        line = self.document.line(number)
        inner = around[-1]
        wide = line.expandtabs(4)
        column = inner.inside if inner.parent and inner.start == number else skip_prefix(wide, inner.prefix)
        return self.document.lines[number] + offset_of(line, column)

    def start(self, number: int) -> int:
        """The offset of a line."""
        return self.document.lines[number]

    def last(self, number: int) -> int:
        """The offset of a line's end, before its newline."""
        line = self.document.line(number)
        return self.document.lines[number] + len(line.rstrip("\n"))


def offset_of(line: str, column: int) -> int:
    """How many characters of `line` fill `column` columns."""
    at = 0
    for offset, char in enumerate(line):
        if at >= column or char == "\n":
            return offset
        at += 4 - at % 4 if char == "\t" else 1
    return len(line)

"""What a kramdown document consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...body import Span
from .patterns import merge
from .source import Line, Source


@dataclass(slots=True)
class Element:
    """An HTML element of a block: where its tags stand in its source, and what kramdown reads in it.

    `model` is raw, span or block. `blocks` are the blocks of one with a block model, `elements` those elements
    inside a raw one that are not raw throughout.
    """

    name: str
    start: int
    inside: int
    model: str = "raw"
    closed: bool = False
    close: int = 0
    end: int = 0
    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    @property
    def is_raw(self) -> bool:
        """Whether kramdown reads nothing in it."""
        return self.model == "raw" and not self.elements


@dataclass(slots=True)
class Block:
    """A block from `start` to `end` in its source.

    `kind` is paragraph, heading, code, quote, list, item, definitions, definition, html, comment, nomarkdown, math,
    table, rule, blank, note, or end: what leaves nothing behind (an attribute list, a definition, a `^`), which
    `mark` then names. `lines` are those of a paragraph, of code, of a formula. `transparent` is a paragraph without
    `<p>`.
    """

    kind: str
    source: Source
    start: int
    end: int = 0
    lines: list[Line] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)
    ial: dict[str, str] = field(default_factory=dict)
    level: int = 0
    mark: str = ""
    transparent: bool = False
    fenced: bool = False
    ordered: bool = False
    element: Element | None = None
    table: Table | None = None

    @property
    def text(self) -> str:
        """The text of a paragraph, a code block, a formula."""
        return "\n".join(line.text for line in self.lines)

    def walk(self) -> Iterator[Block]:
        """The block and all below it."""
        yield self
        below = [*self.children, *(_inside(self.element) if self.element else ())]
        for child in below:
            yield from child.walk()

    def span(self) -> Span:
        """Its place in the document."""
        return Span(self.source.place(self.start), self.source.place(max(self.start, self.end - 1)))


def _inside(element: Element) -> Iterator[Block]:
    yield from element.blocks
    for inner in element.elements:
        yield from _inside(inner)


@dataclass(slots=True)
class Table:
    """The rows of a table by its parts (thead, tbody, tfoot), the alignment of its columns, and how many it has."""

    parts: list[tuple[str, list[Row]]]
    alignment: list[str]
    columns: int


@dataclass(slots=True)
class Row:
    """A row: its line's offset in the source, and its cells as kramdown divides the line."""

    start: int
    cells: list[str]


@dataclass(slots=True)
class Definitions:
    """What a document defines: links by label with address and title, abbreviations, footnotes, attribute lists."""

    links: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)

    def resolved(self, ial: dict[str, str]) -> dict[str, str]:
        """Attributes with those of the lists that they refer to."""
        if "" not in ial:
            return ial
        found: dict[str, str] = {}
        for name in ial[""].split():
            merge(found, {key: value for key, value in self.lists.get(name, {}).items() if key})
        merge(found, {key: value for key, value in ial.items() if key})
        return found

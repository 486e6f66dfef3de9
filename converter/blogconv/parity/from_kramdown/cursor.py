"""Where a reader of kramdown's blocks stands, and what all its blocks share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...body import Span
from ..inline import Fuel, Tangled
from . import patterns as p
from .source import Line, Source, document_source
from .tree import Block, Definitions, Element

_DEEPEST = 60
_INDENT = re.compile(r" {0,3}")


class Cursor:
    """A place in the text of a container. `masks` are the places of constructs, each a comment in the text."""

    steps: Sequence[Callable[[], bool]] = ()
    """The parsers of blocks, in kramdown's order: each says whether it took something."""

    def __init__(self, text: str, masks: Sequence[Span] = (), *, gfm: bool = True) -> None:
        self.definitions = Definitions()
        self.gfm = gfm
        self._masks = {span.start for span in masks}
        self._fuel = Fuel(10 * len(text))
        self._depth = 0
        self.source = document_source(text)
        self.pos = 0
        self._ial: dict[str, str] | None = None
        self.root = Block("root", self.source, 0, len(self.source.text))
        self._tree = self.root

    def _blocks(self, into: Block, lines: Sequence[Line] | None = None, close: Element | None = None) -> bool:
        """Read blocks into a container: from its own lines, or on in the same text until an element's end tag."""
        saved = self.source, self.pos, self._tree, self._ial
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Tangled
        if lines is not None:
            self.source, self.pos = Source(lines), 0
        self._tree, self._ial = into, None
        found = False
        while self.pos < len(self.source.text):
            self._fuel.spend(20)
            if close and self._at_close(close):
                found = True
                break
            before = self.pos
            if not any(step() for step in self.steps) or self.pos == before:
                self._loose_text()
        pos = self.pos
        self._depth -= 1
        self.source, self.pos, self._tree, self._ial = saved
        if lines is None:
            self.pos = pos
        return found

    def _at_close(self, element: Element) -> bool:
        """Whether the end tag of an element is next. Takes it."""
        match = _INDENT.match(self.source.text, self.pos)
        tag = p.CLOSE_TAG.match(self.source.text, match.end() if match else self.pos)
        if not tag or tag[1].lower() in p.SPAN_ELEMENTS or tag[1].lower() != element.name:
            return False
        element.close, self.pos = tag.start(), tag.end()
        return True

    def _add(self, kind: str, start: int, end: int) -> Block:
        block = Block(kind, self.source, start, end)
        if self._ial is not None:
            block.ial, self._ial = self._ial, None
        self._tree.children.append(block)
        self.pos = end
        return block

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.source.text, self.pos)

    def _attributes(self) -> re.Match[str] | None:
        """The attribute list of a block, where one is next."""
        if self.pos > self.source.last_brace or "{:" not in self.source.text[self.pos : self.pos + 5]:
            return None
        return self._match(p.IAL_START)

    def _line_end(self, pos: int) -> int:
        end = self.source.text.find("\n", pos)
        return len(self.source.text) if end < 0 else end + 1

    @property
    def _last(self) -> Block | None:
        return self._tree.children[-1] if self._tree.children else None

    def _after_boundary(self) -> bool:
        last = self._last
        bare_end = last is not None and last.kind == "end" and not last.mark
        return last is None or last.kind == "blank" or bare_end or self._ial is not None

    def _before_boundary(self) -> bool:
        done = self.pos >= len(self.source.text)
        return bool(done or self._match(p.BLANK) or self._match(p.END_MARK) or self._attributes())

    def _is_mask(self, pos: int) -> bool:
        """Whether a construct begins a line."""
        text = self.source.text
        at = pos
        while at < len(text) and text[at] in " \t":
            at += 1
        return bool(self._masks) and text[at : at + 1] in "<\ufffc" and self.source.place(at) in self._masks

    def _ends_lazy(self) -> bool:
        """Whether a line cannot go on with what stands above it."""
        if self._before_boundary() or self._is_mask(self.pos):
            return True
        return bool(self._match(p.HTML_EDGE))

    def _loose_text(self) -> None:
        """A line that begins no block, not even a paragraph: blanks and then a tab."""
        start = self.pos
        self.pos = self._line_end(start)
        block = Block("text", self.source, start, self.pos)
        block.lines = self.source.cut(start, self.pos)
        self._tree.children.append(block)

    def _lazy_lines(self, ends: Callable[[], bool]) -> list[Line]:
        """The line that is next and those that go on with it."""
        start = self.pos
        self.pos = self._line_end(start)
        while self.pos < len(self.source.text) and not ends():
            self._fuel.spend(20)
            self.pos = self._line_end(self.pos)
        return self.source.cut(start, self.pos)

    def spend(self, amount: int) -> None:
        """Pay for looking ahead."""
        self._fuel.spend(amount)

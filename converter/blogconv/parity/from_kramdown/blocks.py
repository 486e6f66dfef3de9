"""kramdown's blocks, read as gettalong/kramdown:lib/kramdown/parser/kramdown/*.rb and kramdown/parser-gfm read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...body import Span
from . import patterns as p
from .html import read_element
from .lists import Lists
from .source import Line
from .tables import TABLE_START, read_table
from .tree import Block, Element

_OWNERS = ("link", "abbreviation", "note")
"""Definitions that an attribute list right below them belongs to."""
_BLANKS = " \t\r\n\f\v\0"
_LONGEST_FENCE = 1000
"""A line of more characters opens no fence: kramdown would look long for its end."""


class Reader(Lists):
    """Reads a document: `blocks` into `root`, and what is defined in it."""

    def __init__(self, text: str, masks: Sequence[Span] = (), *, gfm: bool = True) -> None:
        super().__init__(text, masks, gfm=gfm)
        self.steps = (
            self._blank, self._code, self._fence, self._quote, self._atx, self._rule, self._list, self._definitions,
            self._html, self._setext, self._math, self._table, self._note, self._link, self._abbreviation,
            self._extension, self._end_mark, self._paragraph,
        )  # fmt: skip
        self._blocks(self.root)
        for block in self.root.walk():
            block.ial = self.definitions.resolved(block.ial)

    def _blank(self) -> bool:
        match = self._match(p.BLANK)
        if not match:
            return False
        last = self._last
        if last and last.kind == "blank":
            last.end = self.pos = match.end()
        else:
            self._add("blank", self.pos, match.end())
        return True

    def _code(self) -> bool:
        if not self._match(p.INDENT):
            return False
        start = self.pos
        end = self._indented(start)
        if end == start:
            return False
        block = self._add("code", start, end)
        block.lines = _unindented(block.source.whole(start, end))
        return True

    def _indented(self, at: int) -> int:
        """Where the indented lines that begin at a place end, with blank lines between and lazy ones."""
        text = self.source.text
        end = at
        while at < len(text):
            blank = p.BLANK.match(text, at)
            at = blank.end() if blank else at
            begun = False
            while (indent := p.INDENT.match(text, at)) and text[indent.end() : self._line_end(at)].strip():
                at, begun = self._line_end(at), True
            if not begun:
                break
            while at < len(text) and text[at : self._line_end(at)].strip():
                self.pos, here = at, self.pos
                lazy = not (
                    self._attributes()
                    or self._match(p.HTML_EDGE)
                    or self._match(p.END_MARK)
                    or self._is_mask(at)
                )
                self.pos = here
                if not lazy:
                    break
                at = self._line_end(at)
            end = at
            self._fuel.spend(20)
        return end

    def _fence(self) -> bool:
        pattern = p.FENCE if self.gfm else p.PLAIN_FENCE
        if not self._match(p.FENCE_START) or self._line_end(self.pos) - self.pos > _LONGEST_FENCE:
            return False
        self._fuel.spend(200)
        match = self._match(pattern)
        if not match:
            self._fuel.spend(len(self.source.text) - self.pos)
            return False
        block = self._add("code", self.pos, match.end())
        block.fenced = True
        block.mark = match[4] or ""
        block.lines = block.source.whole(*match.span(5)) if match[5] else []
        return True

    def _quote(self) -> bool:
        if not self._match(p.QUOTE):
            return False
        start = self.pos
        lines = self._lazy_lines(self._ends_lazy)
        block = self._add("quote", start, self.pos)
        self._blocks(block, [_without(p.QUOTE, line) for line in lines])
        return True

    def _atx(self) -> bool:
        match = self._match(p.ATX)
        if not match or (self.gfm and not match[2]) or not match[3].strip():
            return False
        if not self.gfm and not self._after_boundary():
            return False
        text, ident = _header(match[3])
        cut = re.sub(r"[\t ]#+\Z" if self.gfm else r"(?<!\\)#+\Z", "", text).rstrip(_BLANKS)
        if not cut:
            return False
        block = self._add("heading", self.pos, match.end())
        block.level, block.mark = len(match[1]), ident
        begin = match.start(3)
        block.lines = block.source.cut(begin, begin + len(cut))
        return True

    def _rule(self) -> bool:
        match = self._match(p.RULE)
        return bool(match) and bool(self._add("rule", self.pos, match.end()))  # type: ignore[union-attr]

    def _setext(self) -> bool:
        match = self._match(p.SETEXT)
        if not match or not self._after_boundary():
            return False
        text, ident = _header(match[1])
        if not text:
            return False
        block = self._add("heading", self.pos, match.end())
        block.level, block.mark = 2 if match[2] == "-" else 1, ident
        block.lines = block.source.cut(match.start(1), match.start(1) + len(text))
        return True

    def _math(self) -> bool:
        match = self._match(p.MATH)
        if not match or not self._after_boundary() or match[1]:
            return False
        start, self.pos = self.pos, match.end()
        if not self._before_boundary():
            self.pos = start
            return False
        block = self._add("math", start, match.end())
        block.lines = block.source.cut(*match.span(2))
        return True

    def _table(self) -> bool:
        if not TABLE_START.match(self.source.text, self.pos) or not self._after_boundary():
            return False
        ial, self._ial = self._ial, None
        read = read_table(self.source, self.pos, self._fuel)
        if not read:
            return False
        start, (table, self.pos) = self.pos, read
        if not self._before_boundary():
            self.pos = start
            return False
        block = self._add("table", start, self.pos)
        block.table, block.ial = table, ial or {}
        return True

    def _note(self) -> bool:
        match = self._match(p.NOTE)
        if not match:
            return False
        start = self.pos
        end = self._indented(match.end())
        first = self.source.cut(match.start(2), match.end() - 1)
        rest = self.source.whole(match.end(), end)
        block = self._add("note", start, end)
        self._blocks(block, [*first, *(_without(p.INDENT, line) for line in rest)])
        self.definitions.notes.add(match[1])
        self._end("note")
        return True

    def _end(self, mark: str) -> None:
        """What kramdown puts where a block of another kind was."""
        block = Block("end", self.source, self.pos, self.pos, mark=mark)
        self._tree.children.append(block)

    def _link(self) -> bool:
        match = self._match(p.LINK)
        if not match or re.search(r"[ \t]+[\"']", match[3] or ""):
            return False
        address = match[2] if match[2] is not None else match[3]
        self.definitions.links[normal_id(match[1])] = (address, match[5])
        self._add("end", self.pos, match.end()).mark = "link"
        return True

    def _abbreviation(self) -> bool:
        match = self._match(p.ABBREVIATION)
        if not match:
            return False
        self.definitions.abbreviations[match[1]] = match[2].strip()
        self._add("end", self.pos, match.end()).mark = "abbreviation"
        return True

    def _extension(self) -> bool:
        if match := self._match(p.ALD):
            self.definitions.lists.setdefault(match[1], {}).update(p.attributes(match[2]))
            self._add("end", self.pos, match.end()).mark = "ald"
            return True
        if match := self._match(p.EXTENSION):
            return self._generic(match)
        match = self._attributes()
        if not match:
            return False
        start, self.pos = self.pos, match.end()
        self._attribute_list(start, p.attributes(match[1]))
        return True

    def _attribute_list(self, start: int, found: dict[str, str]) -> None:
        """An attribute list, of the block right above it, else of the one that comes next."""
        last = self._last
        if not last or last.kind == "blank" or (last.kind == "end" and last.mark not in _OWNERS):
            self._ial = self._ial or {}
            p.merge(self._ial, found)
            return
        p.merge(last.ial, found)
        if not self._attributes():
            self._tree.children.append(Block("end", self.source, start, self.pos, mark="ial"))

    def _generic(self, match: re.Match[str]) -> bool:
        """`{::comment}` and its kin."""
        name = match[1]
        if name not in ("comment", "nomarkdown", "options"):
            return False
        start, end = self.pos, match.end()
        body = Span(end, end)
        if not match[3]:
            stop = re.compile(rf"(?m)^ {{0,3}}\{{:/(?:{name})?\}}[ \t]*\n").search(self.source.text, end)
            if not stop:
                return False
            body, end = Span(end, stop.start()), stop.end()
        if name == "options":
            self._add("end", start, end).mark = "options"
            return True
        block = Block(name, self.source, start, end)
        if not match[3]:
            block.lines = self.source.whole(*body)
            self._tree.children.append(block)
        self.pos = end
        return True

    def _end_mark(self) -> bool:
        match = self._match(p.END_MARK)
        return bool(match) and bool(self._add("end", self.pos, match.end()))  # type: ignore[union-attr]

    def _paragraph(self) -> bool:
        text = self.source.text
        head = re.compile(r" {0,3}[^ \t]").match(text, self.pos)
        if not head:
            return False
        start = self.pos
        lines = self._lazy_lines(self._ends_paragraph)
        while len(lines) > 1 and not lines[-1].text.strip(_BLANKS):
            lines.pop()
        if lines:
            tail = lines[-1]
            kept = tail.text.rstrip(_BLANKS)
            lines[-1] = Line(kept, tail.start, tail.end - (len(tail.text) - len(kept)))
        last = self._last
        if last and last.kind == "paragraph":
            last.lines += lines
            last.end = self.pos
            return True
        block = self._add("paragraph", start, self.pos)
        if lines:
            lines[0] = lines[0].with_text(lines[0].text.lstrip(_BLANKS))
        block.lines = lines
        return True

    def _ends_paragraph(self) -> bool:
        if self._ends_lazy() or self._match(p.DEFINITION):
            return True
        if not self.gfm:
            return False
        if any(self._match(x) for x in (p.BULLET, p.NUMBER, p.QUOTE, p.FENCE_START)):
            return True
        heading = self._match(p.ATX)
        return bool(heading and heading[2])

    # HTML

    def _html(self) -> bool:
        text = self.source.text
        if self._is_mask(self.pos):
            self._add("html", self.pos, self._line_end(self.pos))
            return True
        if match := p.COMMENT.match(text, self.pos):
            block = Block("html", self.source, self.pos, match.end())
            self._tree.children.append(block)
            self.pos = match.end()
            self._trailing_space()
            block.end = self.pos
            return True
        at = self.pos + len(text[self.pos : self.pos + 3]) - len(text[self.pos : self.pos + 3].lstrip(" "))
        tag = p.TAG.match(text, at) if text.startswith("<", at) else None
        if not tag or tag[1].lower() in p.SPAN_ELEMENTS:
            return False
        start = self.pos
        block = self._add("html", start, tag.end())
        element = block.element = read_element(self, tag)
        if not element.closed and element.name not in ("script", "style"):
            self._trailing_space()
        block.end = self.pos
        return True

    def _trailing_space(self) -> None:
        match = re.compile(r"[ \t]*\n").match(self.source.text, self.pos)
        self.pos = match.end() if match else self.pos

    def element_blocks(self, element: Element) -> None:
        """Read the blocks in an element up to its end tag, or to the end of the text."""
        holder = Block("element", self.source, self.pos)
        if not self._blocks(holder, close=element):
            element.close = self.pos
        element.blocks = holder.children


def normal_id(label: str) -> str:
    """A link label as kramdown compares it."""
    return re.sub(r"\s+", " ", label).lower()


def _without(pattern: re.Pattern[str], line: Line) -> Line:
    """A line without what its container puts before it."""
    match = pattern.match(line.text)
    return line.with_text(line.text[match.end() :]) if match else line


def _header(contents: str) -> tuple[str, str]:
    """The text of a heading, and the id that it gives itself."""
    text = contents.rstrip(_BLANKS)
    match = p.HEADING_ID.search(text)
    return (text[: match.start()].rstrip(_BLANKS), match[1]) if match else (text, "")


def _unindented(lines: Sequence[Line]) -> list[Line]:
    """Indented code as kramdown shows it: a lazy line goes on with the one above it."""
    out: list[Line] = []
    for line in lines:
        indent = p.INDENT.match(line.text)
        lazy = re.match(r" {0,3}\S", line.text)
        if lazy and out and not indent:
            out[-1] = Line(f"{out[-1].text} {line.text}", out[-1].start, line.end)
        else:
            out.append(line.with_text(line.text[indent.end() :] if indent else line.text))
    return out

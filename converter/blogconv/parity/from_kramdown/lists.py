"""kramdown's lists (gettalong/kramdown:lib/kramdown/parser/kramdown/list.rb)."""

from __future__ import annotations

import re

from . import patterns as p
from .cursor import Cursor
from .source import Line
from .tree import Block


class Lists(Cursor):
    """Reads lists and definition lists."""

    def _list(self) -> bool:
        for pattern, ordered in ((p.BULLET, False), (p.NUMBER, True)):
            if self._match(pattern):
                self._read_list(pattern, ordered)
                return True
        return False

    def _read_list(self, pattern: re.Pattern[str], ordered: bool) -> None:
        block = self._add("list", self.pos, self.pos)
        block.ordered = ordered
        items: list[list[list[Line]]] = []
        width, deepest = 0, 3
        ended = nested = blank = False
        while self.pos < len(self.source.text):
            self._fuel.spend(40)
            if blank and self._match(p.RULE):
                break
            if end := self._match(p.END_MARK):
                ended, self.pos = True, end.end()
                break
            head = self._match(pattern)
            if head and len(head[1]) - len(head[1].lstrip(" ")) <= deepest:
                item = Block("item", self.source, self.pos, head.end(), mark=head[1].strip())
                first, width = self._first_line(head, item)
                block.children.append(item)
                items.append([[first] if first.text else []])
                deepest, nested, blank = min(3, width - 1), _begins_list(first.text), False
                self.pos = head.end()
                continue
            if (line := self._content(width, lazy=not blank)) is not None:
                nested = _go_on(items[-1], line, width, nested=nested)
                blank = False
            elif gap := self._match(p.BLANK):
                nested = blank = True
                items[-1][-1] += self.source.cut(gap.start(), gap.end())
                self.pos = gap.end()
            else:
                break
            block.children[-1].end = self.pos
        block.end = self.pos
        self._finish_list(block, items, ended)

    def _first_line(self, head: re.Match[str], item: Block) -> tuple[Line, int]:
        """What stands behind a marker, and how wide the marker is with its blanks."""
        tail, width = head[2], len(head[1])
        line = self.source.cut(head.start(2), head.end(2))[0] if head[2] else Line("", 0, 0)
        if p.ONLY_IAL.match(f"{tail}\n"):
            width = 4
        else:
            while tabs := re.match(r"( *)(\t+)", tail):
                size = 4 - (len(tabs[1]) + width) % 4 + (len(tabs[2]) - 1) * 4
                tail = tabs[1] + " " * size + tail[tabs.end() :]
            width += len(tail) - len(tail.lstrip(" "))
        item.level = width - (len(head[1]) - len(head[1].lstrip(" ")))
        tail = tail.lstrip()
        if ial := p.ITEM_IAL.match(tail):
            item.ial = p.attributes(ial[1])
            tail = tail[ial.end() :]
        return line.with_text(tail), width

    def _content(self, width: int, *, lazy: bool) -> Line | None:
        """The next line, where it goes on with an item whose text is indented by `width`. Takes it."""
        text, start = self.source.text, self.pos
        end = self._line_end(start)
        line = text[start : end - 1]
        if not line.strip():
            return None
        indented = re.compile(
            rf"(?:(?:\t| {{4}}){{{width // 4}}} {{{width % 4}}}|(?:\t| {{4}}){{{width // 4 + 1}}})"
        )
        if not indented.match(line):
            depth = min(width, 3)
            space = len(line) - len(line.lstrip(" "))
            stops = space <= depth and (self._attributes() or self._match(p.HTML_EDGE))
            if not lazy or stops or self._is_mask(start):
                return None
        self.pos = end
        return self.source.cut(start, end)[0]

    def _finish_list(self, block: Block, items: list[list[list[Line]]], ended: bool) -> None:
        trailing: Block | None = None
        for item, segments in zip(block.children, items, strict=True):
            for lines in segments:
                self._blocks(item, lines)
            trailing = self._finish_item(block, item, ended)
        if trailing is not None and not ended:
            self._tree.children.append(trailing)

    def _finish_item(self, block: Block, item: Block, ended: bool) -> Block | None:
        children = item.children
        if not children:
            return None
        first = children[0]
        last_item = block.children[-1] is item
        if first.kind == "paragraph" and len(children) > 1 and children[1].kind == "end" and first.ial:
            del children[1]
        if first.kind == "paragraph":
            close = (
                len(children) < 2
                or children[1].kind != "blank"
                or (last_item and len(children) == 2 and not ended)
            )
            others = block.children[:-1]
            first.transparent = close and (
                not last_item
                or len(block.children) == 1
                or any(
                    not i.children or i.children[0].kind != "paragraph" or i.children[0].transparent
                    for i in others
                )
            )
        return children.pop() if children[-1].kind == "blank" else None

    # Definition lists

    def _definitions(self) -> bool:
        children = self._tree.children
        if not self._match(p.DEFINITION) or not children or not _could_be_terms(children):
            return False
        loose = children[-1].kind == "blank"
        if loose:
            children.pop()
        terms = children.pop()
        block = Block("definitions", self.source, terms.start, self.pos, lines=terms.lines, ial=terms.ial)
        bodies = self._definition_lines(block, loose=loose)
        block.end = self.pos
        trailing: Block | None = None
        for item, lines in zip(block.children, bodies, strict=True):
            self._blocks(item, lines)
            if item.children:
                trailing = item.children.pop() if item.children[-1].kind == "blank" else None
            if item.children and item.children[0].kind == "paragraph":
                item.children[0].transparent = item.mark != "loose"
        self._join_definitions(block)
        if trailing is not None:
            self._tree.children.append(trailing)
        return True

    def _definition_lines(self, block: Block, *, loose: bool) -> list[list[Line]]:
        """The lines of the definitions that begin here, which become children of `block`."""
        width, blank, deepest = 0, False, 3
        bodies: list[list[Line]] = []
        while self.pos < len(self.source.text):
            self._fuel.spend(40)
            head = self._match(p.DEFINITION)
            if head and len(head[1]) - len(head[1].lstrip(" ")) <= deepest:
                item = Block("definition", self.source, self.pos, head.end(), mark="loose" if loose else "")
                first, width = self._first_line(head, item)
                deepest = min(3, width - 1)
                block.children.append(item)
                bodies.append([first] if first.text else [])
                self.pos, blank, loose = head.end(), False, False
            elif self._match(p.END_MARK):
                break
            elif (line := self._content(width, lazy=not blank)) is not None:
                text = re.sub(r"\A\t+", lambda m: "    " * len(m[0]), line.text)
                bodies[-1].append(line.with_text(text.removeprefix(" " * width)))
                blank = loose = False
            elif gap := self._match(p.BLANK):
                bodies[-1] += self.source.cut(gap.start(), gap.end())
                self.pos, blank, loose = gap.end(), True, True
            else:
                break
        return bodies

    def _join_definitions(self, block: Block) -> None:
        """Add a definition list to one right above it, else to the blocks."""
        children = self._tree.children
        if len(children) >= 2 and children[-1].kind == "blank" and children[-2].kind == "definitions":
            children.pop()
        if children and children[-1].kind == "definitions":
            children[-1].children += block.children
            children[-1].end = block.end
        else:
            children.append(block)


def _could_be_terms(children: list[Block]) -> bool:
    """Whether the text above is a paragraph, with at most one blank line below it."""
    last = children[-1]
    if last.kind == "paragraph":
        return True
    one = last.kind == "blank" and last.source.text[last.start : last.end] == "\n"
    return one and len(children) > 1 and children[-2].kind == "paragraph"


def _begins_list(text: str) -> bool:
    return bool(p.BULLET.match(f"{text}\n") or p.NUMBER.match(f"{text}\n"))


def _go_on(segments: list[list[Line]], line: Line, width: int, *, nested: bool) -> bool:
    """Add a line to an item whose text is indented by `width`. Returns whether the item has a list in it by now."""
    text = re.sub(r"\A\t+", lambda m: "    " * len(m[0]), line.text)
    inside = text.startswith(" " * width)
    text = text[width:] if inside else text
    begins = _begins_list(text)
    if begins and inside and not nested:
        segments.append([])
        nested = True
    elif begins and nested and not inside:
        text = " " * (width + 4) + text
    segments[-1].append(line.with_text(text))
    return nested

"""HTML blocks, as gettalong/kramdown:lib/kramdown/parser/html.rb reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import patterns as p
from .tree import Element

if TYPE_CHECKING:
    from .blocks import Reader


def read_element(reader: Reader, tag: re.Match[str]) -> Element:
    """The element that a start tag begins. Moves the reader behind it."""
    name = tag[1].lower() if tag[1].lower() in p.KNOWN else tag[1]
    attrs = _attributes(tag[2])
    element = Element(name, tag.start(), tag.end())
    reader.pos = tag.end()
    wanted = p.MODELS.get(attrs.get("markdown", ""), "raw")
    element.model = p.model(name) if wanted == "default" else wanted
    element.closed = bool(tag[4]) or name in p.VOID_ELEMENTS
    if name in ("script", "style"):
        element.model = "raw"
        _skip_to(reader, element)
    elif element.closed:
        element.close = reader.pos
    elif element.model == "block":
        match = re.compile(r"[ \t]*\n").match(reader.source.text, reader.pos)
        reader.pos = match.end() if match else reader.pos
        reader.element_blocks(element)
    elif element.model == "span":
        _skip_to(reader, element)
    else:
        _raw(reader, element)
    element.end = reader.pos
    return element


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): m[2] or m[4] or "" for m in p.ATTRIBUTE.finditer(text)}


def end_tag(name: str) -> re.Pattern[str]:
    """The end tag of an element."""
    return re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)


def _skip_to(reader: Reader, element: Element) -> None:
    """To the end tag, whatever stands before it."""
    text = reader.source.text
    match = end_tag(element.name).search(text, reader.pos)
    element.close = match.start() if match else len(text)
    reader.pos = match.end() if match else len(text)
    reader.spend(0 if match else len(text) - element.inside)


def _raw(reader: Reader, element: Element) -> None:
    """The content of a raw element, in which only elements with `markdown="1"` are read."""
    text = reader.source.text
    open_elements = [element]
    while open_elements:
        reader.spend(20)
        found = p.RAW_START.search(text, reader.pos)
        if not found:
            reader.pos = len(text)
            while open_elements:
                _ended(open_elements, len(text), len(text))
            return
        at = found.start()
        skipped = p.COMMENT.match(text, at) or p.INSTRUCTION.match(text, at)
        if skipped:
            reader.pos = skipped.end()
        elif tag := p.TAG.match(text, at):
            _inner(reader, tag, open_elements)
        elif close := p.CLOSE_TAG.match(text, at):
            reader.pos = close.end()
            name = close[1].lower() if open_elements[-1].name in p.KNOWN else close[1]
            if name == open_elements[-1].name:
                _ended(open_elements, at, close.end())
        else:
            reader.pos = at + 1


def _ended(open_elements: list[Element], close: int, end: int) -> None:
    ended = open_elements.pop()
    ended.close, ended.end = close, end
    if open_elements and not ended.is_raw:
        open_elements[-1].elements.append(ended)


def _inner(reader: Reader, tag: re.Match[str], open_elements: list[Element]) -> None:
    """A start tag inside raw content."""
    name = tag[1].lower() if tag[1].lower() in p.KNOWN else tag[1]
    attrs = _attributes(tag[2])
    wanted = p.MODELS.get(attrs.get("markdown", ""), "raw")
    model = p.model(name) if wanted == "default" else wanted
    closed = bool(tag[4]) or name in p.VOID_ELEMENTS
    if closed:
        reader.pos = tag.end()
    elif model != "raw" or name in ("script", "style"):
        inner = read_element(reader, tag)
        if not inner.is_raw:
            open_elements[-1].elements.append(inner)
    else:
        open_elements.append(Element(name, tag.start(), tag.end()))
        reader.pos = tag.end()

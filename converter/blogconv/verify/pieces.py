"""A page's content as a sequence of pieces: headings, paragraphs, items, cells, code, and what holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from .callouts import Callout, callout
from .code import CodeBlock, code_block
from .elements import (
    BLOCKS,
    Element,
    classes,
    footnote_mark,
    is_back_link,
    is_footnote_reference,
    is_footnotes,
    is_furniture,
    text_of,
)
from .tabs import TITLE, join

CONTAINERS = {"callout", "fold", "quote", "footnote", "tab"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_GONE = "blogconv-gone"
_STRIPPED = ("script", "style", "template", "nav", "button", "svg", "noscript", "form")
_CONTENTS = {"toc", "table-of-contents", "post-toc", "markdown-toc"}
_CONTENTS_IDS = ("TableOfContents", "markdown-toc")
"""Hugo's table of contents, and kramdown's."""
_LINE = "\x1f"
_BLANK = " \t\n\r\f\v\xa0"


class Piece(NamedTuple):
    """A stretch of text, or a container of such (callout, fold, quote, footnote, tab) with its title as text.

    `detail` is what a reader sees of it besides the text. `inside` is the index of the container around it,
    -1 for none.
    """

    kind: str
    text: str
    detail: Mapping[str, str]
    inside: int = -1

    @property
    def key(self) -> str:
        """What two pieces must have in common to be taken for the same one."""
        return self.text or f"\0{self.kind if self.kind not in CONTAINERS else ''}"


def prune(area: Element) -> None:
    """Take out of `area` what is not the writer's text: scripts, tables of contents, anchors of headings."""
    from lxml import etree

    for label in join(area):
        label.tag = _GONE
    etree.strip_elements(area, _GONE, *_STRIPPED, with_tail=False)
    for element in list(area.iter()):
        if element is area:
            continue
        if _is_beside_the_text(element):
            element.tag = _GONE
        elif is_footnote_reference(element):
            _replace(element, footnote_mark(element))
        elif "katex" in classes(element):
            _replace(element, _formula(element))
    etree.strip_elements(area, _GONE, with_tail=False)


def _is_beside_the_text(element: Element) -> bool:
    if is_furniture(element) or is_back_link(element) or "fold-arrow" in classes(element):
        return True
    if element.get("id") in _CONTENTS_IDS or classes(element) & _CONTENTS:
        return True
    parent = element.getparent()
    return (
        element.tag == "a" and parent is not None and parent.tag in _HEADINGS and _is_anchor(element, parent)
    )


def _is_anchor(link: Element, heading: Element) -> bool:
    """Whether a theme put `link` into `heading` so that a reader can link to it."""
    target, text = link.get("href") or "", text_of(link)
    own = {heading.get("id"), link.get("id"), link.get("name")} - {None, ""}
    if not target:
        return False
    return target.startswith("#") and (len(text) <= 1 or (target[1:] in own and text != text_of(heading)))


def _replace(element: Element, text: str) -> None:
    tail = element.tail
    element.clear()
    element.text, element.tail = text, tail


def _formula(element: Element) -> str:
    """What KaTeX set, as its author wrote it."""
    source = next((e for e in element.iter() if str(e.tag).endswith("annotation")), None)
    signs = "$$" if any(e.get("display") == "block" for e in element.iter()) else "$"
    return text_of(element) if source is None else f"{signs}{text_of(source)}{signs}"


@dataclass(slots=True)
class _Frame:
    """An open element that says what the text in it is."""

    element: Element
    kind: str
    detail: dict[str, str]
    inside: int
    depth: int = 0
    said: bool = False


@dataclass(slots=True)
class _Walk:
    types: Mapping[str, str]
    pieces: list[Piece] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    skipped: set[Element] = field(default_factory=set)
    notes: Element | None = None

    def start(self, element: Element) -> bool:
        """Take in the start of an element. True when what is in it has been dealt with."""
        if element in self.skipped:
            self.flush()
            return True
        block = code_block(element, bare=True) if element.tag in ("pre", "figure", "div") else None
        if block is not None:
            self.flush()
            self._code(block)
            return True
        if element.tag == "br":
            self.text.append(_LINE)
        elif element.tag == "input" and element.get("type") == "checkbox" and not element.get("aria-label"):
            self.text.append("☐ " if element.get("checked") is None else "☑ ")
        elif element.tag in BLOCKS:
            self.flush()
            self._open(element)
        self.text.append(element.text or "")
        return False

    def end(self, element: Element, tail: str) -> None:
        """Take in the end of an element and the text behind it."""
        if element.tag in BLOCKS or element in self.skipped:
            self.flush()
        if self.frames[-1].element is element and len(self.frames) > 1:
            frame = self.frames.pop()
            if frame.kind == "cell" and not frame.said:
                self.pieces.append(Piece("cell", "", frame.detail, frame.inside))
        self.text.append(tail)

    def _code(self, block: CodeBlock) -> None:
        detail = {"language": canonical_language(block.language), "caption": block.caption}
        self.pieces.append(Piece("code", block.text, detail, self.frames[-1].inside))

    def _open(self, element: Element) -> None:
        tag, frame = element.tag, self.frames[-1]
        if tag in _HEADINGS:
            self._frame(element, "heading", {"level": tag[1], "id": heading_id(element)})
        elif tag in ("td", "th"):
            self._frame(element, "cell", {"cell": tag, "align": _alignment(element)})
        elif tag == "li" and self.notes is not None and frame.element is self.notes:
            self._container(element, "footnote", "", {})
        elif tag in ("li", "dt", "dd"):
            self._frame(element, "item", _item(element, frame.depth), frame.depth + 1)
        elif is_footnotes(element):
            self.notes = element
            self.skipped.update(e for e in element.iter(*_HEADINGS))
            self._frame(element, "paragraph", {})
        else:
            self._open_container(element)

    def _open_container(self, element: Element) -> None:
        found = callout(element, self.types)
        if found is not None:
            self._callout(element, found)
        elif element.get(TITLE) is not None:
            self._container(element, "tab", element.get(TITLE), {})
        elif element.tag == "details" or "fold" in classes(element):
            head = next((e for e in element if e.tag == "summary" or "fold-title" in classes(e)), None)
            self.skipped.update(() if head is None else (head,))
            shown = "" if head is None else text_of(head)
            fold = "closed" if element.get("open") is None else "open"
            self._container(element, "fold", shown, {"fold": fold})
        elif element.tag == "blockquote":
            self._container(element, "quote", "", {})

    def _callout(self, element: Element, found: Callout) -> None:
        if found.head is not None:
            self.skipped.add(found.head)
        detail = {"type": found.type, "fold": found.fold, "notation": "literal" if found.literal else ""}
        self._container(element, "callout", found.title, detail)

    def _container(self, element: Element, kind: str, title: str, detail: dict[str, str]) -> None:
        self.pieces.append(Piece(kind, title, detail, self.frames[-1].inside))
        self.frames.append(_Frame(element, "paragraph", {}, len(self.pieces) - 1))

    def _frame(self, element: Element, kind: str, detail: dict[str, str], depth: int = 0) -> None:
        self.frames.append(_Frame(element, kind, detail, self.frames[-1].inside, depth))

    def flush(self) -> None:
        """End the text that was being gathered."""
        lines = [_one_line(line) for line in "".join(self.text).split(_LINE)]
        self.text.clear()
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            del lines[0]
        if not lines:
            return
        frame = self.frames[-1]
        detail = dict(frame.detail)
        if len(lines) > 1:
            detail["line breaks"] = str(len(lines) - 1)
        self.pieces.append(Piece(frame.kind, " ".join(filter(None, lines)), detail, frame.inside))
        if frame.kind == "item" and not frame.said:
            frame.detail = {"list": frame.detail["list"], "depth": frame.detail["depth"], "part": "later"}
        frame.said = True


def pieces_of(area: Element, types: Mapping[str, str]) -> tuple[Piece, ...]:
    """The pieces of a pruned content area in document order. `types` maps words to callout types."""
    from lxml import etree

    walk = _Walk(types)
    walk.frames.append(_Frame(area, "paragraph", {}, -1))
    walk.text.append(area.text or "")
    events = etree.iterwalk(area, events=("start", "end"))
    for event, element in events:
        if element is area:
            continue
        if event == "end":
            walk.end(element, element.tail or "")
        elif walk.start(element):
            events.skip_subtree()
    walk.flush()
    return tuple(walk.pieces)


def heading_id(element: Element) -> str:
    """The id of a heading, which some themes put on an anchor in it."""
    if element.get("id"):
        return str(element.get("id"))
    inner = next((e for e in element.iter("a", "span") if e.get("id") or e.get("name")), None)
    return "" if inner is None else str(inner.get("id") or inner.get("name"))


@cache
def canonical_language(word: str) -> str:
    """One name for all words that highlighters have for a language: `js` and `javascript` are one."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return str(get_lexer_by_name(word).name).lower() if word else ""
    except ClassNotFound:
        return word


def _one_line(text: str) -> str:
    text = re.sub(f"[{_BLANK}]+", " ", text).strip(" ")
    return re.sub(r"\\[()]", "$", re.sub(r"\\[\[\]]", "$$", text)) if "\\" in text else text


def _item(element: Element, depth: int) -> dict[str, str]:
    parent = element.getparent()
    kind = parent.tag if element.tag == "li" else element.tag
    first = element.getprevious() is None
    start = parent.get("start") or "1" if kind == "ol" and first else ""
    return {"list": kind, "depth": str(depth), "start": start}


def _alignment(element: Element) -> str:
    style = re.search(r"text-align:\s*(\w+)", element.get("style") or "")
    return style[1] if style else element.get("align") or ""

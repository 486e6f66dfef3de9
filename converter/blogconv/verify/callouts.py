"""Callouts in built pages, as the engines and their themes render them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .elements import Element, classes, text_of


class Callout(NamedTuple):
    """A callout: neutral type, title ("" where none is shown), fold ("", open, closed).

    `head` is the element that shows the title. `literal` says that the reader sees the notation itself.
    """

    type: str
    title: str
    fold: str
    head: Element | None
    literal: bool = False


class _Shape(NamedTuple):
    """How one family writes a callout: its class, where the type stands, the class of the title."""

    base: str
    attribute: str = ""
    prefix: str = ""
    title: str = ""


_SHAPES = (
    _Shape("bc-callout", "data-type", "bc-callout-", "bc-callout-title"),
    _Shape("callout", "data-callout", "callout-", "callout-title"),  # Obsidian Publish, Quartz
    _Shape("markdown-alert", "", "markdown-alert-", "markdown-alert-title"),  # GitHub
    _Shape("theme-admonition", "", "theme-admonition-", "admonition-heading"),  # Docusaurus
    _Shape("admonition", "", "", "admonition-title"),  # hexo-admonition, LoveIt, Python-Markdown
    _Shape("alert", "", "alert-", "alert-heading"),  # Bootstrap, Docsy
    _Shape("custom-block", "", "", "custom-block-title"),  # VitePress, markdown-it-container
    _Shape("book-hint", "", "", "book-hint-title"),  # hugo-book
    _Shape("message", "", "is-", "message-header"),  # Bulma, Icarus
    _Shape("note colorful", "color", "", "title"),  # Stellar
    _Shape("note", "", "note-", "note-title"),  # NexT, Butterfly, Fluid, Volantis
    _Shape("", "", "prompt-", ""),  # Chirpy
    _Shape("", "", "notice--", ""),  # Minimal Mistakes
    _Shape("notice"),
)
_TAGS = {"div", "section", "aside", "article", "blockquote", "details", "p"}
_NOISE = {
    "open", "flat", "modern", "simple", "disabled", "icon", "no-icon", "icon-padding", "fade", "show",
    "alert-dismissible", "message-immersive", "is-collapsible", "is-collapsed", "details", "fold",
    "block", "tag-plugin", "v5",
}  # fmt: skip
_COLOURS = {
    "red": "danger", "orange": "caution", "yellow": "warning", "green": "success", "cyan": "info",
    "aqua": "info", "dark": "note", "blue": "info", "purple": "important", "grey": "note", "gray": "note",
}  # fmt: skip
_LITERAL = re.compile(r"\s*\[!([\w-]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*([^\n]*)")


def callout(element: Element, types: Mapping[str, str]) -> Callout | None:
    """The callout that `element` is, or None. `types` maps words to neutral types.

    The mark of a literal `[!NOTE]` is cut from the element's text.
    """
    if element.tag not in _TAGS:
        return None
    found = classes(element)
    shape = next((s for s in _SHAPES if _fits(s, element, found)), None)
    if shape is None:
        return _literal(element, types) if element.tag == "blockquote" else None
    kind = _type(shape, element, types)
    head = _head(shape, element)
    title = "" if head is None else text_of(head)
    return Callout(kind, _shown(title, kind, types), _fold(element), head)


def _fits(shape: _Shape, element: Element, found: set[str]) -> bool:
    if not shape.base:
        return any(word.startswith(shape.prefix) for word in found)
    if not found.issuperset(shape.base.split()):
        return False
    return shape.base in ("note", "notice") or element.tag != "p"


def _type(shape: _Shape, element: Element, types: Mapping[str, str]) -> str:
    named = element.get(shape.attribute) if shape.attribute else None
    if named:
        return neutral(named, types)
    words = [
        w for w in (element.get("class") or "").split() if w not in shape.base.split() and w not in _NOISE
    ]
    prefixed = [w.removeprefix(shape.prefix) for w in words if shape.prefix and w.startswith(shape.prefix)]
    known = (neutral(w, types) for w in prefixed + words if _known(w, types))
    return next(known, None) or (prefixed or words or ["note"])[0]


def _known(word: str, types: Mapping[str, str]) -> bool:
    return word.lower() in types or word.lower() in _COLOURS


def neutral(word: str, types: Mapping[str, str]) -> str:
    """The neutral callout type that `word` means, or the word itself in lower case."""
    word = word.strip().lower()
    return types.get(word) or _COLOURS.get(word, word)


def _head(shape: _Shape, element: Element) -> Element | None:
    if element.tag == "details":
        return element.find("summary")
    if shape.title:
        marked = next((e for e in element.iter() if shape.title in classes(e)), None)
        if marked is not None:
            return marked
    return _bold_paragraph(element)


def _bold_paragraph(element: Element) -> Element | None:
    """The first paragraph where it is one bold phrase: how themes without titles are given one."""
    inner = element
    while len(inner) == 1 and inner[0].tag == "div" and not (inner.text or "").strip():
        inner = inner[0]
    first = next((e for e in inner if not _is_icon(e)), None)
    if first is None or first.tag != "p" or (inner.text or "").strip():
        return None
    lonely = len(first) == 1 and first[0].tag == "strong" and not (first.text or "").strip()
    return first if lonely and not (first[0].tail or "").strip() else None


def _is_icon(element: Element) -> bool:
    """Whether `element` is no text of the writer's: a comment, or drawn by the theme."""
    return (
        not isinstance(element.tag, str)
        or element.tag in ("i", "svg")
        or (element.tag == "span" and not text_of(element))
    )


def _shown(title: str, kind: str, types: Mapping[str, str]) -> str:
    """A title that only repeats the type is what engines show when there is none."""
    return "" if neutral(title, types) == kind else title


def _fold(element: Element) -> str:
    if element.tag == "details":
        return "closed" if element.get("open") is None else "open"
    mark = element.get("data-callout-fold")
    if mark in ("+", "-"):
        return "open" if mark == "+" else "closed"
    found = classes(element)
    if "details" in found:
        return "open" if "open" in found else "closed"
    return "closed" if "is-collapsed" in found else ""


def _literal(element: Element, types: Mapping[str, str]) -> Callout | None:
    place = (
        element[0] if len(element) and element[0].tag == "p" and not (element.text or "").strip() else element
    )
    match = _LITERAL.match(place.text or "")
    if not match:
        return None
    place.text = place.text[match.end() :]
    kind = neutral(match[1], types)
    fold = {"+": "open", "-": "closed"}.get(match[2], "")
    return Callout(kind, _shown(match[3].strip(), kind, types), fold, None, True)

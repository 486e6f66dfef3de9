"""What a built page's elements are: blocks, footnotes, the furniture that renderers put beside the text."""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""An element of lxml, whichever parser made it."""

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "codecap", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "footnotes", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "iframe", "legend", "li", "main", "menu",
    "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "script", "section", "source",
    "style", "summary", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "tr",
    "ul",
}  # fmt: skip
"""Elements that begin and end a line. The space beside their tags is not seen."""

_BACK_LINKS = {"footnote-backref", "reversefootnote", "footnote-back", "footnote-return"}


def classes(element: Element) -> set[str]:
    """The class words of an element."""
    return set((element.get("class") or "").split())


def text_of(element: Element) -> str:
    """The text inside an element on one line."""
    return " ".join("".join(element.itertext()).split())


def is_footnote_reference(element: Element) -> bool:
    """Whether a `sup` is the mark of a footnote."""
    if element.tag != "sup":
        return False
    link = element.find(".//a")
    if link is None:
        return False
    return bool(
        classes(element) & {"footnote-ref"}
        or classes(link) & {"footnote-ref", "footnote"}
        or "data-footnote-ref" in link.attrib
        or re.match(r"#(user-content-)?fn", link.get("href") or "")
    )


def footnote_mark(element: Element) -> str:
    """How the mark of a footnote is written in comparisons: `[fn1]`."""
    text = "".join(element.itertext())
    return f"[fn{''.join(re.findall(r'[0-9]', text)) or text.strip()}]"


def is_footnotes(element: Element) -> bool:
    """Whether an element holds the footnotes of a page."""
    return element.tag in ("div", "section") and bool(
        "footnotes" in classes(element)
        or element.get("role") == "doc-endnotes"
        or "data-footnotes" in element.attrib
        or element.get("id") == "footnotes"
    )


def is_back_link(element: Element) -> bool:
    """Whether a link leads from a footnote back to its mark."""
    return element.tag == "a" and bool(
        classes(element) & _BACK_LINKS
        or "data-footnote-backref" in element.attrib
        or element.get("role") == "doc-backlink"
        or element.get("rev") == "footnote"
    )


def is_furniture(element: Element) -> bool:
    """Whether a renderer added `element`: a heading's anchor, the excerpt's mark, the notes' rule."""
    if element.tag == "hr":
        return "footnotes-sep" in classes(element)
    if element.get("id") == "more":
        return element.tag in ("span", "a") and not len(element)
    return element.tag == "a" and bool(classes(element) & {"headerlink", "header-anchor"})

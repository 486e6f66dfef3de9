"""HTML reduced to what a reader sees, so that two engines' renderings of one text can be compared.

The rule is that of the render parity tests: code figures become plain text, the anchors that renderers put in
headings go, footnotes, URLs and white space are written one way.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, unquote

from .code import code_blocks
from .elements import (
    BLOCKS,
    Element,
    footnote_mark,
    is_back_link,
    is_footnote_reference,
    is_footnotes,
    is_furniture,
)

_KEPT = {
    "href", "src", "id", "title", "alt", "width", "height", "align", "start", "type", "checked", "colspan",
    "rowspan", "controls", "name", "open", "style", "color", "markdown",
}  # fmt: skip
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
}  # fmt: skip
_VERBATIM = {"pre", "textarea", "script", "style"}
_SPACE = " \t\n\r\f\v"
_WIDE = _SPACE + "\xa0"
_GONE, _OPENED = "blogconv-gone", "blogconv-opened"


def normalise(html: str) -> str:
    """`html`, a fragment, in the normal form. The normal form of a normal form is the same text.

    Broken nesting is mended as a browser does it. Needs html5lib and lxml.
    """
    root = _parse(html)
    _reduce(root)
    return _Writer().write(root)


def normal_url(url: str) -> str:
    """`url` percent-encoded one way, its host in lower case and never without a path."""
    match = re.match(r"(?i)((?:https?:)?//)([^/?#]*)(.*)", url.strip(), re.DOTALL)
    if match:
        rest = match[3] if match[3].startswith("/") else "/" + match[3]
        url = match[1].lower() + match[2].lower() + rest
    decoded = unquote(url, errors="surrogateescape")
    return quote(decoded, safe="/:?#[]@!$&'()*+,;=~%", errors="surrogateescape")


def _parse(html: str) -> Element:
    import html5lib
    from lxml import etree

    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    root = etree.Element("div")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that XML lacks; they are spelled another way
        pieces = parser.parseFragment(html)
    for piece in pieces:
        if isinstance(piece, str):
            _append_text(root, piece)
        else:
            root.append(piece)
    return root


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _reduce(root: Element) -> None:
    from lxml import etree

    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    _reduce_code(root)
    for element in list(root.iter()):
        _reduce_footnote(element)
        _reduce_element(element)
    etree.strip_elements(root, _GONE, with_tail=False)
    etree.strip_tags(root, _OPENED)
    for element in list(root.iter("p", "tbody", "em")):
        _reduce_after(element)
    etree.strip_elements(root, _GONE, with_tail=False)


def _reduce_code(root: Element) -> None:
    from lxml import etree

    for wrapper, block in list(code_blocks(root)):
        tail = wrapper.tail
        wrapper.clear()
        wrapper.tail = tail
        wrapper.tag = "codecap" if block.caption else "pre"
        pre = wrapper
        if block.caption:
            etree.SubElement(wrapper, "figcaption").text = block.caption
            pre = etree.SubElement(wrapper, "pre")
        etree.SubElement(pre, "code").text = block.text


def _reduce_footnote(element: Element) -> None:
    if is_footnote_reference(element):
        mark, tail = footnote_mark(element), element.tail
        element.clear()
        element.text, element.tail = mark, tail
    elif is_footnotes(element):
        element.tag = "footnotes"
        for part in element:
            if part.tag in ("hr", "h2"):
                part.tag = _GONE
        for note in element.iter("li"):
            note.attrib.pop("id", None)
    elif is_back_link(element):
        element.tag = _GONE
        _trim_before(element)


def _trim_before(element: Element) -> None:
    before = element.getprevious()
    if before is not None and before.tail:
        before.tail = before.tail.rstrip(_WIDE)
    elif before is None and element.getparent().text:
        element.getparent().text = element.getparent().text.rstrip(_WIDE)


def _reduce_element(element: Element) -> None:
    if is_furniture(element):
        element.tag = _GONE
    elif element.tag == "label" and element.find(".//input[@type='checkbox']") is not None:
        element.tag = _OPENED
    elif element.tag == "s":
        element.tag = "del"
    _reduce_attributes(element)


def _reduce_attributes(element: Element) -> None:
    if element.tag in ("td", "th"):
        align = re.fullmatch(r"\s*text-align:\s*(\w+)\s*;?\s*", element.get("style", ""))
        if align:
            del element.attrib["style"]
            element.set("align", align[1])
    for name in list(element.attrib):
        value = element.get(name)
        if name not in _KEPT or (name in ("id", "title") and not value):
            del element.attrib[name]
        elif name in ("href", "src"):
            element.set(name, normal_url(value))
        elif name in ("checked", "controls", "open"):
            element.set(name, "")
    if element.tag == "img" and element.get("alt") is None:
        element.set("alt", "")


def _reduce_after(element: Element) -> None:
    """What can only be told once the parts of `element` are reduced."""
    if element.tag == "em" and len(element) == 1 and element[0].tag == "strong":
        if not (element.text or element[0].tail):
            element.tag, element[0].tag = "strong", "em"
    elif element.tag in ("p", "tbody") and not len(element) and not (element.text or "").strip(_SPACE):
        element.tag = _GONE


class _Writer:
    """Writes a reduced tree, white space collapsed within each text and cut at the edges of blocks."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.cut = _SPACE  # what the next text loses at its start
        self.text_last = False

    def write(self, root: Element) -> str:
        self._inside(root)
        self._trim(_SPACE)
        return "".join(self.out)

    def _inside(self, element: Element) -> None:
        self._text(element.text)
        for child in element:
            self._element(child)
            self._text(child.tail)

    def _element(self, element: Element) -> None:
        edge = _edge(element.tag)
        self._trim(edge)
        self._markup(f"<{' '.join([element.tag, *_attributes(element)])}>", edge)
        if element.tag in _VERBATIM:
            self._markup(_verbatim(element), "")
        elif element.tag not in _VOID:
            self._inside(element)
            self._trim(_WIDE if element.tag in ("td", "th") and self.out[-1] == "\xa0" else edge)
        if element.tag not in _VOID:
            self._markup(f"</{element.tag}>", edge)
        elif element.tag == "input" and element.get("type") == "checkbox":
            self._text(" ")
            self.cut = _SPACE

    def _markup(self, text: str, edge: str) -> None:
        self.out.append(text)
        self.cut, self.text_last = edge, False

    def _text(self, text: str | None) -> None:
        text = re.sub(f"[{_SPACE}]+", " ", text or "").lstrip(self.cut)
        if text:
            self.out.append(_escape(text))
            self.cut, self.text_last = "", True

    def _trim(self, edge: str) -> None:
        if self.text_last and edge:
            self.out[-1] = self.out[-1].rstrip(edge)


def _edge(tag: str) -> str:
    """The characters that are not seen beside the tags of an element."""
    return _WIDE if tag == "br" else _SPACE if tag in BLOCKS else ""


def _attributes(element: Element) -> Iterator[str]:
    for name, value in sorted(element.attrib.items()):
        yield f'{name}="{_escape(value).replace(chr(34), "&quot;")}"'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _verbatim(element: Element) -> str:
    """The inside of an element whose white space counts. A script is escaped too, once and no more."""
    raw = element.tag in ("script", "style")
    parts = [_escape(unescape(element.text or "") if raw else element.text or "")]
    for child in element:
        end = "" if child.tag in _VOID else f"</{child.tag}>"
        parts += "<", " ".join([child.tag, *_attributes(child)]), ">", _verbatim(child), end
        parts.append(_escape(child.tail or ""))
    return "".join(parts)

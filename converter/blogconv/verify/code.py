"""Code blocks in built pages, as highlighters of Hexo, Hugo and Jekyll write them.

Known are highlight.js and Prism in Hexo (`hexojs/hexo-util:lib/highlight.ts`, `lib/prism.ts`), Chroma in Hugo
(`gohugoio/hugo:markup/highlight/highlight.go`) and Rouge in Jekyll
(`jekyll/jekyll:lib/jekyll/tags/highlight.rb`,
`gettalong/kramdown:lib/kramdown/converter/syntax_highlighter/rouge.rb`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .elements import Element, classes, text_of

_WRAPPERS = {"highlight", "highlighter-rouge", "chroma"}
_GUTTER = {"gutter", "rouge-gutter", "lineno", "linenos", "ln", "lnt", "lnlinks", "line-numbers-rows"}
_NOT_CODE = {"button", "style", "script"}
_NO_LANGUAGE = {"", "plain", "plaintext", "text", "txt", "none", "fallback", "nohighlight"}
_DIAGRAM = "mermaid"
_CLASS_NOISE = {"highlight", "hljs", "highlighter-rouge", "chroma", "wrap", "no-wrap", "line-numbers"}


class CodeBlock(NamedTuple):
    """A code block: its text without blanks at line ends, its language ("" for none) and its caption."""

    text: str
    language: str
    caption: str


def code_block(element: Element, *, bare: bool = False) -> CodeBlock | None:
    """The code block that `element` is, its outermost wrapper, or None.

    A `pre` that holds no `code` counts only if `bare`, and so does a diagram's source in any element.
    """
    pre = element if bare and (element.tag == "pre" or _DIAGRAM in classes(element)) else _pre_of(element)
    if pre is None:
        return None
    code = next(iter(pre.iter("code")), None)
    lines = _raw_text(pre if code is None else code).split("\n")
    text = "\n".join(line.rstrip() for line in lines).rstrip("\n")
    language = _language(element)
    return CodeBlock(text.lstrip("\n") if language == _DIAGRAM else text, language, _caption(element))


def code_blocks(root: Element) -> Iterator[tuple[Element, CodeBlock]]:
    """All code blocks below `root` with their outermost wrappers, in document order."""
    for child in root:
        block = code_block(child) if isinstance(child.tag, str) else None
        if block is not None:
            yield child, block
        else:
            yield from code_blocks(child)


def _pre_of(element: Element) -> Element | None:
    if element.tag == "pre":
        return element if element.find(".//code") is not None else None
    if element.tag not in ("figure", "div") or not classes(element) & _WRAPPERS:
        return None
    found = [p for p in element.iter("pre") if not _in_gutter(p, element)]
    if len(found) > 1 and len({next(p.iterancestors("tr"), p) for p in found}) == 1:
        found = found[-1:]  # a table of line numbers and code whose cells have no class
    return found[0] if len(found) == 1 else None


def _in_gutter(pre: Element, top: Element) -> bool:
    """Whether `pre` holds line numbers. Chroma's table is only told by the `span.lnt` in it."""
    if any("lnt" in classes(e) for e in pre.iter("span")):
        return True
    at = pre
    while at is not None and at is not top:
        if classes(at) & _GUTTER:
            return True
        at = at.getparent()
    return False


def _raw_text(element: Element) -> str:
    from lxml import etree

    out: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        if event == "end":
            out.append("" if one is element else one.tail or "")
        elif one.tag == "br":
            out.append("\n")
        elif one is not element and (one.tag in _NOT_CODE or classes(one) & _GUTTER):
            walk.skip_subtree()
        else:
            out.append(one.text or "")
    return "".join(out)


def _language(element: Element) -> str:
    for one in element.iter("code", "pre", "div", "figure"):
        named = one.get("data-lang") or one.get("data-language") or _language_class(one)
        if named:
            return "" if named.lower() in _NO_LANGUAGE else named.lower()
    return ""


def _language_class(element: Element) -> str:
    words = (element.get("class") or "").split()
    if _DIAGRAM in words:
        return _DIAGRAM
    for word in words:
        if word.startswith(("language-", "lang-")):
            return str(word.partition("-")[2])
    if element.tag == "figure" or "hljs" in words:
        return next((str(w) for w in words if w not in _CLASS_NOISE), "")
    return ""


def _caption(element: Element) -> str:
    for one in element.iter("figcaption", "div"):
        if one.tag == "figcaption" or "caption" in classes(one):
            return text_of(one)
    return ""

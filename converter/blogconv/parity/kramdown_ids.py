"""Ids of headings for kramdown: an attribute list where its own id would be another than the old renderer's."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from ..body import Edit, Span
from ..model import Dialect, HeadingIds
from ..urls import slugize
from .document import Document, Reading
from .inline import Tangled, Token
from .kramdown_tree import Tree
from .quotes import smart_quotes

_ENCLOSED = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
INHERITED = frozenset((
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
))  # fmt: skip
"""Names that every JavaScript object has: Hexo's counter of ids is one."""


def heading_ids(document: Document) -> Iterator[Edit]:
    """`{: id="…"}` below each heading whose id kramdown would not make so. Ids that repeat are numbered later."""
    ids = document.source.heading_ids
    if ids.style != "hexo":
        return
    tree = Tree(document)
    lines = {node.start: node for node in tree.root.walk() if node.type == "heading"}
    for run in document.runs:
        node = lines.get(run.line) if run.parent == "heading" else None
        if node is None or node.token is None:
            continue
        try:
            text = _shown(run.text, Reading(document, run).source, document.source)
        except Tangled:
            continue
        wanted = slugize(text, ids.case) if int(node.token.tag[1]) >= ids.min_level else ""
        if wanted != kramdown_id(text) or ids.first_duplicate != 1 or wanted in INHERITED:
            place = tree.last(node.end - 1)
            yield Edit(Span(place, place), f'\n{tree.prefix(node.start)}{{: id="{wanted}"}}')


def _shown(text: str, tokens: list[Token], source: Dialect) -> str:
    """The text of a heading as Hexo takes it for its id.

    hexo-renderer-marked takes it out of the HTML: tags go, then what looks like tags in the text.
    hexo-renderer-markdown-it, whose second heading of a name has the number 2, keeps tags and takes pictures' texts.
    """
    typographer, hard = source.typographer, source.hard_breaks
    keeps = source.heading_ids.first_duplicate != 1
    out: list[str] = []
    for token in tokens:
        written = text[token.start : token.end]
        match token.kind:
            case "text":
                out.append(smart_quotes(written) if typographer and not token.mark else written)
            case "escape":
                out.append(written[1:])
            case "code":
                out.append(written.strip("`").strip())
            case "url" | "autolink":
                out.append(written.strip("<>"))
            case "break" if not hard:
                out.append(" ")
            case "html" if keeps:
                out.append(written)
            case "image" if keeps:
                out.append(text[token.label.start : token.label.end])
    shown = html.unescape("".join(out))
    return (shown if keeps else re.sub(r"<[^>]*>", "", shown)).strip()


def kramdown_id(text: str) -> str:
    """The id that kramdown's GFM parser makes of a heading's text (kramdown/parser-gfm:lib/kramdown/parser/gfm.rb)."""
    lowered = "".join(map(str.lower, text))
    return re.sub(r"[ \t]", "-", "".join(c for c in lowered if c in " \t-" or _is_word(c)))


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc"):
        return True
    return any(low <= ord(char) <= high for low, high in _ENCLOSED)


def numbered(name: str, count: int, ids: HeadingIds) -> str:
    """The id of the heading that has `name` for the time `count` (from 0) on its page, as Hexo numbers it."""
    if not count:
        return f"{name}-NaN" if name in INHERITED and ids.first_duplicate == 1 else name
    return f"{name}-{count - 1 + ids.first_duplicate}"

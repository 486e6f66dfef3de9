"""Ids of headings for kramdown: an attribute list where its own id would be another than the old renderer's."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..body import Edit, Span
from ..model import Dialect, HeadingIds
from ..urls import slugize
from .document import Document, Reading, Run
from .inline import Tangled, Token
from .kramdown_tree import Tree
from .quotes import smart_quotes

_NAME = r"[-.0-9:A-Z_a-z\x80-\U0010ffff]+"
_ATTRIBUTE = rf"(?:[#.]{_NAME}|[\w:-]+=(?:\"[^\"]*\"|[^\s{{}}\"]+))"
_ATTRIBUTES = re.compile(rf"[ \t]*\{{[ \t]*({_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}[ \t]*\Z")
_GIVEN = re.compile(rf"(?<!\S)#({_NAME})")
_ENCLOSED = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
INHERITED = frozenset((
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
))  # fmt: skip
"""Names that every JavaScript object has: Hexo's counter of ids is one."""


def heading_ids(document: Document) -> Iterator[Edit]:
    """`{: id="…"}` below each heading whose id kramdown would not make so. Hexo's are numbered later."""
    source = document.source
    if source.heading_ids.style == "hexo":
        yield from _hexo_ids(document)
    elif source.heading_ids.style == "github" or source.heading_attributes:
        yield from _github_ids(document)


class _Heading(NamedTuple):
    """A heading: its inline text, its level, and the place and prefix of a line below it."""

    run: Run
    level: int
    below: int
    prefix: str


def _headings(document: Document) -> Iterator[_Heading]:
    tree = Tree(document)
    lines = {node.start: node for node in tree.root.walk() if node.type == "heading"}
    for run in document.runs:
        node = lines.get(run.line) if run.parent == "heading" else None
        if node and node.token:
            yield _Heading(run, int(node.token.tag[1]), tree.last(node.end - 1), tree.prefix(node.start))


def _hexo_ids(document: Document) -> Iterator[Edit]:
    ids = document.source.heading_ids
    for run, level, below, prefix in _headings(document):
        try:
            text = _shown(run.text, Reading(document, run).source, document.source)
        except Tangled:
            continue
        wanted = slugize(text, ids.case) if level >= ids.min_level else ""
        if wanted != kramdown_id(text) or ids.first_duplicate != 1 or wanted in INHERITED:
            yield Edit(Span(below, below), f'\n{prefix}{{: id="{wanted}"}}')


def _github_ids(document: Document) -> Iterator[Edit]:
    """Of Hugo's headings: attributes on a line of their own, and the ids that kramdown would number otherwise."""
    source = document.source
    ours: Counter[str] = Counter()
    theirs = UsedIds()
    for run, _level, below, prefix in _headings(document):
        written = _ATTRIBUTES.search(run.text) if source.heading_attributes else None
        text = run.text[: written.start()] if written else run.text
        attributes, given = _divided(written[1]) if written else ("", "")
        try:
            name, wanted = _names(Reading(document, run._replace(text=text)), theirs)
        except Tangled:
            continue
        wanted = given or wanted
        theirs.add(wanted)
        automatic = f"{name}-{ours[name]}" if ours[name] else name
        if source.heading_ids.style == "github" and (given or automatic != wanted):
            attributes = f'id="{wanted}" {attributes}'.rstrip()
        else:
            ours[name] += 1
        if written:
            yield Edit(run.span(written.start(), written.end()), "")
        if attributes:
            yield Edit(Span(below, below), f"\n{prefix}{{: {attributes}}}")


def _divided(attributes: str) -> tuple[str, str]:
    """The attributes of a heading without its id, and the id."""
    given = _GIVEN.search(attributes)
    return (attributes.replace(given[0], "").strip(), given[1]) if given else (attributes, "")


def _names(heading: Reading, used: UsedIds) -> tuple[str, str]:
    """The ids of a heading by kramdown, not yet numbered, and by Goldmark, to which its last line is all of it."""
    source = heading.document.source
    last = Reading(heading.document, heading.run._replace(text=heading.text.rpartition("\n")[2]))
    shown = _shown(heading.text, heading.source, source)
    return kramdown_id(shown), goldmark_id(_shown(last.text, last.source, source, pictures=True), used)


def _shown(text: str, tokens: list[Token], source: Dialect, *, pictures: bool = False) -> str:
    """The text of a heading as Hexo takes it for its id; with `pictures` their texts are in it.

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
            case "image" if keeps or pictures:
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


class UsedIds:
    """The ids that the headings of a page have so far."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """Take an id."""
        self._ids.add(name)

    def free(self, name: str) -> str:
        """`name`, or `name-1` and so on: the first that no heading has."""
        while (free := f"{name}-{self._numbers[name]}" if self._numbers[name] else name) in self._ids:
            self._numbers[name] += 1
        return free


def goldmark_id(text: str, used: UsedIds) -> str:
    """The id that Hugo's `github` rule makes (gohugoio/hugo:markup/goldmark/autoid.go), none of those `used`."""
    kept = (
        c
        for c in text.strip()
        if c in " -_" or unicodedata.category(c)[0] == "L" or unicodedata.category(c) == "Nd"
    )
    name = "".join(kept).lower().replace(" ", "-") or "heading"
    return used.free(name)


def numbered(name: str, count: int, ids: HeadingIds) -> str:
    """The id of the heading that has `name` for the time `count` (from 0) on its page, as Hexo numbers it."""
    if not count:
        return f"{name}-NaN" if name in INHERITED and ids.first_duplicate == 1 else name
    return f"{name}-{count - 1 + ids.first_duplicate}"

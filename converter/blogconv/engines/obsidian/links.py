"""The links and pictures of a written body in the form that Obsidian follows: wikilinks, or paths in the vault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from ...body import Edit, apply
from ...errors import BlogconvError
from ...model import Post, Site
from ...notations.wikilinks import size_of
from ...translate import Tell
from ...urls import encode_path, split_url
from ..base import WriteOptions, reader
from .headings import Heading, find, for_link, headings, loose, with_ids
from .html import BLOCK, Addresses, as_markdown
from .layout import Layout, inner_address
from .markdown import Link, Markdown, read

_FORMATTED = re.compile(r"[\[\]|\\`*<>&~$=]|(?<![^\W_])_|_(?![^\W_])|\n")
_TITLE = re.compile(r"\s+[\"'(](.*)[\"')]\s*\)", re.DOTALL)


class Place(NamedTuple):
    """What a destination means in the vault: the path of a file and the text of a heading in it."""

    path: str
    heading: str = ""


class LinkWriter:
    """Rewrites the links of the posts of one site."""

    def __init__(self, site: Site, options: WriteOptions, layout: Layout) -> None:
        self._site = site
        self._layout = layout
        self._wiki = options.links == "wiki"
        self._posts = {post.path: post for post in site.posts}
        self._titles = {note: self._posts[path].title for path, note in layout.notes.items()}
        self._known_blocks: dict[str, frozenset[str]] = {}
        self._known: dict[str, list[tuple[Heading, str]]] = {}

    def rewrite(self, post: Post, text: str, tell: Tell) -> str:
        """`text`, the body of `post` in Obsidian's notations, with its links to notes and files of the vault."""
        if "](" not in text and "]:" not in text and "<" not in text:
            return text
        addresses = Addresses(
            lambda written: self.place(post, written, tell) is not None,
            lambda written: self._published(post, written) or written,
        )
        text = as_markdown(text, addresses, tell)
        markdown = read(text)
        return apply(
            _outer([e for link in markdown.links if (e := self._edit(post, text, link, markdown, tell))]),
            text,
        )

    def _edit(self, post: Post, text: str, link: Link, markdown: Markdown, tell: Tell) -> Edit | None:
        written = unescape(link.destination(text))
        place = self.place(post, written, tell)
        if place is None:
            return self._outside(post, link, written)
        if self._wiki and link.kind != "definition" and not self._has_title(text, link, place):
            table = markdown.tables.at(link.span.start) is not None
            own = place.path == self._layout.notes.get(post.path)
            if wiki := self._wikilink(link.text, link.kind == "image", place, own=own, table=table):
                return Edit(link.span, wiki)
        return Edit(link.target, destination(place))

    def _has_title(self, text: str, link: Link, place: Place) -> bool:
        """Whether the link says more on a closer look than the name of the note that it leads to."""
        match = _TITLE.match(text, link.target.end, link.span.end)
        return match is not None and unescape(match[1]) != self._titles.get(place.path)

    def _outside(self, post: Post, link: Link, written: str) -> Edit | None:
        """A page of the blog that is no note, such as that of a tag, is linked where the blog was."""
        if link.kind == "image" or written[:1] not in ("/", "."):
            return None
        url = self._published(post, written)
        return Edit(link.target, url) if url else None

    def _published(self, post: Post, written: str) -> str | None:
        """The full address on the old blog; None where the blog has none."""
        inner = inner_address(self._site, post, written)
        blog = split_url(self._site.url)
        if not inner or not blog.netloc or self._site.engine == "obsidian":
            return None
        path = encode_path(self._site.base_path.rstrip("/") + inner[0])
        return f"{blog.scheme}://{blog.netloc}{path}" + (f"#{quote(inner[1])}" if inner[1] else "")

    def place(self, post: Post, written: str, tell: Tell) -> Place | None:
        inner = inner_address(self._site, post, written)
        if inner is None:
            return None
        address, fragment = inner
        source = self._layout.source_at(address) if not written.startswith("#") else post.path
        if source is None:
            return None
        note = self._layout.notes.get(source)
        if note is None:
            file = self._layout.files.get(source)
            return Place(file, fragment) if file else None
        heading = (self._block(source, fragment) or self._heading(source, fragment)) if fragment else ""
        if fragment and not heading:
            if source == post.path:
                return None
            tell(
                "broken-link",
                f"there is no heading for '#{fragment}' in {note}; the link leads to its beginning",
            )
        return Place(note, heading)

    def _block(self, source: str, fragment: str) -> str:
        """`^ID` for the anchor of a block that has an id in Obsidian."""
        name = fragment.removeprefix("block-")
        self._headings(source)
        return f"^{name}" if name != fragment and name in self._known_blocks[source] else ""

    def _heading(self, source: str, fragment: str) -> str:
        """The heading with the id `fragment`, as a link names it: with those above it where one is not enough."""
        found = self._headings(source)
        exact = next((h for h, name in found if name == fragment), None)
        chosen = exact or next((h for h, name in found if loose(name) == loose(fragment) != ""), None)
        if chosen is None:
            return ""
        every = [h for h, _ in found]
        for chain in _chains(every, chosen):
            if find(every, [for_link(h.text) for h in chain]) is chosen:
                return "#".join(for_link(h.text) for h in chain)
        return for_link(chosen.text)

    def _headings(self, source: str) -> list[tuple[Heading, str]]:
        """The headings of a post with their ids on the blog, read once."""
        if source not in self._known:
            post = self._posts[source]
            try:
                body = (
                    post.body
                    if post.body is not None
                    else reader(self._site.engine).load(self._site, post).body
                )
            except (BlogconvError, OSError):
                body = None
            self._known_blocks[source] = frozenset(BLOCK.findall(body or ""))
            found = headings((body or "").replace("\r\n", "\n"))
            self._known[source] = list(with_ids(found, self._site.dialect.heading_ids))
        return self._known[source]

    def _wikilink(self, text: str, image: bool, place: Place, *, own: bool, table: bool) -> str:
        """The link as a wikilink; empty where its text is more than words."""
        bar = "\\|" if table else "|"
        if image:
            size = size_of(text.replace("\\|", "|"))
            if _FORMATTED.search(size.alt):
                return ""
            measure = f"{size.width}x{size.height}" if size.height else size.width
            return "![[" + bar.join(filter(None, (place.path, size.alt, measure))) + "]]"
        target = self._target(place, own=own)
        shown = " > ".join(part for part in target.split("#") if part)
        if _FORMATTED.search(text.replace(" > ", "") if text == shown else text) or not text.strip():
            return ""
        return f"[[{target}]]" if text == shown else f"[[{target}{bar}{text}]]"

    def _target(self, place: Place, *, own: bool) -> str:
        """The shortest name by which Obsidian finds the file: no folder where there is only one of its name."""
        path = place.path
        if self._layout.is_unique(path) and path.endswith(".md"):
            path = path.rpartition("/")[2]
        path = path.removesuffix(".md")
        return ("" if own and place.heading else path) + (f"#{place.heading}" if place.heading else "")


def _chains(every: list[Heading], chosen: Heading) -> Iterator[list[Heading]]:
    """The heading alone, then with the one above it, and so on."""
    chain = [chosen]
    yield chain
    for heading in reversed(every[: every.index(chosen)]):
        if heading.level < chain[0].level:
            chain = [heading, *chain]
            yield chain


def destination(place: Place) -> str:
    """A place as the destination of a Markdown link: blanks and what would end it encoded."""
    text = place.path + (f"#{place.heading}" if place.heading else "")
    return re.sub(r"[ ()<>\"%]", lambda m: f"%{ord(m[0]):02X}", text)


def _outer(edits: list[Edit]) -> list[Edit]:
    """Of edits in each other the outer one, which is longer; the others where they are apart."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.span.start, -e.span.end)):
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    return kept

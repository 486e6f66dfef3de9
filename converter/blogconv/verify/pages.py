"""One built page read: title, date, terms, and the writer's content in pieces."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from ..errors import UsageError
from .elements import Element, classes, text_of
from .pieces import Piece, pieces_of, prune
from .sites import BuiltSite, Target

DEFAULT_CONTENT = (
    '[data-blogconv="content"]',
    ".post-body, article .entry-content, article .post-content",
    "article .article-entry, article .article-content",
    "article.post-content, article.entry-content, article.markdown-body, article .markdown-body",
    '[itemprop="articleBody"], .post-content, .entry-content, .article-entry, .article-content, .e-content',
    "article",
    "main",
    "body",
)
"""Where the writer's text stands, the surest selector first."""

_TERM_LINKS = {
    "tags": 'a[rel~="tag"], a.post-meta__tags, .post-tags a, .article-tag-list a, .article-tag a',
    "categories": 'a[rel~="category"], [itemprop="about"] a[rel="index"], a.post-meta-categories, .article-category a',
}
"""Links to the terms of a post as themes mark them: NexT, Butterfly, Landscape, WordPress' microformats."""
_GUESSED = {"article", "main", "body"}
_LISTS = re.compile(
    r"^/(?:|(?:page|archives?|tags?|categor(?:y|ies)|series|topics?|authors?)(?:/.*|\.html|)"
    r"|.*/?page[/:]?\d+(?:/|\.html)?|blog/|posts?/)$"
)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload")
_EMBEDS = {"iframe": "src", "video": "src", "audio": "src", "source": "src", "embed": "src", "object": "data"}
_PICTURES = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)
_BESIDE = re.compile(r"\b(?:aside|sidebar)", re.I)
_TOO_BIG = 64 * 1024 * 1024


class PageError(Exception):
    """A page that cannot be read. The text says why."""


class Link(NamedTuple):
    """A link of the content with its text."""

    target: Target
    text: str


class Media(NamedTuple):
    """A picture, or with `kind` "embed" something that plays or shows another page."""

    kind: str
    target: Target
    alt: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader sees of a page. `area` is the selector that found the content, "" for none.

    `is_list` says that it lists posts, `outgoing` are then the addresses that it links to and `names` all that
    may be its title. `encoding` is that of the file.
    """

    address: str
    title: str
    date: str
    updated: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    area: str
    is_list: bool
    pieces: tuple[Piece, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    ids: frozenset[str] = frozenset()
    outgoing: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    encoding: str = "utf-8"

    @property
    def has_content(self) -> bool:
        """Whether the page is to be compared as a post: it says so itself, or it is no list."""
        return bool(self.pieces or self.media) and (not self.is_list or "data-blogconv" in self.area)


class PageReader:
    """Reads the pages of one site. `content` are CSS selectors to try before the known ones."""

    def __init__(self, site: BuiltSite, content: tuple[str, ...], types: Mapping[str, str]) -> None:
        self.site = site
        self.selectors = (*content, *DEFAULT_CONTENT)
        self.types = types
        for selector in content:
            _compiled(selector)

    def read(self, file: str) -> Page:
        """The page that `file` holds. Raises PageError."""
        try:
            data = self.site.read(file)
        except OSError as error:
            raise PageError(f"cannot be read: {error.strerror}") from error
        text, encoding = decoded(data)
        root = _parse(text)
        canonical = root.find(".//link[@rel='canonical']")
        address = self.site.named("" if canonical is None else canonical.get("href") or "", file)
        try:
            return self._page(root, address, encoding)
        except RecursionError as error:
            raise PageError("its elements are nested too deeply") from error

    def _page(self, root: Element, address: str, encoding: str) -> Page:
        area, selector, several = self._area(root)
        marked = any(e.get("data-blogconv") in ("posts", "terms") for e in root.iter("ul", "ol", "div"))
        is_list = marked or several or ("data-blogconv" not in selector and bool(_LISTS.match(address)))
        title = _title(root, area)
        times = _date(root), _marked_time(root, "updated")
        facts = (title, *times, _terms(root, "tags"), _terms(root, "categories"))
        page = Page(address, *facts, selector, is_list, encoding=encoding)
        if is_list:
            named = [] if _marked(root, "title") is not None else root.iter("h1", "h2", "title")
            names = frozenset([title, *(text_of(e) for e in named)])
            page = replace(page, names=names, outgoing=frozenset(self._outgoing(root, address)))
        if area is None:
            return page
        ids = frozenset(str(v) for v in root.xpath("//@id | //a/@name"))
        if selector in _GUESSED:
            _cut_frame(area, title)
        prune(area)
        links = tuple(self._links(area, address))
        media = tuple(self._media(area, address))
        pieces = pieces_of(area, self.types)
        return replace(page, pieces=pieces, links=links, media=media, ids=ids)

    def _area(self, root: Element) -> tuple[Element | None, str, bool]:
        """The content area, the selector that found it, and whether there are several of that sort."""
        for selector in self.selectors:
            found = _outermost(_compiled(selector)(root))
            if found:
                return found[0], selector, len(found) > 1 and "data-blogconv" not in selector
        return None, "", False

    def _links(self, area: Element, address: str) -> Iterator[Link]:
        for element in area.iter("a"):
            href = element.get("href")
            if href is None or _shows_its_picture(element):
                continue
            yield Link(self.site.resolve(href, address), text_of(element))

    def _media(self, area: Element, address: str) -> Iterator[Media]:
        for element in area.iter("img", *_EMBEDS):
            if element.tag == "img":
                source = next((element.get(n) for n in _LAZY if element.get(n)), element.get("src"))
                kind, alt = "image", " ".join((element.get("alt") or "").split())
            else:
                source, kind, alt = element.get(_EMBEDS[element.tag]), "embed", ""
            if source:
                yield Media(kind, self.site.resolve(source, address), alt)

    def _outgoing(self, root: Element, address: str) -> Iterator[str]:
        """The addresses that a list links to; the excerpts and the frame of the page aside."""
        area = next((e for e in root.iter("ul", "ol", "div") if e.get("data-blogconv") == "posts"), None)
        if area is None:
            area = next(root.iter("main"), root)
        for element in area.iter("a"):
            if not _in_frame(element, area):
                target = self.site.resolve(element.get("href") or "", address)
                if target.inside and not target.fragment:
                    yield target.place


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a page and the name of its encoding. Raises PageError for an empty or a monstrous one."""
    if not data.strip():
        raise PageError("is empty")
    if len(data) > _TOO_BIG:
        raise PageError(f"is too big to be compared ({len(data) // 1024 // 1024} MB)")
    named = _CHARSET.search(data[:2048])
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", "replace"), "utf-16"
    for encoding in ("utf-8", named[1].decode("ascii").lower() if named else "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace"), "unknown"


def feed_links(data: bytes, site: BuiltSite, address: str) -> frozenset[str] | None:
    """The addresses of the posts in an Atom or RSS feed; None where the file is no feed."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None or etree.QName(root).localname not in ("feed", "rss", "RDF"):
        return None
    found: list[str] = []
    for item in root.iter("{*}entry", "{*}item"):
        for link in item.iterchildren("{*}link"):
            if link.get("rel", "alternate") == "alternate":
                found.append(link.get("href") or link.text or "")
    return frozenset(t.place for t in (site.resolve(f, address) for f in found) if t.inside)


def _parse(text: str) -> Element:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: Any = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise PageError(f"is not readable as HTML: {error}") from error
    if root is None:
        raise PageError("holds no element")
    _drop_fallbacks(root)
    return root


def _drop_fallbacks(root: Element) -> None:
    """Take out what media and frames hold for browsers that cannot show them: no reader sees it."""
    for element in list(root.iter("audio", "video", "object", "iframe")):
        element.text = None
        for child in list(element):
            if child.tag in ("a", "p"):
                element.remove(child)
    for element in root.iter("progress", "meter"):
        element.text = None


@cache
def _compiled(selector: str) -> Any:
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector

    try:
        return CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise UsageError(f"'{selector}' is not a CSS selector: {error}") from error


def _outermost(found: list[Element]) -> list[Element]:
    inner = set(found)
    return [e for e in found if not any(a in inner for a in e.iterancestors())]


def _marked(root: Element, name: str) -> Element | None:
    return root.find(f".//*[@data-blogconv='{name}']")


def _meta(root: Element, *names: str) -> str:
    for element in root.iter("meta"):
        if element.get("property") in names or element.get("name") in names:
            return " ".join((element.get("content") or "").split())
    return ""


def _title(root: Element, area: Element | None) -> str:
    marked = _marked(root, "title")
    if marked is not None:
        return text_of(marked)
    named = _meta(root, "og:title")
    if named:
        return named
    headings = [h for h in root.iter("h1") if text_of(h)]
    outside = [h for h in headings if area is None or area not in h.iterancestors()]
    for element in [*outside, *headings, *root.iter("title")]:
        return text_of(element)
    return ""


def _marked_time(root: Element, name: str) -> str:
    marked = _marked(root, name)
    return "" if marked is None else (marked.get("datetime") or text_of(marked))


def _date(root: Element) -> str:
    marked = _marked_time(root, "date")
    if marked:
        return marked
    published = _meta(root, "article:published_time")
    if published:
        return published
    times = [t for t in root.iter("time") if t.get("datetime")]
    surest = [t for t in times if "datePublished" in (t.get("itemprop") or "")]
    return str((surest or times)[0].get("datetime")) if times else ""


def _terms(root: Element, name: str) -> tuple[str, ...]:
    links = _compiled(f'[data-blogconv="{name}"] a')(root) or _compiled(_TERM_LINKS[name])(root)
    return tuple(sorted({text_of(a).lstrip("#").strip() for a in links} - {""}))


def _cut_frame(area: Element, title: str) -> None:
    """Take the title and the frame of the page out of an area that holds more than the text."""
    from lxml import etree

    etree.strip_elements(area, "header", "footer", with_tail=False)
    named = next((h for h in area.iter("h1") if text_of(h) == title), None)
    if named is not None:
        named.clear()
    for element in list(area.iter()):
        if element.get("data-blogconv") or (element.tag == "aside" and not classes(element)):
            element.clear()


def _shows_its_picture(link: Element) -> bool:
    """Whether a theme put `link` round a picture to enlarge it."""
    picture = link.find(".//img")
    return picture is not None and not text_of(link) and bool(_PICTURES.search(link.get("href") or ""))


def _in_frame(element: Element, area: Element) -> bool:
    """Whether `element` belongs to what stands round a list: navigation, the page's head and foot, excerpts."""
    around = []
    for one in element.iterancestors():
        if one is area:
            break
        if one.get("data-blogconv") in ("excerpt", "pages"):
            return True
        beside = _BESIDE.search(f"{one.get('id')} {one.get('class')}")
        around.append("aside" if beside else one.tag)
    return bool({"nav", "aside"} & {*around}) or (
        "article" not in around and bool({"header", "footer"} & {*around})
    )

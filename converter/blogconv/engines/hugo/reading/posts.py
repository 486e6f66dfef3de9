"""Content files into posts: fields, dates, status, terms and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

from ....diagnostics import Diagnostics
from ....model import Asset, CategoryPath, Kind, Moment, Post, Status, Value
from ....urls import inside, leads_out
from .dates import aware, in_name, keys_for, read_date, status_of, zone_of
from .frontmatter import Cascade, cascaded, cascades, split, values_of
from .places import Facts, Places
from .settings import Settings, truth
from .tree import HTML, MARKDOWN, File, Page

_COVERS = (
    "cover",
    "image",
    "featured_image",
    "featuredimage",
    "featureimage",
    "thumbnail",
    "banner",
    "images",
)
_LAYOUT_PAGES = ("archives", "archive", "search", "about", "links", "friends", "timeline")


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as far as its own file tells: the post without terms and address, and its values in lower case."""

    post: Post
    page: Page
    data: Mapping[str, Value]
    own: Mapping[str, Value]
    file_slug: str = ""

    @property
    def language(self) -> str:
        return self.page.file.language


def taxonomies_of(settings: Settings) -> dict[str, str]:
    """The plural of each taxonomy, as it stands in front matter, by its place in addresses (the same word)."""
    table = settings.get("taxonomies")
    if not isinstance(table, Mapping):
        table = {"tag": "tags", "category": "categories"}
    return {str(plural).lower(): str(plural) for plural in table.values() if plural}


@dataclass
class PostReader:
    """Makes posts of the content files of one site."""

    settings: Settings
    tell: Diagnostics
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    rows: list[Cascade] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zone: tzinfo = zone_of(self.settings.text("timezone"))
        self.taxonomies = taxonomies_of(self.settings)
        self.rows += cascades("", self.settings.get("cascade"))
        main = self.settings.get("params", "mainsections") or self.settings.get("mainsections")
        self.main = {str(s).lower() for s in main} if isinstance(main, list) else set()

    def draft(self, page: Page, text: str) -> Draft:
        """The post of a file's text, what its sections cascade not yet in it."""
        file = page.file
        parts = split(self.settings, file.source, text, self.tell)
        own = values_of(parts.front_matter)
        post = Post(
            path=file.source,
            front_matter=parts.front_matter,
            body=parts.body,
            body_line=parts.line,
            language=file.language,
            markup=_markup(file, own),
        )
        if page.role == "section" or page.path in self.taxonomies:
            self.rows += cascades(page.path, own.get("cascade"))
        return Draft(post, page, own, own)

    def completed(self, draft: Draft) -> Draft:
        """The draft with what is cascaded to it, its dates, status and fields."""
        kind = self.hugo_kind(draft.page)
        data = cascaded(self.rows, draft.page.path, kind, draft.language) | dict(draft.own)
        data = data | {"draft": True} if data.get("published") is False and "draft" not in data else data
        named = in_name(draft.page.path.rpartition("/")[2]) if kind == "page" else None
        date, by_name = self._date(data, "date", named[0] if named else None, draft.post)
        changed = {k: v for k, v in data.items() if k not in ("date", "publishdate", "pubdate", "published")}
        updated, _ = self._date(changed, "lastmod", None, draft.post)
        publish, _ = self._date(data, "publishdate", None, draft.post)
        expire, _ = self._date(data, "expirydate", None, draft.post)
        own_publish = any(data.get(key) for key in ("publishdate", "pubdate"))
        post = replace(
            draft.post,
            title=_text(data.get("title")) or None,
            date=date,
            updated=updated,
            publish=publish if own_publish else None,
            expire=expire,
            status=self._status(data, publish, expire),
            **_fields(data),
        )
        post = self._with_terms(post, data)
        post = replace(post, kind=self._kind(draft.page, post, data))
        return replace(draft, post=post, data=data, file_slug=named[1] if named and by_name else "")

    def hugo_kind(self, page: Page) -> str:
        """What Hugo calls a page: page, section, home, taxonomy or term."""
        if not page.path:
            return "home"
        first, _, rest = page.path.partition("/")
        if page.role == "section" and first.lower() in self.taxonomies:
            return "term" if rest else "taxonomy"
        return "section" if page.role == "section" else "page"

    def _kind(self, page: Page, post: Post, data: Mapping[str, Value]) -> Kind:
        """A post is what has a date and lies in a section that the site lists, or what has terms."""
        if self.hugo_kind(page) != "page":
            return Kind.SECTION
        section = page.path.partition("/")[0].lower() if "/" in page.path else ""
        terms = bool(post.tags or post.categories or post.taxonomies)
        if _build(data, "list") == "never" or str(data.get("layout", "")).lower() in _LAYOUT_PAGES:
            return Kind.PAGE
        listed = bool(section) and (not self.main or section in self.main)
        return Kind.POST if terms or (listed and post.date is not None) else Kind.PAGE

    def _status(self, data: Mapping[str, Value], publish: Moment | None, expire: Moment | None) -> Status:
        future, expired = (self.settings.flag(key) for key in ("buildfuture", "buildexpired"))
        shown = None if future else publish, None if expired else expire
        status = status_of(data, *shown, self.zone, self.now)
        hidden = truth(data.get("headless")) or _build(data, "render") == "never"
        return Status.PRIVATE if hidden and status is Status.PUBLISHED else status

    def _date(
        self, data: Mapping[str, Value], which: str, named: Moment | None, post: Post
    ) -> tuple[Moment | None, bool]:
        """One of Hugo's dates, and whether the file's name gave it."""
        for key in keys_for(self.settings, which):
            if key == ":filename" and named:
                return named, True
            value = data.get(key)
            if key == "published" and isinstance(value, bool):
                message = "'published' is a date to Hugo, which stops here; taken for a draft mark"
                self._tell(post, "date-unknown", key, message)
                continue
            read = read_date(value)
            if read is None:
                if value not in (None, "", 0) and not key.startswith(":"):
                    self._tell(post, "date-unknown", key, f"'{value}' is no date to Hugo")
                continue
            if not read.strict and which == key:
                message = f"Hugo stops on the date '{value}'; read as {read.moment.value}"
                self._tell(post, "date-unknown", key, message)
            return read.moment, False
        return None, False

    def _tell(self, post: Post, code: str, key: str, message: str) -> None:
        """Tells about the value of a key, at the line of its entry, once."""
        if not any(d.path == post.path and d.message == message for d in self.tell.found[-8:]):
            line = next((e.line for e in post.front_matter.entries if e.key.lower() == key), 0)
            self.tell.add(code, post.path, line, message)

    def _with_terms(self, post: Post, data: Mapping[str, Value]) -> Post:
        found = {plural: terms for plural in self.taxonomies if (terms := terms_of(data.get(plural)))}
        return replace(
            post,
            tags=found.pop("tags", ()),
            categories=tuple((term,) for term in found.pop("categories", ())),
            taxonomies=found,
        )

    def facts(self, draft: Draft) -> Facts:
        """What the address of a page is made of."""
        post, kind = draft.post, self.hugo_kind(draft.page)
        date = post.date
        return Facts(
            draft.page.path,
            kind,
            post.title or "",
            _text(draft.data.get("slug")) or draft.file_slug,
            _text(draft.data.get("url")),
            aware(date, self.zone).replace(tzinfo=None) if date else None,
            draft.language,
        )

    def addressed(self, draft: Draft, places: Places) -> Post:
        """The post with its address, its aliases and its files."""
        facts, post = self._kept_inside(draft), draft.post
        if facts.kind in ("term", "taxonomy"):
            plural, _, name = draft.page.path.partition("/")
            address = places.term(plural, name, facts.slug, facts.url, facts.language) if name else None
        else:
            address = None
        address = inside(address or places.address(facts))
        aliases = [places.alias(a, address, draft.language) for a in _listed(draft.data.get("aliases"))]
        return replace(
            post,
            slug=facts.base if leads_out(facts.slug) else facts.slug or facts.base,
            address=address,
            pinned=bool(facts.url),
            aliases=tuple(dict.fromkeys(a for a in aliases if a)),
            language=draft.language if len(self.settings.languages) > 1 else None,
            translation_key=self._translation(draft),
            assets=tuple(_asset(f, draft.page, address) for f in draft.page.resources),
        )

    def _kept_inside(self, draft: Draft) -> Facts:
        """What the address is made of. Where that leads out of the site, it is told."""
        facts = self.facts(draft)
        for key, value in (("url", facts.url), ("slug", facts.slug)):
            if leads_out(value):
                message = f"the {key} '{value}' leads out of the site; the address is kept inside"
                self._tell(draft.post, "address-outside", key, message)
        return facts

    def _translation(self, draft: Draft) -> str | None:
        if len(self.settings.languages) < 2:
            return None
        return _text(draft.data.get("translationkey")) or draft.page.path


def _asset(file: File, page: Page, address: str) -> Asset:
    """A file of a bundle, which Hugo publishes below the page's own address."""
    name = file.path.removeprefix(f"{page.path}/")
    folder = address if address.endswith("/") else re.sub(r"\.\w+$", "", address) + "/"
    return Asset(file.source, folder + name, name)


def _markup(file: File, data: Mapping[str, Value]) -> Literal["markdown", "html", "other"]:
    named = {"goldmark": "markdown", "md": "markdown", "markdown": "markdown", "html": "html"}
    wanted = str(data.get("markup") or "").lower()
    if wanted:
        return named.get(wanted, "other")  # type: ignore[return-value]
    return "markdown" if file.ending in MARKDOWN else "html" if file.ending in HTML else "other"


def terms_of(value: Value) -> tuple[str, ...]:
    """The terms that a front matter value names: texts and numbers, alone or in a list."""
    found = [_text(v) for v in _items(value) if isinstance(v, str | int | float)]
    return tuple(dict.fromkeys(term for term in found if term))


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _listed(value: Value) -> list[str]:
    return [_text(v) for v in _items(value) if _text(v)]


def _text(value: Value) -> str:
    """A value as Hugo casts it to a text; a list or table is none."""
    if value is None or isinstance(value, list | Mapping):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _build(data: Mapping[str, Value], key: str) -> str:
    build = data.get("build", data.get("_build"))
    value = build.get(key) if isinstance(build, Mapping) else None
    return "never" if value is False else str(value or "")


def _fields(data: Mapping[str, Value]) -> dict[str, Any]:
    """The fields that Hugo itself or most themes read."""
    authors = data.get("authors") or data.get("author")
    return {
        "authors": tuple(_names(authors)),
        "layout": _text(data.get("layout")) or None,
        "description": _text(data.get("description")) or None,
        "summary": _text(data.get("summary")) or None,
        "cover": next((c for key in _COVERS if (c := _picture(data.get(key)))), None),
        "comments": _switch(data, "comments", "comment"),
        "toc": _switch(data, "toc", "showtoc"),
        "math": _switch(data, "math", "katex", "mathjax", "usekatex"),
        "weight": weight if isinstance(weight := data.get("weight"), int) and weight else None,
    }


def _names(value: Value) -> Iterator[str]:
    for item in _items(value):
        name = item.get("name") if isinstance(item, Mapping) else item
        if _text(name):
            yield _text(name)


def _picture(value: Value) -> str:
    if isinstance(value, Mapping):
        value = value.get("image") or value.get("src")
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else ""


def _switch(data: Mapping[str, Value], *names: str) -> bool | None:
    for name in names:
        value = data.get(name)
        if isinstance(value, Mapping):
            value = value.get("enable")
        if isinstance(value, bool):
            return value
    return None


def nested(categories: Iterable[CategoryPath], parents: set[str]) -> tuple[CategoryPath, ...]:
    """Categories as paths: `Tech/Python` lies in `Tech` where that is a term with a page of its own."""
    found: list[CategoryPath] = []
    for (name,) in categories:
        parts = tuple(name.split("/"))
        known = all("/".join(parts[:n]).lower() in parents for n in range(1, len(parts)))
        found.append(parts if known and all(parts) else (name,))
    return tuple(found)

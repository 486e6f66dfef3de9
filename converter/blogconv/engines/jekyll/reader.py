"""Reads a Jekyll site's files into posts and pages, as Jekyll itself would publish them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from ...diagnostics import Diagnostics
from ...frontmatter import JEKYLL, PSYCH, FrontMatterError, NotAMapping, cut, parse, recover
from ...model import CategoryPath, FrontMatter, Kind, Moment, Post, Status, Value
from ...urls import leads_out
from .addresses import (
    Facts,
    UnknownVariable,
    document_address,
    lowered,
    page_address,
    template_of,
    with_suffix,
)
from .config import JekyllConfig
from .dates import Clock, zone_of
from .defaults import Defaults
from .fields import aliases_of, fields_of, listed, text_of
from .files import DATED, DATELESS, Place, Role, Roles, extension

_HEADING = re.compile(
    r"\s*(?:#{1,3}[ \t]+([^\n]+?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)|([^\n]+)\n(?:=+|-+)[ \t]*(?:\n|\Z))"
)
_PUBLISHED = "published"
OWN_LIST = re.compile(r"\{% include blogconv/(posts|terms)\.html([^%]*)%\}")
"""Our own includes that list posts and terms: what they list, and their parameters."""
_FURTHER = re.compile(r"/page/\d+/\Z")


class Named(NamedTuple):
    """What the name of a post or document says: its date, and its slug."""

    date: Moment | None
    slug: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A file in its parts: front matter, body, and the line on which the body starts."""

    front_matter: FrontMatter
    body: str
    line: int


class SiteReader:
    """Reads the posts and pages of one site."""

    def __init__(self, config: JekyllConfig, zone: str | None, diagnostics: Diagnostics) -> None:
        self.config = config
        self.roles = Roles(config)
        self.tell = diagnostics
        self._defaults = Defaults(config)
        named = config.values.get("timezone")
        site = zone_of(named)
        if site is None and named:
            diagnostics.add(
                "broken-setting", config.file, 0, "its timezone is unknown; Jekyll then takes UTC"
            )
        builder = site or zone_of(zone)
        self.zone_name = builder.key if builder else None
        self.clock = Clock(builder or UTC)
        self._zone_known = builder is not None
        self._now = datetime.now(UTC)
        own = config.mapping("blogconv")
        self._nested = own.get("categories") == "nested"

    def name(self, path: str) -> str:
        """The path below the site's root of a path below its source folder."""
        return f"{self.config.source}/{path}" if self.config.source else path

    def split(self, name: str, text: str) -> Parts:
        """The parts of a file. Broken front matter is recovered, and told."""
        parts = cut(text, JEKYLL)
        if parts.format == "none":
            return Parts(FrontMatter(), text, 1)
        try:
            found = parse(parts.data, "yaml", PSYCH, parts.data_line)
        except NotAMapping as error:
            found = FrontMatter("yaml")
            if error.value is not None:
                message = f"{error}; Jekyll shows the post without them"
                self.tell.add("broken-front-matter", name, parts.data_line, message)
        except FrontMatterError as error:
            line = parts.data_line + error.line - 1
            self.tell.add(
                "broken-front-matter", name, line, f"{error}; Jekyll shows the post without its data"
            )
            found = recover(parts.data, PSYCH, parts.data_line)
        for entry in found.repeated():
            message = f"the key '{entry.key}' stands twice; the last one is taken, as Jekyll does"
            self.tell.add("repeated-key", name, entry.line, message)
        return Parts(found, parts.body, parts.body_line)

    def post(self, path: str, place: Place, text: str, modified: float | None = None) -> Post:
        """The post, draft, document or page that `text` is at `path` below the source folder."""
        name = self.name(path)
        parts = self.split(name, text)
        self._tell_outside(parts.front_matter, name)
        kind = "pages" if place.role is Role.PAGE else place.collection or "posts"
        defaults = self._defaults.of(path, kind)
        own: dict[str, Value] = {entry.key: entry.value for entry in parts.front_matter.entries}
        data = _with_defaults(defaults, own)
        post = Post(
            path=name,
            kind=Kind.POST if place.role in (Role.POST, Role.DRAFT) else Kind.PAGE,
            front_matter=parts.front_matter,
            body=parts.body,
            body_line=parts.line,
            markup=self._markup(path),
            aliases=aliases_of(data),
            **fields_of(data),
        )
        if place.role is Role.PAGE:
            return _without_further_pages(self._page(path, post, data, own))
        return self._document(path, place, post, data, own, defaults, modified)

    def _tell_outside(self, front_matter: FrontMatter, name: str) -> None:
        entry = front_matter.entry("permalink")
        if entry and leads_out(text_of(entry.value)):
            message = f"the permalink '{text_of(entry.value)}' leads out of the site; it is kept inside"
            self.tell.add("address-outside", name, entry.line, message)

    def _markup(self, path: str) -> Literal["markdown", "html", "other"]:
        end = extension(path).lower()
        return (
            "markdown"
            if end in self.config.markdown
            else "html"
            if end in (".html", ".htm", ".xhtml")
            else "other"
        )

    # Posts and documents

    def _document(
        self,
        path: str,
        place: Place,
        post: Post,
        data: Mapping[str, Value],
        own: Mapping[str, Value],
        defaults: Mapping[str, Value],
        modified: float | None,
    ) -> Post:
        named = self._named(path, post.path)
        date = self._date(data, post) or named.date
        if date is None and place.role is not Role.DOCUMENT and modified is not None:
            date = self.clock.file_time(modified)
            message = "the draft has no date: the time of its file is taken, which changes when it is copied"
            self.tell.add("date-from-file", post.path, 0, message)
        slug = text_of(data.get("slug")) or named.slug
        categories = self._categories(path, place, defaults, own)
        post = replace(
            post,
            title=text_of(data.get("title")) or _titleized(named.slug),
            date=date,
            updated=self._updated(data),
            slug=slug,
            tags=tags_of(data),
            categories=self._paths(categories, data),
            status=self._status(place, data, date),
        )
        return self._addressed(path, place, post, data, own, categories)

    def _named(self, path: str, name: str) -> Named:
        if match := DATED.fullmatch(path):
            date = self.clock.read(match[1])
            if date is None:
                self.tell.add(
                    "date-unknown", name, 0, f"'{match[1]}' in its name is no date; Jekyll stops on it"
                )
            return Named(replace(date, precision="day") if date else None, match[2].rstrip("."))
        match = DATELESS.fullmatch(path)
        return Named(None, match[1].rstrip(".") if match else path.rpartition("/")[2])

    def _date(self, data: Mapping[str, Value], post: Post) -> Moment | None:
        if "date" not in data:
            return None
        entry = post.front_matter.entry("date")
        date = self.clock.read(data["date"], _raw_value(entry.raw if entry else ""))
        if date is None:
            message = f"'{text_of(data['date'])}' is no date, and Jekyll stops on it"
            self.tell.add("date-unknown", post.path, entry.line if entry else 0, message)
        return date

    def _updated(self, data: Mapping[str, Value]) -> Moment | None:
        """`last_modified_at` of the sitemap and feed plugins, and what other engines call it."""
        found = (
            data.get(key) for key in ("last_modified_at", "updated", "lastmod", "modified", "modified_date")
        )
        value = next((v for v in found if v), None)
        return self.clock.read(value) if value is not None else None

    def _status(self, place: Place, data: Mapping[str, Value], date: Moment | None) -> Status:
        if place.role is Role.DRAFT:
            return Status.DRAFT
        if _is_hidden(data):
            return Status.PRIVATE
        if date and not self.config.future and self.clock.instant(date) > self._now:
            return Status.SCHEDULED
        return Status.PUBLISHED

    def _categories(
        self, path: str, place: Place, defaults: Mapping[str, Value], own: Mapping[str, Value]
    ) -> tuple[str, ...]:
        """Folders above `_posts`, then those of the defaults and of the post, each once."""
        found: list[Value] = []
        if place.role in (Role.POST, Role.DRAFT):
            top = self.config.text("collections_dir").strip("/")
            above = re.split(r"(?:^|/)_(?:posts|drafts)/", path)[0]
            above = above.removeprefix(top).strip("/") if top else above
            found += [part for part in above.split("/") if part]
        for source in (defaults, own):
            value = source.get("categories")
            found += value.split() if isinstance(value, str) else _flat(value)
        single = own.get("category", defaults.get("category"))
        found += _flat(single)
        return tuple(dict.fromkeys(text_of(v) for v in found if v is not None))

    def _paths(self, names: tuple[str, ...], data: Mapping[str, Value]) -> tuple[CategoryPath, ...]:
        """Category names as paths: each by itself, unless theme or data say that they lie in each other."""
        written = data.get("category_paths")
        if isinstance(written, list) and all(isinstance(p, list) for p in written):
            return tuple(tuple(map(text_of, p)) for p in written)
        if self._nested and names:
            return (names,)
        return tuple((name,) for name in names)

    def _addressed(
        self,
        path: str,
        place: Place,
        post: Post,
        data: Mapping[str, Value],
        own: Mapping[str, Value],
        categories: tuple[str, ...],
    ) -> Post:
        permalink = data.get("permalink")
        output = self.roles.output_extension(path)
        if permalink is not None and not text_of(permalink).endswith("/"):
            output = extension(text_of(permalink)) or output
        base = path.rpartition("/")[2].removesuffix(extension(path))
        facts = Facts(
            slug=post.slug,
            basename=base,
            path=place.inner.removesuffix(extension(path)).rstrip("."),
            collection=place.collection,
            output_ext=output,
            categories=categories,
            clock=self.clock.local(post.date) if post.date else None,
        )
        template = text_of(permalink) if permalink is not None else self.template(place)
        try:
            address = document_address(template, facts)
        except UnknownVariable as unknown:
            message = f"the permalink has ':{unknown}', on which Jekyll stops; taken as it is written"
            self.tell.add("broken-permalink", post.path, 0, message)
            address = document_address(template.replace(f":{unknown}", str(unknown)), facts)
        if not self._zone_known and post.date and ":day" in template:
            self._tell_zone(post)
        return replace(post, address=address, pinned=own.get("permalink") is not None)

    def template(self, place: Place) -> str:
        """The pattern of the addresses of posts, or of a collection's documents."""
        style = self.config.text("permalink", "date")
        own = self.config.collections.get(place.collection, {}).get("permalink")
        if isinstance(own, str):
            return template_of(own) if place.collection == "posts" else own
        return template_of(style) if place.collection == "posts" else with_suffix("/:collection/:path", style)

    def _tell_zone(self, post: Post) -> None:
        """Without a time zone the machine's counts: tell where the address depends on it."""
        value = post.date.value if post.date else None
        if value and value.tzinfo and value.astimezone(UTC).date() != value.date():
            message = (
                f"its address is {post.address} if the site was built in UTC; elsewhere the day may differ"
            )
            self.tell.add("builder-zone", post.path, 0, message)

    # Pages

    def _page(self, path: str, post: Post, data: Mapping[str, Value], own: Mapping[str, Value]) -> Post:
        folder, _, file = path.rpartition("/")
        output, end = self.roles.output_extension(path), extension(path)
        base = file.removesuffix(end).rstrip(".")
        if self.roles.is_index(path):
            base = "index"
        permalink = data.get("permalink")
        style = self.config.text("permalink", "date")
        written = None if permalink is None else text_of(permalink)
        if written and not written.endswith("/"):
            output = extension(written) or output
        address = page_address(written, folder, base, output, style)
        date = self.clock.read(own["date"]) if own.get("date") is not None else None
        return replace(
            post,
            title=text_of(data.get("title")) or self._heading(post),
            date=date,
            updated=self._updated(data),
            tags=tags_of(data),
            slug=base,
            status=Status.PRIVATE if _is_hidden(own) else Status.PUBLISHED,
            address=address,
            pinned=own.get("permalink") is not None,
            layout=self._layout(post, data, output),
        )

    def _layout(self, post: Post, data: Mapping[str, Value], output: str) -> str | None:
        """The layout; "false" for a page that stands by itself: without one, but a whole document or no page at all."""
        layout = data.get("layout")
        if layout in (None, "none", "null", False):
            whole = re.search(r"<html[\s>]|<!doctype", post.body or "", re.IGNORECASE)
            return "false" if whole or output not in (".html", ".htm", ".xhtml") else None
        return text_of(layout)

    def _heading(self, post: Post) -> str | None:
        """jekyll-titles-from-headings: the heading that the page begins with."""
        if not (self.config.github or self.config.has("jekyll-titles-from-headings")):
            return None
        match = _HEADING.match(post.body or "") if post.markup == "markdown" else None
        return (match[1] or match[2]).strip() if match else None


def _with_defaults(defaults: Mapping[str, Value], own: Mapping[str, Value]) -> dict[str, Value]:
    """The post's data over the defaults; a key without a value leaves the default, but not for `published`."""
    data = {**defaults, **{k: v for k, v in own.items() if v is not None or k not in defaults}}
    if own.get(_PUBLISHED, True) is None:
        data[_PUBLISHED] = defaults.get(_PUBLISHED)
    return data


def _is_hidden(data: Mapping[str, Value]) -> bool:
    """`published:` hides with false and with nothing (jekyll/jekyll:lib/jekyll/publisher.rb)."""
    value = data.get(_PUBLISHED, True)
    return value is None or value is False


def _without_further_pages(post: Post) -> Post:
    """A page with a list that blogconv has written as a section, without the addresses of the list's further pages."""
    if not OWN_LIST.search(post.body or ""):
        return post
    post = replace(post, kind=Kind.SECTION)
    aliases = tuple(alias for alias in post.aliases if not _FURTHER.search(alias))
    entry = post.front_matter.entry("redirect_from")
    if aliases or entry is None:
        return replace(post, aliases=aliases)
    entries = tuple(each for each in post.front_matter.entries if each is not entry)
    return replace(post, aliases=(), front_matter=replace(post.front_matter, entries=entries))


def tags_of(data: Mapping[str, Value]) -> tuple[str, ...]:
    """Tags: the singular key wins, a text of the plural one is divided at blanks."""
    value = data.get("tag")
    if value is None:
        value = data.get("tags")
        value = value.split() if isinstance(value, str) else value if isinstance(value, list) else None
    return tuple(dict.fromkeys(text_of(v) for v in _flat(value) if v is not None))


def _flat(value: Value) -> list[Value]:
    """A value as a list without lists in it."""
    found: list[Value] = []
    for item in listed(value):
        found += _flat(item) if isinstance(item, list) else [item]
    return found


def _titleized(slug: str) -> str:
    """The title that Jekyll makes of a slug (jekyll/jekyll:lib/jekyll/utils.rb `titleize_slug`)."""
    return " ".join(part[:1].upper() + lowered(part[1:]) for part in slug.rstrip("-").split("-"))


def _raw_value(raw: str) -> str:
    """The text of a date as it is written: `date: 2024-01-02 # x` → 2024-01-02."""
    match = re.search(r"^[^#\n:]*:[ \t]*(['\"]?)(.*?)\1[ \t]*(?:\s#.*)?\r?$", raw, re.MULTILINE)
    return match[2] if match else ""


def term_pages(posts: Iterable[Post]) -> dict[tuple[str, CategoryPath], str]:
    """The addresses of terms that pages written by blogconv name: their keys `taxonomy` and `term`."""
    found: dict[tuple[str, CategoryPath], str] = {}
    for post in posts:
        taxonomy, term = post.front_matter.get("taxonomy"), post.front_matter.get("term")
        if post.kind is not Kind.POST and isinstance(taxonomy, str) and isinstance(term, list) and term:
            found[taxonomy, tuple(map(text_of, term))] = post.address
    return found

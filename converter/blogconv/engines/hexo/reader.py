"""Reads a Hexo site: the index of its posts, pages and files, as Hexo itself would publish them."""

from __future__ import annotations

import math
import posixpath
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from ...diagnostics import Diagnostics
from ...frontmatter import FrontMatterError, NotAMapping, parse, recover, split_hexo
from ...model import Entry, FrontMatter, Kind, Post, Status, Value
from ...tree import Found
from .addresses import Addresses, Facts, read_name
from .config import HexoConfig
from .dates import Clock, Dated, zone_of
from .files import MARKDOWN, Role, Roles, extension
from .taxonomy import Terms, categories_of, tags_of
from .values import flag, text_of, title_case, truthy

_COVERS = ("cover", "thumbnail", "index_img", "headimg", "banner_img", "image")


@dataclass
class Draft:
    """A post on its way: what is known before the site's categories and the other posts are."""

    post: Post
    data: Mapping[str, Value]
    dated: Dated | None = None


_TAG_NAME = re.compile(r"\{%-?\s*(?!end)(\w+)")


class SiteReader:
    """Reads the posts of one site. `name` gives the place of a file below the site's root."""

    def __init__(self, config: HexoConfig, zone: str | None, diagnostics: Diagnostics) -> None:
        self.config = config
        self.roles = Roles(config)
        self.addresses = Addresses(config)
        self.terms = Terms(config)
        self.tell = diagnostics
        site = zone_of(config.values.get("timezone"))
        if site is None and config.values.get("timezone"):
            diagnostics.add("broken-setting", "_config.yml", 0, "its timezone is unknown, and not followed")
        builder = zone_of(zone) or site
        self.clock = Clock(site, builder or UTC)
        named = site or builder
        self.zone_name = named.key if named else None
        self._check_zone = site is not None and zone is None and self.addresses.dated
        self._now = datetime.now(UTC)
        self.tags: set[str] = set()
        """The names of the tags in the posts read so far."""

    def name(self, path: str) -> str:
        """The path below the site's root of a path below its source folder."""
        return posixpath.join(self.config.text("source_dir", "source").strip("/"), path)

    # Posts and pages, first pass

    def draft(self, found: Found | str, role: Role, text: str, name: str = "") -> Draft:
        """The post or page that `text` is as the file `found`, its address not known yet."""
        path = found if isinstance(found, str) else found.path
        is_post = role is not Role.PAGE
        name = name or self.name(path)
        front_matter, body, line = self.split(name, text)
        if "{%" in body:
            self.tags.update(_TAG_NAME.findall(body))
        data: dict[str, Value] = {entry.key: entry.value for entry in front_matter.entries}
        slug, dated = "", None
        if is_post:
            inner = re.sub(r"^(?:_posts|_drafts)/", "", path)
            named = read_name(self.config, inner)
            data |= named.keys
            slug = named.slug
            dated = self._date(data, front_matter, name)
            if not truthy(data.get("date")):
                dated = self._named_date(named.date)
            self._derive_categories(inner, data)
        else:
            dated = self._date(data, front_matter, name)
        if dated is None and is_post and isinstance(found, Found):
            dated = self.clock.file_time(found.born)
            message = "the post has no date: the time of its file is taken, which changes when it is copied"
            self.tell.add("date-from-file", name, 0, message)
        updated = self._updated(data, front_matter, dated, name)
        post = Post(
            path=name,
            kind=Kind.POST if is_post else Kind.PAGE,
            status=self._status(role, data, dated, name),
            title=self._title(data, slug if is_post else ""),
            date=dated.moment if dated else None,
            updated=updated.moment if updated else None,
            slug=slug,
            tags=tags_of(data, self.clock.builder) if is_post else (),
            categories=categories_of(data, self.clock.builder) if is_post else (),
            front_matter=front_matter,
            body=body,
            body_line=line,
            markup=markup_of(path),
            templated=data.get("disableNunjucks") is not True,
            **_fields(data),
        )
        return Draft(self._with_body(post, data, name), data, dated)

    def split(self, name: str, text: str) -> tuple[FrontMatter, str, int]:
        """Front matter, body and the line on which it starts. Broken front matter is recovered, and told."""
        parts = split_hexo(text, self.config.major)
        if parts.format == "none":
            return FrontMatter(), text, 1
        try:
            found = parse(parts.data, parts.format, self.config.schema, parts.data_line)
        except NotAMapping as error:
            if not isinstance(error.value, list):
                return FrontMatter(), text, 1
            self._broken(name, parts.data_line, f"{error}; Hexo leaves the post out")
            found = recover(parts.data, self.config.schema, parts.data_line)
        except FrontMatterError as error:
            if parts.format == "json":
                return FrontMatter(), text, 1
            self._broken(name, parts.data_line + error.line - 1, f"{error}; Hexo leaves the post out")
            found = recover(parts.data, self.config.schema, parts.data_line)
        else:
            self._repeated_keys(found, name)
        return found, parts.body, parts.body_line

    def _broken(self, name: str, line: int, message: str) -> None:
        self.tell.add("broken-front-matter", name, line, message)

    def _repeated_keys(self, front_matter: FrontMatter, name: str) -> None:
        for entry in front_matter.repeated() if front_matter.format == "yaml" else ():
            message = f"the key '{entry.key}' stands twice; Hexo leaves the post out, the last one is kept"
            self._broken(name, entry.line, message)

    def _date(self, data: Mapping[str, Value], front_matter: FrontMatter, name: str) -> Dated | None:
        entry = front_matter.entry("date")
        value = data.get("date")
        dated = self.clock.read(value, _raw_value(entry.raw if entry else ""))
        if dated and dated.misread and entry:
            message = (
                f"Hexo reads this date as {dated.moment.value}, whatever zone it names; kept as it was shown"
            )
            self.tell.add("date-zone-ignored", name, entry.line, message)
        self._tell_rolled(entry, dated, name)
        if dated is None and entry and truthy(value):
            self.tell.add("date-unknown", name, entry.line, f"'{text_of(value)}' is no date to Hexo")
        return dated

    def _tell_rolled(self, entry: Entry | None, dated: Dated | None, name: str) -> None:
        """JavaScript counts on past the end of a month, and of a year."""
        written = re.match(r"(\d{4})-(\d\d?)-(\d\d?)", _raw_value(entry.raw) if entry else "")
        if entry and dated and written and not _is_day(*map(int, written.groups())):
            message = f"there is no {written[0]}; kept as {dated.moment.value.date()}, which Hexo makes of it"
            self.tell.add("date-rolled", name, entry.line, message)

    def _named_date(self, parts: tuple[int, int, int] | None) -> Dated | None:
        """The date in a file name, which may count past the end of a month as in JavaScript."""
        if parts is None:
            return None
        year, month, day = parts
        try:
            first = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
            return self.clock.read((first + timedelta(days=day - 1)).date())
        except (ValueError, OverflowError):
            return None

    def _updated(
        self, data: Mapping[str, Value], front_matter: FrontMatter, dated: Dated | None, name: str
    ) -> Dated | None:
        """The date of the last change. Hexo takes the file's time where none is written; that is not kept."""
        entry = front_matter.entry("updated")
        updated = self.clock.read(data.get("updated"), _raw_value(entry.raw if entry else ""))
        self._tell_rolled(entry, updated, name)
        option = self.config.values.get("updated_option")
        if option is None and self.config.major < 7 and self.config.values.get("use_date_for_updated"):
            option = "date"
        return updated or (dated if option == "date" and "date" in data else None)

    def _title(self, data: Mapping[str, Value], slug: str) -> str | None:
        value = data.get("title")
        title = "" if value is None else text_of(self.clock.local(value), self.clock.builder)
        if value is None and self.config.major in (5, 6) and isinstance(data.get("link"), str):
            title = re.sub(r"^https?://|/$", "", str(data["link"]))
        if value is None and slug and self.config.major == 4:
            title = slug
        if "title" not in data and self.config.values.get("use_slug_as_post_title"):
            title = slug
        if truthy(data.get("titlecase", self.config.values.get("titlecase"))):
            title = title_case(title)
        return title or None

    def _status(self, role: Role, data: Mapping[str, Value], dated: Dated | None, name: str) -> Status:
        if role is not Role.PAGE and self._is_encrypted(data):
            self.tell.add("encrypted-post", name, 0, "readers needed a password; it is kept private")
            return Status.PRIVATE
        if role is Role.DRAFT:
            return Status.DRAFT
        published = data.get("published")
        if role is Role.POST and published is not None and not flag(published):
            return Status.DRAFT
        if dated and not self.config.values.get("future", True) and dated.instant > self._now:
            return Status.SCHEDULED
        return Status.PUBLISHED

    def _is_encrypted(self, data: Mapping[str, Value]) -> bool:
        """Whether the post has a password, its own or that of a tag (hexo-blog-encrypt)."""
        if "password" in data:
            return truthy(data["password"])
        settings = self.config.mapping("encrypt").get("tags")
        names = (
            {t.get("name") for t in settings if isinstance(t, dict)} if isinstance(settings, list) else set()
        )
        return bool(names & set(tags_of(data)))

    def _derive_categories(self, inner: str, data: dict[str, Value]) -> None:
        """hexo-auto-category and hexo-directory-category: folders are categories where a post names none."""
        if truthy(data.get("categories")) or truthy(data.get("category")):
            return
        settings = self.config.mapping("auto_category")
        depth = settings.get("depth")
        folders: list[Value] = list(inner.split("/")[:-1])
        if self.config.has("hexo-auto-category") and settings.get("enable", True):
            data["categories"] = folders[: depth if isinstance(depth, int) and depth > 0 else None]
        elif self.config.has("hexo-directory-category"):
            data["categories"] = folders

    def _with_body(self, post: Post, data: Mapping[str, Value], name: str) -> Post:
        """`content:` replaces the body, unrendered."""
        content = data.get("content")
        if not isinstance(content, str):
            return post
        self.tell.add("content-key", name, 0, "the key 'content' stands for the body, as in Hexo")
        return replace(post, body=content, markup="html")

    # Addresses, second pass

    def add_terms(self, drafts: Iterable[Draft]) -> None:
        """Note the terms of all posts that are shown."""
        for draft in drafts:
            if draft.post.status is Status.PUBLISHED:
                self.terms.add(draft.post.tags, draft.post.categories)

    def addressed(self, draft: Draft) -> tuple[Post, str]:
        """The post with its address, and the path that Hexo has for it."""
        post = draft.post
        entry = post.front_matter.entry("permalink")

        def tell(code: str, message: str) -> None:
            self.tell.add(code, post.path, entry.line if entry else 0, message)

        if post.kind is not Kind.POST:
            inner = post.path.removeprefix(self.name(""))
            path = self.addresses.page(inner, draft.data, "html", tell)
            pinned = isinstance(draft.data.get("permalink"), str) and bool(draft.data["permalink"])
            return replace(post, address=self.addresses.public(path, tell), pinned=pinned), path
        pinned_path = self.addresses.pinned(draft.data, tell)
        path = pinned_path or self.addresses.post(self._facts(draft), tell)
        address = self.addresses.public(path, tell)
        if self._check_zone and pinned_path is None and draft.dated:
            self._compare_zones(draft, address, tell)
        slug = self._slug(draft)
        return replace(post, address=address, pinned=pinned_path is not None, slug=slug), path

    def _slug(self, draft: Draft) -> str:
        """Hexo 3 and 4: a `permalink` replaces the slug."""
        value = draft.data.get("permalink")
        return value if self.config.major < 5 and isinstance(value, str) and value else draft.post.slug

    def _facts(self, draft: Draft, clock: Clock | None = None) -> Facts:
        post, dated = draft.post, draft.dated
        category = self.terms.last(post.categories)
        return Facts(
            slug=self._slug(draft),
            title=post.title or "",
            clock=(clock or self.clock).parts(dated.instant) if dated else None,
            stamp=math.floor(dated.instant.timestamp()) if dated else 0,
            category=self.terms.category_slug(category)
            if category
            else text_of(self.config.values.get("default_category")),
            data={key: self.clock.local(value) for key, value in draft.data.items()},
            zone=self.clock.builder,
        )

    def _compare_zones(self, draft: Draft, address: str, tell: Callable[[str, str], None]) -> None:
        """Tell where a machine in UTC would have given the post another address."""
        assert draft.dated is not None
        here = self.clock.parts(draft.dated.instant).date()
        entry = draft.post.front_matter.entry("date")
        elsewhere = Clock(self.clock.site, UTC)
        other = elsewhere.read(entry.value) if entry else None
        if other and elsewhere.parts(other.instant).date() != here:
            message = f"it is {address} if the site was built in its own time zone; in UTC it is a day apart"
            tell("builder-zone", message)


def markup_of(path: str) -> Literal["markdown", "html", "other"]:
    """The notation of a body, by the file's extension."""
    end = extension(path)
    return "markdown" if end in MARKDOWN else "html" if end in ("html", "htm") else "other"


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(max(year, 1), month)[1]


def _raw_value(raw: str) -> str:
    """The text of a date as it is written: `date: 2024-01-02 # x` → 2024-01-02."""
    match = re.search(r"^[^#\n:]*:[ \t]*(['\"]?)(.*?)\1[ \t]*(?:\s#.*)?\r?$", raw, re.MULTILINE)
    return match[2] if match else ""


def _fields(data: Mapping[str, Value]) -> dict[str, Any]:
    """The fields of a post that Hexo's themes agree on."""
    toc = data.get("toc")
    toc = toc.get("enable", toc.get("enabled")) if isinstance(toc, dict) else toc
    math = next((data[key] for key in ("mathjax", "katex", "math") if key in data), None)
    layout = data.get("layout")
    authors = data.get("author", data.get("authors"))
    return {
        "authors": tuple(
            str(a) for a in (authors if isinstance(authors, list) else [authors]) if _is_text(a)
        ),
        "language": _text(data.get("lang", data.get("language"))),
        "layout": "false" if layout is False else _text(layout),
        "description": _text(data.get("description")),
        "summary": _text(data.get("excerpt")),
        "cover": next((str(data[key]) for key in _COVERS if _is_text(data.get(key))), None),
        "comments": flag(data["comments"]) if data.get("comments") is not None else None,
        "toc": toc if isinstance(toc, bool) else None,
        "math": math if isinstance(math, bool) else None,
    }


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None

"""The intermediate post model: what every engine is read into and written from.

The model knows no engine. Only what at least two engines know is a field; every other front matter key
stays an `Entry`, in order, with its value and its comment untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

Value = Any
"""A front matter value: None, bool, int, float, str, `date`, `datetime`, list or dict of these."""

CategoryPath = tuple[str, ...]
"""`("Tech", "Python")` is the category Python inside Tech."""


class Kind(StrEnum):
    """What a source file is."""

    POST = "post"
    PAGE = "page"
    SECTION = "section"
    NOTE = "note"


class Status(StrEnum):
    """Whether a post is shown to readers. `PRIVATE` exists but must never become visible by itself."""

    PUBLISHED = "published"
    DRAFT = "draft"
    PRIVATE = "private"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a post writes it.

    `value` is aware where the text names a zone, else naive: then it is wall-clock time in the site's zone.
    `raw` is the source text. `precision` says how much of `value` was written.
    """

    value: datetime
    precision: Literal["day", "minute", "second"] = "second"
    raw: str = ""

    @classmethod
    def of(cls, value: date | datetime, raw: str = "") -> Moment:
        """A moment from a Python date (precision "day") or datetime (precision "second")."""
        if isinstance(value, datetime):
            return cls(value, "second", raw or value.isoformat(sep=" "))
        return cls(datetime(value.year, value.month, value.day), "day", raw or value.isoformat())


@dataclass(frozen=True, slots=True)
class Entry:
    """One top-level front matter key with its value, and its text as it stands in the file.

    `raw` holds whole lines, the comment lines before the key and the final newline included, so that an
    unchanged entry is copied and never printed again. It is empty for an entry that did not come from a file.
    `line` counts from 1 in the file.
    """

    key: str
    value: Value
    raw: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The entries of a post in their order.

    `format` is the notation in the file; "none" when the file has no front matter. `tail` holds comment
    lines behind the last entry.
    """

    format: Literal["yaml", "toml", "json", "org", "none"] = "none"
    entries: tuple[Entry, ...] = ()
    tail: str = ""

    def get(self, key: str, default: Value = None) -> Value:
        """The value of `key`, or `default`. With a key that stands twice the last one counts."""
        for entry in reversed(self.entries):
            if entry.key == key:
                return entry.value
        return default

    def entry(self, key: str) -> Entry | None:
        """The last entry named `key`."""
        return next((e for e in reversed(self.entries) if e.key == key), None)

    def repeated(self) -> tuple[Entry, ...]:
        """The entries whose key has stood before."""
        first = {entry.key: entry for entry in reversed(self.entries)}
        return tuple(entry for entry in self.entries if first[entry.key] is not entry)

    def __contains__(self, key: object) -> bool:
        return any(e.key == key for e in self.entries)

    def without(self, *keys: str) -> FrontMatter:
        """The same front matter without the entries named `keys`."""
        return replace(self, entries=tuple(e for e in self.entries if e.key not in keys))

    def with_value(self, key: str, value: Value) -> FrontMatter:
        """The same front matter in which `key` has `value`, at its old place or else at the end."""
        fresh = Entry(key, value)
        if key not in self:
            return replace(self, entries=(*self.entries, fresh))
        return replace(self, entries=tuple(fresh if e.key == key else e for e in self.entries))


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is.

    `path` is relative to the source root, `address` is where the source engine serves it, `name` is its
    path below the post's asset folder (empty for a file that belongs to the whole site).
    """

    path: str
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post, page, section index or note.

    Addresses are root-relative, decoded and without the site's base path: `/2024/01/02/你好/`.
    `path` is relative to the source root, with `/`. `body` is None until `Site.load` has read it; it is the
    exact text behind the front matter, and starts on line `body_line` of the file.
    """

    path: str
    kind: Kind = Kind.POST
    status: Status = Status.PUBLISHED
    title: str | None = None
    date: Moment | None = None
    updated: Moment | None = None
    publish: Moment | None = None
    expire: Moment | None = None
    slug: str = ""
    address: str = ""
    pinned: bool = False
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[CategoryPath, ...] = ()
    taxonomies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    language: str | None = None
    translation_key: str | None = None
    layout: str | None = None
    description: str | None = None
    summary: str | None = None
    cover: str | None = None
    guid: str | None = None
    comment_key: str | None = None
    comments: bool | None = None
    toc: bool | None = None
    math: bool | None = None
    weight: int | None = None
    front_matter: FrontMatter = field(default_factory=FrontMatter)
    body: str | None = None
    body_line: int = 1
    assets: tuple[Asset, ...] = ()
    markup: Literal["markdown", "html", "other"] = "markdown"
    templated: bool = True
    """Whether the engine's own tags act in the body."""

    @property
    def is_file(self) -> bool:
        """Whether it is a page that no theme stands around: a text file with an address, such as robots.txt."""
        name = self.address.rpartition("/")[2]
        return self.kind is Kind.PAGE and self.markup == "other" and "." in name and ".htm" not in name


@dataclass(frozen=True, slots=True)
class HeadingIds:
    """How a renderer makes heading ids. `style` names the rule: hexo, github, kramdown, obsidian, none."""

    style: str = "github"
    case: Literal["keep", "lower", "upper"] = "lower"
    min_level: int = 1
    first_duplicate: int = 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """The features of the Markdown that a site was written for, as its renderer and configuration have it.

    A target realises a source's dialect: settings first, hooks or plugins next, edits of the text last.
    `renderer` names the parser where a rule is not a feature but a quirk of one parser:
    marked, markdown-it, goldmark, kramdown, commonmark (cmark-gfm), obsidian.
    """

    renderer: str = "commonmark"
    hard_breaks: bool = False
    raw_html: bool = True
    typographer: bool = False
    autolink: bool = True
    tables: bool = True
    strikethrough: bool = True
    single_tilde: bool = False
    """Whether `~x~` strikes out as `~~x~~` does (marked, Goldmark, cmark-gfm)."""
    task_lists: bool = True
    footnotes: bool = False
    definition_lists: bool = False
    colon_lists: bool = False
    """Whether a line of a paragraph that begins with `: ` makes a description list of it (hexo-renderer-marked)."""
    heading_ids: HeadingIds = field(default_factory=HeadingIds)
    heading_attributes: bool = False
    emoji: bool = False
    math: bool = False
    kept_math: bool = False
    """Whether formulas between `$` or `$$` reach the page as they stand, unread as Markdown."""
    mark: bool = False
    insert: bool = False
    superscript: bool = False
    subscript: bool = False
    fences: Literal["commonmark", "hexo"] = "commonmark"
    image_root: str | None = None
    """What the renderer puts before a relative image address: "/" in Hexo by default."""
    post_files: bool = False
    """Whether a relative image address that names a file of the post leads there, whatever `image_root` is."""
    local_files: frozenset[str] = frozenset()
    """The names of the files of the post at hand, where `post_files` holds."""
    external_links: bool = False
    """Whether links to other hosts open in a new window."""
    external_exclude: tuple[str, ...] = ()
    templates_in_code: bool = False
    """Whether the engine's own tags act inside code too (Hugo, Jekyll)."""


@dataclass(frozen=True, slots=True)
class Site:
    """A blog: its settings and the index of its posts, without their bodies.

    `config` is the engine's own configuration, defaults merged in. `base_path` is the path under which the
    site is served, with a final slash. `timezone` is an IANA name or None. `flavours` are the names of the
    mapping tables that apply, strongest first; `reasons` says in words why each was chosen.
    `own_keys` are the front matter keys, in lower case, on which the engine itself acts. `left_out` are the paths of
    posts, and of their files, that a migration script has left out.
    `term_addresses` maps `("tags", ("Go",))` or `("categories", ("Tech", "Python"))` to the address
    of its page.
    """

    engine: str
    root: Path
    title: str = ""
    description: str = ""
    author: str = ""
    language: str = ""
    url: str = ""
    base_path: str = "/"
    timezone: str | None = None
    permalink: str = ""
    config: Mapping[str, Value] = field(default_factory=dict)
    dialect: Dialect = field(default_factory=Dialect)
    flavours: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    assets: tuple[Asset, ...] = ()
    data: tuple[Asset, ...] = ()
    own_keys: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    term_addresses: Mapping[tuple[str, CategoryPath], str] = field(default_factory=dict)

"""A post's front matter as Hexo should read it: same values, only what would stop or mislead Hexo is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from ...frontmatter import JS_YAML_4
from ...model import Entry, FrontMatter, Kind, Moment, Post, Site, Status, Value
from ..keys import Keys, value_in
from .taxonomy import categories_of, tags_of
from .values import OWN_KEYS
from .write_layout import Place, wall_clock

_KEYS = Keys(
    "hexo",
    OWN_KEYS,
    {
        "title": ("title",),
        "date": ("date",),
        "updated": ("updated", "lastmod", "modified", "last_modified_at"),
        "tags": ("tags", "tag"),
        "categories": ("categories", "category"),
        "aliases": ("aliases", "alias", "redirect_from"),
        "excerpt": ("summary", "excerpt"),
        "lang": ("lang", "language"),
        "sticky": ("weight", "sticky"),
        "": ("draft", "url", "permalink", "slug", "published"),
    },
    weak=("excerpt", "sticky"),
)
"""What a key of another engine is to Hexo; the last ones are said by the post's place or not at all."""
_BARE = (False, "false", "off")


def convert(post: Post, place: Place, site: Site, top: int) -> FrontMatter:
    """The front matter of `post` for Hexo. `top` is the greatest weight of the site's posts.

    An `image` that is no text stops hexo-generator-feed: it travels under the name of the source's engine.
    """
    wanted = dict(_fields(post, place, site, top))
    usual = (post.kind.value, None, *(_BARE if _is_bare(post) else ()))
    entries = (e for e in post.front_matter.entries if e.key != "layout" or e.value not in usual)
    image = post.front_matter.get("image")
    odd = image is not None and not isinstance(image, str)
    keys = replace(_KEYS, own=_KEYS.own | {"image"}) if odd else _KEYS
    return replace(post.front_matter, entries=keys.rewritten(entries, site, wanted, _said))


def _fields(post: Post, place: Place, site: Site, top: int) -> Iterator[tuple[str, Value]]:
    """The keys that Hexo reads, with what the post has for them."""
    yield "title", post.title
    yield "date", _written(post.date, site)
    yield "updated", _written(post.updated, site)
    if post.kind is Kind.POST:
        yield "tags", list(post.tags) or None
        yield "categories", _categories(post)
        yield "sticky", top + 1 - post.weight if post.weight and 0 < post.weight <= top else None
    yield "layout", False if _is_bare(post) else None
    yield "permalink", place.permalink
    yield "aliases", list(post.aliases) or None
    yield "excerpt", post.summary
    yield "lang", post.language if {"lang", "language"} & {e.key for e in post.front_matter.entries} else None
    hidden = post.status in (Status.PRIVATE, Status.EXPIRED, Status.SCHEDULED)
    yield "published", False if hidden else None
    if post.kind is Kind.SECTION and post.address in ("/tags/", "/categories/"):
        yield "type", post.address.strip("/")


def _is_bare(post: Post) -> bool:
    """Whether the page is shown without the theme around it."""
    return post.kind is Kind.PAGE and post.front_matter.get("layout") in _BARE


def _written(moment: Moment | None, site: Site) -> Value:
    """A date as Hexo reads it right: the wall clock of the site's zone, without a zone."""
    clock = wall_clock(moment, site)
    if clock is None or moment is None:
        return None
    return clock.date() if moment.precision == "day" else clock.replace(microsecond=0)


def _categories(post: Post) -> Value:
    """One path as a list; several as a list of lists, since Hexo takes a flat list for one path."""
    if not post.categories:
        return None
    if len(post.categories) == 1:
        return list(post.categories[0])
    return [list(path) for path in post.categories]


def _said(entry: Entry, field: str, value: Value) -> Entry:
    """The entry as it stands where Hexo reads the value from it, else with the value."""
    if entry.key == field and _reads_as(entry, field, value):
        return entry if field in ("tags", "categories") else replace(entry, value=value)
    return Entry(field, value, entry.raw if entry.key == field else "")


def _reads_as(entry: Entry, field: str, value: Value) -> bool:
    read = value_in(entry, JS_YAML_4)
    if field == "tags":
        return bool(list(tags_of({"tags": read})) == value)
    if field == "categories":
        paths = [list(path) for path in categories_of({"categories": read})]
        return bool(paths == (value if isinstance(value[0], list) else [value]))
    if isinstance(value, date):
        same_kind = isinstance(read, datetime) == isinstance(value, datetime)
        return same_kind and isinstance(read, date) and read == value
    return type(read) is type(value) and bool(read == value)

"""A post's front matter as Jekyll should read it: same values, only what would stop or mislead Jekyll is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from ...frontmatter import PSYCH
from ...model import Entry, FrontMatter, Kind, Moment, Post, Site, Status, Value
from ...patterns import zone_of
from ..keys import Keys, value_in
from .fields import OWN_KEYS
from .reader import tags_of
from .write_layout import Place

_KEYS = Keys(
    "jekyll",
    OWN_KEYS,
    {
        "title": ("title",),
        "date": ("date",),
        "last_modified_at": ("updated", "lastmod", "modified", "last_modified_at"),
        "tags": ("tags", "tag"),
        "categories": ("categories", "category"),
        "redirect_from": ("aliases", "alias", "redirect_from"),
        "excerpt": ("summary", "excerpt"),
        "lang": ("lang", "language", "locale"),
        "pin": ("weight", "sticky", "top", "pin"),
        "": ("draft", "url", "permalink", "slug", "published", "category_paths"),
    },
    weak=("excerpt", "pin"),
)
"""What a key of another engine is to Jekyll; the last ones are said by the post's place or not at all."""
_LAYOUTS = ("post", "page", "default", None)


def convert(post: Post, place: Place, site: Site, *, nested: bool) -> FrontMatter:
    """The front matter of `post` for Jekyll. `nested`: a flat list of categories is one path in this site."""
    wanted = dict(_fields(post, place, site, nested))
    entries = (e for e in post.front_matter.entries if e.key != "layout" or e.value not in _LAYOUTS)
    form = post.front_matter.format
    return replace(
        post.front_matter,
        entries=_KEYS.rewritten(entries, site, wanted, _said),
        format="yaml" if form == "none" else form,
    )


def _fields(post: Post, place: Place, site: Site, nested: bool) -> Iterator[tuple[str, Value]]:
    """The keys that Jekyll reads, with what the post has for them."""
    yield "title", post.title
    yield "date", _written(post.date, site)
    yield "last_modified_at", _written(post.updated, site)
    if post.kind is Kind.POST:
        yield "tags", list(post.tags) or None
        names = list(dict.fromkeys(name for path in post.categories for name in path))
        yield "categories", names or None
        yield "category_paths", _paths(post) if nested and _paths(post) != [names] else None
        yield "pin", True if post.weight else None
    yield "permalink", place.permalink
    yield "redirect_from", list(post.aliases) or None
    yield "excerpt", post.summary
    yield "lang", post.language
    hidden = post.status in (Status.PRIVATE, Status.EXPIRED)
    yield "published", False if hidden else None


def _paths(post: Post) -> Value:
    return [list(path) for path in post.categories] or None


def _written(moment: Moment | None, site: Site) -> Value:
    """A date as Jekyll reads it right: a day, or a time with its offset, without which it would be UTC."""
    if moment is None:
        return None
    if moment.precision == "day" and moment.value.tzinfo is None:
        return moment.value.date()
    zone = zone_of(site)
    value = moment.value.astimezone(zone) if moment.value.tzinfo else moment.value.replace(tzinfo=zone)
    return value.replace(microsecond=0)


def _said(entry: Entry, field: str, value: Value) -> Entry:
    """The entry as it stands where Jekyll reads the value from it, else with the value; of a time as users write it."""
    if entry.key == field and _reads_as(entry, field, value):
        return entry
    text = f"{field}: {value:%Y-%m-%d %H:%M:%S %z}\n" if isinstance(value, datetime) else ""
    return Entry(field, value, text or (entry.raw if entry.key == field else ""))


def _reads_as(entry: Entry, field: str, value: Value) -> bool:
    read = value_in(entry, PSYCH)
    if field in ("tags", "categories"):
        return list(tags_of({"tags": read})) == value and (field == "tags" or read == value)
    if isinstance(value, date):
        same_kind = isinstance(read, datetime) == isinstance(value, datetime)
        aware = not isinstance(read, datetime) or read.tzinfo is not None
        return same_kind and aware and isinstance(read, date) and read == value
    return type(read) is type(value) and bool(read == value)

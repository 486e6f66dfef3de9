"""A post's front matter as Hugo should read it: same values, only what would stop or mislead Hugo is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ...frontmatter import GOCCY
from ...model import Entry, FrontMatter, Kind, Moment, Post, Site, Status, Value
from ..keys import travelling, value_in
from .layout import Place
from .reading.frontmatter import OWN_KEYS

_ZONE = r"(?: ?(?:Z|[+-]\d\d:?\d\d))?"
_ACCEPTED = re.compile(rf"\d{{4}}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE})?")

RENAMED = {
    "updated": "lastmod", "last_modified_at": "lastmod", "tag": "tags", "category": "categories", "excerpt": "summary",
}  # fmt: skip
_ALIASES = ("aliases", "alias", "redirect_from")
_UPDATED = ("updated", "last_modified_at")
_MANAGED = (
    "title", "date", *_UPDATED, "permalink", *_ALIASES, "published", "tags", "tag",
    "categories", "category",
)  # fmt: skip


def convert(post: Post, site: Site, place: Place, category_terms: tuple[str, ...]) -> FrontMatter:
    """The front matter of `post` of `site` for Hugo. `category_terms` are its categories as Hugo's terms."""
    entries: list[Entry] = []
    foreign: set[str] = set()
    clashing: set[str] = set()
    for entry in post.front_matter.entries:
        if entry.key in _MANAGED:
            entries += _managed(entry, post, category_terms)
        elif entry.key == "excerpt":
            entries.append(_renamed(entry, "summary"))
        elif entry.key == "layout" and entry.value in (post.kind.value, None):
            continue
        else:
            foreign.add(entry.key)
            entries.append(entry)
            if entry.key != entry.key.lower() and _clashes(entry, post):
                clashing.add(entry.key.lower())
    kept = travelling(entries, foreign, site, "hugo", OWN_KEYS | clashing)
    front_matter = replace(post.front_matter, entries=tuple(kept))
    for key, value in _added(post, place, category_terms):
        front_matter = front_matter.with_value(key, value)
    if not front_matter.entries:
        return front_matter.with_value("title", post.title or "")
    return replace(front_matter, entries=tuple(map(_unquoted, front_matter.entries)))


def _unquoted(entry: Entry) -> Entry:
    """A date that is written anew without the quotes that other YAML libraries would need."""
    if entry.raw or entry.key not in ("date", "lastmod") or not _ACCEPTED.fullmatch(str(entry.value)):
        return entry
    return Entry(entry.key, entry.value, f"{entry.key}: {entry.value}\n")


def _clashes(entry: Entry, post: Post) -> bool:
    """Whether Hugo, which folds case, would take the key for one that the source does not read."""
    folded = entry.key.lower()
    return folded in ("title", "date", "tags", "categories", "description", "keywords") or any(
        e.key == folded for e in post.front_matter.entries
    )


def _added(post: Post, place: Place, category_terms: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """Keys that the post needs in Hugo and did not have."""
    front_matter = post.front_matter
    if "title" not in front_matter and post.title:
        yield "title", post.title
    if "date" not in front_matter and post.date and post.kind is Kind.POST:
        yield "date", _written(post.date)
    if post.tags and _has_none(front_matter, "tags", "tag"):
        yield "tags", list(post.tags)
    if category_terms and _has_none(front_matter, "categories", "category"):
        yield "categories", list(category_terms)
    if post.updated and post.updated != post.date and _has_none(front_matter, *_UPDATED):
        yield "lastmod", _written(post.updated)
    for key, text in (("description", post.description), ("summary", post.summary)):
        if text and not _says(front_matter, text):
            yield key, text
    if post.status in (Status.DRAFT, Status.PRIVATE):
        yield "draft", True
    if place.url:
        yield "url", place.url
    if post.aliases and not any(key in front_matter for key in _ALIASES):
        yield "aliases", list(post.aliases)
    if post.weight is not None:
        yield "weight", post.weight


def _says(front_matter: FrontMatter, text: str) -> bool:
    """Whether an entry, whatever its key, has this text: else it is from a default or a migration script."""
    return any(str(entry.value).strip() == text.strip() for entry in front_matter.entries)


def _has_none(front_matter: FrontMatter, *keys: str) -> bool:
    return all(front_matter.get(key) in (None, "", []) for key in keys)


def _managed(entry: Entry, post: Post, category_terms: tuple[str, ...]) -> Iterator[Entry]:
    """The entry of a key that is a field of the post: kept where Hugo reads the same, else written anew."""
    key = entry.key
    if key == "title":
        yield entry if entry.value == (post.title or "") else Entry("title", post.title or "")
    elif key == "date" and post.date and entry.value not in (None, ""):
        yield _date(entry, post.date)
    elif key in _UPDATED:
        yield _date(_renamed(entry, "lastmod"), post.updated) if post.updated else entry
    elif key in _ALIASES and not post.aliases:
        yield entry
    elif key in _ALIASES and key == next(k for k in _ALIASES if k in post.front_matter):
        yield replace(_renamed(entry, "aliases"), value=list(post.aliases))
    elif key in ("tags", "tag") and post.tags and _counts(entry, post):
        yield _terms(_renamed(entry, "tags"), post.tags)
    elif key in ("categories", "category") and category_terms and _counts(entry, post):
        yield _terms(_renamed(entry, "categories"), category_terms)


def _counts(entry: Entry, post: Post) -> bool:
    """Whether this spelling of the key is the one that counts: the plural where both stand."""
    plural = RENAMED.get(entry.key)
    return plural is None or post.front_matter.get(plural) is None


def _terms(entry: Entry, terms: tuple[str, ...]) -> Entry:
    value = entry.value
    same = value == terms[0] if isinstance(value, str) else value == list(terms)
    return (
        entry
        if same and (not isinstance(value, str) or len(terms) == 1)
        else replace(entry, value=list(terms))
    )


def _renamed(entry: Entry, key: str) -> Entry:
    """The entry under another name, its value's text untouched where the name can be cut out of its line."""
    if entry.key == key:
        return entry
    raw, done = re.subn(
        rf"(?m)^(\s*)([\"']?){re.escape(entry.key)}\2(\s*[:=])", rf"\g<1>{key}\3", entry.raw, count=1
    )
    return replace(entry, key=key, raw=raw if done else "")


def _date(entry: Entry, moment: Moment) -> Entry:
    """The entry as it is where Hugo reads the same moment from its text, else with the date written in full."""
    text = value_in(entry, GOCCY)
    if isinstance(text, str) and _ACCEPTED.fullmatch(text) and _same(text, moment):
        return entry
    return Entry(entry.key, _written(moment))


def _same(text: str, moment: Moment) -> bool:
    try:
        read = datetime.fromisoformat(re.sub(r" (?=Z|[+-]\d\d)", "", text))
    except ValueError:
        return False
    if (read.tzinfo is None) != (moment.value.tzinfo is None):
        return False
    return read == moment.value


def _written(moment: Moment) -> str:
    if moment.precision == "day":
        return moment.value.date().isoformat()
    return moment.value.isoformat(sep=" " if moment.value.tzinfo is None else "T", timespec="seconds")

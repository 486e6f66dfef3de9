"""The properties of a note: what they say about the post that it is.

Obsidian itself gives a meaning to few of them (`tags`, `aliases`, `publish`, `permalink`, `description`, `cover`);
the others are those that people who publish from a vault use. Names are compared without case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

from ...diagnostics import Diagnostics
from ...frontmatter import NPM_YAML, OBSIDIAN, FrontMatterError, cut, parse, recover
from ...model import CategoryPath, Entry, FrontMatter, Moment, Value

DATES = ("date", "published", "publishdate", "created", "date created", "creation date", "date_created")
UPDATES = (
    "updated",
    "modified",
    "lastmod",
    "lastmodified",
    "last-modified",
    "date modified",
    "date_modified",
)
COVERS = ("cover", "image", "banner", "thumbnail")

OWN_KEYS = frozenset(("permalink", "slug", "published", "draft"))
"""The properties that say what a post's address and state are, in lower case."""
_OWN = re.compile(r"alias(?:es)?|publish|share|cssclass(?:es)?|dg-.*")

_LINK = re.compile(r"!?\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]")
_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:(?:T|[ \t]+)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?[ \t]*(Z|[+-]\d\d:?\d\d)?)?"
    r"(?:[ \t]+[^\W\d]+)?",
    re.ASCII,
)
_TAG_END = r"\s!\"#$%&'()*+,.:;<=>?@\[\\\]^`{|}~\u2000-\u206f\u2e00-\u2e7f"
TAG = re.compile(rf"(?:^|(?<=\s))#([^{_TAG_END}]+)")
"""An inline tag. All but these characters belong to a tag, also CJK punctuation and emoji."""


def split(name: str, text: str, diagnostics: Diagnostics) -> tuple[FrontMatter, str, int]:
    """Properties, body and the line on which the body starts. Broken properties are recovered, and told."""
    parts = cut(text, OBSIDIAN)
    if parts.format == "none":
        return FrontMatter(), text, 1
    try:
        found = _parsed(parts.data, parts.data_line)
        for entry in found.repeated():
            message = f"the key '{entry.key}' stands twice; to Obsidian no property counts then, the last one is kept"
            diagnostics.add("broken-front-matter", name, entry.line, message)
    except FrontMatterError as error:
        message = f"{error}; to Obsidian no property counts then, what a person reads in it is kept"
        diagnostics.add("broken-front-matter", name, parts.data_line + error.line - 1, message)
        found = recover(parts.data, NPM_YAML, parts.data_line)
    return found, parts.body, parts.body_line


def _parsed(data: str, line: int) -> FrontMatter:
    if not re.search(r"(?m)^[ \t]*[^#\s]", data):
        return FrontMatter("yaml", (), data)
    return parse(data, "yaml", NPM_YAML, line)


def unlinked(value: Value) -> Value:
    """A value with its links as a reader would see them: `[[Note|text]]` is `text`."""
    if isinstance(value, str):
        return _LINK.sub(lambda m: (m[2] or m[1].replace("#", " > ")).strip(), value)
    if isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], list) and len(value[0]) == 1 and _is_text(value[0][0]):
            return value[0][0]
        return [unlinked(item) for item in value]
    return value


def without_links(front_matter: FrontMatter) -> FrontMatter:
    """The properties with the links in them as text. What holds none keeps its lines."""
    entries = tuple(
        replace(e, value=value) if (value := unlinked(e.value)) != e.value else e
        for e in front_matter.entries
    )
    return replace(front_matter, entries=entries)


def set_aside(front_matter: FrontMatter) -> FrontMatter:
    """The properties with those that only Obsidian and what publishes from it act on below the key `obsidian`.

    Aliases are other names of a note, and no addresses that other engines would redirect; those stay.
    """
    if "obsidian" in front_matter:
        return front_matter
    aside: dict[str, Value] = {}
    kept: list[Entry] = []
    for entry in front_matter.entries:
        if not _OWN.fullmatch(entry.key.lower()) or _has_address(entry):
            kept.append(entry)
        elif entry.value not in (None, [], ""):
            if not aside:
                kept.append(Entry("obsidian", aside))
            aside[entry.key] = entry.value
    return replace(front_matter, entries=tuple(kept))


def _has_address(entry: Entry) -> bool:
    items = entry.value if isinstance(entry.value, list) else [entry.value]
    return entry.key.lower() in ("alias", "aliases") and any(str(item).startswith("/") for item in items)


class Properties:
    """The properties of one note, asked by meaning."""

    def __init__(self, front_matter: FrontMatter, name: str, diagnostics: Diagnostics) -> None:
        self.data: Mapping[str, Value] = {e.key.strip().lower(): e.value for e in front_matter.entries}
        self._lines = {e.key.strip().lower(): e.line for e in front_matter.entries}
        self._name = name
        self._tell = diagnostics

    def text(self, *keys: str) -> str | None:
        """The first of `keys` that has a text or a number, as text."""
        for key in keys:
            value = unlinked(self.data.get(key))
            if isinstance(value, str) and value.strip():
                return value.strip()
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
        return None

    def flag(self, *keys: str) -> bool | None:
        """The first of `keys` that is a checkbox, or a text that says so; None where none is."""
        for key in keys:
            value = self.data.get(key)
            word = value.strip().lower() if isinstance(value, str) else value
            if isinstance(word, bool):
                return word
            if word in ("true", "yes", "false", "no"):
                return word in ("true", "yes")
        return None

    def names(self, *keys: str) -> tuple[str, ...]:
        """The items of the first of `keys` that is a list or a text."""
        for key in keys:
            value = unlinked(self.data.get(key))
            if items := tuple(_words(value)):
                return items
        return ()

    def tags(self) -> tuple[str, ...]:
        """The tags without `#`. A text with commas or blanks means several, as in Obsidian before 1.9."""
        value = unlinked(self.data.get("tags", self.data.get("tag")))
        if isinstance(value, str):
            items = [part for part in re.split(r"[,\s]+", value) if part]
            if len(items) > 1:
                message = f"'{value}' is read as {len(items)} tags; to Obsidian since 1.9 it is none"
                self._tell.add("tag-text", self._name, self._lines.get("tags", 0), message)
        else:
            items = list(_words(value))
        return unique(item.strip().removeprefix("#").strip("/") for item in items)

    def categories(self) -> tuple[CategoryPath, ...]:
        """The categories: `Tech/Python` is one inside the other, and so is a list in the list."""
        value = self.data.get("categories", self.data.get("category"))
        items = value if isinstance(value, list) else [value]
        paths = (_category(item) for item in items)
        return tuple(dict.fromkeys(path for path in paths if path))

    def moment(self, keys: Sequence[str]) -> Moment | None:
        """The date that the first of `keys` gives. A text that is no date is told."""
        for key in keys:
            value = unlinked(self.data.get(key))
            if value in (None, "", True, False) or isinstance(value, list | dict):
                continue
            found = moment(str(value))
            if found:
                return found
            message = f"'{value}' is not understood as a date"
            self._tell.add("date-unknown", self._name, self._lines.get(key, 0), message)
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _words(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item.strip()
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield str(item)


def unique(items: Any) -> tuple[str, ...]:
    """The items without empty ones and without those that differ from an earlier one in case only."""
    kept: dict[str, str] = {}
    for item in items:
        if item:
            kept.setdefault(item.lower(), item)
    return tuple(kept.values())


def _category(item: Value) -> CategoryPath:
    shown = unlinked(item)
    if isinstance(shown, list):
        return tuple(_words(shown))
    if isinstance(shown, int | float) and not isinstance(shown, bool):
        return (str(shown),)
    if not isinstance(shown, str):
        return ()
    return tuple(part.strip() for part in shown.split("/") if part.strip())


def moment(text: str) -> Moment | None:
    """The date in `text`: year, month, day in this order, perhaps a time, a zone, a name of the day; else None."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        if match[4] is None:
            return Moment.of(date(year, month, day), text)
        value = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match[7]))
    except ValueError:
        return None
    return Moment(value, "second" if match[6] else "minute", text)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


_UNITS = {"YYYY": r"(?P<y>\d{4})", "MM": r"(?P<m>\d\d)", "DD": r"(?P<d>\d\d)", "HH": r"\d\d", "mm": r"\d\d"}
_NAMED = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)|(?P<y2>\d{4})(?P<m2>\d\d)(?P<d2>\d\d)\d{4}(?!\d)"
)


def named_date(stem: str, daily: str) -> Moment | None:
    """The date that a file's name begins with, or that it has as a daily note of the pattern `daily`."""
    pattern = re.escape(daily.rpartition("/")[2])
    for token, digits in _UNITS.items():
        pattern = pattern.replace(re.escape(token), digits, 1)
    own = re.fullmatch(pattern, stem) if {"y", "m", "d"} <= set(re.findall(r"\?P<(\w)>", pattern)) else None
    match = own or _NAMED.match(stem)
    if not match:
        return None
    groups = match.groupdict()
    year, month, day = (groups.get(k) or groups.get(f"{k}2") for k in "ymd")
    try:
        return Moment.of(date(int(year or 0), int(month or 0), int(day or 0)))
    except ValueError:
        return None

"""The properties of a post in a vault: the names that Obsidian and its users have for them, values it can edit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ...frontmatter import NPM_YAML
from ...model import Entry, FrontMatter, Moment, Post, Site, Status, Value
from ...translate import Tell
from ..keys import travelling
from .addresses import usual
from .names import file_name
from .properties import COVERS

_MANAGED = {
    "title", "date", "updated", "lastmod", "tags", "tag", "categories", "category", "permalink", "url", "slug",
    "published", "draft", "publish", "aliases", "alias", "redirect_from",
}  # fmt: skip
_RENAMED = {"tag": "tags", "category": "categories", "lastmod": "updated", "url": "permalink"}
_READ = {
    *COVERS, "description", "subtitle", "excerpt", "summary", "lang", "language", "comments", "comment", "toc", "math",
    "weight", "sticky", "author", "authors", "status",
}  # fmt: skip
"""Keys that the reader of a vault understands."""
_BARE = re.compile(r"\d[\w./:+-]*")
_NOT_IN_TAG = re.compile(r"[!\"#$%&'()*+,.:;<=>?@\[\\\]^`{|}~\u2000-\u206f\u2e00-\u2e7f]")
_WORDS = {"c#": "csharp", "c++": "cpp", "f#": "fsharp", ".net": "dotnet"}


def convert(post: Post, site: Site, name: str, files: Mapping[str, str], pin: str, tell: Tell) -> FrontMatter:
    """The properties of `post` as the note `name`. `files` maps the cover's address to the file in the vault.

    A key that stays keeps its place and its comments.
    """
    new = dict(_values(post, site, name, pin, tell))
    entries: list[Entry] = []
    foreign: set[str] = set()
    for entry in post.front_matter.entries:
        key = _RENAMED.get(entry.key.lower(), entry.key.lower())
        if key in new:
            entries.append(_bare(Entry(key, new.pop(key), entry.raw if entry.key == key else "")))
        elif key in COVERS and isinstance(entry.value, str) and entry.value in files:
            entries.append(Entry(entry.key, files[entry.value]))
        elif key not in _MANAGED and not (key == "layout" and entry.value in (post.kind.value, None)):
            entries.append(entry)
            foreign |= {entry.key} - _READ
    entries += [_bare(Entry(key, value)) for key, value in new.items()]
    kept = travelling(entries, foreign, site, "obsidian", frozenset(("cssclass", "cssclasses")))
    return replace(post.front_matter, entries=tuple(kept))


def _bare(entry: Entry) -> Entry:
    """A date or an address without quotes, as the app writes it. Other YAML libraries would read a date as one."""
    value = entry.value
    if not isinstance(value, str) or not _BARE.fullmatch(value) or NPM_YAML.resolve(value) != value:
        return entry
    lead = "".join(line for line in entry.raw.splitlines(keepends=True) if line.lstrip().startswith("#"))
    return replace(entry, raw=f"{lead}{entry.key}: {value}\n")


def _values(post: Post, site: Site, name: str, pin: str, tell: Tell) -> Iterator[tuple[str, Value]]:
    title = post.title or name
    yield "title", title
    names = [*([title] if name != title else []), *_other_names(post)]
    if names:
        yield "aliases", list(dict.fromkeys(names))
    if post.date:
        yield "date", written(post.date, site.timezone)
    if post.updated and (post.updated != post.date or "updated" in post.front_matter):
        yield "updated", written(post.updated, site.timezone)
    if post.tags:
        yield "tags", _tags(post, tell)
    if post.categories:
        yield "categories", ["/".join(part.replace("/", "-") for part in path) for path in post.categories]
    if post.address and (pin == "all" or (pin == "needed" and post.address != usual(post, title, name))):
        yield "permalink", post.address.removeprefix("/") or "/"
    if post.aliases:
        yield "redirect_from", list(post.aliases)
    if post.status in (Status.DRAFT, Status.PRIVATE):
        yield "draft", True
    if post.status is not Status.PUBLISHED:
        yield "publish", False


def _other_names(post: Post) -> list[str]:
    """The other names that the note had when it was in a vault before."""
    before = post.front_matter.get("obsidian")
    names = before.get("aliases") if isinstance(before, Mapping) else None
    return [str(name) for name in names] if isinstance(names, list) else []


def written(moment: Moment, zone: str | None) -> str:
    """A date as Obsidian's date field has it: the day, or day and time on the site's clock, without a zone."""
    value = moment.value
    if value.tzinfo is not None and zone:
        with suppress(ZoneInfoNotFoundError, ValueError, OverflowError):
            value = value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return value.date().isoformat() if moment.precision == "day" else value.isoformat(timespec="seconds")


def _tags(post: Post, tell: Tell) -> list[str]:
    """The tags as Obsidian can have them: no blank, no punctuation, not only digits; those that become alike once."""
    made = {tag: tag_name(tag) for tag in post.tags}
    changed = [f"'{tag}' as {name}" for tag, name in made.items() if tag != name]
    if changed:
        tell("tag-text", f"Obsidian has no such tags; written: {', '.join(changed)}")
    return list({name.lower(): name for name in reversed(made.values()) if name}.values())[::-1]


def tag_name(tag: str) -> str:
    """A tag as Obsidian can have it: `my tag` is `my-tag`, `C#` is `csharp`, `2024` is `y2024`."""
    known = _WORDS.get(tag.strip().lower())
    if known:
        return known
    name = _NOT_IN_TAG.sub("", re.sub(r"\s+", "-", tag.strip())).strip("/-") or file_name(tag).replace(
        " ", "-"
    )
    return f"y{name}" if re.fullmatch(r"[\d/]+", name) else name

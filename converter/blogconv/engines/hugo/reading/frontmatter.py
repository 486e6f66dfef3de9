"""A Hugo content file in its parts, and its front matter with what its sections cascade down to it.

Facts: gohugoio/hugo:parser/pageparser/pagelexer_intro.go, resources/page/pagemeta/page_frontmatter.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ....diagnostics import Diagnostics
from ....frontmatter import HUGO, FrontMatterError, cut, parse, recover
from ....model import Entry, FrontMatter, Value
from .places import matches
from .settings import Settings, lowered, merged

OWN_KEYS = frozenset((
    "url", "slug", "type", "layout", "weight", "expirydate", "publishdate", "pubdate", "published",
    "unpublishdate", "modified", "lastmod", "draft", "kind", "lang", "path", "resources", "outputs", "markup",
    "cascade", "build", "_build", "headless", "iscjklanguage", "menu", "menus", "sites", "sitemap",
    "linktitle", "translationkey", "aliases", "summary",
))  # fmt: skip
"""The front matter keys that Hugo acts on, but for those that every engine has. `params` is one with the page's own."""

_ORG = re.compile(r"#\+([A-Za-z_]+)(\[\])?:[ \t]*([^\n]*)")


class Parts(NamedTuple):
    """Front matter, body, and the line of the file on which the body starts."""

    front_matter: FrontMatter
    body: str
    line: int


def split(settings: Settings, name: str, text: str, tell: Diagnostics) -> Parts:
    """The parts of a content file. Front matter on which Hugo stops is recovered, and told."""
    plain = text.removeprefix("\ufeff")
    if plain.lstrip(" \t\r\n\v\f").startswith("#+"):
        return _org(plain)
    parts = cut(plain, HUGO)
    if parts.format == "none":
        if re.match(r"\s*(?:-|\+|\{)", plain):
            message = "it begins like front matter and is none; Hugo stops here, all is taken for text"
            tell.add("broken-front-matter", name, 1, message)
        return Parts(FrontMatter(), plain, 1)
    if not parts.data.strip():
        return Parts(FrontMatter(parts.format), parts.body, parts.body_line)
    try:
        found = parse(parts.data, parts.format, settings.schema, parts.data_line)
    except FrontMatterError as error:
        line = parts.data_line + error.line - 1
        tell.add("broken-front-matter", name, line, f"{error}; Hugo stops here")
        if parts.format != "yaml":
            return Parts(FrontMatter(), plain, 1)
        found = recover(parts.data, settings.schema, parts.data_line)
    _tell_repeated(found, name, settings, tell)
    return Parts(found, parts.body, parts.body_line)


def _tell_repeated(found: FrontMatter, name: str, settings: Settings, tell: Diagnostics) -> None:
    if found.format == "yaml" and settings.schema.duplicates == "error":
        for entry in found.repeated():
            message = f"the key '{entry.key}' stands twice; Hugo stops here, the last one is taken"
            tell.add("broken-front-matter", name, entry.line, message)


def _org(text: str) -> Parts:
    """`#+KEY: value` lines; `#+KEY[]:` holds words. Of a date in brackets only the day counts."""
    entries: list[Entry] = []
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    count = len(lines) - len(list(_after_keywords(lines)))
    for number, line in enumerate(lines[:count], 1):
        if match := _ORG.match(line):
            value: Value = match[3].split() if match[2] else match[3].strip()
            if isinstance(value, str) and (day := re.fullmatch(r"[<\[](\d{4}-\d\d-\d\d)[^>\]]*[>\]]", value)):
                value = day[1]
            entries.append(Entry(match[1].lower(), value, line, number))
    return Parts(FrontMatter("org", tuple(entries)), "".join(lines[count:]), count + 1)


def _after_keywords(lines: Iterable[str]) -> Iterator[str]:
    inside = True
    for line in lines:
        inside = inside and (line.startswith("#+") or not line.strip())
        if not inside:
            yield line


def values_of(front_matter: FrontMatter) -> dict[str, Value]:
    """The values of a front matter as Hugo knows them: keys in lower case, `params` beside the rest."""
    data: dict[str, Value] = {}
    for entry in front_matter.entries:
        data[entry.key.lower()] = lowered(entry.value) if isinstance(entry.value, Mapping) else entry.value
    params = data.get("params")
    return {**data, **params} if isinstance(params, Mapping) else data


@dataclass(frozen=True, slots=True)
class Cascade:
    """Values for the pages below a section, or for those of them that a target names."""

    path: str
    values: Mapping[str, Value]
    target: Mapping[str, Any]

    def reaches(self, path: str, kind: str, language: str) -> bool:
        """Whether the page at `path` gets the values. The section itself does as well."""
        if self.path and path != self.path and not path.startswith(f"{self.path}/"):
            return False
        wanted = self.target
        if "kind" in wanted and not matches(str(wanted["kind"]), kind):
            return False
        if "lang" in wanted and not matches(str(wanted["lang"]), language):
            return False
        return "path" not in wanted or matches(str(wanted["path"]), path)


def cascades(path: str, value: Any) -> list[Cascade]:
    """What a `cascade` key says: one table, or several, each perhaps with a target."""
    found = []
    for table in value if isinstance(value, list) else [value]:
        if isinstance(table, Mapping):
            values = {k: v for k, v in lowered(table).items() if k not in ("target", "_target")}
            params = values.pop("params", None)
            values |= params if isinstance(params, Mapping) else {}
            target = lowered(table.get("target", table.get("_target")) or {})
            found.append(Cascade(path, values, target if isinstance(target, Mapping) else {}))
    return found


def cascaded(rows: Iterable[Cascade], path: str, kind: str, language: str) -> dict[str, Value]:
    """The values that reach a page: the nearer section's win, those of the configuration are the weakest."""
    result: dict[str, Value] = {}
    for row in sorted(rows, key=lambda r: len(r.path)):
        if row.reaches(path, kind, language):
            result = merged(result, row.values)
    return result

"""Where a Hugo site publishes its pages: `url`, permalink patterns, slugs and file names.

Facts: gohugoio/hugo:resources/page/permalinks.go, resources/page/page_paths.go, resources/page/pagegroup.go.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..addresses import PathRule
from .settings import Settings, truth

_TOKEN = re.compile(r"(?<!\\):(\w+)(\[[^\]]*\])?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GO_LAYOUTS = {
    "2006": "%Y", "06": "%y", "01": "%m", "02": "%d", "15": "%H", "03": "%I", "04": "%M", "05": "%S",
    "Jan": "%b", "January": "%B", "Mon": "%a", "Monday": "%A", "20060102": "%Y%m%d", "200601": "%Y%m",
}  # fmt: skip
_FILE = re.compile(r"\.[^/.]+\Z")
_URL_TOKENS_SINCE = 131
_SECTION_SLUGS_SINCE = 167
_TITLE_SLASHES_SINCE = 166


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page's address is made of.

    `path` is its path below content/ without ending, `kind` page, section, home or term. `slug` is that of the
    front matter, or the rest of a file name behind its date.
    """

    path: str
    kind: str
    title: str = ""
    slug: str = ""
    url: str = ""
    date: datetime | None = None
    language: str = ""

    @property
    def base(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Places:
    """The address rule of one site. `sections` maps a section's path to its slug and its title."""

    settings: Settings
    rule: PathRule
    sections: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def address(self, facts: Facts) -> str:
        """The address of a page, with its language's prefix, without the path of the site itself."""
        prefix = self.prefix(facts.language)
        if facts.url:
            expanded = self._url(facts)
            return expanded if facts.url.startswith("/") else f"{prefix.rstrip('/')}{expanded}"
        pattern = self.pattern(facts)
        path = self._expanded(pattern, facts) if pattern else None
        return self._ugly(prefix.rstrip("/") + (path if path is not None else self._default(facts)), facts)

    def prefix(self, language: str) -> str:
        """What stands before the addresses of a language: `/` for the default one, `/en/` for another."""
        inside = self.settings.flag("defaultcontentlanguageinsubdir")
        if not language or (language == self.settings.language and not inside):
            return "/"
        return f"/{language}/"

    def pattern(self, facts: Facts) -> str | None:
        """The permalink pattern that holds for a page, in either of Hugo's forms."""
        table = self.settings.get("permalinks")
        if isinstance(table, list):
            return _listed(table, facts)
        if not isinstance(table, Mapping):
            return None
        by_kind = table.get(facts.kind)
        section = (facts.path.partition("/")[0] if "/" in facts.path else "") or facts.path
        names = [section.lower()] if facts.kind != "page" or facts.folder else ["/"]
        for name in names:
            found = by_kind.get(name) if isinstance(by_kind, Mapping) else None
            if found is None and facts.kind in ("page", "term"):
                found = table.get(name)
            if isinstance(found, str):
                return found
        return None

    def term(self, plural: str, name: str, slug: str = "", url: str = "", language: str = "") -> str:
        """The address of a term's page."""
        facts = Facts(f"{plural}/{name}", "term", name, slug, url, language=language)
        if url or self.pattern(facts):
            return self.address(facts)
        last = self.rule.slug(slug) if slug and self.settings.version >= _SECTION_SLUGS_SINCE else ""
        parts = [self.rule.name(plural), *(last or self.rule.name(name)).split("/")]
        return self._ugly(self.prefix(language) + "/".join(p for p in parts if p) + "/", facts)

    def _default(self, facts: Facts) -> str:
        folder = facts.folder if facts.kind == "page" else facts.path
        parts = self._folders(folder)
        if facts.kind == "page":
            parts += (self.rule.slug(facts.slug.strip().strip("/")) or self.rule.name(facts.base)).split("/")
        path = "/" + "/".join(p for p in parts if p)
        return path + "/" if path != "/" else "/"

    def _folders(self, folder: str) -> list[str]:
        """The folders of a path as Hugo writes them; a section's slug replaces its name since 0.167."""
        names = folder.split("/") if folder else []
        slugs = self.settings.version >= _SECTION_SLUGS_SINCE
        found = []
        for n, name in enumerate(names, 1):
            slug = self.sections.get("/".join(names[:n]), ("", ""))[0] if slugs else ""
            found.append(self.rule.slug(slug) if slug else self.rule.name(name))
        return found

    def _ugly(self, path: str, facts: Facts) -> str:
        value = self.settings.get("uglyurls")
        if isinstance(value, Mapping):
            value = value.get(facts.path.partition("/")[0].lower())
        if not truth(value) or path == "/" or facts.kind == "section" or not path.endswith("/"):
            return path
        return path.rstrip("/") + ".html"

    def _url(self, facts: Facts) -> str:
        """The address that `url` gives: case and punctuation kept, a file name left, tokens expanded."""
        url = facts.url
        if self.settings.version >= _URL_TOKENS_SINCE and _TOKEN.search(url):
            url = _TOKEN.sub(lambda m: self._value(m, facts) or m[0], url)
        path = posixpath.normpath("/" + re.sub(r"\\:", ":", url).lstrip("/"))
        path = path.removesuffix("/index.html") + "/" if path.endswith("/index.html") else path
        return path if path.endswith("/") or (_FILE.search(path) and not url.endswith("/")) else path + "/"

    def _expanded(self, pattern: str, facts: Facts) -> str | None:
        values = [self._value(m, facts) for m in _TOKEN.finditer(pattern)]
        if None in values:
            return None
        out = _TOKEN.sub(lambda m: self._value(m, facts) or "", pattern)
        parts = [self.rule.token(p) for p in out.split("/")]
        return "/" + "".join(f"{p}/" for p in parts if p)

    def _value(self, match: re.Match[str], facts: Facts) -> str | None:
        name, slice_ = match[1], match[2]
        date = facts.date or datetime(1, 1, 1)
        if name in ("sections", "sectionslugs"):
            sections = self._sections(facts, slugs=name == "sectionslugs")
            return "/".join(_sliced(sections, slice_[1:-1]) if slice_ else sections)
        simple = self._simple(name, facts, date)
        if simple is None and name in _GO_LAYOUTS:
            return date.strftime(_GO_LAYOUTS[name])
        return simple

    def _simple(self, name: str, facts: Facts, date: datetime) -> str | None:
        base, slug = self.rule.name(facts.base), self._token(facts.slug)
        title = facts.title
        if self.settings.version >= _TITLE_SLASHES_SINCE:
            title = title.replace("/", "-")
        title = self._token(title)
        values = {
            "year": f"{date.year:04}",
            "month": f"{date.month:02}",
            "day": f"{date.day:02}",
            "1": str(date.month),
            "2": str(date.day),
            "monthname": _MONTHS[date.month - 1],
            "weekday": str(date.isoweekday() % 7),
            "weekdayname": _DAYS[date.weekday()],
            "yearday": str(date.timetuple().tm_yday),
            "section": next(iter(self._sections(facts, slugs=False)), ""),
            "sectionslug": next(iter(self._sections(facts, slugs=True)[-1:]), ""),
            "title": title,
            "slug": slug or title,
            "filename": base,
            "contentbasename": base,
            "slugorfilename": slug or base,
            "slugorcontentbasename": slug or base,
        }
        return values.get(name)

    def _token(self, text: str) -> str:
        """A slug or title in a pattern, its plus signs blanks."""
        return self.rule.slug(text.strip()).replace("+", " ")

    def _sections(self, facts: Facts, *, slugs: bool) -> list[str]:
        """The sections that a page lies in: its first folder, and each below that has an `_index.md`."""
        names = (facts.path if facts.kind == "section" else facts.folder).split("/")
        found = []
        for n, name in enumerate(names, 1):
            known = self.sections.get("/".join(names[:n]))
            if n == 1 or known is not None:
                slug, title = known or ("", "")
                found.append((self._token(slug or title) if slugs else "") or self.rule.name(name))
        return [f for f in found if f]

    def alias(self, alias: str, address: str, language: str = "") -> str | None:
        """The address that an alias of the page at `address` has; None where Hugo takes it for another host."""
        if re.match(r"\w+:", alias) or not alias.strip("/."):
            return None
        if alias.startswith("/"):
            prefix = self.prefix(language).rstrip("/") if self.settings.version >= 155 else ""
            path = posixpath.normpath(prefix + "/" + alias.lstrip("/"))
        else:
            parent = address.rstrip("/").rpartition("/")[0]
            path = posixpath.normpath("/" + posixpath.join(parent, alias).lstrip("/"))
        return path if path.endswith((".html", ".htm")) else path + "/"


def _sliced(values: list[str], text: str) -> list[str]:
    """`[1:]`, `[:last]`, `[last]`, `[0]` of Hugo's patterns; what lies outside is nothing."""

    def number(part: str, default: int) -> int:
        return len(values) - 1 if part == "last" else int(part) if part.isdecimal() else default

    low, colon, high = text.partition(":")
    if not colon:
        at = number(low, len(values))
        return values[at : at + 1]
    return values[number(low, 0) : number(high, len(values))]


def _listed(table: list[object], facts: Facts) -> str | None:
    """The pattern of `[[permalinks]]` (since 0.161): the first whose target fits."""
    for row in table:
        if not isinstance(row, Mapping) or not isinstance(row.get("pattern"), str):
            continue
        target = row.get("target")
        target = target if isinstance(target, Mapping) else {}
        kind, path = target.get("kind"), target.get("path")
        if (kind is None or kind == facts.kind) and (path is None or matches(str(path), f"/{facts.path}")):
            return str(row["pattern"])
    return None


def matches(pattern: str, path: str) -> bool:
    """Hugo's globs: `*` within a folder, `**` across, `{a,b}` one of several."""
    pattern = pattern.strip("/").lower()
    expression = re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    expression = re.sub(r"\\\{([^{}]*)\\\}", lambda m: "(?:" + m[1].replace(",", "|") + ")", expression)
    return re.fullmatch(expression, path.strip("/").lower()) is not None

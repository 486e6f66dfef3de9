"""The address of each post, page and asset of a Hexo site."""

from __future__ import annotations

import binascii
import hashlib
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from ...model import Value
from ...urls import expand, inside, matcher, slugize, variables
from .config import HexoConfig
from .files import extension, stem
from .values import flag, text_of, truthy

_SHAPES = {
    "year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}",
    "hash": r"[0-9a-f]{12}",
}  # fmt: skip
_PARTS = {
    "year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S",
}  # fmt: skip
_DATED = frozenset((*_PARTS, "i_month", "i_day"))
_FORBIDDEN = frozenset(("path", "permalink", "tags", "categories", "full_source", "asset_dir"))

Tell = Callable[[str, str], None]


class Named(NamedTuple):
    """What a file name says: the slug, a date if it holds one, and further keys of the post."""

    slug: str
    date: tuple[int, int, int] | None
    keys: Mapping[str, str]


def read_name(config: HexoConfig, path: str) -> Named:
    """What the path of a post below its folder says by `new_post_name` (`parseFilename` of Hexo)."""
    pattern, name = stem(config.text("new_post_name", ":title.md")), stem(path)
    match = matcher(pattern, _SHAPES).fullmatch(name) if "\n" not in name else None
    if match is None:
        return Named(slugize(name), None, {})
    found = dict(zip(variables(pattern), match.groups(), strict=True))
    date = None
    if {"year"} <= found.keys() and found.keys() & {"month", "i_month"} and found.keys() & {"day", "i_day"}:
        month, day = found.get("month") or found["i_month"], found.get("day") or found["i_day"]
        date = (int(found["year"]), int(month), int(day))
    keys = {k: v for k, v in found.items() if k not in (*_SHAPES, "title")}
    return Named(found.get("title", slugize(name)), date, keys)


@dataclass(frozen=True)
class Facts:
    """What an address is made of. `clock` is the date on the clock of the machine that builds the site."""

    slug: str
    title: str
    clock: datetime | None
    stamp: int
    category: str
    data: Mapping[str, Value]
    zone: tzinfo = UTC


@dataclass
class Addresses:
    """Makes addresses by the rules of one site (hexojs/hexo:lib/plugins/filter/post_permalink.ts).

    With hexo-abbrlink it remembers the numbers that are taken.
    """

    config: HexoConfig
    taken: set[Value] = field(default_factory=set)

    @property
    def pattern(self) -> str:
        return self.config.text("permalink", ":year/:month/:day/:title/")

    @property
    def dated(self) -> bool:
        """Whether an address shows a part of the date."""
        return bool(_DATED & set(variables(self.pattern)))

    def pinned(self, data: Mapping[str, Value], tell: Tell) -> str | None:
        """The address that the front matter itself gives, as Hexo's `path`; None without one."""
        value = data.get("permalink")
        if not truthy(value):
            return None
        if not isinstance(value, str):
            tell("broken-permalink", f"permalink is no text ({text_of(value)}); Hexo leaves the post out")
            return None
        return None if self.config.major < 5 else "/" + self._closed(value).removeprefix("/")

    def post(self, facts: Facts, tell: Tell) -> str:
        """The path of a post by the site's pattern."""
        if facts.clock is None and (self.dated or set(variables(self.pattern)) & {"hash", "timestamp"}):
            return f"/{facts.slug}/"
        return self._closed(expand(self.pattern, lambda name: self._variable(name, facts, tell)))

    def _closed(self, path: str) -> str:
        if self.config.values.get("post_asset_folder") and not path.endswith(("/", ".html")):
            return f"{path}/"
        return path

    def _variable(self, name: str, facts: Facts, tell: Tell) -> str:
        if name in _DATED and facts.clock is not None:
            return self._date_part(name, facts.clock)
        known: dict[str, Callable[[], str]] = {
            "title": lambda: facts.slug,
            "name": lambda: posixpath.basename(facts.slug.rstrip("/")),
            "post_title": lambda: slugize(facts.title, "lower"),
            "category": lambda: facts.category,
            "hash": lambda: self._hash(facts),
            "timestamp": lambda: str(facts.stamp) if self.config.major >= 8 else "undefined",
            "id": lambda: self._id(facts, tell),
        }
        return known[name]() if name in known else self._other(name, facts, tell)

    def _date_part(self, name: str, clock: datetime) -> str:
        if name in ("i_month", "i_day"):
            return str(clock.month if name == "i_month" else clock.day)
        return f"{clock.year:04d}" if name == "year" else clock.strftime(_PARTS[name])

    def _hash(self, facts: Facts) -> str:
        text = f"{facts.slug}{facts.stamp}".encode("utf-8", "replace")
        return hashlib.sha1(text, usedforsecurity=False).hexdigest()[:12]

    def _id(self, facts: Facts, tell: Tell) -> str:
        value = facts.data.get("id")
        if truthy(value):
            return text_of(value)
        tell(
            "address-unknown",
            "the post has no id: Hexo gives it another address in every build; its slug is used",
        )
        return facts.slug

    def _other(self, name: str, facts: Facts, tell: Tell) -> str:
        if name in _FORBIDDEN:
            tell("address-unknown", f"Hexo refuses the variable :{name} in permalink and leaves the post out")
            return facts.slug
        if name == "abbrlink" and self.config.has("hexo-abbrlink"):
            return text_of(self._abbrlink(facts, tell))
        value = facts.data.get(name)
        if name in ("published", "comments"):
            return text_of(value is None or flag(value))
        if name in ("layout", "slug") and value is None:
            return facts.slug if name == "slug" else "post"
        for source in (facts.data, self.config.mapping("permalink_defaults")):
            if name in source:
                return text_of(source[name], facts.zone)
        return "undefined"

    def _abbrlink(self, facts: Facts, tell: Tell) -> Value:
        """What hexo-abbrlink has written into the post, or would write (rozbo/hexo-abbrlink:lib/logic.js)."""
        settings = self.config.mapping("abbrlink")
        value = facts.data.get("abbrlink")
        if truthy(value) and not settings.get("force"):
            self.taken.add(value)
            return value
        text = facts.title.encode("utf-8", "replace")
        number = binascii.crc32(text) if settings.get("alg") == "crc32" else _crc16(text)
        while number in self.taken:
            number += 1
        link: Value = f"{number:x}" if settings.get("rep") == "hex" else number
        self.taken.add(link)
        tell(
            "address-computed",
            f"the post has no abbrlink; computed from its title as hexo-abbrlink does: {link}",
        )
        return link

    def page(self, path: str, data: Mapping[str, Value], output: str, tell: Tell) -> str:
        """The path of a page: its own, or that of its front matter, with the extension of the output."""
        value = data.get("permalink")
        if truthy(value) and not isinstance(value, str):
            tell("broken-permalink", f"permalink is no text ({text_of(value)}); Hexo leaves the page out")
        if not isinstance(value, str) or not value:
            return f"{stem(path)}.{output}"
        if value.endswith("/"):
            value += "index"
        return value if extension(value) else f"{value}.{output}"

    def public(self, path: str, tell: Tell, asset: bool = False) -> str:
        """The address of the file that Hexo writes for `path`: decoded, with one slash at its start.

        `pretty_urls` is left aside: it changes links, never files, and a host serves them by both names.
        """
        route = path.replace("\\", "/").partition("?")[0]
        if ".." in route.split("/"):
            tell("address-outside", f"the address '{path}' leads out of the site; it is kept inside")
        address = inside(route)
        if asset:
            return address
        return address.removesuffix("index.html") if address.endswith("/index.html") else address


def asset_path(post_path: str, name: str) -> str:
    """The path of a file in a post's asset folder (hexojs/hexo:lib/models/post_asset.ts)."""
    for end in (".html", ".htm"):
        if post_path.endswith(end):
            post_path = post_path.removesuffix(end)
            break
    return posixpath.normpath(posixpath.join(post_path, name))


def _crc16(data: bytes) -> int:
    """CRC-16/ARC: polynomial 0x8005, both ways reflected."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc

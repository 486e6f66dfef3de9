"""Where the posts and pages of a site go below source/, by which pattern, and which addresses have to be pinned.

The file name of a post is what Hexo's `:title` stands for, and is taken out of the post's address: so one pattern
gives most posts the address that they had.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Literal
from zoneinfo import ZoneInfo

from ...diagnostics import Diagnostics
from ...model import Kind, Moment, Post, Site, Status

DEFAULT_PATTERN = ":year/:month/:day/:title/"
_DATE_PARTS = (("year", 4), ("month", 2), ("day", 2))
_IGNORED = re.compile(r"(?:^|/)[_.]|[~%]$|(?:^|/)$")
_UNLINKABLE = re.compile(r"[?#%]|[\x00-\x1f\\]")
_HTML = re.compile(r"\.html?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post goes: its file below the target, and its `permalink` where it is pinned."""

    file: str
    permalink: str | None = None

    @property
    def assets(self) -> str:
        """The asset folder that belongs to the file."""
        return str(PurePosixPath(self.file).with_suffix(""))


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all posts by source path, the permalink pattern, whether posts have asset folders, whether some
    address has no ending, and whether the front page is a page with a text instead of the list of posts."""

    places: Mapping[str, Place] = field(default_factory=dict)
    pattern: str = DEFAULT_PATTERN
    asset_folders: bool = False
    bare_html: bool = False
    front_page: bool = False


def lay_out(site: Site, pin: Literal["needed", "all", "none"], diagnostics: Diagnostics) -> Layout:
    """The layout with which Hexo serves each post of `site` at its old address."""
    posts = [p for p in site.posts if p.kind is Kind.POST]
    pattern = best_pattern(site, posts)
    taken: set[str] = set()
    places: dict[str, Place] = {}
    for post in site.posts:
        address = _with_ending(post.address)
        if post.kind is Kind.POST:
            places[post.path] = _post_place(post, address, pattern, pin, site, taken)
        else:
            places[post.path] = _page_place(post, address, taken)
        _tell(post, address, diagnostics)
    folders = any(p.assets for p in posts) and all(p.markup != "html" for p in posts)
    bare = any(_with_ending(p.address) != p.address for p in site.posts)
    return Layout(places, pattern, folders, bare)


def _tell(post: Post, address: str, tell: Diagnostics) -> None:
    if address != post.address:
        message = f"'{post.address}' is served from {address.lstrip('/')}; hosts find it by that name"
        tell.add("address-slash", post.path, 0, message)
    if _UNLINKABLE.search(address):
        message = f"Hexo cannot link to '{post.address}': it has ?, #, % or \\ in it"
        tell.add("address-changed", post.path, 0, message)


def _with_ending(address: str) -> str:
    """An address that a file can have: one without slash and ending is that of an .html file."""
    last = address.rpartition("/")[2]
    return f"{address}.html" if last and "." not in last else address


def best_pattern(site: Site, posts: Iterable[Post]) -> str:
    """The pattern that gives most posts their address. Of several the one with the shortest file names."""
    shown = [p for p in posts if p.status is Status.PUBLISHED and not p.pinned] or list(posts)
    candidates: Counter[str] = Counter()
    for post in shown:
        candidates.update(set(_patterns(_with_ending(post.address), wall_clock(post.date, site))))
    if not candidates:
        return DEFAULT_PATTERN
    best = max(candidates.values())
    return min((p for p, n in candidates.items() if n == best), key=lambda p: (-p.count("/"), len(p), p))


def _patterns(address: str, clock: datetime | None) -> Iterator[str]:
    """The patterns that give `address`, the more of it in the pattern the earlier."""
    parts = address.lstrip("/").split("/")
    ending = "/" if address.endswith("/") else (match[0] if (match := _HTML.search(address)) else "")
    folders = parts[:-2] if ending == "/" else parts[:-1]
    named, rest = _with_dates(folders, clock), f":title{ending}"
    yield "/".join([*named, rest])
    literal = next((n for n, part in enumerate(named) if part.startswith(":")), len(named))
    dated = any(part.startswith(":") for part in named)
    if not dated:
        for count in range(literal):
            yield "/".join([*named[:count], rest])


def _with_dates(folders: list[str], clock: datetime | None) -> list[str]:
    """`folders` with the parts of the date replaced by their variables, in the order year, month, day."""
    out, wanted = [], list(_DATE_PARTS)
    for part in folders:
        token = ""
        if wanted and clock:
            name, width = wanted[0]
            number = getattr(clock, name)
            if part == f"{number:0{width}}":
                token = f":{name}"
            elif part == str(number):
                token = f":i_{name}"
        if token:
            wanted.pop(0)
        out.append(token or part)
    return out


def wall_clock(moment: Moment | None, site: Site) -> datetime | None:
    """What a clock in the site's zone showed at that moment."""
    if moment is None:
        return None
    if moment.value.tzinfo is None:
        return moment.value
    try:
        zone = ZoneInfo(site.timezone) if site.timezone else UTC
    except (ValueError, OSError):
        zone = UTC
    return moment.value.astimezone(zone).replace(tzinfo=None)


def title_in(pattern: str, address: str, clock: datetime | None) -> str | None:
    """What `:title` must be so that `pattern` gives `address`; None where no file name does it."""
    values = (
        {"year": f"{clock.year:04}", "month": f"{clock.month:02}", "day": f"{clock.day:02}"} if clock else {}
    )
    values |= (
        {"i_month": str(clock.month), "i_day": str(clock.day), "i_year": str(clock.year)} if clock else {}
    )
    filled = re.sub(r":(\w+)", lambda m: values.get(m[1], m[0]), pattern)
    before, _, after = filled.partition(":title")
    inner = address.lstrip("/")
    if ":" in before + after or not inner.startswith(before) or not inner.endswith(after):
        return None
    title = inner[len(before) : len(inner) - len(after)] if len(inner) > len(before) + len(after) else ""
    fits = title and not title.startswith("/") and not title.endswith("/") and not _IGNORED.search(title)
    return title if fits and not (after == "" and "." not in title) else None


def _post_place(post: Post, address: str, pattern: str, pin: str, site: Site, taken: set[str]) -> Place:
    title = title_in(pattern, address, wall_clock(post.date, site))
    name = title or _safe(post.slug or PurePosixPath(post.path).stem)
    folder = "_drafts" if post.status is Status.DRAFT else "_posts"
    ending = "html" if post.markup == "html" else "md"
    file = _unique(f"source/{folder}/{name}", ending, taken)
    predicted = title is not None and file == f"source/{folder}/{name}.{ending}"
    needed = not predicted and bool(post.address)
    pinned = pin == "all" or (pin == "needed" and needed)
    return Place(file, address if pinned else None)


def _page_place(post: Post, address: str, taken: set[str]) -> Place:
    """A page lies at its address: `/about/` is about/index.md, `/about.html` about.md."""
    path = address.strip("/")
    if post.is_file:
        taken.add(path.lower())
        return Place(f"source/{path}", None)
    if address.endswith("/") or not address:
        path = f"{path}/index".lstrip("/")
    elif _HTML.search(path):
        path = _HTML.sub("", path)
    ending = "html" if post.markup == "html" else "md"
    odd = _IGNORED.search(path) or (not address.endswith("/") and not _HTML.search(address))
    file = _unique(f"source/{_safe(path) if odd else path}", ending, taken)
    return Place(file, address if odd or file != f"source/{path}.{ending}" else None)


def _safe(name: str) -> str:
    """A file name that Hexo neither ignores nor takes for something else."""
    parts = [re.sub(r"^[_.]+|[~%]+$", "", part).strip() or "post" for part in name.split("/") if part]
    return re.sub(r"[\x00-\x1f?#%:*\"<>|\\]", "-", "/".join(parts)) or "post"


def _unique(stem: str, ending: str, taken: set[str]) -> str:
    """A file name that no other post has, also where the file system folds case."""
    number, name = 2, stem
    while name.lower() in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name.lower())
    return f"{name}.{ending}"

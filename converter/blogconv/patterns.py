"""The permalink pattern that gives most posts of a site the address that they had, found out from the addresses.

A pattern has the variables `:year`, `:month`, `:day`, `:i_month`, `:i_day`, and `:title` for the last segment or its
part before `.html`, which a target takes out of the file's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from .model import Moment, Post, Site, Status

_ENDING = re.compile(r"\.html?$|/$")
_ORDER = (("year", "i_year"), ("month", "i_month"), ("day", "i_day"))


def zone_of(site: Site) -> tzinfo:
    """The site's time zone; UTC where it names none that is known."""
    try:
        return ZoneInfo(site.timezone) if site.timezone else UTC
    except (ValueError, OSError, KeyError):
        return UTC


def wall_clock(moment: Moment | None, site: Site) -> datetime | None:
    """What a clock in the site's zone showed at that moment."""
    if moment is None or moment.value.tzinfo is None:
        return moment.value if moment else None
    return moment.value.astimezone(zone_of(site)).replace(tzinfo=None)


def best_pattern(site: Site, posts: Iterable[Post], default: str) -> str:
    """The pattern that most of `posts` follow, drafts and pinned addresses aside where there are others."""
    posts = list(posts)
    shown = [p for p in posts if p.status is Status.PUBLISHED and not p.pinned] or posts
    found = Counter(pattern_of(p.address, wall_clock(p.date, site)) for p in shown if p.address)
    return max(found, key=lambda p: (found[p], p.count(":"), p), default=default)


def pattern_of(address: str, clock: datetime | None) -> str:
    """The pattern of one address: its parts of the date, in their order, and its last segment are variables."""
    ending = _ENDING.search(address)
    *folders, _last = (address[: ending.start()] if ending else address).strip("/").split("/")
    wanted = list(_ORDER) if clock else []
    out: list[str] = []
    for part in folders:
        name = _date_part(part, wanted[0], clock) if wanted and clock else ""
        out.append(f":{name}" if name else part)
        wanted = wanted[1:] if name else wanted
    return "/" + "/".join([*out, f":title{ending[0] if ending else ''}"])


def _date_part(part: str, names: tuple[str, str], clock: datetime) -> str:
    number = getattr(clock, names[0])
    if part == f"{number:0{4 if names[0] == 'year' else 2}}":
        return names[0]
    return names[1] if part == str(number) and names[0] != "year" else ""


def title_in(address: str) -> str:
    """What `:title` stands for in an address, whatever its pattern: its last segment without `.html`."""
    return _ENDING.sub("", address).rpartition("/")[2]

"""Dates in front matter as Hugo reads them, and what they say of a page's status.

Facts: gohugoio/hugo:common/htime/time.go, resources/page/pagemeta/page_frontmatter.go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from ....model import Moment, Status, Value
from .settings import Settings, truth

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?"
    r"(?: ?(?P<zone>Z|[+-]\d\d:?\d\d)(?: [A-Z]{2,5}|(?: [+-]\d{4}))?)?"
)
_NAMED = re.compile(r"(?:\w{3}, )?\d\d? \w{3} \d{4}(?: \d\d:\d\d(?::\d\d)? (?P<zone>[+-]\d{4}|[A-Z]{3,4}))?")
_ANSI = "%a %b %d %H:%M:%S %Y"
_LOOSE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?"
    r"(?: ?(Z|UTC|[+-]\d\d:?\d\d))?"
)
_FILE_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[-_ T](\d\d)-(\d\d)-(\d\d))?(?![\d])[-_ ]*(.*)", re.DOTALL)

KEYS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "publishdate": ("publishdate", "pubdate", "published", "date"),
    "lastmod": (":git", "lastmod", "modified", "date", "publishdate", "pubdate", "published"),
    "expirydate": ("expirydate", "unpublishdate"),
}
"""Which keys Hugo asks for each of its four dates, in order; `[frontmatter]` replaces them."""


@dataclass(frozen=True, slots=True)
class Read:
    """A date as Hugo takes it. `strict` is false where Hugo would stop on it and only a person understands it."""

    moment: Moment
    strict: bool = True


def zone_of(name: str) -> tzinfo:
    """The zone of dates without one: the site's, else UTC, whatever the machine's is."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ValueError, OSError):
        return UTC


def read_date(value: Value) -> Read | None:
    """The moment that a front matter value is. None for no value and for what nobody reads as a date."""
    if value in (None, "", 0) or isinstance(value, bool):
        return None
    if isinstance(value, date):
        return Read(Moment.of(value, str(value)))
    if isinstance(value, int | float):
        try:
            return Read(Moment(datetime.fromtimestamp(value, UTC), "second", str(value)))
        except (ValueError, OverflowError, OSError):
            return None
    return _text(value.strip()) if isinstance(value, str) else None


def _text(text: str) -> Read | None:
    try:
        if match := _DAY.fullmatch(text):
            return Read(Moment(datetime(*map(int, match.groups())), "day", text))  # type: ignore[arg-type]
        if match := _TIME.fullmatch(text):
            return Read(Moment(_zoned(f"{match[1]}T{match[2]}", match["zone"]), "second", text))
        if match := _NAMED.fullmatch(text):
            return _mail(text, match["zone"])
        return Read(Moment(datetime.strptime(text, _ANSI), "second", text))
    except ValueError:
        return _loose(text)


def _zoned(text: str, zone: str | None) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=_offset(zone) if zone else None)


def _offset(zone: str) -> tzinfo:
    if zone in ("Z", "UTC"):
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset)


def _mail(text: str, zone: str | None) -> Read:
    """RFC 822 and 1123: the name of a zone is ignored, the site's is taken."""
    if zone is None:
        return Read(Moment(datetime.strptime(text.rpartition(", ")[2], "%d %b %Y"), "day", text))
    value = parsedate_to_datetime(text)
    return Read(Moment(value if zone[0] in "+-" else value.replace(tzinfo=None), "second", text))


def _loose(text: str) -> Read | None:
    """What Hugo stops on, and a person understands: `2020/1/2 3:04`."""
    match = _LOOSE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups()[:6])
    try:
        value = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    if match[7]:
        value = value.replace(tzinfo=_offset(match[7]))
    return Read(Moment(value, "minute" if match[4] else "day", text), strict=False)


def in_name(name: str) -> tuple[Moment, str] | None:
    """The date at the start of a file name and the rest of it, which becomes the slug."""
    match = _FILE_DATE.fullmatch(name)
    if match is None:
        return None
    try:
        day = datetime.fromisoformat(match[1])
    except ValueError:
        return None
    if match[2]:
        day = day.replace(hour=int(match[2]) % 24, minute=int(match[3]) % 60, second=int(match[4]) % 60)
    return Moment(day, "second" if match[2] else "day", match[1]), match[5]


def keys_for(settings: Settings, which: str) -> tuple[str, ...]:
    """The keys and tokens (`:filename`, `:git`) that give one of the four dates, in order."""
    configured = settings.get("frontmatter", which)
    if not isinstance(configured, list):
        return KEYS[which]
    keys: list[str] = []
    for key in map(str, configured):
        keys += KEYS[which] if key.lower() == ":default" else (key.lower(),)
    return tuple(dict.fromkeys(keys))


def status_of(
    data: Mapping[str, Value], publish: Moment | None, expire: Moment | None, zone: tzinfo, now: datetime
) -> Status:
    """Whether Hugo would build the page today without any flag."""
    if truth(data.get("draft")):
        return Status.DRAFT
    if expire and aware(expire, zone) < now:
        return Status.EXPIRED
    return Status.SCHEDULED if publish and aware(publish, zone) > now else Status.PUBLISHED


def aware(moment: Moment, zone: tzinfo) -> datetime:
    """The moment with a zone: its own, else the site's."""
    return moment.value if moment.value.tzinfo else moment.value.replace(tzinfo=zone)

"""The dates that Ruby's `Time.parse` reads, as far as people write them (ruby/date:ext/date/date_parse.c)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_HOURS = {
    "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
}  # fmt: skip
"""ruby/time:lib/time.rb `ZoneOffset`; other names are taken for the local zone."""
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?::|h)(?P<minute>\d{2})(?:(?::)(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?P<zone>(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?(?!\d)|z\b|[a-z]{3,4}\b(?!/)))?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"^\s*\d{4}-\d{1,2}-\d{1,2}[T ](?P<hour>\d{1,2})\s*$")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(
    r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(z|[+-]\d{2}:?\d{2})?)?(?!\d)", re.I
)
_ORDINAL = re.compile(r"(?<!\d)(\d{4})-(\d{3})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NAME = "(" + "|".join(_MONTHS) + r")[a-z]*\.?"
_DAY_NAME = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_NAME}(?:,?[\s-]+(\d{{4}}))?(?!\d)", re.IGNORECASE
)
_NAME_DAY = re.compile(rf"\b{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)", re.IGNORECASE)
_NAME_YEAR = re.compile(rf"\b{_NAME},?\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")


class Read(NamedTuple):
    """A date as it was written: aware only where it names a zone. `clock` counts the parts of its time: 0, 2 or 3."""

    value: datetime
    clock: int


def parse_time(text: str) -> Read | None:
    """What `Time.parse` makes of `text`, with the local zone left open; None where it refuses."""
    clock = _CLOCK.search(text) or _HOUR.match(text)
    rest = (
        text
        if clock is None or "minute" not in clock.re.groupindex
        else text[: clock.start()] + " " + text[clock.end() :]
    )
    try:
        compact = _COMPACT.search(text) if clock is None else None
        if compact:
            return _compact(compact)
        day = _day(rest)
        return _at(day, clock) if day else None
    except ValueError:
        return None


def _day(text: str) -> datetime | None:
    """The day that a text names. Raises ValueError for one that does not exist."""
    if match := _ISO.search(text):
        return datetime(*map(int, match.groups()))  # type: ignore[arg-type]
    if match := _DAY_NAME.search(text):
        year = match[3] or _year(text)
        return datetime(int(year), _MONTHS[match[2].lower()], int(match[1])) if year else None
    if match := _NAME_DAY.search(text):
        year = _year(text[match.end() :])
        return datetime(int(year), _MONTHS[match[1].lower()], int(match[2])) if year else None
    if match := _NAME_YEAR.search(text):
        return datetime(int(match[2]), _MONTHS[match[1].lower()], 1)
    return _numbers(text)


def _numbers(text: str) -> datetime | None:
    """Days in numbers alone: of three short ones the first is the year, a long one last is the year behind the day."""
    if match := _YEAR_LAST.search(text):
        return datetime(int(match[3]), int(match[2]), int(match[1]))
    if match := _SHORT.search(text):
        year = int(match[1])
        return datetime(year + (2000 if year < 69 else 1900), int(match[2]), int(match[3]))
    if match := _COMPACT.search(text):
        return datetime(int(match[1]), int(match[2]), int(match[3]))
    if match := _ORDINAL.search(text):
        return datetime(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
    return None


def _year(text: str) -> str:
    match = _YEAR.search(text)
    return match[1] if match else ""


def _at(day: datetime, clock: re.Match[str] | None) -> Read:
    if clock is None:
        return Read(day, 0)
    parts = clock.groupdict()
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if parts.get("half"):
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        raise ValueError(clock[0])
    fraction = int((parts.get("fraction") or "0")[:6].ljust(6, "0"))
    value = day + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction)
    zone = _zone(parts.get("zone") or "")
    return Read(value.replace(tzinfo=zone), 3 if parts.get("second") else 2)


def _compact(match: re.Match[str]) -> Read:
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups()[:6])
    if match[4] is None:
        return Read(datetime(year, month, day), 0)
    zone = _zone(match[7] or "")
    return Read(datetime(year, month, day, hour, minute, second, tzinfo=zone), 3 if match[6] else 2)


def _zone(text: str) -> tzinfo | None:
    """The zone that a text names: an offset, or one of the abbreviations that Ruby knows."""
    offset = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] == "-" else span)
    hours = _HOURS.get(text.lower())
    return None if hours is None else timezone(timedelta(hours=hours))

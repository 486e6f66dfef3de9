"""Dates of Jekyll posts (jekyll/jekyll:lib/jekyll/document.rb `merge_date!`, utils.rb `parse_date`).

What YAML makes of a date is printed and parsed again, then moved into the site's zone: a YAML timestamp without a
zone is UTC, but a text without one is local.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from ...model import Moment, Value
from .rubytime import parse_time

_PRECISIONS: dict[int, Literal["day", "minute", "second"]] = {0: "day", 2: "minute", 3: "second"}


@dataclass(frozen=True)
class Clock:
    """The zone in which the site is built."""

    zone: tzinfo

    def read(self, value: Value, raw: str = "") -> Moment | None:
        """The moment of a `date:`; None where Jekyll refuses it and its build fails."""
        if isinstance(value, datetime):
            return Moment(value if value.tzinfo else value.replace(tzinfo=UTC), "second", raw)
        if isinstance(value, date):
            return Moment(datetime(value.year, value.month, value.day), "day", raw)
        if value is None or isinstance(value, bool | list | dict):
            return None
        read = parse_time(str(value))
        return Moment(read.value, _PRECISIONS[read.clock], raw or str(value)) if read else None

    def local(self, moment: Moment) -> datetime:
        """The wall clock of a moment in the site's zone, which addresses show."""
        if moment.value.tzinfo is None:
            return moment.value
        return moment.value.astimezone(self.zone).replace(tzinfo=None)

    def instant(self, moment: Moment) -> datetime:
        """The instant of a moment, in UTC."""
        value = moment.value if moment.value.tzinfo else moment.value.replace(tzinfo=self.zone)
        return value.astimezone(UTC)

    def file_time(self, seconds: float) -> Moment:
        """The time of a file."""
        local = datetime.fromtimestamp(int(seconds), self.zone).replace(tzinfo=None)
        return Moment(local, "second")


def zone_of(name: Value) -> ZoneInfo | None:
    """The time zone of an IANA name; None where there is none of that name."""
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None

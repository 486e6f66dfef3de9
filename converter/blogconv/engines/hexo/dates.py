"""Dates of Hexo posts: how they are read, and which day an address shows.

Hexo reads a date in the site's time zone, but prints the parts of an address in the time zone of the machine
that builds (hexojs/hexo:lib/plugins/processor/common.ts, lib/plugins/filter/post_permalink.ts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from ...model import Moment, Value
from .jsdate import parse_date
from .values import text_of, truthy


class Dated(NamedTuple):
    """A date as read: the moment for the model, and the instant that Hexo computed.

    `misread` tells that the text names a zone which Hexo does not honour.
    """

    moment: Moment
    instant: datetime
    misread: bool = False


@dataclass(frozen=True)
class Clock:
    """The time zones at work: `site` from the configuration (None when unset), `builder` of the machine."""

    site: tzinfo | None
    builder: tzinfo

    def read(self, value: Value, raw: str = "") -> Dated | None:
        """What Hexo makes of a `date:` or `updated:`; None where it is as if absent."""
        if not truthy(value):
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            midnight = datetime(value.year, value.month, value.day)
            return Dated(Moment(midnight, "day", raw), self._instant(self._from_utc_clock(midnight)))
        if isinstance(value, datetime):
            clock = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            instant = self._instant(self._from_utc_clock(clock))
            return Dated(Moment(clock, "second", raw), instant, value.tzinfo is not None and instant != value)
        return self._loose(value, raw)

    def _loose(self, value: Value, raw: str) -> Dated | None:
        """A text or number, by the rules of JavaScript's Date."""
        if isinstance(value, bool | int | float):
            try:
                found: datetime | None = datetime.fromtimestamp(value / 1000, UTC)
            except (OverflowError, ValueError, OSError):
                return None
        else:
            found = parse_date(text_of(value))
        if found is None:
            return None
        aware = found if found.tzinfo else found.replace(tzinfo=self.builder)
        clock = aware.astimezone(self.builder).replace(tzinfo=None)
        instant = self._instant(aware.astimezone(UTC))
        text = value if isinstance(value, str) else ""
        precision: Literal["day", "minute", "second"] = "second" if text.count(":") != 1 else "minute"
        if clock.time() == datetime.min.time() and ":" not in text:
            precision = "day"
        misread = found.tzinfo is not None and ":" in text and instant != found
        return Dated(Moment(clock, precision, raw or text), instant, misread)

    def local(self, value: Value) -> Value:
        """A top-level value of the front matter: Hexo moves its dates to the clock of the machine."""
        if not isinstance(value, date):
            return value
        clock = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        clock = clock.astimezone(UTC).replace(tzinfo=None) if clock.tzinfo else clock
        return self._from_utc_clock(clock)

    def file_time(self, seconds: float) -> Dated:
        """The time of a file, which is an instant."""
        instant = datetime.fromtimestamp(int(seconds), UTC)
        local = instant.astimezone(self.site or self.builder).replace(tzinfo=None)
        return Dated(Moment(local, "second"), instant)

    def parts(self, instant: datetime) -> datetime:
        """The wall clock that an address shows of an instant."""
        return instant.astimezone(self.builder)

    def _from_utc_clock(self, clock: datetime) -> datetime:
        """A clock that YAML took for UTC, moved to the builder's zone by the offset of that instant."""
        moment = clock.replace(tzinfo=UTC)
        return moment - (moment.astimezone(self.builder).utcoffset() or timedelta())

    def _instant(self, machine: datetime) -> datetime:
        """The builder's wall clock read again in the site's zone, by both zones' offsets at that instant."""
        if self.site is None:
            return machine
        here, there = (
            machine.astimezone(zone).utcoffset() or timedelta() for zone in (self.builder, self.site)
        )
        return machine + (here - there)


def zone_of(name: Value) -> ZoneInfo | None:
    """The time zone of an IANA name; None where there is none of that name."""
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None

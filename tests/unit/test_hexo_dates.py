"""Dates: which wall clock Hexo takes, and which day its addresses show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blogconv.engines.hexo.dates import Clock, zone_of

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
NINE = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("site", "builder", "value", "clock", "instant"),
    [
        # YAML dates are wall clock in the site's zone, else the builder's.
        (None, UTC, date(2024, 1, 2), "2024-01-02 00:00", "2024-01-02 00:00"),
        (TOKYO, UTC, datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04", "2024-01-01 18:04"),
        (None, TOKYO, datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04", "2024-01-01 18:04"),
        (TOKYO, NEW_YORK, datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04", "2024-01-01 18:04"),
        # With a zone they are taken to UTC, and that clock counts.
        (TOKYO, TOKYO, datetime(2024, 1, 2, 3, 4, tzinfo=NINE), "2024-01-01 18:04", "2024-01-01 09:04"),
        (None, UTC, datetime(2024, 1, 2, 3, 4, tzinfo=NINE), "2024-01-01 18:04", "2024-01-01 18:04"),
        # Texts are read in the builder's zone and shown on its clock.
        (None, TOKYO, "2024/1/2 3:04", "2024-01-02 03:04", "2024-01-01 18:04"),
        (TOKYO, UTC, "2024/1/2 3:04", "2024-01-02 03:04", "2024-01-01 18:04"),
        (None, TOKYO, "2024-01-02 03:04:00 +0800", "2024-01-02 04:04", "2024-01-01 19:04"),
        (TOKYO, UTC, "2024-01-02 03:04:00 +0800", "2024-01-01 19:04", "2024-01-01 10:04"),
        (None, TOKYO, "2024-01-02", "2024-01-02 09:00", "2024-01-02 00:00"),
        (None, NEW_YORK, "2024-01-02", "2024-01-01 19:00", "2024-01-02 00:00"),
        (None, UTC, ["2024-01-02"], "2024-01-02 00:00", "2024-01-02 00:00"),
        # Numbers are milliseconds.
        (None, UTC, 1704164645000, "2024-01-02 03:04:05", "2024-01-02 03:04:05"),
        (None, UTC, 20240102, "1970-01-01 05:37:20.102", "1970-01-01 05:37:20.102"),
        (None, UTC, True, "1970-01-01 00:00:00.001", "1970-01-01 00:00:00.001"),
        # The site's clock is set by both offsets of that instant, so an hour may be missing in spring.
        (TOKYO, NEW_YORK, datetime(2024, 3, 10, 2, 30), "2024-03-10 02:30", "2024-03-09 18:30"),
    ],
)
def test_reading(site: tzinfo | None, builder: tzinfo, value: Any, clock: str, instant: str) -> None:
    found = Clock(site, builder).read(value)
    assert found is not None
    assert found.moment.value == datetime.fromisoformat(clock)
    assert found.instant == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize("value", [None, "", 0, False, "garbage", {"a": 1}, [], 1e300, "2024年1月2日"])
def test_as_if_absent(value: Any) -> None:
    assert Clock(None, UTC).read(value) is None


def test_what_was_written() -> None:
    clock = Clock(None, UTC)
    assert [
        (found.moment.precision, found.moment.raw)
        for value, raw in ((date(2024, 1, 2), "2024-01-02"), (datetime(2024, 1, 2), ""), ("2024/1/2", ""))
        if (found := clock.read(value, raw))
    ] == [("day", "2024-01-02"), ("second", ""), ("day", "2024/1/2")]
    minute = clock.read("2024/1/2 3:04")
    assert minute is not None
    assert minute.moment.precision == "minute"


def test_a_zone_that_hexo_does_not_honour() -> None:
    value = datetime(2024, 1, 2, 3, 4, tzinfo=NINE)
    misread = [
        Clock(site, builder).read(v)
        for site, builder, v in (
            (TOKYO, TOKYO, value),
            (None, UTC, value),
            (TOKYO, UTC, "2024-01-02 03:04:05 +0800"),
            (None, TOKYO, "2024-01-02 03:04:05 +0800"),
        )
    ]
    assert [found.misread for found in misread if found] == [True, False, True, False]


def test_addresses_show_the_builders_day() -> None:
    clock = Clock(TOKYO, UTC)
    found = clock.read(datetime(2024, 1, 2, 3, 4))
    assert found is not None
    assert clock.parts(found.instant).date() == date(2024, 1, 1)


def test_values_of_other_keys_move_to_the_builders_clock() -> None:
    local = Clock(None, TOKYO).local(date(2024, 2, 3))
    assert local == datetime(2024, 2, 3, tzinfo=TOKYO)
    assert Clock(None, TOKYO).local("x") == "x"


def test_zones() -> None:
    assert zone_of("Asia/Tokyo") == TOKYO
    assert [zone_of(name) for name in ("", None, "Mars/Base", "../etc", 8)] == [None] * 5

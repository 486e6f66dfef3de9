"""Values as JavaScript turns them into text and truth, and its reading of dates."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blogconv.engines.hexo.jsdate import parse_date
from blogconv.engines.hexo.values import flag, text_of, title_case, truthy


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"),
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (-12, "-12"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (123456789012345683968, "123456789012345680000"),
        (1e-7, "1e-7"),
        (1.25e-9, "1.25e-9"),
        (1e-6, "0.000001"),
        (0.1, "0.1"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (["a", None, [1, "b"]], "a,,1,b"),
        ({"a": 1}, "[object Object]"),
        (date(2024, 2, 3), "Sat Feb 03 2024 00:00:00 GMT+0000 (Coordinated Universal Time)"),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_dates_are_written_in_the_zone_of_the_machine() -> None:
    moment = datetime(2024, 2, 3, 1, 2, 3, tzinfo=UTC)
    zone = ZoneInfo("Asia/Shanghai")
    assert text_of(moment, zone) == "Sat Feb 03 2024 09:02:03 GMT+0800 (China Standard Time)"
    assert text_of(moment, ZoneInfo("Europe/Berlin")) == "Sat Feb 03 2024 02:02:03 GMT+0100"


def test_flags() -> None:
    assert [v for v in (True, "no", "off", 1, [], "x") if not flag(v)] == []
    assert [v for v in (False, "false", "0", 0, "", math.nan) if flag(v)] == []


def test_truth() -> None:
    assert all(map(truthy, ([], {}, "0", 1)))
    assert not any(map(truthy, ("", 0, None, False, math.nan)))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the end of it", "The End of It"),
        ("THE end OF", "THE End OF"),
        ("a tale: the end", "A Tale: The End"),
        ("iPhone and v1.0.x", "iPhone and v1.0.x"),
        ("step-by-step to in-out", "Step-by-Step to In-Out"),
        ("中文 the x", "中文 the X"),
        ("it's", "It's"),
        ("", ""),
    ],
)
def test_title_case(text: str, title: str) -> None:
    assert title_case(text) == title


EAST = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02", datetime(2024, 1, 2, tzinfo=UTC)),
        ("2024-01", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-01-02T03:04", datetime(2024, 1, 2, 3, 4)),
        ("2024-01-02T03:04:05.6789Z", datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)),
        ("2024-01-02T03:04:05+08:00", datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST)),
        ("2024-01-02T03:04:05+0800", datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST)),
        ("2024-01-02 03:04", datetime(2024, 1, 2, 3, 4)),
        ("2024-1-2", datetime(2024, 1, 2)),
        ("2024/01/02", datetime(2024, 1, 2)),
        ("2024/1/2 3:04:05", datetime(2024, 1, 2, 3, 4, 5)),
        ("2024.01.02", datetime(2024, 1, 2)),
        ("1/2/24", datetime(2024, 1, 2)),
        ("1/2/99", datetime(1999, 1, 2)),
        ("Jan 2, 2024", datetime(2024, 1, 2)),
        ("2 January 2024 10:00 PM", datetime(2024, 1, 2, 22)),
        ("07-Mar-2024", datetime(2024, 3, 7)),
        ("Tue, 02 Jan 2024 03:04:05 +0800", datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST)),
        ("Tue Jan 02 2024 03:04:05 GMT+0800 (China)", datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST)),
        ("2024-01-02 03:04:05 EST", datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5)))),
        ("2024-01-02 03:04:05 -3", datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-3)))),
        ("2024-02-30", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-01-02 24:00", datetime(2024, 1, 3)),
        ("2024-01-02 12:30 am", datetime(2024, 1, 2, 0, 30)),
        ("2024-01-02 03:04:05.25", datetime(2024, 1, 2, 3, 4, 5, 250000)),
        ("March 7", datetime(2001, 3, 7)),
        ("20240102", None),
        ("garbage", None),
        ("2024年1月2日", None),
        ("24-01-02", None),
        ("2024-13-01", None),
        ("2024-01-02 25:00:00", None),
        ("2024-01-02 13:00 PM", None),
        ("2024-01-02 03:04:05 Asia/Shanghai", None),
        ("2024-01-02 03:04:05 +12345", None),
        ("2024-01-02)", None),
        ("1 2 3 4", None),
        ("2024-01-02 1:2:3:4:5", None),
        ("2024-01-02 03:04:05.x", None),
        ("12:30", None),
        ("", None),
    ],
)
def test_dates_as_javascript_reads_them(text: str, expected: datetime | None) -> None:
    found = parse_date(text)
    assert found == expected
    if found and expected:
        assert found.utcoffset() == expected.utcoffset()

"""What each YAML library makes of a plain scalar. The tables were read off the libraries themselves."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from blogconv.frontmatter import GO_YAML_2, GOCCY, JS_YAML_3, JS_YAML_4, NPM_YAML, PSYCH, SCHEMAS, YamlSchema
from blogconv.frontmatter.schemas import parse_timestamp

COLUMNS = (JS_YAML_4, JS_YAML_3, PSYCH, GO_YAML_2, GOCCY, NPM_YAML)
INF = float("inf")
TABLE: dict[str, tuple[Any, ...]] = {
    #               js 4       js 3       Psych      go-yaml 2  goccy      npm yaml
    "true":         (True,     True,      True,      True,      True,      True),
    "TRUE":         (True,     True,      True,      True,      True,      True),
    "tRue":         ("tRue",   "tRue",    True,      "tRue",    "tRue",    "tRue"),
    "no":           ("no",     "no",      False,     False,     "no",      "no"),
    "On":           ("On",     "On",      True,      True,      "On",      "On"),
    "y":            ("y",      "y",       "y",       True,      "y",       "y"),
    "~":            (None,     None,      None,      None,      None,      None),
    "Null":         (None,     None,      None,      None,      None,      None),
    "010":          (10,       8,         8,         8,         8,         10),
    "08":           (8,        "08",      "08",      8.0,       "08",      8),
    "0o10":         (8,        "0o10",    "0o10",    8,         8,         8),
    "0x1F":         (31,       31,        31,        31,        31,        31),
    "0b11":         (3,        3,         3,         3,         3,         "0b11"),
    "1_000":        ("1_000",  1000,      1000,      1000,      1000,      "1_000"),
    "1,000":        ("1,000",  "1,000",   1000,      "1,000",   "1,000",   "1,000"),
    "1_":           ("1_",     "1_",      "1_",      1,         1,         "1_"),
    "1e3":          (1000,     1000,      "1e3",     1000.0,    "1e3",     1000),
    "1.5e3":        (1500,     1500,      "1.5e3",   1500.0,    1500.0,    1500),
    ".5":           (0.5,      0.5,       0.5,       0.5,       0.5,       0.5),
    "1.":           (1,        1,         1.0,       1.0,       1.0,       1),
    "1.10":         (1.1,      1.1,       1.1,       1.1,       1.1,       1.1),
    "1.2.3":        ("1.2.3",) * 6,
    ".inf":         (INF,      INF,       INF,       INF,       INF,       INF),
    "+.inf":        (INF,      INF,       INF,       INF,       "+.inf",   INF),
    "-.inf":        (-INF,     -INF,      -INF,      -INF,      -INF,      -INF),
    "1e400":        ("1e400",  INF,       "1e400",   "1e400",   "1e400",   INF),
    "1:30":         ("1:30",   90,        5400,      "1:30",    "1:30",    "1:30"),
    "1:30:15":      ("1:30:15", 5415,     5415,      "1:30:15", "1:30:15", "1:30:15"),
    "1:2.5":        ("1:2.5",  62.5,      3750.0,    "1:2.5",   "1:2.5",   "1:2.5"),
    "-1:30":        ("-1:30",  -90,       -1800,       "-1:30",   "-1:30",   "-1:30"),
    "2024-01-02":   (date(2024, 1, 2), date(2024, 1, 2), date(2024, 1, 2), *["2024-01-02"] * 3),
    "2024-1-2":     ("2024-1-2", "2024-1-2", date(2024, 1, 2), *["2024-1-2"] * 3),
    "2024-02-30":   (date(2024, 3, 1), date(2024, 3, 1), *["2024-02-30"] * 4),
    "2024-13-45":   (date(2025, 2, 14), date(2025, 2, 14), *["2024-13-45"] * 4),
    "9999-12-32":   ("9999-12-32",) * 6,
    "a":            ("a",) * 6,
    "=":            ("=",) * 6,
    "<<":           ("<<",) * 6,
    "":             (None,) * 6,
}  # fmt: skip


@pytest.mark.parametrize("text", TABLE)
@pytest.mark.parametrize(("column", "schema"), list(enumerate(COLUMNS)), ids=[s.name for s in COLUMNS])
def test_plain_scalar(text: str, column: int, schema: YamlSchema) -> None:
    expected = TABLE[text][column]
    found = schema.resolve(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("schema", SCHEMAS, ids=[s.name for s in SCHEMAS])
def test_not_a_number(schema: YamlSchema) -> None:
    assert math.isnan(schema.resolve(".nan"))


def test_numbers_beyond_53_bits_are_javascript_numbers() -> None:
    assert JS_YAML_4.resolve("9007199254740993") == 9007199254740992
    assert PSYCH.resolve("9007199254740993") == 9007199254740993


def test_go_takes_no_integer_beyond_64_bits() -> None:
    assert GOCCY.resolve("18446744073709551615") == 2**64 - 1
    assert GOCCY.resolve("18446744073709551616") == "18446744073709551616"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02 03:04:05", datetime(2024, 1, 2, 3, 4, 5)),
        ("2024-1-2T3:04:05", datetime(2024, 1, 2, 3, 4, 5)),
        ("2024-01-02T03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02 03:04:05 +8", datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=8)))),
        ("2024-01-02 25:61:61", datetime(2024, 1, 3, 2, 2, 1)),
        ("2024-01-02 03:04:05.1234567", datetime(2024, 1, 2, 3, 4, 5, 123456)),
        ("2024-01-02 03:04", "2024-01-02 03:04"),
        ("2024-01-02 03:04:05 +0800", "2024-01-02 03:04:05 +0800"),
        ("2024/01/02", "2024/01/02"),
    ],
)
def test_js_yaml_timestamps(text: str, expected: Any) -> None:
    found = JS_YAML_4.resolve(text)
    assert found == expected
    assert getattr(found, "tzinfo", None) == getattr(expected, "tzinfo", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02 03:04:05 +0800", datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=8)))),
        ("2024-02-31 24:00:00", datetime(2024, 3, 3)),
        ("2024-01-02 23:59:60", datetime(2024, 1, 3)),
        ("2024-01-02 24:00:01", "2024-01-02 24:00:01"),
        ("2024-13-02 03:04:05", "2024-13-02 03:04:05"),
    ],
)
def test_psych_timestamps(text: str, expected: Any) -> None:
    assert PSYCH.resolve(text) == expected


def test_a_strict_timestamp_has_no_impossible_day() -> None:
    assert parse_timestamp("2024-02-30", rolls_over=False) is None
    assert parse_timestamp("2024-02-29 24:00:00", rolls_over=False) is None
    assert parse_timestamp("2024-02-29 23:00:00", rolls_over=False) == datetime(2024, 2, 29, 23)
    assert parse_timestamp("x", rolls_over=True) is None

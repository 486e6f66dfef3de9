"""How each engine's YAML library reads a plain scalar. YAML is not one language.

`no`, `010`, `1:30` and `2024-05-06` are different things to js-yaml (Hexo), Psych (Jekyll), go-yaml and goccy
(Hugo) and npm yaml (Obsidian). A `YamlSchema` is a table of patterns with the value that each makes of
a text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import Literal, NamedTuple

from ..model import Value

_REFUSED = object()
"""What a converter returns for a text that its pattern matches but its library does not take."""


class Rule(NamedTuple):
    """Plain scalars that match `pattern` as a whole, and what the library makes of them."""

    pattern: re.Pattern[str]
    convert: Callable[[str], Value]


@dataclass(frozen=True)
class YamlSchema:
    """One YAML library as its engine uses it.

    `letters` are the first characters of plain scalars that may be something else than text. `timestamps`
    tells whether dates become dates (else they stay text that the engine reads where it expects a date).
    `merges`: whether `<<` merges. `foreign_tags` and `duplicates` say what an unknown `!tag` and a repeated
    key do.
    """

    name: str
    rules: tuple[Rule, ...]
    timestamps: bool
    merges: bool = True
    foreign_tags: Literal["error", "ignore"] = "error"
    duplicates: Literal["error", "last"] = "error"
    first_document: bool = False
    """Whether a second document is ignored. Else it is an error."""
    null_key: str = "null"
    date_separator: str = " "
    """What stands between day and time where a date is printed."""
    tab_indent: bool = False
    """Whether tabs at the start of a line count as two spaces each (Hexo puts them there before js-yaml)."""
    letters: frozenset[str] = field(default=frozenset("~-+.0123456789tTfFnNyYoO="))

    def resolve(self, text: str) -> Value:
        """The value of the plain scalar `text`: the text itself where no rule takes it."""
        if not text:
            return None
        if text[0] not in self.letters:
            return text
        for pattern, convert in self.rules:
            if pattern.fullmatch(text) and (value := convert(text)) is not _REFUSED:
                return value
        return text


def _rule(pattern: str, convert: Callable[[str], Value], flags: int = 0) -> Rule:
    return Rule(re.compile(pattern, flags | re.ASCII), convert)


def _constant(pattern: str, value: Value, flags: int = 0) -> Rule:
    return _rule(pattern, lambda _: value, flags)


def javascript_number(value: float) -> int | float:
    """A JavaScript number in Python: an int where it has no fraction."""
    return int(value) if math.isfinite(value) and value.is_integer() else value


def _javascript(base: int, text: str) -> Value:
    """An integer as JavaScript holds it: beyond 2^53 only 53 bits are kept, beyond 1e308 it is no number."""
    try:
        return int(float(int(text.replace("_", ""), base)))
    except (OverflowError, ValueError):  # Python reads no decimal number of more than 4300 digits
        return _REFUSED


def _javascript_float(text: str) -> Value:
    if text.endswith("_"):
        return _REFUSED
    try:
        value = float(text.replace("_", ""))
    except ValueError:
        return float("nan")
    return javascript_number(value)


def _finite_float(text: str) -> Value:
    value = _javascript_float(text)
    return value if math.isfinite(value) else _REFUSED


def _sexagesimal(text: str) -> int | float:
    """`1:30` is 90: base 60, as YAML 1.1 had it."""
    sign = -1 if text.startswith("-") else 1
    total: float = 0
    for part in text.replace("_", "").lstrip("+-").split(":"):
        total = total * 60 + float(part)
    return sign * javascript_number(total)


def _infinity(text: str) -> float:
    return float("-inf") if text.startswith("-") else float("inf")


def _prefixed(text: str) -> Value:
    """`010`, `0o10`, `0x1F`, `0b11` with underscores and commas anywhere."""
    text = re.sub(r"[_,]", "", text)
    try:
        return int(re.sub(r"^([-+]?)0(?=[0-7])", r"\g<1>0o", text), 0)
    except ValueError:
        return _REFUSED


_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?"
    r"(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::?(\d\d))?))?)?",
    re.ASCII,
)


def parse_timestamp(text: str, rolls_over: bool) -> date | datetime | None:
    """The date or time of a YAML timestamp; aware only if it names a zone; None if there is no such day.

    With `rolls_over` an impossible date goes on counting, as in JavaScript: 2024-02-30 is the first of March.
    """
    match = _TIMESTAMP.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(match[i]) for i in (1, 2, 3))
    try:
        first = _first_of_month(year, month) if rolls_over else date(year, month, day)
        moved = timedelta(days=day - 1 if rolls_over else 0)
        if match[4] is None:
            return first + moved
        clock = timedelta(hours=int(match[4]), minutes=int(match[5]), seconds=int(match[6]))
        if not rolls_over and clock >= timedelta(days=1):
            return None
        micro = timedelta(microseconds=int((match[7] or "0")[:6].ljust(6, "0")))
        moment = datetime(first.year, first.month, first.day, tzinfo=_zone(match))
        return moment + moved + clock + micro
    except (ValueError, OverflowError):
        return None


def _first_of_month(year: int, month: int) -> date:
    """As `Date.UTC` counts: month 13 is January of the next year, years below 100 are in the last century."""
    if year < 100:
        year += 1900
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _zone(match: re.Match[str]) -> timezone | None:
    if match[8]:
        return UTC
    if not match[9]:
        return None
    offset = timedelta(hours=int(match[10]), minutes=int(match[11] or 0))
    return timezone(-offset if match[9] == "-" else offset)


def _rolling(text: str) -> Value:
    return parse_timestamp(text, rolls_over=True) or _REFUSED


def _strict(text: str) -> Value:
    return parse_timestamp(text, rolls_over=False) or _REFUSED


_NULL = _constant(r"~|null|Null|NULL", None)
_CORE_BOOLEANS = (_constant(r"true|True|TRUE", True), _constant(r"false|False|FALSE", False))
_INFINITY = _rule(r"[-+]?\.(?:inf|Inf|INF)", _infinity)
_NAN = _constant(r"\.(?:nan|NaN|NAN)", float("nan"))
_CLOCK = r"(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
_JS_DATES = _rule(
    rf"\d{{4}}-\d\d-\d\d|\d{{4}}-\d\d?-\d\d?{_CLOCK}(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?", _rolling
)


def _numbers(*rows: tuple[str, int]) -> Iterable[Rule]:
    for pattern, base in rows:
        yield _rule(pattern, partial(_javascript, base))


JS_YAML_4 = YamlSchema(
    "js-yaml 4",
    (
        _NULL,
        *_CORE_BOOLEANS,
        *_numbers(
            (r"[-+]?\d+", 10), (r"[-+]?0b[01]+", 2), (r"[-+]?0x[\da-fA-F]+", 16), (r"[-+]?0o[0-7]+", 8)
        ),
        _rule(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?", _finite_float),
        _INFINITY,
        _NAN,
        _JS_DATES,
    ),
    timestamps=True,
    tab_indent=True,
)
"""Hexo 6, 7 and 8 (nodeca/js-yaml:lib/type/*.js)."""

JS_YAML_3 = YamlSchema(
    "js-yaml 3",
    (
        _NULL,
        *_CORE_BOOLEANS,
        *_numbers((r"[-+]?(?:0|[1-9][\d_]*(?<!_))", 10), (r"[-+]?0b[01_]*[01]", 2)),
        *_numbers((r"[-+]?0x[\da-fA-F_]*[\da-fA-F]", 16), (r"[-+]?0[0-7_]*[0-7]", 8)),
        _rule(r"[-+]?[1-9][\d_]*(?::[0-5]?\d)+|[-+]?\d[\d_]*(?::[0-5]?\d)+\.(?:[\d_]*\d)?", _sexagesimal),
        _rule(
            r"[-+]?(?:0|[1-9][\d_]*)(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\.[\d_]+(?:[eE][-+]?\d+)?",
            _javascript_float,
        ),
        _INFINITY,
        _NAN,
        _JS_DATES,
    ),
    timestamps=True,
    tab_indent=True,
)
"""Hexo 3, 4 and 5 (nodeca/js-yaml 3:lib/js-yaml/type/*.js)."""


def _psych_time(text: str) -> Value:
    """Ruby's `Time.utc` takes 31 days in any month, 24:00:00 and a sixtieth second, and rolls over."""
    month, day, hour, minute, second = (int(part) for part in re.findall(r"\d+", text)[1:6])
    in_range = month in range(1, 13) and day in range(1, 32) and minute < 60 and second <= 60
    if in_range and (hour < 24 or (hour, minute, second) == (24, 0, 0)):
        return _rolling(text)
    return _REFUSED


def _psych_float(text: str) -> Value:
    try:
        return float(re.sub(r"[,_]", "", text))
    except ValueError:
        return _REFUSED


def _psych_sexagesimal(text: str) -> int | float:
    """Psych gives two parts the weight of hours and minutes: `1:30` is 5400."""
    number: type[int] | type[float] = float if "." in text else int
    weights = (3600, 60, 1)
    return sum(number(part) * w for part, w in zip(text.replace("_", "").split(":"), weights, strict=False))


PSYCH = YamlSchema(
    "Psych",
    (
        _constant(r"~|null", None, re.IGNORECASE),
        _constant(r"yes|true|on", True, re.IGNORECASE),
        _constant(r"no|false|off", False, re.IGNORECASE),
        _rule(rf"\d{{4}}-\d\d?-\d\d?{_CLOCK}(?:\s*(?:Z|[-+]\d\d?:?(?:\d\d)?))?", _psych_time),
        _rule(r"\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)", _strict),
        _rule(r"[-+]?\.inf", _infinity, re.IGNORECASE),
        _constant(r"\.nan", float("nan"), re.IGNORECASE),
        _rule(r"[-+]?\d[\d_]*(?::[0-5]?\d){1,2}(?:\.[\d_]*)?", _psych_sexagesimal),
        _rule(
            r"[-+]?(?:\d[\d_,]*)?\.\d*(?:[eE][-+]\d+)?(?<![-+]\.)(?<!^\.)",
            _psych_float,
        ),
        _rule(r"[-+]?(?:0b[01_,]+|0[0-7_,]+|0|[1-9](?:\d|,\d|_\d)*|0x[\da-fA-F_,]+)", _prefixed),
    ),
    timestamps=True,
    duplicates="last",
    foreign_tags="ignore",
    first_document=True,
)
"""Jekyll (ruby/psych:lib/psych/scalar_scanner.rb). A time without zone is UTC to it: the reader's matter."""


def _go_integer(text: str) -> Value:
    value = _prefixed(text)
    return value if value is _REFUSED or -(2**63) <= value < 2**64 else _REFUSED


def _go_float(text: str) -> Value:
    try:
        value = float(text.replace("_", ""))
    except ValueError:
        return _REFUSED
    return value if math.isfinite(value) else _REFUSED


_GO_INTEGER = _rule(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|0|[1-9][\d_]*)", _go_integer)

GO_YAML_2 = YamlSchema(
    "go-yaml 2",
    (
        _NULL,
        _constant(r"y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE", True),
        _constant(r"n|N|no|No|NO|off|Off|OFF|false|False|FALSE", False),
        _GO_INTEGER,
        _rule(
            r"\.\d+(?:[eE][-+]?\d+)?|[-+]?(?:(?<!^)\.[\d_]+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?",
            _go_float,
        ),
        _INFINITY,
        _NAN,
    ),
    timestamps=False,
    duplicates="last",
    foreign_tags="ignore",
)
"""Hugo before 0.152 (go-yaml/yaml v2:resolve.go)."""

GOCCY = YamlSchema(
    "goccy",
    (
        _NULL,
        *_CORE_BOOLEANS,
        _GO_INTEGER,
        _rule(r"[-+]?(?:\d[\d_]*)?\.[\d_]*(?:[eE][-+]?\d+)?", _go_float),
        _rule(r"-?\.(?:inf|Inf|INF)", _infinity),
        _NAN,
    ),
    timestamps=False,
    foreign_tags="ignore",
)
"""Hugo from 0.152 (goccy/go-yaml:token/token.go)."""

NPM_YAML = YamlSchema(
    "npm yaml",
    (
        _NULL,
        *_CORE_BOOLEANS,
        *_numbers((r"[-+]?\d+", 10), (r"0o[0-7]+", 8), (r"0x[\da-fA-F]+", 16)),
        _rule(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?", _javascript_float),
        _INFINITY,
        _NAN,
    ),
    timestamps=False,
    merges=False,
    foreign_tags="ignore",
    null_key="",
    date_separator="T",
)
"""Obsidian (eemeli/yaml 2, core schema)."""

SCHEMAS = (JS_YAML_4, JS_YAML_3, PSYCH, GO_YAML_2, GOCCY, NPM_YAML)

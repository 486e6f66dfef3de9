"""Values as JavaScript turns them into text and truth: what Hexo's database does to titles, tags and flags."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from ...model import Value

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONE_NAMES = {
    "UTC": "Coordinated Universal Time",
    "Etc/UTC": "Coordinated Universal Time",
    "Asia/Shanghai": "China Standard Time",
    "Asia/Chongqing": "China Standard Time",
    "Asia/Hong_Kong": "Hong Kong Standard Time",
    "Asia/Taipei": "Taiwan Standard Time",
    "Asia/Tokyo": "Japan Standard Time",
    "Asia/Seoul": "Korean Standard Time",
    "Asia/Singapore": "Singapore Standard Time",
    "Asia/Kolkata": "India Standard Time",
}
"""What Node calls time zones that have no summer time (Unicode CLDR)."""

_SMALL = re.compile(r"a|an|and|as|at|but|by|en|for|if|in|nor|of|on|or|per|the|to|vs?\.?|via", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u00ff]+[^\s\-]*")

OWN_KEYS = frozenset((
    "slug", "path", "source", "raw", "more", "content", "_content", "_id", "prev", "next", "asset_dir", "excerpt",
    "layout", "permalink", "published", "photos", "link", "lang", "updated", "engine", "markdown", "disablenunjucks",
    "titlecase", "full_source", "canonical_path", "base", "total", "current", "sticky",
))  # fmt: skip
"""The front matter keys that Hexo acts on, but for those that every engine has."""


def text_of(value: Value, zone: tzinfo = UTC) -> str:
    """JavaScript's `String(value)`. A date is written in full, in the time zone of the machine."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return _date(value, zone)
    if isinstance(value, list):
        return ",".join("" if item is None else text_of(item, zone) for item in value)
    return "[object Object]"


def _number(value: int | float) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    if not isinstance(exponent, int) or digits == (0,):
        return "0"
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        written = text.ljust(point, "0") if len(text) <= point else f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        written = "0." + "0" * -point + text
    else:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        written = f"{text[0]}{fraction}e{point - 1:+d}"
    return f"-{written}" if sign else written


def _date(value: date, zone: tzinfo) -> str:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    name = f" ({_ZONE_NAMES[str(zone)]})" if str(zone) in _ZONE_NAMES else ""
    day = f"{_DAYS[moment.weekday()]} {_MONTHS[moment.month - 1]} {moment.day:02d} {moment.year:04d}"
    return f"{day} {moment:%H:%M:%S} GMT{moment:%z}{name}"


def flag(value: Value) -> bool:
    """A boolean as Hexo's database casts it: `no` and `off` are text and so true."""
    return truthy(value) and value not in ("false", "0")


def truthy(value: Value) -> bool:
    """JavaScript's truth: empty lists and mappings are true."""
    return isinstance(value, list | dict) or (bool(value) and value == value)


def title_case(text: str) -> str:
    """`the end of it` → `The End of It` (rvagg/titlecase:to-title-case.js)."""

    def word(match: re.Match[str]) -> str:
        found, start, end = match[0], match.start(), match.end()
        inside = start > 0 and end != len(text) and text[start - 2 : start - 1] != ":"
        joined = text[end : end + 1] == "-" and text[start - 1] != "-"
        if inside and _SMALL.fullmatch(found) and not joined and re.match(r"[\s\-]", text[start - 1]):
            return found.lower()
        if re.search(r"[A-Z]|\..", found[1:]):
            return found
        return found[0].upper() + found[1:]

    return _WORD.sub(word, text)

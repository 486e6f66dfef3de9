"""What JavaScript's `new Date(text)` makes of a text, as Node has it.

First the ISO form, then the lenient reading that V8 keeps for old pages
(v8/v8:src/date/dateparser-inl.h, dateparser.h, dateparser.cc).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

_ISO = re.compile(
    r"(?P<year>\d{4}|\+\d{6})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?P<time>T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_ISO_START = re.compile(r"\A(?P<day>\d{4}-\d\d-\d\d)T(?=\d\d:\d\d)", re.ASCII)
_TOKEN = re.compile(
    r"(?P<number>\d+)|(?P<word>[A-Za-z\x7f-\U0010ffff\[\\\]^_`{|}~]+)|(?P<blank>[ \t-\r]+)|.", re.S
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {"ut": 0, "utc": 0, "z": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_ZONES |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7}


def parse_date(text: str) -> datetime | None:
    """The moment that `text` says: aware where it names a zone, else wall-clock time of the machine.

    None where JavaScript finds no date in it. A bare ISO date is midnight UTC, as in JavaScript.
    """
    match = _ISO.fullmatch(text)
    if match and (found := _iso(match)):
        return found
    try:
        return _Legacy(_ISO_START.sub(r"\g<day> ", text, count=1)).date()
    except (_NoDateError, ValueError, OverflowError):
        return None


def _iso(match: re.Match[str]) -> datetime | None:
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    milli = int((match["fraction"] or "0")[:3].ljust(3, "0"))
    if not (1 <= month <= 12 and 1 <= day <= 31) or not _is_time(hour, minute, second, milli):
        return None
    zone: timezone | None = UTC
    if match["time"] and not match["zone"]:
        zone = None
    elif match["zone"] and match["zone"] != "Z":
        sign = -1 if match["zone"][0] == "-" else 1
        zone = _offset(sign * (int(match["zone"][1:3]) * 60 + int(match["zone"][4:])))
    return _built(year, month, day, (hour, minute, second, milli), zone)


def _is_time(hour: int, minute: int, second: int, milli: int) -> bool:
    if hour == 24:
        return minute == second == milli == 0
    return hour < 24 and minute < 60 and second < 60 and milli < 1000


def _offset(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _built(
    year: int, month: int, day: int, time: tuple[int, int, int, int], zone: timezone | None
) -> datetime | None:
    """February 30 rolls over, as in JavaScript."""
    hour, minute, second, milli = time
    try:
        start = datetime(year, month, 1, tzinfo=zone)
        return start + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=milli)
    except (ValueError, OverflowError):
        return None


class _NoDateError(Exception):
    """The text holds something that no date has."""


class _Token(NamedTuple):
    kind: str
    text: str


@dataclass
class _Legacy:
    """The lenient reading, token by token."""

    text: str
    days: list[int] = field(default_factory=list)
    month: int | None = None
    times: list[int] = field(default_factory=list)
    half: int | None = None
    zone: list[int | None] | None = None
    """Sign, hour and minute of the offset."""
    numbers: bool = False

    def date(self) -> datetime | None:
        self.tokens = [_Token(m.lastgroup or "symbol", m[0]) for m in _TOKEN.finditer(self.text)]
        self.at = 0
        if self._peek().kind == "number" and len(self._peek().text) == 4:
            self.numbers = True
            self.days.append(int(self._next().text))
            self._skip("-")
        while self.at < len(self.tokens):
            token = self._next()
            if token.kind == "number":
                self.numbers = True
                self._number(token)
            elif token.kind == "word":
                self._word(token.text.lower())
            elif token.text in ("+", "-") and (self._is_utc() or self.times):
                self._sign(token.text)
            elif token.text in ("+", "-", ")") and self.numbers:
                raise _NoDateError
            elif token.text == "(":
                self._parentheses()
        return self._result()

    def _next(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _Token("end", "")

    def _skip(self, symbol: str) -> bool:
        found = self._peek() == ("symbol", symbol)
        self.at += found
        return found

    def _number(self, token: _Token) -> None:
        n = int(token.text)
        if self._skip(":"):
            self._add_time(n)
            if self._skip(":"):
                self._add_time(0)
            return
        if self._peek() == ("symbol", ".") and self._expects_time(n):
            self._skip(".")
            self._add_time(n)
            self._milliseconds()
            return
        self._skip(".")
        if self.zone and self.zone[1] is not None and self.zone[2] is None and n < 60:
            self.zone[2] = n
        elif self._expects_time(n):
            self._add_time(n)
            self.times += [0] * (4 - len(self.times))
            after = self._peek()
            if (
                after.kind not in ("end", "blank")
                and after.text not in ("+", "-")
                and after.text.lower() != "z"
            ):
                raise _NoDateError
        else:
            if len(self.days) == 3:
                raise _NoDateError
            self.days.append(n)
            self._skip("-")

    def _milliseconds(self) -> None:
        token = self._next() if self._peek().kind == "number" else None
        if token is None:
            raise _NoDateError
        self._add_time(int(token.text[:3].ljust(3, "0")))
        self.times += [0] * (4 - len(self.times))

    def _expects_time(self, n: int) -> bool:
        return (len(self.times) in (1, 2) and n < 60) or (len(self.times) == 3 and n < 1000)

    def _add_time(self, n: int) -> None:
        if len(self.times) == 4:
            raise _NoDateError
        self.times.append(n)

    def _word(self, word: str) -> None:
        if word in ("am", "pm") and self.times:
            self.half = 12 if word == "pm" else 0
        elif word[:3] in _MONTHS:
            self.month = _MONTHS.index(word[:3]) + 1
            self._skip("-")
        elif word in _ZONES and self.numbers:
            hours = _ZONES[word]
            self.zone = [-1 if hours < 0 else 1, abs(hours), 0]
        elif self.numbers or self._peek().kind == "number":
            raise _NoDateError

    def _is_utc(self) -> bool:
        return self.zone is not None and self.zone[1:] == [0, 0]

    def _sign(self, sign: str) -> None:
        direction = -1 if sign == "-" else 1
        digits = self._next().text if self._peek().kind == "number" else ""
        self.numbers = True
        n = int(digits or 0)
        if self._peek() == ("symbol", ":"):
            self.zone = [direction, n, None]
        elif len(digits) in (1, 2):
            self.zone = [direction, n, 0]
        elif len(digits) in (3, 4):
            self.zone = [direction, n // 100, n % 100]
        else:
            raise _NoDateError

    def _parentheses(self) -> None:
        depth = 1
        while depth and self.at < len(self.tokens):
            depth += {"(": 1, ")": -1}.get(self._next().text, 0)

    def _result(self) -> datetime | None:
        if not self.days:
            raise _NoDateError
        year, month, day = self._day()
        if year < 50:
            year += 2000
        elif year < 100:
            year += 1900
        time = self._time()
        if not (1 <= month <= 12 and 1 <= day <= 31):
            raise _NoDateError
        zone = None
        if self.zone:
            sign, hour, minute = self.zone
            zone = _offset((sign or 1) * ((hour or 0) * 60 + (minute or 0)))
        return _built(year, month, day, time, zone)

    def _day(self) -> tuple[int, int, int]:
        """Year, month and day: what is no day can only be a year."""
        a, b, c = (*self.days, 1, 1)[:3]
        if self.month is not None:
            return (b, self.month, a) if 1 <= a <= 31 else (a, self.month, b)
        return (c, a, b) if 1 <= a <= 31 else (a, b, c)

    def _time(self) -> tuple[int, int, int, int]:
        hour, minute, second, milli = (*self.times, 0, 0, 0, 0)[:4]
        if self.half is not None:
            if hour > 12:
                raise _NoDateError
            hour = hour % 12 + self.half
        if not _is_time(hour, minute, second, milli):
            raise _NoDateError
        return hour, minute, second, milli

"""TOML front matter: values by the standard library, lines by tomlkit."""

from __future__ import annotations

import re
import tomllib
from datetime import time

import tomlkit
from tomlkit.exceptions import ParseError
from tomlkit.items import AoT, Comment, Item, Key, Table, Whitespace

from ..model import Entry, FrontMatter, Value

_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|[\w-]+)", re.MULTILINE)


def toml_entries(data: str, line: int) -> FrontMatter:
    """The entries of a TOML text. Raises tomllib.TOMLDecodeError."""
    values = tomllib.loads(data.replace("\r\n", "\n"))
    raws, tail = _raws(data)
    if "".join(raws.values()) + tail != data or raws.keys() != values.keys():
        raws, tail = {}, ""
    entries = []
    for key, value in values.items():
        raw = raws.get(key, "")
        lead = len(raw) - len(re.sub(r"\A(?:[ \t]*(?:#[^\n]*)?\r?\n)+", "", raw))
        entries.append(Entry(key, _plain(value), raw, line + raw[:lead].count("\n")))
        line += raw.count("\n")
    return FrontMatter("toml", tuple(entries), tail)


def _plain(value: Value) -> Value:
    """A TOML value in the model's types: a time of day is text."""
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _raws(data: str) -> tuple[dict[str, str], str]:
    """The lines of each top-level key, and those behind the last one."""
    raws: dict[str, str] = {}
    pending = ""
    try:
        body = tomlkit.parse(data).body
    except ParseError:
        return raws, ""
    for key, item in body:
        if isinstance(item, (Table, AoT)):
            break
        if key is None or isinstance(item, (Comment, Whitespace)):
            pending += item.as_string() if isinstance(item, Whitespace) else _line(None, item)
            continue
        raws[key.key] = pending + _line(key, item)
        pending = ""
    at = sum(map(len, raws.values()))
    return _tables(data, at, raws)


def _line(key: Key | None, item: Item) -> str:
    trivia = item.trivia
    if key is None:
        return item.as_string()
    written = f"{trivia.indent}{key.as_string()}{key.sep}{item.as_string()}"
    return f"{written}{trivia.comment_ws}{trivia.comment}{trivia.trail}"


def _tables(data: str, at: int, raws: dict[str, str]) -> tuple[dict[str, str], str]:
    """Cut the tables behind the plain keys at their headers, with the comments before them."""
    for match in _HEADER.finditer(data, at):
        name = match[1].strip("\"'")
        start = match.start()
        lead = re.search(r"(?:^[ \t]*(?:#[^\n]*)?\r?\n)*\Z", data[at:start], re.MULTILINE)
        start -= len(lead[0]) if lead else 0
        if raws:
            last = next(reversed(raws))
            raws[last] += data[at:start]
            at = start
        if name not in raws:
            raws[name] = ""
    if raws and any(_HEADER.finditer(data)):
        last = next(reversed(raws))
        raws[last] += data[at:]
        return raws, ""
    return raws, data[at:]

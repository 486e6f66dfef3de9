"""TOML front matter: values by the standard library, lines by tomlkit."""

from __future__ import annotations

import re
import tomllib
from datetime import time

import tomlkit
from tomlkit.exceptions import ParseError
from tomlkit.items import AoT, Item, Key, Table

from ..model import Entry, FrontMatter, Value

_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|[\w-]+)", re.MULTILINE)
_LEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")


def toml_entries(data: str, line: int) -> FrontMatter:
    """The entries of a TOML text. Raises tomllib.TOMLDecodeError.

    A table in several places has no lines of its own, and then no entry has: all are printed when written.
    """
    values = tomllib.loads(data.replace("\r\n", "\n"))
    cuts = _cuts(data)
    names = [name for name, _ in cuts]
    if names != list(values):
        return FrontMatter("toml", tuple(Entry(k, _plain(v), line=line) for k, v in values.items()))
    entries = []
    at = 0
    for name, end in cuts:
        raw, at = data[at:end], end
        lead = _LEAD.match(raw)
        entries.append(Entry(name, _plain(values[name]), raw, line + (lead[0].count("\n") if lead else 0)))
        line += raw.count("\n")
    return FrontMatter("toml", tuple(entries), data[at:])


def _plain(value: Value) -> Value:
    """A TOML value in the model's types: a time of day is text."""
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _cuts(data: str) -> list[tuple[str, int]]:
    """Each top-level key and the offset behind its last line."""
    try:
        body = tomlkit.parse(data).body
    except ParseError:
        return []
    cuts: list[tuple[str, int]] = []
    at = 0
    for key, item in body:
        if isinstance(item, (Table, AoT)):
            return [*cuts, *_tables(data, at)]
        text = item.as_string() if key is None else _line(key, item)
        if not data.startswith(text, at):
            return []
        at += len(text)
        if key is not None:
            cuts.append((key.key, at))
    return cuts


def _line(key: Key, item: Item) -> str:
    trivia = item.trivia
    written = f"{trivia.indent}{key.as_string()}{key.sep}{item.as_string()}"
    return f"{written}{trivia.comment_ws}{trivia.comment}{trivia.trail}"


def _tables(data: str, start: int) -> list[tuple[str, int]]:
    """The tables behind the plain keys, cut at their headers; comments before a header belong to it."""
    found: list[tuple[str, int]] = []
    for match in _HEADER.finditer(data, start):
        name = match[1].strip("\"'")
        if found and found[-1][0] != name:
            found[-1] = (found[-1][0], _before_comments(data, match.start()))
        if not found or found[-1][0] != name:
            found.append((name, len(data)))
    return found


def _before_comments(data: str, at: int) -> int:
    """Where the comment and blank lines that end at `at` begin."""
    while at > 0:
        previous = data.rfind("\n", 0, at - 1) + 1
        if not re.fullmatch(r"[ \t]*(?:#[^\n]*)?\r?\n", data[previous:at]):
            break
        at = previous
    return at

"""Front matter back into text, so that the target's library reads the same values."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal

import tomlkit

from ..model import Entry, FrontMatter, Value
from .reading import FrontMatterError, parse
from .schemas import SCHEMAS, YamlSchema, parse_timestamp

_ODD = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_PLAIN = re.compile(rf"[^\W\d_](?:[^{_ODD}]*[^{_ODD}\s])?")
_UNSAFE_PLAIN = re.compile(r":(?:\s|$)|\s#")
_UNSAFE_IN_FLOW = re.compile(r"[\[\]{},:?\"'#&*]")
_FENCE = re.compile(r"^(?:---|\+\+\+|\.\.\.)", re.MULTILINE)
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
"""Only js-yaml, which Hexo feeds with spaces instead, takes a line that begins with a tab."""
_IN_ONE_LINE = re.compile(r"^[^\s#][^\n]*[:=][ \t]*\[[^\n]*\][ \t]*(?:#[^\n]*)?$", re.MULTILINE)
"""A list between brackets, as many like to write it: it is printed in the same way."""
_ANCHOR = re.compile(r"[&*]\w")


def render(
    front_matter: FrontMatter,
    format: Literal["yaml", "toml", "json"],
    schema: YamlSchema,
    newline: str | None = None,
) -> str:
    """The front matter with its fences and final newline; empty for one without entries.

    An entry whose own lines the target reads as the same value is copied, the others are printed. `newline`
    is by default that of the copied lines; lines that a writer made up get it. TOML has no null: an entry of that
    value is left out.
    """
    if not front_matter.entries and not front_matter.tail:
        return ""
    entries = _last_of_each(front_matter.entries)
    if newline is None:
        newline = "\r\n" if any("\r\n" in entry.raw for entry in entries) else "\n"
    if format == "json":
        return _json({e.key: e.value for e in entries}).replace("\n", newline) + newline
    if format == "toml":
        entries.sort(key=lambda entry: _is_table(entry, has_lines=front_matter.format == "toml"))
    copied = _copied(entries, front_matter.format, format, schema)
    parts = [
        (raw if e.line else raw.replace("\n", newline)) if raw else _printed(e, format, schema, newline)
        for e, raw in zip(entries, copied, strict=True)
    ]
    parts.append("".join(_comments(front_matter.tail)))
    text = "".join(part if not part or part.endswith("\n") else part + newline for part in parts)
    fence = "+++" if format == "toml" else "---"
    return f"{fence}{newline}{text}{fence}{newline}"


def _printed(entry: Entry, format: str, schema: YamlSchema, newline: str) -> str:
    """The entry from its value, with the comments that stood before it."""
    key = re.search(rf"^[ \t]*[\"']?{re.escape(entry.key)}[\"']?[ \t]*[:=]", entry.raw, re.MULTILINE)
    lead = "".join(_comments(entry.raw[: key.start()] if key else ""))
    return lead + _print(entry, format, schema).replace("\n", newline)


def _comments(text: str) -> Iterator[str]:
    """Lines between entries. What no library could read there is kept as a comment."""
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        bare = line.lstrip()
        if not bare or (bare.startswith("#") and "\t" not in line[: -len(bare)]):
            yield line
        else:
            yield bare if bare.startswith("#") else f"# {bare}"


def _last_of_each(entries: Iterable[Entry]) -> list[Entry]:
    """Of a key that stands twice the last entry: no target takes both."""
    entries = tuple(entries)
    kept = {entry.key: entry for entry in entries}
    return [entry for entry in entries if kept[entry.key] is entry]


def _is_table(entry: Entry, *, has_lines: bool) -> bool:
    """Whether the entry is a TOML table with a header line: those must stand last."""
    if entry.raw and has_lines:
        return re.match(r"(?:\s*(?:#[^\n]*)?\n)*\s*\[", entry.raw) is not None
    value = entry.value[0] if isinstance(entry.value, list) and entry.value else entry.value
    return isinstance(value, dict)


def _copied(entries: list[Entry], source: str, format: str, schema: YamlSchema) -> list[str]:
    """The lines of each entry that may be copied; "" for one that must be printed."""
    if source != format:
        return [""] * len(entries)
    together = "".join(entry.raw for entry in entries)
    try:
        read = parse(together, format, schema)
    except FrontMatterError:
        return [_alone(entry, format, schema) for entry in entries]
    result = [entry.raw if _stands(entry, read, schema) else "" for entry in entries]
    if not all(result) and _ANCHOR.search(together):
        return [_alone(entry, format, schema) for entry in entries]
    return result


def _alone(entry: Entry, format: str, schema: YamlSchema) -> str:
    """The entry's lines if they say its value by themselves, else ""."""
    try:
        read = parse(entry.raw, format, schema)
    except FrontMatterError:
        return ""
    return entry.raw if len(read.entries) == 1 and _stands(entry, read, schema) else ""


def _stands(entry: Entry, read: FrontMatter, schema: YamlSchema) -> bool:
    found = read.entry(entry.key)
    if not entry.raw or found is None or _FENCE.search(entry.raw) or _TAB_INDENT.search(entry.raw):
        return False
    return same_value(entry.value, found.value, schema)


def same_value(value: Value, read: Value, schema: YamlSchema) -> bool:
    """Whether `read`, as the schema reads it, is `value`. A library without dates reads the text of one."""
    if isinstance(value, date) and isinstance(read, str) and not schema.timestamps:
        return parse_timestamp(read, rolls_over=False) == value
    if type(value) is not type(read):
        return False
    if isinstance(value, list):
        return len(value) == len(read) and all(
            same_value(a, b, schema) for a, b in zip(value, read, strict=True)
        )
    if isinstance(value, dict):
        return list(value) == list(read) and all(same_value(v, read[k], schema) for k, v in value.items())
    if isinstance(value, float) and math.isnan(value):
        return math.isnan(read)
    return bool(value == read)


def _print(entry: Entry, format: str, schema: YamlSchema) -> str:
    if format == "toml":
        value = _without_null(entry.value)
        return "" if value is None else tomlkit.dumps({entry.key: value})
    if isinstance(entry.value, list) and _IN_ONE_LINE.search(entry.raw):
        return f"{_text(entry.key, in_flow=True)}: {_flow(entry.value, schema)}\n"
    return "\n".join(_block(entry.key, entry.value, schema)) + "\n"


def _without_null(value: Value) -> Value:
    if isinstance(value, dict):
        return {k: _without_null(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_null(v) for v in value if v is not None]
    return value


def _json(value: Value) -> str:
    return json.dumps(_for_json(value), indent=2, ensure_ascii=False)


def _for_json(value: Value) -> Value:
    if isinstance(value, dict):
        return {k: _for_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_for_json(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _block(key: str, value: Value, schema: YamlSchema, indent: str = "") -> Iterator[str]:
    """The lines of a key: lists and mappings as blocks, what is deeper in a list in flow style."""
    name = f"{indent}{_text(key, in_flow=True)}:"
    if isinstance(value, list) and value:
        yield name
        for item in value:
            yield f"{indent}  - {_flow(item, schema, in_flow=False)}"
    elif isinstance(value, dict) and value:
        yield name
        for inner, item in value.items():
            yield from _block(inner, item, schema, indent + "  ")
    elif value is None:
        yield name
    else:
        yield f"{name} {_flow(value, schema, in_flow=False)}"


def _flow(value: Value, schema: YamlSchema, in_flow: bool = True) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, schema) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{_text(k, in_flow=True)}: {_flow(v, schema)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        return _text(value, in_flow)
    if isinstance(value, datetime):
        return value.isoformat(sep=schema.date_separator)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _float(value)
    return "null" if value is None else str(value).lower()


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    mantissa, exponent, power = repr(value).partition("e")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}{exponent}{power}"


def _text(text: str, in_flow: bool) -> str:
    """A text as it may stand in YAML for every engine: bare where no library takes it for anything else."""
    if (
        _PLAIN.fullmatch(text)
        and not _UNSAFE_PLAIN.search(text)
        and not (in_flow and _UNSAFE_IN_FLOW.search(text))
        and all(schema.resolve(text) == text for schema in SCHEMAS)
    ):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", _escape, quoted)


def _escape(match: re.Match[str]) -> str:
    return "\\ufffd" if "\ud800" <= match[0] <= "\udfff" else f"\\u{ord(match[0]):04x}"

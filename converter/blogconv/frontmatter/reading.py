"""Front matter data into entries: each with its value, as the engine's library reads it, and its own lines.

YAML is read from parser events (libyaml where it is there, else pure Python): they know their lines, and a
hostile file can be stopped while it is read.
"""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Generator
from datetime import date
from typing import Any, NamedTuple, NoReturn

import ruamel.yaml
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..errors import BlogconvError
from ..model import Entry, FrontMatter, Value
from .schemas import YamlSchema
from .toml import toml_entries

try:
    from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError:
    CParser = None

MAX_DEPTH = 100
MAX_NODES = 100_000
"""So many values a front matter may hold once its aliases are expanded: an alias bomb is refused."""

_STANDARD = "tag:yaml.org,2002:"
_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ODD_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
_HINTS = (
    ("mapping values are not allowed", "a value that contains ': ' must stand in quotes"),
    ("cannot start any token", "a value that begins with @, %, ` or a tab must stand in quotes"),
    ("undefined alias", "a value that begins with * must stand in quotes"),
    ("unknown escape", "in double quotes a backslash must be doubled"),
    ("unexpected end of stream", "a quote or a bracket is not closed"),
    ("expected ',' or", "a bracket is not closed, or a value with a special character must stand in quotes"),
    ("expected ':'", "a line has no ': ', or a quote is not closed"),
    ("expected <block end>", "the line is indented differently from its neighbours, or text follows a quote"),
)


class FrontMatterError(BlogconvError):
    """The front matter cannot be read. `line` counts from 1 in its data."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class NotAMapping(FrontMatterError):
    """The data is valid, but it is `value`: a list, a text, or nothing at all."""

    def __init__(self, value: Value) -> None:
        super().__init__("the front matter is not a list of keys with values")
        self.value = value


def parse(data: str, format: str, schema: YamlSchema, line: int = 1) -> FrontMatter:
    """The entries of `data`, whose first line is `line` of its file.

    A key that stands twice is two entries. Raises FrontMatterError, and NotAMapping where the data is
    something else than keys with values.
    """
    if format == "yaml":
        return _yaml(data, schema, line)
    if format == "toml":
        return _toml(data, line)
    if format == "json":
        return _json(data, line)
    raise FrontMatterError(f"front matter in the format '{format}' is not known")


def _toml(data: str, line: int) -> FrontMatter:
    try:
        return toml_entries(data, line)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise FrontMatterError(f"it is not valid TOML: {error}", int(found[1]) if found else 1) from None


def _json(data: str, line: int) -> FrontMatter:
    """A JSON object. Hexo writes it between `;;;` without the outer braces."""
    text = _SURROGATE.sub("\ufffd", data)
    bare = not text.lstrip().startswith("{")
    try:
        value = json.loads(f"{{{text}}}" if bare else text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise FrontMatterError(f"it is not valid JSON: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise FrontMatterError(f"it is not valid JSON: {error}") from None
    return FrontMatter("json", tuple(Entry(k, v, line=line) for k, v in value.items()))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def yaml_value(data: str, schema: YamlSchema) -> Value:
    """The value of a whole YAML text, of any kind. Raises FrontMatterError."""
    return _Reader(data, schema).document()


def _yaml(data: str, schema: YamlSchema, line: int) -> FrontMatter:
    reader = _Reader(data, schema)
    value = reader.document()
    if not isinstance(value, dict):
        raise NotAMapping(value)
    if not reader.keys:
        return FrontMatter("yaml", tuple(Entry(k, v, line=line) for k, v in value.items()))
    lines = re.findall(r"[^\n]*\n|[^\n]+", data)
    entries: list[Entry] = []
    start = 0
    for key in reader.keys:
        entries.append(Entry(key.name, key.value, "".join(lines[start : key.end]), line + key.line))
        start = key.end
    own = {key.name for key in reader.keys}
    merged = [Entry(k, v) for k, v in value.items() if k not in own]
    if merged:
        entries = [e for e in entries if e.key != "<<"] + merged
    return FrontMatter("yaml", tuple(entries), "".join(lines[start:]))


class _Key(NamedTuple):
    """A key of the outermost mapping: the line it stands on, and the line behind its value."""

    name: str
    value: Value
    line: int
    end: int


class _Reader:
    """Builds the value of one YAML document from its events."""

    def __init__(self, data: str, schema: YamlSchema) -> None:
        self.schema = schema
        self.keys: list[_Key] = []
        self._text, self._back = _prepared(data, schema)
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._nodes = 0
        self._end = 0
        self._line = 0

    def document(self) -> Value:
        """The value of the first document. Raises FrontMatterError."""
        self._events = _events(self._text)
        value: Value = None
        try:
            documents = 0
            for event in self._events:
                if isinstance(event, DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        if self.schema.first_document:
                            break
                        self._fail("it holds a second document: a line starts with ---", event)
                    value = self._value(next(self._events), 0)
        except YAMLError as error:
            raise _explained(error, self._text) from None
        finally:
            self._events.close()
        return value

    def _value(self, event: Any, depth: int) -> Value:
        self._nodes += 1
        self._line = event.start_mark.line
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            self._fail("it is nested too deeply or grows too large when its aliases are expanded", event)
        if isinstance(event, AliasEvent):
            return self._alias(event)
        before = self._nodes
        if isinstance(event, ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(event, depth)
        else:
            value = self._mapping(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._nodes - before + 1)
        return value

    def _alias(self, event: Any) -> Value:
        if event.anchor not in self._anchors:
            self._fail(f"undefined alias '{event.anchor}'", event)
        value, size = self._anchors[event.anchor]
        self._nodes += size
        self._ends(event)
        return value

    def _scalar(self, event: Any) -> Value:
        text = event.value
        if text or event.style:
            self._ends(event)
        if self._back:
            text = text.translate(self._back)
        if event.tag is None:
            return text if event.style else self.schema.resolve(text)
        return self._tagged(event, text)

    def _tagged(self, event: Any, text: str) -> Value:
        """A scalar with a written tag: `!!str 12` is text."""
        kind = event.tag.removeprefix(_STANDARD)
        if kind in ("int", "float", "bool", "null", "timestamp"):
            return self.schema.resolve(text)
        if kind not in ("str", "!", "binary") and self.schema.foreign_tags == "error":
            self._fail(
                f"the tag {event.tag} is unknown; a value that begins with ! must stand in quotes", event
            )
        return text

    def _sequence(self, event: Any, depth: int) -> list[Value]:
        items = []
        while not isinstance(item := next(self._events), SequenceEndEvent):
            items.append(self._value(item, depth + 1))
        if event.flow_style:
            self._ends(item)
        return items

    def _mapping(self, event: Any, depth: int) -> dict[str, Value]:
        self._check_tag(event)
        result: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        own: set[str] = set()
        while not isinstance(item := next(self._events), MappingEndEvent):
            line = item.start_mark.line
            self._end = max(self._end, line + 1)
            name, merges = self._key(item, depth)
            value = self._value(next(self._events), depth + 1)
            if depth == 0 and not event.flow_style:
                self.keys.append(_Key(name, value, line, self._end))
            elif name in own and self.schema.duplicates == "error":
                self._fail(f"the key '{name}' stands twice", item)
            if merges:
                merged = {**self._mergeable(value, item), **merged}
            else:
                own.add(name)
                result[name] = value
        if event.flow_style:
            self._ends(item)
        return {**merged, **result} if merged else result

    def _check_tag(self, event: Any) -> None:
        tag = (event.tag or "").removeprefix(_STANDARD)
        if tag not in ("", "!", "map", "set") and self.schema.foreign_tags == "error":
            self._fail(
                f"the tag {event.tag} is unknown; a value that begins with ! must stand in quotes", event
            )

    def _key(self, event: Any, depth: int) -> tuple[str, bool]:
        """The text of a key, and whether it is `<<` and merges."""
        plain = isinstance(event, ScalarEvent) and not event.style
        value = self._value(event, depth + 1)
        if isinstance(value, str):
            return value, plain and value == "<<" and self.schema.merges
        return self._key_text(value, event), False

    def _key_text(self, value: Value, event: Any) -> str:
        if value is None:
            return self.schema.null_key
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, dict):
            return "[object Object]"
        if isinstance(value, list):
            return ",".join(self._key_text(item, event) for item in value)
        written = isinstance(event, ScalarEvent) and isinstance(value, (date, float))
        return event.value if written else str(value)

    def _mergeable(self, value: Value, event: Any) -> dict[str, Value]:
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            self._fail("<< can only merge keys with values", event)
        return {k: v for source in reversed(sources) for k, v in source.items()}

    def _ends(self, event: Any) -> None:
        mark = event.end_mark
        self._end = max(self._end, mark.line + (1 if mark.column else 0))

    def _fail(self, message: str, event: Any) -> NoReturn:
        raise FrontMatterError(_sentence(message), event.start_mark.line + 1)


_local = threading.local()


def _events(text: str) -> Generator[Any, None, None]:
    """The parser events of a YAML text; raises YAMLError on the way."""
    if CParser is None:
        if not hasattr(_local, "yaml"):
            _local.yaml = ruamel.yaml.YAML(typ="safe", pure=True)
        yield from _local.yaml.parse(text)
        return
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _prepared(data: str, schema: YamlSchema) -> tuple[str, dict[int, str]]:
    """The text for the parser, line for line, and a table that brings back what was replaced in it.

    libyaml takes U+2028 and the like for line ends, as YAML 1.1 had it; the engines' libraries do not.
    """
    text = (
        _SURROGATE.sub("\ufffd", data.replace("\r\n", "\n")) if not data.isascii() or "\r" in data else data
    )
    if schema.tab_indent and "\n\t" in text:
        text = re.sub(r"\n(\t+)", lambda m: "\n" + "  " * len(m[1]), text)
    if text.isascii() or not _ODD_BREAKS.search(text):
        return text, {}
    free = (chr(c) for c in range(0xE000, 0xF900) if chr(c) not in text)
    table: dict[str, str | int | None] = dict(zip("\x85\u2028\u2029\ufeff", free, strict=False))
    return text.translate(str.maketrans(table)), {ord(str(new)): old for old, new in table.items()}


def _explained(error: YAMLError, text: str) -> FrontMatterError:
    """The parser's complaint as a sentence with a line: of a quote or bracket that never ends, where it begins."""
    if isinstance(error, MarkedYAMLError):
        opened = re.search("quoted scalar|flow ", error.context or "")
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        return FrontMatterError(_sentence(error.problem or error.context or ""), mark.line + 1 if mark else 1)
    match = _NOT_PRINTABLE.search(text)
    line = 1 + text.count("\n", 0, match.start()) if match else 1
    return FrontMatterError("it holds a control character", line)


def _sentence(problem: str) -> str:
    hint = next((h for start, h in _HINTS if start in problem), "")
    return f"it is not valid YAML: {problem}; {hint}" if hint else f"it is not valid YAML: {problem}"

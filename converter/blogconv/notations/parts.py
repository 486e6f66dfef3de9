"""The body of a construct as parts: tabs, entries of a timeline, cards. Each spelling is a function."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..body import Item, Span
from .arguments import bind
from .base import Spans, strip_indent

if TYPE_CHECKING:
    from ..tables import Parts


def read_parts(parts: Parts, body: str, code: Spans) -> tuple[Item, ...]:
    """The parts of `body`, code left in peace. Empty where the body is not written in that spelling."""
    return tuple(_SPELLINGS[parts.spelling](parts, body, code))


def _item(parts: Parts, words: Sequence[str], body: str = "") -> Item:
    args, _ = bind(parts.grammar, parts.arguments, words)
    return Item(args, body)


def _comments(parts: Parts, body: str, code: Spans) -> Iterator[Item]:
    """`<!-- tab TITLE@ICON -->` … up to the end comment, or to the next start where there is no end comment."""
    names = "|".join(map(re.escape, parts.names))
    marks = [
        m
        for m in re.finditer(
            rf"<!--[ \t]*({names}|{re.escape(parts.end or names)})\b([^\n]*?)[ \t]*-->", body
        )
        if not code.at(m.start())
    ]
    for place, mark in enumerate(marks):
        if mark[1] == parts.end:
            continue
        behind = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        inner = body[mark.end() : behind]
        yield _item(
            parts, [mark[2].strip()] if mark[2].strip() else [], strip_indent(inner.strip("\n")).strip("\n")
        )


def _lines(parts: Parts, body: str, _code: Spans) -> Iterator[Item]:
    """One part a line, its fields divided by the separator; lines that begin with the remark mark are skipped."""
    for line in body.split("\n"):
        if line.strip() and not (parts.remark and line.strip().startswith(parts.remark)):
            fields = [f.strip() for f in line.split(parts.separator)] if parts.separator else [line.strip()]
            named = {p.key: f for p, f in zip(parts.arguments, fields, strict=False) if f}
            args, _ = bind("words", parts.arguments, (), named)
            yield Item(args)


def _pattern(parts: Parts, body: str, code: Spans) -> Iterator[Item]:
    for match in re.finditer(parts.pattern, body):
        if not code.at(match.start()):
            named = {k: v for k, v in match.groupdict().items() if v}
            args, _ = bind("words", parts.arguments, (), named)
            yield Item(args)


def _data(parts: Parts, body: str, _code: Spans) -> Iterator[Item]:
    """YAML or JSON: a list of mappings, or deeper at `path`; of a mapping of mappings the keys are `key`."""
    for entry in _descend(_parsed(body), parts.path, parts.group, {}):
        named = {str(k): _text(v) for k, v in entry.items() if v is not None}
        args, _ = bind("words", parts.arguments, (), named)
        yield Item(args)


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        pass
    try:
        return YAML(typ="safe").load(body)
    except (YAMLError, ValueError):
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _descend(
    data: Any, path: Sequence[str], group: str, outer: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict) and all(isinstance(v, dict) for v in data.values()) and data:
        data = [{"key": k, **v} for k, v in data.items()]
    if not isinstance(data, list):
        return
    for entry in data:
        if not isinstance(entry, dict):
            continue
        inherited = {**outer, **({group: entry[group]} if group and group in entry else {})}
        if path and path[0] in entry:
            yield from _descend(entry[path[0]], path[1:], group, inherited)
        elif not path or outer:
            yield {**inherited, **entry}


_SPELLINGS = {
    "comment": _comments,
    "lines": _lines,
    "pattern": _pattern,
    "data": _data,
}

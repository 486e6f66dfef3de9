"""The body of a construct as parts: tabs, entries of a timeline, cards. Each spelling is a function."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..body import Item
from .arguments import bind
from .base import Found, Spans, strip_indent
from .nunjucks import words as split_words

if TYPE_CHECKING:
    from ..tables import Parts

_SPLIT_BY_WORD = {"words", "keywords", "classes", "keyvalue", "assigned"}

Piece = Item | str
"""A part, or text that belongs to none."""


def read_parts(parts: Parts, body: str, protected: Spans) -> tuple[tuple[Item, ...], str]:
    """The parts of `body`, and the text that belongs to none. What is `protected` (code, constructs inside)
    divides nothing. No parts where the body is not written in that spelling."""
    items: list[Item] = []
    outside: list[str] = []
    for piece in _SPELLINGS[parts.spelling](parts, body, protected):
        if isinstance(piece, Item):
            items.append(piece)
        elif text := _shown(piece):
            outside.append(text)
    return tuple(items), "\n".join(outside)


def child_parts(parts: Parts, body: str, children: Sequence[Found]) -> tuple[Item, ...]:
    """Constructs inside of a body as its parts. Text between them is a part without arguments."""
    items: list[Item] = []
    at = 0
    for child in (c for c in children if c.name in parts.names):
        if between := body[at : child.span.start].strip():
            items.append(Item({}, between))
        args, _ = bind(parts.grammar, parts.arguments, child.words, child.named)
        items.append(Item(args, child.body or ""))
        at = child.span.end
    if items and (after := body[at:].strip()):
        items.append(Item({}, after))
    return tuple(items)


def _item(parts: Parts, text: str, body: str = "", name: str = "") -> Item:
    """A part from what stands in its head."""
    words = (
        split_words(text) if _SPLIT_BY_WORD & set(parts.grammar) else [text.strip()] if text.strip() else []
    )
    args, _ = bind(parts.grammar, parts.arguments, words)
    if parts.name_is and name:
        args = {parts.name_is: name, **args}
    body = strip_indent(body.strip("\n")).strip("\n")
    if parts.body == "code":
        run = "`" * max(3, *(len(m[0]) + 1 for m in re.finditer(r"`+", body)), 0)
        body = f"{run}{args.get('title', '')}\n{body}\n{run}"
    return Item(args, body)


def _shown(text: str) -> str:
    """`text` without blanks around it; nothing where only the marks of a quote around the construct are left."""
    return text.strip() if text.strip("> \t\n") else ""


def _comments(parts: Parts, body: str, protected: Spans) -> Iterator[Piece]:
    """`<!-- tab TITLE@ICON -->` … up to the end comment, or to the next start where there is no end comment."""
    names = "|".join(map(re.escape, parts.names))
    pattern = rf"<!--[ \t]*({names}|{re.escape(parts.end or names)})(?![\w-])([^\n]*?)[ \t]*-->"
    marks = [m for m in re.finditer(pattern, body) if not protected.at(m.start())]
    if marks and (before := _shown(body[: marks[0].start()])):
        yield before if parts.end else Item({}, before)
    for place, mark in enumerate(marks):
        behind = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        inner = body[mark.end() : behind]
        yield inner if mark[1] == parts.end else _item(parts, mark[2], inner, mark[1])


def _openers(parts: Parts, body: str, protected: Spans) -> Iterator[Piece]:
    """`@tab TITLE` on a line of its own, up to the next."""
    names = "|".join(map(re.escape, parts.names))
    pattern = re.compile(rf"(?m)^[ \t]*({names})(?![\w-])([^\n]*)$")
    marks = [m for m in pattern.finditer(body) if not protected.at(m.start(1))]
    if marks and (before := _shown(body[: marks[0].start()])):
        yield Item({}, before)
    for place, mark in enumerate(marks):
        behind = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        yield _item(parts, mark[2], body[mark.end() : behind], mark[1])


def _lines(parts: Parts, body: str, _protected: Spans) -> Iterator[Piece]:
    """One part a line, its fields divided by the separator; lines that begin with the remark mark are skipped."""
    for line in body.split("\n"):
        if line.strip() and not (parts.remark and line.strip().startswith(parts.remark)):
            fields = line.split(parts.separator) if parts.separator else [line]
            args, left = bind(parts.grammar, parts.arguments, [f.strip() for f in fields])
            yield Item(args)
            yield " ".join(left)


def _pattern(parts: Parts, body: str, protected: Spans) -> Iterator[Piece]:
    at = 0
    for match in re.finditer(parts.pattern, body):
        if not protected.at(match.start()):
            yield body[at : match.start()]
            named = {k: v for k, v in match.groupdict().items() if v}
            text = named.pop("body", "")
            args, _ = bind(("words",), parts.arguments, (), named)
            yield Item(args, text)
            at = match.end()
    yield body[at:]


def _data(parts: Parts, body: str, _protected: Spans) -> Iterator[Piece]:
    """YAML, TOML or JSON: a list of mappings, or deeper at `path`; of a mapping of mappings the keys are `key`, of a
    list of plain texts each is `value`. An argument `body` is the part's own text."""
    for entry in _descend(_parsed(body), parts.path, parts.group, {}):
        named = {str(k): _text(v) for k, v in entry.items() if v is not None}
        args, _ = bind(("words",), parts.arguments, (), named)
        text = str(args.pop("body", ""))
        yield Item(args, text)


def _parsed(body: str) -> Any:
    """The data in `body`, which may stand in a quote. None where it is neither JSON nor TOML nor YAML."""
    if body.lstrip().startswith(">"):
        body = re.sub(r"(?m)^[ \t]*> ?", "", body)
    for read in (json.loads, tomllib.loads):
        with suppress(ValueError):
            return read(body)
    try:
        return YAML(typ="safe").load(body)
    except (YAMLError, ValueError):
        return None


def _text(value: Any) -> str:
    if isinstance(value, str | date):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _descend(
    data: Any, path: Sequence[str], group: Sequence[str], outer: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict) and path and path[0] in data:
        data = [data]
    elif isinstance(data, dict) and all(isinstance(v, dict) for v in data.values()):
        data = [{"key": k, **v} for k, v in data.items()]
    for entry in data if isinstance(data, list) else ():
        if isinstance(entry, str) and not path:
            yield {**outer, "value": entry}
        if not isinstance(entry, dict):
            continue
        inherited = {**outer, **{name: entry[name] for name in group if name in entry}}
        if path and path[0] in entry:
            yield from _descend(entry[path[0]], path[1:], group, inherited)
        elif not path or outer:
            yield {**inherited, **entry}


_SPELLINGS = {
    "comment": _comments,
    "opener": _openers,
    "lines": _lines,
    "pattern": _pattern,
    "data": _data,
}

"""Which constructs the rows of a theme can say: with what arguments, with what text, in what place.

What they cannot say is written as our own includes, which hold any text. A callout's type that the theme lacks is the
nearest one, and the one that was meant stands in the attribute `data-type`, by which it comes home.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...blocks import blocks
from ...body import Construct
from ...model import Dialect
from ...notations.arguments import Parameter
from ...notations.attribute_printing import printable_title
from ...notations.base import CARRIED
from ...notations.link_attributes import PICTURE
from ...notations.originals import MEANT, near, titled
from ...notations.tags import LOOKS
from ...tables import Row, vocabulary

BASE = ("jekyll", "common")
NOTATIONS = ("attributes", "element", "include")

_NOT_IN_ELEMENT = re.compile(r"(?m)^[ \t>]*(?:#{1,6}[ \t]|=+[ \t]*$|-+[ \t]*$)|</?div\b")
"""Headings, whose ids kramdown counts anew in an element, and what may end it."""
_ADDRESSES = ("src", "poster")
_ARRANGED = frozenset(("layout", "rows", "columns", "lazy", "limit", "first", "button"))
"""How the pictures of a gallery are arranged, for which a theme has its own ways."""


def fitted(row: Row, construct: Construct, dialect: Dialect, base_path: str) -> Construct | None:
    """`construct` as a row of a theme can say it, None where it cannot. `dialect` is the target's; the theme puts
    `base_path` before addresses itself."""
    if construct.kind == "code":
        return construct if construct.args.get("title") and not construct.args.get("url") else None
    if not _has_room(row, construct, dialect):
        return None
    args = {key: value for key, value in construct.args.items() if value not in (None, "", False, "none")}
    if any(args.get(name) != value for name, value in row.always.items()):
        return None
    if row.notation != "include" and any(re.search(r"\{[{%]", str(value)) for value in args.values()):
        return None
    args = {key: value for key, value in args.items() if key not in row.always}
    if construct.kind == "callout":
        return _callout(row, replace(construct, args=args))
    said = _said(row, args, _ARRANGED if construct.kind == "gallery" else frozenset())
    if said is None or not all(said.get(name) for name in _needed(row, construct)):
        return None
    if row.notation == "include":
        said = {name: _word(row, name, value) for name, value in said.items()}
        said |= {name: inner_address(str(said[name]), base_path) for name in _ADDRESSES if name in said}
    return replace(construct, args=said)


def _needed(row: Row, construct: Construct) -> Iterator[str]:
    """The arguments without which a row shows nothing."""
    known = {p.name for p in row.arguments}
    yield from (name for name in ("id", "src", "url") if name in known)
    if construct.kind == "label":
        yield "text"
    if row.name == PICTURE:
        yield "caption"


def _word(row: Row, name: str, value: Any) -> Any:
    """The word that the row has for a value."""
    words = next((p.words for p in row.arguments if p.name == name), None) or {}
    return next((word for word, neutral in words.items() if neutral == value), value)


def inner_address(address: str, base_path: str) -> str:
    """`address` without the path of the site, which the theme puts before it."""
    return address.removeprefix(base_path.rstrip("/")) if address.startswith(base_path) else address


def _callout(row: Row, construct: Construct) -> Construct | None:
    kinds = {kind for p in row.arguments for kind in (*(p.words or {}).values(), *p.values.values())}
    nearest = near(construct, {kind for kind in map(str, kinds) if vocabulary().callout_type(kind)})
    title = str(construct.args.get("title") or "")
    if nearest is not None and title and not _takes_title(row, title):
        nearest = titled(nearest) if row.notation == "attributes" and "paragraph" not in row.form else None
    if nearest is None:
        return None
    args = dict(nearest.args)
    meant = {f"{CARRIED}type": args.pop(MEANT)} if MEANT in args else {}
    said = _said(row, {key: value for key, value in args.items() if key != "title"})
    kept = {key: value for key, value in args.items() if key in ("title", "_title")}
    return None if said is None else replace(nearest, args={**said, **kept, **meant})


def _takes_title(row: Row, title: str) -> bool:
    known = any(p.name == "title" for p in row.arguments)
    return known and (printable_title(title) if row.notation == "attributes" else "<" not in title)


def _said(row: Row, args: Mapping[str, Any], looks: Collection[str] = ()) -> dict[str, Any] | None:
    """The arguments that the row has a place for, those that are only looks left out; None where more would be."""
    known: dict[str, Parameter] = {}
    for parameter in row.arguments:
        known.setdefault(parameter.name, parameter)
    in_markdown = ("src", "alt", "title", "caption") if row.name == PICTURE else (row.body_is,)
    said: dict[str, Any] = {}
    for name, value in args.items():
        place = known.get(name)
        if name.startswith("_"):
            continue
        if name in in_markdown or (place and (place.words is None or value in place.words.values())):
            said[name] = value
        elif name not in LOOKS and name not in looks:
            return None
    return said


def _has_room(row: Row, construct: Construct, dialect: Dialect) -> bool:
    """Whether the text can stand in the row's form and is there what it is elsewhere."""
    body = construct.body
    if construct.kind == "gallery":
        return bool((body or "").strip()) and not construct.inline
    if construct.items or (row.body != "none" and not row.body_is) != (body is not None):
        return False
    if row.name == PICTURE:
        caption = str(construct.args.get("caption") or "")
        return not construct.inline and not dialect.hard_breaks and not re.search(r"[_*\n\\]", caption)
    if construct.kind == "callout" and (construct.inline or not (body or "").strip()):
        return False
    if "paragraph" in row.form:
        return _is_paragraph(body or "") and not construct.args.get("title")
    if row.notation == "element" and row.body == "markdown":
        return not _NOT_IN_ELEMENT.search(body or "") and not (
            dialect.hard_breaks and _has_breaks(body or "")
        )
    return True


def _is_paragraph(body: str) -> bool:
    """Whether a body is one paragraph, to which an attribute list can belong."""
    return [block.type for block in blocks(body)] == ["paragraph"] and not body.lstrip().startswith("<")


def _has_breaks(body: str) -> bool:
    """Whether a paragraph has several lines, which kramdown joins within an element whatever its settings are."""
    lines = body.split("\n")
    mark = re.compile(r"[ \t>]*\[!")
    return any(
        b.type == "paragraph" and b.end - b.start > 1 + bool(mark.match(lines[b.start])) for b in blocks(body)
    )

"""How constructs are printed in Hugo: the theme's own shortcodes and alerts where they can say it, else ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cache
from typing import Any

from ...body import Construct, Item
from ...notations.arguments import names
from ...notations.base import CAN_BE_CARRIED, CARRIED
from ...notations.fences import hugo_info
from ...notations.markdown import print_fence
from ...notations.originals import near, titled
from ...notations.quotes import Alert, print_alert
from ...notations.shortcode_writing import print_pair, print_shortcode
from ...notations.shortcodes import Shortcode, guard
from ...notations.templates import print_template
from ...scan import Scanner, typed
from ...tables import Row, Rows, Table, vocabulary
from ...translate import Printer, Target
from .. import inplace
from ..base import Plan

_PRINTERS: Mapping[str, Printer] = {
    "shortcode": print_shortcode,
    "shortcode-pair": print_pair,
    "alert": print_alert,
    "fence": print_fence(hugo_info),
    "template": print_template,
}
_BASE = ("hugo", "common")
_MARKS = re.compile(r"[\\`*\[\]<>&~]|(?<!\w)_|_(?!\w)")
"""What Markdown or HTML would act on."""
APART = "bc-"
"""What our shortcodes are called by where the theme has one of the same name."""


def target_for(plan: Plan, rows: Rows) -> Target:
    """What the translator needs to know of Hugo as the target of `plan`."""
    return Target(_writing(plan, rows), _PRINTERS, guard, plan.dialect, Fitting(rows))


def same(plan: Plan, rows: Rows) -> Target:
    """The same for a site that is a Hugo site already: what the target's flavours know stays as it stands."""
    kept = inplace.kept(plan, rows)
    return Target(_writing(plan, rows), _PRINTERS, inplace.no_guard, plan.dialect, Fitting(rows), kept)


@cache
def shortcodes_of(flavours: tuple[str, ...]) -> frozenset[str]:
    """The names of the shortcodes that the themes `flavours` have."""
    rows = (r for t in Rows("hugo", flavours).tables if t.flavour not in _BASE for r in t.rows)
    found = ((*row.names, *_children(row)) for row in rows if row.notation == "shortcode")
    return frozenset(name for names_ in found for name in names_)


def _children(row: Row) -> Sequence[str]:
    return row.parts.names if row.parts and row.parts.spelling == "child" else ()


def with_apart(table: Table) -> Table:
    """Our own table with the names that our shortcodes have beside those of a theme."""

    def both(names_: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for one in names_ for name in (one, APART + one))

    def row(old: Row) -> Row:
        parts = old.parts and replace(old.parts, names=both(old.parts.names))
        return replace(old, names=both(old.names), parts=parts) if old.helper else old

    return replace(table, rows=tuple(map(row, table.rows)))


def _writing(plan: Plan, rows: Rows) -> dict[str, Sequence[Row]]:
    """Kind to rows. Ours give way to a theme's shortcode of the same name, whose template they would replace."""
    theirs = shortcodes_of(tuple(plan.options.flavours))
    renamed = copy(rows)
    renamed.tables = tuple(
        replace(t, rows=tuple(_beside(row, theirs) for row in t.rows)) if t.flavour in _BASE else t
        for t in rows.tables
    )
    return {kind: [r for r in own if r.notation in _PRINTERS] for kind, own in renamed.writing().items()}


def _beside(row: Row, theirs: frozenset[str]) -> Row:
    """A row of ours; by another name where a theme has its name."""

    def called(names_: Sequence[str]) -> tuple[str, ...]:
        return tuple(APART + name if name in theirs else name for name in names_)

    if row.helper and row.notation == "shortcode":
        return replace(row, names=called(row.names))
    if row.helper and row.parts is not None and row.parts.body == "none":
        return replace(row, parts=replace(row.parts, names=called(row.parts.names)))
    return row


class Fitting:
    """Whether a theme's row can say a construct: what it writes must be read as the construct again."""

    def __init__(self, rows: Rows) -> None:
        self._scanner = Scanner(rows, (Shortcode(), Alert()), lambda _text: [])
        self._read = {name: rows.reading(name) for name in ("shortcode", "alert")}

    def __call__(self, row: Row, construct: Construct) -> Construct | None:
        """The construct as the row can say it, or None. What is only written cannot be read."""
        if row.flavour in _BASE or row.name not in self._read.get(row.notation, ()):
            return construct
        if not _has_place(row, construct):
            return None
        if construct.kind == "callout":
            construct = _without_looks(row, construct)
        for written in _candidates(row, construct):
            printed = _PRINTERS[row.notation](row, written)
            if not _loses_marks(row, written) and self._reads(printed, construct):
                return written
        return None

    def _reads(self, text: str, wanted: Construct) -> bool:
        segments = self._scanner.scan(text).segments
        if len(segments) != 1 or (found := segments[0].construct) is None:
            return False
        return (
            found.kind == wanted.kind
            and _comparable(found.kind, found.args) == _comparable(wanted.kind, wanted.args)
            and (found.body or "").strip("\n") == (wanted.body or "").strip("\n")
            and [_part(i) for i in found.items] == [_part(i) for i in wanted.items]
        )


def _has_place(row: Row, construct: Construct) -> bool:
    if row.parts is not None:
        return bool(construct.items) and row.parts.spelling == "child"
    if construct.items or row.groups or row.body_from:
        return False
    if row.body_is:
        return construct.body is None and bool(construct.args.get(row.body_is))
    if row.notation == "alert" and construct.body is None:
        return False
    raw = construct.body if construct.body_kind == "raw" else ""
    return (row.body == "none") == (construct.body is None) and not guard(raw or "")


def _without_looks(row: Row, construct: Construct) -> Construct:
    """A callout with a type, and without its looks where nothing can carry them and the type gives it others."""
    args = {"type": "note", **construct.args}
    if construct.args.get("type") and (row.notation == "alert" or "positional" in row.form):
        args = {k: v for k, v in args.items() if k not in CAN_BE_CARRIED or k in ("type", "fold")}
    return replace(construct, args=args)


def _loses_marks(row: Row, construct: Construct) -> bool:
    """Whether Markdown stands where the theme shows text as it is."""
    shown = [str(construct.args.get(p.name, "")) for p in row.arguments if p.text]
    if row.parts is not None:
        shown += [str(i.args.get(p.name, "")) for i in construct.items for p in row.parts.arguments if p.text]
    if row.body_is and row.body == "raw":
        shown.append(str(construct.args.get(row.body_is)))
    return any(_MARKS.search(text) for text in shown)


def _candidates(row: Row, construct: Construct) -> Iterator[Construct]:
    """What the row may write: all, with the nearest type that the theme has, with the title as a bold paragraph."""
    carrying = _carrying(row, construct)
    if construct.kind != "callout":
        yield carrying
        return
    types = _types(row)
    nearest = near(carrying, types) if types else carrying
    if nearest is not None:
        if "untitled" not in row.form or not construct.args.get("title"):
            yield nearest
        if (bold := titled(nearest)) is not None:
            yield bold


def _carrying(row: Row, construct: Construct) -> Construct:
    """The construct with what is only looks, and the row has no place for, under names to carry; and with what is
    not said of it where the theme would take it otherwise."""
    known = {*names(row.arguments), row.name_is, row.body_is, *row.always}
    known |= {"fold"} if row.notation == "alert" else set()
    looks = CAN_BE_CARRIED - known - (set() if construct.kind == "tabs" else {"id"})
    given = {k: v for k, v in construct.args.items() if v not in (None, "", False)}
    args = {CARRIED + k if k in looks else k: v for k, v in given.items()}
    defaults = {p.name for p in row.arguments if p.default} - given.keys()
    if "fold" in defaults:
        args[CARRIED + "fold"] = "none"
    if "open" in defaults:
        args["open"] = False
    return replace(construct, args=args)


def _types(row: Row) -> set[str]:
    """The callout types that a row has words for; none where it takes any."""
    written = [w for p in row.arguments if p.name == "type" for w in {**(p.words or {}), **p.values}.values()]
    written += row.names if row.name_is == "type" else ()
    return {found for word in written if (found := vocabulary().callout_type(str(word)))}


def _comparable(kind: str, args: Mapping[str, Any]) -> dict[str, str]:
    said = typed(kind, args).items()
    return {k: " ".join(str(v).split()) for k, v in said if v not in (None, "", False)}


def _part(item: Item) -> tuple[dict[str, str], str]:
    return _comparable("", item.args), item.body.strip("\n")

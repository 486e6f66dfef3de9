"""How constructs are printed in Hexo: the theme's own tags where a row can say the construct, else ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zlib import crc32

from ...body import Construct
from ...notations.arguments import names
from ...notations.container_printing import MARKS, fitted_container, print_container
from ...notations.fences import hexo_info
from ...notations.markdown import print_fence
from ...notations.original_folds import as_fold, fold_undone
from ...notations.originals import undone
from ...notations.tags import fitted, free_name, print_tag, print_tag_pair
from ...notations.templates import print_template
from ...tables import Row, Rows
from ...translate import Printer, Target
from .. import inplace
from ..base import Plan
from .joined import joined, keeps_lines
from .write_guard import guard, is_live


def _printers(rows: Rows, *, hard_breaks: bool) -> Mapping[str, Printer]:
    pairs = {row.kind: row for row in reversed(list(rows)) if row.notation == "tag-pair"}

    def print_any_tag(row: Row, construct: Construct, /) -> str:
        """A tag, or our own pair of tags where the text holds tags of the same name.

        Of `raw` the mark that keeps guards out of its text is no argument.
        """
        if row.name == "raw":
            return print_tag(row, replace(construct, args={}))
        whole = fold_undone(undone(construct))
        own = pairs.get(whole.kind)
        if own and row.body != "none" and free_name(row, construct) is None:
            return print_tag_pair(own, whole)
        if row.lines == "joined" and not hard_breaks:
            items = tuple(replace(item, body=joined(item.body)) for item in construct.items)
            body = joined(construct.body) if construct.body else construct.body
            construct = replace(construct, body=body, items=items)
        return print_tag(row, construct)

    return {
        "tag": print_any_tag,
        "tag-pair": print_tag_pair,
        "fence": print_fence(hexo_info),
        "template": print_template,
        **dict.fromkeys(MARKS, print_container),
    }


_PRINTED = ("tag", "tag-pair", "fence", "template")
_BASE = ("hexo", "common")
_WHERE = ("not-quoted", "whole")
"""A theme's container is a document of its own, and Hexo hands it the quote marks before its lines."""


_INDENTED = re.compile(r"\n*(?: {4}|\t)")
"""Code that begins a text: Hexo hands a tag its text without the blanks before it."""


def target_for(plan: Plan, rows: Rows) -> Target:
    """What the translator needs to know of Hexo as the target of `plan`."""
    printers = _printers(rows, hard_breaks=plan.dialect.hard_breaks)
    return Target(_writing(rows), printers, guard, plan.dialect, fits)


def same(plan: Plan, rows: Rows) -> Target:
    """The same for a site that is a Hexo site already: what the target's flavours know stays as it stands."""
    printers = _printers(rows, hard_breaks=plan.dialect.hard_breaks)
    return Target(_writing(rows), printers, inplace.no_guard, plan.dialect, fits, inplace.kept(plan, rows))


def _writing(rows: Rows) -> dict[str, Sequence[Row]]:
    """Kind to rows. A fold may be written as a callout with a title where a theme makes a fold of that."""
    found: dict[str, Sequence[Row]] = {}
    for kind, own in rows.writing().items():
        found[kind] = [_conditioned(row) for row in own if _is_printed(row)]
    folds = [r for r in found.get("callout", ()) if r.flavour not in _BASE and r.implies]
    fold_rows = found.get("fold", ())
    first = [r for r in fold_rows if r.flavour not in _BASE]
    found["fold"] = [*first, *folds, *(r for r in fold_rows if r.flavour in _BASE)]
    return found


def _is_printed(row: Row) -> bool:
    """Whether the row's notation is one that is written; containers are where a script of ours renders them."""
    return row.notation in _PRINTED or (row.notation in MARKS and bool(row.helper))


def _conditioned(row: Row) -> Row:
    container = row.flavour not in _BASE and row.notation == "tag" and row.body != "none"
    return replace(row, when=(*row.when, *_WHERE)) if container else row


def fits(row: Row, construct: Construct) -> Construct | None:
    """The construct as the row can say it. Text that Hexo would act on inside of a tag may not stand in one."""
    if row.notation == "tag" and row.name == "raw":
        return _raw(construct)
    if row.notation in ("template", "fence"):
        return construct
    meant = construct
    if construct.kind == "fold" and row.kind == "callout":
        shape = "open" if construct.args.get("open") else "closed"
        args = {k: v for k, v in construct.args.items() if k not in ("open", "background")}
        construct = replace(construct, kind="callout", args={"type": "note", **args, "fold": shape})
    bodies = [
        construct.body or "",
        *(item.body for item in construct.items),
        str(construct.args.get("title")),
    ]
    if row.notation == "tag" and any(is_live(body) or _INDENTED.match(body) for body in bodies):
        return None
    if row.lines == "joined" and not all(keeps_lines(body) for body in bodies):
        return None
    if row.flavour in _BASE and row.helper:
        return _unfalse(construct)
    fits_notation = fitted_container if row.notation in MARKS else fitted
    fit = fits_notation(row, _named(row, construct))
    return as_fold(fit, meant) if fit and meant.kind == "fold" else fit


def _named(row: Row, construct: Construct) -> Construct:
    """Tabs with a name of their own where the tag has a place for one: themes make ids of it."""
    if construct.kind != "tabs" or "id" not in (row.name_is, *names(row.arguments)):
        return construct
    if re.fullmatch(r"[A-Za-z]\w*", str(construct.args.get("id") or "")):
        return construct
    text = "".join(f"{item.args.get('title')}{item.body}" for item in construct.items)
    return replace(construct, args={**construct.args, "id": f"tabs{crc32(text.encode()) % 46656:x}"})


def _unfalse(construct: Construct) -> Construct | None:
    """What is false or empty is not written by our own tags."""
    return replace(construct, args={k: v for k, v in construct.args.items() if v not in (None, "", False)})


def _raw(construct: Construct) -> Construct | None:
    """Text that Hexo passes on: no end of it may stand inside."""
    if "endraw" in (construct.body or "") or construct.args.get("code"):
        return None
    return replace(construct, args={"code": True}) if construct.body else None

"""Callouts as the plugin Admonition has them: fences named after the type, their title and fold on lines of their own.

While a note is made they are callouts with a mark, so that the links, captions and tables in them are seen. The last
step makes fences of them (valentine195/obsidian-admonition:src/util/util.ts).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...body import Construct, Edit, apply
from ...notations.base import Found, Spans
from ...notations.originals import near, said
from ...notations.quotes import Alert
from ...notations.templates import quoted
from ...tables import Row
from .printing import print_callout

_MARK = "\ue0ad"
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}(?:\s|$)|^ {0,3}(?:=+|-+)[ \t]*$")
_RUN = re.compile(r"(?m)^[ \t>]*(`{3,})")
_OPTION = re.compile(r"(?:title|collapse|icon|color):")


def fits(row: Row, construct: Construct) -> Construct | None:
    """A callout with the nearest type that the plugin has. None for one with headings, which Obsidian lists only
    where they are the note's own. Other constructs as they are."""
    if row.notation != "fence" or row.kind != "callout":
        return construct
    if construct.body is None or _HEADING.search(construct.body):
        return None
    return near(construct, set(_written(row).values()))


def _written(row: Row) -> Mapping[str, Any]:
    return row.arguments[0].words or {}


def print_admonition(row: Row, construct: Construct) -> str:
    """The callout with the mark, its type that of the fence."""
    name = next(w for w, neutral in _written(row).items() if neutral == construct.args["type"])
    args = {**construct.args, "type": name.removeprefix("ad-"), "attrs": ""}
    marked = print_callout(row, replace(construct, args=args, body=said(construct)))
    return marked.replace("]", f"|{_MARK}]", 1)


def as_fences(text: str) -> str:
    """`text`, the body of a note, with a fence for each callout that has the mark."""
    if _MARK not in text:
        return text
    return apply([Edit(f.span, _changed(f, text)) for f in Alert().find(text, Spans(), {})], text)


def _changed(found: Found, text: str) -> str:
    """A callout with the mark as a fence; another with those inside it as fences."""
    if found.args.get("attrs") == _MARK:
        return _fence(found)
    written = text[slice(*found.span)]
    if _MARK not in written:
        return written
    inner = quoted(as_fences(found.body or "")).split("\n")
    return "\n".join([written.partition("\n")[0], *(found.prefix + line for line in inner)])


def _fence(found: Found) -> str:
    body = as_fences(found.body or "").strip("\n")
    longest = max((len(run) for run in _RUN.findall(body)), default=2)
    run = "`" * max(3, longest + 1)
    options = [f"title: {found.args['title']}"] if found.args.get("title") else []
    options += [f"collapse: {found.args['fold']}"] if found.args.get("fold") else []
    gap = [""] if _OPTION.match(body) else []
    lines = [f"{run}ad-{found.name}", *options, *gap, *(body.split("\n") if body else []), run]
    return "\n".join(
        [lines[0], *(found.prefix + line if line else found.prefix.rstrip() for line in lines[1:])]
    )

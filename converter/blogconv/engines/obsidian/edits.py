"""Edits of a written body that no row of a table can make: captions of code, tables that stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ...blocks import blocks, line_starts
from ...body import Edit, Span, apply
from ...notations.base import continuation
from ...notations.templates import destination, link_text

_OPTION = re.compile(r"[ \t](title|link|linktext)=\"([^\"]*)\"")
_PREFIX = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*")


def finished(text: str) -> str:
    """`text`, a body in Obsidian's notations, with the captions of its code shown and its tables apart from text."""
    if "```" not in text and "~~~" not in text and "|" not in text:
        return text
    starts = line_starts(text)
    found = blocks(text)
    edits = [e for b in found if b.type == "fence" and (e := _caption(text, starts, b.start))]
    fences = [b for b in found if b.type in ("fence", "html_block", "heading")]
    ends = {b.end for b in fences}
    edits += [
        e for b in found if b.type == "table" and b.start not in ends for e in _apart(text, starts, b.start)
    ]
    return apply(edits, text)


def _caption(text: str, starts: list[int], line: int) -> Edit | None:
    """A fence whose info string holds a title or a link, with these on a line above it."""
    opening = text[starts[line] : starts[line + 1]]
    options = {name: unescape(value) for name, value in _OPTION.findall(opening)}
    if not options:
        return None
    lead = _PREFIX.match(opening)
    head = lead[0] if lead else ""
    parts = [f"**{options['title']}**"] if options.get("title") else []
    if options.get("link"):
        shown = options.get("linktext") or options["link"]
        parts.append(f"[{link_text(shown)}]({destination(options['link'])})")
    prefix = continuation(head)
    fence = _OPTION.sub("", opening[len(head) :])
    above = " ".join(parts)
    return Edit(Span(starts[line], starts[line + 1]), f"{head}{above}\n{prefix.rstrip()}\n{prefix}{fence}")


def _apart(text: str, starts: list[int], line: int) -> Iterator[Edit]:
    """A blank line before a table: right below a line of text it is no table to Obsidian."""
    if not line:
        return
    row, above = text[starts[line] : starts[line + 1]], text[starts[line - 1] : starts[line]]
    lead = _PREFIX.match(row)
    prefix = lead[0] if lead else ""
    if above.strip(" \t>\n") and prefix == continuation(prefix):
        yield Edit(Span(starts[line], starts[line]), prefix.rstrip() + "\n")

"""A post's body as spans over its source text.

A body is a sequence of segments whose raw texts concatenate to the source, character for character. Writing
is a list of edits applied once: no edit, same text. Ordinary Markdown is never parsed and printed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Span(NamedTuple):
    """Half-open range of character offsets."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace `span` of a text by `text`."""

    span: Span
    text: str


def apply(edits: Iterable[Edit], source: str) -> str:
    """`source` with all edits made. Of two edits that overlap the one that starts first wins."""
    out: list[str] = []
    at = 0
    for (start, end), text in sorted(edits, key=lambda e: e.span):
        if start < at:
            continue
        out += source[at:start], text
        at = end
    out.append(source[at:])
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a construct that consists of parts: a tab, a card, an entry of a timeline."""

    args: Mapping[str, Any]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Construct:
    """A thing that is special to some engine, in neutral terms.

    `kind` and the keys of `args` are words of mappings/vocabulary.yaml. `body` is the inner source text
    without quote or list prefix (None where the construct has none); `body_line` is its first line in
    the file. `items` holds the parts. `inline` is False when the construct stands alone on its lines.
    `origin` names where it was read: engine or flavour, notation and the written name; `raw` is its source text.
    """

    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)
    body: str | None = None
    body_kind: str = "none"
    items: tuple[Item, ...] = ()
    inline: bool = False
    origin: tuple[str, str, str] = ("", "", "")
    raw: str = ""
    line: int = 0
    body_line: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the source: ordinary text, or a construct.

    `prefix` is what each further line of a construct carries before its text (`> `, the indent of a list item).
    """

    span: Span
    construct: Construct | None = None
    prefix: str = ""

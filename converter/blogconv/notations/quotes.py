"""Alerts and callouts written as quotes: `> [!NOTE]`, `> [!tip]- Title`.

GitHub's alerts and Obsidian's callouts share this shape. Types are letters of any script and hyphens; `|` starts
Obsidian's metadata, `+` and `-` say that it folds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from ..blocks import blocks, line_starts
from ..body import Construct, Span
from .base import Found, Notation, Spans, continuation, unprefix
from .originals import said

if TYPE_CHECKING:
    from ..tables import Row

_HEAD = r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*?"
_MARK = re.compile(
    rf"(?m)^({_HEAD})>[ \t]?\[!([^\]\n|]+)(?:\|([^\]\n]*))?\]([+-]?)(?:(?:[ \t]+|(?=[^\s(\[:]))([^\n]*?))?[ \t]*$"
)
_FOLDS = {"+": "open", "-": "closed"}
_SIGNS = {"open": "+", "closed": "-"}


class Alert(Notation):
    """Quotes whose first line is `[!TYPE]`. The name is the type in lower case."""

    name: ClassVar[str] = "alert"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r">[ \t]?\[!")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        del names
        marks = [m for m in _MARK.finditer(text) if not taken.at(m.end(1))]
        if not marks:
            return []
        starts = line_starts(text)
        quotes = {b.start: b for b in blocks(text) if b.type == "blockquote"}
        found: list[Found] = []
        number, at = 0, 0
        for mark in marks:
            number, at = number + text.count("\n", at, mark.start()), mark.start()
            quote = quotes.get(number)
            if quote and not (found and mark.start() < found[-1].span.end):
                end = starts[quote.end] if quote.end < len(starts) else len(text)
                found.append(_alert(text, mark, end))
        return found


def _alert(text: str, mark: re.Match[str], end: int) -> Found:
    end -= len(text[mark.start() : end]) - len(text[mark.start() : end].rstrip("\n"))
    prefix = continuation(mark[1])
    inner = text[mark.end() + 1 : end]
    args: dict[str, Any] = {}
    if mark[5]:
        args["title"] = mark[5]
    if mark[4]:
        args["fold"] = _FOLDS[mark[4]]
    if mark[3]:
        args["attrs"] = mark[3]
    body = "\n".join(unprefix(inner.split("\n"), prefix + "> "))
    body_at = mark.end() + 1
    if body.startswith("\n"):
        body, body_at = body[1:], inner.index("\n") + 1 + body_at
    return Found(
        Span(mark.end(1), max(end, mark.end())),
        "alert",
        mark[2].strip().lower(),
        args=args,
        body=body,
        body_at=body_at,
        prefix=prefix,
    )


def print_alert(row: Row, construct: Construct) -> str:
    """A callout as an alert quote: type, fold and title in its first line.

    The line below is blank: where Hugo breaks at every line end, the break would belong to the title.
    """
    del row
    args = construct.args
    title = " ".join(str(args.get("title") or "").split())
    head = f"[!{str(args.get('type') or 'note').upper()}]{_SIGNS.get(str(args.get('fold')), '')}"
    body = said(construct).strip("\n")
    lines = [f"{head} {title}".rstrip(), *(["", *body.split("\n")] if body.strip() else [])]
    return "\n".join(f"> {line}" if line else ">" for line in lines)

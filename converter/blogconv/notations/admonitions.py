"""`!!! note "Title"` with an indented body: Python-Markdown's admonitions, as hexo-admonition reads them.

`???` and `!!!-` fold (closed), `???+` and `!!!+` fold open (mkdocs-material, hexo-admonition-new).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans

_HEAD = re.compile(
    r"(?m)^(?P<indent> {0,3})(?P<mark>!!!|\?\?\?)(?P<fold>[+-]?)[ \t]*(?P<type>[^\W\d_][\w-]*+)"
    r"(?P<title>[ \t][^\n]*)?\n"
)


class Admonition(Notation):
    """Blocks headed by `!!! type title`. The name is the type in lower case; unknown ones stay text."""

    name: ClassVar[str] = "admonition"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"(?m)^ {0,3}(?:!!!|\?\?\?)[+-]?[ \t]*\w")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        found: list[Found] = []
        for head in _HEAD.finditer(text):
            if taken.at(head.start("mark")) or (found and head.start() < found[-1].span.end):
                continue
            end = _end_of_body(text, head.end())
            if end > head.end() and head["type"].lower() in names:
                found.append(_admonition(text, head, end))
        return found


def _end_of_body(text: str, at: int) -> int:
    """The offset behind the last indented line of the lines at `at`."""
    end = at
    while at < len(text):
        newline = text.find("\n", at)
        stop = newline if newline >= 0 else len(text)
        line = text[at:stop]
        if line.startswith(("    ", "\t")) and line.strip():
            end = stop
        elif line.strip():
            break
        at = stop + 1
    return end


def _admonition(text: str, head: re.Match[str], end: int) -> Found:
    args: dict[str, Any] = {}
    title = (head["title"] or "").strip()
    if len(title) > 1 and title[0] in "\"'" and title[-1] == title[0]:
        title = title[1:-1]
    if title:
        args["title"] = title
    if head["mark"] == "???" or head["fold"]:
        args["fold"] = "open" if head["fold"] == "+" else "closed"
    body = re.sub(r"(?m)^(?: {1,4}|\t)", "", text[head.end() : end])
    return Found(
        Span(head.start("mark"), end),
        "admonition",
        head["type"].lower(),
        args=args,
        body=body,
        body_at=head.end(),
        prefix=head["indent"],
    )

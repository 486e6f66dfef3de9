"""`!!! note "Title"` with an indented body: Python-Markdown's admonitions, as hexo-admonition reads them.

Those in quotes and list items are read as well, as they are meant: of these the plugin makes text.
`???` and `!!!-` fold (closed), `???+` and `!!!+` fold open (mkdocs-material, hexo-admonition-new).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans, continuation, unprefix

_LEAD = r"(?:(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+[ \t]*| {0,3})"
_HEAD = re.compile(
    rf"(?m)^(?P<lead>{_LEAD})(?P<mark>!!!|\?\?\?)(?P<fold>[+-]?)[ \t]*(?P<type>[^\W\d_][\w-]*+)"
    r"(?P<title>[ \t][^\n]*)?\n"
)


class Admonition(Notation):
    """Blocks headed by `!!! type title`. The name is the type in lower case; unknown ones stay text."""

    name: ClassVar[str] = "admonition"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"(?:!!!|\?\?\?)[+-]?[ \t]*\w")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        found: list[Found] = []
        for head in _HEAD.finditer(text):
            if taken.at(head.start("mark")) or (found and head.start() < found[-1].span.end):
                continue
            if head["type"].lower() not in names:
                continue
            prefix = continuation(head["lead"]) if head["lead"].strip() else ""
            end, body = _body(text, head.end(), prefix)
            if body:
                found.append(_admonition(head, Span(head.start("mark"), end), body, prefix))
        return found


def _body(text: str, at: int, prefix: str) -> tuple[int, list[str]]:
    """The indented lines at `at`, without `prefix`, and the offset behind the last."""
    end, count = at, 0
    lines: list[str] = []
    while at < len(text):
        newline = text.find("\n", at)
        stop = newline if newline >= 0 else len(text)
        lines += unprefix([text[at:stop]], prefix)
        if lines[-1].strip() and lines[-1].startswith(("    ", "\t")):
            end, count = stop, len(lines)
        elif lines[-1].strip():
            break
        at = stop + 1
    return end, lines[:count]


def _admonition(head: re.Match[str], span: Span, body: Sequence[str], prefix: str) -> Found:
    args: dict[str, Any] = {}
    title = (head["title"] or "").strip()
    if len(title) > 1 and title[0] in "\"'" and title[-1] == title[0]:
        title = title[1:-1]
    if title:
        args["title"] = title
    if head["mark"] == "???" or head["fold"]:
        args["fold"] = "open" if head["fold"] == "+" else "closed"
    return Found(
        span,
        "admonition",
        head["type"].lower(),
        args=args,
        body="\n".join(re.sub(r"^(?: {1,4}|\t)", "", line) for line in body),
        body_at=head.end(),
        prefix=prefix or head["lead"],
    )

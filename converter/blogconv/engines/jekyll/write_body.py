"""The last touches on a translated body: what depends on where in the page an include or a fence has come to stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from ...blocks import blocks
from ...body import Edit, Span, apply
from ...model import HeadingIds
from ...notations.attribute_printing import attribute_value
from ...notations.base import continuation
from ...notations.liquid import parameter
from ...parity.kramdown_ids import numbered

CAPTION = "\uf8ff"
"""What divides the language of a fence from its caption until the caption is set."""

_INCLUDE = re.compile(
    r"(?m)^([^\n]*?)\{% include (blogconv/[\w-]+\.html)((?: [\w-]+=(?:\"(?:\\.|[^\"\\])*\"|\w+))*) %\}([^\n]*)$"
)
_COPIED = re.compile(r"(?ms)^(?:[ \t]|>)*\{::nomarkdown\}[ \t]*$.*?^(?:[ \t]|>)*\{:/nomarkdown\}[ \t]*$")
_MARKS = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|:(?=[ \t]))[ \t]*)*")
_FENCE = re.compile(
    rf"(?m)^((?:[ \t]|>|[-*+][ \t]|\d{{1,9}}[.)][ \t])*)(`{{3,}}|~{{3,}})([^\s{CAPTION}`]*){CAPTION}([^\n]*)$"
)
_MORE = re.compile(r"(?m)^<!-- more -->[ \t]*$")
_PINNED = re.compile(r'(?m)^((?:[ \t]|>)*)\{: id="([^"\n]*)"\}$')


def captioned(lang: str, args: dict[str, str]) -> str:
    """The info string of a fence that gets a caption: the language, and what `settled` makes the caption of."""
    return lang + CAPTION + "&".join(f"{key}={quote(value)}" for key, value in args.items())


def settled(body: str, ids: HeadingIds) -> str:
    """`body` with its captions set, each include told what its line begins with, and ids of headings made unique."""
    body = with_captions(body) if CAPTION in body else body
    if "{% include blogconv/" in body:
        body = apply(list(_told(body)), body)
    body = apply(list(_room(body)), body) if "<!-- more -->" in body else body
    return apply(list(_unique_ids(body, ids)), body) if '{: id="' in body else body


def with_captions(body: str) -> str:
    """Includes around each fence with a caption, or an attribute list below it.

    A body that was cut inside a fence keeps the language alone."""
    edits: list[Edit] = []
    for match in _FENCE.finditer(body):
        prefix = continuation(match[1])
        args = dict(part.split("=", 1) for part in match[4].split("&") if "=" in part)
        close = re.compile(rf"(?m)^(?:[ \t]|>)*{re.escape(match[2][0])}{{{len(match[2])},}}[ \t]*$").search(
            body, match.end()
        )
        edits.append(Edit(Span(match.end(3), match.end()), ""))
        if close and "file" in args:
            file = attribute_value(unquote(args["file"]))
            edits.append(Edit(Span(close.end(), close.end()), f'\n{prefix}{{: file="{file}" }}'))
        elif close:
            given = "".join(f" {key}={parameter(unquote(value))}" for key, value in args.items())
            gap = f"\n{prefix.rstrip()}\n{prefix}"
            opening = f"{{% include blogconv/code-open.html{given} %}}{gap}"
            edits.append(Edit(Span(match.start(2), match.start(2)), opening))
            edits.append(
                Edit(Span(close.end(), close.end()), f"{gap}{{% include blogconv/code-close.html %}}")
            )
    return apply(edits, body)


def _told(body: str) -> Iterator[Edit]:
    """`in="…"` for an include in a list or quote, `flat=true` for one that shares its line with text, `bare=true` in
    HTML that is copied already."""
    copied = [Span(*match.span()) for match in _COPIED.finditer(body)]
    for match in _INCLUDE.finditer(body):
        head, tail = match[1], match[4]
        if any(start < match.start() < end for start, end in copied):
            yield Edit(Span(match.end(3), match.end(3)), " bare=true")
        rest = head[_MARKS.match(head).end() :]  # type: ignore[union-attr]
        at = match.end(3)
        if rest.strip() or tail.strip():
            for each in re.finditer(
                r"\{% include blogconv/[\w-]+\.html(?: [\w-]+=(?:\"(?:\\.|[^\"\\])*\"|\w+))*(?= %\})",
                match[0],
            ):
                yield Edit(Span(match.start() + each.end(), match.start() + each.end()), " flat=true")
        elif prefix := continuation(head):
            yield Edit(Span(at, at), f" in={parameter(prefix)}")


def _room(body: str) -> Iterator[Edit]:
    """Blank lines around the mark of the excerpt, which kramdown else takes into the paragraph."""
    for match in _MORE.finditer(body):
        if match.start() and not body[: match.start()].endswith("\n\n"):
            yield Edit(Span(match.start(), match.start()), "\n")
        if re.match(r"\n[^\n]", body[match.end() :]):
            yield Edit(Span(match.end(), match.end()), "\n")


def _unique_ids(body: str, ids: HeadingIds) -> Iterator[Edit]:
    """The ids that were given to headings: one that stands twice gets a number, as the old renderer gave it."""
    code = {n for b in blocks(body) if b.type in ("fence", "code_block") for n in range(b.start, b.end)}
    seen: dict[str, int] = {}
    number, at = 0, 0
    for match in _PINNED.finditer(body):
        number, at = number + body.count("\n", at, match.start()), match.start()
        if number in code or not match[2]:
            continue
        name = match[2]
        count = seen.get(name, 0)
        seen[name] = count + 1
        fresh = numbered(name, count, ids)
        if fresh != name:
            yield Edit(Span(*match.span(2)), fresh)

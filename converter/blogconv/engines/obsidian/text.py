"""What of a note's text is written in another place or form before it is read as Markdown.

Inline footnotes and block ids have no form of their own in other engines, and the first heading may be the title.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from ...body import Edit, Span, apply
from ...notations.base import Spans
from ...notations.percent import comments
from ...notations.wikilinks import block_ids
from .headings import matching_text, plain
from .markdown import read
from .properties import TAG, unique

_FIRST_HEADING = re.compile(r"(?:[ \t]*\n)*#[ \t]+(?P<text>[^\n]*?)[ \t]*#*[ \t]*(?:\n|\Z)")
_FOOTNOTE = re.compile(r"\^\[")
_BRACKET = re.compile(r"[\[\]]|\n[ \t>]*\n")
_LABEL = "inline-"
_LONGEST = 5000


def prepared(text: str, referenced: Container[str]) -> str:
    """`text` with inline footnotes as numbered ones, and block ids left out or, where `referenced`, as anchors.

    The text keeps its lines; the footnotes' own lines come behind it.
    """
    if "^" not in text:
        return text
    shields = read(text).shields
    edits = [
        Edit(span, f' <a id="{anchor(name)}"></a>' if name.lower() in referenced else "")
        for span, name in block_ids(text, shields)
    ]
    notes = list(_footnotes(text, shields))
    edits += [Edit(span, f"[^{_LABEL}{number}]") for number, (span, _) in enumerate(notes, 1)]
    out = apply(edits, text)
    if not notes:
        return out
    lines = (f"[^{_LABEL}{number}]: {' '.join(note.split())}\n" for number, (_, note) in enumerate(notes, 1))
    return out.rstrip("\n") + "\n\n" + "".join(lines)


def anchor(block_id: str) -> str:
    """The HTML id of a block."""
    return f"block-{block_id.lower()}"


def _footnotes(text: str, shields: Spans) -> Iterator[tuple[Span, str]]:
    """Inline footnotes, each with what it says. Brackets in it are balanced; it ends with its paragraph."""
    at = 0
    while match := _FOOTNOTE.search(text, at):
        at = match.end()
        if shields.at(match.start()) or text[match.start() - 1 : match.start()] == "[":
            continue
        end = _closing(text, at, shields)
        if end > at and text[at:end].strip():
            yield Span(match.start(), end + 1), text[at:end]
            at = end + 1


def _closing(text: str, at: int, shields: Spans) -> int:
    depth = 1
    for mark in _BRACKET.finditer(text, at, at + _LONGEST):
        if shields.at(mark.start()):
            continue
        if mark[0][0] == "\n":
            return -1
        depth += 1 if mark[0] == "[" else -1
        if depth == 0:
            return mark.start()
    return -1


def first_heading(text: str) -> tuple[str, int] | None:
    """The text of the heading that a note begins with, and the offset behind it."""
    match = _FIRST_HEADING.match(text)
    return (plain(match["text"]), match.end()) if match and match["text"] else None


def without_title(text: str, title: str | None) -> str:
    """`text` without the heading that repeats the title at its beginning: themes show the title themselves."""
    found = first_heading(text)
    if not found or not title or matching_text(found[0]) != matching_text(title):
        return text
    return re.sub(r"\A(?:[ \t]*\n)+", "", text[found[1] :])


def visible(text: str) -> tuple[str, Spans]:
    """`text` with its comments as blanks, and what no notation reads in it."""
    shields = read(text).shields
    hidden = [span for span, _ in comments(text, shields)] if "%%" in text else []
    blank = [Edit(span, re.sub(r"[^\n]", " ", text[span.start : span.end])) for span in hidden]
    return apply(blank, text), shields


def inline_tags(text: str) -> tuple[str, ...]:
    """The tags in a note's text, in order; not those in code, formulas, links and comments."""
    if not TAG.search(text):
        return ()
    seen, shields = visible(text)
    words = (m[1].strip("/") for m in TAG.finditer(seen) if not shields.at(m.start()))
    return unique(word for word in words if re.search(r"\D", word))

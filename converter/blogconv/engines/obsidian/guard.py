"""Shields text that Obsidian would read and the source did not: `[[`, `%%`, `==`, `#tag`, `^id`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...body import Edit, Span
from ...model import Dialect
from ...notations.inline import Inline
from ...notations.wikilinks import block_ids
from .markdown import Markdown, read
from .properties import TAG

_TRIGGER = re.compile(r"\[\[|%%|==|#\S|\^")
_COMMENT = re.compile(r"(?<!%)%%(?!%)")
_HIGHLIGHT = Inline(["=="])


def guard_for(source: Dialect) -> Callable[[str], list[Edit]]:
    """A guard for texts of the dialect `source`, whose highlights, if it has any, are Obsidian's too."""

    def guard(text: str) -> list[Edit]:
        if not _TRIGGER.search(text):
            return []
        markdown = read(text)
        edits = [*_links(text, markdown), *_comments(text, markdown), *_tags(text, markdown)]
        edits += [
            _escape(span.end - len(text[span.start : span.end].lstrip())) for span in _ids(text, markdown)
        ]
        if not source.mark:
            edits += _highlights(text, markdown)
        return sorted(set(edits))

    return guard


def _escape(at: int) -> Edit:
    return Edit(Span(at, at), "\\")


def _links(text: str, markdown: Markdown) -> Iterator[Edit]:
    """Of `[[x]](y)` the inner bracket: the outer one is Markdown's. Of `[[^1]]` the outer one, else both."""
    starts = {link.span.start for link in markdown.links}
    for at in _openings(text):
        if markdown.shields.at(at):
            continue
        if at not in starts:
            yield _escape(at)
        if not text.startswith("[^", at + 1):
            yield _escape(at + 1)


def _openings(text: str) -> Iterator[int]:
    """Each `[[` that a `]]` follows on its line."""
    start = 0
    for line in text.split("\n"):
        last = line.rfind("]]")
        at = line.find("[[")
        while 0 <= at < last:
            yield start + at
            at = line.find("[[", at + 2)
        start += len(line) + 1


def _comments(text: str, markdown: Markdown) -> Iterator[Edit]:
    for match in _COMMENT.finditer(text):
        if not markdown.shields.at(match.start()):
            yield _escape(match.start() + 1)


def _tags(text: str, markdown: Markdown) -> Iterator[Edit]:
    for match in TAG.finditer(text):
        at = match.start(1) - 1
        if not markdown.shields.at(at) and re.search(r"\D", match[1]):
            yield _escape(at)


def _ids(text: str, markdown: Markdown) -> list[Span]:
    return [span for span, _ in block_ids(text, markdown.shields)]


def _highlights(text: str, markdown: Markdown) -> Iterator[Edit]:
    for found in _HIGHLIGHT.find(text, markdown.shields, {"==": ()}) if "==" in text else ():
        yield _escape(found.span.start + 1)
        yield _escape(found.span.end - 1)

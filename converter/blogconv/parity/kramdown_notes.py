"""Footnotes for kramdown, which knows fewer names for them and no lines that continue one without an indent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..body import Edit, Span
from .document import Document, Reading, Run
from .inline import Tangled
from .kramdown_tree import Tree

_DEFINITION = re.compile(r"\[\^([^\]\n]+)\]:")
_REFERENCE = re.compile(r"\[\^([^\]\n]+)\]")
_NAME = re.compile(r"[A-Za-z0-9_][\w:-]*\Z", re.ASCII)


def note_edits(document: Document) -> Iterator[Edit]:
    """The edits of footnotes (gettalong/kramdown:lib/kramdown/parser/kramdown/footnote.rb)."""
    if "[^" not in document.view:
        return
    notes = _Notes(document)
    if not document.source.footnotes:
        yield from notes.link_definitions()
        return
    yield from notes.definitions()
    for run in document.runs:
        yield from notes.references(run)


class _Notes:
    """The texts of a document's footnotes: the first line of each, and its name."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tree = Tree(document)
        code = ("fence", "code_block", "html_block")
        skipped = {
            n for node in self._tree.root.walk() if node.type in code for n in range(node.start, node.end)
        }
        matches = {
            number: _DEFINITION.match(document.view, self._tree.inside(number))
            for number in range(len(document.lines) - 1)
            if number not in skipped
        }
        self._found = {number: match for number, match in matches.items() if match}
        self._odd = {m.start(): m[1] for m in self._found.values() if not _NAME.match(m[1])}

    def definitions(self) -> Iterator[Edit]:
        """Names as kramdown takes them, an indent for lines that continue a text, and blank lines around it."""
        for start, name in self._odd.items():
            yield Edit(Span(start + 2, start + 2 + len(name)), _plain(name))
        continued = dict(self._continued())
        for number in self._found:
            if not self._is_apart(number - 1):
                yield from self._gap(number)
            after = number + continued.get(number, 0) + 1
            if not self._is_apart(after):
                yield from self._gap(after)
            for line in range(number + 1, after):
                place = self._tree.inside(line)
                yield Edit(Span(place, place), "    ")

    def link_definitions(self) -> Iterator[Edit]:
        """Link definitions that kramdown would take for a footnote's text, with all that is indented below."""
        for number, match in self._found.items():
            if number not in self._document.inline_lines:
                yield Edit(Span(match.start() + 1, match.start() + 1), "\\")

    def _is_apart(self, number: int) -> bool:
        """Whether a line needs no room to a footnote's text beside it."""
        return (
            not 0 <= number < len(self._document.lines) - 1
            or self._tree.is_blank(number)
            or number in self._found
        )

    def _continued(self) -> Iterator[tuple[int, int]]:
        """By how many lines of their paragraph the first lines of texts are continued."""
        for run in self._document.runs:
            end = run.line + run.text.count("\n") + 1
            own = [number for number in range(run.line, end) if number in self._found]
            yield from ((number, behind - number - 1) for number, behind in pairwise([*own, end]))

    def _gap(self, number: int) -> Iterator[Edit]:
        place = self._tree.start(number)
        yield Edit(Span(place, place), f"{self._tree.prefix(number, outside=True).rstrip()}\n")

    def references(self, run: Run) -> Iterator[Edit]:
        """The names of odd footnotes where they are referred to."""
        known = set(self._odd.values())
        if not known:
            return
        try:
            texts = [t for t in Reading(self._document, run).source if t.kind == "text"]
        except Tangled:
            return
        for token in texts:
            for match in _REFERENCE.finditer(run.text, token.start, token.end):
                if match[1] in known and run.offset(match.start()) not in self._odd:
                    yield Edit(run.span(*match.span(1)), _plain(match[1]))


def _plain(name: str) -> str:
    return "note-" + "-".join(f"{ord(char):x}" for char in name)

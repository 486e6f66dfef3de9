"""`![[Note]]`, `![[Note#Heading]]`, `![[Note#^id]]`: the text of another note, fit to stand in this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

from ...blocks import Block, blocks, line_starts
from ...body import Edit, Span, apply
from ...notations.base import Spans, alone, line_prefix
from ...notations.wikilinks import WikiLink, block_ids, wikilinks
from .headings import find, headings, section
from .markdown import Link, read
from .text import prepared
from .vault import Files

DEEPEST = 5
"""Obsidian shows embeds in embeds up to this depth."""

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def part(text: str, fragment: str) -> str | None:
    """The part of a note that a link's fragment means: all, the section of a heading, a block. None without one."""
    if not fragment.strip("#"):
        return text
    if fragment.startswith("^"):
        return block(text, fragment[1:])
    heading = find(headings(text), [segment for segment in fragment.split("#") if segment.strip()])
    return section(text, heading) if heading else None


def block(text: str, name: str) -> str | None:
    """The block with the id `name`: the paragraph or list item that ends with it, or what stands above it."""
    spans = [span for span, found in block_ids(text, read(text).shields) if found.lower() == name.lower()]
    if not spans:
        return None
    span = spans[0]
    line = text.count("\n", 0, span.end)
    starts = line_starts(text)
    above = not text[starts[line] : span.start].strip()
    found = _block_at(text, _last_line_above(text, starts, line) if above else line, outermost=above)
    if found is None:
        return None
    return _without_ids(text[starts[found.start] : starts[found.end]])


def _without_ids(text: str) -> str:
    return apply([Edit(span, "") for span, _ in block_ids(text, read(text).shields)], text)


def _last_line_above(text: str, starts: list[int], line: int) -> int:
    while line > 0:
        line -= 1
        if text[starts[line] : starts[line + 1]].strip(" \t>\n"):
            break
    return line


def _block_at(text: str, line: int, *, outermost: bool) -> Block | None:
    """The list item or paragraph that holds a line; with `outermost` the whole block that ends there."""
    around = [b for b in blocks(text) if b.start <= line < b.end]
    if outermost:
        return around[0] if around else None
    items = [b for b in around if b.type == "list_item" and b.start <= line]
    own = [b for b in items if not any(o.start > b.start for o in items)]
    return own[-1] if own else (around[-1] if around else None)


class Transclusion:
    """Writes out embedded notes. `note` gives the text of a note that may be shown, None for one that may not."""

    def __init__(self, files: Files, note: Callable[[str], str | None]) -> None:
        self._files = files
        self._note = note

    def text(self, path: str, fragment: str, stack: tuple[str, ...]) -> str | None:
        """The text of a note or a part of it, its links valid from everywhere in the vault, its embeds written out.

        `stack` are the notes around it: what would embed itself stays a link.
        """
        whole = self._note(path)
        found = part(whole, fragment) if whole is not None else None
        if found is None:
            return None
        found = prepared(found, ())
        marks = read(found)
        edits = [e for link in wikilinks(found, marks.shields) for e in self._wiki(found, link, path, stack)]
        edits += [e for link in marks.links for e in self._markdown(found, link, path)]
        edits += _footnotes(found, marks.code, path)
        return apply(edits, found).strip("\n")

    def _wiki(self, text: str, link: WikiLink, path: str, stack: tuple[str, ...]) -> Iterator[Edit]:
        name, mark, fragment = link.target.partition("#")
        match = self._files.resolve(name, path)
        if match is None:
            return
        is_note = match.path.lower().endswith(".md")
        if link.embed and is_note:
            yield self._nested(text, link, match.path, fragment, (*stack, path))
            return
        shown = "" if link.display is not None or link.embed else f"|{_shown(link.target)}"
        yield Edit(link.target_span, f"/{match.path}{mark}{fragment}{shown}")

    def _nested(self, text: str, link: WikiLink, path: str, fragment: str, stack: tuple[str, ...]) -> Edit:
        """An embed in the embedded text: written out where it stands alone and is none of the notes around it."""
        inner = None
        if path not in stack and len(stack) < DEEPEST and alone(text, *link.span):
            inner = self.text(path, fragment, stack)
        if inner is None:
            mark = "#" if fragment else ""
            return Edit(link.span, f"[[/{path}{mark}{fragment}|{link.display or _shown(link.target)}]]")
        prefix = line_prefix(text, link.span.start)
        return Edit(link.span, inner.replace("\n", "\n" + prefix))

    def _markdown(self, text: str, link: Link, path: str) -> Iterator[Edit]:
        destination = link.destination(text)
        if _SCHEME.match(destination):
            return
        name, mark, fragment = destination.partition("#")
        match = self._files.resolve(unquote(name), path)
        if match:
            yield Edit(link.target, quote(f"/{match.path}", safe="/") + mark + fragment)


def _shown(target: str) -> str:
    """What a link shows that has no text: `Note > Heading`."""
    return " > ".join(piece.strip() for piece in target.split("#") if piece.strip())


def _footnotes(text: str, code: Spans, path: str) -> Iterator[Edit]:
    """Footnotes are counted in each note apart: their labels get the note's name before them."""
    name = re.sub(r"[^\w-]+", "-", path.rpartition("/")[2].removesuffix(".md"))
    for match in _FOOTNOTE.finditer(text):
        if not code.at(match.start()):
            yield Edit(Span(match.start(1), match.start(1)), f"{name}-")

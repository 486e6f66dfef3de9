"""Random notes: nothing is lost in scanning, nothing shielded is read, nothing raises, callouts come back."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from blogconv.api import convert_text
from blogconv.body import apply
from blogconv.engines.base import reader
from blogconv.engines.obsidian.guard import guard_for
from blogconv.engines.obsidian.text import prepared
from blogconv.model import Dialect
from blogconv.tables import Rows

PIECES = (
    "[[", "]]", "![[", "N", "#H", "#^i", "|", "\\|", "300", "%%", "==", "#tag", "^id", "^[", "]", "`", "```\n", "$",
    "$$", "\n", "\n\n", "> ", "> [!note]- T\n", "- ", "1. ", "a", " ", "中", "](u.md)", "[t](My%20N.md)", "<b>",
    "![x|30](p.png)", "<div>\n", "<!--", "-->", "\\", "| a |\n|---|\n", "[^1]", "{{", "\t", "![](https://youtu.be/x)",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
SCANNER = reader("obsidian").scanner(reader("obsidian").blank(), Rows("obsidian", ("admonition-plugin",)))
OWN = {"wikilink", "percent", "inline"}


@given(TEXTS)
@settings(max_examples=300)
def test_the_segments_are_the_text(text: str) -> None:
    segments = SCANNER.scan(text).segments
    assert "".join(text[s.span.start : s.span.end] for s in segments) == text


@given(TEXTS)
@settings(max_examples=300)
def test_what_is_shielded_is_not_read(text: str) -> None:
    """Of the shielded text Obsidian reads only what is Markdown: links, pictures, quotes."""
    shielded = apply(guard_for(Dialect())(text), text)
    for segment in SCANNER.scan(shielded).constructs:
        construct = segment.construct
        assert construct
        assert construct.origin[1] not in OWN or not construct.raw.endswith(("]]", "%%", "=="))
    assert apply(guard_for(Dialect())(shielded), shielded) == shielded


@given(TEXTS)
@settings(max_examples=200)
def test_any_note_can_be_converted(text: str) -> None:
    for target in ("hugo", "obsidian"):
        _, found = convert_text(f"---\ntitle: T\n---\n{text}", source="obsidian", target=target)
        assert [d for d in found if d.code == "internal"] == []


@given(TEXTS)
@settings(max_examples=300)
def test_a_text_that_is_prepared_keeps_its_lines(text: str) -> None:
    done = prepared(text, ())
    joined = sum(note.count("\n") for note in re.findall(r"\^\[[^\]]*", text))  # a footnote becomes one line
    assert done.count("\n") >= text.rstrip("\n").count("\n") - joined

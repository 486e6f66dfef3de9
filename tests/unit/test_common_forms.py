"""The forms that need nothing but Markdown: their lines and indents, which a template engine may not take away."""

from __future__ import annotations

import pytest

from blogconv.body import Construct, Item
from blogconv.notations.templates import print_template
from blogconv.tables import Row, engine_tables

A, B = (
    Item({"title": "A", "url": "/a/", "text": "x"}, "one\n\ntwo"),
    Item({"title": "B", "url": "/b/"}, "three"),
)


def holds(row: Row, construct: Construct) -> bool:
    return all(construct.args.get(word) or (word == "items" and construct.items) for word in row.when)


@pytest.mark.parametrize(
    ("construct", "text"),
    [
        (Construct("quote", {"author": "A"}, "x\n\ny"), "> x\n>\n> y\n>\n> — A"),
        (Construct("quote", {}, "x"), "> x"),
        (
            Construct("poetry", {"title": "T", "author": "A", "date": "1900"}, "x"),
            "> **T**\n>\n> x\n>\n> A, 1900",
        ),
        (Construct("cards", {}, items=(A, B)), "- [A](/a/) – x\n- [B](/b/)"),
        (Construct("steps", {}, items=(A, B)), "1. **A**\n\n   one\n\n   two\n2. **B**\n\n   three"),
        (Construct("timeline", {}, items=(B,)), "- **B**\n\n  three"),
        (Construct("card", {"title": "T", "url": "/t/", "text": "x"}, "b"), "[T](/t/) – x\n\nb"),
        (Construct("copy-box", {"text": "npm i", "prefix": "$"}), "```sh\nnpm i\n```"),
        (Construct("group", {"title": "T"}, "- x"), "**T**\n\n- x"),
        (Construct("group", {}, "- x"), "- x"),
    ],
)
def test_a_form_of_markdown_keeps_its_lines(construct: Construct, text: str) -> None:
    (table,) = engine_tables("common")
    row = next(row for row in table.rows if row.kind == construct.kind and holds(row, construct))
    assert print_template(row, construct) == text

"""Formulas that the source lets through unread arrive as they are written."""

from __future__ import annotations

import pytest

from blogconv import Dialect, convert_text
from blogconv.body import apply
from blogconv.parity import edits

OBSIDIAN = Dialect(renderer="obsidian", kept_math=True)
KRAMDOWN = Dialect(renderer="kramdown", tables=True)
PLAIN = Dialect(renderer="commonmark", math=False)


@pytest.mark.parametrize(
    ("text", "kramdown"),
    [
        ("a $x\\,y_1*b*$ *c $d_1$*", "a $$x\\,y_1*b*$$ *c $$d_1$$*"),
        ("$x\\,y$", "\\$$x\\,y$$"),
        ("a $|x|$", "a \\$\\|x\\|\\$"),
        ("$$\na\\,b\n\n= c_1\n- d_2 \\\\\n$$", "$$\na\\,b\n= c_1\n- d_2 \\\\\n$$"),
        ("Text\n$$a\\,b$$", "Text\n\\$\\$a\\\\,b\\$\\$"),
        ("`$a\\,b$` \\$a\\_$ $5 and $6", "`$a\\,b$` \\$a\\_$ $5 and $6"),
        ("```\n$a\\,b$\n```\n", "```\n$a\\,b$\n```\n"),
    ],
)
def test_formulas_for_kramdown(text: str, kramdown: str) -> None:
    assert apply(edits(text, OBSIDIAN, KRAMDOWN), text) == kramdown


def test_each_sign_is_escaped_where_nothing_lets_formulas_through() -> None:
    text = "a $x\\,y_1$ *b*"
    assert apply(edits(text, OBSIDIAN, PLAIN), text) == "a \\$x\\\\\\,y\\_1\\$ *b*"


def test_formulas_stay_where_the_target_lets_them_through() -> None:
    text = "a $x\\,y_1*b*$\n\n$$\na\\,b\n$$\n"
    assert edits(text, OBSIDIAN, Dialect(renderer="goldmark", kept_math=True)) == []


def test_many_formulas_take_time_in_proportion() -> None:
    text = "$x_1$ `a $ ` ``b " * 5_000
    assert apply(edits(text, OBSIDIAN, KRAMDOWN), text).count("$$x_1$$") > 0


def test_signs_that_begin_no_formula_begin_none_in_hugo() -> None:
    head = "---\ntitle: T\ndate: 2024-01-02 03:04:05\n---\n"
    body = "`$x$` costs $5 and *not* $6, but $a_1 * b$.\n"
    text, _ = convert_text(head + body, source="obsidian", target="hugo")
    assert text.endswith("---\n`$x$` costs \\$5 and *not* \\$6, but $a_1 * b$.\n")

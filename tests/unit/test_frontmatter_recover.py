"""Broken YAML: what a person would still read in it, and every line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.frontmatter import JS_YAML_4, recover


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("title: a: b\ntags: [x, y]\n", {"title": "a: b", "tags": ["x", "y"]}),
        ("title: @x\ndate: 2024/1/2\n", {"title": "@x", "date": "2024/1/2"}),
        ("title: *bold*\nn: 010\n", {"title": "*bold*", "n": 10}),
        ("tags:[a, b]\nt: 1\n", {"tags": ["a", "b"], "t": 1}),
        ('title: "x" y\n', {"title": '"x" y'}),
        ('title: "x\\d"\n', {"title": "x\\d"}),
        ("a: 1\n- b\nc: 2\n", {"a": "1 - b", "c": 2}),
        ("tags:\n- @a\n- 'b'\n", {"tags": ["@a", "b"]}),
        ("tags:\n  - a\n  - b\nbad: {{x}\n", {"tags": ["a", "b"], "bad": "{{x}"}),
        ("\ttitle: x\n\tb: [1\n", {"title": "x", "b": "[1"}),
        ("- a\n- b\n", {}),
        ("no key here\n\n# c\n", {}),
        ("a:\n# c\n", {"a": None}),
        ("http://x.y\nk: v\n", {"k": "v"}),
        ("a b: c\n'q': d\n", {"a b": "c", "q": "d"}),
    ],
)
def test_what_can_be_read(data: str, expected: dict[str, Any]) -> None:
    found = recover(data, JS_YAML_4)
    assert {e.key: e.value for e in found.entries} == expected


def test_lines_are_counted() -> None:
    found = recover("# c\na: x: y\n\nb: 1\nc: [\n", JS_YAML_4, line=2)
    assert [(e.key, e.line) for e in found.entries] == [("a", 3), ("b", 5), ("c", 6)]


PIECES = st.sampled_from(
    ["a: 1", "b:", "- x", "# c", "", "  y", "\tz", "k: v: w", "'q': r", "text", "😀: :", "\r"]
)


@given(st.lists(PIECES, max_size=8), st.booleans())
def test_no_line_is_lost(lines: list[str], final: bool) -> None:
    data = "\n".join(lines) + ("\n" if final else "")
    found = recover(data, JS_YAML_4)
    assert "".join(e.raw for e in found.entries) + found.tail == data

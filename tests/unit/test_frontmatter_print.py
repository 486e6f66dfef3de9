"""Front matter back into text: copied where it may be, printed so that every library reads the same value."""

from __future__ import annotations

import json
import math
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.frontmatter import (
    GO_YAML_2,
    GOCCY,
    HUGO,
    JS_YAML_4,
    NPM_YAML,
    PSYCH,
    SCHEMAS,
    YamlSchema,
    cut,
    parse,
    recover,
    render,
)
from blogconv.frontmatter.printing import same_value
from blogconv.model import Entry, FrontMatter


def printed(key: str, value: Any, schema: YamlSchema = JS_YAML_4) -> str:
    text = render(FrontMatter("yaml", (Entry(key, value),)), "yaml", schema)
    return text.removeprefix("---\n").removesuffix("---\n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain text", "k: plain text\n"),
        ("中文：标题", "k: 中文：标题\n"),
        ("it's", "k: it's\n"),
        ("a, b [c]", "k: a, b [c]\n"),
        ("yes", 'k: "yes"\n'),
        ("Null", 'k: "Null"\n'),
        ("010", 'k: "010"\n'),
        ("2024-01-02", 'k: "2024-01-02"\n'),
        ("", 'k: ""\n'),
        (" a", 'k: " a"\n'),
        ("a: b", 'k: "a: b"\n'),
        ("a:", 'k: "a:"\n'),
        ("a #b", 'k: "a #b"\n'),
        ("a#b", "k: a#b\n"),
        ("{{ x }}", 'k: "{{ x }}"\n'),
        ("a\nb", 'k: "a\\nb"\n'),
        ("a\u2028\x7f\ufeff", 'k: "a\\u2028\\u007f\\ufeff"\n'),
        ("a\ud800", 'k: "a\\ufffd"\n'),
        (None, "k:\n"),
        (True, "k: true\n"),
        (12, "k: 12\n"),
        (2.5, "k: 2.5\n"),
        (1e300, "k: 1.0e+300\n"),
        (math.inf, "k: .inf\n"),
        (-math.inf, "k: -.inf\n"),
        (math.nan, "k: .nan\n"),
        (date(2024, 1, 2), "k: 2024-01-02\n"),
        (datetime(2024, 1, 2, 3, 4, 5), "k: 2024-01-02 03:04:05\n"),
        (datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "k: 2024-01-02 03:04:05+00:00\n"),
        ([], "k: []\n"),
        ({}, "k: {}\n"),
        (["a", "no", 1], 'k:\n  - a\n  - "no"\n  - 1\n'),
        ([["A", "B"], "C, D"], "k:\n  - [A, B]\n  - C, D\n"),
        ([["C, D", None]], 'k:\n  - ["C, D", null]\n'),
        ([["A?"], "A?"], 'k:\n  - ["A?"]\n  - A?\n'),
        ([{"src": "x", "y": [1]}], 'k:\n  - {src: x, "y": [1]}\n'),
        ({"a": {"b c": [1]}, "d": None}, "k:\n  a:\n    b c:\n      - 1\n  d:\n"),
    ],
)
def test_printed_yaml(value: Any, expected: str) -> None:
    assert printed("k", value) == expected


def test_keys_are_quoted_like_texts() -> None:
    assert printed("y", 1) == '"y": 1\n'
    assert printed("a, b", 1) == '"a, b": 1\n'


def test_obsidian_dates_have_a_t() -> None:
    assert printed("k", datetime(2024, 1, 2, 3, 4), NPM_YAML) == "k: 2024-01-02T03:04:00\n"


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["yes", "010", "1:30", "2024-05-06", "---", "<<", "=", "- a", "? b", "{{< x >}}", "C:\\x", "~"]
    ),
    st.text(alphabet="0123456789+-.:_eExob nayf", max_size=8),
)
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(-(2**53), 2**53), st.none(), st.dates(min_value=date(1000, 1, 1))
)
NESTED = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, NESTED, min_size=1, max_size=4))
def test_every_library_reads_what_is_printed(values: dict[str, Any]) -> None:
    front_matter = FrontMatter("yaml", tuple(Entry(k, v) for k, v in values.items()))
    for schema in SCHEMAS:
        text = render(front_matter, "yaml", schema).removeprefix("---\n").removesuffix("---\n")
        read = {e.key: e.value for e in parse(text, "yaml", schema).entries}
        for key, value in values.items():
            assert same_value(_clean(value), read[_clean(key)], schema)


def _clean(value: Any) -> Any:
    """What may become of a value: a text cannot hold half a surrogate pair."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    if isinstance(value, list):
        return [_clean(v) for v in value]
    return {_clean(k): _clean(v) for k, v in value.items()} if isinstance(value, dict) else value


SOURCE = """\
# first
title:   "A: b"
comments: yes
num: 010
date: 2024-01-02 03:04:05
when: 2024-02-30
x: |
  t
# last
"""


def test_copied_for_the_same_library() -> None:
    assert render(parse(SOURCE, "yaml", JS_YAML_4), "yaml", JS_YAML_4) == f"---\n{SOURCE}---\n"


@pytest.mark.parametrize("schema", SCHEMAS, ids=[s.name for s in SCHEMAS])
def test_only_what_another_library_reads_otherwise_is_printed(schema: YamlSchema) -> None:
    source = parse(SOURCE, "yaml", JS_YAML_4)
    text = render(source, "yaml", schema)
    read = parse(text.removeprefix("---\n").removesuffix("---\n"), "yaml", schema)
    assert all(same_value(e.value, read.get(e.key), schema) for e in source.entries)
    assert '# first\ntitle:   "A: b"\n' in text
    assert "x: |\n  t\n# last\n" in text
    if schema in (PSYCH, GO_YAML_2):
        assert 'comments: "yes"\nnum: 10\n' in text


def test_changed_entries_keep_the_comments_before_them() -> None:
    source = parse("# why\n\n# more\na: yes\n# tail\n", "yaml", JS_YAML_4)
    assert render(source, "yaml", PSYCH) == '---\n# why\n\n# more\na: "yes"\n# tail\n---\n'


def test_a_new_value_is_printed_at_its_old_place() -> None:
    source = parse("a: 1\nb: 2\nc: 3", "yaml", JS_YAML_4).with_value("b", "no").with_value("d", 4)
    assert render(source, "yaml", JS_YAML_4) == '---\na: 1\nb: "no"\nc: 3\nd: 4\n---\n'


def test_of_a_key_that_stands_twice_the_last_is_written() -> None:
    assert (
        render(parse("a: 1\nb: 2\na: 3\n", "yaml", JS_YAML_4), "yaml", JS_YAML_4) == "---\nb: 2\na: 3\n---\n"
    )


def test_windows_line_ends_are_kept() -> None:
    source = parse("a: 1\r\nb: yes\r\n", "yaml", JS_YAML_4)
    assert render(source, "yaml", PSYCH) == '---\r\na: 1\r\nb: "yes"\r\n---\r\n'
    assert render(source.without("a"), "yaml", PSYCH, newline="\n") == '---\nb: "yes"\n---\n'


def test_aliases_whose_anchor_goes_are_printed() -> None:
    source = parse("a: &m [1]\nb: *m\n", "yaml", JS_YAML_4)
    assert render(source, "yaml", JS_YAML_4) == "---\na: &m [1]\nb: *m\n---\n"
    assert render(source.with_value("a", 2), "yaml", JS_YAML_4) == "---\na: 2\nb:\n  - 1\n---\n"
    assert render(source.without("a"), "yaml", JS_YAML_4) == "---\nb:\n  - 1\n---\n"


def test_a_fence_in_a_value_is_not_copied() -> None:
    source = parse('a: "x\n\n+++ y"\n', "yaml", JS_YAML_4)
    assert render(source, "yaml", GOCCY) == '---\na: "x\\n+++ y"\n---\n'


def test_recovered_front_matter_becomes_valid() -> None:
    source = recover("title: a: b\n# note\n- stray\ntags: [x]\n", JS_YAML_4)
    text = render(source, "yaml", GOCCY)
    assert text == '---\ntitle: "a: b"\n# note\n# - stray\ntags: [x]\n---\n'
    assert render(recover("- a\n- b\n", JS_YAML_4), "yaml", JS_YAML_4) == "---\n# - a\n# - b\n---\n"


def test_nothing_is_no_front_matter() -> None:
    assert render(FrontMatter(), "yaml", JS_YAML_4) == ""


VALUES = {
    "title": 'a "b"',
    "n": 1,
    "none": None,
    "params": {"x": [1, None], "y": {"z": True}},
    "date": datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=8))),
    "day": date(2024, 1, 2),
    "tables": [{"a": 1}, {"a": 2}],
    "tags": ["x", "y"],
}


def test_toml() -> None:
    text = render(FrontMatter("yaml", tuple(Entry(k, v) for k, v in VALUES.items())), "toml", GOCCY)
    parts = cut(text + "body", HUGO)
    assert (parts.format, parts.body) == ("toml", "body")
    read = tomllib.loads(parts.data)
    assert read.pop("params") == {"x": [1], "y": {"z": True}}
    assert read == {k: v for k, v in VALUES.items() if k not in ("none", "params")}


def test_toml_is_copied_and_tables_stay_last() -> None:
    data = "# c\na = 1\n[t]\nx = 1\n"
    source = parse(data, "toml", GOCCY)
    assert render(source, "toml", GOCCY) == f"+++\n{data}+++\n"
    changed = render(source.with_value("b", [{"u": 1}]).with_value("c", "x"), "toml", GOCCY)
    assert tomllib.loads(changed.strip("+\n")) == {"a": 1, "c": "x", "t": {"x": 1}, "b": [{"u": 1}]}


def test_json() -> None:
    source = FrontMatter("yaml", (*(Entry(k, v) for k, v in VALUES.items()), Entry("nan", math.nan)))
    text = render(source, "json", GOCCY)
    parts = cut(text + "body", HUGO)
    assert (parts.format, parts.body) == ("json", "body")
    read = json.loads(parts.data)
    assert read["date"] == "2024-01-02T03:04:05+08:00"
    assert read["day"] == "2024-01-02"
    assert read["nan"] is None
    assert read["params"] == VALUES["params"]

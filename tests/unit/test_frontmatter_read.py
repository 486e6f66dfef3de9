"""Front matter data into entries with their own lines."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.frontmatter import (
    GO_YAML_2,
    JS_YAML_4,
    NPM_YAML,
    PSYCH,
    FrontMatterError,
    NotAMapping,
    YamlSchema,
    parse,
    reading,
    yaml_value,
)

SAMPLE = """\
# about
title: "A: b" # why
date: 2024-01-02 03:04:05

# terms
tags: [a, b]
categories:
  - [A, B]
  # not the next key's
  - C

description: |
  one
  # two

last:
# end
"""


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with each parser; libyaml is a part of the test environment."""
    if request.param == "libyaml":
        assert reading.CParser is not None
    else:
        monkeypatch.setattr(reading, "CParser", None)


@pytest.mark.usefixtures("parser")
def test_each_entry_has_its_lines() -> None:
    found = parse(SAMPLE, "yaml", JS_YAML_4, line=2)
    assert [(e.key, e.raw, e.line) for e in found.entries] == [
        ("title", '# about\ntitle: "A: b" # why\n', 3),
        ("date", "date: 2024-01-02 03:04:05\n", 4),
        ("tags", "\n# terms\ntags: [a, b]\n", 7),
        ("categories", "categories:\n  - [A, B]\n  # not the next key's\n  - C\n", 8),
        ("description", "\ndescription: |\n  one\n  # two\n\n", 13),
        ("last", "last:\n", 17),
    ]
    assert found.tail == "# end\n"
    assert found.get("description") == "one\n# two\n"
    assert found.get("date") == datetime(2024, 1, 2, 3, 4, 5)
    assert found.get("categories") == [["A", "B"], "C"]
    assert found.get("last", "x") is None


KEYS = st.sampled_from(["a", "b c", '"q"', "'s'", "中", "1", "null", "? x\n"])
VALUES = st.sampled_from(
    [" x\n", "\n", " [1,\n  2]\n", "\n  - 1\n  - 2\n", "\n- 1\n", " |\n  t\n  # u\n\n", " >-\n  t\n", " 'q\n  r'\n",
     " # c\n", " {a: 1}\n", "\n  k: v\n  l:\n    - 1\n", " x # c\n", " &m [1]\n", " 2024-01-02\r\n", " 😀\n"]
)  # fmt: skip
BETWEEN = st.sampled_from(["", "\n", "# c\n", "\n# c\n\n", "   \n", "\r\n"])


@given(st.lists(st.tuples(BETWEEN, KEYS, VALUES), min_size=1, max_size=6), BETWEEN)
def test_the_lines_make_up_the_data(parts: list[tuple[str, str, str]], end: str) -> None:
    data = "".join(f"{between}{key}:{value}" for between, key, value in parts) + end
    for schema in (JS_YAML_4, PSYCH):
        try:
            found = parse(data, "yaml", schema)
        except FrontMatterError:
            continue
        assert "".join(entry.raw for entry in found.entries) + found.tail == data
        assert all(entry.line >= 1 for entry in found.entries)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a: {{ x }}", {"a": {"[object Object]": None}}),
        ("a:\n\t- b\n\t- c\n", {"a": ["b", "c"]}),
        ("a: b\u2028c\nd: e\x85f\n", {"a": "b\u2028c", "d": "e\x85f"}),
        ("a: &m {x: 1}\nb: {<<: *m, y: 2}\n", {"a": {"x": 1}, "b": {"x": 1, "y": 2}}),
        ("a: {<<: [{x: 1}, {x: 2, y: 3}]}", {"a": {"x": 1, "y": 3}}),
        ("a: !!str 010\nb: !!int '3'", {"a": "010", "b": 3}),
        ("010: x\ntrue: y\n~: z\n", {"10": "x", "true": "y", "null": "z"}),
        ("? [a, b]\n: 1\n", {"a,b": 1}),
        ('{"title": "J", "n": 1}', {"title": "J", "n": 1}),
        ("a: x\udc80y", {"a": "x\ufffdy"}),
        ("'a': it's\r\nb: |\r\n  x\r\n  y\r\n", {"a": "it's", "b": "x\ny\n"}),
        ("a: <<", {"a": "<<"}),
        ("a: 'x'\nb: \"\\u00e9\\x41\"", {"a": "x", "b": "éA"}),
        ("a: ! 12", {"a": "12"}),
        ("&k a: 1", {"a": 1}),
    ],
)
def test_values(data: str, expected: dict[str, Any]) -> None:
    assert {e.key: e.value for e in parse(data, "yaml", JS_YAML_4).entries} == expected


def test_a_zone_is_kept() -> None:
    found = parse("d: 2024-01-02T03:04:05+09:00", "yaml", JS_YAML_4).get("d")
    assert found == datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=9)))
    assert parse("d: 2024-01-02", "yaml", JS_YAML_4).get("d") == date(2024, 1, 2)


def test_a_merge_at_the_top_is_expanded() -> None:
    found = parse("base: &b\n  toc: true\n  x: 1\n<<: *b\nx: 2\n", "yaml", JS_YAML_4)
    assert {e.key: e.value for e in found.entries} == {"base": {"toc": True, "x": 1}, "x": 2, "toc": True}
    assert "<<" in parse("base: &b {}\n<<: *b\n", "yaml", NPM_YAML)


def test_a_key_that_stands_twice_is_two_entries() -> None:
    found = parse("a: 1\na: 2\n", "yaml", JS_YAML_4)
    assert [e.value for e in found.entries] == [1, 2]
    assert found.get("a") == 2


def test_only_psych_ignores_a_second_document() -> None:
    assert parse("a: 1\n--- x\n", "yaml", PSYCH).get("a") == 1
    with pytest.raises(FrontMatterError, match="second document"):
        parse("a: 1\n--- x\n", "yaml", JS_YAML_4)


BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("a: 1\nb: c: d\n", 2, "must stand in quotes"),
        ("a: @x", 1, "must stand in quotes"),
        ("a: *x", 1, "undefined alias"),
        ("a: !foo x", 1, "tag !foo"),
        ("a: !foo {x: 1}", 1, "tag !foo"),
        ("a: 1\nb: {c: 1, c: 2}", 2, "stands twice"),
        ('a: "\\d"', 1, "backslash"),
        ("a: 1\n\tb: 2\n", 2, "YAML"),
        ("a: 1\n b: 2\n", 2, "YAML"),
        ('a: 1\nb: "x', 2, "YAML"),
        ("x: 1\na: [1", 2, "YAML"),
        ("a: 1\nb: \x01", 2, "control character"),
        ("a\x00: 1", 1, "control character"),
        ("a: 1\n<<: 2", 2, "merge"),
        ("a: " + "[" * 5000, 1, "nested too deeply"),
        ("a: " + "{a: " * 5000, 1, "nested too deeply"),
        (BOMB, 6, "grows too large"),
    ],
)
def test_what_no_library_reads(data: str, line: int, words: str) -> None:
    with pytest.raises(FrontMatterError, match=words) as caught:
        parse(data, "yaml", JS_YAML_4)
    assert abs(caught.value.line - line) <= 1
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("schema", "value"), [(PSYCH, 2), (GO_YAML_2, 2)])
def test_some_take_the_last_of_two_keys(schema: YamlSchema, value: int) -> None:
    assert yaml_value("b: {c: 1, c: 2}", schema) == {"b": {"c": value}}


@pytest.mark.parametrize("data", ["", "# only a comment\n", "- a\n- b\n", "just text", "~", "2024-01-02"])
def test_data_that_is_no_mapping(data: str) -> None:
    with pytest.raises(NotAMapping) as caught:
        parse(data, "yaml", JS_YAML_4)
    assert caught.value.value == yaml_value(data, JS_YAML_4)


def test_json_with_and_without_braces() -> None:
    assert parse('"a": 1, "d": "2024-01-02"\n', "json", JS_YAML_4).get("d") == "2024-01-02"
    assert parse('{"a": {"b": null}}', "json", JS_YAML_4).get("a") == {"b": None}


@pytest.mark.parametrize("data", ["a: 1", '"a": NaN', '"a": ' + "[" * 100_000, '"a": 1,'])
def test_broken_json(data: str) -> None:
    with pytest.raises(FrontMatterError, match="JSON"):
        parse(data, "json", JS_YAML_4)


TOML = """\
# c
title = "x" # y
when = 07:32:00
day = 2024-01-02

tags = [
  "a",
]
text = \"\"\"
[not]
\"\"\"
# for params
[params]
x = 1
[params.sub]
y = 2

# cascade
[[cascade]]
a = 1
[[cascade]]
a = 2
"""


def test_toml() -> None:
    found = parse(TOML, "toml", GO_YAML_2)
    assert "".join(e.raw for e in found.entries) + found.tail == TOML
    assert [e.key for e in found.entries] == ["title", "when", "day", "tags", "text", "params", "cascade"]
    assert [e.line for e in found.entries] == [2, 3, 4, 6, 9, 13, 19]
    assert found.get("when") == "07:32:00"
    assert found.get("day") == date(2024, 1, 2)
    assert found.get("cascade") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("data", ["a.b = 1\n", "[a.x]\n[b]\n[a.y]\n"])
def test_toml_without_lines_of_its_own(data: str) -> None:
    found = parse(data, "toml", GO_YAML_2)
    assert "a" in found
    assert all(e.raw in ("", data) for e in found.entries)


def test_broken_toml() -> None:
    with pytest.raises(FrontMatterError, match="TOML") as caught:
        parse('a = 1\nb = "x\n', "toml", GO_YAML_2)
    assert caught.value.line == 2


def test_an_unknown_format() -> None:
    with pytest.raises(FrontMatterError, match="org"):
        parse("#+TITLE: x", "org", GO_YAML_2)

"""`blogconv inspect --suggest-mapping`: a row to fill in for each construct that no table knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from blogconv.api import convert_text
from blogconv.cli import main
from blogconv.errors import MappingError
from blogconv.inspection import inspect
from blogconv.suggestion import Use, suggest
from blogconv.tables import parse_table, vocabulary

POST = """---
title: Granite
---
Stone, {% hue #c33 red %} or {% hue blue %}.

{% hint warning "Wear gloves" %}
It is *sharp*. {% price 20 currency:EUR %}
{% endhint %}

{% blockquote %}
{% hue green %} and {% hint tip %}{% endhint %}
{% endblockquote %}
"""


def rows(text: str) -> list[dict[str, Any]]:
    """The rows as they are written; the text is held against the schema first."""
    parse_table(text, "my.yaml", check=True)
    found: list[dict[str, Any]] = YAML(typ="safe").load(text)["constructs"]
    return found


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    posts = tmp_path / "blog/source/_posts"
    posts.mkdir(parents=True)
    (tmp_path / "blog/_config.yml").write_text("title: Stones\nurl: https://stones.example\n")
    (tmp_path / "blog/package.json").write_text('{"dependencies": {"hexo": "8.1.2"}}')
    (posts / "granite.md").write_text(POST)
    return tmp_path / "blog"


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(map(str, arguments)))
    return int(stopped.value.code or 0)


def test_a_row_for_each_unknown_construct_also_inside_others(blog: Path) -> None:
    found = rows(inspect(blog).suggested_mapping())
    assert found == [
        {"name": "hue", "notation": "tag", "kind": "unknown", "arguments": ["_1", "_2"]},
        {
            "name": "hint",
            "notation": "tag",
            "kind": "unknown",
            "arguments": ["_1", "_2"],
            "body": "markdown",
        },
        {
            "name": "price",
            "notation": "tag",
            "kind": "unknown",
            "grammar": "keyvalue",
            "arguments": ["_1"],
            "keys": [{"_currency": {"key": "currency"}}],
        },
    ]


def test_comments_say_how_often_where_and_with_which_values(blog: Path) -> None:
    text = inspect(blog).suggested_mapping()
    place = "source/_posts/granite.md"
    assert f"# 3 times: {place}:4, {place}:4, {place}:11\n  # as in: {{% hue #c33 red %}}\n" in text
    assert '- _2  # "red" (in 1 of 3)\n' in text
    assert '- _currency: {key: currency}  # "EUR"\n' in text


def test_of_many_places_the_first_three_are_named() -> None:
    text = suggest("hexo", [Use("tag", "hue", place=f"a.md:{n}") for n in range(1, 6)])
    assert "# 5 times: a.md:1, a.md:2, a.md:3 …\n" in text


def test_every_kind_is_listed_with_its_arguments() -> None:
    text = suggest("hexo", [Use("tag", "hue")])
    assert all(f"\n#      {kind}: {about['says']}" in text for kind, about in vocabulary().kinds.items())
    assert "#      label: a coloured word (text, color)\n" in text


@pytest.mark.parametrize(
    ("words", "grammar", "count"),
    [
        (("a,", "b,", "c"), "comma", 3),
        (("a::b",), "colons", 2),
        (("size=2", "b"), "assigned", 1),
        (("https://example.com/",), None, 1),
        (tuple("abcdefgh"), None, 5),
    ],
)
def test_the_grammar_is_what_the_words_look_like(
    words: tuple[str, ...], grammar: str | None, count: int
) -> None:
    (row,) = rows(suggest("hexo", [Use("tag", "thing", words)]))
    assert row.get("grammar") == grammar
    assert len(row["arguments"]) == count


def test_with_and_without_body_are_two_rows() -> None:
    found = rows(suggest("hexo", [Use("tag", "x"), Use("tag", "x", body=True)]))
    assert [row.get("body") for row in found] == [None, "markdown"]


def test_named_arguments_of_a_shortcode_are_keys() -> None:
    (row,) = rows(suggest("hugo", [Use("shortcode", "x", named={"size": "2", "on": "1"})]))
    assert row["keys"] == [{"_size": {"key": "size"}}, {"_on": {"key": "on"}}]


@settings(max_examples=60)
@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=4), st.text(max_size=30))
def test_any_text_gives_a_file_that_is_accepted(name: str, words: list[str], written: str) -> None:
    use = Use("tag", name, tuple(words), {name or "k": written}, True, written, f"{written}:1")
    (row,) = rows(suggest("hexo", [use]))
    assert row["name"] == name


def test_the_file_changes_nothing_until_it_is_filled_in(blog: Path, tmp_path: Path) -> None:
    mine = tmp_path / "my.yaml"
    mine.write_text(inspect(blog).suggested_mapping())
    before = convert_text(POST, source="hexo", target="hugo")
    assert convert_text(POST, source="hexo", target="hugo", mappings=[mine]) == before
    assert inspect(blog, mappings=[mine]).unknown == inspect(blog).unknown


FILLED = [("label", "text", "color"), ("callout", "type", "title"), ("label", "text", "")]


def test_filled_in_the_tags_are_converted(blog: Path, tmp_path: Path) -> None:
    text = inspect(blog).suggested_mapping()
    for kind, first, second in FILLED:
        text = text.replace("kind: unknown", f"kind: {kind}", 1).replace("- _1 ", f"- {first} ", 1)
        text = text.replace("- _2 ", f"- {second} ", 1) if second else text
    mine = tmp_path / "my.yaml"
    mine.write_text(text)
    assert inspect(blog, mappings=[mine]).unknown == {}
    result, found = convert_text(POST, source="hexo", target="hugo", mappings=[mine])
    assert "{%" not in result
    assert "Wear gloves" in result
    assert [d.message for d in found if d.code == "extra-arguments"] == [
        "left out of this 'price', which has no place for it: EUR"
    ]


def test_a_kind_that_does_not_exist_is_still_told() -> None:
    text = suggest("hexo", [Use("tag", "hue")]).replace("kind: unknown", "kind: lable")
    with pytest.raises(MappingError, match=r"my\.yaml:\d+: unknown kind 'lable'; did you mean 'label'\?"):
        parse_table(text, "my.yaml", check=True)


def test_the_command_writes_the_file_and_never_over_another(
    blog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "my.yaml"
    assert run("inspect", blog, "--suggest-mapping", mine) == 0
    written = mine.read_text()
    assert written == inspect(blog).suggested_mapping()
    mine.write_text("mine")
    assert run("inspect", blog, "--suggest-mapping", mine) == 2
    assert "is there already" in capsys.readouterr().err
    assert mine.read_text() == "mine"
    assert run("inspect", blog, "--suggest-mapping", mine, "--force") == 0
    assert mine.read_text() == written


def test_the_source_is_not_written_to(blog: Path) -> None:
    assert run("inspect", blog, "--suggest-mapping", blog / "my.yaml") == 2
    assert not (blog / "my.yaml").exists()


def test_where_nothing_is_unknown_no_file_is_written(
    blog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "source/_posts/granite.md").write_text("---\ntitle: T\n---\nplain\n")
    assert run("inspect", blog, "--suggest-mapping", tmp_path / "my.yaml") == 0
    assert not (tmp_path / "my.yaml").exists()
    assert "Nothing is unknown" in capsys.readouterr().err


def test_the_reasons_for_engine_and_flavours_are_printed(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "_config.yml").write_text("title: Stones\nurl: https://stones.example\ntheme: next\n")
    (blog / "source/_posts/granite.md").write_text("---\ntitle: T\n---\n{% asteroid %}\n")
    reasons = inspect(blog).reasons
    assert any(reason.startswith("next: the theme is next") for reason in reasons)
    run("inspect", blog)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Hexo: Stones"
    assert lines[1 : len(reasons) + 1] == [f"  {reason}" for reason in reasons]

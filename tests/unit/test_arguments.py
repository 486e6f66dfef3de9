"""The argument grammars and how a row's parameters take fields."""

from __future__ import annotations

from typing import Any

import pytest

from blogconv.notations.arguments import GRAMMARS, bind, names
from blogconv.tables import parameters


@pytest.mark.parametrize(
    ("grammar", "words", "positional", "named"),
    [
        ("words", ["a", "b c"], ["a", "b c"], {}),
        ("comma", ["a,b", "c,", ",d"], ["a", "b c", "", "d"], {}),
        ("comma", [], [], {}),
        ("comma-space", ["/a,b.png,", "x"], ["/a,b.png", "x"], {}),
        ("colons", ["a,", "b::c"], ["a, b", "c"], {}),
        ("colons", ["a,", "b"], ["a", "b"], {}),
        ("loose", ["a", "b"], ["a", "b"], {}),
        ("loose", ["a,", "b"], ["a", "b"], {}),
        ("at", ["red", "@some", "text"], ["red", "some text"], {}),
        ("bar", ["漢字|かんじ"], ["漢字", "かんじ"], {}),
        ("line", ["a", "b,", "c"], ["a b, c"], {}),
        ("keyvalue", ["k:v:w", "https://a.example", "x:y", "z"], ["https://a.example", "x:y", "z"], {"k": "v:w"}),
        ("assigned", ["k=v=w", "x=y"], ["x=y"], {"k": "v=w"}),
        ("attribution", ["Who,", "Where"], [], {"author": "Who", "source": "Where"}),
        ("attribution", ["W", "https://a.b", "T"], [], {"author": "W", "url": "https://a.b", "source": "T"}),
    ],
)  # fmt: skip
def test_words_become_fields(
    grammar: str, words: list[str], positional: list[str], named: dict[str, str]
) -> None:
    fields = GRAMMARS[grammar](words, ["k"])
    assert (fields.positional, fields.named) == (positional, named)


def bound(
    grammar: str, described: list[Any], words: str, keys: list[Any] | None = None
) -> tuple[dict[str, Any], list[str]]:
    given = parameters(described) + parameters(keys, positional=False)
    return bind(grammar.split(), given, words.split())


def test_keywords_are_taken_in_front_only() -> None:
    described = [
        {"type": {"words": {"default": "note", "info": "info"}, "default": "note"}},
        {"title": "rest"},
    ]
    assert bound("keywords", described, "info A title of info") == (
        {"type": "info", "title": "A title of info"},
        [],
    )
    assert bound("keywords", described, "A title") == ({"type": "note", "title": "A title"}, [])


def test_classes_are_taken_anywhere_and_what_is_left_is_the_rest() -> None:
    described = [{"type": ["info"]}, {"icon": {"pattern": "fa.*"}}, {"attrs": "rest"}]
    assert bound("classes", described, "x fas fa-star info y") == (
        {"icon": "fas fa-star", "type": "info", "attrs": "x y"},
        [],
    )
    assert bound("classes", [{"size": ["large", "small"]}, {"style": "rest"}], "large small") == (
        {"size": "large", "style": "small"},
        [],
    )


@pytest.mark.parametrize(
    ("words", "args"),
    [
        ("Text", {"text": "Text"}),
        ("Text, /u", {"text": "Text", "url": "/u"}),
        ("Text, /u, fas fa-x", {"text": "Text", "url": "/u", "icon": "fas fa-x"}),
        ("big red, Text, /u", {"size": "big", "color": "red", "text": "Text", "url": "/u"}),
        ("red, Text, /u, fas fa-x", {"color": "red", "text": "Text", "url": "/u", "icon": "fas fa-x"}),
        (", Text, /u", {"text": "Text", "url": "/u"}),
    ],
)
def test_an_optional_field_is_served_last(words: str, args: dict[str, str]) -> None:
    look = {"optional": True, "classes": [{"size": ["big"]}, {"color": "rest"}]}
    assert bound("comma", [{"look": look}, "text", "url", {"icon": {"pattern": ".* fa-.*"}}], words) == (
        args,
        [],
    )


def test_rest_keeps_what_divides_the_fields() -> None:
    assert bound("comma", [{"color": "optional"}, {"text": "rest"}], "red, a, b")[0] == {
        "color": "red",
        "text": "a, b",
    }
    assert bound("colons", ["color", {"text": "rest"}], "red::a::b")[0] == {"color": "red", "text": "a::b"}
    assert bound("at", ["color", {"text": "rest"}], "red @me@a.example")[0] == {
        "color": "red",
        "text": "me@a.example",
    }


def test_rest_ends_before_the_field_that_the_next_one_takes() -> None:
    assert bound("words", [{"text": "rest"}, {"url": {"pattern": "/.*"}}, "title"], "a b /c d")[0] == {
        "text": "a b",
        "url": "/c",
        "title": "d",
    }
    assert bound("words", [{"text": "rest"}, "url"], "a b c")[0] == {"text": "a b", "url": "c"}


def test_grammars_in_a_row() -> None:
    found = bound(
        "comma-space assigned",
        ["src"],
        "/a,b.png, alt=A view, width=3",
        [{"caption": {"key": "alt"}}, "width"],
    )
    assert found == ({"src": "/a,b.png", "caption": "A view", "width": "3"}, [])


def test_a_key_may_mean_several_arguments() -> None:
    keys = [{"type": {"key": "color", "words": {"error": "danger"}}}, "color"]
    assert bound("keyvalue", [], "color:error", keys)[0] == {"type": "danger"}
    assert bound("keyvalue", [], "color:green", keys)[0] == {"color": "green"}


def test_only_keys_are_keys() -> None:
    assert bound("keyvalue", [{"title": "rest"}], "title:x y", ["color"])[0] == {"title": "title:x y"}


def test_named_groups_of_a_pattern_are_arguments() -> None:
    described = [{"path": {"pattern": "(?P<user>[^/]+)/(?P<repo>.+)"}}, "user"]
    assert bound("words", described, "octocat/hello")[0] == {"user": "octocat", "repo": "hello"}
    assert bound("words", described, "octocat")[0] == {"user": "octocat"}
    assert list(names(parameters(described))) == ["user", "repo", "user"]


def test_what_is_dropped_and_what_is_told() -> None:
    keys = [{"_": {"key": "ratio"}}, {"_padding": {"key": "padding"}}]
    assert bound("keyvalue", ["_", "src"], "x /a.png padding:3 ratio:2", keys) == ({"src": "/a.png"}, ["3"])
    assert bound("words", ["src"], "/a.png b")[1] == ["b"]


def test_prefix_unit_and_values() -> None:
    described = [
        {"icon": {"prefix": "fa fa-"}},
        {"width": {"unit": "%"}},
        {"height": {"values": {"default": "300"}}},
    ]
    assert bound("comma", described, "home, 80, default")[0] == {
        "icon": "fa fa-home",
        "width": "80%",
        "height": "300",
    }
    assert bound("comma", described, "fab fa-x, 80px, 5")[0] == {
        "icon": "fab fa-x",
        "width": "80px",
        "height": "5",
    }


def test_types_of_the_vocabulary_as_a_closed_set() -> None:
    described = [{"type": {"words": "<type>"}}, {"title": "rest"}]
    assert bound("words", described, "tip A title")[0] == {"type": "tip", "title": "A title"}
    assert bound("words", described, "A title")[0] == {"title": "A title"}

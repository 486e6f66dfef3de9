"""Inline marks: where they open and close, what shields them, how a row's name shows them."""

from __future__ import annotations

import pytest

from blogconv.body import Span
from blogconv.notations.base import Found, Spans
from blogconv.notations.inline import Inline

NAMES = ("++", "==", "!!", "~", "^", "[ ]", "{ ^ }")


def find(text: str, taken: Spans | None = None) -> list[Found]:
    return Inline(NAMES).find(text, taken or Spans(), dict.fromkeys(NAMES, ()))


@pytest.mark.parametrize(
    ("text", "written", "name", "words", "body"),
    [
        ("a ++x y++ b", "++x y++", "++", (), "x y"),
        ("++中文++字", "++中文++", "++", (), "中文"),
        ("++x++{.wavy .red} b", "++x++{.wavy .red}", "++", ("wavy", "red"), "x"),
        ("!!hidden *text*!!", "!!hidden *text*!!", "!!", (), "hidden *text*"),
        ("x^2^ is", "^2^", "^", (), "2"),
        ("H~2~O, ~~gone~~", "~2~", "~", (), "2"),
        ("[x [y] z]{.label .info}", "[x [y] z]{.label .info}", "[ ]", ("label", "info"), "x [y] z"),
        ("{漢字^かんじ}", "{漢字^かんじ}", "{ ^ }", ("漢字", "かんじ"), None),
        (r"++a \++ b++", r"++a \++ b++", "++", (), r"a \++ b"),
    ],
)
def test_marks_are_found(
    text: str, written: str, name: str, words: tuple[str, ...], body: str | None
) -> None:
    (found,) = find(text)
    assert text[slice(*found.span)] == written
    assert (found.name, found.words, found.body) == (name, words, body)
    assert body is None or text[found.body_at : found.body_at + len(body)] == body


@pytest.mark.parametrize(
    "text",
    [
        "C++ and C++ again",
        "++ x ++",
        "`++a++` and ``==b==``",
        "<!-- ++a++ -->",
        '<a title="==x==">y</a>',
        "<https://a.example/==x==>",
        "https://a.example/==x==",
        "[a](/b==c==d)",
        "$a^b^c$ and $$\n++x++\n$$",
        "f[^1] g[^2]",
        "==a\n\nb==",
        "    ++code++\n",
        "<div>\n++html++\n</div>",
        "[x] {.label} and [y](/z)",
        r"\++x++",
        "x^2 + y^2",
    ],
)
def test_text_stays_text(text: str) -> None:
    assert find(text) == []


def test_what_another_notation_took_is_left_alone() -> None:
    assert find("++a++ ++b++", Spans([Span(0, 5)]))[0].span == Span(6, 11)


def test_attributes_that_are_no_classes_are_named() -> None:
    (found,) = find('[x]{#here .red lang="de at"}')
    assert (found.words, found.named) == (("red",), {"id": "here", "lang": "de at"})

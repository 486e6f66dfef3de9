"""Comments with a meaning: the first `more`, other names of the mapping rows, those with a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blogconv.body import Span
from blogconv.notations.base import Spans
from blogconv.notations.comments import Comment
from blogconv.tables import Row


def find(text: str, *rows: Row, taken: Spans | None = None) -> list[tuple[str, tuple[str, ...], str | None]]:
    names: dict[str, Sequence[Any]] = {row.name: [row] for row in rows}
    return [(f.name, f.words, f.body) for f in Comment(names).find(text, taken or Spans(), names)]


def row(name: str, kind: str, body: str = "none") -> Row:
    return Row("x", (name,), "comment", kind, body=body)


MORE = row("more", "excerpt-mark")


def test_the_first_more_counts() -> None:
    assert find("a\n<!-- More -->\nb\n<!-- more -->", MORE) == [("more", (), None)]
    assert find("a <!--  more --> b <!-- more than that -->", MORE) == []
    assert find("<!-- more -->", MORE, taken=Spans([Span(0, 5)])) == []


def test_other_names_have_words() -> None:
    rows = (MORE, row("md", "include"))
    assert find("<!-- md a b.md --> <!-- mdx --> <!-- more -->", *rows) == [
        ("md", ("a", "b.md"), None),
        ("more", (), None),
    ]


def test_a_body_ends_at_its_end_comment() -> None:
    note = row("note", "callout", body="quoted")
    assert find("<!--note:info-->\n> a\n<!--end-note-->", note) == [("note", ("info",), "> a")]
    assert find("<!--note:info-->\n> a\n", note) == []


def test_of_other_excerpt_marks_the_last_one_counts() -> None:
    text = "<!-- block -->a<!-- block -->b"
    (found,) = Comment(["block"]).find(text, Spans(), {"block": [row("block", "excerpt-mark")]})
    assert found.span.start == text.rindex("<!--")

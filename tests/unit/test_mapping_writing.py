"""What is read can be written: every kind has a form in Hugo, and every Hexo example becomes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from blogconv.api import convert_text
from blogconv.tables import Rows, engine_tables, vocabulary

KEPT = {"raw", "expression", "comment"}
"""Names whose text is for the reader as it stands."""


@pytest.mark.parametrize("kind", vocabulary().kinds)
def test_every_kind_has_a_form_in_hugo(kind: str) -> None:
    assert Rows("hugo").writing().get(kind)


def examples() -> Iterator[Any]:
    for table in engine_tables("hexo"):
        for row in table.rows:
            if row.notation == "tag" and row.name not in KEPT:
                for number, example in enumerate(row.examples, 1):
                    name = f"{table.flavour}-{row.name}-{number}"
                    yield pytest.param(table.flavour, example["source"], example["model"], id=name)


def words_of(model: Any) -> set[str]:
    """The words of a model that a reader sees: bodies, titles, texts."""
    seen = [
        model.get(key) or ""
        for key in ("body", "title", "text", "caption", "name", "who", "author", "footer")
    ]
    words = {w for text in seen if "{%" not in str(text) for w in re.findall(r"\w+", str(text))}
    return words.union(*(words_of(item) for item in model.get("items", ())))


@pytest.mark.parametrize(("flavour", "source", "model"), list(examples()))
def test_every_example_is_written_for_hugo(flavour: str, source: str, model: dict[str, Any]) -> None:
    text, told = convert_text(
        f"---\ntitle: T\n---\n{source}\n", source="hexo", target="hugo", flavours=(flavour,)
    )
    assert [str(d) for d in told if d.code in ("no-form", "unknown-tag", "internal")] == []
    assert "{%" not in text
    if not any(d.code == "fallback" for d in told):
        assert words_of(model) - set(re.findall(r"\w+", text)) == set()


def test_a_flavour_renders_the_notations_that_it_has_rows_in() -> None:
    text = ":::info\nHi\n:::\n"
    for flavours, codes in (((), ["not-rendered"]), (("shoka",), [])):
        _, told = convert_text(text, source="hexo", target="hugo", flavours=flavours)
        assert [d.code for d in told] == codes

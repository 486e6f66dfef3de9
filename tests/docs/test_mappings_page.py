"""docs/mappings.md explains every word of the table language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blogconv.tables import parse_table, tables_root

PAGE = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text("utf-8")


def words(schema: Any) -> Iterator[str]:
    """Keys and closed sets of a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for value in schema.values():
            yield from words(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from words(value)


@pytest.mark.parametrize(
    "word", sorted(set(words(json.loads((tables_root() / "schema.json").read_text("utf-8")))))
)
def test_every_word_is_explained(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_table_on_the_page_follows_the_language() -> None:
    (table,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert parse_table(table, "docs/mappings.md", check=True).rows[0].names == ("box", "framed")

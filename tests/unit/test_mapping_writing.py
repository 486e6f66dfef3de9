"""What is read can be written: every kind has a form in Hugo, and every Hexo example becomes one."""

from __future__ import annotations

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
                    yield pytest.param(table.flavour, example["source"], id=name)


@pytest.mark.parametrize(("flavour", "source"), list(examples()))
def test_every_example_is_written_for_hugo(flavour: str, source: str) -> None:
    text, told = convert_text(
        f"---\ntitle: T\n---\n{source}\n", source="hexo", target="hugo", flavours=(flavour,)
    )
    assert [str(d) for d in told if d.code in ("no-form", "unknown-tag", "internal")] == []
    assert "{%" not in text

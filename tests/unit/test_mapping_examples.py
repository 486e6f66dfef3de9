"""Every example in every mapping table: the source is read as the model that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blogconv.body import Construct
from blogconv.engines.base import reader
from blogconv.tables import Row, Rows, engine_tables

ENGINES = ("hexo", "hugo", "jekyll", "obsidian")


def examples() -> Iterator[Any]:
    for engine in ENGINES:
        for table in engine_tables(engine):
            for row in table.rows:
                for number, example in enumerate(row.examples, 1):
                    name = f"{table.flavour}-{row.notation}-{row.name}-{number}"
                    yield pytest.param(engine, table.flavour, example, id=name)


def model_of(construct: Construct) -> dict[str, Any]:
    model: dict[str, Any] = {"kind": construct.kind, **construct.args}
    if construct.body is not None:
        model["body"] = construct.body
    if construct.items:
        model["items"] = [{**i.args, **({"body": i.body} if i.body else {})} for i in construct.items]
    return model


@pytest.mark.parametrize(("engine", "flavour", "example"), list(examples()))
def test_example_is_read_as_its_model(engine: str, flavour: str, example: dict[str, Any]) -> None:
    adapter = reader(engine)
    scanner = adapter.scanner(adapter.blank(), Rows(engine, (flavour,)))
    scan = scanner.scan(example["source"])
    assert "".join(example["source"][s.span.start : s.span.end] for s in scan.segments) == example["source"]
    assert [model_of(s.construct) for s in scan.constructs if s.construct] == [example["model"]]


@pytest.mark.parametrize("engine", ENGINES)
def test_each_row_that_is_read_has_an_example(engine: str) -> None:
    def lacking(row: Row) -> bool:
        return row.direction != "write" and not row.examples

    missing = [(t.flavour, row.name) for t in engine_tables(engine) for row in t.rows if lacking(row)]
    assert not missing


def test_tables_are_found_in_the_checkout() -> None:
    assert (Path(__file__).parents[2] / "mappings" / "vocabulary.yaml").is_file()
    assert engine_tables("hexo")[0].flavour == "hexo"

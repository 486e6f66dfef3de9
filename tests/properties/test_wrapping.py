"""A construct in a quote or in a list item arrives as what it is: read back from the target, the kinds are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from blogconv import convert_text
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import reader
from blogconv.scan import Scanner
from blogconv.tables import Rows, engine_tables
from properties.strategies import ENGINES, listed, quoted

HEAD = "---\ntitle: A\n---\n\n"
BACK = {engine: reader(engine).scanner(reader(engine).blank(), Rows(engine, ())) for engine in ENGINES}


def examples() -> Iterator[Any]:
    """Each example of each table, with a target that is not its own engine: all of them in turn."""
    turn = count()
    for engine in ENGINES:
        others = [other for other in ENGINES if other != engine]
        for table in engine_tables(engine):
            sources = [example["source"] for row in table.rows for example in row.examples]
            cases = [(source, others[next(turn) % 3]) for source in sources]
            if cases:
                yield pytest.param(engine, table.flavour, cases, id=f"{engine}-{table.flavour}")


def kinds(scanner: Scanner, text: str) -> Counter[str]:
    """How many constructs of each kind there are in a text and in their bodies; what is literal is text."""
    found: Counter[str] = Counter()
    for construct in (segment.construct for segment in scanner.scan(text).constructs):
        if construct and construct.kind != "literal":
            bodies = [construct.body or ""] if construct.body_kind == "markdown" else []
            found[construct.kind] += 1
            found += sum(
                (kinds(scanner, b) for b in [*bodies, *(i.body for i in construct.items)]), Counter()
            )
    return found


def written(text: str, engine: str, flavour: str, target: str) -> Counter[str]:
    """The kinds of constructs in what `text` becomes."""
    flavours = [] if flavour == engine else [flavour]
    post, _ = convert_text(f"{HEAD}{text}\n", source=engine, target=target, flavours=flavours)
    body = reader(target).parse(reader(target).blank(), "post.md", post, Diagnostics()).body
    return kinds(BACK[target], body or "")


@pytest.mark.parametrize(("engine", "flavour", "cases"), list(examples()))
def test_a_construct_is_kept_in_a_quote_and_in_a_list(
    engine: str, flavour: str, cases: list[tuple[str, str]]
) -> None:
    """An attribute list at the very beginning of an item is the item's own in kramdown, and is left out here."""
    for number, (source, target) in enumerate(cases):
        alone = written(source, engine, flavour, target)
        first = number % 2 == 0 and not source.startswith("{:")
        item = listed(source) if first else f"- a\n\n{listed(source).replace('- ', '  ', 1)}"
        assert written(quoted(source), engine, flavour, target) == alone, (target, source)
        assert written(item, engine, flavour, target) == alone, (target, source)

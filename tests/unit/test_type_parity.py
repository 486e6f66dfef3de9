"""A callout comes home: every type, with and without title and fold, over every pair of engines and every flavour.

From X to Y and back, with type, title and fold exactly as they were. The flavours are those whose tables can write a
callout, whatever they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product
from typing import Any

import pytest

from blogconv.api import convert_text
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import WriteOptions, reader
from blogconv.tables import Rows, engine_tables, vocabulary

ENGINES = ("hexo", "hugo", "jekyll", "obsidian")
FOLDS = {"": "", "open": "+", "closed": "-"}
TITLES = ("", "Mind *this*")
Callout = tuple[str, str, str]


def wanted() -> list[Callout]:
    return list(product(vocabulary().types, TITLES, FOLDS))


def as_alert(callout: Callout) -> str:
    kind, title, fold = callout
    return f"> [!{kind}]{FOLDS[fold]}{' ' if title else ''}{title}\n> Text of *{kind}*.\n>\n> More.\n"


@cache
def written_in(engine: str) -> str:
    """A post of `engine` with all callouts."""
    text = "\n".join(f"{as_alert(callout)}\nBetween.\n" for callout in wanted())
    return text if engine == "obsidian" else convert_text(text, source="obsidian", target=engine)[0]


def read_in(engine: str, text: str, flavours: tuple[str, ...] = ()) -> list[Callout]:
    adapter = reader(engine)
    site = adapter.blank()
    post, resolve = adapter.parse(site, "post.md", text, Diagnostics()), adapter.resolver(site)
    scan = adapter.scanner(site, Rows(engine, flavours)).scan(post.body or "")
    found = [s.construct for s in scan.constructs if s.construct and s.construct.kind == "callout"]
    return [triple(resolve(post, each, lambda *_: None).args) for each in found]


def triple(args: Any) -> Callout:
    fold = str(args.get("fold") or "")
    return str(args.get("type")), str(args.get("title") or ""), "" if fold == "none" else fold


def flavours_that_write(engine: str) -> list[str]:
    tables = engine_tables(engine)
    writes = [t for t in tables if any(r.kind == "callout" and r.direction != "read" for r in t.rows)]
    return [t.flavour for t in writes]


def ways() -> Iterator[Any]:
    for source, target in permutations(ENGINES, 2):
        for flavour in flavours_that_write(target):
            yield pytest.param(source, target, flavour, id=f"{source}-{target}-{flavour}")


@pytest.mark.parametrize("engine", ENGINES)
def test_each_callout_is_written_in_each_engine(engine: str) -> None:
    assert read_in(engine, written_in(engine)) == wanted()


@pytest.mark.parametrize(("source", "target", "flavour"), list(ways()))
def test_callouts_come_home(source: str, target: str, flavour: str) -> None:
    there, _ = convert_text(
        written_in(source), source=source, target=target, write=WriteOptions(flavours=(flavour,))
    )
    back, _ = convert_text(there, source=target, target=source, flavours=(flavour,))
    assert read_in(source, back) == wanted()

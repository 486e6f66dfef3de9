"""Writes docs/reference: what each name in a mapping table means, with the table's own examples.

Run it after a change to a table below mappings/: `python docs/generate.py`. A test compares the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import WriteOptions, reader, writer
from blogconv.tables import Row, Rows, Table, engine_tables, vocabulary

REFERENCE = Path(__file__).parent / "reference"
ENGINES = {"hexo": "Hexo", "hugo": "Hugo", "jekyll": "Jekyll", "obsidian": "Obsidian"}


def reference(engine: str) -> str:
    """The page of one engine: a section for each flavour, an entry for each row that is read."""
    own, *others = engine_tables(engine)
    tables = [own, *sorted(others, key=lambda t: (t.rank, t.title.lower()))]
    head = [
        f"# What is read in {ENGINES[engine]} posts",
        "Made from the mapping tables by `docs/generate.py`; each example is one of the tests.",
        "\n".join(f"- [{t.title}](#{_anchor(t.title)})" for t in tables),
    ]
    return "\n\n".join([*head, *(piece for table in tables for piece in _section(table))]) + "\n"


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.title}"
    if recognised := " or ".join(_recognised(table)):
        yield f"Recognised by {recognised}. To ask for it: `--from-flavour {table.flavour}`."
    if written := _written(table):
        yield f"Written with `--flavour {table.flavour}`: {', '.join(written)}."
    if table.extends:
        yield f"What is not listed here is as in: {_code(table.extends)}."
    for row in table.rows:
        if row.direction != "write" and row.examples:
            yield from _entry(row)


def _written(table: Table) -> list[str]:
    """The kinds that a theme or plugin has a form of its own for, where a site is written for it."""
    if table.flavour == table.engine:
        return []
    other = "hugo" if table.engine == "hexo" else "hexo"
    plan = writer(table.engine).plan(
        reader(other).blank(), WriteOptions(flavours=(table.flavour,)), Diagnostics()
    )
    written = writer(table.engine).target(plan, Rows(table.engine, (table.flavour,))).rows
    own = (row for rows in written.values() for row in rows if row.flavour == table.flavour)
    kinds = {row.kind for row in own if row.notation != "template" and not row.groups and not row.has}
    return sorted(f"{vocabulary().kinds[kind]['says']} (*{kind}*)" for kind in kinds)


def _recognised(table: Table) -> Iterator[str]:
    for what, words in table.recognise.items():
        yield f"the {what} {_code(words)}"


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _entry(row: Row) -> Iterator[str]:
    names = [name for name in row.names if name not in ("*", "<none>")]
    kinds = [row.kind, *row.becomes.values()]
    yield f"### {_code(tuple(names)) or 'Any name'} ({row.notation})"
    says = "; or ".join(f"{vocabulary().kinds[kind]['says']} (*{kind}*)" for kind in dict.fromkeys(kinds))
    yield says[:1].upper() + says[1:]
    for example in row.examples:
        yield _fenced(str(example["source"]).rstrip("\n"))
        yield _meaning(example["model"])


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=2)
    run = "`" * max(3, longest + 1)
    return f"{run}text\n{text}\n{run}"


def _meaning(model: Mapping[str, Any]) -> str:
    """A model in a line: its kind, its arguments, its body; its parts as a list."""
    arguments = [_argument(k, v) for k, v in model.items() if k not in ("kind", "items")]
    line = f"Read as *{model['kind']}*" + (f": {', '.join(arguments)}" if arguments else "")
    items = [", ".join(_argument(k, v) for k, v in item.items()) for item in model.get("items", ())]
    return "\n".join([line, *([""] if items else []), *(f"- {item}" for item in items)])


def _argument(name: str, value: Any) -> str:
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    text = str(shown).replace("\n", " ⏎ ")
    if not text:
        return f"{name} empty"
    return f"{name} `` {text} ``" if "`" in text else f"{name} `{text}`"


def main() -> None:
    """Write the pages of all engines."""
    REFERENCE.mkdir(exist_ok=True)
    for engine in ENGINES:
        (REFERENCE / f"{engine}.md").write_text(reference(engine), "utf-8")


if __name__ == "__main__":
    main()

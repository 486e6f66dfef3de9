"""`blogconv inspect`: what a blog contains, without converting it. `blogconv engines`: what there is to convert."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import api
from .body import Construct
from .diagnostics import Diagnostic, Diagnostics
from .engines.base import Engine, Reader, ReadOptions, Writer, broken_engines, engines, reader
from .errors import MappingError, SourceError
from .model import Kind, Post, Site, Status
from .notations.base import Found
from .report import Report
from .scan import Scan, Scanner
from .suggestion import Use, suggest
from .tables import engine_tables

_DEEPEST = 20


@dataclass(slots=True)
class Inspection:
    """What was found. `known` and `unknown` map a construct, as written, to its places (`path:line`).

    `engine` is the engine's name for people, `engine_name` its word. `uses` are the unknown constructs in full.
    """

    engine: str
    title: str = ""
    reasons: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    keys: Counter[str] = field(default_factory=Counter)
    known: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    engine_name: str = ""

    def suggested_mapping(self) -> str:
        """A mapping file to fill in, with a row for each unknown construct."""
        return suggest(self.engine_name, self.uses)

    def by_code(self) -> list[tuple[str, int]]:
        """Diagnostic codes with their counts, gravest first."""
        return Report(diagnostics=self.diagnostics).by_code()

    def to_json(self) -> dict[str, Any]:
        """The inspection as plain data."""
        return {
            "engine": self.engine,
            "title": self.title,
            "reasons": list(self.reasons),
            "counts": self.counts,
            "keys": dict(self.keys.most_common()),
            "known": self.known,
            "unknown": self.unknown,
            "diagnostics": [str(d) for d in self.diagnostics],
        }


def inspect(
    src: str | Path,
    *,
    source: str | None = None,
    read: ReadOptions | None = None,
    mappings: Sequence[str | Path] = (),
) -> Inspection:
    """Look through the blog at `src`. Raises SourceError where it is not recognised, UsageError as `convert` does."""
    site, scanner, diagnostics = api.opened(Path(src), source, read or ReadOptions(), mappings)
    reasons = (_engine_reason(Path(src), site.engine, asked=source is not None), *site.reasons)
    found = Inspection(engines()[site.engine].title, site.title, reasons, _counts(site))
    for post in site.posts:
        found.keys.update(_keys(post, site.engine))
        _look_into(site, post, scanner, found, diagnostics)
    found.diagnostics = diagnostics.found
    found.engine_name = site.engine
    return found


def _keys(post: Post, engine: str) -> Iterator[str]:
    """The keys of a post as its author knows them, those that travel under the engine's name among them."""
    for entry in post.front_matter.entries:
        yield from entry.value if entry.key == engine and isinstance(entry.value, Mapping) else [entry.key]


def _engine_reason(src: Path, engine: str, *, asked: bool) -> str:
    """In words why the site is read as one of `engine`."""
    return f"{engine}: asked for" if asked else f"{engine}: {reader(engine).recognise(src)}"


def known_engines() -> dict[str, dict[str, Any]]:
    """The installed engines: title, whether each is read and written, its flavours; or why it cannot be loaded."""
    found = {name: _about(name, engine) for name, engine in engines().items()}
    found |= {name: {"broken": why} for name, why in broken_engines().items()}
    return dict(sorted(found.items()))


def _about(name: str, engine: Engine) -> dict[str, Any]:
    try:
        flavours = [table.flavour for table in engine_tables(name) if table.flavour != name]
    except MappingError as error:
        return {"broken": str(error)}
    return {
        "title": engine.title,
        "read": isinstance(engine, Reader),
        "written": isinstance(engine, Writer),
        "flavours": flavours,
    }


def _counts(site: Site) -> dict[str, int]:
    return {
        "posts": sum(p.kind is Kind.POST and p.status is not Status.DRAFT for p in site.posts),
        "drafts": sum(p.status is Status.DRAFT for p in site.posts),
        "pages": sum(p.kind is Kind.PAGE for p in site.posts),
        "assets": len(site.assets) + sum(len(p.assets) for p in site.posts),
    }


def _look_into(site: Site, post: Post, scanner: Scanner, found: Inspection, diagnostics: Diagnostics) -> None:
    try:
        loaded = api.load(site, post)
    except (SourceError, OSError) as error:
        diagnostics.add("unreadable", post.path, 0, str(error))
        return
    body = (loaded.body or "").replace("\r\n", "\n")
    for line, construct in _constructs(scanner, body, loaded.body_line, found, post.path, 0):
        flavour, notation, name = construct.origin
        found.known.setdefault(f"{notation} {name} ({flavour}): {construct.kind}", []).append(
            f"{post.path}:{line}"
        )


def _constructs(
    scanner: Scanner, text: str, line: int, found: Inspection, path: str, depth: int
) -> Iterator[tuple[int, Construct]]:
    scan = scanner.scan(text)
    for body, body_line in _unknown(scan, text, line, found, path):
        if depth < _DEEPEST:
            yield from _constructs(scanner, body, body_line, found, path, depth + 1)
    for segment in scan.constructs:
        construct = segment.construct
        assert construct is not None
        yield line + construct.line, construct
        inner = [construct.body] if construct.body and construct.body_kind == "markdown" else []
        for body in [*inner, *(item.body for item in construct.items)]:
            if depth < _DEEPEST and body:
                yield from _constructs(scanner, body, line + construct.body_line, found, path, depth + 1)


def _unknown(scan: Scan, text: str, line: int, found: Inspection, path: str) -> Iterator[tuple[str, int]]:
    """Notes what no table knows. Gives the bodies that were not looked into for that, with their lines."""
    for finding in scan.findings:
        if finding.code not in ("unknown-tag", "unclosed"):
            continue
        place = f"{path}:{line + scan.lines.at(finding.offset)}"
        found.unknown.setdefault(finding.message.partition(";")[0], []).append(place)
        if (written := finding.found) is None:
            continue
        found.uses.append(
            Use(
                notation=written.notation,
                name=written.name,
                words=written.words,
                named=written.named,
                body=written.body is not None or _is_closed(text, written),
                written=text[slice(*written.span)].partition("\n")[0],
                place=place,
            )
        )
        if written.body and written.note != "unknown":
            yield written.body, line + scan.lines.at(written.body_at)


def _is_closed(text: str, written: Found) -> bool:
    """Whether an unknown tag or shortcode, found as its first tag alone, stands around a text."""
    name = re.escape(written.name)
    tags = re.compile(rf"\{{%-?\s*(end)?{name}(?![\w-])|\{{\{{[<%]-?\s*(/\s*)?{name}(?![\w-])")
    opened = 0
    for tag in tags.finditer(text, written.span.end):
        opened += -1 if tag[1] or tag[2] else 1
        if opened < 0:
            return True
    return False

"""`blogconv inspect`: what a blog contains, without converting it. `blogconv engines`: what there is to convert."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import api
from .body import Construct
from .diagnostics import Diagnostic, Diagnostics
from .engines.base import Reader, ReadOptions, Writer, broken_engines, engines
from .errors import SourceError
from .model import Kind, Post, Site, Status
from .report import Report
from .scan import Scanner
from .tables import engine_tables

_DEEPEST = 20


@dataclass(slots=True)
class Inspection:
    """What was found. `known` and `unknown` map a construct, as written, to its places (`path:line`)."""

    engine: str
    title: str = ""
    reasons: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    keys: Counter[str] = field(default_factory=Counter)
    known: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

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
    flavours: Sequence[str] = (),
    mappings: Sequence[str | Path] = (),
) -> Inspection:
    """Look through the blog at `src`. Raises SourceError where it is not recognised, UsageError as `convert` does."""
    site, scanner, diagnostics = api.opened(
        Path(src), source, ReadOptions(flavours=tuple(flavours)), mappings
    )
    found = Inspection(engines()[site.engine].title, site.title, site.reasons, _counts(site))
    for post in site.posts:
        found.keys.update(entry.key for entry in post.front_matter.entries)
        _look_into(site, post, scanner, found, diagnostics)
    found.diagnostics = diagnostics.found
    return found


def known_engines() -> dict[str, dict[str, Any]]:
    """The installed engines: title, whether each is read and written, its flavours; or why it cannot be loaded."""
    found: dict[str, dict[str, Any]] = {
        name: {
            "title": engine.title,
            "read": isinstance(engine, Reader),
            "written": isinstance(engine, Writer),
            "flavours": [t.flavour for t in engine_tables(name) if t.flavour != name],
        }
        for name, engine in engines().items()
    }
    found |= {name: {"broken": why} for name, why in broken_engines().items()}
    return dict(sorted(found.items()))


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
    for finding in scan.findings:
        if finding.code in ("unknown-tag", "unclosed"):
            place = f"{path}:{line + scan.lines.at(finding.offset)}"
            found.unknown.setdefault(finding.message.partition(";")[0], []).append(place)
    for segment in scan.constructs:
        construct = segment.construct
        assert construct is not None
        yield line + construct.line, construct
        inner = [construct.body] if construct.body and construct.body_kind == "markdown" else []
        for body in [*inner, *(item.body for item in construct.items)]:
            if depth < _DEEPEST and body:
                yield from _constructs(scanner, body, line + construct.body_line, found, path, depth + 1)

"""Words on the screen: progress, the closing summary, what `inspect` found. All to stderr but for data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .diagnostics import CODES, Severity

if TYPE_CHECKING:
    from .inspection import Inspection
    from .report import Report

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_SHOWN = 10


def console(*, stderr: bool = True) -> Console:
    """A console that heeds NO_COLOR and, off a terminal, writes plain text."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar, on a terminal only; gives what is told how many of how many posts are done."""
    out = console()
    if not out.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("converting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("converting", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_report(report: Report, target: Path) -> None:
    """The closing summary: what was converted, and what there is to look at, by code."""
    out = console()
    for diagnostic in [d for d in report.diagnostics if d.severity is not Severity.NOTE][:_SHOWN]:
        colour = _COLOURS[diagnostic.severity]
        out.print(f"[{colour}]{escape(str(diagnostic))}[/]")
    verb = "Would convert" if report.dry_run else "Converted"
    drafts = f", {report.drafts} drafts" if report.drafts else ""
    out.print(
        f"{verb} {report.posts} posts{drafts}, {report.pages} pages, {report.assets} assets to {target}"
    )
    for reason in report.reasons:
        out.print(f"  {escape(reason)}", style="dim")
    if report.constructs:
        kinds = ", ".join(f"{kind} {count}" for kind, count in report.constructs.most_common())
        out.print(f"Constructs: {kinds}")
    changes = report.changes
    if changes.unchanged or changes.kept or changes.removed:
        out.print(
            f"Files: {len(changes.written)} written, {len(changes.unchanged)} unchanged, "
            f"{len(changes.kept)} kept as you edited them, {len(changes.removed)} removed"
        )
    _show_codes(report.by_code(), out)


def _show_codes(codes: list[tuple[str, int]], out: Console) -> None:
    if not codes:
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for code, count in codes:
        severity, advice = CODES[code]
        table.add_row(f"{count}", f"[{_COLOURS[severity]}]{severity}[/]", code, escape(advice))
    out.print(table)


def show_inspection(found: Inspection) -> None:
    """What a blog contains, to stdout."""
    out = console(stderr=False)
    out.print(f"{found.engine}: {found.title}" if found.title else found.engine)
    for reason in found.reasons:
        out.print(f"  {escape(reason)}")
    counts = ", ".join(f"{n} {what}" for what, n in found.counts.items() if n)
    out.print(f"Contains {counts}")
    out.print("Front matter keys: " + ", ".join(f"{k} {n}" for k, n in found.keys.most_common()))
    for title, constructs in (("Known constructs", found.known), ("Unknown constructs", found.unknown)):
        if constructs:
            out.print(f"{title}:")
        for name, places in sorted(constructs.items(), key=lambda c: -len(c[1])):
            shown = ", ".join(places[:3]) + (" …" if len(places) > 3 else "")
            out.print(f"  {len(places):5} {escape(name)}  {escape(shown)}")
    _show_codes(found.by_code(), out)

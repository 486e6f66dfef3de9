"""Words on the screen: progress, the closing summary, what `inspect` found. All to stderr but for data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from .diagnostics import CODES, Diagnostic, Severity
from .errors import BlogconvError

if TYPE_CHECKING:
    from .inspection import Inspection
    from .report import Report

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_SHOWN = 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def console(*, stderr: bool = True) -> Console:
    """A console that heeds NO_COLOR and, off a terminal, writes plain text."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def _plain(text: object) -> str:
    """A text that may come from a file, as markup that shows it: a control character must not act."""
    return escape(_CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", str(text)))


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar, on a terminal only; gives what is told how many of how many posts are done."""
    out = console()
    if not out.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, description="converting", completed=done, total=total)


def say(sentence: str) -> None:
    """A sentence to the person."""
    console().print(_plain(sentence))


def say_error(error: BlogconvError) -> None:
    """Why nothing, or not everything, was done, and what to do about it."""
    out = console()
    out.print(f"[bold red]error:[/] {_plain(error)}")
    for note in getattr(error, "__notes__", ()):
        out.print(f"[bold]note:[/] {_plain(note)}")
    if error.hint:
        out.print(f"[bold cyan]hint:[/] {_plain(error.hint)}")


def show_diagnostics(found: Iterable[Diagnostic]) -> None:
    """Each finding on a line of its own."""
    out = console()
    for diagnostic in found:
        out.print(f"[{_COLOURS[diagnostic.severity]}]{_plain(diagnostic)}[/]")


def show_report(report: Report, target: Path, *, listed: bool = False) -> None:
    """The closing summary: what was converted, and what there is to look at, by code.

    `listed` says that the whole report is written to a file, which need not be recommended then.
    """
    out = console()
    grave = [d for d in report.diagnostics if d.severity is not Severity.NOTE]
    grave.sort(key=lambda d: d.severity is not Severity.ERROR)
    show_diagnostics(grave[:_SHOWN])
    if len(grave) > _SHOWN:
        out.print(f"… and {len(grave) - _SHOWN} more")
    if len(grave) > _SHOWN and not listed:
        out.print("[bold cyan]hint:[/] --report FILE.json lists all of them")
    out.print(_outcome(report, target))
    for reason in report.reasons:
        out.print(f"  {_plain(reason)}", style="dim")
    if report.constructs:
        kinds = ", ".join(f"{kind} {count}" for kind, count in report.constructs.most_common())
        out.print(f"Constructs: {kinds}")
    out.print(_files(report))
    _show_codes(report.by_code(), out)


def _outcome(report: Report, target: Path) -> str:
    counts = [_many(report.posts, "post")]
    counts += [_many(report.drafts, "draft")] if report.drafts else []
    counts += [_many(report.pages, "page"), _many(report.assets, "asset")]
    verb = "Would convert" if report.dry_run else "Converted"
    return f"{verb} {', '.join(counts)} to {_plain(target)}"


def _files(report: Report) -> str:
    changes = report.changes
    counts = [f"{len(changes.written)} {'to write' if report.dry_run else 'written'}"]
    counts += [f"{len(changes.unchanged)} unchanged"] if changes.unchanged else []
    counts += [f"{len(changes.kept)} kept as you edited them"] if changes.kept else []
    counts += (
        [f"{len(changes.removed)} {'to remove' if report.dry_run else 'removed'}"] if changes.removed else []
    )
    return f"Files: {', '.join(counts)}"


def _show_codes(codes: Sequence[tuple[str, int]], out: Console) -> None:
    """A line for each code: how often, how grave, what to do."""
    width = max((len(code) for code, _ in codes), default=0)
    for code, count in codes:
        severity, advice = CODES[code]
        out.print(f"{count:5} [{_COLOURS[severity]}]{severity:7}[/] {code:{width}} {escape(advice)}")


def show_inspection(found: Inspection) -> None:
    """What a blog contains, to stdout."""
    out = console(stderr=False)
    out.print(f"{found.engine}: {_plain(found.title)}" if found.title else found.engine)
    for reason in found.reasons:
        out.print(f"  {_plain(reason)}")
    counts = ", ".join(_many(n, what.removesuffix("s")) for what, n in found.counts.items() if n)
    out.print(f"Contains {counts or 'nothing'}")
    keys = ", ".join(f"{_plain(k)} {n}" for k, n in found.keys.most_common())
    out.print(f"Front matter keys: {keys or 'none'}")
    for title, constructs in (("Known constructs", found.known), ("Unknown constructs", found.unknown)):
        if constructs:
            out.print(f"{title}:")
        for name, places in sorted(constructs.items(), key=lambda c: -len(c[1])):
            shown = ", ".join(places[:3]) + (" …" if len(places) > 3 else "")
            out.print(f"  {len(places):5} {_plain(name)}  {_plain(shown)}")
    _show_codes(found.by_code(), out)


def show_engines(found: Mapping[str, Mapping[str, Any]]) -> None:
    """The engines, to stdout: what each can do, its flavours; of a broken one why it cannot be loaded."""
    out = console(stderr=False)
    for name, about in found.items():
        if "broken" in about:
            out.print(f"{name}: cannot be loaded: {_plain(about['broken'])}")
            continue
        verbs = [verb for verb, can in (("read", about["read"]), ("written", about["written"])) if can]
        out.print(f"{name}: {_plain(about['title'])}, {' and '.join(verbs)}")
        if about["flavours"]:
            out.print(f"  flavours: {', '.join(about['flavours'])}")

"""The command line: arguments in, one call of the library, a report out. Pair commands come from the registry.

Data goes to stdout, words go to stderr. Exit status: 0, 1 (finished, with errors in some posts or differences),
2 (usage; nothing was done).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .errors import BlogconvError

if TYPE_CHECKING:
    from .report import Report

app = typer.Typer(
    name="blogconv",
    help="Move a blog between engines without losing a word, a link or an address.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Source = Annotated[Path, typer.Argument(metavar="SRC", help="The folder of the old blog. It is only read.")]
Destination = Annotated[Path, typer.Argument(metavar="DST", help="The folder of the new site.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print what changes in each post; writes nothing.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write into a folder that is not empty, over edited files.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes to use.")]
Mappings = Annotated[
    list[Path] | None, typer.Option("--mapping", help="A file with your own tags. Repeatable.")
]
FromFlavour = Annotated[
    list[str] | None, typer.Option(help="The old theme, where it is not recognised. Repeatable.")
]
Flavour = Annotated[
    list[str] | None, typer.Option(help="The new theme, to write its own shortcodes. Repeatable.")
]
Format = Annotated[Literal["yaml", "toml", "json"], typer.Option(help="Front matter of the new posts.")]
Pin = Annotated[
    Literal["needed", "all", "none"], typer.Option(help="Which posts name their old address themselves.")
]
Starter = Annotated[
    bool, typer.Option("--starter", help="Add a small theme, so that the first build shows a blog.")
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.json", help="Write the report as JSON.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")]
Zone = Annotated[str | None, typer.Option("--zone", help="Time zone of the machine that built the old site.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"blogconv {version('blogconv')}")
        raise typer.Exit


@app.callback()
def _root(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def _pair(source: str, target: str) -> Callable[..., None]:
    def command(
        src: Source,
        dst: Destination,
        dry_run: DryRun = False,
        diff: Diff = False,
        force: Force = False,
        jobs: Jobs = None,
        mapping: Mappings = None,
        from_flavour: FromFlavour = None,
        flavour: Flavour = None,
        format: Format = "yaml",
        pin: Pin = "needed",
        starter: Starter = False,
        report: ReportFile = None,
        strict: Strict = False,
        zone: Zone = None,
    ) -> None:
        from . import api
        from .engines.base import ReadOptions, WriteOptions
        from .terminal import progress, show_report

        with progress() as tell:
            done = api.convert(
                src,
                dst,
                source=source,
                target=target,
                mappings=mapping or (),
                read=ReadOptions(flavours=tuple(from_flavour or ()), zone=zone),
                write=WriteOptions(flavours=tuple(flavour or ()), format=format, pin=pin, starter=starter),
                jobs=jobs,
                force=force,
                dry_run=dry_run or diff,
                diff=diff,
                progress=tell,
            )
        for text in done.diffs:
            typer.echo(text, nl=False)
        if report:
            report.write_text(json.dumps(done.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        show_report(done, dst)
        raise typer.Exit(_status(done, strict=strict))

    return command


def _status(report: Report, *, strict: bool) -> int:
    from .diagnostics import Severity

    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(d.severity in grave for d in report.diagnostics))


@app.command(epilog="Example: blogconv inspect my-blog")
def inspect(
    src: Source,
    source: Annotated[
        str | None, typer.Option("--from", help="The engine, where it is not recognised.")
    ] = None,
    from_flavour: FromFlavour = None,
    mapping: Mappings = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what a blog contains: engine, theme, posts, keys, constructs known and unknown, with places."""
    from .inspection import inspect as look
    from .terminal import show_inspection

    found = look(src, source=source, flavours=tuple(from_flavour or ()), mappings=mapping or ())
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        show_inspection(found)


@app.command(epilog="Example: blogconv verify old-blog/public new-blog/public")
def verify(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The built pages of the old site.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The built pages of the new site.")],
    old_base: Annotated[str, typer.Option(help="The path under which the old site is served.")] = "/",
    new_base: Annotated[str, typer.Option(help="The path under which the new site is served.")] = "/",
    old_url: Annotated[str, typer.Option(help="The old site's address, with https://.")] = "",
    new_url: Annotated[str, typer.Option(help="The new site's address, with https://.")] = "",
    content: Annotated[
        list[str] | None, typer.Option(help="CSS selector of the post's text. Repeatable.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two built sites: addresses, titles, dates, text, code, links, images, callouts."""
    for folder in (old, new):
        if not folder.is_dir():
            raise BlogconvError(f"{folder} is not a folder of built pages")
    from .terminal import console
    from .verify import compare, render

    done = compare(
        old,
        new,
        old_base=old_base,
        new_base=new_base,
        old_url=old_url,
        new_url=new_url,
        content=tuple(content or ()),
    )
    if as_json:
        typer.echo(json.dumps(done.to_json(), ensure_ascii=False, indent=1))
    else:
        render(done, console(stderr=False))
    raise typer.Exit(0 if done.ok else 1)


def _register_pairs() -> None:
    names = sorted(e.name for e in entry_points(group="blogconv.engines"))
    for source in names:
        for target in names:
            if source != target and _can(source, "Reader") and _can(target, "Writer"):
                app.command(
                    f"{source}2{target}",
                    help=f"Convert a {source.title()} blog at SRC into a {target.title()} site at DST.",
                    epilog=f"Example: blogconv {source}2{target} my-blog my-new-blog",
                )(_pair(source, target))


def _can(name: str, what: str) -> bool:
    from .engines import base

    return isinstance(base.engines()[name], getattr(base, what))


def main(argv: list[str] | None = None) -> Any:
    """Run the command. Returns by SystemExit with the status."""
    _register_pairs()
    try:
        app(args=argv)
    except BlogconvError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("interrupted; nothing was written to the target", err=True)
        sys.exit(130)

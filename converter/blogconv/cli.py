"""The command line: arguments in, one call of the library, a report out. Pair commands come from the registry.

Data goes to stdout, words go to stderr. Exit status: 0, 1 (errors in some posts, or differences, or not finished),
2 (usage; nothing was done), 130 (interrupted), 143 (ended by SIGTERM).
"""

from __future__ import annotations

import inspect as python
import json
import signal
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib.metadata import entry_points, version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer
from typer.core import TyperGroup

from .errors import BlogconvError, SourceError, UsageError

if TYPE_CHECKING:
    from .engines.base import ReadOptions, WriteOptions
    from .inspection import Inspection
    from .report import Report

_Options = TypeVar("_Options", "ReadOptions", "WriteOptions")


class _Commands(TyperGroup):
    """The commands. What stops one of them is told in a sentence, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BlogconvError as error:
            _say_error(error)
            raise typer.Exit(2 if isinstance(error, UsageError | SourceError) else 1) from None
        except KeyboardInterrupt as error:
            _say_error(BlogconvError("; ".join(["interrupted", *getattr(error, "__notes__", ())])))
            raise typer.Exit(130) from None


def _say_error(error: BlogconvError) -> None:
    from .terminal import say_error

    say_error(error)


app = typer.Typer(
    name="blogconv",
    cls=_Commands,
    help="Move a blog between engines without losing a word, a link or an address.",
    epilog="Example: blogconv convert my-blog my-new-blog --to hugo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _names() -> list[str]:
    """The names of the installed engines, none of them loaded."""
    return sorted({e.name for e in entry_points(group="blogconv.engines")})


def _complete(incomplete: str) -> Iterator[str]:
    return (name for name in _names() if name.startswith(incomplete))


Source = Annotated[Path, typer.Argument(metavar="SRC", help="The folder of the old blog. It is only read.")]
Destination = Annotated[Path, typer.Argument(metavar="DST", help="The folder of the new site.")]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="ENGINE", autocompletion=_complete, help="The old engine, where not recognised."
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="ENGINE", autocompletion=_complete, help="The new engine, where DST is no site yet."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print what changes in each post; write nothing.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write into a folder that is not empty, over edited files.")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes to use. For many posts: all processors.")
]
Mappings = Annotated[
    list[Path] | None,
    typer.Option("--mapping", metavar="FILE", help="A file with your own tags. Repeatable."),
]
FromFlavour = Annotated[
    list[str] | None,
    typer.Option("--from-flavour", metavar="NAME", help="The old theme, where not recognised. Repeatable."),
]
Flavour = Annotated[
    list[str] | None,
    typer.Option("--flavour", metavar="NAME", help="The new theme, to use its shortcodes. Repeatable."),
]
Format = Annotated[
    Literal["yaml", "toml", "json"], typer.Option("--format", help="Front matter of the new posts.")
]
Pin = Annotated[
    Literal["needed", "all", "none"],
    typer.Option("--pin", help="Which posts name their old address themselves."),
]
Starter = Annotated[
    bool, typer.Option("--starter", help="Add a small theme, so that the first build shows a blog.")
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.json", help="Write the report as JSON.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")]
Zone = Annotated[
    str | None,
    typer.Option("--zone", metavar="ZONE", help="Time zone of the machine that built the old site."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Drafts = Annotated[bool, typer.Option("--drafts/--no-drafts", help="Whether drafts are taken along.")]
Posts = Annotated[
    list[str] | None,
    typer.Option(
        "--posts",
        metavar="RULE",
        help="Which notes of a vault are posts: folder:NAME, tag:NAME, property:NAME, property:NAME=VALUE or all. "
        "Repeatable.",
    ),
]
PublishedWith = Annotated[
    Literal["publish", "quartz", "digital-garden"] | None,
    typer.Option("--published-with", help="What published the vault until now, to keep its addresses."),
]
Embeds = Annotated[
    Literal["inline", "quote", "link"],
    typer.Option("--embeds", help="Notes of a vault shown in others: their text, as a quote, or a link."),
]
FollowLinks = Annotated[
    bool,
    typer.Option("--follow-links", help="Publish the notes of a vault, too, that posts link to or show."),
]
GitDates = Annotated[
    bool, typer.Option("--git-dates", help="Date notes that have no date by their history in Git.")
]
Links = Annotated[
    Literal["wiki", "markdown"],
    typer.Option("--links", help="Links between the notes of a new vault: [[wikilinks]] or Markdown."),
]
Attachments = Annotated[
    str,
    typer.Option("--attachments", metavar="FOLDER", help="The new vault's folder for pictures and files."),
]
Markdown = Annotated[
    Literal["default", "commonmark"],
    typer.Option("--markdown", help="The Markdown of a new Jekyll site: kramdown, its own, or CommonMark."),
]


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


@app.command(
    short_help="Convert a blog to another engine.",
    epilog="Example: blogconv convert my-blog my-new-blog --to hugo",
)
def convert(
    src: Source,
    dst: Destination,
    source: From = None,
    target: To = None,
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
    drafts: Drafts = True,
    posts: Posts = None,
    published_with: PublishedWith = None,
    embeds: Embeds = "inline",
    follow_links: FollowLinks = False,
    git_dates: GitDates = False,
    links: Links = "wiki",
    attachments: Attachments = "attachments",
    markdown: Markdown = "default",
) -> None:
    """Convert the blog at SRC into a site of another engine at DST."""
    given = locals()
    from . import api
    from .engines.base import ReadOptions, WriteOptions
    from .terminal import progress, show_report

    if report:
        _check_file(report, src, "report")
    with progress() as tell:
        done = api.convert(
            src,
            dst,
            source=source,
            target=target,
            mappings=mapping or (),
            read=_chosen(ReadOptions, given, from_flavour),
            write=_chosen(WriteOptions, given, flavour),
            jobs=jobs,
            force=force,
            dry_run=dry_run or diff,
            diff=diff,
            progress=tell,
        )
    for text in done.diffs:
        typer.echo(text, nl=False)
    show_report(done, dst, listed=report is not None)
    status = _status(done, strict=strict)
    raise typer.Exit(status if report is None or _saved(done, report) else 1)


def _chosen(options: type[_Options], given: Mapping[str, Any], flavours: list[str] | None) -> _Options:
    """The options that a command was given; the others keep their defaults."""
    names = {field.name for field in fields(options)} & given.keys()
    values = {name: given[name] for name in names if given[name] is not None}
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    return options(**values, flavours=tuple(flavours or ()))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no name that a file can have
        return False


def _check_file(path: Path, src: Path, what: str) -> None:
    folder = path.absolute().parent
    if not _is_folder(folder):
        raise UsageError(f"{folder} is not a folder", f"make it before a {what} is to be written there")
    if _is_folder(path):
        raise UsageError(f"{path} is a folder; the {what} is a file")
    if folder.resolve().is_relative_to(src.resolve()):
        raise UsageError(f"{path} lies in the source, which is only read", "choose another place")


def _saved(report: Report, path: Path) -> bool:
    from .output import save

    try:
        save(path, json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n")
    except UsageError as error:
        _say_error(error)
        return False
    return True


def _status(report: Report, *, strict: bool) -> int:
    from .diagnostics import Severity

    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(d.severity in grave for d in report.diagnostics))


@cache
def _add_pairs() -> None:
    """A command for each pair of engines of which one can be read and the other written."""
    from .engines.base import Reader, ReadOptions, WriteOptions, Writer, engines, special_options

    reading, writing = ({field.name for field in fields(o)} for o in (ReadOptions, WriteOptions))
    for source, reader in engines().items():
        for target, writer in engines().items():
            if source != target and isinstance(reader, Reader) and isinstance(writer, Writer):
                app.command(
                    f"{source}2{target}",
                    help=f"Convert the {reader.title} blog at SRC into a site of {writer.title} at DST.",
                    short_help=f"Convert a blog from {reader.title} to {writer.title}.",
                    epilog=f"Example: blogconv {source}2{target} my-blog my-new-blog",
                )(
                    _pair(
                        source,
                        target,
                        special_options() - (reader.knows & reading) - (writer.knows & writing),
                    )
                )


def _pair(source: str, target: str, without: Collection[str]) -> Callable[..., None]:
    """`convert` with the engines given: the same arguments but for those two and options of other engines."""

    def command(**arguments: Any) -> None:
        convert(source=source, target=target, **arguments)

    whole = python.signature(convert, eval_str=True)
    left = [p for p in whole.parameters.values() if p.name not in ("source", "target", *without)]
    command.__signature__ = whole.replace(parameters=left)  # type: ignore[attr-defined]
    return command


@app.command(
    short_help="Convert one post from stdin to stdout.",
    epilog="Example: blogconv text --from hexo --to hugo < old-post.md > new-post.md",
)
def text(
    source: Annotated[
        str,
        typer.Option("--from", metavar="ENGINE", autocompletion=_complete, help="The engine of the post."),
    ],
    target: Annotated[
        str, typer.Option("--to", metavar="ENGINE", autocompletion=_complete, help="The engine to write for.")
    ],
    mapping: Mappings = None,
    from_flavour: FromFlavour = None,
    flavour: Flavour = None,
    format: Format = "yaml",
    name: Annotated[
        str, typer.Option("--name", metavar="FILE", help="The post's file name, where it says something.")
    ] = "post.md",
    links: Links = "wiki",
    markdown: Markdown = "default",
) -> None:
    """Convert one post, front matter and body, from stdin to stdout."""
    options = locals()
    from . import api
    from .engines.base import WriteOptions
    from .terminal import show_diagnostics

    given = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    result, found = api.convert_text(
        given,
        source=source,
        target=target,
        mappings=mapping or (),
        flavours=from_flavour or (),
        write=_chosen(WriteOptions, options, flavour),
        path=name,
    )
    sys.stdout.buffer.write(result.encode("utf-8", "surrogateescape"))
    show_diagnostics(found)
    raise typer.Exit(int(any(d.severity == "error" for d in found)))


@app.command(epilog="Example: blogconv inspect my-blog")
def inspect(
    src: Source,
    source: From = None,
    from_flavour: FromFlavour = None,
    mapping: Mappings = None,
    suggest_mapping: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a mapping file to fill in, with a row for each unknown tag."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over the mapping file.")] = False,
    as_json: AsJson = False,
    zone: Zone = None,
    posts: Posts = None,
    published_with: PublishedWith = None,
    follow_links: FollowLinks = False,
    git_dates: GitDates = False,
) -> None:
    """Say what a blog contains.

    Its engine and theme, how many posts, which front matter keys, which constructs with their places.
    """
    given = locals()
    from .engines.base import ReadOptions
    from .inspection import inspect as look
    from .terminal import show_inspection

    if suggest_mapping:
        _check_file(suggest_mapping, src, "mapping file")
        if suggest_mapping.exists() and not force:
            raise UsageError(f"{suggest_mapping} is there already", "choose another name, or pass --force")
    found = look(src, source=source, read=_chosen(ReadOptions, given, from_flavour), mappings=mapping or ())
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        show_inspection(found)
    if suggest_mapping:
        _suggest(found, suggest_mapping)


def _suggest(found: Inspection, path: Path) -> None:
    from .output import save
    from .terminal import say

    if found.uses:
        save(path, found.suggested_mapping())
        say(f"The mapping file to fill in: {path}")
    else:
        say(f"Nothing is unknown; {path} was not written")


@app.command(epilog="Example: blogconv verify old-blog/public new-blog/public --ignore '/img/theme/*'")
def verify(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The built pages of the old site.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The built pages of the new site.")],
    old_base: Annotated[str, typer.Option(help="The path under which the old site is served.")] = "/",
    new_base: Annotated[str, typer.Option(help="The path under which the new site is served.")] = "/",
    old_url: Annotated[str, typer.Option(help="The old site's address, with https://.")] = "",
    new_url: Annotated[str, typer.Option(help="The new site's address, with https://.")] = "",
    content: Annotated[
        list[str] | None,
        typer.Option(metavar="SELECTOR", help="CSS selector of the post's text. Repeatable."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="Addresses that do not matter, such as /old/*. Repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare two built sites.

    Addresses, titles, dates, text, code, links, images, callouts.
    """
    for folder in (old, new):
        if not _is_folder(folder):
            raise UsageError(f"{folder} is not a folder of built pages")
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
        ignore=tuple(ignore or ()),
    )
    if as_json:
        typer.echo(json.dumps(done.to_json(), ensure_ascii=False, indent=1))
    else:
        render(done, console(stderr=False))
    raise typer.Exit(0 if done.ok else 1)


@app.command(epilog="Example: blogconv engines")
def engines(as_json: AsJson = False) -> None:
    """List what can be read and written.

    The installed engines, and the flavours of each: the themes and plugins whose tags it knows.
    """
    from .inspection import known_engines
    from .terminal import show_engines

    found = known_engines()
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        show_engines(found)


def _stop(number: int, _frame: Any) -> None:
    raise SystemExit(128 + number)


def main(argv: list[str] | None = None) -> Any:
    """Run the command. Returns by SystemExit with the status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file name may be no text
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        _add_pairs()
        app(args=argv)
    except KeyboardInterrupt:
        raise SystemExit(130) from None

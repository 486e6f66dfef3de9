"""What the library offers: convert, read_site, write_site, convert_text. The command line calls nothing else."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from .body import Construct, apply
from .diagnostics import Diagnostic, Diagnostics
from .engines.base import OutputFile, Plan, Reader, ReadOptions, WriteOptions, reader, writer
from .errors import BlogconvError, SourceError, UsageError
from .model import Kind, Post, Site, Status
from .output import Output
from .report import Report
from .tables import Rows, Table, user_table
from .translate import Tell, Translator

Hook = Callable[[Post], "Post | Iterable[Post] | None"]
"""Changes a post on the way: returns it, or another, several, or None to leave it out. The body is loaded."""

Progress = Callable[[int, int], None]
"""Is told how many of how many posts are done."""

_MANY = 400
_CHUNK = 32


def convert(
    src: str | Path,
    dst: str | Path,
    *,
    source: str | None = None,
    target: str,
    on_post: Hook | None = None,
    mappings: Sequence[str | Path] = (),
    read: ReadOptions | None = None,
    write: WriteOptions | None = None,
    jobs: int | None = None,
    force: bool = False,
    dry_run: bool = False,
    diff: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Convert the blog at `src` into a site of the engine `target` at `dst`.

    `source` is the engine of `src`, recognised from its files when left out. `mappings` are files with a
    person's own tags. `jobs` is the number of processes (by default one for small blogs, else one a processor;
    with `on_post` always one). A dry run stages everything and writes nothing; with `diff` the report holds a
    unified diff for each post. Returns a report; raises UsageError or SourceError when nothing was done.
    """
    src, dst = Path(src), Path(dst)
    _check_folders(src, dst)
    site, diagnostics = _read(src, source, read)
    if on_post is not None:
        site = _hooked(site, on_post, diagnostics)
    return write_site(
        site,
        dst,
        target=target,
        mappings=mappings,
        write=write,
        jobs=1 if on_post else jobs,
        force=force,
        dry_run=dry_run,
        diff=diff,
        progress=progress,
        diagnostics=diagnostics,
    )


def read_site(src: str | Path, *, source: str | None = None, read: ReadOptions | None = None) -> Site:
    """The blog at `src`: settings, dialect and the index of its posts, bodies not loaded.

    Raises SourceError where `src` is no blog of that engine, UsageError for an unknown engine.
    """
    return _read(Path(src), source, read)[0]


def load(site: Site, post: Post) -> Post:
    """`post` with its body. Raises SourceError when its file is gone."""
    return post if post.body is not None else reader(site.engine).load(site, post)


def _read(src: Path, source: str | None, options: ReadOptions | None) -> tuple[Site, Diagnostics]:
    if not src.is_dir():
        raise SourceError(f"{src} is not a folder")
    diagnostics = Diagnostics()
    found = reader(source) if source else recognise(src)
    return found.read(src, options or ReadOptions(), diagnostics), diagnostics


def recognise(src: Path) -> Reader:
    """The engine whose site `src` is. Raises SourceError when no engine knows it."""
    from .engines.base import engines

    for candidate in engines().values():
        if isinstance(candidate, Reader) and candidate.recognise(src):
            return candidate
    raise SourceError(f"{src} is not recognised as a site of any engine; say which with --from")


def _check_folders(src: Path, dst: Path) -> None:
    a, b = src.resolve(), dst.resolve()
    if a == b or a in b.parents or b in a.parents:
        raise UsageError(f"{dst} and {src} lie in each other; choose a target outside the source")


def _hooked(site: Site, hook: Hook, diagnostics: Diagnostics) -> Site:
    """The site with its posts as `hook` returns them. Bodies are kept only where they were changed."""
    posts: list[Post] = []
    for post in site.posts:
        loaded = load(site, post)
        result = hook(loaded)
        for one in [] if result is None else [result] if isinstance(result, Post) else list(result):
            posts.append(
                replace(one, body=None) if one.body is loaded.body and one.path == post.path else one
            )
        if result is None:
            diagnostics.add("left-out", post.path, 0, "left out by the migration script")
    return replace(site, posts=tuple(posts))


@dataclass(slots=True)
class Converted:
    """One post on its way out: its files, what they need, what there is to tell."""

    files: list[OutputFile] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    kinds: dict[str, int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    diff: str = ""


class Conversion:
    """Everything that converting one post of a site needs. Built once a process; `post` is pure."""

    def __init__(
        self, site: Site, plan: Plan, target: str, own: Sequence[Table], *, diff: bool = False
    ) -> None:
        self._site = site
        self._plan = plan
        self._reader = reader(site.engine)
        self._writer = writer(target)
        self._diff = diff
        self._scanner = self._reader.scanner(site, Rows(site.engine, site.flavours, own))
        self._resolve = self._reader.resolver(site)
        self._target = self._writer.target(plan, Rows(target, plan.options.flavours, own))

    def post(self, post: Post) -> Converted:
        """The files of `post` in the target. Never raises for what a post contains."""
        done = Converted()
        diagnostics = Diagnostics()
        try:
            self._convert(load(self._site, post), done, diagnostics)
        except (SourceError, OSError) as error:
            diagnostics.add("unreadable", post.path, 0, f"cannot be read and is left out: {error}")
        done.diagnostics = diagnostics.found
        return done

    def _convert(self, post: Post, done: Converted, diagnostics: Diagnostics) -> None:
        try:
            body, done.used, done.kinds = self._body(post, diagnostics)
        except Exception as error:  # one post that we fail on must not stop the others
            message = (
                f"blogconv failed on this text and carries it over as it is: {error!r}; please report it"
            )
            diagnostics.add("internal", post.path, 0, message)
            body = apply(self._target.guard(post.body or ""), post.body or "")
        done.files = list(self._writer.write_post(self._plan, replace(post, body=body), diagnostics))
        done.diff = self._difference(post, done.files) if self._diff else ""

    def _body(self, post: Post, diagnostics: Diagnostics) -> tuple[str, set[str], dict[str, int]]:
        text = post.body or ""
        if post.front_matter.get("disableNunjucks") is True and self._site.engine == "hexo":
            return text, set(), {}
        newline = "\r\n" if "\r\n" in text else "\n"
        source = self._site.dialect if post.markup == "markdown" else self._plan.dialect
        if source.post_files and post.assets:
            source = replace(source, local_files=frozenset(asset.name for asset in post.assets))

        def resolve(construct: Construct, tell: Tell) -> Construct:
            return self._resolve(post, construct, tell)

        translator = Translator(self._scanner, source, self._target, resolve, diagnostics, post.path)
        done = translator.translate(text.replace("\r\n", "\n"), post.body_line)
        used = done.used | ({"html"} if post.markup == "html" else set())
        return done.text.replace("\n", newline) if newline != "\n" else done.text, used, dict(done.kinds)

    def _difference(self, post: Post, files: Sequence[OutputFile]) -> str:
        path = self._plan.paths.get(post.path, post.path)
        new = next((f.content for f in files if f.path == path), b"").decode("utf-8", "replace")
        try:
            old = (self._site.root / post.path).read_bytes().decode("utf-8", "replace")
        except OSError:
            old = ""
        lines = difflib.unified_diff(
            old.splitlines(keepends=True), new.splitlines(keepends=True), post.path, path
        )
        return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


_worker: Conversion | None = None


def _start_worker(build: Callable[[], Conversion]) -> None:
    global _worker
    _worker = build()


def _work(posts: list[Post]) -> list[Converted]:
    assert _worker is not None
    return [_worker.post(post) for post in posts]


def write_site(
    site: Site,
    dst: str | Path,
    *,
    target: str,
    mappings: Sequence[str | Path] = (),
    write: WriteOptions | None = None,
    jobs: int | None = None,
    force: bool = False,
    dry_run: bool = False,
    diff: bool = False,
    progress: Progress | None = None,
    diagnostics: Diagnostics | None = None,
) -> Report:
    """Write `site`, which may come from any engine, as a site of the engine `target` at `dst`.

    Arguments, result and errors are those of `convert`. `diagnostics` are findings to report as well.
    """
    diagnostics = diagnostics or Diagnostics()
    options = write or WriteOptions()
    own = [user_table(Path(m)) for m in mappings]
    plan = writer(target).plan(site, options, diagnostics)
    report = Report(site.engine, target, flavours=site.flavours, reasons=site.reasons, dry_run=dry_run)
    build = partial(Conversion, site, plan, target, own, diff=diff)
    used: set[str] = set()
    with Output(Path(dst), force=force) as output:
        for count, done in enumerate(_converted(site.posts, build, jobs), 1):
            for file in done.files:
                report.assets += output.add(file, diagnostics) and file.copy is not None
            used |= done.used
            report.constructs.update(done.kinds)
            diagnostics.found += done.diagnostics
            report.diffs += [done.diff] if done.diff else []
            if progress:
                progress(count, len(site.posts))
        for file in writer(target).write_site(plan, used, diagnostics):
            report.assets += output.add(file, diagnostics) and file.copy is not None
        report.changes = output.changes()
        for path in report.changes.kept:
            diagnostics.add(
                "kept-yours", path, 0, "was edited in the target since the last run; left as it is"
            )
        if not dry_run:
            output.commit(report.changes)
    _count(site, report)
    report.diagnostics = sorted(diagnostics.found, key=lambda d: (d.path, d.line, d.code))
    return report


def _count(site: Site, report: Report) -> None:
    for post in site.posts:
        report.posts += post.kind is Kind.POST and post.status is not Status.DRAFT
        report.drafts += post.status is Status.DRAFT
        report.pages += post.kind is Kind.PAGE


def _converted(
    posts: Sequence[Post], build: Callable[[], Conversion], jobs: int | None
) -> Iterator[Converted]:
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(posts) >= _MANY else 1
    if jobs <= 1:
        conversion = build()
        yield from map(conversion.post, posts)
        return
    with _pool(jobs, build) as pool:
        for chunk in _in_order(pool, _chunks(posts), ahead=4 * jobs):
            yield from chunk


@contextmanager
def _pool(jobs: int, build: Callable[[], Conversion]) -> Iterator[Executor]:
    pool = ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(build,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _chunks(posts: Sequence[Post]) -> Iterator[list[Post]]:
    rest = iter(posts)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _in_order(pool: Executor, chunks: Iterator[list[Post]], ahead: int) -> Iterator[list[Converted]]:
    """Results in the order of the posts, with only so much work ahead that memory stays flat."""
    waiting = [pool.submit(_work, chunk) for chunk in islice(chunks, ahead)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(_work, chunk) for chunk in islice(chunks, 1)]


def convert_text(
    text: str,
    *,
    source: str,
    target: str,
    mappings: Sequence[str | Path] = (),
    flavours: Sequence[str] = (),
    write: WriteOptions | None = None,
    path: str = "post.md",
) -> tuple[str, list[Diagnostic]]:
    """One post, front matter and body, from one engine's notations to another's; and what there is to tell.

    Links to other posts stay as they are, since there is no site to look them up in.
    """
    diagnostics = Diagnostics()
    own = [user_table(Path(m)) for m in mappings]
    site = replace(reader(source).blank(), flavours=tuple(flavours))
    post = reader(source).parse(site, path, text, diagnostics)
    site = replace(site, posts=(post,))
    plan = writer(target).plan(site, write or WriteOptions(), diagnostics)
    done = Conversion(site, plan, target, own).post(post)
    main = next((f for f in done.files if f.path == plan.paths[post.path]), None)
    if main is None:
        raise BlogconvError(f"{path}: nothing came out: " + "; ".join(map(str, done.diagnostics)))
    return main.content.decode("utf-8", "surrogateescape"), diagnostics.found + done.diagnostics


__all__ = [
    "Conversion",
    "Hook",
    "Progress",
    "Report",
    "convert",
    "convert_text",
    "load",
    "read_site",
    "recognise",
    "write_site",
]

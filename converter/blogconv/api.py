"""What the library offers: convert, read_site, write_site, convert_text. The command line calls nothing else."""

from __future__ import annotations

import difflib
import os
import re
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import cast
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .body import Construct, apply
from .diagnostics import Diagnostic, Diagnostics
from .diff import difference
from .engines.base import (
    OutputFile,
    Plan,
    Reader,
    ReadOptions,
    WriteOptions,
    broken_engines,
    check_options,
    engines,
    reader,
    writer,
)
from .errors import BlogconvError, MappingError, SourceError, UsageError
from .model import Post, Site
from .output import Output, check_target
from .report import Report
from .scan import Scanner
from .tables import Rows, Table, engine_tables, user_table
from .translate import Tell, Translator

Hook = Callable[[Post], "Post | Iterable[Post] | None"]
"""Changes a post on the way: returns it, or another, several, or None to leave it out. The body is loaded.

A post for which it raises is left out, which the report tells as an error.
"""

Progress = Callable[[int, int], None]
"""Is told how many of how many posts are done."""

_MANY = 400
_CHUNK = 32


def convert(
    src: str | Path,
    dst: str | Path,
    *,
    source: str | None = None,
    target: str | None = None,
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

    `source` and `target` are names of engines, each recognised from the files of its folder when left out.
    `mappings` are files with a person's own tags. `jobs` is the number of processes (by default one for small
    blogs, else one a processor; with `on_post` always one); a script that uses several keeps its own work behind
    `if __name__ == "__main__"`, since each process may import it. A dry run does everything and writes nothing; with
    `diff` the report holds a unified diff for each post. Returns a report; raises UsageError or SourceError when
    nothing was done, BlogconvError when the target could not be written.
    """
    src, dst = Path(src), Path(dst)
    _check_source(src)
    _check_folders(src, dst)
    check_target(dst, force=force)
    own = _tables(mappings)
    target = target or _engine_of_target(dst)
    _check_flavours(writer(target).name, write.flavours if write else (), own)
    site, diagnostics = _read(src, source, read, own)
    if on_post is not None:
        site = _hooked(site, on_post, diagnostics)
    return _write(
        site,
        dst,
        target,
        own,
        write or WriteOptions(),
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


def _tables(mappings: Sequence[str | Path]) -> list[Table]:
    tables = [user_table(Path(m)) for m in mappings]
    known = {*engines(), *broken_engines(), "common"}
    for path, table in zip(mappings, tables, strict=True):
        if table.engine not in known:
            near = difflib.get_close_matches(table.engine, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known))}"
            raise MappingError(f"{path}: there is no engine '{table.engine}'", hint)
    return tables


def _read(
    src: Path, source: str | None, options: ReadOptions | None, own: Sequence[Table] = ()
) -> tuple[Site, Diagnostics]:
    _check_source(src)
    options = options or ReadOptions()
    _check_zone(options.zone)
    diagnostics = Diagnostics()
    found = reader(source) if source else recognise(src)
    _check_flavours(found.name, options.flavours, own)
    check_options(found, options)
    return found.read(src, options, diagnostics), diagnostics


def _check_source(src: Path) -> None:
    try:
        found = src.is_dir()
    except OSError:
        found = False
    if not found:
        raise SourceError(f"{src} is not a folder")


def _check_zone(name: str | None) -> None:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise UsageError(f"there is no time zone '{name}'", "use a name such as Europe/Berlin") from None


def opened(
    src: Path, source: str | None, options: ReadOptions, mappings: Sequence[str | Path]
) -> tuple[Site, Scanner, Diagnostics]:
    """The blog at `src`, what finds the constructs in its bodies, and what was noticed. Errors as `convert`."""
    own = _tables(mappings)
    site, diagnostics = _read(src, source, options, own)
    return site, reader(site.engine).scanner(site, Rows(site.engine, site.flavours, own)), diagnostics


def recognise(src: Path) -> Reader:
    """The engine whose site `src` is. Raises SourceError when no engine knows it."""
    for candidate in engines().values():
        if isinstance(candidate, Reader) and _recognised(candidate, src):
            return candidate
    raise SourceError(
        f"{src} is not recognised as a site of any engine", "say which engine it is of with --from"
    )


def _recognised(candidate: Reader, src: Path) -> bool:
    try:
        return bool(candidate.recognise(src))
    except Exception:  # another's package must not stop ours
        return False


def _engine_of_target(dst: Path) -> str:
    try:
        return recognise(dst).name
    except SourceError:
        message = f"{dst} is no site yet from which its engine could be told"
        raise UsageError(message, "say which engine to write for with --to") from None


def _check_flavours(engine: str, flavours: Iterable[str], own: Sequence[Table]) -> None:
    known = sorted({table.flavour for table in (*engine_tables(engine), *own)})
    for flavour in flavours:
        if flavour not in known:
            near = difflib.get_close_matches(flavour, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
            raise UsageError(f"there is no flavour '{flavour}' for {engine}", hint)


def _check_folders(src: Path, dst: Path) -> None:
    """Raises UsageError where one folder lies in the other, by whatever names and links."""
    try:
        together = _lies_in(src, dst) or _lies_in(dst, src)
    except (OSError, RuntimeError):  # a name too long, a link that turns in a circle
        raise UsageError(f"{dst} cannot be a folder", "choose another name") from None
    if together:
        raise UsageError(f"{dst} and {src} lie in each other", "choose a target outside the source")


def _lies_in(inner: Path, outer: Path) -> bool:
    real = inner.resolve()
    return outer.exists() and any(f.exists() and f.samefile(outer) for f in (real, *real.parents))


def _hooked(site: Site, hook: Hook, diagnostics: Diagnostics) -> Site:
    """The site with its posts as `hook` returns them. A body that can be loaded again is not kept."""
    posts: list[Post] = []
    for post in site.posts:
        try:
            loaded = load(site, post)
        except SourceError as error:
            diagnostics.add("unreadable", post.path, 0, f"{error}; left out")
            continue
        try:
            results = _results(hook(loaded))
        except Exception as error:  # what the script would have left out or hidden must not slip through
            frames = traceback.extract_tb(error.__traceback__)
            place = next((frame for frame in frames if frame.filename != __file__), frames[-1])
            message = (
                f"left out: the migration script failed in line {place.lineno} of {place.name}: {error!r}"
            )
            diagnostics.add("script-failed", post.path, 0, message)
            continue
        posts += [replace(one, body=None) if _loads_again(one, loaded) else one for one in results]
        if not results:
            diagnostics.add("left-out", post.path, 0, "left out by the migration script")
    gone = _paths(site.posts) - _paths(posts)
    return replace(site, posts=tuple(posts), left_out=frozenset(gone))


def _paths(posts: Iterable[Post]) -> set[str]:
    """The paths of posts and of their files."""
    return {path for post in posts for path in (post.path, *(asset.path for asset in post.assets))}


def _results(returned: object) -> list[Post]:
    """What a hook has returned, as a list. Raises TypeError where that is something else than posts."""
    posts = [returned] if isinstance(returned, Post) else list(cast("Iterable[Post]", returned or ()))
    if strange := [type(one).__name__ for one in posts if not isinstance(one, Post)]:
        raise TypeError(f"a hook returns posts or None, not {strange[0]}")
    return posts


def _loads_again(post: Post, loaded: Post) -> bool:
    """Whether the reader, which goes by path and front matter, finds the body of `post` again."""
    was, now = loaded.front_matter, post.front_matter
    same = post.body is loaded.body and post.path == loaded.path
    return same and was.format == now.format and was.get("content") is now.get("content")


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
            diagnostics.add("internal", post.path, 0, _FAILED.format(error))
            body, done.used = self._as_it_stands(post.body or "")
        try:
            done.files = list(self._writer.write_post(self._plan, replace(post, body=body), diagnostics))
        except Exception as error:
            diagnostics.add("internal", post.path, 0, _FAILED.format(error))
            content = encodable(body).encode("utf-8", "surrogateescape")
            done.files = [OutputFile(self._plan.paths.get(post.path, post.path), content)]
        if self._diff:
            done.diff = self._difference(post, done.files)

    def _as_it_stands(self, text: str) -> tuple[str, set[str]]:
        """A text that is not translated, only guarded; and the helpers that this takes."""
        guards = self._target.guard(text)
        return apply(guards, text), {"literal"} if any("literal" in e.text for e in guards) else set()

    def _body(self, post: Post, diagnostics: Diagnostics) -> tuple[str, set[str], dict[str, int]]:
        text = post.body or ""
        source = self._site.dialect if post.markup == "markdown" else self._plan.dialect
        if source.post_files and post.assets:
            source = replace(source, local_files=frozenset(asset.name for asset in post.assets))

        def resolve(construct: Construct, tell: Tell) -> Construct:
            return self._resolve(post, construct, tell)

        scanner = self._scanner if post.templated else self._scanner.without_notations()
        translator = Translator(scanner, source, self._target, resolve, diagnostics, post.path)
        plain = text.replace("\r\n", "\n")
        done = translator.translate(plain, post.body_line)
        used = done.used | ({"html"} if post.markup == "html" else set())
        return text if done.text == plain else _with_newlines_of(text, done.text), used, dict(done.kinds)

    def _difference(self, post: Post, files: Sequence[OutputFile]) -> str:
        path = self._plan.paths.get(post.path, post.path)
        new = next((f.content for f in files if f.path == path), b"")
        try:
            old = (self._site.root / post.path).read_bytes()
        except OSError:
            old = b""
        return difference(old.decode("utf-8", "replace"), new.decode("utf-8", "replace"), post.path, path)


def encodable(text: str) -> str:
    """`text` without lone surrogates; those that stand for bytes which are no UTF-8 stay."""
    return text if text.isascii() else re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", text)


_FAILED = "blogconv failed on this post and carries its text over as it is ({!r})"


def _with_newlines_of(original: str, text: str) -> str:
    """`text`, whose lines end in LF, with the line ends that most lines of `original` have."""
    return text.replace("\n", "\r\n") if 2 * original.count("\r\n") > original.count("\n") else text


_worker: Conversion | None = None


def _start_worker(build: Callable[[], Conversion]) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process is told too, and ends us
    _worker = build()


def _work(posts: list[Post]) -> list[Converted]:
    assert _worker is not None
    return [_worker.post(post) for post in posts]


_built = threading.local()


def _work_of(job: str, build: Callable[[], Conversion], posts: list[Post]) -> list[Converted]:
    """Work for an executor that is not ours: each of its threads and processes builds the conversion of a job once."""
    if getattr(_built, "job", "") != job:
        _built.job, _built.conversion = job, build()
    return [_built.conversion.post(post) for post in posts]


def write_site(
    site: Site,
    dst: str | Path,
    *,
    target: str,
    mappings: Sequence[str | Path] = (),
    write: WriteOptions | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    force: bool = False,
    dry_run: bool = False,
    diff: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Write `site`, which may come from any engine, as a site of the engine `target` at `dst`.

    `executor` converts the posts where one is given: threads, a pool that is there already, a cluster. Other
    arguments, result and errors are those of `convert`.
    """
    if site.root.parts:
        _check_folders(site.root, Path(dst))
    return _write(
        site,
        Path(dst),
        target,
        _tables(mappings),
        write or WriteOptions(),
        jobs=jobs,
        executor=executor,
        force=force,
        dry_run=dry_run,
        diff=diff,
        progress=progress,
        diagnostics=Diagnostics(),
    )


def _write(
    site: Site,
    dst: Path,
    target: str,
    own: Sequence[Table],
    options: WriteOptions,
    *,
    jobs: int | None,
    executor: Executor | None = None,
    force: bool,
    dry_run: bool,
    diff: bool,
    progress: Progress | None,
    diagnostics: Diagnostics,
) -> Report:
    _check_paths(site.posts)
    check_options(writer(target), options)
    plan = writer(target).plan(site, options, diagnostics)
    report = Report(site.engine, target, flavours=site.flavours, reasons=site.reasons, dry_run=dry_run)
    build = partial(Conversion, site, plan, target, own, diff=diff)
    used: set[str] = set()
    with (
        Output(dst, force=force, dry_run=dry_run) as output,
        closing(_converted(site.posts, build, jobs, executor)) as results,
    ):
        for count, (post, done) in enumerate(zip(site.posts, results, strict=True), 1):
            _add(output, done.files, report, diagnostics)
            used |= done.used
            diagnostics.found += done.diagnostics
            report.count(post, done.kinds, done.diff)
            if progress:
                progress(count, len(site.posts))
        _add(output, writer(target).write_site(plan, used, diagnostics), report, diagnostics)
        report.changes = output.changes()
        for path in report.changes.kept:
            diagnostics.add("kept-yours", path, 0, "it is not as blogconv wrote it last; left as it is")
        if not dry_run:
            output.commit(report.changes)
    report.diagnostics = sorted(diagnostics.found, key=lambda d: (d.path, d.line, d.code))
    return report


def _check_paths(posts: Iterable[Post]) -> None:
    """Raises UsageError for posts that a hook made and gave the path of another."""
    seen: set[str] = set()
    for post in posts:
        if post.path in seen:
            raise UsageError(f"two posts have the path {post.path}; give each that a hook makes its own")
        seen.add(post.path)


def _add(output: Output, files: Iterable[OutputFile], report: Report, diagnostics: Diagnostics) -> None:
    for file in files:
        report.assets += output.add(file, diagnostics) and file.copy is not None


def _converted(
    posts: Sequence[Post], build: Callable[[], Conversion], jobs: int | None, executor: Executor | None
) -> Generator[Converted, None, None]:
    if executor:
        work = partial(_work_of, uuid4().hex, build)
        for chunk in _in_order(executor, work, _chunks(posts), ahead=4 * (os.cpu_count() or 1)):
            yield from chunk
        return
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(posts) >= _MANY else 1
    if jobs <= 1:
        conversion = build()
        yield from map(conversion.post, posts)
        return
    with _pool(jobs, build) as pool:
        for chunk in _in_order(pool, _work, _chunks(posts), ahead=4 * jobs):
            yield from chunk


@contextmanager
def _pool(jobs: int, build: Callable[[], Conversion]) -> Iterator[Executor]:
    pool = ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(build,))
    try:
        yield pool
    except BrokenProcessPool:
        raise BlogconvError("a process that converted posts was killed", "try --jobs 1") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _chunks(posts: Sequence[Post]) -> Iterator[list[Post]]:
    rest = iter(posts)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _in_order(
    pool: Executor,
    work: Callable[[list[Post]], list[Converted]],
    chunks: Iterator[list[Post]],
    ahead: int,
) -> Iterator[list[Converted]]:
    """Results in the order of the posts, with only so much work ahead that memory stays flat."""
    waiting = [pool.submit(work, chunk) for chunk in islice(chunks, ahead)]
    try:
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(work, chunk) for chunk in islice(chunks, 1)]
    finally:
        for future in waiting:
            future.cancel()


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

    Links to other posts stay as they are, since there is no site to look them up in. Raises UsageError for an
    unknown engine or flavour.
    """
    diagnostics = Diagnostics()
    own, options = _tables(mappings), write or WriteOptions()
    _check_flavours(source, flavours, own)
    _check_flavours(target, options.flavours, own)
    check_options(writer(target), options)
    site = replace(reader(source).blank(), flavours=tuple(flavours))
    post = reader(source).parse(site, path, encodable(text), diagnostics)
    site = replace(site, posts=(post,))
    plan = writer(target).plan(site, options, diagnostics)
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

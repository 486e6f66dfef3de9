"""The test bench: builds blogs with the real engines, in a neutral theme that marks what is compared.

The theme is the same HTML for every engine: `data-blogconv="title|date|updated|tags|categories|content"`
names the parts of a post, `posts`, `excerpt`, `terms` and `pages` those of a list. A blog is never changed:
Hexo builds a copy, Hugo writes nothing beside its output.

`missing` says why an engine cannot run here; the `engine` marker of the tests asks it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parents[1]
THEMES = BENCH / "themes"
MODULES = BENCH / "node_modules"
OLD_HUGO = "0.147.9"
"""The oldest Hugo that converted blogs are built with. The Makefile installs it below build/."""

NEUTRAL_CONFIG = """title: Bench
url: https://blog.example
permalink: :year/:month/:day/:title/
timezone: Asia/Shanghai
updated_option: date
marked: {mangle: false}
"""
MARKED = "hexo-renderer-marked"
PLUGINS = ("hexo-generator-archive", "hexo-generator-category", "hexo-generator-index", "hexo-generator-tag")
TROUBLE = re.compile(r"^(?:ERROR|FATAL|WARN|Error:)")
JEKYLL_TROUBLE = re.compile(
    r"^\s*(?:Build Warning|Liquid Warning|Liquid Exception|Conflict|Error|Deprecation|Invalid|Skipping|Warning):?\s"
)


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A built site. `failures` are the lines of the log that speak of a failed or doubtful page."""

    out: Path
    log: str
    failures: tuple[str, ...] = ()

    @property
    def files(self) -> frozenset[str]:
        """The paths of all written files below `out`, with `/`."""
        return frozenset(p.relative_to(self.out).as_posix() for p in self.out.rglob("*") if p.is_file())


@dataclass(frozen=True, slots=True)
class HexoPost:
    """A post or page as the real Hexo reads and renders it.

    Dates are UTC in ISO form. Tags and categories are `(name, path)` in Hexo's order. `error` is the message
    of a post that cannot be rendered; the whole build of such a blog fails.
    """

    kind: str
    source: str
    slug: str | None
    path: str
    permalink: str
    title: str | None
    date: str | None
    updated: str | None
    layout: str
    published: bool
    tags: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    content: str
    excerpt: str
    more: str
    error: str | None

    @classmethod
    def of(cls, record: dict[str, Any]) -> HexoPost:
        terms = {key: tuple(map(tuple, record[key])) for key in ("tags", "categories")}
        return cls(**(record | terms))


class EngineError(Exception):
    """The real engine refused what it was given. The text is what it said."""


def missing(engine: str) -> str | None:
    """Why `engine` (hexo, hugo, hugo-old, jekyll-commonmark, or any command) cannot run here, or None if it can."""
    try:
        if engine == "hexo":
            node_modules()
        elif engine == "hugo":
            hugo_binary()
        elif engine == "hugo-old":
            hugo_binary(OLD_HUGO)
        elif engine == "jekyll-commonmark":
            run(["ruby", "-e", "require 'jekyll'; require 'jekyll-commonmark'"], cwd=BENCH)
        elif not shutil.which(engine):
            return f"{engine} is not installed"
    except EngineError as error:
        return str(error)
    return None


@cache
def node_modules() -> Path:
    """The folder of Hexo and its plugins; installs them where they are missing. Raises EngineError."""
    if not shutil.which("node"):
        raise EngineError("node is not installed")
    with _locked("npm"):
        if not (MODULES / "hexo" / "package.json").is_file():
            if not shutil.which("npm"):
                raise EngineError("Hexo is not installed in tests/engines, and there is no npm")
            run(["npm", "ci", "--ignore-scripts"], cwd=BENCH)
    return MODULES


@cache
def hugo_binary(version: str | None = None) -> Path:
    """The Hugo of this Python environment, else of the PATH; or that `version` from its own environment
    below build/. Raises EngineError where there is none."""
    if version:
        found = ROOT / "build" / f"hugo-{version}" / "bin" / "hugo"
        if not found.is_file():
            raise EngineError(f"Hugo {version} is not installed: run `make build/hugo-{version}/bin/hugo`")
        return found
    beside = Path(sysconfig.get_path("scripts")) / "hugo"
    on_path = shutil.which("hugo")
    if beside.is_file():
        return beside
    if on_path:
        return Path(on_path)
    raise EngineError("hugo is not installed")


def build_hexo(
    site: Path, out: Path, *, env_tz: str = "Asia/Shanghai", theme: str | None = "neutral-hexo"
) -> BuildResult:
    """Build the Hexo blog `site` into the new folder `out`, as on a machine in the time zone `env_tz`.

    The blog keeps its configuration, its `scripts/` and those of its plugins that the bench has; only the
    theme is the neutral one. With `theme` None the site keeps the theme that it names. Raises EngineError when
    the build as a whole fails.
    """
    with _hexo_copy(site, theme) as copy:
        log = run(
            ["node", str(node_modules() / "hexo" / "bin" / "hexo"), "generate"], cwd=copy, env={"TZ": env_tz}
        )
        shutil.move(copy / "public", out)
    return BuildResult(out, log, _failures(log))


def build_hugo(
    site: Path, out: Path, *, version: str | None = None, theme: str | None = "neutral-hugo"
) -> BuildResult:
    """Build the Hugo site `site` into `out` in the neutral theme, without writing anything into `site`.

    With `theme` None the site keeps the theme that it names. Layouts of the site's own win over those of a
    theme. Raises EngineError when Hugo fails.
    """
    with tempfile.TemporaryDirectory(prefix="blogconv-hugo-") as scratch:
        command = [str(hugo_binary(version)), "build", "--source", str(site), "--destination", str(out)]
        command += ["--noBuildLock", "--cacheDir", f"{scratch}/cache", "--printPathWarnings"]
        if theme:
            command += ["--themesDir", str(THEMES), "--theme", theme]
        log = run(command, cwd=site, env={"HUGO_RESOURCEDIR": f"{scratch}/resources", "TZ": "UTC"})
    return BuildResult(out, log, _failures(log))


def build_jekyll(
    site: Path, out: Path, *, theme: str | None = "neutral-jekyll", env_tz: str = "Asia/Shanghai"
) -> BuildResult:
    """Build the Jekyll site `site` into `out`, as on a machine in the time zone `env_tz`, `site` unchanged.

    The layouts of the theme replace those of the site that have the same name; with `theme` None the site
    keeps its own. Raises EngineError when Jekyll fails.
    """
    with tempfile.TemporaryDirectory(prefix="blogconv-jekyll-") as scratch:
        copy = Path(scratch) / "site"
        shutil.copytree(
            site, copy, ignore=shutil.ignore_patterns("_site", ".jekyll-cache", ".git", "Gemfile*")
        )
        if theme:
            shutil.copytree(THEMES / theme, copy, dirs_exist_ok=True)
        command = ["jekyll", "build", "--source", str(copy), "--destination", str(out)]
        log = run(
            [*command, "--disable-disk-cache", "--trace"],
            cwd=Path(scratch),
            env={"JEKYLL_NO_BUNDLER_REQUIRE": "true", "TZ": env_tz, "LANG": "C.UTF-8"},
        )
    failures = tuple(line.strip() for line in log.splitlines() if JEKYLL_TROUBLE.match(line))
    return BuildResult(out, log, failures)


def hexo_read(site: Path, *, env_tz: str = "Asia/Shanghai") -> dict[str, HexoPost]:
    """What the real Hexo reads and renders of each post and page of the blog `site`, in one process.

    The keys are paths below `source/`. A post that Hexo drops is not there. Raises EngineError when Hexo does
    not start.
    """
    with _hexo_copy(site) as copy:
        return _read(copy, env_tz)


def hexo_posts(
    files: Mapping[str, str],
    *,
    config: str = "",
    renderer: str = MARKED,
    env_tz: str = "Asia/Shanghai",
) -> dict[str, HexoPost]:
    """Read and render whole files, front matter included, with the real Hexo in one process.

    `files` are texts by their path below `source/`, such as `_posts/a.md`, or anywhere in the blog when the
    path begins with `/`, such as `/scripts/tags.js`. `config` is the `_config.yml`; by default the bench's.
    """
    with tempfile.TemporaryDirectory(prefix="blogconv-hexo-") as scratch:
        site = Path(scratch)
        _hexo_frame(site, config or NEUTRAL_CONFIG, (renderer,))
        for name, text in files.items():
            path = site / name[1:] if name.startswith("/") else site / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        return _read(site, env_tz)


def hexo_render(
    bodies: Mapping[str, str],
    *,
    config: str = "",
    renderer: str = MARKED,
    scripts: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The HTML that the real Hexo makes of each Markdown body (no front matter), hundreds in one process.

    The names are free. `scripts` are files for `scripts/`. Raises EngineError that names the bodies which
    Hexo cannot render; `hexo_posts` shows the errors one by one.
    """
    names = {name: f"_posts/p{number:05}.md" for number, name in enumerate(bodies)}
    files = {names[n]: f"---\ntitle: T\ndate: 2024-01-02 03:04:05\n---\n{text}" for n, text in bodies.items()}
    files |= {f"/scripts/{name}": text for name, text in (scripts or {}).items()}
    posts = hexo_posts(files, config=config, renderer=renderer)
    errors = {name: posts[path].error for name, path in names.items() if posts[path].error}
    if errors:
        raise EngineError("\n".join(f"{name}: {error}" for name, error in errors.items()))
    return {name: posts[path].content for name, path in names.items()}


def _read(site: Path, env_tz: str) -> dict[str, HexoPost]:
    output = site / "read.json"
    run(["node", str(BENCH / "hexo_read.cjs"), str(site), str(output)], cwd=site, env={"TZ": env_tz})
    posts = [HexoPost.of(record) for record in json.loads(output.read_text(encoding="utf-8"))]
    return {post.source: post for post in posts}


@contextmanager
def _hexo_copy(site: Path, theme: str | None = "neutral-hexo") -> Iterator[Path]:
    """A copy of the blog with the bench's packages and the neutral theme, and without earlier results."""
    with tempfile.TemporaryDirectory(prefix="blogconv-hexo-") as scratch:
        copy = Path(scratch) / "site"
        skip = shutil.ignore_patterns("node_modules", ".git")
        shutil.copytree(site, copy, ignore=lambda d, names: skip(d, names) if Path(d) == site else set())
        (copy / "db.json").unlink(missing_ok=True)
        shutil.rmtree(copy / "public", ignore_errors=True)
        if (copy / "_config.yaml").is_file() and not (copy / "_config.yml").is_file():
            (copy / "_config.yaml").rename(copy / "_config.yml")
        config = (copy / "_config.yml").read_text(encoding="utf-8")
        config = _with_key(config, "public_dir", "public")
        config = _with_key(config, "theme", theme) if theme else config
        _hexo_frame(copy, config, (MARKED, *PLUGINS))
        shutil.copytree(THEMES / "neutral-hexo", copy / "themes" / "neutral-hexo", dirs_exist_ok=True)
        yield copy


def _hexo_frame(site: Path, config: str, plugins: tuple[str, ...]) -> None:
    """Make `site` a folder that Hexo accepts: configuration, packages, and a package.json if it has none."""
    (site / "_config.yml").write_text(config, encoding="utf-8")
    package = site / "package.json"
    if not package.exists():
        manifest = {"name": "bench", "hexo": {"version": ""}, "dependencies": dict.fromkeys(plugins, "*")}
        package.write_text(json.dumps(manifest), encoding="utf-8")
    (site / "node_modules").symlink_to(node_modules(), target_is_directory=True)


def _with_key(config: str, key: str, value: str) -> str:
    """`config` in which the top-level scalar `key` has `value`."""
    line = f"{key}: {value}"
    changed, count = re.subn(rf"(?m)^{key}[ \t]*:.*$", line, config)
    return changed if count else f"{config.rstrip()}\n{line}\n"


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """Keep the other test processes out."""
    with (Path(tempfile.gettempdir()) / f"blogconv-{name}-{os.getuid()}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(command: list[str], *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What `command` says, run in `cwd` with `env` besides. Raises EngineError when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise EngineError(f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def _failures(log: str) -> tuple[str, ...]:
    return tuple(line for line in log.splitlines() if TROUBLE.match(line))

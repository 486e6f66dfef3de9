"""Reads and renders with the real Jekyll: whole sites, or hundreds of Markdown bodies in one process."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.harness import BENCH, EngineError, run

NEUTRAL_CONFIG = """title: Bench
url: https://blog.example
permalink: /:year/:month/:day/:title/
timezone: Asia/Shanghai
"""


@dataclass(frozen=True, slots=True)
class JekyllFile:
    """A post, page or document as the real Jekyll has it. `file` is where it is written."""

    kind: str
    source: str
    address: str
    file: str
    title: Any
    date: str | None
    tags: list[Any]
    categories: list[Any]
    slug: str
    layout: Any
    written: bool
    content: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class JekyllSite:
    """What the real Jekyll has of a site, by path below the source; `statics` are address by path."""

    files: Mapping[str, JekyllFile]
    statics: Mapping[str, str]
    log: str


def jekyll_read(
    site: Path,
    *,
    config: str = "",
    options: tuple[str, ...] = (),
    env_tz: str = "Asia/Shanghai",
    render: bool = True,
) -> JekyllSite:
    """Build the Jekyll site `site`, which stays as it is, and tell what Jekyll has read and rendered.

    `config` is added to the site's configuration. Without `render` the site is only read. Raises EngineError
    when Jekyll fails.
    """
    with tempfile.TemporaryDirectory(prefix="blogconv-jekyll-") as scratch:
        copy, output = Path(scratch) / "site", Path(scratch) / "read.json"
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns("_site", ".git", "Gemfile*"), symlinks=True)
        plugins = copy / "_plugins"
        plugins.mkdir(exist_ok=True)
        shutil.copy(BENCH / "jekyll_read.rb", plugins)
        extra = Path(scratch) / "extra.yml"
        extra.write_text(config, encoding="utf-8")
        configs = [str(p) for name in ("_config.yml", "_config.yaml") if (p := copy / name).is_file()]
        command = ["jekyll", "build", "--source", str(copy), "--destination", f"{scratch}/out"]
        command += ["--config", ",".join([*configs, str(extra)]), "--disable-disk-cache", "--trace", *options]
        env = {"JEKYLL_NO_BUNDLER_REQUIRE": "true", "TZ": env_tz, "LANG": "C.UTF-8"}
        env |= {"BLOGCONV_READ": str(output), "BLOGCONV_RENDER": "yes" if render else "no"}
        log = run(command, cwd=Path(scratch), env=env)
        found = json.loads(output.read_text(encoding="utf-8"))
    files = {record["source"]: JekyllFile(**record) for record in found["documents"]}
    return JekyllSite(files, {f["source"].lstrip("/"): f["address"] for f in found["files"]}, log)


def jekyll_files(
    files: Mapping[str, str | bytes], *, config: str = "", options: tuple[str, ...] = ()
) -> JekyllSite:
    """The site that `files` make, texts by their path; a `_config.yml` is the bench's where there is none."""
    with tempfile.TemporaryDirectory(prefix="blogconv-jekyll-") as scratch:
        site = Path(scratch)
        write_files(site, {"_config.yml": NEUTRAL_CONFIG, **files})
        return jekyll_read(site, config=config, options=options)


def write_files(site: Path, files: Mapping[str, str | bytes]) -> None:
    """Write texts by their path below `site`."""
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))


def jekyll_render(
    bodies: Mapping[str, str], *, config: str = "", files: Mapping[str, str | bytes] | None = None
) -> dict[str, str]:
    """The HTML of each Markdown body, its name free. A body that stops Jekyll's build is "ERROR"."""
    names = {f"p{number:05}": name for number, name in enumerate(bodies)}
    posts = {
        f"_posts/2024-01-02-{file}.md": f"---\ntitle: T\n---\n{bodies[name]}" for file, name in names.items()
    }
    rendered = dict.fromkeys(bodies, "ERROR")
    while posts:
        try:
            site = jekyll_files({**posts, **(files or {})}, config=config)
        except EngineError as error:
            del posts[f"_posts/2024-01-02-{_culprit(str(error))}.md"]
            continue
        for path in posts:
            rendered[names[re.search(r"p[0-9]{5}", path)[0]]] = site.files[path].content  # type: ignore[index]
        break
    return rendered


def _culprit(message: str) -> str:
    """The post that stopped the build."""
    found = re.search(r"2024-01-02-(p[0-9]{5})\.md", message)
    if not found:
        raise EngineError(message)
    return found[1]


__all__ = ["JekyllFile", "JekyllSite", "jekyll_files", "jekyll_read", "jekyll_render", "write_files"]

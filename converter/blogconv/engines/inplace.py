"""A site written as a site of its own engine: posts byte for byte but for what a script or a flavour changes.

Every file is copied to its own place. A post is written anew where a migration script has changed it, or where its
constructs are to be those of another flavour.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePosixPath

from ..body import Edit
from ..diagnostics import Diagnostics
from ..errors import SourceError
from ..frontmatter import YamlSchema, render
from ..model import Post, Site
from ..tables import Rows
from .base import OutputFile, Plan, Reader, WriteOptions

_MADE = frozenset((
    "node_modules", "public", ".git", "db.json", ".deploy_git", ".hugo_build.lock", "_site", ".jekyll-cache",
    ".sass-cache", ".DS_Store", ".blogconv-manifest",
))  # fmt: skip
"""What an engine makes out of a site: it is made again."""


def plan(site: Site, options: WriteOptions) -> Plan:
    """All posts where they are, in the dialect that they are in."""
    return Plan(site, options, site.dialect, {post.path: post.path for post in site.posts}, {"same": True})


def is_same(plan: Plan) -> bool:
    """Whether the plan is one of a site for its own engine."""
    return bool(plan.extra.get("same"))


def kept(plan: Plan, rows: Rows) -> frozenset[str]:
    """The flavours whose constructs stay as they are: all, or those of the flavours that were asked for."""
    asked = set(plan.options.flavours)
    stays = rows.tables if asked and asked != set(plan.site.flavours) else (*rows.tables, *rows.others)
    return frozenset(table.flavour for table in stays if table.flavour != "common")


def no_guard(_text: str) -> list[Edit]:
    """What the source's engine took for text the same engine takes for text again."""
    return []


def post_files(reader: Reader, plan: Plan, post: Post, schema: YamlSchema) -> Iterator[OutputFile]:
    """The post's file: its front matter as it stands in the source where it is unchanged, then its body."""
    head = _head(reader, plan.site, post)
    if head is None:
        form = post.front_matter.format
        known = form if form in ("yaml", "toml", "json") else plan.options.format
        head = render(post.front_matter, known, schema)
    yield OutputFile(post.path, (head + (post.body or "")).encode("utf-8", "surrogateescape"))
    for asset in post.assets:
        yield OutputFile(asset.path, copy=plan.site.root / asset.path)


def _head(reader: Reader, site: Site, post: Post) -> str | None:
    """The text before the body in the source, None where the front matter is not the source's any more."""
    try:
        text = (site.root / post.path).read_bytes().decode("utf-8", "surrogateescape")
        old = reader.parse(site, post.path, text, Diagnostics())
    except (OSError, SourceError):
        return None
    body = old.body or ""
    if old.front_matter != post.front_matter or not text.endswith(body):
        return None
    return text[: len(text) - len(body)]


def site_files(plan: Plan, helpers: Iterable[OutputFile] = ()) -> Iterator[OutputFile]:
    """All other files of the site, where they are, and those `helpers` that it does not have."""
    posts = {post.path for post in plan.site.posts}
    posts |= {asset.path for post in plan.site.posts for asset in post.assets}
    for name in files(plan.site.root, _MADE):
        if name not in posts and name not in plan.site.left_out:
            yield OutputFile(name, copy=plan.site.root / name)
    for file in helpers:
        if not (plan.site.root / file.path).exists():
            yield file


def files(root: Path, without: Container[str]) -> Iterator[str]:
    """The paths of all files below `root` in order, without those files and folders of the names `without`."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in without)
        for name in sorted(names):
            path = Path(folder) / name
            if name not in without and path.is_file():
                yield PurePosixPath(path.relative_to(root)).as_posix()

"""The files of a Hexo site: posts and pages, their assets, lists of terms, data, settings, scripts, the theme."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Set
from importlib.resources import files
from importlib.resources.abc import Traversable

from ...diagnostics import Diagnostics
from ...frontmatter import JS_YAML_4, render
from ...model import Asset, Entry, FrontMatter, Kind, Post, Site, Status
from ..base import OutputFile, Plan
from . import write_config, write_metadata
from .write_layout import Layout, Place

_SCRIPTS = {
    "tags": ("blogconv-tags.js",),
    "markdown": ("blogconv-markdown.js",),
    "site": ("blogconv-site.js",),
    "containers": ("blogconv-containers.js",),
}
HAVE_TAGS = frozenset(("tags", "math"))
"""The helpers of rows that write a tag of ours."""
_EMBEDS = "hugo/files/data/blogconv/embeds.toml"
_STARTER_STYLE = "hugo/files/starter/static/css/starter.css"
"""What the other engines' sites have too lies beside the one that had it first."""


def post_files(plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The post's own file and the files that belong to it."""
    layout: Layout = plan.extra["layout"]
    place = layout.places[post.path]
    for asset in post.assets:
        yield OutputFile(_asset_path(layout, place, post, asset), copy=plan.site.root / asset.path)
    if post.kind is Kind.SECTION and post.address in plan.extra["lists"]:
        if (post.body or "").strip():
            message = f"Hexo makes the page {post.address} by itself; the text that stood on it is left out"
            diagnostics.add("list-text", post.path, 0, message)
        return
    if post.is_file:
        yield OutputFile(place.file, (post.body or "").encode("utf-8", "surrogateescape"))
        return
    front_matter = write_metadata.convert(post, place, plan.site, plan.extra["top"])
    newline = "\r\n" if post.body and "\r\n" in post.body else None
    head = render(front_matter, "yaml", JS_YAML_4, newline) or "---\n---\n"
    yield OutputFile(place.file, (head + (post.body or "")).encode("utf-8", "surrogateescape"))


def _asset_path(layout: Layout, place: Place, post: Post, asset: Asset) -> str:
    """In the post's asset folder where Hexo publishes it at its old address, else at that address below source/."""
    folder = post.address if post.address.endswith("/") else post.address.rpartition(".")[0] + "/"
    beside = layout.asset_folders and post.kind is Kind.POST and post.status is not Status.DRAFT
    if beside and asset.address == folder + asset.name:
        return f"{place.assets}/{asset.name}"
    return f"source{asset.address}"


def site_files(plan: Plan, used: set[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """All that is not one post's."""
    site, layout, theme = plan.site, plan.extra["layout"], plan.extra["theme"]
    skip, include = unrendered(site)
    yield OutputFile("_config.yml", write_config.config(site, layout, plan.dialect, theme, skip, include))
    yield OutputFile("package.json", write_config.package(site, theme, with_math="math" in used))
    yield OutputFile(".gitignore", b"node_modules/\npublic/\ndb.json\n.deploy*/\n")
    for name, title in write_config.term_pages(site, site.posts):
        entries = (Entry("title", title), Entry("type", name))
        text = render(FrontMatter("none", entries), "yaml", JS_YAML_4)
        yield OutputFile(f"source/{name}/index.md", text.encode())
    written = {place.file for place in layout.places.values()}
    for asset in site.assets:
        yield from _site_asset(site, asset, written, diagnostics)
    for asset in site.data:
        yield OutputFile(f"source/_data/{asset.name}", copy=site.root / asset.path)
    yield from helper_files(used, with_tags=bool(plan.options.flavours))
    if theme == write_config.STARTER:
        theme_folder = f"themes/{write_config.STARTER}"
        for path, file in _walk(_here() / "starter", theme_folder):
            yield OutputFile(path, file.read_bytes())
        style = (files("blogconv.engines") / _STARTER_STYLE).read_bytes()
        yield OutputFile(f"{theme_folder}/source/css/starter.css", style)


def _site_asset(
    site: Site, asset: Asset, written: set[str], diagnostics: Diagnostics
) -> Iterator[OutputFile]:
    path = f"source{asset.address}"
    if path in written:
        diagnostics.add("renamed", asset.path, 0, "a page stands at its address; the file is left out")
        return
    if re.search(r"[~%]$", path):
        diagnostics.add("not-published", asset.path, 0, "Hexo publishes no file whose name ends in ~ or %")
    yield OutputFile(path, copy=site.root / asset.path)


_RENDERED = frozenset((
    "html", "htm", "md", "markdown", "mkd", "mkdn", "mdwn", "mdtxt", "mdtext", "json", "yml", "yaml", "styl", "stylus",
    "ejs", "njk", "j2", "swig", "pug", "jade", "less", "scss", "sass",
))  # fmt: skip
"""Endings of files that Hexo, or a renderer that themes bring, makes something else of."""


def unrendered(site: Site) -> tuple[list[str], list[str]]:
    """Files that Hexo would render or ignore: the values of `skip_render` and `include`, which are globs."""
    addresses = [a.address for a in site.assets] + [p.address for p in site.posts if p.is_file]
    paths = [address.lstrip("/") for address in addresses]
    skip = [_glob(path) for path in paths if path.rpartition(".")[2].lower() in _RENDERED]
    include = [_glob(path) for path in paths if re.search(r"(?:^|/)[._]", path)]
    return skip, include


def _glob(path: str) -> str:
    """`path` as a pattern that means itself."""
    return re.sub(r"([\\*?{}()\[\]!+@|])", r"\\\1", path)


def helper_files(used: Set[str], *, with_tags: bool) -> Iterator[OutputFile]:
    """The scripts, the style sheet and what they read; those that the constructs in `used` need."""
    with_tags = with_tags or bool(HAVE_TAGS & used)
    optional = {"tags": with_tags, "containers": "containers" in used}
    wanted = ["site", "markdown", *(name for name, needed in optional.items() if needed)]
    for name in wanted:
        for script in _SCRIPTS[name]:
            yield OutputFile(f"scripts/{script}", (_here() / "scripts" / script).read_bytes())
    if with_tags:
        embeds = tomllib.loads((files("blogconv.engines") / _EMBEDS).read_text("utf-8"))
        text = f"'use strict';\n\nmodule.exports = {json.dumps(embeds, indent=1, ensure_ascii=False)};\n"
        yield OutputFile("scripts/blogconv-embeds.js", text.encode())
        yield OutputFile("source/js/blogconv-chart.js", _asset("blogconv-chart.js"))
    yield OutputFile("source/css/blogconv.css", _asset("blogconv.css"))


def _asset(name: str) -> bytes:
    return (files("blogconv.engines") / "assets" / name).read_bytes()


def _here() -> Traversable:
    return files("blogconv.engines.hexo") / "files"


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _walk(entry, f"{path}/{entry.name}")
        else:
            yield f"{path}/{entry.name}", entry

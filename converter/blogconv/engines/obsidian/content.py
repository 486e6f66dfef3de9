"""The files of a vault: notes, attachments, and the settings of a new vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ...diagnostics import Diagnostics
from ...frontmatter import NPM_YAML, render
from ...model import Post, Site
from .. import inplace
from ..base import OutputFile, Plan
from . import metadata
from .admonition import as_fences
from .edits import finished
from .html import as_obsidian
from .layout import Layout, address_key, is_bare
from .settings import FOLDER, carried, new_settings

_NOT_OF_VAULT = frozenset((".git", ".DS_Store", ".blogconv-manifest"))


def post_files(plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The note and its attachments; of a page that is a file of its own that file."""
    layout: Layout = plan.extra["layout"]
    if _is_as_it_was(plan, post):
        yield OutputFile(post.path, copy=plan.site.root / post.path)
        return

    def tell(code: str, message: str) -> None:
        diagnostics.add(code, post.path, 0, message)

    if is_bare(post):
        tell("bare-page", "kept as a file: it is a page of HTML without the theme around it")
        yield OutputFile(layout.files[post.path], _encode(post.body or ""))
    else:
        yield OutputFile(layout.notes[post.path], _encode(_note(plan, layout, post, tell)))
    for asset in post.assets:
        yield OutputFile(layout.files[asset.path], copy=plan.site.root / asset.path)


def _is_as_it_was(plan: Plan, post: Post) -> bool:
    """Whether the note of a vault goes into a vault with nothing changed on the way."""
    before: Post | None = plan.extra["posts"].get(post.path)
    if plan.site.engine != "obsidian" or before is None or before.body is not None:
        return False
    return before == replace(post, body=None, body_line=before.body_line)


def _note(plan: Plan, layout: Layout, post: Post, tell: Any) -> str:
    newline = "\r\n" if post.body and "\r\n" in post.body else "\n"
    name = PurePosixPath(layout.notes[post.path]).stem
    covers = {}
    if post.cover and (source := layout.by_address.get(address_key(post.cover))) in layout.files:
        covers[post.cover] = layout.files[source]  # type: ignore[index]
    front_matter = metadata.convert(post, plan.site, name, covers, plan.options.pin, tell)
    body = (post.body or "").replace("\r\n", "\n")
    if post.markup == "markdown":
        body = as_fences(plan.extra["links"].rewrite(post, as_obsidian(finished(body)), tell))
    return render(front_matter, "yaml", NPM_YAML, newline) + body.replace("\n", newline)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def site_files(plan: Plan, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """Attachments of the whole site, and the settings with which its notes look as its posts did."""
    site, layout = plan.site, plan.extra["layout"]
    if site.engine == "obsidian":
        yield from _rest_of_vault(site, layout)
        return
    for asset in (*site.assets, *site.data):
        yield OutputFile(layout.files[asset.path], copy=site.root / asset.path)
    if site.data:
        message = "the templates of the old theme read these files; they are kept among the attachments"
        diagnostics.add("data-files", "data", 0, message)
    yield from new_settings(plan)


def _rest_of_vault(site: Site, layout: Layout) -> Iterator[OutputFile]:
    """All files of a vault but its posts, byte for byte; its settings too, where the other vault has none."""
    for path in inplace.files(site.root, _NOT_OF_VAULT):
        if path in layout.notes or path in site.left_out:
            continue
        file = site.root / path
        yield carried(path, file) if path.startswith(FOLDER) else OutputFile(path, copy=file)

"""The engine object for Obsidian: recognises, reads and writes vaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ...diagnostics import Diagnostics
from ...model import Kind, Post, Site
from ..base import OutputFile, Plan, Reader, ReadOptions, Resolver, WriteOptions, Writer

if TYPE_CHECKING:
    from ...scan import Scanner
    from ...tables import Rows
    from ...translate import Target


class ObsidianEngine(Reader, Writer):
    """Reads and writes Obsidian vaults."""

    name: ClassVar[str] = "obsidian"
    title: ClassVar[str] = "Obsidian"
    knows: ClassVar[frozenset[str]] = frozenset((
        "posts", "published_with", "embeds", "follow_links", "git_dates", "links", "attachments",
    ))  # fmt: skip

    def recognise(self, root: Path) -> str | None:
        """A settings folder: it is what makes a folder a vault."""
        from .vault import config_folder

        name = config_folder(root)
        return f"there is a folder {name}, where Obsidian keeps its settings" if name else None

    def read(self, root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
        """The vault at `root`. Raises UsageError where `options` ask for what there is not."""
        from .reader import VaultReader
        from .vault import load_settings

        return VaultReader(root, load_settings(root, diagnostics), options, diagnostics).site()

    def load(self, site: Site, post: Post) -> Post:
        """`post` with its body, in which the heading that repeats the title is left out, and inline footnotes and
        block ids are written in forms that every engine has. Raises SourceError when the file is gone."""
        from ...tree import read_text
        from .properties import split

        if post.markup == "html":
            return replace(post, body=read_text(site.root / post.path, post.path))
        _, body, line = split(post.path, read_text(site.root / post.path, post.path), Diagnostics())
        return _loaded(site, post, body, line)

    def blank(self) -> Site:
        """A vault with Obsidian's default settings and no notes."""
        from .reader import blank
        from .vault import Settings

        return blank(Settings(), ReadOptions())

    def parse(self, site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
        """The post with its body that `text` would be as the note `path`."""
        from .addresses import addressed
        from .reader import VaultReader
        from .vault import Settings

        reader = VaultReader(Path(), Settings(), ReadOptions(), diagnostics)
        source = reader.read(path, text.removeprefix("\ufeff"))
        (post,) = addressed([reader.post(source, Kind.POST)], "", diagnostics)
        return _loaded(site, post, source.body, source.body_line)

    def scanner(self, site: Site, rows: Rows) -> Scanner:
        """What finds callouts, links, embeds, highlights and comments in the bodies of `site`."""
        from .body import scanner

        return scanner(site, rows)

    def resolver(self, site: Site) -> Resolver:
        """What turns links into addresses, embeds into the text of other notes, and comments into nothing."""
        from .resolver import VaultResolver

        return VaultResolver(site)

    def plan(self, site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
        """Notes by their titles, attachments in one folder; line breaks as the source had them."""
        from .layout import lay_out
        from .links import LinkWriter
        from .markdown import DIALECT

        layout = lay_out(site, options, diagnostics)
        dialect = replace(DIALECT, hard_breaks=site.dialect.hard_breaks, heading_ids=site.dialect.heading_ids)
        if site.engine == self.name:
            dialect = site.dialect
        extra = {
            "layout": layout,
            "links": LinkWriter(site, options, layout),
            "posts": {post.path: post for post in site.posts},
        }
        return Plan(site, options, dialect, layout.notes, extra)

    def target(self, plan: Plan, rows: Rows) -> Target:
        """Callouts, fences and templates, and the guard of `[[`, `%%`, `==` and `#tag`."""
        from ...notations.markdown import print_fence
        from ...notations.templates import print_template
        from ...translate import Printer, Target
        from .. import inplace
        from .admonition import fits, print_admonition
        from .guard import guard_for
        from .printing import add_filters, info, print_callout

        add_filters()
        print_code = print_fence(info)
        printers: dict[str, Printer] = {
            "alert": print_callout,
            "fence": lambda row, c: (print_admonition if row.kind == "callout" else print_code)(row, c),
            "template": print_template,
        }
        if plan.site.engine == self.name:
            known = inplace.kept(plan, rows)
            return Target(rows.writing(), printers, inplace.no_guard, plan.dialect, fits, known)
        return Target(rows.writing(), printers, guard_for(plan.site.dialect), plan.dialect, fits)

    def write_post(self, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
        """The note of a post, and its attachments."""
        from .content import post_files

        return post_files(plan, post, diagnostics)

    def write_site(self, plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
        """Attachments, and the settings of a new vault. Notes need no helper files."""
        from .content import site_files

        del used
        return site_files(plan, diagnostics)


def _loaded(site: Site, post: Post, body: str, line: int) -> Post:
    from .text import prepared, without_title

    newline = "\r\n" if "\r\n" in body else "\n"
    plain = body.replace("\r\n", "\n")
    kept = without_title(plain, post.title)
    line += plain.count("\n") - kept.count("\n")
    kept = prepared(kept, site.config.get("block_references", ()))
    return replace(post, body=kept.replace("\n", newline), body_line=line)

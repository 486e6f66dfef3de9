"""Hugo: reads sites of any version, writes sites for the current Hugo that work from 0.147 on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ...model import Post, Site
from ..base import OutputFile, Plan, Reader, ReadOptions, Resolver, WriteOptions, Writer

if TYPE_CHECKING:
    from ...diagnostics import Diagnostics
    from ...scan import Scanner
    from ...tables import Rows
    from ...translate import Target


class HugoEngine(Reader, Writer):
    """Reads and writes Hugo sites: content/, static/, hugo.toml, shortcodes and hooks."""

    name: ClassVar[str] = "hugo"
    title: ClassVar[str] = "Hugo"

    def recognise(self, root: Path) -> str | None:
        from .reader import recognise

        return recognise(root)

    def read(self, root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
        from .reader import read

        return read(root, options, diagnostics)

    def load(self, site: Site, post: Post) -> Post:
        from .reader import load

        return load(site, post)

    def blank(self) -> Site:
        from .reader import blank

        return blank()

    def parse(self, site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
        from .reader import parse

        return parse(site, path, text, diagnostics)

    def scanner(self, site: Site, rows: Rows) -> Scanner:
        from .reading.body import scanner

        return scanner(site, rows)

    def resolver(self, site: Site) -> Resolver:
        from .reading.body import HugoResolver

        return HugoResolver(site)

    def plan(self, site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
        from .. import inplace
        from .config import goldmark_dialect
        from .layout import lay_out
        from .taxonomy import one_spelling, terms_of

        if site.engine == self.name:
            return inplace.plan(site, options)
        layout = lay_out(site, options.pin, diagnostics)
        dialect = goldmark_dialect(site.dialect)
        paths = {source: place.file for source, place in layout.places.items()}
        terms = terms_of(site, layout.rule, diagnostics)
        spelling = one_spelling(site, layout.rule)
        return Plan(site, options, dialect, paths, {"layout": layout, "terms": terms, "spelling": spelling})

    def target(self, plan: Plan, rows: Rows) -> Target:
        from .. import inplace
        from .write_body import same, target_for

        return (same if inplace.is_same(plan) else target_for)(plan, rows)

    def write_post(self, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
        from ...frontmatter import GOCCY
        from .. import inplace
        from .content import post_files

        if inplace.is_same(plan):
            return inplace.post_files(self, plan, post, GOCCY)
        return post_files(plan, post, diagnostics)

    def write_site(self, plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
        from .. import inplace
        from .content import site_files
        from .files import helper_files

        if inplace.is_same(plan):
            needed = helper_files(set(used) - {"html"}, plan.options.flavours)
            return inplace.site_files(plan, (OutputFile(path, content) for path, content in needed))
        return site_files(plan, set(used), diagnostics)


ENGINE = HugoEngine()

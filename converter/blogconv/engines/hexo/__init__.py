"""Hexo: reads its sites, version 3 to 8, and writes them for Hexo 8.

Facts are from hexojs/hexo 8.1.2 and, where versions differ, 3.9 to 7.3, read and run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ..base import OutputFile, Plan, Reader, ReadOptions, Resolver, WriteOptions, Writer

if TYPE_CHECKING:
    from ...diagnostics import Diagnostics
    from ...model import Post, Site
    from ...scan import Scanner
    from ...tables import Rows
    from ...translate import Target


class HexoEngine(Reader, Writer):
    """Reads and writes Hexo sites."""

    name: ClassVar[str] = "hexo"
    title: ClassVar[str] = "Hexo"

    def recognise(self, root: Path) -> str | None:
        from .engine import recognise

        return recognise(root)

    def read(self, root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
        from .engine import read

        return read(root, options, diagnostics)

    def load(self, site: Site, post: Post) -> Post:
        from .engine import load

        return load(site, post)

    def blank(self) -> Site:
        from .engine import blank

        return blank()

    def parse(self, site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
        from .engine import parse

        return parse(site, path, text, diagnostics)

    def scanner(self, site: Site, rows: Rows) -> Scanner:
        from .body import scanner

        return scanner(site, rows)

    def resolver(self, site: Site) -> Resolver:
        from .body import HexoResolver

        return HexoResolver(site)

    def plan(self, site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
        from .writer import plan

        return plan(site, options, diagnostics)

    def target(self, plan: Plan, rows: Rows) -> Target:
        from .writer import target

        return target(plan, rows)

    def write_post(self, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
        from .writer import write_post

        return write_post(self, plan, post, diagnostics)

    def write_site(self, plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
        from .writer import write_site

        return write_site(plan, used, diagnostics)


ENGINE = HexoEngine()

__all__ = ["ENGINE", "HexoEngine"]

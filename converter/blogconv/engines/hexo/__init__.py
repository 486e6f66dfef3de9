"""Hexo: reading its sites.

Facts are from hexojs/hexo 8.1.2 and, where versions differ, 3.9 to 7.3, read and run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ..base import Reader, ReadOptions, Resolver

if TYPE_CHECKING:
    from ...diagnostics import Diagnostics
    from ...model import Post, Site
    from ...scan import Scanner
    from ...tables import Rows


class HexoEngine(Reader):
    """Reads Hexo sites, version 3 to 8."""

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


ENGINE = HexoEngine()

__all__ = ["ENGINE", "HexoEngine"]

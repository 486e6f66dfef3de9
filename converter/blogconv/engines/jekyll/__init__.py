"""Jekyll: reads sites of version 3 and 4, writes sites for Jekyll 4.

Facts are from jekyll/jekyll 4.3.1 and, where versions differ, 3.10 and 4.4, read and run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ...model import Post, Site
from ..base import OutputFile, Plan, Reader, ReadOptions, WriteOptions, Writer

if TYPE_CHECKING:
    from ...diagnostics import Diagnostics
    from ...scan import Scanner
    from ...tables import Rows
    from ...translate import Target
    from ..base import Resolver


class JekyllEngine(Reader, Writer):
    """Reads and writes Jekyll sites."""

    name: ClassVar[str] = "jekyll"
    title: ClassVar[str] = "Jekyll"
    knows: ClassVar[frozenset[str]] = frozenset(("markdown",))

    def recognise(self, root: Path) -> str | None:
        from .index import recognise

        return recognise(root)

    def read(self, root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
        from .index import read_site

        return read_site(root, options, diagnostics)

    def load(self, site: Site, post: Post) -> Post:
        from .index import load

        return load(site, post)

    def blank(self) -> Site:
        from .index import blank_site

        return blank_site()

    def parse(self, site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
        from .index import parse

        return parse(site, path, text, diagnostics)

    def scanner(self, site: Site, rows: Rows) -> Scanner:
        from .body import scanner

        return scanner(site, rows)

    def resolver(self, site: Site) -> Resolver:
        from .body import JekyllResolver

        return JekyllResolver(site)

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


ENGINE = JekyllEngine()

__all__ = ["ENGINE", "JekyllEngine"]

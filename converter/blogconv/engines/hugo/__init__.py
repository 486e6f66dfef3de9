"""Hugo: writes sites for the current Hugo; works from 0.147 on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from ...model import Post, Site
from ..base import OutputFile, Plan, WriteOptions, Writer

if TYPE_CHECKING:
    from ...diagnostics import Diagnostics
    from ...tables import Rows
    from ...translate import Target


class HugoEngine(Writer):
    """Writes Hugo sites: content/, static/, hugo.toml, and the shortcodes and hooks that the posts use."""

    name: ClassVar[str] = "hugo"
    title: ClassVar[str] = "Hugo"

    def plan(self, site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
        from .layout import lay_out
        from .taxonomy import terms_of

        layout = lay_out(site, options.pin, diagnostics)
        dialect = replace(
            site.dialect, renderer="goldmark", fences="commonmark", image_root=None, templates_in_code=True
        )
        paths = {source: place.file for source, place in layout.places.items()}
        terms = terms_of(site, layout.rule, diagnostics)
        return Plan(site, options, dialect, paths, {"layout": layout, "terms": terms})

    def target(self, plan: Plan, rows: Rows) -> Target:
        from ...notations.fences import hugo_info
        from ...notations.markdown import print_fence
        from ...notations.shortcodes import guard, print_pair, print_shortcode
        from ...notations.templates import print_template
        from ...translate import Printer, Target

        printers: dict[str, Printer] = {
            "shortcode": print_shortcode,
            "shortcode-pair": print_pair,
            "fence": print_fence(hugo_info),
            "template": print_template,
        }
        return Target(rows.writing(), printers, guard, plan.dialect)

    def write_post(self, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
        from .content import post_files

        return post_files(plan, post, diagnostics)

    def write_site(self, plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
        from .content import site_files

        return site_files(plan, set(used), diagnostics)


ENGINE = HugoEngine()

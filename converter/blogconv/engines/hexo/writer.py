"""The writing half of the Hexo engine: sites for Hexo 8, with any theme and with none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...diagnostics import Diagnostics
from ...frontmatter import JS_YAML_4
from ...model import Kind, Post, Site, Status
from ...tables import Rows
from ...translate import Target
from .. import inplace
from ..base import OutputFile, Plan, Reader, WriteOptions, reader
from .write_body import same, target_for
from .write_config import STARTER, list_addresses, markdown_it_dialect
from .write_content import HAVE_TAGS, helper_files, post_files, site_files
from .write_layout import lay_out


def plan(site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
    """File names, addresses, the permalink pattern and the theme."""
    if site.engine == "hexo":
        return inplace.plan(site, options)
    layout = replace(lay_out(site, options.pin, diagnostics), front_page=_has_front_page(site))
    paths = {source: place.file for source, place in layout.places.items()}
    theme = STARTER if options.starter else next(iter(options.flavours), "landscape")
    weights = [p.weight for p in site.posts if p.weight and p.kind is Kind.POST]
    lists = list_addresses(site, layout)
    extra = {"layout": layout, "theme": theme, "top": max(weights, default=0), "lists": lists}
    return Plan(site, options, markdown_it_dialect(site.dialect), paths, extra)


def _has_front_page(site: Site) -> bool:
    """Whether the front page has a text of its own, in a site that is rather pages than posts."""
    home = next((p for p in site.posts if p.kind is Kind.SECTION and p.address == "/"), None)
    shown = [p.kind for p in site.posts if p.status is Status.PUBLISHED]
    if home is None or shown.count(Kind.POST) >= shown.count(Kind.PAGE):
        return False
    loaded = home if home.body is not None else reader(site.engine).load(site, home)
    return bool((loaded.body or "").strip())


def target(plan: Plan, rows: Rows) -> Target:
    """Tags of the theme where they can say a construct, else our own; guards for literal braces."""
    return same(plan, rows) if inplace.is_same(plan) else target_for(plan, rows)


def write_post(engine: Reader, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The post's file and its assets."""
    if inplace.is_same(plan):
        return inplace.post_files(engine, plan, post, JS_YAML_4)
    return post_files(plan, post, diagnostics)


def write_site(plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """Settings, lists of terms, assets, data, scripts and styles."""
    if not inplace.is_same(plan):
        yield from site_files(plan, set(used), diagnostics)
        return
    needed = set(used)
    asked = bool(set(plan.options.flavours) - set(plan.site.flavours))
    helpers = helper_files(needed, with_tags=asked) if asked or HAVE_TAGS & needed else ()
    yield from inplace.site_files(plan, helpers)

"""The writing half of the Jekyll engine: sites for Jekyll 4, on GitHub Pages too, with any theme and with none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...body import Construct
from ...diagnostics import Diagnostics
from ...frontmatter import PSYCH
from ...model import Post, Site
from ...notations.attribute_printing import print_attributes, print_element
from ...notations.liquid import guard, print_captured_include, print_include, print_include_pair
from ...notations.markdown import print_fence
from ...notations.templates import print_template
from ...tables import Row, Rows
from ...translate import Printer, Target
from .. import inplace
from ..base import OutputFile, Plan, Reader, WriteOptions
from ..embeds import addresses
from . import themes
from .galleries import print_gallery
from .helpers import helper_files
from .write_body import CAPTION, captioned, with_captions
from .write_config import commonmark_dialect, kramdown_dialect
from .write_content import post_files, site_files
from .write_layout import lay_out, permalink
from .write_lists import path_of
from .write_literal import print_escaped, print_literal


def plan(site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
    """File names, addresses, the permalink pattern, and the Markdown that the site is set for."""
    if site.engine == "jekyll":
        return inplace.plan(site, options)
    layout = lay_out(site, options.pin, diagnostics)
    paths = {source: place.file for source, place in layout.places.items()}
    nested = any(len(path) > 1 for post in site.posts for path in post.categories)
    dialect = (
        commonmark_dialect(site.dialect)
        if options.markdown == "commonmark"
        else kramdown_dialect(site.dialect)
    )
    extra = {"layout": layout, "nested": nested, "feed": _feed(site), "permalink": permalink}
    return Plan(site, options, dialect, paths, extra)


def _feed(site: Site) -> str | None:
    """The address of the old feed, where the site had one at the root."""
    path = path_of(site, "feed")
    if not path and "hexo-generator-feed" in (site.config.get("plugins") or ()):
        path = "atom.xml"
    return f"/{path}" if path.endswith(".xml") else None


def target(plan: Plan, rows: Rows) -> Target:
    """The forms of the theme that was asked for, our own includes and Markdown; guards for literal braces."""
    kramdown = plan.options.markdown != "commonmark"
    written = {
        kind: [row for row in own if kramdown or row.notation not in ("attributes", "element")]
        for kind, own in rows.writing().items()
    }

    def fits(row: Row, construct: Construct) -> Construct | None:
        if row.flavour in themes.BASE or row.notation not in themes.NOTATIONS:
            return _fits(row, construct)
        return themes.fitted(row, construct, plan.dialect, plan.site.base_path)

    printers = _printers(plan, rows)
    if not inplace.is_same(plan):
        return Target(written, printers, guard, plan.dialect, fits)
    known = inplace.kept(plan, rows)
    return Target(written, printers, inplace.no_guard, plan.dialect, fits, known)


def _printers(plan: Plan, rows: Rows) -> dict[str, Printer]:
    ours = next((r for r in rows if r.kind == "gallery" and r.flavour == "jekyll"), None)

    def inner(address: str) -> str:
        return themes.inner_address(address, plan.site.base_path)

    def print_pictures(row: Row, construct: Construct) -> str:
        """A gallery of Minimal Mistakes; ours where it holds more than pictures, or the front matter stays."""
        found = None if inplace.is_same(plan) else print_gallery(row, construct, inner)
        return found or print_include_pair(ours or row, construct)

    return {
        "include": lambda row, c: (print_pictures if row.kind == "gallery" else print_include)(row, c),
        "include-pair": print_include_pair,
        "captured-include": print_captured_include,
        "attributes": lambda row, c: (_print_code if c.kind == "code" else print_attributes)(row, c),
        "element": print_element,
        "fence": print_fence(_info),
        "literal": print_escaped if plan.options.markdown == "commonmark" else print_literal,
        "template": print_template,
    }


def _info(args: Mapping[str, Any]) -> str:
    """The language, one word; a caption waits behind it until the whole fence is at hand."""
    lang = str(args.get("lang", "")).split("{")[0].strip("`~ ")
    lang = lang.split()[0] if lang.split() else ""
    shown = {key: str(args[key]) for key in ("title", "url", "link_text") if args.get(key)}
    return captioned(lang, shown) if "title" in shown else lang


def _file_info(args: Mapping[str, Any]) -> str:
    """The same for a theme that shows the attribute `file` of a fence."""
    return captioned(_info({"lang": args.get("lang", "")}), {"file": str(args["title"])})


_print_code = print_fence(_file_info)


def _fits(row: Row, construct: Construct) -> Construct | None:
    """An embed with the addresses of its provider."""
    if construct.kind != "embed" or row.notation != "include":
        return construct
    found = addresses(construct.args)
    sizes = [] if construct.args.get("height") else ["ratio", "height"]
    given: dict[str, Any] = {key: found[key] for key in sizes if key in found}
    given.update((f"_{key}", found[key]) for key in ("frame", "script", "link", "class") if key in found)
    return replace(construct, args={**given, **construct.args})


def write_post(reader: Reader, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The post's file and its assets."""
    if inplace.is_same(plan):
        if post.body and CAPTION in post.body:
            post = replace(post, body=with_captions(post.body))
        return inplace.post_files(reader, plan, post, PSYCH)
    return post_files(plan, post, diagnostics)


def write_site(plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """Settings, lists, pages of terms, assets, data, includes and styles."""
    if inplace.is_same(plan):
        helpers = helper_files(used, commonmark=plan.options.markdown == "commonmark")
        return inplace.site_files(plan, (OutputFile(path, content) for path, content in helpers))
    return site_files(plan, set(used), diagnostics)

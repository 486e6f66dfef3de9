"""The files of a Jekyll site: posts and pages, their assets, pages of terms, lists, data, settings, includes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...diagnostics import Diagnostics
from ...frontmatter import PSYCH, render
from ...model import Entry, Kind, Post, Value
from ..base import OutputFile, Plan
from . import write_config, write_metadata
from .galleries import listed
from .helpers import helper_files, plugin, starter_files
from .write_body import settled
from .write_layout import Layout, Place, hidden_parts
from .write_lists import list_pages, own_list


def post_files(plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The post's own file and the files that belong to it."""
    layout: Layout = plan.extra["layout"]
    place = layout.places[post.path]
    if is_bare(post):
        message = "published as it is, without the theme around it, as the old site did"
        diagnostics.add("bare-page", post.path, 0, message)
        yield OutputFile(_file_of(post.address), _encode(post.body or ""))
    else:
        body, galleries = listed(_body(plan, post), post.front_matter.__contains__)
        yield OutputFile(place.file, _encode(_head(plan, post, place, galleries) + body))
    for asset in post.assets:
        yield OutputFile(_static(asset.address), copy=plan.site.root / asset.path)


def is_bare(post: Post) -> bool:
    """Whether the page is published without the theme around it: as a file of its own."""
    return post.is_file or (
        post.kind is Kind.PAGE
        and (post.layout in ("false", "off") or post.front_matter.get("layout") in (False, "false", "off"))
    )


def _file_of(address: str) -> str:
    return _static(address + "index.html" if address.endswith("/") else address)


def _static(address: str) -> str:
    """The path of a file that Jekyll serves at `address`: it decodes the names of static files."""
    return address.lstrip("/").replace("%", "%25")


def _head(plan: Plan, post: Post, place: Place, lists: Mapping[str, Value]) -> str:
    shown = own_list(plan, post)
    keys = dict(shown.keys) if shown else {}
    aliases = tuple(dict.fromkeys((*post.aliases, *keys.pop("redirect_from", ()))))
    known = replace(post, aliases=aliases) if aliases != post.aliases else post
    front_matter = write_metadata.convert(known, place, plan.site, nested=plan.extra["nested"])
    own = tuple(Entry(key, value) for key, value in (*keys.items(), *lists.items()))
    front_matter = replace(front_matter, entries=front_matter.entries + own)
    if not front_matter.entries:
        return "---\n---\n"
    newline = "\r\n" if post.body and "\r\n" in post.body else None
    return render(front_matter, "yaml", PSYCH, newline)


def _body(plan: Plan, post: Post) -> str:
    body = (
        settled(post.body or "", plan.site.dialect.heading_ids)
        if post.markup == "markdown"
        else post.body or ""
    )
    shown = own_list(plan, post)
    if shown:
        gap = "\n" if body.strip() else ""
        return f"{body}{gap}{shown.body}"
    return body


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def site_files(plan: Plan, used: set[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """All that is not one post's: settings, lists, pages of terms, site assets, data, includes, the starter layouts."""
    site, layout = plan.site, plan.extra["layout"]
    commonmark = plan.options.markdown == "commonmark"
    assets = [a.address for a in site.assets] + [a.address for p in site.posts for a in p.assets]
    lists = list(list_pages(plan, diagnostics))
    yield OutputFile(
        "_config.yml",
        _encode(
            write_config.write(
                site,
                layout.pattern,
                commonmark=commonmark,
                plugins=list(_plugins(plan, commonmark, lists)),
                include=sorted(set(hidden_parts(assets))),
                nested=plan.extra["nested"],
                flavours=plan.options.flavours,
            )
        ),
    )
    yield from lists
    for asset in site.assets:
        yield OutputFile(_static(asset.address), copy=site.root / asset.path)
    for asset in site.data:
        yield OutputFile(f"_data/{asset.name}", copy=site.root / asset.path)
    yield from _helpers(plan, used, commonmark, lists=bool(lists))


def _helpers(plan: Plan, used: set[str], commonmark: bool, *, lists: bool) -> Iterator[OutputFile]:
    names = used | ({"posts", "terms", "feed"} if lists else set())
    for path, content in helper_files(names, commonmark=commonmark):
        yield OutputFile(path, content)
    if commonmark and plan.site.dialect.heading_ids.style != "none":
        yield OutputFile(*plugin())
    if plan.options.starter:
        for path, content in starter_files():
            yield OutputFile(path, content)


def _plugins(plan: Plan, commonmark: bool, lists: Iterable[OutputFile]) -> Iterator[str]:
    """The gems that the site needs; one that is not installed stops the build."""
    posts = plan.site.posts
    if (
        any(post.aliases for post in posts)
        or any(b"\nredirect_from:" in file.content for file in lists)
        or any(dict(shown.keys).get("redirect_from") for post in posts if (shown := own_list(plan, post)))
    ):
        yield "jekyll-redirect-from"
    if commonmark:
        yield "jekyll-commonmark"

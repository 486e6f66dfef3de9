"""The files of a Hugo site: posts and pages, their assets, term pages, the archive, data, settings, helpers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from ...diagnostics import Diagnostics
from ...frontmatter import GOCCY, render
from ...model import Entry, FrontMatter, Kind, Post, Status, Value
from ...urls import encode_path
from ..base import OutputFile, Plan
from . import config, metadata
from .layout import SECTION, Layout, Place
from .taxonomy import Term, term_files, term_name


def post_files(plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The post's own file and the files of its bundle."""
    layout: Layout = plan.extra["layout"]
    place = layout.places[post.path]
    if _is_bare(post):
        message = "published as it is, without the theme around it, as the old site did"
        diagnostics.add("bare-page", post.path, 0, message)
        yield OutputFile(f"static{_file_of(post.address)}", _encode(post.body or ""))
        return
    spelling = plan.extra["spelling"]
    names = (term_name(path) for path in post.categories)
    terms = tuple(dict.fromkeys(spelling.get(("categories", name), name) for name in names))
    tags = tuple(dict.fromkeys(spelling.get(("tags", tag), tag) for tag in post.tags))
    front_matter = metadata.convert(replace(post, tags=tags), plan.site, place, terms)
    newline = "\r\n" if post.body and "\r\n" in post.body else None
    head = render(front_matter, plan.options.format, GOCCY, newline)
    yield OutputFile(place.file, _encode(head + _body(post)))
    for asset in post.assets:
        yield OutputFile(
            _asset_path(place, post, asset.name, asset.address), copy=plan.site.root / asset.path
        )


def _is_bare(post: Post) -> bool:
    """Whether the page is published without the theme around it: as a file of its own."""
    bare = post.kind is Kind.PAGE and post.front_matter.get("layout") in (False, "false", "off")
    return bare or post.is_file


def _file_of(address: str) -> str:
    return address + "index.html" if address.endswith("/") else address


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _body(post: Post) -> str:
    body = post.body or ""
    if post.markup == "markdown" or not body.strip():
        return body
    return "{{< html >}}\n" + body.rstrip("\n") + "\n{{< /html >}}\n"


def _asset_path(place: Place, post: Post, name: str, address: str) -> str:
    """Beside the post where its bundle publishes the file at its old address, else below static/."""
    folder = post.address if post.address.endswith("/") else post.address.rpartition("/")[0] + "/"
    if place.bundle and address == folder + name and post.address.endswith("/"):
        return f"{PurePosixPath(place.file).parent}/{name}"
    return f"static{address}"


def site_files(plan: Plan, used: set[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """All that is not one post's: settings, lists, term pages, site assets, data, helpers, the starter theme."""
    from .files import helper_files, starter_files

    site, layout = plan.site, plan.extra["layout"]
    theme = "blogconv-starter" if plan.options.starter else None
    yield OutputFile("hugo.toml", config.write(site, layout, theme=theme).encode())
    for path, term in term_files(plan.extra["terms"]):
        if "/." in term.path:
            if term.url:
                yield redirect(term.url, f"/{term.path}/")
            continue
        if not _is_written(plan, path):
            yield _front_matter_file(plan, path, _term_entries(term))
    yield from _archive(plan)
    for asset in site.assets:
        yield OutputFile(f"static{asset.address}", copy=site.root / asset.path)
    if site.data:
        message = "the templates of the old theme read these files; Hugo's read them as site.Data"
        diagnostics.add("data-files", "data", 0, message)
    for asset in site.data:
        yield OutputFile(f"data/{asset.name}", copy=site.root / asset.path)
    for path, content in helper_files(used | set(_hooks(plan)), plan.options.flavours):
        yield OutputFile(path, content)
    if plan.options.starter:
        for path, content in starter_files():
            yield OutputFile(path, content)


def _is_written(plan: Plan, path: str) -> bool:
    return path in plan.paths.values()


def _hooks(plan: Plan) -> Iterator[str]:
    """The render hooks that this dialect needs."""
    dialect = plan.dialect
    if dialect.heading_ids.style not in ("github", "none"):
        yield "render-heading"
    if dialect.external_links:
        yield "render-link"
    if plan.site.dialect.fences == "hexo":
        yield "render-codeblock"
    if dialect.kept_math:
        yield "render-passthrough"


def _term_entries(term: Term) -> Iterator[tuple[str, Value]]:
    yield "title", term.title
    if term.url:
        yield "url", term.url
    if term.aliases:
        yield "aliases", list(term.aliases)


def _front_matter_file(plan: Plan, path: str, pairs: Iterable[tuple[str, Value]]) -> OutputFile:
    entries = tuple(Entry(key, value) for key, value in pairs)
    return OutputFile(path, _encode(render(FrontMatter("none", entries), plan.options.format, GOCCY)))


def redirect(old: str, new: str) -> OutputFile:
    """A page at the address `old` that leads to `new`: for what Hugo cannot alias, such as a folder that it skips."""
    target = encode_path(new)
    html = (
        f'<!doctype html><title>{target}</title><link rel="canonical" href="{target}">'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
    )
    return OutputFile(f"static{old}index.html", html.encode())


def _archive(plan: Plan) -> Iterator[OutputFile]:
    """The list of all posts, at the address of the old archive; its years and months lead there."""
    site = plan.site
    folder = str(site.config.get("archive_dir") or "archives").strip("/")
    path = f"content/{SECTION}/_index.md"
    if _is_written(plan, path) or any(p.address == f"/{folder}/" for p in site.posts):
        return
    own = site.config.get("archive_title")
    title = own or ("归档" if site.language.lower().startswith("zh") else "Archives")
    old = [] if own else [f"/{folder}/{part}" for part in _old_archives(plan)]
    pairs: list[tuple[str, Value]] = [("title", title), ("url", f"/{folder}/")]
    yield _front_matter_file(plan, path, [*pairs, *([("aliases", old)] if old else [])])


def _old_archives(plan: Plan) -> Iterator[str]:
    """The addresses of years and months below the old archive, with those of their further pages."""
    shown = [p for p in plan.site.posts if p.date and p.kind is Kind.POST and p.status is Status.PUBLISHED]
    dates = [p.date.value for p in shown if p.date]
    per_page = plan.site.config.get("per_page")
    counts = Counter(f"{d.year:04}/" for d in dates) + Counter(f"{d.year:04}/{d.month:02}/" for d in dates)
    for part, count in sorted(counts.items()):
        yield part
        pages = -(-count // per_page) if isinstance(per_page, int) and per_page > 0 else 1
        yield from (f"{part}page/{number}/" for number in range(2, pages + 1))

"""The files of a Jekyll site: posts and pages, their assets, pages of terms, lists, data, settings, includes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from ...diagnostics import Diagnostics
from ...frontmatter import PSYCH, render
from ...model import CategoryPath, Entry, FrontMatter, Kind, Post, Site, Status, Value
from ..base import OutputFile, Plan
from . import write_config, write_metadata
from .addresses import slugify
from .helpers import feed, helper_files, plugin, starter_files
from .write_body import settled
from .write_layout import TERMS, Layout, Place, hidden_parts, safe_name

_LISTS = {"/tags/": "tags", "/categories/": "categories"}


def post_files(plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The post's own file and the files that belong to it."""
    layout: Layout = plan.extra["layout"]
    place = layout.places[post.path]
    if is_bare(post):
        message = "published as it is, without the theme around it, as the old site did"
        diagnostics.add("bare-page", post.path, 0, message)
        yield OutputFile(_file_of(post.address), _encode(post.body or ""))
    else:
        yield OutputFile(place.file, _encode(_head(plan, post, place) + _body(plan, post)))
    for asset in post.assets:
        yield OutputFile(_static(asset.address), copy=plan.site.root / asset.path)


def is_bare(post: Post) -> bool:
    """Whether the page is published without the theme around it: as a file of its own."""
    return post.kind is Kind.PAGE and (
        post.layout in ("false", "off") or post.front_matter.get("layout") in (False, "false", "off")
    )


def _file_of(address: str) -> str:
    return _static(address + "index.html" if address.endswith("/") else address)


def _static(address: str) -> str:
    """The path of a file that Jekyll serves at `address`: it decodes the names of static files."""
    return address.lstrip("/").replace("%", "%25")


def _head(plan: Plan, post: Post, place: Place) -> str:
    front_matter = write_metadata.convert(post, place, plan.site, nested=plan.extra["nested"])
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
    taxonomy = _LISTS.get(post.address)
    if taxonomy and post.kind is not Kind.POST:
        gap = "\n" if body.strip() else ""
        return f'{body}{gap}{{% include blogconv/terms.html taxonomy="{taxonomy}" %}}\n'
    return body


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def site_files(plan: Plan, used: set[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """All that is not one post's: settings, lists, pages of terms, site assets, data, includes, the starter layouts."""
    site, layout = plan.site, plan.extra["layout"]
    commonmark = plan.options.markdown == "commonmark"
    assets = [a.address for a in site.assets] + [a.address for p in site.posts for a in p.assets]
    lists = [*_archive(plan), *_home(plan), *_feed(plan)]
    pages = list(_terms(plan, diagnostics))
    yield OutputFile(
        "_config.yml",
        _encode(
            write_config.write(
                site,
                layout.pattern,
                commonmark=commonmark,
                plugins=list(_plugins(plan, commonmark, (*pages, *lists))),
                include=sorted(set(hidden_parts(assets))),
                nested=plan.extra["nested"],
            )
        ),
    )
    yield from (*pages, *lists)
    for asset in site.assets:
        yield OutputFile(_static(asset.address), copy=site.root / asset.path)
    for asset in site.data:
        yield OutputFile(f"_data/{asset.name}", copy=site.root / asset.path)
    yield from _helpers(plan, used, commonmark, lists=bool(lists or pages))


def _helpers(plan: Plan, used: set[str], commonmark: bool, *, lists: bool) -> Iterator[OutputFile]:
    names = used | ({"posts", "terms"} if lists else set())
    for path, content in helper_files(names, commonmark=commonmark):
        yield OutputFile(path, content)
    if commonmark and plan.site.dialect.heading_ids.style != "none":
        yield OutputFile(*plugin())
    if plan.options.starter:
        for path, content in starter_files():
            yield OutputFile(path, content)


def _plugins(plan: Plan, commonmark: bool, lists: Iterable[OutputFile]) -> Iterator[str]:
    """The gems that the site needs; one that is not installed stops the build."""
    if any(post.aliases for post in plan.site.posts) or any(b"\nredirect_from:" in f.content for f in lists):
        yield "jekyll-redirect-from"
    if commonmark:
        yield "jekyll-commonmark"


# Lists


def _page(path: str, pairs: Iterable[tuple[str, Value]], body: str) -> OutputFile:
    entries = tuple(Entry(key, value) for key, value in pairs if value not in (None, "", []))
    return OutputFile(path, _encode(render(FrontMatter("none", entries), "yaml", PSYCH) + body))


def _terms(plan: Plan, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """A page for each term at its old address, since Jekyll itself has none."""
    written = {post.address for post in plan.site.posts}
    taken: set[str] = set()
    for (taxonomy, path), address in plan.site.term_addresses.items():
        if address in written:
            continue
        name = f"_{TERMS}/{taxonomy}/{_term_file(path)}"
        number, file = 2, name
        while file.lower() in taken:
            file, number = f"{name}-{number}", number + 1
        taken.add(file.lower())
        post = Post(path="/".join(path), address=address)
        pairs: list[tuple[str, Value]] = [
            ("title", path[-1]),
            ("permalink", plan.extra["permalink"](post, diagnostics)),
            ("taxonomy", taxonomy),
            ("term", list(path)),
            ("redirect_from", _numbered(plan.site, address, _count(plan.site, taxonomy, path))),
        ]
        yield _page(f"{file}.md", pairs, "{% include blogconv/posts.html %}\n")


def _count(site: Site, taxonomy: str, path: CategoryPath) -> int:
    """How many posts a list shows: those of a term, or with no path all."""
    shown = [p for p in site.posts if p.kind is Kind.POST and p.status is Status.PUBLISHED]
    if taxonomy == "tags":
        return sum(path[-1] in post.tags for post in shown)
    return sum(not path or any(own[: len(path)] == path for own in post.categories) for post in shown)


def _numbered(site: Site, address: str, count: int) -> list[str]:
    """The addresses of a list's further pages, where the old site divided it; they lead to the whole list."""
    size = site.config.get("per_page")
    if not isinstance(size, int) or isinstance(size, bool) or size < 1 or not address.endswith("/"):
        return []
    return [f"{address}page/{number}/" for number in range(2, -(-count // size) + 1)]


def _term_file(path: CategoryPath) -> str:
    return safe_name("-".join(slugify(part, pretty=True) or "term" for part in path))


def _archive_addresses(site: Site) -> Sequence[str]:
    """The addresses of the archive, and of its years and months, in a site whose engine has them by itself."""
    folder = site.config.get("archive_dir")
    if not isinstance(folder, str) or not folder.strip("/"):
        return ()
    top = f"/{folder.strip('/')}/"
    dates = [
        p.date.value for p in site.posts if p.date and p.kind is Kind.POST and p.status is Status.PUBLISHED
    ]
    counts = Counter(
        address for d in dates for address in (top, f"{top}{d.year:04}/", f"{top}{d.year:04}/{d.month:02}/")
    )
    return tuple(
        each for address in sorted(counts) for each in (address, *_numbered(site, address, counts[address]))
    )


def _archive(plan: Plan) -> Iterator[OutputFile]:
    addresses = _archive_addresses(plan.site)
    if addresses and not any(post.address == addresses[0] for post in plan.site.posts):
        top, *old = addresses
        pairs: list[tuple[str, Value]] = [("title", "Archives"), ("permalink", top), ("redirect_from", old)]
        file = f"{PurePosixPath(top.strip('/')).name}.md"
        yield _page(file, pairs, "{% include blogconv/posts.html %}\n")


def _home(plan: Plan) -> Iterator[OutputFile]:
    """The list of all posts at the root of the site, where no page stands there."""
    if not any(_file_of(post.address) == "index.html" for post in plan.site.posts):
        further = _numbered(plan.site, "/", _count(plan.site, "", ()))
        pairs: list[tuple[str, Value]] = [
            ("layout", "home"),
            ("title", plan.site.title),
            ("redirect_from", further),
        ]
        yield _page("index.html", pairs, _home_body(plan, bool(further)))


def _home_body(plan: Plan, divided: bool) -> str:
    """The newest posts, as many as the old site showed, with a link to all; else all of them."""
    archive = _archive_addresses(plan.site)
    if not divided or not archive:
        return "{% include blogconv/posts.html %}\n"
    size = plan.site.config["per_page"]
    link = f'<p><a href="{{{{ "{archive[0]}" | relative_url }}}}">…</a></p>'
    return f"{{% include blogconv/posts.html limit={size} %}}\n{link}\n"


def _feed(plan: Plan) -> Iterator[OutputFile]:
    """The feed where its readers look for it."""
    address = plan.extra["feed"]
    if address:
        pairs: list[tuple[str, Value]] = [("layout", "none"), ("permalink", address)]
        yield _page("feed.xml", pairs, feed())

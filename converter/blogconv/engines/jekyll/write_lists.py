"""The lists of posts that Jekyll does not make by itself: of terms, of sections, the archive, the front page, feeds."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from ...diagnostics import Diagnostics
from ...frontmatter import PSYCH, render
from ...model import CategoryPath, Entry, FrontMatter, Kind, Post, Site, Status, Value
from ..base import OutputFile, Plan
from .addresses import slugify
from .helpers import template
from .write_layout import TERMS, safe_name, section_of, sections

_POSTS = "{% include blogconv/posts.html %}\n"
_FEED = "{% include blogconv/feed.html %}\n"

Pairs = list[tuple[str, Value]]


class OwnList(NamedTuple):
    """What a list of the old site needs in Jekyll: keys of front matter, and what the body ends with."""

    keys: Pairs
    body: str


def own_list(plan: Plan, post: Post) -> OwnList | None:
    """The list on a page that the old site has a file for (`content/tags/go/_index.md`); None for other pages."""
    site = plan.site
    if post.kind is Kind.POST:
        return None
    taxonomy = taxonomy_lists(site).get(post.address)
    if taxonomy:
        return OwnList([("redirect_from", first_page(site, post.address))], _terms_of(taxonomy))
    if post.kind is not Kind.SECTION:
        return None
    for (name, path), address in site.term_addresses.items():
        if address == post.address:
            return OwnList(_term_keys(site, name, path, address), _POSTS)
    if post.address == "/":
        return OwnList([("redirect_from", _further(site, "/", _count(site, "", ())))], _home_body(site))
    return next((_section_list(site, *row[1:]) for row in _sections(site) if row[1] == post.address), None)


def list_pages(plan: Plan, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """The pages and feeds of lists that no file of the old site stands for."""
    site = plan.site
    taken = {post.address for post in site.posts}
    yield from _term_pages(plan, diagnostics)
    for address, taxonomy in taxonomy_lists(site).items():
        if address not in taken:
            pairs: Pairs = [("title", taxonomy.capitalize()), ("permalink", address)]
            pairs.append(("redirect_from", first_page(site, address)))
            yield page(f"{_name(address)}.md", pairs, _terms_of(taxonomy))
    for title, address, folder in _sections(site):
        if address not in taken:
            keys, body = _section_list(site, address, folder)
            yield page(f"{_name(address)}.md", [("title", title), ("permalink", address), *keys], body)
    yield from _archive(site)
    yield from _home(site)
    yield from _feeds(plan)
    yield from _sitemap(site)


def page(path: str, pairs: Iterable[tuple[str, Value]], body: str) -> OutputFile:
    """A page of our own; keys without a value are left out."""
    entries = tuple(Entry(key, value) for key, value in pairs if value not in (None, "", []))
    text = render(FrontMatter("none", entries), "yaml", PSYCH) + body
    return OutputFile(path, text.encode("utf-8", "surrogateescape"))


def _name(address: str) -> str:
    return safe_name(PurePosixPath(address.strip("/")).name or "index")


# Terms


def taxonomy_lists(site: Site) -> dict[str, str]:
    """The addresses below which the terms of each taxonomy lie: the pages that list the terms."""
    found: dict[str, Counter[str]] = {}
    for (taxonomy, path), address in site.term_addresses.items():
        parts = address.strip("/").split("/")[: -len(path)]
        if parts and address.endswith("/"):
            found.setdefault(taxonomy, Counter())[f"/{'/'.join(parts)}/"] += 1
    return {counts.most_common(1)[0][0]: taxonomy for taxonomy, counts in found.items()}


def _terms_of(taxonomy: str) -> str:
    return f'{{% include blogconv/terms.html taxonomy="{taxonomy}" %}}\n'


def _term_keys(site: Site, taxonomy: str, path: CategoryPath, address: str) -> Pairs:
    further = _further(site, address, _count(site, taxonomy, path))
    return [("taxonomy", taxonomy), ("term", list(path)), ("redirect_from", further)]


def _term_pages(plan: Plan, diagnostics: Diagnostics) -> Iterator[OutputFile]:
    """A page for each term at its old address, and its feed, since Jekyll itself has none."""
    site = plan.site
    written = {post.address for post in site.posts}
    taken: set[str] = set()
    for (taxonomy, path), address in site.term_addresses.items():
        name = f"_{TERMS}/{taxonomy}/{_term_file(path)}"
        number, file = 2, name
        while file.lower() in taken:
            file, number = f"{name}-{number}", number + 1
        taken.add(file.lower())
        if address not in written:
            link = plan.extra["permalink"](Post(path="/".join(path), address=address), diagnostics)
            pairs: Pairs = [("title", path[-1]), ("permalink", link)]
            yield page(f"{file}.md", [*pairs, *_term_keys(site, taxonomy, path, address)], _POSTS)
        if feed := _list_feed(site):
            post = Post(path="/".join(path), address=f"{address}{feed}", markup="other")
            pairs = [("layout", "none"), ("permalink", plan.extra["permalink"](post, diagnostics))]
            pairs += [("feed_of", taxonomy), ("term", list(path))]
            yield page(f"{file}.xml", pairs, _FEED)


def _term_file(path: CategoryPath) -> str:
    return safe_name("-".join(slugify(part, pretty=True) or "term" for part in path))


def _count(site: Site, taxonomy: str, path: CategoryPath) -> int:
    """How many posts a list shows: those of a term, or with no path all."""
    shown = [p for p in site.posts if p.kind is Kind.POST and p.status is Status.PUBLISHED]
    if taxonomy == "tags":
        return sum(path[-1] in post.tags for post in shown)
    if taxonomy not in ("", "categories"):
        return sum(path[-1] in post.taxonomies.get(taxonomy, ()) for post in shown)
    return sum(not path or any(own[: len(path)] == path for own in post.categories) for post in shown)


# Further pages


def _further(site: Site, address: str, count: int) -> list[str]:
    """The addresses of a list's further pages, where the old site divided it; they lead to the whole list."""
    size = site.config.get("per_page")
    if not isinstance(size, int) or isinstance(size, bool) or size < 1 or not address.endswith("/"):
        return []
    pages = [f"{address}page/{number}/" for number in range(2, -(-count // size) + 1)]
    return first_page(site, address) + pages


def first_page(site: Site, address: str) -> list[str]:
    """The second address that Hugo gives the first page of a list."""
    return [f"{address}page/1/"] if sections(site) else []


# Sections, archive, front page


def _sections(site: Site) -> Iterator[tuple[str, str, str]]:
    """The lists of the folders in which posts lay: title, address, and the folder where there are several."""
    found = sections(site)
    for folder, row in found.items():
        yield row["title"], row["path"], folder if len(found) > 1 else ""


def _section_list(site: Site, address: str, folder: str) -> OwnList:
    posts = (p for p in site.posts if p.kind is Kind.POST and p.status is Status.PUBLISHED)
    count = sum(not folder or section_of(post, site) == folder for post in posts)
    given = f' folder="{folder}"' if folder else ""
    keys: Pairs = [("redirect_from", _further(site, address, count))]
    return OwnList(keys, f"{{% include blogconv/posts.html{given} %}}\n")


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
        each for address in sorted(counts) for each in (address, *_further(site, address, counts[address]))
    )


def _archive(site: Site) -> Iterator[OutputFile]:
    addresses = _archive_addresses(site)
    if addresses and not any(post.address == addresses[0] for post in site.posts):
        top, *old = addresses
        pairs: Pairs = [("title", "Archives"), ("permalink", top), ("redirect_from", old)]
        yield page(f"{_name(top)}.md", pairs, _POSTS)


def _home(site: Site) -> Iterator[OutputFile]:
    """The list of posts at the root of the site, where no page stands there."""
    if not any(post.address in ("/", "/index.html") for post in site.posts):
        further = _further(site, "/", _count(site, "", ()))
        pairs: Pairs = [("layout", "home"), ("title", site.title), ("redirect_from", further)]
        yield page("index.html", pairs, _home_body(site))


def _home_body(site: Site) -> str:
    """The newest posts, as many as the old site showed, with a link to all; else all of them."""
    own = [address for _, address, folder in _sections(site) if not folder]
    whole = [*_archive_addresses(site)[:1], *own]
    size = site.config.get("per_page")
    if not whole or not isinstance(size, int) or not 0 < size < _count(site, "", ()):
        return _POSTS
    return f'{{% include blogconv/posts.html limit={size} more="{whole[0]}" %}}\n'


# Feeds and the map of the site


def _feeds(plan: Plan) -> Iterator[OutputFile]:
    """The feed of all posts where its readers look for it, and those of the sections."""
    address = plan.extra["feed"]
    if address:
        yield page("feed.xml", [("layout", "none"), ("permalink", address)], _FEED)
    name = _list_feed(plan.site)
    for _, path, folder in _sections(plan.site) if name else ():
        given = _FEED.replace(" %}", f' folder="{folder}" %}}') if folder else _FEED
        yield page(f"{_name(path)}.xml", [("layout", "none"), ("permalink", f"{path}{name}")], given)


def _list_feed(site: Site) -> str:
    """The name of the feed that the old engine makes beside each list; empty where it makes none."""
    name = site.config.get("list_feed")
    return name if isinstance(name, str) else ""


def _sitemap(site: Site) -> Iterator[OutputFile]:
    address = path_of(site, "sitemap")
    if address.endswith(".xml"):
        pairs: Pairs = [("layout", "none"), ("permalink", f"/{address}"), ("sitemap", False)]
        yield page("sitemap.xml", pairs, template("sitemap.xml"))


def path_of(site: Site, key: str) -> str:
    """Where the old site's feed or sitemap was, without the first slash; empty without one."""
    value: Any = site.config.get(key)
    path = value.get("path") if isinstance(value, Mapping) else None
    path = path[0] if isinstance(path, list) and path else path
    return posixpath.normpath(path).lstrip("/") if isinstance(path, str) and path else ""

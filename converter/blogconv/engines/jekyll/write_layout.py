"""Where the posts and pages of a site go in a Jekyll site, by which pattern, and which addresses have to be pinned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from ...diagnostics import Diagnostics
from ...model import Kind, Post, Site, Status
from ...patterns import best_pattern, title_in, wall_clock
from .addresses import Facts, document_address, page_address
from .config import EXCLUDED

DEFAULT_PATTERN = "/:year/:month/:day/:title/"
NO_DATE = datetime(1970, 1, 1)
TERMS = "terms"
"""The collection in which the pages of tags and categories lie."""

_HTML = re.compile(r"\.html?$")
_ODD_NAME = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post goes: its file, and its `permalink` where it is pinned."""

    file: str
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all posts by source path, and the pattern of posts, which decides how pages end too."""

    places: Mapping[str, Place] = field(default_factory=dict)
    pattern: str = DEFAULT_PATTERN


def lay_out(site: Site, pin: Literal["needed", "all", "none"], diagnostics: Diagnostics) -> Layout:
    """The layout with which Jekyll serves each post of `site` at its old address."""
    posts = [p for p in site.posts if p.kind is Kind.POST]
    pattern = jekyll_pattern(best_pattern(site, posts, DEFAULT_PATTERN))
    taken: set[str] = set()
    places: dict[str, Place] = {}
    for post in site.posts:
        if post.kind is Kind.POST:
            file, predicted = _post(post, pattern, site, taken, diagnostics)
        else:
            file, predicted = _page(post, pattern, taken)
        wanted = pin == "all" or (pin == "needed" and predicted != post.address)
        places[post.path] = Place(file, permalink(post, diagnostics) if wanted and post.address else None)
    return Layout(places, pattern)


def jekyll_pattern(pattern: str) -> str:
    """A neutral pattern as a setting: a bare `.html` would take the ending from pages."""
    return re.sub(r"\.html$", ":output_ext", pattern)


def permalink(post: Post, diagnostics: Diagnostics) -> str:
    """The address as a `permalink`: what is a variable, or encoded, to Jekyll is encoded; a last dot gets a slash."""
    address = post.address
    last = address.rpartition("/")[2]
    if last and not _HTML.search(last) and "." in last and post.markup != "other":
        address += "/"
        message = f"'{post.address}' is served as '{address}', since Jekyll takes its end for a file's"
        diagnostics.add("address-slash", post.path, 0, message)
    if ".." in address or "./" in address:
        diagnostics.add(
            "address-changed", post.path, 0, f"Jekyll cannot serve '{address}': it drops its dots"
        )
    address = address.replace("%", "%25").replace("#", "%23").replace("?", "%3F")
    return re.sub(r":(?=[a-z_])", "%3A", address)


def _post(post: Post, pattern: str, site: Site, taken: set[str], diagnostics: Diagnostics) -> tuple[str, str]:
    """The file of a post, and the address that the pattern gives it."""
    clock = wall_clock(post.date, site)
    folder, _, slug = _folder_and_slug(post)
    section = section_of(post, site)
    folder = f"{safe_name(section)}/{folder}" if section and post.status is not Status.DRAFT else folder
    ending = "html" if post.markup == "html" else "md"
    if post.status is Status.DRAFT:
        return _unique(f"_drafts/{folder}{slug}", ending, taken), post.address
    if clock is None:
        message = f"a post of Jekyll's has a date; {NO_DATE:%Y-%m-%d} stands for the missing one"
        diagnostics.add("date-unknown", post.path, 0, message)
    day = clock or NO_DATE
    stem = f"_posts/{folder}{day.year:04}-{day:%m-%d}-{slug}"
    file = _unique(stem, ending, taken)
    base = PurePosixPath(file).name.removesuffix(f".{ending}")
    facts = Facts(base[11:].rstrip("."), base, "", "posts", ".html", (), day)
    return file, document_address(pattern, facts)


def _folder_and_slug(post: Post) -> tuple[str, str, str]:
    """The folder below `_posts`, with its slash, and the name behind the date.

    The name is what the address ends in, which Jekyll's `:title` then stands for; folders are the slug's own.
    """
    slug = post.slug or PurePosixPath(post.path).stem
    last = title_in(post.address)
    folder = slug.rpartition("/")[0]
    same = bool(last) and last != "index" and not re.fullmatch(r"[\d.-]*", last)
    name = safe_name(last if same else slug.rpartition("/")[2])
    folders = "".join(f"{safe_name(part)}/" for part in folder.split("/") if part)
    return folders, slug, name


def safe_name(name: str) -> str:
    """A name that Jekyll neither skips nor cuts, and that every file system takes."""
    name = _ODD_NAME.sub("-", name).strip().rstrip(".~")
    name = re.sub(r"^[._#~]+", "", name)
    while len(name.encode("utf-8", "replace")) > _LONGEST:
        name = name[:-1]
    return name.rstrip(". ") or "post"


def sections(site: Site) -> Mapping[str, Mapping[str, str]]:
    """The folders whose posts the old site listed on a page of their own: title and path of that page."""
    found = site.config.get("section_lists")
    return found if isinstance(found, Mapping) else {}


def section_of(post: Post, site: Site) -> str:
    """The folder of a post, where the old site listed those of several folders apart; else nothing."""
    found = sections(site)
    folders = post.path.lower().split("/")[:-1] if len(found) > 1 else []
    return next((part for part in folders if part in found), "")


def _page(post: Post, pattern: str, taken: set[str]) -> tuple[str, str]:
    """The file of a page, and the address that it has there by itself."""
    ending = "html" if post.markup == "html" else "md"
    path = _HTML.sub("", post.address.strip("/"))
    parts = [safe_name(part) for part in path.split("/") if part] or ["index"]
    if post.address.endswith("/") and parts != ["index"] and not pattern.endswith("/"):
        parts.append("index")
    stem = "/".join(parts)
    if any(stem.startswith(name.rstrip("/")) for name in EXCLUDED):
        stem = f"page-{stem}"
    file = _unique(stem, ending, taken)
    folder, _, name = file.removesuffix(f".{ending}").rpartition("/")
    return file, page_address(None, folder, name, ".html", pattern)


def _unique(stem: str, ending: str, taken: set[str]) -> str:
    """A file name that no other post has, also where the file system folds case."""
    number, name = 2, stem
    while name.lower() in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name.lower())
    return f"{name}.{ending}"


def hidden_parts(paths: Iterable[str]) -> Iterator[str]:
    """The names in `paths` that Jekyll skips unless `include:` lists them."""
    for path in paths:
        for part in path.strip("/").split("/"):
            if part.startswith(("_", ".", "#", "~")) or part.endswith("~"):
                yield part

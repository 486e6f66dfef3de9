"""Where the posts and files of a blog go in a vault, and which of them an address means."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from ...diagnostics import Diagnostics
from ...model import Asset, Kind, Post, Site
from ..base import WriteOptions
from .names import file_name, free_name, path_name

POSTS = "Posts"
PAGES = "Pages"


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all posts and files.

    `notes` maps the source paths of posts to notes, `files` those of assets to files of the vault; `by_address` what
    is served at an address to its source path. `names` counts the files of each name.
    """

    notes: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    by_address: Mapping[str, str] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)

    def source_at(self, address: str) -> str | None:
        """The source path of the post or file that is served at an address of the site."""
        return self.by_address.get(address_key(address))

    def is_unique(self, path: str) -> bool:
        """Whether no other file of the vault has the name of this one."""
        return self.names[PurePosixPath(path).name.lower()] == 1


def address_key(address: str) -> str:
    """An address in the form in which addresses are compared: decoded, no slash and no `index.html` at its end."""
    return "/" + re.sub(r"(?:^|/)index\.html$", "", unquote(address).strip("/")).strip("/")


def lay_out(site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Layout:
    """The layout of `site` as a vault; of a vault that of its own."""
    if site.engine == "obsidian":
        notes = {post.path: post.path for post in site.posts}
        files = {path: path for path in site.config.get("vault_files", ()) if path not in notes}
        return _layout(site, notes, files)
    taken: set[str] = set()
    notes = dict(_notes(site, taken, diagnostics))
    files = dict(_files(site, notes, options.attachments.strip("/"), taken))
    return _layout(site, notes, files)


def _layout(site: Site, notes: Mapping[str, str], files: Mapping[str, str]) -> Layout:
    addresses: dict[str, str] = {}
    assets = [*site.assets, *(asset for post in site.posts for asset in post.assets)]
    for asset in assets:
        addresses.setdefault(address_key(asset.address), asset.path)
    for post in site.posts:
        for alias in post.aliases:
            addresses.setdefault(address_key(alias), post.path)
    addresses |= {address_key(post.address): post.path for post in site.posts}
    names = Counter(PurePosixPath(path).name.lower() for path in (*notes.values(), *files.values()))
    return Layout(notes, files, addresses, names)


def _notes(site: Site, taken: set[str], diagnostics: Diagnostics) -> Iterator[tuple[str, str]]:
    for post in site.posts:
        if is_bare(post):
            continue
        folder = POSTS if post.kind is Kind.POST else PAGES
        wanted = f"{folder}/{file_name(post.title or _stem(post))}"
        name = free_name(wanted, ".md", taken)
        if name != f"{wanted}.md":
            diagnostics.add("renamed", post.path, 0, f"written as {name}: another note has its title")
        taken.add(name.lower())
        yield post.path, name


def is_bare(post: Post) -> bool:
    """Whether a page is HTML without the theme around it: a file of the site, not a note."""
    bare = post.front_matter.get("layout") in (False, "false", "off")
    return post.is_file or (post.kind is Kind.PAGE and post.markup != "markdown" and bare)


def _stem(post: Post) -> str:
    path = PurePosixPath(post.path)
    return path.parent.name if path.stem.lower() in ("index", "_index") and path.parent.name else path.stem


def _files(site: Site, notes: Mapping[str, str], folder: str, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Files of a post in a folder of its name, those of the site where their address says."""
    for post in site.posts:
        name = PurePosixPath(notes.get(post.path, "Untitled.md")).stem
        for asset in post.assets:
            yield asset.path, _placed(f"{folder}/{name}/{asset.name}", taken)
    for post in filter(is_bare, site.posts):
        yield post.path, _placed(_below(folder, _served(post.address)), taken)
    for asset in site.assets:
        yield asset.path, _placed(_below(folder, _served(asset.address)), taken)
    for asset in site.data:
        yield asset.path, _placed(f"{folder}/data/{asset.name}", taken)


def _below(folder: str, path: str) -> str:
    """`path` in `folder`, where it is not in one of that name already."""
    return path if path.lower().startswith(f"{folder.lower()}/") else f"{folder}/{path}"


def _served(address: str) -> str:
    return address.strip("/") + ("/index.html" if address.endswith("/") else "")


def _placed(path: str, taken: set[str]) -> str:
    stem, extension = posixpath.splitext(path_name(path))
    name = free_name(stem, extension, taken)
    taken.add(name.lower())
    return name


def all_assets(site: Site) -> Iterator[Asset]:
    """The files of the site and of its posts."""
    yield from site.assets
    for post in site.posts:
        yield from post.assets


def inner_address(site: Site, post: Post, destination: str) -> tuple[str, str] | None:
    """Address and fragment of what `destination` names from `post`; None for what is not on the site."""
    try:
        parts, own = urlsplit(destination), urlsplit(site.url)
        joined = urljoin(site.base_path.rstrip("/") + post.address, parts.path)
    except ValueError:  # an address such as `http://[x]`
        return None
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc != own.netloc):
        return None
    if parts.scheme and not parts.netloc:
        return None
    if not parts.path:
        return (post.address, unquote(parts.fragment)) if parts.fragment and not parts.netloc else None
    base = site.base_path.rstrip("/")
    return joined.removeprefix(base) if base else joined, unquote(parts.fragment)

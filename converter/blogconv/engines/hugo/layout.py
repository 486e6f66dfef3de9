"""Where the posts and pages of a site go below content/, and which addresses have to be pinned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from ...diagnostics import Diagnostics
from ...model import Kind, Post, Site
from ...urls import file_name
from .addresses import PathRule, expand, pattern_for

SECTION = "posts"
_UNSAFE_START = re.compile(r"^[#.]+")
_LANGUAGE_LIKE = re.compile(r"\.[a-z]{2}(?:-[a-z]{2,4})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post goes: its path below content/ without `.md`, whether it is a bundle, its `url` if pinned."""

    path: str
    bundle: bool = False
    url: str | None = None

    @property
    def file(self) -> str:
        return f"content/{self.path}/index.md" if self.bundle else f"content/{self.path}.md"


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all posts by source path, the permalink pattern of the posts and the site's path rule."""

    places: dict[str, Place] = field(default_factory=dict)
    pattern: str | None = None
    rule: PathRule = field(default_factory=PathRule)


def lay_out(site: Site, pin: Literal["needed", "all", "none"], diagnostics: Diagnostics) -> Layout:
    """The layout with which Hugo serves each post of `site` at its old address."""
    content_paths = dict(_content_paths(site, diagnostics))
    rule, pattern = _best_rule(site, content_paths)
    places = {}
    for post in site.posts:
        path = content_paths[post.path]
        bundle = bool(post.assets) and not path.endswith("_index")
        url = None if pin == "none" else _pin(post, path, pattern, rule, pin == "all", diagnostics)
        places[post.path] = Place(path, bundle, url)
    return Layout(places, pattern, rule)


def _content_paths(site: Site, diagnostics: Diagnostics) -> Iterator[tuple[str, str]]:
    """Source path to path below content/, unique also where Hugo folds case and drops characters."""
    folders = {_stem(p).rpartition("/")[0] for p in site.posts if p.kind is not Kind.POST}
    lists = {"/tags/": "tags/_index", "/categories/": "categories/_index", "/": "_index"}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    rule = PathRule()
    for post in site.posts:
        if post.kind is Kind.POST:
            wanted = f"{SECTION}/{post.slug or PurePosixPath(post.path).stem}"
        else:
            wanted = lists.get(post.address) or _page_path(_stem(post), folders)
        name = path = _safe(wanted)
        while rule.default(path) in taken:
            numbers[name] += 1
            path = f"{name}-{numbers[name] + 1}"
        if path != name:
            diagnostics.add(
                "renamed", post.path, 0, f"written as content/{path}.md, since Hugo takes two names for one"
            )
        taken.add(rule.default(path))
        yield post.path, path


def _stem(post: Post) -> str:
    """A page's address as a path: `/about/` and `/about.html` are `about`."""
    path = post.address.strip("/")
    return re.sub(r"(?:/?index)?\.html?$|/index$", "", path) or PurePosixPath(post.path).stem


def _page_path(stem: str, folders: set[str]) -> str:
    """A page below another page may not stand in its folder, which Hugo would take for a section."""
    parent = stem.rpartition("/")[0]
    while parent:
        if parent in folders or stem in folders:
            return stem.replace("/", "-")
        parent = parent.rpartition("/")[0]
    return f"{stem}-page" if stem in (SECTION, "tags", "categories") else stem


def _safe(path: str) -> str:
    """`path` as Hugo can have it: no name that it skips, takes for a bundle or a language, or empties."""
    parts = []
    *folders, name = path.split("/")
    for part in (*folders, name):
        part = file_name(_UNSAFE_START.sub("", part).rstrip("~ "))
        parts.append(part if PathRule().name(part).strip(".-") else f"post-{_letters(part)}")
    last = parts[-1]
    if last == "index" or (last == "_index" and path not in ("_index", "tags/_index", "categories/_index")):
        last = f"{last.strip('_')}-page"
    if _LANGUAGE_LIKE.search(last):
        last = last.replace(".", "-")
    return "/".join([*parts[:-1], last])


def _letters(text: str) -> str:
    return "-".join(f"{ord(c):x}" for c in text) or "x"


def _best_rule(site: Site, content_paths: dict[str, str]) -> tuple[PathRule, str | None]:
    """The path rule and pattern that give most posts their address. Lower case wins a draw."""
    posts = [p for p in site.posts if p.kind is Kind.POST and not p.pinned]
    candidates = {None, pattern_for(site.permalink)}
    scores: Counter[tuple[bool, str | None]] = Counter()
    for lower in (True, False):
        rule = PathRule(lower)
        terms = sum(_term_address(rule, *key) == address for key, address in site.term_addresses.items())
        for pattern in candidates:
            hits = sum(_predicted(p, content_paths[p.path], pattern, rule) == p.address for p in posts)
            scores[lower, pattern] = 2 * hits + terms
    if not scores:
        return PathRule(), None
    lower, pattern = max(scores, key=lambda k: (scores[k], k[0], k[1] is not None))
    return PathRule(lower), pattern


def _term_address(rule: PathRule, taxonomy: str, path: Iterable[str]) -> str:
    return f"/{taxonomy}/" + "/".join(rule.name(p) for p in path) + "/"


def _predicted(post: Post, path: str, pattern: str | None, rule: PathRule) -> str | None:
    if pattern and post.kind is Kind.POST:
        return expand(pattern, path, post, rule)
    return rule.default(path)


def _pin(
    post: Post, path: str, pattern: str | None, rule: PathRule, always: bool, diagnostics: Diagnostics
) -> str | None:
    """The `url` that keeps the post's address, None where Hugo gives it by itself."""
    if path.endswith("_index") or not post.address:
        return None
    if not always and _predicted(post, path, pattern, rule) == post.address:
        return None
    return escaped(post, diagnostics)


def escaped(post: Post, diagnostics: Diagnostics) -> str:
    """The post's address as a `url`: colons are tokens for Hugo, and a lone `%` stops its build."""
    url = post.address.removesuffix("index.html") if post.address.endswith("/index.html") else post.address
    if re.search(r"%(?![0-9A-Fa-f]{2})", url):
        diagnostics.add("address-changed", post.path, 0, f"Hugo cannot serve '{url}': '%' was left out")
        url = re.sub(r"%(?![0-9A-Fa-f]{2})", "", url)
    if not url.endswith("/") and "." not in url.rpartition("/")[2]:
        diagnostics.add(
            "address-slash", post.path, 0, f"'{url}' is served as '{url}/', which browsers are led to"
        )
    return url.replace(":", "\\:")

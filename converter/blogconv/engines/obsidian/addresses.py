"""The address that a note has: as its vault was published, or as blogconv gives it.

Obsidian Publish: help.obsidian.md, "Permalinks". Quartz: @quartz-community/utils. Digital Garden:
oleeskild/obsidian-digital-garden:src/utils/utils.ts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...diagnostics import Diagnostics
from ...model import FrontMatter, Kind, Post
from ...urls import fold_marks, inside, slugize
from .properties import Properties

SECTION = "posts"
PUBLISHERS = ("publish", "quartz", "digital-garden")


def slug_of(properties: Properties, title: str, stem: str) -> str:
    """The slug of a post: the one that it names, else made of its title, else of its file's name."""
    named = properties.text("slug", "dg-permalink")
    if named and "/" not in named.strip("/"):
        return named.strip("/")
    made = slugize(title, "lower") or slugize(stem, "lower")
    return made or "-".join(f"{ord(char):x}" for char in stem[:8])


def pinned(properties: Properties) -> str | None:
    """The address that a note names itself, relative to the site's root."""
    named = properties.text("permalink", "dg-permalink")
    if not named or re.search(r":\w|://", named):
        return None
    path = inside(named)
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else path + "/"


def published(path: str, publisher: str) -> str:
    """The address of the note at `path` where `publisher` serves it."""
    stem = path.removesuffix(".md")
    if publisher == "publish":
        return "/" + unicodedata.normalize("NFC", stem).replace("+", "%2B").replace(" ", "+")
    if publisher == "quartz":
        return "/" + "/".join(_quartz(part) for part in _without_index(stem.split("/")))
    parts = (_garden(part) for part in stem.split("/"))
    return "/" + "/".join(part for part in parts if part) + "/"


def _without_index(parts: Sequence[str]) -> list[str]:
    return [*parts[:-1], ""] if parts[-1] in ("index", "_index") else list(parts)


def _quartz(part: str) -> str:
    part = re.sub(r"\s", "-", part).replace("&", "-and-").replace("%", "-percent")
    return re.sub(r"[?#<>:\"|*]", "", part).lower()


def _garden(part: str) -> str:
    """What @sindresorhus/slugify leaves of a name: Latin letters and digits, words apart."""
    words = re.sub(r"([a-z\d])([A-Z])", r"\1 \2", fold_marks(part))
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def addressed(posts: Iterable[Post], publisher: str, diagnostics: Diagnostics) -> list[Post]:
    """The posts with addresses, no two alike: their own, the publisher's, else `/posts/SLUG/`, for pages `/SLUG/`."""
    found: list[Post] = []
    taken: dict[str, str] = {}
    for post in sorted(posts, key=lambda p: (not p.pinned, p.path)):
        address = post.address if post.pinned else ""
        if not address and publisher:
            address = published(post.path, publisher)
        slug = post.slug
        if not address or address.lower() in taken:
            if address:
                message = f"it has the address {address} of {taken[address.lower()]}, and gets another"
                diagnostics.add("duplicate-address", post.path, 0, message)
            address, slug = _free(post, taken)
        taken[address.lower()] = post.path
        found.append(replace(post, address=address, slug=slug))
    return sorted(found, key=lambda p: p.path)


def usual(post: Post, title: str, stem: str) -> str:
    """The address that the note `stem` with this title gets where it names none and no other has it."""
    named = stem if post.kind is not Kind.POST and stem.isascii() else title
    slug = slug_of(Properties(FrontMatter(), "", Diagnostics()), named, stem)
    return f"/{SECTION}/{slug}/" if post.kind is Kind.POST else f"/{slug}/"


def _free(post: Post, taken: dict[str, str]) -> tuple[str, str]:
    """An address by the slug that no other note has, and the slug: with its folder's name, or counted."""
    folder = slugize(post.path.rpartition("/")[0].rpartition("/")[2], "lower")
    numbers = (f"{post.slug}-{number}" for number in range(2, len(taken) + 3))
    for slug in (post.slug, f"{post.slug}-{folder}" if folder else post.slug, *numbers):
        address = f"/{SECTION}/{slug}/" if post.kind is Kind.POST else f"/{slug}/" if slug != "index" else "/"
        if address.lower() not in taken:
            return address, slug
    raise AssertionError("more numbers than addresses were tried")

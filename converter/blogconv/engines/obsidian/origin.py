"""What a vault that was made of a blog still knows of that blog, so that it can become one again.

A vault has no place for a blog's title and address, for files that readers get though no note shows them (`CNAME`,
`robots.txt`), for pages of HTML, for smart quotes, ids of headings and most signs in tags. `.obsidian/blogconv.json`
keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ...model import Asset, Dialect, Entry, FrontMatter, HeadingIds, Kind, Post, Site, Status, Value
from .layout import Layout, is_bare
from .metadata import tag_name
from .properties import moment

NAME = "blogconv.json"
_SITE = ("title", "description", "author", "language", "url", "base_path", "timezone")
_CASES = ("keep", "lower", "upper")
SHOWN = (Status.PUBLISHED, Status.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Origin:
    """The blog that a vault was made of. `site` are fields of the model's `Site`.

    The others are told by a path in the vault: `files` the addresses at which files were served, `data` the names of
    data files, `pages` the address, status and front matter of pages of HTML. `tags` are those of the blog by what
    they are called in the vault, `typographer` and `heading_ids` what its Markdown did.
    """

    site: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    typographer: bool = False
    heading_ids: HeadingIds | None = None

    def served(self, path: str) -> str:
        """The address of the file `path`: the one that it had on the blog, else its path in the vault."""
        return self.files.get(path, f"/{path}")

    def applied(self, site: Site, paths: Sequence[str]) -> Site:
        """`site`, the blog of the notes, with what else belonged to it and is among the `paths` of the vault."""
        known: dict[str, Any] = {**self.site, "timezone": site.timezone or self.site.get("timezone")}
        there = set(paths)
        used = {asset.path for asset in site.assets} | (self.files.keys() & there)
        taken = {post.address for post in site.posts}
        pages = [_page(path, self.pages[path]) for path in sorted(self.pages.keys() & there)]
        return replace(
            site,
            **known,
            assets=tuple(Asset(path, self.served(path)) for path in sorted(used - self.pages.keys())),
            data=tuple(Asset(path, "", self.data[path]) for path in sorted(self.data.keys() & there)),
            dialect=self._dialect(site.dialect),
            posts=(
                *(
                    replace(post, tags=tuple(self.tags.get(tag, tag) for tag in post.tags))
                    for post in site.posts
                ),
                *(page for page in pages if page.address not in taken),
            ),
        )

    def _dialect(self, dialect: Dialect) -> Dialect:
        ids = self.heading_ids or dialect.heading_ids
        return replace(dialect, typographer=self.typographer or dialect.typographer, heading_ids=ids)


def parsed(value: Any) -> Origin:
    """The origin that the JSON `value` tells; what is not as `told` has it is left out."""
    known = _texts(value)
    inner = value if isinstance(value, dict) else {}
    pages = inner.get("pages")
    return Origin(
        site={key: known[key] for key in _SITE if known.get(key)},
        files={path: address for path, address in _texts(inner.get("files")).items() if address[:1] == "/"},
        data=_texts(inner.get("data")),
        pages={path: page for path, page in pages.items() if _is_page(page)}
        if isinstance(pages, dict)
        else {},
        tags=_texts(inner.get("tags")),
        typographer=inner.get("typographer") is True,
        heading_ids=_ids(inner.get("heading_ids")),
    )


def _ids(value: Any) -> HeadingIds | None:
    """How ids of headings are made; None where the value does not say it as `told` does."""
    usual = asdict(HeadingIds())
    if not isinstance(value, dict) or value.keys() != usual.keys():
        return None
    if any(type(value[key]) is not type(usual[key]) for key in usual) or value["case"] not in _CASES:
        return None
    return HeadingIds(**value)


def _texts(value: Any) -> dict[str, str]:
    return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}


def _is_page(page: Any) -> bool:
    return isinstance(page, dict) and str(page.get("address", "")).startswith("/")


def _page(path: str, told: Mapping[str, Any]) -> Post:
    front = told.get("front_matter")
    entries = tuple(Entry(key, value) for key, value in front.items()) if isinstance(front, dict) else ()
    front_matter = FrontMatter("yaml" if entries else "none", entries)
    title = front_matter.get("title")
    return Post(
        path=path,
        kind=Kind.PAGE,
        status=Status.PUBLISHED if told.get("published") is True else Status.DRAFT,
        title=title if isinstance(title, str) else None,
        date=moment(str(front_matter.get("date", ""))),
        slug=path.rpartition("/")[2].rpartition(".")[0],
        address=str(told["address"]),
        pinned=True,
        layout=str(front_matter.get("layout", "false")).lower(),
        front_matter=front_matter,
        markup="html",
        templated=False,
    )


def told(site: Site, layout: Layout) -> bytes:
    """The file that keeps what the vault of `site` has no place for."""
    value = {
        "engine": site.engine,
        **{key: getattr(site, key) for key in _SITE if getattr(site, key)},
        "typographer": site.dialect.typographer,
        "heading_ids": asdict(site.dialect.heading_ids),
        "tags": dict(
            sorted({tag_name(t): t for post in site.posts for t in post.tags if tag_name(t) != t}.items())
        ),
        "files": {layout.files[asset.path]: asset.address for asset in _public(site)},
        "data": {layout.files[asset.path]: asset.name for asset in site.data},
        "pages": {layout.files[post.path]: _told_page(post) for post in site.posts if is_bare(post)},
    }
    return (json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n").encode("utf-8", "replace")


def _public(site: Site) -> Iterator[Asset]:
    yield from site.assets
    for post in site.posts:
        if post.status in SHOWN:
            yield from post.assets


def _told_page(post: Post) -> dict[str, Value]:
    return {
        "address": post.address,
        "published": post.status in SHOWN,
        "front_matter": {entry.key: entry.value for entry in post.front_matter.entries},
    }

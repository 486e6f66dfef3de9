"""Bodies of Hugo posts: which notations there are, what is code, and what their shortcodes refer to."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from ....blocks import blocks, line_starts
from ....body import Construct, Item, Span
from ....model import Asset, Post, Site
from ....notations.base import Found, Notation
from ....notations.comments import Summary
from ....notations.fences import parse_hugo_info
from ....notations.quotes import Alert
from ....notations.shortcodes import Shortcode, ShortcodePair
from ....scan import Scanner
from ....tables import Rows
from ....translate import Tell
from ....urls import encode_path
from ..write_body import with_apart
from .dialect import draws_alerts
from .frontmatter import values_of
from .settings import Settings, lowered
from .tree import Page, content_path, role_of

_PLAIN_INFO = re.compile(r"[\w+#.:/-]*")
_RUN = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*[ \t>]*(`{3,}|~{3,})([^\n]*)")


def scanner(site: Site, rows: Rows) -> Scanner:
    """The scanner for the bodies of a Hugo site: shortcodes, alert quotes, fences, the summary mark.

    Our own shortcodes are read only where the site has their files.
    """
    rows = _with_own(rows) if site.config.get("own_shortcodes") else _without_own(rows)
    notations: tuple[Notation, ...] = (ShortcodePair(), Shortcode(), Alert(), Summary())
    unrendered = () if draws_alerts(Settings(site.root), site.flavours) else ("alert",)
    return Scanner(rows, notations, _code, unrendered)


def _with_own(rows: Rows) -> Rows:
    named = copy(rows)
    named.tables = tuple(with_apart(t) if t.flavour == "hugo" else t for t in rows.tables)
    return named


def _without_own(rows: Rows) -> Rows:
    narrowed = copy(rows)
    narrowed.tables = tuple(
        replace(t, rows=tuple(r for r in t.rows if not r.helper)) if t.flavour == "hugo" else t
        for t in rows.tables
    )
    return narrowed


def _code(text: str) -> list[Found]:
    """All code blocks; of a fence with more than a language, what stands behind its opening run as well."""
    starts = line_starts(text)
    found: list[Found] = []
    for block in blocks(text):
        if block.type not in ("fence", "code_block"):
            continue
        start = starts[block.start]
        found.append(Found(Span(start, starts[min(block.end, len(starts) - 1)]), "fence"))
        plain = block.type != "fence" or _PLAIN_INFO.fullmatch(block.info.strip())
        if not plain and (run := _RUN.match(text, start)):
            args, left = parse_hugo_info(run[2].strip())
            found.append(Found(Span(*run.span(2)), "fence", "code", named=left, args=args, inline=True))
    return found


class HugoResolver:
    """Completes the constructs of a Hugo site: `ref`, `param`, files of a bundle."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._settings = Settings(site.root, site.config)
        self._by_path: dict[str, Post] = {}
        self._by_name: dict[str, list[Post]] = {}
        for post in site.posts:
            path = self._path(post)
            for key in (path, path.lower(), _normal(path)):
                self._by_path.setdefault(key, post)
            self._by_name.setdefault(path.rpartition("/")[2].lower(), []).append(post)

    def _path(self, post: Post) -> str:
        """A post's path below content/, without ending."""
        file = content_path(self._settings, post.path)
        return Page(file, role_of(file)).path if file else post.path

    def __call__(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        if construct.kind in ("post-address", "post-link", "post-link-card"):
            return self._reference(post, construct, tell)
        if construct.kind in ("include-code", "include") and "://" in str(construct.args.get("path", "")):
            return replace(construct, args={**construct.args, "url": construct.args["path"]})
        if construct.kind == "tabs":
            return _labelled(construct)
        if construct.kind == "gallery":
            return self._gallery(post, construct)
        if construct.kind == "expression":
            return self._parameter(post, construct, tell)
        if construct.kind in ("figure", "image", "audio", "video", "pdf"):
            return self._file(post, _with_title(construct))
        return construct

    def _address(self, address: str) -> str:
        return encode_path(self._site.base_path.rstrip("/") + address)

    def _reference(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        name = str(construct.args.get("post", ""))
        path, mark, anchor = name.partition("#")
        if not name or "://" in name:
            return replace(construct, args={**construct.args, "url": name})
        target = self._find(post, path) if path else post
        if target is None:
            tell("broken-link", f"there is no page '{path}' to link to; Hugo stops here")
            return replace(construct, args={**construct.args, "url": name})
        args = {**construct.args, "url": (self._address(target.address) if path else "") + mark + anchor}
        if construct.kind != "post-address":
            args.setdefault("text", target.title or target.slug)
        return replace(construct, args=args)

    def _find(self, post: Post, name: str) -> Post | None:
        """The page that a reference names: from the content's root, beside the page, or by its name alone."""
        plain = re.sub(r"(?:/?_?index)?(?:\.[a-z]{2}(?:-[a-z]+)?)?\.(?:md|markdown|html|org)$", "", name)
        plain = plain.rstrip("/")
        here = PurePosixPath(self._path(post))
        candidates = [plain.lstrip("/")]
        if not plain.startswith("/"):
            candidates = [_joined(here.parent, plain), _joined(here, plain), plain]
        for candidate in (*candidates, *(c.lower() for c in candidates), *(_normal(c) for c in candidates)):
            if found := self._by_path.get(candidate):
                return self._in_language(found, post)
        named = self._by_name.get(plain.strip("/").lower(), []) if "/" not in plain.strip("/") else []
        return self._in_language(named[0], post) if named else None

    def _in_language(self, found: Post, post: Post) -> Post:
        """The translation of a page into the language of the post that refers to it."""
        if found.language == post.language or found.translation_key is None:
            return found
        same = (
            p
            for p in self._site.posts
            if p.translation_key == found.translation_key and p.language == post.language
        )
        return next(same, found)

    def _parameter(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        name = str(construct.args.get("text", ""))
        value = _value(values_of(post.front_matter), name)
        if value is None:
            value = _value(self._site.config.get("params"), name)
        if value is None or isinstance(value, dict | list):
            tell("expression", f"there is no parameter '{name}'; Hugo stops here")
            value = construct.raw
        return replace(construct, kind="literal", args={"code": True}, body=str(value), body_kind="raw")

    def _gallery(self, post: Post, construct: Construct) -> Construct:
        """A gallery whose pictures an argument names: `{a.jpg,b.jpg}`, or a pattern for files of the bundle."""
        args = dict(construct.args)
        wanted = str(args.pop("images", ""))
        if not wanted:
            return construct
        names = [name.strip() for name in wanted.strip("{}").split(",")]
        bundle = {asset.name: self._address(asset.address) for asset in post.assets}
        found = [hit for name in names for hit in fnmatch.filter(bundle, name) or [name]]
        body = "\n".join(f"![]({bundle.get(name, name)})" for name in found)
        return replace(construct, args=args, body=body, body_kind="markdown")

    def _file(self, post: Post, construct: Construct) -> Construct:
        """The construct with the address of a file that lies in the post's bundle or in assets/."""
        name = str(construct.args.get("src", "")).removeprefix("./")
        asset = next((a for a in post.assets if a.name == name), None) or self._global(name)
        if asset is None:
            return construct
        return replace(construct, args={**construct.args, "src": self._address(asset.address)})

    def _global(self, name: str) -> Asset | None:
        return next((a for a in self._site.assets if a.path == f"assets/{name.lstrip('/')}"), None)


def _labelled(construct: Construct) -> Construct:
    """Tabs whose titles stand together on the outer shortcode: `A,B`, `A;;B`, or words."""
    args = dict(construct.args)
    labels = str(args.pop("labels", ""))
    mark = next((m for m in (";;", ",") if m in labels), None)
    titles = iter(label.strip() for label in labels.split(mark))
    items = tuple(
        item if item.args.get("title") else replace(item, args={**item.args, "title": title})
        for item, title in zip_longest(construct.items, titles, fillvalue="")
        if isinstance(item, Item)
    )
    return replace(construct, args=args, items=items) if labels else construct


def _with_title(construct: Construct) -> Construct:
    """Hugo's own `figure` shows its title above the caption, not when the mouse rests on the picture."""
    title = construct.args.get("title")
    if not title or construct.origin != ("hugo", "shortcode", "figure"):
        return construct
    caption = f"**{title}** {construct.args.get('caption', '')}".rstrip()
    args = {k: v for k, v in construct.args.items() if k != "title"}
    return replace(construct, args={**args, "caption": caption})


def _joined(folder: PurePosixPath, name: str) -> str:
    parts: list[str] = []
    for part in [*folder.parts, *name.split("/")]:
        if part == "..":
            del parts[-1:]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def _normal(path: str) -> str:
    return path.lower().replace(" ", "-")


def _value(values: Any, name: str) -> Any:
    for key in name.lower().split("."):
        if not isinstance(values, Mapping):
            return None
        values = lowered(values).get(key)
    return values

"""Bodies of Hexo posts: which notations there are, what is code, and what their tags refer to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from ...blocks import blocks, line_starts
from ...body import Construct, Item, Span
from ...model import Post, Site
from ...notations.admonitions import Admonition
from ...notations.base import Found, Notation
from ...notations.comments import Comment
from ...notations.containers import Container
from ...notations.fences import hexo_fences, parse_info
from ...notations.inline import Inline
from ...notations.nunjucks import Nunjucks
from ...notations.quotes import Alert
from ...notations.tag_pairs import TagPair
from ...scan import Scanner
from ...tables import Rows
from ...translate import Tell
from ...tree import setting_text
from ...urls import encode_path

_PLAIN_INFO = re.compile(r"[\w+#.-]*")
_OTHER_CONTAINERS = (Container("fold-container", "+", tight=True), Container("tab-container", ";"))


def scanner(site: Site, rows: Rows) -> Scanner:
    """The scanner for the bodies of a Hexo site: tags, containers, alerts, admonitions, comments with a meaning,
    and the notations that only some themes have, where a row of the site's flavours is written in them."""
    inline = rows.reading("inline")
    notations: list[Notation] = [
        TagPair(),
        Nunjucks(),
        Container(),
        *(c for c in _OTHER_CONTAINERS if rows.reading(c.name)),
        Alert(),
        Admonition(),
        Comment(rows.reading("comment")),
        *([Inline(inline)] if inline else ()),
    ]
    code = _fences if site.dialect.fences == "hexo" else _commonmark_fences
    return Scanner(rows, notations, code, _unrendered(site, rows))


def _unrendered(site: Site, rows: Rows) -> tuple[str, ...]:
    """The notations that this site's renderer prints as text. Plugins that render them are known by name, or have
    rows in them."""
    own = {
        row.notation for table in rows.tables if table.flavour not in ("hexo", "common") for row in table.rows
    }
    plugins = " ".join(map(str, site.config.get("plugins", ())))
    renderers = {
        "container": r"multi-(?:next-)?markdown-it|renderer-aether|filter-container|renderer-pandoc|markdown-exit",
        "alert": r"obsidian-callout|github-alerts|alert",
        "admonition": r"admonition",
    }
    configured = str(site.config.get("markdown", "")) + str(site.config.get("markdown_it_plus", ""))
    configured += str(site.config.get("script_features", ""))
    return tuple(
        name
        for name, pattern in renderers.items()
        if name not in own and not re.search(pattern, plugins) and not re.search(name, configured)
    )


def _fences(text: str) -> list[Found]:
    """All fences as code; of a fence with more than a language, what stands behind its opening run as well."""
    found: list[Found] = []
    for fence in hexo_fences(text):
        start = fence.span.start + len(fence.prefix)
        found.append(Found(Span(start, fence.span.end), "fence"))
        if not _PLAIN_INFO.fullmatch(fence.info):
            args = {k: v for k, v in parse_info(fence.info).items() if v is not None}
            info = Span(start + len(fence.run), text.index("\n", start))
            found.append(Found(info, "fence", "code", args=args, inline=True))
    return found


def _commonmark_fences(text: str) -> list[Found]:
    """Fences as Markdown sees them, where no highlighter is active. Their info strings stay as they are."""
    starts = line_starts(text)
    return [
        Found(Span(starts[b.start], starts[min(b.end, len(starts) - 1)]), "fence")
        for b in blocks(text)
        if b.type == "fence"
    ]


class HexoResolver:
    """Completes the constructs of a Hexo site: `post_link`, asset tags, `include_code`, `{{ expressions }}`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._by_slug: dict[str, Post] = {}
        for post in site.posts:
            self._by_slug.setdefault(post.slug, post)
        self._by_title = {post.title: post for post in reversed(site.posts) if post.title}
        self._kinds: dict[str, Callable[[Post, Construct, Tell], Construct]] = {
            "post-link": self._post_link,
            "post-link-card": self._post_link,
            "post-address": self._post_link,
            "asset-link": self._asset,
            "asset-address": self._asset,
            "image": self._asset,
            "include-code": self._include_code,
            "expression": self._expression,
            "post-list": self._series,
            "link": self._link,
        }

    def __call__(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        resolve = self._kinds.get(construct.kind)
        return resolve(post, construct, tell) if resolve else construct

    def _address(self, address: str) -> str:
        return encode_path(self._site.base_path.rstrip("/") + address)

    def _post_link(self, _post: Post, construct: Construct, tell: Tell) -> Construct:
        args = dict(construct.args)
        name, _, anchor = str(args.get("post", "")).partition("#")
        target = self._by_slug.get(name) or self._by_title.get(name)
        if target is None:
            tell("broken-link", f"there is no post '{name}' to link to")
            return construct
        args["url"] = self._address(target.address) + (f"#{anchor}" if anchor else "")
        args["title"] = target.title or target.slug
        args.setdefault("text", target.title or target.slug)
        return replace(construct, args=args)

    def _link(self, _post: Post, construct: Construct, _tell: Tell) -> Construct:
        """`url_for` puts the site's root before a path; the other link tags write the address as it is."""
        url = str(construct.args.get("url", ""))
        if construct.origin[2] not in ("url_for", "full_url_for") or re.match(r"[a-zA-Z][\w+.-]*:|//|#", url):
            return construct
        return replace(construct, args={**construct.args, "url": self._site.base_path + url.lstrip("/")})

    def _asset(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        name = str(construct.args.get("src", ""))
        asset = next((a for a in post.assets if a.name == name.removeprefix("./")), None)
        if asset is not None:
            return replace(construct, args={**construct.args, "src": self._address(asset.address)})
        if construct.origin[2].startswith("asset_"):
            tell("broken-link", f"this post has no file '{name}' in its asset folder")
        return construct

    def _include_code(self, _post: Post, construct: Construct, tell: Tell) -> Construct:
        path = str(construct.args.get("path", ""))
        folder = PurePosixPath(str(self._site.config.get("code_dir") or "downloads/code"))
        source = self._site.root / str(self._site.config.get("source_dir") or "source")
        url = self._address(f"/{folder / path}")
        file = (source / folder / path).resolve()
        if not file.is_relative_to(source.resolve()) or not file.is_file():
            tell("broken-link", f"the file '{path}' was not found below {folder}")
            return replace(construct, args={**construct.args, "url": url})
        lines = setting_text(file).splitlines()
        first, last = construct.args.get("from", 1), construct.args.get("to", len(lines))
        args = {
            "lang": construct.args.get("lang") or PurePosixPath(path).suffix[1:],
            "title": construct.args.get("title") or PurePosixPath(path).name,
            "url": url,
            "link_text": "view raw",
        }
        body = "\n".join(lines[int(first) - 1 : int(last)])
        return replace(construct, kind="code", args=args, body=body, body_kind="raw")

    def _expression(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        text = str(construct.args.get("text", ""))
        value = _value(text, post)
        if value is None:
            tell("expression", f"the expression {{{{ {text} }}}} is kept as text; Hexo printed its value")
            return replace(construct, kind="literal", args={}, body=construct.raw, body_kind="raw")
        return replace(construct, kind="literal", args={}, body=value, body_kind="raw")

    def _series(self, post: Post, construct: Construct, _tell: Tell) -> Construct:
        name = construct.args.get("series") or post.front_matter.get("series")
        members = [p for p in self._site.posts if p.front_matter.get("series") == name and p.title]
        items = tuple(Item({"title": p.title, "url": self._address(p.address)}) for p in members)
        return replace(construct, items=items)


def _value(expression: str, post: Post) -> str | None:
    """What `{{ expression }}` prints, for a string, a number or the name of a front matter key; else None."""
    if match := re.fullmatch(r"\"([^\"\\]*)\"|'([^'\\]*)'|(\d+(?:\.\d+)?)", expression):
        return next(g for g in match.groups() if g is not None)
    known: Mapping[str, Any] = {e.key: e.value for e in post.front_matter.entries}
    value = known.get(expression)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool | date) else None

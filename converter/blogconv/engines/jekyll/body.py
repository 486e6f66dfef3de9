"""Bodies of Jekyll posts: which notations there are, what is code, and what their tags refer to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from ...blocks import blocks, line_starts
from ...body import Construct, Span
from ...model import Post, Site
from ...notations.attributes import AttributeList, Element
from ...notations.base import Found, Notation
from ...notations.comments import Comment, Mark
from ...notations.link_attributes import LinkAttributes, SpanElement
from ...notations.liquid import Include, IncludePair, LiquidTag
from ...notations.quotes import Alert
from ...scan import Scanner
from ...tables import Rows
from ...translate import Tell
from ...tree import setting_text
from ...urls import encode_path
from .expressions import evaluate
from .fields import text_of
from .files import DATED, extension
from .galleries import pictures

_RELATIVE = ("chirpy", "minimal-mistakes", "al-folio")
_LISTS = ("blogconv/posts.html", "blogconv/terms.html")
"""Our own includes that list posts and terms, as other engines do by themselves."""
_ALERTS = ("jekyll-gfm-admonitions", "jekyll-callouts", "premonition", "jekyll-spaceship")


def scanner(site: Site, rows: Rows) -> Scanner:
    """The scanner for the bodies of a Jekyll site: Liquid first, code included, then what kramdown reads."""
    notations: list[Notation] = [LiquidTag(), IncludePair(), Include(), AttributeList(), LinkAttributes()]
    notations += [Element(), SpanElement(), Alert()]
    separator = text_of(site.config.get("excerpt_separator"))
    notations.append(Mark(separator) if _is_own_mark(separator) else Comment())
    others = dict.fromkeys(text_of(post.front_matter.get("excerpt_separator")) for post in site.posts)
    notations += [Mark(mark) for mark in others if mark != separator and _is_own_mark(mark)]
    plugins = " ".join(map(text_of, site.config.get("plugins") or ()))
    unrendered = () if any(name in plugins for name in _ALERTS) else ("alert",)
    return Scanner(rows, notations, _code, unrendered)


def _is_own_mark(separator: str) -> bool:
    """Whether a post's summary ends at a comment that is no `<!-- more -->`."""
    comment = re.fullmatch(r"<!--[^\n]*-->", separator)
    return bool(comment) and not re.fullmatch(r"<!-- ?more ?-->", separator, re.I)


def _code(text: str) -> list[Found]:
    """Code blocks. Liquid acts in them all the same; the other notations do not."""
    starts = line_starts(text)
    return [
        Found(Span(starts[b.start], starts[min(b.end, len(starts) - 1)]), "fence")
        for b in blocks(text)
        if b.type in ("fence", "code_block")
    ]


class JekyllResolver:
    """Completes the constructs of a Jekyll site: `post_url`, `link`, expressions, included files."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._by_path = {self._inner(post.path): post for post in site.posts}
        self._assets = {self._inner(asset.path): asset.address for asset in site.assets}
        self._kinds: dict[str, Callable[[Post, Construct, Tell], Construct]] = {
            "post-address": self._address_of,
            "expression": self._expression,
            "include": self._include,
            "include-code": self._include_code,
            "callout": self._callout,
            "gallery": self._gallery,
            "figure": self._file,
            "video": self._file,
            "audio": self._file,
        }

    def _inner(self, path: str) -> str:
        source = text_of(self._site.config.get("source")).strip("./")
        return path.removeprefix(f"{source}/") if source else path

    @cached_property
    def _by_name(self) -> Mapping[str, Post]:
        """Posts by what `post_url` may call them: folder, date and name; or the name alone."""
        found: dict[str, Post] = {}
        for path, post in self._by_path.items():
            if DATED.fullmatch(path):
                base = re.sub(r"(?:^|/)_posts/", "/", path.removesuffix(extension(path))).lstrip("/")
                found.setdefault(posixpath.basename(base), post)
                found[base] = post
        return found

    def __call__(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        resolve = self._kinds.get(construct.kind)
        return resolve(post, construct, tell) if resolve else construct

    def _url(self, address: str) -> str:
        return encode_path(self._site.base_path.rstrip("/") + address)

    def _address_of(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        name = str(construct.args.get("post", "")).strip().strip("\"'")
        name = name if "{{" not in name else evaluate(name.strip("{} "), self._site, post) or name
        if construct.origin[2] == "link":
            target = self._by_path.get(name.lstrip("/"))
            address = target.address if target else self._assets.get(name.lstrip("/"))
        else:
            target = self._by_name.get(name.lstrip("/"))
            address = target.address if target else None
        if address is None:
            tell("broken-link", f"there is no '{name}' to link to; Jekyll stops on it")
            return replace(construct, args={**construct.args, "url": name})
        return replace(construct, args={**construct.args, "url": self._url(address)})

    def _expression(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """What the expression prints, as text that Markdown still reads."""
        text = str(construct.args.get("text", ""))
        value = evaluate(text, self._site, post)
        if value is None and not text.strip():
            value = ""
        if value is None:
            tell("expression", f"the expression {{{{ {text} }}}} is kept as text; Jekyll printed its value")
        body = construct.raw if value is None else value
        return replace(
            construct, kind="literal", args={"code": True}, body=body, body_kind="raw", inline=True
        )

    def _include(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """The text of an included file that has no Liquid in it, else the tag as it stands."""
        if construct.args.get("path") in _LISTS:
            return replace(construct, kind="literal", args={"code": True}, body="", body_kind="raw")
        text = next(self._included(post, construct), None)
        if text is not None and "{%" not in text and "{{" not in text:
            return replace(
                construct, kind="literal", args={"code": True}, body=text.strip("\n"), body_kind="raw"
            )
        path = construct.args.get("path", "")
        tell("unknown-tag", f"the include '{path}' has no meaning here; left as it stands")
        return replace(construct, kind="literal", args={"code": True}, body=construct.raw, body_kind="raw")

    def _included(self, post: Post, construct: Construct) -> Iterator[str]:
        path = str(construct.args.get("path", ""))
        includes = text_of(self._site.config.get("includes_dir")) or "_includes"
        own = posixpath.dirname(post.path)
        relative = "include_relative" in construct.raw
        root = self._site.root
        source = text_of(self._site.config.get("source")).strip("./")
        folder = root / own if relative else root / source / includes
        try:
            file = (folder / path).resolve()
            if root.parts and file.is_relative_to(root.resolve()) and file.is_file():
                yield setting_text(file)
        except (OSError, ValueError):
            return

    def _include_code(self, _post: Post, construct: Construct, tell: Tell) -> Construct:
        """Octopress' `include_code` from the folder `downloads/code`."""
        path = str(construct.args.get("path", ""))
        folder = text_of(self._site.config.get("code_dir")) or "downloads/code"
        url = self._url(f"/{folder}/{path}")
        args: dict[str, Any] = {**construct.args, "url": url}
        asset = next((a for a in self._site.assets if a.address == f"/{folder}/{path}"), None)
        if asset is None:
            tell("broken-link", f"the file '{path}' was not found below {folder}")
            return replace(construct, args=args)
        text = setting_text(self._site.root / asset.path).rstrip("\n")
        args = {
            "lang": args.get("lang") or posixpath.splitext(path)[1][1:],
            "title": args.get("title") or path,
        }
        return replace(construct, kind="code", args={**args, "url": url}, body=text, body_kind="raw")

    def _gallery(self, post: Post, construct: Construct, _tell: Tell) -> Construct:
        """Minimal Mistakes: the pictures that the front matter lists."""
        if construct.origin[:2] != ("minimal-mistakes", "include"):
            return construct
        found = pictures(post, construct, self._of_site)
        return replace(construct, body=found, body_kind="markdown") if found else construct

    def _of_site(self, address: str) -> str:
        """An address as themes print it that put the site's path before it."""
        inner = address.startswith("/") and not address.startswith("//") and self._site.base_path != "/"
        return self._url(address) if inner else address

    def _file(self, _post: Post, construct: Construct, _tell: Tell) -> Construct:
        """A file in an include of a theme that puts the site's path before its address."""
        if construct.origin[0] not in _RELATIVE or construct.origin[1] != "include":
            return construct
        found = {k: self._of_site(str(construct.args[k])) for k in ("src", "poster") if construct.args.get(k)}
        return replace(construct, args={**construct.args, **found})

    def _callout(self, _post: Post, construct: Construct, _tell: Tell) -> Construct:
        """Just the Docs: a callout has the title that the site's `callouts:` gives its name."""
        settings = self._site.config.get("callouts")
        own = settings.get(construct.origin[2]) if isinstance(settings, Mapping) else None
        if (
            construct.origin[0] != "just-the-docs"
            or not isinstance(own, Mapping)
            or "title" in construct.args
        ):
            return construct
        return replace(construct, args={**construct.args, "title": text_of(own.get("title"))})

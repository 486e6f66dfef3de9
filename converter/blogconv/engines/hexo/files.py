"""The files below a Hexo site's source folder, and what Hexo takes each of them for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from wcmatch import glob

from ...diagnostics import Diagnostics
from ...tree import Walk
from .config import HexoConfig

_GLOB = glob.GLOBSTAR | glob.BRACE | glob.EXTGLOB | glob.NEGATE | glob.NEGATEALL

MARKDOWN = frozenset(("md", "markdown", "mkd", "mkdn", "mdwn", "mdtxt", "mdtext"))
"""hexojs/hexo-renderer-marked:index.js."""

_BUILT_IN = {
    "htm": "html", "html": "html", "njk": "html", "j2": "html",
    "css": "css", "js": "js", "json": "json", "yml": "json", "yaml": "json",
}  # fmt: skip
_BY_PACKAGE: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("hexo-renderer-ejs", {"ejs": "html"}),
    ("hexo-renderer-pug", {"pug": "html"}),
    ("hexo-renderer-jade", {"jade": "html"}),
    ("hexo-renderer-swig", {"swig": "html"}),
    ("hexo-renderer-org", {"org": "html"}),
    ("hexo-renderer-asciidoc", {"adoc": "html", "asciidoc": "html", "ad": "html"}),
    ("hexo-renderer-rst", {"rst": "html"}),
    ("hexo-renderer-stylus", {"styl": "css", "stylus": "css"}),
    ("hexo-renderer-less", {"less": "css"}),
    ("hexo-renderer-scss", {"scss": "css", "sass": "css"}),
    ("hexo-renderer-sass", {"scss": "css", "sass": "css"}),
    ("hexo-renderer-coffeescript", {"coffee": "js"}),
)


class Role(StrEnum):
    """What a file is to Hexo."""

    POST = "post"
    DRAFT = "draft"
    PAGE = "page"
    ASSET = "asset"
    POST_FILE = "post file"
    DATA = "data"
    ACCIDENT = "accident"
    IGNORED = "ignored"


def extension(path: str) -> str:
    """What stands behind the last dot of the file name, as Node's `extname` without the dot."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2] if "." in name.lstrip(".") and not name.endswith(".") else ""


def stem(path: str) -> str:
    """`path` without its extension."""
    end = extension(path)
    return path[: -len(end) - 1] if end else path


class Globs:
    """Patterns as micromatch reads them: a text or a list of texts; `*` stays within a folder."""

    def __init__(self, patterns: Any) -> None:
        texts = patterns if isinstance(patterns, list) else [patterns]
        self._compiled = [glob.compile(text, flags=_GLOB) for text in texts if isinstance(text, str) and text]

    def match(self, path: str) -> bool:
        """Whether any pattern matches the whole `path`."""
        return any(pattern.match(path) for pattern in self._compiled)

    def __bool__(self) -> bool:
        return bool(self._compiled)


@dataclass(frozen=True)
class Roles:
    """Tells what Hexo takes a file for (hexojs/hexo:lib/plugins/processor/{post,asset,data,common}.ts)."""

    config: HexoConfig

    @cached_property
    def _skip(self) -> Globs:
        return Globs(self.config.values.get("skip_render"))

    @cached_property
    def _include(self) -> Globs:
        return Globs(self.config.values.get("include"))

    @cached_property
    def _exclude(self) -> Globs:
        return Globs(self.config.values.get("exclude"))

    @cached_property
    def outputs(self) -> Mapping[str, str]:
        """The extensions that are rendered, and what they become."""
        table = dict(_BUILT_IN) | dict.fromkeys(MARKDOWN, "html")
        if self.config.major < 5:
            table["swig"] = "html"
        for package, extensions in _BY_PACKAGE:
            if self.config.has(package):
                table |= extensions
        return table

    @cached_property
    def _post_extension(self) -> str:
        return extension(self.config.text("new_post_name", ":title.md"))

    def of(self, path: str) -> Role:
        """The role of the file at `path` below the source folder."""
        if path.endswith(("~", "%")):
            return Role.IGNORED
        if path.startswith("_data/"):
            return Role.DATA
        for folder, role in (("_posts/", Role.POST), ("_drafts/", Role.DRAFT)):
            if path.startswith(folder):
                return self._in_posts(path, path.removeprefix(folder), role)
        if self._exclude.match(path) or (_is_hidden(path) and not self._include.match(path)):
            return Role.IGNORED
        renders = self.outputs.get(extension(path)) == "html" and not self._skip.match(path)
        return Role.PAGE if renders else Role.ASSET

    def _in_posts(self, path: str, inner: str, role: Role) -> Role:
        if _is_hidden(inner):
            return Role.IGNORED
        end = extension(path)
        renders = end in self.outputs and not self._skip.match(path)
        if self.config.values.get("post_asset_folder"):
            return role if renders and end == self._post_extension else Role.POST_FILE
        if not renders:
            return Role.POST_FILE
        return role if self.outputs[end] == "html" else Role.ACCIDENT

    def published(self, path: str) -> str:
        """The path at which an asset is served: `a.styl` becomes `a.css`."""
        output = self.outputs.get(extension(path))
        if output is None or self._skip.match(path):
            return path
        return f"{stem(path)}.{output}"


def _is_hidden(path: str) -> bool:
    return any(part.startswith(("_", ".")) for part in path.split("/"))


def walk(config: HexoConfig, diagnostics: Diagnostics) -> Walk:
    """The files of the source folder, about in the order in which Hexo meets them, without what `ignore` names."""
    ignore = Globs(config.values.get("ignore"))
    source = config.text("source_dir", "source")
    return Walk(
        config.root,
        source,
        diagnostics,
        engine="Hexo",
        skip=lambda place, _: bool(ignore) and ignore.match(place),
    )

"""The files below a Hexo site's source folder, and what Hexo takes each of them for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from wcmatch import glob

from ...diagnostics import Diagnostics
from .config import HexoConfig

_GLOB = glob.GLOBSTAR | glob.BRACE | glob.EXTGLOB | glob.NEGATE | glob.NEGATEALL
_MOST_LINKED_FOLDERS = 1000

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


class Found(NamedTuple):
    """A regular file: its path below the source folder, and its times as `(modified, born)`."""

    path: str
    modified: float
    born: float


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


class _Folder(NamedTuple):
    """A folder to be listed: where it is, its path below the source folder, and the real folders it lies in."""

    place: str
    prefix: str
    above: tuple[Path, ...]


class Walk:
    """Lists the regular files of the source folder, upper folders first, each folder in the order of its bytes.

    That is about the order in which Hexo meets them. What is no file, cannot be read, or leads out of the site
    is told and left out; a link back to a folder it lies in is not followed.
    """

    def __init__(self, config: HexoConfig, diagnostics: Diagnostics) -> None:
        self._config = config
        self._tell = diagnostics
        self._ignore = Globs(config.values.get("ignore"))
        self._site = config.root.resolve()
        self._links = 0

    def __iter__(self) -> Iterator[Found]:
        source = self._config.source
        level = [_Folder(str(source.absolute()), "", (source.resolve(),))]
        while level:
            deeper: list[_Folder] = []
            for folder in level:
                for entry in self._entries(folder):
                    yield from self._visit(entry, folder, deeper)
            level = deeper

    def _entries(self, folder: _Folder) -> list[os.DirEntry[str]]:
        if self._ignore and self._ignore.match(folder.place):
            return []
        try:
            with os.scandir(folder.place) as entries:
                return sorted(entries, key=lambda e: os.fsencode(e.name))
        except OSError as error:
            self._report("unreadable", folder.prefix, f"the folder cannot be read: {error.strerror}")
            return []

    def _visit(self, entry: os.DirEntry[str], folder: _Folder, deeper: list[_Folder]) -> Iterator[Found]:
        path = folder.prefix + entry.name
        real = None
        if entry.is_symlink():
            real = self._target(entry, path, folder.above)
            if real is None:
                return
        try:
            info = entry.stat()
        except OSError as error:
            self._report("unreadable", path, f"it cannot be read: {error.strerror}")
            return
        if stat.S_ISDIR(info.st_mode):
            above = (*folder.above, real or folder.above[-1] / entry.name)
            deeper.append(_Folder(entry.path, f"{path}/", above))
        elif not stat.S_ISREG(info.st_mode):
            self._report("special-file", path, "it is a pipe, socket or device, and left out")
        elif not (self._ignore and self._ignore.match(entry.path)):
            if any("\udc80" <= c <= "\udcff" for c in path):
                self._report("name-not-utf-8", path, "its name is not UTF-8; Hexo cannot read the file")
            born = getattr(info, "st_birthtime", info.st_mtime)
            yield Found(path, info.st_mtime, min(born, info.st_mtime))

    def _target(self, entry: os.DirEntry[str], path: str, above: tuple[Path, ...]) -> Path | None:
        """Where a symbolic link leads; None, and told, where it is not followed."""
        problem = ""
        try:
            real = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):
            self._report("link-not-followed", path, "the symbolic link leads nowhere, or to itself")
            return None
        if not real.is_relative_to(self._site):
            problem = "the symbolic link leads out of the site"
        elif real.is_dir():
            self._links += 1
            if any(folder.is_relative_to(real) for folder in above):
                problem = "the symbolic link leads back to a folder it lies in"
            elif self._links > _MOST_LINKED_FOLDERS:
                problem = "there are too many symbolic links to folders"
        if problem:
            self._report("link-not-followed", path, problem)
        return None if problem else real

    def _report(self, code: str, path: str, message: str) -> None:
        place = Path(self._config.text("source_dir", "source"), path).as_posix()
        self._tell.add(code, place, 0, message)

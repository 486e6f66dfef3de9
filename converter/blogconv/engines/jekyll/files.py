"""The files of a Jekyll site, and what Jekyll takes each of them for.

Facts: jekyll/jekyll:lib/jekyll/entry_filter.rb, reader.rb, readers/post_reader.rb, collection.rb, document.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from fnmatch import translate
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from ...diagnostics import Diagnostics
from ...tree import Found, Walk
from .config import JekyllConfig

DATED = re.compile(r"(?:.+/)?(\d{2,4}-\d{1,2}-\d{1,2})-([^/]*)(\.[^.]+)", re.ASCII)
DATELESS = re.compile(r"(?:.+/)?([^/]*)(\.[^.]+)")
_SPECIAL = tuple("._#~")
_DATA = (".yml", ".yaml", ".json", ".csv", ".tsv")
_OUTPUTS = {".scss": ".css", ".sass": ".css", ".coffee": ".js"}
_HEADER = re.compile(rb"---\s*\r?\n")
_NO_PAGES = re.compile(
    r"(?:readme|licen[sc]e|copying|code_of_conduct|contributing|issue_template|pull_request_template)\.", re.I
)


class Role(StrEnum):
    """What a file is to Jekyll. Documents and files of collections come with the collection's name."""

    POST = "post"
    DRAFT = "draft"
    DOCUMENT = "document"
    PAGE = "page"
    STATIC = "static"
    DATA = "data"
    IGNORED = "ignored"


class Place(NamedTuple):
    """What a file is, and for one of a collection: the collection, and its path below the collection's folder."""

    role: Role
    collection: str = ""
    inner: str = ""


def extension(path: str) -> str:
    """The extension with its dot, as Ruby's `File.extname` has it."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:] if dot > 0 and dot < len(name) - 1 and name[:dot].strip(".") else ""


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    """A pattern of Ruby's `File.fnmatch`, whose `*` crosses folders, and what merely begins with it."""
    return re.compile(rf"{translate(pattern.replace('[^', '[!'))}|{re.escape(pattern)}.*", re.DOTALL)


class Roles:
    """Tells what Jekyll takes the files of one site for."""

    def __init__(self, config: JekyllConfig) -> None:
        self.config = config
        self._include = config.texts("include")
        self._exclude = [p for p in config.texts("exclude") if p not in self._include]
        self._top = config.text("collections_dir").strip("/")
        self._data = config.text("data_dir", "_data").strip("/")
        self._entered: dict[str, bool] = {"": True}

    @cached_property
    def _folders(self) -> dict[str, str]:
        """The folders of collections by name, posts aside."""
        top = f"{self._top}/" if self._top else ""
        return {f"{top}_{name}/": name for name in self.config.collections if name != "posts"}

    def of(self, path: str) -> Place:
        """The place of the file at `path` below the source folder."""
        if path.startswith(f"{self._data}/"):
            return Place(Role.DATA if extension(path) in _DATA else Role.IGNORED)
        for folder, name in self._folders.items():
            if path.startswith(folder):
                return self._in_collection(path, name, path.removeprefix(folder))
        parts = path.split("/")
        place = next((n for n, part in enumerate(parts[:-1]) if part in ("_posts", "_drafts")), None)
        if place is not None:
            return self._in_posts(path, parts, place)
        if not self.enters(path.rpartition("/")[0]) and path not in self._include:
            return Place(Role.IGNORED)
        if path not in self._include and not self._keeps(path, parts[-1]):
            return Place(Role.IGNORED)
        return Place(Role.PAGE if self._is_page(path, parts[-1]) else Role.STATIC)

    def enters(self, folder: str) -> bool:
        """Whether Jekyll looks for pages and posts in the folder at that path."""
        if folder not in self._entered:
            above, _, name = folder.rpartition("/")
            built = folder == self.config.text("destination", "_site").removeprefix("./").strip("/")
            kept = self._keeps(folder, name, is_folder=True)
            self._entered[folder] = self.enters(above) and not built and kept
        return self._entered[folder]

    def walks(self, folder: str) -> bool:
        """Whether anything below the folder may matter: what Jekyll enters, posts, collections, data."""
        if self.enters(folder) or folder == self._data or folder.startswith(f"{self._data}/"):
            return True
        slashed = f"{folder}/"
        if any(slashed.startswith(f) or f.startswith(slashed) for f in self._folders):
            return True
        if any(name.startswith(slashed) for name in self._include):
            return True
        above, _, _ = re.sub(r"(^|/)_(?:posts|drafts)(?:/.*)?$", r"\1\n", folder).partition("\n")
        return above != folder and self.enters(above.strip("/"))

    def _keeps(self, path: str, entry: str, *, is_folder: bool = False) -> bool:
        """The entry filter: `entry` is the path as the folder that is being read has it."""
        if entry.endswith("."):
            return False
        name = entry.rpartition("/")[2]
        included = self._listed(self._include, entry, is_folder) or self._listed(
            self._include, name, is_folder
        )
        if included:
            return True
        special = entry.startswith(_SPECIAL) or name.startswith(_SPECIAL) or entry.endswith("~")
        return not special and not self._listed(self._exclude, path, is_folder)

    def _listed(self, patterns: tuple[str, ...] | list[str], path: str, is_folder: bool) -> bool:
        return any(_glob(p.lstrip("/")).fullmatch(path) or (is_folder and p == f"{path}/") for p in patterns)

    def _in_posts(self, path: str, parts: list[str], place: int) -> Place:
        above, inner = "/".join(parts[:place]), "/".join(parts[place + 1 :])
        hidden = any(part.startswith(".") for part in parts[place + 1 :])
        outside = bool(self._top) and not above.startswith(self._top)
        if hidden or outside or not self.enters(above) or not self._keeps(path, inner):
            return Place(Role.IGNORED)
        if parts[place] == "_drafts":
            return Place(Role.DRAFT if DATELESS.fullmatch(inner) else Role.IGNORED, "posts", inner)
        return Place(Role.POST if DATED.fullmatch(inner) else Role.IGNORED, "posts", inner)

    def _in_collection(self, path: str, name: str, inner: str) -> Place:
        below = path.removeprefix(f"{self._top}/") if self._top else path
        if not self._keeps(below, inner):
            return Place(Role.IGNORED)
        role = Role.DOCUMENT if has_header(self.config.folder / path) else Role.STATIC
        return Place(role, name, inner)

    def _is_page(self, path: str, name: str) -> bool:
        if has_header(self.config.folder / path):
            return True
        optional = self.config.github or self.config.has("jekyll-optional-front-matter")
        if not optional or extension(path).lower() not in self.config.markdown:
            return False
        return not _NO_PAGES.match(name) or self.is_index(path)

    def is_index(self, path: str) -> bool:
        """Whether jekyll-readme-index makes the page of its folder from a README without front matter."""
        folder, _, name = path.rpartition("/")
        if name.lower().partition(".")[0] != "readme" or extension(path).lower() not in self.config.markdown:
            return False
        if not (self.config.github or self.config.has("jekyll-readme-index")):
            return False
        own = self.config.folder / folder
        return not any((own / f"index{end}").is_file() for end in (".html", *self.config.markdown))

    def output_extension(self, path: str) -> str:
        """The extension of what Jekyll makes of a page or document."""
        end = extension(path)
        if end.lower() in self.config.markdown or (
            end == ".textile" and self.config.has("jekyll-textile-converter")
        ):
            return ".html"
        return _OUTPUTS.get(end, end)


def has_header(path: Path) -> bool:
    """Whether a file begins with front matter, for which its first line alone counts (jekyll/jekyll:utils.rb)."""
    try:
        with path.open("rb") as stream:
            return bool(_HEADER.match(stream.readline(1000)))
    except OSError:
        return False


def walk(roles: Roles, diagnostics: Diagnostics) -> Iterator[tuple[Found, Place]]:
    """Each file of the site with its place, upper folders first."""

    def skip(_place: str, path: str) -> bool:
        return path.endswith("/") and not roles.walks(path[:-1])

    config = roles.config
    for found in Walk(config.root, config.source, diagnostics, engine="Jekyll", skip=skip):
        yield found, roles.of(found.path)

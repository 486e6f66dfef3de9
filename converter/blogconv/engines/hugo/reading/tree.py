"""Which files of a Hugo site are pages, which belong to a page's bundle, and which are published as they are.

Facts: gohugoio/hugo:hugolib/pages_capture.go, common/paths/pathparser.go, hugofs/files/classifier.go.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from ....tree import reason_against
from .settings import Settings

MARKDOWN = frozenset(("md", "mdown", "markdown"))
HTML = frozenset(("html", "htm"))
OTHER = frozenset(("org", "ad", "adoc", "asciidoc", "rst", "pandoc", "pdc"))
_CONTENT = MARKDOWN | HTML | OTHER
_MEDIA = frozenset(
    (
        "png",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "avif",
        "svg",
        "bmp",
        "mp3",
        "ogg",
        "wav",
        "flac",
        "mp4",
        "webm",
        "pdf",
    )
)
"""What a shortcode may show out of assets/, which is published where it is shown."""
_ADAPTER = "_content.gotmpl"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a component: its place below the site's root and its path in the component, with `/`.

    `language` is that of the mount, or of the suffix in the name (`a.zh.md`), which `path` then has not.
    """

    source: str
    path: str
    language: str

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def base(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def ending(self) -> str:
        return PurePosixPath(self.path).suffix[1:].lower()


@dataclass(slots=True)
class Page:
    """A page's file with the files of its bundle."""

    file: File
    role: Literal["page", "leaf", "section"]
    resources: list[File] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The page's path below content/, without ending; a bundle's is that of its folder."""
        return self.file.folder if self.role != "page" else f"{self.file.folder}/{self.file.base}".lstrip("/")


@dataclass(slots=True)
class Tree:
    """All files of a site: pages, files published as they are, data, and those that Hugo makes nothing of.

    `unread` is what is not read for another reason: links, pages made by a program, notes inside of bundles. Each
    has the code of a diagnostic, its place and the reason.
    """

    pages: list[Page] = field(default_factory=list)
    files: list[tuple[File, str]] = field(default_factory=list)
    data: list[File] = field(default_factory=list)
    unread: list[tuple[str, str, str]] = field(default_factory=list)


def read_tree(settings: Settings) -> Tree:
    """The files of the site, in alphabetical order of their paths."""
    tree = Tree()
    ignored = _ignored(settings)
    content = list(_component(settings, "content", ignored, tree))
    _sort_content(content, tree)
    for file in _component(settings, "static", ignored, tree, dotted=True):
        tree.files.append((file, f"/{file.path}"))
    for file in _component(settings, "assets", ignored, tree):
        if file.ending in _MEDIA:
            tree.files.append((file, f"/{file.path}"))
    tree.data = list(_component(settings, "data", ignored, tree))
    return tree


def content_path(settings: Settings, name: str) -> File | None:
    """The file `name` of the site (`content/posts/a.md`) in its component; None for a file elsewhere."""
    for folder, prefix, language in _mounts(settings, "content"):
        inner = name.removeprefix(f"{folder}/") if folder else name
        if inner != name or not folder:
            return _file(settings, name, f"{prefix}{inner}", language)
    return None


def role_of(file: File) -> Literal["page", "leaf", "section"]:
    """What a content file is by its name."""
    return {"index": "leaf", "_index": "section"}.get(file.base, "page")  # type: ignore[return-value]


def _sort_content(content: list[File], tree: Tree) -> None:
    leaves = {
        (f.folder, f.language) for f in content if f.base == "index" and f.ending in _CONTENT and f.folder
    }
    folders = {folder for folder, _ in leaves}
    by_place: dict[tuple[str, str], Page] = {}
    rest: list[File] = []
    for file in content:
        leaf = _leaf(file, folders)
        own = leaf == file.folder and file.base == "index" and file.ending in _CONTENT
        if file.ending in _CONTENT and (leaf is None or own):
            page = Page(file, role_of(file))
            tree.pages.append(page)
            by_place.setdefault((page.path if own else "", file.language), page)
        elif file.path.rpartition("/")[2] == _ADAPTER:
            message = "a content adapter makes pages by a program; they are not read"
            tree.unread.append(("not-published", file.source, message))
        else:
            rest.append(file)
    for file in rest:
        _place(file, _leaf(file, folders), by_place, tree)


def _leaf(file: File, folders: set[str]) -> str | None:
    """The outermost leaf bundle that the file lies in."""
    parts = file.folder.split("/")
    return next((f for n in range(1, len(parts) + 1) if (f := "/".join(parts[:n])) in folders), None)


def _place(file: File, leaf: str | None, pages: Mapping[tuple[str, str], Page], tree: Tree) -> None:
    if leaf is None:
        tree.files.append((file, f"/{file.path}"))
        return
    if file.ending in _CONTENT:
        message = "a note inside of a bundle is no page to Hugo; only templates show it"
        tree.unread.append(("not-published", file.source, message))
        return
    owner = pages.get((leaf, file.language)) or next((p for (f, _), p in pages.items() if f == leaf), None)
    if owner:
        owner.resources.append(file)


def _ignored(settings: Settings) -> list[re.Pattern[str]]:
    """`ignoreFiles`: regular expressions on the whole path. One that Python cannot read is none."""
    patterns = []
    value = settings.get("ignorefiles", default=[])
    for text in value if isinstance(value, list) else [value]:
        try:
            patterns.append(re.compile(str(text)))
        except re.error:
            continue
    return patterns


def _component(
    settings: Settings, name: str, ignored: list[re.Pattern[str]], tree: Tree, *, dotted: bool = False
) -> Iterator[File]:
    """The files of a component, of all its mounts; of two at one path the first mount's. Links are no files to Hugo."""
    seen: set[tuple[str, str]] = set()
    for folder, prefix, language in _mounts(settings, name):
        base = settings.root / folder
        for path in _walk(base, dotted):
            source = path.relative_to(settings.root).as_posix() if path.is_relative_to(settings.root) else ""
            inner = path.relative_to(base).as_posix() if path != base else ""
            target = f"{prefix}{inner}".rstrip("/")
            if not source or any(p.search(str(path)) for p in ignored):
                continue
            if reason := reason_against(path):
                tree.unread.append((reason[0], source, reason[1]))
                continue
            file = _file(settings, source, target, language, by_suffix=name == "content")
            if (file.path, file.language) not in seen:
                seen.add((file.path, file.language))
                yield file


def _walk(base: Path, dotted: bool) -> Iterator[Path]:
    """What is no folder below `base`, in order, without what Hugo skips by its name."""
    if base.is_file():
        yield base
        return
    for folder, folders, names in os.walk(base, followlinks=False):
        folders[:] = sorted(f for f in folders if dotted or not f.startswith((".", "#")))
        links = (f for f in folders if (Path(folder) / f).is_symlink())
        for name in sorted((*names, *links)):
            if not name.endswith("~") and (dotted or not name.startswith((".", "#"))) and name != ".DS_Store":
                yield Path(folder) / name


def _mounts(settings: Settings, component: str) -> list[tuple[str, str, str]]:
    """The folders of a component: below the site's root, the path at which each is seen, its language."""
    found: list[tuple[str, str, str]] = []
    mounts = settings.get("module", "mounts", default=[])
    for mount in mounts if isinstance(mounts, list) else ():
        target = str(mount.get("target", "")).strip("/") if isinstance(mount, Mapping) else ""
        if target == component or target.startswith(f"{component}/"):
            inner = target[len(component) :].strip("/")
            language = str(mount.get("lang", "")).lower()
            source = os.path.normpath(str(mount.get("source", ""))).replace(os.sep, "/").strip("/")
            found.append((source, f"{inner}/" if inner else "", language))
    return found or _default_mounts(settings, component)


def _default_mounts(settings: Settings, component: str) -> list[tuple[str, str, str]]:
    key = f"{component}dir"
    found = []
    for code in settings.languages:
        own = settings.of_language(code).get(key)
        for folder in own if isinstance(own, list) else [own] if own else []:
            found.append((_plain(folder), "", code if component == "content" else ""))
    value = settings.get(key, default=component)
    if component == "content" and len(found) == len(settings.languages):
        return found
    return found + [(_plain(f), "", "") for f in (value if isinstance(value, list) else [value])]


def _plain(folder: object) -> str:
    return os.path.normpath(str(folder)).replace(os.sep, "/").strip("/")


def _file(settings: Settings, source: str, path: str, language: str, *, by_suffix: bool = True) -> File:
    """The file with its language: the mount's, that of its name's suffix, else the default one."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    base, _, suffix = stem.rpartition(".")
    if by_suffix and base and suffix.lower() in settings.languages:
        return File(source, f"{folder}{slash}{base}{dot}{ending}", language or suffix.lower())
    return File(source, path, language or settings.language)

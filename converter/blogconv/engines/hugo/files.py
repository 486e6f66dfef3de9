"""The files that Hugo needs to show a converted blog: shortcodes, render hooks, partials, styles, a starter theme.

They lie as real files below `files/`, those that several engines share below `../assets/`. What belongs to
what is said in `files/manifest.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from ruamel.yaml import YAML

from .write_body import APART, shortcodes_of

THEME = "blogconv-starter"
"""The name of the starter theme in a Hugo site's configuration."""

_NOTATION = re.compile(r"-(?:open|close|block)$")


def helper_files(used: Iterable[str], flavours: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The files for the shortcodes and render hooks named `used`: path in the site and content, by path.

    A shortcode whose name one of the themes `flavours` has is called otherwise, see `write_body.APART`.

    A container may be named by any of its notations (`tabs`, `tabs-open`). A name that the manifest does not
    have, such as one of Hugo's own shortcodes, needs no files.
    """
    paths: set[str] = set()
    for name in used:
        paths |= _needed(name) or _needed(_NOTATION.sub("", name))
    theirs = shortcodes_of(tuple(flavours))
    for path in sorted(paths):
        yield _beside(path, theirs), _original(path).read_bytes()


def _beside(path: str, theirs: frozenset[str]) -> str:
    """The path of a shortcode's template, beside that of a theme's shortcode of the same name."""
    file = PurePosixPath(path)
    ours = file.parent.name == "shortcodes" and file.stem in theirs
    return str(file.with_name(APART + file.name)) if ours else path


def starter_files() -> Iterator[tuple[str, bytes]]:
    """The files of the small theme with which a blog that has no theme is shown: path in the site and content."""
    for path, file in _walk(_here() / "starter", PurePosixPath("themes", THEME)):
        yield str(path), file.read_bytes()


@cache
def manifest() -> Mapping[str, tuple[str, ...]]:
    """What each name needs: paths in the site, and names that stand for what they need."""
    text = (_here() / "manifest.yaml").read_text(encoding="utf-8")
    return {name: tuple(needs) for name, needs in YAML(typ="safe").load(text).items()}


def _needed(name: str) -> set[str]:
    """The paths in the site that `name` needs; none for a name that the manifest does not have."""
    paths: set[str] = set()
    for entry in manifest().get(name, ()):
        paths |= {entry} if "/" in entry else _needed(entry)
    return paths


def _original(path: str) -> Traversable:
    """The file whose copy stands at `path` in the site."""
    if path.startswith("static/"):
        return files("blogconv.engines") / "assets" / PurePosixPath(path).name
    return _here().joinpath(path)


def _here() -> Traversable:
    return files("blogconv.engines.hugo") / "files"


def _walk(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    """All files below `folder` with their paths below `path`, in alphabetical order."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _walk(entry, path / entry.name)
        else:
            yield path / entry.name, entry

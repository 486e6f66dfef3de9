"""The files that Jekyll needs to show a converted blog: includes, styles, a plugin for heading ids, a starter layout.

They lie as real files below `files/`, those that several engines share below `../assets/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

_INCLUDES = "_includes/blogconv"
_CALLED = re.compile(r"\{%-? include (blogconv/[\w-]+\.html)")
_ASSETS = {"blogconv/style.html": "css/blogconv.css", "blogconv/chart.html": "js/blogconv-chart.js"}
_PARTS = {
    "tabs": "tab", "timeline": "timeline-item", "columns": "column", "steps": "step", "chat": "message",
    "cards": "card", "friends": "friend", "folds": "fold",
}  # fmt: skip


def helper_files(used: Iterable[str], *, commonmark: bool) -> Iterator[tuple[str, bytes]]:
    """The includes named `used` (`callout`, `button` …) with all that they include: path in the site and content.

    A name that has no include needs no files.
    """
    wanted = {f"blogconv/{name}" for used_name in used for name in _files_of(used_name)}
    closed: set[str] = set()
    while wanted - closed:
        name = min(wanted - closed)
        closed.add(name)
        wanted |= set(_CALLED.findall(_text(name)))
    for name in sorted(closed):
        yield f"_includes/{name}", _variant(name, commonmark).encode()
    for name, path in _ASSETS.items():
        if name in closed:
            yield path, (files("blogconv.engines") / "assets" / PurePosixPath(path).name).read_bytes()


def starter_files() -> Iterator[tuple[str, bytes]]:
    """The layouts and styles with which a blog that has no theme is shown."""
    return _walk(_here() / "starter", PurePosixPath())


def plugin() -> tuple[str, bytes]:
    """The plugin that gives headings the ids of the old site, where the Markdown renderer gives none."""
    name = "_plugins/blogconv_heading_ids.rb"
    return name, (_here() / name).read_bytes()


def template(name: str) -> str:
    """The text of a page that is a template, without front matter."""
    return (_here() / name).read_text("utf-8")


def _files_of(name: str) -> Iterator[str]:
    """The files of a construct: of a container both ends, and its parts' where it has some."""
    stems = (name, _PARTS[name]) if name in _PARTS else (name,)
    names = {f"{stem}{end}.html" for stem in stems for end in ("", "-open", "-close")}
    return (file for file in sorted(names) if (_here() / _INCLUDES / file).is_file())


def _text(name: str) -> str:
    return (_here() / "_includes" / name).read_text("utf-8")


def _variant(name: str, commonmark: bool) -> str:
    """An include as it is for kramdown; for CommonMark without kramdown's marks.

    There a comment makes the line a block of HTML, whatever element it begins with.
    """
    text = _text(name)
    if not commonmark:
        return text
    text = text.replace("{::nomarkdown}", "").replace("{:/nomarkdown}", "")
    return (
        text.replace("{{ include.in }}", "{{ include.in }}<!-- -->") if name.endswith("/begin.html") else text
    )


def _here() -> Traversable:
    return files("blogconv.engines.jekyll") / "files"


def _walk(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _walk(entry, path / entry.name)
        else:
            yield str(path / entry.name), entry.read_bytes()

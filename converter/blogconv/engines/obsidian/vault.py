"""A vault on disk: its settings, its files, and which file a link means."""

from __future__ import annotations

import json
import os
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from ...diagnostics import Diagnostics
from ...tree import reason_against
from .origin import NAME, Origin, parsed

SUPPORTED = {
    "md", "base", "canvas", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp", "flac", "m4a", "mp3", "ogg",
    "wav", "webm", "3gp", "mkv", "mov", "mp4", "ogv", "pdf",
}  # fmt: skip
"""The file types that Obsidian knows. Others it links only with `showUnsupportedFiles`."""

_DEBRIS = re.compile(r"\.sync-conflict-|\(conflict|\(conflicted copy|~\$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the files in `.obsidian` say, as far as it changes what a note means.

    `templates` are the folders whose notes are patterns for others; `daily` is the date pattern of daily notes;
    `origin` is the blog that the vault was made of, if it was.
    """

    folder: str = ""
    app: Mapping[str, Any] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    plugins: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    daily: str = "YYYY-MM-DD"
    origin: Origin = field(default_factory=Origin)

    @property
    def strict_line_breaks(self) -> bool:
        """Whether a single newline is only a blank, as in CommonMark. By default it breaks the line."""
        return self.app.get("strictLineBreaks") is True

    @property
    def unsupported(self) -> bool:
        return self.app.get("showUnsupportedFiles") is True


def config_folder(root: Path) -> str:
    """The name of the vault's settings folder, which its owner may have renamed; empty where there is none."""
    if (root / ".obsidian").is_dir():
        return ".obsidian"
    others = sorted(p.name for p in root.glob(".obsidian*") if (p / "app.json").is_file())
    return others[0] if others else ""


def load_settings(root: Path, diagnostics: Diagnostics) -> Settings:
    """The settings of the vault at `root`. A file that is absent or broken means the defaults; the latter is told."""
    name = config_folder(root)
    if not name:
        return Settings()

    def read(file: str) -> Any:
        return _json(root, f"{name}/{file}", diagnostics)

    plugins = read("community-plugins.json")
    types = _mapping(_mapping(read("types.json")).get("types"))
    templates = (_mapping(read("templates.json")).get("folder"), _templater(root, name, diagnostics))
    daily = _mapping(read("daily-notes.json")).get("format")
    return Settings(
        folder=name,
        app=_mapping(read("app.json")),
        types={str(k): str(v) for k, v in types.items()},
        plugins=tuple(map(str, plugins)) if isinstance(plugins, list) else (),
        templates=tuple(t.strip("/") for t in templates if isinstance(t, str) and t.strip("/")),
        daily=daily if isinstance(daily, str) and daily else "YYYY-MM-DD",
        origin=parsed(read(NAME)),
    )


def _templater(root: Path, name: str, diagnostics: Diagnostics) -> Any:
    data = _json(root, f"{name}/plugins/templater-obsidian/data.json", diagnostics)
    return _mapping(data).get("templates_folder")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _json(root: Path, path: str, diagnostics: Diagnostics) -> Any:
    try:
        if (root / path).exists() and not (root / path).is_file():
            raise ValueError("it is no file")
        return json.loads((root / path).read_text("utf-8-sig"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        diagnostics.add("broken-setting", path, 0, f"it cannot be read, and the defaults hold: {error}")
        return None


def walk(root: Path, diagnostics: Diagnostics) -> list[str]:
    """The files of the vault as Obsidian sees them, in order: nothing whose name or folder begins with a dot.

    Links to folders are not followed. What a synchronisation left behind, and vaults inside the vault, are told
    and left out.
    """
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root).as_posix().removeprefix(".")
        folders[:] = sorted(name for name in folders if _is_entered(root, here, name, diagnostics))
        for name in sorted(names):
            path = posixpath.join(here, name)
            if name.startswith("."):
                continue
            if reason := reason_against(root / path):
                diagnostics.add(reason[0], path, 0, reason[1])
            elif _DEBRIS.search(name):
                diagnostics.add("not-published", path, 0, "left behind by a synchronisation; left out")
            else:
                found.append(path)
    return found


def _is_entered(root: Path, here: str, name: str, diagnostics: Diagnostics) -> bool:
    path = posixpath.join(here, name)
    if name.startswith(".") or name == "node_modules":
        return False
    if (root / path).is_symlink():
        diagnostics.add("link-not-followed", path, 0, "a link to a folder; what lies there is left out")
        return False
    if (root / path / ".obsidian").is_dir():
        diagnostics.add("not-published", path, 0, "a vault inside the vault; left out")
        return False
    return True


def normal(path: str) -> str:
    """A path as Obsidian compares it: NFC, ordinary blanks, one slash, lower case."""
    path = unicodedata.normalize("NFC", path).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"[\\/]+", "/", path).lower()


class Match(NamedTuple):
    """The file that a link means, and others that Obsidian might take as well."""

    path: str
    ties: tuple[str, ...] = ()


class Files:
    """All files of a vault, asked by the path that a link names.

    The rules are those that were observed in Obsidian 1.13.7: see `resolve`.
    """

    def __init__(self, paths: Sequence[str], *, unsupported: bool = False) -> None:
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        for path in paths:
            key = normal(path)
            if unsupported or key.rpartition(".")[2] in SUPPORTED:
                self._by_name.setdefault(key.rpartition("/")[2], []).append((key, path))

    def resolve(self, link: str, source: str) -> Match | None:
        """The file that `link` means in the note `source`; None where there is none.

        A file of exactly this name wins over a note. Of several: the exact path from the root, then the source's
        own folder, then the shortest path. Aliases never count, and case and Unicode form do not matter.
        """
        wanted = normal(link).strip()
        if not wanted:
            return Match(source)
        candidates = self._candidates(wanted.rpartition("/")[2])
        if not candidates:
            return None
        if len(candidates) == 1 and "/" not in wanted:
            return Match(candidates[0][1])
        here = normal(source).rpartition("/")[0]
        if wanted.startswith(("./", "../")):
            exact = _exact(candidates, posixpath.normpath(posixpath.join(here, wanted)))
            if exact:
                return exact
            wanted = re.sub(r"^(?:\.\.?/)+", "", wanted)
        if wanted.startswith("/"):
            return _exact(candidates, wanted[1:])
        return _nearest(candidates, wanted, here)

    def _candidates(self, name: str) -> list[tuple[str, str]]:
        return self._by_name.get(name) or self._by_name.get(name + ".md") or []


def _exact(candidates: Sequence[tuple[str, str]], wanted: str) -> Match | None:
    found = (path for key, path in candidates if key in (wanted, wanted + ".md"))
    return next(map(Match, found), None)


def _nearest(candidates: Sequence[tuple[str, str]], wanted: str, here: str) -> Match | None:
    if exact := _exact(candidates, wanted):
        return exact
    ending = [c for c in candidates if c[0].endswith(("/" + wanted, "/" + wanted + ".md"))]
    own = [c for c in ending if c[0].rpartition("/")[0] == here]
    order = sorted(own or ending, key=lambda c: (len(c[0]), c[0]))
    if not order:
        return None
    ties = [path for key, path in order[1:] if len(key) == len(order[0][0])]
    return Match(order[0][1], tuple(ties))


def is_note(path: str) -> bool:
    """Whether the file at `path` is a note."""
    return path.lower().endswith(".md")


class Goal(NamedTuple):
    """Where a link leads: the file (None where there is none) and the part of it behind `#`."""

    path: str | None
    fragment: str = ""
    ties: tuple[str, ...] = ()

    @property
    def is_note(self) -> bool:
        return self.path is not None and is_note(self.path)


class Goals:
    """Where the links of a vault lead. Also asks the disk, for files that Obsidian does not see."""

    def __init__(self, files: Files, root: Path, config_folder: str) -> None:
        self._files = files
        self._root = root
        self._never = tuple(name for name in (".git", ".trash", ".obsidian", config_folder) if name)

    def of(self, link: str, source: str) -> Goal:
        """The goal of `link` in the note `source`. A file whose name holds `#` comes before the part of another."""
        for name, mark, fragment in ((link, "", ""), link.partition("#")):
            match = self._files.resolve(name, source) if name or mark else None
            if match:
                return Goal(match.path, fragment.strip(), match.ties)
        name, _, fragment = link.partition("#")
        return Goal(self._on_disk(name, source), fragment.strip())

    def _on_disk(self, name: str, source: str) -> str | None:
        """A file such as one in a hidden folder, by its path from the note or the root."""
        if not name or not self._root.parts or name.lower().endswith(".md"):
            return None
        for folder in (PurePosixPath(source).parent, PurePosixPath()):
            path = self._inside(str(folder / name.lstrip("/")))
            if path and not path.startswith(self._never):
                return path
        return None

    def _inside(self, path: str) -> str | None:
        try:
            file = (self._root / path).resolve()
            inside = file.is_relative_to(self._root.resolve()) and file.is_file()
        except (OSError, ValueError):
            return None
        return file.relative_to(self._root.resolve()).as_posix() if inside else None

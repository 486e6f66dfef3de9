"""The regular files below a folder, listed so that nothing outside the site is read and no loop is entered."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from .diagnostics import Diagnostics
from .errors import SourceError

_MOST_LINKED_FOLDERS = 1000


def read_text(path: Path, name: str, diagnostics: Diagnostics | None = None) -> str:
    """The text of a file, called `name`, without its byte order mark.

    Bytes that are no UTF-8 are kept as surrogates; they and NUL characters are told. Raises SourceError when the
    file cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror or error}") from None
    if diagnostics is not None:
        _tell_odd(text, name, diagnostics)
    return text


def setting_text(path: Path) -> str:
    """The text of a file that is read beside the posts, without its byte order mark; odd bytes are replaced.

    Raises OSError, also for what is no regular file: a pipe would be waited for.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no regular file")
    return path.read_text("utf-8-sig", errors="replace")


def _tell_odd(text: str, name: str, diagnostics: Diagnostics) -> None:
    for code, pattern, message in (
        ("not-utf-8", "[\udc80-\udcff]", "it is not UTF-8; the bytes are kept as they are"),
        ("control-character", "\x00", "it holds a NUL character"),
    ):
        if (code != "not-utf-8" or not text.isascii()) and (match := re.search(pattern, text)):
            diagnostics.add(code, name, 1 + text.count("\n", 0, match.start()), message)


def reason_against(path: Path) -> tuple[str, str] | None:
    """Why a file is left out where links are not followed: a code and words; None for a regular file."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return "unreadable", f"it cannot be read: {error.strerror}"
    if stat.S_ISLNK(mode):
        return "link-not-followed", "a symbolic link; what it leads to is left out"
    return None if stat.S_ISREG(mode) else ("special-file", _SPECIAL)


_SPECIAL = "it is a pipe, socket or device, and left out"


class Found(NamedTuple):
    """A regular file: its path below the folder that is listed, and its times."""

    path: str
    modified: float
    born: float


class _Folder(NamedTuple):
    """A folder to be listed: where it is, its path below the first folder, and the real folders it lies in."""

    place: str
    prefix: str
    above: tuple[Path, ...]


class Walk:
    """Lists the regular files of the folder `source` of `site`, upper folders first, each in the order of its bytes.

    What is no file, cannot be read, or leads out of the site is told and left out; a link back to a folder it
    lies in is not followed. `skip` is asked about each file and folder, by its place on the disk and its path
    below `source`: what it says yes to is passed over. `engine` is named where a file's name is not UTF-8.
    """

    def __init__(
        self,
        site: Path,
        source: str,
        diagnostics: Diagnostics,
        *,
        engine: str,
        skip: Callable[[str, str], bool] = lambda _place, _path: False,
    ) -> None:
        self._folder = site / source
        self._source = source
        self._tell = diagnostics
        self._engine = engine
        self._skip = skip
        self._site = site.resolve()
        self._links = 0

    def __iter__(self) -> Iterator[Found]:
        level = [_Folder(str(self._folder.absolute()), "", (self._folder.resolve(),))]
        while level:
            deeper: list[_Folder] = []
            for folder in level:
                for entry in self._entries(folder):
                    yield from self._visit(entry, folder, deeper)
            level = deeper

    def _entries(self, folder: _Folder) -> list[os.DirEntry[str]]:
        if self._skip(folder.place, folder.prefix):
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
            self._report("special-file", path, _SPECIAL)
        elif not self._skip(entry.path, path):
            if any("\udc80" <= c <= "\udcff" for c in path):
                message = f"its name is not UTF-8; {self._engine} cannot read the file"
                self._report("name-not-utf-8", path, message)
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
        self._tell.add(code, Path(self._source, path).as_posix(), 0, message)

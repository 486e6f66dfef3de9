"""The only module that writes: staging, commit, manifest.

A fresh target is built beside its place and renamed into it at once. Into a target of ours only what changed is
moved, file by file, and a file that its owner edited since is left alone. The manifest is sorted plain text: for each
file the hash of what was written and its path, no times and no absolute paths.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO

from .diagnostics import Diagnostics
from .engines.base import OutputFile
from .errors import BlogconvError, UsageError
from .urls import file_name

MANIFEST = ".blogconv-manifest"
_LONGEST_NAME = 255
_LONGEST_PATH = 2000
_BLOCK = 1 << 20
_BAD_PATH = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


@dataclass(slots=True)
class Changes:
    """What a commit did, or in a dry run would do: paths relative to the target."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def check_target(target: Path, *, force: bool = False) -> None:
    """Raises UsageError for a target that is no folder, or is not empty and not ours, unless `force` is set."""
    try:
        there = _nearest(target)
        if not there.is_dir():
            raise UsageError(f"{there} is not a folder", "choose a folder, or a name that is free")
        filled = there == target.absolute() and any(target.iterdir())
    except OSError as error:
        raise UsageError(f"{target} cannot be read: {error.strerror}") from None
    if filled and not force and not (target / MANIFEST).is_file():
        raise UsageError(
            f"{target} is not empty, and nothing in it is from blogconv",
            "choose another folder, or pass --force to write into this one",
        )


def _nearest(path: Path) -> Path:
    """`path`, or the nearest folder above it that is there."""
    path = path.absolute()
    while not os.path.lexists(path):
        path = path.parent
    return path


class Output:
    """A target folder under construction. A context manager: left by an exception, it leaves no trace, and the
    exception has a note that says what became of the target.

    A dry run looks at everything and writes nothing. Raises UsageError for a target that cannot be written to, and
    what `check_target` raises; BlogconvError when the disk is full.
    """

    def __init__(self, target: Path, *, force: bool = False, dry_run: bool = False) -> None:
        check_target(target, force=force)
        self.target = target
        self._force = force
        self._dry_run = dry_run
        self._old = read_manifest(target)
        self._hashes: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._folders: set[str] = set()
        self._room: Path | None = None
        self._fate = "was not written to"

    def __enter__(self) -> Output:
        if self._dry_run:
            return self
        # In the target or above it, so that moving into place never crosses file systems.
        place = _nearest(self.target)
        try:
            self._room = Path(tempfile.mkdtemp(prefix=".blogconv-", dir=place))
            self._stage.mkdir()
        except OSError as error:
            self._clear()
            raise UsageError(f"{place} cannot be written to: {error.strerror}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._clear()
        if error is not None and self._fate:
            error.add_note(f"{self.target} {self._fate}")

    @property
    def _stage(self) -> Path:
        assert self._room is not None
        return self._room / "site"

    def _clear(self) -> None:
        if self._room is not None:
            shutil.rmtree(self._room, ignore_errors=True)

    def add(self, file: OutputFile, diagnostics: Diagnostics) -> bool:
        """Stage a file. False, with a diagnostic, for one that cannot be read or written, or that is the owner's.

        A name that no file system takes is shortened, and told.
        """
        path = _possible(str(PurePosixPath(file.path)))
        if path != str(PurePosixPath(file.path)):
            diagnostics.add(
                "path-refused", file.path, 0, f"no file can have this name; it is written as {path}"
            )
        if problem := self._problem(path):
            diagnostics.add("path-refused", path, 0, problem)
            return False
        if file.advice is not None and (theirs := self._owners(path)) is not None:
            for message in file.advice(theirs):
                diagnostics.add("owner-setting", path, 0, message)
            return False
        try:
            digest = self._put(path, file)
        except _Unreadable as error:
            diagnostics.add("unreadable", path, 0, f"the file to be copied there cannot be read: {error}")
            return False
        except OSError as error:
            if error.errno not in _BAD_PATH:
                raise self._failed(error) from None
            diagnostics.add("path-refused", path, 0, f"cannot be written: {error.strerror}; left out")
            return False
        self._note(path, digest, diagnostics)
        return True

    def _problem(self, path: str) -> str | None:
        parts = PurePosixPath(path).parts
        if not parts or PurePosixPath(path).is_absolute() or ".." in parts:
            return f"the path '{path}' leads out of the target; left out"
        if os.name == "nt" and not (self.target / path).is_relative_to(self.target):
            return f"the path '{path}' leads out of the target; left out"
        if path in self._hashes or path == MANIFEST:
            return "another file is written there; left out"
        if path in self._folders or any(folder in self._hashes for folder in _folders(path)):
            return "a file and a folder cannot have one name; left out"
        return None

    def _owners(self, path: str) -> bytes | None:
        """The file that the target has at `path`, None where there is none or one that is as we wrote it."""
        there = self._there(path)
        if there is None or there == self._old.get(path):
            return None
        try:
            return (self.target / path).read_bytes()
        except OSError:
            return b""

    def _note(self, path: str, digest: str, diagnostics: Diagnostics) -> None:
        self._hashes[path] = digest
        self._folders.update(_folders(path))
        twin = self._folded.setdefault(_folded(path), path)
        if twin != path:
            message = f"it and '{twin}' are one file where upper and lower case are not told apart"
            diagnostics.add("case-collision", path, 0, message)

    def _put(self, path: str, file: OutputFile) -> str:
        """Write one file into the stage, unless this is a dry run; its hash."""
        place = None if self._dry_run else self._stage / path
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                raise OSError(errno.EEXIST, "another file has this name")
        if file.copy is not None:
            return _copied(file.copy, place)
        if place is not None:
            place.write_bytes(file.content)
        return hashlib.sha256(file.content).hexdigest()

    def _failed(self, error: OSError) -> BlogconvError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return BlogconvError(f"no room left on the disk of {self.target}")
        return BlogconvError(f"{self.target} cannot be written to: {error.strerror or error}")

    def changes(self) -> Changes:
        """What `commit` will do."""
        changes = Changes()
        for path, digest in sorted(self._hashes.items()):
            there = self._there(path)
            if there == digest:
                changes.unchanged.append(path)
            elif there is None or (there and (self._force or self._old.get(path) == there)):
                changes.written.append(path)
            else:
                changes.kept.append(path)
        for path, digest in sorted(self._old.items()):
            if path not in self._hashes and self._there(path) == digest:
                changes.removed.append(path)
        return changes

    def _there(self, path: str) -> str | None:
        """The hash of what the target has at `path`: None for nothing, "" for what may not be replaced."""
        place = self.target / path
        if not self._lies_inside(place.parent):
            return ""
        if not os.path.lexists(place):
            return None
        try:
            return _hash(place) if place.is_file() else ""
        except OSError:
            return ""

    def _lies_inside(self, folder: Path) -> bool:
        """Whether a folder is, or can be made, in the target itself: not beyond a link, not below a file."""
        if not os.path.lexists(self.target):
            return True
        there = _nearest(folder)
        return there.is_dir() and there.resolve().is_relative_to(self.target.resolve())

    def commit(self, changes: Changes) -> None:
        """Move what changed into the target and write the manifest. Raises BlogconvError where it cannot."""
        try:
            self._write_manifest(self._stage / MANIFEST, changes)
            if os.path.lexists(self.target):
                self._move(changes)
            else:
                self.target.parent.mkdir(parents=True, exist_ok=True)
                self._stage.rename(self.target)
            self._fate = ""
        except OSError as error:
            raise self._failed(error) from None

    def _move(self, changes: Changes) -> None:
        if changes.written or changes.removed:
            self._fate = "was written in part; the same command again completes it"
        for path in changes.written:
            place = self.target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            (self._stage / path).replace(place)
        for path in changes.removed:
            (self.target / path).unlink()
            self._remove_empty((self.target / path).parent)
        (self._stage / MANIFEST).replace(self.target / MANIFEST)

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):
            while folder != self.target:
                folder.rmdir()
                folder = folder.parent

    def _write_manifest(self, place: Path, changes: Changes) -> None:
        kept = set(changes.kept)
        hashes = {path: digest for path, digest in self._hashes.items() if path not in kept}
        hashes |= {path: self._old[path] for path in kept if path in self._old}
        lines = [f"{digest}  {_escaped(path)}\n" for path, digest in sorted(hashes.items())]
        place.write_bytes(os.fsencode("".join(lines)))


def read_manifest(target: Path) -> dict[str, str]:
    """Path to hash of what blogconv wrote into `target`; empty where it wrote nothing."""
    try:
        text = os.fsdecode((target / MANIFEST).read_bytes())
    except OSError:
        return {}
    return dict(_entries(text))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        digest, _, written = line.partition("  ")
        path = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], written)
        if path and ".." not in PurePosixPath(path).parts and not PurePosixPath(path).is_absolute():
            yield path, digest


def _escaped(path: str) -> str:
    return path.replace("\\", "\\\\").replace("\n", "\\n")


def save(path: Path, text: str) -> None:
    """Write a text of its own, such as a report. Raises UsageError where that cannot be."""
    try:
        path.write_text(text, "utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


class _Unreadable(Exception):
    pass


def _copied(source: Path, place: Path | None) -> str:
    """Copy a file's bytes to `place`, if there is one; their hash. Raises _Unreadable, or OSError for `place`."""
    digest = hashlib.sha256()
    try:
        reading = source.open("rb")
    except OSError as error:
        raise _Unreadable(error.strerror) from None
    with reading, (place or Path(os.devnull)).open("wb") as writing:
        while block := _block(reading):
            digest.update(block)
            writing.write(block)
    return digest.hexdigest()


def _block(reading: BinaryIO) -> bytes:
    try:
        return reading.read(_BLOCK)
    except OSError as error:
        raise _Unreadable(error.strerror) from None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _possible(path: str) -> str:
    """`path` with parts, and in all, as long as a file system allows."""
    parts = path.replace("\0", "").split("/")
    if len(os.fsencode(path)) > _LONGEST_PATH:
        parts = [parts[0], file_name("-".join(parts[1:]), _LONGEST_NAME)]
    long = (part for part in parts if len(os.fsencode(part)) > _LONGEST_NAME)
    short = {part: file_name(part, _LONGEST_NAME) for part in long}
    return "/".join(short.get(part, part) for part in parts)


def _folders(path: str) -> Iterator[str]:
    """The folders that a file lies in, without the target itself."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _folded(path: str) -> str:
    """`path` as a file system has it that does not tell case, or spellings of an accent, apart."""
    return unicodedata.normalize("NFC", path).casefold()

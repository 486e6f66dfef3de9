"""The only module that writes: staging, commit, manifest.

A fresh target is built beside its place and renamed into it at once. Into a target of ours only what changed is
moved, file by file, and a file that its owner edited since is left alone. The manifest is sorted plain text: for each
file the hash of what was written and its path, no times and no absolute paths.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType

from .diagnostics import Diagnostics
from .engines.base import OutputFile
from .errors import BlogconvError, UsageError

MANIFEST = ".blogconv-manifest"
_LONGEST_NAME = 255


@dataclass(slots=True)
class Changes:
    """What a commit did, or in a dry run would do: paths relative to the target."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Output:
    """A target folder under construction. A context manager: left by an exception, it leaves no trace.

    Raises UsageError for a target that is not empty and not ours, unless `force` is set.
    """

    def __init__(self, target: Path, *, force: bool = False) -> None:
        self.target = target
        self._force = force
        self._old = read_manifest(target)
        self._hashes: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        if target.is_dir() and any(target.iterdir()) and not self._old and not force:
            raise UsageError(f"{target} is not empty; choose another folder, or --force to write into it")
        if target.exists() and not target.is_dir():
            raise UsageError(f"{target} is a file; the target must be a folder")

    def __enter__(self) -> Output:
        parent = self.target.absolute().parent
        try:
            parent.mkdir(parents=True, exist_ok=True)
            self._stage = Path(
                tempfile.mkdtemp(prefix=f".{self.target.name}.", suffix=".blogconv", dir=parent)
            )
        except OSError as error:
            raise UsageError(f"{parent} cannot be written to: {error.strerror}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        shutil.rmtree(self._stage, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise BlogconvError(
                f"no room left on the disk of {self.target}; nothing was written there"
            ) from None

    def add(self, file: OutputFile, diagnostics: Diagnostics) -> bool:
        """Stage a file. False, with a diagnostic, for a path that cannot be written."""
        problem = self._problem(file.path)
        if problem:
            diagnostics.add("path-refused", file.path, 0, problem)
            return False
        place = self._stage / file.path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if file.copy is None:
                place.write_bytes(file.content)
                digest = hashlib.sha256(file.content).hexdigest()
            else:
                shutil.copyfile(file.copy, place)
                digest = _hash(place)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            diagnostics.add("path-refused", file.path, 0, f"cannot be written: {error.strerror or error}")
            return False
        self._hashes[file.path] = digest
        self._folded[file.path.casefold()] = file.path
        return True

    def _problem(self, path: str) -> str | None:
        parts = PurePosixPath(path).parts
        if not parts or PurePosixPath(path).is_absolute() or ".." in parts or "\0" in path:
            return f"the path '{path}' leaves the target; left out"
        if any(len(p.encode("utf-8", "surrogateescape")) > _LONGEST_NAME for p in parts):
            return "the file name is too long for a file system; left out"
        twin = self._folded.get(path.casefold())
        if twin == path:
            return f"'{path}' was already written; left out"
        if twin:
            return f"'{path}' and '{twin}' are one file where case is not told apart; left out"
        return None

    def staged(self) -> Iterator[tuple[str, Path]]:
        """Each staged file with its path in the target, in order."""
        for path in sorted(self._hashes):
            yield path, self._stage / path

    def changes(self) -> Changes:
        """What `commit` will do."""
        changes = Changes()
        for path, digest in sorted(self._hashes.items()):
            there = self.target / path
            if not there.is_file():
                changes.written.append(path)
            elif (current := _hash(there)) == digest:
                changes.unchanged.append(path)
            elif self._force or self._old.get(path) == current:
                changes.written.append(path)
            else:
                changes.kept.append(path)
        for path, digest in sorted(self._old.items()):
            there = self.target / path
            if path not in self._hashes and there.is_file() and _hash(there) == digest:
                changes.removed.append(path)
        return changes

    def commit(self, changes: Changes) -> None:
        """Move what changed into the target and write the manifest."""
        self._write_manifest(self._stage / MANIFEST, changes)
        if not self.target.exists():
            self._stage.chmod(0o777 & ~_umask())
            self._stage.rename(self.target)
            return
        for path in changes.written:
            place = self.target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            (self._stage / path).replace(place)
        for path in changes.removed:
            (self.target / path).unlink()
        (self._stage / MANIFEST).replace(self.target / MANIFEST)

    def _write_manifest(self, place: Path, changes: Changes) -> None:
        hashes = {**self._hashes, **{p: self._old[p] for p in changes.kept if p in self._old}}
        lines = [f"{digest}  {path}\n" for path, digest in sorted(hashes.items())]
        place.write_bytes("".join(lines).encode("utf-8", "surrogateescape"))


def read_manifest(target: Path) -> dict[str, str]:
    """Path to hash of what blogconv wrote into `target`; empty where it wrote nothing."""
    try:
        text = (target / MANIFEST).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return {}
    pairs = (line.split("  ", 1) for line in text.split("\n") if "  " in line)
    return {path: digest for digest, path in pairs}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

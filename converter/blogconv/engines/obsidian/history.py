"""When the files of a vault were first and last committed, as Git tells it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ...diagnostics import Diagnostics

_LOG = (
    "log", "--reverse", "--topo-order", "--find-renames", "--relative", "--name-status", "-z", "--format=%x01%aI",
    "--no-show-signature", "--no-ext-diff", "--no-textconv",
)  # fmt: skip


class Commits(NamedTuple):
    """The times of a file's first and last commit."""

    first: datetime
    last: datetime


def commits(root: Path, diagnostics: Diagnostics) -> Mapping[str, Commits]:
    """The commits of the files below `root` by their path. A file that was renamed keeps its first one.

    Where Git cannot tell, or the history was cut off by a shallow clone, this is told.
    """
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
            message = "the clone is shallow: its first commit is not the first of the notes"
            diagnostics.add("no-history", ".", 0, message)
        return _read(_git(root, *_LOG))
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        diagnostics.add("no-history", ".", 0, f"Git does not tell the dates of the notes: {said.strip()}")
        return {}


def _git(root: Path, *arguments: str) -> str:
    command = ("git", "-C", str(root), "-c", "core.fsmonitor=false", *arguments)
    done = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", errors="surrogateescape"
    )
    return done.stdout


def _read(log: str) -> dict[str, Commits]:
    found: dict[str, Commits] = {}
    for time, status, old, path in _changes(log):
        first = found[old].first if old in found and status in "MRT" else time
        if status in "DR":
            found.pop(old, None)
        if status != "D":
            found[path] = Commits(first, time)
    return found


def _changes(log: str) -> Iterator[tuple[datetime, str, str, str]]:
    """Each change as its time, its letter, and the path before and after it."""
    words = iter(log.split("\0"))
    time = datetime.min
    for word in words:
        text = word.lstrip("\n")
        if text.startswith("\x01"):
            time = datetime.fromisoformat(text[1:].strip())
        elif text:
            old = next(words)
            yield time, text[0], old, next(words) if text[0] in "RC" else old

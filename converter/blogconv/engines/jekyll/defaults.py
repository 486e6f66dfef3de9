"""Values that `_config.yml` gives to the front matter of many files.

Facts: jekyll/jekyll:lib/jekyll/frontmatter_defaults.rb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ...model import Value
from .config import JekyllConfig

_OLD_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}


@dataclass(frozen=True, slots=True)
class Default:
    """One entry of `defaults:`: for which paths and type it holds, and the values it gives."""

    path: str
    type: str | None
    values: Mapping[str, Any]

    def beats(self, other: Default | None) -> bool:
        """Whether its values win over those of one that stands before it."""
        if other is None or len(self.path) > len(other.path):
            return True
        return len(self.path) == len(other.path) and (self.type is not None or other.type is None)


class Defaults:
    """The defaults of one site."""

    def __init__(self, config: JekyllConfig) -> None:
        self._folder = config.text("collections_dir")
        self._found = tuple(_read(config.values.get("defaults"), self._folder))

    def of(self, path: str, type: str) -> dict[str, Value]:
        """The values for the file `path` below the source. `type` is pages, posts or a collection's name."""
        values: dict[str, Value] = {}
        strongest: Default | None = None
        for default in self._found:
            if default.type not in (None, type) or not self._holds(default.path, path):
                continue
            if default.beats(strongest):
                values, strongest = _merged(values, default.values), default
            else:
                values = _merged(default.values, values)
        return values

    def _holds(self, scope: str, path: str) -> bool:
        """A scope is the beginning of a path, or with stars a pattern for the beginning."""
        if self._folder:
            path = path.removeprefix(f"{self._folder}/")
        if "*" not in scope:
            return path.startswith(scope)
        pure = PurePosixPath(path)
        return any(_matches(str(p), scope) for p in (pure, *pure.parents) if str(p) != ".")


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern of Ruby's `Dir.glob` names the path; `**/` is any number of folders."""
    return _match_parts(path.split("/"), pattern.strip("/").split("/"))


def _match_parts(parts: list[str], patterns: list[str]) -> bool:
    if not patterns:
        return not parts
    if patterns[0] == "**":
        return any(_match_parts(parts[n:], patterns[1:]) for n in range(len(parts) + 1))
    return (
        bool(parts) and PurePosixPath(parts[0]).match(patterns[0]) and _match_parts(parts[1:], patterns[1:])
    )


def _read(value: Any, folder: str) -> Iterator[Default]:
    for entry in value if isinstance(value, list) else ():
        if not isinstance(entry, Mapping) or not isinstance(entry.get("values"), Mapping):
            continue
        scope = entry.get("scope")
        scope = scope if isinstance(scope, Mapping) else {}
        type = scope.get("type")
        path = str(scope.get("path") or "").removeprefix("/")
        path = path.removeprefix(f"{folder}/") if folder else path
        yield Default(path, _OLD_TYPES.get(str(type), str(type)) if type else None, entry["values"])


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings are merged in depth. Nothing at all on top leaves what is below, as Jekyll's merge does."""
    merged = dict(below)
    for key, value in above.items():
        before = merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(before, value)
        elif value is not None or key not in merged:
            merged[key] = value
    return merged

"""A Hugo site's configuration: its files found, read and merged.

Facts: gohugoio/hugo:config/allconfig/load.go, config/configLoader.go. Keys are folded to lower case, as Hugo does.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ....diagnostics import Diagnostics
from ....errors import SourceError
from ....frontmatter import GO_YAML_2, GOCCY, FrontMatterError, YamlSchema, yaml_value
from ....tree import setting_text

_ENDINGS = ("toml", "yaml", "yml", "json")
_ROOT_NAMES = tuple(f"{name}.{ending}" for name in ("hugo", "config") for ending in _ENDINGS)
_VERSION_FILES = (
    (".hugoversion", r"v?(\d+)\.(\d+)"),
    ("netlify.toml", r"HUGO_VERSION\s*=\s*\"v?(\d+)\.(\d+)"),
    ("vercel.json", r"HUGO_VERSION\"\s*:\s*\"v?(\d+)\.(\d+)"),
    (".github/workflows/*.y*ml", r"(?i)hugo[-_]version\s*:\s*['\"]?v?(\d+)\.(\d+)"),
)
_GOCCY_SINCE = 152


@dataclass(frozen=True, slots=True)
class Settings:
    """The merged configuration, its keys in lower case, the files it came from and the site's Hugo version.

    `version` is the minor number of the Hugo that the site is built with (152 for 0.152), as far as its files tell.
    """

    root: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    version: int = 999

    @property
    def schema(self) -> YamlSchema:
        """How this site's Hugo reads YAML: goccy/go-yaml since 0.152."""
        return GOCCY if self.version >= _GOCCY_SINCE else GO_YAML_2

    def get(self, *path: str, default: Any = None) -> Any:
        """The value at a path of keys, or `default`."""
        value: Any = self.values
        for key in path:
            if not isinstance(value, Mapping) or key.lower() not in value:
                return default
            value = value[key.lower()]
        return value

    def text(self, *path: str, default: str = "") -> str:
        value = self.get(*path)
        return value if isinstance(value, str) else default

    def table(self, *path: str) -> Mapping[str, Any]:
        value = self.get(*path)
        return value if isinstance(value, Mapping) else {}

    def flag(self, *path: str, default: bool = False) -> bool:
        return truth(self.get(*path), default)

    def number(self, *path: str, default: int) -> int:
        value = self.get(*path)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    @property
    def language(self) -> str:
        """The code of the default language."""
        return self.text("defaultcontentlanguage", default="en").lower()

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages, the default one first."""
        found = [
            code
            for code, table in self.table("languages").items()
            if not truth(_in(table, "disabled"), False)
        ]
        return (self.language, *(code for code in found if code != self.language))

    def of_language(self, code: str) -> Mapping[str, Any]:
        """The settings of one language, which win over the site's."""
        return self.table("languages", code)


def _in(table: Any, key: str) -> Any:
    return table.get(key) if isinstance(table, Mapping) else None


def truth(value: Any, default: bool = False) -> bool:
    """A value as Hugo casts it to a boolean (spf13/cast): `"true"` and `1` are true."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value != 0
    if isinstance(value, str):
        return value.lower() in ("true", "t", "1") if value else default
    return default


def find_config(root: Path) -> Path | None:
    """The configuration file in the root folder: the first of the names that Hugo tries."""
    return next((root / name for name in _ROOT_NAMES if (root / name).is_file()), None)


def config_folder(root: Path) -> Path | None:
    """The folder of a divided configuration."""
    folder = root / "config"
    parts = ("_default", "production")
    return folder if any((folder / part).is_dir() for part in parts) else None


def load_settings(root: Path, diagnostics: Diagnostics) -> Settings:
    """The settings of the site at `root`, as `hugo` (environment production) reads them.

    Raises SourceError where there is no configuration or its main file cannot be read.
    """
    main, folder = find_config(root), config_folder(root)
    if main is None and folder is None:
        raise SourceError(f"{root} has no hugo.toml, hugo.yaml, hugo.json, config.* and no config folder")
    version = hugo_version(root)
    schema = Settings(root, version=version).schema
    values: dict[str, Any] = {}
    files: list[str] = []
    for part in ("_default", "production") if folder else ():
        assert folder is not None
        for path in sorted((folder / part).rglob("*")) if (folder / part).is_dir() else ():
            if path.suffix[1:] in _ENDINGS and path.is_file():
                files.append(path.relative_to(root).as_posix())
                _take(values, path, folder / part, schema, files[-1], diagnostics)
    if main is not None:
        files.append(main.name)
        values = merged(values, lowered(read_data(main, schema)))
    return Settings(root, values, tuple(files), _with_minimum(version, values))


def _take(
    values: dict[str, Any], path: Path, folder: Path, schema: YamlSchema, name: str, tell: Diagnostics
) -> None:
    """Merge one file of the config folder: its name says which key it holds, and for which language."""
    try:
        data = lowered(read_data(path, schema))
    except SourceError as error:
        tell.add("broken-setting", name, 0, f"left out: {error}")
        return
    keys = list(path.relative_to(folder).parts[:-1]) + path.stem.split(".")
    key, *language = [k.lower() for k in keys]
    if key in ("hugo", "config"):
        nested: Any = data
    elif key in ("menus", "menu"):
        nested = {"menus": data.get("menus", data.get("menu", data)) if isinstance(data, dict) else data}
    else:
        nested = {key: data}
    if language:
        nested = {"languages": {language[-1]: nested if key != "languages" else data}}
    values.update(merged(values, nested))


def read_data(path: Path, schema: YamlSchema) -> Any:
    """The value of a TOML, YAML or JSON file. Raises SourceError that names file and line."""
    try:
        text = setting_text(path)
        if path.suffix == ".toml":
            return tomllib.loads(text)
        if path.suffix == ".json":
            return json.loads(text)
        return yaml_value(text, schema) or {}
    except FrontMatterError as error:
        raise SourceError(f"{path.name}, line {error.line}: {error}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} cannot be read: {error}") from None


def lowered(value: Any) -> Any:
    """`value` with all keys of its mappings in lower case. Of two that become one the last counts."""
    if isinstance(value, Mapping):
        return {str(k).lower(): lowered(v) for k, v in value.items()}
    return [lowered(v) for v in value] if isinstance(value, list) else value


def merged(weak: Mapping[str, Any], strong: Any) -> dict[str, Any]:
    """Two tables as one: tables inside are merged, anything else of `strong` replaces."""
    result = dict(weak)
    for key, value in strong.items() if isinstance(strong, Mapping) else ():
        old = result.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        result[key] = merged(old, value) if both and isinstance(old, Mapping) else value
    return result


def hugo_version(root: Path) -> int:
    """The minor version of the Hugo that builds the site, from the files in which sites pin it; else the newest."""
    for path, pattern in _pinned(root):
        try:
            text = setting_text(path)
        except OSError:
            continue
        if match := re.search(pattern, text):
            return int(match[2]) if match[1] == "0" else 999
    return 999


def _pinned(root: Path) -> Iterator[tuple[Path, str]]:
    for name, pattern in _VERSION_FILES:
        for path in sorted(root.glob(name)) if root.is_dir() else ():
            yield path, pattern


def _with_minimum(version: int, values: Mapping[str, Any]) -> int:
    """The version, raised to the minimum that the site's own module names."""
    wanted = Settings(Path(), values).text("module", "hugoversion", "min")
    match = re.match(r"0\.(\d+)", wanted)
    return max(version, int(match[1])) if match else version

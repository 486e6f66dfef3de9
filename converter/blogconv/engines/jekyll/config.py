"""The configuration of a Jekyll site: `_config.yml` over Jekyll's defaults, and the gems that the site uses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...diagnostics import Diagnostics
from ...errors import SourceError
from ...frontmatter import PSYCH, FrontMatterError, yaml_value
from ...model import Value
from ...tree import setting_text

NEWEST = 4
"""The major version that is assumed where a site names none."""

NAMES = ("_config.yml", "_config.yaml", "_config.toml")

DEFAULTS: Mapping[str, Any] = {
    "collections_dir": "",
    "plugins_dir": "_plugins",
    "layouts_dir": "_layouts",
    "data_dir": "_data",
    "includes_dir": "_includes",
    "destination": "_site",
    "collections": {},
    "include": [".htaccess"],
    "exclude": [],
    "markdown_ext": "markdown,mkdown,mkdn,mkd,md",
    "future": False,
    "unpublished": False,
    "show_drafts": None,
    "plugins": [],
    "markdown": "kramdown",
    "highlighter": "rouge",
    "excerpt_separator": "\n\n",
    "permalink": "date",
    "timezone": None,
    "baseurl": None,
    "defaults": [],
    "kramdown": {
        "auto_ids": True,
        "smart_quotes": "lsquo,rsquo,ldquo,rdquo",
        "input": "GFM",
        "hard_wrap": False,
    },
}
"""jekyll/jekyll:lib/jekyll/configuration.rb, the keys that matter to a reader."""

EXCLUDED = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules", "vendor/bundle/",
    "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
_GEM = re.compile(r"""(?m)^[ \t]*gem[ \t(]+["']([\w-]+)["']""")
_LOCKED = re.compile(r"(?m)^    ([\w-]+) \((\d+)")


@dataclass(frozen=True)
class JekyllConfig:
    """The settings of one site.

    `values` are Jekyll's defaults with the site's own merged in. `source` is the folder of the site's files
    below `root`, "" mostly. `gems` are those of the Gemfile and of `plugins:`. `major` is Jekyll's major version.
    """

    root: Path
    values: Mapping[str, Any]
    file: str = NAMES[0]
    source: str = ""
    gems: frozenset[str] = frozenset()
    major: int = NEWEST

    @property
    def folder(self) -> Path:
        """The folder of the site's files."""
        return self.root / self.source

    @property
    def github(self) -> bool:
        """Whether the site is built by GitHub Pages, which has settings of its own."""
        return "github-pages" in self.gems

    @property
    def future(self) -> bool:
        """Whether posts of the future are shown. GitHub Pages shows them unless told otherwise."""
        return self.values.get("future") is True

    @property
    def markdown(self) -> frozenset[str]:
        """The extensions of Markdown files."""
        return frozenset(f".{e.strip().lower()}" for e in self.text("markdown_ext").split(","))

    @property
    def collections(self) -> Mapping[str, Mapping[str, Any]]:
        """The settings of each collection, posts included, by the names of their folders."""
        value = self.values.get("collections")
        listed = {str(name): {} for name in value} if isinstance(value, list) else value
        named = listed if isinstance(listed, Mapping) else {}
        found = {
            re.sub(r"[^a-zA-Z0-9_.-]", "", str(k)): v if isinstance(v, Mapping) else {}
            for k, v in named.items()
        }
        return {**found, "posts": {**found.get("posts", {}), "output": True}}

    def has(self, gem: str) -> bool:
        """Whether the site uses the plugin `gem`."""
        return gem in self.gems

    def text(self, key: str, default: str = "") -> str:
        """A setting as text; the default where it is empty or no text."""
        value = self.values.get(key)
        return value if isinstance(value, str) and value else default

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A setting that is a mapping, else an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}

    def texts(self, key: str) -> tuple[str, ...]:
        """A setting that is a list of texts; of one text the parts between commas, as Jekyll 3 takes it."""
        value = self.values.get(key)
        items = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        return tuple(str(item).strip() for item in items)


def find_config(root: Path) -> Path | None:
    """The configuration file of the site at `root` (jekyll/jekyll:lib/jekyll/configuration.rb)."""
    return next((root / name for name in NAMES if (root / name).is_file()), None)


def load_config(root: Path, diagnostics: Diagnostics) -> JekyllConfig:
    """The configuration of the site at `root`. Raises SourceError where it cannot be read.

    A site without a configuration file is one with Jekyll's defaults.
    """
    path = find_config(root)
    own = _read(path) if path else {}
    gems, major = _gems(root)
    plugins = {**own, "plugins": own.get("plugins", own.get("gems"))}
    values = _merged({**DEFAULTS, "future": "github-pages" in gems}, {**own, "plugins": plugins["plugins"]})
    config = JekyllConfig(root, values, path.name if path else NAMES[0], "", gems, major)
    return _completed(config, own, diagnostics)


def _completed(config: JekyllConfig, own: Mapping[str, Any], diagnostics: Diagnostics) -> JekyllConfig:
    """The configuration with its source folder, its gems and its exclusions."""
    source = config.text("source").removeprefix("./").strip("/")
    source = "" if source == "." else source
    if source and not (config.root / source).is_dir():
        message = f"its source folder '{source}' is not there; the site's own folder is read"
        diagnostics.add("broken-setting", config.file, 0, message)
        source = "src" if (config.root / "src" / "_posts").is_dir() else ""
    exclude = (
        config.texts("exclude")
        if config.major < 4 and "exclude" in own
        else (*EXCLUDED, *config.texts("exclude"))
    )
    values = {**config.values, "exclude": list(exclude), "include": list(config.texts("include"))}
    gems = config.gems | set(config.texts("plugins"))
    return JekyllConfig(config.root, values, config.file, source, gems, config.major)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}") from None
    try:
        value: Value = tomllib.loads(text) if path.suffix == ".toml" else yaml_value(text, PSYCH)
    except FrontMatterError as error:
        raise SourceError(f"{path}:{error.line}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: {error}") from None
    if value is not None and not isinstance(value, Mapping):
        raise SourceError(f"{path} holds no settings")
    return value or {}


def _merged(defaults: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings are merged in depth; nothing at all leaves the default."""
    merged = dict(defaults)
    for key, value in own.items():
        before = merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(before, value)
        elif value is not None:
            merged[key] = value
    return merged


def _gems(root: Path) -> tuple[frozenset[str], int]:
    """The gems that the Gemfile names, and the major version of Jekyll that it asks for or has locked."""
    named = set(_GEM.findall(_text(root / "Gemfile")))
    locked = dict(_locked(_text(root / "Gemfile.lock")))
    if "github-pages" in named | set(locked):
        return frozenset(named | {"github-pages"}), locked.get("jekyll", 3)
    return frozenset(named), locked.get("jekyll", NEWEST)


def _locked(text: str) -> Iterator[tuple[str, int]]:
    return ((name, int(major)) for name, major in _LOCKED.findall(text))


def _text(path: Path) -> str:
    try:
        return setting_text(path)
    except OSError:
        return ""

"""The configuration of a Hexo site: `_config.yml` and the theme's, merged as Hexo does, and its packages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...diagnostics import Diagnostics
from ...errors import SourceError
from ...frontmatter import JS_YAML_3, JS_YAML_4, FrontMatterError, YamlSchema, yaml_value
from ...tree import setting_text
from ...urls import split_url

NEWEST = 8
"""The major version that is assumed where a site names none."""

DEFAULTS: Mapping[str, Any] = {
    "title": "Hexo",
    "subtitle": "",
    "description": "",
    "author": "John Doe",
    "language": "en",
    "timezone": "",
    "url": "http://example.com",
    "permalink": ":year/:month/:day/:title/",
    "permalink_defaults": {},
    "pretty_urls": {"trailing_index": True, "trailing_html": True},
    "source_dir": "source",
    "public_dir": "public",
    "tag_dir": "tags",
    "archive_dir": "archives",
    "category_dir": "categories",
    "code_dir": "downloads/code",
    "i18n_dir": ":lang",
    "skip_render": [],
    "new_post_name": ":title.md",
    "default_layout": "post",
    "titlecase": False,
    "external_link": {"enable": True, "field": "site", "exclude": ""},
    "filename_case": 0,
    "render_drafts": False,
    "post_asset_folder": False,
    "relative_link": False,
    "future": True,
    "syntax_highlighter": "highlight.js",
    "default_category": "uncategorized",
    "category_map": {},
    "tag_map": {},
    "date_format": "YYYY-MM-DD",
    "time_format": "HH:mm:ss",
    "updated_option": "mtime",
    "per_page": 10,
    "pagination_dir": "page",
    "theme": "landscape",
    "ignore": [],
}
"""hexojs/hexo:lib/hexo/default_config.ts, the keys that matter to a reader."""

_LOCKS = (
    ("package-lock.json", r'"(?:node_modules/)?{}": \{{\s*"version": "([^"]+)"'),
    ("yarn.lock", r'(?m)^"?{}@[^\n]*:\n\s+version:? "?([^"\s]+)'),
    ("pnpm-lock.yaml", r"(?m)^\s*'?/?{}[@/](\d[^:'(\s]*)"),
)


@dataclass(frozen=True)
class HexoConfig:
    """The settings of one site.

    `values` are Hexo's defaults with the site's own merged in. `theme` is the theme's configuration. `packages`
    maps the npm packages of package.json to their versions, in its order; None without that file. `major` is
    Hexo's major version, `known` tells whether the site names it.
    """

    root: Path
    values: Mapping[str, Any]
    theme: Mapping[str, Any] = field(default_factory=dict)
    packages: Mapping[str, str] | None = None
    major: int = NEWEST
    known: bool = False

    @property
    def schema(self) -> YamlSchema:
        """How this version's YAML library reads."""
        return schema_of(self.major)

    @property
    def source(self) -> Path:
        """The folder of posts and pages."""
        return self.root / self.text("source_dir", "source")

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins that Hexo loads (hexojs/hexo:lib/hexo/load_plugins.ts)."""
        plugin = re.compile(r"(?:@[^/]+/)?hexo-(?!theme-)")
        return tuple(name for name in self.packages or () if plugin.match(name))

    def has(self, plugin: str, unknown: bool = False) -> bool:
        """Whether the site uses `plugin`; `unknown` where there is no package.json to tell."""
        return unknown if self.packages is None else plugin in self.packages

    def text(self, key: str, default: str = "") -> str:
        """A setting as text; the default where it is empty or no text."""
        value = self.values.get(key)
        return value if isinstance(value, str) and value else default

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A setting that is a mapping, else an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}


def schema_of(major: int) -> YamlSchema:
    """The YAML library of a Hexo version: js-yaml 4 since Hexo 6."""
    return JS_YAML_4 if major >= 6 else JS_YAML_3


def find_config(root: Path, major: int = NEWEST) -> Path | None:
    """`_config.yml`, or else another file of that name (hexojs/hexo:lib/hexo/load_config.ts)."""
    first = root / "_config.yml"
    if first.is_file():
        return first
    others = sorted(
        p for p in root.glob("_config.*") if p.suffix in (".yml", ".yaml", ".json") and p.is_file()
    )
    names = {"_config"} if major >= NEWEST else {p.stem for p in others}
    return next((p for p in others if p.stem in names), None)


def load_config(root: Path, diagnostics: Diagnostics) -> HexoConfig:
    """The configuration of the site at `root`. Raises SourceError where it has none or it cannot be read."""
    package = _package(root)
    packages = _packages(root, package) if package is not None else None
    version = _version(root, package or {}, packages or {})
    major = int(version) if version else NEWEST
    path = find_config(root, major)
    if path is None:
        raise SourceError(f"{root} has no _config.yml")
    own = read_data(path, schema_of(major))
    if not isinstance(own, dict):
        raise SourceError(f"{path.name} holds no settings")
    if not version:
        diagnostics.add("engine-version", path.name, 0, f"no version of Hexo is named; read as Hexo {NEWEST}")
    values = merge(DEFAULTS, own)
    _check(values, own, path.name, diagnostics)
    theme = _theme(root, values, schema_of(major), diagnostics)
    return HexoConfig(root, values, theme, packages, major, bool(version))


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `over` merged in: mappings merge, new list items are added, the rest is replaced.

    hexojs/hexo-util:lib/deep_merge.ts.
    """
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            result[key] = merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            result[key] = old + [item for item in value if item not in old]
        else:
            result[key] = value
    return result


def read_data(path: Path, schema: YamlSchema) -> Any:
    """The value of a YAML or JSON file. Raises SourceError that names file and line."""
    try:
        text = setting_text(path)
        if path.suffix == ".json":
            return json.loads(text)
        return yaml_value(re.sub(r"^\t+", lambda m: "  " * len(m[0]), text, flags=re.MULTILINE), schema)
    except FrontMatterError as error:
        raise SourceError(f"{path.name}, line {error.line}: {error}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} cannot be read: {error}") from None


def _check(values: dict[str, Any], own: Mapping[str, Any], name: str, diagnostics: Diagnostics) -> None:
    """Make url and root what Hexo makes of them."""
    url = values["url"]
    if not isinstance(url, str) or split_url(url).scheme not in ("http", "https"):
        diagnostics.add("broken-setting", name, 0, f"url is not an address: {url!r}; Hexo stops here")
        url = str(DEFAULTS["url"])
    values["url"] = url.rstrip("/")
    path = split_url(url).path
    root = own.get("root")
    if not root or not isinstance(root, str):
        root = path
    elif path.strip("/") and root.strip("/") != path.strip("/"):
        diagnostics.add("broken-setting", name, 0, f"root '{root}' and url '{url}' contradict; root is used")
    values["root"] = "/" + f"{root.strip('/')}/".lstrip("/")
    if not isinstance(values["permalink"], str) or not values["permalink"]:
        values["permalink"] = DEFAULTS["permalink"]


def _theme(
    root: Path, values: dict[str, Any], schema: YamlSchema, diagnostics: Diagnostics
) -> Mapping[str, Any]:
    """The theme's configuration: its own file, `_config.<theme>.yml`, then `theme_config` of the site."""
    name = values.get("theme")
    name = str(name) if name else ""
    folders = (root / "themes" / name, root / "node_modules" / f"hexo-theme-{name}")
    candidates = [folder / f"_config{suffix}" for folder in folders for suffix in (".yml", ".yaml")]
    found = [next((path for path in candidates if path.is_file()), None)]
    second = (root / f"_config.{name}{suffix}" for suffix in (".yml", ".yaml", ".json"))
    found.append(next((path for path in second if path.is_file()), None))
    result: dict[str, Any] = {}
    for path in found if name and not re.search(r"[/\\]|^\.", name) else []:
        if path is None:
            continue
        try:
            settings = read_data(path, schema)
        except SourceError as error:
            diagnostics.add("broken-setting", path.relative_to(root).as_posix(), 0, f"left out: {error}")
            continue
        result = merge(result, settings) if isinstance(settings, dict) else result
    own = values.get("theme_config")
    return merge(result, own) if isinstance(own, dict) else result


def _package(root: Path) -> Mapping[str, Any] | None:
    try:
        value = json.loads(setting_text(root / "package.json"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _packages(root: Path, package: Mapping[str, Any]) -> dict[str, str]:
    """Name → version of the packages that package.json lists, from the lock file where there is one."""
    listed: dict[str, str] = {}
    for key in ("dependencies", "devDependencies"):
        group = package.get(key)
        listed |= {k: str(v) for k, v in group.items()} if isinstance(group, dict) else {}
    locked = dict(_locked(root, [name for name in listed if "hexo" in name]))
    return {name: locked.get(name) or _plain_version(wanted) for name, wanted in listed.items()}


def _locked(root: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    for file, pattern in _LOCKS:
        try:
            text = setting_text(root / file)
        except OSError:
            continue
        for name in names:
            if match := re.search(pattern.format(re.escape(name)), text):
                yield name, match[1]


def _plain_version(wanted: str) -> str:
    """The version in a range: `^5.0.2` → 5.0.2."""
    match = re.search(r"\d+(?:\.\d+)*", wanted)
    return match[0] if match else ""


def _version(root: Path, package: Mapping[str, Any], packages: Mapping[str, str]) -> str | None:
    """Hexo's major version: the lock file, the dependency, else what the last run noted in package.json."""
    installed = root / "node_modules" / "hexo" / "package.json"
    noted = package.get("hexo")
    written = (
        str((_package(installed.parent) or {}).get("version", "")),
        str(noted.get("version", "")) if isinstance(noted, dict) else "",
        packages.get("hexo", ""),
    )
    for text in written:
        if match := re.match(r"(\d+)\b", text):
            return match[1]
    return None

"""The reading of Hexo sites: recognises them, reads them, loads their posts."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ...diagnostics import Diagnostics
from ...errors import SourceError
from ...frontmatter import split_hexo
from ...model import Asset, Kind, Post, Site, Status, Value
from ...tree import Found, read_text, setting_text
from ..base import OWN_FILES, ReadOptions
from .addresses import asset_path
from .config import DEFAULTS, HexoConfig, find_config, load_config
from .dialect import dialect_of, flavours_of
from .files import MARKDOWN, Role, extension, stem, walk
from .reader import Draft, SiteReader
from .values import OWN_KEYS, truthy

_PLUGIN_ADDRESSES = ("hexo-permalink-pinyin", "hexo-permalink-pinyin2", "hexo-generator-i18n")
_SOURCE_KEYS = re.compile(r"(?m)^(?:source_dir|new_post_name|skip_render|post_asset_folder)[ \t]*:")


def recognise(root: Path) -> str | None:
    """A `_config.yml` with Hexo in package.json, or with settings that only Hexo has."""
    path = find_config(root)
    if path is None:
        return None
    try:
        package = json.loads(setting_text(root / "package.json"))
    except (OSError, ValueError, RecursionError):
        package = None
    if isinstance(package, dict) and ("hexo" in package or "hexo" in (package.get("dependencies") or ())):
        return f"package.json names hexo, and there is {path.name}"
    try:
        text = setting_text(path)
    except OSError:
        return None
    found = _SOURCE_KEYS.search(text)
    return f"{path.name} has the setting {found[0].rstrip(': ')}, which is Hexo's" if found else None


def read(root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
    """The site at `root`. Raises SourceError where it has no readable configuration."""
    config = load_config(root, diagnostics)
    if not config.source.is_dir():
        raise SourceError(f"{root} has no folder '{config.text('source_dir', 'source')}'")
    reader = SiteReader(config, options.zone, diagnostics)
    index = _Index(reader)
    for found in walk(config, diagnostics):
        index.add(found, options.drafts)
    _tell_about_plugins(config, diagnostics)
    site = _site(config, reader.zone_name, options.flavours, reader.tags)
    return index.complete(site)


def load(site: Site, post: Post) -> Post:
    """`post` with its body. Raises SourceError when its file cannot be read."""
    if isinstance(post.front_matter.get("content"), str):
        return replace(post, body=post.front_matter.get("content"))
    text = read_text(site.root / post.path, post.path)
    if post.front_matter.format == "none":
        return replace(post, body=text, body_line=1)
    parts = split_hexo(text, _config_of(site).major)
    return replace(post, body=parts.body, body_line=parts.body_line)


def blank() -> Site:
    """A site with Hexo's defaults and no posts."""
    return _site(HexoConfig(Path(), DEFAULTS), None, ())


def parse(site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
    """The post that `text` would be as the file `path`: a page only below the source folder itself."""
    reader = SiteReader(_config_of(site), None, diagnostics)
    inner = path.removeprefix(reader.name(""))
    role = reader.roles.of(inner) if inner != path else Role.POST
    role = role if role in (Role.POST, Role.DRAFT, Role.PAGE) else Role.POST
    draft = reader.draft(inner, role, text.removeprefix("\ufeff"), name=path)
    reader.add_terms([draft])
    return reader.addressed(draft)[0]


@dataclass
class _Index:
    """Collects a site's files, and makes posts with addresses of them once all are known."""

    reader: SiteReader
    drafts: list[Draft] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    post_files: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def add(self, found: Found, with_drafts: bool) -> None:
        """Note one file by its role. A post that cannot be read is told and left out."""
        role = self.reader.roles.of(found.path)
        name = self.reader.name(found.path)
        tell = self.reader.tell
        if role in (Role.POST, Role.PAGE) or (role is Role.DRAFT and with_drafts):
            try:
                text = read_text(self.reader.config.root / name, name, tell)
            except SourceError as error:
                tell.add("unreadable", name, 0, str(error))
                return
            draft = self.reader.draft(found, role, text)
            self.drafts.append(replace(draft, post=replace(draft.post, body=None)))
        elif role is Role.ACCIDENT:
            message = (
                f"Hexo publishes this .{extension(name)} file as a post, hardly on purpose; it is left out"
            )
            tell.add("not-published", name, 0, message)
        elif role is Role.IGNORED and extension(name) in MARKDOWN:
            tell.add("not-published", name, 0, "Hexo ignores a file whose name or folder begins with _ or .")
        elif role in (Role.ASSET, Role.POST_FILE, Role.DATA):
            lists = {Role.ASSET: self.assets, Role.POST_FILE: self.post_files, Role.DATA: self.data}
            lists[role].append(found.path)

    def complete(self, site: Site) -> Site:
        """`site` with all posts, pages and files."""
        reader = self.reader
        reader.add_terms(self.drafts)
        owned = self._owned()
        posts = []
        for draft in self.drafts:
            post, path = reader.addressed(draft)
            files = owned.get(post.path, ())
            posts.append(replace(post, assets=tuple(self._post_asset(file, post, path) for file in files)))
        posts = _ranked(self._with_aliases(posts))
        assets = tuple(self._asset(path) for path in self.assets if f"/{path}" not in OWN_FILES)
        self._tell_duplicates(posts, assets)
        return replace(
            site,
            posts=tuple(posts),
            assets=assets,
            data=tuple(Asset(reader.name(path), "", path.removeprefix("_data/")) for path in self.data),
            term_addresses=reader.terms.addresses(),
        )

    def _owned(self) -> dict[str, list[str]]:
        """The files of each post: those below the folder that is named like it."""
        folders = {stem(d.post.path): d.post.path for d in self.drafts if d.post.kind is Kind.POST}
        owned: dict[str, list[str]] = {}
        with_folders = bool(self.reader.config.values.get("post_asset_folder"))
        for path in self.post_files:
            name = self.reader.name(path)
            parents = map(str, PurePosixPath(name).parents) if with_folders else ()
            owner = next((folders[parent] for parent in parents if parent in folders), None)
            if owner is None:
                message = "Hexo does not publish this file: it lies among the posts and belongs to none"
                self.reader.tell.add("not-published", name, 0, message)
            else:
                owned.setdefault(owner, []).append(name)
        return owned

    def _post_asset(self, file: str, post: Post, path: str) -> Asset:
        name = file.removeprefix(stem(post.path) + "/")
        tell = self.reader.tell

        def at(code: str, message: str) -> None:
            tell.add(code, file, 0, message)

        return Asset(file, self.reader.addresses.public(asset_path(path, name), at, asset=True), name)

    def _asset(self, path: str) -> Asset:
        published = self.reader.roles.published(path)
        name = self.reader.name(path)
        if published != path:
            message = f"Hexo publishes this file as {published}; it is copied as it is"
            self.reader.tell.add("rendered-asset", name, 0, message)
        return Asset(name, f"/{path}")

    def _with_aliases(self, posts: list[Post]) -> list[Post]:
        """The old addresses that hexo-generator-alias, or our own script, leads to a post."""
        config = self.reader.config
        if not config.has("hexo-generator-alias", unknown=True) and not config.mapping("blogconv"):
            return posts
        by_target: dict[str, list[str]] = {}
        for key in ("alias", "aliases"):
            for old, new in config.mapping(key).items():
                by_target.setdefault("/" + str(new).lstrip("/"), []).append(str(old))
        result = []
        for post in posts:
            own = [v for key in ("alias", "aliases") for v in _listed(post.front_matter.get(key))]
            former = (*own, *by_target.get(post.address, ()))
            aliases = tuple(dict.fromkeys("/" + str(a).lstrip("/") for a in former if a))
            result.append(replace(post, aliases=aliases) if aliases else post)
            if truthy(post.front_matter.get("redirect")):
                message = f"the page only leads to '{post.front_matter.get('redirect')}'"
                self.reader.tell.add("redirect-page", post.path, 0, message)
        return result

    def _tell_duplicates(self, posts: Iterable[Post], assets: Iterable[Asset]) -> None:
        """Hexo lets the last writer win, silently."""
        seen: dict[str, str] = {}
        shown = [post for post in posts if post.status is Status.PUBLISHED]
        files = [asset for post in shown for asset in post.assets] + list(assets)
        for path, address in [(p.path, p.address) for p in shown] + [(a.path, a.address) for a in files]:
            route = address + "index.html" if address.endswith("/") else address
            if (other := seen.setdefault(route, path)) != path:
                message = f"it has the address {address} of {other}; Hexo shows only one of them"
                self.reader.tell.add("duplicate-address", path, 0, message)


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _ranked(posts: list[Post]) -> list[Post]:
    """Pinned posts in their order: `sticky` and `top` say the greatest first, `weight` the smallest."""

    def height(post: Post) -> float:
        value = post.front_matter.get("sticky", post.front_matter.get("top"))
        return float(value) if isinstance(value, int | float) and post.kind is Kind.POST else 0.0

    heights = sorted({h for post in posts if (h := height(post)) > 0}, reverse=True)
    return [replace(p, weight=heights.index(height(p)) + 1) if height(p) in heights else p for p in posts]


def _site(
    config: HexoConfig, zone: str | None, flavours: tuple[str, ...], tags: Collection[str] = ()
) -> Site:
    """The site without its files."""
    found, reasons = flavours_of(config, flavours, tags)
    language = config.values.get("language")
    language = language[0] if isinstance(language, list) and language else language
    extra: Mapping[str, Any] = {
        "theme_config": config.theme,
        "plugins": config.plugins,
        "packages": config.packages,
        "hexo_version": config.major,
        "script_features": _script_features(config.root),
    }
    return Site(
        engine="hexo",
        root=config.root,
        title=str(config.values.get("title") or ""),
        description=str(config.values.get("description") or ""),
        author=config.text("author"),
        language=language if isinstance(language, str) else "",
        url=config.text("url"),
        base_path=config.text("root", "/"),
        timezone=zone,
        permalink=config.text("permalink"),
        config={**config.values, **extra},
        dialect=dialect_of(config),
        flavours=found,
        reasons=reasons,
        own_keys=OWN_KEYS,
    )


def _config_of(site: Site) -> HexoConfig:
    """The configuration that `_site` put into a site."""
    theme = site.config.get("theme_config")
    return HexoConfig(
        site.root,
        site.config,
        theme if isinstance(theme, Mapping) else {},
        site.config.get("packages"),
        int(site.config.get("hexo_version") or 8),
    )


def _script_features(root: Path) -> tuple[str, ...]:
    """The markdown-it plugins that the site's own scripts name: what they add to the Markdown."""
    found: set[str] = set()
    for path in sorted((root / "scripts").glob("**/*.js")) if root.parts else ():
        try:
            found |= set(re.findall(r"markdown-it-[\w-]+", setting_text(path)))
        except OSError:
            continue
    return tuple(sorted(found))


def _tell_about_plugins(config: HexoConfig, diagnostics: Diagnostics) -> None:
    """What may give posts other addresses than ours."""
    for plugin in _PLUGIN_ADDRESSES:
        if config.has(plugin):
            message = f"{plugin} changes addresses in a way that is not followed"
            diagnostics.add("address-plugin", "package.json", 0, message)
    scripts = config.root / "scripts"
    if scripts.is_dir() and any(scripts.glob("**/*.js")):
        diagnostics.add("site-scripts", "scripts", 0, "the site's own scripts may change addresses and tags")
    if config.values.get("render_drafts"):
        message = "the site shows its drafts (render_drafts); they are kept as drafts"
        diagnostics.add("drafts-shown", "_config.yml", 0, message)

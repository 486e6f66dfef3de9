"""The Markdown that a Hugo site was written for, and the theme whose shortcodes it uses.

Defaults: gohugoio/hugo:markup/goldmark/goldmark_config/config.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ....model import Dialect, HeadingIds
from ....tables import Table, engine_tables
from ....tree import setting_text
from .settings import Settings, truth

_OWN = "layouts/partials/blogconv"
_STYLES = {"github": "github", "github-ascii": "github-ascii", "blackfriday": "blackfriday"}
_HOOKS = ("layouts/_default/_markup", "layouts/_markup")


def dialect_of(settings: Settings) -> Dialect:
    """The features that `[markup.goldmark]` gives Goldmark."""

    def on(*path: str, default: bool = True) -> bool:
        value = settings.get("markup", "goldmark", *path)
        if isinstance(value, Mapping):
            return not truth(value.get("disable")) and truth(value.get("enable"), default)
        return truth(value, default)

    def extra(name: str) -> bool:
        return settings.flag("markup", "goldmark", "extensions", "extras", name, "enable")

    links = settings.table("params", "blogconv", "externallinks")
    style = settings.text("markup", "goldmark", "parser", "autoidtype")
    style = style or settings.text("markup", "goldmark", "parser", "autoheadingidtype", default="github")
    headings = on("parser", "autoheadingid")
    strikethrough = on("extensions", "strikethrough")
    delimiters = settings.table("markup", "goldmark", "extensions", "passthrough", "delimiters")
    return Dialect(
        renderer="goldmark",
        hard_breaks=on("renderer", "hardwraps", default=False),
        raw_html=on("renderer", "unsafe", default=False),
        typographer=on("extensions", "typographer"),
        autolink=on("extensions", "linkify"),
        tables=on("extensions", "table"),
        strikethrough=strikethrough or extra("delete"),
        single_tilde=strikethrough,
        task_lists=on("extensions", "tasklist"),
        footnotes=on("extensions", "footnote"),
        definition_lists=on("extensions", "definitionlist"),
        heading_ids=_own_ids(settings) or HeadingIds(_STYLES.get(style, "github") if headings else "none"),
        heading_attributes=on("parser", "attribute", "title"),
        emoji=settings.flag("enableemoji"),
        math=on("extensions", "passthrough", default=False) or _theme_math(settings),
        kept_math=on("extensions", "passthrough", default=False) and "$" in str(delimiters.get("inline")),
        mark=extra("mark"),
        insert=extra("insert"),
        superscript=extra("superscript"),
        subscript=extra("subscript") and not strikethrough,
        external_links=truth(links.get("enable")),
        external_exclude=tuple(map(str, links.get("exclude") or ())),
        templates_in_code=True,
    )


def _own_ids(settings: Settings) -> HeadingIds | None:
    """The ids that our own hook makes, in a site that blogconv wrote."""
    rule = settings.table("params", "blogconv", "headingids")
    if rule.get("style") != "hexo":
        return None
    case = rule.get("case") if rule.get("case") in ("lower", "upper") else "keep"
    numbers = [rule.get(key) for key in ("minlevel", "duplicates")]
    level, first = (n if isinstance(n, int) else 1 for n in numbers)
    return HeadingIds("hexo", case, level, first)  # type: ignore[arg-type]


def _theme_math(settings: Settings) -> bool:
    """Whether the theme loads MathJax or KaTeX for every page."""
    for key in ("math", "katex", "mathjax"):
        for path in (("params", key), ("params", "page", key)):
            value = settings.get(*path)
            if truth(value.get("enable") if isinstance(value, Mapping) else value):
                return True
    return False


def flavours_of(settings: Settings, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flavours of shortcodes that the site knows, strongest first, and why each was chosen."""
    found: dict[str, str] = {name: f"{name}: asked for" for name in asked}
    for source, theme in _themes(settings):
        for table in engine_tables("hugo"):
            if theme and _plain(theme) in map(_plain, table.recognise.get("theme", ())):
                found.setdefault(table.flavour, f"{table.flavour}: {source} names the theme '{theme}'")
    for table in engine_tables("hugo"):
        for file in table.recognise.get("file", ()):
            if (settings.root / file).exists():
                found.setdefault(table.flavour, f"{table.flavour}: the site has {file}")
    return tuple(found), tuple(found.values())


def has_own(settings: Settings) -> bool:
    """Whether the site has blogconv's own shortcodes. A text without a site may hold them."""
    return not settings.root.parts or (settings.root / _OWN).is_dir()


def _themes(settings: Settings) -> Iterator[tuple[str, str]]:
    """Names of themes, and where they stand: configuration, modules, go.mod, package.json, themes/."""
    root, config = settings.root, settings.files[-1] if settings.files else "the configuration"
    value = settings.get("theme")
    for name in value if isinstance(value, list) else [value]:
        yield config, str(name or "")
    imports = settings.get("module", "imports", default=[])
    for row in imports if isinstance(imports, list) else ():
        if isinstance(row, Mapping):
            yield config, str(row.get("path") or "")
    for file, pattern in (
        ("go.mod", r"(?m)^\s*(?:require\s+|module\s+)?(github\.com/\S+)"),
        ("../go.mod", r"(?m)^module\s+(github\.com/\S+)"),
        ("package.json", r'"(@(?:thulite|hyas)/doks[\w-]*)"'),
        (".gitmodules", r"(?m)^\s*url\s*=\s*(\S+)"),
    ):
        for match in re.finditer(pattern, _text(root / file)):
            yield file.removeprefix("../"), match[1]
    for folder in ("themes", "../.."):
        for path in _folders(root, folder):
            yield "themes/", path.name


def _text(path: Path) -> str:
    try:
        return setting_text(path)
    except OSError:
        return ""


def _folders(root: Path, folder: str) -> list[Path]:
    """The themes that lie in the site, or the theme whose example the site is."""
    if folder == "../..":
        return [root.resolve().parent] if root.parts and root.name == "exampleSite" else []
    path = root / folder
    return sorted(p for p in path.iterdir() if p.is_dir()) if root.parts and path.is_dir() else []


def _plain(theme: str) -> str:
    """A theme's name out of a folder, an address or a module path: `github.com/a/hugo-x/v2` is x."""
    parts = [p for p in theme.lower().removesuffix(".git").rstrip("/").split("/") if p]
    parts = [p for p in parts if not re.fullmatch(r"v\d+|theme|exampleSite", p)]
    name = parts[-1] if parts else ""
    name = name.rpartition("+")[2]
    return re.sub(r"^(?:gohugo-theme-|hugo-theme-|hugo-)|(?:-core|-theme)$", "", name)


def draws_alerts(settings: Settings, flavours: Sequence[str]) -> bool:
    """Whether alert quotes are drawn as such: by a hook of the site, or by its theme."""
    roots = [settings.root, *_folders(settings.root, "themes")] if settings.root.parts else []
    for base in roots:
        if any(next(iter((base / hooks).glob("render-blockquote*")), None) for hooks in _HOOKS):
            return True
    return any(table.flavour in flavours and _has_alerts(table) for table in engine_tables("hugo"))


def _has_alerts(table: Table) -> bool:
    return any(row.notation == "alert" for row in table.rows)


def settings_for_writers(settings: Settings) -> dict[str, Any]:
    """What a writer of another engine asks for, under the names that all readers give it."""
    pager = settings.get("pagination", "pagersize") or settings.get("paginate")
    return {
        "per_page": pager if isinstance(pager, int) else 10,
        "future": settings.flag("buildfuture"),
        "render_drafts": settings.flag("builddrafts"),
        "feed": {"path": f"{settings.text('outputformats', 'rss', 'basename', default='index')}.xml"},
        "list_feed": _list_feed(settings),
        "sitemap": {"path": settings.text("sitemap", "filename", default="sitemap.xml")},
        "theme_config": {"menu": _menu(settings)},
    }


def _list_feed(settings: Settings) -> str:
    """The name of the feed beside each list of posts; empty where Hugo is told to make none."""
    kinds = settings.get("disablekinds")
    outputs = settings.get("outputs", "term")
    off = isinstance(kinds, list) and any(str(kind).lower() == "rss" for kind in kinds)
    without = isinstance(outputs, list) and not any(str(name).lower() == "rss" for name in outputs)
    return (
        "" if off or without else f"{settings.text('outputformats', 'rss', 'basename', default='index')}.xml"
    )


def _menu(settings: Settings) -> dict[str, str]:
    """The main menu, in the order of its weights."""
    table = settings.get("menus", "main") or settings.get("menu", "main")
    own = settings.of_language(settings.language)
    for key in ("menus", "menu"):
        value = own.get(key)
        table = value.get("main", table) if isinstance(value, Mapping) and not table else table
    rows = [r for r in table if isinstance(r, Mapping)] if isinstance(table, list) else []
    rows.sort(key=lambda r: int(r.get("weight") or 0) if str(r.get("weight") or 0).isdecimal() else 0)
    pairs = ((r.get("name") or r.get("identifier"), r.get("url") or _page(r.get("pageref"))) for r in rows)
    return {str(name): str(address) for name, address in pairs if name and address}


def _page(reference: Any) -> str:
    """The address of a page that a menu names by its path."""
    return f"/{str(reference).strip('/')}/".replace("//", "/") if reference else ""

"""hugo.toml: the site's settings, and those with which Goldmark renders what the source's renderer rendered.

Each dialect feature that Hugo can be configured to have is a line here; see docs/architecture.md for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import tomlkit
from tomlkit.items import Table

from ...model import Dialect, Site, Value
from .layout import SECTION, Layout

_HIGHLIGHT = {"noClasses": True, "style": "modus-operandi"}
"""Colours of code that need no style sheet, with the contrast that readers need (WCAG); Hugo's own do not have it."""
_CJK = ("zh", "ja", "ko")


def write(site: Site, layout: Layout, *, theme: str | None) -> str:
    """The text of hugo.toml for `site`."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Made by blogconv from the settings of the old site."))
    for key, value in _top(site, layout, theme).items():
        document.add(key, value)
    for name, table in _tables(site, layout).items():
        document.add(name, _table(table))
    return tomlkit.dumps(document)


def _table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _table(value) if isinstance(value, Mapping) else value)
    return table


def _top(site: Site, layout: Layout, theme: str | None) -> dict[str, Any]:
    language = site.language or "en"
    top: dict[str, Any] = {
        "baseURL": (site.url or "https://example.org").rstrip("/") + "/",
        "title": site.title,
        "locale": language,
        "defaultContentLanguage": language.lower(),
        "timeZone": site.timezone or "",
        "theme": theme or "",
        "enableRobotsTXT": False,
        "capitalizeListTitles": False,
        "pluralizeListTitles": False,
    }
    if not layout.rule.lower:
        top["disablePathToLower"] = True
    if language.lower().startswith(_CJK):
        top["hasCJKLanguage"] = True
    if site.config.get("future", True):
        top["buildFuture"] = True
    if site.config.get("render_drafts"):
        top["buildDrafts"] = True
    if site.dialect.emoji:
        top["enableEmoji"] = True
    return {k: v for k, v in top.items() if v not in ("", None)}


def _tables(site: Site, layout: Layout) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    if layout.pattern:
        tables["permalinks"] = {SECTION: layout.pattern}
    per_page = site.config.get("per_page")
    if isinstance(per_page, int) and per_page > 0:
        tables["pagination"] = {"pagerSize": per_page}
    tables["taxonomies"] = {"category": "categories", "tag": "tags"}
    tables["markup"] = {"goldmark": goldmark(site.dialect), "highlight": _HIGHLIGHT}
    if feed := _feed(site):
        tables["outputFormats"] = {"RSS": {"baseName": feed}}
    if limit := _feed_limit(site):
        tables["services"] = {"rss": {"limit": limit}}
    if menu := _menu(site):
        tables["menus"] = {"main": menu}
    tables["params"] = _params(site)
    return tables


def goldmark_dialect(source: Dialect) -> Dialect:
    """The dialect that a Hugo site has once `goldmark` has set it up for `source`."""
    return replace(
        source,
        renderer="goldmark",
        fences="commonmark",
        single_tilde=source.strikethrough and not _lone_tilde_is_text(source),
        definition_lists=_has_definition_lists(source),
        colon_lists=False,
        image_root=None,
        post_files=False,
        templates_in_code=True,
    )


def _lone_tilde_is_text(dialect: Dialect) -> bool:
    return (dialect.strikethrough and not dialect.single_tilde) or dialect.subscript


def _has_definition_lists(dialect: Dialect) -> bool:
    return dialect.definition_lists and dialect.renderer != "marked"


def goldmark(dialect: Dialect) -> dict[str, Any]:
    """The `[markup.goldmark]` settings that give Goldmark the features of `dialect`."""
    typographer: dict[str, Value] = {"disable": not dialect.typographer}
    if dialect.typographer and dialect.renderer == "marked":
        typographer |= {"leftAngleQuote": "&lt;&lt;", "rightAngleQuote": "&gt;&gt;"}
    lone_tilde_is_text = _lone_tilde_is_text(dialect)
    extensions: dict[str, Any] = {
        "definitionList": _has_definition_lists(dialect),
        "footnote": dialect.footnotes,
        "linkify": dialect.autolink,
        "linkifyProtocol": "http" if dialect.renderer in ("marked", "markdown-it") else "https",
        "strikethrough": dialect.strikethrough and not lone_tilde_is_text,
        "table": dialect.tables,
        "taskList": dialect.task_lists,
        "typographer": typographer,
    }
    extras = {
        "delete": lone_tilde_is_text,
        "insert": dialect.insert,
        "mark": dialect.mark,
        "subscript": dialect.subscript,
        "superscript": dialect.superscript,
    }
    if dialect.kept_math:
        delimiters = {"block": [["$$", "$$"]], "inline": [["$", "$"]]}
        extensions["passthrough"] = {"enable": True, "delimiters": delimiters}
    if any(extras.values()):
        extensions["extras"] = {k: {"enable": True} for k, v in extras.items() if v}
    return {
        "renderer": {"hardWraps": dialect.hard_breaks, "unsafe": dialect.raw_html},
        "parser": {
            "autoHeadingID": dialect.heading_ids.style != "none",
            "autoHeadingIDType": "github",
            "wrapStandAloneImageWithinParagraph": True,
            "attribute": {"block": False, "title": dialect.heading_attributes},
        },
        "extensions": extensions,
    }


def _feed(site: Site) -> str | None:
    """The name of the old feed without `.xml`, so that it stays where its readers look for it."""
    feed = site.config.get("feed")
    path = feed.get("path") if isinstance(feed, Mapping) else None
    if isinstance(path, list):
        path = path[0] if path else None
    plugins = site.config.get("plugins") or ()
    if not path and "hexo-generator-feed" in plugins:
        path = "atom.xml"
    return path.removesuffix(".xml") if isinstance(path, str) and "/" not in path else None


def _feed_limit(site: Site) -> int | None:
    """How many posts the old feed had: hexo-generator-feed has 20 by default, 0 is all."""
    feed = site.config.get("feed")
    limit = feed.get("limit", 20) if isinstance(feed, Mapping) else 20
    return limit if _feed(site) and isinstance(limit, int) and limit > 0 else None


def _menu(site: Site) -> list[dict[str, Any]]:
    """The menu of the old theme's configuration: `Name: address || icon` (NexT, Butterfly, Landscape …)."""
    theme = site.config.get("theme_config")
    menu = theme.get("menu") if isinstance(theme, Mapping) else None
    if not isinstance(menu, Mapping):
        return []
    flat = [(str(k), v.split("||")[0].strip()) for k, v in menu.items() if isinstance(v, str)]
    return [{"name": name, "url": url, "weight": n * 10} for n, (name, url) in enumerate(flat, 1) if url]


def _params(site: Site) -> dict[str, Any]:
    ids = site.dialect.heading_ids
    params: dict[str, Any] = {
        "description": site.description,
        "author": {"name": site.author} if site.author else "",
        "mainSections": [SECTION],
        "blogconv": {
            "headingIds": {
                "style": ids.style,
                "renderer": site.dialect.renderer,
                "case": ids.case,
                "minLevel": ids.min_level,
                "duplicates": ids.first_duplicate,
            },
        },
    }
    if site.dialect.external_links:
        params["blogconv"]["externalLinks"] = {"enable": True, "exclude": list(site.dialect.external_exclude)}
    return {k: v for k, v in params.items() if v}

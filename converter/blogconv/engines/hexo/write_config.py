"""_config.yml and package.json: the site's settings, and those that make Hexo's Markdown the source's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...frontmatter import JS_YAML_4, render
from ...model import CategoryPath, Dialect, Entry, FrontMatter, HeadingIds, Kind, Post, Site
from ...urls import Case, slugize
from .write_layout import Layout

_PACKAGES = {
    "hexo": "^8.0.0",
    "hexo-generator-archive": "^2.0.0",
    "hexo-generator-category": "^2.0.0",
    "hexo-generator-index": "^4.0.0",
    "hexo-generator-tag": "^2.0.0",
    "hexo-renderer-markdown-it": "^7.0.0",
    "hexo-server": "^3.0.0",
}
_THEMES = {
    "landscape": {"hexo-renderer-ejs": "^2.0.0", "hexo-renderer-stylus": "^3.0.0", "hexo-theme-landscape": "^1.0.0"},
    "next": {"hexo-theme-next": "^8.0.0"},
    "butterfly": {
        "hexo-renderer-pug": "^3.0.0", "hexo-renderer-stylus": "^3.0.0", "hexo-theme-butterfly": "^5.0.0",
    },
    "fluid": {"hexo-renderer-ejs": "^2.0.0", "hexo-renderer-stylus": "^3.0.0", "hexo-theme-fluid": "^1.9.0"},
    "icarus": {"hexo-theme-icarus": "^6.0.0", "hexo-component-inferno": "^3.0.0"},
    "stellar": {
        "hexo-renderer-ejs": "^2.0.0", "hexo-renderer-stylus": "^3.0.0", "hexo-theme-stellar": "^1.0.0",
    },
    "volantis": {
        "hexo-renderer-ejs": "^2.0.0", "hexo-renderer-stylus": "^3.0.0", "hexo-theme-volantis": "^6.0.0",
    },
    "shoka": {"markdown-it-container": "^3.0.0"},
}  # fmt: skip
"""What a theme needs beside itself. A theme that is not listed is named in _config.yml only."""
STARTER = "blogconv-starter"


def markdown_it_dialect(source: Dialect) -> Dialect:
    """The dialect that Hexo's Markdown has once the settings and the script are written."""
    ids = source.heading_ids
    if ids.style not in ("github", "github-ascii", "blackfriday", "obsidian", "hexo", "none"):
        ids = HeadingIds("github")
    return Dialect(
        renderer="markdown-it",
        hard_breaks=source.hard_breaks,
        raw_html=source.raw_html,
        typographer=source.typographer,
        autolink=source.autolink,
        tables=True,
        strikethrough=True,
        single_tilde=source.single_tilde and not source.subscript,
        task_lists=source.task_lists,
        footnotes=source.footnotes,
        definition_lists=source.definition_lists,
        heading_ids=ids,
        heading_attributes=source.heading_attributes,
        emoji=source.emoji,
        math=source.math,
        kept_math=source.kept_math,
        mark=source.mark,
        insert=source.insert,
        superscript=source.superscript,
        subscript=source.subscript,
        fences="hexo",
        external_links=source.external_links,
        external_exclude=source.external_exclude,
    )


def config(
    site: Site, layout: Layout, dialect: Dialect, theme: str, skip: Sequence[str], include: Sequence[str]
) -> bytes:
    """The text of _config.yml. `skip` are globs of files to copy as they are, `include` of hidden ones to copy."""
    settings = {
        **_site(site, theme),
        **_addresses(site, layout),
        "skip_render": list(skip),
        "include": list(include),
        **_writing(site, layout),
        "markdown": _markdown(dialect),
        "blogconv": _own(site, layout, dialect),
        **_lists(site, layout),
    }
    entries = tuple(Entry(k, v) for k, v in settings.items() if v not in (None, "", {}, []))
    text = render(FrontMatter("none", entries), "yaml", JS_YAML_4)
    body = text.removeprefix("---\n").removesuffix("---\n")
    return ("# Made by blogconv from the settings of the old site.\n" + body).encode(
        "utf-8", "surrogateescape"
    )


def _site(site: Site, theme: str) -> dict[str, Any]:
    return {
        "title": site.title,
        "description": site.description,
        "author": site.author,
        "language": site.language or "en",
        "timezone": site.timezone or "",
        "theme": theme,
        "theme_config": site.config.get("theme_config") or {},
    }


def _addresses(site: Site, layout: Layout) -> dict[str, Any]:
    return {
        "url": (site.url or "https://example.org").rstrip("/"),
        "root": site.base_path,
        "permalink": layout.pattern,
        "pretty_urls": {"trailing_index": False, "trailing_html": not layout.bare_html},
        "archive_dir": archive_dir(site),
    }


def archive_dir(site: Site) -> str:
    """Where the list of all posts goes: to the address of the old list, where the old site had one section."""
    configured = site.config.get("archive_dir")
    if isinstance(configured, str) and configured:
        return configured.strip("/")
    found = list(sections(site).values())
    return found[0]["path"].strip("/") if len(found) == 1 else "archives"


def sections(site: Site) -> dict[str, dict[str, str]]:
    """The folders whose posts the old site listed on a page of their own: title and path of that page."""
    found = site.config.get("section_lists")
    return dict(found) if isinstance(found, Mapping) else {}


def _writing(site: Site, layout: Layout) -> dict[str, Any]:
    links = site.dialect.external_links
    return {
        "post_asset_folder": layout.asset_folders,
        "updated_option": "date",
        "filename_case": 1 if _lower_terms(site) else 0,
        "render_drafts": bool(site.config.get("render_drafts")),
        "future": bool(site.config.get("future", True)),
        "external_link": {"enable": links, "exclude": list(site.dialect.external_exclude)},
        "syntax_highlighter": "highlight.js",
        "highlight": {
            "line_number": False,
            "auto_detect": False,
            "tab_replace": "",
            "wrap": True,
            "hljs": False,
            "exclude_languages": ["mermaid"],
        },
    }


def _lower_terms(site: Site) -> bool:
    """Whether more addresses of terms are right with slugs in lower case."""
    found = [
        (path[-1], address.rstrip("/").rpartition("/")[2])
        for (_, path), address in site.term_addresses.items()
    ]
    lower = sum(slugize(name, "lower") == slug for name, slug in found)
    return lower > sum(slugize(name) == slug for name, slug in found)


def _lists(site: Site, layout: Layout) -> dict[str, Any]:
    pages = site.config.get("per_page")
    pages = pages if isinstance(pages, int) and pages >= 0 else 10
    path = _path(site, "feed")
    sitemap = _path(site, "sitemap")
    return {
        "sitemap": {"path": sitemap} if sitemap else {},
        "per_page": pages,
        "index_generator": {
            "path": "list" if layout.front_page else "",
            "per_page": pages,
            "order_by": "-date",
        },
        "archive_generator": {"per_page": pages, "yearly": not sections(site), "monthly": not sections(site)},
        "feed": {"type": "atom" if path == "atom.xml" else "rss2", "path": path, "limit": _feed_limit(site)}
        if path
        else {},
    }


def _feed_limit(site: Site) -> int:
    """How many posts the old site's feed had; hexo-generator-feed's own limit where that is not known."""
    feed = site.config.get("feed")
    limit = feed.get("limit") if isinstance(feed, Mapping) else None
    return limit if isinstance(limit, int) and limit > 0 else 20


def _path(site: Site, key: str) -> str:
    """Where the old site's feed or sitemap was, without which it had none."""
    value = site.config.get(key)
    path = value.get("path") if isinstance(value, Mapping) else None
    path = path[0] if isinstance(path, list) and path else path
    return path if isinstance(path, str) else ""


def _markdown(dialect: Dialect) -> dict[str, Any]:
    """Settings of hexo-renderer-markdown-it. Heading ids are our script's: level 7 is none of the renderer's."""
    plugins = {
        "markdown-it-footnote": dialect.footnotes,
        "markdown-it-deflist": dialect.definition_lists,
        "markdown-it-emoji": dialect.emoji,
        "markdown-it-mark": dialect.mark,
        "markdown-it-ins": dialect.insert,
        "markdown-it-sup": dialect.superscript,
        "markdown-it-sub": dialect.subscript,
    }
    return {
        "preset": "default",
        "render": {
            "html": True,
            "xhtmlOut": False,
            "breaks": dialect.hard_breaks,
            "linkify": dialect.autolink,
            "typographer": dialect.typographer,
            "quotes": "“”‘’",
        },
        "anchors": {"level": 7},
        "plugins": [name for name, wanted in plugins.items() if wanted],
    }


def _own(site: Site, layout: Layout, dialect: Dialect) -> dict[str, Any]:
    """What our scripts read (files/scripts)."""
    ids = dialect.heading_ids
    markdown = {
        "heading_ids": ids.style if ids.style != "none" else "",
        "heading_case": ids.case,
        "heading_level": ids.min_level,
        "first_duplicate": ids.first_duplicate,
        "heading_attributes": dialect.heading_attributes,
        "task_lists": dialect.task_lists,
        "typographer": dialect.typographer,
        "single_tilde": dialect.single_tilde,
        "addresses": dialect.autolink,
        "raw_html": dialect.raw_html,
        "formulas": dialect.kept_math,
    }
    own: dict[str, Any] = {"markdown": markdown}
    for key, taxonomy in (("tag_paths", "tags"), ("category_paths", "categories")):
        if paths := term_paths(site, taxonomy):
            own[key] = paths
    if lists := section_lists(site, layout):
        own["sections"] = lists
    if terms := other_terms(site):
        own["terms"] = terms
    made = list_addresses(site, layout)
    section_pages = (p for p in site.posts if p.kind is Kind.SECTION and p.address in made)
    if redirects := {alias: page.address for page in section_pages for alias in page.aliases}:
        own["redirects"] = redirects
    if sections(site):
        own["first_pages"] = True
    return own


def other_terms(site: Site) -> dict[str, dict[str, str]]:
    """The lists of taxonomies that Hexo does not have, by the key of the front matter: names and addresses."""
    found: dict[str, dict[str, str]] = {}
    for (taxonomy, path), address in site.term_addresses.items():
        if taxonomy not in ("tags", "categories"):
            found.setdefault(taxonomy, {})["/".join(path)] = address.lstrip("/")
    return found


def term_paths(site: Site, taxonomy: str) -> dict[str, str]:
    """The addresses of terms that Hexo would not give them by itself, by name; of nested ones `A/B`."""
    case: Case = "lower" if _lower_terms(site) else "keep"
    result = {}
    for (name, path), address in site.term_addresses.items():
        expected = f"/{name}/" + "/".join(slugize(part, case) for part in path) + "/"
        if name == taxonomy and (address != expected or _is_shared(site, name, path, case)):
            result["/".join(path)] = address.lstrip("/")
    return result


def _is_shared(site: Site, taxonomy: str, path: CategoryPath, case: Case) -> bool:
    """Whether another term would have the same address in Hexo: `C`, `C#` and `C++`."""
    mine = [slugize(part, case) for part in path]
    return any(
        name == taxonomy and other != path and [slugize(part, case) for part in other] == mine
        for name, other in site.term_addresses
    )


def section_lists(site: Site, layout: Layout) -> dict[str, dict[str, str]]:
    """Lists of the posts of one section each, where the old site had several."""
    found = sections(site)
    files = [place.file for place in layout.places.values()]
    return {
        folder: {"path": row["path"].lstrip("/"), "title": row["title"]}
        for folder, row in found.items()
        if len(found) > 1 and any(file.startswith(f"source/_posts/{folder}/") for file in files)
    }


def list_addresses(site: Site, layout: Layout) -> set[str]:
    """The addresses at which Hexo or our script makes a list of posts."""
    own = {f"/{row['path']}" for row in section_lists(site, layout).values()}
    front = set() if layout.front_page else {"/"}
    return own | front | {f"/{archive_dir(site)}/"} | set(site.term_addresses.values())


def package(site: Site, theme: str, *, with_math: bool) -> bytes:
    """The text of package.json: Hexo, the plugins that this site needs, and its theme; KaTeX for formulas in tags."""
    packages = dict(_PACKAGES) | _THEMES.get(theme, {})
    for key, version in (("feed", "^3.0.0"), ("sitemap", "^3.0.1")):
        if _path(site, key):
            packages[f"hexo-generator-{key}"] = version
    if with_math:
        packages["katex"] = "^0.16.0"
    name = re.sub(r"[^a-z0-9-]+", "-", (site.title or "site").lower()).strip("-") or "site"
    data = {
        "name": name,
        "version": "0.0.0",
        "private": True,
        "scripts": {"build": "hexo generate", "clean": "hexo clean", "server": "hexo server"},
        "hexo": {"version": ""},
        "dependencies": dict(sorted(packages.items())),
    }
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def term_pages(site: Site, posts: Iterable[Post]) -> Iterable[tuple[str, str]]:
    """The pages that list all tags and all categories, where the site has such terms: path and title."""
    taken = {p.address for p in posts}
    for name, title in (("tags", "Tags"), ("categories", "Categories")):
        has_terms = any(taxonomy == name for taxonomy, _ in site.term_addresses)
        if has_terms and f"/{name}/" not in taken:
            yield name, title

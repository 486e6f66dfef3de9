"""The Markdown that a Jekyll site was written for: its renderer with its options, and the flavours of its posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...model import Dialect, HeadingIds
from ...tables import engine_tables
from .config import JekyllConfig
from .fields import listed

_STRAIGHT = "apos,apos,quot,quot"


def dialect_of(config: JekyllConfig) -> Dialect:
    """The features of the site's Markdown (jekyll/jekyll:lib/jekyll/converters/markdown.rb)."""
    name = config.text("markdown", "kramdown").lower()
    if name.startswith("commonmark") or name == "gfm":
        return _commonmark(config, ghpages=name != "commonmark")
    if name in ("redcarpet", "rdiscount", "maruku"):
        return _old(config, name)
    return _kramdown(config)


def _kramdown(config: JekyllConfig) -> Dialect:
    settings = config.mapping("kramdown")
    gfm = str(settings.get("input")) == "GFM"
    quirks = _words(settings.get("gfm_quirks"))
    straight = ",".join(_words(settings.get("smart_quotes"))) == _STRAIGHT
    ids = "none" if settings.get("auto_ids") is False else "github" if gfm else "kramdown"
    return Dialect(
        renderer="kramdown",
        hard_breaks=gfm and settings.get("hard_wrap") is True,
        typographer=not (straight and "no_auto_typographic" in quirks),
        autolink=False,
        strikethrough=gfm,
        task_lists=gfm,
        footnotes=True,
        definition_lists=True,
        heading_ids=HeadingIds(ids),
        heading_attributes=True,
        emoji=config.has("jemoji"),
        math=settings.get("math_engine", "mathjax") is not None,
        templates_in_code=True,
    )


def _commonmark(config: JekyllConfig, *, ghpages: bool) -> Dialect:
    """jekyll/jekyll-commonmark:lib/jekyll-commonmark.rb; GitHub's own version makes heading ids."""
    settings = config.mapping("commonmark")
    options = {word.upper() for word in _words(settings.get("options"))}
    extensions = set(_words(settings.get("extensions")))
    return Dialect(
        renderer="commonmark",
        hard_breaks="HARDBREAKS" in options,
        raw_html="UNSAFE" in options or ghpages,
        typographer="SMART" in options,
        autolink="autolink" in extensions,
        tables="table" in extensions,
        strikethrough="strikethrough" in extensions,
        single_tilde="strikethrough" in extensions,
        task_lists="tasklist" in extensions,
        footnotes="FOOTNOTES" in options,
        heading_ids=HeadingIds("github" if ghpages else "none"),
        emoji=config.has("jemoji"),
        templates_in_code=True,
    )


def _old(config: JekyllConfig, name: str) -> Dialect:
    """The renderers of Jekyll 1 and 2, as near as CommonMark comes to them."""
    extensions = set(_words(config.mapping(name).get("extensions")))
    smart = "smart" in extensions or "smartypants" in extensions or name == "rdiscount"
    return Dialect(
        hard_breaks="hard_wrap" in extensions,
        typographer=smart,
        autolink="autolink" in extensions,
        tables="tables" in extensions or name != "rdiscount",
        strikethrough="strikethrough" in extensions,
        footnotes="footnotes" in extensions,
        heading_ids=HeadingIds("github" if "with_toc_data" in extensions else "none"),
        templates_in_code=True,
    )


def _words(value: Any) -> list[str]:
    """A list, or a text with commas."""
    items = value if isinstance(value, list) else str(value or "").split(",")
    return [str(item).strip() for item in items if str(item).strip()]


def flavours_of(config: JekyllConfig, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flavours that the site knows, strongest first, and why each was chosen: its theme, its plugins, its files."""
    found: dict[str, str] = {name: f"{name}: asked for" for name in asked}
    themes = {key: _theme(config.values.get(key)) for key in ("theme", "remote_theme")}
    tables = engine_tables("jekyll")
    for name in _words(config.mapping("blogconv").get("flavours")):
        found.setdefault(name, f"{name}: {config.file} says that the posts are written for it")
    for table in tables:
        for key, theme in themes.items():
            if theme and theme in map(_theme, table.recognise.get("theme", ())):
                found.setdefault(table.flavour, f"{table.flavour}: {config.file} names the {key} '{theme}'")
    for table in tables:
        for gem in table.recognise.get("package", ()):
            if config.has(gem):
                found.setdefault(table.flavour, f"{table.flavour}: the site uses the gem {gem}")
        for file in table.recognise.get("file", ()):
            if _exists(config, file):
                found.setdefault(table.flavour, f"{table.flavour}: the site has {file}")
    return tuple(found), tuple(found.values())


def _theme(value: Any) -> str:
    """`cotes2020/jekyll-theme-chirpy@v7` and `jekyll-theme-chirpy` are one theme."""
    name = str(value).lower().partition("@")[0].rpartition("/")[2] if value else ""
    return name.removesuffix(".git").removeprefix("jekyll-theme-").removesuffix("-jekyll")


def _exists(config: JekyllConfig, name: str) -> bool:
    try:
        return any((folder / name).exists() for folder in (config.root, config.folder) if folder.parts)
    except (OSError, ValueError):
        return False


def settings_of(config: JekyllConfig) -> Mapping[str, Any]:
    """The site's settings under the names that other engines have for the same."""
    values = dict(config.values)
    values["plugins"] = listed(values.get("plugins"))
    paginate = values.get("paginate")
    if isinstance(paginate, int):
        values["per_page"] = paginate
    if config.has("jekyll-feed"):
        feed = config.mapping("feed")
        path = str(feed.get("path") or "feed.xml").lstrip("/")
        values["feed"] = {"limit": feed.get("posts_limit", 10), **feed, "path": path}
    values["future"] = config.future
    return values

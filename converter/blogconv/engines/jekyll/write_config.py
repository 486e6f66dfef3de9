"""_config.yml: the site's settings, and those with which its Markdown renders as the old site's did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...frontmatter import PSYCH, render
from ...model import Dialect, Entry, FrontMatter, HeadingIds, Site, Value
from ...urls import split_url
from .write_layout import TERMS

_HEAD = "# Made by blogconv from the settings of the old site.\n"
_CALLOUTS = (
    ("highlight", "yellow"), ("important", "purple"), ("new", "green"), ("note", "blue"), ("warning", "yellow"),
    ("tip", "green"), ("caution", "red"), ("danger", "red"), ("info", "blue"), ("todo", "blue"),
    ("question", "purple"), ("failure", "red"), ("bug", "red"), ("example", "purple"), ("abstract", "blue"),
    ("quote", "grey-lt"), ("details", "grey-lt"),
)  # fmt: skip
"""The callouts that mappings/jekyll/just-the-docs.yaml writes, in colours that Just the Docs has."""
_GUILLEMETS = {"laquo": "<<", "raquo": ">>", "laquo_space": "<< ", "raquo_space": " >>"}


def kramdown_dialect(source: Dialect) -> Dialect:
    """The Markdown that kramdown has once it is set to render what `source` rendered."""
    return replace(
        source,
        renderer="kramdown",
        autolink=False,
        single_tilde=False,
        strikethrough=True,
        tables=True,
        task_lists=True,
        footnotes=True,
        definition_lists=True,
        colon_lists=False,
        raw_html=True,
        heading_attributes=True,
        emoji=False,
        fences="commonmark",
        image_root=None,
        mark=False,
        insert=False,
        superscript=False,
        subscript=False,
        kept_math=False,
        templates_in_code=True,
    )


def commonmark_dialect(source: Dialect) -> Dialect:
    """The Markdown that jekyll-commonmark has once it is set to render what `source` rendered."""
    return replace(
        source,
        renderer="commonmark",
        single_tilde=source.strikethrough,
        strikethrough=source.strikethrough,
        definition_lists=False,
        colon_lists=False,
        heading_attributes=False,
        emoji=False,
        fences="commonmark",
        image_root=None,
        mark=False,
        insert=False,
        superscript=False,
        subscript=False,
        math=False,
        kept_math=False,
        templates_in_code=True,
    )


def write(
    site: Site,
    pattern: str,
    *,
    commonmark: bool,
    plugins: Sequence[str],
    include: Sequence[str],
    nested: bool,
    flavours: Sequence[str] = (),
) -> str:
    """The text of `_config.yml` for `site`. `include` are names that Jekyll would skip, `flavours` the themes whose
    forms the posts are written in."""
    pairs = [
        *_site(site),
        ("permalink", pattern),
        ("future", True if site.config.get("future", True) else None),
        ("excerpt_separator", "<!-- more -->"),
        ("include", [".htaccess", *include] if include else None),
        ("collections", {TERMS: {"output": True}} if site.term_addresses else None),
        ("defaults", list(_defaults(site))),
        *(_commonmark(site.dialect) if commonmark else _kramdown(site.dialect)),
        ("plugins", list(plugins) or None),
        ("callouts", {name: {"color": c} for name, c in _CALLOUTS} if "just-the-docs" in flavours else None),
        ("blogconv", dict(_own(site.dialect.heading_ids, commonmark, nested, flavours)) or None),
    ]
    entries = tuple(Entry(key, value) for key, value in pairs if value not in (None, ""))
    text = render(FrontMatter("yaml", entries), "yaml", PSYCH)
    return _HEAD + text.removeprefix("---\n").removesuffix("---\n")


def _site(site: Site) -> Iterator[tuple[str, Value]]:
    parts = split_url(site.url)
    base = site.base_path.rstrip("/")
    yield "title", site.title
    yield "description", site.description
    yield "author", site.author
    yield "lang", site.language
    yield "url", f"{parts.scheme}://{parts.netloc}" if parts.netloc else site.url.rstrip("/")
    yield "baseurl", base
    yield "timezone", site.timezone


def _defaults(site: Site) -> Iterator[dict[str, Any]]:
    for kind in ("posts", "pages", TERMS) if site.term_addresses else ("posts", "pages"):
        yield {
            "scope": {"path": "", "type": kind},
            "values": {"layout": "post" if kind == "posts" else "page"},
        }


def _kramdown(dialect: Dialect) -> Iterator[tuple[str, Value]]:
    """Settings of kramdown (gettalong/kramdown:lib/kramdown/options.rb). `gfm_quirks` replaces its default."""
    settings: dict[str, Value] = {"input": "GFM", "hard_wrap": dialect.hard_breaks}
    if not dialect.typographer:
        settings["smart_quotes"] = "apos,apos,quot,quot"
        settings["gfm_quirks"] = "paragraph_end,no_auto_typographic"
    elif dialect.renderer in ("marked", "markdown-it"):
        settings["typographic_symbols"] = dict(_GUILLEMETS)
    if not dialect.math:
        settings["math_engine"] = None
    if dialect.heading_ids.style == "none":
        settings["auto_ids"] = False
    yield "markdown", "kramdown"
    yield "kramdown", settings


def _commonmark(dialect: Dialect) -> Iterator[tuple[str, Value]]:
    """Options of jekyll-commonmark; without UNSAFE it drops the HTML of includes."""
    options = {
        "SMART": dialect.typographer,
        "HARDBREAKS": dialect.hard_breaks,
        "UNSAFE": True,
        "FOOTNOTES": dialect.footnotes,
    }
    extensions = {
        "strikethrough": dialect.strikethrough,
        "autolink": dialect.autolink,
        "table": dialect.tables,
        "tasklist": dialect.task_lists,
    }
    yield "markdown", "CommonMark"
    yield (
        "commonmark",
        {
            "options": [name for name, on in options.items() if on],
            "extensions": [name for name, on in extensions.items() if on],
        },
    )


def _own(
    ids: HeadingIds, commonmark: bool, nested: bool, flavours: Sequence[str]
) -> Iterator[tuple[str, Value]]:
    """What our own plugin and a later reading of the site need to know."""
    if commonmark and ids.style != "none":
        yield (
            "heading_ids",
            {
                "style": ids.style,
                "case": ids.case,
                "min_level": ids.min_level,
                "duplicates": ids.first_duplicate,
            },
        )
    if nested:
        yield "categories", "nested"
    if flavours:
        yield "flavours", list(flavours)

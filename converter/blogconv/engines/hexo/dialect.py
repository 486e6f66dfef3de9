"""The Markdown that a Hexo site was written for: its renderer with its options, and the flavours of its tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from ...model import Dialect, HeadingIds
from ...tables import engine_tables, recognise, supplement
from .config import HexoConfig
from .values import flag

_CASES: dict[Any, Literal["keep", "lower", "upper"]] = {1: "lower", 2: "upper"}
_FOOTNOTES = ("hexo-footnotes", "hexo-reference", "hexo-reference-plus", "hexo-footnote")
_MATH = ("hexo-filter-mathjax", "hexo-filter-katex", "hexo-renderer-mathjax", "hexo-filter-mathjax-ssr")


def dialect_of(config: HexoConfig) -> Dialect:
    """The features of the site's Markdown. Of two renderers the one that package.json lists last counts."""
    names = [name for name in config.packages or () if name in _RENDERERS]
    found = _with_script(_RENDERERS[names[-1] if names else "hexo-renderer-marked"](config), config)
    links, exclude = _external_links(config)
    return replace(
        found,
        fences="hexo" if _highlights(config) else "commonmark",
        footnotes=found.footnotes or any(config.has(plugin) for plugin in _FOOTNOTES),
        math=found.math or any(config.has(plugin) for plugin in _MATH) or _theme_math(config.theme),
        emoji=found.emoji or config.has("hexo-filter-github-emojis") or config.has("hexo-filter-emoji"),
        external_links=found.external_links or links,
        external_exclude=exclude or found.external_exclude,
    )


def _on(settings: Mapping[str, Any], key: str, default: bool = True) -> bool:
    value = settings.get(key)
    return default if value is None else flag(value)


def _marked(config: HexoConfig) -> Dialect:
    """hexojs/hexo-renderer-marked:index.js."""
    settings = config.mapping("marked")
    gfm = _on(settings, "gfm")
    version = (config.packages or {}).get("hexo-renderer-marked", "")
    roots = not version or int(re.match(r"\d*", version)[0] or 99) >= 5  # type: ignore[index]
    prepends = _on(settings, "prependRoot", roots) and not config.values.get("relative_link")
    style = "hexo" if _on(settings, "headerIds") else "none"
    links = settings.get("external_link")
    links = links if isinstance(links, Mapping) else {"enable": links}
    return Dialect(
        renderer="marked",
        hard_breaks=_on(settings, "breaks") and gfm,
        typographer=_on(settings, "smartypants"),
        autolink=_on(settings, "autolink") and gfm,
        tables=gfm,
        strikethrough=gfm,
        single_tilde=gfm,
        task_lists=gfm,
        colon_lists=_on(settings, "descriptionLists"),
        heading_ids=HeadingIds(style, _case(settings.get("modifyAnchors"))),
        image_root=config.text("root", "/") if prepends else None,
        post_files=_on(settings, "postAsset", default=False) and flag(config.values.get("post_asset_folder")),
        external_links=flag(links.get("enable")),
        external_exclude=_texts(links.get("exclude")),
    )


def _markdown_it(config: HexoConfig) -> Dialect:
    """hexojs/hexo-renderer-markdown-it:index.js. `markdown` may be the name of a preset."""
    settings = config.mapping("markdown")
    preset = config.values.get("markdown") if not settings else settings.get("preset")
    strict = preset in ("commonmark", "zero")
    options = settings.get("render")
    options = options if isinstance(options, Mapping) else {}
    anchors = settings.get("anchors")
    anchors = anchors if isinstance(anchors, Mapping) else {}
    images = settings.get("images")
    plugins = "\n".join(_plugins(settings.get("plugins")))
    level = anchors.get("level")
    return Dialect(
        renderer="markdown-it",
        hard_breaks=_on(options, "breaks"),
        raw_html=_on(options, "html"),
        typographer=_on(options, "typographer") and not strict,
        autolink=_on(options, "linkify") and not strict,
        tables=not strict,
        strikethrough=not strict,
        task_lists="task" in plugins,
        footnotes="footnote" in plugins,
        definition_lists="deflist" in plugins,
        heading_ids=HeadingIds(
            "hexo", _case(anchors.get("case")), level if isinstance(level, int) else 2, first_duplicate=2
        ),
        heading_attributes="attrs" in plugins,
        emoji="emoji" in plugins,
        math=bool(re.search("katex|mathjax|texmath|math", plugins)),
        kept_math=bool(re.search("katex|texmath", plugins)),
        mark="-mark" in plugins,
        insert="-ins" in plugins,
        superscript="-sup" in plugins,
        subscript="-sub" in plugins,
        image_root=config.text("root", "/")
        if isinstance(images, Mapping) and images.get("prepend_root")
        else None,
    )


def _with_script(found: Dialect, config: HexoConfig) -> Dialect:
    """The dialect with what our own script adds to markdown-it, in a site that blogconv wrote."""
    settings = config.mapping("blogconv").get("markdown")
    if not isinstance(settings, Mapping) or found.renderer != "markdown-it":
        return found
    style, case = settings.get("heading_ids"), settings.get("heading_case")
    level, first = (settings.get(key) for key in ("heading_level", "first_duplicate"))
    ids = HeadingIds(
        str(style),
        case if case in ("keep", "upper") else "lower",
        level if isinstance(level, int) else 1,
        first if isinstance(first, int) else 1,
    )
    return replace(
        found,
        raw_html=found.raw_html and _on(settings, "raw_html"),
        single_tilde=_on(settings, "single_tilde", False),
        task_lists=_on(settings, "task_lists", False),
        heading_ids=ids if style else found.heading_ids,
        heading_attributes=_on(settings, "heading_attributes", False),
        kept_math=_on(settings, "formulas", False),
    )


def _markdown_it_plus(config: HexoConfig) -> Dialect:
    """hexo-renderer-markdown-it-plus and its kin: markdown-it with ten plugins of its own."""
    settings = config.mapping("markdown_it_plus")
    return Dialect(
        renderer="markdown-it",
        hard_breaks=_on(settings, "breaks"),
        raw_html=_on(settings, "html"),
        typographer=_on(settings, "typographer"),
        autolink=_on(settings, "linkify"),
        task_lists=False,
        footnotes=True,
        definition_lists=True,
        heading_ids=HeadingIds("github", first_duplicate=2),
        emoji=True,
        math=True,
        mark=True,
        insert=True,
        superscript=True,
        subscript=True,
    )


def _kramed(config: HexoConfig) -> Dialect:
    settings = config.mapping("kramed")
    return Dialect(
        renderer="marked",
        hard_breaks=_on(settings, "breaks"),
        typographer=_on(settings, "smartypants"),
        task_lists=False,
        footnotes=True,
        heading_ids=HeadingIds("hexo", "keep"),
        math=True,
    )


def _pandoc(_config: HexoConfig) -> Dialect:
    return Dialect(
        renderer="pandoc",
        typographer=True,
        autolink=False,
        footnotes=True,
        definition_lists=True,
        heading_attributes=True,
        math=True,
        kept_math=True,
        superscript=True,
        subscript=True,
    )


_RENDERERS: Mapping[str, Callable[[HexoConfig], Dialect]] = {
    "hexo-renderer-marked": _marked,
    "hexo-renderer-markdown-it": _markdown_it,
    "hexo-renderer-markdown-it-katex": _markdown_it_plus,
    "hexo-renderer-markdown-it-plus": _markdown_it_plus,
    "hexo-renderer-multi-markdown-it": _markdown_it_plus,
    "hexo-renderer-multi-next-markdown-it": _markdown_it_plus,
    "hexo-renderer-kramed": _kramed,
    "hexo-renderer-pandoc": _pandoc,
}


def _case(value: Any) -> Literal["keep", "lower", "upper"]:
    return _CASES.get(value, "keep") if isinstance(value, int) else "keep"


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value] if value else []
    return tuple(str(item) for item in items if item)


def _plugins(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        yield str(item.get("name", "")) if isinstance(item, Mapping) else str(item)


def _highlights(config: HexoConfig) -> bool:
    """Whether Hexo takes the fences out before Markdown: `syntax_highlighter` since 7, before two switches."""
    if config.major >= 7:
        return config.values.get("syntax_highlighter") in ("highlight.js", "prismjs")
    return _on(config.mapping("highlight"), "enable") or _on(config.mapping("prismjs"), "enable", False)


def _external_links(config: HexoConfig) -> tuple[bool, tuple[str, ...]]:
    """Whether links to other hosts open in a new window. A bare boolean switches it off since Hexo 7."""
    value = config.values.get("external_link")
    if isinstance(value, Mapping):
        return _on(value, "enable"), _texts(value.get("exclude"))
    return value is True and config.major < 7, ()


def _theme_math(theme: Mapping[str, Any]) -> bool:
    """Whether the theme loads MathJax or KaTeX: `math: {mathjax: {enable: true}}` in its many forms."""
    for key in ("math", "mathjax", "katex"):
        value = theme.get(key)
        groups = [value, *value.values()] if isinstance(value, Mapping) else [value]
        switches = [g.get("enable", g.get("use")) if isinstance(g, Mapping) else g for g in groups]
        if any(switch is True or switch in ("mathjax", "katex") for switch in switches):
            return True
    return False


def flavours_of(
    config: HexoConfig, asked: Sequence[str], tags: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flavours of tags that the site knows, strongest first, and why each was chosen.

    Those asked for, the theme's and the plugins', and where `tags`, the names in its posts, show more, others.
    """
    found: dict[str, str] = {name: f"{name}: asked for" for name in asked}
    packages = config.packages or {}
    theme = _theme_name(config.values.get("theme"))
    version = packages.get(f"hexo-theme-{theme}")
    named = f"{theme}@{version}" if theme and version else theme or None
    for flavour, reason in recognise("hexo", named, [f"{name}@{v}" for name, v in packages.items()]):
        found.setdefault(flavour, f"{flavour}: {reason}")
    for table in engine_tables("hexo"):
        for file in table.recognise.get("file", ()):
            if _exists(config.root, file):
                found.setdefault(table.flavour, f"{table.flavour}: the site has {file}")
    if len(found) == len(asked):
        found |= dict(_installed_themes(config))
    more = supplement("hexo", tuple(found), tags) if tags else []
    if len(more) == 1:  # a blog has one theme at a time; names of several are left to guesses
        flavour, reason = more[0]
        found.setdefault(flavour, f"{flavour}: {reason}")
    return tuple(found), tuple(found.values())


def _installed_themes(config: HexoConfig) -> Iterator[tuple[str, str]]:
    """For a theme under a name of its own: themes that are installed and have a table."""
    for table in engine_tables("hexo"):
        for theme in table.recognise.get("theme", ()):
            if f"hexo-theme-{theme}" in (config.packages or ()):
                yield table.flavour, f"{table.flavour}: package.json lists hexo-theme-{theme}"
            elif _exists(config.root, f"themes/{theme}"):
                yield table.flavour, f"{table.flavour}: the theme lies in themes/{theme}"


def _theme_name(value: Any) -> str:
    return str(value).lower().removeprefix("hexo-theme-") if value else ""


def _exists(root: Path, name: str) -> bool:
    try:
        return (root / name).exists()
    except (OSError, ValueError):
        return False

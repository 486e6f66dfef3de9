"""The Markdown of a Hexo site, by its renderer and settings; the flavours of its tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hexo_site import Blog

from blogconv.model import Dialect, HeadingIds


def dialect(root: Path, config: str = "", version: str = "8.1.2", **packages: str) -> Dialect:
    package = {
        "hexo": {"version": version},
        "dependencies": {k.replace("_", "-"): v for k, v in packages.items()},
    }
    return Blog(root, {}, config, package).read().dialect


def test_marked(tmp_path: Path) -> None:
    found = dialect(tmp_path)
    assert found.renderer == "marked"
    assert found.hard_breaks and found.typographer and found.autolink and found.tables and found.task_lists
    assert found.single_tilde and found.colon_lists and found.external_links
    assert not found.footnotes and not found.heading_attributes and not found.math and not found.emoji
    assert found.heading_ids == HeadingIds("hexo", "keep")
    assert (found.fences, found.image_root) == ("hexo", "/")


@pytest.mark.parametrize(
    ("config", "field", "value"),
    [
        ("marked: {breaks: false}", "hard_breaks", False),
        ("marked: {smartypants: false}", "typographer", False),
        ("marked: {gfm: false}", "tables", False),
        ("marked: {gfm: false}", "hard_breaks", False),
        ("marked: {autolink: false}", "autolink", False),
        ("marked: {descriptionLists: false}", "colon_lists", False),
        ("marked: {headerIds: false}", "heading_ids", HeadingIds("none", "keep")),
        ("marked: {modifyAnchors: 1}", "heading_ids", HeadingIds("hexo", "lower")),
        ("marked: {modifyAnchors: 2}", "heading_ids", HeadingIds("hexo", "upper")),
        ("marked: {prependRoot: false}", "image_root", None),
        ("relative_link: true", "image_root", None),
        ("syntax_highlighter: prismjs", "fences", "hexo"),
        ("syntax_highlighter: ''", "fences", "commonmark"),
        ("highlight: {enable: false}", "fences", "hexo"),
        ("external_link: {enable: false}", "external_links", False),
        ("external_link: true", "external_links", False),
        ("external_link: {exclude: a.com}", "external_exclude", ("a.com",)),
        ("marked: {external_link: {enable: true, exclude: [b.c]}}", "external_exclude", ("b.c",)),
        ("marked: text", "hard_breaks", True),
        ("theme: x\ntheme_config: {math: {mathjax: {enable: true}}}", "math", True),
        ("theme: x\ntheme_config: {mathjax: {enable: false}}", "math", False),
        ("theme: x\ntheme_config: {math: {use: katex}}", "math", True),
    ],
)  # fmt: skip
def test_settings_of_marked(tmp_path: Path, config: str, field: str, value: Any) -> None:
    assert getattr(dialect(tmp_path, config + "\n"), field) == value


def test_before_hexo_7_two_switches_turn_highlighting_on(tmp_path: Path) -> None:
    assert dialect(tmp_path, "", "6.3.0").fences == "hexo"
    assert dialect(tmp_path, "highlight: {enable: false}\n", "6.3.0").fences == "commonmark"
    both = "highlight: {enable: false}\nprismjs: {enable: true}\n"
    assert dialect(tmp_path, both, "5.4.2").fences == "hexo"
    assert dialect(tmp_path, "external_link: true\n", "6.3.0").external_links


def test_old_marked_keeps_relative_images(tmp_path: Path) -> None:
    assert dialect(tmp_path, hexo_renderer_marked="^4.1.0").image_root is None
    assert dialect(tmp_path, hexo_renderer_marked="^5.0.0").image_root == "/"
    assert dialect(tmp_path, "marked: {prependRoot: true}\n", hexo_renderer_marked="^4.1.0").image_root == "/"


def test_markdown_it(tmp_path: Path) -> None:
    found = dialect(tmp_path, hexo_renderer_markdown_it="7.1.1")
    assert found.renderer == "markdown-it"
    assert found.hard_breaks and found.typographer and found.autolink and found.strikethrough
    assert not found.single_tilde and not found.task_lists and not found.colon_lists
    assert found.heading_ids == HeadingIds("hexo", "keep", 2, 2)
    assert found.image_root is None


@pytest.mark.parametrize(
    ("settings", "field", "value"),
    [
        ("{render: {breaks: false}}", "hard_breaks", False),
        ("{render: {html: false}}", "raw_html", False),
        ("{anchors: {level: 1, case: 1}}", "heading_ids", HeadingIds("hexo", "lower", 1, 2)),
        ("{plugins: [markdown-it-footnote]}", "footnotes", True),
        ("{plugins: [{name: markdown-it-attrs}]}", "heading_attributes", True),
        ("{plugins: [markdown-it-sub]}", "subscript", True),
        ("{plugins: [markdown-it-task-lists]}", "task_lists", True),
        ("{plugins: ['@renbaoshuo/markdown-it-katex']}", "math", True),
        ("{images: {prepend_root: true}}", "image_root", "/"),
        ("commonmark", "tables", False),
        ("{preset: commonmark}", "typographer", False),
    ],
)
def test_settings_of_markdown_it(tmp_path: Path, settings: str, field: str, value: Any) -> None:
    assert (
        getattr(dialect(tmp_path, f"markdown: {settings}\n", hexo_renderer_markdown_it="7"), field) == value
    )


def test_other_renderers(tmp_path: Path) -> None:
    plus = dialect(tmp_path, hexo_renderer_markdown_it_plus="1")
    assert plus.renderer == "markdown-it"
    assert plus.footnotes and plus.math and plus.mark and plus.emoji
    assert dialect(tmp_path, "kramed: {breaks: false}\n", hexo_renderer_kramed="0.1.4").hard_breaks is False
    pandoc = dialect(tmp_path, hexo_renderer_pandoc="0.5")
    assert pandoc.renderer == "pandoc"
    assert pandoc.heading_attributes and not pandoc.hard_breaks


def test_of_two_renderers_the_last_counts(tmp_path: Path) -> None:
    both = {"hexo_renderer_marked": "7", "hexo_renderer_pandoc": "1"}
    assert dialect(tmp_path, **both).renderer == "pandoc"
    assert dialect(tmp_path, **dict(reversed(both.items()))).renderer == "marked"


def test_plugins_add_features(tmp_path: Path) -> None:
    assert dialect(tmp_path, hexo_footnotes="1").footnotes
    assert dialect(tmp_path, hexo_filter_mathjax="0.9").math
    assert dialect(tmp_path, hexo_filter_github_emojis="2").emoji


def flavours(root: Path, config: str = "", package: dict[str, Any] | None = None) -> tuple[str, ...]:
    return Blog(root, {}, config, package).read().flavours


def test_flavours(tmp_path: Path) -> None:
    assert flavours(tmp_path, "theme: next\n") == ("next",)
    assert flavours(tmp_path, "theme: hexo-theme-NexT\n") == ("next",)
    installed = {"dependencies": {"hexo-theme-butterfly": "5"}}
    assert flavours(tmp_path, "theme: mine\n", installed) == ("butterfly",)
    assert flavours(tmp_path, "theme: next\n", installed) == ("next",)


def test_a_theme_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "themes/butterfly").mkdir(parents=True)
    assert flavours(tmp_path, "theme: mine\n") == ("butterfly",)

"""Lists that Hugo makes by itself, in a converted Jekyll site: sections, terms, their feeds and further pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import blogconv
from engines.harness import BuildResult, build_jekyll
from engines.jekyll_harness import write_files

CONFIG = """baseURL = "https://blog.example/"
title = "Lists"
[pagination]
pagerSize = 1
[taxonomies]
tag = "tags"
series = "series"
"""


def post(title: str, day: int, *terms: str) -> str:
    return f"---\ntitle: {title}\ndate: 2024-01-0{day}\ntags: [Go]\n{''.join(terms)}---\nText of {title}.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    root = tmp_path_factory.mktemp("lists")
    files = {
        "hugo.toml": CONFIG,
        "content/notes/a.md": post("Alpha", 1, "series: [Sea]\n"),
        "content/notes/b.md": post("Beta", 2),
        "content/essays/c.md": post("Gamma", 3, "series: [Sea]\n"),
        "content/notes/_index.md": "---\ntitle: All notes\n---\nShort ones.\n",
        "content/tags/go/_index.md": "---\ntitle: Go\n---\nAbout the language.\n",
    }
    write_files(root / "old", files)
    blogconv.convert(root / "old", root / "new", source="hugo", target="jekyll")
    built = build_jekyll(root / "new", root / "public")
    assert built.failures == ()
    return built


def listed(built: BuildResult, address: str) -> list[str]:
    """The titles of the posts that a page or feed lists, in its order."""
    text = (built.out / address).read_text(encoding="utf-8")
    return re.findall(r"Alpha|Beta|Gamma", re.sub(r"(?s)<content.*?</content>", "", text))


@pytest.mark.engine("jekyll")
@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("notes/index.html", ["Beta", "Alpha"]),
        ("essays/index.html", ["Gamma"]),
        ("tags/go/index.html", ["Gamma", "Beta", "Alpha"]),
        ("series/sea/index.html", ["Gamma", "Alpha"]),
        ("index.html", ["Gamma", "Beta", "Alpha"]),
        ("index.xml", ["Gamma", "Beta", "Alpha"]),
        ("notes/index.xml", ["Beta", "Alpha"]),
        ("series/sea/index.xml", ["Gamma", "Alpha"]),
    ],
)
def test_a_list_holds_the_posts_that_it_held(built: BuildResult, address: str, titles: list[str]) -> None:
    assert listed(built, address) == titles


@pytest.mark.engine("jekyll")
def test_pages_of_lists_keep_their_texts(built: BuildResult) -> None:
    assert "Short ones." in (built.out / "notes/index.html").read_text(encoding="utf-8")
    assert "About the language." in (built.out / "tags/go/index.html").read_text(encoding="utf-8")


@pytest.mark.engine("jekyll")
def test_further_pages_and_lists_of_terms_are_served(built: BuildResult) -> None:
    further = {"notes/page/1/index.html", "notes/page/2/index.html", "tags/go/page/3/index.html"}
    assert further <= built.files
    assert "/series/sea/" in (built.out / "series/index.html").read_text(encoding="utf-8")
    sitemap = (built.out / "sitemap.xml").read_text(encoding="utf-8")
    assert {"https://blog.example/notes/a/", "https://blog.example/tags/go/"} <= set(
        re.findall(r"<loc>(.*?)</loc>", sitemap)
    )


@pytest.mark.engine("jekyll")
def test_lists_come_home_as_lists(tmp_path: Path) -> None:
    """Back in Hugo there are no pages for lists but those with a text of their own."""
    files = {
        "hugo.toml": CONFIG,
        "content/notes/a.md": post("Alpha", 1),
        "content/notes/b.md": post("Beta", 2),
    }
    write_files(tmp_path / "old", files)
    blogconv.convert(tmp_path / "old", tmp_path / "there", source="hugo", target="jekyll")
    blogconv.convert(tmp_path / "there", tmp_path / "back", source="jekyll", target="hugo")
    content = tmp_path / "back" / "content"
    written = {p.relative_to(content).as_posix() for p in content.rglob("*.md")}
    assert written == {"posts/_index.md", "posts/a.md", "posts/b.md"}
    index = (content / "posts/_index.md").read_text(encoding="utf-8")
    assert 'url: "/notes/"' in index
    assert "aliases" not in index

"""Tags and categories: values, order, addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hexo_site import Blog

from blogconv.engines.hexo.taxonomy import categories_of, tags_of

TABLE: list[tuple[Any, tuple[str, ...], tuple[tuple[str, ...], ...]]] = [
    ("a", ("a",), (("a",),)),
    ("a, b", ("a, b",), (("a, b",),)),
    (["a", "b"], ("a", "b"), (("a", "b"),)),
    ([["a", "b"], ["c"], "d"], ("a,b", "c", "d"), (("a", "b"), ("c",), ("d",))),
    ([["a", "b"], ["a", "c"]], ("a,b", "a,c"), (("a", "b"), ("a", "c"))),
    ([["a", ["b", "c"]]], ("a,b,c",), (("a", "b,c"),)),
    (["a", "a", "A"], ("a", "A"), (("a", "a", "A"),)),
    ([1, 2.5, True, None, ""], ("1", "2.5", "true"), (("1", "2.5", "true"),)),
    (["a", None, "b"], ("a", "b"), (("a", "b"),)),
    ({"a": 1}, ("[object Object]",), (("[object Object]",),)),
    ("", (), ()),
    (None, (), ()),
    ([], (), ()),
    ([[]], (), ()),
    (0, (), ()),
    (5, ("5",), (("5",),)),
    (True, ("true",), (("true",),)),
    ([["a"], ["a"]], ("a",), (("a",),)),
]


@pytest.mark.parametrize(("value", "tags", "categories"), TABLE)
def test_values(value: Any, tags: tuple[str, ...], categories: tuple[tuple[str, ...], ...]) -> None:
    assert tags_of({"tags": value}) == tags
    assert categories_of({"categories": value}) == categories


def test_the_singular_counts_only_without_the_plural() -> None:
    assert tags_of({"tag": "a"}) == ("a",)
    assert tags_of({"tags": None, "tag": "a"}) == ("a",)
    assert tags_of({"tags": [], "tag": "a"}) == ()
    assert categories_of({"category": "a", "categories": "b"}) == (("b",),)


def blog(root: Path, config: str = "", **posts: str) -> Blog:
    return Blog(root, {f"_posts/{name}.md": f"---\n{head}\n---\n" for name, head in posts.items()}, config)


def test_addresses(tmp_path: Path) -> None:
    found = blog(
        tmp_path,
        "tag_map: {a: Alpha}\ncategory_map: {A: first}\ncategory_dir: /\ntag_dir: t/\n",
        x="tags: [a, C#, C++]\ncategories: [[A, B], [中 文]]",
    ).read()
    assert dict(found.term_addresses) == {
        ("tags", ("a",)): "/t/Alpha/",
        ("tags", ("C#",)): "/t/C/",
        ("tags", ("C++",)): "/t/C/",
        ("categories", ("A",)): "/first/",
        ("categories", ("A", "B")): "/first/B/",
        ("categories", ("中 文",)): "/中-文/",
    }


@pytest.mark.parametrize(("case", "slug"), [(0, "Tag"), (1, "tag"), (2, "TAG")])
def test_the_case_of_slugs(tmp_path: Path, case: int, slug: str) -> None:
    found = blog(tmp_path, f"filename_case: {case}\n", x="tags: Tag").read()
    assert list(found.term_addresses.values()) == [f"/tags/{slug}/"]


def test_without_generators_there_are_no_term_pages(tmp_path: Path) -> None:
    found = Blog(tmp_path, {"_posts/a.md": "---\ntags: a\n---\n"}, package={"hexo": {"version": "8"}}).read()
    assert dict(found.term_addresses) == {}


def test_posts_that_are_not_shown_have_no_terms(tmp_path: Path) -> None:
    site = Blog(
        tmp_path,
        {
            "_posts/a.md": "---\ntags: hidden\npublished: false\n---\n",
            "_drafts/b.md": "---\ntags: draft\n---\n",
            "_posts/c.md": "---\ntags: shown\npublished: no\n---\n",
        },
    ).read()
    assert list(site.term_addresses) == [("tags", ("shown",))]


def test_category_is_the_last_in_the_sites_order(tmp_path: Path) -> None:
    posts = blog(
        tmp_path,
        "permalink: :category/:title/\n",
        a="categories: [[z], [a]]",
        b="categories: [[a], [z]]",
        c="title: none",
        d="categories: [[z, k], [a]]",
    ).posts()
    assert [p.address for p in posts.values()] == ["/a/a/", "/a/b/", "/uncategorized/c/", "/z/k/d/"]


@pytest.mark.parametrize(
    ("plugin", "settings", "expected"),
    [
        ("hexo-auto-category", "", (("Tech", "Py"),)),
        ("hexo-auto-category", "auto_category: {depth: 1}\n", (("Tech",),)),
        ("hexo-auto-category", "auto_category: {enable: false}\n", ()),
        ("hexo-directory-category", "", (("Tech", "Py"),)),
        ("hexo-nothing", "", ()),
    ],
)
def test_categories_from_folders(
    tmp_path: Path, plugin: str, settings: str, expected: tuple[tuple[str, ...], ...]
) -> None:
    package = {"hexo": {"version": "8"}, "dependencies": {plugin: "1"}}
    files = {"_posts/Tech/Py/a.md": "---\ntitle: x\n---\n", "_posts/X/b.md": "---\ncategories: own\n---\n"}
    posts = Blog(tmp_path, files, settings, package).posts()
    assert posts["_posts/Tech/Py/a.md"].categories == expected
    assert posts["_posts/X/b.md"].categories == (("own",),)

"""Addresses of posts, pages and files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hexo_site import PACKAGE, Blog

from blogconv.engines.hexo.addresses import asset_path

HEAD = "title: Ünï & Q\ndate: 2024-01-02 03:04:05\n"


def address(
    root: Path,
    config: str = "",
    head: str = "",
    name: str = "a.md",
    version: str = "8.1.2",
    plugin: str = "x",
) -> tuple[str, set[str]]:
    package = {**PACKAGE, "hexo": {"version": version}, "dependencies": {plugin: "1"}}
    blog = Blog(root, {f"_posts/{name}": f"---\n{head}\n{HEAD}---\nx"}, config, package)
    return blog.post("UTC").address, blog.codes()


@pytest.mark.parametrize(
    ("pattern", "head", "expected"),
    [
        (":year/:month/:day/:title/", "", "/2024/01/02/sub/My File/"),
        (":i_month-:i_day/:hour:minute:second/:name.html", "", "/1-2/030405/My File.html"),
        (":post_title/:timestamp/", "", "/uni-q/1704164645/"),
        (":year_:title", "", "/2024_sub/My File"),
        ("blog::name/", "", "/blog:My File/"),
        (":title/index.html", "", "/sub/My File/"),
        (":category/:name/", "", "/uncategorized/My File/"),
        (":category/:name/", "categories: [A b, C++]", "/A-b/C/My File/"),
        (":id/", "id: 42", "/42/"),
        (":foo/:name/", "foo: [a, 1.50]", "/a,1.5/My File/"),
        (":foo/:name/", "foo:", "/null/My File/"),
        (":nope/:name/", "", "/undefined/My File/"),
        (":layout/:published/:comments/:slug/", "published: no", "/post/true/true/sub/My File/"),
        (":layout/", "layout: wide", "/wide/"),
        (":when/", "when: 2024-02-03", "/Sat Feb 03 2024 00:00:00 GMT+0000 (Coordinated Universal Time)/"),
        ("a\\b/:name/", "", "/a/b/My File/"),
        (":title?x", "", "/sub/My File"),
        ("../:name/", "", "/My File/"),
        ("/", "", "/"),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, head: str, expected: str) -> None:
    found, told = address(tmp_path, f"permalink: '{pattern}'\n", head, "sub/My File.md")
    assert found == expected
    assert ("address-outside" in told) is (".." in pattern)


def test_defaults_for_variables(tmp_path: Path) -> None:
    assert address(tmp_path, "permalink: :lang/:title/\npermalink_defaults: {lang: de}\n")[0] == "/de/a/"


def test_the_hash(tmp_path: Path) -> None:
    assert address(tmp_path, "permalink: :hash/\n")[0] == "/a1248d52853f/"


def test_before_hexo_8_there_is_no_timestamp(tmp_path: Path) -> None:
    assert address(tmp_path, "permalink: :timestamp/\n", version="7.3.0")[0] == "/undefined/"


@pytest.mark.parametrize("variable", ["path", "permalink", "tags", "categories"])
def test_variables_that_hexo_refuses(tmp_path: Path, variable: str) -> None:
    found, told = address(tmp_path, f"permalink: x/:{variable}/\n")
    assert found == "/x/a/"
    assert "address-unknown" in told


def test_a_random_id_is_told(tmp_path: Path) -> None:
    found, told = address(tmp_path, "permalink: :id/\n")
    assert found == "/a/"
    assert "address-unknown" in told


@pytest.mark.parametrize(
    ("written", "plain", "with_folders"),
    [
        ("foo/", "/foo/", "/foo/"),
        ("/foo", "/foo", "/foo/"),
        ("foo.html", "/foo.html", "/foo.html"),
        ("foo/index.html", "/foo/", "/foo/"),
        ("foo.php", "/foo.php", "/foo.php/"),
        (":title/", "/:title/", "/:title/"),
        ("foo?x=1", "/foo", "/foo"),
        ("中文/", "/中文/", "/中文/"),
        ("../up/", "/up/", "/up/"),
        ("./x/", "/x/", "/x/"),
        ("/", "/", "/"),
    ],
)
def test_pinned_addresses(tmp_path: Path, written: str, plain: str, with_folders: str) -> None:
    for folders, expected in (("false", plain), ("true", with_folders)):
        (tmp_path / folders).mkdir()
        text = f"---\npermalink: '{written}'\n{HEAD}---\n"
        post = Blog(tmp_path / folders, {"_posts/a.md": text}, f"post_asset_folder: {folders}\n").post()
        assert post.pinned
        assert post.address == expected


@pytest.mark.parametrize("value", ["''", "", "5", "[a]", "true"])
def test_permalinks_that_are_no_address(tmp_path: Path, value: str) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": f"---\npermalink: {value}\n{HEAD}---\n"}, "permalink: :title/\n")
    post = blog.post()
    assert (post.address, post.pinned) == ("/a/", False)
    assert ("broken-permalink" in blog.codes()) is (value not in ("''", ""))


def test_in_hexo_4_a_permalink_is_the_slug(tmp_path: Path) -> None:
    package = {"hexo": {"version": "4.2.1"}}
    post = Blog(tmp_path, {"_posts/a.md": f"---\npermalink: foo\n{HEAD}---\n"}, package=package).post("UTC")
    assert (post.address, post.slug, post.pinned) == ("/2024/01/02/foo/", "foo", False)


@pytest.mark.parametrize(
    ("name", "pattern", "slug", "day", "language"),
    [
        ("2024-03-04-hi.md", ":year-:month-:day-:title.md", "hi", "2024-03-04", None),
        ("2024-3-4-hi.md", ":year-:i_month-:i_day-:title.md", "hi", "2024-03-04", None),
        ("2024-99-99-bad.md", ":year-:month-:day-:title.md", "bad", "2032-06-07", None),
        ("sub/2024-03-04-hi.md", ":year-:month-:day-:title.md", "sub-2024-03-04-hi", "2020-01-01", None),
        ("Hello World.md", ":year-:title.md", "Hello-World", "2020-01-01", None),
        ("en/a/b.md", ":lang/:title.md", "a/b", "2020-01-01", "en"),
        ("2024-03-04-hi.md", ":title.md", "2024-03-04-hi", "2020-01-01", None),
    ],
)
def test_file_names(
    tmp_path: Path, name: str, pattern: str, slug: str, day: str, language: str | None
) -> None:
    blog = Blog(tmp_path, {f"_posts/{name}": "---\nlang:\n---\n"}, f"new_post_name: '{pattern}'\n")
    path = blog.root / "source/_posts" / name
    os.utime(path, (1577836800, 1577836800))
    post = blog.post("UTC")
    assert post.slug == slug
    assert post.date is not None
    assert f"{post.date.value:%Y-%m-%d}" == day
    assert post.language == language
    assert ("date-from-file" in blog.codes()) is (day == "2020-01-01")


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("about.md", "", "/about.html"),
        ("about/index.md", "", "/about/"),
        ("index.md", "", "/"),
        ("Sub Dir/My Page.markdown", "", "/Sub Dir/My Page.html"),
        ("x.html", "", "/x.html"),
        ("a.b.md", "", "/a.b.html"),
        ("p.md", "permalink: foo", "/foo.html"),
        ("p.md", "permalink: foo/", "/foo/"),
        ("p.md", "permalink: foo.php", "/foo.php"),
        ("p.md", "permalink: v1.2", "/v1.2"),
        ("p.md", "permalink: 5", "/p.html"),
    ],
)
def test_pages(tmp_path: Path, name: str, head: str, expected: str) -> None:
    blog = Blog(tmp_path, {name: f"---\n{head}\n---\nx" if head else "x"})
    post = blog.post()
    assert (post.address, post.kind) == (expected, "page")
    assert ("broken-permalink" in blog.codes()) is head.endswith("5")


def test_pretty_urls_do_not_change_files(tmp_path: Path) -> None:
    config = "pretty_urls: {trailing_index: false, trailing_html: false}\n"
    assert Blog(tmp_path, {"docs/api.md": "x"}, config).post().address == "/docs/api.html"


@pytest.mark.parametrize(
    ("path", "asset"),
    [
        ("2024/01/02/one/", "2024/01/02/one/pic.png"),
        ("one.html", "one/pic.png"),
        ("one.htm", "one/pic.png"),
        ("x/index.html", "x/index/pic.png"),
        ("one", "one/pic.png"),
    ],
)
def test_files_of_a_post(path: str, asset: str) -> None:
    assert asset_path(path, "pic.png") == asset


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", ["16107", "16108", "3f9a", "400000"]),
        ("abbrlink: {alg: crc32, rep: hex}\n", ["4a17b156", "4a17b156", "3f9a", "400000"]),
        ("abbrlink: {alg: crc32}\n", ["1243066710", "1243066711", "3f9a", "400000"]),
    ],
)
def test_abbrlink(tmp_path: Path, settings: str, expected: list[str]) -> None:
    head = "title: Hello World\n"
    files = {
        "_posts/a.md": f"---\n{head}---\n",
        "_posts/b.md": f"---\n{head}---\n",
        "_posts/c.md": f"---\n{head}abbrlink: 3f9a\n---\n",
        "_posts/d.md": f"---\n{head}abbrlink: 4e5\n---\n",
    }
    package = {"hexo": {"version": "8"}, "dependencies": {"hexo-abbrlink": "2"}}
    blog = Blog(tmp_path, files, f"permalink: p/:abbrlink.html\n{settings}", package)
    assert [p.address for p in blog.posts().values()] == [f"/p/{link}.html" for link in expected]
    assert [path for code, path, _ in blog.told() if code == "address-computed"] == [
        "_posts/a.md",
        "_posts/b.md",
    ]


def test_without_the_plugin_an_abbrlink_is_an_ordinary_key(tmp_path: Path) -> None:
    assert address(tmp_path, "permalink: :abbrlink/\n")[0] == "/undefined/"
    assert address(tmp_path, "permalink: :abbrlink/\n", "abbrlink: 12")[0] == "/12/"


def test_plugins_that_are_not_followed_are_told(tmp_path: Path) -> None:
    assert "address-plugin" in address(tmp_path, plugin="hexo-permalink-pinyin")[1]


def test_a_day_that_depends_on_the_builder_is_told(tmp_path: Path) -> None:
    files = {
        "_posts/early.md": "---\ndate: 2024-01-02 03:04:05\n---\n",
        "_posts/late.md": "---\ndate: 2024-01-02 13:04:05\n---\n",
        "_posts/pinned.md": "---\ndate: 2024-01-02 03:04:05\npermalink: x/\n---\n",
    }
    blog = Blog(tmp_path, files, "timezone: Asia/Tokyo\n")
    posts = blog.posts()
    assert posts["_posts/early.md"].address == "/2024/01/02/early/"
    assert [path for code, path, _ in blog.told() if code == "builder-zone"] == ["_posts/early.md"]
    assert blog.posts("UTC")["_posts/early.md"].address == "/2024/01/01/early/"
    assert "builder-zone" not in blog.codes()


def test_addresses_that_are_taken_are_told(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": "---\npermalink: about/\n---\n",
        "about/index.md": "x",
        "_drafts/b.md": "---\npermalink: about/\n---\n",
        "pic.png": b"x",
        "_posts/c.md": "---\npermalink: pic.png\n---\n",
    }
    blog = Blog(tmp_path, files)
    assert len(blog.posts()) == 4
    assert {path for code, path, _ in blog.told() if code == "duplicate-address"} == {
        "about/index.md",
        "pic.png",
    }

"""Which file is what to Hexo, and files that are no use."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hexo_site import PACKAGE, Blog

from blogconv.diagnostics import Diagnostics
from blogconv.engines.hexo.config import load_config
from blogconv.engines.hexo.files import Globs, Role, Roles, extension, stem


def role(root: Path, path: str, config: str = "", package: dict[str, object] | None = None) -> Role:
    blog = Blog(root, {}, config, package or PACKAGE)
    return Roles(load_config(blog.root, Diagnostics())).of(path)


@pytest.mark.parametrize(
    ("path", "plain", "with_folders"),
    [
        ("_posts/x.md", Role.POST, Role.POST),
        ("_posts/a/b/x.markdown", Role.POST, Role.POST_FILE),
        ("_posts/x.html", Role.POST, Role.POST_FILE),
        ("_posts/x.njk", Role.POST, Role.POST_FILE),
        ("_posts/x.json", Role.ACCIDENT, Role.POST_FILE),
        ("_posts/x.txt", Role.POST_FILE, Role.POST_FILE),
        ("_posts/x.MD", Role.POST_FILE, Role.POST_FILE),
        ("_posts/x.mdx", Role.POST_FILE, Role.POST_FILE),
        ("_posts/_x.md", Role.IGNORED, Role.IGNORED),
        ("_posts/.a/x.md", Role.IGNORED, Role.IGNORED),
        ("_posts/x.md~", Role.IGNORED, Role.IGNORED),
        ("_drafts/x.md", Role.DRAFT, Role.DRAFT),
        ("_drafts/x.png", Role.POST_FILE, Role.POST_FILE),
        ("_data/x.yml", Role.DATA, Role.DATA),
        ("about/index.md", Role.PAGE, Role.PAGE),
        ("x.html", Role.PAGE, Role.PAGE),
        ("x.css", Role.ASSET, Role.ASSET),
        ("x.yml", Role.ASSET, Role.ASSET),
        ("CNAME", Role.ASSET, Role.ASSET),
        ("x.MD", Role.ASSET, Role.ASSET),
        (".nojekyll", Role.IGNORED, Role.IGNORED),
        ("a/_b/x.md", Role.IGNORED, Role.IGNORED),
        ("x.png%", Role.IGNORED, Role.IGNORED),
        ("x.ejs", Role.ASSET, Role.ASSET),
    ],
)
def test_roles(tmp_path: Path, path: str, plain: Role, with_folders: Role) -> None:
    assert role(tmp_path, path) is plain
    assert role(tmp_path, path, "post_asset_folder: true\n") is with_folders


@pytest.mark.parametrize(
    ("config", "path", "expected"),
    [
        ("skip_render: x.md\n", "x.md", Role.ASSET),
        ("skip_render: '*.md'\n", "a/x.md", Role.PAGE),
        ("skip_render: [no, 'a/**']\n", "a/b/x.md", Role.ASSET),
        ("skip_render: a\n", "a/x.md", Role.PAGE),
        ("skip_render: _posts/x.md\n", "_posts/x.md", Role.POST_FILE),
        ("include: ['.nojekyll', '_redirects']\n", "_redirects", Role.ASSET),
        ("include: '.well-known/**'\n", ".well-known/a/x.md", Role.PAGE),
        ("include: '_posts/_x.md'\n", "_posts/_x.md", Role.IGNORED),
        ("exclude: 'a/*'\n", "a/x.md", Role.IGNORED),
        ("exclude: '_posts/*'\n", "_posts/x.md", Role.POST),
        ("exclude: 5\n", "x.md", Role.PAGE),
        ("new_post_name: ':title.html'\npost_asset_folder: true\n", "_posts/x.html", Role.POST),
    ],
)
def test_settings(tmp_path: Path, config: str, path: str, expected: Role) -> None:
    assert role(tmp_path, path, config) is expected


def test_renderers_make_more_files_posts_and_pages(tmp_path: Path) -> None:
    package: dict[str, object] = {"hexo": {"version": "8"}, "dependencies": {"hexo-renderer-ejs": "2"}}
    assert role(tmp_path, "x.ejs", package=package) is Role.PAGE
    assert role(tmp_path, "_posts/x.ejs", package=package) is Role.POST
    assert role(tmp_path, "x.swig", package={"hexo": {"version": "4.2.1"}}) is Role.PAGE


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.md", "a.md", True),
        ("*.md", "a/b.md", False),
        ("**/*.md", "b.md", True),
        ("**/*.md", "a/b/c.md", True),
        ("a/{b,c}/*", "a/c/x", True),
        ("a/@(b|c)/x", "a/b/x", True),
        ("a/?.md", "a/b.md", True),
        ("a/[bc].md", "a/d.md", False),
        ("*", ".hidden", False),
        ("!a.md", "b.md", True),
        ("!a.md", "a.md", False),
        ("[x", "[x", True),
    ],
)
def test_globs(pattern: str, path: str, matches: bool) -> None:
    assert Globs(pattern).match(path) is matches


def test_extensions() -> None:
    assert [extension(p) for p in ("a.b/c", "a.md", "a.tar.gz", ".md", "a.", "x/.a.md")] == [
        "", "md", "gz", "", "", "md",
    ]  # fmt: skip
    assert [stem(p) for p in ("a.b/c", "a.b.md", ".md")] == ["a.b/c", "a.b", ".md"]


def test_ignored_by_absolute_path(tmp_path: Path) -> None:
    files = {"_posts/a.md": "x", "_posts/scratch/b.md": "x", "c.tmp": "x"}
    assert set(Blog(tmp_path, files, "ignore: ['**/scratch/**', '**/*.tmp']\n").posts()) == {"_posts/a.md"}
    assert set(Blog(tmp_path, files, "ignore: '_posts/scratch/*'\n").posts()) == {
        "_posts/a.md",
        "_posts/scratch/b.md",
    }


def test_files_of_posts(tmp_path: Path) -> None:
    files = {
        "_posts/one.md": "---\npermalink: one.html\n---\n",
        "_posts/one/pic.png": b"",
        "_posts/one/deep/b.svg": b"",
        "_posts/one/note.md": "x",
        "_posts/one/_hidden.png": b"",
        "_posts/stray.png": b"",
        "_posts/sub/index.md": "---\npermalink: s/\n---\n",
        "_posts/sub/index/c.png": b"",
        "_posts/sub/d.png": b"",
    }
    blog = Blog(tmp_path, files, "post_asset_folder: true\n")
    posts = blog.posts()
    assert [(a.path, a.address, a.name) for a in posts["_posts/one.md"].assets] == [
        ("source/_posts/one/pic.png", "/one/pic.png", "pic.png"),
        ("source/_posts/one/deep/b.svg", "/one/deep/b.svg", "deep/b.svg"),
    ]
    assert [(a.address, a.name) for a in posts["_posts/sub/index.md"].assets] == [("/s/c.png", "c.png")]
    assert {p for code, p, _ in blog.told() if code == "not-published"} == {
        "_posts/stray.png",
        "_posts/sub/d.png",
    }
    without = Blog(tmp_path, {})
    assert without.posts()["_posts/one.md"].assets == ()
    assert ("not-published", "_posts/one/pic.png", 0) in without.told()


def test_assets_and_data(tmp_path: Path) -> None:
    files = {
        "img/a b.png": b"",
        "style.styl": "x",
        "CNAME": "x",
        "_data/sub/menu.yml": "a: 1",
        "x.yml": "a: 1",
    }
    package = {"hexo": {"version": "8"}, "dependencies": {"hexo-renderer-stylus": "3"}}
    blog = Blog(tmp_path, files, "skip_render: x.yml\n", package)
    site = blog.read()
    assert {(a.path, a.address) for a in site.assets} == {
        ("source/img/a b.png", "/img/a b.png"),
        ("source/style.styl", "/style.styl"),
        ("source/CNAME", "/CNAME"),
        ("source/x.yml", "/x.yml"),
    }
    assert [(a.path, a.name) for a in site.data] == [("source/_data/sub/menu.yml", "sub/menu.yml")]
    assert blog.told() == [("rendered-asset", "style.styl", 0)]


def test_files_that_are_hardly_posts(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"_posts/data.json": "{}", "_posts/_wip.md": "x", "_posts/.DS_Store": b""})
    assert blog.posts() == {}
    assert blog.told() == [("not-published", "_posts/_wip.md", 0), ("not-published", "_posts/data.json", 0)]


def test_a_folder_with_the_name_of_a_post(tmp_path: Path) -> None:
    assert set(Blog(tmp_path, {"_posts/x.md/inner.md": "x"}).posts()) == {"_posts/x.md/inner.md"}


def test_links_within_the_site_are_followed(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": "x", "img/p.png": b""})
    (tmp_path / "source/_posts/b.md").symlink_to("a.md")
    (tmp_path / "source/pictures").symlink_to("img", target_is_directory=True)
    blog.write("shared/q.png", b"")
    (tmp_path / "source/shared").symlink_to("../shared", target_is_directory=True)
    site = blog.read()
    assert {p.path for p in site.posts} == {"source/_posts/a.md", "source/_posts/b.md"}
    assert {a.path for a in site.assets} == {
        "source/img/p.png", "source/pictures/p.png", "source/shared/q.png",
    }  # fmt: skip
    assert "link-not-followed" not in blog.codes()


def test_links_that_lead_out_or_round_are_told(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("x")
    root = tmp_path / "blog"
    root.mkdir()
    blog = Blog(root, {"_posts/a.md": "x"})
    posts = root / "source/_posts"
    for name, target in {
        "out": str(outside),
        "secret.md": str(outside / "secret.md"),
        "nowhere.md": "missing.md",
        "round": "..",
        "self": "self",
        "site": "../..",
    }.items():
        (posts / name).symlink_to(target)
    assert {p.path for p in blog.read().posts} == {"source/_posts/a.md"}
    told = {path for code, path, _ in blog.told() if code == "link-not-followed"}
    assert told == {f"_posts/{n}" for n in ("out", "secret.md", "nowhere.md", "round", "self", "site")}


def test_two_folders_that_link_to_each_other(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"a/x.md": "x", "b/y.md": "x"})
    (tmp_path / "source/a/b").symlink_to("../b")
    (tmp_path / "source/b/a").symlink_to("../a")
    found = {p.path.removeprefix("source/") for p in blog.read().posts}
    assert found == {"a/x.md", "b/y.md", "a/b/y.md", "b/a/x.md"}
    assert {p for code, p, _ in blog.told() if code == "link-not-followed"} == {"a/b/a", "b/a/b"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its file system")
def test_pipes_and_sockets_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": "x"})
    os.mkfifo(tmp_path / "source/_posts/pipe.md")
    monkeypatch.chdir(tmp_path / "source/_posts")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")
        assert {p.path for p in blog.read().posts} == {"source/_posts/a.md"}
    assert {p for code, p, _ in blog.told() if code == "special-file"} == {"_posts/pipe.md", "_posts/s.md"}


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions do not stop the superuser, under whom tests may run; so the refusal is made here."""
    blog = Blog(tmp_path, {"_posts/a.md": "x", "_posts/shut.md": "x", "_posts/closed/b.md": "x"})
    read_bytes, scandir = Path.read_bytes, os.scandir

    def refuse_file(path: Path) -> bytes:
        if path.name == "shut.md":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    def refuse_folder(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(Path, "read_bytes", refuse_file)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    assert {p.path for p in blog.read().posts} == {"source/_posts/a.md"}
    told = {path for code, path, _ in blog.told() if code == "unreadable"}
    assert told == {"_posts/shut.md", "_posts/closed"}


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": "x"})
    try:
        (tmp_path / os.fsdecode(b"source/_posts/b\xff.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    posts = blog.posts()
    assert len(posts) == 2
    (name,) = set(posts) - {"_posts/a.md"}
    assert posts[name].body == "x"
    assert ("name-not-utf-8", name, 0) in blog.told()


def test_the_order_is_that_of_the_bytes_upper_folders_first(tmp_path: Path) -> None:
    files = ["_posts/b.md", "_posts/a/z.md", "_posts/a.md", "_posts/Z.md", "_posts/é.md", "z.md"]
    assert list(Blog(tmp_path, dict.fromkeys(files, "x")).posts()) == [
        "z.md", "_posts/Z.md", "_posts/a.md", "_posts/b.md", "_posts/é.md", "_posts/a/z.md",
    ]  # fmt: skip

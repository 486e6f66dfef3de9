"""What a server answers: files, slashes, redirects, base paths, and where a link leads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from blogconv.errors import UsageError
from blogconv.verify.sites import BuiltSite, Status, Target, address_of


def built(root: Path, *files: str, base: str = "/", url: str = "", **texts: str) -> BuiltSite:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("<p>text</p>", "utf-8")
    for name, text in texts.items():
        (root / f"{name}.html").write_text(text, "utf-8")
    return BuiltSite.open(root, base, url)


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.html", "/"),
        ("a/index.html", "/a/"),
        ("a.html", "/a.html"),
        ("a/myindex.html", "/a/myindex.html"),
        ("feed.xml", "/feed.xml"),
    ],
)
def test_the_address_of_a_file(file: str, address: str) -> None:
    assert address_of(file) == address


@pytest.mark.parametrize(
    ("address", "status", "file"),
    [
        ("/", Status.SAME, "index.html"),
        ("/a/", Status.SAME, "a/index.html"),
        ("/a", Status.SLASH, "a/index.html"),
        ("/a/index.html", Status.SAME, "a/index.html"),
        ("/b", Status.SAME, "b.html"),
        ("/b.html", Status.SAME, "b.html"),
        ("/b/", Status.MISSING, ""),
        ("/A/", Status.MISSING, ""),
        ("/中文/", Status.SAME, "中文/index.html"),
        ("/page", Status.SAME, "page"),
    ],
)
def test_which_file_answers(tmp_path: Path, address: str, status: Status, file: str) -> None:
    site = built(tmp_path, "index.html", "a/index.html", "b.html", "中文/index.html", "page")
    found = site.arrive(address)
    assert (found.status, found.file) == (status, file)


@pytest.mark.parametrize(
    "stub",
    [
        '<meta http-equiv="refresh" content="0; url=/b/">',
        "<meta http-equiv=refresh content='0;URL=/b/'>",
        '<meta content="0; url=/b/" http-equiv="refresh">',
        '<html><head><meta http-equiv="refresh" content="3;url=https://blog.example/b/"></head></html>',
        '<html><script>location="/b/"</script></html>',
        '<html><head><link rel="canonical" href="https://blog.example/b/"></head><body></body></html>',
        '<html><head><link rel="canonical" href="/b/"></head><body> <div></div> </body></html>',
    ],
)
def test_the_forms_of_a_redirect(tmp_path: Path, stub: str) -> None:
    site = built(tmp_path, "b/index.html", url="https://blog.example", a=stub)
    found = site.arrive("/a")
    assert (found.status, found.address, found.hops) == (Status.REDIRECT, "/b/", ("/a",))
    assert site.place("/a.html") == "/b/"


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><link rel="canonical" href="/a.html"></head><body></body></html>',
        '<html><head><link rel="canonical" href="/b/"></head><body><p>Words.</p></body></html>',
        '<html><head><link rel="canonical" href="/b/"></head><body><img src="/x.png"></body></html>',
        "<p>Write &lt;meta http-equiv=refresh content='0; url=/b/'&gt;</p>",
    ],
)
def test_a_page_with_something_to_see_is_no_redirect(tmp_path: Path, page: str) -> None:
    site = built(tmp_path, "b/index.html", a=page)
    assert site.arrive("/a.html").status is Status.SAME


def test_chains_circles_and_dead_ends(tmp_path: Path) -> None:
    stub = '<meta http-equiv="refresh" content="0; url={}">'
    texts = {name: stub.format(to) for name, to in ("ab", "bc", "cd", "ee", "fg", "gf", "hx")}
    site = built(tmp_path, "d", **texts)
    assert site.arrive("/a") == (Status.REDIRECT, "d", "/d", ("/a", "/b", "/c"))
    assert site.arrive("/e").status is Status.LOOP
    assert site.arrive("/f") == (Status.LOOP, "", "/f", ("/f", "/g", "/f"))
    assert site.arrive("/h") == (Status.MISSING, "", "/x", ("/h",))
    assert site.place("/h") == "/h"


def test_a_redirect_off_the_site_is_not_followed(tmp_path: Path) -> None:
    site = built(
        tmp_path, a='<meta http-equiv="refresh" content="0; url=https://other.example/x?a=1&amp;b=2">'
    )
    found = site.arrive("/a")
    assert (found.status, found.file, found.address) == (
        Status.REDIRECT,
        "",
        "https://other.example/x?a=1&b=2",
    )


def test_a_map_of_redirects_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "_redirects").write_text("# moved\n/old/ /new/ 301\n/%E6%97%A7 /new/\n/api/* https://x 200\n")
    site = built(tmp_path, "new/index.html")
    assert site.arrive("/old/").address == "/new/"
    assert site.arrive("/旧").address == "/new/"
    assert site.arrive("/api/*").status is Status.MISSING


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("/x/", Target("/x/", inside=False)),
        ("/blog/x/", Target("/x/", inside=True)),
        ("/blog", Target("/", inside=True)),
        ("b.png", Target("/a/b.png", inside=True)),
        ("../c/#t%20t", Target("/c/", "", "t t", True)),
        ("?q=1", Target("/a/", "q=1", "", True)),
        ("", Target("/a/", inside=True)),
        ("#标题", Target("/a/", "", "标题", True)),
        ("https://Blog.example/blog/%E4%B8%AD/", Target("/中/", inside=True)),
        ("//blog.example/blog/x", Target("/x", inside=True)),
        ("https://blog.example/else", Target("https://blog.example/else")),
        ("https://other.example", Target("https://other.example/")),
        ("mailto:me@x.example", Target("mailto:me@x.example")),
        ("javascript:void(0)", Target("javascript:void(0)")),
        ("http://[broken", Target("http://[broken")),
    ],
)
def test_where_a_link_leads(tmp_path: Path, reference: str, expected: Target) -> None:
    site = built(tmp_path, "a/index.html", base="blog", url="https://blog.example")
    assert site.resolve(reference, "/a/") == expected


def test_the_base_path_may_stand_in_the_url(tmp_path: Path) -> None:
    assert built(tmp_path, url="https://a.example/my blog/").base == "/my blog/"
    assert built(tmp_path, url="a.example").base == "/"
    assert built(tmp_path, base="/x/", url="https://a.example/y/").base == "/x/"


def test_a_page_names_its_host_and_its_address(tmp_path: Path) -> None:
    site = built(tmp_path, "a.html", "b/index.html")
    assert site.named("https://blog.example/a", "a.html") == "/a"
    assert site.resolve("https://blog.example/b/", "/a").inside
    assert site.named("https://blog.example/b/index.html", "b/index.html") == "/b/"
    assert site.named("https://elsewhere.example/c", "a.html") == "/a.html"
    assert site.named("http://[broken", "a.html") == "/a.html"
    assert not site.resolve("https://elsewhere.example/b/", "/a").inside


def test_files_that_cannot_be_served_are_not_files(tmp_path: Path) -> None:
    (tmp_path / "broken.html").symlink_to(tmp_path / "nothing")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    assert built(tmp_path, "a.html").files == {"a.html"}
    with pytest.raises(UsageError):
        BuiltSite.open(tmp_path / "a.html")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.html")).write_text("<p>x</p>")
    except OSError:
        pytest.skip("the file system does not take such names")
    site = BuiltSite.open(tmp_path)
    (name,) = site.files
    assert site.arrive(f"/{name}").file == name
    assert site.resolve("/caf%E9.html", f"/{name}").place == f"/{name}"


def test_pages_are_known_by_name_or_first_bytes(tmp_path: Path) -> None:
    site = built(tmp_path, "a.html", "b.HTM", "c.xml", "LICENSE")
    (tmp_path / "d").write_text("\n<!DOCTYPE html><p>x</p>")
    assert [site.is_page(f) for f in ("a.html", "b.HTM", "c.xml", "LICENSE", "d")] == [
        True,
        True,
        False,
        False,
        True,
    ]

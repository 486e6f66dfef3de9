"""Posts of a Hexo site: front matter in all its forms, fields, status, bodies, hostile files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hexo_site import PACKAGE, Blog

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions
from blogconv.engines.hexo import ENGINE
from blogconv.errors import SourceError
from blogconv.model import Post


def read(root: Path, text: str | bytes, config: str = "", version: str = "8.1.2") -> tuple[Post, Blog]:
    blog = Blog(root, {"_posts/a.md": text}, config, {**PACKAGE, "hexo": {"version": version}})
    return blog.post("UTC"), blog


@pytest.mark.parametrize(
    ("text", "title", "body", "line"),
    [
        ("---\ntitle: A\n---\nbody", "A", "body", 4),
        ("title: A\n---\nbody\n", "A", "body\n", 3),
        ("\n---\ntitle: A\n---\nb", "A", "b", 5),
        ("\ufeff---\ntitle: A\n---\nb", "A", "b", 4),
        ("---\r\ntitle: A\r\n---\r\n\r\nb\r\n", "A", "\r\nb\r\n", 4),
        ("---\ntitle: A\n--- \n  b  \n\n", "A", " \n  b  \n\n", 3),
        (';;;\n"title": "J"\n;;;\nb', "J", "b", 4),
        ('---\n{"title": "J"}\n---\nb', "J", "b", 4),
        ("--- \ntitle: A\n---\nb", None, "--- \ntitle: A\n---\nb", 1),
        ("---\n---\nb", None, "---\n---\nb", 1),
        ("---\n# only a comment\n---\nb", None, "---\n# only a comment\n---\nb", 1),
        ("---\njust text\n---\nb", None, "---\njust text\n---\nb", 1),
        (';;;\n{"title": "J"}\n;;;\nb', "J", "b", 4),
        (";;;\nbroken\n;;;\nb", None, ";;;\nbroken\n;;;\nb", 1),
        ("Para\n\n---\n\nafter", None, "Para\n\n---\n\nafter", 1),
        ("", None, "", 1),
    ],
)
def test_forms(tmp_path: Path, text: str, title: str | None, body: str, line: int) -> None:
    post, blog = read(tmp_path, text)
    assert (post.title, post.body, post.body_line) == (title, body, line)
    assert "broken-front-matter" not in blog.codes()
    assert (post.front_matter.format == "none") is (body == text)


def test_prose_before_a_rule_is_taken_for_front_matter(tmp_path: Path) -> None:
    post, _ = read(tmp_path, "Word one: two\n\n---\n\nafter")
    assert post.front_matter.get("Word one") == "two"
    assert post.body == "\nafter"


@pytest.mark.parametrize(
    ("text", "line", "title", "body"),
    [
        ("---\ntitle: a: b\ntags: [x]\n---\nbody", 2, "a: b", "body"),
        ("---\ntitle: A\ntitle: B\n---\nb", 3, "B", "b"),
        ("---\n- a\n- b\n---\nb", 2, None, "b"),
        ("---\ntitle: @x\n---\nb", 2, "@x", "b"),
        ("key: v\n\ntext\n\n---\n\nb", 4, None, "\nb"),
        ("---\ntitle: \x01\n---\nb", 2, "\x01", "b"),
    ],
)
def test_broken_front_matter_is_recovered(
    tmp_path: Path, text: str, line: int, title: str | None, body: str
) -> None:
    post, blog = read(tmp_path, text)
    assert (post.title, post.body) == (title, body)
    found = [d for d in blog.diagnostics if d.code == "broken-front-matter"]
    assert len(found) == 1
    assert abs(found[0].line - line) <= 1
    assert "Hexo leaves the post out" in found[0].message


def test_one_broken_post_does_not_stop_the_others(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": "---\ntitle: [\n---\nb",
        "_posts/b.md": b"\xff\xfe\x00\x00",
        "_posts/c.md": "---\ntitle: C\n---\n",
        "_posts/d.md": "---\na: " + "[" * 10_000 + "\n---\n",
    }
    assert Blog(tmp_path, files).posts()["_posts/c.md"].title == "C"
    assert len(Blog(tmp_path, {}).posts()) == 4


@pytest.mark.parametrize(
    ("written", "version", "config", "title"),
    [
        ("title: 010", "8", "", "10"),
        ("title: 010", "5", "", "8"),
        ("title: 1:30", "5", "", "90"),
        ("title: true", "8", "", "true"),
        ("title: [a, b]", "8", "", "a,b"),
        ("title: {{ x }}", "8", "", "[object Object]"),
        ("title: 2024-05-06", "8", "", "Mon May 06 2024 00:00:00 GMT+0000 (Coordinated Universal Time)"),
        ("title: >\n  a\n  b", "8", "", "a b\n"),
        ("title:", "8", "", None),
        ("x: 1", "8", "", None),
        ("x: 1", "4", "", "a"),
        ("x: 1", "8", "use_slug_as_post_title: true\n", "a"),
        ("title:", "8", "use_slug_as_post_title: true\n", None),
        ("title: the end of it", "8", "titlecase: true\n", "The End of It"),
        ("title: the end\ntitlecase: false", "8", "titlecase: true\n", "the end"),
        ("link: http://e.com/x/", "6", "", "e.com/x"),
        ("link: http://e.com/x/", "7", "", None),
    ],
)
def test_titles(tmp_path: Path, written: str, version: str, config: str, title: str | None) -> None:
    assert read(tmp_path, f"---\n{written}\n---\n", config, version)[0].title == title


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("x: 1", "published"),
        ("published: false", "draft"),
        ("published: 'false'", "draft"),
        ("published: 0", "draft"),
        ("published: no", "published"),
        ("published:", "published"),
        ("draft: true", "published"),
        ("layout: draft", "published"),
        ("password: secret", "private"),
        ("password: ''", "published"),
        ("tags: [a, Diary]", "private"),
    ],
)
def test_status(tmp_path: Path, written: str, status: str) -> None:
    post, blog = read(tmp_path, f"---\n{written}\n---\n", "encrypt: {tags: [{name: Diary, password: x}]}\n")
    assert post.status == status
    assert ("encrypted-post" in blog.codes()) is (status == "private")


def test_drafts(tmp_path: Path) -> None:
    files = {"_drafts/a.md": "---\npublished: true\n---\nx", "_drafts/b.md": "---\npassword: x\n---\n"}
    blog = Blog(tmp_path, files)
    assert [p.status for p in blog.posts().values()] == ["draft", "private"]
    assert blog.read(drafts=False).posts == ()
    shown = Blog(tmp_path, {}, "render_drafts: true\n")
    assert shown.posts()["_drafts/a.md"].status == "draft"
    assert "drafts-shown" in shown.codes()


def test_the_future(tmp_path: Path) -> None:
    text = "---\ndate: 2999-01-01\n---\n"
    assert read(tmp_path, text)[0].status == "published"
    assert read(tmp_path, text, "future: false\n")[0].status == "scheduled"
    assert Blog(tmp_path, {"p.md": text}, "future: false\n").posts()["p.md"].status == "scheduled"


def test_pages_ignore_published(tmp_path: Path) -> None:
    assert Blog(tmp_path, {"p.md": "---\npublished: false\n---\n"}).post().status == "published"


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("comments: false", "comments", False),
        ("comments: no", "comments", True),
        ("x: 1", "comments", None),
        ("layout: false", "layout", "false"),
        ("layout: wide", "layout", "wide"),
        ("lang: en", "language", "en"),
        ("language: fr", "language", "fr"),
        ("author: A", "authors", ("A",)),
        ("authors: [A, B]", "authors", ("A", "B")),
        ("description: d", "description", "d"),
        ("excerpt: e", "summary", "e"),
        ("cover: /a.png", "cover", "/a.png"),
        ("cover: false", "cover", None),
        ("toc: false", "toc", False),
        ("toc: {enable: true}", "toc", True),
        ("mathjax: true", "math", True),
        ("math: x", "math", None),
        ("tags: [a, b, a]", "tags", ("a", "b")),
        ("categories: [A, B]", "categories", (("A", "B"),)),
        ("slug: other", "slug", "a"),
    ],
)
def test_fields(tmp_path: Path, written: str, field: str, value: Any) -> None:
    assert getattr(read(tmp_path, f"---\n{written}\n---\n")[0], field) == value


def test_pages_have_no_terms(tmp_path: Path) -> None:
    page = Blog(tmp_path, {"p.md": "---\ntags: a\ncategories: b\n---\n"}).post()
    assert (page.tags, page.categories, page.slug, page.date) == ((), (), "", None)


@pytest.mark.parametrize(
    ("written", "config", "version", "updated"),
    [
        ("updated: 2024-02-03", "", "8", "2024-02-03"),
        ("date: 2024-01-02", "", "8", None),
        ("date: 2024-01-02", "updated_option: date\n", "8", "2024-01-02"),
        ("date: 2024-01-02", "updated_option: empty\n", "8", None),
        ("date: 2024-01-02\nupdated: x", "updated_option: date\n", "8", "2024-01-02"),
    ],
)
def test_updated(tmp_path: Path, written: str, config: str, version: str, updated: str | None) -> None:
    found = read(tmp_path, f"---\n{written}\n---\n", config, version)[0].updated
    assert (f"{found.value:%Y-%m-%d}" if found else None) == updated


def test_dates(tmp_path: Path) -> None:
    post, blog = read(tmp_path, "---\ndate: 2024-01-02 03:04:05 # why\n---\n", "timezone: Asia/Tokyo\n")
    assert post.date is not None
    assert (str(post.date.value), post.date.raw) == ("2024-01-02 03:04:05", "2024-01-02 03:04:05")
    assert blog.told() == []
    assert blog.read().timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2024-01-02T03:04:05+09:00", "date-zone-ignored"),
        ("garbage", "date-unknown"),
        ("", "date-from-file"),
    ],
)
def test_dates_that_are_told(tmp_path: Path, written: str, code: str) -> None:
    post, blog = read(tmp_path, f"---\ntitle: x\ndate: {written}\n---\n", "timezone: Asia/Tokyo\n")
    assert code in blog.codes()
    assert post.date is not None


def test_an_unknown_time_zone_is_told(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": "---\ndate: 2024-01-02\n---\n"}, "timezone: Mars/Base\n")
    assert blog.post().address == "/2024/01/02/a/"
    assert blog.told() == [("broken-setting", "_config.yml", 0)]


@pytest.mark.parametrize(
    ("data", "code", "line", "body"),
    [
        (b"---\ntitle: x\n---\nok\nb\xffc", "not-utf-8", 5, "ok\nb\udcffc"),
        (b"---\ntitle: \xd6\n---\nok", "not-utf-8", 2, "ok"),
        (b"---\ntitle: x\n---\na\n\x00b", "control-character", 5, "a\n\x00b"),
    ],
)
def test_bytes_that_are_told(tmp_path: Path, data: bytes, code: str, line: int, body: str) -> None:
    post, blog = read(tmp_path, data)
    assert (code, "_posts/a.md", line) in blog.told()
    assert post.body == body
    raw = "".join(e.raw for e in post.front_matter.entries)
    assert raw.encode("utf-8", "surrogateescape") == data.split(b"---\n")[1]


def test_keys_that_replace_the_body(tmp_path: Path) -> None:
    post, blog = read(tmp_path, "---\ncontent: <b>x</b>\n---\nhidden")
    assert (post.body, post.markup) == ("<b>x</b>", "html")
    assert "content-key" in blog.codes()


@pytest.mark.parametrize(
    ("name", "markup"),
    [("a.md", "markdown"), ("a.markdown", "markdown"), ("a.html", "html"), ("a.njk", "other")],
)
def test_markup(tmp_path: Path, name: str, markup: str) -> None:
    assert Blog(tmp_path, {f"_posts/{name}": "x"}).post().markup == markup


def test_pinned_posts_are_ranked(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": "---\nsticky: 5\n---\n",
        "_posts/b.md": "---\ntop: 10\n---\n",
        "_posts/c.md": "---\nsticky: 0\n---\n",
        "_posts/d.md": "---\nsticky: 5\n---\n",
        "_posts/e.md": "---\ntop: true\n---\n",
    }
    assert [p.weight for p in Blog(tmp_path, files).posts().values()] == [2, 1, None, 2, 3]


def test_aliases(tmp_path: Path) -> None:
    text = "---\nalias: old/x/\naliases: [/older, '']\npermalink: new/\n---\n"
    package = {"hexo": {"version": "8"}, "dependencies": {"hexo-generator-alias": "1"}}
    blog = Blog(tmp_path, {"_posts/a.md": text}, "alias: {oldest.html: new/}\n", package)
    assert blog.post().aliases == ("/old/x/", "/older", "/oldest.html")
    assert Blog(tmp_path, {}, package=PACKAGE).post().aliases == ()


def test_a_page_that_only_redirects_is_told(tmp_path: Path) -> None:
    package = {"hexo": {"version": "8"}, "dependencies": {"hexo-generator-alias": "1"}}
    blog = Blog(tmp_path, {"p.md": "---\nredirect: /new/\n---\n"}, package=package)
    blog.posts()
    assert ("redirect-page", "p.md", 0) in blog.told()


def test_the_site(tmp_path: Path) -> None:
    config = (
        "title: T\ndescription: D\nauthor: A\nlanguage: [zh-CN, en]\nurl: https://e.com/b\n"
        "permalink: :title/\ntheme: butterfly\n"
    )
    blog = Blog(tmp_path, {}, package={"hexo": {"version": "7.3.0"}, "dependencies": {"hexo-math": "5"}})
    blog.write("_config.yml", config)
    blog.write("scripts/a.js", "md.use(require('markdown-it-container'))")
    site = blog.read("Asia/Shanghai")
    assert (site.engine, site.title, site.description, site.author) == ("hexo", "T", "D", "A")
    assert (site.language, site.url, site.base_path) == ("zh-CN", "https://e.com/b", "/b/")
    assert (site.timezone, site.permalink) == ("Asia/Shanghai", ":title/")
    assert site.config["plugins"] == ("hexo-math",)
    assert site.config["hexo_version"] == 7
    assert site.config["script_features"] == ("markdown-it-container",)
    assert site.flavours[0] == "butterfly"
    assert site.reasons[0].startswith("butterfly: the theme is butterfly")
    assert "site-scripts" in blog.codes()


def test_bodies_are_read_later(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": "---\ntitle: x\n---\nbody"})
    site = blog.read()
    assert [p.body for p in site.posts] == [None]
    (tmp_path / "source/_posts/a.md").unlink()
    with pytest.raises(SourceError, match="_posts/a"):
        ENGINE.load(site, site.posts[0])


def test_reading_changes_nothing(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {"_posts/a.md": "---\ntitle: x\n---\nbody", "p.md": "x"})
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in tmp_path.rglob("*")}
    blog.posts()
    assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in tmp_path.rglob("*")} == before


def test_a_site_without_source(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("source_dir: text\n")
    with pytest.raises(SourceError, match="text"):
        ENGINE.read(tmp_path, ReadOptions(), Diagnostics())


def test_another_source_folder(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {}, "source_dir: content/text/\n")
    blog.write("content/text/_posts/a.md", "---\npermalink: a/\n---\nx")
    blog.write("content/text/p/index.md", "x")
    site = blog.read()
    assert {(p.path, p.address) for p in site.posts} == {
        ("content/text/_posts/a.md", "/a/"),
        ("content/text/p/index.md", "/p/"),
    }
    assert ENGINE.load(site, site.posts[0]).body == "x"


def test_a_single_text() -> None:
    diagnostics = Diagnostics()
    site = ENGINE.blank()
    text = "\ufeff---\ntitle: A\ndate: 2024-01-02\ntags: [x]\n---\nbody"
    post = ENGINE.parse(site, "post.md", text, diagnostics)
    assert (post.path, post.title, post.body, post.tags) == ("post.md", "A", "body", ("x",))
    assert post.address == "/2024/01/02/post/"
    assert list(diagnostics) == []
    assert ENGINE.parse(site, "x.md", "no date", diagnostics).address == "/x/"
    assert ENGINE.parse(site, "source/about/index.md", "x", diagnostics).kind == "page"
    assert ENGINE.parse(site, "source/_drafts/d.md", "x", diagnostics).status == "draft"

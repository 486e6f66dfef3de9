"""The bench itself: the real Hexo builds the example blog, and the neutral theme shows what is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from engines.harness import (
    BENCH,
    ROOT,
    THEMES,
    BuildResult,
    EngineError,
    build_hexo,
    build_hugo,
    hexo_posts,
    hexo_read,
    hexo_render,
    missing,
)

PUBLISHED = 53
MARKS = ("title", "date", "updated", "content")


@pytest.mark.engine("hexo")
def test_hexo_builds_the_example_without_complaint(built_example: BuildResult) -> None:
    assert built_example.failures == ()
    assert re.search(r"\d+ files generated", built_example.log)


@pytest.mark.engine("hexo")
def test_every_published_post_of_the_example_has_its_page(example: Path, built_example: BuildResult) -> None:
    posts = {name: post for name, post in hexo_read(example).items() if post.kind == "post"}
    hidden = {name for name, post in posts.items() if not post.published}
    assert hidden == {"_posts/salary.md", "_drafts/half-a-novel.md"}
    assert len(posts) - len(hidden) == PUBLISHED
    for name, post in posts.items():
        file = post.path.lstrip("/") + ("index.html" if post.path.endswith("/") else "")
        assert (file in built_example.files) == (name not in hidden), name


@pytest.mark.engine("hexo")
def test_no_tag_is_left_unrendered_in_the_example(example: Path) -> None:
    for name, post in hexo_read(example).items():
        assert post.error is None, name
        assert "\ufffc" not in post.content, f"{name}: a placeholder of Hexo was not put back"


@pytest.mark.engine("hexo")
def test_the_theme_marks_what_is_compared(built_example: BuildResult) -> None:
    page = (built_example.out / "2025/11/10/free-fantasy/index.html").read_text(encoding="utf-8")
    for mark in (*MARKS, "tags", "categories"):
        assert f'data-blogconv="{mark}"' in page
    assert 'datetime="2025-11-10T20:41:49+08:00"' in page
    assert 'data-blogconv="posts"' in (built_example.out / "index.html").read_text(encoding="utf-8")


@pytest.mark.engine("hexo")
def test_addresses_of_the_example_keep_case_dots_and_chinese(built_example: BuildResult) -> None:
    assert {
        "Archive/RSS-Is-Not-Dead/index.html",
        "archives-old/2018/first-job.html",
        "2024/01/28/Node.js-v20.11-upgrade/index.html",
        "2022/05/21/My First Century/index.html",
        "2021/09/19/西湖夜骑/west-lake.gpx",
        "随想/秋雨/index.html",
        "notes/vim/index.html",
        "categories/Tech/Linux/index.html",
        "categories/tech/index.html",
        "tags/C/index.html",
        "tags/csharp/index.html",
    } <= built_example.files


@pytest.mark.engine("hexo")
def test_links_inside_the_example_lead_somewhere(built_example: BuildResult) -> None:
    """The example is a sound blog: what a conversion breaks was not broken before."""
    served = {"/" + file.removesuffix("index.html") for file in built_example.files}
    broken = []
    for file in built_example.files:
        if file.endswith(".html") and not file.startswith(("demo/", "slides/")):
            text = (built_example.out / file).read_text(encoding="utf-8")
            links = re.findall(r'(?:href|src)="(/(?!/)[^"#?]*)', text)
            broken += [f"{file}: {link}" for link in links if unquote(link) not in served]
    assert sorted(set(broken)) == []


@pytest.mark.engine("hexo")
def test_the_blog_is_not_changed_by_a_build(example: Path, tmp_path: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in example.rglob("*")}
    build_hexo(example, tmp_path / "out")
    assert {p: p.stat().st_mtime_ns for p in example.rglob("*")} == before


@pytest.mark.engine("hexo")
def test_hexo_renders_many_bodies_in_one_process() -> None:
    bodies = {f"body {n}": f"line {n}\nnext *line*" for n in range(200)} | {"---": "---\nno: front matter\n"}
    html = hexo_render(bodies)
    assert html["body 7"] == "<p>line 7<br>next <em>line</em></p>\n"
    assert "no: front matter" in html["---"]


@pytest.mark.engine("hexo")
def test_hexo_says_which_body_it_refuses() -> None:
    with pytest.raises(EngineError, match=r"^bad: .*unknown block tag: nope"):
        hexo_render({"good": "fine", "bad": "{% nope %}"})


@pytest.mark.engine("hexo")
def test_the_renderer_and_the_scripts_can_be_chosen() -> None:
    markdown_it = hexo_render({"a": "~~x~~ (c)"}, renderer="hexo-renderer-markdown-it")
    assert markdown_it["a"] == "<p><s>x</s> ©</p>\n"
    script = "hexo.extend.tag.register('loud', ([word]) => word.toUpperCase());"
    assert hexo_render({"a": "so {% loud quiet %}"}, scripts={"loud.js": script})["a"] == "<p>so QUIET</p>\n"


@pytest.mark.engine("hexo")
def test_whole_files_are_read_as_hexo_reads_them() -> None:
    files = {
        "_posts/a.md": "---\ntitle: 010\ndate: 2024-01-02 00:30:00\ncategories: [[A, B], [C]]\n---\nx",
        "_posts/broken.md": "---\ntitle: *x\n---\nx",
        "about/index.md": "---\ntitle: About\n---\nx",
    }
    posts = hexo_posts(files)
    assert "_posts/broken.md" not in posts
    post = posts["_posts/a.md"]
    assert (post.title, post.path, post.date) == ("10", "2024/01/02/a/", "2024-01-01T16:30:00.000Z")
    assert post.categories == (("A", "categories/A/"), ("B", "categories/A/B/"), ("C", "categories/C/"))
    assert posts["about/index.md"].kind == "page"


@pytest.mark.engine("hexo")
def test_the_zone_of_the_building_machine_moves_addresses() -> None:
    files = {"_posts/a.md": "---\ndate: 2024-01-02 00:30:00\n---\nx"}
    assert hexo_posts(files, env_tz="UTC")["_posts/a.md"].path == "2024/01/01/a/"


def _hugo_site(root: Path) -> Path:
    files = {
        "hugo.toml": 'baseURL = "https://blog.example/"\ntimeZone = "Asia/Shanghai"\ntheme = "absent"\n',
        "content/posts/a.md": "---\ntitle: A & B\ndate: 2024-01-02 00:30:00\ntags: [Go]\n"
        "categories: [Tech/Linux]\n---\nIntro\n\n<!--more-->\n\nRest\n",
        "content/categories/tech/_index.md": "---\ntitle: Tech\nurl: /categories/Tech/\n---\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "version",
    [
        pytest.param(None, marks=pytest.mark.engine("hugo")),
        pytest.param("0.147.9", marks=pytest.mark.engine("hugo-old")),
    ],
)
def test_hugo_builds_in_the_neutral_theme_and_leaves_the_site_alone(
    tmp_path: Path, version: str | None
) -> None:
    site = _hugo_site(tmp_path / "site")
    before = sorted(p.relative_to(site) for p in site.rglob("*"))
    result = build_hugo(site, tmp_path / "out", version=version)
    assert result.failures == ()
    page = (result.out / "posts/a/index.html").read_text(encoding="utf-8")
    for mark in (*MARKS, "tags", "categories"):
        assert f'data-blogconv="{mark}"' in page
    assert '<a href="/categories/Tech/">Tech</a>' in page
    assert 'data-blogconv="excerpt"' in (result.out / "index.html").read_text(encoding="utf-8")
    assert sorted(p.relative_to(site) for p in site.rglob("*")) == before


@pytest.mark.engine("hugo")
def test_hugo_errors_are_raised_with_their_text(tmp_path: Path) -> None:
    site = _hugo_site(tmp_path / "site")
    (site / "content/posts/bad.md").write_text("---\ntitle: B\n---\n{{< nope >}}\n", encoding="utf-8")
    with pytest.raises(EngineError, match="nope"):
        build_hugo(site, tmp_path / "out")


def test_both_neutral_themes_mark_the_same_parts() -> None:
    def marks(theme: str) -> set[str]:
        files = [f for f in (THEMES / theme).rglob("*") if f.suffix in (".ejs", ".html")]
        return {m for f in files for m in re.findall(r'data-blogconv="(\w+)"', f.read_text(encoding="utf-8"))}

    assert marks("neutral-hexo") == marks("neutral-hugo") == {*MARKS, "posts", "excerpt", "terms", "pages"}


def test_an_absent_engine_has_a_reason() -> None:
    assert missing("no-such-engine") == "no-such-engine is not installed"


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (BENCH / "package-lock.json").read_text(encoding="utf-8")


def test_a_required_engine_that_is_missing_fails(tmp_path: Path) -> None:
    """Runs pytest on a test that needs an engine which nobody has."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "engines").symlink_to(BENCH)
    (tmp_path / "test_x.py").write_text(
        "import pytest\n@pytest.mark.engine('no-such-engine')\ndef test_x():\n    assert True\n"
    )
    for setting, outcome in (("0", "1 skipped"), ("1", "1 error")):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "test_x.py"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "BLOGCONV_REQUIRE_ENGINES": setting},
            capture_output=True,
            text=True,
            check=False,
        )
        assert outcome in done.stdout

"""The starter theme, with which a converted blog shows at once: built by the oldest and the current Hugo."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from blogconv.engines.hugo.files import THEME, helper_files, starter_files
from engines.harness import OLD_HUGO, hugo_binary

VERSIONS = [
    pytest.param(None, id="hugo", marks=pytest.mark.engine("hugo")),
    pytest.param(OLD_HUGO, id=f"hugo-{OLD_HUGO}", marks=pytest.mark.engine("hugo-old")),
]
HOST = "https://blog.example"
CONFIG = f"""baseURL = "{HOST}/sub/"
title = "The Slow Lane"
defaultContentLanguage = "LANGUAGE"
theme = "{THEME}"
capitalizeListTitles = false
pluralizeListTitles = false
[pagination]
pagerSize = 2
[taxonomies]
category = "categories"
tag = "tags"
[params]
description = "About bread & code"
mainSections = ["posts"]
author = {{name = "Ann"}}
"""
POSTS = {
    "one": (
        "2021-03-01",
        'categories: ["Tech/Python"]\ntags: [a, "C & D"]\n',
        "*First* part.\n\n<!--more-->\n\nrest",
    ),
    "two": ("2021-04-02", "categories: [Tech]\ntags: [a]\nlastmod: 2023-05-06\n", "word " * 100),
    "three": (
        "2022-01-03",
        "categories: [Life]\ncover: cover.png\n",
        "{{< callout-open >}}\n\n*cut*\n\n<!--more-->\n\nx\n\n{{< callout-close >}}",
    ),
    "four": ("2023-01-04", "toc: true\nsummary: Said *briefly*.\n", "## Part A\n\ntext\n\n## Part B\n\ntext"),
    "five": ("2023-02-05", 'categories: ["Tech/Python", Life]\n', "short"),
}


def write_blog(folder: Path, language: str = "en", config: str = "") -> Path:
    files = {"hugo.toml": (CONFIG.replace("LANGUAGE", language) + config).encode()}
    for name, (date, keys, body) in POSTS.items():
        post = f"---\ntitle: Post {name}\ndate: {date}\n{keys}---\n{body}\n"
        files[f"content/posts/{name}/index.md"] = post.encode()
    files["content/posts/three/cover.png"] = b"not really"
    files["content/posts/_index.md"] = b"---\ntitle: All of it\nurl: /archives/\n---\n"
    files["content/categories/Tech/_index.md"] = b"---\ntitle: Tech\n---\n"
    files["content/categories/Tech/Python/_index.md"] = b"---\ntitle: Python\n---\n"
    files["content/about.md"] = b"---\ntitle: About\n---\nHello.\n"
    files |= dict(starter_files()) | dict(helper_files(["callout"]))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def build(site: Path, version: str | None = None) -> Path:
    """Build the site with its own theme; a warning fails the test."""
    out = site / "public"
    command = [str(hugo_binary(version)), "build", "--source", str(site), "--panicOnWarning", "--noBuildLock"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def page(out: Path, address: str) -> str:
    return (out / address / "index.html").read_text(encoding="utf-8")


def links(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="([^"]*)"', html)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_link_leads_to_a_page_and_nothing_is_loaded_from_elsewhere(
    tmp_path: Path, version: str | None
) -> None:
    out = build(write_blog(tmp_path), version)
    pages = [p for p in out.rglob("*.html") if 'http-equiv="refresh"' not in p.read_text(encoding="utf-8")]
    assert len(pages) > 15
    for file in pages:
        html = file.read_text(encoding="utf-8")
        base = f"{HOST}/sub/{file.relative_to(out).as_posix().removesuffix('index.html')}"
        assert "<script" not in html
        for link in links(html):
            target = urlsplit(urljoin(base, link.replace("&amp;", "&")))
            assert target.netloc == urlsplit(HOST).netloc, link
            path = unquote(target.path).removeprefix("/sub/")
            assert (out / path / "index.html").is_file() or (out / path).is_file(), f"{file}: {link}"
            if target.fragment and target.path.endswith("/"):
                assert f'id="{unquote(target.fragment)}"' in page(out, path)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_page_has_one_heading_of_the_first_rank_and_a_way_past_the_menu(
    tmp_path: Path, version: str | None
) -> None:
    out = build(write_blog(tmp_path), version)
    for address in (
        "",
        "page/2",
        "posts/one",
        "archives",
        "categories",
        "categories/tech",
        "tags/a",
        "about",
    ):
        html = page(out, address)
        assert html.count("<h1") == 1, address
        assert '<a class="skip" href="#main">' in html and '<main id="main"' in html
        assert '<html lang="en">' in html and "<title>" in html
    assert "<h1>Not found</h1>" in (out / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_home_page_lists_posts_with_excerpts_page_by_page(tmp_path: Path, version: str | None) -> None:
    out = build(write_blog(tmp_path), version)
    entries = [re.findall(r"<h2><a[^>]*>Post (\w+)</a>", page(out, a)) for a in ("", "page/2", "page/3")]
    assert entries == [["five", "four"], ["three", "two"], ["one"]]
    assert "Said <em>briefly</em>." in page(out, "")
    assert 'rel="next" href="/sub/page/3/"' in page(out, "page/2") and "2 / 3" in page(out, "page/2")
    assert "<em>First</em> part." in page(out, "page/3") and "Read more" in page(out, "page/3")
    cut = re.search(r'<div class="prose">(.*?)</div>', page(out, "page/2"), re.S)
    assert cut and cut[1].strip() == "<p>cut</p>"
    assert "<p>word word" in page(out, "page/2")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_post_shows_its_dates_terms_cover_contents_and_neighbours(
    tmp_path: Path, version: str | None
) -> None:
    out = build(write_blog(tmp_path), version)
    one, two, three, four = (page(out, f"posts/{name}") for name in ("one", "two", "three", "four"))
    assert ">1 March 2021</time>" in one and 'class="updated"' not in one
    assert re.search(r'class="updated">updated <time datetime="2023-05-06T[^"]*">6 May 2023</time>', two)
    tech = '<a href="/sub/categories/tech/">Tech</a> / <a href="/sub/categories/tech/python/">Python</a>'
    assert tech in one and ">C &amp; D</a>" in one
    assert '<img class="cover" src="/sub/posts/three/cover.png" alt="">' in three
    assert f'og:image" content="{HOST}/sub/posts/three/cover.png"' in three
    assert 'class="toc"' in four and '<a href="#part-a">' in four and 'class="toc"' not in one
    assert 'rel="prev" href="/sub/posts/one/"' in two and 'rel="next" href="/sub/posts/three/"' in two
    assert 'rel="prev"' not in one
    assert 'content="First part."' in one


@pytest.mark.parametrize("version", VERSIONS)
def test_categories_stand_below_each_other_and_hold_what_is_below(
    tmp_path: Path, version: str | None
) -> None:
    out = build(write_blog(tmp_path), version)
    tree = re.sub(r"\s*(<[^>]*>)\s*", r"\1", page(out, "categories"))
    assert re.search(
        r'<ul class="tree"><li><a[^>]*>Life</a><span class="count">2</span></li>'
        r'<li><a[^>]*>Tech</a><span class="count">3</span><ul class="tree">'
        r'<li><a[^>]*>Python</a><span class="count">2</span></li></ul></li></ul>',
        tree,
    )
    first, second = page(out, "categories/tech"), page(out, "categories/tech/page/2")
    assert re.findall(r"<h2><a[^>]*>Post (\w+)</a>", first + second) == ["five", "two", "one"]
    assert re.search(
        r'<h1><a class="quiet" href="/sub/categories/tech/">Tech</a> / Python</h1>',
        page(out, "categories/tech/python"),
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_the_archive_lists_all_posts_by_year(tmp_path: Path, version: str | None) -> None:
    shown = page(build(write_blog(tmp_path), version), "archives")
    years = re.findall(r"<h2>(\d{4})</h2>|<time[^>]*>([\d-]+)</time> <a[^>]*>Post (\w+)</a>", shown)
    assert [year or f"{day} {name}" for year, day, name in years] == [
        "2023",
        "02-05 five",
        "01-04 four",
        "2022",
        "01-03 three",
        "2021",
        "04-02 two",
        "03-01 one",
    ]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("language", "home", "date"),
    [
        ("en-GB", "Home", "1 March 2021"),
        ("zh-CN", "首页", "2021年3月1日"),
        ("zh-TW", "首頁", "2021年3月1日"),
        ("zh", "首页", "2021年3月1日"),
        ("de", "Home", "1 März 2021"),
    ],
)
def test_the_theme_speaks_the_language_of_the_blog(
    tmp_path: Path, version: str | None, language: str, home: str, date: str
) -> None:
    out = build(write_blog(tmp_path, language.lower()), version)
    assert f'aria-current="page">{home}</a>' in page(out, "")
    assert f">{date}</time>" in page(out, "posts/one")
    assert f'<html lang="{language.lower()}">' in page(out, "")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_menu_is_that_of_the_site_or_what_there_is(tmp_path: Path, version: str | None) -> None:
    own = """
[[menus.main]]
name = "Start"
pageRef = "/"
weight = 1
[[menus.main]]
name = "Old posts"
pageRef = "/archives/"
weight = 2
[[menus.main]]
name = "Friend"
url = "https://friend.example/"
weight = 3
"""
    item = re.compile(r'<li><a href="([^"]*)"( aria-current="page")?>([^<]*)</a></li>')
    menu = item.findall(page(build(write_blog(tmp_path / "a", config=own), version), "archives"))
    assert [(name, bool(here)) for _, here, name in menu] == [
        ("Start", False),
        ("Old posts", True),
        ("Friend", False),
    ]
    assert menu[2][0] == "https://friend.example/"
    menu = item.findall(page(build(write_blog(tmp_path / "b"), version), "tags"))
    assert [name for _, _, name in menu] == ["Home", "All of it", "Categories", "Tags"]
    assert [name for _, here, name in menu if here] == ["Tags"]

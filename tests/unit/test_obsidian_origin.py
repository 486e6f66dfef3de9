"""What a vault keeps of the blog that it was made of, and what comes home of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from blogconv.api import convert, load, read_site
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, WriteOptions, reader
from blogconv.model import Kind, Site, Status

BLOG = {
    "_config.yml": (
        "title: Slow\nurl: https://blog.example/slow\nroot: /slow/\nlanguage: en\nauthor: Lin\n"
        "timezone: Asia/Shanghai\npermalink: :year/:title/\n"
    ),
    "package.json": '{"dependencies": {"hexo": "8"}}',
    "source/_posts/a.md": "---\ntitle: A\ndate: 2024-01-02 03:04:05\n---\n![x](/slow/images/x.png)\n",
    "source/lab/colours.html": (
        "---\ntitle: Colours\ndate: 2021-05-05 05:05:05\nlayout: false\n---\n<!doctype html>\n\n<p>[[no]] %%</p>\n"
    ),
    "source/CNAME": "blog.example\n",
    "source/images/x.png": "png",
    "source/_data/links.yml": "- a\n",
}


def make(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    convert(make(tmp_path / "blog", BLOG), tmp_path / "vault", source="hexo", target="obsidian")
    return tmp_path / "vault"


def read(root: Path) -> Site:
    return reader("obsidian").read(root, ReadOptions(), Diagnostics())


def test_the_blog_s_settings_and_files_are_known_again(vault: Path) -> None:
    site = read(vault)
    assert (site.title, site.url, site.base_path) == ("Slow", "https://blog.example/slow", "/slow/")
    assert (site.language, site.author, site.timezone) == ("en", "Lin", "Asia/Shanghai")
    assert {a.path: a.address for a in site.assets} == {
        "attachments/CNAME": "/CNAME",
        "attachments/images/x.png": "/images/x.png",
    }
    assert [(a.path, a.name) for a in site.data] == [("attachments/data/links.yml", "links.yml")]


def test_a_page_of_html_is_a_page_again(vault: Path) -> None:
    site = read(vault)
    (page,) = [post for post in site.posts if post.markup == "html"]
    assert (page.kind, page.status, page.title) == (Kind.PAGE, Status.PUBLISHED, "Colours")
    assert (page.address, page.pinned, page.layout) == ("/lab/colours.html", True, "false")
    assert page.date is not None
    assert page.date.value.isoformat() == "2021-05-05T05:05:05"
    assert load(site, page).body == "<!doctype html>\n\n<p>[[no]] %%</p>\n"


def test_all_of_it_comes_home(vault: Path, tmp_path: Path) -> None:
    convert(vault, tmp_path / "home", source="obsidian", target="hexo")
    for path in ("source/CNAME", "source/images/x.png", "source/_data/links.yml"):
        assert (tmp_path / "home" / path).read_text("utf-8") == BLOG[path]
    page = "source/lab/colours.html"
    assert (tmp_path / "home" / page).read_text("utf-8") == BLOG[page]
    home = read_site(tmp_path / "home", source="hexo")
    assert {post.address for post in home.posts} == {"/2024/a/", "/lab/colours.html"}
    assert (home.title, home.base_path, home.url) == ("Slow", "/slow/", "https://blog.example/slow")


def test_the_zone_of_the_machine_that_is_named_counts_more(vault: Path) -> None:
    site = reader("obsidian").read(vault, ReadOptions(zone="Europe/Rome"), Diagnostics())
    assert site.timezone == "Europe/Rome"


def test_a_file_that_was_moved_in_the_vault_is_served_where_it_is_now(vault: Path) -> None:
    (vault / "attachments/images/x.png").rename(vault / "attachments/y.png")
    (vault / "Posts/A.md").write_text("---\ntitle: A\ndate: 2024-01-02\n---\n![[y.png]]\n", "utf-8")
    (vault / "attachments/lab/colours.html").unlink()
    site = read(vault)
    assert {a.address for a in site.assets} == {"/CNAME", "/attachments/y.png"}
    assert [post.title for post in site.posts] == ["A"]


def test_a_draft_s_files_stay_hidden(tmp_path: Path) -> None:
    files = BLOG | {
        "_config.yml": BLOG["_config.yml"] + "post_asset_folder: true\n",
        "source/_drafts/d.md": "---\ntitle: D\n---\nx",
        "source/_drafts/d/secret.png": "png",
    }
    convert(make(tmp_path / "blog", files), tmp_path / "vault", source="hexo", target="obsidian")
    site = read(tmp_path / "vault")
    assert not any("secret" in asset.path for asset in site.assets)


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"files": [], "pages": 3, "data": None, "title": ["x"]},
        {"files": {"a.png": 3, "b.png": "x"}, "pages": {"p.html": [], "q.html": {"address": "q"}}},
        {"files": {"../../etc/passwd": "/passwd"}, "pages": {"/etc/passwd": {"address": "/x"}}},
    ],
)
def test_what_makes_no_sense_is_left_out(tmp_path: Path, told: Any) -> None:
    files = {
        ".obsidian/blogconv.json": json.dumps(told),
        "a.md": "---\ndate: 2024-01-02\n---\nx",
        "a.png": "x",
    }
    site = read(make(tmp_path / "v", files))
    assert (site.title, site.assets, site.data, len(site.posts)) == ("v", (), (), 1)


@pytest.mark.parametrize("by", ["hexo", "hugo", "jekyll"])
def test_properties_that_only_obsidian_acts_on_travel_under_its_name(tmp_path: Path, by: str) -> None:
    head = "title: A b\naliases:\n  - Other name\ncssclasses:\n  - wide\ndate: 2024-01-02\npublish: true\nmood: calm\n"
    vault = make(tmp_path / "v", {".obsidian/app.json": "{}", "Posts/A b.md": f"---\n{head}---\nx\n"})
    convert(vault, tmp_path / "there", source="obsidian", target=by)
    (there,) = [p for p in (tmp_path / "there").rglob("*.md") if "mood: calm" in p.read_text("utf-8")]
    assert "obsidian:\n  aliases:\n    - Other name\n" in there.read_text("utf-8")
    assert read_site(tmp_path / "there", source=by).posts[-1].aliases == ()
    convert(tmp_path / "there", tmp_path / "home", source=by, target="obsidian")
    home = reader("obsidian").read(tmp_path / "home", ReadOptions(), Diagnostics())
    (post,) = [p for p in home.posts if p.title == "A b"]
    assert post.front_matter.get("obsidian") == {
        "aliases": ["Other name"],
        "cssclasses": ["wide"],
        "publish": True,
    }
    assert post.front_matter.get("mood") == "calm"


def test_keys_that_only_the_blog_s_engine_acts_on_come_home(tmp_path: Path) -> None:
    head = (
        "title: A\ndate: 2024-01-02 03:04:05\nlayout: photo\nlink: https://x.example\nlang: de\nmood: calm\n"
    )
    files = BLOG | {"source/_posts/a.md": f"---\n{head}---\nx\n"}
    convert(make(tmp_path / "blog", files), tmp_path / "vault", source="hexo", target="obsidian")
    note = (tmp_path / "vault/Posts/A.md").read_text("utf-8")
    assert "hexo:\n  layout: photo\n  link: https://x.example\n" in note
    assert "\nlang: de\nmood: calm\n" in note
    convert(tmp_path / "vault", tmp_path / "home", source="obsidian", target="hexo")
    (home,) = [p for p in read_site(tmp_path / "home", source="hexo").posts if p.title == "A"]
    keys = {entry.key: entry.value for entry in home.front_matter.entries}
    assert (keys["layout"], keys["link"], keys["lang"], keys["mood"]) == (
        "photo",
        "https://x.example",
        "de",
        "calm",
    )
    assert not {"obsidian", "hexo"} & keys.keys()


WORDS = [
    "==three== herons",
    "a block ^own-id",
    "see [[B#^there|x]]",
    "see [[B#Part one]]",
    "a knife^[It *rusts*.] and[^1] more^[x [y](https://e.com)]\n\n[^1]: z",
    "`<mark>x</mark> [^inline-1]`",
]


@pytest.mark.parametrize("by", ["hexo", "hugo", "jekyll"])
@pytest.mark.parametrize("words", WORDS)
def test_what_is_obsidian_s_own_comes_home(tmp_path: Path, by: str, words: str) -> None:
    files = {
        ".obsidian/app.json": "{}",
        "Posts/A.md": f"---\ntitle: A\ndate: 2024-01-02\n---\n{words}\n",
        "Posts/B.md": "---\ntitle: B\ndate: 2024-01-02\n---\nthere ^there\n\n## Part one\n\n[[A#^own-id]]\n",
    }
    convert(make(tmp_path / "v", files), tmp_path / "there", source="obsidian", target=by)
    convert(tmp_path / "there", tmp_path / "home", source=by, target="obsidian")
    home = (tmp_path / "home/Posts/A.md").read_text("utf-8")
    assert home.split("---\n", 2)[2].strip("\n") == words


def test_an_address_that_a_note_has_anyway_is_not_pinned(tmp_path: Path) -> None:
    config = BLOG["_config.yml"].replace(":year/:title/", "posts/:title/")
    files = BLOG | {
        "_config.yml": config,
        "source/_posts/b.md": "---\ntitle: Other name\ndate: 2024-01-02\n---\nx\n",
    }
    for pin, expected in (("needed", (False, True)), ("all", (True, True)), ("none", (False, False))):
        write = WriteOptions(pin=pin)  # type: ignore[arg-type]
        convert(
            make(tmp_path / pin, files), tmp_path / f"v-{pin}", source="hexo", target="obsidian", write=write
        )
        notes = [(tmp_path / f"v-{pin}/Posts/{n}.md").read_text("utf-8") for n in ("A", "Other name")]
        assert tuple("permalink:" in note for note in notes) == expected
    site = reader("obsidian").read(tmp_path / "v-needed", ReadOptions(), Diagnostics())
    assert {post.address for post in site.posts} >= {"/posts/a/", "/posts/b/"}


def test_tags_quotes_and_ids_of_the_blog_are_known_again(tmp_path: Path) -> None:
    post = '---\ntitle: A\ndate: 2024-01-02\ntags: [C++, "2048", plain]\n---\n# A Head\n'
    convert(
        make(tmp_path / "blog", {**BLOG, "source/_posts/a.md": post}),
        tmp_path / "vault",
        source="hexo",
        target="obsidian",
    )
    site = read(tmp_path / "vault")
    assert site.posts[0].tags == ("C++", "2048", "plain")
    assert site.dialect.typographer and site.dialect.heading_ids.style == "hexo"
    assert site.dialect.renderer == "obsidian"


@pytest.mark.parametrize(
    "odd", [3, None, {"style": "hexo"}, {"style": 1, "case": "keep", "min_level": 1, "first_duplicate": 1}]
)
def test_ids_that_are_not_as_they_are_told_are_left_out(vault: Path, odd: Any) -> None:
    path = vault / ".obsidian/blogconv.json"
    path.write_text(
        json.dumps({**json.loads(path.read_text("utf-8")), "heading_ids": odd, "tags": odd}), "utf-8"
    )
    assert read(vault).dialect.heading_ids.style == "github"

"""Reading vaults: which notes are posts, their dates and addresses, where links lead, what stays private."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from blogconv.api import convert, load, read_site
from blogconv.diagnostics import Diagnostic, Diagnostics
from blogconv.engines.base import ReadOptions, reader
from blogconv.errors import UsageError
from blogconv.model import Kind, Moment, Post, Site, Status

EXAMPLE = Path(__file__).parents[2] / "examples" / "obsidian-vault"


def make(root: Path, files: Mapping[str, str]) -> Path:
    (root / ".obsidian").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    return root


def read(root: Path, **options: object) -> tuple[Site, list[Diagnostic]]:
    diagnostics = Diagnostics()
    site = reader("obsidian").read(root, ReadOptions(**options), diagnostics)  # type: ignore[arg-type]
    return site, diagnostics.found


def post(site: Site, path: str) -> Post:
    return next(p for p in site.posts if p.path == path)


def hugo(root: Path, out: Path, **options: object) -> tuple[dict[str, str], list[Diagnostic]]:
    """The posts as Hugo's, by file name, and what there was to tell."""
    report = convert(root, out, source="obsidian", target="hugo", read=ReadOptions(**options))  # type: ignore[arg-type]
    content = out / "content"
    return {p.stem: p.read_text("utf-8") for p in content.rglob("*.md")}, report.diagnostics


def codes(found: list[Diagnostic]) -> set[str]:
    return {d.code for d in found}


# Which notes are posts


def test_a_folder_with_settings_is_a_vault(tmp_path: Path) -> None:
    assert reader("obsidian").recognise(tmp_path) is None
    make(tmp_path, {})
    assert ".obsidian" in (reader("obsidian").recognise(tmp_path) or "")


def test_settings_may_lie_in_a_folder_of_another_name(tmp_path: Path) -> None:
    (tmp_path / ".obsidian-mobile").mkdir()
    (tmp_path / ".obsidian-mobile" / "app.json").write_text('{"strictLineBreaks": true}', "utf-8")
    (tmp_path / "a.md").write_text("x", "utf-8")
    assert read(tmp_path)[0].dialect.hard_breaks is False


def test_marked_notes_are_posts_where_some_are_marked(tmp_path: Path) -> None:
    files = {"a.md": "---\npublish: true\n---\n", "b.md": "---\ndg-publish: true\n---\n", "Posts/c.md": "x"}
    site, found = read(make(tmp_path, files))
    assert [p.path for p in site.posts] == ["a.md", "b.md"]
    assert any("1 notes have publish: true" in reason for reason in site.reasons)
    assert "not-published" in codes(found)


def test_else_those_in_a_folder_for_posts_and_pages(tmp_path: Path) -> None:
    files = {
        "Blog/a.md": "x",
        "_drafts/b.md": "x",
        "Blog/p.md": "---\ntype: page\n---\n",
        "Diary/d.md": "x",
        "Pages/About.md": "x",
    }
    site, _ = read(make(tmp_path, files))
    assert {p.path: (p.kind, p.status) for p in site.posts} == {
        "Blog/a.md": (Kind.POST, Status.PUBLISHED),
        "Blog/p.md": (Kind.PAGE, Status.PUBLISHED),
        "Pages/About.md": (Kind.PAGE, Status.PUBLISHED),
        "_drafts/b.md": (Kind.POST, Status.DRAFT),
    }


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        (("folder:Essays",), ["Essays/a.md"]),
        (("tag:blog",), ["b.md", "c.md"]),
        (("property:status=done",), ["d.md"]),
        (("property:share",), ["e.md"]),
        (("folder:Essays", "tag:#blog/x"), ["Essays/a.md", "c.md"]),
        (("all",), ["Essays/a.md", "b.md", "c.md", "d.md", "e.md"]),
    ],
)
def test_posts_are_chosen_by_wish(tmp_path: Path, wanted: tuple[str, ...], paths: list[str]) -> None:
    files = {
        "Essays/a.md": "x",
        "b.md": "---\ntags: [blog]\n---\n",
        "c.md": "about #blog/x",
        "d.md": "---\nstatus: Done\n---\n",
        "e.md": '---\nshare: "true"\n---\n',
    }
    assert [p.path for p in read(make(tmp_path, files), posts=wanted)[0].posts] == paths


def test_a_wish_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder:NAME"):
        read(make(tmp_path, {"a.md": "x"}), posts=("Essays",))
    with pytest.raises(UsageError, match="publish, quartz"):
        read(tmp_path, published_with="wordpress")


def test_what_can_be_no_post_is_left_out_and_told(tmp_path: Path) -> None:
    files = {
        ".obsidian/templates.json": '{"folder": "Patterns"}',
        "Patterns/t.md": "{{title}}",
        "x.excalidraw.md": "x",
        "board.md": "---\nkanban-plugin: basic\n---\n",
        ".trash/old.md": "x",
        ".hidden/h.md": "x",
        "a.sync-conflict-2024.md": "x",
        "inner/.obsidian/app.json": "{}",
        "inner/n.md": "x",
        "a.md": "x",
    }
    site, found = read(make(tmp_path, files))
    assert [p.path for p in site.posts] == ["a.md"]
    told = {d.path for d in found if d.code == "not-published"}
    assert {"Patterns/t.md", "x.excalidraw.md", "board.md", "a.sync-conflict-2024.md", "inner"} <= told


@pytest.mark.parametrize(
    ("properties", "status"),
    [
        ("draft: true", Status.DRAFT),
        ('draft: "true"', Status.DRAFT),
        ("status: draft", Status.DRAFT),
        ("publish: false", Status.PRIVATE),
        ("draft: true\npublish: false", Status.DRAFT),
        ("draft: false", Status.PUBLISHED),
    ],
)
def test_status(tmp_path: Path, properties: str, status: Status) -> None:
    site, _ = read(make(tmp_path, {"a.md": f"---\n{properties}\n---\nx"}), posts=("all",))
    assert site.posts[0].status is status
    assert len(read(tmp_path, posts=("all",), drafts=False)[0].posts) == (status is not Status.DRAFT)


# Titles, dates, addresses


@pytest.mark.parametrize(
    ("path", "text", "title", "body"),
    [
        ("n.md", "---\ntitle: T\n---\n# T\n\nx", "T", "x"),
        ("n.md", "---\ntitle: T\n---\n# Other\n\nx", "T", "# Other\n\nx"),
        ("n.md", "\n# My **title** #\nx", "My title", "x"),
        ("A name.md", "x\n\n# Later", "A name", "x\n\n# Later"),
        ("Trip/index.md", "x", "Trip", "x"),
        ("2024.md", "---\ntitle: 2024\n---\nx", "2024", "x"),
    ],
)
def test_title(tmp_path: Path, path: str, text: str, title: str, body: str) -> None:
    site, _ = read(make(tmp_path, {path: text}))
    loaded = load(site, site.posts[0])
    assert (loaded.title, loaded.body) == (title, body)


def test_the_body_knows_its_line_in_the_file(tmp_path: Path) -> None:
    site, _ = read(make(tmp_path, {"a.md": "---\ntitle: T\n---\n\n# T\n\nx"}))
    loaded = load(site, site.posts[0])
    assert (loaded.body, loaded.body_line) == ("x", 7)


@pytest.mark.parametrize(
    ("path", "properties", "date"),
    [
        ("a.md", "date: 2024-01-02", "2024-01-02"),
        ("a.md", "date: 2024-01-02T10:30", "2024-01-02 10:30"),
        ("a.md", "date: 2024/1/2 9:05:06", "2024-01-02 09:05:06"),
        ("a.md", "date: 2024-01-02 Tue", "2024-01-02"),
        ("a.md", 'date: "[[2024-01-02]]"', "2024-01-02"),
        ("a.md", "created: 2024-01-02\npublished: true", "2024-01-02"),
        ("a.md", "date created: 2024-01-02", "2024-01-02"),
        ("2024-01-02 a.md", "x: 1", "2024-01-02"),
        ("202401020304 a.md", "x: 1", "2024-01-02"),
        ("02.01.2024.md", "x: 1", "2024-01-02"),
    ],
)
def test_date(tmp_path: Path, path: str, properties: str, date: str) -> None:
    files = {".obsidian/daily-notes.json": '{"format": "DD.MM.YYYY"}', path: f"---\n{properties}\n---\nx"}
    site, found = read(make(tmp_path, files), posts=("all",))
    assert site.posts[0].date
    assert str(site.posts[0].date.value).startswith(date)
    assert codes(found) == set()


def test_a_date_with_a_zone_keeps_it(tmp_path: Path) -> None:
    site, _ = read(make(tmp_path, {"a.md": "---\ndate: 2024-01-02T10:30:00+08:00\n---\nx"}))
    date = site.posts[0].date
    assert date and date.value.utcoffset() is not None
    assert date.value.isoformat() == "2024-01-02T10:30:00+08:00"


def test_the_time_of_the_file_is_the_last_resort_and_told(tmp_path: Path) -> None:
    make(tmp_path, {"a.md": "---\ndate: next week\n---\nx"})
    os.utime(tmp_path / "a.md", (1704164645, 1704164645))
    site, found = read(tmp_path)
    assert isinstance(site.posts[0].date, Moment)
    assert codes(found) == {"date-from-file", "date-unknown"}


@pytest.mark.parametrize(
    ("properties", "options", "address"),
    [
        ("title: My Note: C++", {}, "/posts/my-note-c/"),
        ("title: 清晨的湖", {}, "/posts/清晨的湖/"),
        ("slug: own", {}, "/posts/own/"),
        ("permalink: a/B", {}, "/a/B/"),
        ("permalink: /a/b.html", {}, "/a/b.html"),
        ("permalink: :year/:title", {}, "/posts/a-b/"),
        ("x: 1", {"published_with": "publish"}, "/Dir/A+b"),
        ("x: 1", {"published_with": "quartz"}, "/dir/a-b"),
        ("x: 1", {"published_with": "digital-garden"}, "/dir/a-b/"),
        ("permalink: p", {"published_with": "quartz"}, "/p/"),
    ],
)
def test_address(tmp_path: Path, properties: str, options: dict[str, str], address: str) -> None:
    files = {"Dir/A b.md": f"---\n{properties}\n---\nx"}
    site, _ = read(make(tmp_path, files), posts=("all",), **options)
    assert site.posts[0].address == address


def test_no_two_notes_have_one_address(tmp_path: Path) -> None:
    files = {
        "a/N.md": "x",
        "b/n.md": "x",
        "c/x.md": "---\npermalink: posts/n\n---\n",
        "d/y.md": "---\npermalink: posts/n\n---\n",
    }
    site, found = read(make(tmp_path, files), posts=("all",))
    assert {p.path: p.address for p in site.posts} == {
        "a/N.md": "/posts/n-a/",
        "b/n.md": "/posts/n-b/",
        "c/x.md": "/posts/n/",
        "d/y.md": "/posts/y/",
    }
    assert "duplicate-address" in codes(found)


def test_root_index_is_the_start_page(tmp_path: Path) -> None:
    site, _ = read(make(tmp_path, {"index.md": "---\ntype: page\n---\nx", "a.md": "x"}))
    assert post(site, "index.md").address == "/"


# Properties


def test_links_in_properties_become_text(tmp_path: Path) -> None:
    text = '---\nrelated: "[[Private/Note|the note]]"\nlist: ["[[A]]", b]\nlink: [[N]]\n# kept\nx: 1\n---\n'
    posts, _ = hugo(make(tmp_path / "v", {"a.md": text}), tmp_path / "out")
    assert "related: the note\n" in posts["a"]
    assert "[[" not in posts["a"]
    assert "# kept\nx: 1\n" in posts["a"]


def test_categories_are_paths(tmp_path: Path) -> None:
    text = '---\ncategories: [Tech/Python, "[[Notes]]", [a, b]]\n---\n'
    site, _ = read(make(tmp_path, {"a.md": text}))
    assert site.posts[0].categories == (("Tech", "Python"), ("Notes",), ("a", "b"))


def test_inline_tags_are_collected_and_the_text_stays(tmp_path: Path) -> None:
    text = "---\ntags: [Water]\n---\nat the #lake and #water, `#code` %%#hidden%%"
    posts, _ = hugo(make(tmp_path / "v", {"a.md": text}), tmp_path / "out")
    assert "tags: [Water, lake]\n" in posts["a"]
    assert "at the #lake and #water, `#code`" in posts["a"]


def test_a_cover_is_the_address_of_its_file(tmp_path: Path) -> None:
    files = {"a.md": '---\ncover: "[[b c.png]]"\nimage: https://e.com/x.png\n---\n', "Files/b c.png": "png"}
    site, _ = read(make(tmp_path, files))
    assert site.posts[0].front_matter.get("cover") == "/Files/b c.png"
    assert site.posts[0].front_matter.get("image") == "https://e.com/x.png"
    assert [a.address for a in site.assets] == ["/Files/b c.png"]


def test_broken_properties_are_recovered(tmp_path: Path) -> None:
    text = "---\ntitle: A: B\ntags: [x]\ndate: 2024-01-02\n---\nbody"
    site, found = read(make(tmp_path, {"a.md": text}))
    assert (site.posts[0].title, site.posts[0].tags) == ("A: B", ("x",))
    assert "broken-front-matter" in codes(found)


# Links and embeds


def body(posts: Mapping[str, str], name: str) -> str:
    return posts[name].split("---\n", 2)[2]


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[B]]", "[B](/posts/b/)"),
        ("[[b|shown *so*]]", "[shown \\*so\\*](/posts/b/)"),
        ("[[B#Second part]]", "[B > Second part](/posts/b/#second-part)"),
        ("[[B#中文 标题]]", "[B > 中文 标题](/posts/b/#%E4%B8%AD%E6%96%87-%E6%A0%87%E9%A2%98)"),
        (
            "[[B#Twice]] [[B#Last#Twice]]",
            "[B > Twice](/posts/b/#twice) [B > Last > Twice](/posts/b/#twice-1)",
        ),
        ("[[#Here|below]]", "[below](#here)"),
        ("[[B#^one]]", "[B > ^one](/posts/b/#block-one)"),
        ("[t *x*](B.md#Second%20part)", "[t *x*](/posts/b/#second-part)"),
        ('[t](B.md "title")', '[t](/posts/b/ "title")'),
        ("[t](obsidian://open?vault=v&file=B)", "[t](/posts/b/)"),
        ("[![p](p.png)](B.md)", "[![p](/p.png)](/posts/b/)"),
        ("[t][r]\n\n[r]: B.md", "[t][r]\n\n[r]: /posts/b/"),
        ("[[f.zip|a file]]", "[a file](/f.zip)"),
        ("[[Nothing|nobody]]", "nobody"),
        ("[t](Nothing.md)", "t"),
        ("[t](/tags/x/)", "[t](/tags/x/)"),
        ("[t](https://e.com/B.md)", "[t](https://e.com/B.md)"),
        ("[[Secret]]", "Secret"),
        ("[t](Secret.md)", "t"),
        ("[![p](p.png)](Secret.md)", "[![p](/p.png)](#)"),
        ("[[Hidden/Place#A]]", "Hidden/Place > A"),
        ("==see [[B]]==", "<mark>see [B](/posts/b/)</mark>"),
    ],
)
def test_link(tmp_path: Path, link: str, written: str) -> None:
    files = {
        ".obsidian/app.json": '{"showUnsupportedFiles": true}',
        "Posts/A.md": f"---\ntitle: A\ndate: 2024-01-02\n---\n{link}\n\n# Here\n",
        "Posts/B.md": "---\ntitle: B\ndate: 2024-01-02\n---\nx ^one\n\n## Second part\n\n# 中文 标题\n\n"
        "# Twice\n\n# Last\n\n## Twice\n",
        "p.png": "png",
        "f.zip": "zip",
        "Secret.md": "secret text",
        "Hidden/Place.md": "secret text",
    }
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    assert body(posts, "a") == f"{written}\n\n# Here\n"


def test_doubtful_links_are_told(tmp_path: Path) -> None:
    files = {
        "Posts/A.md": "[[Tie]] [[B#None]] [[Other name]] [[Secret]]",
        "Posts/B.md": "---\naliases: [Other name]\n---\nx",
        "aa/Tie.md": "x",
        "bb/Tie.md": "x",
        "Secret.md": "x",
    }
    _, found = hugo(make(tmp_path / "v", files), tmp_path / "out")
    assert {"ambiguous-link", "broken-link", "unpublished-link"} <= codes(found)
    assert any("write [[B|Other name]]" in d.message for d in found)


NOTE = """---
title: N
---
intro

## Part

text [[sub/C|c]] ![[p.png|30]] [m](../p.png) note[^1] more^[inline]

[^1]: foot

## Next

- item ^i
  - below
- other

| t |
|---|

^t
"""


@pytest.mark.parametrize(
    ("embed", "written"),
    [
        ("![[N#Next]]", "## Next\n\n- item\n  - below\n- other\n\n| t |\n|---|"),
        ("![[N#^i]]", "- item\n  - below"),
        ("![[N#^t]]", "| t |\n|---|"),
        ("![x](N.md#Next)", "## Next\n\n- item\n  - below\n- other\n\n| t |\n|---|"),
    ],
)
def test_a_part_of_a_note_is_written_out(tmp_path: Path, embed: str, written: str) -> None:
    files = {"Posts/A.md": embed, "Posts/sub/N.md": NOTE, "Posts/sub/C.md": "x", "Posts/p.png": "png"}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    opening, source, *rest = body(posts, "a").strip().split("\n\n")
    assert opening == '{{< group-open classes="embed" >}}'
    assert source.startswith("<!-- from: N > ")
    assert "\n\n".join(rest) == f"{written}\n\n{{{{< group-close >}}}}"


def test_what_is_written_out_leads_where_it_did(tmp_path: Path) -> None:
    files = {"Posts/A.md": "![[N#Part]]", "Posts/sub/N.md": NOTE, "Posts/sub/C.md": "x", "Posts/p.png": "png"}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    text = body(posts, "a")
    assert "[c](/posts/c/)" in text
    assert 'src="/Posts/p.png"' in text
    assert "[m](/Posts/p.png)" in text
    assert "note[^N-1]" in text and "[^N-1]: foot" in text
    assert "more[^N-inline-1]" in text and "[^N-inline-1]: inline" in text


def test_embeds_can_be_quotes_or_links(tmp_path: Path) -> None:
    files = {"Posts/A.md": "![[N#Next]]", "Posts/N.md": NOTE}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "q", embeds="quote")
    assert "quote-open" in posts["a"] and "- item" in posts["a"]
    posts, _ = hugo(tmp_path / "v", tmp_path / "l", embeds="link")
    assert body(posts, "a") == "[N > Next](/posts/n/#next)"


def test_notes_that_embed_each_other_end(tmp_path: Path) -> None:
    files = {"Posts/A.md": "a\n\n![[B]]\n", "Posts/B.md": "b\n\n![[A]]\n\n![[B]]\n"}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    assert body(posts, "a").count("[A](#)") == 1
    assert body(posts, "a").count("\nb\n") == 1


def test_an_embed_in_a_list_keeps_its_place(tmp_path: Path) -> None:
    files = {"Posts/A.md": "- x\n\n  ![[B]]\n\n- y", "Posts/B.md": "one\n\ntwo"}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    assert "\n  one\n\n  two\n" in body(posts, "a")


def test_a_bar_in_an_embed_makes_no_table(tmp_path: Path) -> None:
    note = "---\ndate: 2024-01-02\n---\n"
    text = "a ![[B|x]] c ![[B#^id|y]] d\n"
    posts, _ = hugo(make(tmp_path / "v", {"A.md": note + text, "B.md": note + "bee ^id\n"}), tmp_path / "out")
    assert posts["a"].count("bee\n") == 2


def test_an_embed_in_a_table_is_a_link(tmp_path: Path) -> None:
    files = {"Posts/A.md": "| a |\n|---|\n| ![[B]] |", "Posts/B.md": "one\n\ntwo"}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    assert body(posts, "a") == "| a |\n|---|\n| [B](/posts/b/) |"


@pytest.mark.parametrize(
    ("embed", "written"),
    [
        ("![[p.png]]", "![](/F/p.png)"),
        ("![[p.png|alt|30x20]]", '<img src="/F/p.png" width="30" height="20" alt="alt">'),
        ("![[a.mp3]]", '{{< audio src="/F/a.mp3" >}}'),
        ("![[v.mp4|400]]", '{{< video src="/F/v.mp4" width="400" >}}'),
        ("![[d.pdf#page=2&height=300]]", '{{< pdf src="/F/d.pdf#page=2&height=300" height="300" >}}'),
        ("![[Drawing.excalidraw]]", "![Drawing.excalidraw](/F/Drawing.excalidraw.svg)"),
        ("![[missing.png]]", "![](missing.png)"),
        ("![[b.canvas]]", "b.canvas"),
        ("![](p.png)", "![](/F/p.png)"),
        ("![](.dot/q.png)", "![](/.dot/q.png)"),
    ],
)
def test_media(tmp_path: Path, embed: str, written: str) -> None:
    names = ("p.png", "a.mp3", "v.mp4", "d.pdf", "Drawing.excalidraw.svg", "b.canvas")
    files = {"A.md": embed, ".dot/q.png": "png"} | {f"F/{name}": "x" for name in names}
    posts, _ = hugo(make(tmp_path / "v", files), tmp_path / "out")
    assert body(posts, "a").strip() == written


def test_only_what_posts_use_is_taken_along(tmp_path: Path) -> None:
    files = {
        "Posts/A.md": "![[a.png]] [b](b%20c.pdf) `![[code.png]]` %%![[hidden.png]]%%",
        "Notes/N.md": "![[private.png]]",
        **{f"F/{name}": "x" for name in ("a.png", "b c.pdf", "code.png", "hidden.png", "private.png")},
    }
    site, _ = read(make(tmp_path, files))
    assert [a.path for a in site.assets] == ["F/a.png", "F/b c.pdf"]


# What is private


@pytest.mark.parametrize(
    "text",
    [
        "%%secret%%",
        "%%\nsecret\n\n- secret\n%%",
        "%%\nsecret to the end",
        "> [!note] title %%secret%%\n> %%secret%%",
        "> %%\n> secret\n\nopen",
        "![[Private]]",
        "![[Private#Part]]",
        "- %%secret%%",
        "x %%secret\nsecret%% y",
        "- %%\n  secret\n\n  secret\n  %%\n- y",
        "- x %%secret\n  secret%%",
        "| a |\n|---|\n| %%secret%% |",
        "==a %%secret%%==",
    ],
)
def test_nothing_hidden_becomes_visible(tmp_path: Path, text: str) -> None:
    files = {"Posts/A.md": f"shown\n\n{text}\n", "Private.md": "secret\n\n# Part\n\nsecret"}
    out = tmp_path / "out"
    hugo(make(tmp_path / "v", files), out)
    assert not any(b"secret" in p.read_bytes() for p in out.rglob("*") if p.is_file())
    assert "shown" in (out / "content/posts/a.md").read_text("utf-8")


def test_a_comment_that_nothing_closes_is_told(tmp_path: Path) -> None:
    _, found = hugo(make(tmp_path / "v", {"A.md": "x\n\n%%\ny"}), tmp_path / "out")
    assert "open-comment" in codes(found)


# The dialect and the example


@pytest.mark.parametrize(
    ("setting", "breaks"), [("{}", True), ('{"strictLineBreaks": true}', False), ("{oops", True)]
)
def test_line_breaks_are_as_the_vault_is_set(tmp_path: Path, setting: str, breaks: bool) -> None:
    site, found = read(
        make(tmp_path, {".obsidian/app.json": setting, "a.md": "---\ndate: 2024-01-02\n---\nx\ny"})
    )
    assert site.dialect.hard_breaks is breaks
    assert ("broken-setting" in codes(found)) == (setting == "{oops")


def test_the_admonition_plugin_is_recognised(tmp_path: Path) -> None:
    make(tmp_path, {".obsidian/community-plugins.json": json.dumps(["obsidian-admonition"]), "a.md": "x"})
    assert read(tmp_path)[0].flavours == ("admonition-plugin",)


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    text = "---\r\ntitle: A\r\n---\r\n# A\r\n\r\nx ==y==\r\n\r\n> [!tip] T\r\n> z\r\n"
    make(tmp_path / "v", {"a.md": text})
    convert(tmp_path / "v", tmp_path / "out", source="obsidian", target="hugo")
    written = (tmp_path / "out/content/posts/a.md").read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n")
    assert b"<mark>y</mark>" in written


def test_a_site_can_be_handed_to_other_processes() -> None:
    site = read_site(EXAMPLE, source="obsidian")
    assert pickle.loads(pickle.dumps(site)) == site
    reader("obsidian").resolver(pickle.loads(pickle.dumps(site)))


def test_the_example() -> None:
    site, found = read(EXAMPLE)
    assert {p.path.rpartition("/")[2] for p in site.posts if p.kind is Kind.PAGE} == {"About.md", "关于.md"}
    assert sum(p.kind is Kind.POST for p in site.posts) == 10
    assert post(site, "Posts/没走完的路.md").status is Status.DRAFT
    assert post(site, "Posts/Letters/To a friend.md").aliases == ("/2023/11/letter.html",)
    assert post(site, "Posts/清晨的湖.md").tags == ("散步", "水/湖", "鸟/白鹭")
    assert codes(found) == {"not-published", "plugin-output"}

"""What people complain of in other exporters of vaults, item by item: the specification's feature list, and options.

The numbers are those of the list, `obsidian.md` 8.8.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from blogconv.api import convert, read_site
from blogconv.diagnostics import Diagnostic
from blogconv.engines.base import ReadOptions
from blogconv.engines.obsidian.names import file_name

HEAD = "---\ndate: 2024-01-02\n---\n"
NOTES = {
    "Other.md": HEAD
    + "# Other\n\nintro\n\n## My *heading*: 1/2!\n\nsection ^blk\n\n### Deep\n\ndeep\n\n## Next\n\nnext\n",
    "数据.md": "---\ndate: 2024-01-02\naliases: [Data]\n---\n## 小节 一\n\nx\n",
    "Draft.md": "---\ndate: 2024-01-02\ndraft: true\n---\nDRAFTTEXT\n",
    "Private.md": "---\ndate: 2024-01-02\npublish: false\n---\nPRIVATETEXT ![[secret.png]]\n",
    "pic.png": "x",
    "secret.png": "x",
}


def vault(root: Path, files: Mapping[str, str]) -> Path:
    (root / ".obsidian").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def converted(
    tmp_path: Path, files: Mapping[str, str], target: str = "hugo", **options: object
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The posts by the names of their files, and what there was to tell."""
    root = vault(tmp_path / "v", files)
    read = ReadOptions(**options)  # type: ignore[arg-type]
    report = convert(root, tmp_path / "out", source="obsidian", target=target, read=read)
    return {p.stem: p.read_text("utf-8") for p in (tmp_path / "out").rglob("*.md")}, report.diagnostics


def body(tmp_path: Path, text: str, more: Mapping[str, str] | None = None, **options: object) -> str:
    """What becomes of a note's text in Hugo, with other notes beside it."""
    posts, _ = converted(tmp_path, {**NOTES, **(more or {}), "A.md": HEAD + text + "\n"}, **options)
    return posts["a"].split("---\n", 2)[2].strip("\n")


def told(tmp_path: Path, text: str, more: Mapping[str, str] | None = None) -> list[str]:
    _, found = converted(tmp_path, {**NOTES, **(more or {}), "A.md": HEAD + text + "\n"})
    return [f"{d.line}: {d.code}: {d.message}" for d in found if d.path == "A.md"]


@pytest.mark.parametrize("target", ["hexo", "hugo", "jekyll"])
@pytest.mark.parametrize("strict", [False, True])
def test_01_single_newlines_break_the_line_as_the_vault_has_it(
    tmp_path: Path, target: str, strict: bool
) -> None:
    settings = {".obsidian/app.json": json.dumps({"strictLineBreaks": strict})}
    converted(tmp_path, {**settings, "A.md": HEAD + "a\nb\n"}, target)
    site = read_site(tmp_path / "out", source=target)
    assert site.dialect.hard_breaks is not strict


def test_02_an_ambiguous_name_means_the_nearest_note_and_is_told(tmp_path: Path) -> None:
    files = {
        "a/Note.md": HEAD + "x",
        "bb/Note.md": HEAD + "x",
        "bb/From.md": HEAD + "[[Note]]\n",
        "From here.md": HEAD + "[[Note]]\n",
        "cc/Tie.md": HEAD + "x",
        "dd/Tie.md": HEAD + "x",
        "To tie.md": HEAD + "[[Tie]]\n",
    }
    posts, found = converted(tmp_path, files)
    assert ("/note-bb/" in posts["from"], "/note-a/" in posts["from-here"]) in [(True, False), (True, True)]
    assert [(d.path, d.line) for d in found if d.code == "ambiguous-link"] == [("To tie.md", 4)]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[[A (b) c]]", "[A (b) c](/posts/a-b-c/)"),
        ("[x](A%20(b)%20c.md)", "[x](/posts/a-b-c/)"),
        ("[x](<A (b) c.md>)", "[x](/posts/a-b-c/)"),
        ("![[my (1) pic.png]]", "![](</my%20(1)%20pic.png>)"),
        ("![](my%20(1)%20pic.png)", "![](/my%20(1)%20pic.png)"),
    ],
)
def test_03_blanks_and_parentheses_in_names(tmp_path: Path, written: str, becomes: str) -> None:
    more = {"A (b) c.md": HEAD + "x", "my (1) pic.png": "x"}
    posts, _ = converted(tmp_path, {**more, "From.md": HEAD + written + "\n"})
    assert posts["from"].split("---\n", 2)[2].strip() == becomes


@pytest.mark.parametrize("written", ["[[100% 50%25]]", "[100% 50%25](100%25%2050%2525.md)"])
def test_04_percent_signs_in_names(tmp_path: Path, written: str) -> None:
    assert body(tmp_path, written, {"100% 50%25.md": HEAD + "x"}) == "[100% 50%25](/posts/100-50-25/)"


@pytest.mark.parametrize(("name", "slug"), [("Q & A", "q-a"), ("Why? How", "why-how"), ("It's", "it-s")])
def test_05_signs_in_names_make_no_dead_addresses(tmp_path: Path, name: str, slug: str) -> None:
    assert body(tmp_path, f"[[{name}]]", {f"{name}.md": HEAD + "x"}) == f"[{name}](/posts/{slug}/)"


def test_06_accents_in_either_spelling_are_the_same_name(tmp_path: Path) -> None:
    composed, apart = "\u00fcber", "u\u0308ber"
    text = body(tmp_path, f"[[{composed}]] [[{apart}|x]]", {f"{apart}.md": HEAD + "x"})
    assert text == f"[{composed}](/posts/uber/) [x](/posts/uber/)"


def test_07_names_and_headings_in_chinese_have_addresses(tmp_path: Path) -> None:
    assert (
        body(tmp_path, "[[数据#小节 一|x]]") == "[x](/posts/%E6%95%B0%E6%8D%AE/#%E5%B0%8F%E8%8A%82-%E4%B8%80)"
    )


@pytest.mark.parametrize(
    "written",
    [
        "[[Other#My heading 1 2|x]]",
        "[[Other##My heading: 1/2!|x]]",
        "[[other#my HEADING: 1/2!|x]]",
        "[x](Other.md#My%20heading:%201/2!)",
        "[[Other#Other#My heading: 1/2!|x]]",
    ],
)
def test_08_links_to_headings(tmp_path: Path, written: str) -> None:
    assert body(tmp_path, written) == "[x](/posts/other/#my-heading-12)"


def test_08_a_link_to_the_heading_that_is_the_title_leads_to_the_note(tmp_path: Path) -> None:
    assert body(tmp_path, "[[Other#Other|x]]") == "[x](/posts/other/)"
    assert [t for t in told(tmp_path, "[[Other#Other|x]]") if "broken-link" in t] == []


def test_09_several_links_in_a_line(tmp_path: Path) -> None:
    text = body(tmp_path, "[[Other]][[Other|b]] (![[pic.png]]) [c](Other.md) `[[Other]]` [[Other|d]]")
    link = "/posts/other/"
    assert text == (f"[Other]({link})[b]({link}) (![](/pic.png)) [c]({link}) `[[Other]]` [d]({link})")


def test_10_bars_in_table_cells(tmp_path: Path) -> None:
    text = body(tmp_path, "| a | b |\n|---|---|\n| [[Other\\|x]] | ![[pic.png\\|alt\\|30]] |")
    assert text.splitlines()[2] == '| [x](/posts/other/) | <img src="/pic.png" width="30" alt="alt"> |'


def test_11_block_references_lead_to_blocks_and_ids_are_not_shown(tmp_path: Path) -> None:
    posts, _ = converted(tmp_path, {**NOTES, "A.md": HEAD + "[[Other#^blk|x]] here ^own\n"})
    assert "[x](/posts/other/#block-blk) here\n" in posts["a"]
    assert 'section <a id="block-blk"></a>\n' in posts["other"]


def test_12_an_embed_of_a_section_is_the_section(tmp_path: Path) -> None:
    text = body(tmp_path, "![[Other#My heading: 1/2!]]")
    assert "section\n\n### Deep\n\ndeep" in text
    assert "intro" not in text and "next" not in text


@pytest.mark.parametrize(
    ("embed", "words"),
    [
        ("![[Other]]", "intro"),
        ("![[Other#^blk]]", "section"),
        ("![x](Other.md)", "intro"),
        ("- ![[Other]]", "deep"),
    ],
)
def test_13_embeds_are_neither_missing_nor_empty(tmp_path: Path, embed: str, words: str) -> None:
    assert words in body(tmp_path, embed)


def test_14_dots_in_names_and_notes_named_like_pictures(tmp_path: Path) -> None:
    more = {"v1.2 notes.md": HEAD + "x", "pic.png.md": HEAD + "note", "007.jpg.md": HEAD + "x"}
    assert body(tmp_path, "[[v1.2 notes]]", more) == "[v1.2 notes](/posts/v1-2-notes/)"
    assert body(tmp_path, "[[pic.png]] [[007.jpg]]", more) == "[pic.png](/pic.png) [007.jpg](/posts/007-jpg/)"


def test_15_pictures_stay_pictures(tmp_path: Path) -> None:
    text = body(
        tmp_path, "![[pic.png]]\n\n![a|40](pic.png)\n\n![[pic.png|a b|40x30]]\n\n![x](https://e.com/p.png)"
    )
    assert text.split("\n\n") == [
        "![](/pic.png)",
        '<img src="/pic.png" width="40" alt="a">',
        '<img src="/pic.png" width="40" height="30" alt="a b">',
        "![x](https://e.com/p.png)",
    ]
    assert (tmp_path / "out/static/pic.png").is_file()


def test_16_a_callout_s_title_ends_with_its_line(tmp_path: Path) -> None:
    text = body(tmp_path, "> [!note] Title **x**\n> body [[Other|o]]")
    assert 'title="Title **x**"' in text
    assert "body [o](/posts/other/)" in text


def test_17_callouts_in_callouts_with_lists_and_in_embeds(tmp_path: Path) -> None:
    inner = HEAD + "> [!tip] In\n> - a\n>   - b\n>\n> > [!bug]- Deep\n> > x\n"
    text = body(tmp_path, "> [!note] Out\n> ![[Inner]]", {"Inner.md": inner})
    assert [text.count(f'type="{kind}"') for kind in ("note", "tip", "bug")] == [1, 1, 1]
    assert "- a\n  - b\n" in text


def test_18_lazy_lines_belong_to_their_callout(tmp_path: Path) -> None:
    text = body(tmp_path, "> [!note] T\nlazy\n\nout")
    assert (
        text.index("lazy") < text.index("/callout") < text.index("out\n" if text.endswith("\n") else "\nout")
    )


@pytest.mark.parametrize(
    ("head", "becomes"),
    [
        ("[!WARNING]", 'type="warning"'),
        ("[!see-also]", 'type="see-also" title="See also"'),
        ("[!note|wide]", 'attrs="wide"'),
        ("[!tldr]- T", 'title="T" fold="closed"'),
        ("[!faq]+", 'fold="open"'),
    ],
)
def test_19_types_titles_folds_and_metadata(tmp_path: Path, head: str, becomes: str) -> None:
    assert becomes in body(tmp_path, f"> {head}\n> x")


def test_20_comments_are_left_out_but_not_code(tmp_path: Path) -> None:
    text = body(tmp_path, "a %%H%% b `%%c%%`\n\n```\nx %% y\n%%\n```\n\n%%\nH\n\nH\n%%\n\n- %%H%% d")
    assert text == "a b `%%c%%`\n\n```\nx %% y\n%%\n```\n\n\n\n- d"


@pytest.mark.parametrize("written", [r"\#no", r"\[[no]]", r"`==no==`", r"\==no=="])
def test_21_what_is_escaped_stays_text(tmp_path: Path, written: str) -> None:
    posts, _ = converted(tmp_path, {"A.md": HEAD + written + "\n"})
    assert posts["a"].endswith(f"---\n{written}\n")
    assert "tags" not in posts["a"]


def test_22_tags_of_every_kind(tmp_path: Path) -> None:
    posts, _ = converted(tmp_path, {"A.md": HEAD + "#a/b #kebab-case #1st #🎉 #中文 x#no #12 (#no)\n"})
    assert 'tags:\n  - a/b\n  - kebab-case\n  - "1st"\n  - "🎉"\n  - 中文\n' in posts["a"]


@pytest.mark.parametrize(
    ("path", "properties", "date"),
    [
        ("A.md", "date: 2024-11-16", "2024-11-16"),
        ("A.md", "created: 2024-11-16T23:30:00", "2024-11-16T23:30:00"),
        ("A.md", 'date: "[[2024-11-16]]"', "2024-11-16"),
        ("A.md", "publishDate: 2024-11-16\ncreated: 2020-01-01", "2024-11-16"),
        ("2024-11-16 A.md", "title: A", "2024-11-16"),
    ],
)
def test_23_dates_are_the_days_that_are_written(
    tmp_path: Path, path: str, properties: str, date: str
) -> None:
    root = vault(tmp_path / "v", {path: f"---\n{properties}\n---\nx"})
    (post,) = read_site(root, source="obsidian").posts
    assert post.date is not None
    assert post.date.value.isoformat().removesuffix("T00:00:00") == date


@pytest.mark.parametrize("target", ["hexo", "hugo", "jekyll"])
def test_24_nothing_private_gets_out(tmp_path: Path, target: str) -> None:
    text = HEAD + "[[Private|x]] ![[Private]] ![y](Private.md) %%HIDDEN [[Draft]]%% [[Draft]]\n"
    _, found = converted(tmp_path, {**NOTES, "A.md": text}, target)
    assert [d.path for d in found if "stays in the vault" in d.message] == ["secret.png"]
    written = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert not any(p.name == "secret.png" for p in written)
    assert [p for p, content in written.items() if b"HIDDEN" in content] == []
    shown = {
        p: c
        for p, c in written.items()
        if p.name.lower().removesuffix(".md").endswith("a") and p.suffix == ".md"
    }
    assert shown
    assert not any(b"PRIVATETEXT" in content or b"DRAFTTEXT" in content for content in shown.values())


def test_25_links_to_unpublished_notes_are_text_and_told_with_their_line(tmp_path: Path) -> None:
    assert body(tmp_path, "a\n\n[[Private|x]], [[Nowhere]] and [y](Draft.md)") == "a\n\nx, Nowhere and y"
    found = told(tmp_path, "a\n\n[[Private|x]], [[Nowhere]] and [y](Draft.md)")
    assert (
        "6: unpublished-link: it leads to Private.md, which is not published; only its text is kept" in found
    )
    assert "6: unpublished-link: it leads to Draft.md, which is not published; only its text is kept" in found
    assert [t for t in found if "fallback" in t and t.startswith("6: ")]


def test_26_links_in_properties_are_text(tmp_path: Path) -> None:
    properties = 'date: 2024-01-02\nup: "[[Other|the other]]"\nrelated:\n  - "[[数据]]"\n'
    posts, _ = converted(tmp_path, {**NOTES, "A.md": f"---\n{properties}---\nx"})
    assert "up: the other\nrelated:\n  - 数据\n" in posts["a"]


def test_27_a_link_by_an_alias_is_told_with_the_link_that_works(tmp_path: Path) -> None:
    assert "4: broken-link: 'Data' is an alias, which no link leads by; write [[数据|Data]]" in told(
        tmp_path, "[[Data]]"
    )


def test_28_encoded_markdown_links_are_followed(tmp_path: Path) -> None:
    text = body(tmp_path, "[x](%E6%95%B0%E6%8D%AE.md) [y](./Other.md)")
    assert text == "[x](/posts/%E6%95%B0%E6%8D%AE/) [y](/posts/other/)"


def test_29_attachments_keep_their_names(tmp_path: Path) -> None:
    more = {"Files/My Photo (1).PNG": "x"}
    body(tmp_path, "![[My Photo (1).PNG]]", more)
    assert (tmp_path / "out/static/Files/My Photo (1).PNG").is_file()


def test_30_markdown_is_not_printed_again(tmp_path: Path) -> None:
    text = "* star list\n+ plus\n\nSetext\n======\n\n__bold__ *em* \\* $a_b$\n\n| a|b |\n|-|-|\n|1|2|\n"
    text += "\n[brackets] & <b>x</b>"
    assert body(tmp_path, text) == text


def test_31_what_plugins_show_is_reported_by_note_and_line(tmp_path: Path) -> None:
    found = told(tmp_path, "a\n\n```dataview\nLIST\n```\n\n![[board.canvas]]", {"board.canvas": "{}"})
    assert any(t.startswith("6: fallback: widget") for t in found)
    assert any(t.startswith("10: plugin-output") for t in found)


def test_32_names_that_differ_in_case_only(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", {"Note.md": HEAD + "x", "sub/note.md": HEAD + "y"})
    site = read_site(root, source="obsidian")
    assert len({post.address.lower() for post in site.posts}) == 2


def test_32_titles_that_differ_in_case_only_are_two_notes(tmp_path: Path) -> None:
    blog = tmp_path / "b"
    files = {
        "_config.yml": "title: T\n", "package.json": '{"dependencies": {"hexo": "8"}}',
        "source/_posts/a.md": "---\ntitle: Note\ndate: 2024-01-02\n---\n[x](/2024/01/02/b/)\n",
        "source/_posts/b.md": "---\ntitle: nOTE\ndate: 2024-01-02\n---\nx\n",
    }  # fmt: skip
    vault(blog, files)
    shutil.rmtree(blog / ".obsidian")
    convert(blog, tmp_path / "v", source="hexo", target="obsidian")
    assert sorted(p.name for p in (tmp_path / "v/Posts").iterdir()) == ["Note.md", "nOTE 1.md"]
    assert "[[nOTE 1|x]]" in (tmp_path / "v/Posts/Note.md").read_text("utf-8")


# File names


@pytest.mark.parametrize(
    "title",
    ["CON", "lpt1.txt", "...", "a" * 500, "字" * 300, "a/b\\c:d*e?f", "x.", " . ", "[[x]] ^a #b | %%"],
)
def test_every_title_is_a_file_name_on_every_system(title: str) -> None:
    name = file_name(title)
    assert name == name.strip()
    assert not set(name) & set('\\/:*?"<>|#^[]')
    assert 0 < len(name.encode()) <= 240
    assert not name.startswith(".") and not name.endswith(".") and "%%" not in name
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


# Dates from Git


def commit(root: Path, date: str, *arguments: str) -> None:
    env = os.environ | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", "add", "-A"], cwd=root, env=env, check=True)
    subprocess.run(["git", *who, "commit", "-q", "-m", "x", *arguments], cwd=root, env=env, check=True)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A vault in a folder of a repository: a note without dates that was renamed and edited, one with a date."""
    root = vault(
        tmp_path / "repo" / "vault", {"Old name.md": "one\ntwo\nthree\nfour\n", "Dated.md": HEAD + "x"}
    )
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "repo", check=True)
    commit(root, "2020-01-01T10:00:00+08:00")
    (root / "Old name.md").rename(root / "数据.md")
    commit(root, "2021-01-01T10:00:00+08:00")
    (root / "数据.md").write_text("one\ntwo\nthree\nfive\n", "utf-8")
    (root / "Dated.md").write_text(HEAD + "y", "utf-8")
    commit(root, "2022-02-02T10:00:00+08:00")
    (root / "New.md").write_text("never committed\n", "utf-8")
    return root


def test_dates_come_from_git_where_that_is_asked_for(history: Path) -> None:
    site = read_site(history, source="obsidian", read=ReadOptions(git_dates=True))
    posts = {post.path: post for post in site.posts}
    assert posts["数据.md"].date and posts["数据.md"].updated
    assert posts["数据.md"].date.value.isoformat() == "2020-01-01T10:00:00+08:00"
    assert posts["数据.md"].updated.value.isoformat() == "2022-02-02T10:00:00+08:00"
    assert posts["Dated.md"].date and posts["Dated.md"].date.raw == "2024-01-02"
    assert posts["New.md"].date and posts["New.md"].date.value.year > 2022


def test_else_git_is_not_asked(history: Path) -> None:
    posts = {post.path: post for post in read_site(history, source="obsidian").posts}
    assert posts["数据.md"].date and posts["数据.md"].date.value.year > 2022
    assert posts["数据.md"].updated is None


@pytest.mark.parametrize("shallow", [False, True])
def test_a_history_that_tells_nothing_is_told(history: Path, tmp_path: Path, shallow: bool) -> None:
    root = vault(tmp_path / "plain", {"A.md": "x"})
    if shallow:
        source = f"file://{history.parent}"
        subprocess.run(["git", "clone", "-q", "--depth=1", source, str(tmp_path / "clone")], check=True)
        root = tmp_path / "clone" / "vault"
    report = convert(
        root,
        tmp_path / "out",
        source="obsidian",
        target="hugo",
        read=ReadOptions(git_dates=True),
        dry_run=True,
    )
    assert [d.code for d in report.diagnostics if d.code == "no-history"] == ["no-history"]


# Following links


FOLLOWED = {
    "Posts/A.md": HEAD + "[[B]] and [p](Private.md) %%[[Hidden]]%%\n",
    "Notes/B.md": "bee ![[C]]\n",
    "Notes/C.md": "sea [[A]] [[Draft]]\n",
    "Notes/Hidden.md": "x\n",
    "Notes/Private.md": "---\npublish: false\n---\nx\n",
    "Notes/Draft.md": "---\ndraft: true\n---\nx\n",
    "Notes/Alone.md": "x\n",
    "Templates/T.md": "x\n",
}


def test_notes_that_posts_lead_to_are_pages_where_that_is_asked_for(tmp_path: Path) -> None:
    posts, found = converted(tmp_path, FOLLOWED, follow_links=True)
    assert "[B](/b/) and p" in posts["a"]
    assert "sea" in posts["b"] and "[A](/posts/a/) Draft" in posts["c"]
    assert {"hidden", "private", "draft", "alone", "t"}.isdisjoint(posts)
    assert [(d.path, d.message) for d in found if d.code == "followed-link"] == [
        ("Notes/B.md", "published, since Posts/A.md leads to it"),
        ("Notes/C.md", "published, since Notes/B.md leads to it"),
    ]


def test_else_they_stay_in_the_vault(tmp_path: Path) -> None:
    posts, _ = converted(tmp_path, FOLLOWED)
    assert "B and p" in posts["a"]
    assert "b" not in posts

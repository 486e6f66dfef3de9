"""Writing vaults: names, properties, links, pictures, settings; and the way back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from blogconv.api import convert, convert_text, read_site
from blogconv.body import apply
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, WriteOptions, reader
from blogconv.engines.obsidian.guard import guard_for
from blogconv.model import Dialect, Kind, Post
from blogconv.report import Report
from blogconv.tables import Rows

EXAMPLES = Path(__file__).parents[2] / "examples"
CONFIG = (
    "title: T\nurl: https://blog.example\npermalink: :year/:month/:day/:title/\ntimezone: Asia/Shanghai\n"
)


def blog(root: Path, files: dict[str, str], config: str = CONFIG) -> Path:
    """A Hexo blog."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "_config.yml").write_text(config, "utf-8")
    (root / "package.json").write_text('{"dependencies": {"hexo": "8"}}', "utf-8")
    for path, text in files.items():
        (root / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "source" / path).write_text(text, "utf-8")
    return root


def to_vault(root: Path, out: Path, **options: Any) -> Report:
    return convert(root, out, source="hexo", target="obsidian", write=WriteOptions(**options))


def note(vault: Path, name: str) -> str:
    return (vault / f"{name}.md").read_text("utf-8")


def text_of(vault: Path, name: str) -> str:
    return note(vault, name).split("---\n", 2)[2]


POST = "---\ntitle: {title}\ndate: 2024-01-02 03:04:05\n---\n{body}"


def one(tmp_path: Path, body: str, **more: str) -> str:
    """What becomes of a post's body, with another post and files beside it."""
    files = {
        "_posts/a.md": POST.format(title="A", body=body),
        "_posts/other.md": POST.format(
            title="'The [other]: post'", body='# One\n\n## It\'s "two"\n\n# Three\n\n## It\'s "two"\n'
        ),
        "_posts/数据.md": POST.format(title="数据", body="x"),
        "about/index.md": "---\ntitle: About me\n---\nx",
        "images/a b.png": "png",
        "files/x.pdf": "pdf",
        **more,
    }
    to_vault(blog(tmp_path / "blog", files), tmp_path / "vault")
    return text_of(tmp_path / "vault", "Posts/A")


# Links and pictures


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[t](/2024/01/02/other/)", "[[The other post|t]]"),
        ("[The other post](/2024/01/02/other/)", "[[The other post]]"),
        ("[t](https://blog.example/2024/01/02/other/)", "[[The other post|t]]"),
        ("[t](../other/)", "[[The other post|t]]"),
        ("[t](/2024/01/02/other/index.html)", "[[The other post|t]]"),
        ("[t](/2024/01/02/%E6%95%B0%E6%8D%AE/)", "[[数据|t]]"),
        ("[t](/about/)", "[[About me|t]]"),
        ("[t](/2024/01/02/other/#It-s-two)", '[[The other post#It\'s "two"|t]]'),
        ("[t](/2024/01/02/other/#It-s-two-1)", '[[The other post#Three#It\'s "two"|t]]'),
        ("[t](/2024/01/02/other/#none)", "[[The other post|t]]"),
        ("[*t*](/2024/01/02/other/)", "[*t*](Posts/The%20other%20post.md)"),
        ('[t](/2024/01/02/other/ "more")', '[t](Posts/The%20other%20post.md "more")'),
        ("[t](/files/x.pdf)", "[[attachments/files/x.pdf|t]]"),
        ("![alt](/images/a%20b.png)", "![[attachments/images/a b.png|alt]]"),
        ('![alt](/images/a%20b.png "more")', '![alt](attachments/images/a%20b.png "more")'),
        ('<img src="/images/a b.png" width="30" alt="x">', "![[attachments/images/a b.png|x|30]]"),
        ('<a href="/about/">t</a>', "[[About me|t]]"),
        ("[t](/tags/x/)", "[t](https://blog.example/tags/x/)"),
        ("[t](https://e.com/2024/01/02/other/)", "[t](https://e.com/2024/01/02/other/)"),
        ("[t][r]\n\n[r]: /about/", "[t][r]\n\n[r]: Pages/About%20me.md"),
        ("`[t](/about/)`", "`[t](/about/)`"),
        ("| a |\n|---|\n| [t](/about/) |", "| a |\n|---|\n| [[About me\\|t]] |"),
        ("[t](#x)\n\n# x", "[[#x|t]]\n\n# x"),
        ("[t](#none)", "[t](#none)"),
        ("{% post_link 数据 %}", "[[数据]]"),
        ("[a_b](/about/) [`x`](/about/)", "[[About me|a_b]] [`x`](Pages/About%20me.md)"),
    ],
)
def test_link(tmp_path: Path, link: str, written: str) -> None:
    assert one(tmp_path, link).rstrip("\n") == written


def test_links_can_be_markdown(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": POST.format(title="A", body="[t](/2024/01/02/b/#X-y) ![p](/i/p.png)"),
        "_posts/b.md": POST.format(title="B (1)", body="# X y"),
        "i/p.png": "png",
    }
    to_vault(blog(tmp_path / "b", files), tmp_path / "v", links="markdown", attachments="files/")
    assert text_of(tmp_path / "v", "Posts/A") == "[t](Posts/B%20%281%29.md#X%20y) ![p](files/i/p.png)"
    assert json.loads((tmp_path / "v/.obsidian/app.json").read_text("utf-8"))["useMarkdownLinks"] is True


def test_a_name_that_is_not_unique_is_linked_with_its_folder(tmp_path: Path) -> None:
    files = {
        "_posts/about.md": POST.format(title="About me", body="x"),
        "_posts/z.md": POST.format(title="z", body=""),
    }
    written = one(tmp_path, "[a](/about/) [b](/2024/01/02/about/) [z](/2024/01/02/z/)", **files)
    assert written == "[[Pages/About me|a]] [[Posts/About me|b]] [[z]]"


def test_a_figure_keeps_its_caption(tmp_path: Path) -> None:
    html = '<figure>\n<img src="/images/a b.png">\n<figcaption>Some <em>text</em></figcaption>\n</figure>\n'
    assert one(tmp_path, html) == "![[attachments/images/a b.png]]\n*Some text*\n"


def test_html_that_cannot_be_markdown_is_loaded_from_the_old_blog(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": POST.format(title="A", body='<div><img src="/p.png" alt="x"></div>'),
        "p.png": "png",
    }
    report = to_vault(blog(tmp_path / "b", files), tmp_path / "v")
    assert text_of(tmp_path / "v", "Posts/A") == '<div><img src="https://blog.example/p.png" alt="x"></div>'
    assert "html-file" in {d.code for d in report.diagnostics}


def test_files_of_a_post_go_into_a_folder_of_its_name(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": POST.format(title="A: b", body="{% asset_img p#1.png %}"),
        "_posts/a/p#1.png": "png",
    }
    to_vault(blog(tmp_path / "b", files, CONFIG + "post_asset_folder: true\n"), tmp_path / "v")
    assert text_of(tmp_path / "v", "Posts/A b") == "![[attachments/A b/p1.png]]"
    assert (tmp_path / "v/attachments/A b/p1.png").read_text("utf-8") == "png"


# Properties


def properties(tmp_path: Path, lines: str, name: str = "T", config: str = CONFIG) -> str:
    files = {"_posts/p.md": f"---\n{lines}\n---\nx"}
    to_vault(blog(tmp_path / "blog", files, config), tmp_path / "vault")
    return note(tmp_path / "vault", f"Posts/{name}").split("---\n")[1]


def test_properties_keep_their_order_and_comments(tmp_path: Path) -> None:
    lines = "# first\ntitle: T\nown: [1, 2] # mine\ndate: 2024-01-02 03:04:05\ncategory: C\nlayout: post"
    assert properties(tmp_path, lines) == (
        "# first\ntitle: T\nown: [1, 2] # mine\ndate: 2024-01-02T03:04:05\ncategories:\n  - C\n"
        "permalink: 2024/01/02/p/\n"
    )


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        ("date: 2024-01-02", "date: 2024-01-02\n"),
        ("date: 2024-01-02 03:04:05\nupdated: 2024-02-03 04:05:06", "updated: 2024-02-03T04:05:06\n"),
        (
            "tags: [my tag, C#, Node.js, '2024', 标签]",
            "tags: [my-tag, csharp, Nodejs, y2024, 标签]\n",
        ),
        ("categories:\n  - [A, B]\n  - [C]", "categories:\n  - A/B\n  - C\n"),
        ("published: false", "draft: true\npublish: false\n"),
        ("permalink: /x/y.html", "permalink: x/y.html\n"),
        ("number: '010'", "number: '010'\n"),
        ("nested: {a: [1]}", "nested: {a: [1]}\n"),
    ],
)
def test_property(tmp_path: Path, lines: str, written: str) -> None:
    date = "" if "date" in lines else "date: 2024-01-02 03:04:05\n"
    assert written in properties(tmp_path, f"title: T\n{date}{lines}")


def test_a_title_that_is_no_file_name_is_kept_as_title_and_alias(tmp_path: Path) -> None:
    written = properties(tmp_path, "title: 'C#: why?'\ndate: 2024-01-02 03:04:05", name="C why")
    assert "title: 'C#: why?'\n" in written
    assert 'aliases:\n  - "C#: why?"\n' in written


def test_two_posts_of_one_title(tmp_path: Path) -> None:
    files = {f"_posts/{n}.md": POST.format(title=t, body=n) for n, t in (("a", "Same"), ("b", "same"))}
    report = to_vault(blog(tmp_path / "b", files), tmp_path / "v")
    assert text_of(tmp_path / "v", "Posts/Same") == "a"
    assert text_of(tmp_path / "v", "Posts/same 1") == "b"
    assert "renamed" in {d.code for d in report.diagnostics}


def test_a_cover_is_a_path_in_the_vault(tmp_path: Path) -> None:
    files = {"_posts/p.md": "---\ntitle: T\ncover: /i/a b.png\ndate: 2024-01-02\n---\n", "i/a b.png": "png"}
    to_vault(blog(tmp_path / "b", files), tmp_path / "v")
    assert "cover: attachments/i/a b.png\n" in note(tmp_path / "v", "Posts/T")


def test_addresses_are_left_out_on_wish(tmp_path: Path) -> None:
    files = {"_posts/p.md": POST.format(title="T", body="x")}
    to_vault(blog(tmp_path / "b", files), tmp_path / "v", pin="none")
    assert "permalink" not in note(tmp_path / "v", "Posts/T")


# Text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a [[b]] c", "a \\[\\[b]] c"),
        ("[[t]](u)", "[\\[t]](u)"),
        ("x[[^1]]y", "x\\[[^1]]y"),
        ("%%x%% 50%", "%\\%x%\\% 50%"),
        ("#tag C# #1 (#a) # h", "\\#tag C# #1 (#a) # h"),
        ("==x== a == b", "=\\=x=\\= a == b"),
        ("a ^id\n", "a \\^id\n"),
        ("`[[x]] == %% #t`", "`[[x]] == %% #t`"),
        ("```\n[[x]] %%\n```", "```\n[[x]] %%\n```"),
        ("text\n==\n", "text\n==\n"),
        ("https://e.com/#tag?a==b==c", "https://e.com/#tag?a==b==c"),
    ],
)
def test_text_that_obsidian_would_read_is_shielded(text: str, written: str) -> None:
    done = apply(guard_for(Dialect())(text), text)
    assert done == written
    assert apply(guard_for(Dialect())(done), done) == done
    scanner = reader("obsidian").scanner(reader("obsidian").blank(), Rows("obsidian"))
    assert {s.construct.kind for s in scanner.scan(done).constructs if s.construct} <= {"post-link"}


def test_highlights_of_the_source_stay() -> None:
    assert guard_for(Dialect(mark=True))("==x==") == []


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("{% note info %}\nHi\n{% endnote %}", "> [!info]\n> Hi"),
        ("```js app.js\nx\n```", "**app.js**\n\n```js\nx\n```"),
        (
            "- a\n\n  ```js a.js https://e.com view\n  x\n  ```",
            "- a\n\n  **a.js** [view](https://e.com)\n\n  ```js\n  x\n  ```",
        ),
        ("text\n| a |\n|---|\n| b |", "text\n\n| a |\n|---|\n| b |"),
        ("# h\n| a |\n|---|\n| b |", "# h\n| a |\n|---|\n| b |"),
        ("a<!-- more -->b", "a<!-- more -->b"),
    ],
)
def test_body(body: str, written: str) -> None:
    text = POST.format(title="A", body=body)
    converted, _ = convert_text(text, source="hexo", target="obsidian", flavours=("next",))
    assert converted.split("---\n", 2)[2].rstrip("\n") == written


def test_a_page_without_the_theme_is_a_file(tmp_path: Path) -> None:
    page = "---\nlayout: false\n---\n<p>own</p>\n"
    files = {"_posts/a.md": POST.format(title="A", body="[d](/demo/x.html)"), "demo/x.html": page}
    to_vault(blog(tmp_path / "b", files), tmp_path / "v")
    assert (tmp_path / "v/attachments/demo/x.html").read_text("utf-8") == "<p>own</p>\n"
    assert text_of(tmp_path / "v", "Posts/A") == "[[attachments/demo/x.html|d]]"


# Settings


def test_settings_of_a_new_vault(tmp_path: Path) -> None:
    files = {"_posts/a.md": POST.format(title="A", body="x"), "x.gpx": "gpx"}
    to_vault(blog(tmp_path / "b", files), tmp_path / "v")
    assert json.loads((tmp_path / "v/.obsidian/app.json").read_text("utf-8")) == {
        "strictLineBreaks": False,
        "attachmentFolderPath": "attachments",
        "newLinkFormat": "shortest",
        "useMarkdownLinks": False,
        "showUnsupportedFiles": True,
    }
    types = json.loads((tmp_path / "v/.obsidian/types.json").read_text("utf-8"))["types"]
    assert (types["date"], types["tags"], types["draft"]) == ("datetime", "tags", "checkbox")


def test_newlines_that_the_source_ignored_are_ignored(tmp_path: Path) -> None:
    config = CONFIG + "marked: {breaks: false}\n"
    to_vault(
        blog(tmp_path / "b", {"_posts/a.md": POST.format(title="A", body="x\ny")}, config), tmp_path / "v"
    )
    assert json.loads((tmp_path / "v/.obsidian/app.json").read_text("utf-8"))["strictLineBreaks"] is True
    assert text_of(tmp_path / "v", "Posts/A") == "x\ny"


# The way back, and from a vault into a vault


def test_a_blog_comes_back_from_its_vault(tmp_path: Path) -> None:
    """Titles, dates, terms, addresses and statuses are the same when the written vault is read."""
    convert(EXAMPLES / "hexo-blog", tmp_path / "v", source="hexo", target="obsidian")
    old = read_site(EXAMPLES / "hexo-blog", source="hexo")
    new = read_site(tmp_path / "v", source="obsidian", read=ReadOptions(zone="Asia/Shanghai"))
    back = {post.address: post for post in new.posts}
    shown = [p for p in old.posts if p.markup == "markdown"]
    assert len(shown) > 55
    for post in shown:
        other = back[post.address]
        assert other.kind is post.kind
        assert (other.title or "") == (post.title or other.title)
        assert (other.status.value, other.categories) == (post.status.value, post.categories)
        assert (other.date and other.date.value) == (post.date and post.date.value.replace(tzinfo=None))
    assert new.dialect.hard_breaks == old.dialect.hard_breaks


def test_the_second_conversion_changes_nothing(tmp_path: Path) -> None:
    convert(EXAMPLES / "hexo-blog", tmp_path / "v", source="hexo", target="obsidian")
    again = convert(EXAMPLES / "hexo-blog", tmp_path / "v", source="hexo", target="obsidian")
    assert again.changes.written == []


def files_in(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_vault_goes_into_a_vault_byte_for_byte(tmp_path: Path) -> None:
    source = tmp_path / "old"
    shutil.copytree(EXAMPLES / "obsidian-vault", source)
    for path in (
        ".obsidian/workspace.json",
        ".obsidian/plugins/x/main.js",
        ".trash/Old.md",
        "public/Note.md",
    ):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes(b"own\r\n")
    convert(source, tmp_path / "v", source="obsidian", target="obsidian")
    after = files_in(tmp_path / "v")
    del after[".blogconv-manifest"]
    assert after == files_in(source)


OWN_SETTINGS = {
    ".obsidian/app.json": b'{"strictLineBreaks": true, "attachmentFolderPath": "x"}',
    ".obsidian/types.json": b'{"types": {"Date": "text", "tags": "tags"}}',
    ".obsidian/workspace.json": b"{}",
    ".obsidian/plugins/x/data.json": b"not json",
}


def own_vault(root: Path) -> Path:
    for path, content in OWN_SETTINGS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def test_settings_of_the_vault_that_is_written_into_stay(tmp_path: Path) -> None:
    vault = own_vault(tmp_path / "v")
    source = blog(tmp_path / "b", {"_posts/a.md": POST.format(title="A", body="x")})
    for _ in range(2):
        report = convert(source, vault, source="hexo", target="obsidian", force=True)
        assert files_in(vault).items() >= OWN_SETTINGS.items()
        assert [str(d.message) for d in report.diagnostics if d.code == "owner-setting"] == [
            (
                "turn 'Editor > Strict line breaks' off (strictLineBreaks: false): "
                "else the notes' line breaks are not those of the blog"
            ),
            "set the type of the property 'date' to datetime: it is text, and marks the values as wrong",
        ]
    assert note(vault, "Posts/A")
    assert "app.json" not in (vault / ".blogconv-manifest").read_text("utf-8")


def test_settings_that_fit_need_no_word(tmp_path: Path) -> None:
    vault = tmp_path / "v"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / ".obsidian" / "app.json").write_text('{"useMarkdownLinks": true}', "utf-8")
    report = convert(
        blog(tmp_path / "b", {"_posts/a.md": POST.format(title="A", body="x")}), vault,
        source="hexo", target="obsidian", force=True,
    )  # fmt: skip
    assert "owner-setting" not in {d.code for d in report.diagnostics}
    assert (vault / ".obsidian" / "types.json").is_file()


def test_settings_that_are_broken_are_not_touched(tmp_path: Path) -> None:
    vault = tmp_path / "v"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / ".obsidian" / "app.json").write_bytes(b"{")
    config = CONFIG + "marked:\n  breaks: false\n"
    source = blog(tmp_path / "b", {"_posts/a.md": POST.format(title="A", body="x")}, config)
    report = convert(source, vault, source="hexo", target="obsidian", force=True)
    assert (vault / ".obsidian" / "app.json").read_bytes() == b"{"
    assert "Strict line breaks' on" in next(
        d.message for d in report.diagnostics if d.code == "owner-setting"
    )


def test_a_vault_does_not_bring_its_settings_into_one_that_has_some(tmp_path: Path) -> None:
    vault = own_vault(tmp_path / "v")
    report = convert(EXAMPLES / "obsidian-vault", vault, source="obsidian", target="obsidian", force=True)
    assert files_in(vault).items() >= OWN_SETTINGS.items()
    told = {d.path for d in report.diagnostics if d.code == "owner-setting"}
    assert told == {".obsidian/app.json", ".obsidian/types.json"}
    assert (vault / ".obsidian" / "daily-notes.json").is_file()


def test_settings_that_we_wrote_follow_the_blog(tmp_path: Path) -> None:
    files = {"_posts/a.md": POST.format(title="A", body="x")}
    vault = tmp_path / "v"
    to_vault(blog(tmp_path / "b", files), vault)
    to_vault(blog(tmp_path / "b", files, CONFIG + "marked:\n  breaks: false\n"), vault)
    assert json.loads((vault / ".obsidian" / "app.json").read_text("utf-8"))["strictLineBreaks"] is True


@pytest.mark.parametrize("engine", ["hexo", "hugo", "jekyll", "obsidian"])
def test_a_post_that_a_script_leaves_out_does_not_come_along_as_a_file(tmp_path: Path, engine: str) -> None:
    source = EXAMPLES / ("obsidian-vault" if engine == "obsidian" else f"{engine}-blog")
    gone = next(p.path for p in read_site(source, source=engine).posts if p.kind is Kind.POST)

    def without(post: Post) -> Post | None:
        return None if post.path == gone else post

    convert(source, tmp_path / "v", source=engine, target=engine, on_post=without)
    assert (source / gone).is_file()
    assert not (tmp_path / "v" / gone).exists()


def test_a_changed_note_of_a_vault_is_written_anew(tmp_path: Path) -> None:
    def change(post: Post) -> Post:
        if post.title != "Tools I keep" or post.kind is not Kind.POST:
            return post
        return replace(post, body=(post.body or "").replace("Three tools", "Four tools, [[About]]"))

    convert(EXAMPLES / "obsidian-vault", tmp_path / "v", source="obsidian", target="obsidian", on_post=change)
    assert "Four tools, [[About]], and what" in note(tmp_path / "v", "Posts/Tools I keep")
    same = "Posts/清晨的湖.md"
    assert (tmp_path / "v" / same).read_bytes() == (EXAMPLES / "obsidian-vault" / same).read_bytes()


def test_diagnostics_name_the_post(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": POST.format(title="A", body="[t](/2024/01/02/b/#none)"),
        "_posts/b.md": POST.format(title="B", body=""),
    }
    report = to_vault(blog(tmp_path / "b", files), tmp_path / "v")
    (found,) = [d for d in report.diagnostics if d.code == "broken-link"]
    assert found.path == "source/_posts/a.md"
    assert Diagnostics([found])

"""The post that a person asked about: quoted scalars, a container right behind the front matter, then a heading."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from lxml import html

import blogconv
from engines.conftest import BUILDERS
from engines.harness import build_hugo
from engines.jekyll_harness import write_files

POST = """---
title: "自由"
id: 42
date: 2025-11-10 20:41:49
categories: "随笔"
tags: ["自由幻想"]
cover: "/images/cover.png"
---
:::note
风从窗口进来，**不用**敲门。
:::

## 第一节

正文。
"""


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    posts = tmp_path / "blog" / "source" / "_posts"
    posts.mkdir(parents=True)
    (posts / "ziyou.md").write_text(POST, "utf-8")
    (tmp_path / "blog" / "_config.yml").write_text(
        "title: B\nurl: https://blog.example\npermalink: :year/:month/:day/:title/\ntimezone: Asia/Shanghai\n",
        "utf-8",
    )
    (tmp_path / "blog" / "package.json").write_text(
        '{"hexo": {"version": "8.1.2"}, "dependencies": {"hexo": "8"}}', "utf-8"
    )
    return tmp_path / "blog"


@pytest.mark.engine("hugo")
def test_it_becomes_a_callout_and_a_heading_at_its_old_address(blog: Path, tmp_path: Path) -> None:
    blogconv.convert(blog, tmp_path / "site", source="hexo", target="hugo")
    written = (tmp_path / "site" / "content" / "posts" / "ziyou.md").read_text("utf-8")
    head, _, body = POST.partition(":::note")
    assert written.startswith(head)
    assert written == POST.replace(":::note", '{{< callout type="note" >}}').replace(
        ":::", "{{< /callout >}}"
    )
    assert body
    page = build_hugo(tmp_path / "site", tmp_path / "public").out / "2025/11/10/ziyou/index.html"
    shown = page.read_text("utf-8")
    callout, heading = shown.index("bc-callout-note"), shown.index("第一节</h2>")
    assert callout < shown.index("<p>风从窗口进来，<strong>不用</strong>敲门。</p>") < heading


@pytest.mark.parametrize(
    ("target", "path", "mark"),
    [
        ("jekyll", "_posts/2025-11-10-ziyou.md", '{% include blogconv/callout-open.html type="note" %}'),
        ("obsidian", None, "> [!note]\n> 风从窗口进来，**不用**敲门。"),
    ],
)
def test_it_becomes_a_callout_elsewhere(
    blog: Path, tmp_path: Path, target: str, path: str | None, mark: str
) -> None:
    blogconv.convert(blog, tmp_path / "site", source="hexo", target=target)
    place = tmp_path / "site" / path if path else next((tmp_path / "site").rglob("*自由*.md"))
    text = place.read_text("utf-8")
    assert mark in text
    assert "风从窗口进来，**不用**敲门。" in text


HEAD = POST.partition(":::note")[0]
TAIL = "\n## 第一节\n\n正文。\n"
NOTE = "风从窗口进来，**不用**敲门。"
SPELLINGS = {
    "hexo": f":::note\n{NOTE}\n:::\n",
    "hugo": f'{{{{< callout type="note" >}}}}\n{NOTE}\n{{{{< /callout >}}}}\n',
    "jekyll": '{% include blogconv/callout-open.html type="note" %}\n\n'
    f"{NOTE}\n\n{{% include blogconv/callout-close.html %}}\n",
    "obsidian": f"> [!note]\n> {NOTE}\n",
}
"""The note as an author of each engine writes it."""
WRITTEN = {
    "hexo": f"{{% bc_callout type=note %}}\n{NOTE}\n{{% endbc_callout %}}",
    "hugo": f'{{{{< callout type="note" >}}}}\n{NOTE}\n{{{{< /callout >}}}}',
    "jekyll": f'{{% include blogconv/callout-open.html type="note" %}}\n\n{NOTE}\n\n'
    "{% include blogconv/callout-close.html %}",
    "obsidian": f"> [!note]\n> {NOTE}",
}
"""The note as it is written for each engine."""
SITES = {
    "hexo": {
        "_config.yml": "title: B\nurl: https://blog.example\npermalink: :year/:month/:day/:title/\n",
        "package.json": '{"hexo": {"version": "8.1.2"}, "dependencies": {"hexo": "8"}}',
        "source/_posts/ziyou.md": "",
    },
    "hugo": {
        "hugo.toml": 'title = "B"\nbaseURL = "https://blog.example/"\n'
        '[permalinks]\nposts = "/:year/:month/:day/:contentbasename/"\n',
        "content/posts/ziyou.md": "",
    },
    "jekyll": {
        "_config.yml": "title: B\nurl: https://blog.example\npermalink: /:year/:month/:day/:title/\n",
        "_posts/2025-11-10-ziyou.md": "",
    },
    "obsidian": {".obsidian/app.json": "{}", "Posts/ziyou.md": ""},
}
"""A site of each engine; the empty file is the post."""


@pytest.mark.engine("hexo", "hugo", "jekyll")
@pytest.mark.parametrize(("source", "target"), list(permutations(SITES, 2)))
def test_each_spelling_becomes_a_callout_of_each_engine(source: str, target: str, tmp_path: Path) -> None:
    """The note's text stands in a callout of the type note, and the heading behind it."""
    post = HEAD + SPELLINGS[source] + TAIL
    write_files(tmp_path / "old", {name: text or post for name, text in SITES[source].items()})
    blogconv.convert(tmp_path / "old", tmp_path / "new", source=source, target=target)
    texts = [p.read_text("utf-8") for p in (tmp_path / "new").rglob("*.md")]
    assert sum(WRITTEN[target] in text for text in texts) == 1
    if target in BUILDERS:
        built = BUILDERS[target](tmp_path / "new", tmp_path / "public")
        folder = "自由" if source == "obsidian" else "ziyou"
        pages = [html.parse(p) for p in built.out.rglob(f"{folder}/index.html")]
        assert len(pages) == 1
        callouts = pages[0].xpath("//*[contains(concat(' ', @class, ' '), ' bc-callout-note ')]")
        assert len(callouts) == 1
        assert callouts[0].xpath(".//p[strong = '不用']")[0].text_content() == NOTE.replace("*", "")
        assert callouts[0].xpath("following::h2")[0].text_content().strip("#") == "第一节"

"""The post that a person asked about: quoted scalars, a container right behind the front matter, then a heading."""

from __future__ import annotations

from pathlib import Path

import pytest

import blogconv
from engines.harness import build_hugo

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

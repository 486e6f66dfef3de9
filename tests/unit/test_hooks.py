"""What a migration script sets on a post, without an entry in its front matter, reaches the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import blogconv
from blogconv import Moment, Post, Status
from blogconv.frontmatter import GOCCY, parse
from blogconv.model import Value

OLD = "---\ntitle: Old\ndate: 2020-01-02 03:04:05\ntags: [x, y]\ncategories: [p]\nfoo: bar # why\n---\nBODY\n"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    root = tmp_path / "src"
    (root / "source/_posts").mkdir(parents=True)
    (root / "_config.yml").write_text("title: T\nurl: https://example.org\n", encoding="utf-8")
    (root / "package.json").write_text('{"dependencies": {"hexo": "8"}}', encoding="utf-8")
    (root / "source/_posts/a.md").write_text(OLD, encoding="utf-8")
    return root


def front_matter(path: Path) -> dict[str, Value]:
    data = path.read_text(encoding="utf-8").split("---\n")[1]
    return {entry.key: entry.value for entry in parse(data, "yaml", GOCCY).entries}


def changed(post: Post) -> Post:
    return replace(
        post,
        title="New",
        tags=("z",),
        categories=(("c", "d"),),
        date=Moment.of(datetime(2021, 1, 1)),
        updated=Moment.of(datetime(2021, 2, 2)),
        description="What it is about",
        status=Status.DRAFT,
    )


def made(post: Post) -> Iterator[Post]:
    yield post
    yield Post(
        "source/_posts/fresh.md",
        title="Fresh",
        slug="fresh",
        tags=("t",),
        categories=(("A", "B"),),
        date=Moment.of(datetime(2022, 2, 2)),
        updated=Moment.of(datetime(2022, 3, 3)),
        description="Made by hand",
        body="Hello\n",
    )


def test_fields_that_a_hook_changes_are_written_for_hugo(blog: Path, tmp_path: Path) -> None:
    blogconv.convert(blog, tmp_path / "dst", source="hexo", target="hugo", on_post=changed)
    path = tmp_path / "dst/content/posts/a.md"
    assert "foo: bar # why" in path.read_text(encoding="utf-8")
    assert front_matter(path) == {
        "title": "New",
        "date": "2021-01-01 00:00:00",
        "tags": ["z"],
        "categories": ["c/d"],
        "foo": "bar",
        "lastmod": "2021-02-02 00:00:00",
        "description": "What it is about",
        "draft": True,
        "url": "/2020/01/02/a/",
    }


def test_a_post_that_a_hook_makes_is_written_for_hugo(blog: Path, tmp_path: Path) -> None:
    report = blogconv.convert(blog, tmp_path / "dst", source="hexo", target="hugo", on_post=made)
    assert report.posts == 2
    assert not any(d.code in ("address-slash", "address-changed") for d in report.diagnostics)
    assert front_matter(tmp_path / "dst/content/posts/fresh.md") == {
        "title": "Fresh",
        "date": "2022-02-02 00:00:00",
        "tags": ["t"],
        "categories": ["A/B"],
        "lastmod": "2022-03-03 00:00:00",
        "description": "Made by hand",
    }


@pytest.mark.parametrize("target", ["jekyll", "obsidian"])
def test_a_post_that_a_hook_makes_is_written_for_other_engines(
    blog: Path, tmp_path: Path, target: str
) -> None:
    blogconv.convert(blog, tmp_path / "dst", source="hexo", target=target, on_post=made)
    (path,) = (p for p in (tmp_path / "dst").rglob("*.md") if "fresh" in p.name.lower())
    found = front_matter(path)
    assert found["title"] == "Fresh" and found["tags"] == ["t"]
    assert not found.get("permalink")
    assert "Hello" in path.read_text(encoding="utf-8")

"""Real Hexo blogs by real people: they convert without a traceback or lost text, and the real Hugo builds them.

Skipped where the workshop's folder is not there. Nothing of them is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import blogconv
from blogconv import Kind
from engines.harness import ROOT, build_hugo

CORPORA = ROOT.parent / "shared" / "corpora" / "hexo"
WORD = re.compile(r"[A-Za-z0-9]{2,}|[\u4e00-\u9fff]{2,}")


def blogs() -> Iterator[Path]:
    for folder in sorted(CORPORA.iterdir()) if CORPORA.is_dir() else ():
        yield from sorted(p.parent for p in folder.rglob("_config.yml") if (p.parent / "source").is_dir())[:1]


def words(text: str) -> set[str]:
    return set(WORD.findall(text))


@pytest.mark.engine("hugo")
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize("blog", list(blogs()), ids=lambda p: p.name)
def test_blog_arrives_whole(blog: Path, tmp_path: Path) -> None:
    report = blogconv.convert(blog, tmp_path / "site", source="hexo", target="hugo")
    assert not [d for d in report.diagnostics if d.code == "internal"]
    site = blogconv.read_site(blog, source="hexo")
    written = {p.name: p.read_text("utf-8", "replace") for p in (tmp_path / "site").rglob("*.md")}
    everything = words("\n".join(written.values()))
    for post in site.posts:
        if post.kind is Kind.POST and post.markup == "markdown":
            body = blogconv.load(site, post).body or ""
            plain = re.sub(
                r"\{%.*?%\}|<!--.*?-->|\{\{.*?\}\}|(?m:^[ >]*(?:```|~~~|:::).*$)", " ", body, flags=re.DOTALL
            )
            assert words(plain) <= everything, post.path
    built = build_hugo(tmp_path / "site", tmp_path / "public")
    assert len(built.files) > report.posts

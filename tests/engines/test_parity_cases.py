"""Ordinary Markdown of Hexo, edited for Hugo: the real Hugo renders it as the real Hexo renders the original.

What Hexo made of each case is recorded beside it, in the normal form of `blogconv.verify.normalise`. The cases of
the project always run; the whole collection and the real posts where the workshop's folder is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from blogconv.body import apply
from blogconv.model import Dialect
from blogconv.parity import edits
from blogconv.verify.normalise import normalise
from engines.harness import ROOT, hexo_posts
from engines.parity_harness import MARKDOWN_IT, MARKED, converted, goldmark, hugo_render

CASES = ROOT / "tests" / "cases" / "parity"
SHARED = ROOT.parent / "shared"
COLLECTION = SHARED / "spec" / "parity-cases.yaml"
CORPORA = SHARED / "corpora" / "hexo"
SOURCES = {"marked": MARKED, "markdown-it": MARKDOWN_IT}

NUNJUCKS = {"math-double-brace", "mu-mustache", "mu-hash", "mu-raw-jekyll", "mu-triple", "mix-liquid-date"}
"""Constructs, not Markdown: the translator's business."""
ELSEWHERE = {"fc-mermaid", "html-table-indent"}
"""A diagram is drawn by its hook; what a browser moves out of a table was dropped in the collection."""
NEAR = {"fc-indent-4-after-par", "fc-indented-4-blank"}
"""Hexo nests the code in a paragraph or in another code block."""
ENTITY_ID = {"h-control-entity"}
"""marked's heading id has the name of a character reference in it."""
LEFT = {
    "hexo_marked": NUNJUCKS | ELSEWHERE | NEAR | ENTITY_ID,
    "hexo_markdown_it": NUNJUCKS | ELSEWHERE | NEAR,
}


def load(path: Path) -> list[dict[str, Any]]:
    found = YAML(typ="safe").load(path)
    return list(found["cases"] if isinstance(found, dict) else found)


def different(
    bodies: Mapping[str, str], expected: Mapping[str, str], source: Dialect, scratch: Path
) -> dict[str, tuple[str, str]]:
    """What Hugo makes of the edited bodies and what it should, where that is not the same."""
    rendered = hugo_render({name: converted(text, source) for name, text in bodies.items()}, source, scratch)
    normal = {name: html if html == "ERROR" else normalise(html) for name, html in rendered.items()}
    return {name: (normal[name], html) for name, html in expected.items() if normal[name] != html}


@pytest.mark.parametrize("renderer", SOURCES)
def test_the_cases_are_edited_as_recorded(renderer: str) -> None:
    cases = load(CASES / f"{renderer}.yaml")
    wrong = {
        case["id"]: (text, case.get("edited", case["markdown"]))
        for case in cases
        if (text := converted(case["markdown"], SOURCES[renderer])) != case.get("edited", case["markdown"])
    }
    assert not wrong


@pytest.mark.parametrize("renderer", SOURCES)
def test_what_is_edited_once_is_not_edited_again(renderer: str) -> None:
    source = SOURCES[renderer]
    for case in load(CASES / f"{renderer}.yaml"):
        text = case["markdown"]
        once = apply(edits(text, source, goldmark(source)), text)
        assert not edits(once, source, goldmark(source)), case["id"]


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("renderer", SOURCES)
def test_the_cases_render_the_same(renderer: str, tmp_path: Path) -> None:
    cases = load(CASES / f"{renderer}.yaml")
    bodies = {case["id"]: case["markdown"] for case in cases}
    expected = {case["id"]: case["html"] for case in cases}
    assert not different(bodies, expected, SOURCES[renderer], tmp_path)


@pytest.mark.engine("hugo")
@pytest.mark.skipif(not COLLECTION.is_file(), reason="the collection of cases is not here")
@pytest.mark.parametrize(
    ("key", "renderer"), [("hexo_marked", "marked"), ("hexo_markdown_it", "markdown-it")]
)
def test_the_whole_collection_renders_the_same(key: str, renderer: str, tmp_path: Path) -> None:
    cases = load(COLLECTION)
    bodies = {case["id"]: case["markdown"] for case in cases}
    expected = {case["id"]: case[key] for case in cases}
    assert set(different(bodies, expected, SOURCES[renderer], tmp_path)) == LEFT[key]


def posts(limit: int) -> dict[str, str]:
    """Bodies of real posts that hold ordinary Markdown only."""
    found = {}
    for path in sorted(CORPORA.glob("*/source/_posts/**/*.md"))[::4]:
        text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        body = re.sub(r"\A\ufeff?---+[ \t]*\n.*?\n---+[ \t]*(?:\n|\Z)", "", text, count=1, flags=re.DOTALL)
        ordinary = not re.search(r"\{\{|\{%|\{#|:::|```mermaid|`<!-- ?more", body)
        if ordinary and body.strip() and len(found) < limit:
            found[path.relative_to(CORPORA).as_posix()] = body
    return found


@pytest.mark.engine("hexo", "hugo")
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
def test_real_posts_render_the_same(tmp_path: Path) -> None:
    bodies = posts(100)
    names = {f"_posts/p{number:05}.md": name for number, name in enumerate(bodies)}
    head = "---\ntitle: T\ndate: 2024-01-02 03:04:05\n---\n"
    rendered = hexo_posts({file: head + bodies[name] for file, name in names.items()})
    expected = {name: normalise(rendered[file].content) for file, name in names.items()}
    assert len(different(bodies, expected, MARKED, tmp_path)) <= len(bodies) // 50

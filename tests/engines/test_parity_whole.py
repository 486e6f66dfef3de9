"""The parity cases through the whole converter: a Hexo blog of them becomes a Hugo site that renders the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import blogconv
from blogconv.verify.normalise import normalise
from engines.harness import build_hugo
from engines.test_parity_cases import CASES, COLLECTION, ELSEWHERE, ENTITY_ID, NEAR, load

EXPRESSIONS = {"mu-mustache", "mu-triple", "mix-liquid-date", "math-double-brace", "mu-raw-jekyll", "mu-hash"}
"""Hexo evaluated or dropped what stands in braces here; it is kept as text, and told."""


MEANT = {"bq-alert", "bq-alert-lower", "bq-alert-title", "con-admon", "con-colon", "con-colon-title"}
"""The stock renderer prints these callouts as text; they are converted as they were meant, and told."""
_OURS = re.compile(r'<link rel="stylesheet"[^>]*>|(?<=>)<span id="[^"]*"></span>')
"""What our helpers add: the style sheet, and Hugo's own heading id beside Hexo's, for tables of contents."""


def hexo_blog(folder: Path, bodies: Mapping[str, str], renderer: str) -> Path:
    posts = folder / "source" / "_posts"
    posts.mkdir(parents=True)
    package = f'{{"hexo": {{"version": "8.1.2"}}, "dependencies": {{"hexo": "8", "{renderer}": "7"}}}}\n'
    (folder / "package.json").write_text(package, "utf-8")
    config = "title: Cases\nurl: https://blog.example\nexternal_link: {enable: false}\n"
    (folder / "_config.yml").write_text(config, "utf-8")
    for name, body in bodies.items():
        mark = "\ufeff" if body.startswith("\ufeff") else ""
        text = f"{mark}---\ntitle: {name}\ndate: 2024-01-02 03:04:05\n---\n{body.removeprefix(mark)}"
        (posts / f"{name}.md").write_bytes(text.encode("utf-8"))
    return folder


def rendered(site: Path, out: Path, names: Mapping[str, str]) -> dict[str, str]:
    """The content of each post as the real Hugo shows it, in normal form."""
    built = build_hugo(site, out)
    found = {}
    for name in names:
        html = (built.out / "2024" / "01" / "02" / name / "index.html").read_text("utf-8")
        content = re.search(r'<div data-blogconv="content">\n?(.*)\n?</div>\s*</article>', html, re.DOTALL)
        assert content, name
        found[name] = normalise(_OURS.sub("", content[1]))
    return found


def different(
    cases: list[dict[str, str]], key: str, renderer: str, folder: Path
) -> dict[str, tuple[str, str]]:
    """What Hugo shows and what Hexo showed, where that is not the same."""
    wanted = {case["id"]: case[key] for case in cases if case[key] != "ERROR"}
    bodies = {case["id"]: case["markdown"] for case in cases if case["id"] in wanted}
    blog = hexo_blog(folder / "blog", bodies, renderer)
    report = blogconv.convert(blog, folder / "site", source="hexo", target="hugo")
    assert not report.errors
    shown = rendered(folder / "site", folder / "public", bodies)
    return {name: (shown[name], html) for name, html in wanted.items() if shown[name] != html}


@pytest.mark.engine("hugo")
def test_the_cases_convert_to_the_same_page(tmp_path: Path) -> None:
    cases = [{**case, "hexo_marked": case["html"]} for case in load(CASES / "marked.yaml")]
    assert set(different(cases, "hexo_marked", "hexo-renderer-marked", tmp_path)) <= MEANT


@pytest.mark.engine("hugo")
@pytest.mark.skipif(not COLLECTION.is_file(), reason="the collection of cases is not here")
@pytest.mark.parametrize(
    ("key", "renderer"),
    [("hexo_marked", "hexo-renderer-marked"), ("hexo_markdown_it", "hexo-renderer-markdown-it")],
)
def test_the_whole_collection_converts_to_the_same_pages(key: str, renderer: str, tmp_path: Path) -> None:
    left = set(different(load(COLLECTION), key, renderer, tmp_path))
    assert left <= ELSEWHERE | NEAR | ENTITY_ID | EXPRESSIONS | MEANT, left

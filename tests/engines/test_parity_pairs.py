"""The parity cases through the whole converter, for the pairs with Jekyll and for Hugo to Hexo.

What the edited text of the collection reaches in the target (`…_edited`), the converter reaches; what it does not is
listed here with its reason. The cases are the posts of one site, which each engine builds once. The column for Hexo
with markdown-it is of jekyll-commonmark, ours is kramdown, another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import blogconv
from blogconv.verify.normalise import normalise
from engines.harness import hexo_read
from engines.jekyll_harness import jekyll_read, write_files
from engines.test_parity_cases import COLLECTION, load
from engines.test_parity_whole import hexo_blog, rendered

ALERTS = {"bq-alert", "bq-alert-lower", "bq-alert-title"}
"""Callouts that the old engine showed as quotes; they are converted as they were meant, and told."""
NOTATIONS = {"con-admon", "con-colon", "con-colon-title"}
"""The same of callouts that Hexo's stock renderers show as text."""
THEMES = {"at-quote"}
"""A quote with a class that a theme of Jekyll makes a callout of."""
DRAWN = {"fc-mermaid"}
"""A diagram is drawn by our script."""
BROWSER = {"html-table-indent"}
"""What a browser moves out of a table was dropped in the collection."""
EXPRESSIONS = {"math-double-brace", "mu-mustache"}
"""A variable without a value, of which the old engine showed nothing, is kept as text, and told."""
GUARDED = {"math-double-brace"}
"""Two braces, at which Hexo would evaluate, are written with a blank between them."""
QUOTES = {"ty-inches"}
"""An apostrophe between digits, which our script turns and Goldmark does not."""
IMAGES = {"im-alt-quote"}
"""Quotes in the text of an image, which our script turns as Hugo does."""
KRAMDOWN = {"en-numeric", "ne-heading-in-list", "h-only-punct-dup"}
"""kramdown drops `&#0;`, makes a paragraph of the text below a heading in a list, and knows no empty id."""


class Pair(NamedTuple):
    """Two engines, the columns of the old page and of the edited text's page, and what is not reached."""

    source: str
    target: str
    old: str
    edited: str
    left: set[str]


PAIRS = [
    Pair("hexo", "jekyll", "hexo_marked", "jekyll_edited", ALERTS | NOTATIONS | BROWSER),
    Pair(
        "hexo",
        "jekyll",
        "hexo_markdown_it",
        "jekyll_cm_for_mdit",
        ALERTS | NOTATIONS | BROWSER | EXPRESSIONS | KRAMDOWN,
    ),
    Pair("hugo", "jekyll", "hugo_unsafe", "jekyll_kd_for_hugo_edited", ALERTS | BROWSER),
    Pair("hugo", "hexo", "hugo_unsafe", "hexo_for_hugo_edited", ALERTS | BROWSER | DRAWN | GUARDED | QUOTES),
    Pair("jekyll", "hugo", "jekyll_default", "hugo_for_jekyll_edited", ALERTS | THEMES),
    Pair(
        "jekyll",
        "hexo",
        "jekyll_default",
        "hexo_for_jekyll_edited",
        ALERTS | THEMES | DRAWN | EXPRESSIONS | IMAGES,
    ),
]
_OURS = re.compile(r'<link rel="stylesheet"[^>]*>|(?<=>)<span id="[^"]*"></span>')
_HUGO = """baseURL = "https://blog.example/"
title = "Cases"
[permalinks]
posts = "/:year/:month/:day/:contentbasename/"
[markup.goldmark.renderer]
unsafe = true
"""
_JEKYLL = "title: Cases\nurl: https://blog.example\npermalink: /:year/:month/:day/:title/\n"


def column(case: Mapping[str, str], key: str) -> str:
    """A column of a case; one that equals the first is left out in the collection."""
    return case["hexo_marked"] if key in case.get("same", ()) else case[key]


def blog(pair: Pair, folder: Path, bodies: Mapping[str, str]) -> Path:
    """A site of the pair's source engine with the cases as posts."""
    if pair.source == "hexo":
        return hexo_blog(folder, bodies, f"hexo-renderer-{pair.old.removeprefix('hexo_').replace('_', '-')}")
    path = "content/posts/{}.md" if pair.source == "hugo" else "_posts/2024-01-02-{}.md"
    files = {path.format(name): _post(name, body) for name, body in bodies.items()}
    settings = ("hugo.toml", _HUGO) if pair.source == "hugo" else ("_config.yml", _JEKYLL)
    write_files(folder, {**files, settings[0]: settings[1]})
    return folder


def _post(name: str, body: str) -> str:
    mark = "\ufeff" if body.startswith("\ufeff") else ""
    return f"{mark}---\ntitle: {name}\ndate: 2024-01-02 03:04:05\n---\n{body.removeprefix(mark)}"


def of_hexo(site: Path, _folder: Path) -> dict[str, str]:
    """The content of each post as the real Hexo shows it."""
    return {p.path.strip("/").rpartition("/")[2]: p.content or "" for p in hexo_read(site).values()}


def of_jekyll(site: Path, _folder: Path) -> dict[str, str]:
    """The content of each post as the real Jekyll shows it."""
    files = jekyll_read(site).files.values()
    return {f.address.strip("/").rpartition("/")[2]: f.content for f in files if f.kind != "page"}


SHOWN: dict[str, Callable[[Path, Path], dict[str, str]]] = {"hexo": of_hexo, "jekyll": of_jekyll}


@pytest.mark.engine("hexo", "hugo", "jekyll")
@pytest.mark.skipif(not COLLECTION.is_file(), reason="the collection of cases is not here")
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.old}-{pair.target}")
def test_what_the_edited_text_reaches_the_converter_reaches(pair: Pair, tmp_path: Path) -> None:
    cases = [case for case in load(COLLECTION) if column(case, pair.old) != "ERROR"]
    assert len(cases) > 580
    bodies = {case["id"]: case["markdown"] for case in cases}
    site = tmp_path / "site"
    report = blogconv.convert(
        blog(pair, tmp_path / "blog", bodies), site, source=pair.source, target=pair.target
    )
    assert not report.errors
    if pair.target == "hugo":
        shown = rendered(site, tmp_path / "public", bodies)
    else:
        found = SHOWN[pair.target](site, tmp_path)
        shown = {name: normalise(_OURS.sub("", found[name])) for name in bodies}
    reached = [case for case in cases if column(case, pair.edited) == column(case, pair.old)]
    missed = {case["id"] for case in reached if shown[case["id"]] != column(case, pair.old)}
    assert missed == pair.left

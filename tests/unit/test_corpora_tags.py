"""Real blogs: the tags in their posts are understood. Needs the corpora beside the checkout."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, reader
from blogconv.scan import Scanner
from blogconv.tables import Rows

CORPORA = Path(__file__).parents[2] / "../shared/corpora/hexo"
LEAST = {
    "2X-ercha+2X-ercha.github.io": 650,
    "Astrobr+Astrobr.github.io": 4,
    "Duanyll+duanyll.com-hexo": 150,
    "hexojs+site": 100,
    "volantis-x+community": 1500,
}
"""How many tags are at least understood."""

NOT_UNDERSTOOD = {"volantis-x+community": 1}
"""How many are not: a lone `endraw` behind a fence that shows one."""


def count(scanner: Scanner, text: str, understood: Counter[str], left: Counter[str]) -> None:
    """Count the tags of `text` and of all bodies in it."""
    scan = scanner.scan(text)
    left.update(f.message for f in scan.findings if f.code in ("unknown-tag", "unclosed"))
    for construct in (segment.construct for segment in scan.segments if segment.construct):
        understood[construct.origin[1]] += 1
        for body in (
            construct.body if construct.body_kind == "markdown" else "",
            *(i.body for i in construct.items),
        ):
            if body:
                count(scanner, body, understood, left)


@pytest.mark.parametrize("blog", LEAST)
def test_tags_are_understood(blog: str) -> None:
    root = CORPORA / blog
    if not root.is_dir():
        pytest.skip("the corpora are not beside the checkout")
    hexo = reader("hexo")
    site = hexo.read(root, ReadOptions(), Diagnostics())
    scanner = hexo.scanner(site, Rows("hexo", site.flavours))
    understood, left = Counter[str](), Counter[str]()
    for post in site.posts:
        count(scanner, hexo.load(site, post).body or "", understood, left)
    assert sum(left.values()) <= NOT_UNDERSTOOD.get(blog, 0), left
    assert understood["tag"] >= LEAST[blog]

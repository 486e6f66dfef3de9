"""The probes of the specification: files, and what Hexo 8.1.2 made of them on a machine in UTC.

They were written by the real engine. Our copy lies in tests/cases; a newer specification beside the checkout
is read as well.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions
from blogconv.engines.hexo import ENGINE
from blogconv.model import Post, Site
from blogconv.urls import encode_path

CASES = Path(__file__).parents[1] / "cases" / "hexo_probes.jsonl"
KNOWN = {"title", "date", "slug", "path", "permalink", "tags", "categories", "content"}
PACKAGE = {
    "hexo": {"version": "8.1.2"},
    "dependencies": {"hexo-generator-tag": "2.0.0", "hexo-generator-category": "2.0.0"},
}
SPECIFICATION = Path(__file__).parents[2] / "../shared/spec/hexo.md"


def _copied() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def _specified() -> list[dict[str, Any]]:
    """The probes of the specification that our copy does not hold."""
    if not SPECIFICATION.is_file():
        return []
    section = re.search(r"(?ms)^### 16\.1.*?(?=^### |\Z)", SPECIFICATION.read_text("utf-8"))
    lines = section[0].splitlines() if section else []
    found = [json.loads(line) for line in lines if line.startswith('{"file"')]
    return [probe for probe in found if probe not in _copied()]


def _read(probe: dict[str, Any], root: Path) -> tuple[Site, Post]:
    path = root / "source" / "_posts" / probe["file"]
    path.parent.mkdir(parents=True)
    path.write_text(probe["text"], "utf-8", newline="")
    (root / "_config.yml").write_text(probe.get("config", "permalink: :year/:month/:day/:title/\n"), "utf-8")
    (root / "package.json").write_text(json.dumps(PACKAGE), "utf-8")
    site = ENGINE.read(root, ReadOptions(zone="UTC"), Diagnostics())
    (post,) = site.posts
    return site, ENGINE.load(site, post)


@pytest.mark.parametrize("probe", _copied() + _specified(), ids=lambda probe: probe["file"])
def test_the_reader_agrees_with_hexo(probe: dict[str, Any], tmp_path: Path) -> None:
    site, post = _read(probe, tmp_path)
    expected = probe["expect"]
    assert (post.title or "") == expected["title"]
    assert expected["date"] in (_date(post), "(file)")
    if "slug" in expected:
        assert post.slug == expected["slug"]
    if expected["path"] != "(file date)":
        assert post.address == "/" + expected["path"].lstrip("/")
        assert f"http://example.com{encode_path(post.address)}" == expected["permalink"]
    for taxonomy in ("tags", "categories"):
        assert _terms(site, taxonomy) == expected.get(taxonomy, [])
    for key in expected.keys() - KNOWN:
        assert post.front_matter.get(key) == expected[key]


def _date(post: Post) -> str:
    assert post.date is not None
    value = post.date.value.replace(tzinfo=UTC)
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _terms(site: Site, taxonomy: str) -> list[list[str]]:
    """Name and path of each term, as Hexo lists them."""
    addresses = site.term_addresses.items()
    return [[path[-1], address.lstrip("/")] for (kind, path), address in addresses if kind == taxonomy]

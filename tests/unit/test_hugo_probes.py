"""The probes of the Hugo specification: one file each, and what the reader makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, reader
from blogconv.model import Post

CASES = Path(__file__).parents[1] / "cases" / "hugo_probes.jsonl"
PROBES = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def shown(post: Post, name: str) -> Any:
    value = getattr(post, name)
    if name == "date":
        return value.value.isoformat() if value else None
    if name == "categories":
        return [list(path) for path in value]
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("probe", PROBES, ids=[p["says"] for p in PROBES])
def test_probe(tmp_path: Path, probe: dict[str, Any]) -> None:
    (tmp_path / "hugo.toml").write_text('baseURL = "https://a.example/"\n' + probe.get("config", ""), "utf-8")
    if "version" in probe:
        (tmp_path / ".hugoversion").write_text(probe["version"], "utf-8")
    file = tmp_path / probe["file"]
    file.parent.mkdir(parents=True)
    file.write_text(probe["text"], encoding="utf-8", newline="")
    diagnostics = Diagnostics()
    site = reader("hugo").read(tmp_path, ReadOptions(), diagnostics)
    post = reader("hugo").load(site, site.posts[0])
    expected = dict(probe["expect"])
    if (codes := expected.pop("codes", None)) is not None:
        assert [d.code for d in diagnostics] == codes
    assert {name: shown(post, name) for name in expected} == expected


def test_the_body_line_is_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text("", "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: T\n---\n\nfirst\n", "utf-8")
    site = reader("hugo").read(tmp_path, ReadOptions(), Diagnostics())
    post = reader("hugo").load(site, site.posts[0])
    assert (post.body, post.body_line) == ("\nfirst\n", 4)

"""The probes of the Jekyll reader: small sites, and what the real Jekyll 4.3.1 made of their files."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions
from blogconv.engines.jekyll import ENGINE
from blogconv.engines.jekyll.addresses import file_of
from blogconv.model import Moment, Post, Site, Status

CASES = Path(__file__).parents[1] / "cases" / "jekyll_probes.jsonl"
PROBES: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
ZONE = ZoneInfo("Asia/Shanghai")
HIDDEN = (Status.PRIVATE, Status.SCHEDULED)


def read(probe: dict[str, Any], root: Path) -> Site:
    """The site of a probe as we read it."""
    for name, text in {"_config.yml": probe["config"], **probe["files"]}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return ENGINE.read(root, ReadOptions(), Diagnostics())


def instant(moment: Moment | None) -> datetime | None:
    if moment is None:
        return None
    value = moment.value if moment.value.tzinfo else moment.value.replace(tzinfo=ZONE)
    return value.replace(microsecond=0)


def seen(post: Post, kind: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"address": post.address, "title": post.title}
    if kind != "page":
        facts["tags"] = list(post.tags)
        facts["categories"] = [name for path in post.categories for name in path]
    return facts


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe["name"])
def test_the_reader_agrees_with_jekyll(probe: dict[str, Any], tmp_path: Path) -> None:
    site = read(probe, tmp_path)
    posts = {post.path: post for post in site.posts if post.status not in HIDDEN}
    expected = probe["expect"]
    assert sorted(posts) == sorted(expected)
    for path, facts in expected.items():
        post = posts[path]
        wanted = {k: v for k, v in facts.items() if k not in ("kind", "date", "file")}
        assert seen(post, facts["kind"]) == wanted, path
        if facts.get("date"):
            assert instant(post.date) == datetime.fromisoformat(facts["date"]), path
    assert {a.path: a.address for a in site.assets} == probe["statics"]


def test_addresses_become_files_as_in_jekyll() -> None:
    for probe in PROBES:
        for path, facts in probe["expect"].items():
            ending = "." + facts["file"].rpartition(".")[2] if "." in facts["file"].rpartition("/")[2] else ""
            if facts["address"].count("%") == 0:
                assert file_of(facts["address"], ending) == facts["file"], path

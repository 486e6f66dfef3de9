"""The edge cases of tests/cases/obsidian_edge.yaml: what is read where, and which file a link means."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from ruamel.yaml import YAML

from blogconv.api import convert_text
from blogconv.body import Construct
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import reader
from blogconv.engines.obsidian.headings import find, headings
from blogconv.engines.obsidian.names import LONGEST, file_name, free_name
from blogconv.engines.obsidian.properties import Properties, split
from blogconv.engines.obsidian.text import inline_tags
from blogconv.engines.obsidian.vault import Files
from blogconv.tables import Rows

CASES = Path(__file__).parents[1] / "cases" / "obsidian_edge.yaml"
DATA: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(CASES.read_text("utf-8"))
ENGINE = reader("obsidian")
SITE = ENGINE.blank()
SCANNER = ENGINE.scanner(SITE, Rows("obsidian"))


def cases(group: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", DATA[group], ids=lambda c: c["id"])


def model_of(construct: Construct) -> dict[str, Any]:
    return {"kind": construct.kind, **construct.args}


@cases("properties")
def test_properties(case: dict[str, Any]) -> None:
    diagnostics = Diagnostics()
    front_matter, body, _ = split("x.md", case["text"], diagnostics)
    assert (front_matter.format == "none") == bool(case.get("none"))
    assert bool([d for d in diagnostics if d.code == "broken-front-matter"]) == bool(case.get("broken"))
    for key, value in case.get("values", {}).items():
        assert front_matter.get(key) == value
        assert type(front_matter.get(key)) is type(value)
    if "body" in case:
        assert body == case["body"]
    if "tags" in case:
        assert list(Properties(front_matter, "x.md", diagnostics).tags()) == case["tags"]
    if "address" in case:
        assert ENGINE.parse(SITE, "x.md", case["text"], diagnostics).address == case["address"]


@cases("callouts")
def test_callouts(case: dict[str, Any]) -> None:
    resolve = ENGINE.resolver(SITE)
    post = ENGINE.parse(SITE, "x.md", case["text"], Diagnostics())
    found = [s.construct for s in SCANNER.scan(post.body or "").constructs if s.construct]
    done = [resolve(post, c, lambda _code, _message: None) for c in found]
    models = [{**c.args, "body": (c.body or "").rstrip("\n")} for c in done if c.kind == "callout"]
    assert models == case["callouts"]


@cases("resolution")
def test_which_file_a_link_means(case: dict[str, Any]) -> None:
    link = unquote(case["link"]) if case.get("markdown") else case["link"]
    match = Files([*case["files"], case["from"]]).resolve(link, case["from"])
    assert (match.path if match else None) == case["to"]
    assert list(match.ties if match else ()) == case.get("ties", [])


@cases("headings")
def test_which_heading_a_link_means(case: dict[str, Any]) -> None:
    heading = find(headings(case["text"]), [part for part in case["fragment"].split("#") if part])
    assert (heading.text if heading else None) == case["to"]
    if heading and "line" in case:
        assert heading.start == case["line"]


@cases("links")
def test_links(case: dict[str, Any]) -> None:
    scan = SCANNER.scan(case["text"])
    assert "".join(case["text"][s.span.start : s.span.end] for s in scan.segments) == case["text"]
    assert [model_of(s.construct) for s in scan.constructs if s.construct] == case["models"]


@cases("inline")
def test_text_for_another_engine(case: dict[str, Any]) -> None:
    converted, _ = convert_text(f"---\ntitle: T\n---\n{case['text']}", source="obsidian", target="hugo")
    assert converted.split("---\n", 2)[2] == case["becomes"]


@cases("tags")
def test_inline_tags(case: dict[str, Any]) -> None:
    assert list(inline_tags(case["text"])) == case["tags"]


@cases("names")
def test_file_names(case: dict[str, Any]) -> None:
    assert file_name(case["title"]) == case["name"]


@pytest.mark.parametrize(("title", "length"), [("汉" * 300, 80), ("😀" * 100, 60), ("word " * 80, 239)])
def test_long_titles_are_cut_at_a_character_or_a_blank(title: str, length: int) -> None:
    name = file_name(title)
    assert len(name) == length
    assert len(name.encode()) <= LONGEST
    assert title.startswith(name)


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name("note", ".md", {"note.md"}) == "note 1.md"
    assert free_name("Note", ".md", {"note.md", "note 1.md"}) == "Note 2.md"
    assert free_name("other", ".md", {"note.md"}) == "other.md"

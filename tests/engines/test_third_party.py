"""An engine of another package: installed beside blogconv, it is an engine like ours. It is the one in examples/."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from engines.harness import ROOT

PACKAGE = ROOT / "examples" / "third-party-engine"
TABLE = PACKAGE / "blogconv_mkdocs" / "mappings" / "mkdocs.yaml"
OURS = ("hexo", "hugo", "jekyll", "obsidian")
MARK = {"hexo": "_config.yml", "hugo": "hugo.toml", "jekyll": "_config.yml", "obsidian": ".obsidian/app.json"}
POST = """\
---
date: 2024-03-05
categories: [Trips]
tags: [sea, 灯塔]
draft: false
---

# The old lighthouse

We walked *all* the way 到灯塔去.

<!-- more -->

!!! warning "Mind the *steps*"
    They are wet.

    ```py
    count = 1
    print(count)
    ```

??? tip
    Folded away.
"""


def install(where: Path, name: str = "blogconv_mkdocs") -> None:
    """What an installer leaves of the example: its package, and the entry points of its pyproject.toml."""
    project: dict[str, Any] = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE / "blogconv_mkdocs", where / name, ignore=skip)
    info = where / f"{name}-{project['version']}.dist-info"
    info.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    lines = [f"{key} = {value}" for key, value in project["entry-points"]["blogconv.engines"].items()]
    (info / "entry_points.txt").write_text("\n".join(["[blogconv.engines]", *lines, ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("site-packages")
    install(where)
    return where


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small blog of the third engine."""
    root = tmp_path_factory.mktemp("mkdocs")
    posts = root / "docs" / "blog" / "posts"
    posts.mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: Ashore\nsite_url: https://ashore.example\n", encoding="utf-8"
    )
    (posts / "lighthouse.md").write_text(POST, encoding="utf-8")
    (root / "docs" / "about.md").write_text("# About\n\nAshore since 2011.\n", encoding="utf-8")
    (root / "docs" / "map.png").write_bytes(b"picture")
    return root


def blogconv(installed: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "blogconv", *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(installed), "NO_COLOR": "1"}
    return subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def converted(installed: Path, source: str, target: str, src: Path, dst: Path) -> dict[str, str]:
    """The Markdown files of the new site by their paths."""
    done = blogconv(installed, f"{source}2{target}", src, dst)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "internal" not in done.stdout + done.stderr
    return {str(p): p.read_text("utf-8") for p in sorted(dst.rglob("*.md"))}


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z0-9]{2,}|[\u4e00-\u9fff]{2,}", text))


def test_it_is_listed_like_an_engine_of_ours(installed: Path) -> None:
    found = json.loads(blogconv(installed, "engines", "--json").stdout)
    text = json.dumps(found)
    assert "Material for MkDocs" in text
    assert all(f'"{name}"' in text for name in (*OURS, "mkdocs"))
    assert "broken" not in text


def test_its_examples_are_what_its_table_says(installed: Path) -> None:
    """The table passes the check of ours, is found beside its engine, and its examples read as they should."""
    script = """
import sys
from pathlib import Path
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import reader
from blogconv.tables import Rows, engine_tables, parse_table
(table,) = engine_tables("mkdocs")
checked = parse_table(Path(sys.argv[1]).read_text("utf-8"), "mkdocs.yaml", check=True)
assert len(checked.rows) == len(table.rows)
engine = reader("mkdocs")
scanner = engine.scanner(engine.blank(), Rows("mkdocs"))
count = 0
for row in table.rows:
    for example in row.examples:
        (construct,) = [s.construct for s in scanner.scan(example["source"]).constructs]
        model = dict(example["model"])
        body = model.pop("body", None)
        kind = model.pop("kind")
        assert (construct.kind, dict(construct.args)) == (kind, model), construct
        assert body is None or construct.body.strip() == body, construct
        count += 1
print(count)
"""
    env = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", script, str(TABLE)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) == 3


@pytest.mark.parametrize("target", OURS)
def test_it_is_converted_to_each_engine_and_back(
    installed: Path, blog: Path, target: str, tmp_path: Path
) -> None:
    there = converted(installed, "mkdocs", target, blog, tmp_path / "there")
    text = "\n".join(there.values())
    assert (tmp_path / "there" / MARK[target]).is_file()
    assert words(POST) - words("draft false tip") <= words(text)
    assert "!!!" not in text
    assert list((tmp_path / "there").rglob("map.png")) != []
    back = converted(installed, target, "mkdocs", tmp_path / "there", tmp_path / "back")
    post = next(text for text in back.values() if "灯塔去" in text)
    assert '!!! warning "Mind the *steps*"\n' in post
    assert "\n    They are wet.\n\n    ```py" in post
    assert "\n??? tip" in post
    assert "title: The old lighthouse\n" in post
    assert re.search(r"(?m)^date: 2024-03-05", post)
    assert "Ashore since 2011." in "\n".join(back.values())


def test_without_its_table_it_still_converts_text(blog: Path, tmp_path: Path) -> None:
    """The rows are the table's: where it is missing, admonitions stay as they stand."""
    install(tmp_path / "packages")
    shutil.rmtree(tmp_path / "packages" / "blogconv_mkdocs" / "mappings")
    texts = converted(tmp_path / "packages", "mkdocs", "hugo", blog, tmp_path / "site")
    assert '!!! warning "Mind the *steps*"' in "\n".join(texts.values())

"""Formulas in tags (hexo-math) are set by the target itself, whatever Markdown would make of their text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blogconv.api import convert
from engines.harness import build_hexo, build_hugo
from engines.jekyll_harness import write_files

POST = r"""---
title: Sums
date: 2024-01-02 03:04:05
---
Text {% katex %}a_1 * b_{i} * c \{x\}{% endkatex %} and {% mathjax %}x < y{% endmathjax %}.

{% katex '{"displayMode": true}' %}
\begin{aligned}
a &= b \\
c_{1} &= d_{2} * e
\end{aligned}
{% endkatex %}

> {% mathjax %}a_1 * b * c{% endmathjax %}

| a | b |
|---|---|
| {% mathjax %}|x_1| * y * z{% endmathjax %} | b |
"""
TEX = [
    r"a_1 * b_{i} * c \{x\}",
    "x &lt; y",
    "\\begin{aligned}\na &amp;= b \\\\\nc_{1} &amp;= d_{2} * e\n\\end{aligned}",
    "a_1 * b * c",
    "|x_1| * y * z",
]


@pytest.fixture(scope="module")
def hugo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("formulas")
    packages = '{"dependencies": {"hexo": "^8.0.0", "hexo-renderer-marked": "^7.0.0", "hexo-math": "^5.0.0"}}'
    files = {"_config.yml": "url: https://sums.example\n", "package.json": packages}
    write_files(root / "hexo", {**files, "source/_posts/sums.md": POST})
    convert(root / "hexo", root / "hugo", source="hexo", target="hugo")
    return root / "hugo"


def test_hugo_sets_them(hugo: Path, tmp_path: Path) -> None:
    page = build_hugo(hugo, tmp_path).out / "2024/01/02/sums/index.html"
    assert _formulas(page) == [
        (TEX[0], False),
        (TEX[1], False),
        (TEX[2], True),
        (TEX[3], False),
        (TEX[4], False),
    ]


def test_hexo_sets_them_as_hugo_did(hugo: Path, tmp_path: Path) -> None:
    convert(hugo, tmp_path / "hexo", source="hugo", target="hexo")
    assert '"katex"' in (tmp_path / "hexo" / "package.json").read_text(encoding="utf-8")
    built = build_hexo(tmp_path / "hexo", tmp_path / "built", env_tz="UTC").out
    address = "2024/01/02/sums/index.html"
    assert _formulas(built / address) == _formulas(build_hugo(hugo, tmp_path / "hugo").out / address)


def _formulas(page: Path) -> list[tuple[str, bool]]:
    """The TeX of each formula of the page, and whether it stands apart."""
    found = re.findall(
        r"<math [^>]*?(display=\"block\")?>.*?<annotation[^>]*>(.*?)</annotation>",
        page.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    return [(tex, bool(display)) for display, tex in found]

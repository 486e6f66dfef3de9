"""Posts that ask for a script which sets their formulas (`mathjax: true`), where Markdown would read in them."""

from __future__ import annotations

import pytest

from blogconv import convert_text

HEAD = "---\ntitle: T\ndate: 2024-01-02 03:04:05\nmathjax: {}\n---\n"


def converted(body: str, target: str, asks: str = "true") -> str:
    text, _ = convert_text(HEAD.format(asks) + body, source="hexo", target=target)
    return text.split("---\n", 2)[2]


@pytest.mark.parametrize("target", ["hugo", "obsidian"])
@pytest.mark.parametrize(
    "formula", ["$a_1 * b_{i} * c$", "$x<y$", "$$\na &= b \\\\\nc &= d\n$$", "$$a_1 * b * c$$"]
)
def test_a_formula_stays_as_it_is_meant(formula: str, target: str) -> None:
    assert converted(f"Text\n\n{formula}\n\nend\n", target) == f"Text\n\n{formula}\n\nend\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"$a\_1 + b\_2$", "$a_1 + b_2$"),
        (r"$\\{x\\}$", r"$\{x\}$"),
        ("$$\na &= b \\\\\\\\\nc &= d\n$$", "$$\na &= b \\\\\nc &= d\n$$"),
    ],
)
def test_backslashes_that_are_there_for_markdown_go(written: str, meant: str) -> None:
    assert converted(f"{written}\n", "hugo") == f"{meant}\n"


def test_signs_that_are_no_formula_stay_signs() -> None:
    assert converted("`$x$` costs $5 and *not* $6.\n", "hugo") == "`$x$` costs \\$5 and *not* \\$6.\n"


def test_a_post_that_does_not_ask_is_read_as_its_renderer_reads_it() -> None:
    body = "It costs $5 and *not* $6.\n"
    assert converted(body, "hugo", "false") == body
    assert converted(body, "obsidian", "false") == body


def test_a_post_of_the_same_engine_is_not_touched() -> None:
    assert converted("$a\\_1$ and $5 and $6\n", "hexo") == "$a\\_1$ and $5 and $6\n"

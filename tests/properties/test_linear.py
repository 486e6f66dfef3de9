"""Hostile texts take time in proportion to their length: marks, thousands of them, that are never closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from blogconv import convert, convert_text

SHAPES: dict[str, tuple[str, str, str]] = {
    "openings for Hexo": ("{{<", "hugo", "hexo"),
    "expressions for Hexo": ("{{ x }}", "obsidian", "hexo"),
    "raw blocks for Liquid": ("{%raw%}{{x}}{%endraw%}", "hugo", "jekyll"),
    "expressions for Liquid": ("{{ x }}", "hexo", "jekyll"),
    "Liquid that never ends": ("{%", "jekyll", "hugo"),
    "Liquid's raw that never ends": ("{% raw %}", "jekyll", "hugo"),
    "captures that never end": ("{% capture a %}", "jekyll", "hugo"),
    "highlights that never end": ("==a ", "hugo", "obsidian"),
    "strikes that never end": ("~~a ", "jekyll", "hugo"),
    "comments that never end": ("<!--", "jekyll", "obsidian"),
    "addresses that never end": ("<http://a", "jekyll", "hexo"),
    "a line of backticks": ("`", "jekyll", "hexo"),
    "a line of tildes": ("~", "jekyll", "hugo"),
    "headings of one name": ("# same\n\n", "jekyll", "hugo"),
    "lines of attributes": ("{: .a}\n", "hugo", "jekyll"),
    "embeds": ("![[a]]\n", "obsidian", "jekyll"),
    "tags that never end": ("{% note %}\n", "hexo", "jekyll"),
    "containers": (":::note\nx\n:::\n\n", "hexo", "jekyll"),
    "shortcodes in Jekyll": ("{{< callout >}}\n", "jekyll", "hexo"),
    "openings of links": ("[", "hexo", "hugo"),
    "openings of pictures": ("![", "obsidian", "hugo"),
    "nested lists": ("- ", "hexo", "hugo"),
    "nested quotes": (">", "hugo", "hexo"),
    "stars": ("*", "hexo", "obsidian"),
    "formulas": ("$", "hexo", "hugo"),
    "wiki links": ("[[", "obsidian", "hexo"),
    "comments of Obsidian": ("%%", "obsidian", "hugo"),
    "containers that never end": (":::\n", "hexo", "hugo"),
    "rows of a table": ("| a | b |\n|---|---|\n| c | d |\n", "hexo", "hugo"),
    "link definitions": ("[r]: /u\n", "hexo", "obsidian"),
    "one long line": ("word 中文 ", "hexo", "jekyll"),
}
SIZE = 12_000


def grows_in_proportion(work: Callable[[int], None]) -> bool:
    """Whether four times as much takes less than ten times as long; a square would take sixteen times."""
    work(SIZE // 10)
    for _ in range(3):
        begun = process_time()
        work(SIZE)
        once = max(process_time() - begun, 0.02)
        begun = process_time()
        work(4 * SIZE)
        if process_time() - begun < 10 * once:
            return True
    return False


@pytest.mark.parametrize(("piece", "source", "target"), SHAPES.values(), ids=SHAPES)
def test_a_text_takes_time_in_proportion(piece: str, source: str, target: str) -> None:
    def work(size: int) -> None:
        text = "---\ntitle: A\n---\n" + piece * (size // len(piece))
        _, diagnostics = convert_text(text, source=source, target=target)
        assert not [d for d in diagnostics if d.code == "internal"]

    assert grows_in_proportion(work)


FRONT_MATTER: dict[str, Callable[[int], str]] = {
    "keys": lambda n: "".join(f"k{i}: {i}\n" for i in range(n)),
    "tags": lambda n: f"tags: [{', '.join(f't{i}' for i in range(n))}]\n",
    "one long path": lambda n: f"categories: [{', '.join(f'c{i}' for i in range(n))}]\n",
    "many paths": lambda n: f"categories: [{', '.join(f'[p, c{i}]' for i in range(n))}]\n",
}


@pytest.mark.parametrize("target", ["hugo", "jekyll", "obsidian"])
@pytest.mark.parametrize("text", FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_front_matter_takes_time_in_proportion(
    tmp_path: Path, text: Callable[[int], str], target: str
) -> None:
    post = tmp_path / "old/source/_posts/a.md"
    post.parent.mkdir(parents=True)
    (tmp_path / "old/_config.yml").write_text("title: T\n", "utf-8")

    def work(size: int) -> None:
        post.write_text(f"---\ntitle: A\ndate: 2024-01-02\n{text(size // 12)}---\nx\n", "utf-8")
        convert(tmp_path / "old", tmp_path / "new", source="hexo", target=target, dry_run=True)

    assert grows_in_proportion(work)


@pytest.mark.parametrize("target", ["hugo", "obsidian"])
def test_posts_of_one_name_take_time_in_proportion(tmp_path: Path, target: str) -> None:
    def work(size: int) -> None:
        root = tmp_path / str(size)
        for number in range(size // 40):
            post = root / f"source/_posts/{number}/same.md"
            if not post.exists():
                post.parent.mkdir(parents=True)
                post.write_text(f"---\ntitle: A\nslug: same\npermalink: /{number}/\n---\nx\n", "utf-8")
        (root / "_config.yml").write_text("permalink: :title/\n", "utf-8")
        convert(root, tmp_path / "new", source="hexo", target=target, dry_run=True, jobs=1)

    assert grows_in_proportion(work)

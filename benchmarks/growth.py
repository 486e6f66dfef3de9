"""Whether hostile texts take time in proportion to their length: marks, thousands of them, that are never closed.

    python benchmarks/growth.py [--size 12000]

For each shape it prints the CPU time of a text, and how many times that a text of four times the length takes, the
best of three: about 4 where time is in proportion, 16 where it grows with the square.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import process_time

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
FRONT_MATTER: dict[str, Callable[[int], str]] = {
    "keys": lambda n: "".join(f"k{i}: {i}\n" for i in range(n)),
    "tags": lambda n: f"tags: [{', '.join(f't{i}' for i in range(n))}]\n",
    "one long path": lambda n: f"categories: [{', '.join(f'c{i}' for i in range(n))}]\n",
    "many paths": lambda n: f"categories: [{', '.join(f'[p, c{i}]' for i in range(n))}]\n",
}


def text(piece: str, source: str, target: str, size: int) -> None:
    """Convert a post of `size` characters made of `piece`."""
    body = "---\ntitle: A\n---\n" + piece * (size // len(piece))
    convert_text(body, source=source, target=target)


def front_matter(made: Callable[[int], str], target: str, size: int) -> None:
    """Convert a post with about `size` characters of front matter."""
    with tempfile.TemporaryDirectory() as folder:
        post = Path(folder, "old/source/_posts/a.md")
        post.parent.mkdir(parents=True)
        Path(folder, "old/_config.yml").write_text("title: T\n", "utf-8")
        post.write_text(f"---\ntitle: A\ndate: 2024-01-02\n{made(size // 12)}---\nx\n", "utf-8")
        convert(Path(folder, "old"), Path(folder, "new"), source="hexo", target=target, dry_run=True)


def works() -> Iterator[tuple[str, Callable[[int], None]]]:
    for name, (piece, source, target) in SHAPES.items():
        yield f"{name} ({source} to {target})", partial(text, piece, source, target)
    for name, made in FRONT_MATTER.items():
        for target in ("hugo", "jekyll", "obsidian"):
            yield f"{name} in front matter (hexo to {target})", partial(front_matter, made, target)


def seconds(work: Callable[[int], None], size: int) -> float:
    begun = process_time()
    work(size)
    return process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=12_000, help="characters of the shorter text")
    size = parser.parse_args().size
    for name, work in works():
        work(size // 10)
        once = min(seconds(work, size) for _ in range(3))
        four = min(seconds(work, 4 * size) for _ in range(3))
        print(f"{name:55} {once:7.3f} s {four / max(once, 0.001):6.1f}", flush=True)


if __name__ == "__main__":
    main()

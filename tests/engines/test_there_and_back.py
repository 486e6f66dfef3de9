"""From each engine to each other and back, built by the real engine before and after: what readers see of it.

The numbers stand in docs/there-and-back.md; `python -m engines.test_there_and_back`, run in `tests`, writes that page
anew. Vaults have no engine that builds them: their way back is counted in test_way_back.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from blogconv.api import convert
from blogconv.verify import compare
from engines.conftest import BUILDERS
from engines.harness import ROOT, BuildResult
from engines.test_pairs import URLS, build

PAGE = ROOT / "docs" / "there-and-back.md"
WAYS = [(source, by) for source in URLS for by in (*URLS, "obsidian") if source != by]
HEAD = """\
# There and back, as readers see it

Each example blog is built by its engine, converted to another engine and back, and built again. Of its old addresses
so many are served no more; of its pages so many show something else than before. A test fails where a number gets
worse. `python -m engines.test_there_and_back`, run in `tests`, writes this page. What comes back of the files is in
[round-trips.md](round-trips.md).

What differs:

- Hexo's example has tags of a dozen themes. They come back as blogconv's own tags, which any theme shows; where a form
  lacks a colour, a size or a title, that is gone, as [known-differences.md](known-differences.md) says of the way
  there.
- A vault has no titles of code, no definition lists, no cards and no tabs: by way of a vault these come back as text,
  lists and folds. It has no pages of tags, categories and feeds: their addresses are those of a new blog.
- Hugo's own taxonomies (`series`) have pages in Hugo alone: their words stay in the front matter, their pages go. Code
  has its title above it, a figure's title becomes text, and the options of players that only Hugo has are left out.
- Jekyll's list of all posts is written by the new engine and comes back in its form; loops in Liquid stay as text.

| from | by way of | addresses | gone | pages | differ |
|---|---|---|---|---|---|
"""


class Seen(NamedTuple):
    """Old addresses, how many of them lead nowhere, pages compared, and how many show something else."""

    addresses: int
    gone: int
    pages: int
    differ: int


def seen(source: str, by: str, old: BuildResult, folder: Path) -> Seen:
    """The example of `source`, built as `old`, after its way by the engine `by` and back."""
    reports = [
        convert(ROOT / "examples" / f"{source}-blog", folder / "there", source=source, target=by),
        convert(folder / "there", folder / "back", source=by, target=source),
    ]
    assert sum(report.errors for report in reports) == 0
    new = build(source, folder / "back", folder / "public", source)
    found = compare(old.out, new.out, old_url=URLS[source], new_url=URLS[source])
    differing = {difference.address for difference in found.differences}
    return Seen(len(found.addresses), len(found.bad_addresses), found.pages, len(differing))


def documented() -> dict[tuple[str, str], Seen]:
    rows = re.findall(r"(?m)^\| (\w+) \| (\w+) \|((?: \d+ \|){4})$", PAGE.read_text(encoding="utf-8"))
    return {(a, b): Seen(*map(int, re.findall(r"\d+", numbers))) for a, b, numbers in rows}


def write_page() -> None:
    """Measures all ways and writes docs/there-and-back.md."""
    rows = []
    for source, by in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            old = BUILDERS[source](ROOT / "examples" / f"{source}-blog", Path(folder) / "old")
            numbers = seen(source, by, old, Path(folder))
        rows.append("| " + " | ".join(map(str, (source, by, *numbers))) + " |\n")
    PAGE.write_text(HEAD + "".join(rows), encoding="utf-8")


def test_the_page_has_every_way() -> None:
    assert set(documented()) == set(WAYS)


@pytest.mark.engine("hexo", "hugo", "jekyll")
@pytest.mark.parametrize(("source", "by"), WAYS)
def test_no_less_is_seen_than_is_documented(
    source: str, by: str, built_blog: Callable[[str], BuildResult], tmp_path: Path
) -> None:
    now, floor = seen(source, by, built_blog(source), tmp_path), documented()[source, by]
    assert (now.addresses, now.pages) >= (floor.addresses, floor.pages)
    assert now.gone <= floor.gone
    assert now.differ <= floor.differ


if __name__ == "__main__":
    write_page()

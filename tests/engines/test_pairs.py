"""The pairs with Jekyll: an example blog built by its engine, converted, built by the other, compared page by page.

What differs, and why, stands in docs/known-differences-SOURCE-to-TARGET.md; a test fails on a difference that is
not listed and on a listed one that is no longer there. The other two pairs: test_hexo_to_hugo, test_hugo_to_hexo.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from blogconv.api import convert
from blogconv.report import Report
from blogconv.verify import Comparison, compare
from engines.harness import ROOT, BuildResult, build_hexo, build_hugo, build_jekyll

PAIRS = [("hexo", "jekyll"), ("hugo", "jekyll"), ("jekyll", "hugo"), ("jekyll", "hexo")]
URLS = {
    "hexo": "https://slowlane.example",
    "hugo": "https://tidepool.example",
    "jekyll": "https://tide.example",
}
COUNTS = {"hexo": (53, 2, 61, 250), "hugo": (17, 1, 17, 90), "jekyll": (16, 1, 20, 30)}
"""Posts, drafts, and how many pages are compared and how many addresses asked for, at least."""
SECRETS = {
    "hexo": ("工资条", "写了一半的小说", "主角暂时叫老周"),
    "hugo": ("captain's secret", "captain’s secret", "Hello from the past", "Tickets at the pier"),
    "jekyll": ("暗礁坐标", "before 2099", "The keel is laid", "Only templates read"),
}


class Known(NamedTuple):
    """A row of a table of known differences."""

    address: str
    aspect: str
    reason: str


class Moved(NamedTuple):
    """An example blog after its move: what the conversion said, the new site built, and compared with the old."""

    source: str
    target: str
    report: Report
    built: BuildResult
    comparison: Comparison

    @property
    def table(self) -> Path:
        return ROOT / "docs" / f"known-differences-{self.source}-to-{self.target}.md"

    def known(self) -> list[Known]:
        rows = re.findall(r"(?m)^\| `([^`]+)` \| `([^`]+)` \| (.+?) \|$", self.table.read_text("utf-8"))
        return [Known(*row) for row in rows]


def build(engine: str, site: Path, out: Path, source: str) -> BuildResult:
    """Build a converted site, by Hexo and Jekyll as on a machine far from the author's."""
    if engine == "hugo":
        return build_hugo(site, out)
    zone = "America/New_York" if source == "hugo" else "Asia/Shanghai"
    return build_hexo(site, out, env_tz=zone) if engine == "hexo" else build_jekyll(site, out, env_tz=zone)


@pytest.fixture(scope="module", params=PAIRS, ids=lambda pair: "-".join(pair))
def moved(
    request: pytest.FixtureRequest,
    built_blog: Callable[[str], BuildResult],
    tmp_path_factory: pytest.TempPathFactory,
) -> Moved:
    source, target = request.param
    folder = tmp_path_factory.mktemp(f"{source}-{target}")
    report = convert(ROOT / "examples" / f"{source}-blog", folder / "site", source=source, target=target)
    built = build(target, folder / "site", folder / "public", source)
    url = URLS[source]
    comparison = compare(built_blog(source).out, built.out, old_url=url, new_url=url)
    return Moved(source, target, report, built, comparison)


@pytest.mark.engine("hexo", "hugo", "jekyll")
def test_every_post_arrives_and_the_build_does_not_complain(moved: Moved) -> None:
    posts, drafts, pages, addresses = COUNTS[moved.source]
    assert moved.report.errors == 0, [str(d) for d in moved.report.diagnostics]
    assert (moved.report.posts, moved.report.drafts) == (posts, drafts)
    assert moved.built.failures == ()
    assert moved.comparison.pages >= pages
    assert len(moved.comparison.addresses) > addresses
    assert moved.comparison.added == []


@pytest.mark.engine("hexo", "hugo", "jekyll")
def test_every_address_is_served_and_every_page_shows_what_it_showed(moved: Moved) -> None:
    comparison = moved.comparison
    known = {(row.address, row.aspect) for row in moved.known()}
    lost = {(a.address, "address") for a in comparison.bad_addresses}
    found = lost | {(d.address, d.aspect) for d in comparison.differences}
    new = [d for d in comparison.differences if (d.address, d.aspect) not in known]
    assert found - known == set(), f"differences that {moved.table.name} does not list: {new}"
    assert known - found == set(), f"listed in {moved.table.name}, but no longer there"


@pytest.mark.engine("hexo", "hugo", "jekyll")
def test_hidden_posts_stay_hidden(moved: Moved) -> None:
    pages = [f for f in moved.built.files if f.endswith((".html", ".xml", ".json"))]
    texts = {f: (moved.built.out / f).read_text(encoding="utf-8") for f in pages}
    for secret in SECRETS[moved.source]:
        assert [f for f, text in texts.items() if secret in text] == []


@pytest.mark.engine("hexo", "hugo", "jekyll")
def test_each_known_difference_has_one_reason(moved: Moved) -> None:
    rows = moved.known()
    lines = moved.table.read_text(encoding="utf-8").splitlines()
    assert len(rows) == sum(line.startswith("| `") for line in lines), "a row that cannot be read"
    assert [row for row, count in Counter(r[:2] for r in rows).items() if count > 1] == []
    assert all(len(row.reason) > 20 for row in rows)

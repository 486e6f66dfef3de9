"""The whole way: the example blog built by Hexo, converted, built by Hugo, and compared page by page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from blogconv.api import convert
from blogconv.engines.base import WriteOptions
from blogconv.report import Report
from blogconv.verify import Comparison, compare
from engines.harness import OLD_HUGO, ROOT, BuildResult, build_hugo

URL = "https://slowlane.example"
TABLE = ROOT / "docs" / "known-differences.md"


class Known(NamedTuple):
    """A row of docs/known-differences.md."""

    address: str
    aspect: str
    reason: str


class Converted(NamedTuple):
    """The example as a Hugo site, and what the conversion said."""

    site: Path
    report: Report


def known_differences() -> list[Known]:
    rows = re.findall(r"(?m)^\| `([^`]+)` \| `([^`]+)` \| (.+?) \|$", TABLE.read_text(encoding="utf-8"))
    return [Known(*row) for row in rows]


def hashes(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def found_differences(comparison: Comparison) -> set[tuple[str, str]]:
    lost = {(a.address, "address") for a in comparison.bad_addresses}
    return lost | {(d.address, d.aspect) for d in comparison.differences}


def check_known(comparison: Comparison) -> None:
    found = found_differences(comparison)
    listed = {(row.address, row.aspect) for row in known_differences()}
    detail = [d for d in comparison.differences if (d.address, d.aspect) not in listed]
    assert found - listed == set(), f"differences that docs/known-differences.md does not list: {detail}"
    assert listed - found == set(), "listed in docs/known-differences.md, but no longer there"


@pytest.fixture(scope="module")
def converted(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    site = tmp_path_factory.mktemp("converted") / "site"
    return Converted(site, convert(example, site, source="hexo", target="hugo"))


@pytest.fixture(scope="module")
def hugo_built(converted: Converted, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_hugo(converted.site, tmp_path_factory.mktemp("hugo") / "public")


@pytest.fixture(scope="module")
def comparison(built_example: BuildResult, hugo_built: BuildResult) -> Comparison:
    return compare(built_example.out, hugo_built.out, old_url=URL, new_url=URL)


def test_every_post_arrives(converted: Converted) -> None:
    report = converted.report
    assert report.errors == 0, [str(d) for d in report.diagnostics]
    assert (report.posts, report.drafts) == (53, 2)


def test_the_source_is_only_read(example: Path, tmp_path: Path) -> None:
    before = hashes(example)
    convert(example, tmp_path / "site", source="hexo", target="hugo")
    assert hashes(example) == before


def test_a_second_conversion_writes_the_same(example: Path, converted: Converted) -> None:
    before = hashes(converted.site)
    again = convert(example, converted.site, source="hexo", target="hugo")
    assert hashes(converted.site) == before
    assert again.changes.written == []


@pytest.mark.engine("hugo")
def test_hugo_builds_the_converted_blog_without_complaint(hugo_built: BuildResult) -> None:
    assert hugo_built.failures == ()


@pytest.mark.engine("hexo", "hugo")
def test_every_address_of_the_old_blog_is_served(comparison: Comparison) -> None:
    listed = {row.address for row in known_differences() if row.aspect == "address"}
    assert {a.address for a in comparison.bad_addresses} == listed
    assert len(comparison.addresses) > 250


@pytest.mark.engine("hexo", "hugo")
def test_every_page_shows_what_it_showed(comparison: Comparison) -> None:
    assert comparison.pages > 55
    check_known(comparison)


@pytest.mark.engine("hexo", "hugo-old")
def test_the_oldest_hugo_shows_the_same(
    converted: Converted, built_example: BuildResult, tmp_path: Path
) -> None:
    old = build_hugo(converted.site, tmp_path / "public", version=OLD_HUGO)
    assert old.failures == ()
    check_known(compare(built_example.out, old.out, old_url=URL, new_url=URL))


@pytest.mark.engine("hugo")
def test_hidden_posts_stay_hidden(hugo_built: BuildResult) -> None:
    pages = [f for f in hugo_built.files if f.endswith((".html", ".xml", ".json"))]
    texts = {f: (hugo_built.out / f).read_text(encoding="utf-8") for f in pages}
    for secret in ("工资条", "写了一半的小说", "主角暂时叫老周"):
        assert [f for f, text in texts.items() if secret in text] == []


@pytest.mark.engine("hugo")
def test_no_notation_of_hexo_is_left_in_the_text(hugo_built: BuildResult) -> None:
    """Outside code and outside the posts that write about the notations themselves."""
    about_notations = ("template-traps", "vue-without-nunjucks", "three-colons", "qinghai-lake")
    posts = [f for f in hugo_built.files if re.match(r"20\d\d/.*/index\.html$", f)]
    assert len(posts) > 45
    for file in posts:
        if not any(name in file for name in about_notations):
            text = (hugo_built.out / file).read_text(encoding="utf-8")
            bare = re.sub(r"(?s)<(pre|code)\b.*?</\1>", "", text)
            assert re.findall(r"\{%|\{\{|(?m:^\s*:::)|!!! ", bare) == [], file


@pytest.mark.engine("hugo")
def test_the_starter_shows_a_blog_without_any_theme(example: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    convert(example, site, source="hexo", target="hugo", write=WriteOptions(starter=True))
    built = build_hugo(site, tmp_path / "public", theme=None)
    assert built.failures == ()
    home = (built.out / "index.html").read_text(encoding="utf-8")
    assert "写给二十年后的自己" in home


def test_the_list_of_known_differences_has_a_reason_for_each() -> None:
    rows = known_differences()
    table = TABLE.read_text(encoding="utf-8").splitlines()
    assert len(rows) == sum(line.startswith("| `") for line in table), "a row that cannot be read"
    assert [row for row, count in Counter(r[:2] for r in rows).items() if count > 1] == []
    assert all(len(row.reason) > 20 for row in rows)

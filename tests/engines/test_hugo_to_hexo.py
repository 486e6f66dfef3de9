"""The other way: the example blog built by Hugo, converted, built by Hexo, and compared page by page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from blogconv.api import convert
from blogconv.engines.base import WriteOptions
from blogconv.verify import Comparison, compare
from engines.harness import ROOT, BuildResult, build_hexo, build_hugo

EXAMPLE = ROOT / "examples" / "hugo-blog"
CORPORA = ROOT / "../shared/corpora/hugo"
URL = "https://tidepool.example"
TABLE = ROOT / "docs" / "known-differences-hugo-to-hexo.md"


def known() -> set[tuple[str, str]]:
    rows = re.findall(r"(?m)^\| `([^`]+)` \| `([^`]+)` \| .+? \|$", TABLE.read_text(encoding="utf-8"))
    return {(address, aspect) for address, aspect in rows}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("converted") / "site"
    report = convert(EXAMPLE, site, source="hugo", target="hexo")
    assert report.errors == 0, [str(d) for d in report.diagnostics]
    assert (report.posts, report.drafts, report.pages) == (17, 1, 5)
    return site


@pytest.fixture(scope="module")
def built(converted: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_hexo(converted, tmp_path_factory.mktemp("hexo") / "public", env_tz="America/New_York")


@pytest.fixture(scope="module")
def old(built_blog: Callable[[str], BuildResult]) -> BuildResult:
    return built_blog("hugo")


@pytest.fixture(scope="module")
def comparison(old: BuildResult, built: BuildResult) -> Comparison:
    return compare(old.out, built.out, old_url=URL, new_url=URL)


@pytest.mark.engine("hexo")
def test_hexo_builds_the_converted_blog_without_complaint(built: BuildResult) -> None:
    assert built.failures == ()


@pytest.mark.engine("hugo", "hexo")
def test_every_address_is_served_and_every_page_shows_what_it_showed(comparison: Comparison) -> None:
    lost = {(a.address, "address") for a in comparison.bad_addresses if a.kind != "feed"}
    found = lost | {(d.address, d.aspect) for d in comparison.differences}
    new = [d for d in comparison.differences if (d.address, d.aspect) not in known()]
    assert found - known() == set(), f"differences that {TABLE.name} does not list: {new}"
    assert known() - found == set(), f"listed in {TABLE.name}, but no longer there"
    assert comparison.pages >= 17
    assert len(comparison.addresses) > 90


@pytest.mark.engine("hexo")
def test_hidden_posts_stay_hidden(built: BuildResult) -> None:
    pages = [f for f in built.files if f.endswith((".html", ".xml", ".json"))]
    texts = {f: (built.out / f).read_text(encoding="utf-8") for f in pages}
    for secret in ("captain's secret", "captain’s secret", "Hello from the past", "Tickets at the pier"):
        assert [f for f, text in texts.items() if secret in text] == []


@pytest.mark.engine("hexo")
def test_there_and_back_again(converted: Path, old: BuildResult, tmp_path: Path) -> None:
    """Hugo, Hexo, Hugo: the posts show what they showed at first."""
    convert(converted, tmp_path / "hugo", source="hexo", target="hugo")
    again = build_hugo(tmp_path / "hugo", tmp_path / "public")
    assert again.failures == ()
    result = compare(old.out, again.out, old_url=URL, new_url=URL)
    # Line numbers that stood in the code stand in a table now.
    kinds = {d.aspect for d in result.differences if re.match(r"/20\d\d/", d.address)}
    assert kinds <= {"heading", "paragraph", "code", "cell", "embed"}, result.differences


@pytest.mark.engine("hexo")
@pytest.mark.parametrize("flavour", ["next", "butterfly"])
def test_tags_of_a_theme(flavour: str, tmp_path: Path) -> None:
    write = WriteOptions(flavours=(flavour,))
    convert(EXAMPLE, tmp_path / "site", source="hugo", target="hexo", write=write)
    text = (tmp_path / "site/source/_posts/warnings.md").read_text(encoding="utf-8")
    assert "{% note warning %}\nWatch the **time**, not the water.\n{% endnote %}" in text
    assert f"theme: {flavour}\n" in (tmp_path / "site/_config.yml").read_text(encoding="utf-8")


@pytest.mark.engine("hexo")
def test_the_starter_shows_a_blog_without_any_theme(tmp_path: Path) -> None:
    convert(EXAMPLE, tmp_path / "site", source="hugo", target="hexo", write=WriteOptions(starter=True))
    built = build_hexo(tmp_path / "site", tmp_path / "public", env_tz="UTC", theme=None)
    assert built.failures == ()
    post = (built.out / "2019/06/tide-clock/index.html").read_text(encoding="utf-8")
    assert "data-blogconv" not in post, "the neutral theme was used instead of the starter"
    assert '<figure class="bc-figure">' in post
    assert "Tide clock, part two" in (built.out / "index.html").read_text(encoding="utf-8") + post


@pytest.mark.engine("hexo")
@pytest.mark.parametrize("name", [p.name for p in sorted(CORPORA.glob("*"))])
def test_real_sites_build(name: str, tmp_path: Path) -> None:
    source = CORPORA / name
    source = source / "exampleSite" if (source / "exampleSite").is_dir() else source
    report = convert(source, tmp_path / "site", source="hugo", target="hexo")
    assert [str(d) for d in report.diagnostics if d.code in ("internal", "unreadable")] == []
    built = build_hexo(tmp_path / "site", tmp_path / "public", env_tz="UTC")
    assert built.failures == ()
    assert len(built.files) > 30

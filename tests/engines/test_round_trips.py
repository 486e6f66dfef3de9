"""There and back: what one conversion keeps, the way back keeps as well; a site of its own engine keeps every byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from blogconv.api import convert
from blogconv.engines.base import WriteOptions
from blogconv.verify import Comparison, compare
from engines.harness import ROOT, BuildResult, build_hexo, build_hugo

CORPORA = ROOT / "../shared/corpora"
URL = "https://slowlane.example"
SITES = [
    *((ROOT / "examples" / f"{engine}-blog", engine) for engine in ("hexo", "hugo")),
    *((path, "hexo") for path in sorted((CORPORA / "hexo").glob("*"))),
    *((path, "hugo") for path in sorted((CORPORA / "hugo").glob("*"))),
]


def differences(comparison: Comparison) -> set[tuple[str, str, str]]:
    return {(d.address, d.aspect, d.old) for d in comparison.differences}


@pytest.mark.engine("hexo", "hugo")
def test_hexo_to_hugo_and_back_shows_the_same_pages(
    example: Path, built_example: BuildResult, tmp_path: Path
) -> None:
    """The way back adds no difference to those of the way there, and loses no address."""
    convert(example, tmp_path / "hugo", source="hexo", target="hugo")
    report = convert(tmp_path / "hugo", tmp_path / "hexo", source="hugo", target="hexo")
    assert report.errors == 0
    there = build_hugo(tmp_path / "hugo", tmp_path / "there")
    back = build_hexo(tmp_path / "hexo", tmp_path / "back")
    assert back.failures == ()
    once = compare(built_example.out, there.out, old_url=URL, new_url=URL)
    twice = compare(built_example.out, back.out, old_url=URL, new_url=URL)
    assert {a.address for a in twice.bad_addresses} <= {a.address for a in once.bad_addresses}
    assert differences(twice) - differences(once) == set()


@pytest.mark.parametrize(("source", "engine"), SITES, ids=[path.name for path, _ in SITES])
def test_a_site_of_its_own_engine_keeps_every_byte(source: Path, engine: str, tmp_path: Path) -> None:
    source = source / "exampleSite" if (source / "exampleSite").is_dir() else source
    report = convert(source, tmp_path / "same", source=engine, target=engine)
    assert [str(d) for d in report.diagnostics if d.code in ("internal", "path-refused")] == []
    files = {
        p.relative_to(source): p for p in source.rglob("*") if p.is_file() and "node_modules" not in p.parts
    }
    changed = [str(n) for n, p in files.items() if (tmp_path / "same" / n).read_bytes() != p.read_bytes()]
    assert changed == []
    extra = {p.relative_to(tmp_path / "same") for p in (tmp_path / "same").rglob("*") if p.is_file()}
    assert {str(p) for p in extra - set(files)} <= {".blogconv-manifest"}


def test_tags_of_one_theme_become_those_of_another(tmp_path: Path) -> None:
    """NexT's notes in Butterfly: a title, which Butterfly cannot say, goes into the text; the rest stays."""
    post = "---\ntitle: A\ndate: 2024-01-02 03:04:05\n---\nText *as it is*.  \n\n"
    post += "{% note info %}\nHi\n{% endnote %}\n\n{% blockquote A, B %}\nx\n{% endblockquote %}\n"
    (tmp_path / "old/source/_posts").mkdir(parents=True)
    (tmp_path / "old/source/_posts/a.md").write_text(post, encoding="utf-8")
    (tmp_path / "old/_config.yml").write_text(
        "title: T\nurl: https://a.example\ntheme: next\n", encoding="utf-8"
    )
    (tmp_path / "old/package.json").write_text('{"hexo": {"version": ""}}', encoding="utf-8")
    write = WriteOptions(flavours=("butterfly",))
    convert(tmp_path / "old", tmp_path / "new", source="hexo", target="hexo", write=write)
    new = (tmp_path / "new/source/_posts/a.md").read_text(encoding="utf-8")
    assert new == post

"""Vaults against renderers that are not ours, against the real Hexo and Hugo, and real vaults on their way to Hugo."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from ruamel.yaml import YAML

from blogconv.api import convert, read_site
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, WriteOptions, writer
from blogconv.model import Kind
from blogconv.verify import compare
from engines.harness import ROOT, BuildResult, build_hugo
from engines.obsidian_harness import Judged, build_vault, judge

CASES = ROOT / "tests" / "cases"
EDGE: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(
    (CASES / "obsidian_edge.yaml").read_text("utf-8")
)
KNOWN: list[dict[str, str]] = YAML(typ="safe").load((CASES / "obsidian_known.yaml").read_text("utf-8"))
CORPORA = ROOT.parent / "shared" / "corpora" / "obsidian"
INNER = {"davidvkimball+astro-modular": "src/content", "zoni+obsidian-export": "tests/testdata/input"}
VAULT = ROOT / "examples" / "obsidian-vault"
URL = "https://slowlane.example"
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "‘": "'", "…": "...", "–": "--", "—": "---", "″": '"'}
)


class Found(NamedTuple):
    """A difference between what Hexo shows and what a judge shows."""

    address: str
    aspect: str
    old: str


# Properties


def yaml_cases() -> list[dict[str, Any]]:
    return [case for case in EDGE["properties"] if case.get("judge") == "yaml"]


@pytest.fixture(scope="module")
def judged_properties() -> dict[str, Judged]:
    return judge({case["id"]: case["text"] for case in yaml_cases()})


@pytest.mark.engine("hexo")
@pytest.mark.parametrize("case", yaml_cases(), ids=lambda case: case["id"])
def test_the_library_of_the_app_reads_the_same(
    case: dict[str, Any], judged_properties: dict[str, Judged]
) -> None:
    judged = judged_properties[case["id"]]
    assert bool(judged.error) == bool(case.get("broken"))
    for key, value in case.get("values", {}).items():
        assert judged.values[key] == value
        assert type(judged.values[key]) is type(value)


# Edge cases: a vault of them, converted and built by Hugo, against the judge that is right on each


def judged_cases(by: str) -> list[dict[str, Any]]:
    return [case for group in ("callouts", "inline") for case in EDGE[group] if by in case.get("judge", "")]


def edge_vault(root: Path, by: str) -> Path:
    (root / ".obsidian").mkdir(parents=True)
    (root / ".obsidian" / "app.json").write_text("{}", "utf-8")
    (root / "Posts").mkdir()
    for case in judged_cases(by):
        head = f"---\ntitle: {case['id']}\ndate: 2024-01-02\npermalink: {case['id'].lower()}/\n---\n"
        (root / "Posts" / f"{case['id']}.md").write_text(head + case["text"] + "\n", "utf-8")
    return root


@pytest.mark.engine("hexo", "hugo")
@pytest.mark.parametrize("by", ["a", "b"])
def test_hugo_shows_the_edge_cases_as_the_judge_does(by: str, tmp_path: Path) -> None:
    vault = edge_vault(tmp_path / "vault", by)
    old = build_vault(vault, tmp_path / "old", by)
    convert(vault, tmp_path / "hugo", source="obsidian", target="hugo")
    new = build_hugo(tmp_path / "hugo", tmp_path / "new")
    found = compare(old.out, new.out)
    assert found.pages > 15
    assert found.bad_addresses == []
    assert [(d.address, d.sentence, d.old, d.new) for d in found.differences] == []


# A Hexo blog as a vault


def straight(folder: Path) -> Path:
    """The pages with quotes and dashes as they are typed: Obsidian has no typographer."""
    for page in folder.rglob("*.html"):
        page.write_text(page.read_text("utf-8").translate(_STRAIGHT), "utf-8")
    return folder


def differences(old: Path, new: Path) -> dict[Found, str]:
    found = compare(old, new, old_url=URL, new_url=URL).differences
    return {
        Found(d.address, d.aspect, d.old): d.sentence
        for d in found
        if not d.sentence.startswith("id of the heading")
    }


def is_known(found: Found) -> bool:
    return any(
        re.fullmatch(row["page"], found.address) and re.fullmatch(row["aspect"], found.aspect)
        for row in KNOWN
    )


@pytest.mark.engine("hexo")
def test_a_hexo_blog_looks_the_same_as_a_vault(
    example: Path, built_example: BuildResult, tmp_path: Path
) -> None:
    """A difference counts where both judges show it: each has faults of its own."""
    convert(example, tmp_path / "vault", source="hexo", target="obsidian")
    old = straight(Path(shutil.copytree(built_example.out, tmp_path / "old")))
    by_a = differences(old, straight(build_vault(tmp_path / "vault", tmp_path / "a", "a").out))
    by_b = differences(old, straight(build_vault(tmp_path / "vault", tmp_path / "b", "b").out))
    both = [found for found in by_a if found in by_b]
    assert [(*found, by_a[found]) for found in both if not is_known(found)] == []
    unused = [
        row for row in KNOWN if not any(is_known(f) and re.fullmatch(row["page"], f.address) for f in both)
    ]
    assert unused == []


@pytest.mark.engine("hexo")
def test_every_link_of_the_written_vault_is_followed(example: Path, tmp_path: Path) -> None:
    convert(example, tmp_path / "vault", source="hexo", target="obsidian")
    built = build_vault(tmp_path / "vault", tmp_path / "built")
    broken = [
        (page.parent.name, link)
        for page in built.out.rglob("index.html")
        for link in re.findall(r'(?:href|src)="BROKEN:([^"]*)"', page.read_text("utf-8"))
    ]
    assert broken == []


@pytest.mark.engine("hexo")
def test_properties_of_the_written_vault_are_read_by_the_app(example: Path, tmp_path: Path) -> None:
    convert(example, tmp_path / "vault", source="hexo", target="obsidian")
    notes = {p.name: p.read_text("utf-8") for p in (tmp_path / "vault").rglob("*.md")}
    for name, judged in judge(notes).items():
        assert judged.error is None, name
        assert isinstance(judged.values["title"], str)
        assert isinstance(judged.values.get("tags", []), list)


# A vault as a Hugo site


@pytest.fixture(scope="module")
def built_vault(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    scratch = tmp_path_factory.mktemp("vault")
    convert(VAULT, scratch / "site", source="obsidian", target="hugo")
    return build_hugo(scratch / "site", scratch / "public")


def page(built: BuildResult, address: str) -> str:
    return html.unescape((built.out / address.strip("/") / "index.html").read_text("utf-8"))


@pytest.mark.engine("hugo")
def test_hugo_builds_the_example_without_complaint(built_vault: BuildResult) -> None:
    assert built_vault.failures == ()
    for post in read_site(VAULT, source="obsidian").posts:
        shown = (built_vault.out / post.address.strip("/") / "index.html").is_file()
        assert shown == (post.status.value == "published"), post.path


@pytest.mark.engine("hugo")
def test_every_link_of_the_example_leads_somewhere(built_vault: BuildResult) -> None:
    missing = []
    for file in built_vault.out.rglob("index.html"):
        content = file.read_text("utf-8")
        for link in re.findall(r'(?:href|src)="?(/[^"#\s>]*)', content):
            target = built_vault.out / _decoded(link).strip("/")
            if not (target.is_file() or (target / "index.html").is_file()):
                missing.append((file.parent.name, link))
        for anchor in re.findall(r'href="?#([^"\s>]+)', content):
            if f'id="{_decoded(anchor)}"' not in content and f"id={_decoded(anchor)}" not in content:
                missing.append((file.parent.name, anchor))
    assert missing == []


def _decoded(text: str) -> str:
    return html.unescape(unquote(text))


@pytest.mark.engine("hugo")
def test_what_hugo_shows_of_the_example(built_vault: BuildResult) -> None:
    lake = page(built_vault, "/posts/清晨的湖/")
    assert "五点四十到湖边。<br" in lake
    assert "<mark>三只</mark>" in lake and "`==" not in lake
    assert 'id="block-lake-line"' in lake
    tools = page(built_vault, "/posts/tools-i-keep/")
    assert "湖不等人，人也不必等湖。" in tools and "the current slows" in tools
    assert "It rusts when I look away, and that is <strong>fine</strong>" in tools
    noodles = page(built_vault, "/posts/煮面的水/")
    assert 'data-type="secret-sauce"' in noodles and "<mark>猪油</mark>" in noodles
    assert "[[不是链接]] %%不是注释%%" in noodles


@pytest.mark.engine("hugo")
def test_nothing_private_is_in_the_built_site(built_vault: BuildResult) -> None:
    private = ("老陈", "望远镜", "一二三四五六七", "写到第二个路口", "私房笔记.md", "{{title}}")
    texts = [
        p.read_text("utf-8")
        for p in built_vault.out.rglob("*")
        if p.suffix in (".html", ".xml", ".txt", ".json")
    ]
    assert texts
    assert [word for word in private if any(word in text for text in texts)] == []


# Real vaults


def vaults() -> Iterator[Any]:
    for folder in sorted(CORPORA.iterdir()) if CORPORA.is_dir() else ():
        yield pytest.param(folder / INNER.get(folder.name, ""), id=folder.name)
    if not CORPORA.is_dir():
        yield pytest.param(None, marks=pytest.mark.skip(reason="the corpora are not here"), id="none")


_WORD = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,}")


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("root", list(vaults()))
def test_a_real_vault_arrives_in_hugo(root: Path, tmp_path: Path) -> None:
    """No traceback, no lost words outside of what Obsidian hides, and a build without complaint."""
    options = ReadOptions(posts=("all",))
    report = convert(root, tmp_path / "site", source="obsidian", target="hugo", read=options, jobs=1)
    assert [str(d) for d in report.diagnostics if d.code in ("internal", "unreadable", "path-refused")] == []
    site = read_site(root, source="obsidian", read=options)
    paths = writer("hugo").plan(site, WriteOptions(), Diagnostics()).paths
    for post in site.posts:
        written = (tmp_path / "site" / paths[post.path]).read_text("utf-8")
        text = (root / post.path).read_text("utf-8", "replace").removeprefix("\ufeff")
        assert [word for word in _WORD.findall(_shown(text)) if word not in written] == [], post.path
    assert sum(p.kind is Kind.POST for p in site.posts) == report.posts + report.drafts
    build_hugo(tmp_path / "site", tmp_path / "public")


def _shown(text: str) -> str:
    """What of a note's source must arrive: no properties, comments, links' targets, block ids."""
    text = re.sub(r"\A---\n.*?\n---\s*\n", "", text.replace("\r\n", "\n"), flags=re.DOTALL)
    text = re.sub(r"(?ms)^[ >]*%%.*?(?:%%|\Z)|%%[^\n]*?%%", " ", text)
    text = re.sub(r"!\[[^\]\n]*\]\(https?://(?:x|twitter|www\.youtube)\.[^)\n]*\)", " ", text)
    text = re.sub(r"!?\[\[[^\]\n]*?\|([^\]\n]*)\]\]", r" \1 ", text)
    text = re.sub(r"!?\[\[[^\]\n]*\]\]|\]\([^)\n]*\)|\]:[^\n]*|(?m:\s\^[\w-]+$)", " ", text)
    return re.sub(r"&\w+;|https?://\S+|<[^>\n]*>|\[!.*?\]", " ", text)

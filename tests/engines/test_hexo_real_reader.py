"""The Hexo reader against the real Hexo: the same titles, slugs, dates, terms and addresses."""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions
from blogconv.engines.hexo import ENGINE
from blogconv.model import Post, Site, Status
from engines.harness import HexoPost, hexo_posts, hexo_read

CORPORA = Path(__file__).parents[2] / "../shared/corpora/hexo"
PACKAGE = {
    "hexo": {"version": "8.1.2"},
    "dependencies": {"hexo-generator-tag": "2", "hexo-generator-category": "2", "hexo-renderer-marked": "7"},
}

DATES = (
    "2024-01-02", "2024-01-02 23:30:00", "2024-07-01T23:59:59Z", "2024-01-02T03:04:05+09:00", "'2024-01-02'",
    "2024/1/2 3:04", "2024-1-2", "'2024-01-02 03:04'", "Jan 2, 2024", "2024-01-02 03:04:05 +0800",
    "1704164645000", "20240102", "['2024-01-02']", "2024-02-30", "2024.01.02", "2024-01-02T03:04",
    "Tue, 02 Jan 2024 03:04:05 GMT",
)  # fmt: skip
TITLES = (
    "T", "2024", "true", "[a, b]", "{a: 1}", "'it''s'", "中文：标题", "a #c", "1e3", "010", "1_000", "1:30",
    "2024-05-06", "&x y", "|\n  two\n  lines", "~",
)  # fmt: skip
TERMS = (
    "a", "a, b", "[a, b]", "[[a, b], [c], d]", "[[a, b], [a, c]]", "[[a, [b, c]]]", "[a, a, A]",
    "[1, 2.50, true, null, '']", "{a: 1}", "''", "0", "5", "[C++, 'C#', 中 文, é]", "[[z], [a]]", "[[a], [z]]",
    "[1e21, 1e-7, .5, 010]",
)  # fmt: skip
PERMALINKS = (
    "foo/", "/foo", "foo.html", "foo/index.html", ":title/", "foo?x=1", "中文/", "a b/", "''", "v1.2", "a\\b/",
)  # fmt: skip
NAMES = ("b c.md", "中文 标题.md", "sub/dir/x.md", "2024-03-04-hi.md", "[x].md", "a.b.md", "%41.md", "h.html")


def _files() -> dict[str, str]:
    """Posts and pages, each odd in one way."""
    odd = [f"date: {value}" for value in DATES]
    odd += [f"title: {value}" for value in TITLES]
    odd += [f"{key}: {value}" for key in ("tags", "categories") for value in TERMS]
    odd += [f"permalink: {value}" for value in PERMALINKS]
    odd += [
        "published: no",
        "published: false",
        "category: c\ntag: t",
        "titlecase: true",
        "id: 7",
        "lang: en",
    ]
    files = {}
    for number, head in enumerate(odd):
        date = "" if head.startswith("date:") else "date: 2024-01-02 03:04:05\n"
        text = f"---\n{date}{head}\n---\nbody\n"
        files[f"_posts/p{number:03}.md"] = text
        if head.startswith(("date", "title", "permalink")):
            files[f"pages/q{number:03}.md"] = text
    files |= {f"_posts/{name}": "---\ndate: 2024-01-02 03:04:05\n---\nx" for name in NAMES}
    forms = (
        "title: T\n---\nx",
        "\n---\ntitle: T\n---\nx",
        ';;;\n"title": "T"\n;;;\nx',
        "---\r\ntitle: T\r\n---\r\nx",
    )
    return files | {f"pages/form{number}.md": text for number, text in enumerate(forms)}


CONFIGURATIONS = {
    "default": "",
    "category": "permalink: :category/:name/\nfilename_case: 1\ncategory_map: {a: Alpha}\n",
    "names": "permalink: :year/:i_month/:i_day/:post_title/:lang/\nnew_post_name: :year-:month-:day-:title.md\n",
    "hash": "permalink: :hash/:timestamp/:title.html\ntag_dir: t\n",
    "folders": "post_asset_folder: true\npermalink: :title\n",
}
ZONES = [
    ("", "UTC"),
    ("Asia/Tokyo", "UTC"),
    ("Asia/Shanghai", "Asia/Shanghai"),
    ("America/New_York", "Asia/Tokyo"),
]
RUNS = [("default", *zones) for zones in ZONES]
RUNS += [(name, *zones) for name in CONFIGURATIONS if name != "default" for zones in (ZONES[1], ZONES[3])]


@pytest.mark.engine("hexo")
@pytest.mark.parametrize(("name", "site_zone", "builder"), RUNS)
def test_odd_posts(tmp_path: Path, name: str, site_zone: str, builder: str) -> None:
    config = f"url: http://example.com\n{CONFIGURATIONS[name]}timezone: '{site_zone}'\n"
    files = _files()
    theirs = hexo_posts(files, config=config, env_tz=builder)
    for file, text in files.items():
        path = tmp_path / "source" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    (tmp_path / "_config.yml").write_text(config, "utf-8")
    (tmp_path / "package.json").write_text(json.dumps(PACKAGE), "utf-8")
    site = ENGINE.read(tmp_path, ReadOptions(zone=builder), Diagnostics())
    assert len(site.posts) == len(theirs) > 120
    _compare(site, theirs, site_zone or builder)


@pytest.mark.engine("hexo")
@pytest.mark.parametrize(
    "name",
    [
        "Albert-Gao+blog",
        "Astrobr+Astrobr.github.io",
        "BhuwanUpadhyay+bhuwanupadhyay.github.io",
        "hexojs+site",
    ],
)
def test_real_blogs(name: str) -> None:
    root = CORPORA / name
    if not root.is_dir():
        pytest.skip("the corpora are not there")
    theirs = hexo_read(root, env_tz="Asia/Shanghai")
    site = ENGINE.read(root, ReadOptions(zone="Asia/Shanghai"), Diagnostics())
    assert len(theirs) > 20
    _compare(site, theirs, site.timezone or "UTC")


@pytest.mark.parametrize("root", sorted(CORPORA.glob("*")) if CORPORA.is_dir() else [], ids=lambda p: p.name)
def test_every_real_blog_is_read(root: Path) -> None:
    diagnostics = Diagnostics()
    assert ENGINE.recognise(root)
    site = ENGINE.read(root, ReadOptions(), diagnostics)
    assert len(site.posts) > 20
    assert "broken-front-matter" not in {d.code for d in diagnostics}
    for post in site.posts:
        body = ENGINE.load(site, post).body
        assert body is not None
        assert (root / post.path).read_bytes().decode("utf-8").endswith(body)
        assert post.address.startswith("/")


def _compare(site: Site, theirs: dict[str, HexoPost], zone: str) -> None:
    ours = {post.path.partition("source/")[2]: post for post in site.posts}
    assert set(theirs) <= set(ours)
    wrong = {source: _differences(ours[source], post, site, zone) for source, post in theirs.items()}
    assert {source: found for source, found in wrong.items() if found} == {}


def _differences(ours: Post, theirs: HexoPost, site: Site, zone: str) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = [((ours.title or ""), theirs.title)]
    if theirs.kind == "post":
        pairs.append((ours.slug, theirs.slug))
        pairs.append((ours.status is not Status.DRAFT, theirs.published))
    if ours.status is Status.PUBLISHED and theirs.kind == "post":
        pairs.append((set(ours.tags), {name for name, _ in theirs.tags}))
        nodes = {path[:end] for path in ours.categories for end in range(1, len(path) + 1)}
        pairs.append(({path[-1] for path in nodes}, {name for name, _ in theirs.categories}))
        addresses = {site.term_addresses.get(("categories", node), "/").lstrip("/") for node in nodes}
        pairs.append(
            (addresses - {""}, {path for _, path in theirs.categories} if addresses - {""} else set())
        )
    if ours.front_matter.get("date") and ours.date and ours.status is Status.PUBLISHED:
        pairs.append((ours.address, _address(theirs.path)))
        instant = ours.date.value.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        pairs.append((instant.isoformat(timespec="milliseconds").replace("+00:00", "Z"), theirs.date))
    return [(mine, other) for mine, other in pairs if mine != other]


def _address(path: str) -> str:
    """The address of the file that Hexo writes for `path` (hexojs/hexo:lib/hexo/router.ts `format`)."""
    path = re.sub("/+", "/", "/" + path.replace("\\", "/").partition("?")[0])
    return path.removesuffix("index.html") if path.endswith("/index.html") else path

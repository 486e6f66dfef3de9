"""The Hugo reader against the real Hugo: addresses, dates, status and titles of odd files in odd sites."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, reader
from blogconv.engines.hugo.reading.frontmatter import split
from blogconv.engines.hugo.reading.settings import load_settings
from blogconv.model import Moment, Post, Site, Status
from engines.harness import OLD_HUGO, ROOT, hugo_binary

CORPORA = ROOT / "../shared/corpora/hugo"
NAMES = (
    "Hello World", "你好 世界", "Éa Straße", "v1.2", "a_b", "a--b", "-x-", "a~b", "a@b", "C++", "C#", "a+b",
    "100%", "it's", "(a)[b]", "a,b;c", "A  B", "a - b", "a\u00a0b", "全角：标点！", "x=y&z", "ümlaut", "a!b",
    "2020-01-02-hello", "A.b.C", "#tag", "smile 😀 x",
)  # fmt: skip
SLUGS = ("Sl Ug", "a/b", "a - b", "C++", "it's", "你好", "/lead", "trail/", "A.B", "2048", "a+b c")
URLS = (
    "/x/y/", "x/y2", "/x/y3", "x.html", "/X/Y.html", "/x/y/index.html", "/C++/", "/a b/", "/你好/", "/it's/",
    "/:slug/z/", "/:year/:title/", "/a.b", "/x//y4/", "/q.php", "/a,b/", "/:section/:contentbasename",
)  # fmt: skip
ALL = "/:year-:month-:day/:monthname/:weekday/:weekdayname/:yearday/:section/:sections/:title/:slug/"
PATTERNS = (
    ALL,
    "/:sections[1:]/:contentbasename/",
    "/:sections[last]/:slugorcontentbasename",
    ":2006/:01/:Jan/:15/:slug",
    "/X y/:title.html",
    "/:sections[:last]/:filename/",
)
HEAD = 'title: "My Title! C++ a/b #1 你好 A - B."\ndate: 2020-03-05T07:08:09Z\n'
DATES = (
    "2020-01-02", "2020-01-02 03:04:05", "2020-01-02T03:04:05", "2020-01-02T03:04:05.123", "2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05+08:00", "2020-01-02T03:04:05-0330", "2020-01-02 03:04:05 +0800", "02 Jan 2020",
    "2020-01-02 03:04:05 +0800 CST", "Thu Jan  2 03:04:05 2020", "Thu, 02 Jan 2020 03:04:05 +0800",
    "Thu, 02 Jan 2020 03:04:05 GMT", "1577934245", "20200102", "2020", "''", "2999-01-01",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What `hugo list all` says of a page."""

    address: str
    title: str
    date: datetime
    draft: bool


def listed(site: Path, version: str | None = None) -> dict[str, Row]:
    command = [str(hugo_binary(version)), "list", "all", "--source", str(site), "--noBuildLock"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = {}
    for row in csv.DictReader(io.StringIO(done.stdout[done.stdout.index("path,slug") :])):
        parts = urlsplit(row["permalink"])
        address = unquote(parts.path) + (f"#{unquote(parts.fragment)}" if parts.fragment else "")
        date = datetime.fromisoformat(row["date"])
        address = address.removesuffix("index.html")
        found[row["path"]] = Row(address, row["title"], date, row["draft"] == "true")
    return found


def read(site: Path) -> Site:
    return reader("hugo").read(site, ReadOptions(), Diagnostics())


def write(site: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return site


def check_addresses(site: Path, version: str | None = None) -> int:
    result = read(site)
    truth, ours = listed(site, version), {p.path: p for p in result.posts}
    assert set(truth) <= set(ours)
    base = result.base_path.rstrip("/")
    wrong = {path: (row.address, base + ours[path].address) for path, row in truth.items()}
    assert {path: pair for path, pair in wrong.items() if pair[0] != pair[1]} == {}
    return len(truth)


def odd_files() -> dict[str, str]:
    files = {f"content/posts/{name}.md": f"---\n{HEAD}---\nx\n" for name in NAMES}
    files |= {f"content/Some Section/Deep er/{name}/index.md": f"---\n{HEAD}---\nx\n" for name in NAMES[:12]}
    files |= {
        f"content/docs/s{n}.md": f"---\n{HEAD}slug: '{s.replace(chr(39), chr(39) * 2)}'\n---\n"
        for n, s in enumerate(SLUGS)
    }
    files |= {
        f"content/urls/u{n}.md": f'---\n{HEAD}url: "{u}"\nslug: Sl Ug\n---\n' for n, u in enumerate(URLS)
    }
    files |= {
        "content/_index.md": "---\ntitle: Home\n---\n",
        "content/about.md": f"---\n{HEAD}---\n",
        "content/posts/_index.md": "---\ntitle: All Posts\nslug: sl\n---\n",
        "content/Some Section/Deep er/_index.md": "---\ntitle: D\n---\n",
    }
    return files


def toml(**settings: str) -> str:
    lines = "\n".join(f"{key} = {value}" for key, value in settings.items())
    return f'baseURL = "https://example.org/"\n{lines}\n'


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("setting", ["", "disablePathToLower", "removePathAccents", "uglyURLs"])
def test_odd_names_slugs_and_urls(tmp_path: Path, setting: str) -> None:
    site = write(tmp_path, odd_files() | {"hugo.toml": toml(**({setting: "true"} if setting else {}))})
    assert check_addresses(site) > 60


@pytest.mark.engine("hugo-old")
def test_odd_names_in_the_oldest_hugo(tmp_path: Path) -> None:
    config = toml() + f'[module.hugoVersion]\nmax = "{OLD_HUGO}"\n'
    site = write(tmp_path, odd_files() | {"hugo.toml": config, ".hugoversion": OLD_HUGO})
    assert check_addresses(site, OLD_HUGO) > 60


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("form", ["posts", "page.posts"])
def test_permalink_patterns(tmp_path: Path, pattern: str, form: str) -> None:
    table, _, inner = form.rpartition(".")
    config = toml() + f"[permalinks{'.' + table if table else ''}]\n{inner} = '{pattern}'\n"
    files = {
        "content/posts/My File.Name.md": f"---\n{HEAD}slug: Sl Ug/x\n---\n",
        "content/posts/C++ a.md": f"---\n{HEAD}slug: a+b\n---\n",
        "content/posts/plain.md": f"---\n{HEAD}---\n",
        "content/posts/Sub Sec/Deep/leaf/index.md": f"---\n{HEAD}---\n",
        "content/posts/Sub Sec/_index.md": "---\ntitle: T\n---\n",
        "content/other/x.md": f"---\n{HEAD}---\n",
    }
    assert check_addresses(write(tmp_path, files | {"hugo.toml": config})) == 6


@pytest.mark.engine("hugo")
def test_languages_by_suffix_and_folder(tmp_path: Path) -> None:
    config = toml(defaultContentLanguage='"zh-cn"') + (
        '[languages.zh-cn]\nlocale = "zh-CN"\n[languages.en]\ncontentDir = "content.en"\n'
        "[permalinks]\nposts = '/p/:slug/'\n"
    )
    files = {
        "content/posts/a.md": f"---\n{HEAD}---\n",
        "content/posts/b.zh-CN.md": f"---\n{HEAD}---\n",
        "content/posts/c.fr.md": f"---\n{HEAD}slug: c\n---\n",
        "content.en/posts/a.md": f"---\n{HEAD}---\n",
        "content.en/posts/u.md": f"---\n{HEAD}url: x/y\n---\n",
        "content.en/posts/w.md": f"---\n{HEAD}url: /abs/\n---\n",
        "content.en/other/n.md": f"---\n{HEAD}---\n",
    }
    assert check_addresses(write(tmp_path, files | {"hugo.toml": config})) == 7


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("zone", ["", "Asia/Shanghai"])
def test_dates(tmp_path: Path, zone: str) -> None:
    files = {f"content/p/d{n}.md": f"---\ntitle: t\ndate: {d}\n---\n" for n, d in enumerate(DATES)}
    files["hugo.toml"] = toml(**({"timeZone": f'"{zone}"'} if zone else {}))
    site = read(write(tmp_path, files))
    truth = listed(tmp_path)
    for post in site.posts:
        assert moment_in(post.date, site) == truth[post.path].date.astimezone(UTC), post.path


def moment_in(moment: Moment | None, site: Site) -> datetime:
    from zoneinfo import ZoneInfo

    if moment is None:
        return datetime(1, 1, 1, tzinfo=UTC)
    value = (
        moment.value if moment.value.tzinfo else moment.value.replace(tzinfo=ZoneInfo(site.timezone or "UTC"))
    )
    return value.astimezone(UTC).replace(microsecond=0)


@pytest.mark.engine("hugo")
def test_file_names_with_dates(tmp_path: Path) -> None:
    config = toml() + '[frontmatter]\ndate = [":filename", ":default"]\n'
    names = (
        "2020-01-02-hello",
        "2020-01-02_a b",
        "2020-01-02",
        "2020-13-02-x",
        "20200102-x",
        "2020-01-02-03-04-05-z",
    )
    files = {f"content/p/{name}.md": "---\ntitle: t\ndate: 2001-01-01\n---\n" for name in names}
    files["content/p/2020-01-02-leaf/index.md"] = "---\ntitle: t\n---\n"
    files["content/p/2020-01-02-own.md"] = "---\ntitle: t\nslug: s\n---\n"
    site = write(tmp_path, files | {"hugo.toml": config})
    assert check_addresses(site) == 8


@pytest.mark.engine("hugo")
def test_cascades_titles_and_drafts(tmp_path: Path) -> None:
    files = {
        "hugo.toml": toml() + "[cascade]\n[cascade.params]\nx = 1\n",
        "content/a/_index.md": "---\ntitle: A\ncascade:\n  draft: true\n---\n",
        "content/a/x.md": "---\ntitle: 010\n---\n",
        "content/a/y.md": "---\ntitle: y\ndraft: false\n---\n",
        "content/b/_index.md": "---\ntitle: B\ncascade:\n  - target: {path: '/b/c/**'}\n    draft: true\n---\n",
        "content/b/x.md": "---\ntitle: x\n---\n",
        "content/b/c/x.md": '+++\ntitle = "in c"\n+++\n',
        "content/b/c/j.md": '{"title": "T}{", "draft": "true"}\nbody',
    }
    site = write(tmp_path, files)
    ours = {p.path: (p.title, p.status is Status.DRAFT) for p in read(site).posts}
    assert ours == {path: (row.title, row.draft) for path, row in listed(site).items()}


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("name", [p.name for p in sorted(CORPORA.glob("*"))])
def test_addresses_of_real_sites(tmp_path: Path, name: str) -> None:
    """Each page of a real site; its texts are left out, since its theme's shortcodes are not there."""
    source = CORPORA / name
    source = source / "exampleSite" if (source / "exampleSite").is_dir() else source
    site = tmp_path / "site"
    shutil.copytree(source, site)
    for post in read(source).posts:
        empty(site, post)
    without_theme(site)
    assert check_addresses(site) > 20


def empty(site: Path, post: Post) -> None:
    path = site / post.path
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    body = split(load_settings(site, Diagnostics()), post.path, text, Diagnostics()).body
    path.write_bytes(text.removesuffix(body).encode("utf-8", "surrogateescape") if body else text.encode())


def without_theme(site: Path) -> None:
    """Take out of the configuration what needs the theme, a network or a repository."""
    import re

    for name in ("module.toml", "outputs.toml"):
        for path in (site / "config").rglob(name):
            path.unlink()
    for path in [*site.glob("*.toml"), *site.glob("*.y*ml"), *(site / "config").rglob("*.*ml")]:
        text = path.read_text("utf-8")
        text = re.sub(r"(?mi)^\s*(?:theme|enableGitInfo)\s*[:=].*$", "", text)
        text = re.sub(r"(?ms)^\[\[module\.imports\]\].*?(?=^\[|\Z)", "", text)
        text = re.sub(r"(?ms)^module:.*?(?=^\S|\Z)|^\[outputs\].*?(?=^\[|\Z)", "", text)
        path.write_text(text, "utf-8")

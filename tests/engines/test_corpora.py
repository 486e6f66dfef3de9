"""Real blogs of all four engines: every pair. Skipped where the workshop's folder is absent; nothing of it is copied.

Run as a script (`python -m engines.test_corpora` in tests/) it converts each blog to the three other engines and back,
builds each target with the real engine, and writes docs/real-blogs.md. The tests take one target of each blog, and
fail where a number gets worse than it stands there.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import blogconv
from blogconv import ReadOptions, Site, WriteOptions
from blogconv.body import Construct
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import reader, writer
from blogconv.inspection import inspect
from blogconv.scan import Scanner
from blogconv.tables import Rows
from engines.harness import ROOT, BuildResult, build_hexo, build_hugo, build_jekyll
from engines.test_way_back import NOTATION, Numbers, body
from engines.test_way_back import WORD as LONG_WORD

CORPORA = ROOT.parent / "shared" / "corpora"
PAGE = ROOT / "docs" / "real-blogs.md"
ENGINES = ("hexo", "hugo", "jekyll", "obsidian")
BUILD: Mapping[str, Callable[[Path, Path], BuildResult]] = {
    "hexo": build_hexo,
    "hugo": build_hugo,
    "jekyll": build_jekyll,
}
WORD = re.compile(r"[^\W_一-鿿]{2,}|[一-鿿]")
NOT_SHOWN = re.compile(
    r"<!--.*?-->|%%.*?%%|\{%.*?%\}|\{\{.*?\}\}|\{:.*?\}|\]\([^)]*\)|^\s*\*?\[[^\]]+\]: .*$|<[^>\n]*>"
    r"|[\w.]*https?://[^\s<>)\]]*|:[a-z0-9_+-]+:",
    re.DOTALL | re.MULTILINE,
)
"""Notations, comments, addresses, tags and names of emoji in the text between constructs: no words to be seen."""
SHOWN = ("title", "text", "caption", "name", "label", "description", "alt", "author", "source", "summary")
"""Arguments of constructs that a reader sees."""
UNSEEN = ("comment", "encrypted", "code", "literal")
"""Constructs whose text no reader sees as it is written, or that are the words of a code fence."""
OWN_CODE = ("for", "if", "assign", "capture", "case", "unless", "vimeo")
"""Programs in Liquid, and the tag of a plugin file whose name is another."""


class Blog(NamedTuple):
    """A real blog: its engine, its name, its folder, and the names of its own shortcodes, includes and scripts."""

    engine: str
    name: str
    root: Path
    own: frozenset[str]

    @property
    def options(self) -> ReadOptions:
        """All notes of a vault are posts, so that all of them are tried."""
        return ReadOptions(posts=("all",) if self.engine == "obsidian" else ())

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(engine for engine in ENGINES if engine != self.engine)


class Share(NamedTuple):
    """How many constructs of a blog are understood, how many are its own, and how many are left."""

    understood: int
    own: int
    left: int


@cache
def blogs() -> tuple[Blog, ...]:
    """The blogs of our four engines; none where the folder is absent."""
    index = CORPORA / "index.json"
    if not index.is_file():
        return ()
    found = json.loads(index.read_text("utf-8"))["corpora"]
    return tuple(_blog(entry) for entry in found if entry["engine"] in ENGINES)


def _blog(entry: dict[str, str]) -> Blog:
    below = "" if entry["engine"] == "jekyll" else entry["site_root"]
    own = frozenset(Path(name).stem for name in entry["template_and_script_names"])
    return Blog(entry["engine"], entry["path"].partition("/")[2], CORPORA / entry["path"] / below, own)


def convert(blog: Blog, target: str, folder: Path) -> list[str]:
    """Converts the blog into the new `folder` and gives what blogconv failed on."""
    report = blogconv.convert(blog.root, folder, source=blog.engine, target=target, read=blog.options, jobs=1)
    return [str(d) for d in report.diagnostics if d.code == "internal"]


def words_of(site: Site) -> dict[str, Counter[str]]:
    """The words that readers see of each post but of text files such as robots.txt, with the constructs in it."""
    scanner = reader(site.engine).scanner(site, Rows(site.engine, site.flavours))
    found = {}
    for post in site.posts:
        if post.is_file:
            continue
        text = (blogconv.load(site, post).body or "").replace("\r\n", "\n")
        pieces = _texts(scanner if post.templated else scanner.without_notations(), text, 0)
        found[post.path] = Counter(WORD.findall(html.unescape(NOT_SHOWN.sub(" ", "\n".join(pieces)))))
    return found


def _texts(scanner: Scanner, text: str, depth: int) -> Iterator[str]:
    for segment in scanner.scan(text).segments:
        if segment.construct is None:
            yield text[slice(*segment.span)]
        elif segment.construct.kind not in UNSEEN:
            yield from _texts_of(scanner, segment.construct, depth)


def _texts_of(scanner: Scanner, construct: Construct, depth: int) -> Iterator[str]:
    for args in (construct.args, *(item.args for item in construct.items)):
        yield from (args[key] for key in SHOWN if isinstance(args.get(key), str))
    bodies = [construct.body] if construct.body and not construct.items else []
    for inner in [*bodies, *(item.body for item in construct.items)]:
        if construct.body_kind == "raw" or depth > 20:
            yield inner
        else:
            yield from _texts(scanner, inner, depth + 1)


def lost_words(site: Site, words: Mapping[str, Counter[str]], target: str, folder: Path) -> Counter[str]:
    """The words of all posts that are not in the post that became of each in `folder`, by post and word."""
    plan = writer(target).plan(site, WriteOptions(), Diagnostics())
    lost: Counter[str] = Counter()
    for path, wanted in words.items():
        file = folder / plan.paths[path]
        text = file.read_text("utf-8", "replace") if file.is_file() else ""
        missing = wanted - Counter(WORD.findall(html.unescape(text)))
        lost.update({f"{path}: {word}": count for word, count in missing.items()})
    return lost


def way_back(blog: Blog, site: Site, by: str, there: Path, back: Path) -> Numbers:
    """What comes back of the posts of `site`, from the blog of the engine `by` that it became."""
    report = blogconv.convert(there, back, source=by, target=blog.engine, jobs=1)
    assert [str(d) for d in report.diagnostics if d.code == "internal"] == []
    now = blogconv.read_site(back, source=blog.engine, read=blog.options)
    paths = {post.path for post in now.posts}
    found = {key: post for post in now.posts for key in (post.title, post.address, post.path) if key}
    kept = [
        (post, found[key])
        for post in site.posts
        if (key := next((k for k in (post.path, post.address, post.title) if k in found), None))
    ]
    home = "\n".join(p.read_text("utf-8", "replace") for p in back.rglob("*") if p.suffix in (".md", ".html"))
    texts = (body(site, post) for post in site.posts if not post.is_file)
    wanted = {w for text in texts for w in LONG_WORD.findall(NOTATION.sub(" ", text))}
    return Numbers(
        len(site.posts),
        sum(post.path in paths for post in site.posts),
        sum(body(site, before) == body(now, after) for before, after in kept),
        sum((site.root / a.path).read_bytes() == (back / b.path).read_bytes() for a, b in kept),
        len(wanted - set(LONG_WORD.findall(home))),
    )


def share_of(blog: Blog) -> Share:
    """How much of the blog is understood. Each of the rest is told with file and line."""
    found = inspect(blog.root, source=blog.engine, read=blog.options)
    assert all(re.search(r":\d+$", place) for places in found.unknown.values() for place in places)
    own = left = 0
    for what, places in found.unknown.items():
        name = what.split("'")[1]
        own, left = (own + len(places), left) if name in (*blog.own, *OWN_CODE) else (own, left + len(places))
    return Share(sum(map(len, found.known.values())), own, left)


HEAD = """\
# Real blogs

The tests of blogconv read {count} public blogs, documentation sites and vaults of the four engines, with {posts} posts
and pages, that real people wrote for themselves. They are no part of this repository; where they are absent, the tests
over them are skipped. `python -m engines.test_corpora`, run in `tests`, converts each to the three other engines,
builds what it became with the real Hexo, Hugo and Jekyll, converts it back, and writes this page. All notes of a vault
are taken for posts. A test fails where a number gets worse.

No conversion fails on a post, and each target builds without an error.

## What is understood

Constructs outside code: tags, shortcodes, callouts, wikilinks, comments that mean something. `own` are those that a
blog defines itself, in its shortcodes, includes, plugins and scripts, and programs in Liquid: no table can have them,
so they stay in the text as they are written, and `blogconv inspect` names each with file and line, as it does what is
`left`. `share` is what is understood of all that is not the blog's own.

| blog | constructs | understood | own | left | share |
|---|---|---|---|---|---|
"""
WAYS = """
## There and back

Each blog is converted to another engine, and the result back. `lost` counts, for each post, the words that readers
see, those in constructs as well, and that are not in the file that the post became. The other columns are those of
[round-trips.md](round-trips.md): of the files of the blog so many come back to their old path, so many with the same
body, and so many byte for byte, wherever they lie; `words` counts the words that are nowhere in the blog that comes
back. A file lies elsewhere where its blog has folders that the engine between does not have.

What is lost was not to be seen either, or is said otherwise: cells of a table behind its last column, the explanation
of an abbreviation (`*[CSS]: …`), which kramdown takes away, expressions whose value is written for them
(`{{ site.url }}`), and the words behind the language of a code fence where the source does not show them. A text that
stood on a list of posts is left out where Hexo makes that list by itself, and blogconv says so.

| from | by way of | files | lost | path | body | bytes | words |
|---|---|---|---|---|---|---|---|
"""
EACH = """
## Each blog

| from | blog | by way of | files | lost | path | body | bytes | words |
|---|---|---|---|---|---|---|---|---|
"""


def documented() -> tuple[dict[str, Share], dict[tuple[str, str], tuple[int, Numbers]]]:
    """The numbers on the page: shares by blog, ways by blog and engine between."""
    text = PAGE.read_text(encoding="utf-8")
    shares = re.findall(r"(?m)^\| (\S+) \| \d+ \| (\d+) \| (\d+) \| (\d+) \| [\d.]+ % \|$", text)
    ways = re.findall(r"(?m)^\| \w+ \| (\S+) \| (\w+) \|((?: \d+ \|){6})$", text)
    numbers = {(blog, by): [int(n) for n in re.findall(r"\d+", row)] for blog, by, row in ways}
    return (
        {blog: Share(*map(int, row)) for blog, *row in shares},
        {way: (lost, Numbers(files, *rest)) for way, (files, lost, *rest) in numbers.items()},
    )


def write_page() -> None:
    """Measures and builds everything and writes docs/real-blogs.md. Lost words go to the standard error output."""
    with ProcessPoolExecutor() as pool:
        measured = dict(zip(blogs(), pool.map(measure, blogs()), strict=True))
    PAGE.write_text(page_of(measured), encoding="utf-8")


def measure(blog: Blog) -> tuple[Share, dict[str, tuple[int, Numbers]]]:
    """The share of a blog, and by the engine between the lost words and what comes back; each target is built."""
    site = blogconv.read_site(blog.root, source=blog.engine, read=blog.options)
    words = words_of(site)
    ways = {}
    for by in blog.targets:
        with tempfile.TemporaryDirectory() as name:
            there = Path(name, "there")
            assert convert(blog, by, there) == []
            if by in BUILD:
                BUILD[by](there, Path(name, "built"))
            lost = lost_words(site, words, by, there)
            sys.stderr.write(f"{blog.name} by way of {by}: {dict(lost.most_common(9))}\n")
            ways[by] = sum(lost.values()), way_back(blog, site, by, there, Path(name, "back"))
    return share_of(blog), ways


def page_of(measured: Mapping[Blog, tuple[Share, Mapping[str, tuple[int, Numbers]]]]) -> str:
    """The text of docs/real-blogs.md."""
    total = Share(*map(sum, zip(*(share for share, _ in measured.values()), strict=True)))
    rows = [_share_row(blog.name, share) for blog, (share, _) in measured.items()]
    pairs: dict[tuple[str, str], list[list[int]]] = {}
    each = []
    files = 0
    for blog, (_, ways) in measured.items():
        for by, (lost, numbers) in ways.items():
            counts = [numbers.files, lost, *numbers[1:]]
            pairs.setdefault((blog.engine, by), []).append(counts)
            each.append(_row(blog.engine, blog.name, by, *counts))
        files += next(numbers.files for _, numbers in ways.values())
    summed = [_row(*pair, *map(sum, zip(*counts, strict=True))) for pair, counts in pairs.items()]
    head = HEAD.replace("{count}", str(len(measured))).replace("{posts}", f"{files:,}")
    return "".join([head, *rows, _share_row("all", total), WAYS, *summed, EACH, *each])


def _share_row(name: str, share: Share) -> str:
    percent = 100 * share.understood / ((share.understood + share.left) or 1)
    return _row(name, sum(share), *share, f"{percent:.1f} %")


def _row(*cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |\n"


pytestmark = pytest.mark.skipif(not blogs(), reason="the corpora are not here")


def _turn(number: int, blog: Blog) -> str:
    """One of the targets that can be built, another for each blog."""
    targets = sorted(BUILD.keys() - {blog.engine})
    return targets[number % len(targets)]


ONE_EACH = [
    pytest.param(blog, target, marks=pytest.mark.engine(target), id=f"{blog.name}-{target}")
    for blog, target in ((blog, _turn(number, blog)) for number, blog in enumerate(blogs()))
]


def test_the_page_has_every_blog_and_way() -> None:
    shares, ways = documented()
    assert set(shares) == {"all", *(blog.name for blog in blogs())}
    assert set(ways) == {(blog.name, by) for blog in blogs() for by in blog.targets}
    assert shares["all"].understood >= 0.99 * (shares["all"].understood + shares["all"].left)


@pytest.mark.parametrize("blog", blogs(), ids=lambda blog: blog.name)
def test_no_less_is_understood_than_is_documented(blog: Blog) -> None:
    now, floor = share_of(blog), documented()[0][blog.name]
    assert now.understood >= floor.understood
    assert (now.own, now.left) <= (floor.own, floor.left)


@pytest.mark.parametrize(("blog", "target"), ONE_EACH)
def test_a_blog_arrives_whole_builds_and_comes_home(blog: Blog, target: str, tmp_path: Path) -> None:
    site = blogconv.read_site(blog.root, source=blog.engine, read=blog.options)
    there = tmp_path / "there"
    assert convert(blog, target, there) == []
    floor_lost, floor = documented()[1][blog.name, target]
    lost = lost_words(site, words_of(site), target, there)
    assert sum(lost.values()) <= floor_lost, lost
    built = BUILD[target](there, tmp_path / "built")
    assert len(built.files) > len(site.posts) / 2
    now = way_back(blog, site, target, there, tmp_path / "back")
    assert now.words <= floor.words
    assert (now.path >= floor.path, now.body >= floor.body, now.bytes >= floor.bytes) == (True, True, True), (
        now
    )


if __name__ == "__main__":
    write_page()

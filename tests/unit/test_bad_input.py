"""Bad input of every engine: each kind is told with its place, the text arrives, and nothing else is harmed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import blogconv
from blogconv import Report
from blogconv.engines.base import ReadOptions
from blogconv.errors import SourceError

WORD = "HERE"
FRONT = "---\ntitle: x\ndate: 2024-01-02 03:04:05\n"
BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
)


@dataclass(frozen=True)
class Kind:
    """How a small site of an engine is made: its settings, where posts and files lie, what it is converted to."""

    engine: str
    target: str
    settings: Mapping[str, str]
    post: str
    static: str
    permalink: str = "permalink"

    def path(self, name: str) -> str:
        return self.post.format(name)

    @property
    def folder(self) -> str:
        return self.post.rpartition("/")[0]


HEXO = Kind(
    "hexo",
    "hugo",
    {
        "_config.yml": "title: T\nurl: https://example.org\n",
        "package.json": '{"dependencies": {"hexo": "^8.0.0", "hexo-renderer-marked": "^7.0.0"}}',
    },
    "source/_posts/{}.md",
    "source/img",
)
HUGO = Kind(
    "hugo",
    "jekyll",
    {"hugo.toml": 'baseURL = "https://example.org/"\n'},
    "content/posts/{}.md",
    "static/img",
    "url",
)
JEKYLL = Kind("jekyll", "hexo", {"_config.yml": "title: T\n"}, "_posts/2024-01-02-{}.md", "img")
OBSIDIAN = Kind("obsidian", "hugo", {".obsidian/app.json": "{}"}, "Posts/{}.md", "img")
KINDS = (HEXO, HUGO, JEKYLL, OBSIDIAN)


def tree(folder: Path) -> dict[str, str]:
    """What a folder holds: each path with the hash of its file, or where its link leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = os.fsencode(path.relative_to(folder)).decode("latin-1")
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return found


class Place:
    """A blog in `src`, and `dst` where it goes; both alone in one folder."""

    def __init__(self, root: Path, kind: Kind) -> None:
        self.root, self.src, self.dst, self.kind = root, root / "src", root / "dst", kind
        for name, text in kind.settings.items():
            self.write(name, text)
        (self.src / kind.folder).mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.src / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def post(self, name: str, content: str | bytes) -> Path:
        return self.write(self.kind.path(name), content)

    def convert(self, *, jobs: int = 1) -> Report:
        """The conversion. The source is untouched, and beside it only the target appears; nothing failed."""
        before = tree(self.src)
        report = blogconv.convert(
            self.src,
            self.dst,
            source=self.kind.engine,
            target=self.kind.target,
            read=ReadOptions(posts=("all",) if self.kind.engine == "obsidian" else ()),
            jobs=jobs,
        )
        assert tree(self.src) == before
        assert {p.name for p in self.root.iterdir()} == {"src", "dst"}
        assert not any(d.code == "internal" for d in report.diagnostics)
        return report

    def texts(self) -> list[bytes]:
        """The posts and pages of the target."""
        return [p.read_bytes() for p in self.dst.rglob("*") if p.suffix in (".md", ".html") and p.is_file()]

    def words(self) -> int:
        """How often the word stands in the posts and pages of the target."""
        return sum(text.count(WORD.encode()) for text in self.texts())


@pytest.fixture(params=KINDS, ids=lambda kind: kind.engine)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(tmp_path, request.param)


def told(report: Report) -> set[tuple[str, str, int]]:
    return {(d.code, d.path, d.line) for d in report.diagnostics}


def codes(report: Report) -> dict[str, set[str]]:
    """The paths that each code was told about."""
    found: dict[str, set[str]] = {}
    for diagnostic in report.diagnostics:
        found.setdefault(diagnostic.code, set()).add(diagnostic.path)
    return found


BROKEN: dict[str, tuple[str | bytes, int]] = {
    "a colon in a value": (f"---\ntitle: a: b\n---\n{WORD}\n", 2),
    "a value that begins like a list": (f"---\ntitle: [x] y\n---\n{WORD}\n", 2),
    "a quote that is never closed": (f'---\ntitle: "x\ntags: y\n---\n{WORD}\n', 2),
    "a bracket that is never closed": (f"---\ntitle: x\ntags: [a, b\n---\n{WORD}\n", 3),
    "a tab inside a mapping": (f"---\ntitle: x\n\ttags: a\n---\n{WORD}\n", 3),
    "an alias to nothing": (f"---\ntitle: *b\n---\n{WORD}\n", 2),
    "a deep value": (f"---\na: {'[' * 5000}{']' * 5000}\n---\n{WORD}\n", 2),
    "a NUL byte": (f"---\ntitle: x\0\n---\n{WORD}\n", 2),
    "a bomb of aliases": (f"---\n{BOMB}\n---\n{WORD}\n", 7),
}
"""Front matter that no engine can read, and the line on which it breaks."""


@pytest.mark.parametrize("name", BROKEN)
def test_broken_front_matter_is_told_and_the_text_arrives(place: Place, name: str) -> None:
    content, line = BROKEN[name]
    path = place.kind.path("a")
    place.post("a", content)
    place.post("good", FRONT + f"---\nfine {WORD}\n")
    report = place.convert()
    assert ("broken-front-matter", path, line) in told(report)
    assert report.errors >= 1
    assert place.words() == 2
    assert any(f"fine {WORD}".encode() in text for text in place.texts())


def test_what_a_person_reads_in_broken_front_matter_is_kept(place: Place) -> None:
    place.post("a", f"---\ntitle: a: b\ndate: 2024-01-02 03:04:05\ntags: [one, two]\n---\n{WORD}\n")
    place.convert()
    (text,) = (t for t in place.texts() if WORD.encode() in t)
    assert b"a: b" in text and b"one" in text and b"two" in text


DATES = {"hexo": "date-rolled", "hugo": "date-unknown", "jekyll": "date-unknown", "obsidian": "date-unknown"}
TWICE = dict.fromkeys(("hexo", "hugo", "obsidian"), "broken-front-matter") | {"jekyll": "repeated-key"}
OUTSIDE = dict.fromkeys(("hexo", "hugo", "jekyll", "obsidian"), "address-outside")
BYTES = dict.fromkeys(OUTSIDE, "not-utf-8")
NUL = dict.fromkeys(OUTSIDE, "control-character")
UNKNOWN = dict.fromkeys(OUTSIDE, "date-unknown")

ODD: dict[str, tuple[str | bytes, Mapping[str, str], int]] = {
    "a day that is none": (f"---\ntitle: x\ndate: 2020-13-45\n---\n{WORD}\n", DATES, 3),
    "a date that is none": (f"---\ntitle: x\ndate: 1e400\n---\n{WORD}\n", UNKNOWN, 3),
    "a date too long": (f"---\ntitle: x\ndate: {'1' * 5000}\n---\n{WORD}\n", UNKNOWN, 3),
    "a key twice": (f"---\ntitle: x\ntitle: y\n---\n{WORD}\n", TWICE, 3),
    "an address outside": (FRONT + f"PERMALINK: ../../etc/\n---\n{WORD}\n", OUTSIDE, 4),
    "bytes that are no UTF-8": (FRONT.encode() + b"---\n\xff\xfe " + WORD.encode(), BYTES, 5),
    "a NUL byte": (FRONT.encode() + b"---\n\0 " + WORD.encode(), NUL, 5),
}
"""What an engine reads or not, with the code that it is told by and the line."""


@pytest.mark.parametrize("name", ODD)
def test_an_odd_post_is_told_and_its_text_arrives(place: Place, name: str) -> None:
    content, code, line = ODD[name]
    if isinstance(content, str):
        content = content.replace("PERMALINK", place.kind.permalink)
    place.post("a", content)
    report = place.convert()
    assert (code[place.kind.engine], place.kind.path("a"), line) in told(report)
    assert place.words() == 1


OPEN: list[tuple[Kind, str, int]] = [
    (HEXO, f"{{% note %}}\n{WORD}\n", 5),
    (HEXO, f"{{% raw %}}\n{WORD}\n", 5),
    (HEXO, f"\n{{{{ a\n\n{WORD}\n", 6),
    (HEXO, f"{{# a\n{WORD}\n", 5),
    (HEXO, f"\n:::note\n{WORD}\n", 6),
    (HUGO, f"{{{{< highlight go >}}}}\n{WORD}\n", 5),
    (HUGO, f'\n{{{{< figure src="x"\n{WORD}\n', 6),
    (HUGO, f'{{{{% a "\n\n{{{{< youtube x >}}}}\n{WORD}\n', 5),
    (JEKYLL, f"{{% highlight ruby %}}\n{WORD}\n", 5),
    (JEKYLL, f"\n{{% include x.html\n{WORD}\n", 6),
    (JEKYLL, f"{{% raw %}}\n{WORD}\n", 5),
    (JEKYLL, f"\n\n{{{{ page.title\n{WORD}\n", 7),
]


@pytest.mark.parametrize(("kind", "body", "line"), OPEN, ids=lambda value: getattr(value, "engine", None))
def test_what_is_never_closed_is_told_and_stays_text(
    tmp_path: Path, kind: Kind, body: str, line: int
) -> None:
    place = Place(tmp_path, kind)
    place.post("a", FRONT + "---\n" + body)
    report = place.convert()
    assert ("unclosed", kind.path("a"), line) in told(report)
    assert place.words() == 1


def test_a_comment_that_hides_the_rest_of_a_note_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path, OBSIDIAN)
    place.post("a", FRONT + f"---\n{WORD}\n%% hidden\n")
    assert ("open-comment", OBSIDIAN.path("a"), 6) in told(place.convert())
    assert place.words() == 1


@pytest.mark.parametrize(
    ("kind", "opening", "closing"),
    [
        (HEXO, "{% note %}", "{% endnote %}"),
        (HEXO, ":::note", ":::"),
        (HUGO, "{{< details >}}", "{{< /details >}}"),
        (JEKYLL, "{% highlight x %}", "{% endhighlight %}"),
        (OBSIDIAN, "> > > [!note]", ""),
    ],
)
def test_what_is_nested_without_end_is_text_at_last(
    tmp_path: Path, kind: Kind, opening: str, closing: str
) -> None:
    place = Place(tmp_path, kind)
    place.post("a", FRONT + "---\n" + f"{opening}\n" * 1000 + WORD + f"\n{closing}" * 1000)
    place.convert()
    assert place.words() >= 1


@pytest.mark.parametrize("content", [b"", b"---\n---\n", b"---\n", b"\xef\xbb\xbf", b"---\ntitle:\n---"])
def test_a_post_of_nothing_is_a_post(place: Place, content: bytes) -> None:
    place.post("a", content)
    place.post("b", FRONT + f"---\n{WORD}\n")
    report = place.convert()
    assert report.posts + report.pages == 2
    assert place.words() == 1
    assert {d.code for d in report.diagnostics if d.severity == "error"} <= {"broken-front-matter"}


@pytest.mark.parametrize("tags", ["tags:\n\t- one\n\t- two", "tags: [one,\n\ttwo]"])
def test_tabs_that_hexo_forgives_are_forgiven(tmp_path: Path, tags: str) -> None:
    place = Place(tmp_path, HEXO)
    place.post("a", f"---\ntitle: x\ndate: 2024-01-02\n{tags}\n---\n{WORD}\n")
    assert place.convert().errors == 0
    text = (place.dst / "content/posts/a.md").read_text(encoding="utf-8")
    assert "one" in text and "two" in text and WORD in text


def test_bytes_that_are_no_text_pass_through(place: Place) -> None:
    place.post("a", FRONT.encode() + b"---\nx \xff\xfe\xe9 \0 y\n")
    place.convert()
    assert any(b"x \xff\xfe\xe9 \0 y\n" in text for text in place.texts())


def test_addresses_stay_inside_the_target(place: Place) -> None:
    addresses = ("../../../a/", "/../../b", '"a\\0b"', f"{'y' * 300}/", f"{'/'.join(['z' * 200] * 30)}/")
    for number, address in enumerate(addresses):
        place.post(f"p{number}", FRONT + f"{place.kind.permalink}: {address}\n---\n{WORD}")
    place.post("slug", FRONT + f"slug: ../../../../c\n---\n{WORD}")
    place.post("alias", FRONT + f"aliases: [../../d, /../e/]\nredirect_from: ../../f/\n---\n{WORD}")
    place.convert()
    assert place.words() == len(addresses) + 2


def _links(posts: Path, name: Callable[[str], str]) -> None:
    (posts / "out").symlink_to("/")
    (posts / name("out")).symlink_to("/etc/hostname")
    (posts / "out.png").symlink_to("/etc/hostname")
    (posts / "loop").symlink_to(".")
    (posts / "up").symlink_to("..")
    (posts / name("dead")).symlink_to("nowhere")
    (posts / name("self")).symlink_to(name("self"))


def _pipes(posts: Path, name: Callable[[str], str]) -> None:
    os.mkfifo(posts / "pipe.png")
    os.mkfifo(posts / name("pipe"))


@pytest.mark.parametrize(
    ("make", "code"), [(_links, "link-not-followed"), (_pipes, "special-file")], ids=["links", "pipes"]
)
def test_links_and_pipes_are_told_and_left_out(
    place: Place, make: Callable[[Path, Callable[[str], str]], None], code: str
) -> None:
    path = place.post("good", FRONT + f"---\n{WORD}\n")
    make(path.parent, lambda name: Path(place.kind.path(name)).name)
    made = {p.relative_to(place.src).as_posix() for p in path.parent.iterdir() if p != path}
    report = place.convert()
    assert codes(report)[code] == made
    assert place.words() == 1
    assert not any(p.is_symlink() for p in place.dst.rglob("*"))


def test_two_posts_with_one_address_both_arrive(place: Place) -> None:
    text = FRONT + f"{place.kind.permalink}: /same/\n---\n{WORD}\n"
    place.post("a", text)
    place.post("b", text)
    report = place.convert()
    assert codes(report)["duplicate-address"] == {place.kind.path("b")}
    assert place.words() == 2


def test_names_that_differ_by_case_all_arrive(place: Place) -> None:
    text = FRONT + f"---\n{WORD}\n![](/img/x.png) ![](/img/X.png)\n"
    place.post("a", text)
    place.post("A", text)
    place.write(f"{place.kind.static}/x.png", b"1")
    place.write(f"{place.kind.static}/X.png", b"2")
    if len(list((place.src / place.kind.static).iterdir())) < 2:
        pytest.skip("this file system does not tell case apart")
    report = place.convert()
    assert place.words() == 2
    pictures = sorted(p.read_bytes() for p in place.dst.rglob("*.png"))
    if place.kind is not OBSIDIAN:  # to Obsidian both are one file
        assert pictures == [b"1", b"2"]
        assert "case-collision" in codes(report)


def test_odd_names_arrive(place: Place) -> None:
    names = [b"\xff\xfe", b"a\nb", b"n" * 230, b"\x1b[31m", b"a:b*", b" ", b"con", b'a"b', b"a%2fb"]
    for name in names:
        place.post(os.fsdecode(name), FRONT + f"---\n{WORD}\n")
    place.convert()
    assert place.words() == len(names)


def test_a_name_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path, HEXO)
    path = place.post(os.fsdecode(b"\xff\xfe"), FRONT + f"---\n{WORD}\n")
    assert codes(place.convert())["name-not-utf-8"] == {path.relative_to(place.src).as_posix()}


def test_a_second_run_over_bad_input_changes_nothing(place: Place) -> None:
    contents = [content for content, _ in BROKEN.values()] + [content for content, _, _ in ODD.values()]
    for number, content in enumerate(contents):
        place.post(f"p{number:02}", content)
    place.convert()
    again = place.convert(jobs=2)
    assert again.changes.written == again.changes.removed == again.changes.kept == []
    assert place.words() == len(contents)


ODD_TYPES = """\
title: 3
url: [x]
baseURL: 4
permalink: {a: b}
theme: [1]
root: 4
timezone: 5
language: {x: y}
languages: 4
markup: 5
marked: 4
params: 6
plugins: 3
collections: 3
defaults: 4
highlight: 3
menu: 5
taxonomies: 3
module: 5
pagination: x
exclude: 4
"""
SETTINGS: dict[str, bytes] = {
    "broken": b"title: [\nx: y: z\n",
    "a bomb": BOMB.encode(),
    "a NUL": b"title: a\0b\n",
    "no UTF-8": b"title: \xff\xfe\n",
    "nothing": b"",
    "a list": b"- 1\n",
    "deep": b"a: " + b"[" * 5000,
    "odd types": ODD_TYPES.encode(),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_odd_settings_are_told_or_refused(place: Place, name: str) -> None:
    path = place.src / next(iter(place.kind.settings))
    path.with_suffix(".yaml" if place.kind is HUGO else path.suffix).write_bytes(SETTINGS[name])
    if place.kind is HUGO:
        path.unlink()
    place.post("a", FRONT + f"---\n{WORD}\n")
    try:
        place.convert()
    except SourceError as refused:
        assert path.stem in str(refused)
        assert not place.dst.exists()
    else:
        assert place.words() == 1


ODD_VALUES = """\
---
title: {a: b}
tags: {a: b}
categories: 3
layout: [x]
permalink: [x]
url: {a: b}
aliases: {a: b}
redirect_from: {a: [b]}
description: [x]
author: 4
date: [x]
updated: {a: b}
cover: [3]
slug: [x]
weight: x
draft: [x]
published: {a: b}
excerpt: [x]
lang: [x]
cascade: 3
menu: 3
resources: 3
params: 3
keywords: {a: b}
category_paths: 3
toc: [x]
---
"""


@pytest.mark.parametrize(
    ("kind", "target"),
    [(kind, other.engine) for kind in KINDS for other in KINDS if kind is not other],
    ids=lambda value: value if isinstance(value, str) else value.engine,
)
def test_values_of_odd_types_do_no_harm(tmp_path: Path, kind: Kind, target: str) -> None:
    place = Place(tmp_path, replace(kind, target=target))
    if kind in (HEXO, JEKYLL):
        place.write("_config.yml", ODD_TYPES)
    place.post("a", ODD_VALUES + WORD)
    place.post("b", FRONT + f"---\n{WORD}\n")
    place.convert()
    assert place.words() == 2


def test_a_pipe_in_the_place_of_settings_does_not_stop_it(place: Place) -> None:
    path = place.src / next(iter(place.kind.settings))
    path.unlink()
    os.mkfifo(path)
    place.post("a", FRONT + f"---\n{WORD}\n")
    try:
        place.convert()
    except SourceError as refused:
        assert "has no" in str(refused)
    else:
        assert place.words() == 1


@pytest.mark.parametrize(
    "name", ["package.json", "go.mod", "Gemfile", "scripts/a.js", ".obsidian/types.json"]
)
def test_a_pipe_beside_the_settings_does_not_stop_it(place: Place, name: str) -> None:
    place.post("a", FRONT + f"---\n{WORD}\n")
    path = place.src / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    place.convert()
    assert place.words() == 1


def test_a_very_long_line_arrives(place: Place) -> None:
    place.post("a", FRONT + "---\n" + "word " * 200_000 + WORD)
    place.convert()
    assert place.words() == 1

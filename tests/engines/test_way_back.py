"""From each engine to each other and back: what comes back as it was. The numbers stand in docs/round-trips.md.

Run as a script (`python -m engines.test_way_back` in tests/) it writes that page anew.
"""

from __future__ import annotations

import re
import tempfile
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest

import blogconv
from engines.harness import ROOT

PAGE = ROOT / "docs" / "round-trips.md"
EXAMPLES = {
    engine: ROOT / "examples" / name
    for engine, name in {
        "hexo": "hexo-blog",
        "hugo": "hugo-blog",
        "jekyll": "jekyll-blog",
        "obsidian": "obsidian-vault",
    }.items()
}
WAYS = [(source, by) for source, by in permutations(EXAMPLES, 2) if EXAMPLES[source].is_dir()]
WORD = re.compile(r"[A-Za-z0-9]{2,}|[\u4e00-\u9fff]{2,}")
NOTATION = re.compile(
    r"\[\^[^\]]*\]|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|%%.*?%%|<[^>]*>|\]\([^)]*\)|\[\[[^\]]*\]\]"
    r"|(?m:^[ >]*(?:```|~~~|:::|\[!|>).*$)",
    re.DOTALL,
)
HEAD = """\
# There and back

Each example blog is converted to another engine, and the result back. Of its files (posts, pages, sections) so many
come back to their old path, so many with the same body, and so many byte for byte. `words` counts the words of the
bodies, outside of notations, that are nowhere in the blog that comes back. A test fails where a number gets worse.
`python -m engines.test_way_back`, run in `tests`, writes this page.

A file does not come back byte for byte because a construct has several spellings and comes back in one of them
(`:::note` as `{% bc_callout %}`), because dates and the front matter of other formats are printed in the form of the
engine, and because addresses are pinned (`permalink`).

The words that are missing are key names of data that became a list (`desc`, `link`), a title of a player, the name of
an emoji that became the emoji, and what kramdown's attribute lists say.

Written for its own engine, a blog keeps every byte of its posts and files, a vault its settings too.

| from | by way of | files | path | body | bytes | words |
|---|---|---|---|---|---|---|
"""


class Numbers(NamedTuple):
    """What came back of the files of a blog, and how many words did not."""

    files: int
    path: int
    body: int
    bytes: int
    words: int


def measured(source: str, by: str, folder: Path) -> Numbers:
    """Converts the example of `source` to the engine `by` and back, in `folder`."""
    old, there, back = EXAMPLES[source], folder / "there", folder / "back"
    reports = [
        blogconv.convert(old, there, source=source, target=by),
        blogconv.convert(there, back, source=by, target=source),
    ]
    assert [str(d) for r in reports for d in r.diagnostics if d.code == "internal"] == []
    was, now = (blogconv.read_site(root, source=source) for root in (old, back))
    posts = {post.path: post for post in now.posts}
    kept = [(post, posts[post.path]) for post in was.posts if post.path in posts]
    bodies = [(body(was, before), body(now, after)) for before, after in kept]
    text = "\n".join(p.read_text("utf-8", "replace") for p in back.rglob("*") if p.suffix in (".md", ".html"))
    wanted = {w for post in was.posts for w in WORD.findall(NOTATION.sub(" ", body(was, post)))}
    return Numbers(
        len(was.posts),
        len(kept),
        sum(before == after for before, after in bodies),
        sum((old / post.path).read_bytes() == (back / post.path).read_bytes() for post, _ in kept),
        len(wanted - set(WORD.findall(text))),
    )


def body(site: blogconv.Site, post: blogconv.Post) -> str:
    return (blogconv.load(site, post).body or "").strip()


def documented() -> dict[tuple[str, str], Numbers]:
    rows = re.findall(r"(?m)^\| (\w+) \| (\w+) \|((?: \d+ \|){5})$", PAGE.read_text(encoding="utf-8"))
    return {(a, b): Numbers(*map(int, re.findall(r"\d+", numbers))) for a, b, numbers in rows}


def write_page() -> None:
    """Measures all ways and writes docs/round-trips.md."""
    rows = []
    for source, by in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            numbers = measured(source, by, Path(folder))
        rows.append("| " + " | ".join(map(str, (source, by, *numbers))) + " |\n")
    PAGE.write_text(HEAD + "".join(rows), encoding="utf-8")


def test_the_page_has_every_way() -> None:
    assert set(documented()) == set(WAYS)


@pytest.mark.parametrize(("source", "by"), WAYS)
def test_no_less_comes_back_than_is_documented(source: str, by: str, tmp_path: Path) -> None:
    now, floor = measured(source, by, tmp_path), documented()[source, by]
    assert now.files == floor.files, "the example has changed: write the page anew"
    assert now.words <= floor.words
    assert (now.path >= floor.path, now.body >= floor.body, now.bytes >= floor.bytes) == (True, True, True), (
        now
    )


@pytest.mark.parametrize("engine", ["jekyll", "obsidian"])
def test_a_small_site_of_its_own_engine_keeps_every_byte(engine: str, tmp_path: Path) -> None:
    """Odd spellings, line ends and keys of a site stay; so do files that blogconv does not read."""
    post = "---\ntitle:   'A'  # mine\nodd: [1,2 ]\ntags: [b, a]\ndate: 2024-01-02\n---\r\n\nText  \n* one\n"
    post += {
        "jekyll": "{%- raw -%}{{ x }}{% endraw %}\n{: .note}",
        "obsidian": "> [!NOTE]- T\n> ==x==\n%% r %%",
    }[engine]
    files = {
        "jekyll": {
            "_config.yml": "title: T # t\n",
            "_posts/2024-01-02-a.md": post,
            "css/x.css": "a{}",
            "_x/y": "z",
        },
        "obsidian": {
            ".obsidian/app.json": "{ }",
            "Posts/A b.md": post,
            "Files/x.css": "a{}",
            "Other.canvas": "{}",
        },
    }[engine]
    for name, text in files.items():
        (tmp_path / "old" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / name).write_bytes(text.encode())
    blogconv.convert(tmp_path / "old", tmp_path / "new", source=engine, target=engine)
    new = tmp_path / "new"
    written = {p.relative_to(new).as_posix(): p.read_bytes() for p in new.rglob("*") if p.is_file()}
    written.pop(".blogconv-manifest")
    assert written == {name: text.encode() for name, text in files.items()}


def test_the_example_vault_keeps_every_note_and_file(tmp_path: Path) -> None:
    old = EXAMPLES["obsidian"]
    blogconv.convert(old, tmp_path / "new", source="obsidian", target="obsidian")
    files = [p.relative_to(old) for p in sorted(old.rglob("*")) if p.is_file()]
    assert len(files) > 20
    assert [p for p in files if (tmp_path / "new" / p).read_bytes() != (old / p).read_bytes()] == []


if __name__ == "__main__":
    write_page()

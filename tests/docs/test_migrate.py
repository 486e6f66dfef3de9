"""The library as its documents show it: the migration script, the README's snippet, types for a script of a user."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from blogconv import Kind, Status, read_site

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "migrate.py"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "hexo-blog", tmp_path / "my-blog"))


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_the_migration_script_does_what_it_says(blog: Path, tmp_path: Path) -> None:
    (blog / "source/_posts/signed.md").write_text(
        "---\ntitle: Signed\ndate: 2024-01-02\ntags: [python, go]\nauthor: Ann\n---\nHi\n", "utf-8"
    )
    done = run(SCRIPT, blog, tmp_path / "new", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    counts = re.fullmatch(r"(\d+) posts, (\d+) pages, (\d+) files", done.stdout.splitlines()[-1])
    assert counts and all(int(number) > 0 for number in counts.groups())
    signed = (tmp_path / "new/content/posts/signed.md").read_text("utf-8")
    assert "Python" in signed and "python" not in signed
    assert signed.endswith("Hi\n\nWritten by Ann.\n")
    posts = [post for post in read_site(blog).posts if post.kind is Kind.POST]
    drafts = [post for post in posts if post.status is Status.DRAFT]
    assert drafts and int(counts[1]) == len(posts) - len(drafts)
    written = [p.read_text("utf-8") for p in (tmp_path / "new/content/posts").rglob("*.md")]
    assert not any(f"title: {post.title}\n" in text for post in drafts for text in written)


def test_the_migration_script_converts_again_over_its_own_result(blog: Path, tmp_path: Path) -> None:
    run(SCRIPT, blog, tmp_path / "new", cwd=tmp_path)
    again = run(SCRIPT, blog, tmp_path / "new", cwd=tmp_path)
    assert again.returncode == 0
    assert again.stdout.endswith(", 0 files\n")


@pytest.mark.usefixtures("blog")
def test_the_snippet_of_the_readme_runs(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "snippet.py").write_text(snippet, "utf-8")
    done = run("snippet.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "my-new-blog/hugo.toml").is_file()
    place = re.compile(r"[^:]+(?::\d+)?: (?:note|warning|error): .+ \[[\w-]+\]")
    assert all(place.fullmatch(line) for line in done.stdout.splitlines())


USERS_SCRIPT = """\
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import blogconv
from blogconv import Post, Report, Site


def hook(post: Post) -> Iterator[Post]:
    words: int = len((post.body or "").split())
    yield replace(post, tags=(*post.tags, "long")) if words > 1000 else post


def move(source: Path, target: Path) -> Report:
    site: Site = blogconv.read_site(source)
    titles: list[str | None] = [post.title for post in site.posts]
    print(titles, {key: code.advice for key, code in blogconv.CODES.items()})
    return blogconv.convert(source, target, target="hugo", on_post=hook, write=blogconv.WriteOptions(pin="all"))


report = move(Path("old"), Path("new"))
text, diagnostics = blogconv.convert_text("x", source="hexo", target="jekyll")
print(report.errors, text.upper(), [d.line for d in diagnostics])
"""


def test_a_script_with_the_library_is_checked_strictly(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(USERS_SCRIPT, "utf-8")
    done = run("-m", "mypy", "--strict", "script.py", SCRIPT, cwd=tmp_path)
    assert done.stdout == "Success: no issues found in 2 source files\n", done.stdout + done.stderr

"""The library: what its functions take, give back and raise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import blogconv
from blogconv import (
    Kind,
    MappingError,
    Post,
    ReadOptions,
    Report,
    SourceError,
    Status,
    UsageError,
    WriteOptions,
    convert,
    convert_text,
    load,
    read_site,
    recognise,
    write_site,
)

POST = "---\ntitle: {title}\ndate: 2024-01-0{day} 03:04:05\ntags: [x]\n---\n{body}\n"
TAGS = """engine: hexo
flavour: mine
constructs:
  - name: shout
    notation: tag
    arguments: [text]
    body-from: text
    kind: callout
"""


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """Three posts, a draft and a page of Hexo."""
    root = tmp_path / "old"
    files = {
        "package.json": '{"hexo": {"version": "8.1.2"}}',
        "_config.yml": "title: A blog\nurl: https://a.example\nauthor: Ann\nlanguage: en\n",
        "source/_posts/one.md": POST.format(title="One", day=1, body=":::note\nHi\n:::"),
        "source/_posts/two.md": POST.format(title="Two", day=2, body="two"),
        "source/_posts/three.md": POST.format(title="Three", day=3, body="{% unheard of %}"),
        "source/_drafts/later.md": POST.format(title="Later", day=4, body="later"),
        "source/about/index.md": "---\ntitle: About\n---\nabout\n",
        "source/logo.png": "png",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def posts(root: Path) -> list[str]:
    return sorted(p.name for p in (root / "content/posts").glob("[!_]*.md"))


def texts(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# convert


def test_a_report_says_what_was_done(blog: Path, tmp_path: Path) -> None:
    report = convert(blog, tmp_path / "new", source="hexo", target="hugo")
    assert isinstance(report, Report)
    assert (report.source, report.target, report.dry_run) == ("hexo", "hugo", False)
    assert (report.posts, report.drafts, report.pages, report.assets) == (3, 1, 1, 1)
    assert report.constructs == {"callout": 1}
    assert report.errors == 0
    assert "unknown-tag" in dict(report.by_code())
    (unknown,) = (d for d in report.diagnostics if d.code == "unknown-tag")
    assert (unknown.path, unknown.line, unknown.severity.value) == ("source/_posts/three.md", 6, "warning")
    assert str(unknown).startswith("source/_posts/three.md:6: warning: ")
    assert unknown.advice == blogconv.CODES["unknown-tag"].advice
    assert "content/posts/one.md" in report.changes.written
    assert report.to_json()["files"]["written"] == len(report.changes.written)
    assert report.to_json()["constructs"] == {"callout": 1}


def test_engines_are_recognised_where_none_is_named(blog: Path, tmp_path: Path) -> None:
    convert(blog, tmp_path / "new", target="hugo")
    report = convert(str(blog), str(tmp_path / "new"), force=True)
    assert (report.source, report.target) == ("hexo", "hugo")
    assert recognise(blog).name == "hexo"
    assert recognise(tmp_path / "new").name == "hugo"


def test_a_dry_run_writes_nothing_and_tells_the_differences(blog: Path, tmp_path: Path) -> None:
    report = convert(blog, tmp_path / "new", target="hugo", dry_run=True, diff=True)
    assert not (tmp_path / "new").exists()
    assert report.dry_run
    assert any("content/posts/one.md" in diff and "-:::note" in diff for diff in report.diffs)


def test_progress_is_told_of_each_post(blog: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    convert(blog, tmp_path / "new", target="hugo", progress=lambda done, all_: told.append((done, all_)))
    assert told == [(n, 5) for n in range(1, 6)]


def test_options_are_those_of_reading_and_writing(blog: Path, tmp_path: Path) -> None:
    write = WriteOptions(format="toml", starter=True, pin="all")
    report = convert(blog, tmp_path / "new", target="hugo", read=ReadOptions(drafts=False), write=write)
    assert report.drafts == 0
    text = (tmp_path / "new/content/posts/two.md").read_text("utf-8")
    assert text.startswith("+++\n") and 'url = "/2024/01/02/two/"' in text
    assert (tmp_path / "new/layouts/baseof.html").exists() or (tmp_path / "new/themes").exists()


def test_tags_of_ones_own_are_read_with_a_mapping(blog: Path, tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(TAGS, "utf-8")
    (blog / "source/_posts/two.md").write_text(
        POST.format(title="Two", day=2, body="{% shout Hey %}"), "utf-8"
    )
    report = convert(blog, tmp_path / "new", target="hugo", mappings=[tmp_path / "my.yaml"])
    assert report.constructs == {"callout": 2}


@pytest.mark.usefixtures("blog")
@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"source": "word"}, UsageError, "unknown engine 'word'; known: "),
        ({"target": "word"}, UsageError, "unknown engine 'word'; known: "),
        ({"target": None}, UsageError, "no site yet from which its engine could be told"),
        ({"read": ReadOptions(flavours=("nxt",))}, UsageError, "no flavour 'nxt' for hexo"),
        ({"write": WriteOptions(flavours=("papermood",))}, UsageError, "no flavour 'papermood' for hugo"),
        ({"src": "nowhere"}, SourceError, "is not a folder"),
        ({"src": "empty"}, SourceError, "not recognised as a site of any engine"),
        ({"dst": "old/new"}, UsageError, "lie in each other"),
        ({"dst": "full"}, UsageError, "full"),
        ({"dst": "full/file"}, UsageError, "file"),
        ({"mappings": ["broken.yaml"]}, MappingError, "broken.yaml"),
        ({"mappings": ["missing.yaml"]}, UsageError, "missing.yaml"),
    ],
)
def test_what_cannot_be_done_is_an_error_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: dict[str, object],
    error: type[Exception],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("empty", "full"):
        Path(folder).mkdir()
    Path("full/file").write_text("mine", "utf-8")
    Path("broken.yaml").write_text("engine: hexo\nflavour: mine\nconstructs:\n  - nam: [x]\n", "utf-8")
    before = texts(tmp_path)
    given = {"src": "old", "dst": "new", "target": "hugo", **arguments}
    with pytest.raises(error) as raised:
        convert(**given)  # type: ignore[arg-type]
    assert words in str(raised.value)
    assert isinstance(raised.value, blogconv.BlogconvError)
    assert texts(tmp_path) == before


# Hooks


def test_a_hook_changes_adds_and_leaves_out_posts(blog: Path, tmp_path: Path) -> None:
    def hook(post: Post) -> Post | list[Post] | None:
        assert post.body is not None
        if post.title == "Two":
            return None
        if post.title == "Three":
            return [post, replace(post, path="source/_posts/four.md", slug="four", address="", body="four\n")]
        return replace(post, body=post.body + "\nSigned.\n")

    report = convert(blog, tmp_path / "new", target="hugo", on_post=hook)
    assert posts(tmp_path / "new") == ["four.md", "later.md", "one.md", "three.md"]
    one = (tmp_path / "new/content/posts/one.md").read_text("utf-8")
    assert "{{< callout" in one and one.endswith("Signed.\n")
    assert [d.path for d in report.diagnostics if d.code == "left-out"] == ["source/_posts/two.md"]
    assert report.errors == 0


def generates(post: Post) -> Iterator[Post]:
    if post.title != "Two":
        yield post


def raises(post: Post) -> Post:
    if post.title == "Two":
        raise KeyError("x")
    return post


def raises_late(post: Post) -> Iterator[Post]:
    yield raises(post)


def mistakes(post: Post) -> Post:
    return "two" if post.title == "Two" else post  # type: ignore[return-value]


def test_a_hook_may_be_a_generator(blog: Path, tmp_path: Path) -> None:
    convert(blog, tmp_path / "new", target="hugo", on_post=generates)
    assert posts(tmp_path / "new") == ["later.md", "one.md", "three.md"]


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        (raises, "of raises: KeyError('x')"),
        (raises_late, "KeyError('x')"),
        (mistakes, "a hook returns posts or None, not str"),
    ],
)
def test_a_post_that_a_hook_fails_on_is_told_and_the_others_go_on(
    blog: Path, tmp_path: Path, hook: Callable[[Post], Post], words: str
) -> None:
    """It is left out rather than written as it was: the script may be what hides it."""
    report = convert(blog, tmp_path / "new", target="hugo", on_post=hook)
    assert posts(tmp_path / "new") == ["later.md", "one.md", "three.md"]
    (failed,) = (d for d in report.diagnostics if d.severity is blogconv.Severity.ERROR)
    assert (failed.code, failed.path) == ("script-failed", "source/_posts/two.md")
    assert words in failed.message


def test_two_posts_of_one_path_are_refused(blog: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two posts have the path"):
        convert(blog, tmp_path / "new", target="hugo", on_post=lambda post: [post, post])
    assert not (tmp_path / "new").exists()


# read_site, load, write_site


def test_a_site_is_an_index_whose_bodies_are_loaded_one_by_one(blog: Path) -> None:
    site = read_site(blog)
    assert (site.engine, site.title, site.author, site.url) == ("hexo", "A blog", "Ann", "https://a.example")
    assert all(post.body is None for post in site.posts)
    by_title = {post.title: post for post in site.posts}
    assert by_title["Later"].status is Status.DRAFT
    assert by_title["About"].kind is Kind.PAGE
    assert by_title["Two"].address == "/2024/01/02/two/"
    two = load(site, by_title["Two"])
    assert two.body == "two\n"
    assert load(site, two) is two


def test_a_post_whose_file_is_gone_cannot_be_loaded(blog: Path) -> None:
    site = read_site(blog)
    (blog / "source/_posts/two.md").unlink()
    with pytest.raises(SourceError):
        load(site, next(post for post in site.posts if post.title == "Two"))


def test_a_site_that_was_changed_in_between_is_written(blog: Path, tmp_path: Path) -> None:
    site = read_site(blog)
    kept = [load(site, post) for post in site.posts if post.title in ("One", "Two")]
    changed = [replace(post, body=(post.body or "") + "\nThe end.\n") for post in kept]
    report = write_site(replace(site, posts=tuple(changed)), tmp_path / "new", target="hugo")
    assert posts(tmp_path / "new") == ["one.md", "two.md"]
    assert (tmp_path / "new/content/posts/two.md").read_text("utf-8").endswith("two\n\nThe end.\n")
    assert report.posts == 2


def test_reading_and_writing_is_converting(blog: Path, tmp_path: Path) -> None:
    convert(blog, tmp_path / "one", source="hexo", target="hugo")
    write_site(read_site(blog, source="hexo"), tmp_path / "two", target="hugo")
    with ThreadPoolExecutor(3) as executor:
        write_site(read_site(blog, source="hexo"), tmp_path / "three", target="hugo", executor=executor)
    write_site(read_site(blog, source="hexo"), tmp_path / "four", target="hugo", jobs=2)
    assert (
        texts(tmp_path / "one")
        == texts(tmp_path / "two")
        == texts(tmp_path / "three")
        == texts(tmp_path / "four")
    )


def test_a_site_is_not_written_into_its_own_folder(blog: Path) -> None:
    with pytest.raises(UsageError, match="lie in each other"):
        write_site(read_site(blog), blog, target="hugo")


def test_a_folder_is_read_as_the_engine_that_is_named(blog: Path) -> None:
    assert read_site(blog, source="jekyll").engine == "jekyll"
    with pytest.raises(SourceError, match="no hugo"):
        read_site(blog, source="hugo")
    with pytest.raises(UsageError, match="unknown engine"):
        read_site(blog, source="word")


# convert_text


def test_a_text_is_converted_without_a_site() -> None:
    text, diagnostics = convert_text(
        "---\ntitle: A\n---\n:::note\nHi\n:::\n", source="hexo", target="obsidian"
    )
    assert text.endswith("> [!note]\n> Hi\n")
    assert {d.path for d in diagnostics} <= {"post.md"}


def test_a_text_is_converted_for_a_flavour() -> None:
    post = "---\ntitle: A\n---\n{% note danger %}\nHi\n{% endnote %}\n"
    text, _ = convert_text(post, source="hexo", target="hugo", flavours=["next"], path="a/b.md")
    assert '{{< callout type="danger" >}}' in text


@pytest.mark.parametrize(
    "arguments",
    [
        {"source": "word"}, {"target": "word"}, {"flavours": ["nxt"]}, {"write": WriteOptions(flavours=("x",))},
    ],
)  # fmt: skip
def test_a_text_needs_engines_and_flavours_that_there_are(arguments: dict[str, object]) -> None:
    given = {"source": "hexo", "target": "hugo", **arguments}
    with pytest.raises(UsageError):
        convert_text("x", **given)  # type: ignore[arg-type]

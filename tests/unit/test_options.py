"""Options of the command line that only some engines know: where they are shown, what they do, what is refused."""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from blogconv.api import convert
from blogconv.cli import main
from blogconv.engines.base import ReadOptions, WriteOptions, engines, special_options
from blogconv.errors import UsageError

EXAMPLES = Path(__file__).parents[2] / "examples"
READING = ("--posts", "--published-with", "--embeds", "--follow-links", "--git-dates")
VAULT = {
    ".obsidian/app.json": "{}",
    "Blog/A.md": "---\ndate: 2024-01-02\n---\nsee [[B]]\n\n![[B]]\n",
    "Notes/B.md": "---\ndate: 2024-01-02\ndraft: true\n---\nbee\n",
}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for path, text in VAULT.items():
        (tmp_path / "v" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "v" / path).write_text(text, "utf-8")
    return tmp_path / "v"


@pytest.mark.parametrize(
    ("command", "shown", "hidden"),
    [
        ("convert", (*READING, "--links", "--attachments", "--markdown", "--no-drafts"), ()),
        ("inspect", ("--posts", "--published-with", "--follow-links", "--git-dates"), ("--links",)),
        ("text", ("--links", "--markdown"), ("--posts",)),
        ("obsidian2jekyll", (*READING, "--markdown"), ("--links", "--attachments")),
        ("hexo2obsidian", ("--links", "--attachments", "--no-drafts"), (*READING, "--markdown")),
        ("hexo2hugo", ("--no-drafts",), (*READING, "--links", "--attachments", "--markdown")),
    ],
)
def test_help_shows_what_the_engines_know(
    capsys: pytest.CaptureFixture[str], command: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert [name for name in shown if name not in out] == []
    assert [name for name in hidden if name in out] == []


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("--posts", "folder", ("folder:NAME", "tag:NAME", "property:NAME", "all")),
        ("--published-with", "word", ("publish", "quartz", "digital-garden")),
        ("--embeds", "text", ("inline", "quote", "link")),
    ],
)
def test_a_wrong_value_is_told_with_the_right_ones(
    capsys: pytest.CaptureFixture[str], vault: Path, option: str, value: str, known: tuple[str, ...]
) -> None:
    status, _, err = run(capsys, "obsidian2hugo", vault, vault.parent / "out", option, value)
    assert status == 2
    assert [word for word in known if word not in err] == []
    assert not (vault.parent / "out").exists()


@pytest.mark.parametrize(
    ("command", "option", "known"),
    [
        ("hexo2obsidian", "--links", ("wiki", "markdown")),
        ("hexo2jekyll", "--markdown", ("default", "commonmark")),
    ],
)
def test_so_is_one_of_a_target(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, option: str, known: tuple[str, ...]
) -> None:
    status, _, err = run(capsys, command, EXAMPLES / "hexo-blog", tmp_path / "out", option, "other")
    assert status == 2
    assert [word for word in known if word not in err] == []


@pytest.mark.parametrize(
    ("options", "engine"),
    [(("--posts", "all"), "Hexo"), (("--markdown", "commonmark"), "Hugo"), (("--follow-links",), "Hexo")],
)
def test_an_option_of_another_engine_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, options: tuple[str, ...], engine: str
) -> None:
    status, _, err = run(
        capsys, "convert", EXAMPLES / "hexo-blog", tmp_path / "out", "--to", "hugo", *options
    )
    assert status == 2
    assert f"{engine} has no use for {options[0]}" in err


def test_the_library_refuses_it_too(vault: Path) -> None:
    with pytest.raises(UsageError, match="Hugo has no use for --links"):
        convert(vault, vault.parent / "o", target="hugo", write=WriteOptions(links="markdown"))
    with pytest.raises(UsageError, match="Jekyll has no use for --posts"):
        convert(EXAMPLES / "jekyll-blog", vault.parent / "o", target="hugo", read=ReadOptions(posts=("all",)))


def test_every_special_option_is_one() -> None:
    fields = set(ReadOptions.__dataclass_fields__) | set(WriteOptions.__dataclass_fields__)
    assert special_options() <= fields
    assert all(engine.knows <= fields for engine in engines().values())


def contents(vault: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, str]:
    out = vault.parent / "out"
    status, _, err = run(capsys, "obsidian2hugo", vault, out, *options)
    assert status == 0, err
    return {p.stem: p.read_text("utf-8") for p in (out / "content").rglob("*.md")}


def test_posts_are_chosen(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert contents(vault, capsys, "--posts", "folder:Blog", "--posts", "folder:Notes").keys() >= {"a", "b"}


def test_drafts_are_left_out(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "b" not in contents(vault, capsys, "--posts", "all", "--no-drafts")


def test_addresses_of_a_publisher_are_kept(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 'url: "/Blog/A"' in contents(vault, capsys, "--published-with", "publish")["a"]


def test_embeds_are_links(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (vault / "Notes/B.md").write_text("---\ndate: 2024-01-02\n---\nbee\n", "utf-8")
    assert "bee" not in contents(vault, capsys, "--posts", "all", "--embeds", "link")["a"]


def test_a_vault_s_links_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--links", "markdown", "--attachments", "Files/Blog")
    assert run(capsys, "hexo2obsidian", EXAMPLES / "hexo-blog", tmp_path / "v", *options)[0] == 0
    assert (tmp_path / "v/Files/Blog/images/avatar.png").is_file()
    notes = [p.read_text("utf-8") for p in (tmp_path / "v/Posts").glob("*.md")]
    assert any("](Posts/" in note for note in notes)


def test_markdown_of_one_post(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {}
    for markdown in ("default", "commonmark"):
        out = BytesIO()
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"---\ntitle: A\n---\nH~2~O\n")))
        monkeypatch.setattr(sys, "stdout", TextIOWrapper(out, write_through=True))
        with pytest.raises(SystemExit):
            main(["text", "--from", "obsidian", "--to", "jekyll", "--markdown", markdown])
        written[markdown] = out.getvalue()
    assert written["default"] != written["commonmark"]


def test_inspect_chooses_posts(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "inspect", vault, "--posts", "all", "--json")
    assert status == 0
    assert '"draft": 1' in out or '"drafts": 1' in out

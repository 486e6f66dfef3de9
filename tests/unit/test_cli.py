"""The command: help, exit statuses, sentences, reports, mapping files, completion, engines that are broken."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import pytest
from rich.console import Console

from blogconv import terminal
from blogconv.cli import main
from blogconv.engines.base import Reader, Writer, engines

POST = "---\ntitle: {0}\ndate: 2024-01-02 03:04:05\n---\n"
PAIRS = [
    f"{source}2{target}"
    for source, reader in engines().items()
    for target, writer in engines().items()
    if source != target and isinstance(reader, Reader) and isinstance(writer, Writer)
]
COMMANDS = ["convert", "text", "inspect", "verify", "engines", *PAIRS]
LONG = "/" + "x" * 300
HEAVY = ("ruamel", "markdown_it", "linkify_it", "jinja2", "jsonschema", "tomlkit", "rich", "lxml", "wcmatch")


class Result:
    """What a command did: its exit status and what it wrote."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Run = Callable[..., Result]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process, as from a pipe of 200 columns."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> Result:
        with pytest.raises(SystemExit) as ended:
            main([str(a) for a in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Result(int(ended.value.code or 0), out, err)

    return call


def outside(*arguments: object, **environment: str) -> Result:
    """Runs the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "blogconv", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A Hexo blog with two posts, a draft, a page, a picture and some constructs."""
    files = {
        "_config.yml": "title: T\nurl: https://example.org\ntheme: next\nrender_drafts: false\n",
        "package.json": '{"dependencies": {"hexo": "8", "hexo-theme-next": "8.20.0"}}',
        "source/_posts/a.md": POST.format("A") + "{% note info %}\nhi\n{% endnote %}\n\n{% nobody knows %}\n",
        "source/_posts/b.md": POST.format("B") + "plain\n",
        "source/_drafts/c.md": "---\ntitle: C\n---\ndraft\n",
        "source/about/index.md": POST.format("About") + "me\n",
        "source/img/x.png": "x",
    }
    for name, text in files.items():
        path = tmp_path / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "src"


@pytest.fixture
def clean(blog: Path) -> Path:
    """The blog without anything to be told but notes."""
    (blog / "source/_posts/a.md").write_text(POST.format("A") + "plain\n", encoding="utf-8")
    (blog / "source/_drafts/c.md").write_text(POST.format("C") + "draft\n", encoding="utf-8")
    return blog


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.status, done.err) == (0, "")
    assert f"Example: blogconv {command}" in done.out
    assert run(command, "-h").out == done.out


def test_the_help_names_each_command(run: Run) -> None:
    done = run("--help")
    assert done.status == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in done.out] == []
    assert "Example: blogconv convert" in done.out
    assert "..." not in done.out.partition("Commands:")[2]


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").out == f"blogconv {version('blogconv')}\n"


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['blogconv', '--help']\nfrom blogconv.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print(*(m.partition('.')[0] for m in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: ")
    assert set(HEAVY) & set(done.stdout.split()) == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("blogconv hexo2", ["hexo2hugo", "hexo2jekyll", "hexo2obsidian"]),
        ("blogconv convert a b --to h", ["hexo", "hugo"]),
        ("blogconv inspect --suggest", ["--suggest-mapping"]),
    ],
)
def test_the_shell_completes(words: str, found: list[str]) -> None:
    asked = {"_BLOGCONV_COMPLETE": "complete_bash", "COMP_WORDS": words}
    done = subprocess.run(
        [sys.executable, "-c", "import sys\nsys.argv = ['blogconv']\nfrom blogconv.cli import main\nmain()"],
        capture_output=True,
        text=True,
        env={**os.environ, **asked, "COMP_CWORD": str(words.count(" "))},
        check=True,
    )
    assert done.stdout.split() == found


# Exit statuses


def test_a_conversion_without_errors_is_0(run: Run, blog: Path, tmp_path: Path) -> None:
    assert run("hexo2hugo", blog, tmp_path / "dst").status == 0
    assert (tmp_path / "dst/content/posts/a.md").is_file()


def test_an_error_in_a_post_is_1(run: Run, blog: Path, tmp_path: Path) -> None:
    (blog / "source/_posts/d.md").write_text("---\ntitle: a: b\n---\nkept\n", encoding="utf-8")
    done = run("hexo2hugo", blog, tmp_path / "dst")
    assert done.status == 1
    assert "source/_posts/d.md:2: error: " in done.err
    assert "kept" in (tmp_path / "dst/content/posts/d.md").read_text(encoding="utf-8")


def test_with_strict_a_warning_is_1(run: Run, blog: Path, clean: Path, tmp_path: Path) -> None:
    assert run("hexo2hugo", clean, tmp_path / "one", "--strict").status == 0
    (blog / "source/_posts/b.md").write_text(POST.format("B") + "{% nobody knows %}\n", encoding="utf-8")
    assert run("hexo2hugo", blog, tmp_path / "two").status == 0
    assert run("hexo2hugo", blog, tmp_path / "three", "--strict").status == 1
    assert (tmp_path / "three/content/posts/b.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("hexo2hugo", "NONE", "DST"), "NONE is not a folder"),
        (("convert", "SRC", "DST", "--to", "hugoo"), "unknown engine 'hugoo'; known: "),
        (("convert", "SRC", "DST", "--from", "hexoo", "--to", "hugo"), "unknown engine 'hexoo'; known: "),
        (("convert", "SRC", "DST"), "say which engine to write for with --to"),
        (("convert", "EMPTY", "DST", "--to", "hugo"), "say which engine it is of with --from"),
        (("hexo2hugo", "SRC", "SRC/dst"), "choose a target outside the source"),
        (("hexo2hugo", "SRC", "FULL"), "pass --force to write into this one"),
        (("hexo2hugo", "SRC", "DST", "--from-flavour", "nexxt"), "did you mean 'next'?"),
        (("hexo2hugo", "SRC", "DST", "--flavour", "paper-mod"), "did you mean 'papermod'?"),
        (("hexo2hugo", "SRC", "DST", "--zone", "Mars/Base"), "there is no time zone 'Mars/Base'"),
        (("hexo2hugo", "SRC", "DST", "--mapping", "NONE"), "cannot be read: No such file or directory"),
        (("hexo2hugo", "SRC", "DST", "--report", "NONE/r.json"), "NONE is not a folder"),
        (("hexo2hugo", "SRC", "DST", "--report", "EMPTY"), "EMPTY is a folder; the report is a file"),
        (("hexo2hugo", "SRC", "DST", "--report", "SRC/r.json"), "lies in the source, which is only read"),
        (("inspect", "NONE"), "NONE is not a folder"),
        (("hexo2hugo", LONG, "DST"), "is not a folder"),
        (("hexo2hugo", "SRC", LONG), "cannot be a folder"),
        (("hexo2hugo", "SRC", "CIRCLE/x"), "cannot be a folder"),
        (("verify", LONG, LONG), "is not a folder of built pages"),
        (("verify", "NONE", "SRC"), "NONE is not a folder of built pages"),
        (("hexo2hugo", "SRC", "DST", "--jobs", "0"), "'--jobs'"),
        (("hexo2hugo", "SRC", "DST", "--format", "xml"), "'--format'"),
        (("hexo2hugo", "SRC", "DST", "--nonsense"), "No such option: --nonsense"),
        (("hexo2hugo", "SRC"), "Missing argument 'DST'"),
        (("nonsense",), "No such command 'nonsense'"),
    ],
)
def test_usage_errors_are_2_and_a_sentence(
    run: Run, blog: Path, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    for name in ("EMPTY", "FULL"):
        (tmp_path / name).mkdir()
    (tmp_path / "FULL/mine").write_text("x", encoding="utf-8")
    (tmp_path / "CIRCLE").symlink_to(tmp_path / "CIRCLE")
    before = sorted(tmp_path.rglob("*"))
    places = {name: str(tmp_path / name) for name in ("NONE", "EMPTY", "FULL", "CIRCLE", "DST")} | {
        "SRC": str(blog)
    }
    done = run(*(re.sub(r"^[A-Z]{3,}", lambda m: places[m[0]], argument) for argument in arguments))
    assert done.status == 2
    assert sentence in done.err
    assert done.out == ""
    assert sorted(tmp_path.rglob("*")) == before


# What is printed


def test_the_summary_counts_posts_files_constructs_and_findings(run: Run, blog: Path, tmp_path: Path) -> None:
    done = run("hexo2hugo", blog, tmp_path / "dst")
    assert done.out == ""
    lines = done.err.splitlines()
    assert f"Converted 2 posts, 1 draft, 1 page, 1 asset to {tmp_path / 'dst'}" in lines
    assert "Constructs: callout 1" in lines
    assert any(line.startswith("Files: ") and line.endswith(" written") for line in lines)
    unknown = "source/_posts/a.md:9: warning: unknown tag 'nobody'; left as it stands [unknown-tag]"
    assert unknown in lines
    (row,) = (line for line in lines if " unknown-tag " in line)
    assert row.split()[:3] == ["1", "warning", "unknown-tag"] and "--mapping" in row
    assert "  next: the theme is next 8.20.0" in lines


def test_many_findings_are_not_all_printed(run: Run, blog: Path, tmp_path: Path) -> None:
    text = "".join(f"{{% unknown{n} %}}\n" for n in range(30))
    (blog / "source/_posts/a.md").write_text(POST.format("A") + text, encoding="utf-8")
    done = run("hexo2hugo", blog, tmp_path / "dst")
    assert done.err.count("[unknown-tag]") < 12
    assert "hint: --report FILE.json lists all of them" in done.err
    with_report = run("hexo2hugo", blog, tmp_path / "dst", "--report", tmp_path / "r.json")
    assert "hint: --report" not in with_report.err


def test_a_dry_run_says_what_it_would_do(run: Run, blog: Path, tmp_path: Path) -> None:
    done = run("hexo2hugo", blog, tmp_path / "dst", "--dry-run")
    assert done.status == 0
    assert "Would convert 2 posts, 1 draft, 1 page, 1 asset" in done.err and " to write" in done.err
    assert not (tmp_path / "dst").exists()


def test_a_diff_goes_to_stdout_and_nothing_is_written(run: Run, blog: Path, tmp_path: Path) -> None:
    done = run("hexo2hugo", blog, tmp_path / "dst", "--diff")
    assert done.status == 0
    assert "--- source/_posts/a.md\n+++ content/posts/a.md\n@@ " in done.out
    assert "-{% note info %}\n" in done.out and "\n+{{< callout " in done.out
    assert "-plain" not in done.out and "+plain" not in done.out
    assert not (tmp_path / "dst").exists()


def test_control_characters_of_a_blog_do_not_reach_the_terminal(run: Run, blog: Path, tmp_path: Path) -> None:
    name = "\x1b[31mred\n.md"
    (blog / "source/_posts" / name).write_text("---\ntitle: [x] y\n---\n{% [bold]x %}\n", encoding="utf-8")
    done = run("hexo2hugo", blog, tmp_path / "dst")
    assert "\x1b" not in done.err
    assert "\\x1b[31mred\\x0a.md" in done.err


def test_progress_is_shown_on_a_terminal_only(
    run: Run, monkeypatch: pytest.MonkeyPatch, blog: Path, tmp_path: Path
) -> None:
    assert "converting" not in run("hexo2hugo", blog, tmp_path / "one").err
    monkeypatch.setattr(
        terminal, "console", lambda *, stderr=True: Console(stderr=stderr, force_terminal=True)
    )
    assert "converting" in run("hexo2hugo", blog, tmp_path / "two").err


def test_colours_are_left_out_when_asked(tmp_path: Path) -> None:
    assert "\x1b[" in outside("inspect", tmp_path / "none", FORCE_COLOR="1").err
    assert "\x1b[3" not in outside("inspect", tmp_path / "none", FORCE_COLOR="1", NO_COLOR="1").err


# Options


def test_the_report_holds_all_that_was_told(run: Run, blog: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    done = run("hexo2hugo", blog, tmp_path / "dst", "--report", path)
    assert done.status == 0
    report = json.loads(path.read_text(encoding="utf-8"))
    assert (report["source"], report["target"], report["dry_run"]) == ("hexo", "hugo", False)
    assert [report[key] for key in ("posts", "drafts", "pages", "assets")] == [2, 1, 1, 1]
    assert report["constructs"] == {"callout": 1}
    assert report["flavours"][0] == "next" and report["reasons"][0] == "next: the theme is next 8.20.0"
    assert report["files"]["written"] > 4 and report["files"]["kept"] == report["files"]["removed"] == []
    (finding,) = (d for d in report["diagnostics"] if d["code"] == "unknown-tag")
    assert finding == {
        "code": "unknown-tag",
        "severity": "warning",
        "path": "source/_posts/a.md",
        "line": 9,
        "message": "unknown tag 'nobody'; left as it stands",
        "advice": "Describe the tag in a mapping file and pass it with --mapping, or edit the post.",
    }


def test_a_report_that_cannot_be_written_is_1(run: Run, blog: Path, tmp_path: Path) -> None:
    done = run("hexo2hugo", blog, tmp_path / "dst", "--report", LONG)
    assert done.status == 1
    assert "cannot be written: File name too long" in done.err
    assert (tmp_path / "dst/content/posts/a.md").is_file()


def test_the_report_is_the_same_for_any_number_of_jobs(run: Run, blog: Path, tmp_path: Path) -> None:
    for number in range(70):
        path = blog / f"source/_posts/p{number}.md"
        path.write_text(POST.format(number) + f"{{% tag{number} %}}\n", encoding="utf-8")
    written = []
    for jobs in ("1", "3"):
        path, dst = tmp_path / f"{jobs}.json", tmp_path / f"dst{jobs}"
        assert run("hexo2hugo", blog, dst, "--jobs", jobs, "--report", path).status == 0
        files = {p.relative_to(dst): p.read_bytes() for p in dst.rglob("*") if p.is_file()}
        written.append((path.read_bytes(), files))
    assert written[0] == written[1]


@pytest.mark.parametrize(("name", "mark"), [("yaml", "---\n"), ("toml", "+++\n"), ("json", "{\n")])
def test_front_matter_is_written_as_asked(run: Run, blog: Path, tmp_path: Path, name: str, mark: str) -> None:
    assert run("hexo2hugo", blog, tmp_path / "dst", "--format", name).status == 0
    assert (tmp_path / "dst/content/posts/a.md").read_text(encoding="utf-8").startswith(mark)


MISTAKES = [
    ("engine: [\n", ":2: not valid YAML"),
    ("engine: hexo\0\n", ":1: not valid YAML"),
    ("", ":1: here keys with values must stand, not nothing"),
    ("- 1\n", ":1: here keys with values must stand, not [1]"),
    ("engine: hexxo\n", ": there is no engine 'hexxo'\nhint: did you mean 'hexo'?"),
    ("engine: hexo\nconstructs: x\n", ':2: here a list must stand, not "x"'),
    (
        "engine: hexo\nconstructs:\n  - name: x\n    notaton: tag\n    kind: fold\n",
        "'notaton'; did you mean 'notation'?",
    ),
    ("engine: hexo\nconstructs:\n  - name: x\n    notation: tagg\n    kind: fold\n", ":4: 'tagg'"),
    (
        "engine: hexo\nconstructs:\n  - name: x\n    notation: tag\n    kind: calout\n",
        ":5: unknown kind 'calout'; did",
    ),
    (
        "engine: hexo\nconstructs:\n  - name: x\n    notation: tag\n    kind: fold\n    has: '('\n",
        ":6: '(' is no regular expression",
    ),
    (
        "engine: hexo\nconstructs:\n  - name: x\n    notation: template\n    kind: fold\n    template: '{% for %}'\n",
        ":6: the template is none",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_a_mistake_in_a_mapping_file_is_2_with_its_line(
    run: Run, blog: Path, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("hexo2hugo", blog, tmp_path / "dst", "--mapping", path)
    assert done.status == 2
    assert done.err.startswith(f"error: {path}:") and sentence in done.err
    assert not (tmp_path / "dst").exists()


def test_a_mapping_file_says_what_a_tag_means(run: Run, blog: Path, tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(
        "engine: hexo\nconstructs:\n  - name: nobody\n    notation: tag\n    arguments: [text: rest]\n"
        "    kind: label\n    body: none\n",
        encoding="utf-8",
    )
    done = run("hexo2hugo", blog, tmp_path / "dst", "--mapping", path)
    assert done.status == 0
    assert "unknown-tag" not in done.err
    assert "label 1" in done.err


def test_one_post_is_converted_from_stdin_to_stdout() -> None:
    post = POST.format("A") + "{% note %}\nhi\n{% endnote %}\n\nx {% nobody %}\n\xff"
    done = subprocess.run(
        [sys.executable, "-m", "blogconv", "text", "--from", "hexo", "--to", "hugo"],
        input=post.encode("latin-1"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"{{< callout" in done.stdout and done.stdout.endswith(b"\xff")
    assert b"post.md:9: warning: unknown tag 'nobody'" in done.stderr


# Engines of others


def install(root: Path, entries: Mapping[str, str], files: Mapping[str, str]) -> None:
    """A package with entry points, as far as Python and blogconv ask for it."""
    about = root / "others-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1.0\n", encoding="utf-8")
    lines = "".join(f"{name} = {value}\n" for name, value in entries.items())
    (about / "entry_points.txt").write_text(f"[blogconv.engines]\n{lines}", encoding="utf-8")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


ENGINE = """
from blogconv.engines.hexo import ENGINE as HEXO

class Mine(type(HEXO)):
    name = "mine"
    title = "Mine"

    def recognise(self, root):
        raise RuntimeError("not today")

ENGINE, NONE = Mine(), 1
"""


@pytest.fixture
def others(tmp_path: Path) -> str:
    entries = {
        "absent": "no_such_module:ENGINE",
        "raising": "others.raising:ENGINE",
        "leaving": "others.leaving:ENGINE",
        "nothing": "others:NONE",
        "aaa": "others:ENGINE",
    }
    files = {
        "others/__init__.py": ENGINE,
        "others/raising.py": "raise RuntimeError('boom')\n",
        "others/leaving.py": "import sys\nsys.exit('bye')\n",
        "others/mappings/aaa.yaml": "engine: aaa\nconstructs: 3\n",
    }
    install(tmp_path / "lib", entries, files)
    return os.pathsep.join(filter(None, [str(tmp_path / "lib"), os.environ.get("PYTHONPATH")]))


def test_engines_that_cannot_be_loaded_are_listed_with_the_reason(others: str) -> None:
    done = outside("engines", PYTHONPATH=others)
    assert done.status == 0
    lines = done.out.splitlines()
    assert "absent: cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'" in lines
    assert "raising: cannot be loaded: RuntimeError: boom" in lines
    assert "leaving: cannot be loaded: SystemExit: bye" in lines
    assert "nothing: cannot be loaded: others:NONE is not an engine" in lines
    assert "aaa: cannot be loaded: aaa/aaa.yaml:2: here a list must stand, not 3" in lines
    assert "hexo: Hexo, read and written" in lines


def test_engines_that_cannot_be_loaded_stop_no_conversion(others: str, blog: Path, tmp_path: Path) -> None:
    done = outside("convert", blog, tmp_path / "dst", "--to", "hugo", PYTHONPATH=others)
    assert done.status == 0
    assert (tmp_path / "dst/content/posts/a.md").is_file()
    assert outside("inspect", blog, PYTHONPATH=others).out.startswith("Hexo: T\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "raising", "--to", "hugo"), "the engine 'raising' cannot be loaded: RuntimeError: boom"),
        (("--to", "aaa"), "aaa/aaa.yaml:2: here a list must stand, not 3"),
    ],
)
def test_to_use_one_of_them_is_a_usage_error(
    others: str, blog: Path, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = outside("convert", blog, tmp_path / "dst", *arguments, PYTHONPATH=others)
    assert (done.status, done.out) == (2, "")
    assert sentence in done.err


def test_engines_as_json(run: Run) -> None:
    found = json.loads(run("engines", "--json").out)
    assert set(found) == set(engines())
    assert found["hexo"]["read"] is found["hexo"]["written"] is True
    assert {"next", "butterfly"} <= set(found["hexo"]["flavours"])

"""docs/own-tags.md does what it shows: its files are written, its commands run, its outputs compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from blogconv.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "own-tags.md").read_text("utf-8")
BLOCKS = re.findall(r"(?ms)^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE)


def run(command: str) -> None:
    name, *arguments = shlex.split(command)
    assert name == "blogconv"
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert not stopped.value.code


def test_the_guide_does_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = []
    for language, about, text in BLOCKS:
        use, _, path = about.partition("=")
        if use == "file":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(text, "utf-8")
        elif use == "shows":
            assert text in Path(path).read_text("utf-8")
        elif language == "sh":
            capsys.readouterr()
            run(text)
        else:
            assert capsys.readouterr().out == text
        done.append(use or language)
    assert done == ["file"] * 3 + ["sh", "text", "shows", "file", "sh", "shows", "sh", "text"]


def test_the_filled_in_file_is_the_example() -> None:
    (shown,) = [text for _, about, text in BLOCKS if about == "file=my.yaml"]
    example = (ROOT / "examples" / "mapping.yaml").read_text("utf-8")
    assert shown == "".join(line for line in example.splitlines(True) if not line.startswith("#"))

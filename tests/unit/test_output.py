"""What is written, and what is left alone: targets that exist, full disks, interrupts, dry runs."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import blogconv
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import OutputFile
from blogconv.errors import BlogconvError, UsageError
from blogconv.output import MANIFEST, Changes, Output, read_manifest

POST = "---\ntitle: {0}\ndate: 2024-01-02 03:04:05\n---\n{0}\n\n:::note\nhi\n:::\n"


def blog(root: Path, names: Iterable[str]) -> Path:
    """A Hexo blog with a post of each name."""
    (root / "source/_posts").mkdir(parents=True, exist_ok=True)
    (root / "_config.yml").write_text("title: T\nurl: https://example.org\n", encoding="utf-8")
    (root / "package.json").write_text('{"dependencies": {"hexo": "8"}}', encoding="utf-8")
    for name in names:
        (root / f"source/_posts/{name}.md").write_text(POST.format(name), encoding="utf-8")
    return root


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def src(tmp_path: Path) -> Path:
    return blog(tmp_path / "src", "ab")


@pytest.fixture
def dst(tmp_path: Path) -> Path:
    return tmp_path / "dst"


def convert(src: Path, dst: Path, **options: Any) -> blogconv.Report:
    return blogconv.convert(src, dst, source="hexo", target="hugo", **options)


def put(output: Output, **files: str) -> Diagnostics:
    """Stage files, `_` in a name for `/`."""
    diagnostics = Diagnostics()
    for name, content in files.items():
        output.add(OutputFile(name.replace("_", "/"), content.encode()), diagnostics)
    return diagnostics


# Targets that exist


def test_a_folder_with_something_in_it_is_refused(src: Path, dst: Path) -> None:
    dst.mkdir()
    (dst / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty, and nothing in it is from blogconv") as refused:
        convert(src, dst)
    assert "--force" in refused.value.hint
    assert contents(dst).keys() == {"mine.txt"}


def test_an_empty_folder_is_filled(src: Path, dst: Path) -> None:
    dst.mkdir()
    convert(src, dst)
    assert (dst / "content/posts/a.md").is_file()


@pytest.mark.parametrize("parts", ["src/new", "src", ".", "src/../src/source"])
def test_a_target_in_the_source_or_around_it_is_refused(src: Path, parts: str) -> None:
    before = contents(src)
    with pytest.raises(UsageError, match="lie in each other"):
        convert(src, src.parent / parts)
    assert contents(src.parent).keys() == {f"src/{path}" for path in before}


def test_a_target_in_the_source_by_way_of_a_link_is_refused(src: Path, dst: Path) -> None:
    dst.symlink_to(src)
    with pytest.raises(UsageError, match="lie in each other"):
        convert(src, dst / "new")
    assert not (src / "new").exists()


def test_with_force_what_was_there_stays(src: Path, dst: Path) -> None:
    (dst / "content/posts").mkdir(parents=True)
    (dst / "content/posts/mine.md").write_text("mine", encoding="utf-8")
    (dst / "notes.txt").write_text("notes", encoding="utf-8")
    convert(src, dst, force=True)
    assert (dst / "content/posts/mine.md").read_text(encoding="utf-8") == "mine"
    assert (dst / "notes.txt").read_text(encoding="utf-8") == "notes"
    assert not {"notes.txt", "content/posts/mine.md"} & read_manifest(dst).keys()


@pytest.mark.parametrize("force", [False, True])
def test_what_is_gone_from_the_source_is_removed_and_nothing_else(src: Path, dst: Path, force: bool) -> None:
    convert(src, dst)
    (dst / "content/posts/mine.md").write_text("mine", encoding="utf-8")
    (src / "source/_posts/b.md").unlink()
    assert convert(src, dst, force=force).changes.removed == ["content/posts/b.md"]
    assert not (dst / "content/posts/b.md").exists()
    assert (dst / "content/posts/mine.md").is_file()


def test_folders_that_become_empty_are_removed(src: Path, dst: Path) -> None:
    post = src / "source/_posts/deep/down/c.md"
    post.parent.mkdir(parents=True)
    post.write_text(POST.format("c"), encoding="utf-8")
    convert(src, dst)
    assert (dst / "content/posts/deep/down").is_dir()
    post.unlink()
    convert(src, dst)
    assert not (dst / "content/posts/deep").exists()
    assert (dst / "content/posts").is_dir()


def test_an_edited_file_is_kept_until_force(src: Path, dst: Path) -> None:
    convert(src, dst)
    edited = dst / "content/posts/a.md"
    edited.write_text("edited", encoding="utf-8")
    report = convert(src, dst)
    assert report.changes.kept == ["content/posts/a.md"]
    assert ("kept-yours", "content/posts/a.md") in {(d.code, d.path) for d in report.diagnostics}
    assert edited.read_text(encoding="utf-8") == "edited"
    assert convert(src, dst).changes.kept == ["content/posts/a.md"]
    assert convert(src, dst, force=True).changes.written == ["content/posts/a.md"]
    assert "edited" not in edited.read_text(encoding="utf-8")


def test_an_edited_file_stays_when_its_post_is_gone(src: Path, dst: Path) -> None:
    convert(src, dst)
    (dst / "content/posts/b.md").write_text("edited", encoding="utf-8")
    (src / "source/_posts/b.md").unlink()
    convert(src, dst, force=True)
    assert (dst / "content/posts/b.md").read_text(encoding="utf-8") == "edited"


def test_a_second_run_writes_nothing(src: Path, dst: Path) -> None:
    convert(src, dst)
    times = {path: path.stat().st_mtime_ns for path in dst.rglob("*") if path.name != MANIFEST}
    report = convert(src, dst)
    assert report.changes.written == report.changes.removed == []
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_the_manifest_lists_what_was_written(src: Path, dst: Path) -> None:
    convert(src, dst)
    assert {path: digest for path, digest in contents(dst).items() if path != MANIFEST} == read_manifest(dst)
    assert str(dst) not in (dst / MANIFEST).read_text(encoding="utf-8")


@pytest.mark.parametrize("line", ["../mine.txt", "/etc/mine.txt", "a/../../mine.txt"])
def test_a_manifest_cannot_name_what_lies_outside(dst: Path, line: str) -> None:
    dst.mkdir()
    (dst / MANIFEST).write_text(f"{'0' * 64}  {line}\n", encoding="utf-8")
    assert read_manifest(dst) == {}


def test_a_link_in_the_target_is_not_written_through(tmp_path: Path, src: Path, dst: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    dst.mkdir()
    (dst / "content").symlink_to(outside)
    report = convert(src, dst, force=True)
    assert list(outside.iterdir()) == []
    assert "content/posts/a.md" in report.changes.kept


def test_a_folder_in_the_place_of_a_file_is_kept(src: Path, dst: Path) -> None:
    (dst / "content/posts/a.md/mine").mkdir(parents=True)
    report = convert(src, dst, force=True)
    assert report.changes.kept == ["content/posts/a.md"]
    assert (dst / "content/posts/b.md").is_file()


# Files that cannot be


@pytest.mark.parametrize("path", ["../out.txt", "/out.txt", "a/../../out.txt", ""])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, dst: Path, path: str) -> None:
    diagnostics = Diagnostics()
    with Output(dst) as output:
        assert not output.add(OutputFile(path, b"x"), diagnostics)
        output.commit(output.changes())
    assert [d.code for d in diagnostics] == ["path-refused"]
    assert contents(tmp_path).keys() == {f"dst/{MANIFEST}"}


def test_two_files_of_one_name_and_a_file_below_a_file_are_told(dst: Path) -> None:
    with Output(dst) as output:
        diagnostics = put(output, a="1", b_c="1", b="2", a_d="2")
        assert not output.add(OutputFile("a", b"3"), diagnostics)
        output.commit(output.changes())
    assert [d.code for d in diagnostics] == ["path-refused"] * 3
    assert contents(dst).keys() == {MANIFEST, "a", "b/c"}
    assert (dst / "a").read_bytes() == b"1"


def test_a_file_to_copy_that_is_gone_is_told(tmp_path: Path, dst: Path) -> None:
    diagnostics = Diagnostics()
    with Output(dst) as output:
        assert not output.add(OutputFile("a", copy=tmp_path / "none"), diagnostics)
        output.commit(output.changes())
    assert [(d.code, d.path) for d in diagnostics] == [("unreadable", "a")]


# Targets that cannot be written to


def test_a_target_below_a_file_is_refused(tmp_path: Path, src: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("file", "file/dst", "file/deep/dst"):
        with pytest.raises(UsageError, match="is not a folder"):
            convert(src, tmp_path / name)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_a_target_that_is_a_dead_link_is_refused(tmp_path: Path, src: Path, dst: Path) -> None:
    dst.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is not a folder"):
        convert(src, dst)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no folder that nobody can write to")
def test_a_target_where_nobody_can_write_is_refused(src: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written to"):
        convert(src, Path("/proc/blogconv-site"))


# Full disks


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "no room left on the disk"), (errno.EIO, "Input/output error")]
)
def test_a_full_disk_ends_it_and_leaves_nothing(
    src: Path, dst: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def full(path: Path, _data: bytes) -> int:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BlogconvError, match=words) as failed:
        convert(src, dst)
    assert not isinstance(failed.value, UsageError)
    assert failed.value.__notes__ == [f"{dst} was not written to"]
    assert {path.name for path in src.parent.iterdir()} == {"src"}


def test_a_disk_that_fills_while_files_are_moved_is_told_and_can_be_completed(
    src: Path, dst: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert(src, dst)
    for name in "cd":
        (src / f"source/_posts/{name}.md").write_text(POST.format(name), encoding="utf-8")
    real = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "d.md":
            raise OSError(errno.ENOSPC, "full", str(target))
        return real(path, target)

    with monkeypatch.context() as patched, pytest.raises(BlogconvError, match="no room left") as failed:
        patched.setattr(Path, "replace", full)
        convert(src, dst)
    assert "the same command again completes it" in failed.value.__notes__[0]
    assert not [path for path in dst.iterdir() if path.name.startswith(".blogconv-") and path.is_dir()]
    report = convert(src, dst)
    assert (report.changes.kept, report.changes.written) == ([], ["content/posts/d.md"])


def test_a_file_larger_than_the_system_allows_ends_it_in_a_sentence(src: Path, dst: Path) -> None:
    (src / "source/_posts/long.md").write_text(POST.format("long") + "x" * 200_000, encoding="utf-8")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(
        [sys.executable, "-m", "blogconv", "hexo2hugo", src, dst],
        capture_output=True,
        text=True,
        preexec_fn=small_files,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and "File too large" in done.stderr
    assert f"{dst} was not written to" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in src.parent.iterdir()} == {"src"}


# Interrupts


def _working(process: subprocess.Popen[str], folder: Path) -> bool:
    """Whether the command has begun to write. Waits for it."""
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        if any(folder.glob(".blogconv-*/site/content/posts/*.md")):
            return True
        time.sleep(0.01)
    return False


def _alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def long_blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blog that takes a while."""
    return blog(tmp_path_factory.mktemp("long") / "src", (f"p{n}" for n in range(1000)))


@pytest.mark.parametrize(
    ("number", "jobs", "fresh"),
    [
        (signal.SIGINT, 1, True),
        (signal.SIGINT, 2, False),
        (signal.SIGTERM, 1, False),
        (signal.SIGTERM, 2, True),
    ],
)
def test_an_interrupt_ends_it_and_leaves_nothing(
    tmp_path: Path, long_blog: Path, number: signal.Signals, jobs: int, fresh: bool
) -> None:
    dst = tmp_path / "dst"
    if not fresh:
        convert(blog(tmp_path / "small", "ab"), dst)
    before = contents(dst)
    process = subprocess.Popen(
        [sys.executable, "-m", "blogconv", "hexo2hugo", long_blog, dst, "--jobs", str(jobs)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    assert _working(process, tmp_path if fresh else dst)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode in ((130, -signal.SIGINT) if number == signal.SIGINT else (143,))
    assert "Traceback" not in err
    assert number != signal.SIGINT or f"{dst} was not written to" in err
    assert contents(dst) == before
    assert not any(path.name.startswith(".blogconv-") for path in tmp_path.rglob(".blogconv-*/"))
    until = time.monotonic() + 10
    while _alive(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _alive(process.pid)


# Dry runs


def test_a_dry_run_writes_nothing_and_says_what_it_would(src: Path, dst: Path) -> None:
    report = convert(src, dst, dry_run=True)
    assert report.dry_run and "content/posts/a.md" in report.changes.written
    assert {path.name for path in src.parent.iterdir()} == {"src"}
    convert(src, dst)
    assert set(report.changes.written) == contents(dst).keys() - {MANIFEST}


def test_a_dry_run_over_a_target_leaves_it(src: Path, dst: Path) -> None:
    convert(src, dst)
    (src / "source/_posts/b.md").unlink()
    (src / "source/_posts/c.md").write_text(POST.format("c"), encoding="utf-8")
    before = contents(dst)
    report = convert(src, dst, dry_run=True)
    assert report.changes == Changes(
        ["content/posts/c.md"],
        sorted(before.keys() - {MANIFEST, "content/posts/b.md"}),
        [],
        ["content/posts/b.md"],
    )
    assert contents(dst) == before


def test_a_diff_is_unified(src: Path, dst: Path) -> None:
    report = convert(src, dst, diff=True, dry_run=True)
    assert not dst.exists()
    text = next(d for d in report.diffs if "a.md" in d)
    head, *lines = text.splitlines()
    assert head == "--- source/_posts/a.md"
    assert lines[0] == "+++ content/posts/a.md"
    assert lines[1].startswith("@@ -")
    assert "-:::note" in lines and any(line.startswith("+{{< callout") for line in lines)
    assert " hi" in lines

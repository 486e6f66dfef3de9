"""Properties of whole sites: any bytes can be converted, each time alike, with any number of processes, and twice."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv import convert
from properties.sites import bytes_of, make_site
from properties.strategies import ENGINES, FILES, HOSTILE, JUNK, PAIRS, PIECES, settled

HEAD = b"---\ntitle: A\n---\n"
POSTS = st.lists(
    HOSTILE.map(lambda body: HEAD + body.encode("utf-8", "replace"))
    | FILES.map(lambda text: text.encode("utf-8", "surrogateescape" if "\ud800" not in text else "replace"))
    | JUNK,
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(posts=POSTS)
@settled(6)
def test_any_bytes_can_be_converted_and_twice_makes_no_difference(
    source: str, target: str, posts: list[bytes]
) -> None:
    """The second run into the same target finds nothing to write; no post is an error of ours."""
    with TemporaryDirectory() as folder:
        site = make_site(Path(folder, "old"), source, posts)
        before = bytes_of(site)
        report = convert(site, Path(folder, "new"), source=source, target=target)
        assert [d for d in report.diagnostics if d.code in ("internal", "path-refused")] == []
        assert bytes_of(site) == before
        once = bytes_of(Path(folder, "new"))
        again = convert(site, Path(folder, "new"), source=source, target=target, force=True)
        assert bytes_of(Path(folder, "new")) == once
        assert (again.changes.written, again.changes.removed, again.changes.kept) == ([], [], [])
        other = convert(site, Path(folder, "other"), source=source, target=target)
        assert bytes_of(Path(folder, "other")) == once
        assert other.to_json() == report.to_json()


@pytest.mark.parametrize("source", ENGINES)
def test_more_processes_give_the_same_bytes(source: str, tmp_path: Path) -> None:
    target = ENGINES[ENGINES.index(source) - 1]
    chance = Random(source)
    posts = [HEAD + "".join(chance.choices(PIECES, k=20)).encode("utf-8", "replace") for _ in range(70)]
    site = make_site(tmp_path / "old", source, posts)
    one = convert(site, tmp_path / "one", source=source, target=target, jobs=1)
    two = convert(site, tmp_path / "two", source=source, target=target, jobs=2)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert one.to_json() == two.to_json()


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(posts=POSTS)
@settled(4)
def test_a_converted_site_converted_to_its_own_engine_stays(
    source: str, target: str, posts: list[bytes]
) -> None:
    with TemporaryDirectory() as folder:
        site = make_site(Path(folder, "old"), source, posts)
        convert(site, Path(folder, "new"), source=source, target=target)
        convert(Path(folder, "new"), Path(folder, "same"), source=target, target=target)
        new, same = bytes_of(Path(folder, "new")), bytes_of(Path(folder, "same"))
        assert {n: c for n, c in same.items() if n != ".blogconv-manifest"} == {
            n: c for n, c in new.items() if n != ".blogconv-manifest"
        }

"""The example blog with TOML and JSON front matter, and with every address pinned: Hugo shows the same pages."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

import blogconv
from blogconv.verify import compare
from engines.harness import build_hugo


def built(example: Path, folder: Path, options: blogconv.WriteOptions) -> Path:
    report = blogconv.convert(example, folder / "site", source="hexo", target="hugo", write=options)
    assert not report.errors
    return build_hugo(folder / "site", folder / "public").out


@pytest.fixture(scope="module")
def plain(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(example, tmp_path_factory.mktemp("yaml"), blogconv.WriteOptions())


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("format", ["toml", "json"])
def test_front_matter_in_another_format_says_the_same(
    example: Path, plain: Path, tmp_path: Path, format: Literal["toml", "json"]
) -> None:
    comparison = compare(plain, built(example, tmp_path, blogconv.WriteOptions(format=format)))
    assert not comparison.bad_addresses
    assert not comparison.differences
    assert comparison.pages > 55


@pytest.mark.engine("hugo")
def test_pinning_every_address_changes_none(example: Path, plain: Path, tmp_path: Path) -> None:
    comparison = compare(plain, built(example, tmp_path, blogconv.WriteOptions(pin="all")))
    assert not comparison.bad_addresses
    assert not comparison.differences

"""The example blogs as their real engines build them, each once per test process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from engines.harness import ROOT, BuildResult, build_hexo, build_hugo, build_jekyll

EXAMPLE = ROOT / "examples" / "hexo-blog"
BUILDERS: dict[str, Callable[[Path, Path], BuildResult]] = {
    "hexo": build_hexo,
    "hugo": build_hugo,
    "jekyll": build_jekyll,
}


@pytest.fixture(scope="session")
def example() -> Path:
    """The source of the example blog of Hexo."""
    return EXAMPLE


@pytest.fixture(scope="session")
def built_blog(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], BuildResult]:
    """The example blog of an engine, built by it on a machine in its author's time zone."""

    @cache
    def build(engine: str) -> BuildResult:
        folder = tmp_path_factory.mktemp(engine)
        return BUILDERS[engine](ROOT / "examples" / f"{engine}-blog", folder / "public")

    return build


@pytest.fixture(scope="session")
def built_example(built_blog: Callable[[str], BuildResult]) -> BuildResult:
    """The example blog of Hexo."""
    return built_blog("hexo")

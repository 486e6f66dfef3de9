"""The example blog as the real Hexo builds it, once per test process."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.harness import ROOT, BuildResult, build_hexo

EXAMPLE = ROOT / "examples" / "hexo-blog"


@pytest.fixture(scope="session")
def example() -> Path:
    """The source of the example blog."""
    return EXAMPLE


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The example blog, built by Hexo on a machine in its own time zone."""
    return build_hexo(EXAMPLE, tmp_path_factory.mktemp("hexo") / "public")

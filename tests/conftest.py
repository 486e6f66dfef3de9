"""What all tests share: the `engine` marker and the built example blog."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from engines.harness import missing

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

REQUIRED = os.environ.get("BLOGCONV_REQUIRE_ENGINES") == "1" or bool(os.environ.get("CI"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose engine is missing; fail it where the engines are required."""
    for marker in item.iter_markers("engine"):
        for name in marker.args:
            reason = missing(name)
            if reason and REQUIRED:
                pytest.fail(f"the engine {name} is required: {reason}", pytrace=False)
            if reason:
                pytest.skip(reason)

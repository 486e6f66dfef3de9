"""The reference pages are those that docs/generate.py makes of the tables now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("engine", list(generator().ENGINES))
def test_the_committed_page_is_current(engine: str) -> None:
    committed = (DOCS / "reference" / f"{engine}.md").read_text("utf-8")
    assert committed == generator().reference(engine), "run: python docs/generate.py"


def test_no_page_is_left_over() -> None:
    assert {p.stem for p in (DOCS / "reference").glob("*.md")} == set(generator().ENGINES)

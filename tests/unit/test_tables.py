"""The table language: shipped tables follow it, and a user's mistakes are named with file, line and nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest

from blogconv.errors import MappingError, UsageError
from blogconv.tables import parse_table, tables_root, user_table, vocabulary

TABLES = sorted(p for p in Path(str(tables_root())).rglob("*.yaml") if p.name != "vocabulary.yaml")


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_shipped_table_follows_the_language(path: Path) -> None:
    table = parse_table(path.read_text("utf-8"), path.name, check=True)
    assert table.rows or table.extends


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "engine: hexo\nconstructs:\n  - {name: x, notation: tagg, kind: callout}\n",
            "my.yaml:3: 'tagg' is not",
        ),
        (
            "engine: hexo\nconstructs:\n  - name: x\n    notation: tag\n    kind: calout\n",
            "did you mean 'callout'",
        ),
        (
            "engine: hexo\nconstructs:\n  - {name: x, notation: tag, kind: fold, argumnts: []}\n",
            "did you mean 'arguments'",
        ),
        (
            "engine: hexo\nconstructs:\n  - {name: x, notation: tag, kind: fold, arguments: [titel]}\n",
            "did you mean 'title'",
        ),
        ("engine: [\n", "my.yaml:2: not valid YAML"),
        ("constructs: []\n", "a key is missing"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(MappingError) as caught:
        user_table(path)
    assert message in str(caught.value)


def test_missing_mapping_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        user_table(tmp_path / "none.yaml")


def test_nearest_types() -> None:
    words = vocabulary()
    assert words.callout_type("Attention") == "warning"
    assert words.callout_type("whatever") is None
    assert words.nearest("bug", {"note", "danger"}) == "danger"
    assert words.nearest("quote", {"info"}) is None
    assert all(n in words.types for t in words.types.values() for n in t)

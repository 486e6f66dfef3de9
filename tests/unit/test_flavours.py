"""Which flavours a site has: by its theme, by its packages, by the tags in its posts; and what they bring along."""

from __future__ import annotations

import pytest

from blogconv.tables import Rows, engine_tables, recognise, supplement


@pytest.mark.parametrize(
    ("theme", "packages", "flavours"),
    [
        ("next", [], ["next"]),
        ("hexo-theme-next", [], ["next"]),
        ("NexT", ["hexo-theme-next@^8.18.2"], ["next"]),
        ("next", ["hexo-theme-next@7.8.0"], ["next-7"]),
        ("next@5.1.4", [], ["next-5"]),
        ("butterfly", ["hexo-theme-next"], ["butterfly"]),
        (None, ["hexo-theme-fluid"], ["fluid"]),
        ("mine", ["hexo-theme-fluid"], []),
        (None, [], []),
        ("butterfly", ["hexo-tag-aplayer@3.0.4", "hexo"], ["butterfly", "hexo-tag-aplayer"]),
        ("shokax", ["hexo-renderer-multi-next-markdown-it"], ["shoka"]),
    ],
)
def test_recognised_by_theme_and_packages(
    theme: str | None, packages: list[str], flavours: list[str]
) -> None:
    assert [flavour for flavour, _ in recognise("hexo", theme, packages)] == flavours


def test_the_reason_is_given_in_words() -> None:
    assert recognise("hexo", "next", ["hexo-theme-next@^8.18.2", "hexo-pdf@1.1.1"]) == [
        ("next", "the theme is next 8.18.2"),
        ("hexo-pdf", "the plugin hexo-pdf 1.1.1 is installed"),
    ]


def test_one_package_may_bring_several_flavours() -> None:
    found = [flavour for flavour, _ in recognise("hexo", None, ["hexo-renderer-markdown-it-plus"])]
    assert found == ["markdown-it-ins", "markdown-it-mark", "markdown-it-sub", "markdown-it-sup"]


def test_tags_that_nobody_knows_name_further_flavours() -> None:
    found = supplement("hexo", ["butterfly"], ["note", "folding", "bdage", "span", "nobody-has-this"])
    assert found == [("butterfly-tag-plugins-plus", "the posts have its tags bdage, folding, span")]
    assert supplement("hexo", ["butterfly"], ["note", "tabs", "if", "endif"]) == []


def test_a_flavour_brings_those_that_it_extends() -> None:
    flavours = [table.flavour for table in Rows("hexo", ["anzhiyu"]).tables]
    assert flavours == ["anzhiyu", "butterfly", "butterfly-tag-plugins-plus", "hexo", "common"]
    assert Rows("hexo", ["next-5"]).reading("tag")["label"][0].flavour == "next"


def test_extended_flavours_exist_and_names_are_unique() -> None:
    tables = engine_tables("hexo")
    flavours = [table.flavour for table in tables]
    assert len(set(flavours)) == len(flavours)
    assert {e for table in tables for e in table.extends} <= set(flavours)


def test_every_flavour_can_be_recognised() -> None:
    unknown = [t.flavour for t in engine_tables("hexo") if t.flavour != "hexo" and not t.recognise]
    assert unknown == []

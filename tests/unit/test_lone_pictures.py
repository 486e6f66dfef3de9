"""What real vaults showed: pictures with text below them, and titles of callouts without a blank."""

from __future__ import annotations

import pytest

from blogconv import convert_text


@pytest.mark.parametrize("target", ["hugo", "hexo"])
def test_text_below_a_picture_stays_markdown(target: str) -> None:
    """A line that is one HTML tag would make HTML of the lines below it."""
    text = "![[a.png|300]]\nText *b*\n\n![[b.png]]\nText *b*\n\n![[c.png|30]]\n"
    body = convert_text(text, source="obsidian", target=target)[0].split("---\n")[2]
    assert body == (
        '<span><img src="a.png" width="300" alt=""></span>\nText *b*\n\n![](b.png)\nText *b*\n\n'
        '<img src="c.png" width="30" alt="">\n'
    )


def test_a_title_right_behind_the_bracket() -> None:
    text = "> [!tip]Title\n> Text\n\n> [!tip](/a/) is a link\n"
    body = convert_text(text, source="obsidian", target="hexo")[0]
    assert body.count("bc_callout") == 2
    assert "Title" in body and "> [!tip](/a/) is a link" in body


def test_what_is_put_at_the_end_of_a_body_is_not_lost() -> None:
    """HTML that ends a body with a construct in it is closed for kramdown."""
    text = "{% note info %}\n<a href='/x'>\n<b>A</b>\n{% label B %}\n</a>\n{% endnote %}\n\nText *b*\n"
    body = convert_text(text, source="hexo", target="jekyll", flavours=["next"])[0]
    assert body.count("{::nomarkdown}") == body.count("{:/nomarkdown}") == 1
    assert "bare=true" not in body.partition("{:/nomarkdown}")[2]


@pytest.mark.parametrize("target", ["jekyll", "hugo", "hexo"])
def test_text_behind_a_link_that_begins_a_line_stays_markdown(target: str) -> None:
    text = "[[a]] is **b**\n\n- x\n  - [[c]]: *d* `e`\n"
    body = convert_text(text, source="obsidian", target=target)[0]
    assert "a is **b**\n\n- x\n  - c: *d* `e`\n" in body

"""Bodies that consist of parts: each spelling, and what belongs to no part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from blogconv.body import Item, Span
from blogconv.notations.base import Found, Spans
from blogconv.notations.parts import child_parts, read_parts
from blogconv.tables import Parts, parse_table


def parts(**described: Any) -> Parts:
    row = {"notation": "tag", "kind": "tabs", "parts": described}
    table = parse_table(json.dumps({"engine": "hexo", "constructs": [row]}), "x", check=False)
    assert table.rows[0].parts is not None
    return table.rows[0].parts


TABS = parts(comment="tab", end="endtab", grammar="at", arguments=["title", "icon"])
NODES = parts(comment="node", arguments=[{"title": "rest"}])


def test_comments_with_an_end() -> None:
    items, outside = read_parts(
        TABS,
        "x\n<!-- tab One@fa fa-x -->\n  a\n  b\n<!-- endtab -->\ny\n<!-- tab -->\n<!-- endtab -->",
        Spans(),
    )
    assert items == (Item({"title": "One", "icon": "fa fa-x"}, "a\nb"), Item({}, ""))
    assert outside == "x\ny"


def test_comments_without_an_end() -> None:
    items, outside = read_parts(
        NODES, "first\n<!-- node 2020, May -->\na\n<!-- node 2021 -->\n\nb\n", Spans()
    )
    assert items == (Item({}, "first"), Item({"title": "2020, May"}, "a"), Item({"title": "2021"}, "b"))
    assert outside == ""


def test_what_is_protected_divides_nothing() -> None:
    body = "<!-- node 1 -->\n```\n<!-- node 2 -->\n```\n"
    start = body.index("```")
    items, _ = read_parts(NODES, body, Spans([Span(start, len(body))]))
    assert items == (Item({"title": "1"}, "```\n<!-- node 2 -->\n```"),)


def test_options_of_a_comment_are_words_with_quotes() -> None:
    described = parts(
        comment="tab", end="endtab", grammar="keyvalue", keys=["title", "icon"], arguments=[{"_": ["active"]}]
    )
    items, _ = read_parts(
        described, "<!-- tab active 'title:Two words' icon:home -->A<!-- endtab -->", Spans()
    )
    assert items == (Item({"title": "Two words", "icon": "home"}, "A"),)


def test_several_words_of_comments() -> None:
    described = parts(comment=["section", "line"], **{"name-is": "style"}, arguments=[{"title": "rest"}])
    items, _ = read_parts(described, "<!-- section One -->\na\n<!-- line -->\nb", Spans())
    assert items == (Item({"style": "section", "title": "One"}, "a"), Item({"style": "line"}, "b"))


def test_code_parts_become_fences() -> None:
    described = parts(comment="tab", end="endtab", arguments=[{"title": "rest"}], body="code")
    items, _ = read_parts(described, "<!-- tab js -->\nlet a = `x`\n<!-- endtab -->", Spans())
    assert items == (Item({"title": "js"}, "```js\nlet a = `x`\n```"),)
    longer, _ = read_parts(described, "<!-- tab md -->\n```\n<!-- endtab -->", Spans())
    assert longer[0].body == "````md\n```\n````"


def test_openers() -> None:
    described = parts(opener="@tab", arguments=[{"title": "rest"}])
    items, _ = read_parts(described, "@tab One\na\n@tabby b\n@tab Two\nc", Spans())
    assert items == (Item({"title": "One"}, "a\n@tabby b"), Item({"title": "Two"}, "c"))


def test_lines() -> None:
    described = parts(lines=True, separator="|", remark="%", arguments=["title", "url", "text"])
    items, outside = read_parts(described, "% no\nA | /a | About\n\nB || only text | more", Spans())
    assert items == (
        Item({"title": "A", "url": "/a", "text": "About"}),
        Item({"title": "B", "text": "only text"}),
    )
    assert outside == "more"


def test_a_pattern() -> None:
    described = parts(pattern=r"\[(?P<title>.*?)\]\((?P<url>.*?)\)", keys=["title", "url"])
    items, outside = read_parts(described, "- [A](/a)\n- [B](/b)", Spans())
    assert items == (Item({"title": "A", "url": "/a"}), Item({"title": "B", "url": "/b"}))
    assert outside == "-\n-"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ([], "- {name: A, link: /a}"),
        ([], '[{"name": "A", "link": "/a"}]'),
        (["list"], "- class: x\n  list:\n    - {name: A, link: /a}"),
        (["list"], "list:\n  - {name: A, link: /a}"),
        ([], "A: {name: A, link: /a}"),
    ],
)
def test_data(path: list[str], body: str) -> None:
    described = parts(data=True, path=path, keys=["name", {"url": {"key": "link"}}])
    assert read_parts(described, body, Spans())[0] == (Item({"name": "A", "url": "/a"}),)


@pytest.mark.parametrize("body", ["just: [text", "a text", "- 1\n- 2", ""])
def test_data_of_another_shape_has_no_parts(body: str) -> None:
    assert read_parts(parts(data=True, keys=["name"]), body, Spans())[0] == ()


def test_plain_texts() -> None:
    described = parts(data=True, path="list", group="title", keys=["title", {"src": {"key": "value"}}])
    assert read_parts(described, "- {title: T, list: [/a, /b]}", Spans())[0] == (
        Item({"title": "T", "src": "/a"}),
        Item({"title": "T", "src": "/b"}),
    )


def test_fields_of_the_outer_item_and_keys_of_a_mapping() -> None:
    described = parts(data=True, path="list", group=["class"], keys=["name", {"group": {"key": "class"}}])
    assert read_parts(described, "- {class: x, list: [{name: A}]}", Spans())[0] == (
        Item({"name": "A", "group": "x"}),
    )
    keyed = parts(data=True, keys=[{"name": {"key": "key"}}, "url"])
    assert read_parts(keyed, "A: {url: /a}\nB: {url: /b}", Spans())[0] == (
        Item({"name": "A", "url": "/a"}),
        Item({"name": "B", "url": "/b"}),
    )


def test_children_and_the_text_between_them() -> None:
    described = parts(child="node", arguments=[{"title": "rest"}])
    body = "before <n> between <n> after"
    spans = [Span(7, 10), Span(19, 22)]
    children = [Found(span, "tag", "node", (str(n),), body=f"b{n}") for n, span in enumerate(spans)]
    assert child_parts(described, body, children) == (
        Item({}, "before"),
        Item({"title": "0"}, "b0"),
        Item({}, "between"),
        Item({"title": "1"}, "b1"),
        Item({}, "after"),
    )
    assert child_parts(described, "no child", []) == ()

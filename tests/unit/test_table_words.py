"""What the words of a mapping row do when a text is read."""

from __future__ import annotations

from typing import Any

from blogconv.body import Construct, Span
from blogconv.notations.base import Found
from blogconv.notations.comments import Comment
from blogconv.notations.containers import Container
from blogconv.notations.nunjucks import Nunjucks
from blogconv.scan import Scan, Scanner
from blogconv.tables import Rows, parse_table


def scan(text: str, *rows: str) -> Scan:
    constructs = "".join(f"\n  - {row}" for row in rows) or " []"
    table = parse_table(f"engine: hexo\nflavour: mine\nconstructs:{constructs}\n", "mine.yaml", check=True)
    chosen = Rows("hexo", own=[table])
    notations = [
        Nunjucks(),
        Container(),
        Container("fold-container", "+", tight=True),
        Container("tab-container", ";"),
        Comment(chosen.reading("comment")),
    ]
    return Scanner(chosen, notations, no_code).scan(text)


def no_code(_text: str) -> list[Found]:
    return []


def read(text: str, *rows: str) -> list[Construct]:
    return [s.construct for s in scan(text, *rows).segments if s.construct]


def model(text: str, *rows: str) -> dict[str, Any]:
    (construct,) = read(text, *rows)
    return {"kind": construct.kind, **construct.args, "body": construct.body}


def test_has_tells_rows_of_one_name_apart() -> None:
    rows = (
        "{name: x, notation: tag, has: '^local ', arguments: [_, src], kind: image}",
        "{name: x, notation: tag, arguments: [provider, id], kind: embed}",
    )
    assert model("{% x local /a.png %}", *rows) == {"kind": "image", "src": "/a.png", "body": None}
    assert model("{% x vimeo 1 %}", *rows) == {"kind": "embed", "provider": "vimeo", "id": "1", "body": None}


def test_becomes_and_implies() -> None:
    row = """{name: x, notation: tag, arguments: [type, title], body: markdown, kind: callout,
      becomes: {type=details|fold: fold}, implies: {title: {fold: closed}}}"""
    assert model("{% x tip %}a{% endx %}", row) == {"kind": "callout", "type": "tip", "body": "a"}
    assert model("{% x tip T %}a{% endx %}", row)["fold"] == "closed"
    assert model("{% x fold %}a{% endx %}", row)["kind"] == "fold"


def test_bodies_and_arguments_change_places() -> None:
    assert model(
        "{% x a *b* %}", "{name: x, notation: tag, arguments: [text: rest], kind: callout, body-from: text}"
    ) == {
        "kind": "callout",
        "body": "a *b*",
    }
    assert model(
        "{% x /a/ %}Go{% endx %}",
        "{name: x, notation: tag, arguments: [url], body: raw, body-is: text, kind: button}",
    ) == {
        "kind": "button",
        "url": "/a/",
        "text": "Go",
        "body": None,
    }


def test_a_body_pattern_takes_a_body_apart() -> None:
    pattern = r"(?:(?P<options>\{.*\})\n--\n)?(?P<body>[\s\S]*)"
    row = f"{{name: x, notation: tag, body: raw, body-pattern: '{pattern}', kind: diagram}}"
    assert model("{% x %}\n{a: 1}\n--\nX:1\n{% endx %}", row) == {
        "kind": "diagram",
        "options": "{a: 1}",
        "body": "X:1",
    }
    assert model("{% x %}\nX:1\n{% endx %}", row) == {"kind": "diagram", "body": "X:1"}


def test_a_quoted_body_loses_its_marks() -> None:
    row = "{name: x, notation: comment, body: quoted, kind: callout}"
    assert model("<!-- x -->\n> a\n> > b\n<!-- end-x -->", row)["body"] == "a\n> b"


def test_constructs_of_one_group_are_one() -> None:
    row = "{name: '*', notation: tab-container, name-is: id, groups: id, body: markdown, kind: tabs}"
    text = ";;;a One\n1\n;;;\n\n;;;a Two\n2\n;;;\n;;;b Three\n3\n;;;\ntext\n;;;b Four\n4\n;;;"
    found = scan(text, row)
    assert [
        (c.args, [(i.args, i.body) for i in c.items]) for c in (s.construct for s in found.segments) if c
    ] == [
        ({"id": "a"}, [({"title": "One"}, "1"), ({"title": "Two"}, "2")]),
        ({"id": "b"}, [({"title": "Three"}, "3")]),
        ({"id": "b"}, [({"title": "Four"}, "4")]),
    ]
    assert "".join(text[s.span.start : s.span.end] for s in found.segments) == text


def test_all_in_a_row_are_one_group() -> None:
    row = "{name: x, notation: tag, groups: '*', arguments: [title], body: markdown, kind: timeline}"
    (construct,) = read("{% x 1 %}a{% endx %}\n\n{% x 2 %}b{% endx %}", row)
    assert [(i.args["title"], i.body) for i in construct.items] == [("1", "a"), ("2", "b")]
    assert construct.raw == "{% x 1 %}a{% endx %}\n\n{% x 2 %}b{% endx %}"


def test_a_container_without_a_name_and_one_whose_title_is_taken_apart() -> None:
    rows = (
        "{name: <none>, notation: fold-container, body: markdown, kind: fold}",
        "{name: info, notation: fold-container, name-is: type, body: markdown, kind: fold}",
        """{name: info, notation: container, grammar: classes, body: markdown, kind: callout,
      arguments: [icon: {words: {no-icon: false}}, attrs: rest]}""",
    )
    assert model("+++ info a\nx\n+++", *rows) == {"kind": "fold", "title": "info a", "body": "x"}
    assert model("+++info a\nx\n+++", *rows) == {"kind": "fold", "type": "info", "title": "a", "body": "x"}
    assert model(":::info no-icon b\nx\n:::", *rows) == {
        "kind": "callout",
        "icon": False,
        "attrs": "b",
        "body": "x",
    }


def test_arguments_given_to_the_parts() -> None:
    row = """{name: x, notation: tag, arguments: [image, separator],
      parts: {lines: yes, separator: '|', given: separator, arguments: [title, url]}, kind: cards}"""
    (construct,) = read("{% x /a.png ; %}\nA ; /a\n{% endx %}", row)
    assert construct.args == {"image": "/a.png"}
    assert construct.items[0].args == {"title": "A", "url": "/a"}


TABS = "{name: x, notation: tag, parts: {comment: [tab], end: endtab, arguments: [title: rest]}, kind: tabs}"


def test_parts_of_an_inner_construct_are_its_own() -> None:
    inner = "{name: sub, notation: tag, parts: {comment: [tab], end: endtab, arguments: [title: rest]}, kind: tabs}"
    text = "{% x %}\n<!-- tab A -->\n{% sub %}\n<!-- tab B -->\nb\n<!-- endtab -->\n{% endsub %}\n<!-- endtab -->\n"
    text += "{% endx %}"
    (construct,) = read(text, TABS, inner)
    assert [i.args["title"] for i in construct.items] == ["A"]
    assert "<!-- tab B -->" in construct.items[0].body


def test_a_body_without_parts_is_kept_as_text() -> None:
    found = scan("{% x %}\ntext\n{% endx %}", TABS)
    assert [f.code for f in found.findings] == ["no-parts"]
    construct = found.segments[0].construct
    assert construct is not None
    assert (construct.kind, construct.body, construct.body_kind) == ("group", "text", "markdown")


def test_text_outside_of_parts_is_told() -> None:
    found = scan("{% x %}\ntext\n<!-- tab A -->\na\n<!-- endtab -->\n{% endx %}", TABS)
    assert [(f.code, f.message) for f in found.findings] == [
        ("outside-parts", "'x' shows nothing outside its parts; left out: text")
    ]


def test_another_flavour_is_guessed_where_its_parts_are_there() -> None:
    row = "{name: timeline, notation: tag, parts: {comment: [timeline], end: endtimeline}, kind: timeline}"
    found = scan("{% timeline %}\n{% timenode 2020 %}\na\n{% endtimenode %}\n{% endtimeline %}", row)
    assert [f.code for f in found.findings] == ["guessed-flavour"]
    construct = found.segments[0].construct
    assert construct is not None
    assert [(i.args, i.body) for i in construct.items] == [({"title": "2020"}, "a")]


def test_a_name_of_another_flavour_is_found_whatever_its_case() -> None:
    found = scan("{% hideToggle A %}\na\n{% endhideToggle %}")
    construct = found.segments[0].construct
    assert construct is not None and construct.kind == "fold"
    assert found.segments[0].span == Span(0, 40)


def test_a_block_that_is_never_closed_is_not_read_as_another_flavours_line() -> None:
    found = scan(
        "{% note info %}", "{name: note, notation: tag, arguments: [type], body: markdown, kind: callout}"
    )
    assert [f.code for f in found.findings] == ["unclosed"]
    assert found.constructs == []

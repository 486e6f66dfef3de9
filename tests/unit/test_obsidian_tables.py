"""The rows of Obsidian's tables: what is read is what their examples say, what is written Obsidian reads back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from blogconv.body import Construct, Item
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import WriteOptions, reader, writer
from blogconv.tables import Rows, engine_tables, vocabulary
from blogconv.translate import Target

ENGINE = reader("obsidian")
FLAVOUR = "admonition-plugin"


def scanner(flavour: str = "obsidian") -> Any:
    return ENGINE.scanner(ENGINE.blank(), Rows("obsidian", (flavour,)))


def target() -> Target:
    made = writer("obsidian")
    plan = made.plan(ENGINE.blank(), WriteOptions(), Diagnostics())
    return made.target(plan, Rows("obsidian"))


def printed(construct: Construct) -> str:
    """The construct in the first form whose conditions are only about its arguments."""
    made = target()

    def holds(word: str) -> bool:
        negative, word = word.startswith("not-"), word.removeprefix("not-")
        name, _, value = word.partition("=")
        given = construct.args.get(name)
        true = {"inline": construct.inline, "items": bool(construct.items), "body": bool(construct.body)}.get(
            word, str(given) in value.split("|") if value else given not in (None, "", False)
        )
        return bool(true) != negative

    row = next(r for r in made.rows[construct.kind] if all(map(holds, r.when)))
    return made.printers[row.notation](row, construct)


def examples() -> Iterator[Any]:
    for table in engine_tables("obsidian"):
        for row in table.rows:
            for number, example in enumerate(row.examples, 1):
                yield pytest.param(table.flavour, example, id=f"{table.flavour}-{row.name}-{number}")


@pytest.mark.parametrize(("flavour", "example"), list(examples()))
def test_example_is_read_as_its_model(flavour: str, example: dict[str, Any]) -> None:
    scan = scanner(flavour).scan(example["source"])
    models = [
        {"kind": c.kind, **c.args, **({} if c.body is None else {"body": c.body})}
        for c in (s.construct for s in scan.constructs)
        if c
    ]
    assert models == [example["model"]]
    assert scan.findings == []


def test_each_row_that_is_read_has_an_example() -> None:
    rows = [row for table in engine_tables("obsidian") for row in table.rows]
    assert [row.name for row in rows if row.direction != "write" and not row.examples] == []


def test_every_kind_has_a_form() -> None:
    assert set(vocabulary().kinds) - set(target().rows) == set()


@pytest.mark.parametrize(
    "source",
    [
        "> [!tip] Title *with* marks\n> Text\n>\n> more",
        "> [!warning]- Closed\n> Text",
        "> [!example]+ Open\n> Text",
        "> [!question]",
        "> [!exercise|wide] Own\n> Text",
        "> [!note]\n>\n> - a list\n> - of two",
        "> [!note] A\n>\n> > [!tip] B\n> > y",
    ],
)
def test_a_callout_is_printed_as_it_was_read(source: str) -> None:
    (segment,) = scanner().scan(source).constructs
    assert segment.construct
    assert printed(segment.construct) == source


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ({"type": "primary"}, "> [!info|primary]\n> x"),
        ({"type": "details", "attrs": "wide"}, "> [!note|details wide]\n> x"),
        ({"color": "red"}, "> [!danger]\n> x"),
        ({"type": "my type"}, "> [!my-type]\n> x"),
        ({"type": "tip", "attrs": 'id="a"'}, "> [!tip]\n> x"),
        ({"type": "tip", "title": "two\nlines"}, "> [!tip] two lines\n> x"),
    ],
)
def test_a_type_that_obsidian_lacks_stands_behind_a_bar(args: dict[str, str], text: str) -> None:
    assert printed(Construct("callout", args, body="x", body_kind="markdown")) == text


def test_the_type_behind_a_bar_is_read_back() -> None:
    post = ENGINE.parse(ENGINE.blank(), "x.md", "> [!info|primary]\n> x", Diagnostics())
    (segment,) = scanner().scan(post.body).constructs
    done = ENGINE.resolver(ENGINE.blank())(post, segment.construct, lambda _code, _message: None)
    assert done.args == {"type": "primary"}


A, B = Item({"title": "A"}, "one\n\n- x"), Item({"title": "B"}, "two")


@pytest.mark.parametrize(
    ("construct", "text"),
    [
        (Construct("fold", {"title": "T", "open": True}, "x"), "> [!note]+ T\n> x"),
        (Construct("fold", {"title": "T"}, "[!x] y"), "> [!note]- T\n> \\[!x] y"),
        (Construct("tabs", {}, items=(A, B)), "> [!example]+ A\n> one\n>\n> - x\n\n> [!example]- B\n> two"),
        (Construct("steps", {}, items=(A, B)), "1. **A**\n\n    one\n\n    - x\n\n2. **B**\n\n    two"),
        (Construct("timeline", {"title": "T"}, items=(B,)), "**T**\n\n- **B**\n\n    two"),
        (Construct("columns", {}, items=(A, B)), "one\n\n- x\n\ntwo"),
        (Construct("chat", {}, items=(Item({"who": "Me"}, "hi"),)), "> **Me**\n>\n> hi"),
        (
            Construct("friends", items=(Item({"name": "N", "url": "/n/", "text": "t", "group": "G"}),)),
            "**G**\n\n- [N](/n/): t",
        ),
        (
            Construct("cards", items=(Item({"title": "N", "url": "/n/", "image": "/i.png"}),)),
            "- ![N|40](/i.png) [N](/n/)",
        ),
        (Construct("card", {"title": "T", "url": "/t/", "text": "x"}, "b"), "[T](/t/)\n\nx\n\nb"),
        (Construct("label", {"text": "new"}), "==new=="),
        (Construct("mark", {"text": "new", "color": "red"}), '<mark style="background: red">new</mark>'),
        (Construct("comment", {"text": "a %% b"}), "%% a % % b %%"),
        (Construct("encrypted", {}, "secret"), "%%\nsecret\n%%"),
        (Construct("checkbox", {"checked": True, "text": "t"}), "- [x] t"),
        (Construct("copy-box", {"text": "a/b", "git": "ssh"}), "```\ngit@github.com:a/b.git\n```"),
        (Construct("copy-box", {"text": "ls", "prefix": "$"}), "```\n$ ls\n```"),
        (Construct("image", {"src": "/a b.png", "alt": "x|y", "width": "30px"}), "![x/y|30](</a b.png>)"),
        (Construct("image", {"src": "/a.png", "alt": "2023"}), "![(2023)](/a.png)"),
        (Construct("figure", {"src": "/a.png", "caption": "C"}), "![](/a.png)\n*C*"),
        (Construct("group", {"title": "T"}, "x"), "**T**\n\nx"),
        (Construct("audio", {"src": "/a.mp3"}), "![](/a.mp3)"),
        (Construct("audio", {"src": "/a.mp3", "title": "My *song*"}), "![My *song*](/a.mp3)"),
        (
            Construct("video", {"src": "/a b.mp4", "title": "A | B", "width": "400"}),
            "![A / B|400](</a b.mp4>)",
        ),
        (
            Construct("video", {"src": "https://e.com/a.mp4", "title": '"T"', "width": "50%"}),
            '<video controls title="&quot;T&quot;" width="50%" src="https://e.com/a.mp4"></video>',
        ),
        (Construct("pdf", {"src": "/a.pdf", "title": "Doc"}), "![Doc](/a.pdf)"),
        (
            Construct("audio", {"src": "https://e.com/a.mp3"}),
            '<audio controls src="https://e.com/a.mp3"></audio>',
        ),
        (
            Construct("embed", {"provider": "youtube", "id": "x", "start": "9"}),
            "![](https://www.youtube.com/watch?v=x&t=9)",
        ),
        (
            Construct("embed", {"provider": "youtube", "id": "x", "text": "A film"}),
            "![A film](https://www.youtube.com/watch?v=x)",
        ),
        (Construct("embed", {"provider": "gist", "id": "a/b"}), "[Gist: a/b](https://gist.github.com/a/b)"),
        (
            Construct("quote", {"author": "A", "source": "B", "url": "https://e.com"}, "x"),
            "> x\n>\n> — [A, B](https://e.com)",
        ),
        (Construct("spoiler", {"label": "L"}, "x"), "> [!question]- L\n> x"),
        (
            Construct("spoiler", {"text": "x"}, inline=True),
            '<span style="background: gray; color: gray">x</span>',
        ),
        (Construct("code", {"lang": "js", "title": 'a "b"'}, "x"), '```js title="a &quot;b&quot;"\nx\n```'),
        (Construct("toc", {}), ""),
    ],
    ids=lambda v: v.kind if isinstance(v, Construct) else "",
)
def test_form(construct: Construct, text: str) -> None:
    assert printed(construct) == text

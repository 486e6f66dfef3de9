"""Hexo as a target: tags from rows and back, words of Hugo's examples, file names, patterns, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from blogconv.api import convert_text
from blogconv.body import Construct, Item
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import WriteOptions, reader, writer
from blogconv.engines.hexo.write_layout import best_pattern, lay_out, title_in
from blogconv.model import Asset, Entry, FrontMatter, Kind, Moment, Post, Site, Status
from blogconv.notations.tags import LOOKS, fitted, print_tag
from blogconv.tables import Row, Rows, engine_tables, vocabulary

CANNOT = 90
"""So many examples of Hexo's themes have a form that is read and never written (old spellings, data)."""


def hexo_rows() -> Iterator[tuple[str, Row, str]]:
    for table in engine_tables("hexo"):
        for row in table.rows:
            if row.notation == "tag" and row.direction == "both":
                yield from ((table.flavour, row, str(example["source"])) for example in row.examples)


def constructs(flavour: str, text: str) -> list[Construct]:
    engine = reader("hexo")
    scan = engine.scanner(engine.blank(), Rows("hexo", (flavour,))).scan(text)
    return [s.construct for s in scan.segments if s.construct]


def said(construct: Construct) -> Any:
    """What a construct says, without what is only looks or false."""

    def plain(args: Any) -> dict[str, str]:
        return {k: unescape(str(v)) for k, v in args.items() if v not in (None, "", False) and k not in LOOKS}

    items = [(plain(i.args), i.body) for i in construct.items]
    return construct.kind, plain(construct.args), construct.body, items


def test_tags_are_written_so_that_they_are_read_back() -> None:
    wrong, refused = [], 0
    for flavour, row, source in hexo_rows():
        found = constructs(flavour, source)
        fit = fitted(row, found[0]) if len(found) == 1 else None
        if fit is None:
            refused += 1
            continue
        text = print_tag(row, fit)
        if row.name != "raw" and [said(c) for c in constructs(flavour, text)] != [said(fit)]:
            wrong.append((flavour, source, text))
    assert wrong == []
    assert refused < CANNOT


def callout(**args: Any) -> Construct:
    return Construct("callout", args, "Hi *there*", "markdown")


def next_note() -> Row:
    table = next(t for t in engine_tables("hexo") if t.flavour == "next")
    return next(r for r in table.rows if r.name == "note")


def test_a_title_that_a_row_cannot_say_becomes_a_bold_paragraph() -> None:
    fit = fitted(next_note(), callout(type="tip", title="Mind this"))
    assert fit is not None
    comment = "<!-- callout tip titled -->\n\n**Mind this**"
    assert print_tag(next_note(), fit) == f"{{% note success %}}\n{comment}\n\nHi *there*\n{{% endnote %}}"


def test_a_title_that_a_row_can_say_stays() -> None:
    fit = fitted(next_note(), callout(type="info", title='It\'s "here"', fold="closed"))
    assert fit is not None
    assert print_tag(next_note(), fit).startswith('{% note info "It\'s &quot;here&quot;" %}')


def test_a_tag_in_itself_gets_another_name() -> None:
    inner = print_tag(next_note(), callout(type="info"))
    assert print_tag(next_note(), Construct("callout", {"type": "info"}, inner, "markdown")) == (
        f"{{% subnote info %}}\n{inner}\n{{% endsubnote %}}"
    )
    text, _ = convert_text(
        "---\ntitle: T\n---\n> [!note]\n> > [!tip]\n> > > [!note]\n> > > Hi\n",
        source="hugo",
        target="hexo",
        write=WriteOptions(flavours=("next",)),
    )
    assert "{% bc_callout_open type=note %}\n\n{% subnote success %}\n<!-- callout tip -->\n\n{% note" in text


def flavoured(source: str, flavour: str) -> str:
    """A post of Hugo as the theme's author would write it."""
    write = WriteOptions(flavours=(flavour,))
    text, _ = convert_text(f"---\ntitle: T\n---\n{source}", source="hugo", target="hexo", write=write)
    return text.partition("---\n")[2].partition("---\n")[2].strip()


THEMES = ("next", "butterfly", "fluid", "volantis", "stellar", "icarus", "shoka")
FOLDS = (
    '{{< fold-open title="A fold" type="tip" >}}\n\nHi\n\n{{< fold-close >}}',
    '{{< fold-open title="A fold" >}}\n\nHi\n\n{{< fold-close >}}',
    '{{< fold-open title="A fold" open=true type="bug" >}}\n\nHi\n\n{{< fold-close >}}',
)


@pytest.mark.parametrize("flavour", THEMES)
@pytest.mark.parametrize("fold", FOLDS)
def test_folds_come_home(flavour: str, fold: str) -> None:
    back, _ = convert_text(flavoured(fold, flavour), source="hexo", target="hugo", flavours=(flavour,))
    assert back.partition("---\n")[2].partition("---\n")[2].strip() == fold


def test_a_fold_whose_type_the_theme_lacks_says_it_in_a_comment() -> None:
    assert flavoured(FOLDS[0], "butterfly") == (
        "{% hideToggle A fold %}\n<!-- fold tip -->\n\nHi\n{% endhideToggle %}"
    )
    assert flavoured(FOLDS[1], "next").startswith('{% note default "A fold" %}\n<!-- fold -->\n')


CASE = Path(__file__).parents[1] / "cases" / "every-construct" / "every-construct.md"
SEEN_ONLY = re.compile(r' (?:color|newtab|style|id)=(?:"[^"]*"|\w+)')
"""What is only looks: a theme's tags leave some of it out and add some."""


@pytest.mark.parametrize("flavour", THEMES)
def test_every_construct_comes_home(flavour: str) -> None:
    here, _ = convert_text(CASE.read_text("utf-8"), source="hexo", target="hugo")
    write = WriteOptions(flavours=(flavour,))
    there, _ = convert_text(here, source="hugo", target="hexo", write=write)
    back, _ = convert_text(there, source="hexo", target="hugo", flavours=(flavour,))
    body = back.partition("---\n")[2].partition("---\n")[2]
    assert SEEN_ONLY.sub("", body) == SEEN_ONLY.sub("", here.partition("---\n")[2].partition("---\n")[2])


def test_containers_are_longer_than_those_inside() -> None:
    inner = "> [!tip]\n> Hi\n>\n> > [!danger]\n> > Mind\n"
    assert flavoured(inner, "shoka") == (
        "::::success\n<!-- callout tip -->\n\nHi\n\n:::danger\nMind\n:::\n::::"
    )
    tabs = (
        '{{< tabs-open >}}\n\n{{< tab-open title="One" >}}\n\nA\n\n{{< tab-close >}}\n\n'
        '{{< tab-open title="Two" >}}\n\nB\n\n{{< tab-close >}}\n\n{{< tabs-close >}}'
    )
    written = flavoured(tabs, "shoka")
    assert re.fullmatch(r";;;(tabs\w+) One\nA\n;;;\n;;;\1 Two\nB\n;;;", written)
    assert flavoured('{{< fold-open title="A *title*" >}}\n\nHi\n\n{{< fold-close >}}', "shoka").startswith(
        "{% bc_"
    )


def test_lines_that_a_theme_would_join_are_joined() -> None:
    text = "> [!warning]\n> One\n> two  \n> three\n>\n> - four\n>   five\n"
    assert flavoured(text, "stellar") == (
        "{% box color:warning %}\nOne two  \nthree\n\n- four five\n{% endbox %}"
    )
    assert flavoured("> [!warning]\n> One\n>\n>     code\n", "stellar").startswith("{% bc_callout")


def test_what_a_theme_shows_as_it_is_written_is_said_otherwise() -> None:
    fold = '{{< fold-open title="TITLE" >}}\n\nHi\n\n{{< fold-close >}}'
    assert flavoured(fold.replace("TITLE", "Plain"), "butterfly").startswith("{% hideToggle Plain %}")
    assert flavoured(fold.replace("TITLE", "Not *plain*"), "butterfly").startswith("{% bc_fold_open")


def test_tags_that_a_theme_lacks_are_not_written() -> None:
    written = {row.name for rows in Rows("hexo", ("volantis",)).writing().values() for row in rows}
    assert {"box", "blocknote", "tabs"} <= written
    assert written.isdisjoint(("noteblock", "tip", "toc", "vote", "dropdown"))
    written = {row.name for rows in Rows("hexo", ("anzhiyu",)).writing().values() for row in rows}
    assert "note" in written
    assert written.isdisjoint(("bubble", "ghcard", "series"))


def test_icarus_marks_the_tab_that_is_shown() -> None:
    tabs = (
        '{{< tabs-open active="2" >}}\n\n{{< tab-open title="One" >}}\n\nA\n\n{{< tab-close >}}\n\n'
        '{{< tab-open title="Two" >}}\n\nB\n\n{{< tab-close >}}\n\n{{< tabs-close >}}'
    )
    written = flavoured(tabs, "icarus")
    assert "<!-- tab title:One -->" in written
    assert "<!-- tab active title:Two -->" in written
    back, _ = convert_text(written, source="hexo", target="hugo", flavours=("icarus",))
    assert "active=2" in back


def test_parts_whose_text_divides_like_the_notation_are_refused() -> None:
    table = next(t for t in engine_tables("hexo") if t.flavour == "next")
    row = next(r for r in table.rows if r.name == "tabs")
    items = (Item({"title": "A"}, "x\n<!-- endtab -->\ny"),)
    assert fitted(row, Construct("tabs", {"id": "x"}, None, "parts", items)) is None


def hugo_examples() -> Iterator[Any]:
    for table in engine_tables("hugo"):
        for row in table.rows:
            if row.notation in ("shortcode", "shortcode-pair"):
                for number, example in enumerate(row.examples, 1):
                    yield pytest.param(
                        table.flavour,
                        example["source"],
                        example["model"],
                        id=f"{table.flavour}-{row.name}-{number}",
                    )


def words_of(model: Any) -> set[str]:
    seen = [
        model.get(k) or "" for k in ("body", "title", "text", "caption", "name", "who", "author", "footer")
    ]
    words = {w for text in seen for w in re.findall(r"\w+", str(text))}
    return words.union(*(words_of(item) for item in model.get("items", ())))


@pytest.mark.parametrize(("flavour", "source", "model"), list(hugo_examples()))
def test_every_hugo_example_is_written_for_hexo(flavour: str, source: str, model: dict[str, Any]) -> None:
    flavours = () if flavour == "hugo" else (flavour,)
    text, told = convert_text(
        f"---\ntitle: T\n---\n{source}\n", source="hugo", target="hexo", flavours=flavours
    )
    assert [str(d) for d in told if d.code in ("no-form", "unknown-tag", "internal")] == []
    lost = model["kind"] in ("expression", "comment", "widget", "encrypted")
    if not lost and not any(d.code == "fallback" for d in told):
        assert words_of(model) - set(re.findall(r"\w+", text)) == set()


@pytest.mark.parametrize("kind", vocabulary().kinds)
def test_every_kind_has_a_form_in_hexo(kind: str) -> None:
    assert Rows("hexo").writing().get(kind)


def post(address: str, when: str = "2024-03-05 10:00:00", **more: Any) -> Post:
    moment = Moment(datetime.fromisoformat(when), "second", when)
    name = address.strip("/").rpartition("/")[2]
    return Post(f"content/posts/{name}.md", date=moment, address=address, slug=name, title="T", **more)


def site(*posts: Post, **more: Any) -> Site:
    return Site("hugo", Path("/nowhere"), timezone="Asia/Shanghai", posts=posts, **more)


@pytest.mark.parametrize(
    ("addresses", "pattern"),
    [
        (["/posts/a/", "/posts/b/"], "posts/:title/"),
        (["/2024/03/a/", "/2024/03/b/"], ":year/:month/:title/"),
        (["/blog/2024/3/5/a.html", "/blog/2024/3/5/b.html"], "blog/:year/:i_month/:i_day/:title.html"),
        (["/posts/a/", "/notes/b/", "/notes/c/", "/posts/d/"], ":title/"),
        (["/p/a/", "/p/b/", "/odd/2024/c/"], "p/:title/"),
    ],
)
def test_the_pattern_that_gives_most_posts_their_address(addresses: list[str], pattern: str) -> None:
    posts = [post(a) for a in addresses]
    assert best_pattern(site(*posts), posts) == pattern


def test_other_addresses_are_pinned() -> None:
    posts = (post("/p/a/"), post("/p/b/"), post("/Other/C.html"), post("/p/_hidden/"))
    layout = lay_out(site(*posts), "needed", Diagnostics())
    places = [layout.places[p.path] for p in posts]
    assert [p.file for p in places] == [
        "source/_posts/a.md", "source/_posts/b.md", "source/_posts/C.html.md", "source/_posts/hidden.md",
    ]  # fmt: skip
    assert [p.permalink for p in places] == [None, None, "/Other/C.html", "/p/_hidden/"]


def test_names_that_differ_only_in_case_get_files_of_their_own() -> None:
    posts = (post("/p/a/"), post("/p/A/"))
    layout = lay_out(site(*posts), "needed", Diagnostics())
    files = [place.file for place in layout.places.values()]
    assert len({f.lower() for f in files}) == 2


def test_a_title_out_of_an_address() -> None:
    clock = datetime(2024, 3, 5)
    assert title_in(":year/:month/:title/", "/2024/03/a b/", clock) == "a b"
    assert title_in(":year/:month/:title/", "/2024/04/a/", clock) is None
    assert title_in(":title/", "/x/.hidden/", clock) is None


def converted(front_matter: str) -> str:
    text, _ = convert_text(f"---\n{front_matter}---\nx\n", source="hugo", target="hexo")
    return text.partition("\n---\nx")[0].removeprefix("---\n")


def test_front_matter_that_both_read_alike_is_not_touched() -> None:
    same = "title: T # mine\ndate: 2024-01-02 03:04:05\ntags: [a, b]\n# a remark\ncover: /a.png\n"
    assert converted(same) + "\n" == same


def test_front_matter_that_hexo_would_misread() -> None:
    text = converted(
        "title: T\ndate: 2024-01-02T03:04:05+08:00\ndraft: false\nslug: x\ncategories: [A, B]\nlayout: wide\n"
        "lastmod: 2024-02-03\nsummary: Short\nweight: 2\n"
    )
    assert "date: 2024-01-01 19:04:05\n" in text  # the site's zone is UTC
    assert "categories: [[A], [B]]\n" in text
    assert "updated: 2024-02-03\n" in text
    assert "excerpt: Short\n" in text
    assert "hugo:\n  layout: wide" in text
    assert "draft" not in text and "slug" not in text and "weight" not in text


def test_assets_lie_beside_the_post_or_at_their_address(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    beside, apart = Asset("a.png", "/p/a/a.png", "a.png"), Asset("a.png", "/img/a.png", "a.png")
    one = post("/p/a/", assets=(beside, apart), body="")
    plan = writer("hexo").plan(site(one), WriteOptions(), Diagnostics())
    files = [f.path for f in writer("hexo").write_post(plan, one, Diagnostics())]
    assert files == ["source/_posts/a/a.png", "source/img/a.png", "source/_posts/a.md"]


@pytest.mark.parametrize("status", [Status.PRIVATE, Status.EXPIRED, Status.SCHEDULED])
def test_hidden_posts_are_not_published(status: Status) -> None:
    one = post(
        "/p/a/",
        body="",
        status=status,
        front_matter=FrontMatter("yaml", (Entry("title", "T", "title: T\n"),)),
    )
    plan = writer("hexo").plan(site(one), WriteOptions(), Diagnostics())
    (file,) = writer("hexo").write_post(plan, one, Diagnostics())
    assert b"published: false\n" in file.content


def test_a_date_of_a_day_stays_a_day() -> None:
    one = Post(
        "content/posts/a.md",
        date=Moment.of(date(2024, 1, 2)),
        address="/a/",
        title="T",
        body="",
        kind=Kind.POST,
    )
    plan = writer("hexo").plan(site(one), WriteOptions(), Diagnostics())
    (file,) = writer("hexo").write_post(plan, one, Diagnostics())
    assert b"date: 2024-01-02\n" in file.content

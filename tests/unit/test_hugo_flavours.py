"""Writing for a Hugo theme: its shortcodes and alerts where they say the same, ours else, and all of it comes home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blogconv.api import convert_text
from blogconv.body import Construct, Item
from blogconv.engines.base import WriteOptions, reader
from blogconv.engines.hugo.files import helper_files
from blogconv.engines.hugo.write_body import Fitting
from blogconv.notations.quotes import print_alert
from blogconv.notations.shortcode_writing import print_shortcode
from blogconv.tables import Row, Rows, engine_tables, vocabulary

POST = Path(__file__).parents[1] / "cases" / "every-construct" / "every-construct.md"
WRITTEN = (
    "blowfish", "congo", "docsy", "fixit", "github", "hextra", "hugo-book", "loveit", "papermod", "relearn", "stack",
)  # fmt: skip
PRINTERS = {"shortcode": print_shortcode, "alert": print_alert}
Model = tuple[str, dict[str, str], str, list[tuple[dict[str, str], str]]]


def written(body: str, flavour: str) -> str:
    text, told = convert_text(
        f"---\ntitle: T\n---\n{body}\n",
        source="hexo",
        target="hugo",
        write=WriteOptions(flavours=(flavour,)),
    )
    assert [str(d) for d in told if d.code in ("internal", "no-form", "fallback")] == []
    return text.partition("---\n")[2].partition("---\n")[2].strip("\n")


def callout(body: str, **args: str) -> str:
    given = "".join(f' {k}="{v}"' for k, v in args.items())
    return f"{{% bc_callout{given} %}}\n{body}\n{{% endbc_callout %}}"


def read(engine: str, text: str, flavour: str = "") -> list[Construct]:
    adapter = reader(engine)
    scanner = adapter.scanner(adapter.blank(), Rows(engine, (flavour,) if flavour else ()))
    return [s.construct for s in scanner.scan(text).constructs if s.construct]


# --- rows that are written and read ------------------------------------------------------------------------------


def both_ways() -> Iterator[Any]:
    for table in engine_tables("hugo"):
        for row in table.rows:
            if table.flavour in WRITTEN and row.direction == "both" and row.notation in PRINTERS:
                for number, example in enumerate(row.examples, 1):
                    yield pytest.param(row, example["model"], id=f"{table.flavour}-{row.name}-{number}")


def construct_of(row: Row, model: dict[str, Any]) -> Construct:
    model = dict(model)
    kind, body = model.pop("kind"), model.pop("body", None)
    items = tuple(Item(dict(i), i.pop("body", "")) for i in (dict(i) for i in model.pop("items", ())))
    items = tuple(Item({k: v for k, v in i.args.items() if k != "body"}, i.body) for i in items)
    raw = "raw" if row.body == "raw" else "markdown"
    return Construct(kind=kind, args=model, body=body, items=items, body_kind=raw)


@pytest.mark.parametrize(("row", "model"), list(both_ways()))
def test_an_example_is_written_as_its_row_says(row: Row, model: dict[str, Any]) -> None:
    construct = construct_of(row, model)
    fitted = Fitting(Rows("hugo", (row.flavour,)))(row, construct)
    assert fitted is not None
    (found,) = read("hugo", PRINTERS[row.notation](row, fitted), row.flavour)
    assert (found.kind, found.args, found.body, found.items) == (
        construct.kind,
        construct.args,
        construct.body,
        construct.items,
    )


@pytest.mark.parametrize("flavour", WRITTEN)
def test_each_flavour_writes_rows_of_its_own(flavour: str) -> None:
    rows = Rows("hugo", (flavour,)).writing()
    assert {row.flavour for kind in rows.values() for row in kind} >= {flavour, "hugo", "common"}


# --- round trips -------------------------------------------------------------------------------------------------


def models(text: str) -> list[Model]:
    """All constructs of a Hexo body, those inside of others as well."""
    found: list[Model] = []
    for each in read("hexo", text):
        if each.kind not in ("code", "excerpt-mark", "literal"):
            items = [({k: str(v) for k, v in i.args.items()}, i.body.strip("\n")) for i in each.items]
            args = {k: str(v) for k, v in each.args.items()}
            found.append((each.kind, args, (each.body or "").strip("\n"), items))
            for body in (each.body or "", *(i.body for i in each.items)):
                found += models(body)
    return found


@pytest.mark.parametrize("flavour", WRITTEN)
def test_every_construct_comes_home(flavour: str) -> None:
    source = POST.read_text("utf-8").partition("---\n")[2].partition("---\n")[2]
    there = written(source, flavour)
    back, _ = convert_text(
        f"---\ntitle: T\n---\n{there}\n", source="hugo", target="hexo", flavours=(flavour,)
    )
    assert models(back.partition("---\n")[2].partition("---\n")[2]) == models(source)


@pytest.mark.parametrize("flavour", [f for f in WRITTEN if f != "papermod"])
def test_a_callout_of_any_type_is_the_themes(flavour: str) -> None:
    rows = Rows("hugo", (flavour,))
    for kind in vocabulary().types:
        text = written(callout("Text", type=kind), flavour)
        (found,) = read("hugo", text, flavour)
        assert found.origin[0] in (flavour, "loveit"), text
        assert found.args["type"] == kind
        assert any(row.flavour == found.origin[0] for row in rows)


# --- what a theme is given ---------------------------------------------------------------------------------------

TABS = (
    "{% bc_tabs_open id=x %}\n\n{% bc_tab_open title=A %}\n\none\n\n{% bc_tab_close %}\n\n"
    "{% bc_tab_open title=B %}\n\ntwo\n\n{% bc_tab_close %}\n\n{% bc_tabs_close %}"
)
FOLD = '{% bc_fold_open title="See *it*" %}\n\nHi\n\n{% bc_fold_close %}'


@pytest.mark.parametrize(
    ("flavour", "source", "text"),
    [
        ("blowfish", callout("Hi", type="bug", title="T", fold="closed"), "> [!BUG]- T\n>\n> Hi"),
        ("congo", callout("Hi", type="danger"), '{{< alert "skull-crossbones" >}}\nHi\n{{< /alert >}}'),
        (
            "congo",
            '{% bc_button url=/a/ text="Go on" newtab=true color=red %}',
            '{{< button href="/a/" target="_blank" data-color="red" >}}Go on{{< /button >}}',
        ),
        ("docsy", callout("Hi", type="success", title="T"), "> [!SUCCESS] T\n>\n> Hi"),
        (
            "docsy",
            TABS,
            """{{< tabpane text=true data-id="x" >}}
{{% tab header="A" %}}
one
{{% /tab %}}
{{% tab header="B" %}}
two
{{% /tab %}}
{{< /tabpane >}}""",
        ),
        ("fixit", FOLD, '{{< details summary="See *it*" >}}\nHi\n{{< /details >}}'),
        ("github", callout("Hi", type="bug"), "> [!WARNING]\n>\n> <!-- callout bug -->\n>\n> Hi"),
        ("hextra", callout("Hi", type="danger"), '{{< callout type="error" >}}\nHi\n{{< /callout >}}'),
        ("hextra", FOLD, '{{< details title="See *it*" closed="true" >}}\nHi\n{{< /details >}}'),
        (
            "hugo-book",
            callout("Hi", type="tip", title="T"),
            "> [!TIP]\n>\n> <!-- callout titled -->\n>\n> **T**\n>\n> Hi",
        ),
        ("hugo-book", FOLD, '{{% details title="See *it*" %}}\nHi\n{{% /details %}}'),
        (
            "hugo-book",
            TABS,
            """{{< tabs id="x" >}}
{{% tab "A" %}}
one
{{% /tab %}}
{{% tab "B" %}}
two
{{% /tab %}}
{{< /tabs >}}""",
        ),
        (
            "loveit",
            callout("Hi", type="tip", title="T", fold="closed"),
            '{{< admonition type="tip" title="T" open=false >}}\nHi\n{{< /admonition >}}',
        ),
        ("papermod", FOLD, '{{< collapse summary="See *it*" >}}\nHi\n{{< /collapse >}}'),
        ("relearn", FOLD, '{{% expand "See *it*" %}}\nHi\n{{% /expand %}}'),
        ("relearn", "{% bc_label text=new color=info %}", '{{% badge style="info" %}}new{{% /badge %}}'),
        ("stack", "{% bc_embed provider=bilibili id=BV1 page=2 %}", '{{< bilibili "BV1" "2" >}}'),
    ],
)
def test_written_as_the_theme_has_it(flavour: str, source: str, text: str) -> None:
    assert written(source, flavour) == text


@pytest.mark.parametrize("flavour", ["loveit", "hextra", "papermod", "congo"])
@pytest.mark.parametrize(
    "body",
    ["## A heading", "Text[ref]\n\n[ref]: https://a.example/", "{% bc_label text=x %}", "Text `{{< x >}}`"],
    ids=["heading", "reference", "nested", "shortcode"],
)
def test_what_a_template_would_break_stands_between_ours(flavour: str, body: str) -> None:
    fold = f"{{% bc_fold_open title=T %}}\n\n{body}\n\n{{% bc_fold_close %}}"
    assert written(fold, flavour).startswith('{{< fold-open title="T" >}}')


def test_what_becomes_markdown_may_stand_in_a_themes_container() -> None:
    def first(flavour: str, body: str) -> str:
        text = written(TABS.replace("\none\n", f"\n{body}\n"), flavour)
        return text.partition(" ")[2].partition(" ")[0] + text.partition("\n")[2].partition("{{% /tab")[0]

    link = "{% link A https://a.example/ %} here"
    assert first("hugo-book", callout("Mind", type="tip")) == 'tabs{{% tab "A" %}}\n> [!TIP]\n>\n> Mind\n'
    assert first("hugo-book", link) == 'tabs{{% tab "A" %}}\n[A](https://a.example/) here\n'
    assert first("hugo-book", callout(callout("Deep"))).startswith("tabs{{%")
    assert first("hugo-book", callout("{% bc_button url=/a/ text=A %}")).startswith("tabs-open")
    assert first("hextra", callout("Mind", type="tip")).startswith("tabs{{<")
    assert first("hextra", callout("Mind", type="danger")).startswith("tabs-open")


def test_in_lists_and_quotes_a_theme_gets_nothing_that_it_would_render_apart() -> None:
    for prefix in ("- item\n\n  ", "> "):
        indent = "> " if prefix == "> " else "  "
        source = prefix + FOLD.replace("\n", "\n" + indent)
        assert "{{< fold-open" in written(source, "hextra")
        assert "{{< fold-open" in written(source, "hugo-book")


def test_marks_are_not_given_to_a_theme_that_shows_text() -> None:
    assert written(TABS.replace("title=A", 'title="**A**"'), "hugo-book").startswith("{{< tabs-open")
    assert written("{% bc_button url=/a/ text='Go *on*' %}", "congo") == (
        '{{< bc-button url="/a/" text="Go *on*" >}}'
    )


def test_ours_stand_beside_shortcodes_of_the_same_name() -> None:
    badge = "{% bc_badge left=build right=ok %}"
    assert written(badge, "hextra") == '{{< bc-badge left="build" right="ok" >}}'
    assert written(badge, "stack") == '{{< badge left="build" right="ok" >}}'
    files = dict(helper_files(["badge"], ("hextra",)))
    assert "layouts/shortcodes/bc-badge.html" in files
    assert "layouts/shortcodes/badge.html" not in files
    assert (
        files["layouts/shortcodes/bc-badge.html"]
        == dict(helper_files(["badge"]))["layouts/shortcodes/badge.html"]
    )


@pytest.mark.parametrize("flavour", WRITTEN)
def test_no_file_of_ours_has_the_name_of_a_themes_shortcode(flavour: str) -> None:
    rows = [r for t in engine_tables("hugo") if t.flavour == flavour for r in t.rows]
    theirs = {name for r in rows if r.notation == "shortcode" for name in r.names}
    files = [Path(path) for path, _ in helper_files(["tabs", "cards", "button", "image"], (flavour,))]
    ours = {file.stem for file in files if file.parent.name == "shortcodes"}
    assert ours and not theirs & ours


def test_a_row_of_ones_own_that_is_only_written_needs_no_row_to_read_it(tmp_path: Path) -> None:
    mapping = tmp_path / "my.yaml"
    mapping.write_text(
        "engine: hugo\nflavour: mine\nconstructs:\n  - {name: box, notation: shortcode, arguments: [type], "
        "body: markdown, kind: callout, direction: write}\n"
    )
    text, _ = convert_text(callout("Hi", type="tip"), source="hexo", target="hugo", mappings=(mapping,))
    assert text.rstrip().endswith('{{< box type="tip" >}}\nHi\n{{< /box >}}')


def test_a_theme_that_draws_diagrams_keeps_its_hook() -> None:
    source = "{% mermaid %}\ngraph LR\nA --> B\n{% endmermaid %}"
    text, _ = convert_text(
        source, source="hexo", target="hugo", flavours=("next",), write=WriteOptions(flavours=("hextra",))
    )
    assert "```mermaid\ngraph LR\nA --> B\n```" in text
    row = Rows("hugo", ("hextra",)).writing()["diagram"][0]
    assert (row.flavour, row.helper) == ("hextra", "")


def test_an_alert_keeps_what_it_is_made_of() -> None:
    body = "Text\n\n```js\nlet a;\n\nlet b;\n```\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    text = written(callout(body, type="note", title="T"), "github")
    assert all(line.startswith(">") for line in text.split("\n"))
    assert re.sub(r"(?m)^> ?", "", text) == f"[!NOTE] T\n\n{body}"
    (found,) = read("hugo", text, "github")
    assert (found.args, found.body) == ({"type": "note", "title": "T"}, body)

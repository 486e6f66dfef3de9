"""Hexo's themes, as npm has them, with the real Hexo: what their tags show, before a migration and after it.

Each theme builds one site, and in it two posts. `constructs` comes from Hugo and is written in the theme's own tags
(`--flavour`): its callouts, folds and tabs show what Hugo's show. `own` is written in the theme's tags as its author
would: converted to Hugo, and from two themes to Jekyll, it shows there what it shows in the theme.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import html
from lxml.cssselect import CSSSelector

from blogconv.api import convert
from blogconv.engines.base import WriteOptions
from blogconv.tables import vocabulary
from blogconv.verify.pieces import Piece, pieces_of, prune
from engines.harness import MODULES, ROOT, build_hexo, build_hugo, build_jekyll

CONSTRUCTS = ROOT / "tests" / "cases" / "every-construct" / "every-construct.md"
OURS = '[data-blogconv="content"]'
FULL = frozenset(("note", "primary", "info", "success", "warning", "danger"))


@dataclass(frozen=True, slots=True)
class Theme:
    """Where a theme shows a post's text, the callout types that it can show, the tags that `constructs` is to have.

    `words` are class words of the theme that mean a type. `own` is a post in its tags. Of a theme that is not in npm
    the containers are rendered by our own script, in the neutral theme.
    """

    content: str
    types: frozenset[str]
    tags: frozenset[str]
    own: str
    words: Mapping[str, str] = field(default_factory=dict)
    in_npm: bool = True


TABS = """{% tabs first, 2 %}
<!-- tab One -->
The *first* panel.
<!-- endtab -->
<!-- tab Two@fa fa-star -->
The second panel.
<!-- endtab -->
{% endtabs %}
"""
SHORT_TABS = """{% tabs active:2 %}
<!-- tab One -->
The *first* panel.
<!-- tab Two -->
The second panel.
{% endtabs %}
"""
CLASSES = "\n\n".join(f"{{% note {w} %}}\nText of **{w}**.\n{{% endnote %}}" for w in sorted(FULL - {"note"}))
THEMES = {
    "next": Theme(
        ".post-body",
        FULL,
        frozenset(("note", "tabs", "btn", "label", "video")),
        CLASSES + "\n\n{% note default no-icon %}\n- one\n- two\n{% endnote %}\n\n"
        "{% note warning A *title* of it %}\nHidden.\n{% endnote %}\n\n"
        "{% note info %}\nAround\n\n{% subnote success %}\nInside\n{% endsubnote %}\n{% endnote %}\n\n"
        + TABS,
    ),
    "butterfly": Theme(
        "#article-container",
        FULL | {"caution", "important"},
        frozenset(("note", "hideToggle", "tabs", "btn", "label", "timeline", "hideInline", "hideBlock")),
        CLASSES + "\n\n{% note default flat %}\n- one\n- two\n{% endnote %}\n\n"
        "{% note red 'fas fa-star' modern %}\nRed\n{% endnote %}\n\n"
        "{% hideToggle A title %}\nHidden.\n{% endhideToggle %}\n\n" + TABS,
    ),
    "fluid": Theme(
        ".markdown-body",
        FULL,
        frozenset(("note", "fold", "btn", "label", "cb")),
        CLASSES + "\n\n{% note secondary %}\nA `code`\n\n- one\n{% endnote %}\n\n"
        "{% fold info @A title %}\nHidden.\n{% endfold %}\n",
    ),
    "icarus": Theme(
        ".card-content .content",
        FULL,
        frozenset(("message", "tabs")),
        "{% message color:danger icon:home 'title:Very *strong*' size:small %}\nHi\n{% endmessage %}\n\n"
        "{% message color:dark %}\n- one\n- two\n{% endmessage %}\n\n"
        "{% message color:success title:Done %}\nText\n{% endmessage %}\n\n"
        "{% tabs %}\n<!-- tab id:one title:One -->\nThe *first* panel.\n<!-- endtab -->\n"
        "<!-- tab active id:two 'title:Two of them' -->\nThe second panel.\n<!-- endtab -->\n{% endtabs %}\n",
    ),
    "stellar": Theme(
        ".md-text",
        frozenset(("note", "info", "success", "warning", "caution", "danger", "important")),
        frozenset(
            ("box", "folding", "tabs", "timeline", "grid", "gallery", "button", "checkbox", "ghcard", "copy")
        )
        | {"link"},
        "{% box color:warning A *title* %}\nText\n{% endbox %}\n\n{% box color:green %}\n- one\n- two\n{% endbox %}\n\n"
        "{% box %}\nPlain\n{% endbox %}\n\n{% note color:blue Title The *text* of it %}\n\n"
        "{% folding open:true color:error A title: with a colon %}\nShown.\n{% endfolding %}\n\n"
        "{% folding Another %}\nHidden.\n{% endfolding %}\n\n" + SHORT_TABS,
    ),
    "volantis": Theme(
        ".article-entry, #post .article, article#post, .post-body",
        frozenset(vocabulary().types) - {"question", "primary", "failure", "example", "abstract", "details"},
        frozenset(
            ("blocknote", "folding", "tabs", "timeline", "timenode", "grid", "gallery", "btn", "checkbox")
        )
        | {"ghcard", "copy", "link"},
        "{% noteblock idea::A title %}\nText\n{% endnoteblock %}\n\n"
        "{% blocknote warning %}\n- one\n{% endblocknote %}\n\n"
        "{% note quote::A *line*, of two halves %}\n\n{% noteblock red %}\nRed\n{% endnoteblock %}\n\n"
        "{% folding cyan open::See more %}\nShown.\n{% endfolding %}\n\n"
        "{% folding Another %}\nHidden.\n{% endfolding %}\n\n" + TABS.replace("first, 2", "first::2"),
        words={"radiation": "caution", "idea": "tip", "done": "success"},
    ),
    "shoka": Theme(
        OURS,
        FULL,
        frozenset(),
        ":::info\nHi *there*\n:::\n\n::::default no-icon\n- one\n\n:::danger\nInside\n:::\n::::\n\n"
        "+++info See more\nHidden.\n+++\n\n+++ A title\nHidden too.\n+++\n\n"
        ";;;one First\nA\n;;;\n;;;one Second tab\nB\n;;;\n",
        in_npm=False,
    ),
}


class Box(NamedTuple):
    """What a reader sees of a callout, fold or tab. The type is a callout's, and "" of what opens on a click."""

    kind: str
    type: str
    title: str
    text: str


def boxes(page: Path, content: str, words: Mapping[str, str]) -> list[Box]:
    """The callouts, folds and tabs of a built page, in order. No tag is left as text in it."""
    tree = html.parse(str(page), parser=html.HTMLParser(encoding="utf-8"))
    area: Any = CSSSelector(content)(tree)[0]
    prune(area)
    assert "{%" not in area.text_content()
    types = {**{t: t for t in vocabulary().types}, **vocabulary().aliases, **words}
    pieces = pieces_of(area, types)
    return [
        _box(n, piece, pieces) for n, piece in enumerate(pieces) if piece.kind in ("callout", "fold", "tab")
    ]


def _box(number: int, box: Piece, pieces: tuple[Piece, ...]) -> Box:
    inside = {number}
    for n, piece in enumerate(pieces):
        if piece.inside in inside:
            inside.add(n)
    text = " ".join(pieces[n].text for n in sorted(inside - {number}))
    folds = box.kind == "fold" or bool(box.detail.get("fold"))
    kind = "fold" if folds else box.kind
    return Box(kind, "" if kind != "callout" else box.detail["type"], box.text, text)


def shown_as(box: Box, theme: Theme) -> Box:
    """A box with the nearest type that the theme has."""
    near = vocabulary().nearest(box.type, theme.types) if box.type else ""
    return box._replace(type=near or "")


def in_hugo(root: Path) -> Path:
    """A Hugo site with every construct. No title repeats its type, as a theme's own titles do."""
    hexo = root / "plain"
    (hexo / "source" / "_posts").mkdir(parents=True)
    (hexo / "_config.yml").write_text(
        "title: Plain\nurl: https://themes.example\npermalink: :title/\n", "utf-8"
    )
    text = re.sub(r'(bc_callout type=\w+ title=")', r"\1About: ", CONSTRUCTS.read_text("utf-8"))
    (hexo / "source" / "_posts" / "constructs.md").write_text(text, "utf-8")
    convert(hexo, root / "hugo", source="hexo", target="hugo")
    return root / "hugo"


def in_theme(root: Path, name: str) -> Path:
    """A Hexo site in the tags of a theme, as its author left it."""
    site = root / "own-site"
    (site / "source" / "_posts").mkdir(parents=True)
    (site / "source" / "_posts" / "own.md").write_text(
        f"---\ntitle: Own\ndate: 2024-01-02 03:04:05\n---\n{THEMES[name].own}", "utf-8"
    )
    config = f"title: Own\nurl: https://themes.example\npermalink: :title/\ntheme: {name}\n"
    (site / "_config.yml").write_text(config, "utf-8")
    return site


@pytest.mark.engine("hexo", "hugo", "jekyll")
@pytest.mark.parametrize("name", THEMES)
def test_callouts_folds_and_tabs_of_a_theme(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "PATH", f"{MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}"
    )  # Volantis runs `hexo -v`
    theme = THEMES[name]
    hugo, own = in_hugo(tmp_path), in_theme(tmp_path, name)
    site = tmp_path / "site"
    convert(hugo, site, source="hugo", target="hexo", write=WriteOptions(flavours=(name,)))
    written = (site / "source" / "_posts" / "constructs.md").read_text("utf-8")
    assert theme.tags <= set(re.findall(r"\{% (\w+)", written))
    shutil.copy(own / "source" / "_posts" / "own.md", site / "source" / "_posts" / "own.md")

    shown_in = None if theme.in_npm else "neutral-hexo"
    built = build_hexo(site, tmp_path / "theme", env_tz="UTC", theme=shown_in).out
    there = boxes(build_hugo(hugo, tmp_path / "from-hugo").out / "constructs" / "index.html", OURS, {})
    if "hideBlock" in theme.tags:  # a spoiler behind a button, which in Hugo is a fold
        there = [box for box in there if box.text != "They live."]
    here = boxes(built / "constructs" / "index.html", theme.content, theme.words)
    assert here == [shown_as(box, theme) for box in there]
    assert len(here) > 20

    before = boxes(built / "own" / "index.html", theme.content, theme.words)
    assert len(before) >= 5
    convert(own, tmp_path / "to-hugo", source="hexo", target="hugo")
    after = build_hugo(tmp_path / "to-hugo", tmp_path / "in-hugo").out
    assert boxes(after / "own" / "index.html", OURS, {}) == before
    if name in ("next", "stellar"):
        convert(own, tmp_path / "to-jekyll", source="hexo", target="jekyll")
        after = build_jekyll(tmp_path / "to-jekyll", tmp_path / "in-jekyll").out
        assert boxes(after / "own" / "index.html", OURS, {}) == before


def test_the_themes_are_those_of_the_bench() -> None:
    names = {p.name.removeprefix("hexo-theme-") for p in MODULES.glob("hexo-theme-*")}
    assert names == {name for name, theme in THEMES.items() if theme.in_npm}

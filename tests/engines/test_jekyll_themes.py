"""The callouts of three themes as the real kramdown renders them: the class that the theme styles, with all the text.

No theme is needed: what its style sheet sees is asserted. The text within is compared with the same text on its own.
"""

from __future__ import annotations

import re

import pytest

from blogconv.api import convert_text
from blogconv.engines.base import WriteOptions
from blogconv.engines.jekyll.helpers import helper_files
from engines.jekyll_harness import jekyll_render

BODIES = {
    "words": "Some *words* and `code`.",
    "lines": "One\nand two.",
    "paragraphs": "One\n\ntwo **strong**",
    "list": "- a\n- b\n  - c",
    "list first": "1. a\n\n   more\n2. b\n\nend",
    "code": "```js\nlet x = `${1}`;\n```",
    "code with tags": "Text\n\n```sh\n{{ x }} {% y %}\n</div>\n```",
    "code in a list": "- a\n\n  ```js\n  x\n\n  y\n  ```\n- b",
    "indented code": "Text\n\n    x > 1\n\nend",
    "quote": "> quoted\n> > twice\n\nend",
    "table": "| a | b |\n|---|---|\n| 1 | `x` |",
    "picture": "![A cat](/a.png \"T\")",
    "link": "[here](/a/ \"T\") and <https://a.example>",
    "comment": "a <!-- b --> c",
    "element": "<div class=\"x\">\n\n*a*\n\n</div>\n\nend",
    "formula": "a $x_1$ b",
    "task": "- [ ] a\n- [x] b",
    "number": "1986\\. A year",
    "braces": "{: .x } and {{ y }}",
    "nested": "One\n\n> [!TIP] Inner\n> two\n>\n> - x\n\nend",
    "mark": "[!x] y",
    "dashes": "a -- b ... \"c\"",
    "rule": "a\n\n***\n\nb",
}  # fmt: skip
TITLE = "Mind *it*"
FLAVOURS = {
    "chirpy": ('<blockquote class="prompt-warning titled">', "<p><strong>Mind <em>it</em></strong></p>"),
    "just-the-docs": ('<blockquote class="warning-title">', "<p>Mind <em>it</em></p>"),
    "minimal-mistakes": ('<div class="notice--warning">', "<h4>Mind <em>it</em></h4>"),
}


def written(source: str, flavour: str) -> str:
    text, _ = convert_text(
        f"---\ntitle: T\n---\n{source}\n",
        source="hugo",
        target="jekyll",
        write=WriteOptions(flavours=(flavour,)),
    )
    return text.split("---\n", 2)[2]


def in_callout(body: str) -> str:
    lines = [f"[!WARNING] {TITLE}", *body.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def joined(html: str) -> str:
    """HTML without the white space beside its tags, which kramdown chooses by depth."""
    return re.sub(r"\n\s*(?=<)|(?<=>)\s+(?=<)", "", html.strip())


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """The HTML of each text in a callout of each theme, in one within a list, and on its own."""
    pages = {f"{name}/alone/{f}": written(body, f) for name, body in BODIES.items() for f in FLAVOURS}
    for flavour in FLAVOURS:
        for name, body in BODIES.items():
            source = in_callout(body)
            pages[f"{name}/{flavour}"] = written(f"Before.\n\n{source}\n\nAfter.", flavour)
            inner = "\n".join(f"  {line}" if line else "" for line in source.split("\n"))
            pages[f"{name}/{flavour}/listed"] = written(f"- a\n\n{inner}\n\n  b", flavour)
    config = "kramdown: {input: GFM, smart_quotes: 'apos,apos,quot,quot', math_engine: null}\n"
    files = dict(helper_files({"callout"}, commonmark=False))
    return {name: joined(html) for name, html in jekyll_render(pages, config=config, files=files).items()}


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", BODIES)
def test_a_theme_s_callout_holds_all_of_the_text(shown: dict[str, str], name: str, flavour: str) -> None:
    opening, title = FLAVOURS[flavour]
    closing = f"</{opening[1:].split()[0]}>"
    inner = f"{title}{shown[f'{name}/alone/{flavour}']}"
    page = shown[f"{name}/{flavour}"]
    if "bc-callout-warning" in page:
        assert (name, flavour) in OURS
        return
    assert page == f"<p>Before.</p>{opening}{inner}{closing}<p>After.</p>"
    if name != "rule":  # kramdown ends a list at one, whatever it stands in
        assert (
            shown[f"{name}/{flavour}/listed"]
            == f"<ul><li><p>a</p>{opening}{inner}{closing}<p>b</p></li></ul>"
        )


OURS = {("element", "minimal-mistakes"), ("code with tags", "minimal-mistakes")}
"""What a theme's form cannot hold: an element in an element."""

"""Markdown of Hugo edited for kramdown, and addresses with Liquid in kramdown edited for CommonMark."""

from __future__ import annotations

import re

import pytest

from blogconv.body import Span, apply
from blogconv.engines.jekyll.write_config import kramdown_dialect
from blogconv.model import Dialect
from blogconv.parity import edits
from blogconv.parity.document import Document, Reading
from blogconv.parity.goldmark_quotes import turned

HUGO = Dialect(
    renderer="goldmark",
    typographer=True,
    footnotes=True,
    definition_lists=True,
    heading_attributes=True,
    emoji=True,
    mark=True,
    superscript=True,
    templates_in_code=True,
)
JEKYLL = Dialect(
    renderer="kramdown",
    typographer=True,
    autolink=False,
    footnotes=True,
    definition_lists=True,
    heading_attributes=True,
    templates_in_code=True,
)
HEXO = Dialect(renderer="markdown-it", typographer=True, footnotes=True, definition_lists=True)


def edited(text: str, source: Dialect, target: Dialect) -> str:
    """The text for `target`; what stands in double braces is a construct."""
    spans = [Span(*match.span()) for match in re.finditer(r"\{\{.*?\}\}", text)]
    return apply(edits(text, source, target, spans), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A[^1] b.\n\n[^1]: Note.\n", "A[^1] b.\n\n[^1]: Note.\n"),
        ("A[^注].\n\n[^注]: 说明\n", "A[^note-6ce8].\n\n[^note-6ce8]: 说明\n"),
        ("A[^1].\n[^1]: One\ngoes on\n", "A[^1].\n\n[^1]: One\n    goes on\n"),
        ("A[^1].\n\n[^1]: One\n## Two\n", "A[^1].\n\n[^1]: One\n\n## Two\n"),
        ("Term\n: text\n", "Term\n: text\n"),
        ("## Tools {#my-id .big}\n", '## Tools\n{: id="my-id" .big}\n'),
        ("## A {#a}\n\n## A\n", '## A\n{: id="a"}\n\n## A\n{: id="a-1"}\n'),
        ("## B {.x #b.c}\n", '## B\n{: id="b.c" .x}\n'),
        ("## C {x}\n", "## C {x}\n"),
        ("## ???\n", '## ???\n{: id="heading"}\n'),
        ("## One\n\n## One\n", "## One\n\n## One\n"),
        ("==a **b**== and a == b\n", "{::nomarkdown}<mark>{:/}a **b**{::nomarkdown}</mark>{:/} and a == b\n"),
        ("x^2^ and `x^2^`\n", "x<sup>2</sup> and `x^2^`\n"),
        (":wave: `:wave:` :nothing-at-all:\n", "👋 `:wave:` :nothing-at-all:\n"),
        ('他说"你好"。\n', '他说\\"你好\\"。\n'),
        ('She said "yes".\n', 'She said "yes".\n'),
        ("<<a>> b\n", "«a» b\n"),
        ("See www.example.org now.\n", "See [www.example.org](https://www.example.org) now.\n"),
        ('![a *b* "c"](/i.png)\n', "![a b “c”](/i.png)\n"),
        ("- [x]done\n", "- [x] done\n"),
        ("a \\\\\nb\n", "a &#92;\nb\n"),
        ("[a] [b]\n\n[a]: /a\n[b]: /b\n", "[a][] [b]\n\n[a]: /a\n[b]: /b\n"),
        ("- a\n  ```\n  - x\n  ```\n", "- a\n\n  ```\n  - x\n  ```\n"),
        ("- a\n  ```\n  x\n  ```\n", "- a\n  ```\n  x\n  ```\n"),
        ("|a|\n|-|\n| 'tis 'b' |\n", "|a|\n|-|\n| ’tis ‘b’ |\n"),
    ],
)
def test_markdown_of_hugo_for_kramdown(text: str, expected: str) -> None:
    assert edited(text, HUGO, kramdown_dialect(HUGO)) == expected


def test_a_link_definition_is_no_footnote() -> None:
    """Without footnotes `[^1]: x` is where a link leads; kramdown would take what is below for its text."""
    source = Dialect(renderer="marked", hard_breaks=True)
    text = "T[^1].\n\n[^1]: First.\n\n    code\n"
    assert "[\\^1]: First." in edited(text, source, kramdown_dialect(source))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\"a\" 'b'", "“a” ‘b’"),
        ("it's '90s rock 'n' roll", "it’s ’90s rock ’n’ roll"),
        ('6\'2" and 21"', '6\'2" and 21"'),
        ('x="y"', "x=“y”"),
        ("press 'left' now", "press ’left’ now"),
        ('说"你"', '说"你"'),
    ],
)
def test_quotes_turn_as_goldmark_turns_them(text: str, shown: str) -> None:
    document = Document(text, HUGO, HUGO)
    reading = Reading(document, document.runs[0])
    signs = dict(turned(reading))
    assert "".join(signs.get(at, char) for at, char in enumerate(text)) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[a][t]\n\n[t]: {{ a }}{{ b }} "T"\n', '[a][t]\n\n[t]: {{ a }}{{ b }} "T"\n'),
        ('![a]({{ x }} "t"){: width="9"} b\n', '<img src="{{ x }}" alt="a" title="t" width="9"> b\n'),
        ('![a]({{ x }}){: width="9"}\n', '<p><img src="{{ x }}" alt="a" width="9"></p>\n'),
        ("[a]({{ x }}/b){: .c} d\n", "[a]({{ x }}/b) d\n"),
        ("\u3000\u3000段\n", "&#12288;&#12288;段\n"),
    ],
)
def test_markdown_of_jekyll_for_hexo(text: str, expected: str) -> None:
    assert edited(text, JEKYLL, HEXO) == expected

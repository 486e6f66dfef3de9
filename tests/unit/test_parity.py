"""The edits of ordinary Markdown, rule by rule. That they render the same is for tests/engines to show."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.body import Edit, Span, apply
from blogconv.model import Dialect
from blogconv.parity import document, edits
from blogconv.parity.shift import Shift

MARKED = Dialect(
    renderer="marked",
    hard_breaks=True,
    typographer=True,
    single_tilde=True,
    colon_lists=True,
    fences="hexo",
    image_root="/",
)
MARKDOWN_IT = Dialect(
    renderer="markdown-it", hard_breaks=True, typographer=True, task_lists=False, fences="hexo"
)
GOLDMARK = Dialect(renderer="goldmark", hard_breaks=True, typographer=True, single_tilde=True)
FOR_MARKDOWN_IT = replace(GOLDMARK, single_tilde=False, task_lists=False)


def edited(text: str, source: Dialect = MARKED, target: Dialect = GOLDMARK, *protected: Span) -> str:
    return apply(edits(text, source, target, protected), text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # E1
        ("##\u3000标题\u3000\n", "## 标题\n"),
        ("> #\u00a0a\n", "> # a\n"),
        ("#\u3000a\ntext\n", "# a\ntext\n"),
        ("    #\u3000code\n", "    #\u3000code\n"),
        # E3
        ("<div>\n```js\na\n```\n</div>\n", "<div>\n\n```js\na\n```\n</div>\n"),
        ("1. a\n   ```sh\nb\n   ```\n", "1. a\n   ```sh\n   b\n   ```\n"),
        ("- ```js\na\n  ```\n", "- ```js\n  a\n  ```\n"),
        ("> ```\na\n> ```\n", "> ```\n> a\n> ```\n"),
        ("```md\n````\n```\n", "`````md\n````\n`````\n"),
        ("a\n\n    ```\n    b\n    ```\n", "a\n\n```\nb\n```\n"),
        ("<pre>\n```\na\n```\n</pre>\n", "<pre>\n```\na\n```\n</pre>\n"),
        # E4
        ("见https://a.org/b，后\n", "见<https://a.org/b，后>\n"),
        ("见www.a.org。\n", "见[www.a.org。](http://www.a.org.)\n"),
        ("问me@a.org。\n", "问<me@a.org>。\n"),
        ("[见：https://a.org](/b)\n", "[见：https://a.org](/b)\n"),
        ("https://a.org/b\\_c\n", "[https://a.org/b&#92;&#95;c](https://a.org/b/_c)\n"),
        ("see https://a.org/b.\n", "see https://a.org/b.\n"),
        ("<a href='/'>see http://b.org</a>\n", "<a href='/'>see http\\://b.org</a>\n"),
        # E5
        ('说"好"\n', "说”好”\n"),
        ('`a`"b"\n', "`a`“b”\n"),
        ('He said "yes", it\'s so.\n', 'He said "yes", it\'s so.\n'),
        ("press 'right' now\n", "press ‘right’ now\n"),
        ('a \\"b\\" c\n', 'a \\"b\\" c\n'),
        ('| a |\n|---|\n| 说"好" |\n', "| a |\n|---|\n| 说”好” |\n"),
        ('<b title="a">说</b>\n', '<b title="a">说</b>\n'),
        ('```\n说"好"\n```\n', '```\n说"好"\n```\n'),
        # E6
        ('![say "hi" -- *x*](/i.png)\n', "![say &#34;hi&#34; &#45;- &#42;x&#42;](/i.png)\n"),
        ("![a_b_c](/i.png)\n", "![a_b_c](/i.png)\n"),
        # E7, E17
        ("~~￥9。~~现\n", "<del>￥9。</del>现\n"),
        ("内容**~~（x）~~**y\n", "内容<strong>~~（x）~~</strong>y\n"),
        ("from ~/a to `~` b\n", "from <del>/a to \\`</del>\\` b\n"),
        # E8
        ("- [x]b\n- [ ] c\n", "- \\[x]b\n- [ ] c\n"),
        ("- [x](/b)\n", "- [&#120;](/b)\n"),
        # E9
        ("Term\n: Def *x*\n", "<dl><dt>Term</dt><dd>Def <em>x</em></dd></dl>\n"),
        ("a\nb\n: cc\n\nd\n", "<dl><dt>a<br>b</dt><dd>cc</dd></dl>\n\nd\n"),
        ("T\n: D\n", "T\n: D\n"),
        ("- Term\n  : Def\n", "- Term\n  : Def\n"),
        # E10 and its like
        ("- a\n> q\n", "- a\n  > q\n"),
        ("1. a\n   - b\n> q\n", "1. a\n   - b\n     > q\n"),
        ("- a\n\n  b\n> q\n", "- a\n\n  b\n> q\n"),
        ("> - a\n> > q\n", "> - a\n>   > q\n"),
        ("- a\n> ```\n> b\n> ```\n", "- a\n  > ```\n  > b\n  > ```\n"),
        ("> # a\ntext\n", "> # a\n> text\n"),
        ("- a\n<b>x</b>\n", "- a\n\n<b>x</b>\n"),
        # E11
        ("- a\n\n  | x |\n  |---|\n- b\n", "- a\n\n  | x |\n  |---|\n\n- b\n"),
        # E12
        ("![a](b.png) ![c](/d.png)\n", "![a](/b.png) ![c](/d.png)\n"),
        ("![a](<b c.png> 't')\n", "![a](</b c.png> 't')\n"),
        ("![a](data:x) ![b](#c) ![d](http://e)\n", "![a](data:x) ![b](#c) ![d](http://e)\n"),
        # E16
        ("[a\n](/b)\n", "[a ](/b)\n"),
        ("> [a\n> ](/b)\n", "> [a ](/b)\n"),
        # E18
        ('<code>"a" -- b...</code>\n', "<code>&quot;a&quot; &#45;- b&#46;..</code>\n"),
        # links
        ("[#1]((/a/1) b\n", "[#1](<(/a/1>) b\n"),
        ("<<b>x</b>\n", "\\<<b>x</b>\n"),
    ],
)
def test_from_marked(text: str, written: str) -> None:
    assert edited(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(c) and +-5, wait.... what?????\n", "© and ±5, wait… what???\n"),
        ("use --flag or a--b\n", "use \\-\\-flag or a--b\n"),
        ('a 5" disk, "b"\n', 'a 5\\" disk, “b”\n'),
        ("see example.org now\n", "see [example.org](http://example.org) now\n"),
        ("见http://例子.net/a\n", "见[http://例子.net/a](http://xn--fsqu00a.net/a)\n"),
        ("[a](javascript:b)\n", "\\[a](javascript:b)\n"),
        ("\u3000\u3000段落\n", "段落\n"),
        ('![a `b` "c"](/i.png)\n', "![a  &#34;c&#34;](/i.png)\n"),
        ("见**example.org**为\n", "见<strong>[example.org](http://example.org)</strong>为\n"),
        ("##\u3000text\n", "##\u3000text\n"),
        ("![a](b.png)\n", "![a](b.png)\n"),
    ],
)
def test_from_markdown_it(text: str, written: str) -> None:
    assert edited(text, MARKDOWN_IT, FOR_MARKDOWN_IT) == written


EVERYTHING = '##\u3000"a"\n\n- [x]b 见http://c.org，\n> q\n\n![d](e.png) ~~（f）~~g\nTerm\n: h\n'


def test_a_dialect_needs_no_edits_for_itself() -> None:
    for dialect in (MARKED, MARKDOWN_IT, GOLDMARK):
        assert edits(EVERYTHING, dialect, dialect) == []


@pytest.mark.parametrize(
    ("target", "text", "written"),
    [
        (replace(GOLDMARK, typographer=False), '说"好"\n', '说"好"\n'),
        (replace(GOLDMARK, raw_html=False), "~~￥9。~~现\n", "~~￥9。~~现\n"),
        (replace(GOLDMARK, task_lists=False), "- [x]b\n", "- [x]b\n"),
        (replace(GOLDMARK, image_root="/"), "![a](b.png)\n", "![a](b.png)\n"),
        (replace(GOLDMARK, hard_breaks=False), "[a\n](/b)\n", "[a\n](/b)\n"),
        (Dialect(renderer="commonmark"), "- [x]b\n", "- [x]b\n"),
    ],
)
def test_a_rule_asks_for_features_of_the_target(target: Dialect, text: str, written: str) -> None:
    assert edited(text, MARKED, target) == written


def test_a_protected_line_is_a_block_and_no_edit_touches_it() -> None:
    text = '{% tag "a" %} 说"好"\n\n说"好" {% t "b" %}"c"\n'
    spans = [Span(0, 13), Span(text.index("{% t "), text.index("{% t ") + 11)]
    written = '{% tag "a" %} 说"好"\n\n说”好” {% t "b" %}“c”\n'
    assert edited(text, MARKED, GOLDMARK, *spans) == written


def test_a_protected_span_of_several_lines_breaks_no_paragraph() -> None:
    text = 'a {% x %}\n\nb\n\n{% endx %} "c"d\n'
    span = Span(2, text.index(' "c"'))
    assert edited(text, MARKED, GOLDMARK, span) == text.replace('"c"', "“c”")


@pytest.mark.parametrize("size", range(1, 9))
def test_a_protected_span_may_be_short(size: int) -> None:
    text = f'说{"x" * size}"好"\n'
    assert edited(text, MARKED, GOLDMARK, Span(1, 1 + size)).startswith(f"说{'x' * size}")


def test_lines_may_end_in_crlf() -> None:
    text = 'a\r\n\r\n- b\r\n> 说"好"\r\n\r\n<div>\r\n```\r\nc\r\n```\r\n</div>\r\n'
    assert edited(text) == edited(text.replace("\r\n", "\n")).replace("\n", "\r\n")


def test_crlf_does_not_move_protected_spans() -> None:
    text = 'a\r\n"b"c\r\n"d"e\r\n'
    span = Span(text.index('"d"'), text.index('"d"') + 3)
    assert edited(text, MARKED, GOLDMARK, span) == 'a\r\n“b”c\r\n"d"e\r\n'


def test_ordinary_text_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        '## 标题\n\nOrdinary text, it isn\'t "special", **bold** and _this_ and `code` in it.\n\n'
        '普通的**文字**，[链接](https://a.org/b)和 https://a.org/b 。\n\n- a\n- b\n\n```js\nlet a = "b";\n```\n'
    )
    monkeypatch.setattr(document, "parsed", None)
    assert edits(text, MARKED, GOLDMARK) == []


WORDS = st.sampled_from(
    [
        "word", "中文", "“引”", "，", "。", " ", " ", "\n", "\n\n", "**", "*", "~~", "`c`", '"', "'", "https://a.org/b",
        "[t](/u)", "![i](p.png)", "<b>x</b>", "it's", "(", ")", "--", "...", "\n\n- ", "\n\n> ", "\n\n## ", "me@a.org",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=25).map("".join)


@given(TEXTS, st.sampled_from([(MARKED, GOLDMARK), (MARKDOWN_IT, FOR_MARKDOWN_IT)]))
def test_edits_are_in_order_and_apart(text: str, pair: tuple[Dialect, Dialect]) -> None:
    at = 0
    for (start, end), _ in edits(text, *pair):
        assert at <= start <= end <= len(text)
        at = end


@given(
    st.lists(st.sampled_from(["中文", "word", "**", "~~", "，", "“", " ", "`c`", "[t](/u)", "\n"])).map(
        "".join
    )
)
def test_what_is_edited_once_is_not_edited_again(text: str) -> None:
    once = edited(text)
    assert edited(once) == once


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_no_edit_touches_a_protected_span(text: str, start: int, size: int) -> None:
    span = Span(min(start, len(text)), min(start + size, len(text)))
    for (first, last), _ in edits(text, MARKED, GOLDMARK, [span]):
        assert last <= span.start or first >= span.end or span.start == span.end


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.text("ab\n", max_size=3)), max_size=6))
def test_a_span_is_found_again_after_edits(parts: list[tuple[int, int, str]]) -> None:
    text, made = "", []
    for gap, size, new in parts:
        text += "." * (gap + 1)
        made.append(Edit(Span(len(text), len(text) + size), new))
        text += "x" * size
    text += "."
    shift = Shift(made)
    after = apply(made, text)
    for at, char in enumerate(text):
        if char == ".":
            moved = shift.forth(Span(at, at + 1))
            assert after[moved.start : moved.end] == "."
            assert shift.back(moved) == (at, at + 1)


@pytest.mark.parametrize(
    "piece",
    ["*a ", '"a ', "~a ", "`a ", "[a](", "- a\n> q\n", "```\n    x\n  ```\n\"\n", "a\n: b\n", "#\u3000x\n",
     "http://a.b(", "<div>\n```\nx\n```\n", '| "a" |\n', "- a\n<b>\n", "> # a\nb\n", "\\"],
)  # fmt: skip
def test_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    began = time.process_time()
    edits(text, MARKED, GOLDMARK)
    assert time.process_time() - began < 8

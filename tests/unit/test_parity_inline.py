"""The inline scanners: what marked, markdown-it and the CommonMark renderers see in a stretch of text."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.model import Dialect
from blogconv.parity.inline import Tangled, scan

MARKED = Dialect(renderer="marked", hard_breaks=True, single_tilde=True)
GOLDMARK = Dialect(renderer="goldmark", hard_breaks=True, single_tilde=True)
MARKDOWN_IT = Dialect(renderer="markdown-it", hard_breaks=True)


def outline(text: str, dialect: Dialect, labels: frozenset[str] = frozenset()) -> str:
    """The tokens as text: what is marked in braces, other tokens in brackets with their kind."""
    out = []
    for token in scan(text, dialect, labels):
        written = text[token.start : token.end]
        if token.kind == "open":
            out.append(f"{{{token.mark} ")
        elif token.kind == "close":
            out.append("}")
        else:
            out.append(written if token.kind == "text" else f"[{token.kind} {written}]")
    return "".join(out).replace("\n", "|")


@pytest.mark.parametrize(
    ("text", "marked", "goldmark"),
    [
        ("a *b* **c** ~~d~~", "a {em b} {strong c} {del d}", None),
        ("***a***", "{em {strong a}}", None),
        ("a\\*b\\", "a[escape \\*]b\\", None),
        ("a `b*c` d*", "a [code `b*c`] d*", None),
        ("``a`b``", "[code ``a`b``]", None),
        ("`a", "`a", None),
        ("a <b class='x'>c</b> <!-- d -->", "a [html <b class='x'>]c[html </b>] [html <!-- d -->]", None),
        ("a < b > c", "a < b > c", None),
        ("<http://a.b> <c@d.e>", "[autolink <http://a.b>] [autolink <c@d.e>]", None),
        ("[a *b*](/c 'd') e", "{link a {em b}} e", None),
        ("![a *b*](/c)", "[image ![a *b*](/c)]", None),
        ("[a]( /b )", "{link a}", None),
        ("[a](/b(c)d)", "{link a}", None),
        ("[a](<b c>)", "{link a}", None),
        ("[a](b c)", "[a](b c)", None),
        ("[[a](/b)](/c)", "{link {link a}}", "[{link a}](/c)"),
        ("[#1]((/a/1) b", "{link #1} b", "[#1]((/a/1) b"),
        ("a\nb  \nc\\\nd", "a[break |]b[break   |]c[break \\|]d", None),
        ("[a\n](/b)", "{link a|}", "{link a[break |]}"),
        ("see http://a.org/b. Or", "see [url http://a.org/b]. Or", None),
        ("(http://a.org/b)", "([url http://a.org/b])", None),
        ("见http://a.org/b，后", "见[url http://a.org/b，后]", "见http://a.org/b，后"),
        ("www.a.org and me@a.org", "[url www.a.org] and [url me@a.org]", None),
        ("http://a.org/b&amp;", "[url http://a.org/b]&amp;", None),
        ("[a http://b.org", "[a [url http://b.org]", "[a http://b.org"),
        ("[http://b.org](/c)", "{link http://b.org}", None),
        ("**“中文”**字", "**“中文”**字", None),
        ("中**文**字", "中{strong 文}字", None),
        ("好😀**“真”**的", "好😀**“真”**的", None),
        ("内容**~~（x）~~**y", "内容{strong {del （x）}}y", "内容**{del （x）}**y"),
        ("~~￥9。~~现", "{del ￥9。}现", "~~￥9。~~现"),
        ("3~5天，8~10天", "3{del 5天，8}10天", None),
        ("~/a `~` b", "{del /a `}` b", "~/a [code `~`] b"),
        ("a_b_c _d_", "a_b_c {em d}", None),
        ("2 *n **x** m*", "2 {em n {strong x} m}", None),
        ("$a*b$ c*d", "$a{em b$ c}d", None),
        ("****-**", "****-**", "**{strong -}"),
    ],
)
def test_marked_and_goldmark(text: str, marked: str, goldmark: str | None) -> None:
    assert outline(text, MARKED) == marked
    assert outline(text, GOLDMARK) == (goldmark or marked)


@pytest.mark.parametrize("dialect", [MARKED, GOLDMARK, MARKDOWN_IT])
def test_links_by_their_labels(dialect: Dialect) -> None:
    labels = frozenset({"ref one", "b"})
    assert outline("[Ref  One] [a][b] [b][] [c]", dialect, labels) == "{link Ref  One} {link a} {link b} [c]"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a ~b~ ~~c~~", "a ~b~ {del c}"),
        ("~~a~~~b", "{del a}~b"),
        ("x~~~~a~~", "x~~{del a}"),
        ("see example.org or node.js", "see [url example.org] or node.js"),
        ("见https://a.org/b，后", "见[url https://a.org/b，后]"),
        ("（https://a.org）", "（[url https://a.org]）"),
        ("[a](javascript:b)", "[a](javascript:b)"),
        ("[see a.org](/b)", "{link see a.org}"),
        ("<a href='/b'>see a.org</a>", "[html <a href='/b'>]see a.org[html </a>]"),
        ("\\*a.org", "[escape \\*]a.org"),
    ],
)
def test_markdown_it(text: str, tokens: str) -> None:
    assert outline(text, MARKDOWN_IT) == tokens


def test_text_in_code_tags_is_raw_to_marked() -> None:
    raw = [t.mark for t in scan('<code>"a"</code> "b"', MARKED) if t.kind == "text"]
    assert raw == ["raw", ""]


PIECES = [
    "*",
    "**",
    "_",
    "~",
    "~~",
    "`",
    "a",
    "中",
    "，",
    " ",
    "[",
    "](/u)",
    "]",
    "![",
    "<b>",
    "\\",
    "\n",
    '"',
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.sampled_from([MARKED, GOLDMARK, MARKDOWN_IT]),
)
def test_tokens_are_in_order_and_nested(text: str, dialect: Dialect) -> None:
    at, opened = 0, []
    for token in scan(text, dialect):
        assert at <= token.start <= token.end
        at = token.end if token.kind != "close" else max(at, token.end)
        if token.kind == "open":
            opened.append(token.mark)
        if token.kind == "close":
            assert opened.pop() == token.mark
    assert at <= len(text) and not opened


@pytest.mark.parametrize(
    "piece",
    ["*a ", "_a ", "~a ", "`a ", "[a](", "[a", "<a ", "<!-- ", "a_", "http://a.b(", "a@b.c ", "\\", '"'],
)
@pytest.mark.parametrize("dialect", [MARKED, GOLDMARK, MARKDOWN_IT], ids=lambda d: d.renderer)
def test_hostile_text_takes_no_more_than_its_length(piece: str, dialect: Dialect) -> None:
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    with suppress(Tangled):
        scan(text, dialect)
    assert time.process_time() - began < 5

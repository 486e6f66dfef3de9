"""Hexo's fences, its info strings, and Hugo's fence attributes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.notations.fences import hexo_fences, hugo_info, parse_info


def found(text: str, **options: bool) -> list[tuple[str, str, str, str]]:
    return [(f.prefix, f.run, f.info, text[f.code.start : f.code.end]) for f in hexo_fences(text, **options)]


@pytest.mark.parametrize(
    ("text", "fences"),
    [
        ("```js app.js\na\n```\n", [("", "```", "js app.js", "a\n")]),
        ("~~~\na\n~~~", [("", "~~~", "", "a\n")]),
        ("    ```\na\n```", [("    ", "```", "", "a\n")]),
        ("- ```js\n  a\n  ```", [("- ", "```", "js", "  a\n")]),
        ("1. ```js\n   a\n   ```", [("1. ", "```", "js", "   a\n")]),
        ("1) ```js\na\n```", []),
        ("> > ```\n> > a\n> > ```", [("> > ", "```", "", "> > a\n")]),
        (">>>> ```\n>>>> a\n>>>> ```", []),
        ("````js\na\n```", [("", "```", "`js", "a\n")]),
        ("```js\na\n````\nb\n```", [("", "```", "js", "a\n````\nb\n")]),
        ("```js\na\n```  \n", []),
        ("```js\na\n``` \n", [("", "```", "js", "a\n")]),
        ("```js\na\n", []),
        ("```a``` is code\n", []),
        ("```a``` is code\nx\n```", [("", "```", "a``` is code", "x\n")]),
        ("```js\n```\nb\n```", [("", "```", "js", "```\nb\n")]),
        ("```js\n```\nb", [("", "```", "js", "")]),
        ("```js`\na\n```\nb", []),
        ("```\na\n```\n~~~\nb\n~~~", [("", "```", "", "a\n"), ("", "~~~", "", "b\n")]),
        ("<!--\n```\na\n```\n-->\n```\nb\n```", [("", "```", "", "b\n")]),
        ("<!-- x -->\n```\nb\n```", [("", "```", "", "b\n")]),
    ],
)
def test_what_hexo_takes_for_a_fence(text: str, fences: list[tuple[str, str, str, str]]) -> None:
    assert found(text) == fences


def test_a_list_marker_hides_the_fence_before_hexo_8() -> None:
    assert found("- ```js\n  a\n  ```", list_markers=False) == []


def test_the_span_of_a_fence_is_its_lines() -> None:
    text = "x\n> ```js\n> a\n> ``` \n\ny"
    (fence,) = hexo_fences(text)
    assert text[fence.span.start : fence.span.end] == "> ```js\n> a\n> ``` "


def slow(text: str) -> list[tuple[str, str, str, str]]:
    """The same rule, a line against every later line."""
    lines = text.split("\n")
    opening = re.compile(r"((?:(?:\s*>){0,3}|[-*+]|[0-9]+\.)\s*)(`{3,}|~{3,})(.*)")
    out, at = [], 0
    while at < len(lines):
        match = opening.fullmatch(lines[at])
        close, at = None, at + 1
        for size in range(len(match[2]), 2, -1) if match else ():
            info = (match[2][size:] + match[3]).strip()
            closing = re.compile(rf"(?:\s*>){{0,3}}\s*{match[2][:size]}\s?")
            if info.endswith("`") or at == len(lines):
                continue
            order = [*range(at + 1, len(lines)), at]
            close = next((n for n in order if n < len(lines) and closing.fullmatch(lines[n])), None)
            if close is not None:
                code = "".join(line + "\n" for line in lines[at:close])
                out.append((match[1], match[2][:size], info, code))
                at = close + 1
                break
    return out


PIECES = st.sampled_from(
    ["```", "````", "~~~", "`", "\n", "\n```\n", "js", "> ", ">", "  ", "- ", "1. ", "x"]
)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_the_index_of_closing_lines_finds_what_the_slow_search_finds(text: str) -> None:
    assert found(text) == slow(text)


@pytest.mark.parametrize(
    "text",
    [
        "`" * 1_000_000,
        "```js x\n" * 125_000,
        "".join("`" * n + "x\n" for n in range(3, 1400)),
        "".join("`" * n + " \n" for n in range(1400, 3, -1)),
        "``` " * 250_000,
        "> " * 500_000 + "```",
        " " * 1_000_000 + "```",
        "<!--```\nx\n" * 100_000,
    ],
    ids=["ticks", "unclosed", "growing", "shrinking", "one-line", "quotes", "blanks", "comments"],
)
def test_hostile_text_takes_no_more_than_its_length(text: str) -> None:
    began = time.process_time()
    hexo_fences(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("info", "args"),
    [
        ("", {}),
        ("js", {"lang": "js"}),
        ("js app.js", {"lang": "js", "title": "app.js"}),
        ("js a file", {"lang": "js", "title": "a file"}),
        (
            "js app.js https://x.org/a the source",
            {"lang": "js", "title": "app.js", "url": "https://x.org/a", "link_text": "the source"},
        ),
        ("js app.js /a.js", {"lang": "js", "title": "app.js", "url": "/a.js"}),
        ("js /a.js", {"lang": "js", "title": "/a.js"}),
        ("js {1,3-4}", {"lang": "js", "title": "{1,3-4}"}),
        ('js title="x"', {"lang": "js", "title": "title"}),
        ("js=3", {"lang": "js"}),
        ("js mark:1,7-4 first_line:10 a.js", {"lang": "js", "marks": "1,4-7", "first": 10, "title": "a.js"}),
        ("js line_number:false wrap:true", {"lang": "js", "lines": False, "wrap": True}),
        ("js mark:x first_line:y", {"lang": "js"}),
        ("js highlight:false", {"lang": "js", "highlight": False}),
        ("js line_threshold:3", {"lang": "js", "line_threshold": 3}),
    ],
)
def test_hexo_info_strings(info: str, args: dict[str, object]) -> None:
    assert parse_info(info) == args


@pytest.mark.parametrize(
    ("args", "info"),
    [
        ({}, ""),
        ({"lang": "js"}, "js"),
        ({"lang": "js{1,2}"}, "js"),
        ({"lang": "js", "title": "app.js"}, 'js {title="app.js"}'),
        ({"title": "app.js"}, 'text {title="app.js"}'),
        ({"lang": "js", "title": 'a "b" {c}'}, 'js {title="a &quot;b&quot; &#123;c&#125;"}'),
        (
            {"lang": "js", "title": "a", "url": "/a?{b}", "link_text": "see `a`"},
            'js {title="a" link="/a?%7Bb%7D" linktext="see &#96;a&#96;"}',
        ),
        ({"lang": "js", "marks": "1,3-4"}, 'js {hl_lines=[1,"3-4"]}'),
        (
            {"lang": "js", "marks": "1,10-12,12-12", "first": 10, "lines": False},
            'js {hl_lines=["1-3",3] linenostart=10 linenos=false}',
        ),
    ],
)
def test_hugo_info_strings(args: dict[str, object], info: str) -> None:
    assert hugo_info(args) == info

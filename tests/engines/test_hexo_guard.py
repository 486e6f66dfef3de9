"""Literal braces in a Hexo body: what is guarded shows as if Hexo's tags were switched off."""

from __future__ import annotations

import random
import re

import pytest

from blogconv.body import apply
from blogconv.engines.hexo.write_guard import guard, is_live
from engines.harness import hexo_posts

RENDERER = "hexo-renderer-markdown-it"
CONFIG = "title: T\nurl: https://a.example\nmarkdown: {render: {typographer: false}}\nhighlight: {line_number: false}\n"
RAW = "{% raw %}x{% endraw %}"
LIVE = f"\n\nA real tag: {RAW}\n"
PIECES = (
    "{{ x }}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{% if %}",
    "{#",
    "#}",
    "{# x #}",
    "{{{ a }}}",
    "{{< y >}}",
    "{%- z -%}",
)
PLACES = (
    "text {} text", "{} first", "- item {}", "> quote {}", "## Heading {}\n", "| a |\n|---|\n| {} |", "*em {} em*",
    "1. one {}\n2. two", "`code {}`", "```\n{}\n```", "~~~js\n{}\n\n{}\n~~~", "para\n\n    indented {}\n",
    "[link {}](/a/)",
    "- a\n\n  ```\n  {}\n  ```\n", "```\nnot closed by spaces {}\n```  \n", "<b>{}</b>", "$a_{} $", "<!-- {} -->",
    "<pre>\n{}\n</pre>", "```` \n```\n{}\n```\n````",
)  # fmt: skip


def plain(html: str) -> str:
    """What a reader sees: no comments, code figures without their lines, no tags, entities read."""
    from html import unescape

    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<br>(?=<span class=\"line\">|</pre>)", "\n", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def check(bodies: dict[str, str]) -> None:
    head = "---\ntitle: T\ndate: 2024-01-02 03:04:05\n%s---\n"
    files: dict[str, str] = {}
    for number, text in enumerate(bodies.values()):
        files[f"_posts/g{number:04}.md"] = head % "" + apply(guard(text), text) + LIVE
        files[f"_posts/o{number:04}.md"] = head % "disableNunjucks: true\n" + text + LIVE.replace(RAW, "x")
    posts = hexo_posts(files, config=CONFIG, renderer=RENDERER)
    assert {p.source: p.error for p in posts.values() if p.error} == {}
    wrong = {}
    for number, (name, text) in enumerate(bodies.items()):
        old, new = (plain(posts[f"_posts/{kind}{number:04}.md"].content) for kind in "og")
        if old.replace(" ", "") != new.replace(" ", ""):
            wrong[name] = (text, apply(guard(text), text), old, new)
    assert wrong == {}


@pytest.mark.engine("hexo")
def test_each_sequence_in_each_place() -> None:
    check({f"{p} {s}": p.replace("{}", s) for p in PLACES for s in PIECES})


@pytest.mark.engine("hexo")
def test_random_texts() -> None:
    source = random.Random(7)
    words = [*PIECES, "word", "*em*", "`code`", "[a](/b/)", "**bold**", "字"]
    texts = {
        f"r{n}": "\n\n".join(
            source.choice(("", "- ", "> ", "### ")) + " ".join(source.choices(words, k=5)) for _ in range(3)
        )
        for n in range(150)
    }
    check(texts)


def test_what_needs_no_guard_is_left_alone() -> None:
    for text in ("no braces", "`{{ x }}`", "```\n{% x %}\n```", "a } b }} c %} d", "<!-- {{ x }} -->"):
        assert guard(text) == []


def test_in_a_tag_only_fences_are_safe() -> None:
    assert is_live("`{{ x }}`")
    assert not is_live("```\n{{ x }}\n```")

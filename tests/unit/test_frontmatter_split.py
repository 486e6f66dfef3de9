"""Where front matter ends: each engine's rule, and not a byte lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.frontmatter import HEXO, HUGO, JEKYLL, OBSIDIAN, Handler, Split, cut, split_hexo

HEXO_TABLE = [
    # file, format, data, body
    ("---\ntitle: A\n---\nbody", "yaml", "title: A\n", "body"),
    ("title: A\n---\nbody", "yaml", "title: A\n", "body"),
    ("\n---\ntitle: A\n---\nb", "yaml", "title: A\n", "b"),
    ("--- \ntitle: A\n---\nb", "none", "", "--- \ntitle: A\n---\nb"),
    ("---\ntitle: A\n--- \nbody", "yaml", "title: A\n", " \nbody"),
    ("---\ntitle: A\n---body", "yaml", "title: A\n", "body"),
    ("----\ntitle: A\n----\nb", "yaml", "title: A\n", "b"),
    ("---\ntitle: A\n----\nb", "yaml", "title: A\n", "-\nb"),
    ("---\ntitle: A\n...\nb", "none", "", "---\ntitle: A\n...\nb"),
    ("---\ntitle: A", "none", "", "---\ntitle: A"),
    ("---\n---\nbody", "none", "", "---\n---\nbody"),
    ("---\n---\nbody a: b\n\n---\nmore", "yaml", "---\nbody a: b\n\n", "more"),
    (';;;\n"title": "A"\n;;;\nb', "json", '"title": "A"\n', "b"),
    ('"title": "A"\n;;;\nb', "json", '"title": "A"\n', "b"),
    ("Para one: two\n\n---\n\nafter", "yaml", "Para one: two\n\n", "\nafter"),
    ("+++\ntitle = 1\n+++\nb", "none", "", "+++\ntitle = 1\n+++\nb"),
    ("---\r\ntitle: A\r\n---\r\nb\r\n", "yaml", "title: A\r\n", "b\r\n"),
    ("---\r\n\r\n---\r\nb", "none", "", "---\r\n\r\n---\r\nb"),
    ("---\na: |\n  ---\n---\nb", "yaml", "a: |\n  ---\n", "b"),
    ("---\rtitle: A\r---\rb", "none", "", "---\rtitle: A\r---\rb"),
    ("", "none", "", ""),
]


@pytest.mark.parametrize(("text", "format", "data", "body"), HEXO_TABLE)
def test_hexo(text: str, format: str, data: str, body: str) -> None:
    parts = split_hexo(text)
    assert (parts.format, parts.data, parts.body) == (format, data, body)
    assert parts.opening + parts.data + parts.closing + parts.body == text


def test_hexo_4_wants_the_closing_fence_alone() -> None:
    assert split_hexo("---\na: 1\n---x", major=4).format == "none"
    assert split_hexo("---\na: 1\n---", major=4).data == "a: 1\n"
    assert split_hexo("a: 1\n---\nb", major=3).body == "b"


def test_lines_are_counted_in_the_file() -> None:
    parts = split_hexo("\n---\na: 1\nb: 2\n---\nbody")
    assert (parts.data_line, parts.body_line) == (3, 6)


OTHERS: list[tuple[tuple[Handler, ...], str, str, str, str]] = [
    (HUGO, "---\ntitle: x\n---\nb", "yaml", "title: x\n", "b"),
    (HUGO, " \n\t--- \ntitle: x\n----\nb", "yaml", "title: x\n", "-\nb"),
    (HUGO, "---\n---\nb", "yaml", "", "b"),
    (HUGO, "--- x: 1\n---\nb", "yaml", " x: 1\n", "b"),
    (HUGO, '+++\ntitle = "x"\n+++\n\nb', "toml", 'title = "x"\n', "\nb"),
    (HUGO, '{"a": {"b": "}"}}\nb', "json", '{"a": {"b": "}"}}', "b"),
    (HUGO, "{oops", "none", "", "{oops"),
    (HUGO, "title: x\n---\nb", "none", "", "title: x\n---\nb"),
    (JEKYLL, "---\na: 1\n---\n\n\nb", "yaml", "a: 1\n", "b"),
    (JEKYLL, "---  \na: 1\n...\nb", "yaml", "a: 1\n", "b"),
    (JEKYLL, "---\na: 1\n--- x\nb: 2\n---\nc", "yaml", "a: 1\n--- x\nb: 2\n", "c"),
    (JEKYLL, "---\na: 1\n---", "yaml", "a: 1\n", ""),
    (JEKYLL, "\n---\na: 1\n---\nb", "none", "", "\n---\na: 1\n---\nb"),
    (OBSIDIAN, "---\na: 1\n---  \nb", "yaml", "a: 1\n", "b"),
    (OBSIDIAN, "--- \na: 1\n---\nb", "none", "", "--- \na: 1\n---\nb"),
    (OBSIDIAN, "---\na: 1\n----\nb", "none", "", "---\na: 1\n----\nb"),
]


@pytest.mark.parametrize(("handlers", "text", "format", "data", "body"), OTHERS)
def test_other_engines(handlers: tuple[Handler, ...], text: str, format: str, data: str, body: str) -> None:
    parts = cut(text, handlers)
    assert (parts.format, parts.data, parts.body) == (format, data, body)


FENCES = st.sampled_from(
    ["---", "----", ";;;", "+++", "...", "\n", "\n", "\r\n", "\r", " ", "a: b", "{", "}", "x", "\ufeff"]
)


@given(st.lists(FENCES, max_size=14).map("".join))
def test_the_parts_make_up_the_text(text: str) -> None:
    for handlers in (HEXO, HUGO, JEKYLL, OBSIDIAN):
        parts = cut(text, handlers)
        assert parts.opening + parts.data + parts.closing + parts.body == text
        if parts.format != "none" and parts.format != "json":
            assert parts.data == "" or parts.data.endswith("\n")


@given(st.lists(FENCES, max_size=14).map("".join))
def test_crlf_is_cut_as_lf(text: str) -> None:
    lines = text.replace("\r", "")
    plain, windows = split_hexo(lines), split_hexo(lines.replace("\n", "\r\n"))
    assert Split(*(part.replace("\r\n", "\n") for part in windows)) == plain


def test_the_handler_interface() -> None:
    handler = HEXO[0]
    assert handler.detect("---\na: 1\n---\n")
    assert not handler.detect("a: 1")
    assert handler.split("---\na: 010\n---\n  b  \n") == ("a: 010\n", "  b  \n")
    assert handler.load("a: 010\n") == {"a": 10}
    with pytest.raises(ValueError, match="no front matter"):
        handler.split("a")

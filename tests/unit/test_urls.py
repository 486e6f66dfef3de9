"""Slugs, permalink patterns and encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogconv.urls import decode_path, encode_path, expand, fold_marks, inside, matcher, slugize, variables


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello World", "Hello-World"),
        ("C++", "C"),
        (".NET", "NET"),
        ("a & b", "a-b"),
        ("a_b/c", "a-b-c"),
        ("!!!", ""),
        ("中 文", "中-文"),
        ("Ünï ß", "Uni-s"),
        ("Æon Œuvre", "AEon-OEuvre"),
        ("Ａ１", "A１"),
        ("Ⓐ①", "A①"),
        ("It’s “x”", "It’s-“x”"),
        ("数据（data）：a", "数据（data）：a"),
        ("a\u3000b\ufeffc\u00a0d", "a-b-c-d"),
        ("a\x00b\tc", "abc"),
        ("ĳﬁℂ", "ĳﬁℂ"),
        ("e\u0301", "e\u0301"),
        ("--a--b--", "a-b"),
        ("", ""),
    ],
)
def test_slugize(text: str, slug: str) -> None:
    assert slugize(text) == slug


def test_the_case_of_slugs() -> None:
    assert slugize("Ünï Q", "lower") == "uni-q"
    assert slugize("Ünï q", "upper") == "UNI-Q"


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slugize(slugize(text)) == slugize(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_have_no_marks(text: str) -> None:
    assert fold_marks(text) == text


def test_variables_end_before_an_underscore() -> None:
    assert variables(":year_:title/:i_month-x:name") == ("year", "title", "i_month", "name")
    assert expand(":year_:title/blog::x/", str.upper) == "YEAR_TITLE/blog:X/"


def test_a_pattern_reads_its_variables_back() -> None:
    pattern = matcher(":year-:title.:lang", {"year": r"\d{4}"})
    match = pattern.fullmatch("2024-a-b.en")
    assert match is not None
    assert match.groups() == ("2024", "a-b", "en")
    assert pattern.fullmatch("24-a.en") is None


def test_encoding() -> None:
    assert encode_path("/中 a/[x]?#%'()+,;=@:~!$&*") == "/%E4%B8%AD%20a/%5Bx%5D%3F%23%25'()+,;=@:~!$&*"
    assert encode_path("/\udcff") == "/%FF"
    assert decode_path("/%E4%B8%AD%20a%FF") == "/中 a\ufffd"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_encoding_can_be_undone(path: str) -> None:
    assert decode_path(encode_path(path)) == path


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a/b/", "/a/b/"),
        ("//a", "/a"),
        ("../up/", "/up/"),
        ("a/../../b", "/b"),
        ("./x/", "/x/"),
        ("", "/"),
        ("/", "/"),
        ("a//b", "/a/b"),
    ],
)
def test_an_address_stays_inside(path: str, address: str) -> None:
    assert inside(path) == address

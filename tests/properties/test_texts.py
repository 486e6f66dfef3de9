"""Properties of a single text: nothing is lost in scanning, nothing raises, what is ordinary passes byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from blogconv import convert_text
from blogconv.api import encodable
from blogconv.engines.base import reader
from blogconv.scan import Scanner
from blogconv.tables import Rows, engine_tables
from properties.strategies import ENGINES, FILES, HOSTILE, ORDINARY, PAIRS, settled

HEAD = "---\ntitle: A\n---\n"


def scanner(engine: str) -> Scanner:
    """What finds the constructs of all flavours of an engine."""
    flavours = tuple(table.flavour for table in engine_tables(engine))
    return reader(engine).scanner(reader(engine).blank(), Rows(engine, flavours))


SCANNERS = {engine: scanner(engine) for engine in ENGINES}


@pytest.mark.parametrize("engine", ENGINES)
@given(text=HOSTILE)
@settled(150)
def test_the_segments_are_the_source(engine: str, text: str) -> None:
    """Whatever stands in a text, its segments in a row are the text, and each construct knows its own piece."""
    text = text.replace("\r\n", "\n")
    segments = SCANNERS[engine].scan(text).segments
    pieces = [text[slice(*s.span)] for s in segments]
    assert "".join(pieces) == text
    assert all(s.construct is None or s.construct.raw == p for s, p in zip(segments, pieces, strict=True))


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(body=HOSTILE)
@example(body="\0")
@settled(40)
def test_no_body_raises(source: str, target: str, body: str) -> None:
    """Nothing in a body is an error of ours, which would be the diagnostic `internal`."""
    _, diagnostics = convert_text(HEAD + body, source=source, target=target)
    assert [d.message for d in diagnostics if d.code == "internal"] == []


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(text=FILES)
@settled(40)
def test_no_front_matter_raises(source: str, target: str, text: str) -> None:
    _, diagnostics = convert_text(text, source=source, target=target)
    assert [d.message for d in diagnostics if d.code == "internal"] == []


@pytest.mark.parametrize("engine", ("hexo", "hugo", "jekyll"))
@given(body=HOSTILE)
@settled(100)
def test_a_body_of_its_own_engine_stays_as_it_is(engine: str, body: str) -> None:
    text = HEAD + encodable(body)
    assert convert_text(text, source=engine, target=engine)[0] == text


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(body=ORDINARY)
@settled(40)
def test_ordinary_markdown_passes_byte_for_byte(source: str, target: str, body: str) -> None:
    written, _ = convert_text(f"{HEAD}{body}\n", source=source, target=target)
    assert written.endswith(f"---\n{body}\n")


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(body=HOSTILE)
@settled(20)
def test_a_text_is_converted_alike_each_time(source: str, target: str, body: str) -> None:
    once = convert_text(HEAD + body, source=source, target=target)
    assert convert_text(HEAD + body, source=source, target=target) == once

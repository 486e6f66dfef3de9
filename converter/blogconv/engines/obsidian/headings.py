"""Headings of a text: which one a link means, and the id that a renderer gives it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from ...blocks import blocks, line_starts
from ...model import HeadingIds
from ...urls import slugize

_DROPPED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]")
_WIKI = re.compile(r"!?\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|%%.*?%%")
_MARKS = re.compile(r"\*+|~~|==|`+|(?<![^\W_])_+|_+(?![^\W_])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_IN_LINK = re.compile(r"%%|\[\[|\]\]|[:#|^\\\r\n]")


class Heading(NamedTuple):
    """A heading: its level, its text as it is written, and its lines, counted from 0."""

    level: int
    text: str
    start: int
    end: int


def headings(text: str) -> list[Heading]:
    """The headings of `text` in order, also those in quotes and lists."""
    if "#" not in text and not re.search(r"(?m)^[ \t>]*(?:=+|-+)[ \t]*$", text):
        return []
    lines = text.split("\n")
    return [
        Heading(_level(b.markup), _source(lines[b.start : b.end], b.markup), b.start, b.end)
        for b in blocks(text)
        if b.type == "heading"
    ]


def _level(markup: str) -> int:
    return {"=": 1, "-": 2}.get(markup[:1], len(markup))


def _source(lines: Sequence[str], markup: str) -> str:
    if markup.startswith("#"):
        text = lines[0].lstrip(" \t>")
        text = text[text.index("#") :].lstrip("#").strip()
        return re.sub(r"(?:^|[ \t]+)#+$", "", text).strip()
    return " ".join(line.strip(" \t>") for line in lines[:-1])


def plain(source: str) -> str:
    """The text that a reader sees of a heading or a title."""
    text = _WIKI.sub(lambda m: m[2] or m[1].replace("#", " > "), source)
    text = _LINK.sub(r"\1", text)
    text = _MARKS.sub("", _TAG.sub("", text))
    return unescape(_ESCAPE.sub(r"\1", text)).strip()


def matching_text(text: str) -> str:
    """A heading as Obsidian compares it with a link: without most punctuation, in lower case.

    The characters are those of `stripHeading` in Obsidian's API.
    """
    return " ".join(_DROPPED.sub(" ", text).split()).lower()


def find(found: Sequence[Heading], chain: Iterable[str]) -> Heading | None:
    """The heading that `#A#B` means: B behind A and below it. One segment takes the first that matches."""
    heading: Heading | None = None
    at = 0
    for segment in chain:
        wanted = matching_text(segment)
        deeper = heading.level if heading else 0
        for place in range(at, len(found)):
            if found[place].level > deeper and matching_text(found[place].text) == wanted:
                heading, at = found[place], place + 1
                break
        else:
            return None
    return heading


def section(text: str, heading: Heading) -> str:
    """The text from a heading to the next one of its level or above."""
    following = [h for h in headings(text) if h.start > heading.start and h.level <= heading.level]
    starts = line_starts(text)
    end = starts[following[0].start] if following else len(text)
    return text[starts[heading.start] : end]


def with_ids(found: Iterable[Heading], rule: HeadingIds) -> Iterator[tuple[Heading, str]]:
    """Each heading with the id that a renderer gives it by `rule`; equal ones are counted."""
    seen: Counter[str] = Counter()
    for heading in found:
        if heading.level < rule.min_level:
            continue
        base = identifier(plain(heading.text), rule)
        count = seen[base]
        seen[base] += 1
        yield heading, f"{base}-{count - 1 + rule.first_duplicate}" if count else base


def identifier(text: str, rule: HeadingIds) -> str:
    """The id of a heading whose visible text is `text`, before equal ones are counted."""
    if rule.style == "hexo":
        return slugize(text, rule.case)
    kept = (" -", "LM", ("Nd", "Nl", "Pc")) if rule.style == "kramdown" else (" -", "L", ("Nd",))
    return "".join(_letter(char, *kept) for char in text.strip()) or (
        "section" if rule.style == "kramdown" else "heading"
    )


def _letter(char: str, dashes: str, kinds: str, more: tuple[str, ...]) -> str:
    """A character of an id as Hugo and kramdown make it: letters and digits in lower case, `-` for a blank."""
    if char in dashes:
        return "-"
    category = unicodedata.category(char)
    return char.lower() if category[0] in kinds or category in more or char == "_" else ""


def for_link(source: str) -> str:
    """A heading's text as it stands in a link to it (`stripHeadingForLink` in Obsidian's API)."""
    return " ".join(_IN_LINK.sub(" ", source).split())


def loose(identifier: str) -> str:
    """An id without what renderers disagree on."""
    return "".join(char for char in identifier if char.isalnum()).lower()

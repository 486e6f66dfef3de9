"""Links, pictures and spans of text with classes that a table knows: buttons, labels, pictures with a caption.

`[text](address){: .btn }`, `<span class="label">text</span>`, and a paragraph of a picture with a line in italics,
which is its caption (cotes2020/jekyll-theme-chirpy:_posts/2019-08-08-text-and-typography.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any, ClassVar

from ..body import Span
from .attributes import given, read_attributes
from .base import Found, Notation, Spans, continuation, line_prefix
from .code_spans import code_spans

PICTURE = "picture"
"""The name of a picture with a caption."""

_DESTINATION = r"\((?P<url><[^<>\n]*>|[^\s()<>]+)(?:[ \t]+\"(?P<title>(?:[^\"\\\n]|\\.)*)\")?\)"
_TEXT = r"\[(?P<text>(?:[^\[\]\\\n]|\\.)*)\]"
_ATTRIBUTES = r"\{:[ \t]*(?P<attributes>(?:\\\}|[^{}\n])*)\}"
_LINK = re.compile(rf"(?<![!\\]){_TEXT}{_DESTINATION}{_ATTRIBUTES}")
_PICTURE = re.compile(
    rf"(?m)^(?P<lead>(?:[ \t>]|(?:[-*+]|\d+\.)(?=[ \t]))*)!{_TEXT}{_DESTINATION}(?:{_ATTRIBUTES})?[ \t]*\n"
    r"(?P<indent>[ \t>]*)(?P<mark>[_*])(?P<caption>[^\n_*]+)(?P=mark)[ \t]*$"
)
_SPAN = re.compile(r"<span class=\"(?P<class>[^\"<>]*)\">(?P<text>[^<>\n]*)</span>")


class LinkAttributes(Notation):
    """Links with a class that a table knows, and pictures with a caption where one knows `picture`."""

    name: ClassVar[str] = "attributes"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"\{:|\]\([^\n]*\n[ \t>]*[_*]")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        found = [_link(match, names) for match in _LINK.finditer(text)]
        if PICTURE in names:
            found += [_picture(text, match, names) for match in _PICTURE.finditer(text)]
        solid = Spans([*taken, *code_spans(text, list(taken))])
        return [each for each in found if each and not solid.touching(*each.span)]


def _link(match: re.Match[str], names: Mapping[str, Sequence[Any]]) -> Found | None:
    attributes = read_attributes(match["attributes"])
    name = next((c for c in attributes.classes if c in names), "")
    if not name:
        return None
    words, named = given(name, attributes, names[name])
    named |= {"title": match["title"]} if match["title"] else {}
    args = {"url": match["url"].strip("<>"), "text": re.sub(r"\\([\[\]])", r"\1", match["text"])}
    return Found(Span(*match.span()), "attributes", name, words[1:], named, args, inline=True)


def _picture(text: str, match: re.Match[str], names: Mapping[str, Sequence[Any]]) -> Found | None:
    start = match.end("lead")
    above = text[text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : match.start()]
    end = text.find("\n", match.end() + 1)
    below = text[match.end() : end if end >= 0 else len(text)]
    begins = match["lead"] != match["indent"]
    if continuation(match["lead"]) != match["indent"] or (above.strip(" \t\n>") and not begins):
        return None
    if below.strip(" \t\n>"):
        return None
    attributes = read_attributes(match["attributes"] or "")
    words, named = given(PICTURE, attributes, names[PICTURE])
    args = {"src": match["url"].strip("<>"), "alt": re.sub(r"\\([\[\]])", r"\1", match["text"])}
    args |= {"title": unescape(match["title"])} if match["title"] else {}
    args["caption"] = match["caption"]
    return Found(
        Span(start, match.end()),
        "attributes",
        PICTURE,
        words[1:],
        named,
        {key: value for key, value in args.items() if value},
        prefix=line_prefix(text, start),
    )


class SpanElement(Notation):
    """Text in a `span` with a class that a table knows; the class is the name, all classes are the words."""

    name: ClassVar[str] = "element"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"<span class=")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        solid = Spans([*taken, *code_spans(text, list(taken))])
        found = []
        for match in _SPAN.finditer(text):
            classes = match["class"].split()
            name = next((c for c in classes if c in names), "")
            if name and not solid.touching(*match.span()):
                words = tuple(c for c in classes if c != name)
                span, body = Span(*match.span()), match["text"]
                found.append(Found(span, "element", name, words, body=body, inline=True))
        return found

"""`{% NAME_open %}` … `{% NAME_close %}`: how blogconv writes containers for Hexo, with the page's Markdown between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans, alone, line_prefix, unprefix
from .nunjucks import words

_TAG = re.compile(
    r"\{%[ \t]*(bc_\w+?)(?:_(open|close))?(?=[ \t%])((?:\"[^\"\n]*\"|'[^'\n]*'|[^%\"'\n]|%(?!\}))*)%\}"
)


class TagPair(Notation):
    """Pairs by the name without its ending. A name without rows is that of a part: it is found alone too."""

    name: ClassVar[str] = "tag-pair"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"\{%[ \t]*bc_\w")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        tags = [m for m in _TAG.finditer(text) if not taken.at(m.start())]
        return list(_outermost(text, tags, names))


def _outermost(
    text: str, tags: Sequence[re.Match[str]], names: Mapping[str, Sequence[Any]]
) -> Iterator[Found]:
    partners, waiting = dict[int, int](), dict[str, list[int]]()
    for place, tag in enumerate(tags):
        if tag[2] == "open":
            waiting.setdefault(tag[1], []).append(place)
        elif tag[2] == "close" and waiting.get(tag[1]):
            partners[waiting[tag[1]].pop()] = place
    place = 0
    while place < len(tags):
        tag = tags[place]
        if place in partners and tag[1] in names:
            yield _found(text, tag, tags[partners[place]])
            place = partners[place]
        elif not tag[2] and names.get(tag[1]) == ():
            yield _found(text, tag, None)
        place += 1


def _found(text: str, opened: re.Match[str], closed: re.Match[str] | None) -> Found:
    prefix, end = line_prefix(text, opened.start()), (closed or opened).end()
    inner = text[opened.end() : closed.start()] if closed else None
    body = "\n".join(unprefix(inner.split("\n"), prefix)).strip("\n") if inner is not None else None
    return Found(
        Span(opened.start(), end),
        "tag-pair",
        opened[1],
        tuple(words(opened[3])),
        body=body.rstrip(" \t>\n") if body is not None else None,
        body_at=opened.end() + len(inner or "") - len((inner or "").lstrip("\n")),
        prefix=prefix,
        inline=not alone(text, opened.start(), end),
    )

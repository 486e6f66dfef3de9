"""HTML comments with a meaning: `<!-- more -->`, `<!-- md FILE -->`, `<!--NAME-->` … `<!--end-NAME-->`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans, alone, line_prefix

_MORE = re.compile(r"<!-- ?(more) ?-->", re.IGNORECASE)


class Comment(Notation):
    """Comments of the names that the mapping rows have, and `more`, whose first one counts (hexo:…/filter/excerpt).

    What follows the name up to `-->` are words. A row with a body takes the text up to the end comment; of other
    marks of an excerpt the last one counts.
    """

    name: ClassVar[str] = "comment"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"<!--")

    def __init__(self, names: Iterable[str] = ()) -> None:
        other = "|".join(re.escape(name) for name in names if name != "more")
        self._other = re.compile(rf"<!--[ \t]*({other})(?![\w-])[ \t:]*(.*?)[ \t]*-->") if other else None

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        found = list(self._others(text, taken, names)) if self._other else []
        for match in _MORE.finditer(text):
            if "more" in names and not taken.at(match.start()):
                return [*found, _found(text, Span(*match.span()), "more")]
        return found

    def _others(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> Iterator[Found]:
        assert self._other is not None
        matches = [m for m in self._other.finditer(text) if not taken.at(m.start())]
        last = {match[1]: match for match in matches}
        for match in matches:
            if match is not last[match[1]] and any(row.kind == "excerpt-mark" for row in names[match[1]]):
                continue
            words = tuple(match[2].split())
            if not any(row.body != "none" for row in names[match[1]]):
                yield _found(text, Span(*match.span()), match[1], words)
                continue
            end = re.compile(rf"<!--[ \t]*end-?{re.escape(match[1])}[ \t]*-->").search(text, match.end())
            if end and not taken.at(end.start()):
                span = Span(match.start(), end.end())
                body = text[match.end() : end.start()].strip("\n")
                yield _found(text, span, match[1], words, body, match.end())


class Summary(Notation):
    """Hugo's `<!--more-->`: these very letters, the first one (gohugoio/hugo:resources/page/page_markup.go)."""

    name: ClassVar[str] = "comment"
    trigger: ClassVar[re.Pattern[str]] = re.compile("<!--more-->")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        marks = (Span(*m.span()) for m in self.trigger.finditer(text) if not taken.at(m.start()))
        first = next(marks, None) if "more" in names else None
        return [_found(text, first, "more")] if first else []


def _found(
    text: str, span: Span, name: str, words: tuple[str, ...] = (), body: str | None = None, body_at: int = 0
) -> Found:
    prefix, inline = line_prefix(text, span.start), not alone(text, *span)
    return Found(span, "comment", name, words, body=body, body_at=body_at, prefix=prefix, inline=inline)


class Mark(Notation):
    """The very text that ends an excerpt in a site, its first occurrence: the name is `more`."""

    name: ClassVar[str] = "comment"

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self.trigger = re.compile(re.escape(mark))  # type: ignore[misc]

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        del taken
        match = self.trigger.search(text) if "more" in names else None
        return [_found(text, Span(*match.span()), "more")] if match else []

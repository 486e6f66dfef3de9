"""What a notation is: a way of writing constructs that engines share. It finds them; tables say what they mean."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ..body import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A construct as it is written: where, under which name, with which arguments and which inner text.

    `body` is the inner text without quote or list prefix; `body_at` its offset in the source. `prefix` is what
    further lines carry before their text. `args` holds neutral arguments that the notation itself has (the
    title of a container). Text that no notation may read, such as code, has no name. `note` is "unknown" for what
    may cover constructs of other notations, "unclosed" for the beginning of what never ends.
    """

    span: Span
    notation: str
    name: str = ""
    words: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, Any] = field(default_factory=dict)
    body: str | None = None
    body_at: int = 0
    prefix: str = ""
    inline: bool = False
    note: str = ""


CARRIED = "data-"
"""How the name of an argument begins that the theme has no place for: it is written to be read back."""
CAN_BE_CARRIED = frozenset((
    "type", "fold", "color", "background", "icon", "style", "size", "align", "newtab", "tooltip", "theme", "id",
))  # fmt: skip
"""What changes the look of a construct and nothing that it says."""


def carried(named: Mapping[str, str]) -> dict[str, str]:
    """Of written arguments those that are carried for the way back, by their neutral names."""
    names = {key: key.removeprefix(CARRIED) for key in named if key.startswith(CARRIED)}
    return {name: named[key] for key, name in names.items() if name in CAN_BE_CARRIED}


class Spans:
    """Disjoint spans in order, asked by offset."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._starts = [s.start for s in self._spans]

    def at(self, offset: int) -> Span | None:
        """The span that holds `offset`."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and offset < self._spans[place].end:
            return self._spans[place]
        return None

    def touching(self, start: int, end: int) -> Span | None:
        """A span that overlaps the range."""
        place = bisect_right(self._starts, start) - 1
        for span in self._spans[max(place, 0) : place + 2]:
            if span.start < end and start < span.end:
                return span
        return None

    def add(self, spans: Iterable[Span]) -> None:
        """Take in more spans, disjoint from these or around them: the outer one stays."""
        merged: list[Span] = []
        for span in sorted([*self._spans, *spans], key=lambda s: (s.start, -s.end)):
            if not merged or span.start >= merged[-1].end:
                merged.append(span)
        self._spans = merged
        self._starts = [s.start for s in merged]

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)


class Lines:
    """Tells on which line of a text an offset is."""

    def __init__(self, text: str) -> None:
        self._ends = [m.start() for m in re.finditer("\n", text)]

    def at(self, offset: int) -> int:
        """The number of the line that holds `offset`, counted from 0."""
        return bisect_left(self._ends, offset)


class Notation(ABC):
    """Finds the constructs of one family in a text.

    `name` is the word of the mapping tables, `trigger` a pattern without which a text holds none of them.
    """

    name: ClassVar[str]
    trigger: ClassVar[re.Pattern[str]]

    @abstractmethod
    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        """The constructs in `text` outside `taken`, outermost only. `names` are those that tables know."""


class Occurrences:
    """Where a string or pattern occurs next in a text. Each is looked for once, however often it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str | re.Pattern[str], list[int]] = {}

    def after(
        self, what: str | re.Pattern[str], at: int, counts: Callable[[int], bool] = lambda _at: True
    ) -> int:
        """The offset of the first occurrence at or behind `at` that `counts`, always the same do; or -1."""
        if what not in self._found:
            pattern = re.compile(re.escape(what)) if isinstance(what, str) else what
            self._found[what] = [m.start() for m in pattern.finditer(self._text) if counts(m.start())]
        offsets = self._found[what]
        place = bisect_left(offsets, at)
        return offsets[place] if place < len(offsets) else -1


_MARKERS = re.compile(r"[-*+>]|\d+[.)]")
_LONGEST_PREFIX = 200


def _head(text: str, start: int) -> str:
    """What stands before `start` on its line; of a long line only the end."""
    low = max(0, start - _LONGEST_PREFIX)
    newline = text.rfind("\n", low, start)
    return text[newline + 1 if newline >= 0 else low : start]


def line_prefix(text: str, start: int) -> str:
    """What further lines of a construct at `start` carry before their text."""
    head = _head(text, start)
    return "" if _MARKERS.sub("", head).strip() else continuation(head)


def alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but blanks, quote marks and list markers stands beside a range on its lines."""
    newline = text.find("\n", end, end + _LONGEST_PREFIX)
    tail = text[end : newline if newline >= 0 else end + _LONGEST_PREFIX]
    return not tail.strip() and not _MARKERS.sub("", _head(text, start)).strip()


def continuation(head: str) -> str:
    """What the lines after one that begins with `head` carry: quote marks stay, list markers become blanks."""
    return re.sub(r"[-*+]|\d+[.)]", lambda m: " " * len(m[0]), head)


def unprefix(lines: Sequence[str], prefix: str) -> list[str]:
    """`lines` without `prefix`; of a line that carries less of it, as much as is there."""
    return [_cut(line, prefix) for line in lines]


def _cut(line: str, prefix: str) -> str:
    if line.startswith(prefix):
        return line[len(prefix) :]
    at = 0
    for char in prefix:
        if at < len(line) and (line[at] == char or (char == " " and line[at] == "\t")):
            at += 1
        elif char == ">":
            break
    return line[at:]


def strip_indent(text: str) -> str:
    """`text` without the indent that all its non-blank lines share (hexojs/strip-indent as Hexo uses it)."""
    indents = [len(m[0]) for m in re.finditer(r"(?m)^[ \t]*(?=\S)", text)]
    common = min(indents, default=0)
    return re.sub(rf"(?m)^[ \t]{{{common}}}", "", text) if common else text

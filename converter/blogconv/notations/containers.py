"""`:::note Title` … `:::` in its dialects, and the same shape with other marks (`+++`, `;;;`).

The grammar is markdown-it-container's, read generously: titles as VuePress (rest of the line), Docusaurus
(`[Title]`) and MDC or Pandoc (`{title="…"}`) write them. Closing lines belong to the innermost container that
they can close, so that nesting at one length is read as meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from ..blocks import blocks
from ..body import Span
from .base import Found, Notation, Spans, continuation, unprefix

_HEAD = r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*"
_PARAMS = re.compile(
    r"[ \t]*(?:\{(?P<outer>[^}\n]*)\}|(?P<name>[^\s\[\]{}:]+))?"
    r"(?:\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\])?[ \t]*(?:\{(?P<attrs>[^}\n]*)\})?(?P<rest>[^\n]*)"
)
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))|\.([\w-]+)|#([\w-]+)")
_DEEPEST = 50


class _Line(NamedTuple):
    """A line that begins with the marks: its offsets, its number, what stands before and behind the marks."""

    start: int
    end: int
    number: int
    head: str
    size: int
    params: str


class _Open(NamedTuple):
    line: _Line
    prefix: str


class Container(Notation):
    """Containers of one mark. Those of unknown name are found too, with a note, but never cover others.

    `tight`: a name touches the marks; what stands behind a blank is a title.
    """

    trigger: ClassVar[re.Pattern[str]] = re.compile(r":{3}")

    def __init__(self, name: str = "container", mark: str = ":", *, tight: bool = False) -> None:
        self._tight = tight
        self.name = name  # type: ignore[misc]
        self.trigger = re.compile(re.escape(mark) + "{3}")  # type: ignore[misc]
        self._line = re.compile(rf"(?m)^({_HEAD})({re.escape(mark)}{{3,}})([^\n]*)$")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        pairs, left = _pairs(self._lines(text, taken))
        found: list[Found] = []
        lines = text.split("\n") if pairs else []
        covered = 0
        for opened, closed in sorted(pairs, key=lambda p: p[0].line.start):
            construct = self._container(lines, opened, closed) if opened.line.start >= covered else None
            if construct and construct.name.lower() in names:
                covered = construct.span.end
                found.append(construct)
            elif construct:
                found.append(replace(construct, note="unknown"))
        return found + [self._unclosed(line) for line in left if self._name(line).lower() in names]

    def _lines(self, text: str, taken: Spans) -> Iterator[_Line]:
        number, at = 0, 0
        code: set[int] | None = None
        for match in self._line.finditer(text):
            number, at = number + text.count("\n", at, match.start()), match.start()
            if taken.at(match.start(2)):
                continue
            if code is None:
                code = code_lines(text)
            if number not in code:
                yield _Line(match.start(2), match.end(), number, match[1], len(match[2]), match[3])

    def _name(self, line: _Line) -> str:
        params = _PARAMS.match(line.params)
        assert params is not None
        return "" if self._tight and line.params[0].isspace() else _arguments(params)[0]

    def _unclosed(self, line: _Line) -> Found:
        return Found(Span(line.start, line.end), self.name, self._name(line), note="unclosed")

    def _container(self, lines: list[str], opened: _Open, closed: _Line) -> Found | None:
        start = opened.line
        inner = lines[start.number + 1 : closed.number]
        quotes = opened.prefix.count(">")
        if quotes and any(line.count(">") < quotes for line in inner):
            return None
        params = _PARAMS.match(start.params)
        assert params is not None
        name, args = _arguments(params)
        if self._tight and start.params[0].isspace():
            name, args = "", {"title": start.params.strip()}
        return Found(
            Span(start.start, closed.end),
            self.name,
            name,
            args=args,
            body="\n".join(unprefix(inner, opened.prefix)),
            body_at=start.end + 1,
            prefix=opened.prefix,
        )


def code_lines(text: str) -> set[int]:
    """The numbers of the lines that are code or HTML, counted from 0."""
    return {
        n
        for block in blocks(text)
        if block.type in ("fence", "code_block", "html_block")
        for n in range(block.start, block.end)
    }


def _pairs(lines: Iterable[_Line]) -> tuple[list[tuple[_Open, _Line]], list[_Line]]:
    """Opening lines with those that close them, and the opening lines that nothing closes."""
    pairs: list[tuple[_Open, _Line]] = []
    left: list[_Line] = []
    stack: list[_Open] = []
    deeper = 0
    for line in lines:
        if line.params.strip():
            if len(stack) < _DEEPEST:
                stack.append(_Open(line, continuation(line.head)))
            else:
                deeper += 1
        elif deeper:
            deeper -= 1
        elif (place := _closes(stack, line)) is not None:
            pairs.append((stack[place], line))
            left += [opened.line for opened in stack[place + 1 :]]
            del stack[place:]
    return pairs, left + [opened.line for opened in stack]


def _closes(stack: Sequence[_Open], line: _Line) -> int | None:
    """Which open container `line` closes: the innermost of its own length, else the innermost shorter one."""
    fits = [
        place
        for place, (opened, prefix) in enumerate(stack)
        if opened.size <= line.size
        and prefix.count(">") == line.head.count(">")
        and _reaches(line.head, prefix)
    ]
    same = [place for place in fits if stack[place].line.size == line.size]
    return (same or fits)[-1] if fits else None


def _reaches(head: str, prefix: str) -> bool:
    """Whether a line's head has the indent of `prefix`, and less than a code block's more."""
    indent = len(head.expandtabs(4)) - len(prefix.expandtabs(4))
    return -1 < indent < 4 or (">" in prefix and abs(indent) < 4)


def _arguments(params: re.Match[str]) -> tuple[str, dict[str, Any]]:
    attributes: dict[str, str] = {}
    classes: list[str] = []
    for source in (params["outer"], params["attrs"]):
        for key, a, b, c, cls, ident in _ATTRIBUTE.findall(source or ""):
            if cls:
                classes.append(cls)
            elif ident:
                attributes["id"] = ident
            else:
                attributes[key] = a or b or c
    name = params["name"] or (classes.pop(0) if classes else "")
    args: dict[str, Any] = {}
    title = params["label"] or attributes.pop("title", "") or params["rest"].strip()
    if title:
        args["title"] = title
    if "open" in attributes or params["attrs"] == "open":
        args["fold"] = "open"
    left = [f".{c}" for c in classes] + [f'{k}="{v}"' for k, v in attributes.items()]
    if left:
        args["attrs"] = " ".join(left)
    return name, args

"""Marks around words that Markdown does not have: `++x++`, `==x==`, `[x]{.label}`, `{漢字^かんじ}`.

The mapping rows say which there are. A row's name shows the marks, with spaces where the text stands: `++` is
the same mark on both sides, `[ ]` two marks that an attribute list must follow, `{ ^ }` two marks with another
between two texts. The classes of an attribute list behind the marks are words. The rules are those of
markdown-it's plugins: ins, mark, sub, sup, bracketed-spans, ruby.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Occurrences, Spans
from .containers import code_lines

_LONGEST = 2000
_BLANK = re.compile(r"(?<!\\)\s")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_ATTRIBUTES = re.compile(r"\{((?:[ \t]*(?:[.#][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|[^\s{}\"]+)))+)[ \t]*\}")
_ATTRIBUTE = re.compile(r"\.([\w-]+)|#([\w-]+)|([\w-]+)=(?:\"([^\"\n]*)\"|([^\s{}\"]+))")
_CODE = re.compile(r"\\.|`+")
_SHIELDED = (
    r"\\.",  # an escaped mark
    r"`+",  # a code span: its end is looked for
    r"<!--",
    r"</?[A-Za-z][^<>\n]*>|<\w+:[^<>\s]*>",  # HTML, autolinks
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+[^\n()]*)?\)",  # where a link leads
    r"\[\^[^\]\s]+\]",  # footnotes
    r"https?://[^\s<>]+",
    r"\$\$[\s\S]*?\$\$|\$(?=\S)[^$\n]*?(?<=\S)\$(?!\d)",  # formulas
)


class Inline(Notation):
    """Inline marks of the given names. Each finds what its marks enclose: a body, or two texts as words."""

    name: ClassVar[str] = "inline"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"[^\w\s]")

    def __init__(self, names: Iterable[str]) -> None:
        self._marks = sorted({_marks(name) for name in names}, key=lambda m: -len(m[0]))
        openers = "|".join(re.escape(marks[0]) for marks in self._marks)
        self.trigger = re.compile(openers)  # type: ignore[misc]
        self._token = re.compile("|".join([*_SHIELDED, openers]))

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        return list(self._found(text, taken, _code(text))) if names else []

    def _found(self, text: str, taken: Spans, code: Spans) -> Iterator[Found]:
        ends = Occurrences(text)
        at = 0
        while match := self._token.search(text, at):
            start = match.start()
            if span := taken.at(start) or code.at(start):
                at = span.end
            elif match[0][0] == "`":
                at = _behind_code(text, match, ends)
            elif match[0] == "<!--":
                end = ends.after("-->", start)
                at = end + 3 if end >= 0 else match.end()
            elif found := next(filter(None, (_match(text, start, m, ends) for m in self._marks)), None):
                yield found
                at = found.span.end
            else:
                at = match.end()


def _marks(name: str) -> tuple[str, ...]:
    """The marks that a row's name shows."""
    marks = tuple(name.split(" "))
    return marks * 2 if len(marks) == 1 else marks


def _code(text: str) -> Spans:
    """The lines that Markdown does not read as text."""
    lines = code_lines(text)
    spans, at = [], 0
    for number, line in enumerate(text.split("\n")):
        if number in lines:
            spans.append(Span(at, at + len(line) + 1))
        at += len(line) + 1
    return Spans(spans)


def _behind_code(text: str, match: re.Match[str], ends: Occurrences) -> int:
    """The offset behind the code span that the backticks of `match` open, or behind them if it never closes."""
    run = re.compile(rf"(?<!`){match[0]}(?!`)")
    end = ends.after(run, match.end())
    return end + len(match[0]) if end >= 0 and not _BLANK_LINE.search(text, match.end(), end) else match.end()


def _match(text: str, start: int, marks: tuple[str, ...], ends: Occurrences) -> Found | None:
    opener, *between, closer = marks
    if not text.startswith(opener, start):
        return None
    if opener == closer:
        end = _closing(text, start, opener, ends)
    else:
        end = _balanced(text, start, opener, closer)
    inner = text[start + len(opener) : end]
    if end < 0 or not inner.strip() or "\n\n" in inner:
        return None
    if between:
        texts = tuple(t.strip() for t in inner.split(between[0], 1))
        whole = Span(start, end + len(closer))
        return (
            Found(whole, "inline", " ".join(marks), texts, inline=True)
            if len(texts) == 2 and all(texts)
            else None
        )
    attributes = _ATTRIBUTES.match(text, end + len(closer))
    if opener != closer and not attributes:
        return None
    classes, named = _attributes(attributes[1] if attributes else "")
    return Found(
        Span(start, attributes.end() if attributes else end + len(closer)),
        "inline",
        opener if opener == closer else " ".join(marks),
        classes,
        named,
        body=inner,
        body_at=start + len(opener),
        inline=True,
    )


def _attributes(source: str) -> tuple[tuple[str, ...], dict[str, str]]:
    classes: list[str] = []
    named: dict[str, str] = {}
    for name, ident, key, quoted, bare in _ATTRIBUTE.findall(source):
        if name:
            classes.append(name)
        else:
            named["id" if ident else key] = ident or quoted or bare
    return tuple(classes), named


def _closing(text: str, start: int, mark: str, ends: Occurrences) -> int:
    """The offset of the mark that closes the one at `start`; -1 where it does not open or none does.

    One character: no blanks between (markdown-it-sub, -sup). More: as CommonMark has it for `**`.
    """
    run = re.compile(rf"(?<!{re.escape(mark[0])}){re.escape(mark)}(?!{re.escape(mark[0])})")
    if not run.match(text, start) or not _opens(text, start, mark):
        return -1
    end = ends.after(run, start + len(mark), lambda at: _may_close(text, at, mark))
    while 0 <= end < start + _LONGEST:
        if (_BLANK if len(mark) == 1 else _BLANK_LINE).search(text[start + len(mark) : end]):
            return -1
        behind = _code_around(text, start + len(mark), end, ends)
        if not behind:
            return end
        end = ends.after(run, behind)
    return -1


def _may_close(text: str, end: int, mark: str) -> bool:
    return text[end - 1] != "\\" and (len(mark) == 1 or _closes(text, end, mark))


def _code_around(text: str, start: int, at: int, ends: Occurrences) -> int:
    """The offset behind the code span after `start` in which `at` lies; 0 where it lies in none."""
    while match := _CODE.search(text, start, at):
        start = _behind_code(text, match, ends) if match[0][0] == "`" else match.end()
        if start > at:
            return start
    return 0


def _kind(char: str) -> str:
    if not char or char.isspace():
        return "blank"
    return "mark" if unicodedata.category(char)[0] in "PS" else "letter"


def _flanks(outside: str, inside: str) -> bool:
    """CommonMark's left- or right-flanking, by the characters on the two sides of a run of marks."""
    return _kind(inside) == "letter" or (_kind(inside) == "mark" and _kind(outside) != "letter")


def _opens(text: str, start: int, mark: str) -> bool:
    return _flanks(text[max(start - 1, 0) : start], text[start + len(mark) : start + len(mark) + 1])


def _closes(text: str, end: int, mark: str) -> bool:
    return _flanks(text[end + len(mark) : end + len(mark) + 1], text[end - 1 : end])


def _balanced(text: str, start: int, opener: str, closer: str) -> int:
    """The offset of the closer that belongs to the opener at `start`, on the same line; -1 without one."""
    depth, at = 0, start
    while at < min(len(text), start + _LONGEST) and text[at] != "\n":
        if text[at] == "\\":
            at += 1
        elif text.startswith(opener, at):
            depth += 1
        elif text.startswith(closer, at):
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return -1

"""Source construct to neutral construct to target construct, and a whole body from one engine to the other.

For each construct the target's rows for its kind are tried in order, its own first and the forms that every
Markdown engine has last; the first whose conditions hold is printed. Text between constructs passes as it is but
for the edits that the two dialects ask for and the guards of the target's own notations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from .body import Construct, Edit, Item, Segment, Span, apply
from .diagnostics import Diagnostics
from .model import Dialect
from .notations.base import continuation
from .parity import edits as parity_edits
from .scan import Scanner
from .tables import Row

_DEEPEST = 20


class Tell(Protocol):
    """Takes a finding about the construct at hand: a diagnostic code and a sentence."""

    def __call__(self, code: str, message: str) -> None: ...


class Printer(Protocol):
    """Writes a construct in one notation of the target."""

    def __call__(self, row: Row, construct: Construct, /) -> str:
        """The construct as text. Bodies of the construct and its items are already the target's."""


def _as_it_is(_row: Row, construct: Construct, /) -> Construct | None:
    return construct


@dataclass(frozen=True, slots=True)
class Target:
    """What translating needs to know of the engine that is written.

    `fits` gives a construct as a row can say it, or None where the row cannot. Constructs of the flavours named
    `keeps` stand in the target as they stood in the source: it knows them too.
    """

    rows: Mapping[str, Sequence[Row]]
    printers: Mapping[str, Printer]
    guard: Callable[[str], list[Edit]]
    dialect: Dialect
    fits: Callable[[Row, Construct], Construct | None] = _as_it_is
    keeps: frozenset[str] = frozenset()


@dataclass(slots=True)
class Translation:
    """A translated body: its text, the helpers that it needs, the kinds it holds and what there is to tell."""

    text: str = ""
    used: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)


class Translator:
    """Translates the bodies of one site. Pure: the same text gives the same text.

    `resolve` turns what an argument of the source names (a post, a file) into an address, and tells what it
    does not find.
    """

    def __init__(
        self,
        scanner: Scanner,
        source: Dialect,
        target: Target,
        resolve: Callable[[Construct, Tell], Construct],
        diagnostics: Diagnostics,
        path: str,
    ) -> None:
        self._scanner = scanner
        self._source = source
        self._target = target
        self._resolve = resolve
        self._diagnostics = diagnostics
        self._path = path
        self._done = Translation()
        self._has_references = False
        self._prefixed = 0
        self._looked = 0

    def translate(self, text: str, first_line: int = 1) -> Translation:
        """`text`, whose lines end in LF, in the target's notations. `first_line` is its line in the file."""
        self._has_references = bool(_REFERENCE.search(text))
        self._done.text = self._body(text, first_line, 0)
        return self._done

    def _tell(self, code: str, line: int, message: str) -> None:
        self._diagnostics.add(code, self._path, line, message)

    def _body(self, text: str, line: int, depth: int) -> str:
        if depth > _DEEPEST:
            self._tell(
                "nested-too-deep", line, f"constructs nested more than {_DEEPEST} deep; left as they stand"
            )
            return self._guarded(text)
        scan = self._scanner.scan(text)
        for finding in scan.findings:
            self._tell(finding.code, line + scan.lines.at(finding.offset), finding.message)
        constructs = scan.constructs
        edits = parity_edits(text, self._source, self._target.dialect, [s.span for s in constructs])
        if not constructs:
            return self._guarded(apply(edits, text) if edits else text)
        page = _Page()
        segments = [*scan.segments, Segment(Span(len(text), len(text)))]  # for what is put at the very end
        for segment, own in zip(segments, _by_segment(segments, edits), strict=True):
            raw = text[segment.span.start : segment.span.end]
            if segment.construct is None:
                page.add(apply(own, raw))
            elif self._stays(segment.construct, depth):
                page.add(raw, done=True)
            else:
                self._place(page, segment, segment.construct, text, line, depth)
        return self._guarded(page.text(), page.done)

    def _stays(self, construct: Construct, depth: int) -> bool:
        """Whether the target knows the construct, and all within, as it stands."""
        if construct.origin[0] not in self._target.keeps or depth > _DEEPEST:
            return construct.origin[0] in self._target.keeps
        bodies = [construct.body] if construct.body and construct.body_kind == "markdown" else []
        bodies += [item.body for item in construct.items if item.body]
        return all(
            segment.construct is None or self._stays(segment.construct, depth + 1)
            for body in bodies
            for segment in self._scanner.scan(body).segments
        )

    def _guarded(self, text: str, done: Sequence[Span] = ()) -> str:
        """`text` with what the target would read shielded, but for what was printed for it (`done`)."""
        guards = _outside(self._target.guard(text), done)
        if not guards:
            return text
        self._done.used.update({"literal"} if any("literal" in e.text for e in guards) else ())
        return apply(guards, text)

    def _place(
        self, page: _Page, segment: Segment, construct: Construct, text: str, line: int, depth: int
    ) -> None:
        at = line + construct.line
        construct = self._resolve(construct, lambda code, message: self._tell(code, at, message))
        printed = self._print(construct, segment, at, line + construct.body_line, depth)
        if printed is None:
            page.add(text[segment.span.start : segment.span.end])
        elif construct.kind == "literal" and construct.args.get("code"):
            page.add(printed)
        elif construct.kind == "excerpt-mark" or (construct.inline and "\n" not in printed):
            alone = _LONE_TAG.fullmatch(printed) and _blank(_LEADING.sub("", page.head))
            begins = alone and _TEXT_BELOW.match(text, segment.span.end)
            page.add(f"<span>{printed}</span>" if begins else printed, done=True)
        elif construct.inline and page.has_bar:
            page.add(" ".join(printed.split()), done=True)
        elif construct.inline:
            self._tell(
                "block-in-text", at, f"this {construct.kind} stood inside a line; given lines of its own"
            )
            page.add_apart(printed, continuation(_LEADING.match(page.head)[0]))  # type: ignore[index]
        else:
            page.add_block(printed, segment.prefix, text[segment.span.end : segment.span.end + _AHEAD])

    def _print(
        self, construct: Construct, segment: Segment, line: int, body_line: int, depth: int
    ) -> str | None:
        row, construct = self._row(construct, segment)
        if row is None:
            self._tell(
                "no-form", line, f"the target has no form for this {construct.kind}; left as it stands"
            )
            return None
        self._done.kinds[construct.kind] += 1
        if row.lossy:
            self._tell("fallback", line, f"{construct.kind}: {row.lossy}")
        self._done.used.update({row.helper} if row.helper else ())
        prefixed = bool(segment.prefix) or row.notation in _QUOTES
        self._prefixed += prefixed
        translated = self._translated(construct, row, body_line, depth)
        self._prefixed -= prefixed
        printed = self._target.printers[row.notation](row, translated)
        return self._guarded(printed) if _is_fence(construct, row) else printed

    def _translated(self, construct: Construct, row: Row, line: int, depth: int) -> Construct:
        args = construct.args
        if construct.inline and any(p.name == "inline" for p in row.arguments):
            args = {**args, "inline": True}
        if row.notation == "template":
            args = {k: self._guarded(v) if isinstance(v, str) else v for k, v in args.items()}
        body = construct.body
        if body is not None and construct.body_kind == "markdown":
            body = self._body(body, line, depth + 1)
        elif body is not None and not construct.args.get("code") and not _is_fence(construct, row):
            body = self._guarded(body)
        items = tuple(
            Item(i.args, self._body(i.body, line, depth + 1) if i.body else "") for i in construct.items
        )
        return replace(construct, args=args, body=body, items=items)

    def _row(self, construct: Construct, segment: Segment) -> tuple[Row | None, Construct]:
        """The row to print the construct with, and the construct as that row can say it."""
        for row in self._target.rows.get(construct.kind, ()):
            if self._holds(row, construct, segment):
                fitted = self._target.fits(row, construct)
                if fitted is not None:
                    return row, fitted
        return None, construct

    def _holds(self, row: Row, construct: Construct, segment: Segment) -> bool:
        return all(self._condition(word, construct, segment) for word in row.when)

    def _condition(self, word: str, construct: Construct, segment: Segment) -> bool:
        """Whether a word of `when` holds.

        `plain` (renders the same as a document of its own), `apart` (stands in no list, quote or line of text
        and holds no construct), `whole` (needs nothing of the page: no footnote, no reference), `quoted` (stands
        in a quote), `inline`, `body`, `items` (it has some), `markup` (Markdown would read its raw body),
        `fenced`, the name of an argument that is given, or `name=value`.
        """
        if word.startswith("not-"):
            return not self._condition(word[4:], construct, segment)
        if word == "plain":
            return self._is_apart(construct, segment) and self._is_plain(construct)
        if word == "apart":
            return self._is_apart(construct, segment) and not self._holds_constructs(construct)
        if word == "whole":
            return self._is_whole(construct)
        if word == "quoted":
            return ">" in segment.prefix
        if word == "inline":
            return construct.inline
        if word == "body":
            return bool(construct.body and not _blank(construct.body))
        if word == "markup":
            return bool(_MARKUP.search(construct.body or ""))
        if word == "fenced":
            return "```" in (construct.body or "")
        if word == "items":
            return bool(construct.items)
        name, _, value = word.partition("=")
        given = construct.args.get(name)
        return str(given) in value.split("|") if value else given not in (None, "", False)

    def _is_apart(self, construct: Construct, segment: Segment) -> bool:
        return not (segment.prefix or construct.inline or self._prefixed)

    def _holds_constructs(self, construct: Construct) -> bool:
        """Whether anything stands in it that is translated to more than Markdown, or it is too deep to tell."""
        if self._looked > _DEEPEST:
            return True
        self._looked += 1
        found = any(
            not self._is_markdown(segment)
            for body in _bodies(construct)
            for segment in self._scanner.scan(body).constructs
        )
        self._looked -= 1
        return found

    def _is_markdown(self, segment: Segment) -> bool:
        """Whether a construct becomes Markdown: an alert quote, a link, what stands behind a fence's language."""
        construct = segment.construct
        if construct is None or construct.kind == "excerpt-mark":
            return construct is None
        row, _ = self._row(construct, segment)
        if row is None or (row.notation == "template" and (row.helper or not construct.inline)):
            return False
        if row.notation == "fence":
            return construct.body is None
        return row.notation == "template" or (
            row.notation == "alert" and not self._holds_constructs(construct)
        )

    def _is_whole(self, construct: Construct) -> bool:
        body = "\n".join(_bodies(construct))
        return "[^" not in body and not (self._has_references and "[" in body)

    def _is_plain(self, construct: Construct) -> bool:
        """Whether the body may be rendered as a document of its own and still come out the same."""
        for body in _bodies(construct):
            if _NOT_PLAIN.search(body) or (self._has_references and "[" in body):
                return False
            if self._target.guard(body):
                return False
        return not self._holds_constructs(construct)


def _is_fence(construct: Construct, row: Row) -> bool:
    """Whether it is written as a fence around code, in which the target may read less than in a text."""
    return construct.kind == "code" and construct.body is not None and row.notation in ("fence", "attributes")


def _bodies(construct: Construct) -> list[str]:
    return [construct.body or "", *(item.body for item in construct.items)]


_REFERENCE = re.compile(r"(?m)^[ >\t]*\[[^\]\n]+\]:")
_NOT_PLAIN = re.compile(
    r"(?m)^[ >\t]*(?:[-*+]\s+|\d+[.)]\s+)*#{1,6}(?:\s|$)"  # a heading: its id belongs to the page
    r"|^[ >\t]*(?:=+|-+)[ \t]*$"
    r"|\[\^|<!--|(?:\A|\n)[ \t]*\n[ \t]*\[|<h[1-6]"
)
_MARKUP = re.compile(r"[\\`*_\[\]<>~&\"']|--|\.\.\.|(?m:^\s*(?:#|[-+]\s|\d+[.)]\s))|\n\s*\n|https?://")
_LONE_TAG = re.compile(r"<img\b[^<>]*>")
_TEXT_BELOW = re.compile(r"[ \t]*\n[ \t>]*[^\s>]")
"""Text below a line that is one HTML tag is HTML as well (CommonMark, HTML blocks of type 7)."""
_QUOTES = frozenset(("alert", "admonition"))
"""Notations that put marks before the lines of a body."""
_AHEAD = 400
"""How much of the following text, or of a line's beginning, is looked at."""
_LEADING = re.compile(r"[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*")


def _by_segment(segments: Sequence[Segment], edits: Iterable[Edit]) -> list[list[Edit]]:
    """The edits of each segment, counted from its start. No edit crosses a segment's end."""
    ordered = sorted(edits)
    out: list[list[Edit]] = []
    at = 0
    for segment in segments:
        start, end = segment.span
        mine: list[Edit] = []
        while (
            at < len(ordered) and ordered[at].span.end <= end and ordered[at].span.start < max(end, start + 1)
        ):
            edit = ordered[at]
            mine.append(Edit(Span(edit.span.start - start, edit.span.end - start), edit.text))
            at += 1
        out.append(mine)
    return out


def _outside(edits: Sequence[Edit], spans: Sequence[Span]) -> list[Edit]:
    """The edits that touch none of `spans`, which are in order."""
    starts = [span.start for span in spans]
    kept = []
    for edit in edits:
        before = bisect_left(starts, edit.span.end) - 1
        if before < 0 or spans[before].end <= edit.span.start:
            kept.append(edit)
    return kept


class _Page:
    """Text under construction that knows its current line, whether the line above is blank, and what is done:
    the spans that were printed for the target.

    `head` is how the current line begins, `has_bar` whether it holds a `|`, which may divide cells.
    """

    def __init__(self) -> None:
        self._out: list[str] = []
        self._length = 0
        self.done: list[Span] = []
        self._above = ""
        self._begin("")

    def _begin(self, line: str) -> None:
        self._line = [line]
        self._width = len(line)
        self.head = line[:_AHEAD]
        self.has_bar = "|" in line

    def text(self) -> str:
        return "".join([*self._out, *self._line])

    def add(self, text: str, *, done: bool = False) -> None:
        """Append running text."""
        start = self._length + self._width
        if done and text:
            self.done.append(Span(start, start + len(text)))
        before, newline, last = text.rpartition("\n")
        if newline:
            self._out.append("".join([*self._line, before, newline]))
            self._above = self._out[-1][:-1].rpartition("\n")[2]
            self._length += len(self._out[-1])
            self._begin(last)
        else:
            self._line.append(text)
            self._width += len(text)
            self.head += text[: _AHEAD - len(self.head)]
            self.has_bar = self.has_bar or "|" in text

    def _is(self, prefix: str) -> bool:
        return self._width == len(prefix) and "".join(self._line) == prefix

    def add_block(self, text: str, prefix: str, following: str) -> None:
        """Append a block on lines of its own, blank lines around it where text is near."""
        if self._out and self._is(prefix) and not _blank(self._above):
            self._begin("")
            self.add(prefix.rstrip() + "\n" + prefix)
        self.add(_indented(text, prefix), done=True)
        next_line = following.removeprefix("\n").partition("\n")[0]
        if following.startswith("\n") and not _blank(next_line):
            self.add("\n" + prefix.rstrip())

    def add_apart(self, text: str, prefix: str) -> None:
        """Append a block in the middle of a line, which it divides."""
        gap = "\n" + prefix.rstrip() + "\n" + prefix
        self.add(gap)
        self.add(_indented(text, prefix), done=True)
        self.add(gap)


def _blank(text: str) -> bool:
    return not text.strip(" \t\n>")


def _indented(text: str, prefix: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(prefix + line if line else prefix.rstrip() for line in rest)])

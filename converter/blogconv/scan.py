"""Source text to segments: finds the constructs of a body, in the order in which the engine itself reads.

Which notations there are, what counts as code and which rows give names a meaning are the source's; this module
only puts them together. The raw texts of the segments concatenate to the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from .body import Construct, Item, Segment, Span
from .notations.arguments import bind, holds, implied
from .notations.base import Found, Lines, Notation, Spans
from .notations.original_folds import fold_restored
from .notations.originals import restored
from .notations.parts import child_parts, read_parts
from .tables import Parts, Row, Rows, vocabulary

_TRUE, _FALSE = {"true", "yes", "on", "1", "checked", "open"}, {"false", "no", "off", "0"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a place in a text: a diagnostic code, an offset, a sentence.

    `found` is the construct that no row fits, as it is written.
    """

    code: str
    offset: int
    message: str
    found: Found | None = None


@dataclass(slots=True)
class Scan:
    """The segments of a text, what was noticed while reading it, and where its lines are."""

    lines: Lines
    segments: list[Segment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def constructs(self) -> list[Segment]:
        return [s for s in self.segments if s.construct]


class Scanner:
    """Reads the bodies of one site.

    `notations` in the engine's order; `code` gives the spans of a text that no notation may read;
    `unrendered` names notations that the site's own engine prints as text, which are read as meant.
    """

    def __init__(
        self,
        rows: Rows,
        notations: Sequence[Notation],
        code: Callable[[str], list[Found]],
        unrendered: Sequence[str] = (),
    ) -> None:
        self._notations = notations
        self._code = code
        self._unrendered = unrendered
        self._rows = {name: rows.reading(name) for name in (*(n.name for n in notations), _FENCE)}
        self._guesses = {n.name: rows.guesses(n.name) if n.name in _GUESSED else {} for n in notations}
        self._names = {n.name: {**self._guesses[n.name], **self._rows[n.name]} for n in notations}

    def without_notations(self) -> Scanner:
        """A scanner for bodies in which nothing but code is special."""
        plain = copy(self)
        plain._notations = ()
        return plain

    def scan(self, text: str) -> Scan:
        """The segments of `text`, whose lines end in LF. Never raises for any text."""
        scan = Scan(Lines(text))
        active = [n for n in self._notations if n.trigger.search(text)]
        if not active and not _FENCE_RUN.search(text):
            scan.segments = [Segment(Span(0, len(text)))] if text else []
            return scan
        fences = self._code(text)
        found = [f for f in fences if f.name]
        taken = Spans()
        taken.add([f.span for f in fences])
        for notation in active:
            fresh = notation.find(text, taken, self._names[notation.name])
            found += fresh
            taken.add([f.span for f in fresh if not f.note])
        scan.segments = self._segments(text, found, scan)
        return scan

    def _segments(self, text: str, found: list[Found], scan: Scan) -> list[Segment]:
        segments: list[Segment] = []
        at = 0
        for f in sorted(found, key=lambda f: (f.span.start, -f.span.end)):
            if f.span.start < at:
                continue
            construct = self._construct(text, f, scan)
            if construct:
                if f.span.start > at:
                    segments.append(Segment(Span(at, f.span.start)))
                segments.append(Segment(f.span, construct, f.prefix))
                at = f.span.end
        if at < len(text):
            segments.append(Segment(Span(at, len(text))))
        return _joined(text, segments)

    def _construct(self, text: str, found: Found, scan: Scan) -> Construct | None:
        row = self._row(found, scan)
        if row is None:
            return None
        if found.notation in self._unrendered:
            scan.findings.append(
                Finding(
                    "not-rendered",
                    found.span.start,
                    f"the site's own renderer prints this '{found.name}' {found.notation} as text; "
                    "converted as it was meant",
                )
            )
        words, given = _written(row, found)
        args, left = bind(row.grammar, row.arguments, words, found.named)
        args = {**row.always, **args, **given}
        if row.name_is:
            args.setdefault(row.name_is, found.name)
        args = implied(row.implies, row.arguments, args)
        kind = next((k for condition, k in row.becomes.items() if holds(condition, args)), row.kind)
        args = typed(kind, args)
        if left:
            message = f"left out of this '{found.name}', which has no place for it: {_short(' '.join(left))}"
            scan.findings.append(Finding("extra-arguments", found.span.start, message))
        construct = Construct(
            kind=kind,
            args=args,
            inline=found.inline,
            origin=(row.flavour, found.notation, found.name),
            raw=text[found.span.start : found.span.end],
            line=scan.lines.at(found.span.start),
            body_line=scan.lines.at(found.body_at),
        )
        return self._with_body(construct, row, found, scan)

    def _with_body(self, construct: Construct, row: Row, found: Found, scan: Scan) -> Construct:
        args = dict(construct.args)
        if found.body is None:
            if not row.body_from:
                return construct
            body = str(args.pop(row.body_from, ""))
            return replace(construct, args=args, body=body, body_kind="markdown")
        if row.body_pattern and (match := re.search(row.body_pattern, found.body)):
            given = {name: text.strip() for name, text in match.groupdict().items() if text}
            body = given.pop("body", "")
            return replace(construct, args={**args, **given}, body=body, body_kind=row.body)
        if row.body_is:
            return replace(construct, args={**args, row.body_is: found.body.strip()})
        if row.parts is not None:
            return self._with_parts(construct, row, row.parts, found, scan)
        if row.groups:
            item = Item({k: v for k, v in args.items() if k != row.groups}, found.body)
            args = {row.groups: args[row.groups]} if row.groups in args else {}
            return replace(construct, args=args, items=(item,), body_kind="group")
        body = re.sub(r"(?m)^[ \t]*> ?", "", found.body).strip("\n") if row.body == "quoted" else found.body
        construct = replace(construct, body=body, body_kind="raw" if row.body == "raw" else "markdown")
        return fold_restored(restored(construct))

    def _with_parts(
        self, construct: Construct, row: Row, parts: Parts, found: Found, scan: Scan
    ) -> Construct:
        """The construct with its body as parts. A body without any is kept as text, whatever stood around it."""
        args = dict(construct.args)
        own = {name: args.pop(name) for name in parts.given if name in args}
        items, outside = self._items(row, replace(parts, **own), found.body or "")
        if not items:
            message = f"no parts were found in this '{found.name}'; kept as text"
            scan.findings.append(Finding("no-parts", found.span.start, message))
            return replace(construct, kind="group", args={}, body=found.body, body_kind="markdown")
        if outside:
            message = f"'{found.name}' shows nothing outside its parts; left out: {_short(outside)}"
            scan.findings.append(Finding("outside-parts", found.span.start, message))
        if (shown := next((n for n, i in enumerate(items, 1) if i.args.get("shown")), 0)) > 1:
            args["active"] = shown
        items = tuple(Item({k: v for k, v in i.args.items() if k != "shown"}, i.body) for i in items)
        if parts.numbered:
            items = tuple(
                _called(i, f"{args.get(parts.numbered) or 'tab'} {n}") for n, i in enumerate(items, 1)
            )
        return replace(construct, args=args, items=items, body_kind="parts")

    def _items(self, row: Row, parts: Parts, body: str) -> tuple[tuple[Item, ...], str]:
        inner = next(n for n in self._notations if n.name == row.notation)
        taken = Spans([f.span for f in self._code(body) if not f.name])
        names = {**self._names[inner.name], **dict.fromkeys(parts.names, ())}
        found = inner.find(body, taken, names) if inner.trigger.search(body) else []
        if parts.spelling == "child":
            return child_parts(parts, body, found), ""
        taken.add([f.span for f in found if not f.note])
        return read_parts(parts, body, taken)

    def _guess(self, found: Found) -> list[Row]:
        """The rows of other flavours for a name, those first whose separator the arguments have."""
        colons = any("::" in word for word in found.words)
        rows = _named(self._guesses.get(found.notation, {}), found)
        return sorted(rows, key=lambda row: colons and "colons" not in row.grammar)

    def _row(self, found: Found, scan: Scan) -> Row | None:
        """The row for a written name: of several the first that has the arity, and finds the parts that it wants."""
        if found.note == "unclosed":
            scan.findings.append(_unclosed(found))
            return None
        known = self._rows[found.notation]
        rows = _named(known, found) or known.get("*", [])
        fitting = _fitting(rows, found)
        if row := next((r for r in fitting if self._has_parts(r, found)), None):
            return row
        guesses = _fitting(self._guess(found), found) if fitting or not rows else []
        guess = next((r for r in guesses if self._has_parts(r, found) and (r.parts or not fitting)), None)
        if guess := guess or next(iter(guesses if not fitting else ()), None):
            message = f"'{found.name}' is read as {guess.flavour} defines it; the site's theme is another"
            scan.findings.append(Finding("guessed-flavour", found.span.start, message))
            return guess
        if not fitting:
            scan.findings.append(_not_understood(found, bool(rows or self._guess(found))))
        return fitting[0] if fitting else None

    def _has_parts(self, row: Row, found: Found) -> bool:
        return row.parts is None or bool(self._items(row, row.parts, found.body or "")[0])


def _not_understood(found: Found, named: bool) -> Finding:
    """What is told about a construct that no row fits; `named` where a row has its name."""
    if not named:
        message = f"unknown {found.notation} '{found.name}'; left as it stands"
        return Finding("unknown-tag", found.span.start, message, found)
    if found.body is None:
        return replace(_unclosed(found), found=found)
    message = f"'{found.name}' has a body that none was expected for; left as it stands"
    return Finding("unknown-tag", found.span.start, message, found)


def _unclosed(found: Found) -> Finding:
    return Finding("unclosed", found.span.start, f"'{found.name}' is never closed; left as it stands")


_FENCE = "fence"
"""The notation of what stands behind the language of a code fence; it is found with the code."""
_FENCE_RUN = re.compile("```|~~~")


_GUESSED = {"tag", "container", "shortcode"}
"""Notations in which a name that no chosen table knows is still likely to be one that another flavour has."""


def _named(rows: Mapping[str, list[Row]], found: Found) -> list[Row]:
    """The rows for a written name: as it stands, else in lower case."""
    return rows.get(found.name) or rows.get(found.name.lower(), [])


def _fitting(rows: Sequence[Row], found: Found) -> list[Row]:
    """The rows that have a body where one was written, and whose `has` the written words match."""
    words = " ".join(found.words)
    fitting = (r for r in rows if (r.body != "none") == (found.body is not None))
    return [r for r in fitting if not r.has or re.search(r.has, words)]


def _written(row: Row, found: Found) -> tuple[Sequence[str], Mapping[str, Any]]:
    """The words that a row's arguments are read from, and what the notation itself gives.

    A row with arguments takes a title apart.
    """
    words, given = found.words, dict(found.args)
    if row.arguments and not words and "title" in given:
        words = tuple(str(given.pop("title")).split())
    return words, given


def _called(item: Item, title: str) -> Item:
    return (
        item
        if item.args.get("title") or item.args.get("icon")
        else replace(item, args={**item.args, "title": title})
    )


def _joined(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """Constructs of one group that follow one another, with nothing but blanks between, as one."""
    out: list[Segment] = []
    group: list[Segment] = []
    gap: list[Segment] = []
    for segment in segments:
        if group and not gap and segment.construct is None and _parts_nothing(text, segment, group[0].prefix):
            gap = [segment]
        elif group and _tie(segment) == _tie(group[0]):
            group.append(segment)
            gap = []
        else:
            out += [*_whole(text, group), *gap]
            group, gap = ([segment], []) if _tie(segment) else ([], [])
            out += [] if group else [segment]
    return [*out, *_whole(text, group), *gap]


def _parts_nothing(text: str, segment: Segment, prefix: str) -> bool:
    """Whether a segment between two constructs is blank, but for the marks of the quote that both stand in."""
    between = text[slice(*segment.span)]
    if ">" not in prefix:
        return not between.strip()
    first, *lines = between.split("\n")
    return not first.strip() and all(
        line.startswith(prefix.strip()) and not line.strip("> ") for line in lines
    )


def _tie(segment: Segment) -> tuple[str, Mapping[str, Any]] | None:
    """What constructs of one group have in common; None for what belongs to no group."""
    construct = segment.construct
    return (construct.kind, construct.args) if construct and construct.body_kind == "group" else None


def _whole(text: str, group: Sequence[Segment]) -> Sequence[Segment]:
    """The segments of a group as one; none of none."""
    first = group[0].construct if group else None
    if first is None or len(group) == 1:
        return group
    span = Span(group[0].span.start, group[-1].span.end)
    items = tuple(item for s in group if s.construct for item in s.construct.items)
    return [Segment(span, replace(first, items=items, raw=text[slice(*span)]), group[0].prefix)]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."


def typed(kind: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` with the types that the vocabulary gives the arguments of `kind`: booleans, numbers, callout types.

    To fold not at all is what is done where nothing is said."""
    known = vocabulary().kinds.get(kind, {}).get("arguments", {})
    said = {name: value for name, value in args.items() if (name, value) != ("fold", "none")}
    return {name: _typed(known.get(name, "text"), value) for name, value in said.items()}


def _typed(wanted: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    if wanted == "boolean":
        return True if word in _TRUE else False if word in _FALSE else bool(word)
    if wanted == "number" and re.fullmatch(r"-?\d+(\.\d+)?", word):
        return float(word) if "." in word else int(word)
    if wanted == "type":
        return vocabulary().callout_type(value) or word
    return value

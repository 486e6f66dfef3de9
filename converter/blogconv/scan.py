"""Source text to segments: finds the constructs of a body, in the order in which the engine itself reads.

Which notations there are, what counts as code and which rows give names a meaning are the source's; this module
only puts them together. The raw texts of the segments concatenate to the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .body import Construct, Item, Segment, Span
from .notations.arguments import bind
from .notations.base import Found, Notation, Spans
from .notations.parts import read_parts
from .tables import Row, Rows, vocabulary

_TRUE, _FALSE = {"true", "yes", "on", "1", "checked", "open"}, {"false", "no", "off", "0"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a place in a text: a diagnostic code, an offset, a sentence."""

    code: str
    offset: int
    message: str


@dataclass(slots=True)
class Scan:
    """The segments of a text and what was noticed while reading it."""

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
        self._rows = {n.name: rows.reading(n.name) for n in (*notations, _FENCE)}
        self._guesses = {n.name: rows.guesses(n.name) for n in notations}
        self._names = {n.name: {**self._guesses[n.name], **self._rows[n.name]} for n in notations}

    def scan(self, text: str) -> Scan:
        """The segments of `text`, whose lines end in LF. Never raises for any text."""
        scan = Scan()
        active = [n for n in self._notations if n.trigger.search(text)]
        if not active and not _FENCE.trigger.search(text):
            scan.segments = [Segment(Span(0, len(text)))] if text else []
            return scan
        fences = self._code(text)
        found = [f for f in fences if f.name]
        taken = Spans()
        taken.add([f.span for f in fences])
        for notation in active:
            fresh = notation.find(text, taken, self._names[notation.name])
            found += fresh
            taken.add([f.span for f in fresh if f.note != "unknown"])
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
        return segments

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
        args, left = bind(row.grammar, row.arguments, found.words, found.named)
        args = {**row.always, **args, **found.args}
        if row.name_is:
            args.setdefault(row.name_is, found.name)
        kind = next((k for arg, k in row.becomes.items() if args.get(arg)), row.kind)
        args = typed(kind, args)
        if left:
            words = " ".join(left)
            scan.findings.append(
                Finding("extra-arguments", found.span.start, f"'{found.name}' takes no '{words}'; left out")
            )
        line = text.count("\n", 0, found.span.start)
        construct = Construct(
            kind=kind,
            args=args,
            inline=found.inline,
            origin=(row.flavour, found.notation, found.name),
            raw=text[found.span.start : found.span.end],
            line=line,
            body_line=text.count("\n", 0, found.body_at),
        )
        return self._with_body(construct, row, found, scan)

    def _with_body(self, construct: Construct, row: Row, found: Found, scan: Scan) -> Construct:
        if row.body_from and found.body is None:
            args = dict(construct.args)
            body = str(args.pop(row.body_from, ""))
            return replace(construct, args=args, body=body, body_kind="markdown")
        if found.body is None:
            return construct
        if row.parts is not None:
            items = self._items(row, found.body)
            if items:
                return replace(construct, items=items, body_kind="parts")
            scan.findings.append(
                Finding(
                    "no-parts", found.span.start, f"no parts were found in this '{found.name}'; kept as text"
                )
            )
        return replace(construct, body=found.body, body_kind="markdown" if row.parts else row.body)

    def _items(self, row: Row, body: str) -> tuple[Item, ...]:
        parts = row.parts
        assert parts is not None
        if parts.spelling != "child":
            return read_parts(parts, body, Spans([f.span for f in self._code(body) if not f.name]))
        inner = next(n for n in self._notations if n.name == row.notation)
        taken = Spans([f.span for f in self._code(body) if not f.name])
        children = inner.find(body, taken, {**self._names[inner.name], **dict.fromkeys(parts.names, ())})
        return tuple(
            Item(bind(parts.grammar, parts.arguments, c.words, c.named)[0], c.body or "")
            for c in children
            if c.name in parts.names
        )

    def _row(self, found: Found, scan: Scan) -> Row | None:
        """The row for a written name: of several the first whose arity fits."""
        name = found.name if found.name in self._rows[found.notation] else found.name.lower()
        rows = self._rows[found.notation].get(name) or self._rows[found.notation].get("*", [])
        row = _fitting(rows, found)
        if row is None and (guess := _fitting(self._guesses.get(found.notation, {}).get(name, []), found)):
            message = f"'{found.name}' is read as {guess.flavour} defines it; the site's theme is another"
            scan.findings.append(Finding("guessed-flavour", found.span.start, message))
            return guess
        if row is None and rows:
            what = "is never closed" if found.body is None else "has a body that none was expected for"
            message = f"'{found.name}' {what}; left as it stands"
            scan.findings.append(
                Finding("unclosed" if found.body is None else "unknown-tag", found.span.start, message)
            )
        elif row is None:
            message = f"unknown {found.notation} '{found.name}'; left as it stands"
            scan.findings.append(Finding("unknown-tag", found.span.start, message))
        return row


class _Fence(Notation):
    name = "fence"
    trigger = re.compile("```|~~~")


_FENCE = _Fence()


def _fitting(rows: Sequence[Row], found: Found) -> Row | None:
    return next((r for r in rows if (r.body != "none") == (found.body is not None)), None)


def typed(kind: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` with the types that the vocabulary gives the arguments of `kind`: booleans, numbers, callout types."""
    known = vocabulary().kinds.get(kind, {}).get("arguments", {})
    return {name: _typed(known.get(name, "text"), value) for name, value in args.items()}


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

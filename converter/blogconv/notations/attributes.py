"""kramdown's attribute lists `{: .note }` on blocks, and HTML elements with Markdown inside, read by their classes.

A list belongs to the block that ends right above it, else to the one that begins right below
(gettalong/kramdown:lib/kramdown/parser/kramdown/extensions.rb).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from ..blocks import line_starts
from ..body import Span
from ..tables import vocabulary
from .base import Found, Notation, Spans, carried, continuation, unprefix
from .liquid import Variables, tokens, without_raw

_LIST = re.compile(r"(?m)^((?:[ \t]|>)*)\{:(?![:/])((?:\\\}|[^}\n])*)\}[ \t]*$")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)=(?:"((?:\\"|[^"])*)"|'((?:\\'|[^'])*)')|#([\w:.-]+)|\.([\w-]+)|([\w-]+)"""
)
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*(\S*)[ \t]*$")
_ITEM = re.compile(r" {0,3}(?:[-+*]|[0-9]+\.)[ \t]")
HEADING = re.compile(r"#{4,6}[ \t]+([^\n]+?)(?:[ \t]+#+)?[ \t]*(?:\n\s*|\Z)")


TITLED = "titled"
"""The class of a quote whose first paragraph, in bold, is the title. We write it where the theme has no titles."""


class Attributes(NamedTuple):
    """What an attribute list says: classes, an id, keys with values, and words, the names of other lists or `toc`."""

    classes: tuple[str, ...] = ()
    id: str = ""
    named: Mapping[str, str] = {}
    words: tuple[str, ...] = ()


def read_attributes(text: str) -> Attributes:
    """The attributes in the text between `{:` and `}`."""
    classes: list[str] = []
    ident = ""
    named: dict[str, str] = {}
    words: list[str] = []
    for key, double, single, anchor, cls, word in _ATTRIBUTE.findall(text):
        if key:
            named[key] = (double or single).replace('\\"', '"').replace("\\'", "'")
        ident = anchor or ident
        classes += [cls] if cls else []
        words += [word] if word else []
    return Attributes(tuple(classes), ident, named, tuple(words))


class AttributeList(Notation):
    """Blocks with a class that a table knows; the class is the name. Fences with `file="…"` are named `fence`, a list
    that kramdown fills with the headings of the page `toc`.

    Of a quote the body is what it quotes. Its first heading of level 4 to 6 is the title; so is the first
    paragraph where the class ends in `-title`, or where there is a class `titled`. `data-` attributes are arguments.
    """

    name: ClassVar[str] = "attributes"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"\{:")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        lines = text.split("\n")
        starts = line_starts(text + "\n")
        out: list[Found] = []
        number, at, covered = 0, 0, -1
        for match in _LIST.finditer(text):
            number, at = number + text.count("\n", at, match.start()), match.start()
            attributes = read_attributes(match[2])
            if number <= covered or _code_around(taken, match.start(2), text):
                continue
            block = _block(lines, number, match[1])
            found = _found(block, attributes, names) if block else None
            if block and found:
                first, last = min(block.first, number), max(block.last, number)
                covered = last
                span = Span(starts[first] + len(block.head), starts[last] + len(lines[last]))
                out.append(found._replace(span=span, prefix=continuation(block.head)).found())
        return out


def _code_around(taken: Spans, at: int, text: str) -> bool:
    span = taken.at(at)
    return span is not None and text[span.start : span.end].lstrip(" >\t").startswith(("```", "~~~"))


class _Block(NamedTuple):
    """The lines of a block, the last one included; what stands before the first; the lines without prefix."""

    first: int
    last: int
    head: str
    lines: list[str]


def _block(lines: Sequence[str], number: int, prefix: str) -> _Block | None:
    """The block that the attribute list on line `number` belongs to."""
    if number and _inner(lines[number - 1], prefix).strip():
        return _above(lines, number - 1, prefix)
    if number + 1 < len(lines) and _inner(lines[number + 1], prefix).strip():
        return _below(lines, number + 1, prefix)
    return None


def _inner(line: str, prefix: str) -> str:
    return unprefix([line], prefix)[0] if line.startswith(prefix.rstrip()) else ""


def _first_inner(line: str, prefix: str) -> str:
    """A line without `prefix`, or without the list marker that the prefix follows."""
    marker = line[: len(prefix)]
    return line[len(prefix) :] if continuation(marker) == prefix else _inner(line, prefix)


def _above(lines: Sequence[str], last: int, prefix: str) -> _Block:
    bottom = _inner(lines[last], prefix)
    closing = _FENCE.match(bottom)
    if closing and not closing[2]:
        for first in range(last - 1, -1, -1):
            opening = _FENCE.match(_first_inner(lines[first], prefix))
            if opening and closing[1].startswith(opening[1]):
                return _made(lines, first, last, prefix)
    quoted = bottom.lstrip().startswith(">")
    first = last
    while first and not _ends(lines[first - 1], prefix, quoted):
        first -= 1
    return _made(lines, first, last, prefix)


def _ends(line: str, prefix: str, quoted: bool) -> bool:
    """Whether a line does not belong to the paragraph, or quote, beside it."""
    inner = _inner(line, prefix)
    return not inner.strip() or bool(_LIST.match(line)) or (quoted and not inner.lstrip().startswith(">"))


def _below(lines: Sequence[str], first: int, prefix: str) -> _Block:
    last = first
    top = _inner(lines[first], prefix)
    fence = _FENCE.match(top)
    quoted = top.lstrip().startswith(">")
    while last + 1 < len(lines):
        inner = _inner(lines[last + 1], prefix)
        if fence:
            last += 1
            if (closing := _FENCE.match(inner)) and closing[1].startswith(fence[1]) and not closing[2]:
                break
            continue
        if (
            not inner.strip()
            or _LIST.match(lines[last + 1])
            or (quoted and not inner.lstrip().startswith(">"))
        ):
            break
        last += 1
    return _made(lines, first, last, prefix)


def _made(lines: Sequence[str], first: int, last: int, prefix: str) -> _Block:
    inner = [
        _first_inner(lines[first], prefix),
        *(_inner(line, prefix) for line in lines[first + 1 : last + 1]),
    ]
    indent = min((len(line) - len(line.lstrip(" ")) for line in inner if line.strip()), default=0)
    head = prefix + " " * indent if indent < 4 else prefix
    return _Block(first, last, head, unprefix(inner, " " * (indent if indent < 4 else 0)))


class _Draft(NamedTuple):
    """A construct on the way: its place is known last."""

    name: str
    words: tuple[str, ...]
    named: Mapping[str, str]
    args: Mapping[str, Any]
    body: str | None
    span: Span = Span(0, 0)
    prefix: str = ""

    def found(self) -> Found:
        return Found(
            self.span,
            "attributes",
            self.name,
            self.words,
            self.named,
            self.args,
            body=self.body,
            body_at=self.span.start,
            prefix=self.prefix,
        )


def _found(block: _Block, attributes: Attributes, names: Mapping[str, Sequence[Any]]) -> _Draft | None:
    fence = _FENCE.match(block.lines[0])
    if fence:
        if "file" not in attributes.named or "fence" not in names:
            return None
        body = without_raw("\n".join(block.lines[1:-1]))
        return _Draft(
            "fence", (), {"file": attributes.named["file"]}, {"lang": fence[2]} if fence[2] else {}, body
        )
    if "toc" in attributes.words and "toc" in names and _ITEM.match(block.lines[0]):
        return _Draft("toc", (), {}, {}, None)
    name = next((c for c in attributes.classes if c in names), "")
    titled = next((c for c in attributes.classes if c.endswith("-title") and c[:-6] in names), "")
    if not name and not titled:
        return None
    quoted = block.lines[0].startswith(">")
    body = "\n".join(re.sub(r"^ ?>[ ]?", "", line) if quoted else line for line in block.lines)
    first = TITLED in attributes.classes or (titled and not name)
    title, body = _titled(body, first=bool(first)) if quoted or first else ("", body)
    if TITLED in attributes.classes and (bold := re.fullmatch(r"\*\*(.+)\*\*", title)):
        title = bold[1]
    name = name or titled[:-6]
    args = {**_carried(attributes, names[name]), **({"title": title} if title else {})}
    words, named = given(name, attributes, names[name])
    return _Draft(name, words, named, args, body.strip("\n"))


def given(name: str, attributes: Attributes, rows: Sequence[Any]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The words and named fields that `rows` are given: the class that is the name, other classes where a row takes
    them anywhere, and the keys that a row knows."""
    others = [c for c in attributes.classes if c not in (name, TITLED)]
    words = (name, *(others if any("classes" in row.grammar for row in rows) else ()))
    known = {p.key for row in rows for p in row.arguments}
    return words, {key: value for key, value in attributes.named.items() if key in known}


def _carried(attributes: Attributes, rows: Sequence[Any]) -> dict[str, str]:
    """What is carried for the way back, of the arguments that the rows' kinds have."""
    kinds = vocabulary().kinds
    known = {name for row in rows for name in kinds[row.kind].get("arguments", ())}
    return {name: value for name, value in carried(attributes.named).items() if name in known}


def _titled(body: str, *, first: bool) -> tuple[str, str]:
    """The title in a quote and the rest: its first paragraph, else a heading of level 4 to 6."""
    if not first and (heading := HEADING.match(body)):
        return heading[1], body[heading.end() :]
    if not first:
        return "", body
    title, _, rest = (part.strip("\n") for part in body.partition("\n\n"))
    return " ".join(title.split()), rest


_START = re.compile(
    r"""(?m)^((?: {0,3}(?:>|(?:[-*+]|[0-9]+\.)(?=[ \t])))* {0,3})"""
    r"""<(div|details|section|aside|p)\b([^<>]*\bclass=["']([^"'<>]*)["'][^<>]*)>[ \t]*"""
)


_HTML_HEADING = re.compile(r"<h[4-6]\b[^<>]*>[ \t]*([^\n]+?)[ \t]*</h[4-6]>[ \t]*(?:\n\s*|\Z)")


class Element(Notation):
    """HTML blocks with a class that a table knows, their text Markdown or a captured one; the class is the name."""

    name: ClassVar[str] = "element"
    trigger: ClassVar[re.Pattern[str]] = re.compile(r"<(?:div|details|section|aside|p)\b[^<>]*\bclass=")

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        return list(self._elements(text, taken, names))

    def _elements(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> Iterator[Found]:
        at = 0
        variables: Variables | None = None
        while match := _START.search(text, at):
            at = match.end()
            name = next((c for c in match[4].split() if c in names), "")
            end = _end_of(text, match) if name and not _code_around(taken, match.start(), text) else None
            if end is None:
                continue
            variables = variables or Variables(text, tokens(text))
            prefix = continuation(match[1])
            inner = variables.filled(text[match.end() : end.start()].strip("\n"))
            plain = "\n".join(unprefix(inner.split("\n"), prefix)) if prefix.strip() else inner
            title, body = _headed(_dedented(plain))
            data = _carried(read_attributes(match[3]), names[name])
            yield Found(
                Span(match.start() + len(match[1]), end.end()),
                "element",
                name,
                (name,),
                args={**data, **({"title": title} if title else {})},
                body=body,
                body_at=match.end(),
                prefix=prefix,
            )
            at = end.end()


def _headed(body: str) -> tuple[str, str]:
    """The heading of level 4 to 6 at the beginning of an element, as HTML or as Markdown, and the rest."""
    heading = _HTML_HEADING.match(body) or HEADING.match(body)
    return (heading[1], body[heading.end() :]) if heading else ("", body)


def _end_of(text: str, start: re.Match[str]) -> re.Match[str] | None:
    """The end tag of an element, those of the same name inside it counted."""
    depth = 1
    for match in re.finditer(rf"<(/?){start[2]}\b[^<>]*>", text[start.end() :]):
        depth += -1 if match[1] else 1
        if not depth:
            return re.compile(re.escape(match[0])).match(text, start.end() + match.start())
    return None


def _dedented(text: str) -> str:
    """`text` without the indent that all its lines share, where that is no code's."""
    indents = [len(line) - len(line.lstrip(" ")) for line in text.split("\n") if line.strip()]
    common = min(indents, default=0)
    return "\n".join(line[common:] for line in text.split("\n")).strip("\n") if common < 4 else text

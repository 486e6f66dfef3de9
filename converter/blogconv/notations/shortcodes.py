"""Hugo's `{{< name key="value" >}}`: finding it in its forms, and the guard for literal braces.

Rules of the lexer: gohugoio/hugo:parser/pageparser/pagelexer_shortcode.go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from ..body import Edit, Span
from .base import CARRIED, Found, Notation, Spans, alone, carried, line_prefix, unprefix
from .code_spans import code_blocks, code_spans
from .fences import parse_options
from .shortcode_lexer import Tag, tags

_BARE = re.compile(r"-?\d{1,15}")
_OPENING = re.compile(r"\{\{([<%])")
_MORE = "<!--more-->"
_FENCE_LINE = re.compile(r"(?m)^[ \t>]*(?:```|~~~)")

_LAST_LINE = re.compile(r"\n[ \t>]*\Z")
_IN_CODE = {"ref", "relref", "param"}
"""Shortcodes that print a word or an address: what they say in code is meant to be shown there."""
_INLINE = ".inline"
"""The name under which every shortcode is found that carries its template with it."""
ESCAPED = "/*"
"""The name under which an escaped shortcode is found, and what our `literal` prints."""


class Shortcode(Notation):
    """Shortcodes by name, alone or around their inner text; an escaped one as `/*`.

    Whether a shortcode has an inner text is its template's matter: it has one where it is closed. Hugo acts on
    shortcodes in code and comments as well; there only what prints text is found, the rest was meant to be seen.
    """

    name: ClassVar[str] = "shortcode"
    trigger: ClassVar[re.Pattern[str]] = _OPENING

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        found = tags(text)
        return [*_outermost(text, _shown(text, found, taken), names), *_unclosed(text, found, taken)]


class ShortcodePair(Notation):
    """`NAME-open` … `NAME-close` around ordinary Markdown: how blogconv writes containers for Hugo.

    A name without rows is that of a part: it is found as a plain shortcode too.
    """

    name: ClassVar[str] = "shortcode-pair"
    trigger: ClassVar[re.Pattern[str]] = _OPENING

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        return list(_pairs_of(text, _shown(text, tags(text), taken), names))


def _unclosed(text: str, found: list[Tag], taken: Spans) -> Iterator[Found]:
    """The shortcodes that never end, outside of code: what stands there was meant to be seen."""
    whole = Spans(Span(tag.start, tag.end) for tag in found)
    for match in _OPENING.finditer(text):
        if whole.at(match.start()) or taken.at(match.start()):
            continue
        end = text.find((">" if match[1] == "<" else "%") + "}}", match.end())
        following = _OPENING.search(text, match.end())
        if end < 0 or (following and following.start() < end):
            yield Found(Span(*match.span()), "shortcode", match[0], note="unclosed")


def _shown(text: str, found: list[Tag], taken: Spans) -> list[Tag]:
    """The tags that count: not those of other constructs, and of those in code what prints text."""
    if not found:
        return []
    blocks = code_blocks(text)
    code = Spans([*blocks, *code_spans(text, blocks)])
    return [
        tag
        for tag in found
        if tag.escaped
        or tag.name in _IN_CODE
        or tag.name == "literal"
        or not (code.at(tag.start) or taken.at(tag.start))
    ]


def _partners(found: Sequence[Tag], name_of: Callable[[Tag], tuple[str, str]]) -> dict[int, int]:
    """Which tag closes which, by their places. `name_of` gives a tag's name and whether it opens or closes."""
    partners: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for place, tag in enumerate(found):
        name, role = name_of(tag)
        if role == "open":
            opened.append((name, place))
            waiting[name] += 1
        elif role == "close" and waiting[name]:
            begun, begin = opened.pop()
            while begun != name:
                waiting[begun] -= 1
                begun, begin = opened.pop()
            waiting[name] -= 1
            partners[begin] = place
    return partners


def _plain(tag: Tag) -> tuple[str, str]:
    if tag.escaped or tag.closed:
        return tag.name, ""
    return tag.name, "close" if tag.closes else "open"


def _paired_name(tag: Tag) -> tuple[str, str]:
    name, _, role = tag.name.rpartition("-")
    return name, role if not (tag.escaped or tag.closed or tag.closes) else ""


def _outermost(text: str, found: list[Tag], names: Mapping[str, Sequence[Any]]) -> Iterator[Found]:
    """Each outermost shortcode once. What stands inside one of unknown name is looked at as well."""
    partners = _partners(found, _plain)
    closing = set(partners.values())
    place = 0
    while place < len(found):
        tag = found[place]
        close = partners.get(place)
        name = _INLINE if tag.name.endswith(_INLINE) else tag.name
        known = names.get(name, names.get(name.lower()))
        if tag.escaped or (tag.name == "literal" and len(tag.words) == 1):
            yield _literal(tag)
        elif close is not None and known is not None:
            yield _block(text, tag, found[close], "shortcode", name)
            place = close
        elif place not in closing:
            yield _single(text, tag, known)
        place += 1


def _arguments_of(tag: Tag) -> dict[str, Any]:
    """A tag's words and named arguments; as `args` what was carried and, where Hugo's own shortcode has a shape
    that no grammar says, what it means."""
    name, words = tag.name.lower(), tag.words
    if name == "highlight" and len(words) > 1:
        return {"words": words[:1], "named": tag.named, "args": parse_options(words[1])}
    if name == "gist" and len(words) > 1:
        words = (f"{words[0]}/{words[1]}", *words[2:])
    args = carried(tag.named)
    named = {k: v for k, v in tag.named.items() if k.removeprefix(CARRIED) not in args or k in args}
    return {"words": words, "named": named, "args": args}


def _literal(tag: Tag) -> Found:
    shown = tag.text if tag.escaped else tag.words[0]
    return Found(Span(tag.start, tag.end), "shortcode", ESCAPED, args={"code": True}, body=shown, inline=True)


def _single(text: str, tag: Tag, rows: Sequence[Any] | None) -> Found:
    """A shortcode without inner text; a self-closing one has an empty one where all rows want any."""
    body = "" if tag.closed and rows and all(row.body != "none" for row in rows) else None
    return Found(
        Span(tag.start, tag.end),
        "shortcode",
        tag.name,
        **_arguments_of(tag),
        body=body,
        body_at=tag.end,
        prefix=line_prefix(text, tag.start),
        inline=not alone(text, tag.start, tag.end),
    )


def _block(text: str, opened: Tag, closed: Tag, notation: str, name: str) -> Found:
    prefix, body_at = line_prefix(text, opened.start), opened.end
    body = _LAST_LINE.sub("", text[opened.end : closed.start])
    if body.startswith("\n"):
        body, body_at = body[1:], body_at + 1
    first, *rest = body.split("\n")
    lines = unprefix([first, *rest], prefix) if body_at > opened.end else [first, *unprefix(rest, prefix)]
    return Found(
        Span(opened.start, closed.end),
        notation,
        name,
        **_arguments_of(opened),
        body="\n".join(lines),
        body_at=body_at,
        prefix=prefix,
        inline=not alone(text, opened.start, closed.end),
    )


def _pairs_of(text: str, found: list[Tag], names: Mapping[str, Sequence[Any]]) -> Iterator[Found]:
    partners = _partners(found, _paired_name)
    place = 0
    while place < len(found):
        name = _paired_name(found[place])[0]
        close = partners.get(place)
        if close is not None and name in names:
            pair = _block(text, found[place], found[close], "shortcode-pair", name)
            yield replace(pair, body=(pair.body or "").strip("\n"))
            place = close
        elif names.get(found[place].name) == () and not found[place].closes:
            yield replace(_single(text, found[place], None), notation="shortcode-pair")
        place += 1


def quote(value: Any) -> str:
    """A value as a shortcode argument. Both kinds of quote in one value: `"` becomes an entity, and so does an
    escaped backtick, at which Hugo stops (gohugoio/hugo:parser/pageparser/pagelexer_shortcode.go)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value).replace("\\`", "&#96;")
    if "\n" in text or '"' in text:
        return f"`{text}`" if "`" not in text else '"' + text.replace('"', "&quot;").replace("\n", " ") + '"'
    return f'"{text}"'


def guard(text: str) -> list[Edit]:
    """The edits that make Hugo print `{{<` and `{{%` instead of acting on them."""
    if "{{<" not in text and "{{%" not in text and _MORE not in text:
        return []
    edits = [Edit(Span(at, at + len(_MORE)), literal(_MORE)) for at in _marks_in_code(text)]
    at = 0
    while match := _OPENING.search(text, at):
        edit = _shield(text, match)
        edits.append(edit)
        at = edit.span.end
    return sorted(edits)


def _marks_in_code(text: str) -> Iterator[int]:
    """Where an excerpt mark stands in code, in which Hugo would cut the page in two all the same."""
    at = text.find(_MORE)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        fences = len(_FENCE_LINE.findall(text, 0, line))
        if fences % 2 or text.count("`", line, at) % 2:
            yield at
        at = text.find(_MORE, at + 1)


def _shield(text: str, match: re.Match[str]) -> Edit:
    mark = match[1]
    closing = (">" if mark == "<" else "%") + "}}"
    end = text.find(closing, match.end(), match.end() + 2000)
    inner = text[match.end() : end] if end >= 0 else ""
    if end < 0 or "{{<" in inner or "{{%" in inner:
        return Edit(Span(*match.span()), literal(match[0]))
    span = Span(match.start(), end + 3)
    if "*/" in inner or inner.startswith("/*"):
        return Edit(span, literal(text[span.start : span.end]))
    return Edit(span, f"{{{{{mark}/*{inner}*/{closing}")


def literal(text: str) -> str:
    """Any text as the shortcode that prints its argument, which acts before Markdown does."""
    return f"{{{{% literal {quote(text)} %}}}}"

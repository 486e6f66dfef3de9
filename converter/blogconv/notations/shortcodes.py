"""Hugo's `{{< name key="value" >}}`: printing in its three forms, and the guard for literal braces.

Rules of the lexer: gohugoio/hugo:parser/pageparser/pagelexer_shortcode.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..body import Construct, Edit, Span
from ..tables import Parts, Row

_BARE = re.compile(r"-?\d{1,15}")
_OPENING = re.compile(r"\{\{([<%])")
_MORE = "<!--more-->"


def quote(value: Any) -> str:
    """A value as a shortcode argument. Both kinds of quote in one value: `"` becomes an entity."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    if "\n" in text or '"' in text:
        return f"`{text}`" if "`" not in text else '"' + text.replace('"', "&quot;").replace("\n", " ") + '"'
    return f'"{text}"'


def _arguments(args: Mapping[str, Any], known: Iterator[tuple[str, str]]) -> str:
    given = ((key, args.get(name)) for name, key in known)
    return "".join(f" {key}={quote(v)}" for key, v in given if v not in (None, ""))


def _tag(name: str, args: str = "") -> str:
    return f"{{{{< {name}{args} >}}}}"


def print_shortcode(row: Row, construct: Construct) -> str:
    """Paired around its body, or alone. Items are paired shortcodes inside."""
    opening = _tag(row.name, _arguments(construct.args, ((p.name, p.key) for p in row.arguments)))
    if row.parts is not None:
        inner = "\n".join(_paired(row.parts, i.args, i.body) for i in construct.items)
        return f"{opening}\n{inner}\n{_tag('/' + row.name)}"
    if row.body == "none":
        return opening
    if construct.inline and "\n" not in (construct.body or ""):
        return f"{opening}{construct.body or ''}{_tag('/' + row.name)}"
    return f"{opening}\n{construct.body or ''}\n{_tag('/' + row.name)}"


def _paired(parts: Parts, args: Mapping[str, Any], body: str) -> str:
    name = parts.names[0]
    opening = _tag(name, _arguments(args, ((p.name, p.key) for p in parts.arguments)))
    return f"{opening}\n{body}\n{_tag('/' + name)}" if parts.body != "none" else opening


def print_pair(row: Row, construct: Construct) -> str:
    """`NAME-open` … `NAME-close` with blank lines between: ordinary Markdown inside, wherever it stands."""
    opening = _tag(f"{row.name}-open", _arguments(construct.args, ((p.name, p.key) for p in row.arguments)))
    if row.parts is not None:
        pieces = [_part(row.parts, i.args, i.body) for i in construct.items]
    else:
        pieces = [construct.body.strip("\n")] if construct.body and construct.body.strip() else []
    return "\n\n".join([opening, *pieces, _tag(f"{row.name}-close")])


def _part(parts: Parts, args: Mapping[str, Any], body: str) -> str:
    name = parts.names[0]
    given = _arguments(args, ((p.name, p.key) for p in parts.arguments))
    if parts.body == "none":
        return _tag(name, given)
    inner = [body.strip("\n")] if body.strip() else []
    return "\n\n".join([_tag(f"{name}-open", given), *inner, _tag(f"{name}-close")])


def guard(text: str) -> list[Edit]:
    """The edits that make Hugo print `{{<` and `{{%` instead of acting on them."""
    if "{{<" not in text and "{{%" not in text:
        return []
    edits: list[Edit] = []
    at = 0
    while match := _OPENING.search(text, at):
        edit = _shield(text, match)
        edits.append(edit)
        at = edit.span.end
    return edits


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

"""Links, bare addresses and images: rules E4, E6, E12 and E16."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .document import Reading
from .inline import Token

_SCHEME = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_UNFIT = re.compile(r"[\\<>\s\x00-\x1f]")
_SMART_MARK = re.compile(r"[\"']|--|\.\.\.")
_MARK = re.compile(r"[`*_<~]|\\(?![\[\]])|(?<!\\)\[|(?<!\\)\]")
_ANY_MARK = re.compile(f"{_SMART_MARK.pattern}|{_MARK.pattern}")
_PLAIN = {'"': "&quot;", "'": "&#39;", "--": "&#45;-", "...": "&#46;..", "\\": "&#92;", "`": "&#96;"}
_LABEL_MARK = re.compile(r"[\\`*_\[\]<>~]")
_NOT_RELATIVE = re.compile(r"[#/\\]|[a-zA-Z][a-zA-Z0-9+.-]*:|\Z")


_PLAIN_ADDRESS = re.compile(
    r"\]\([^()\s\\\"'\x80-\U0010ffff]*\)|<[^<>\s]*>|(?<!\S)(?:https?://)(?:[a-z0-9-]+\.)+[a-z]+"
    r"(?:/[a-zA-Z0-9./_~#?=&%+-]*[a-zA-Z0-9/])?(?!\S)"
)
_ADDRESS = re.compile(r"://|www\.|@")


def doubtful_address(text: str) -> bool:
    """Whether a text has an address other than those in plain links, or bare between blanks."""
    return bool(_ADDRESS.search(text)) and bool(_ADDRESS.search(_PLAIN_ADDRESS.sub("", text)))


def bare_addresses(reading: Reading) -> Iterator[Edit]:
    """E4: write the addresses as links that the source links by themselves and the target not, or not so far.

    The link gets the extent that the source gives it, however wrong. What only the target would link gets a
    backslash.
    """
    ours = [t for t in reading.source if t.kind == "url"]
    theirs = [t for t in reading.target if t.kind == "url"]
    if not ours and not theirs:
        return
    same = {(t.start, t.end) for t in ours} & {(t.start, t.end) for t in theirs}
    for token in ours:
        if (token.start, token.end) not in same:
            yield from _explicit(reading.text, token)
    linked = [Span(t.start, t.end) for t in ours]
    for token in theirs:
        if not any(token.start < end and start < token.end for start, end in linked):
            yield from _prevented(reading.text, token)


def _explicit(text: str, token: Token) -> Iterator[Edit]:
    """`<http://…>` where that can be said so, else `[shown](address)`."""
    shown = text[token.start : token.end]
    scheme = _SCHEME.match(shown)
    if not _UNFIT.search(shown) and (scheme or not shown.lower().startswith("www.")):
        yield Edit(Span(token.start, token.start), "<")
        yield Edit(Span(token.end, token.end), ">")
        return
    address = shown.replace("\\", "/") if scheme else "http://" + shown
    written = _LABEL_MARK.sub(r"\\\g<0>", shown)
    yield Edit(Span(token.start, token.end), f"[{written}]({address})")


def _prevented(text: str, token: Token) -> Iterator[Edit]:
    """A backslash that keeps an address from being linked."""
    shown = text[token.start : token.end]
    at = next((shown.index(sign) for sign in ("://", "@", ".") if sign in shown), 0)
    yield Edit(Span(token.start + at, token.start + at), "\\")


def newline_in_link(reading: Reading) -> Iterator[Edit]:
    """E16: a space for a newline that is no line break to the source, right before a link's or emphasis's end."""
    for token in reading.source:
        if token.kind == "text":
            at = reading.text.find("\n", token.start, token.end)
            if at >= 0:
                yield Edit(Span(at, at + 1), " ")


def image_text(reading: Reading) -> Iterator[Edit]:
    """E6: keep an image's text as it is. marked shows it unparsed; elsewhere it is Markdown without its marks."""
    for token in reading.source:
        if token.kind != "image":
            continue
        text = reading.text[token.label.start : token.label.end]
        marks = _SMART_MARK if reading.document.target.typographer else None
        if any(t.kind not in ("text", "url", "break") for t in reading.scan_target(text)):
            marks = _MARK if marks is None else _ANY_MARK
        for match in marks.finditer(text) if marks else ():
            start = token.label.start + match.start()
            yield Edit(Span(start, token.label.start + match.end()), _PLAIN.get(match[0], "\\" + match[0]))


def image_root(reading: Reading) -> Iterator[Edit]:
    """E12: the root that the source puts before a relative image address."""
    root = reading.document.source.image_root or ""
    for token in reading.source:
        written = reading.text[token.target.start : token.target.end]
        if token.kind == "image" and not _NOT_RELATIVE.match(written.lstrip("<")):
            bracket = "<" if written.startswith("<") else ""
            yield Edit(token.target, bracket + root + written[len(bracket) :])

"""Links, bare addresses and images: rules E4, E6, E12 and E16."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import normalize
from urllib.parse import unquote

from ..body import Edit, Span, apply
from .document import Reading
from .inline import Token

_SCHEME = re.compile(r"(?:https?|ftp)://|mailto:", re.IGNORECASE)
_UNFIT = re.compile(r"[\\<>\s\x00-\x1f]")
_SMART_MARK = re.compile(r"[\"']|--|\.\.\.")
_MARK = re.compile(r"[`*_<~]|\\(?![\[\]])|(?<!\\)\[|(?<!\\)\]")
_ANY_MARK = re.compile(f"{_SMART_MARK.pattern}|{_MARK.pattern}")
_NO_HOST = re.compile(r"[\s:/?#\[\]@\\<>^|%]")
_HOST = re.compile(r"([a-zA-Z]+://)([^/?#]*)")
_MAIL = re.compile(r"(?!www\.)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9.-]+", re.IGNORECASE)
_NOT_RELATIVE = re.compile(r"[#/\\]|[a-zA-Z][a-zA-Z0-9+.-]*:|\Z")


_PLAIN_ADDRESS = re.compile(
    r"\]\([^()\s\\\"'\x80-\U0010ffff]*\)|<[^<>\s]*>|https?://(?<!\Shttp://)(?<!\Shttps://)(?:[a-z0-9-]+\.)+[a-z]+"
    r"(?:/[a-zA-Z0-9./_~#?=&%+-]*[a-zA-Z0-9/])?(?!\S)"
)
_ADDRESS = re.compile(
    r"\]\([^()\s\\\"'\x80-\U0010ffff]*\)|<[^<>\s]*>|(?<!\S)(?:https?://)(?:[a-z0-9-]+\.)+[a-z]+"
    r"(?:/[a-zA-Z0-9./_~#?=&%+-]*[a-zA-Z0-9/])?(?!\S)"
)
_IN_BRACKET = re.compile(r"\[[^\[\]]*?(?:://|www\.|@)")
_ADDRESS_SIGNS = ("://", "www.", "@")
_PLAIN_LINK = re.compile(
    r"\[[^\[\]`\\<>!]*+\]\((?!(?i:javascript|vbscript|file|data):)[^()\s\\\"'<>`]*+(?: \"[^\"\\]*+\")?+\)"
)


def doubtful_link(text: str) -> bool:
    """Whether a text has links other than plain ones, or an image in a link."""
    return "](" in text and "](" in _PLAIN_LINK.sub("", text)


def doubtful_address(text: str) -> bool:
    """Whether a text has an address other than those in plain links, or bare between blanks."""
    if not any(sign in text for sign in _ADDRESS_SIGNS):
        return False
    if _IN_BRACKET.search(text):
        return True
    rest = _PLAIN_ADDRESS.sub("", text)
    return any(sign in rest for sign in _ADDRESS_SIGNS)


def bare_addresses(reading: Reading, *, every: bool = False) -> Iterator[Edit]:
    """E4: write the addresses as links that the source links by themselves and the target not, or not so far.

    The link gets the extent that the source gives it, however wrong. What only the target would link gets a
    backslash. With `every` all addresses are written as links.
    """
    ours = [t for t in reading.source if t.kind == "url"]
    theirs = [t for t in reading.target if t.kind == "url"]
    if not ours and not theirs:
        return
    same = {(t.start, t.end) for t in ours} & {(t.start, t.end) for t in theirs}
    for token in ours:
        if every or (token.start, token.end) not in same:
            yield from _explicit(reading.text, token, reading.document.source.renderer)
    for token in theirs:
        if not _overlapped(token, ours):
            yield from _prevented(reading.text, token)


def _overlapped(token: Token, others: Sequence[Token]) -> bool:
    """Whether one of `others`, in order and apart, has a character of `token`."""
    place = bisect_left(others, token.end, key=lambda t: t.start) - 1
    return place >= 0 and others[place].end > token.start


def _explicit(text: str, token: Token, renderer: str) -> Iterator[Edit]:
    """`<http://…>` where that can be said so, else `[shown](<address>)`."""
    shown = text[token.start : token.end]
    scheme = _SCHEME.match(shown)
    mail = "@" in shown and "/" not in shown and not shown.lower().startswith("www.")
    if (
        _with_host(shown, renderer) == shown
        and not _UNFIT.search(shown)
        and (scheme or _MAIL.fullmatch(shown))
    ):
        yield Edit(Span(token.start, token.start + 1), f"<{shown[0]}")
        yield Edit(Span(token.end - 1, token.end), f"{shown[-1]}>")  # before a backslash that is put here
        return
    address = shown.replace("\\", "/" if renderer == "marked" else "%5C")
    if not scheme and not shown.startswith("//"):
        address = ("mailto:" if mail else "http://") + address
    if text[token.start - 1 : token.start] == "!":
        yield Edit(Span(token.start - 1, token.start - 1), "\\")
    label = _ANY_MARK.sub(lambda m: _plain(m[0]), shown)
    yield Edit(Span(token.start, token.end), f"[{label}]({_pointed(_with_host(address, renderer))})")


def _pointed(address: str) -> str:
    """An address as it can stand behind a link's text."""
    return f"<{address}>" if re.search(r"[()\"'\s]", address) else address


def _with_host(address: str, renderer: str) -> str:
    """An address with its host name as the renderer writes it.

    markdown-it writes it in ASCII; hexo-renderer-marked in Unicode, but through the mapping of the URL standard,
    which makes ASCII of full-width punctuation.
    """
    parts = _HOST.match(address)
    if not parts or parts[2].isascii():
        return address
    host = normalize("NFKC", parts[2]).replace("。", ".")
    if _NO_HOST.search(host):
        return address
    if renderer == "markdown-it":
        labels = parts[2].split(".")
        host = ".".join(s if s.isascii() else "xn--" + s.encode("punycode").decode() for s in labels)
    return parts[1] + host + address[parts.end() :]


def _prevented(text: str, token: Token) -> Iterator[Edit]:
    """A backslash that keeps an address from being linked."""
    shown = text[token.start : token.end]
    at = next((shown.index(sign) for sign in ("://", "@", ".") if sign in shown), 0)
    yield Edit(Span(token.start + at, token.start + at), "\\")


def other_links(reading: Reading) -> Iterator[Edit]:
    """Links and images that only one of the two sees: `<…>` around the address, or a backslash before the bracket.

    The renderers differ in what may stand in an address: unequal parentheses, quotes, blanks.
    """
    ours, theirs = _links(reading.source), _links(reading.target)
    if ours == theirs:
        return
    edits = []
    pointed = {t.end: t for t in reading.source if t.target.end}
    for _, end in ours - theirs:
        token = pointed[end]
        written = reading.text[token.target.start : token.target.end]
        if not written.startswith("<"):
            edits.append(Edit(token.target, f"<{written}>"))
    starts = {start for start, _ in ours}
    bare = [t for t in reading.source if t.kind == "url"]
    for start, _ in theirs - ours:
        if start not in starts and not _overlapped(Token("open", start, start + 1), bare):
            bracket = reading.text.index("[", start)
            edits.append(Edit(Span(bracket, bracket), "\\"))
    edited = apply(edits, reading.text)
    if len(_links(reading.scan_target(edited))) == len(ours):
        yield from edits


def _links(tokens: Iterable[Token]) -> set[tuple[int, int]]:
    """Where the links and images with an address begin and end."""
    found = set()
    opened: list[int] = []
    for token in tokens:
        if token.kind == "image" and token.target.end:
            found.add((token.start, token.end))
        elif token.kind == "open" and token.mark == "link":
            opened.append(token.start)
        elif token.kind == "close" and token.mark == "link":
            start = opened.pop()
            if token.target.end:
                found.add((start, token.end))
    return found


def secure_address(reading: Reading) -> Iterator[Edit]:
    """The address of a bare `www.` name, which Hugo links with https (gohugoio/hugo: linkifyProtocol)."""
    for token in reading.source:
        shown = reading.text[token.start : token.end]
        if token.kind == "url" and shown.startswith("www."):
            yield Edit(Span(token.start, token.end), f"[{shown}](https://{shown})")


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
        if token.kind == "image":
            text = reading.text[token.label.start : token.label.end]
            for (start, end), new in _image_text(reading, text):
                yield Edit(Span(token.label.start + start, token.label.start + end), new)


def _image_text(reading: Reading, text: str) -> Iterator[Edit]:
    """The edits of the text between an image's brackets. markdown-it leaves the code in it out."""
    tokens = reading.scan_target(text)
    marked = reading.document.source.renderer == "marked"
    marks = _SMART_MARK if reading.document.target.typographer else None
    if marked and any(t.kind not in ("text", "url", "break") for t in tokens):
        marks = _MARK if marks is None else _ANY_MARK
    code = [] if marked else [Span(t.start, t.end) for t in tokens if t.kind == "code"]
    for match in marks.finditer(text) if marks else ():
        if not any(start <= match.start() < end for start, end in code):
            yield Edit(Span(*match.span()), _plain(match[0]))
    for span in code:
        yield Edit(span, "")


def _plain(sign: str) -> str:
    """A sign as no renderer acts on it. marked knows no backslash in an image's text but that before a bracket."""
    return f"\\{sign}" if sign in "[]" else f"&#{ord(sign[0])};{sign[1:]}"


def image_root(reading: Reading) -> Iterator[Edit]:
    """E12: the root that the source puts before a relative image address."""
    root = reading.document.source.image_root or ""
    local = reading.document.source.local_files
    for token in reading.source:
        written = reading.text[token.target.start : token.target.end]
        if (
            token.kind == "image"
            and not _NOT_RELATIVE.match(written.lstrip("<"))
            and unquote(written).removeprefix("./") not in local
        ):
            bracket = "<" if written.startswith("<") else ""
            yield Edit(token.target, bracket + root + written[len(bracket) :])


def image_base(reading: Reading) -> Iterator[Edit]:
    """E12 in a site below a path: the source puts that before an image address from the root, too."""
    root = reading.document.source.image_root or "/"
    for token in reading.source:
        written = reading.text[token.target.start : token.target.end]
        if token.kind == "image" and re.match(r"/(?!/)", written) and not written.startswith(root):
            yield Edit(token.target, root + written[1:])

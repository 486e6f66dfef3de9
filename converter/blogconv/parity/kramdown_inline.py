"""Inline text for kramdown (K1, K6–K9, K11–K14, K16): what it would read and CommonMark does not is escaped."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

from ..body import Edit, Span
from ..model import Dialect
from .document import Document, Reading
from .goldmark_quotes import shown_words
from .inline import Tangled, Token

_ESCAPABLE = frozenset("\\.*_+`<>()[]{}#!:|\"'$=~-")
_SPAN_TAGS = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_RAW_TAGS = frozenset((
    "bdi", "code", "data", "kbd", "mark", "s", "samp", "strike", "time", "u", "var",
))  # fmt: skip
"""Elements in which kramdown reads nothing (gettalong/kramdown:lib/kramdown/parser/html.rb)."""
_VOID = frozenset(("br", "img", "wbr"))
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>\Z", re.DOTALL)
_BARE_VALUE = re.compile(r"=\s*[^\s\"'>]")
_LINE_START = re.compile(
    r"(?P<number>\d+)(?P<dot>[.)])(?=[ \t]|\Z)|(?P<mark>[-+*](?=[ \t]|\Z)|#{1,6}(?=[ \t])|>|[-=]+[ \t]*\Z|:(?=[ \t])"
    r"|\*(?=\[[^\]\n]+\]:)|\[(?=[^\]\n]+\]:)|\||\{(?=:)|\^(?=[ \t]*\Z))"
)
_BOX = re.compile(r"\[[ xX]\](?=[ \t])")
_MARKS = re.compile(r"\$\$|\||\{(?=[:#])|\[(?=\^)|`")
_LINK_LIKE = re.compile(r"\[(?=[^\[\]\n]*\]\()")
_BRACKET_NEXT = re.compile(r"[ \t]*\n?[ \t]*\[")
_DELIMITERS = re.compile(r"\*+|_+|~~+")
_IN_QUERY = "/:?#[]@!$&'()*+,;=%~|<> \\"
_AUTOLINK = re.compile(r"<(?:(?:mailto|https?|ftps?):|[-.\w]+@)", re.IGNORECASE)


def run_edits(document: Document) -> Iterator[Edit]:
    """The edits of all stretches of inline text."""
    for run in document.runs:
        reading = Reading(document, run)
        try:
            made = list(_edits(reading))
        except Tangled:
            continue
        for (start, end), text in made:
            yield Edit(run.span(start, end), text)


def _edits(reading: Reading) -> Iterator[Edit]:
    tokens = reading.source
    starts = list(_line_starts(reading))
    yield from starts
    done = {edit.span.start for edit in starts}
    yield from _html(reading, [t for t in tokens if t.kind == "html"])
    for token in tokens:
        match token.kind:
            case "text" if not token.mark:
                yield from _text(reading, token, done)
            case "escape":
                yield from _escape(reading, token)
            case "break":
                yield from _break(reading, token)
            case "code":
                yield from _code(reading, token)
            case "url":
                yield from _url(reading.text, token)
            case "autolink":
                yield from _autolink(reading.text, token)
            case "open" | "close" if token.mark == "del" and token.end - token.start == 1:
                yield Edit(Span(token.start, token.end), "~~")
            case "close" if token.mark == "link" and not token.target.end:
                yield from _note_link(reading, token)
                yield from _alone(reading.text, token)
            case "close" if token.mark == "link" and token.target.end:
                yield from _destination(reading.text, token)
            case "image" if token.target.end:
                yield from _destination(reading.text, token)
                yield from _image_text(reading, token)


# Text


def _line_starts(reading: Reading) -> Iterator[Edit]:
    """K9 and K15: what begins a block in kramdown where it begins a line, and what CommonMark took for text."""
    run = reading.run
    if run.parent != "paragraph":
        return
    if run.first and not reading.document.source.task_lists and _BOX.match(run.text):
        yield Edit(Span(0, 0), "\\")
    at = 0
    for number, line in enumerate(run.text.split("\n")):
        match = _LINE_START.match(line)
        if match and _is_read(match, reading.document.source):
            match = None
        if match and (number or not match["number"]) and _is_text(reading, at):
            if match["number"]:
                place = at + match.start("dot")
                yield Edit(Span(place, place + 1), f"\\{match['dot']}")
            elif match["mark"][0] in "|^":
                yield Edit(Span(at, at + 1), {"|": "&#124;", "^": "&#94;"}[match["mark"][0]])
            else:
                yield Edit(Span(at, at), "\\")
        at += len(line) + 1


def _is_read(match: re.Match[str], source: Dialect) -> bool:
    """Whether the source takes a line's beginning for the same as kramdown: a description, a footnote's text."""
    if match["mark"] == ":":
        return source.definition_lists
    return source.footnotes and match["mark"] == "[" and match.string.startswith("[^")


def _is_text(reading: Reading, at: int) -> bool:
    place = bisect_right(reading.source, at, key=lambda token: token.start) - 1
    return place >= 0 and reading.source[place].kind == "text" and at < reading.source[place].end


def _text(reading: Reading, token: Token, done: set[int]) -> Iterator[Edit]:
    """K7 to K9 and K13, but for the places that are `done`."""
    text = reading.text
    in_cell = reading.run.parent in ("th", "td")
    written = text[token.start : token.end]
    for match in _MARKS.finditer(written):
        place = token.start + match.start()
        if place in done:
            continue
        if match[0] == "$$":
            if not reading.document.target.math:
                yield Edit(Span(place, place + 2), "\\$\\$")
        elif match[0] == "`":
            if in_cell:
                yield Edit(Span(place, place + 1), "&#96;")
        elif match[0] == "|":
            if not in_cell:
                yield Edit(Span(place, place), "\\")
        elif match[0] != "[" or not reading.document.source.footnotes:
            yield Edit(Span(place, place), "\\")
    for match in _LINK_LIKE.finditer(text, token.start, token.end):
        if match.start() not in done:
            yield Edit(Span(match.start(), match.start()), "\\")
    yield from _delimiters(text, token, done)


def _delimiters(text: str, token: Token, done: set[int]) -> Iterator[Edit]:
    """K7: marks that pair with nothing in CommonMark, but might in kramdown."""
    for match in _DELIMITERS.finditer(text, token.start, token.end):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        alone = (not before or before.isspace()) and (not after or after.isspace())
        word = match[0][0] == "_" and before.isalnum() and after.isalnum()
        if not alone and not word and match.start() not in done:
            yield Edit(Span(*match.span()), "".join(f"\\{char}" for char in match[0]))


def _escape(reading: Reading, token: Token) -> Iterator[Edit]:
    """K12: a backslash that kramdown would show."""
    char = reading.text[token.end - 1]
    if char == "|" and reading.run.parent in ("th", "td"):
        return
    if char == "\\" and reading.text[token.end : token.end + 1] == "\n":
        yield Edit(Span(token.start, token.end), "&#92;")
    elif char not in _ESCAPABLE:
        yield Edit(Span(token.start, token.end), {"&": "&amp;", "^": "&#94;"}.get(char, char))


def _break(reading: Reading, token: Token) -> Iterator[Edit]:
    """K6: a backslash at a line's end."""
    written = reading.text[token.start : token.end]
    if written.startswith("\\"):
        yield Edit(Span(token.start, token.start + 1), "" if reading.document.target.hard_breaks else "  ")
    elif reading.document.target.hard_breaks and written.startswith("  "):
        yield Edit(Span(token.start, token.end - 1), "")


def _code(reading: Reading, token: Token) -> Iterator[Edit]:
    """K14: code without the blanks that CommonMark cuts; in a table's cell a pipe without its backslash."""
    written = reading.text[token.start : token.end]
    ticks = len(written) - len(written.lstrip("`"))
    inner = written[ticks:-ticks]
    fresh = inner
    if inner.strip() and inner[0] in " \n" and inner[-1] in " \n":
        fresh = inner[1:-1]
        if fresh[:1] == "`" or fresh[-1:] == "`":
            fresh = f" {fresh} "
    if reading.run.parent in ("th", "td"):
        fresh = fresh.replace("\\|", "|")
    if fresh.strip() and (fresh[0] == " " or fresh[-1] == " ") and "`" not in fresh:
        shown = html.escape(fresh, quote=False).replace("|", "&#124;")
        yield Edit(Span(token.start, token.end), f"<code>{shown}</code>")
    elif fresh != inner:
        yield Edit(Span(token.start + ticks, token.end - ticks), fresh)


# Links


def _url(text: str, token: Token) -> Iterator[Edit]:
    """K11: a bare address that CommonMark's renderer links."""
    shown = text[token.start : token.end]
    if shown.lower().startswith("www."):
        yield Edit(Span(token.start, token.end), f"[{_label(shown)}](http://{_in_address(shown)})")
    elif re.search(r"[\\<>\s|]|^mailto:", shown) or not shown.partition("?")[2].isascii():
        yield Edit(Span(token.start, token.end), f"[{_label(shown)}]({_in_address(shown)})")
    else:
        yield Edit(Span(token.start, token.start), "<")
        yield Edit(Span(token.end, token.end), ">")


def _autolink(text: str, token: Token) -> Iterator[Edit]:
    written = text[token.start : token.end]
    if (
        not _AUTOLINK.match(written)
        or written[1:8].lower() == "mailto:"
        or "|" in written
        or not written.partition("?")[2].isascii()
    ):
        shown = written[1:-1]
        yield Edit(Span(token.start, token.end), f"[{_label(shown)}]({_in_address(shown)})")


def _label(shown: str) -> str:
    return re.sub(r"[\\`*_\[\]<>|~]", r"\\\g<0>", shown)


_CODES = {"|": "%7C", " ": "%20", "<": "%3C", ">": "%3E", "\\": "%5C"}


def _in_address(shown: str) -> str:
    """An address in which nothing is Markdown; a query is encoded, as it is in CommonMark's links."""
    return re.sub(r"[| <>\\]", lambda m: _CODES[m[0]], _with_query(shown))


def _with_query(address: str) -> str:
    path, mark, query = address.partition("?")
    return address if query.isascii() else path + mark + quote(query, safe=_IN_QUERY)


def _destination(text: str, token: Token) -> Iterator[Edit]:
    """K16: kramdown knows no escapes in an address and its title; a pipe there might make a table."""
    start, end = token.target
    written = text[start:end]
    angle = written.startswith("<")
    fresh = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written[1:-1] if angle else written).replace("|", "%7C")
    fresh = _with_query(fresh)
    if angle or fresh != written:
        fresh = f"<{fresh}>" if angle and re.search(r"[\s()]", fresh) else fresh
        if not angle and fresh.count("(") != fresh.count(")"):
            fresh = fresh.replace("(", "%28").replace(")", "%29")
        if fresh != written:
            yield Edit(Span(start, end), fresh)
    title = re.match(
        r"""(\s+)("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))\s*\)""", text[end:], re.DOTALL
    )
    if title:
        inner = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", title[2][1:-1])
        clean = inner.replace('"', "&quot;").replace("|", "&#124;").replace("\n", " ")
        if title[2] != f'"{clean}"':
            yield Edit(Span(end + title.start(2), end + title.end(2)), f'"{clean}"')


def _note_link(reading: Reading, token: Token) -> Iterator[Edit]:
    """A link by a label like `[^1]`, which would be a footnote: written with its address."""
    label = reading.text[token.label.start : token.label.end]
    if not label.startswith("^") or token.end - token.start > 1:
        return
    target = _references(reading.document.view).get(normalizeReference(label))
    if target:
        start = token.label.start
        yield Edit(Span(start, start + 1), "&#94;")
        yield Edit(Span(token.end, token.end), f"({_in_address(str(target['href']))})")


def _alone(text: str, token: Token) -> Iterator[Edit]:
    """A link that is its own label, before another bracket, which kramdown would take for the label."""
    if token.end - token.start == 1 and _BRACKET_NEXT.match(text, token.end):
        yield Edit(Span(token.end, token.end), "[]")


@lru_cache(maxsize=4)
def _references(text: str) -> dict[str, dict[str, str]]:
    """The link definitions of a text, by their normal labels."""
    env: dict[str, dict[str, dict[str, str]]] = {}
    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.parse(text, env)
    return env.get("references", {})


def _image_text(reading: Reading, token: Token) -> Iterator[Edit]:
    """The words of an image's text, which kramdown shows with the marks in it; a pipe there might make a table."""
    start, end = token.label
    label = Reading(reading.document, reading.run._replace(text=reading.text[start:end]))
    if any(inner.kind not in ("text", "url", "break", "escape", "html") for inner in label.source):
        words = shown_words(label, ())
        yield Edit(token.label, re.sub(r"[\[\]\\]", r"\\\g<0>", words).replace("|", "&#124;"))
        return
    for match in re.finditer(r"(?<!\\)\|", label.text):
        yield Edit(Span(start + match.start(), start + match.end()), "&#124;")


# HTML


def _html(reading: Reading, tags: list[Token]) -> Iterator[Edit]:
    """K1: tags that kramdown would not take as they are, between its nomarkdown marks."""
    wrapped = _unfit(reading, tags)
    for token in tags:
        if token.start in wrapped:
            yield Edit(Span(token.start, token.start), "{::nomarkdown}")
            yield Edit(Span(token.end, token.end), "{:/}")


def _unfit(reading: Reading, tags: list[Token]) -> set[int]:
    """The starts of the tags to wrap: of other elements, with bare values, without partner, or raw to kramdown."""
    text = reading.text
    wrapped: set[int] = set()
    opened: list[tuple[str, Token]] = []
    for token in tags:
        match = _TAG.match(text[token.start : token.end])
        if text.startswith("<!--", token.start) or "\ufffc" in text[token.start : token.end]:
            continue
        name = match[2].lower() if match else ""
        if not match or name not in _SPAN_TAGS or _BARE_VALUE.search(_without_quotes(match[3])):
            wrapped.add(token.start)
            continue
        if name in _VOID or match[4]:
            continue
        if not match[1]:
            opened.append((name, token))
            continue
        partner = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == name), None)
        if partner is None:
            wrapped.add(token.start)
            continue
        wrapped.update(inner.start for _, inner in opened[partner + 1 :])
        start = opened[partner][1]
        del opened[partner:]
        if name in _RAW_TAGS and re.search(r"[\\`*_~&<\"'|\[]|--|\.\.\.", text[start.end : token.start]):
            wrapped.update((start.start, token.start))
    return wrapped | {token.start for _, token in opened}


def _without_quotes(attributes: str) -> str:
    return re.sub(r"\"[^\"]*\"|'[^']*'", '""', attributes)

"""Liquid as Jekyll has it: tags, `{{ expressions }}`, includes with parameters; printing includes; the guard.

Liquid runs before Markdown and over all of a post, code included (Shopify/liquid:lib/liquid/tokenizer.rb,
jekyll/jekyll:lib/jekyll/tags/include.rb).
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from ..body import Construct, Edit, Span
from ..tables import Parts, Row
from .base import Found, Notation, Occurrences, Spans, alone, line_prefix, unprefix

_OPENING = re.compile(r"\{\{|\{%")
_TAG = re.compile(r"-?\s*(#|\w+)")
_END = {n: re.compile(rf"\{{%-?\s*end{n}\s*-?%\}}") for n in ("raw", "comment")}
_RAW_TAGS = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_PARAMETER = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.-]+))(?=\s|\Z)""",
    re.DOTALL,
)
_WORD = re.compile(r"""([\w-]+)(?:=|:(?=["']))(?:"([^"]*)"|'([^']*)'|(\S+))|"([^"]*)"|'([^']*)'|(\S+)""")
_INCLUDES = ("include", "include_relative", "include_cached")
_OF_THE_PLACE = ("in", "flat", "bare", "frame", "script", "link", "class")
"""What our own includes are told of their place in the page, and of what they show."""
_ASSIGNED = re.compile(r"""\s*([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')\s*\Z""")
_USED = re.compile(r"\s*([\w-]+)\s*(?:\|\s*(?:markdownify|strip|strip_newlines|strip_html)\s*)*\Z")
_LAST_LINE = re.compile(r"\n[ \t>]*\Z")


class Token(NamedTuple):
    """A tag or expression: its offsets, blanks that it eats included; its name (of a tag) and what follows it.

    `inner` is the text of a `raw` or `comment` block, which is one token.
    """

    start: int
    end: int
    name: str
    rest: str
    inner: str | None = None
    at: int = 0


def tokens(text: str) -> list[Token]:
    """The tags and expressions of `text` in order. What Liquid would stop on is no token."""
    return [token for _, token in _openings(text) if token]


def _openings(text: str) -> Iterator[tuple[re.Match[str], Token | None]]:
    """Each `{{` and `{%` that opens something, with what it opens; None for what Liquid would stop on."""
    at = 0
    ends = Occurrences(text)
    while match := _OPENING.search(text, at):
        token = _expression(text, match, ends) if match[0] == "{{" else _tag(text, match, ends)
        at = max(token.end, match.end()) if token else match.end()
        yield match, token


def _unclosed(text: str) -> Iterator[Found]:
    """The expressions, tags and blocks that never end, with the words that they begin with."""
    for match, token in _openings(text):
        name = _TAG.match(text, match.end()) if match[0] == "{%" else None
        if token is None and (match[0] == "{{" or name):
            begun = f"{{% {name[1]}" if name else match[0]
            yield Found(Span(*match.span()), "tag", begun, note="unclosed")


def _expression(text: str, match: re.Match[str], ends: Occurrences) -> Token | None:
    end = ends.after("}", match.end())
    if end < 0 or not text.startswith("}}", end):
        return None
    inner = text[match.end() : end]
    return _eating(text, match.start(), end + 2, "", inner)


def _tag(text: str, match: re.Match[str], ends: Occurrences) -> Token | None:
    end = ends.after("%}", match.end())
    name = _TAG.match(text, match.end(), end) if end >= 0 else None
    if name is None:
        return None
    if name[1] not in _END:
        return _eating(text, match.start(), end + 2, name[1], text[name.end() : end])
    closing = ends.after(_END[name[1]], end + 2)
    close = _END[name[1]].match(text, closing) if closing >= 0 else None
    if close is None:
        return None
    token = _eating(text, match.start(), end + 2, name[1], "")
    behind = _eating(text, close.start(), close.end(), name[1], "")
    return token._replace(
        end=behind.end, inner=text[token.end : max(behind.start, token.end)], at=behind.start
    )


def _eating(text: str, start: int, end: int, name: str, rest: str) -> Token:
    """The token with the blanks that its `-` marks eat."""
    if text.startswith("-", start + 2):
        rest = rest.removeprefix("-") if not name else rest
        while start and text[start - 1].isspace():
            start -= 1
    if text.startswith("-", end - 3):
        rest = rest.removesuffix("-")
        while end < len(text) and text[end].isspace():
            end += 1
    return Token(start, end, name, rest.strip())


class Variables:
    """The texts that `assign` and `capture` give to names in one post, and which of them are shown."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self.assigned: dict[str, str] = {}
        self.captured: dict[str, str] = {}
        self.blocks: dict[int, int] = {}
        closes = [place for place, token in enumerate(found) if token.name == "endcapture"]
        for place, token in enumerate(found):
            if token.name == "assign" and (match := _ASSIGNED.match(token.rest)):
                self.assigned[match[1]] = match[2] or match[3] or ""
            elif token.name == "capture":
                close = next(iter(closes[bisect_right(closes, place) :][:1]), None)
                if close is not None:
                    self.captured[token.rest.strip("\"'")] = text[token.end : found[close].start].strip("\n")
                    self.blocks[place] = close
        used = (_USED.match(t.rest) for t in found if not t.name)
        shown = {match[1] for match in used if match}
        for token in found:
            if token.name in _INCLUDES:
                shown |= {value for _, _, _, value in _PARAMETER.findall(token.rest)}
        self.shown = shown

    def text(self, name: str) -> str | None:
        """What a name stands for; None where that is not known."""
        return self.captured.get(name, self.assigned.get(name))

    def filled(self, text: str) -> str:
        """`text` with each `{{ name | markdownify }}` of a captured text replaced by it."""
        out: list[str] = []
        at = 0
        for token in tokens(text):
            match = _USED.match(token.rest) if not token.name else None
            if match and (value := self.captured.get(match[1])) is not None:
                out += text[at : token.start], value
                at = token.end
        return "".join([*out, text[at:]])


class _Liquid(Notation):
    trigger: ClassVar[re.Pattern[str]] = _OPENING


class LiquidTag(_Liquid):
    """Tags by name, blocks with what they enclose; expressions as `expression`; raw blocks as two empty `raw`."""

    name: ClassVar[str] = "tag"

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        del taken
        found = tokens(text)
        return [*_outermost(text, found, Variables(text, found), names), *_unclosed(text)]


class Include(_Liquid):
    """`{% include file key="value" %}`: the file is the name."""

    name: ClassVar[str] = "include"

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        del taken, names
        found = tokens(text)
        variables = Variables(text, found)
        includes = (_include(text, token, variables) for token in found if token.name in _INCLUDES)
        return [include for include in includes if not _half(include.name)]


class IncludePair(_Liquid):
    """`{% include X-open.html %}` … `{% include X-close.html %}`: X is the name. Single ones where they are known."""

    name: ClassVar[str] = "include-pair"

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        del taken
        found = tokens(text)
        variables = Variables(text, found)
        halves = [(t, _include(text, t, variables)) for t in found if t.name in _INCLUDES]
        out: list[Found] = []
        opened: list[tuple[Token, Found]] = []
        for token, include in halves:
            name, half = _half(include.name) or (include.name, "")
            if half == "open":
                opened.append((token, include))
            elif half == "close" and any(_half(o.name) == (name, "open") for _, o in opened):
                while opened:
                    begin, first = opened.pop()
                    if _half(first.name) == (name, "open"):
                        break
                if not opened:
                    pair = _pair(text, (begin, first), (token, include), name)
                    code = any(row.body == "raw" for row in names.get(name, ()))
                    out.append(replace(pair, body=without_raw(pair.body or "")) if code else pair)
            elif not half and not opened and include.name in names:
                out.append(_as_pair(include))
        return out


def _half(name: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"(.+)-(open|close)\.html", name)
    return (match[1], match[2]) if match else None


def _as_pair(found: Found) -> Found:
    return Found(
        found.span, "include-pair", found.name, named=found.named, prefix=found.prefix, inline=found.inline
    )


def _pair(text: str, opened: tuple[Token, Found], closed: tuple[Token, Found], name: str) -> Found:
    (begin, first), (close, last) = opened, closed
    named = {k: v for k, v in {**last.named, **first.named}.items() if k != "in"}
    lines = text[begin.end : close.start].strip("\n").split("\n")
    body = "\n".join(unprefix(lines, first.prefix)).strip("\n")
    return Found(
        Span(begin.start, close.end),
        "include-pair",
        name,
        named=named,
        body=_LAST_LINE.sub("", body),
        body_at=begin.end,
        prefix=first.prefix,
    )


def _include(text: str, token: Token, variables: Variables) -> Found:
    file, parameters = [*token.rest.split(None, 1), "", ""][:2]
    named: dict[str, str] = {}
    ours = _OF_THE_PLACE if file.startswith("blogconv/") else ()
    for key, double, single, variable in _PARAMETER.findall(parameters):
        if key in ours:
            continue
        if variable:
            known = variables.text(variable)
            named[key] = variable if known is None else known
        else:
            named[key] = double.replace('\\"', '"') if double else single.replace("\\'", "'")
    return Found(
        Span(token.start, token.end),
        "include",
        file,
        named=named,
        prefix=line_prefix(text, token.start),
        inline=not alone(text, token.start, token.end),
    )


def without_raw(text: str) -> str:
    """`text` without its raw tags: what Jekyll prints of a code block that has them."""
    return _RAW_TAGS.sub("", text)


def _outermost(
    text: str, found: Sequence[Token], variables: Variables, names: Mapping[str, Sequence[Any]]
) -> Iterator[Found]:
    """Each outermost tag or block once. What stands inside a block of unknown name is looked at as well."""
    partner = _partners(found)
    place = 0
    while place < len(found):
        token = found[place]
        close = partner.get(place)
        if token.name == "raw":
            yield _empty(token._replace(end=token.start + _opening(text, token)))
            yield _empty(token._replace(start=token.at))
        elif token.name == "comment":
            yield _found(text, token, "comment", ((token.inner or "").strip(),))
        elif not token.name:
            yield _shown(text, token, variables)
        elif (
            token.name == "capture"
            and token.rest.strip("\"'") in variables.shown
            and place in variables.blocks
        ):
            place = variables.blocks[place]
            shown = _shown_at_once(text, token, found[place : place + 2], variables)
            place += shown is not None
            yield shown or _empty(Token(token.start, found[place].end, "raw", ""))
        elif token.name == "assign" and _ASSIGNED.match(token.rest):
            yield _empty(token)
        elif close is not None and (token.name in names or token.name == "highlight"):
            yield _block(text, token, found[close])
            place = close
        elif token.name not in _INCLUDES and not token.name.startswith("end"):
            words, named = _words(token.rest)
            yield _found(text, token, token.name, words, named)
        place += 1


def _opening(text: str, token: Token) -> int:
    """How long the opening tag of a raw block is."""
    return token.at - token.start - len(token.inner or "") if token.inner is not None else len(text)


def _partners(found: Sequence[Token]) -> dict[int, int]:
    """The place of each block's end tag by that of its beginning."""
    pairs: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for place, token in enumerate(found):
        if token.inner is not None or not token.name:
            continue
        started = opened.get(token.name.removeprefix("end")) if token.name.startswith("end") else None
        if started:
            begin = started.pop()
            pairs[begin] = place
            for others in opened.values():
                while others and others[-1] > begin:
                    others.pop()
        else:
            opened.setdefault(token.name, []).append(place)
    return pairs


def _words(rest: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The words of a tag, quotes off, and its `key=value` and `key:"value"` pairs."""
    words: list[str] = []
    named: dict[str, str] = {}
    for key, *values, double, single, bare in _WORD.findall(rest):
        if key:
            named[key] = next((v for v in values if v), "")
        else:
            words.append(double or single or bare)
    return tuple(words), named


def _empty(token: Token) -> Found:
    return Found(Span(token.start, token.end), "tag", "raw", body="", inline=True)


def _shown_at_once(text: str, token: Token, behind: Sequence[Token], variables: Variables) -> Found | None:
    """A captured text that is shown right behind its block: both are one construct."""
    if len(behind) < 2 or behind[1].name or text[behind[0].end : behind[1].start].strip():
        return None
    match = _USED.match(behind[1].rest)
    if not match or match[1] != token.rest.strip("\"'"):
        return None
    found = _shown(text, behind[1], variables)
    return replace(found, span=Span(token.start, found.span.end), prefix=line_prefix(text, token.start))


def _shown(text: str, token: Token, variables: Variables) -> Found:
    """An expression; of a text that was assigned or captured above, the text."""
    match = _USED.match(token.rest)
    captured = variables.captured.get(match[1]) if match else None
    if captured is not None:
        found = _found(text, token, "captured", ())
        return Found(found.span, "tag", "captured", body=captured, prefix=found.prefix, inline=found.inline)
    head, bar, filters = token.rest.partition("|")
    if (value := variables.assigned.get(head.strip())) is not None:
        quote = "'" if '"' in value else '"'
        return Found(
            Span(token.start, token.end),
            "tag",
            "expression",
            (f"{quote}{value}{quote} {bar} {filters}",),
            inline=True,
        )
    return Found(Span(token.start, token.end), "tag", "expression", (token.rest,), inline=True)


def _found(
    text: str, token: Token, name: str, words: tuple[str, ...], named: Mapping[str, str] | None = None
) -> Found:
    prefix, inline = line_prefix(text, token.start), not alone(text, token.start, token.end)
    return Found(Span(token.start, token.end), "tag", name, words, named or {}, prefix=prefix, inline=inline)


def _block(text: str, opened: Token, closed: Token) -> Found:
    prefix = line_prefix(text, opened.start)
    inner = text[opened.end : closed.start]
    words, named = _words(opened.rest)
    args: dict[str, Any] = {}
    if opened.name == "highlight":
        args = _highlighted(words, named)
        words, named, body = (), {}, re.sub(r"\A[\n\r]+|[\n\r]+\Z", "", without_raw(inner))
    else:
        body = "\n".join(unprefix(inner.split("\n"), prefix)).strip("\n").rstrip(" ")
    return Found(
        Span(opened.start, closed.end),
        "tag",
        opened.name,
        words,
        named,
        args,
        body=body,
        body_at=opened.end,
        prefix=prefix,
        inline=not alone(text, opened.start, closed.end),
    )


def _highlighted(words: Sequence[str], named: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `{% highlight LANG linenos mark_lines="1 2" %}` (jekyll/jekyll:lib/jekyll/tags/highlight.rb)."""
    args: dict[str, Any] = {"lang": words[0].lower()} if words else {}
    if "linenos" in words[1:] or "linenos" in named:
        args["lines"] = True
    if "mark_lines" in named:
        args["marks"] = ",".join(named["mark_lines"].split())
    if named.get("start_line", "").isdigit():
        args["first"] = int(named["start_line"])
    return args


# Printing


def parameter(value: Any) -> str:
    """A value as a parameter of an include, which can hold neither `%}` nor an expression."""
    if isinstance(value, bool | int):
        return str(value).lower()
    text = " ".join(str(value).split("\n"))
    text = re.sub(r'\\(?="|\Z)', "&#92;", text).replace("{", "&#123;").replace("%}", "&#37;}")
    return '"' + text.replace('"', '\\"') + '"'


def _tag_of(file: str, args: Mapping[str, Any], known: Iterable[tuple[str, str]] = ()) -> str:
    given = ((key, args.get(name)) for name, key in known)
    return f"{{% include {file}{''.join(f' {key}={parameter(v)}' for key, v in given if v not in (None, ''))} %}}"


def _known(row: Row | Parts) -> list[tuple[str, str]]:
    return [(p.name, p.key) for p in row.arguments]


def print_include(row: Row, construct: Construct) -> str:
    """`{% include NAME key="value" %}`."""
    args = construct.args if construct.body is None else {**construct.args, "body": construct.body}
    return _tag_of(row.name, args, _known(row))


def print_captured_include(row: Row, construct: Construct) -> str:
    """The body captured, and an include that is given it as `data`."""
    include = _tag_of(row.name, construct.args, _known(row)).removesuffix(" %}")
    body = (construct.body or "").strip("\n")
    return f"{{% capture blogconv_data %}}\n{body}\n{{% endcapture %}}\n{include} data=blogconv_data %}}"


_AT_THE_END = {
    "callout": ("fold",),
    "quote": ("author", "source", "url", "title"),
    "poetry": ("author", "date", "footer"),
}
"""What the closing include of a container shows, or has to know of the opening one (`fold`)."""


def print_include_pair(row: Row, construct: Construct) -> str:
    """`NAME-open.html` … `NAME-close.html` with blank lines between: ordinary Markdown of the page inside.

    Parts are told the `group` that they belong to, and which of it they are.
    """
    known = _known(row)
    last = _AT_THE_END.get(row.name.rpartition("/")[2], ())
    opening = _tag_of(
        f"{row.name}-open.html", construct.args, [p for p in known if p[0] not in last or p[0] == "fold"]
    )
    closing = _tag_of(f"{row.name}-close.html", construct.args, [p for p in known if p[0] in last])
    if row.parts is None:
        pieces = [construct.body.strip("\n")] if construct.body and construct.body.strip() else []
        return "\n\n".join([opening, *pieces, closing])
    group = f"bc-{zlib.crc32(f'{construct.line} {construct.raw}'.encode('utf-8', 'replace')):08x}"
    first = construct.args.get("active", 1)
    places = (
        {"_group": group, "_number": n, "_checked": n == first or None}
        for n in range(1, len(construct.items) + 1)
    )
    pieces = [_part(row.parts, {**i.args, **p}, i.body) for i, p in zip(construct.items, places, strict=True)]
    return "\n\n".join([opening, *pieces, closing])


def _part(parts: Parts, args: Mapping[str, Any], body: str) -> str:
    name = parts.names[0]
    if parts.body == "none":
        return _tag_of(name, args, _known(parts))
    inner = [body.strip("\n")] if body.strip() else []
    opening = _tag_of(f"{name}-open.html", args, _known(parts))
    return "\n\n".join([opening, *inner, _tag_of(f"{name}-close.html", {})])


# Guarding

_BRACES = re.compile(r"\{+%\}*|\{{2,}\}*")
_WHOLE = re.compile(
    r"(?<!\{)(?:\{\{[^{}%\n]*\}\}|\{%[^{}%\n]*%\})(?:[^{}%\n]{0,40}(?:\{\{[^{}%\n]*\}\}|\{%[^{}%\n]*%\})){0,19}(?!\})"
)


def guard(text: str) -> list[Edit]:
    """The edits that make Liquid print `{{` and `{%` instead of acting on them.

    A whole expression or tag is wrapped where liquid 4.0.4 and 5.4 both print it unchanged, else each opening.
    """
    if "{{" not in text and "{%" not in text:
        return []
    edits: list[Edit] = []
    at = 0
    while match := _BRACES.search(text, at):
        whole = _WHOLE.match(text, match.start())
        if whole and _may_be_wrapped(whole[0]):
            match = whole
        edits.append(Edit(Span(*match.span()), f"{{% raw %}}{match[0]}{{% endraw %}}"))
        at = match.end()
    return edits


def _may_be_wrapped(text: str) -> bool:
    """Whether a raw block may hold `text`. Liquid 4.0.4 doubles some texts that open a tag twice."""
    doubled = re.search(r"\{(?=\{)[^}]*\{%|\{%(?:(?!%\}).)*\{%", text, re.DOTALL)
    return "endraw" not in text and not doubled

"""Inline text of kramdown as CommonMark."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from ...body import Edit, Span, apply
from ...model import Dialect
from ..composition import apart
from ..document import Document, Run
from ..inline import Tangled, Token, scan
from ..quotes import written_quotes
from . import patterns as p
from .printing import escaped, is_lone_tag
from .spans import Node, SpanReader
from .tree import Definitions

_TAGS = {"em": "em", "strong": "strong", "del": "del"}
_PLAIN = re.compile(r"[^\\`*_\[\]<>&~\"'|!]*\Z")
_UNMARKED = re.compile(r"[^\\`*_\[\]<>&~|!]*\Z")
_RAW = re.compile(r"[\\`*_\[\]~\"'!:]|--|\.\.\.")
_MARKDOWN = re.compile(r"""\s+markdown\s*=\s*(?:"[^"]*"|'[^']*'|\w+)""", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]*\}\Z")
_BOX = re.compile(r"\[[ xX]\](?=\S)")
_HEADING_ID = re.compile(r"[\t ]\{#[^\s{}]+\}\Z")
_ANGLES = {
    "<<": "«", ">>": "»", "<< ": "«\u00a0", " >>": "\u00a0»", "\\<<": "&lt;&lt;", "\\>>": "&gt;&gt;",
}  # fmt: skip
_HIDDEN = "\ufffc"
"""What stands in the place of a construct."""
_LABEL = re.compile(r"\]\[([^\[\]]+)\]\Z")
_CODE = "\x01"


def run_edits(
    document: Document, definitions: Definitions, source: Dialect, target: Dialect
) -> Iterator[Edit]:
    """The edits of all stretches of inline text of a document whose blocks are CommonMark's already.

    `target` is what the text is for in the end.
    """
    found: list[Edit] = []
    for run in document.runs:
        try:
            made = _Run(document, run, definitions, source, target).edits()
        except Tangled:
            continue
        found += [Edit(run.span(start, end), text) for (start, end), text in made]
    yield from apart(found, document.protected)


class _Run:
    """One stretch of inline text, as kramdown and as CommonMark reads it."""

    def __init__(
        self, document: Document, run: Run, definitions: Definitions, source: Dialect, target: Dialect
    ) -> None:
        self._document = document
        self._run = run
        self._text = run.text
        self._definitions = definitions
        self._dialect = document.source
        self._target = target
        reader = SpanReader(run.text, definitions, gfm=source.strikethrough, hard_breaks=source.hard_breaks)
        self._nodes = reader.read()
        self._tokens = scan(run.text, self._dialect, document.labels)
        self._starts: dict[int, list[Token]] = {}
        for token in self._tokens:
            self._starts.setdefault(token.start, []).append(token)
        self._abbreviations = _abbreviation_pattern(definitions.abbreviations)

    def edits(self) -> list[Edit]:
        """The edits of the text, in its offsets."""
        lenient = self._target.renderer == "markdown-it" and self._run.first and self._target.task_lists
        if lenient and (box := _BOX.match(self._text)):
            self._tokens = [t for t in self._tokens if t.start >= box.end()]
            return [Edit(Span(0, 0), "\\"), *self._made(full=False)]
        made = self._made(full=False)
        if not self._reads_right(made):
            strict = self._made(full=True)
            if self._reads_right(strict):
                made = strict
        return self._as_paragraph([*made, *self._quotes()])

    def _as_paragraph(self, edits: list[Edit]) -> list[Edit]:
        """The edits so that the text stays a paragraph, which CommonMark ends where a line is one tag."""
        if self._run.parent != "paragraph" or not edits:
            return edits
        first = apply(edits, self._text).partition("\n")[0]
        if not is_lone_tag(first) or is_lone_tag(self._text.partition("\n")[0]):
            return edits
        end = self._text.find("\n")
        if end >= 0:
            return [*edits, Edit(Span(end, end + 1), "<br>" if self._dialect.hard_breaks else " ")]
        if self._run.tight:
            return edits
        behind = Span(len(self._text), len(self._text))
        if self._document.line(self._run.line + 1).strip(" \t\n>"):
            return [*edits, Edit(behind, "<!-- -->")]
        return [Edit(Span(0, 0), "<p>"), *edits, Edit(behind, "</p>")]

    def _made(self, *, full: bool) -> list[Edit]:
        found = list(self._all(self._nodes, full=full, raw=False))
        return apart(list(dict.fromkeys(found)), ())

    def _quotes(self) -> Iterator[Edit]:
        """J2: quotes that another typographer would turn otherwise."""
        if self._dialect.typographer:
            signs = [(n.start, n.value) for top in self._nodes for n in top.walk() if n.kind == "quote"]
            yield from written_quotes(self._text, signs)

    # Nodes

    def _all(self, nodes: Sequence[Node], *, full: bool, raw: bool) -> Iterator[Edit]:
        for node in nodes:
            yield from self._one(node, full=full, raw=raw)

    def _one(self, node: Node, *, full: bool, raw: bool) -> Iterator[Edit]:
        match node.kind:
            case "text":
                yield from self._raw_text(node) if raw else self._plain_text(node, full=full)
            case "em" | "strong" | "del":
                yield from self._pair(node, full=full)
                yield from self._all(node.children, full=full, raw=False)
            case "link":
                yield from self._link(node, full=full)
                yield from self._all(node.children, full=full, raw=False)
            case "image":
                yield from self._image(node)
            case "element":
                yield from self._element(node)
                yield from self._all(node.children, full=full, raw=node.raw)
            case "code":
                yield from self._code(node)
            case "autolink":
                yield from self._autolink(node)
            case "math":
                yield Edit(Span(node.start, node.end), inline(node.value, self._target))
            case "sign" if "<" in node.value or ">" in node.value:
                yield Edit(Span(node.start, node.end), _ANGLES[node.value])
            case "break" if self._text.startswith("\\", node.start):
                yield Edit(Span(node.start, node.end), "\\")
            case "ial":
                yield Edit(Span(node.start, node.end), "")
            case "comment!":
                shown = " ".join(node.value.split("\n")).replace("--", "- -").strip("-")
                begins = shown and node.start > 0 and self._text[node.start - 1] == "\n"
                start = node.start - 1 if begins else node.start
                comment = f"<!--{shown}-->" if shown else ""
                yield Edit(Span(start, node.end), f" {comment}" if begins else comment)
            case "nomarkdown":
                yield Edit(Span(node.start, node.inside), "")
                yield Edit(Span(node.close, node.end), "")

    def _plain_text(self, node: Node, *, full: bool) -> Iterator[Edit]:
        """Text in which CommonMark must read nothing."""
        for token in self._between(node):
            at = max(token.start, node.start)
            if token.kind == "escape":
                yield Edit(Span(at, at), "\\")
            elif token.kind in ("open", "close") and token.mark != "link":
                for place in range(at, min(token.end, node.end)):
                    yield Edit(Span(place, place), "\\")
            elif token.kind not in ("text", "break", "url") and (token.kind != "close" or full):
                yield Edit(Span(at, at), "\\")
        if self._dialect.typographer:
            for match in re.finditer("[\"']", self._text[node.start : node.end]):
                yield Edit(Span(node.start + match.start(), node.start + match.start()), "\\")
        if self._run.parent == "heading" and self._dialect.heading_attributes and node.end == len(self._text):
            braces = _BRACES.search(self._text, node.start)
            if braces and not _HEADING_ID.search(self._text):
                yield Edit(Span(braces.start(), braces.start()), "\\")
        if full:
            for match in re.finditer(r"[*_`~\[\]]", self._text[node.start : node.end]):
                yield Edit(Span(node.start + match.start(), node.start + match.start()), "\\")
        if self._abbreviations:
            for match in self._abbreviations.finditer(self._text, node.start, node.end):
                yield from self._abbreviation(match)

    def _abbreviation(self, match: re.Match[str]) -> Iterator[Edit]:
        title = self._definitions.abbreviations[match[1]]
        shown = f' title="{escaped(title)}"' if title else ""
        yield Edit(Span(match.start(1), match.start(1)), f"<abbr{shown}>")
        yield Edit(Span(match.end(1), match.end(1)), "</abbr>")

    def _raw_text(self, node: Node) -> Iterator[Edit]:
        """Text in `<code>` and the like, of which kramdown reads nothing: signs that would act as what they show."""
        for match in _RAW.finditer(self._text, node.start, node.end):
            sign = match[0]
            if sign == ":" or (sign in "\"'" and not self._dialect.typographer):
                continue
            if sign == "!" and not self._text.startswith("[", match.end()):
                continue
            yield Edit(Span(match.start(), match.start() + 1), f"&#{ord(sign[0])};")

    def _between(self, node: Node) -> Iterator[Token]:
        first = bisect_left(self._tokens, node.start, key=lambda t: t.start)
        for place in range(first, len(self._tokens)):
            token = self._tokens[place]
            if token.start >= node.end:
                break
            if token.end > token.start:
                yield token

    def _has(self, start: int, end: int, kind: str, mark: str = "") -> Token | None:
        return next(
            (t for t in self._starts.get(start, ()) if t.end == end and t.kind == kind and t.mark == mark),
            None,
        )

    def _pair(self, node: Node, *, full: bool) -> Iterator[Edit]:
        """J1: emphasis that CommonMark would not find, or with attributes."""
        attributes = _attributes(node.ial)
        mark = _TAGS[node.kind]
        same = self._has(node.start, node.inside, "open", mark) and self._has(
            node.close, node.end, "close", mark
        )
        if full or attributes or not same:
            yield Edit(Span(node.start, node.inside), f"<{mark}{attributes}>")
            yield Edit(Span(node.close, node.end), f"</{mark}>")

    def _link(self, node: Node, *, full: bool) -> Iterator[Edit]:
        attributes = _attributes(node.ial)
        opening = next(
            (t for t in self._starts.get(node.start, ()) if t.kind == "open" and t.mark == "link"), None
        )
        closing = self._has(node.close, node.end, "close", "link")
        same = opening and closing and (node.reference or self._leads_to(closing, node))
        if (attributes or full) and _HIDDEN not in node.value:
            title = f' title="{escaped(node.title)}"' if node.title else ""
            yield Edit(Span(node.start, node.inside), f'<a href="{escaped(node.value)}"{title}{attributes}>')
            yield Edit(Span(node.close, node.end), "</a>")
        elif not same and _HIDDEN not in node.value:
            yield Edit(Span(node.close, node.end), f"]{_destination(node)}")

    def _constructs(self, node: Node) -> Span | None:
        """The address of a link or image in which a construct stands, which cannot be copied to another place."""
        at = self._text.find(node.value, node.close, node.end) if _HIDDEN in node.value else -1
        return Span(at, at + len(node.value)) if at >= 0 else None

    def _leads_to(self, token: Token, node: Node) -> bool:
        written = self._text[token.target.start : token.target.end]
        angle = written[1:-1] if written.startswith("<") and written.endswith(">") else written
        plain = "\\" not in angle and "&" not in re.sub(r"&(?!\w+;|#)", "", angle)
        title = self._text[token.target.end : token.end - 1].strip()
        return plain and angle == node.value and bool(title) == (node.title is not None) and "\\" not in title

    def _image(self, node: Node) -> Iterator[Edit]:
        attributes = _attributes(node.ial)
        label = self._text[node.inside : node.close]
        alt = re.sub(r"""\\([\\.*_+`<>()\[\]{}#!:|"'$=-])""", r"\1", label)
        token = self._has(node.start, node.end, "image")
        if _HIDDEN in node.value and not self._constructs(node):
            return
        if attributes and (address := self._constructs(node)):
            title = f' title="{escaped(node.title)}"' if node.title else ""
            yield Edit(Span(node.start, address.start), '<img src="')
            yield Edit(Span(address.end, node.end), f'" alt="{escaped(alt)}"{title}{attributes}>')
        elif attributes:
            title = f' title="{escaped(node.title)}"' if node.title else ""
            shown = f'<img src="{escaped(node.value)}" alt="{escaped(alt)}"{title}{attributes}>'
            yield Edit(Span(node.start, node.end), shown)
        elif self._target.renderer == "markdown-it" and not _UNMARKED.match(label):
            title = f' title="{escaped(node.title)}"' if node.title else ""
            yield Edit(
                Span(node.start, node.end), f'<img src="{escaped(node.value)}" alt="{escaped(alt)}"{title}>'
            )
        elif not token or not self._is_plain(label) or not (node.reference or self._leads_to(token, node)):
            shown = re.sub(r"[\\`*_\[\]<>~|!]", r"\\\g<0>", alt)
            if self._target.renderer != "markdown-it":
                shown = shown.replace('"', "&quot;").replace("'", "&#39;")
            yield Edit(Span(node.start, node.end), f"![{shown}]{_destination(node)}")

    def _is_plain(self, label: str) -> bool:
        """Whether an image's text has nothing that the target would read. markdown-it lets quotes there alone."""
        return bool((_UNMARKED if self._target.renderer == "markdown-it" else _PLAIN).match(label))

    def _code(self, node: Node) -> Iterator[Edit]:
        attributes = _attributes({k: v for k, v in node.ial.items() if k != "class"})
        if not attributes and self._has(node.start, node.end, "code"):
            written = self._text[node.start : node.end]
            ticks = len(written) - len(written.lstrip("`"))
            inside = written[ticks:-ticks].replace("\n", " ")
            padded = inside.strip(" ") and inside[0] == " " == inside[-1]
            if (inside[1:-1] if padded else inside) == node.value.replace("\n", " "):
                return
        shown = "".join(
            f"&#{ord(c)};" if c in "\\`*_[]~\"'|!-." else html.escape(c, quote=False) for c in node.value
        )
        yield Edit(Span(node.start, node.end), f"<code{attributes}>{shown}</code>")

    def _autolink(self, node: Node) -> Iterator[Edit]:
        attributes = _attributes(node.ial)
        shown = self._text[node.start + 1 : node.end - 1].removeprefix("mailto:")
        if attributes:
            yield Edit(
                Span(node.start, node.end),
                f'<a href="{escaped(node.value)}"{attributes}>{html.escape(shown)}</a>',
            )
        elif not self._has(node.start, node.end, "autolink") or self._text.startswith("<mailto:", node.start):
            label = re.sub(r"[\\`*_\[\]<>~|]", r"\\\g<0>", shown)
            yield Edit(Span(node.start, node.end), f"[{label}]{_destination(node)}")

    def _element(self, node: Node) -> Iterator[Edit]:
        """The tags of an element: no attribute of kramdown's, and an end."""
        tag = self._text[node.start : node.inside]
        if match := _MARKDOWN.search(tag):
            yield Edit(Span(node.start + match.start(), node.start + match.end()), "")
        ended = node.value in p.VOID_ELEMENTS or node.close < node.end or tag.endswith("/>")
        if not ended and self._has(node.start, node.inside, "html"):
            yield Edit(Span(node.end, node.end), f"</{node.value}>")

    # What CommonMark makes of it

    def _reads_right(self, edits: Sequence[Edit]) -> bool:
        edited = apply(edits, self._text)
        try:
            tokens = scan(edited, self._dialect, self._document.labels)
        except Tangled:
            return False
        return _even("".join(_outline(edited, tokens, self._definitions))) == _even(
            "".join(self._expected(self._nodes, raw=False))
        )

    def _expected(self, nodes: Sequence[Node], *, raw: bool) -> Iterator[str]:
        """What a reader sees, with tags for what is marked."""
        for node in nodes:
            written = self._text[node.start : node.end]
            match node.kind:
                case "text":
                    yield from self._expected_text(node, raw=raw)
                case "escape":
                    yield written[1:]
                case "em" | "strong" | "del":
                    yield f"<{node.kind}{_attributes(node.ial)}>"
                    yield from self._expected(node.children, raw=False)
                    yield f"</{node.kind}>"
                case "link":
                    yield f"<a {_shown_address(node)}>"
                    yield from self._expected(node.children, raw=False)
                    yield "</a>"
                case "image":
                    yield f"<img {_shown_address(node)}>"
                case "autolink":
                    yield f"<a {_shown_address(node)}>{html.unescape(written[1:-1].removeprefix('mailto:'))}</a>"
                case "code":
                    yield f"{_CODE}{node.value}{_CODE}"
                case "math":
                    yield f"\\({node.value}\\)"
                case "entity":
                    yield html.unescape(written)
                case "sign":
                    yield html.unescape(_ANGLES.get(node.value, node.value))
                case "break":
                    yield "<br>"
                case "element":
                    yield _MARKDOWN.sub("", self._text[node.start : node.inside])
                    yield from self._expected(node.children, raw=node.raw)
                    closed = self._text[node.close : node.end]
                    ended = node.value in p.VOID_ELEMENTS or not self._has(node.start, node.inside, "html")
                    yield closed or ("" if ended else f"</{node.value}>")
                case "comment!":
                    yield f"<!--{node.value}-->" if node.value else ""
                case "nomarkdown":
                    yield node.value
                case "ial":
                    continue
                case _:
                    yield written

    def _expected_text(self, node: Node, *, raw: bool) -> Iterator[str]:
        at = node.start
        if self._abbreviations and not raw:
            for match in self._abbreviations.finditer(self._text, node.start, node.end):
                yield self._text[at : match.start(1)]
                title = self._definitions.abbreviations[match[1]]
                yield f'<abbr title="{escaped(title)}">' if title else "<abbr>"
                yield match[1] + "</abbr>"
                at = match.end()
        yield self._text[at : node.end]


def _outline(text: str, tokens: Sequence[Token], definitions: Definitions) -> Iterator[str]:
    links: list[str] = []
    for number, token in enumerate(tokens):
        written = text[token.start : token.end]
        if token.mark == "link" and token.kind == "open":
            yield f"<a {_address(text, _closing(tokens, number), definitions)}>"
            links.append("")
        elif token.mark == "link":
            yield "</a>"
        elif token.kind in ("open", "close"):
            yield f"<{'/' if token.kind == 'close' else ''}{token.mark}>"
        elif token.kind == "image":
            yield f"<img {_address(text, token, definitions)}>"
        elif token.kind == "escape":
            yield written[1]
        elif token.kind == "break":
            yield "<br>\n"
        elif token.kind == "autolink":
            yield f"<a {html.unescape(written[1:-1])}>{html.unescape(written[1:-1])}</a>"
        elif token.kind == "code":
            ticks = len(written) - len(written.lstrip("`"))
            inside = written[ticks:-ticks]
            padded = inside.strip() and inside[0] in " \n" and inside[-1] in " \n"
            yield f"{_CODE}{inside[1:-1] if padded else inside}{_CODE}"
        elif token.kind == "html":
            yield written
        else:
            yield html.unescape(written)


def _closing(tokens: Sequence[Token], number: int) -> Token:
    depth = 0
    for place in range(number, len(tokens)):
        if tokens[place].mark == "link":
            depth += 1 if tokens[place].kind == "open" else -1
            if not depth:
                return tokens[place]
    return tokens[number]


def _address(text: str, token: Token, definitions: Definitions) -> str:
    """Where a link or image leads; by its label, where it has one."""
    if not token.target.end:
        label = _LABEL.search(text, token.start, token.end)
        name = label[1] if label else text[token.label.start : token.label.end]
        found = definitions.links.get(re.sub(r"\s+", " ", name).lower(), ("", None))
        return html.unescape(_encoded(found[0]))
    written = text[token.target.start : token.target.end]
    inside = written[1:-1] if written.startswith("<") else written
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", inside))


_HTML_LINK = re.compile(
    r'<a href="([^"]*)"[^<>]*>|<img src="([^"]*)"[^<>]*>|<code[^<>]*>(.*?)</code>', re.DOTALL
)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def _even(outline: str) -> str:
    """An outline without what is no difference: tags for marks, kinds of quotes, blanks at ends of lines."""

    def plain(match: re.Match[str]) -> str:
        if match[3] is not None:
            return f"{_CODE}{html.unescape(match[3])}{_CODE}"
        address = match[1] if match[1] is not None else match[2]
        return f"<{'a' if match[1] is not None else 'img'} {html.unescape(_encoded(html.unescape(address)))}>"

    even = _HTML_LINK.sub(plain, outline).translate(_STRAIGHT)
    return re.sub(
        r"\s*(?:<br>)?\s*\n\s*", lambda m: "<br>" if "br" in m[0] else " ", html.unescape(even)
    ).strip()


def _destination(node: Node) -> str:
    """Where a link leads, as CommonMark must read it."""
    address = _encoded(node.value)
    plain = address and not re.search(r"[\s()]", address)
    shown = address if plain else f"<{address}>"
    if node.title is None:
        return f"({shown})"
    title = re.sub(r"([\\\"])", r"\\\1", node.title).replace("|", "&#124;")
    return f'({shown} "{title}")'


def _encoded(address: str) -> str:
    """An address without what cannot stand in one, or is more than itself there."""
    return re.sub(r"[<>\\\n|]", lambda m: f"%{ord(m[0]):02X}", address)


def _shown_address(node: Node) -> str:
    return html.unescape(_encoded(node.value))


def inline(formula: str, target: Dialect) -> str:
    """A formula in a line, in the marks that kramdown writes for MathJax, in which no Markdown is read.

    Obsidian has formulas of its own.
    """
    if target.renderer == "obsidian":
        return f"${' '.join(formula.split())}$"
    shown = re.sub(r"[\\`*_<>&\[\]~\"'|]|([-.=+:^])(?=\1)|:(?=\w)", r"\\\g<0>", " ".join(formula.split("\n")))
    return f"\\\\({shown}\\\\)"


def _attributes(ial: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escaped(value)}"' for key, value in ial.items() if key)


def _abbreviation_pattern(known: Mapping[str, str]) -> re.Pattern[str] | None:
    if not known:
        return None
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?:(?<=[^a-zA-Z0-9_])|(?:(?<=\n)|\A))({words})(?![a-zA-Z0-9_])")

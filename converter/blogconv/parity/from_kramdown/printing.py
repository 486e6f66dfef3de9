"""kramdown's blocks as lines of CommonMark."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from ...body import Span
from ...model import Dialect
from . import patterns as p
from .rows import Row, is_blank, prefixed, row_of, text_of
from .same import WRAPPING, is_tight, plain_cells
from .source import Line
from .tables import code_spans
from .tree import Block, Element, Table

_BLOCK_TAGS = frozenset((
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
))  # fmt: skip
"""Elements whose tag alone begins a block of HTML in CommonMark."""
_VERBATIM = frozenset(("pre", "script", "style", "textarea"))
_STARTS = re.compile(
    r"[ \t]*(?:(?P<mark>#{1,6}(?=[ \t]|\Z)|>|[-+*](?=[ \t]|\Z)|(?:\*[ \t]*){3,}\Z|(?:_[ \t]*){3,}\Z|`{3,}|~{3,}"
    r"|=+[ \t]*\Z|<[?!/])|(?P<rule>-[- \t]*\Z)|(?P<number>\d{1,9}[.)])(?=[ \t]|\Z)"
    r"|(?P<row>\|?[ \t]*:?-+:?[ \t]*\|[|: \t-]*\Z))"
)
_APART = re.compile(
    r"<!--|(?:\*[ \t]*){3,}\Z|(?:_[ \t]*){3,}\Z|=+[ \t]*\Z|-+[ \t]*\Z|(?:-[ \t]*){3,}\Z"
    r"|\|?[ \t]*:?-+:?[ \t]*\|[|: \t-]*\Z"
)
"""Lines that are more than text only where they are lines."""
_MARKDOWN = re.compile(r"""\s+markdown\s*=\s*(?:"[^"]*"|'[^']*'|\w+)""", re.IGNORECASE)
_KEPT = tuple(key for key in WRAPPING if key != "id")


class Printer:
    """Prints blocks. `view` is the text in which they were read."""

    def __init__(self, view: str, source: Dialect, target: Dialect) -> None:
        self._view = view
        self._hard_breaks = source.hard_breaks
        self._typographer = source.typographer
        self._own_math = target.renderer == "obsidian"

    def rows(self, blocks: Sequence[Block], *, tight: bool = False, loose: bool = False) -> list[Row]:
        """The lines of blocks that stand one below the other; `tight` is without, `loose` with blank lines between."""
        out: list[Row] = []
        before: Block | None = None
        gap = False
        for block in blocks:
            if block.kind == "blank":
                gap = True
                continue
            rows = self._of(block)
            if not rows:
                gap = gap or block.kind == "end"
                continue
            if before is not None:
                if runs_on(before, block):
                    out += [[""], ["<!-- -->"], [""]]
                elif loose or (gap and not tight) or _needs_gap(before, block):
                    out.append([""])
            out += rows
            before, gap = block, False
        return out

    def _of(self, block: Block) -> list[Row]:
        rows = self._plain(block)
        kept = {k: v for k, v in block.ial.items() if k in _KEPT}
        if rows and kept and block.kind != "html":
            shown = "".join(f' {k}="{escaped(v)}"' for k, v in kept.items())
            rows = [[f"<div{shown}>"], [""], *rows, [""], ["</div>"]]
        if rows and block.ial.get("id") and block.kind not in ("heading", "html"):
            rows = [[f'<a id="{escaped(block.ial["id"])}"></a>'], [""], *rows]
        return rows

    def _plain(self, block: Block) -> list[Row]:
        match block.kind:
            case "paragraph" | "text":
                return self._paragraph(block)
            case "heading":
                return [self.heading(block)]
            case "code":
                return self._code(block)
            case "quote":
                return prefixed(self.rows(block.children), "> ", "> ", self._view) or [[">"]]
            case "list":
                return self._list(block)
            case "definitions":
                return self._lines(block)
            case "note":
                return self._note(block)
            case "html":
                return self._html(block)
            case "math" if self._own_math:
                inside: list[Row] = [[line] for line in _lines_of(block.text)]
                return [["$$"], *inside, ["$$"]]
            case "math":
                return [[display(block.text)]]
            case "table":
                return self._table(block)
            case "rule":
                return [row[:] for row in self._stripped(block)]
            case "nomarkdown":
                return [row_of(line, self._view) for line in block.lines if line.text.strip()]
            case "end" if block.mark == "link":
                return [row for row in self._lines(block) if not is_blank(row, self._view)]
        return []

    def _lines(self, block: Block) -> list[Row]:
        rows = [row_of(line, self._view) for line in block.source.whole(block.start, block.end)]
        while rows and is_blank(rows[-1], self._view):
            rows.pop()
        return rows

    def _stripped(self, block: Block) -> Iterator[Row]:
        for line in block.source.whole(block.start, block.end):
            text = line.text.strip()
            start = line.at(len(line.text) - len(line.text.lstrip()))
            yield (
                [Span(start, start + len(text))] if self._view[start : start + len(text)] == text else [text]
            )

    # Text

    def _paragraph(self, block: Block) -> list[Row]:
        rows: list[Row] = []
        for number, line in enumerate(block.lines):
            lead = len(line.text) - len(line.text.lstrip(" \t"))
            row = row_of(Line(line.text[lead:], line.start, line.end), self._view)
            if number and not self._hard_breaks and _APART.match(line.text, lead):
                rows[-1] += [" ", *row]
                continue
            rows.append(self._literal(row, first=not number))
        if is_lone_tag(text_of(rows[0], self._view)):
            if len(rows) == 1 and block.transparent:
                return [[*rows[0], "<!-- -->"]]
            if len(rows) == 1:
                block.kind = "html"
                return [["<p>", *rows[0], "</p>"]]
            rows[:2] = [[*rows[0], "<br>" if self._hard_breaks else " ", *rows[1]]]
        return rows

    def _literal(self, row: Row, *, first: bool) -> Row:
        """A line of text in which nothing begins a block."""
        text = text_of(row, self._view)
        found = _STARTS.match(text)
        if not found or (first and text.startswith("=")):
            return row
        if found["number"]:
            return (
                row
                if not first and int(found["number"][:-1]) != 1
                else _inserted(row, found.end("number") - 1, "\\")
            )
        if found["row"] and not found["rule"]:
            return row if first else _inserted(row, text.index("|"), "\\")
        if found["rule"]:
            dashes = found["rule"].rstrip()
            if self._typographer and len(dashes) in (2, 3) and " " not in dashes:
                return [("&#8212;" if len(dashes) == 3 else "&#8211;")]
            return ["\\", *row]
        return ["\\", *row]

    def heading(self, block: Block) -> Row:
        """A heading by its marks, with its id."""
        ident = block.ial.get("id") or block.mark
        row = [piece for line in block.lines for piece in row_of(line, self._view)]
        if marks := re.search(r"(?:\A|[ \t])(#+)\Z", block.text):
            row = _inserted(row, marks.start(1), "\\")
        return ["#" * block.level + " ", *row, *([f" {{#{ident}}}"] if ident else [])]

    # Code

    def _code(self, block: Block) -> list[Row]:
        rows = [row_of(line, self._view) for line in block.lines]
        if not block.fenced:
            return [["    ", *row] if not is_blank(row, self._view) else [""] for row in rows]
        opening = block.source.text[block.start : block.end].lstrip(" ")
        char = opening[0]
        info = block.mark.partition("{")[0]
        char = "~" if "`" in info else char
        size = (
            max((len(m) for m in re.findall(rf"(?m)^ {{0,3}}({char}{{3,}})[ \t]*$", block.text)), default=2)
            + 1
        )
        run = char * max(size, len(re.match(rf"{char}*", opening)[0]), 3)  # type: ignore[index]
        return [[run + info], *rows, [run]]

    # Containers

    def _list(self, block: Block) -> list[Row]:
        tight = is_tight(block)
        out: list[Row] = []
        start = block.ial.get("start", "1")
        for number, item in enumerate(block.children):
            mark = block.children[0].mark if not block.ordered else item.mark
            if block.ordered and not number:
                mark = f"{start if start.isdecimal() else 1}."
            rows = self.rows(item.children, tight=tight, loose=not tight and len(block.children) == 1)
            if rows and item.children[0].kind == "rule":
                rows[0] = ["___"]
            pad = item.level - len(item.mark)
            if not rows or not 1 <= pad <= 4 or item.children[0].kind == "code":
                pad = 1
            if out and not tight:
                out.append([""])
            width = len(mark) + pad
            out += prefixed(rows, mark + " " * pad, " " * width, self._view) or [[mark]]
        return out

    def _note(self, block: Block) -> list[Row]:
        head = re.match(r" {0,3}\[\^[^\]]+\]:[ \t]*", block.source.text[block.start : block.end])
        assert head
        rows = self.rows([c for c in block.children if c.kind != "blank" or c is not block.children[0]])
        return prefixed(rows, head[0].strip() + " ", "    ", self._view)

    # HTML

    def _html(self, block: Block) -> list[Row]:
        if not block.element:
            return self._lines(block)
        return list(self._element(block, block.element))

    def _element(self, block: Block, element: Element) -> Iterator[Row]:
        """An element as a block of HTML that ends where kramdown's does."""
        source = block.source
        start = element.start
        tag = source.text[start : element.inside]
        if element.model == "block":
            yield self._tag(block, element)
            yield [""]
            inner = self.rows(element.blocks)
            yield from inner
            if inner:
                yield [""]
            yield [f"</{element.name}>"]
            return
        whole = [row_of(line, self._view) for line in source.cut(start, element.end)]
        if element.model == "span" or _MARKDOWN.search(tag):
            rest = source.cut(element.inside, element.end)
            rows = [row_of(line, self._view) for line in rest] or [[]]
            whole = [[*self._tag(block, element), *rows[0]], *rows[1:]]
        elif element.elements:
            yield from self._mixed(block, element)
            return
        if element.name in _VERBATIM:
            yield from whole
            return
        if element.name not in _BLOCK_TAGS and not element.closed:
            inside = source.cut(element.inside, element.end)
            whole = [self._tag(block, element), *(row_of(line, self._view) for line in inside)]
        yield from self._without_gaps(whole)

    def _tag(self, block: Block, element: Element) -> Row:
        """A start tag on one line, without its `markdown` attribute."""
        tag = block.source.text[element.start : element.inside]
        if "\n" not in tag and not _MARKDOWN.search(tag):
            return [block.source.span(element.start, element.inside)]
        return [" ".join(_MARKDOWN.sub("", tag).split("\n"))]

    def _without_gaps(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Lines of HTML without blank ones, which would end it; in `<pre>` a blank line is a character."""
        depth = 0
        missing = 0
        for row in rows:
            if is_blank(row, self._view):
                missing += 1
                continue
            yield ["&#10;" * missing, *row] if missing and depth > 0 else row
            missing = 0
            text = text_of(row, self._view).lower()
            depth += len(re.findall(r"<(?:pre|textarea)\b", text)) - len(
                re.findall(r"</(?:pre|textarea)\b", text)
            )

    def _mixed(self, block: Block, element: Element) -> Iterator[Row]:
        """A raw element in which others are read: each of those a block of its own."""
        at = element.start
        for inner in element.elements:
            yield from self._without_gaps([row_of(x, self._view) for x in block.source.cut(at, inner.start)])
            yield from self._element(block, inner)
            at = inner.end
        yield from self._without_gaps([row_of(x, self._view) for x in block.source.cut(at, element.end)])

    # Tables

    def _table(self, block: Block) -> list[Row]:
        table = block.table
        assert table
        rows: list[Row] = []
        headers = [row for part, rows in table.parts if part == "thead" for row in rows]
        bodies = [row for part, rows in table.parts if part != "thead" for row in rows]
        header = headers[:1]
        sides = {"left": ":---", "right": "---:", "center": ":---:"}
        alignment = [sides.get(side, "---") for side in table.alignment] + ["---"] * table.columns
        rule: Row = self._rule(block, table) or ["|" + "|".join(alignment[: table.columns]) + "|"]
        if header:
            rows.append(self._row(block, header[0].start, header[0].cells, table.columns))
        else:
            rows.append(["|" + "  |" * table.columns])
        rows.append(rule)
        for row in [*headers[1:], *bodies]:
            rows.append(self._row(block, row.start, row.cells, table.columns))
        return rows

    def _rule(self, block: Block, table: Table) -> Row | None:
        """The line below the header as it is written, where it has as many cells as there are columns."""
        if not table.parts or table.parts[0][0] != "thead" or len(table.parts[0][1]) != 1:
            return None
        start = block.source.text.index("\n", table.parts[0][1][0].start) + 1
        line = block.source.cut(start, block.source.text.index("\n", start))[0]
        cells = plain_cells(line.text)
        fits = len(cells) == table.columns and all(re.fullmatch(r":?-+:?", cell) for cell in cells)
        return row_of(line, self._view) if fits else None

    def _row(self, block: Block, start: int, cells: Sequence[str], columns: int) -> Row:
        """A row with as many cells as there are columns, copied where its line has them so."""
        line = block.source.cut(start, block.source.text.index("\n", start))[0]
        if plain_cells(line.text) == list(cells) and len(cells) == columns:
            return row_of(line.with_text(line.text.rstrip(" \t")), self._view)
        out: Row = ["|"]
        at = 0
        for cell in cells:
            shown = _cell(cell)
            place = line.text.find(cell, at) if shown == cell else -1
            if place >= 0 and cell:
                at = place + len(cell)
                begin = line.end - (len(line.text) - place)
                out += [" ", Span(begin, begin + len(cell)), " |"]
            else:
                out += [f" {shown} |"]
        return [*out, "  |" * (columns - len(cells))]


def _cell(text: str) -> str:
    """A cell's text in which no pipe divides cells."""
    out: list[str] = []
    for is_code, piece in code_spans(text):
        if is_code and "\\|" in piece:
            out.append(
                f"<code>{html.escape(piece, quote=False)}</code>".replace("\\", "&#92;").replace(
                    "|", "&#124;"
                )
            )
        elif is_code:
            run = max(re.findall(r"`+", piece), default="") + "`"
            pad = " " if len(run) > 1 else ""
            out.append(f"{run}{pad}{piece}{pad}{run}".replace("|", "\\|"))
        else:
            out.append(piece.replace("|", "\\|"))
    return "".join(out)


def display(formula: str) -> str:
    """A formula on a line of its own, as kramdown writes it for MathJax, in which no Markdown is read."""
    lines = _lines_of(formula)
    commented = any(re.search(r"(?<!\\)%", line) for line in lines[:-1])
    shown = html.escape(formula.strip(), quote=False) if not commented else ""
    if commented:
        joined = "&#10;".join(html.escape(line, quote=False) for line in lines)
        return f"<!-- math -->\\[{joined}\\]"
    return "<!-- math -->\\[" + " ".join(shown.split("\n")) + "\\]"


def _lines_of(formula: str) -> list[str]:
    return [line for line in formula.strip().split("\n") if line.strip()]


def runs_on(before: Block, after: Block) -> bool:
    """Whether CommonMark takes a block into the list before it, whatever blank lines are between."""
    if before.kind != "list":
        return False
    return (after.kind == "code" and not after.fenced) or (
        after.kind == "list" and before.ordered == after.ordered
    )


def _needs_gap(before: Block, after: Block) -> bool:
    """Whether CommonMark needs a blank line between two blocks that kramdown tells apart without one."""
    apart = ("html", "math", "table", "definitions", "note", "nomarkdown")
    if before.kind in apart or after.kind in ("table", "math", "definitions", "note", "nomarkdown"):
        return True
    if _wrapped(before) or _wrapped(after):
        return True
    lazy = before.kind in ("paragraph", "text", "quote", "list", "end")
    if after.kind in ("paragraph", "text", "end") or (after.kind == "code" and not after.fenced):
        return lazy
    if after.kind == "html":
        tag = after.element.name if after.element else ""
        return lazy and tag not in _BLOCK_TAGS
    if after.kind == "rule":
        return lazy
    if after.kind == "quote":
        return before.kind == "quote"
    if after.kind == "list" and before.kind == "paragraph":
        return not after.children[0].children or (after.ordered and after.ial.get("start", "1") != "1")
    return False


def escaped(text: str) -> str:
    """Text for an attribute, as kramdown writes it: entities in it stay."""
    return html.escape(re.sub(r"&(?=(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#x[0-9a-fA-F]+);)", "\0", text)).replace(
        "\0", "&"
    )


def _wrapped(block: Block) -> bool:
    return any(key in block.ial for key in WRAPPING) and block.kind not in ("heading", "html")


def is_lone_tag(text: str) -> bool:
    """Whether CommonMark takes a line for HTML because it is one tag."""
    tag = p.TAG.match(text) or p.CLOSE_TAG.match(text)
    return bool(tag) and not text[tag.end() :].strip(" \t")  # type: ignore[union-attr]


def _inserted(row: Row, at: int, what: str) -> Row:
    """A row with something put in at a column."""
    out: Row = []
    for piece in row:
        size = len(piece) if isinstance(piece, str) else piece.end - piece.start
        if 0 <= at < size:
            if isinstance(piece, str):
                out += [piece[:at], what, piece[at:]]
            else:
                out += [Span(piece.start, piece.start + at), what, Span(piece.start + at, piece.end)]
        else:
            out.append(piece)
        at -= size
    return out

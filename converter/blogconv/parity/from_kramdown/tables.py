"""kramdown's tables (gettalong/kramdown:lib/kramdown/parser/kramdown/table.rb)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..inline import Fuel
from .source import Source
from .tree import Row, Table

_PIPE = r"(?:\||.*?[^\\\n]\|)"
_LINE = re.compile(rf"{_PIPE}.*?\n")
TABLE_START = re.compile(rf" {{0,3}}(?=\S){_PIPE}.*?\n")
_SEPARATOR = re.compile(r"([+|: \t-]*?-[+|: \t-]*?)[ \t]*\n")
_FOOTER = re.compile(r"[+|: \t=]*?=[+|: \t=]*?[ \t]*\n")
_ROW = re.compile(r"(.*?)[ \t]*\n")
_ALIGN = re.compile(r"[ \t]?(:?)-+(:?)[ \t]?")
_CODE_ELEMENT = re.compile(r"(<code.*?>.*?</code>)")
_CHECK = re.compile(_PIPE)
_LEADING = re.compile(r"\s*\|")
_TICKS = re.compile(r"`+")


def read_table(source: Source, start: int, fuel: Fuel) -> tuple[Table, int] | None:
    """The table that begins at a place, and where it ends."""
    text = source.text
    table = Table([], [], 0)
    rows: list[Row] = []
    footer = False
    pos = start
    leading = bool(_LEADING.match(text, start))
    if match := _SEPARATOR.match(text, pos):
        pos = match.end()
    while pos < len(text) and _LINE.match(text, pos):
        fuel.spend(100)
        if match := _SEPARATOR.match(text, pos):
            if rows and not table.alignment and not footer:
                table.parts.append(("thead", rows))
                rows = []
                table.alignment = [_side(left, right) for left, right in _ALIGN.findall(match[1])]
            elif rows and not footer:
                table.parts.append(("tbody", rows))
                rows = []
        elif match := _FOOTER.match(text, pos):
            if rows:
                table.parts.append(("tbody", rows))
                rows = []
            footer = True
        elif match := _ROW.match(text, pos):
            cells = _cells(match[1], leading)
            table.columns = max(table.columns, len(cells))
            rows.append(Row(pos, cells))
        else:
            break
        pos = match.end()
    if not _has_pipes(text[start : pos - 1]):
        return None
    if rows:
        table.parts.append(("tfoot" if footer else "tbody", rows))
    if not any(part == "tbody" for part, _ in table.parts):
        return None
    return table, pos


def _side(left: str, right: str) -> str:
    return "center" if left and right else "left" if left else "right" if right else ""


def code_spans(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a text: whether each is a code span, and what it holds."""
    at = begun = 0
    while match := _TICKS.search(text, at):
        size = len(match[0])
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        lone = size == 1 and (not before or before.isspace()) and after.isspace()
        end = -1 if lone else text.find(match[0], match.end())
        if end < 0:
            at = match.end()
            continue
        if begun < match.start():
            yield False, text[begun : match.start()]
        inner = text[match.end() : end]
        if size > 1:
            inner = inner.removeprefix(" ").removesuffix(" ")
        yield True, inner
        at = begun = end + size
    if begun < len(text):
        yield False, text[begun:]


def _cells(line: str, leading: bool) -> list[str]:
    cells: list[str] = []

    def glue(text: str) -> None:
        if cells:
            cells[-1] += text
        else:
            cells.append(text)

    for number, piece in enumerate(_CODE_ELEMENT.split(line)):
        if number % 2:
            glue(piece)
            continue
        for is_code, text in code_spans(piece):
            if is_code:
                run = max(_TICKS.findall(text), default="") + "`"
                pad = " " if len(run) > 1 else ""
                glue(f"{run}{pad}{text}{pad}{run}")
            else:
                first, *rest = (part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", text))
                glue(first)
                cells.extend(rest)
    if leading and cells and not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def _has_pipes(text: str) -> bool:
    """Whether each line has a pipe outside code."""
    on_line = False
    for is_code, piece in code_spans(text):
        lines = piece.rstrip("\n").split("\n")
        if is_code:
            if len(lines) > 2 or (len(lines) == 2 and not on_line):
                return False
            if len(lines) == 2:
                on_line = False
        else:
            if len(lines) > 1 and not on_line and not _CHECK.match(lines[0]):
                return False
            on_line = (False if len(lines) > 1 else on_line) or bool(_CHECK.match(lines[-1]))
    return on_line

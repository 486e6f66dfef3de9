"""The ids of headings: kramdown's, and those that other renderers would make of the same text."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ...model import Dialect
from ..kramdown_ids import UsedIds, goldmark_id, kramdown_id
from .spans import Node, SpanReader
from .tree import Block, Definitions


def missing_ids(
    blocks: Sequence[Block], definitions: Definitions, source: Dialect
) -> Iterator[tuple[Block, str]]:
    """The headings that another renderer would give another id than kramdown, with kramdown's."""
    style = source.heading_ids.style
    if style not in ("github", "kramdown"):
        return
    ours: Counter[str] = Counter()
    theirs = UsedIds()
    for block in blocks:
        if block.kind != "heading":
            continue
        given = block.ial.get("id") or block.mark
        nodes = SpanReader(block.text, definitions, gfm=source.strikethrough).read()
        other = given or goldmark_id(_shown(block.text, nodes, pictures=True), theirs)
        theirs.add(other)
        if given:
            continue
        name = kramdown_id(_shown(block.text, nodes)) if style == "github" else _plain_id(block.text)
        number = ours[name]
        ours[name] += 1
        wanted = f"{name}-{number}" if number else name
        if wanted and wanted != other:
            yield block, wanted


def _shown(text: str, nodes: Sequence[Node], *, pictures: bool = False) -> str:
    out: list[str] = []
    for node in nodes:
        match node.kind:
            case "text":
                out.append(text[node.start : node.end])
            case "escape":
                out.append(text[node.end - 1])
            case "code" | "math":
                out.append(node.value)
            case "quote":
                out.append(node.value)
            case "sign":
                out.append(" " if " " in node.value else "")
            case "entity":
                out.append(html.unescape(text[node.start : node.end]))
            case "autolink":
                out.append(text[node.start + 1 : node.end - 1].removeprefix("mailto:"))
            case "image" if not pictures:
                continue
            case _:
                out.append(_shown(text, node.children, pictures=pictures))
    return "".join(out)


def _plain_id(text: str) -> str:
    """The id that kramdown makes without GitHub's rule (gettalong/kramdown:lib/kramdown/converter/base.rb)."""
    name = re.sub(r"^[^a-zA-Z]+", "", text)
    return re.sub(r"[^a-zA-Z0-9 -]", "", name).replace(" ", "-").lower() or "section"

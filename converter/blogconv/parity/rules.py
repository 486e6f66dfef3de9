"""Which rule applies to which dialects, and what must be in a text for it.

To add a rule, write a function in the file of its topic and give it a row here. A block rule gets the document, a
run rule each stretch of inline text in which its trigger is found; its edits are in the offsets of the stretch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..body import Edit
from ..model import Dialect
from .descriptions import description_list
from .emphasis import doubtful_marks, emphasis
from .fences import hexo_fences_kept
from .headings import wide_spaces
from .links import bare_addresses, doubtful_address, image_root, image_text, newline_in_link
from .lists import loose_with_table, quote_after_item
from .quotes import quotes, raw_text
from .tasks import literal_box


class Rule(NamedTuple):
    """`make` gives the edits, where `applies` to the dialects and where `trigger` finds something in the text."""

    make: Callable[[Any], Iterator[Edit]]
    applies: Callable[[Dialect, Dialect], bool]
    trigger: Callable[[str], object]


def _from_marked(source: Dialect, target: Dialect) -> bool:
    return source.renderer == "marked" != target.renderer


def _other_typographer(source: Dialect, target: Dialect) -> bool:
    return _from_marked(source, target) and source.typographer and target.typographer


def _other_pairs(source: Dialect, target: Dialect) -> bool:
    return target.raw_html and target.renderer != "kramdown" and _inline(source) != _inline(target)


def _inline(dialect: Dialect) -> tuple[str, bool, bool]:
    """What decides how delimiters pair."""
    marked = "marked" if dialect.renderer == "marked" else ""
    return marked, dialect.strikethrough, dialect.single_tilde


def _other_addresses(source: Dialect, target: Dialect) -> bool:
    return _from_marked(source, target) and target.autolink


def _broken(source: Dialect, target: Dialect) -> bool:
    return _from_marked(source, target) and source.hard_breaks and target.hard_breaks


def _without_root(source: Dialect, target: Dialect) -> bool:
    return bool(source.image_root) and target.image_root != source.image_root


def _loose_boxes(source: Dialect, target: Dialect) -> bool:
    return target.task_lists and target.renderer == "goldmark" != source.renderer


def _goldmark(source: Dialect, target: Dialect) -> bool:
    return target.renderer == "goldmark" != source.renderer and source.tables


def _colon_lists(source: Dialect, target: Dialect) -> bool:
    return source.colon_lists and source.hard_breaks and not target.colon_lists and target.raw_html


def _hexo_fences(source: Dialect, target: Dialect) -> bool:
    return source.fences == "hexo" != target.fences


def _has(pattern: str, flags: int = 0) -> Callable[[str], object]:
    return re.compile(pattern, flags).search


BLOCK_RULES = (
    Rule(hexo_fences_kept, _hexo_fences, _has("```|~~~")),
    Rule(wide_spaces, _from_marked, _has(r"#[^\n]*[^\S \t\n]|#[^\n]*\ufeff")),
    Rule(quote_after_item, _from_marked, _has(r"\n[ \t>]*>")),
    Rule(loose_with_table, _goldmark, _has(r"\n[ \t>]+\|?[ \t]*:?-+:?[ \t]*\|")),
)
RUN_RULES = (
    Rule(description_list, _colon_lists, _has(r"(?:\n[ \t>]*|<br>):[ \t\n]")),
    Rule(emphasis, _other_pairs, doubtful_marks),
    Rule(quotes, _other_typographer, _has(r"\"|(?<![A-Za-z])'|'(?![A-Za-z])")),
    Rule(raw_text, _other_typographer, _has(r"<(?:pre|code|kbd|script)[\s>]", re.IGNORECASE)),
    Rule(bare_addresses, _other_addresses, doubtful_address),
    Rule(newline_in_link, _broken, _has(r"\n[ \t>]*\]")),
    Rule(image_text, _from_marked, _has(r"!\[[^\]\n]*(?:[\"'`*_<~\\\[]|--|\.\.\.)")),
    Rule(image_root, _without_root, _has(r"!\[[^\n]*\]\([ \t]*<?(?![#/\\]|[a-zA-Z][a-zA-Z0-9+.-]*:)")),
    Rule(literal_box, _loose_boxes, _has(r"\[[ \txX]\]")),
)

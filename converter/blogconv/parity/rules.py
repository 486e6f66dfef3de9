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
from .code_indent import common_indent
from .descriptions import description_list
from .emphasis import doubtful_marks, emphasis
from .fences import hexo_fences_kept
from .formulas import literal_dollars
from .goldmark_quotes import angle_quotes, goldmark_quotes, image_words
from .headings import trimmed_text, wide_indent, wide_spaces
from .highlights import emoji_signs, highlights, other_marks
from .links import (
    bare_addresses,
    doubtful_address,
    doubtful_link,
    image_base,
    image_root,
    image_text,
    newline_in_link,
    other_links,
    secure_address,
)
from .lists import html_after_item, loose_with_table, quote_after_item, text_after_quote
from .quotes import angle_before_tag, doubtful_quotes, quotes, raw_text
from .signs import may_have_signs, other_signs
from .tasks import literal_box, spaced_box


class Rule(NamedTuple):
    """`make` gives the edits, where `applies` to the dialects and where `trigger` finds something in the text."""

    make: Callable[[Any], Iterator[Edit]]
    applies: Callable[[Dialect, Dialect], bool]
    trigger: Callable[[str], object]


def _from_marked(source: Dialect, target: Dialect) -> bool:
    return source.renderer == "marked" != target.renderer


def _from_markdown_it(source: Dialect, target: Dialect) -> bool:
    return source.renderer == "markdown-it" != target.renderer


def _to_markdown_it(source: Dialect, target: Dialect) -> bool:
    return target.renderer == "markdown-it" and source.renderer not in ("marked", "markdown-it")


def _from_hexo(source: Dialect, target: Dialect) -> bool:
    return _from_marked(source, target) or _from_markdown_it(source, target)


def _other_typographer(source: Dialect, target: Dialect) -> bool:
    return _from_hexo(source, target) and source.typographer and target.typographer


def _from_goldmark(source: Dialect, target: Dialect) -> bool:
    """Markdown of Hugo for a renderer that is not made to do as Goldmark does by a script of ours."""
    return source.renderer == "goldmark" and target.renderer == "commonmark"


def _goldmark_typographer(source: Dialect, target: Dialect) -> bool:
    return _from_goldmark(source, target) and source.typographer and target.typographer


def _goldmark_boxes(source: Dialect, target: Dialect) -> bool:
    return _from_goldmark(source, target) and source.task_lists


def _goldmark_addresses(source: Dialect, target: Dialect) -> bool:
    return _from_goldmark(source, target) and source.autolink


def _emoji(source: Dialect, target: Dialect) -> bool:
    return source.emoji and not target.emoji


def _raw_code_text(source: Dialect, target: Dialect) -> bool:
    return _from_marked(source, target) and source.typographer and target.typographer


def _more_signs(source: Dialect, target: Dialect) -> bool:
    return _from_markdown_it(source, target) and source.typographer


def _other_pairs(source: Dialect, target: Dialect) -> bool:
    return target.raw_html and target.renderer != "kramdown" and _inline(source) != _inline(target)


def _inline(dialect: Dialect) -> tuple[str, bool, bool]:
    """What decides how delimiters pair."""
    own = dialect.renderer if dialect.renderer in ("marked", "markdown-it") else ""
    return own, dialect.strikethrough, dialect.single_tilde


def _other_addresses(source: Dialect, target: Dialect) -> bool:
    links = source.autolink or target.autolink
    return links and source.renderer != "markdown-it" and _address_rule(source) != _address_rule(target)


def _fuzzy_addresses(source: Dialect, target: Dialect) -> bool:
    return _from_markdown_it(source, target) and (source.autolink or target.autolink)


def _address_rule(dialect: Dialect) -> tuple[str, bool]:
    """How a renderer finds bare addresses."""
    own = dialect.renderer if dialect.renderer in ("marked", "markdown-it") else ""
    return own, dialect.autolink


def _other_grammar(source: Dialect, target: Dialect) -> bool:
    return "kramdown" not in (source.renderer, target.renderer) and _inline(source)[0] != _inline(target)[0]


def _broken(source: Dialect, target: Dialect) -> bool:
    return _from_marked(source, target) and source.hard_breaks and target.hard_breaks


def _below_a_path(source: Dialect, target: Dialect) -> bool:
    return _without_root(source, target) and source.image_root != "/"


def _without_root(source: Dialect, target: Dialect) -> bool:
    return bool(source.image_root) and target.image_root != source.image_root


def _loose_boxes(source: Dialect, target: Dialect) -> bool:
    return target.task_lists and target.renderer == "goldmark" != source.renderer


def _goldmark(source: Dialect, target: Dialect) -> bool:
    return target.renderer == "goldmark" != source.renderer and source.tables


def _colon_lists(source: Dialect, target: Dialect) -> bool:
    return source.colon_lists and source.hard_breaks and not target.colon_lists and target.raw_html


def _new_formulas(source: Dialect, target: Dialect) -> bool:
    return target.kept_math and not source.kept_math and source.renderer != target.renderer


def _hexo_fences(source: Dialect, target: Dialect) -> bool:
    return source.fences == "hexo" != target.fences


def _hexo_code(source: Dialect, target: Dialect) -> bool:
    return _hexo_fences(source, target) and target.renderer != "goldmark"


def _has(pattern: str, flags: int = 0, hint: str = "") -> Callable[[str], object]:
    """A trigger: the pattern is searched where `hint` is in the text at all."""
    search = re.compile(pattern, flags).search
    return lambda text: hint in text and search(text)


def _has_fence(text: str) -> bool:
    return "```" in text or "~~~" in text


BLOCK_RULES = (
    Rule(hexo_fences_kept, _hexo_fences, _has_fence),
    Rule(common_indent, _hexo_code, _has_fence),
    Rule(wide_spaces, _from_marked, _has(r"[^\S \t\n]|\ufeff", hint="#")),
    Rule(quote_after_item, _from_marked, _has(r"\n[ \t>]*>")),
    Rule(text_after_quote, _from_marked, _has(r"(?:^|\n)[ \t]*>[^\n]*\n(?![ \t]*(?:[>\n]|$))", hint=">")),
    Rule(html_after_item, _from_marked, _has(r"\n {0,3}<[a-zA-Z]")),
    Rule(trimmed_text, _from_markdown_it, _has(r"[^\S \t\n]|\ufeff")),
    Rule(wide_indent, _to_markdown_it, _has(r"(?:^|\n)[ \t>]*(?:[^\S \t\n]|\ufeff)")),
    Rule(loose_with_table, _goldmark, _has(r"\n[ \t>]+\|?[ \t]*:?-+:?[ \t]*\|")),
)
RUN_RULES = (
    Rule(description_list, _colon_lists, _has(r"\n[ \t>]*:[ \t\n]|<br>:[ \t\n]")),
    Rule(emphasis, _other_pairs, doubtful_marks),
    Rule(quotes, _other_typographer, doubtful_quotes),
    Rule(raw_text, _raw_code_text, _has(r"<(?:pre|code|kbd|script)[\s>]", re.IGNORECASE, "<")),
    Rule(angle_before_tag, _other_typographer, _has(r"(?<!\\\\)<<[a-zA-Z/!?]", hint="<<")),
    Rule(bare_addresses, _other_addresses, doubtful_address),
    Rule(bare_addresses, _fuzzy_addresses, _has(r"[^\s.]\.[^\s.]|[^\s/]//[^\s/]|@")),
    Rule(other_links, _other_grammar, doubtful_link),
    Rule(newline_in_link, _broken, _has(r"\n[ \t>]*\]")),
    Rule(other_signs, _more_signs, may_have_signs),
    Rule(image_text, _from_hexo, _has(r"!\[[^\[\]\n]*(?:[\"'`*_<~\\\[]|--|\.\.\.)")),
    Rule(image_base, _below_a_path, _has(r"!\[[^\n]*\]\([ \t]*/(?!/)")),
    Rule(image_root, _without_root, _has(r"\]\([ \t]*<?(?![#/\\]|[a-zA-Z][a-zA-Z0-9+.-]*:)", hint="![")),
    Rule(highlights, other_marks, _has(r"==|\+\+|\^|~")),
    Rule(emoji_signs, _emoji, _has(r":[a-z0-9_+-]+:")),
    Rule(goldmark_quotes, _goldmark_typographer, doubtful_quotes),
    Rule(angle_quotes, _goldmark_typographer, _has(r"<<|>>")),
    Rule(image_words, _from_goldmark, _has(r"!\[[^\[\]\n]*[\"'`*_<~\\\[]", hint="![")),
    Rule(spaced_box, _goldmark_boxes, _has(r"\[[ xX]\]")),
    Rule(secure_address, _goldmark_addresses, _has(r"www\.", hint="www.")),
    Rule(literal_box, _loose_boxes, _has(r"\[[ \txX]\]")),
    Rule(literal_dollars, _new_formulas, _has(r"\$[^$]*\$", hint="$")),
)

"""Constructs as Obsidian writes them: callouts, info strings, and what the templates of its table need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...body import Construct
from ...notations.templates import environment, quoted
from ...tables import Row, vocabulary

TYPES = (
    "note", "abstract", "info", "todo", "tip", "success", "question", "warning", "failure", "danger", "bug", "example",
    "quote", "important", "caution",
)  # fmt: skip
"""The types that Obsidian has a look for; the last two are its words for `tip` and `warning`."""

_BLOCK_FIRST = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|\||#|>)")
_INFO = (("title", "title"), ("link", "url"), ("linktext", "link_text"), ("start", "first"), ("hl", "marks"))
_COLOURS = {
    "red": "danger", "orange": "caution", "yellow": "warning", "green": "success", "cyan": "info", "blue": "info",
    "purple": "important",
}  # fmt: skip


def print_callout(_row: Row, construct: Construct) -> str:
    """A callout or a fold as `> [!type]± title` with its text in the quote."""
    args = construct.args
    kind, attrs = _type(args)
    fold = _fold(construct)
    title = " ".join(str(args.get("title") or "").split())
    head = f"> [!{kind}{'|' + attrs if attrs else ''}]{fold}{' ' + title if title else ''}"
    body = (construct.body or "").strip("\n")
    if not body.strip():
        return head
    if body.startswith("[!"):
        body = "\\" + body
    gap = "\n>" if _BLOCK_FIRST.match(body) else ""
    return f"{head}{gap}\n{quoted(body)}"


def _type(args: Mapping[str, Any]) -> tuple[str, str]:
    """The type's word and the metadata behind the bar: the type that was meant, where Obsidian has only a near one."""
    attrs = str(args.get("attrs") or "")
    attrs = attrs if re.fullmatch(r"[\w |-]*", attrs) else ""
    named = args.get("type") or _COLOURS.get(str(args.get("color"))) or "note"
    word = re.sub(r"[^\w-]+", "-", str(named)).strip("-").lower() or "note"
    words = vocabulary()
    if word in TYPES or word not in words.types:
        return word, attrs
    return words.nearest(word, TYPES) or "note", f"{word} {attrs}".strip()


def _fold(construct: Construct) -> str:
    if construct.kind == "fold":
        return "+" if construct.args.get("open") else "-"
    return {"open": "+", "closed": "-"}.get(str(construct.args.get("fold")), "")


def info(args: Mapping[str, Any]) -> str:
    """The info string of a fence. Obsidian reads the language alone; `captions` makes visible what is for readers."""
    lang = re.split(r"[\s`{]", str(args.get("lang", "")), maxsplit=1)[0]
    options = [
        f'{name}="{_quotable(str(args[key]))}"' for name, key in _INFO if args.get(key) not in (None, "", 1)
    ]
    return " ".join([lang or ("text" if options else ""), *options]).strip()


def _quotable(text: str) -> str:
    return " ".join(text.split()).replace('"', "&quot;").replace("`", "&#96;")


def line(value: Any) -> str:
    """`value` on one line."""
    return " ".join(str(value).split())


def emphasised(value: Any) -> str:
    """`value` in italics, if it has no marks of its own that would meet them."""
    text = line(value)
    return text if re.search(r"[*_`\[\]<]", text) else f"*{text}*"


def picture_text(value: Any) -> str:
    """`value` as the text of a picture: no bracket that ends it, no bar, nothing that looks like a size."""
    text = re.sub(r"(?<!\\)([\[\]])", r"\\\1", line(value)).replace("|", "/")
    return f"({text})" if re.fullmatch(r"\d+(?:x\d+)?", text) else text


def picture_size(width: Any, height: Any = None) -> str:
    """`|300x200`, `|300`; nothing for a size that is no number of pixels."""
    across, down = (re.fullmatch(r"(\d+)(?:px)?", str(size or "").strip()) for size in (width, height))
    return "" if not across else f"|{across[1]}" + (f"x{down[1]}" if down else "")


def add_filters() -> None:
    """Give the templates the filters that Obsidian's table uses."""
    environment().filters.update(
        emphasised=emphasised, line=line, picture_text=picture_text, picture_size=picture_size
    )

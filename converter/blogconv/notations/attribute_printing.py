"""Printing kramdown's attribute lists and HTML elements: quotes, links and pictures with the classes of a theme.

What a list belongs to and where it ends: gettalong/kramdown:lib/kramdown/parser/kramdown/extensions.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..body import Construct
from ..tables import Row
from .attributes import TITLED
from .base import CARRIED
from .link_attributes import PICTURE
from .originals import SHOWN
from .templates import attribute, destination, in_title, link_text, quoted


def print_attributes(row: Row, construct: Construct) -> str:
    """A text with an attribute list: a paragraph where the row says so, else a quote, the list below it; a link with
    the list behind it; a picture with the list behind it and its caption below."""
    if row.name == PICTURE:
        return _picture(row, construct)
    if row.body == "none":
        return f"{_link(construct.args)}{_list(row, construct.args)}"
    body = (construct.body or "").strip("\n")
    if "paragraph" in row.form:
        return f"{body}\n{_list(row, construct.args)}"
    title, bold = construct.args.get("title"), construct.args.get(SHOWN)
    above = [f"**{bold}**"] if bold else [str(title)] if title else []
    text = "\n\n".join([*above, *([body] if body.strip() else [])])
    return f"{quoted(text)}\n{_list(row, construct.args)}"


def _link(args: Mapping[str, Any]) -> str:
    title = f' "{in_title(args["tooltip"])}"' if args.get("tooltip") else ""
    return f"[{link_text(args.get('text') or args['url'])}]({destination(args['url'])}{title})"


def _picture(row: Row, construct: Construct) -> str:
    args = construct.args
    title = f' "{in_title(args["title"])}"' if args.get("title") else ""
    shown = f"![{link_text(args.get('alt') or '')}]({destination(args['src'])}{title})"
    words = _list(row, args)
    return f"{shown}{words if words != '{: }' else ''}\n_{args['caption']}_"


def _list(row: Row, args: Mapping[str, Any]) -> str:
    """The attribute list: the row's class, those that arguments give, keys, and what is carried for the way back."""
    classes = list(_classes(row, args))
    if args.get("title") and row.body != "none":
        classes = [f"{c}-title" for c in classes[:1]] + classes[1:]
    words = [f".{c}" for c in (*classes, *([TITLED] if args.get(SHOWN) else []))]
    words += [f'{key}="{attribute_value(value)}"' for key, value in (*_keys(row, args), *_carried(args))]
    return f"{{: {' '.join(words)} }}" if words else "{: }"


def _classes(row: Row, args: Mapping[str, Any]) -> Iterator[str]:
    """The class that is the row's name, but where an argument's words are the names; then those of arguments."""
    closed = [p for p in row.arguments if p.positional and p.words is not None]
    if row.name != PICTURE and not any(row.name in (p.words or ()) for p in closed):
        yield row.name
    for parameter in row.arguments:
        value = args.get(parameter.name)
        if value in (None, "") or not parameter.positional:
            continue
        if parameter.words is not None:
            yield next(word for word, neutral in parameter.words.items() if neutral == value)
        else:
            yield from str(value).split()


def _keys(row: Row, args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    seen = set(_IN_TEXT)
    for p in row.arguments:
        value = args.get(p.name)
        if p.positional or p.name in seen or value in (None, "", False):
            continue
        seen.add(p.name)
        yield p.key, next((w for w, neutral in p.values.items() if neutral == value), str(value))


_IN_TEXT = ("title", "url", "text", "tooltip", "src", "alt", "caption")
"""What is said in Markdown."""


def _carried(args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((key, str(value)) for key, value in args.items() if key.startswith(CARRIED))


def attribute_value(value: str) -> str:
    """A value between the quotes of an attribute list, in which a brace ends the list."""
    text = " ".join(value.split()).replace("\\", "&#92;").replace('"', "&quot;")
    return text.replace("{", "&#123;").replace("}", "&#125;")


def print_element(row: Row, construct: Construct) -> str:
    """A `div` with the row's class around Markdown, the title as a heading; text in a line in a `span`."""
    args = construct.args
    classes = " ".join(_classes(row, args))
    data = "".join(f' {key}="{attribute(value)}"' for key, value in _carried(args))
    if row.body == "inline":
        return f'<span class="{classes}"{data}>{args.get(row.body_is) or construct.body}</span>'
    heading = [f'<h4 markdown="1">{args["title"]}</h4>', ""] if args.get("title") else []
    body = (construct.body or "").strip("\n")
    gap = [""] if re.search(r"[|$][^\n]*\Z", body) else []  # a table or a formula ends at a blank line
    return "\n".join([f'<div class="{classes}"{data} markdown="1">', *heading, body, *gap, "</div>"])


def printable_title(title: str) -> bool:
    """Whether a paragraph of its own may hold the title: nothing that begins another block."""
    return not re.match(r"[-+*#>|:=<`~{$\[]|\d+[.)]\s|\s*\Z|\*\*", title) and "\n" not in title

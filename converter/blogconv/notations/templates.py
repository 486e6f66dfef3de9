"""Forms that are only written: a row's Jinja template, with filters for the places an argument can stand in."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from ..body import Construct
from ..tables import Row


class _Absent(Undefined):
    """An argument that the construct does not have: false, and empty when printed."""


def attribute(value: Any) -> str:
    """`value` as the text of an HTML attribute. What is escaped already stays."""
    text = escape(str(value), quote=True)
    return re.sub(r"&amp;(#?\w+;)", r"&\1", text)


def link_text(value: Any) -> str:
    """`value` as the text of a Markdown link."""
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", " ".join(str(value).split()))


def destination(value: Any) -> str:
    """`value` as the destination of a Markdown link."""
    text = str(value).strip()
    return f"<{text}>" if re.search(r"[\s()<>]", text) and "<" not in text else text


def in_title(value: Any) -> str:
    """`value` between the quotes of a Markdown link title."""
    return " ".join(str(value).split()).replace('"', "&quot;")


def quoted(value: Any) -> str:
    """`value` with `> ` before each line."""
    return "\n".join(f"> {line}" if line else ">" for line in str(value).split("\n"))


def spans(value: Any) -> str:
    """What kramdown asks for on an element that it does not know, if it is to read the Markdown in `value`."""
    return ' markdown="span"' if re.search(r"[*_`\[\]<&~$\\{:^]", str(value)) else ""


@cache
def environment() -> SandboxedEnvironment:
    """The Jinja environment of the tables. A table may come from anybody: its templates reach values, no code."""
    env = SandboxedEnvironment(undefined=_Absent, autoescape=False)
    env.filters.update(
        attr=attribute,
        link_text=link_text,
        destination=destination,
        in_title=in_title,
        quoted=quoted,
        spans=spans,
    )
    return env


@cache
def _template(source: str) -> Template:
    return environment().from_string(source)


def fault(source: str) -> str:
    """Why `source` is no template; empty where it is one."""
    try:
        environment().parse(source)
    except TemplateSyntaxError as error:
        return error.message or "it is no template"
    return ""


def print_template(row: Row, construct: Construct) -> str:
    """The construct as the row's template says. The template sees the arguments, `body` and `items`."""
    context = {k: v for k, v in construct.args.items() if v is not None}
    items = [{**item.args, "body": item.body} for item in construct.items]
    text = _template(row.template).render(
        context, body=construct.body or "", items=items, inline=construct.inline, kind=construct.kind
    )
    return text.strip("\n")

"""Writing Hugo's shortcodes: a mapping row's arguments back into `{{< name key="value" >}}`.

A theme's template looks at the way a value is written: `open=false` is no text, `open="false"` is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..body import Construct
from ..tables import Parts, Row
from .arguments import Parameter
from .base import CARRIED
from .originals import said
from .shortcodes import quote


def print_shortcode(row: Row, construct: Construct) -> str:
    """Paired around its body, or alone. Items are paired shortcodes inside."""
    args = {k: v for k, v in construct.args.items() if k not in row.always and k != row.body_is}
    opening = _tag(row.form, row.name, _arguments(row.form, row.arguments, args))
    closing = _tag(row.form, f"/{row.name}")
    if row.parts is not None:
        inner = "\n".join(_paired(row.parts, i.args, i.body) for i in construct.items)
        return f"{opening}\n{inner}\n{closing}"
    if row.body_is:
        return f"{opening}{construct.args.get(row.body_is) or ''}{closing}"
    if row.body == "none":
        return opening
    body = said(construct)
    if construct.inline and "\n" not in body:
        return f"{opening}{body}{closing}"
    return f"{opening}\n{body}\n{closing}"


def _paired(parts: Parts, args: Mapping[str, Any], body: str) -> str:
    name = parts.names[0]
    opening = _tag(parts.form, name, _arguments(parts.form, parts.arguments, args))
    return f"{opening}\n{body}\n{_tag(parts.form, '/' + name)}" if parts.body != "none" else opening


def print_pair(row: Row, construct: Construct) -> str:
    """`NAME-open` … `NAME-close` with blank lines between: ordinary Markdown inside, wherever it stands."""
    opening = _tag((), f"{row.name}-open", _arguments((), row.arguments, construct.args))
    if row.parts is not None:
        pieces = [_part(row.parts, i.args, i.body) for i in construct.items]
    else:
        pieces = [construct.body.strip("\n")] if construct.body and construct.body.strip() else []
    return "\n\n".join([opening, *pieces, _tag((), f"{row.name}-close")])


def _part(parts: Parts, args: Mapping[str, Any], body: str) -> str:
    name = parts.names[0]
    given = _arguments((), parts.arguments, args)
    if parts.body == "none":
        return _tag((), name, given)
    inner = [body.strip("\n")] if body.strip() else []
    return "\n\n".join([_tag((), f"{name}-open", given), *inner, _tag((), f"{name}-close")])


def _tag(form: Sequence[str], name: str, args: str = "") -> str:
    before, behind = ("{{%", "%}}") if "percent" in form else ("{{<", ">}}")
    return f"{before} {name}{args} {behind}"


def _arguments(form: Sequence[str], parameters: Sequence[Parameter], args: Mapping[str, Any]) -> str:
    if "positional" in form:
        parameters = [p for p in parameters if p.positional]
    written = list(_written(parameters, args))
    if "positional" in form:
        while written and not written[-1][1]:
            written.pop()
        return "".join(f" {text or quote('')}" for _, text in written)
    named = [f" {key}={text}" for key, text in written if text]
    return "".join([*named, *(f" {k}={quote(v)}" for k, v in args.items() if k.startswith(CARRIED))])


def _written(parameters: Sequence[Parameter], args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and written value of each parameter in order; nothing for one that has none. Of several for one argument
    the first that can say it does."""
    done: set[str] = set()
    for parameter in parameters:
        value = parameter.default if parameter.name == "_" else args.get(parameter.name)
        text = "" if parameter.name in done else _value(parameter, value)
        done |= {parameter.name} - {"_"} if text else set()
        yield parameter.key, text


def _value(parameter: Parameter, value: Any) -> str:
    """What is written for a neutral value: its own word, without quotes where it is a number, true or false."""
    if value in (None, ""):
        return ""
    words = {**(parameter.words or {}), **parameter.values}
    for written, neutral in words.items():
        if str(neutral).lower() == str(value).lower():
            return written if parameter.bare and written in ("true", "false") else quote(written)
    if parameter.words is not None:
        return ""
    return quote(str(value).removeprefix(parameter.prefix) if parameter.prefix else value)

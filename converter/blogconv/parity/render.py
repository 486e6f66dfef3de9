"""Inline text as HTML, as hexo-renderer-marked writes it, for what Markdown cannot say in the target."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from .inline import Token
from .quotes import smart_quotes

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TITLE = re.compile(r"[\"'(](.*)[\"')]\s*\)\Z", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|\w+;)")
_ENDS = {"em": "em", "strong": "strong", "del": "del", "link": "a"}


def rendered(text: str, tokens: Iterable[Token], *, typographer: bool, root: str = "") -> str | None:
    """The HTML of the tokens of `text` on one line, or None where a link is by reference.

    `root` is put before relative image addresses.
    """
    out = []
    for token in tokens:
        written = text[token.start : token.end]
        if token.mark == "link" or token.kind == "image":
            if token.target.end == 0:
                return None
            out.append(_link(text, token, root))
        elif token.kind in ("open", "close"):
            out.append(f"<{'/' if token.kind == 'close' else ''}{_ENDS[token.mark]}>")
        else:
            out.append(_leaf(token, written, typographer))
    return "".join(out).replace("\n", " ")


def _leaf(token: Token, written: str, typographer: bool) -> str:
    match token.kind:
        case "code":
            return f"<code>{html.escape(_code(written), quote=False)}</code>"
        case "break":
            return "<br>"
        case "html":
            return written
        case "escape":
            return _escaped(written[1:])
        case "autolink" | "url":
            shown = written.strip("<>")
            scheme = "" if "://" in shown else "http://" if shown.startswith("www.") else "mailto:"
            return f'<a href="{html.escape(scheme + shown)}">{_escaped(shown)}</a>'
    if token.mark == "raw":
        return written
    return _escaped(smart_quotes(written) if typographer else written)


def _code(written: str) -> str:
    ticks = len(written) - len(written.lstrip("`"))
    inside = written[ticks:-ticks].replace("\n", " ")
    padded = inside.strip() and inside[0] == " " == inside[-1]
    return inside[1:-1] if padded else inside


def _link(text: str, token: Token, root: str) -> str:
    if token.mark == "link" and token.kind == "close":
        return "</a>"
    address = _ESCAPE.sub(r"\1", text[token.target.start : token.target.end].strip("<>"))
    if token.kind == "open":
        return f'<a href="{html.escape(address)}">'
    shown = text[token.label.start : token.label.end].replace("\\[", "[").replace("\\]", "]")
    title = _TITLE.search(text[token.target.end : token.end])
    more = f' title="{html.escape(title[1])}"' if title else ""
    if not re.match(r"[#/\\]|[a-zA-Z][a-zA-Z0-9+.-]*:|\Z", address):
        address = root + address
    return f'<img src="{html.escape(address)}" alt="{html.escape(shown)}"{more}>'


def _escaped(text: str) -> str:
    return _AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")

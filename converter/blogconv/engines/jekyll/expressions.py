"""What a Liquid expression prints, as far as that can be known without running Liquid.

Facts: jekyll/jekyll:lib/jekyll/filters/url_filters.rb, filters.rb; Shopify/liquid:lib/liquid/standardfilters.rb.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import quote

from ...model import Post, Site, Value
from ...urls import decode_path, encode_path, split_url
from .addresses import slugify
from .dates import Clock, zone_of
from .fields import text_of

_TOKEN = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?)|([\w.-]+))\s*""")
_ABSOLUTE = re.compile(r"[a-zA-Z][\w+.-]*:")


def evaluate(expression: str, site: Site, post: Post) -> str | None:
    """The text that `{{ expression }}` prints in `post`; None where that is not known."""
    head, *filters = _divided(expression, "|")
    value = _operand(head, site, post)
    if value is None:
        return None
    for written in filters:
        name, _, rest = written.partition(":")
        apply = _FILTERS.get(name.strip())
        arguments = [_operand(part, site, post) for part in _divided(rest, ",")] if rest.strip() else []
        if apply is None or any(a is None for a in arguments):
            return None
        try:
            value = apply(site, value, [a for a in arguments if a is not None])
        except (ValueError, IndexError):
            return None
    return value


def _divided(text: str, mark: str) -> list[str]:
    """`text` at each `mark` outside quotes."""
    return re.findall(rf"""(?:[^{re.escape(mark)}"']|"[^"]*"|'[^']*')+""", text) or [""]


def _operand(text: str, site: Site, post: Post) -> str | None:
    match = _TOKEN.fullmatch(text)
    if match is None:
        return None
    double, single, number, name = match.groups()
    if name is None:
        return next(v for v in (double, single, number) if v is not None)
    root, _, path = name.partition(".")
    if root == "site":
        return _setting(site, path)
    return _fact(site, post, path) if root == "page" else None


def _setting(site: Site, path: str) -> str | None:
    """A setting of `_config.yml`; of the two that make up addresses nothing is an empty text."""
    if path in ("url", "baseurl"):
        value = site.config.get(path)
        return text_of(value) if value else ""
    value = _at(site.config, path.split("."))
    return text_of(value) if isinstance(value, str | int | float) else None


def _fact(site: Site, post: Post, path: str) -> str | None:
    fixed = {
        "url": encode_path(post.address),
        "title": post.title,
        "slug": post.slug,
        "path": post.path,
        "id": encode_path(post.address.rstrip("/").removesuffix(".html")),
        "excerpt": post.summary,
    }
    if path == "date" and post.date:
        clock = Clock(zone_of(site.timezone) or UTC)
        return clock.instant(post.date).astimezone(clock.zone).strftime("%Y-%m-%d %H:%M:%S %z")
    if path in fixed:
        return fixed[path]
    data: Mapping[str, Value] = {e.key: e.value for e in post.front_matter.entries}
    value = _at(data, path.split("."))
    return text_of(value) if isinstance(value, str | int | float) else None


def _at(data: Any, path: Sequence[str]) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def _relative_url(site: Site, value: str, _args: list[str]) -> str:
    if _ABSOLUTE.match(value):
        return value
    base = text_of(site.config.get("baseurl")).rstrip("/")
    parts = [part for part in (base.strip("/"), value.lstrip("/")) if part]
    if not parts:
        return ""
    return encode_path(decode_path("/" + "/".join(parts)))


def _absolute_url(site: Site, value: str, args: list[str]) -> str:
    if _ABSOLUTE.match(value):
        return value
    return text_of(site.config.get("url")).rstrip("/") + _relative_url(site, value, args)


def _date(_site: Site, value: str, args: list[str]) -> str:
    from .rubytime import parse_time

    read = parse_time(value)
    if read is None:
        raise ValueError(value)
    form = re.sub(r"%-([dmHMSjy])", r"%\1\0", args[0] if args else "%Y-%m-%d %H:%M:%S %z")
    moment = read.value
    text = re.sub(r"%([dmHMSjy])\0", lambda m: moment.strftime(f"%{m[1]}").lstrip("0") or "0", form)
    return moment.strftime(text)


def _escaped(value: str) -> str:
    return html.escape(value, quote=True)


_FILTERS: dict[str, Callable[[Site, str, list[str]], str]] = {
    "relative_url": _relative_url,
    "absolute_url": _absolute_url,
    "prepend": lambda _s, v, a: a[0] + v,
    "append": lambda _s, v, a: v + a[0],
    "replace": lambda _s, v, a: v.replace(a[0], a[1]),
    "replace_first": lambda _s, v, a: v.replace(a[0], a[1], 1),
    "remove": lambda _s, v, a: v.replace(a[0], ""),
    "remove_first": lambda _s, v, a: v.replace(a[0], "", 1),
    "escape": lambda _s, v, _a: _escaped(v),
    "escape_once": lambda _s, v, _a: _escaped(html.unescape(v)),
    "xml_escape": lambda _s, v, _a: _escaped(v),
    "uri_escape": lambda _s, v, _a: quote(v, safe="/:@!$&'()*+,;=~?#%"),
    "cgi_escape": lambda _s, v, _a: quote(v, safe="").replace("%20", "+"),
    "url_encode": lambda _s, v, _a: quote(v, safe="").replace("%20", "+"),
    "slugify": lambda _s, v, a: slugify(v, pretty=bool(a) and a[0] == "pretty"),
    "date": _date,
    "date_to_string": lambda s, v, _a: _date(s, v, ["%d %b %Y"]),
    "date_to_long_string": lambda s, v, _a: _date(s, v, ["%d %B %Y"]),
    "upcase": lambda _s, v, _a: v.upper(),
    "downcase": lambda _s, v, _a: v.lower(),
    "capitalize": lambda _s, v, _a: v[:1].upper() + v[1:].lower(),
    "strip": lambda _s, v, _a: v.strip(),
    "lstrip": lambda _s, v, _a: v.lstrip(),
    "rstrip": lambda _s, v, _a: v.rstrip(),
    "strip_newlines": lambda _s, v, _a: v.replace("\n", ""),
    "default": lambda _s, v, a: v or a[0],
    "plus": lambda _s, v, a: str(int(v) + int(a[0])),
    "minus": lambda _s, v, a: str(int(v) - int(a[0])),
    "times": lambda _s, v, a: str(int(v) * int(a[0])),
    "markdownify": lambda _s, v, _a: v,
    "smartify": lambda _s, v, _a: v,
}


def without_site(address: str, site: Site) -> str | None:
    """The address within the site of a link that names its host and base path; None for any other."""
    parts = split_url(address)
    if parts.netloc and parts.netloc != split_url(site.url).netloc:
        return None
    return decode_path(parts.path) if parts.path.startswith(site.base_path) else None

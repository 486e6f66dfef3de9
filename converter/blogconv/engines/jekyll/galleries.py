"""Galleries as Minimal Mistakes has them: an include in the text, and the pictures in the front matter.

Facts: mmistakes/minimal-mistakes:_includes/gallery, docs/_docs/14-helpers.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

from ...body import Construct
from ...model import Post
from ...notations.liquid import print_include
from ...notations.templates import destination, in_title, link_text
from ...tables import Row

_OPEN, _END = "\ue0ae", "\ue0af"
_LISTED = re.compile(rf"{_OPEN}([^{_END}]*){_END}")
_PICTURE = re.compile(
    r"(?P<link>\[)?!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\]\(<?(?P<src>[^\s<>()]+)>?(?:\s+\"(?P<title>[^\"\n]*)\")?\)"
    r"(?(link)\]\(<?(?P<url>[^\s<>()]+)>?(?:\s+\"(?P<caption>[^\"\n]*)\")?\))\s*"
)
_ID = re.compile(r"""\bid=["']?([\w-]+)""")
_CAPTION = re.compile(r"""\bcaption="((?:[^"\\]|\\.)*)\"""")


def pictures(post: Post, construct: Construct, url: Callable[[str], str]) -> str:
    """The pictures of a gallery in `post` as Markdown, its caption below; empty where the front matter has none.

    `url` gives the address in the site of one that the front matter has.
    """
    name = _ID.search(construct.raw)
    listed = post.front_matter.get(name[1] if name else "gallery")
    lines = [
        _shown(item, url)
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, Mapping)
    ]
    caption = _CAPTION.search(construct.raw)
    return "\n".join([*lines, *(["", caption[1].replace('\\"', '"')] if caption and lines else [])])


def _shown(item: Mapping[str, Any], url: Callable[[str], str]) -> str:
    title = f' "{in_title(item["title"])}"' if item.get("title") else ""
    large = str(item.get("url") or "")
    picture = (
        f"![{link_text(item.get('alt') or '')}]({destination(url(str(item.get('image_path') or large)))}"
    )
    return f"[{picture})]({destination(url(large))}{title})" if large else f"{picture}{title})"


def print_gallery(row: Row, construct: Construct, inner: Callable[[str], str]) -> str | None:
    """The include, which holds its pictures until `listed` moves them; None where there is more than pictures.

    `inner` gives an address without what the theme puts before it.
    """
    body, items, at = (construct.body or "").strip(), list[dict[str, str]](), 0
    while match := _PICTURE.match(body, at):
        items.append(_item(match, inner))
        at = match.end()
    if not items or at < len(body):
        return None
    mark = _OPEN + quote(json.dumps(items)) + _END
    return print_include(row, construct).replace("include gallery", f'include gallery id="{mark}"', 1)


def _item(match: re.Match[str], inner: Callable[[str], str]) -> dict[str, str]:
    title = match["caption"] or match["title"]
    found = {
        "url": inner(match["url"]) if match["url"] else "",
        "image_path": inner(match["src"]),
        "alt": re.sub(r"\\([\[\]])", r"\1", match["alt"]),
        "title": unescape(title) if title else "",
    }
    return {key: value for key, value in found.items() if value}


def listed(body: str, taken: Callable[[str], bool]) -> tuple[str, dict[str, list[dict[str, str]]]]:
    """`body` with names for its galleries, and the pictures of each by its name. `taken` are names in use."""
    found: dict[str, list[dict[str, str]]] = {}
    names = _names(taken)

    def named(match: re.Match[str]) -> str:
        name = next(names)
        found[name] = json.loads(unquote(match[1]))
        return name

    return (_LISTED.sub(named, body), found) if _OPEN in body else (body, found)


def _names(taken: Callable[[str], bool]) -> Iterator[str]:
    number = 1
    while True:
        name = "gallery" if number == 1 else f"gallery{number}"
        if not taken(name):
            yield name
        number += 1

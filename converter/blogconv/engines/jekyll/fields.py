"""The fields of a post that Jekyll's plugins and themes agree on, by the keys that they have in front matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model import Value
from ...urls import decode_path

_COVERS = (
    "image", "cover", "cover-img", "header-img", "featured_image", "feature", "feature_image", "thumbnail",
    "thumbnail-img", "banner",
)  # fmt: skip
_IN_HEADER = ("image", "overlay_image", "teaser")

OWN_KEYS = frozenset((
    "layout", "permalink", "published", "date", "category", "categories", "tag", "tags", "excerpt", "excerpt_separator",
    "slug", "ext", "draft", "render_with_liquid", "content", "url", "path", "id", "next", "previous", "output",
    "collection", "relative_path", "redirect_to", "redirect_from", "sitemap", "pin", "hidden", "pagination", "taxonomy",
    "term", "lang", "category_paths",
))  # fmt: skip
"""The front matter keys that Jekyll and its plugins act on."""


def fields_of(data: Mapping[str, Value]) -> dict[str, Any]:
    """The fields of `Post` that `data` names."""
    toc = data.get("toc")
    math = next((data[key] for key in ("math", "mathjax", "use_math", "katex") if key in data), None)
    pinned = any(data.get(key) is True for key in ("pin", "sticky"))
    comments = data.get("comments", data.get("giscus_comments"))
    return {
        "authors": tuple(_names(data.get("author", data.get("authors")))),
        "language": _first_text(data, "lang", "locale", "language"),
        "translation_key": _first_text(data, "ref", "translation_key"),
        "layout": text_of(data.get("layout")) or None,
        "description": _first_text(data, "description"),
        "summary": _first_text(data, "excerpt"),
        "cover": next(_covers(data), None),
        "comments": comments if isinstance(comments, bool) else None,
        "toc": toc if isinstance(toc, bool) else None,
        "math": math if isinstance(math, bool) else None,
        "weight": 1 if pinned else None,
    }


def aliases_of(data: Mapping[str, Value]) -> tuple[str, ...]:
    """The addresses that jekyll-redirect-from leads to a post: `redirect_from`, a text or a list."""
    found = (decode_path(text_of(v)) for v in listed(data.get("redirect_from")))
    return tuple(dict.fromkeys("/" + alias.lstrip("/") for alias in found if alias))


def _covers(data: Mapping[str, Value]) -> Iterator[str]:
    for key in _COVERS:
        value = data.get(key)
        value = (
            value.get("path", value.get("feature", value.get("src"))) if isinstance(value, dict) else value
        )
        if isinstance(value, str) and value:
            yield value
    header = data.get("header")
    if isinstance(header, dict):
        yield from (value for key in _IN_HEADER if isinstance(value := header.get(key), str) and value)


def _names(value: Value) -> Iterator[str]:
    for item in listed(value):
        name = item.get("name") if isinstance(item, dict) else item
        if text_of(name):
            yield text_of(name)


def _first_text(data: Mapping[str, Value], *keys: str) -> str | None:
    return next((value for key in keys if isinstance(value := data.get(key), str) and value), None)


def listed(value: Value) -> list[Value]:
    """A value as a list: nothing is an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def text_of(value: Value) -> str:
    """A value as Ruby prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)

"""Tags and categories of Hexo posts: values, paths, order and addresses.

hexojs/hexo:lib/models/{post,tag,category}.ts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from ...model import CategoryPath, Value
from ...urls import Case, slugize
from .config import HexoConfig
from .values import text_of, truthy


def tags_of(data: Mapping[str, Value], zone: tzinfo = UTC) -> tuple[str, ...]:
    """The tags of a post, each once, in the order they are written. A plain text is one tag, commas and all."""
    return tuple(dict.fromkeys(_texts(_listed(data, "tags", "tag"), zone)))


def categories_of(data: Mapping[str, Value], zone: tzinfo = UTC) -> tuple[CategoryPath, ...]:
    """The category paths of a post. A flat list is one path; with a list in it, each item is its own path."""
    items = [
        list(_texts(item, zone)) if isinstance(item, list) else text_of(item, zone)
        for item in _listed(data, "categories", "category")
        if isinstance(item, list) or item not in (None, "")
    ]
    if not any(isinstance(item, list) for item in items):
        paths = [tuple(map(str, items))]
    else:
        paths = [tuple(item) if isinstance(item, list) else (item,) for item in items]
    return tuple(dict.fromkeys(path for path in paths if path))


def _listed(data: Mapping[str, Value], plural: str, singular: str) -> list[Value]:
    value = data.get(plural)
    if not truthy(value):
        value = data.get(singular)
    if not truthy(value):
        return []
    return value if isinstance(value, list) else [value]


def _texts(items: Iterable[Value], zone: tzinfo) -> Iterator[str]:
    return (text for item in items if item is not None and (text := text_of(item, zone)))


_DEEPEST = 50


@dataclass
class Terms:
    """All terms of a site in the order in which they were first met."""

    config: HexoConfig
    tags: dict[str, None] = field(default_factory=dict)
    categories: dict[CategoryPath, int] = field(default_factory=dict)

    def add(self, tags: Iterable[str], categories: Iterable[CategoryPath]) -> None:
        """Note the terms of a post that is shown."""
        self.tags |= dict.fromkeys(tags)
        for path in categories:
            for node in _with_parents(path):
                self.categories.setdefault(node, len(self.categories))

    def last(self, categories: Iterable[CategoryPath]) -> CategoryPath | None:
        """Of a post's categories and their parents the one that the site met last: what `:category` means."""
        nodes = {node for path in categories for node in _with_parents(path)}
        return max(nodes, key=lambda node: self.categories.get(node, -1), default=None)

    def tag_slug(self, name: str) -> str:
        """The slug of a tag."""
        return self._slug("tag_map", name)

    def category_slug(self, path: CategoryPath) -> str:
        """The slug of a category with those of its parents."""
        return "/".join(self._slug("category_map", name) for name in path)

    def addresses(self) -> dict[tuple[str, CategoryPath], str]:
        """The addresses of all tags and categories, where the generator of their pages is installed."""
        result: dict[tuple[str, CategoryPath], str] = {}
        if self.config.has("hexo-generator-tag", unknown=True):
            folder = _folder(self.config.values.get("tag_dir"), "tags")
            result |= {("tags", (name,)): f"{folder}{self.tag_slug(name)}/" for name in self.tags}
        if self.config.has("hexo-generator-category", unknown=True):
            folder = _folder(self.config.values.get("category_dir"), "categories")
            result |= {
                ("categories", path): f"{folder}{self.category_slug(path)}/" for path in self.categories
            }
        own = {key: f"/{path}" for key in result if (path := self._own_path(*key))}
        return result | own

    def _own_path(self, taxonomy: str, path: CategoryPath) -> str:
        """The address that our own script keeps for a term, in a site that blogconv wrote."""
        key = {"tags": "tag_paths", "categories": "category_paths"}[taxonomy]
        paths = self.config.mapping("blogconv").get(key)
        return str(paths.get("/".join(path), "")) if isinstance(paths, Mapping) else ""

    def _slug(self, table: str, name: str) -> str:
        mapped: Any = self.config.mapping(table).get(name)
        return slugize(str(mapped) if truthy(mapped) else name, case_of(self.config))


def _with_parents(path: CategoryPath) -> Iterator[CategoryPath]:
    """The parents of a category, outermost first, and itself. Of a list that is longer than any blog is deep only the
    outermost parents: each has all those above it in its address."""
    for end in range(1, min(len(path), _DEEPEST)):
        yield path[:end]
    yield path


def case_of(config: HexoConfig) -> Case:
    """The letter case of slugs that `filename_case` asks for."""
    cases: dict[Any, Case] = {1: "lower", 2: "upper"}
    value = config.values.get("filename_case")
    return cases.get(value, "keep") if isinstance(value, int) else "keep"


def _folder(value: Any, default: str) -> str:
    name = (value if isinstance(value, str) else default).strip("/")
    return f"/{name}/" if name else "/"

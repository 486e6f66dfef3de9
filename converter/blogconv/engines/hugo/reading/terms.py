"""The terms of a Hugo site: one page for all spellings of a term, nested categories, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ....diagnostics import Diagnostics
from ....model import CategoryPath, Post, Status
from .places import Places
from .posts import Draft, nested


@dataclass
class Terms:
    """Collects the terms of all posts and the pages that a site has for them."""

    places: Places
    plurals: Mapping[str, str]
    tell: Diagnostics
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    pages: dict[tuple[str, str], Draft] = field(default_factory=dict)

    def add_page(self, draft: Draft) -> None:
        """Note the page that a site has for a term (`content/tags/go/_index.md`)."""
        plural, _, name = draft.page.path.partition("/")
        if name:
            self.pages[plural.lower(), self._key(name)] = draft

    def _key(self, name: str) -> str:
        return self.places.rule.name(name)

    def of(self, post: Post) -> Post:
        """The post with each term as the site first spelt it, and its categories as paths."""
        tags = self._known("tags", post.tags, post.path)
        categories = self._known("categories", [path[0] for path in post.categories], post.path)
        others = {p: self._known(p, names, post.path) for p, names in post.taxonomies.items()}
        return replace(post, tags=tags, categories=tuple((c,) for c in categories), taxonomies=others)

    def _known(self, plural: str, terms: Iterable[str], path: str) -> tuple[str, ...]:
        found = []
        for term in terms:
            first = self.names.setdefault((plural, self._key(term)), term)
            if first != term and self._key(term):
                message = f"Hugo has one page for '{first}' and '{term}' of {plural}"
                self.tell.add("terms-merged", path, 0, message)
            found.append(first if self._key(term) else term)
        return tuple(dict.fromkeys(found))

    def with_paths(self, post: Post) -> Post:
        """The post with the categories that lie in another one as paths."""
        parents = {name.lower() for (plural, _), name in self.names.items() if plural == "categories"}
        parents |= {
            d.page.path.partition("/")[2].lower() for (p, _), d in self.pages.items() if p == "categories"
        }
        return replace(post, categories=nested(post.categories, parents))

    def addresses(self, posts: Iterable[Post]) -> dict[tuple[str, CategoryPath], str]:
        """The address of each term that has a page, for the default language."""
        found: dict[tuple[str, CategoryPath], str] = {}
        for post in posts:
            if post.status is not Status.PUBLISHED:
                continue
            paths: list[tuple[str, CategoryPath]] = [("tags", (t,)) for t in post.tags]
            paths += [("categories", path[:n]) for path in post.categories for n in range(1, len(path) + 1)]
            paths += [(plural, (t,)) for plural, terms in post.taxonomies.items() for t in terms]
            for plural, path in paths:
                if (plural, path) not in found and (address := self._address(plural, path)):
                    found[plural, path] = address
        return found

    def _address(self, plural: str, path: CategoryPath) -> str | None:
        name = "/".join(path)
        key = self._key(name)
        if not key or plural not in self.plurals:
            return None
        page = self.pages.get((plural, key))
        data = page.data if page else {}
        slug, url = str(data.get("slug") or ""), str(data.get("url") or "")
        return self.places.term(self.plurals[plural], name, slug, url)

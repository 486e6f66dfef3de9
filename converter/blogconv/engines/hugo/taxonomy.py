"""Tags and categories as Hugo's taxonomies: nested categories as nested terms, old addresses kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...diagnostics import Diagnostics
from ...model import CategoryPath, Site
from .addresses import PathRule


@dataclass(frozen=True, slots=True)
class Term:
    """A term page: its title, its path below content/ and the `url` that keeps its old address."""

    title: str
    path: str
    url: str | None = None


def term_name(path: CategoryPath) -> str:
    """A category path as the term of a post: `Tech/Python` lies below `Tech` by its slash."""
    return "/".join(part.replace("/", "-") for part in path)


def terms_of(site: Site, rule: PathRule, diagnostics: Diagnostics) -> Mapping[str, Term]:
    """The term pages that Hugo would not make by itself as they were, by their path below content/."""
    found: dict[str, Term] = {}
    addresses: set[str] = set()
    names: dict[str, str] = {}
    for (taxonomy, path), address in site.term_addresses.items():
        parts = [rule.name(part.replace("/", "-")) for part in path]
        shown = "/".join(path)
        if not all(parts):
            message = f"Hugo makes no page for the term '{shown}' of {taxonomy}"
            diagnostics.add("no-term-page", shown, 0, message)
            continue
        term_path = f"{taxonomy}/{'/'.join(parts)}"
        if names.setdefault(term_path.lower(), shown) != shown:
            message = f"Hugo has one page for '{names[term_path.lower()]}' and '{shown}' of {taxonomy}"
            diagnostics.add("terms-merged", shown, 0, message)
            continue
        moved = f"/{term_path}/" != address and address not in addresses
        addresses.add(address)
        if moved or len(path) > 1 or _is_parent(site, taxonomy, path):
            found[term_path] = Term(path[-1], term_path, address.replace(":", "\\:") if moved else None)
    return found


def _is_parent(site: Site, taxonomy: str, path: CategoryPath) -> bool:
    return any(
        other != path and other[: len(path)] == path
        for name, other in site.term_addresses
        if name == taxonomy
    )


def term_files(terms: Mapping[str, Term]) -> Iterator[tuple[str, Term]]:
    """Each term page with its file."""
    for path, term in terms.items():
        yield f"content/{path}/_index.md", term

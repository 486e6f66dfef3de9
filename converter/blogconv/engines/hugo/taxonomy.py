"""Tags and categories as Hugo's taxonomies: nested categories as nested terms, old addresses kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...diagnostics import Diagnostics
from ...model import CategoryPath, Site
from .addresses import PathRule


@dataclass(frozen=True, slots=True)
class Term:
    """A term page: its title, its path below content/, the `url` and `aliases` that keep old addresses."""

    title: str
    path: str
    url: str | None = None
    aliases: tuple[str, ...] = ()


def term_name(path: CategoryPath) -> str:
    """A category path as the term of a post: `Tech/Python` lies below `Tech` by its slash."""
    return "/".join(part.replace("/", "-") for part in path)


def terms_of(site: Site, rule: PathRule, diagnostics: Diagnostics) -> Mapping[str, Term]:
    """The term pages that Hugo would not make by itself as they were, by their path below content/.

    Terms that Hugo takes for one (it folds case) share a page, which the other addresses lead to.
    """
    found: dict[str, Term] = {}
    for (taxonomy, path), address in site.term_addresses.items():
        parts = [rule.name(part.replace("/", "-")) for part in path]
        term_path = f"{taxonomy}/{'/'.join(parts)}"
        if not all(parts):
            message = f"Hugo makes no page for the term '{'/'.join(path)}' of {taxonomy}"
            diagnostics.add("no-term-page", term_path, 0, message)
        elif twin := found.get(term_path.lower()):
            message = f"Hugo has one page for '{twin.title}' and '{path[-1]}' of {taxonomy}"
            diagnostics.add("terms-merged", term_path, 0, message)
            found[term_path.lower()] = replace(twin, aliases=(*twin.aliases, address))
        else:
            url = address.replace(":", "\\:") if f"/{term_path}/" != address else None
            found[term_path.lower()] = Term(path[-1], term_path, url)
    _share_addresses(found)
    parents = {(taxonomy, path[:1]) for taxonomy, path in site.term_addresses if len(path) > 1}
    return {
        t.path: t
        for (taxonomy, path), t in zip(_keys(site, found, rule), found.values(), strict=True)
        if t.url or t.aliases or len(path) > 1 or (taxonomy, path) in parents
    }


def one_spelling(site: Site, rule: PathRule) -> Mapping[tuple[str, str], str]:
    """Terms that Hugo keeps apart and yet gives one address (`react native`, `react-native`): the first spelling."""
    first: dict[str, str] = {}
    changed: dict[tuple[str, str], str] = {}
    for taxonomy, path in site.term_addresses:
        name = term_name(path)
        kept = first.setdefault(f"{taxonomy}/{rule.name(name)}".lower(), name)
        if kept.lower() != name.lower():
            changed[taxonomy, name] = kept
    return changed


def _share_addresses(found: dict[str, Term]) -> None:
    """Of several terms that had one address, the page of the last one is there, as in the old site."""
    by_url = {term.url: key for key, term in found.items() if term.url}
    by_url |= {f"/{term.path}/": key for key, term in found.items() if not term.url}
    for key, term in found.items():
        if term.url and by_url[term.url] != key:
            found[key] = replace(term, url=None)


def _keys(site: Site, found: Mapping[str, Term], rule: PathRule) -> Iterator[tuple[str, CategoryPath]]:
    seen: set[str] = set()
    for taxonomy, path in site.term_addresses:
        key = f"{taxonomy}/{'/'.join(rule.name(p.replace('/', '-')) for p in path)}".lower()
        if key in found and key not in seen:
            seen.add(key)
            yield taxonomy, path


def term_files(terms: Mapping[str, Term]) -> Iterator[tuple[str, Term]]:
    """Each term page with its file."""
    for path, term in terms.items():
        yield f"content/{path}/_index.md", term

"""Lists of posts: the index, archives, terms and feeds, the pages of one list taken together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .differences import Difference, shortened
from .sites import BuiltSite

_PAGE_NUMBER = re.compile(r"page[/:]?\d+(?:/|\.html)?$")
_TERMS = re.compile(r"^/(?:tags?|categor(?:y|ies)|series|topics?|authors?)/.")
_NAMED = 5


@dataclass(slots=True)
class Lists:
    """The lists of one site by the address of their first page: titles, and the addresses that they link to."""

    site: BuiltSite
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=dict)

    def add(self, address: str, names: frozenset[str], outgoing: frozenset[str]) -> None:
        """Take in one page of a list. `names` is all that may be its title."""
        first = _PAGE_NUMBER.sub("", address)
        self.names.setdefault(first, names)
        self.linked.setdefault(first, set()).update(outgoing)


def list_differences(old: Lists, new: Lists, posts: set[str]) -> Iterator[Difference]:
    """How the lists differ that both sites have. `posts` are the new addresses of the posts of both."""
    for address, linked in old.linked.items():
        partner = _PAGE_NUMBER.sub("", new.site.place(old.site.place(address)))
        if partner not in new.linked:
            continue
        before = {new.site.place(old.site.place(a)) for a in linked} & posts
        after = {new.site.place(a) for a in new.linked[partner]} & posts
        if before != after:
            yield _differs(address, before, after)
        named = old.names[address] and new.names[partner]
        if named and _TERMS.match(address) and not _same_title(old.names[address], new.names[partner]):
            names = [
                shortened(" / ".join(sorted(lists.names[at])))
                for lists, at in ((old, address), (new, partner))
            ]
            yield Difference(address, "list", names[0], names[1], "the title of the list differs")


def _differs(address: str, before: set[str], after: set[str]) -> Difference:
    lost, won = sorted(before - after), sorted(after - before)
    told = []
    if lost:
        told.append(f"{_posts(lost)} no longer listed")
    if won:
        told.append(f"{_posts(won)} listed besides")
    return Difference(address, "list", f"{len(before)} posts", f"{len(after)} posts", "; ".join(told))


def _posts(addresses: list[str]) -> str:
    more = f" and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
    return ", ".join(addresses[:_NAMED]) + more


def _same_title(old: frozenset[str], new: frozenset[str]) -> bool:
    """Whether the titles name the same term; themes put words round it ("Tag: Go")."""
    return any(before in after or after in before for before in old - {""} for after in new - {""})

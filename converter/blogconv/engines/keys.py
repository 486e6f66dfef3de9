"""Front matter keys on their way: a key that only one engine acts on travels under that engine's name.

`outputs: [HTML]` of Hugo is `hugo: {outputs: [HTML]}` in every other engine, misleads none, and comes home.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..frontmatter import FrontMatterError, parse
from ..frontmatter.schemas import YamlSchema
from ..model import Entry, Site, Value


@dataclass(frozen=True, slots=True)
class Keys:
    """What the engine `engine` does with front matter keys.

    `own` are the keys that it acts on, in lower case. `fields` are its names for what the model has as fields,
    each with the names that other engines have for the same; the field "" holds those that are not written.
    A key whose field the post does not have stays if the field is one of `weak`.
    """

    engine: str
    own: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    weak: tuple[str, ...]

    def rewritten(
        self,
        entries: Iterable[Entry],
        site: Site,
        wanted: Mapping[str, Value],
        said: Callable[[Entry, str, Value], Entry],
    ) -> tuple[Entry, ...]:
        """The entries of a post of `site` for this engine, each at its place, title and date in front where new.

        `wanted` are the engine's keys with what the post has for them, None for nothing; `said` gives the entry
        of such a key from the one that stands.
        """
        left = {name: value for name, value in wanted.items() if value is not None}
        kept: list[Entry] = []
        foreign: set[str] = set()
        for entry in entries:
            field = self._field(entry.key, site)
            if field is None:
                foreign.add(entry.key)
                kept.append(entry)
            elif field in left:
                kept.append(said(entry, field, left.pop(field)))
            elif field in self.weak and entry.key.lower() not in self.own:
                kept.append(entry)
        fresh = {name: said(Entry(name, None), name, value) for name, value in left.items()}
        head = [fresh.pop(name) for name in ("title", "date") if name in fresh]
        return tuple(travelling([*head, *kept, *fresh.values()], foreign, site, self.engine, self.own))

    def _field(self, key: str, site: Site) -> str | None:
        """The engine's name for what `key` says in `site`; None for a key that is no field of the model."""
        name = next((name for name, keys in self.fields.items() if key.lower() in keys), None)
        return None if name == "" and key.lower() not in site.own_keys else name


def travelling(
    entries: Iterable[Entry], foreign: Collection[str], site: Site, engine: str, own: frozenset[str]
) -> Iterator[Entry]:
    """The entries, with those of the keys `foreign` on which an engine acts under the name of the site's engine.

    `own` are the keys on which the target, `engine`, acts. What travelled under its name is on top again.
    """
    entries = tuple(entries)
    away = {e.key: e.value for e in entries if e.key in foreign and e.key.lower() in site.own_keys | own}
    before = next((e.value for e in entries if e.key == site.engine and isinstance(e.value, Mapping)), None)
    there = {entry.key for entry in entries}
    first = next(iter(away), None)
    for entry in entries:
        if entry.key == engine and isinstance(entry.value, Mapping):
            yield from (Entry(str(key), value) for key, value in entry.value.items() if key not in there)
        elif entry.key == site.engine and before is not None and away:
            yield Entry(entry.key, {**before, **away})
        elif entry.key not in away:
            yield entry
        elif entry.key == first and before is None:
            yield Entry(site.engine, away)
            first = None


def value_in(entry: Entry, schema: YamlSchema) -> Value:
    """What an engine's YAML library makes of an entry's own text; None where it has none that can be read."""
    if ":" not in entry.raw:
        return None
    try:
        return parse(entry.raw, "yaml", schema).get(entry.key)
    except FrontMatterError:
        return None

"""The mapping tables: which name in a notation means which neutral construct. Data, in both directions.

A table is a YAML file of rows. `vocabulary.yaml` lists the neutral kinds and callout types, `common.yaml` the
forms that every Markdown engine has; `ENGINE.yaml` and `ENGINE/FLAVOUR.yaml` hold what an engine or a theme or
plugin adds. docs/mappings.md explains the words of the language; mappings/schema.json checks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .errors import MappingError, UsageError
from .notations.arguments import Parameter

UNDECIDED = "unknown"
"""The kind of a row that a person has not filled in yet. Such a row does nothing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How the body of a construct is divided into parts, each with arguments and mostly a body.

    `spelling` is comment (`<!-- tab T -->`), opener (a line `@tab T`), lines, pattern (a regular expression with
    named groups), data (YAML or JSON), or child (constructs). `names` are the words of comments, openers and
    children, `name_is` the argument that such a word gives; `end` is the word of the closing comment.
    `separator` and `remark` belong to lines. `path` leads through data to the list, `group` names the fields of
    the outer item that each part inherits. `given` are arguments of the row that replace keys of this name.
    `body: code` makes each part a fenced block in the language that its title names. `numbered` names the argument
    of the row after which parts without a title and icon are called, with their number. `form` and
    `plain` are as in a row.
    """

    spelling: str
    arguments: tuple[Parameter, ...] = ()
    grammar: tuple[str, ...] = ("words",)
    names: tuple[str, ...] = ()
    name_is: str = ""
    end: str = ""
    separator: str = ""
    remark: str = ""
    pattern: str = ""
    path: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    numbered: str = ""
    plain: tuple[str, ...] = ()
    body: str = "markdown"
    form: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One construct: how it is written, what it means.

    `names` are the written names; `<type>` stands for every callout type and alias, `<none>` for no name at all,
    `*` for any, and `name_is` names the argument that the written name gives. `has` is a pattern that the written
    arguments must match, where a name has several meanings. `grammar` are applied one after the other.

    `becomes` changes the kind where an argument is present (`title`) or has a value (`type=details`), `implies`
    sets others then, `always` sets arguments. `body_from` makes an argument the body and `body_is` the body an
    argument; `body_pattern` has named groups: `body` and arguments. `groups` names the argument that ties
    constructs in a row together, `*` ties all: they are the parts of one, and other arguments are the parts'.
    `lines` is `joined` where the theme writes the lines of the body's HTML one behind the other; `plain` are
    arguments that it shows as they are written, without reading Markdown in them.

    `when` are conditions for writing, `form` says how a shortcode is written: `percent` (`{{% %}}`), `positional`
    (arguments without their keys), `untitled` (an alert whose title is not shown). `template`, `helper` and `lossy`
    belong to rows that are only written: a Jinja template, the name of the helper file that it needs, and in words
    what is lost.
    """

    flavour: str
    names: tuple[str, ...]
    notation: str
    kind: str
    has: str = ""
    grammar: tuple[str, ...] = ("words",)
    arguments: tuple[Parameter, ...] = ()
    body: str = "none"
    parts: Parts | None = None
    becomes: Mapping[str, str] = field(default_factory=dict)
    implies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    always: Mapping[str, Any] = field(default_factory=dict)
    body_from: str = ""
    body_is: str = ""
    body_pattern: str = ""
    name_is: str = ""
    groups: str = ""
    lines: str = ""
    plain: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    direction: str = "both"
    template: str = ""
    helper: str = ""
    lossy: str = ""
    examples: tuple[Mapping[str, Any], ...] = ()
    says: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        return self.names[0] if self.names else ""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rows of one file, and how the flavour is recognised: theme names, packages.

    `extends` names flavours whose rows hold as well, weaker than its own; those of the names that it `lacks` are
    never written. `rank` orders flavours where a name has to be guessed: the smaller the earlier.
    """

    engine: str
    flavour: str
    rows: tuple[Row, ...]
    recognise: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    extends: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    rank: int = 99


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The neutral kinds with their arguments, and the callout types with aliases and nearest types."""

    types: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]
    kinds: Mapping[str, Mapping[str, Any]]

    def callout_type(self, word: str) -> str | None:
        """The neutral callout type that `word` means, or None."""
        word = word.strip().lower()
        return word if word in self.types else self.aliases.get(word)

    def nearest(self, wanted: str, available: Iterable[str]) -> str | None:
        """The type of `available` that is nearest to `wanted`."""
        have = set(available)
        return next((t for t in (wanted, *self.types.get(wanted, ()), "note") if t in have), None)


def tables_root() -> Traversable:
    """The folder of the shipped tables: inside the installed package, else mappings/ of the checkout."""
    packaged = files("blogconv") / "mappings"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "mappings"


def _load(text: str, place: str) -> Any:
    try:
        return YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MappingError(f"{place}:{line}: not valid YAML: {error.problem}") from None
    except (YAMLError, RecursionError):
        raise MappingError(f"{place}:1: not valid YAML: a control character, or nested without end") from None


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of mappings/vocabulary.yaml."""
    data = _load((tables_root() / "vocabulary.yaml").read_text("utf-8"), "vocabulary.yaml")
    aliases = {a: name for name, t in data["types"].items() for a in t["aliases"]}
    nearest = {name: tuple(t["nearest"]) for name, t in data["types"].items()}
    return Vocabulary(nearest, aliases, data["kinds"])


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _parameter(item: Any) -> Parameter:
    if isinstance(item, str):
        return Parameter(item, item)
    ((name, options),) = item.items()
    if isinstance(options, str):
        options = {options: True}
    elif isinstance(options, list):
        options = {"words": options}
    options = options or {}
    return Parameter(
        name=name,
        key=options.get("key", name),
        words=_closed_set(options.get("words")),
        values={_word(k): v for k, v in options.get("values", {}).items()},
        rest=options.get("rest", False),
        default=options.get("default"),
        prefix=options.get("prefix", ""),
        unit=options.get("unit", ""),
        pattern=options.get("pattern", ""),
        optional=options.get("optional", False),
        classes=parameters(options.get("classes")),
        text=options.get("text", False),
        bare=any(isinstance(k, bool) for key in ("words", "values") for k in options.get(key) or ()),
    )


def _word(written: Any) -> str:
    return str(written).lower() if isinstance(written, bool) else str(written)


def _closed_set(words: Any) -> dict[str, Any] | None:
    """Written word to neutral value. `<type>` stands for every callout type and alias."""
    if words is None:
        return None
    if words == "<type>" or isinstance(words, list):
        words = {word: word for word in _expanded(_texts(words))}
    return {_word(word): value for word, value in words.items()}


def parameters(items: Any, *, positional: bool = True) -> tuple[Parameter, ...]:
    """The parameters that a list under `arguments`, `keys` or `classes` describes."""
    return tuple(replace(_parameter(item), positional=positional) for item in items or ())


def _parts(data: Mapping[str, Any] | None) -> Parts | None:
    if not data:
        return None
    spelling = next(s for s in ("comment", "opener", "lines", "pattern", "data", "child") if s in data)
    return Parts(
        spelling=spelling,
        arguments=parameters(data.get("arguments")) + parameters(data.get("keys"), positional=False),
        grammar=_texts(data.get("grammar", "line" if spelling in ("comment", "opener") else "words")),
        names=_texts(data[spelling]),
        name_is=data.get("name-is", ""),
        end=data.get("end", ""),
        separator=data.get("separator", ""),
        remark=data.get("remark", ""),
        pattern=data[spelling] if spelling == "pattern" else "",
        path=_texts(data.get("path")),
        group=_texts(data.get("group")),
        given=_texts(data.get("given")),
        numbered=data.get("numbered", ""),
        plain=_texts(data.get("plain")),
        body=data.get("body", "markdown"),
        form=_texts(data.get("form")),
    )


def _row(data: Mapping[str, Any], flavour: str, line: int) -> Row:
    parts = _parts(data.get("parts"))
    return Row(
        flavour=flavour,
        names=_texts(data.get("name")),
        notation=data["notation"],
        kind=data["kind"],
        has=data.get("has", ""),
        grammar=_texts(data.get("grammar", "words")),
        arguments=parameters(data.get("arguments")) + parameters(data.get("keys"), positional=False),
        body=data.get("body", "parts" if parts else "none"),
        parts=parts,
        becomes=data.get("becomes", {}),
        implies=data.get("implies", {}),
        always=data.get("always", {}),
        body_from=data.get("body-from", ""),
        body_is=data.get("body-is", ""),
        body_pattern=data.get("body-pattern", ""),
        name_is=data.get("name-is", ""),
        groups=data.get("groups", ""),
        lines=data.get("lines", ""),
        plain=_texts(data.get("plain")),
        when=_texts(data.get("when")),
        form=_texts(data.get("form")),
        direction=data.get("direction", "both"),
        template=data.get("template", ""),
        helper=data.get("helper", ""),
        lossy=data.get("lossy", ""),
        examples=tuple(data.get("examples", ())),
        says=data.get("says", ""),
        line=line,
    )


def parse_table(text: str, place: str, *, check: bool) -> Table:
    """The table in `text`. With `check` it is held against the schema first.

    Raises MappingError that names `place` and line, and the nearest valid word where one is misspelt.
    """
    data = _load(text, place)
    if check:
        from .tablecheck import check_table

        check_table(data, text, place)
    flavour = data.get("flavour") or data["engine"]
    written = enumerate(data.get("constructs") or (), 1)
    rows = tuple(_row(r, flavour, n) for n, r in written if r["kind"] != UNDECIDED)
    recognise = {k: _texts(v) for k, v in (data.get("recognise") or {}).items()}
    return Table(
        engine=data["engine"],
        flavour=flavour,
        rows=rows,
        recognise=recognise,
        title=data.get("title", flavour),
        extends=_texts(data.get("extends")),
        lacks=_texts(data.get("lacks")),
        rank=data.get("rank", 99),
    )


def tables_of(engine: str) -> Traversable:
    """The folder with the tables of `engine`: ours, or of an engine of another package its own `mappings`."""
    if (tables_root() / f"{engine}.yaml").is_file():
        return tables_root()
    for entry in entry_points(group="blogconv.engines", name=engine):
        with suppress(ImportError):  # an engine that is gone is told of where it is loaded
            spec = find_spec(entry.module)
            if spec is not None and spec.parent:
                return files(spec.parent) / "mappings"
    return tables_root()


@cache
def engine_tables(engine: str) -> tuple[Table, ...]:
    """All tables that come with an engine: its own first, then its flavours in alphabetical order.

    Raises MappingError where the table of another package is none.
    """
    root = tables_of(engine)
    own = root / f"{engine}.yaml"
    found = [own] if own.is_file() else []
    folder = root / engine
    if folder.is_dir():
        found += sorted((p for p in folder.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name)
    return tuple(_shipped(p.read_bytes(), f"{engine}/{p.name}") for p in found)


def _shipped(data: bytes, place: str) -> Table:
    """A table that comes with an engine: its tests have checked it. Where they have not, the mistake is sought."""
    text = data.decode("utf-8", "replace")
    try:
        return parse_table(text, place, check=False)
    except (AttributeError, KeyError, TypeError, ValueError):
        return parse_table(text, place, check=True)


def user_table(path: Path) -> Table:
    """A user's own mapping file. Raises MappingError, or UsageError where it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"the mapping file {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"the mapping file {path} is not UTF-8") from None
    return parse_table(text, str(path), check=True)


def with_extended(known: Iterable[Table], flavours: Iterable[str]) -> list[Table]:
    """The tables of `flavours` in order, each followed by those that it extends, none twice."""
    by_flavour = {t.flavour: t for t in known}
    chosen: dict[str, Table] = {}

    def add(flavour: str) -> None:
        table = by_flavour.get(flavour)
        if table is not None and flavour not in chosen:
            chosen[flavour] = table
            for extended in table.extends:
                add(extended)

    for flavour in flavours:
        add(flavour)
    return list(chosen.values())


def recognise(engine: str, theme: str | None, packages: Iterable[str]) -> list[tuple[str, str]]:
    """The flavours that a site has, strongest first, and in words why: the theme's, then its plugins'.

    `theme` and `packages` are names as the site's configuration has them, each perhaps with `@VERSION`. Without a
    theme an installed one counts. A table's word with a version (`next@7`) is recognised before one without.
    """
    prefix = f"{engine}-theme-"
    installed = dict(_name_and_version(p) for p in packages)
    themes = (
        [_name_and_version(theme)]
        if theme
        else sorted(p for p in installed.items() if p[0].startswith(prefix))
    )
    themes = [(name.removeprefix(prefix), version) for name, version in themes]
    themes = [(name, version or installed.get(prefix + name, "")) for name, version in themes]
    plugins = sorted(p for p in installed.items() if not p[0].startswith(prefix))
    found: dict[str, str] = {}
    for what, candidates in (("theme", themes), ("package", plugins)):
        for name, version in candidates:
            matches = [
                (-exact, table.rank, table.flavour)
                for table in engine_tables(engine)
                if (exact := _recognised(table.recognise.get(what, ()), name, version))
            ]
            best = min(matches, default=(0, 0, ""))
            for exact, _, flavour in sorted(matches):
                if exact == best[0] and (what == "package" or flavour == best[2]):
                    found.setdefault(flavour, _REASONS[what].format(f"{name} {version}".rstrip()))
    return list(found.items())


_REASONS = {"theme": "the theme is {}", "package": "the plugin {} is installed"}


def _name_and_version(package: str) -> tuple[str, str]:
    """`name@1.2` as its two parts. The scope of a package (`@scope/name`) belongs to the name."""
    name, _, version = package[1:].partition("@")
    return (package[:1] + name).lower(), version.lstrip("^~=v ")


def _recognised(words: Iterable[str], name: str, version: str) -> int:
    """0 where no word means `name`, 1 where one does, 2 where one does by its version."""
    best = 0
    for word in words:
        known, wanted = _name_and_version(word)
        if known == name:
            best = max(best, 1 if not wanted else 2 if f"{version}.".startswith(f"{wanted}.") else 0)
    return best


def supplement(engine: str, flavours: Sequence[str], names: Iterable[str]) -> list[tuple[str, str]]:
    """Further flavours for a site whose tags those of `flavours` do not all have, and in words why.

    `names` are the tag names in its posts. The flavour that knows most of the unknown ones comes first, then the
    one that knows most of what is left.
    """
    wanted = set(names) - set(Rows(engine, flavours).reading("tag"))
    others = Rows(engine, flavours).others
    known = {t: wanted & set(_by_name(r for r in t.rows if r.notation == "tag")) for t in others}
    found: list[tuple[str, str]] = []
    while wanted and known:
        best = max(known, key=lambda t: (len(known[t] & wanted), -t.rank))
        explained = known.pop(best) & wanted
        if not explained:
            break
        wanted -= explained
        found.append((best.flavour, f"the posts have its tags {', '.join(sorted(explained)[:5])}"))
    return found


class Rows:
    """The rows that hold for one site, strongest first: the user's, the flavours', the engine's, the common ones.

    Rows of flavours that the site does not have are kept apart: a name that only one of them knows is still
    understood, as a guess. Of the user's tables those of other engines do not count: they are read, not written.
    """

    def __init__(self, engine: str, flavours: Sequence[str] = (), own: Sequence[Table] = ()) -> None:
        known = engine_tables(engine)
        chosen = with_extended(known, flavours)
        base = [t for t in known if t.flavour == engine and t not in chosen]
        mine = [t for t in own if t.engine in (engine, "common")]
        self.tables = (*mine, *chosen, *base, *engine_tables("common"))
        self.others = tuple(sorted((t for t in known if t not in self.tables), key=lambda t: t.rank))

    def __iter__(self) -> Iterator[Row]:
        return (row for table in self.tables for row in table.rows)

    def reading(self, notation: str) -> dict[str, list[Row]]:
        """Name to the rows for one notation, the stronger table's first."""
        return _by_name(row for row in self if row.notation == notation)

    def guesses(self, notation: str) -> dict[str, list[Row]]:
        """Name to rows of flavours that the site does not have."""
        return _by_name(row for table in self.others for row in table.rows if row.notation == notation)

    def writing(self) -> dict[str, list[Row]]:
        """Kind to the rows that can write it, preferred first, without names that a stronger table reads or lacks."""
        found: dict[str, list[Row]] = {}
        stronger: set[tuple[str, str, bool]] = set()
        lacking: set[str] = set()
        for table in self.tables:
            read = [row for row in table.rows if row.direction != "write"]
            for row in table.rows:
                shadowed = row.direction == "both" and next(_known_by(row), None) in stronger
                shadowed = shadowed or row.name in lacking
                if row.direction != "read" and not shadowed:
                    found.setdefault(row.kind, []).append(row)
            stronger.update(name for row in read if not row.has for name in _known_by(row))
            lacking.update(table.lacks)
        return found


def _known_by(row: Row) -> Iterator[tuple[str, str, bool]]:
    """By what a row is known when a text is read: its notation, each of its names, whether it has a body."""
    return ((row.notation, name, row.body != "none") for name in _expanded(row.names))


def _by_name(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.direction != "write":
            for name in _expanded(row.names):
                found.setdefault(name, []).append(row)
    return found


def _expanded(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name == "<type>":
            yield from vocabulary().types
            yield from vocabulary().aliases
        elif name == "<none>":
            yield ""
        else:
            yield name

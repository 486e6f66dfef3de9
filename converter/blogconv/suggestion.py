"""The skeleton of a mapping file: a row for each construct of a blog that no table knows, for a person to fill in.

Its rows are of the kind `unknown`, which changes nothing: the file can be passed with `--mapping` at once, and row by
row becomes true as kinds and arguments are filled in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .notations.arguments import GRAMMARS
from .tables import UNDECIDED, vocabulary

_PLAIN = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_KEYED = re.compile(r"([A-Za-z][\w-]*)([:=])(?!//|:)(\S.*)", re.DOTALL)
_MOST_ARGUMENTS = 5
_MOST_VALUES = 3
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Use:
    """One place at which an unknown construct stands: how it is written there, and at which `path:line`.

    `words` and `named` are its arguments, `body` is whether it stands around a text, `written` its first line.
    """

    notation: str
    name: str
    words: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    body: bool = False
    written: str = ""
    place: str = ""


def suggest(engine: str, uses: Iterable[Use]) -> str:
    """A mapping file for `engine` with a row of kind `unknown` for each construct in `uses`, the most frequent first.

    Valid YAML of the table language, whatever the blog holds. A name with and without a body gets two rows.
    """
    groups: dict[tuple[str, str, bool], list[Use]] = {}
    for use in uses:
        groups.setdefault((use.notation, use.name, use.body), []).append(use)
    rows = (_row(group) for group in sorted(groups.values(), key=lambda g: -len(g)))
    return "\n".join([*_head(engine), *("\n".join(["", *row]) for row in rows)]) + "\n"


def _head(engine: str) -> Iterator[str]:
    yield "# What blogconv does not know in this blog. For each row say what it is, then convert with this file:"
    yield "#     blogconv convert SRC DST --mapping FILE"
    yield f"# A row of kind '{UNDECIDED}' changes nothing. The language of this file: docs/mappings.md"
    yield "#"
    yield "# 1. kind: replace it by one of these kinds. Behind each stand its arguments."
    for kind, about in vocabulary().kinds.items():
        arguments = ", ".join(about.get("arguments", {}))
        yield f"#      {kind}: {about['says']}{f' ({arguments})' if arguments else ''}"
    yield "# 2. arguments, keys: replace _1, _2, _size by the argument of that kind which the value gives."
    yield "#    A name that begins with _ leaves the value out, and the report says so; _ alone leaves it out silently."
    yield "# 3. body: markdown is a text around which the tag stands; raw is text that is not Markdown."
    yield f"engine: {engine}"
    yield "flavour: own"
    yield "constructs:"


def _row(uses: Sequence[Use]) -> Iterator[str]:
    first = uses[0]
    places = ", ".join(use.place for use in uses[:3]) + (" …" if len(uses) > 3 else "")
    yield f"  # {len(uses)} {'time' if len(uses) == 1 else 'times'}: {_shown(places, 300)}"
    yield f"  # as in: {_shown(first.written)}"
    yield f"  - name: {_scalar(first.name)}"
    yield f"    notation: {first.notation}"
    yield f"    kind: {UNDECIDED}  # what is it?"
    grammar = _grammar(uses)
    if grammar != ["words"]:
        yield f"    grammar: {grammar[0] if len(grammar) == 1 else '[' + ', '.join(grammar) + ']'}"
    yield from _positional(uses, grammar)
    yield from _keys(uses)
    if first.body:
        yield "    body: markdown"


def _grammar(uses: Sequence[Use]) -> list[str]:
    """How the words are most likely divided, by what all uses that have any share."""
    texts = [" ".join(use.words) for use in uses if use.words]
    for mark, grammar in (("::", "colons"), (",", "comma")):
        if texts and all(mark in text for text in texts):
            return [grammar]
    marks = {match[2] for use in uses for word in use.words if (match := _KEYED.fullmatch(word))}
    grammars = (("keyvalue", ":"), ("assigned", "="))
    return [grammar for grammar, mark in grammars if mark in marks] or ["words"]


def _positional(uses: Sequence[Use], grammar: Sequence[str]) -> Iterator[str]:
    """An argument for each place in the order of the fields, with values that stand there."""
    fields = [_fields(use, grammar) for use in uses]
    most = max(map(len, fields))
    yield from ["    arguments:"] if most else []
    for at in range(min(most, _MOST_ARGUMENTS)):
        rest = at == _MOST_ARGUMENTS - 1 and most > _MOST_ARGUMENTS
        values = [" ".join(f[at:]) if rest else f[at] for f in fields if len(f) > at]
        yield f"      - _{at + 1}{': rest' if rest else ''}  # {_values(values, len(uses))}"


def _fields(use: Use, grammar: Sequence[str]) -> list[str]:
    words = list(use.words)
    if {"keyvalue", "assigned"} & {*grammar}:
        return [word for word in words if not _KEYED.fullmatch(word)]
    return GRAMMARS[grammar[0]](words, ()).positional


def _keys(uses: Sequence[Use]) -> Iterator[str]:
    """An argument for each key, with values that stand there."""
    divided = not {"colons", "comma"} & {*_grammar(uses)}
    found: dict[str, list[str]] = {}
    for use in uses:
        words = [match for word in use.words if divided and (match := _KEYED.fullmatch(word))]
        for key, value in {**{m[1]: m[3] for m in words}, **use.named}.items():
            found.setdefault(key, []).append(value)
    yield from ["    keys:"] if found else []
    for key, values in found.items():
        yield f"      - {_scalar('_' + key)}: {{key: {_scalar(key)}}}  # {_values(values, len(uses))}"


def _values(values: Sequence[str], uses: int) -> str:
    """Some values of an argument for a comment, the most frequent first, and in how many uses it is given."""
    common = [value for value, _ in Counter(values).most_common()]
    shown = ", ".join(_quoted(_shown(value, 30)) for value in common[:_MOST_VALUES])
    more = " …" if len(common) > _MOST_VALUES else ""
    return shown + more + (f" (in {len(values)} of {uses})" if len(values) < uses else "")


def _shown(text: str, longest: int = _LONGEST) -> str:
    """A text of the blog as part of a comment: on one line, without what YAML does not allow."""
    line = " ".join(text.split())
    line = line if len(line) <= longest else line[: longest - 1] + "…"
    return "".join(c if c.isprintable() else "?" for c in line)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _scalar(text: str) -> str:
    """A text as YAML that reads as this text."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in _quoted(text))

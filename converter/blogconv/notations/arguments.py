"""The argument grammars: how a tag's words become the arguments of a mapping row, and back.

Every Hexo theme re-parses the array of words that Hexo hands it. Seven ways occur, each a function here, and
with them `assigned` (`key=value`), `line` (all words as one value) and `attribution` (Hexo's own quotes).
A grammar turns words into fields; `bind` gives the fields to a row's parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a mapping row.

    `name` is the neutral name, `key` the written one. `words` is a closed set: only these words are taken
    for this parameter (keywords, classes) and each is given its neutral value. `values` translates written
    values, others are kept. `rest` takes all that is left. `prefix` stands before the neutral value. `pattern`
    says which fields it takes at all. One that is not `positional` is only given by its key.
    """

    name: str
    key: str
    words: Mapping[str, Any] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    rest: bool = False
    default: Any = None
    prefix: str = ""
    pattern: str = ""
    positional: bool = True

    def takes(self, word: str) -> bool:
        """Whether a closed set or pattern of this parameter has `word`."""
        if self.words is not None:
            return word in self.words
        return bool(self.pattern) and re.fullmatch(self.pattern, word) is not None

    @property
    def closed(self) -> bool:
        return self.words is not None or bool(self.pattern)

    def neutral(self, written: str) -> Any:
        """The neutral value of a written one."""
        if self.words is not None and written in self.words:
            return self.words[written]
        value = self.values.get(written, written)
        if self.prefix and isinstance(value, str) and value and not value.startswith(self.prefix.split()[0]):
            value = self.prefix + value
        return value


Fields = tuple[list[str], dict[str, str]]
"""Positional and named fields."""


def _words(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return list(words), {}


def _comma(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return [f.strip() for f in " ".join(words).split(",")] if words else [], {}


def _colons(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    if not any("::" in w for w in words):
        return _comma(words, _keys)
    return [f.strip() for f in " ".join(words).split("::")], {}


def _at(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return [f.strip() for f in " ".join(words).split("@")] if words else [], {}


def _line(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return [" ".join(words)] if words else [], {}


def _keyvalue(words: Sequence[str], keys: Sequence[str], mark: str = ":") -> Fields:
    positional: list[str] = []
    named: dict[str, str] = {}
    for word in words:
        key, found, value = word.partition(mark)
        is_address = re.match(r"\w+://", word) and word.count(mark) == 1
        if found and key in keys and not is_address:
            named[key] = value
        else:
            positional.append(word)
    return positional, named


def _assigned(words: Sequence[str], keys: Sequence[str]) -> Fields:
    return _keyvalue(words, keys, "=")


def _attribution(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    """Hexo's quotes: `author URL title`, `author, title` or `author` (hexojs/hexo:lib/plugins/tag/blockquote.ts)."""
    text = " ".join(words)
    if match := re.match(r"(.*?)\s*(https?://\S+)\s*(.*)$", text):
        fields = {"author": match[1], "url": match[2], "source": match[3]}
    else:
        author, _, source = text.partition(",")
        fields = {"author": author.strip(), "source": source.strip()}
    return [], {k: v for k, v in fields.items() if v}


GRAMMARS: dict[str, Callable[[Sequence[str], Sequence[str]], Fields]] = {
    "words": _words,
    "keywords": _words,
    "classes": _words,
    "comma": _comma,
    "colons": _colons,
    "at": _at,
    "keyvalue": _keyvalue,
    "assigned": _assigned,
    "line": _line,
    "attribution": _attribution,
}


def bind(
    grammar: str,
    parameters: Sequence[Parameter],
    words: Sequence[str],
    named: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], list[str]]:
    """The neutral arguments that `words` (and already `named` ones) give, and the words nobody took."""
    positional, found = GRAMMARS[grammar](words, [p.key for p in parameters])
    found.update(named or {})
    args: dict[str, Any] = {p.name: p.default for p in parameters if p.default is not None}
    for parameter in parameters:
        if parameter.key in found:
            args[parameter.name] = parameter.neutral(found.pop(parameter.key))
    if grammar in ("keywords", "classes"):
        positional = _take_closed(parameters, positional, args, anywhere=grammar == "classes")
        parameters = [p for p in parameters if not p.closed]
    free = [p for p in parameters if p.positional and (p.name not in args or p.rest)]
    left = _take_in_order(free, positional, args)
    return args, left + [f"{k}={v}" for k, v in found.items()]


def _take_closed(
    parameters: Sequence[Parameter], words: list[str], args: dict[str, Any], *, anywhere: bool
) -> list[str]:
    """Give the words of closed sets to their parameters; the words that are left. Not `anywhere`: leading ones."""
    left: list[str] = []
    for at, word in enumerate(words):
        taker = next((p for p in parameters if p.closed and p.takes(word)), None)
        if taker is None:
            left.append(word)
            if not anywhere:
                return words[at:]
        elif taker.name not in args or args[taker.name] == taker.default:
            args[taker.name] = taker.neutral(word)
    return left


def _take_in_order(parameters: Sequence[Parameter], fields: list[str], args: dict[str, Any]) -> list[str]:
    at = 0
    for place, parameter in enumerate(parameters):
        if at >= len(fields):
            break
        if parameter.rest:
            end = _end_of_rest(parameters[place + 1 :], fields, at)
            text, at = " ".join(fields[at:end]), end
        elif parameter.pattern and not parameter.takes(fields[at]):
            continue
        else:
            text, at = fields[at], at + 1
        if text:
            args[parameter.name] = parameter.neutral(text)
    return fields[at:]


def _end_of_rest(following: Sequence[Parameter], fields: list[str], at: int) -> int:
    """Where a `rest` ends: before the first field that the next parameter's pattern takes, or before as many
    fields as parameters without a pattern follow."""
    if following and following[0].pattern:
        return next((n for n in range(at, len(fields)) if following[0].takes(fields[n])), len(fields))
    return max(len(fields) - len(following), at)

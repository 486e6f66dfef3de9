"""The argument grammars: how a tag's words become the arguments of a mapping row, and back.

Every Hexo theme re-parses the array of words that Hexo hands it. A few ways occur, each a function here.
A grammar turns words into fields; several in a row are applied one after the other (`[comma, assigned]`: fields
divided by commas, those that are `key=value` by their key). `bind` gives the fields to a row's parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a mapping row.

    `name` is the neutral name, `key` the written one. A value for `_` says nothing and is dropped; one for a name
    that begins so (`_padding`) is left out as well, and told. `words` is a closed set: only these words are taken
    for this parameter (keywords, classes) and each is given its neutral value. `values` translates written
    values, others are kept. `rest` takes all that is left. `prefix` stands before the neutral value, `unit`
    behind a bare number. `pattern` says which fields it takes at all; its named groups are arguments themselves.
    An `optional` one takes a field only where one is left for each that follows. `classes` are parameters that
    the words of the field give their values to, in any order. One that is not `positional` is only given by its
    key. `text` is shown as it stands and not as Markdown. `bare`: a written true or false is no text.
    """

    name: str
    key: str
    words: Mapping[str, Any] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    rest: bool = False
    default: Any = None
    prefix: str = ""
    unit: str = ""
    pattern: str = ""
    optional: bool = False
    classes: tuple[Parameter, ...] = ()
    positional: bool = True
    text: bool = False
    bare: bool = False

    def takes(self, word: str) -> bool:
        """Whether a closed set or pattern of this parameter has `word`. Without either it takes any."""
        if self.words is not None:
            return word in self.words
        return not self.pattern or re.fullmatch(self.pattern, word) is not None

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
        if self.unit and isinstance(value, str) and value.isdecimal():
            value += self.unit
        return value


class Fields(NamedTuple):
    """Positional and named fields, and what stood between the positional ones."""

    positional: list[str]
    named: dict[str, str]
    joint: str = " "


def _words(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return Fields(list(words), {})


def _split(words: Sequence[str], mark: str, joint: str) -> Fields:
    return Fields([f.strip() for f in " ".join(words).split(mark)] if words else [], {}, joint)


def _comma(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return _split(words, ",", ", ")


def _comma_space(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return _split(words, ", ", ", ")


def _colons(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return _split(words, "::", "::") if any("::" in w for w in words) else _split(words, ",", ", ")


def _loose(words: Sequence[str], keys: Sequence[str]) -> Fields:
    return _colons(words, keys) if any("::" in w or "," in w for w in words) else _words(words, keys)


def _at(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return _split(words, "@", "@")


def _bar(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return _split(words, "|", " | ")


def _line(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    return Fields([" ".join(words)] if words else [], {})


def _keyvalue(words: Sequence[str], keys: Sequence[str], mark: str = ":") -> Fields:
    positional: list[str] = []
    named: dict[str, str] = {}
    for word in words:
        key, found, value = word.partition(mark)
        is_address = re.match(r"\w+://", word) and word.count(mark) == 1
        if found and key.strip() in keys and not is_address:
            named[key.strip()] = value.strip()
        else:
            positional.append(word)
    return Fields(positional, named)


def _assigned(words: Sequence[str], keys: Sequence[str]) -> Fields:
    return _keyvalue(words, keys, "=")


_TITLE_AND_ALT = re.compile(r"\s*\"([^\"]*)\"\s*\"([^\"]*)\"\s*|(.*?)\s*[\"']([^\"']*)[\"']\s*")


def _titled(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    """A last word that holds a title and, quoted, the text in place of the picture is two (Hexo's img)."""
    match = _TITLE_AND_ALT.fullmatch(words[-1]) if words else None
    return Fields([*words[:-1], *filter(None, match.groups())] if match else list(words), {})


def _attribution(words: Sequence[str], _keys: Sequence[str]) -> Fields:
    """Hexo's quotes: `author URL title`, `author, title` or `author` (hexojs/hexo:lib/plugins/tag/blockquote.ts)."""
    text = " ".join(words)
    if match := re.match(r"(.*?)\s*(https?://\S+)\s*(.*)$", text):
        fields = {"author": match[1], "url": match[2], "source": match[3]}
    else:
        author, _, source = text.partition(",")
        fields = {"author": author.strip(), "source": source.strip()}
    return Fields([], {k: v for k, v in fields.items() if v})


GRAMMARS: dict[str, Callable[[Sequence[str], Sequence[str]], Fields]] = {
    "words": _words,
    "keywords": _words,
    "classes": _words,
    "comma": _comma,
    "comma-space": _comma_space,
    "colons": _colons,
    "loose": _loose,
    "at": _at,
    "bar": _bar,
    "keyvalue": _keyvalue,
    "assigned": _assigned,
    "line": _line,
    "attribution": _attribution,
    "titled": _titled,
}


def bind(
    grammar: Sequence[str],
    parameters: Sequence[Parameter],
    words: Sequence[str],
    named: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], list[str]]:
    """The neutral arguments that `words` (and already `named` ones) give, and the words nobody took.

    `grammar` names the grammars to apply, one after the other.
    """
    fields = _fields(grammar, parameters, words)
    found = {**fields.named, **(named or {})}
    args: dict[str, Any] = {p.name: p.default for p in parameters if p.default is not None}
    left = _take_named(parameters, found, args)
    positional = fields.positional
    free = list(parameters)
    if "keywords" in grammar or "classes" in grammar:
        positional = _take_closed(parameters, positional, args, anywhere="classes" in grammar)
        free = [p for p in parameters if not p.closed]
    given = {n for n, value in args.items() if n[:1] != "_" and value != _default(parameters, n)}
    free = [p for p in free if p.positional and (p.name not in given or p.rest)]
    left = _take_in_order(free, positional, args, fields.joint) + left
    left += [str(value) for name, value in args.items() if name.startswith("_") and name != "_"]
    return {name: value for name, value in args.items() if not name.startswith("_")}, left


def _fields(grammar: Sequence[str], parameters: Sequence[Parameter], words: Sequence[str]) -> Fields:
    keys = [p.key for p in parameters if not p.positional]
    positional, named, joint = list(words), dict[str, str](), " "
    for name in grammar:
        fields = GRAMMARS[name](positional, keys)
        positional, joint = fields.positional, fields.joint if fields.joint != " " else joint
        named.update(fields.named)
    return Fields(positional, named, joint)


def _default(parameters: Sequence[Parameter], name: str) -> Any:
    all_of_them = [*parameters, *(inner for p in parameters for inner in p.classes)]
    return next((p.default for p in all_of_them if p.name == name and p.default is not None), None)


def _take_named(parameters: Sequence[Parameter], found: dict[str, str], args: dict[str, Any]) -> list[str]:
    """Give named fields to the parameter of that key; of several the first whose set or pattern has the value."""
    for parameter in parameters:
        value = found.get(parameter.key)
        if value is not None and (not parameter.closed or parameter.takes(value)):
            del found[parameter.key]
            _give(parameter, value, args)
    return [f"{key}={value}" for key, value in found.items()]


def _give(parameter: Parameter, text: str, args: dict[str, Any]) -> list[str]:
    """Set the arguments that a field gives; the words of its classes that nobody took."""
    match = re.fullmatch(parameter.pattern, text) if parameter.pattern else None
    if match and match.re.groupindex:
        args.update({name: value.strip() for name, value in match.groupdict().items() if value})
        return []
    if not parameter.classes:
        args[parameter.name] = parameter.neutral(text)
        return []
    inner, left = bind(("classes",), parameter.classes, text.split())
    args.update(inner)
    return left


def _take_closed(
    parameters: Sequence[Parameter], words: list[str], args: dict[str, Any], *, anywhere: bool
) -> list[str]:
    """Give the words of closed sets to their parameters; the words that are left. Not `anywhere`: leading ones."""
    left: list[str] = []
    for at, word in enumerate(words):
        taker = next((p for p in parameters if p.closed and p.positional and p.takes(word)), None)
        if taker is None:
            left.append(word)
            if not anywhere:
                return words[at:]
        elif taker.name == "_" or taker.name not in args or args[taker.name] == taker.default:
            args[taker.name] = taker.neutral(word)
        elif taker.pattern and isinstance(args[taker.name], str):
            args[taker.name] += f" {word}"
        elif anywhere and args[taker.name] != taker.neutral(word):
            left.append(word)
    return left


def _take_in_order(
    parameters: Sequence[Parameter], fields: list[str], args: dict[str, Any], joint: str
) -> list[str]:
    at, left = 0, list[str]()
    for place, parameter in enumerate(parameters):
        following = parameters[place + 1 :]
        if at >= len(fields):
            break
        if parameter.optional and len(fields) - at <= _wanted(following, fields[at:]):
            continue
        if parameter.rest:
            end = _end_of_rest(following, fields, at)
            text, at = joint.join(fields[at:end]), end
        elif not parameter.takes(fields[at]):
            continue
        else:
            text, at = fields[at], at + 1
        if text:
            left += _give(parameter, text, args)
    return left + fields[at:]


def _wanted(parameters: Sequence[Parameter], fields: Sequence[str]) -> int:
    """How many fields `parameters` have a right to before an optional one."""
    return sum(not p.optional and any(p.takes(f) for f in fields) for p in parameters)


def _end_of_rest(following: Sequence[Parameter], fields: list[str], at: int) -> int:
    """Where a `rest` ends: before the first field that the next parameter's set or pattern takes, or before as
    many fields as parameters without one follow."""
    if following and following[0].closed:
        return next((n for n in range(at, len(fields)) if following[0].takes(fields[n])), len(fields))
    return max(len(fields) - len(following), at)


def holds(condition: str, args: Mapping[str, Any]) -> bool:
    """Whether an argument is there (`title`), or is one of some words (`type=details|fold`)."""
    name, equals, value = condition.partition("=")
    given = args.get(name)
    return str(given) in value.split("|") if equals else bool(given)


def implied(
    implies: Mapping[str, Mapping[str, Any]], parameters: Sequence[Parameter], args: dict[str, Any]
) -> dict[str, Any]:
    """`args` with those that follow from them; what is written says more than what follows, a default less."""
    for condition, given in implies.items():
        if holds(condition, args):
            free = (k for k in given if k not in args or args[k] == _default(parameters, k))
            args = {**args, **{k: given[k] for k in free}}
    return args


def names(parameters: Sequence[Parameter]) -> Iterator[str]:
    """The neutral names that `parameters` can set."""
    for parameter in parameters:
        groups = re.compile(parameter.pattern).groupindex
        if parameter.classes:
            yield from names(parameter.classes)
        else:
            yield from (name for name in groups or [parameter.name] if not name.startswith("_"))

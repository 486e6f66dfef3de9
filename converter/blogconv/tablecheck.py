"""Holds a mapping table against mappings/schema.json and the vocabulary, and says what is wrong and where."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML

from .errors import MappingError
from .notations.arguments import names
from .tables import UNDECIDED, parameters, tables_root, vocabulary


def check_table(data: Any, text: str, place: str) -> None:
    """Raises MappingError for the first thing wrong with a table: `file:line: what`, and the nearest valid word."""
    problems = [*_schema_problems(data), *_vocabulary_problems(data)]
    if problems:
        path, message = problems[0]
        raise MappingError(f"{place}:{_line(text, path)}: {message}")


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((tables_root() / "schema.json").read_text("utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker(("regex",)))


Problem = tuple[Sequence[str | int], str]


def _schema_problems(data: Any) -> Iterator[Problem]:
    for error in sorted(_validator().iter_errors(data), key=_order):
        deepest = error
        while deepest.context:
            deepest = max(deepest.context, key=lambda e: len(e.absolute_path))
        yield list(deepest.absolute_path), _sentence(deepest)


def _order(error: ValidationError) -> tuple[list[str], bool]:
    """From the top down, and a key that is misspelt before one that is missing for it."""
    return list(map(str, error.absolute_path)), error.validator == "required"


def _sentence(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "enum":
        return f"'{error.instance}' is not a word of the table language{_nearest(error.instance, wanted)}"
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = schema.get("properties", {})
        odd = next(k for k in error.instance if k not in known)
        return f"unknown key '{odd}'{_nearest(odd, known)}"
    if error.validator == "required":
        return f"a key is missing: {error.message}"
    if error.validator == "type":
        wanted = wanted if isinstance(wanted, list) else [wanted]
        words = " or ".join(_TYPES.get(word, str(word)) for word in wanted)
        return f"here {words} must stand, not {_shown(error.instance)}"
    if error.validator == "format":
        return f"'{error.instance}' is no regular expression"
    return error.message


_TYPES = {"object": "keys with values", "array": "a list", "string": "a text", "boolean": "true or false"}


def _shown(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 60 else f"{text[:60]}…"


def _nearest(word: Any, known: Iterable[str]) -> str:
    known = sorted(map(str, known))
    close = difflib.get_close_matches(str(word), known, 1)
    return f"; did you mean '{close[0]}'?" if close else f"; known: {', '.join(known)}"


def _vocabulary_problems(data: Any) -> Iterator[Problem]:
    """Kinds and arguments that the vocabulary does not have."""
    rows = data.get("constructs") if isinstance(data, dict) else None
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and row.get("kind") != UNDECIDED:
            for path, message in _row_problems(row):
                yield ["constructs", number, *path], message


def _row_problems(row: dict[str, Any]) -> Iterator[Problem]:
    kinds = vocabulary().kinds
    reached = {"kind": row.get("kind"), **row.get("becomes", {})}
    for where, kind in reached.items():
        if kind not in kinds:
            yield (
                (["kind"] if where == "kind" else ["becomes", where]),
                f"unknown kind '{kind}'{_nearest(kind, kinds)}",
            )
    if why := _template_fault(row.get("template")):
        yield ["template"], f"the template is none: {why}"
    kind = str(row.get("kind"))
    if not set(reached.values()) <= set(kinds):
        return
    parts = row.get("parts") or {}
    free = {row.get("body-from"), *_texts(parts.get("given"))}
    known = {a for k in reached.values() for a in kinds[k].get("arguments", {})}
    of_parts = {a for k in reached.values() for a in kinds[k].get("parts", {})}
    yield from _unknown_arguments(row, ["arguments", "keys"], known, free, f"a {kind}")
    for name in row.get("always", {}):
        if name not in known:
            yield ["always", name], f"a {kind} has no argument '{name}'{_nearest(name, known)}"
    of_data = {"body"} if "data" in parts else set()
    for path, message in _unknown_arguments(
        parts, ["arguments", "keys"], of_parts, of_data, f"a part of a {kind}"
    ):
        yield ["parts", *path], message


def _template_fault(template: Any) -> str:
    if not isinstance(template, str):
        return ""
    from .notations.templates import fault

    return fault(template)


def _unknown_arguments(
    holder: dict[str, Any], keys: Sequence[str], known: set[str], free: set[Any], what: str
) -> Iterator[Problem]:
    for key in keys:
        for name in _argument_names(holder.get(key)):
            if name not in known | free:
                yield [key], f"{what} has no argument '{name}'{_nearest(name, known)}"


def _argument_names(items: Any) -> Iterator[str]:
    return names(parameters(items))


def _texts(value: Any) -> list[str]:
    return list(map(str, value)) if isinstance(value, list) else [str(value)] if value else []


def _line(text: str, path: Sequence[str | int]) -> int:
    """The line of the deepest part of `path` that the text has."""
    node = YAML(typ="rt").load(text)
    line = 1
    for part in path:
        try:
            where = node.lc.key(part) if isinstance(part, str) else node.lc.item(part)
            line, node = where[0] + 1, node[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return int(line)

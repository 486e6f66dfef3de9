"""Front matter that no YAML library takes: what a person would still read in it, line by line."""

from __future__ import annotations

import re

from ..model import Entry, FrontMatter, Value
from .reading import FrontMatterError, yaml_value
from .schemas import YamlSchema

_KEY = re.compile(
    r"""\s*(?P<quote>["']?)(?P<key>[^\s:#"'\-][^:\n"']*?)(?P=quote)\s*:(?P<rest>(?!//).*)""", re.DOTALL
)


def recover(data: str, schema: YamlSchema, line: int = 1) -> FrontMatter:
    """What can be read of the broken YAML `data`: `key: value` lines and lists. No line is lost.

    A part that is valid by itself has the value that `schema` gives it; else the text is the value.
    """
    entries: list[Entry] = []
    pending = ""
    for chunk in _chunks(data):
        match = _KEY.match(chunk)
        if match is None:
            pending += chunk
            continue
        value = _value(chunk, match, schema)
        entries.append(Entry(match["key"], value, pending + chunk, line + pending.count("\n")))
        line += (pending + chunk).count("\n")
        pending = ""
    return FrontMatter("yaml", tuple(entries), pending)


def _chunks(data: str) -> list[str]:
    """The lines of each key with those that belong to it; comments and blank lines by themselves."""
    chunks: list[str] = []
    for line in re.findall(r"[^\n]*\n|[^\n]+", data):
        inside = bool(chunks) and bool(_KEY.match(chunks[-1]))
        continues = _indent(line) > _indent(chunks[-1]) or not _KEY.match(line) if inside else False
        if inside and continues and line.strip() and not line.startswith("#"):
            chunks[-1] += line
        else:
            chunks.append(line)
    return chunks


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _value(chunk: str, match: re.Match[str], schema: YamlSchema) -> Value:
    try:
        value = yaml_value(chunk, schema)
        if isinstance(value, dict) and len(value) == 1:
            return next(iter(value.values()))
    except FrontMatterError:
        pass
    first, *more = (part.strip() for part in match["rest"].split("\n"))
    more = [part for part in more if part and not part.startswith("#")]
    if not first and more and all(part.startswith("-") for part in more):
        return [_scalar(part[1:].strip(), schema) for part in more]
    return _scalar(" ".join([first, *more]).strip(), schema)


def _scalar(text: str, schema: YamlSchema) -> Value:
    if text.startswith("[") and text.endswith("]"):
        return [_word(part.strip(), schema) for part in text[1:-1].split(",") if part.strip()]
    return _word(text, schema)


def _word(text: str, schema: YamlSchema) -> Value:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return schema.resolve(text)

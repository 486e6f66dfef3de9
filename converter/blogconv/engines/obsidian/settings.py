"""The settings that a written vault needs, and what to say to a person whose vault has its own.

What stands in a vault's settings folder is its owner's: it is never written over and never merged into. The names of
the settings are those of Obsidian's dialogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ...model import Site
from ..base import OutputFile, Plan
from .layout import Layout
from .origin import NAME, told
from .vault import SUPPORTED

FOLDER = ".obsidian"
_NEEDED = {
    "strictLineBreaks": ("Editor > Strict line breaks", "the notes' line breaks are not those of the blog"),
    "showUnsupportedFiles": (
        "Files and links > Detect all file extensions",
        "links to some files lead nowhere",
    ),
}
"""The settings without which notes are not shown as they should be; Obsidian's default is False for each."""


def new_settings(plan: Plan) -> Iterator[OutputFile]:
    """The settings with which the notes of `plan` look as the posts did, for a vault that has none."""
    app, types = _app(plan), _types(plan.site)
    yield OutputFile(f"{FOLDER}/app.json", _json(app), advice=partial(_app_advice, app))
    yield OutputFile(f"{FOLDER}/types.json", _json({"types": types}), advice=partial(_type_advice, types))
    yield OutputFile(f"{FOLDER}/{NAME}", told(plan.site, plan.extra["layout"]), advice=lambda _: ())


def carried(path: str, source: Path) -> OutputFile:
    """A settings file of a vault on its way into another. One that is there already stays."""
    advice = _carried_app_advice if path.endswith("/app.json") else _other_advice
    return OutputFile(path, copy=source, advice=partial(advice, source))


def _app(plan: Plan) -> dict[str, Any]:
    """The settings of a new vault; files of types that Obsidian does not know are shown where links lead to some."""
    layout: Layout = plan.extra["layout"]
    others = any(path.rpartition(".")[2].lower() not in SUPPORTED for path in layout.files.values())
    return {
        "strictLineBreaks": not plan.site.dialect.hard_breaks,
        "attachmentFolderPath": plan.options.attachments.strip("/"),
        "newLinkFormat": "shortest",
        "useMarkdownLinks": plan.options.links == "markdown",
        **({"showUnsupportedFiles": True} if others else {}),
    }


def _types(site: Site) -> dict[str, str]:
    """The types of the properties that the notes have, so that Obsidian offers the right fields."""
    days = all(post.date is None or post.date.precision == "day" for post in site.posts)
    return {
        "aliases": "aliases",
        "categories": "multitext",
        "date": "date" if days else "datetime",
        "draft": "checkbox",
        "publish": "checkbox",
        "tags": "tags",
        "updated": "datetime",
    }


def _app_advice(needed: Mapping[str, Any], theirs: bytes) -> Iterator[str]:
    has = _mapping(theirs)
    for key, (name, otherwise) in _NEEDED.items():
        wanted = needed.get(key) is True
        if key == "showUnsupportedFiles" and not wanted:
            continue
        if (has.get(key) is True) != wanted:
            yield f"turn '{name}' {'on' if wanted else 'off'} ({key}: {json.dumps(wanted)}): else {otherwise}"


def _type_advice(needed: Mapping[str, str], theirs: bytes) -> Iterator[str]:
    """Only a property that has another type is told: one that has none goes by its value."""
    has = {str(key).lower(): value for key, value in _mapping(_mapping(theirs).get("types")).items()}
    for key, wanted in needed.items():
        if has.get(key, wanted) != wanted and not (key == "date" and has[key] == "datetime"):
            yield f"set the type of the property '{key}' to {wanted}: it is {has[key]}, and marks the values as wrong"


def _carried_app_advice(source: Path, theirs: bytes) -> Iterator[str]:
    yield from _app_advice(_mapping(_bytes(source)), theirs)


def _other_advice(source: Path, theirs: bytes) -> Iterator[str]:
    if _bytes(source) != theirs:
        yield "the vault has its own, which stays; the source's is another"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _mapping(value: Any) -> dict[str, Any]:
    """A JSON object, from its bytes or as it is; empty where it is none."""
    if isinstance(value, bytes):
        try:
            value = json.loads(value.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()

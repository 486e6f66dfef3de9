"""The addresses behind an embed: the player of a video by its id, the page about it, a script that draws it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_TABLE = "hugo/files/data/blogconv/embeds.toml"
_OPTIONAL = re.compile(r"\[([^\[\]]*)\{(\w+)\}([^\[\]]*)\]")


@cache
def providers() -> Mapping[str, Mapping[str, Any]]:
    """What is known of each provider; the table explains its words."""
    return tomllib.loads((files("blogconv.engines") / _TABLE).read_text("utf-8"))


def addresses(args: Mapping[str, Any]) -> dict[str, str]:
    """The keys `frame`, `script`, `link`, `ratio`, `height`, `class` of an embed, those that its provider has.

    An unknown provider's id is taken for an address.
    """
    provider = dict(providers().get(str(args.get("provider", "")).lower(), {}))
    ident = str(args.get("id", ""))
    form = next((f for f in provider.get("forms", ()) if re.search(f["id"], ident)), None)
    provider |= form or {}
    found: dict[str, str] = {}
    for name, key in (("frame", "frame"), ("script", "script"), ("page", "link")):
        if pattern := provider.get(name):
            if form:
                pattern = re.sub(form["id"], re.sub(r"\$(\d)", r"\\\1", pattern), ident)
            found[key] = _filled(pattern, {**provider.get("defaults", {}), **args})
    found |= {key: str(provider[key]) for key in ("ratio", "height", "class") if key in provider}
    return found


def _filled(pattern: str, args: Mapping[str, Any]) -> str:
    """A pattern with its arguments; what stands in `[ ]` is left out where its argument is missing."""

    def optional(match: re.Match[str]) -> str:
        value = args.get(match[2])
        return "" if value in (None, "") else f"{match[1]}{value}{match[3]}"

    text = _OPTIONAL.sub(optional, pattern)
    return re.sub(r"\{(\w+)\}", lambda m: str(args.get(m[1]) or ""), text)

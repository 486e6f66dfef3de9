"""Forms of Markdown itself that need more than a template: fences, and text that Markdown may not touch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..body import Construct
from ..tables import Row

_RUN = re.compile(r"(?m)^[ \t>]*(`{3,}|~{3,})")
_SPECIAL = re.compile(r"([\\`*_\[\]~|#\"'^=+])")


def print_fence(info: Callable[[Mapping[str, Any]], str]) -> Callable[[Row, Construct], str]:
    """A printer of code fences whose info string is made by `info` from the construct's arguments.

    A construct without a body stands for the info string of a fence that stays as it is.
    """

    def printer(_row: Row, construct: Construct) -> str:
        given = {k: v for k, v in construct.args.items() if v not in (None, "")}
        if construct.body is None:
            return info(given)
        code = construct.body
        longest = max((len(m[1]) for m in _RUN.finditer(code) if m[1][0] == "`"), default=2)
        run = "`" * max(3, longest + 1)
        return f"{run}{info(given)}\n{code}\n{run}"

    return printer


def escape(text: str) -> str:
    """`text` with a backslash before whatever Markdown would read."""
    return _SPECIAL.sub(r"\\\1", text)

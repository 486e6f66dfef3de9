"""The indent that all lines of a fence share, which Hexo cuts (hexojs/hexo-util:lib/highlight.ts, strip-indent)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .document import Document

_BLANKS = re.compile(r"(?m)^((?:[ \t]*>)*)([ \t]*)(?=\S)")


def common_indent(document: Document) -> Iterator[Edit]:
    """Cut the common indent of the lines of code, for targets that have no hook to do it."""
    for fence in document.fences:
        if fence.prefix.strip(" \t"):
            continue
        own = len(fence.prefix)
        code = document.masked[fence.code.start : fence.code.end]
        blanks = [m for m in _BLANKS.finditer(code) if not m[1]]
        common = min((len(m[2]) for m in blanks), default=0)
        if common <= own:
            continue
        for match in blanks:
            start = fence.code.start + match.start(2)
            yield Edit(Span(start + own, start + common), "")

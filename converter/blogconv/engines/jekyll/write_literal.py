"""Text that Markdown may not read, HTML in it included: what Hexo's `raw` encloses."""

from __future__ import annotations

import re

from ...body import Construct
from ...tables import Row

_OUTSIDE = re.compile(r"<[^<>]*>|[\\*_`~\[\]]")


def print_literal(_row: Row, construct: Construct) -> str:
    """The body between kramdown's nomarkdown marks."""
    body = construct.body or ""
    if construct.inline and "\n" not in body:
        return f"{{::nomarkdown}}{body}{{:/nomarkdown}}"
    return f"{{::nomarkdown}}\n{body.strip(chr(10))}\n{{:/nomarkdown}}"


def print_escaped(_row: Row, construct: Construct) -> str:
    """The body with a backslash before whatever CommonMark would read, its tags untouched."""
    return _OUTSIDE.sub(lambda m: m[0] if len(m[0]) > 1 else f"\\{m[0]}", construct.body or "")

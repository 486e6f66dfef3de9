"""HTML comments with a meaning: `<!-- more -->`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ..body import Span
from .base import Found, Notation, Spans, alone, line_prefix

_COMMENT = re.compile(r"<!-- ?(more) ?-->", re.IGNORECASE)


class Comment(Notation):
    """`<!-- NAME -->`. Only names that the engine acts on; the first one counts (hexo:…/filter/excerpt)."""

    name: ClassVar[str] = "comment"
    trigger: ClassVar[re.Pattern[str]] = _COMMENT

    def find(self, text: str, taken: Spans, names: Mapping[str, Sequence[Any]]) -> list[Found]:
        for match in _COMMENT.finditer(text):
            if match[1].lower() in names and not taken.at(match.start()):
                span = Span(match.start(), match.end())
                prefix, inline = line_prefix(text, span.start), not alone(text, *span)
                return [Found(span, "comment", "more", prefix=prefix, inline=inline)]
        return []

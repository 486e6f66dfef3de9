"""Description lists: rule E9."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .document import Reading
from .render import rendered

_SPLIT = re.compile(r"(\S.+)<br>:\s+(\S.+)")


def description_list(reading: Reading) -> Iterator[Edit]:
    """E9: write as HTML the paragraph in which a line begins with `: `.

    hexo-renderer-marked (lib/renderer.js, paragraph) replaces the last such line and what is before it in the
    paragraph's HTML. The text on both sides is written as that HTML, since an HTML block holds no Markdown.
    """
    run, source = reading.run, reading.document.source
    if run.parent != "paragraph" or run.tight:
        return
    html = rendered(
        reading.text, reading.source, typographer=source.typographer, root=source.image_root or ""
    )
    split = _SPLIT.match(html) if html else None
    if split:
        behind = reading.document.line(run.line + reading.text.count("\n") + 1).strip(" \t\n>")
        text = f"<dl><dt>{split[1]}</dt><dd>{split[2]}</dd></dl>"
        yield Edit(Span(0, len(reading.text)), text + ("\n" if behind else ""))

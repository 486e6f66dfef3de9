"""Task lists: rule E8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import Edit, Span
from .document import Reading

_BOX = re.compile(r"\[([ \txX])\]")


def spaced_box(reading: Reading) -> Iterator[Edit]:
    """A space behind a check box, without which only Goldmark takes it for one."""
    box = _BOX.match(reading.text) if reading.run.first else None
    if box and reading.text[box.end() : box.end() + 1].strip():
        yield Edit(Span(box.end(), box.end()), " ")


def literal_box(reading: Reading) -> Iterator[Edit]:
    """E8: keep `[x]b` at an item's start from becoming a check box. Goldmark asks for no space behind it.

    Before a link's destination there is no backslash to give: its text is then written as a reference.
    """
    box = _BOX.match(reading.text) if reading.run.first else None
    if not box or (reading.document.source.task_lists and reading.text.startswith(" ", box.end())):
        return
    if reading.source[0].mark == "link" and box[1] in "xX":
        yield Edit(Span(*box.span(1)), f"&#{ord(box[1])};")
    else:
        yield Edit(Span(0, 0), "\\")

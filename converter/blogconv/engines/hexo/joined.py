"""Texts for themes that write the lines of a container's HTML one behind the other (`split('\\n').join('')`).

A soft line break is a blank on the page; in such a container nothing is left of it. Paragraphs are written there as
one line each, and what needs its lines is not written there at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...blocks import blocks
from ...notations.fences import hexo_fences

_MARKED = re.compile(r"[ \t>]*(?:\{%|<!--)")
"""A line that a tag or a comment begins."""
_BROKEN = re.compile(r"(?:  |\\)\Z")


def keeps_lines(text: str) -> bool:
    """Whether `text` looks the same once its HTML is a single line: code in it is a fence that Hexo sets aside."""
    fenced = {text.count("\n", 0, fence.span.start) for fence in hexo_fences(text)}
    for block in blocks(text):
        bare = block.type == "code_block" or (block.type == "fence" and block.start not in fenced)
        if bare or (block.type == "html_block" and block.end - block.start > 1):
            return False
    return "<pre" not in text


def joined(text: str) -> str:
    """`text` with each paragraph as one line, but for the breaks that its author has set."""
    lines = text.split("\n")
    inner = set(_inside_paragraphs(text))
    out = lines[:1]
    for number, line in enumerate(lines[1:], 1):
        soft = number in inner and not _BROKEN.search(lines[number - 1])
        if soft and not _MARKED.match(line) and not _MARKED.match(lines[number - 1]):
            out[-1] = out[-1].rstrip() + " " + line.lstrip(" \t>")
        else:
            out.append(line)
    return "\n".join(out)


def _inside_paragraphs(text: str) -> Iterator[int]:
    """The numbers of the lines that go on with the paragraph of the line before."""
    for block in blocks(text):
        if block.type == "paragraph":
            yield from range(block.start + 1, block.end)

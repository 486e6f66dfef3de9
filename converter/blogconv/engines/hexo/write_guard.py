"""The edits that make Hexo print `{{`, `{%` and `{#` instead of acting on them.

Hexo looks for them everywhere but in fences, code spans and comments (hexojs/hexo:lib/hexo/post.ts). In running text an
empty comment between the two characters is enough in every version and with every renderer; code that Hexo does not
take for a fence becomes one.
"""

from __future__ import annotations

import re

from ...blocks import Block, blocks, line_starts
from ...body import Edit, Span
from ...notations.base import Spans
from ...notations.code_spans import code_spans
from ...notations.fences import hexo_fences

LIVE = re.compile(r"\{(?=[{%#])|#(?=\})")
_ADDRESS = re.compile(r"\]\([ \t]*<?[^\s()<>]*$")
_IN_TAG = re.compile(r"<[a-zA-Z][^<>]*$")
_HEADING = re.compile(r"(?m)^[ >]*#{1,6}[ \t].*")
_LONGEST = 2000
"""How much of a line is looked back at for an address or a tag that has begun."""
_ATTRIBUTES = re.compile(r"\{[#.]?[^{}\n]*\}[ \t#]*(?:\n|\Z)")
"""The attributes at the end of a heading, which are no less so with a blank in front."""
_MATH = re.compile(r"\$\$[\s\S]+?\$\$|(?<![\\$])\$(?=\S)[^$\n]+?(?<=\S)\$(?!\d)")
_LIVE_HTML = re.compile(r"<(pre|script|style|kbd)\b[\s\S]*?</\1>", re.IGNORECASE)


def guard(text: str) -> list[Edit]:
    """The edits for a body. What Hexo leaves alone by itself is left as it is."""
    if not LIVE.search(text):
        return []
    edits: list[Edit] = []
    safe = _safe(text)
    at = 0
    code = _unfenced(text, safe)
    raw = _raw_html(text, safe)
    math = Spans(Span(*m.span()) for m in _MATH.finditer(text))
    fenced = Spans(code)
    headings = _headings(text)
    while match := LIVE.search(text, at):
        at = match.end()
        span = safe.at(match.start())
        if span:
            at = max(at, span.end)
        elif block := fenced.at(match.start()):
            edits.append(Edit(block, code[block]))
            at = block.end
        elif whole := raw.at(match.start()):
            edits.append(Edit(whole, f"{{% raw %}}{text[slice(*whole)]}{{% endraw %}}"))
            at = whole.end
        else:
            edits.append(_shield(text, match, math, headings))
    return edits


def is_live(text: str) -> bool:
    """Whether a body has live braces once it stands inside of a tag, where only fences are safe."""
    fences = Spans(f.span for f in hexo_fences(text))
    return any(not fences.at(m.start()) for m in LIVE.finditer(text))


def _safe(text: str) -> Spans:
    """What Hexo 8 never looks into: its fences, code spans, comments."""
    fences = [f.span for f in hexo_fences(text)]
    return Spans([*fences, *code_spans(text, fences)])


def _headings(text: str) -> Spans:
    return Spans(Span(*m.span()) for m in _HEADING.finditer(text))


def _shield(text: str, match: re.Match[str], math: Spans, headings: Spans) -> Edit:
    low = max(0, match.start() - _LONGEST)
    line = text[max(low, text.rfind("\n", low, match.start()) + 1) : match.start()]
    after = match.end()
    if headings.at(match.start()) and _ATTRIBUTES.match(text, match.start()):
        return Edit(Span(after, after), " ")
    if math.at(match.start()):
        return Edit(Span(after, after), " ")
    if _ADDRESS.search(line):
        return Edit(Span(match.start(), after + 1), _percent(text[match.start() : after + 1]))
    if _IN_TAG.search(line):
        return Edit(Span(match.start(), after), f"&#{ord(match[0])};")
    return Edit(Span(after, after), "<!-- -->")


def _percent(text: str) -> str:
    return "".join(f"%{ord(c):02X}" for c in text)


def _raw_html(text: str, safe: Spans) -> Spans:
    """Elements in which Hexo's tags act and an empty comment would be seen or spoil a program."""
    return Spans(Span(*m.span()) for m in _LIVE_HTML.finditer(text) if not safe.at(m.start()))


def _unfenced(text: str, safe: Spans) -> dict[Span, str]:
    """Code blocks with live braces that Hexo does not set aside, and the same code as a fence that it does."""
    starts = line_starts(text)
    found = {}
    for block in blocks(text):
        if block.type not in ("fence", "code_block"):
            continue
        span = Span(starts[block.start], starts[min(block.end, len(starts) - 1)])
        inner = text[slice(*span)]
        if LIVE.search(inner) and not any(safe.at(m.start() + span.start) for m in LIVE.finditer(inner)):
            found[span] = _as_fence(inner, block)
    return found


def _as_fence(code: str, block: Block) -> str:
    lines = code.rstrip("\n").split("\n")
    head = re.match(r"[ \t>]*", lines[0])
    prefix = head[0] if head and block.type == "fence" else re.sub(r"    $", "", head[0] if head else "")
    if block.type == "fence":
        closes = len(lines) > 1 and set(lines[-1].strip(" \t>")) <= {block.markup[0]}
        lines = lines[1 : -1 if closes else None]
    else:
        lines = [line[len(prefix) + 4 :] if line.strip() else "" for line in lines]
        lines = [prefix + line if line else prefix.rstrip() for line in lines]
    longest = max((len(run) for run in re.findall(r"`+", "\n".join(lines))), default=0)
    run = "`" * max(3, longest + 1)
    info = block.info.strip()
    return "\n".join([f"{prefix}{run}{info}", *(lines or [prefix]), f"{prefix}{run}"]) + "\n"

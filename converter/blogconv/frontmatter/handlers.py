"""Where the front matter of a file ends and its body begins, by each engine's own rule.

The handlers are those of python-frontmatter, used through `detect`, `split` and `load` only: its `loads` and
`dumps` change a user's bytes. `cut` is the exact form of `split`: its parts concatenate to the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from frontmatter.default_handlers import BaseHandler

from .reading import parse
from .schemas import GOCCY, JS_YAML_3, JS_YAML_4, NPM_YAML, PSYCH, YamlSchema

Format = Literal["yaml", "toml", "json", "org", "none"]


class Split(NamedTuple):
    """A file's text in four parts that concatenate to it. `data` and the fences hold whole lines.

    The body starts on line `body_line` of the file, the data on line `data_line`.
    """

    format: Format
    opening: str
    data: str
    closing: str
    body: str

    @property
    def data_line(self) -> int:
        return 1 + self.opening.count("\n")

    @property
    def body_line(self) -> int:
        return self.data_line + self.data.count("\n") + self.closing.count("\n")


class Handler(BaseHandler):
    """Front matter between fences. The boundary pattern has the groups opening, data and closing."""

    def __init__(self, format: Format, boundary: str, schema: YamlSchema) -> None:
        super().__init__(re.compile(boundary))
        self.data_format: Format = format
        self.schema = schema

    def cut(self, text: str) -> Split | None:
        """`text` in its parts, or None if it has no front matter of this handler's form."""
        assert self.FM_BOUNDARY is not None
        plain = text.replace("\r\n", "\n")
        match = self.FM_BOUNDARY.match(plain)
        if not match:
            return None
        a, b, c = (_original(text, match.end(name)) for name in ("opening", "data", "closing"))
        return Split(self.data_format, text[:a], text[a:b], text[b:c], text[c:])

    def detect(self, text: str) -> bool:
        """Whether `text` begins with front matter of this form."""
        return self.cut(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """Data and body, exact. Raises ValueError where `detect` is false."""
        parts = self.cut(text)
        if parts is None:
            raise ValueError("no front matter of this form")
        return parts.data, parts.body

    def load(self, fm: str) -> dict[str, Any]:
        """The values in `fm`, as this engine's library reads them. Raises FrontMatterError."""
        return {entry.key: entry.value for entry in parse(fm, self.data_format, self.schema).entries}


def _original(text: str, at: int) -> int:
    """Where the offset `at` of the text with LF line ends lies in `text`."""
    if "\r\n" not in text:
        return at
    seen = 0
    for match in re.finditer("\r\n", text):
        if match.start() - seen >= at:
            break
        seen += 1
    return at + seen


class JsonHandler(Handler):
    """A JSON object at the start of the file (gohugoio/hugo:parser/pageparser/pagelexer_intro.go)."""

    def __init__(self, schema: YamlSchema) -> None:
        super().__init__("json", r"(?P<opening>\s*)(?P<data>\{)(?P<closing>)", schema)

    def cut(self, text: str) -> Split | None:
        start = len(text) - len(text.lstrip(" \t\r\n\v\f"))
        if not text.startswith("{", start):
            return None
        try:
            _, end = json.JSONDecoder(strict=False).raw_decode(text, start)
        except ValueError:
            return None
        line_end = re.compile(r"\r?\n?").match(text, end)
        close = line_end.end() if line_end else end
        return Split("json", text[:start], text[start:end], text[end:close], text[close:])


class HexoHandler(Handler):
    """Hexo's two forms, YAML between `---` or bare JSON between `;;;`; the opening line may be missing."""

    def cut(self, text: str) -> Split | None:
        parts = super().cut(text)
        if parts is None:
            return None
        format: Format = "json" if parts.closing.startswith(";") else "yaml"
        opening, data = parts.opening, parts.data
        # A blank line before the fences: YAML itself takes the first one for the start of a document.
        if not opening and (start := re.match(r"\r?\n---[ \t]*\r?\n", data)):
            opening, data = start[0], data[start.end() :]
        return Split(format, opening, data, parts.closing, parts.body)


HEXO = (
    HexoHandler(
        "yaml",
        r"(?P<opening>(?P<mark>-{3,}|;{3,})\n)(?P<data>[\s\S]+?\n)(?P<closing>(?P=mark)\n?)",
        JS_YAML_4,
    ),
    HexoHandler(
        "yaml", r"(?P<opening>)(?!---|;;;)(?P<data>[\s\S]+?\n)(?P<closing>(?:-{3,}|;{3,})\n?)", JS_YAML_4
    ),
)
"""hexojs/hexo-front-matter:lib/front_matter.ts `split`."""

HEXO_4 = (
    HexoHandler(
        "yaml",
        r"(?P<opening>(?P<mark>-{3,}|;{3,})\n)(?P<data>[\s\S]+?\n)(?P<closing>(?P=mark)(?:\n|\Z))",
        JS_YAML_3,
    ),
    HexoHandler(
        "yaml",
        r"(?P<opening>)(?!---|;;;)(?P<data>[\s\S]+?\n)(?P<closing>(?:-{3,}|;{3,})(?:\n|\Z))",
        JS_YAML_3,
    ),
)
"""Hexo 3 and 4 (hexo-front-matter 0.2 and 1.0): nothing may follow the closing fence on its line."""

_SPACE = r"[ \t\r\n\v\f]*"

HUGO = (
    Handler(
        "yaml", rf"(?P<opening>{_SPACE}---(?:[ \t]*\n)?)(?P<data>[\s\S]*?)(?P<closing>(?<=\n)---\n?)", GOCCY
    ),
    Handler(
        "toml",
        rf"(?P<opening>{_SPACE}\+\+\+(?:[ \t]*\n)?)(?P<data>[\s\S]*?)(?P<closing>(?<=\n)\+\+\+\n?)",
        GOCCY,
    ),
    JsonHandler(GOCCY),
)
"""gohugoio/hugo:parser/pageparser/pagelexer_intro.go. Text on the opening line is data to Hugo."""

JEKYLL = (
    Handler(
        "yaml",
        r"(?P<opening>---[^\S\n]*\n)(?P<data>(?:[\s\S]*?\n)?)(?P<closing>(?:---|\.\.\.)[ \t\r\f\v]*"
        r"(?:\n(?:[ \t\r\f\v]*(?:\n|\Z))*|\Z))",
        PSYCH,
    ),
)
"""jekyll/jekyll:lib/jekyll/document.rb `YAML_FRONT_MATTER_REGEXP`; blank lines behind it are not body."""

OBSIDIAN = (
    Handler("yaml", r"(?P<opening>---\n)(?P<data>(?:[\s\S]*?\n)?)(?P<closing>---[ ]*(?:\n|\Z))", NPM_YAML),
)


def cut(text: str, handlers: Iterable[Handler]) -> Split:
    """`text` in its parts by the first handler that finds its form; all body where none does."""
    for handler in handlers:
        parts = handler.cut(text)
        if parts is not None:
            return parts
    return Split("none", "", "", "", text)


def split_hexo(text: str, major: int = 8) -> Split:
    """`text` in its parts by the rule of Hexo's version `major`.

    Hexo goes on to read the data, and where that is no mapping the whole text is body: the reader's matter.
    """
    return cut(text, HEXO if major >= 5 else HEXO_4)

"""Hugo's addresses: what a file name, a slug, a term or a permalink pattern becomes.

Facts: gohugoio/hugo:common/paths/path.go (Sanitize), pathparser.go, resources/page/permalinks.go.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from ...model import Post

_KEPT = "./\\_-#+~@"
_HEX = re.compile(r"%[0-9A-Fa-f]{2}")


def sanitize(text: str) -> str:
    """`text` as Hugo cleans a path: letters, digits, marks and `./\\_-#+~@` stay, blanks become `-`, the rest goes."""
    out: list[str] = []
    pending = False
    for at, char in enumerate(text):
        if char.isspace():
            pending = True
            continue
        category = unicodedata.category(char)
        if not (
            char in _KEPT or category[0] in "LM" or category == "Nd" or (char == "%" and _HEX.match(text, at))
        ):
            continue
        if pending and out and out[-1] != "-" and char != "-":
            out.append("-")
        pending = False
        out.append(char)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class PathRule:
    """How one Hugo site writes paths: in lower case unless `disablePathToLower` is set, with accents unless
    `removePathAccents` is. `merged` blanks become one `-` also in names: so they do where case is kept, and did
    in any Hugo before 0.112.
    """

    lower: bool = True
    accents: bool = True
    merged: bool = False

    def name(self, text: str) -> str:
        """A file, folder or term name as part of an address."""
        return self._cased(sanitize(text if self.merged or not self.lower else text.replace(" ", "-")))

    def slug(self, text: str) -> str:
        """A slug as the last part of an address without a pattern."""
        return self._cased(sanitize(text))

    def token(self, text: str) -> str:
        """The value of a permalink token, in which a plus sign is a blank."""
        return self._cased(sanitize(text.replace("+", " ")))

    def _cased(self, text: str) -> str:
        if not self.accents and not text.isascii():
            bare = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
            text = unicodedata.normalize("NFC", "".join(bare))
        return text.lower() if self.lower else text

    def default(self, content_path: str) -> str:
        """The address of a page at `content_path` (below content/, without `.md`), no pattern applied."""
        parts = [self.name(p) for p in content_path.removesuffix("/index").split("/")]
        return "/" + "/".join(parts) + "/"


_TOKENS = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "15": "%H",
    "04": "%M",
    "05": "%S",
}


def expand(pattern: str, content_path: str, post: Post, rule: PathRule) -> str | None:
    """The address that a `[permalinks]` pattern gives a post at `content_path`, or None where it gives none."""
    date = post.date.value if post.date else datetime(1, 1, 1)
    base = content_path.removesuffix("/index").rpartition("/")[2]
    values = {name: date.strftime(form).zfill(2) for name, form in _TOKENS.items()}
    values |= {
        "year": f"{date.year:04}",
        "1": str(date.month),
        "2": str(date.day),
        "contentbasename": base,
        "title": post.title or "",
    }
    out = re.sub(r":(\w+)", lambda m: values.get(m[1], "\0"), pattern)
    if "\0" in out:
        return None
    parts = [rule.token(p) for p in out.split("/") if p]
    return "/" + "/".join(p for p in parts if p) + "/"


_FROM_HEXO = {
    "year": ":year",
    "month": ":month",
    "day": ":day",
    "i_month": ":1",
    "i_day": ":2",
    "hour": ":15",
    "minute": ":04",
    "second": ":05",
    "title": ":contentbasename",
    "name": ":contentbasename",
    "post_title": ":title",
}


def pattern_for(source_pattern: str) -> str | None:
    """The Hugo permalink pattern that comes nearest to a source's, whose `:title` is the file's name.

    None where Hugo lacks a variable, and for addresses that end in a file name.
    """
    tokens = re.findall(r":(\w*[A-Za-z0-9])", source_pattern)
    if not source_pattern.endswith("/") or any(t not in _FROM_HEXO for t in tokens):
        return None
    return "/" + re.sub(r":(\w*[A-Za-z0-9])", lambda m: _FROM_HEXO[m[1]], source_pattern).lstrip("/")

"""File names in a vault: titles without what no system or link can have, no two alike.

The rule for titles is that of Obsidian's own importer (obsidianmd/obsidian-importer:src/util.ts, `sanitizeFileName`):
characters are left out, not replaced.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container

LONGEST = 240
"""In bytes of UTF-8, so that `.md` and a number still fit."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_name(title: str) -> str:
    """The name of the note with this title, without `.md`."""
    name = re.sub(r"[\\/]", "-", unicodedata.normalize("NFC", title))
    name = re.sub(r"[?<>:*|\"\x00-\x1f\x7f-\x9f]", "", name)
    name = name.replace("\u00a0", " ").replace("\u202f", " ")
    name = re.sub(r"[. ]+\Z", "", name)
    if _RESERVED.fullmatch(name):
        name = ""
    name = re.sub(r"\A[. ]+", "", re.sub(r"[\[\]#|^]", "", name).replace("%%", ""))
    return _short(name).strip() or "Untitled"


def _short(name: str) -> str:
    """`name` in `LONGEST` bytes, cut at a blank if one stands behind the middle."""
    if len(name.encode("utf-8", "surrogatepass")) <= LONGEST:
        return name
    cut = name.encode("utf-8", "surrogatepass")[:LONGEST].decode("utf-8", "ignore")
    blank = cut.rfind(" ")
    return cut[:blank] if blank > len(cut) // 2 else cut


def path_name(path: str) -> str:
    """A path of a file with each of its names as `file_name` has it, and its extension."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    cleaned = [file_name(part) for part in parts]
    return "/".join(cleaned) or "Untitled"


def free_name(path: str, extension: str, taken: Container[str]) -> str:
    """`path` + `extension`, with a number where another file has it: `Note 1.md`. Case does not count."""

    def name(number: int) -> str:
        return f"{path}{f' {number}' if number else ''}{extension}"

    def is_free(number: int) -> bool:
        return unicodedata.normalize("NFC", name(number)).lower() not in taken

    high = 1
    while not is_free(high - 1):
        high *= 2
    return name(bisect_left(range(high - 1), True, key=is_free))

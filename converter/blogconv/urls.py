"""Addresses: slugs, permalink patterns, percent-encoding.

Addresses inside blogconv are decoded and root-relative (`/2024/01/02/你好/`); they are encoded where they are
written into a text.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit

Case = Literal["keep", "lower", "upper"]

_LETTERS = """
A ȺⱯ, AA Ꜳ, AE ÆǢǼ, AO Ꜵ, AU Ꜷ, AV ꜸꜺ, AY Ꜽ, B ƁƂɃ, C ƇȻꜾ, D ĐƉƊƋꝹ, DZ ǄǱ, Dz ǅǲ, E ƎƐ, F ƑꝻ
G ƓǤꝽꝾꞠ, H ĦⱧⱵꞍ, I Ɨ, J Ɉ, K ƘⱩꝀꝂꝄꞢ, L ĿŁȽⱠⱢꝆꝈꞀ, LJ Ǉ, Lj ǈ, M ƜⱮ, N ƝȠꞐꞤ, NJ Ǌ, Nj ǋ
O ØƆƟǾꝊꝌ, OE Œ, OI Ƣ, OO Ꝏ, OU Ȣ, P ƤⱣꝐꝒꝔ, Q ɊꝖꝘ, R ɌⱤꝚꞂꞦ, S ẞⱾꞄꞨ, T ŦƬƮȾꞆ, TZ Ꜩ, U Ʉ, V ƲɅꝞ
VY Ꝡ, W Ⱳ, Y ƳɎỾ, Z ƵȤⱫⱿꝢ, a ɐẚⱥ, aa ꜳ, ae æǣǽ, ao ꜵ, au ꜷ, av ꜹꜻ, ay ꜽ, b ƀƃɓ, c ƈȼↄꜿ
d đƌɖɗꝺ, dz ǆǳ, e ǝɇɛ, f ƒꝼ, g ǥɠᵹꝿꞡ, h ħɥⱨⱶ, hv ƕ, i ıɨ, j ɉ, k ƙⱪꝁꝃꝅꞣ, l ŀłſƚɫⱡꝇꝉꞁ, lj ǉ
m ɯɱ, n ŉƞɲꞑꞥ, nj ǌ, o øǿɔɵꝋꝍ, oe œ, oi ƣ, oo ꝏ, ou ȣ, p ƥᵽꝑꝓꝕ, q ɋꝗꝙ, r ɍɽꝛꞃꞧ, s ßȿẛꞅꞩ
t ŧƭʈⱦꞇ, tz ꜩ, u ʉ, v ʋʌꝟ, vy ꝡ, w ⱳ, y ƴɏỿ, z ƶȥɀⱬꝣ
"""
"""Letters that Unicode does not take apart, and what hexojs/hexo-util:lib/escape_diacritic.ts makes of them."""

_SEPARATORS = re.compile(
    "[\\t-\\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
    r"~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+"
)
_VARIABLE = re.compile(r":(\w*[^_\W])", re.ASCII)


def slugize(text: str, case: Case = "keep") -> str:
    """The slug that Hexo makes of a title or a term: marks folded away, punctuation turned into `-`.

    CJK, Cyrillic, emoji and full-width punctuation stay (hexojs/hexo-util:lib/slugize.ts).
    """
    text = re.sub(r"[\x00-\x1f]", "", fold_marks(text))
    text = _SEPARATORS.sub("-", text).strip("-")
    return text.lower() if case == "lower" else text.upper() if case == "upper" else text


def fold_marks(text: str) -> str:
    """`text` with Latin letters bare: é → e, ß → s, Æ → AE, Ａ → A; everything else stays."""
    return text if text.isascii() else "".join(map(_bare, text))


@cache
def _bare(letter: str) -> str:
    if letter.isascii():
        return letter
    if "\uff21" <= letter <= "\uff5a" or "\u24b6" <= letter <= "\u24e9":
        plain = unicodedata.normalize("NFKD", letter)
        return plain if plain.isalpha() else letter
    first, *marks = list(unicodedata.normalize("NFD", letter))
    if marks and first.isascii() and first.isalpha() and all(map(unicodedata.combining, marks)):
        return first
    return _folded().get(letter, letter)


@cache
def _folded() -> dict[str, str]:
    rows = (row.split() for row in _LETTERS.replace("\n", ",").split(",") if row.strip())
    return {letter: plain for plain, letters in rows for letter in letters}


def expand(pattern: str, value: Callable[[str], str]) -> str:
    """A permalink pattern with each `:name` replaced by `value("name")`."""
    return _VARIABLE.sub(lambda match: value(match[1]), pattern)


def variables(pattern: str) -> tuple[str, ...]:
    """The names of the variables in a permalink pattern, in order."""
    return tuple(_VARIABLE.findall(pattern))


def matcher(pattern: str, shapes: dict[str, str]) -> re.Pattern[str]:
    """What reads the variables of `pattern` back out of a path.

    `shapes` holds the regular expression of a variable, by default the shortest text. The groups are numbered
    in the order of `variables(pattern)`, since a name may stand twice.
    """
    at = 0
    expression = ""
    for match in _VARIABLE.finditer(pattern):
        expression += f"{re.escape(pattern[at : match.start()])}({shapes.get(match[1], '.+?')})"
        at = match.end()
    return re.compile(expression + re.escape(pattern[at:]), re.ASCII)


def encode_path(path: str) -> str:
    """`path` as it stands in a link: blanks, CJK, `?`, `#`, `%` and brackets percent-encoded."""
    return quote(path, safe="/:@!$&'()*+,;=~", errors="surrogateescape")


def decode_path(path: str) -> str:
    """`path` without percent-encoding; a sequence that is no UTF-8 becomes U+FFFD."""
    return unquote(path)


def leads_out(path: str) -> bool:
    """Whether `path` has a part `..`, with which it may leave the site."""
    return ".." in path.replace("\\", "/").split("/")


def inside(path: str) -> str:
    """`path` as an address of the site: one leading slash, `.` and `..` worked out, never above the root."""
    normal = posixpath.normpath("/" + path.lstrip("/"))
    return normal + "/" if path.endswith("/") and normal != "/" else normal


def split_url(url: str) -> SplitResult:
    """The parts of an address; all of it is path where it is none, such as `http://[x]`."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def file_name(name: str, longest: int = 240) -> str:
    """`name` as a file system takes it: no control characters, at most `longest` bytes; its extension is kept.

    What is cut off leaves a few characters behind that differ where the names did.
    """
    name = re.sub(r"[\x00-\x1f\x7f]", "", name)
    data = name.encode("utf-8", "surrogateescape")
    if len(data) <= longest:
        return name
    stem, _, end = name.rpartition(".")
    ending = f".{end}" if stem and len(end.encode("utf-8", "surrogateescape")) < 16 else ""
    mark = f"-{hashlib.sha256(data).hexdigest()[:8]}{ending}"
    kept = data[: longest - len(mark.encode("utf-8", "surrogateescape"))]
    return kept.decode("utf-8", "ignore") + mark

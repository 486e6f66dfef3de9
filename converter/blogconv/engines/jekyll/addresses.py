"""Jekyll's addresses: permalink styles, placeholders, slugs.

Facts: jekyll/jekyll:lib/jekyll/url.rb, drops/url_drop.rb, utils.rb, page.rb, collection.rb. Jekyll encodes its
addresses; here they are decoded, as everywhere in blogconv.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from ...urls import decode_path

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
_WITH_EXTENSION = ("date", "ordinal", "none")
_PRETTY = "._~!$&'()+,;=@"
_VARIABLE = re.compile(r":([a-z_]+)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a permalink may show of a post or document. `path` is its place below the collection's folder."""

    slug: str
    basename: str
    path: str
    collection: str
    output_ext: str
    categories: tuple[str, ...] = ()
    clock: datetime | None = None


@cache
def _keeps(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"


def slugify(text: str, *, pretty: bool = False, cased: bool = False) -> str:
    """The slug of a text in Jekyll's mode "default" or "pretty" (jekyll/jekyll:lib/jekyll/utils.rb).

    Letters, marks and digits of any script stay, all else becomes `-`; one `-` is cut at either end.
    """
    kept = _PRETTY if pretty else ""
    out: list[str] = []
    for char in text:
        if _keeps(char) or char in kept:
            out.append(char)
        elif not out or out[-1] != "-":
            out.append("-")
    slug = "".join(out).removeprefix("-").removesuffix("-")
    return slug if cased else lowered(slug)


def lowered(text: str) -> str:
    """`text` in lower case as Ruby has it: letter by letter, so that no final sigma comes out."""
    return text.lower() if "Σ" not in text else "".join(map(str.lower, text))


def template_of(style: str) -> str:
    """The pattern of posts for the site's setting `permalink`."""
    return STYLES.get(style, style)


def with_suffix(template: str, style: str) -> str:
    """A pattern for pages and collections, whose end follows the site's setting."""
    if style == "pretty" or (style not in STYLES and style.endswith("/")):
        return template + "/"
    if style in _WITH_EXTENSION or style.endswith(":output_ext"):
        return template + ":output_ext"
    return template


class UnknownVariable(Exception):
    """A pattern has a variable that Jekyll does not know; its build fails."""


def document_address(template: str, facts: Facts) -> str:
    """The address that a pattern, or a permalink of a post's own, gives. Raises UnknownVariable."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in _VALUES:
            return _VALUES[name](facts)
        if name.endswith("_") and name.rstrip("_") in _VALUES:
            return _VALUES[name[:-1]](facts) + "_"
        raise UnknownVariable(name)

    at = 0
    out: list[str] = []
    for match in _VARIABLE.finditer(template):
        out += decode_path(template[at : match.start()]), value(match)
        at = match.end()
    return sanitized("".join([*out, decode_path(template[at:])]))


def page_address(permalink: str | None, folder: str, basename: str, output_ext: str, style: str) -> str:
    """The address of a page: `folder` is its place below the source, without slashes around it."""
    if permalink is not None:
        template = permalink
    elif output_ext not in (".html", ".xhtml", ".htm"):
        template = "/:path/:basename:output_ext"
    elif basename == "index":
        template = "/:path/"
    else:
        template = with_suffix("/:path/:basename", style)
    template = decode_path(template)
    for name, text in (("path", folder), ("basename", basename), ("output_ext", output_ext)):
        template = template.replace(f":{name}", text)
    return sanitized(template)


def sanitized(address: str) -> str:
    """`..` and `./` go, slashes are not repeated (jekyll/jekyll:lib/jekyll/url.rb `sanitize_url`)."""
    text = f"/{address}".replace("..", "/").replace("./", "")
    return re.sub(r"/{2,}", "/", text)


def file_of(address: str, output_ext: str) -> str:
    """The file, below the built site, that Jekyll writes for a page or post of that address."""
    if address.endswith("/"):
        return address[1:] + "index.html"
    return address[1:] if address.endswith(output_ext) else address[1:] + output_ext


def _clock(shown: Callable[[datetime], str]) -> Callable[[Facts], str]:
    return lambda facts: shown(facts.clock) if facts.clock else ""


def _form(form: str) -> Callable[[Facts], str]:
    return _clock(lambda clock: clock.strftime(form).zfill(2))


def _unique(names: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(names))


_VALUES: dict[str, Callable[[Facts], str]] = {
    "year": _clock(lambda c: f"{c.year:04}"),
    "short_year": _form("%y"),
    "month": _form("%m"),
    "i_month": _clock(lambda c: str(c.month)),
    "short_month": _clock(lambda c: _MONTHS[c.month - 1][:3]),
    "long_month": _clock(lambda c: _MONTHS[c.month - 1]),
    "day": _form("%d"),
    "i_day": _clock(lambda c: str(c.day)),
    "y_day": _clock(lambda c: f"{c.timetuple().tm_yday:03}"),
    "short_day": _clock(lambda c: _DAYS[c.weekday()][:3]),
    "long_day": _clock(lambda c: _DAYS[c.weekday()]),
    "week": _clock(lambda c: f"{c.isocalendar().week:02}"),
    "w_year": _clock(lambda c: str(c.isocalendar().year)),
    "w_day": _clock(lambda c: str(c.isoweekday())),
    "hour": _form("%H"),
    "minute": _form("%M"),
    "second": _form("%S"),
    "title": lambda f: slugify(f.slug, pretty=True, cased=True),
    "slug": lambda f: slugify(f.slug),
    "name": lambda f: slugify(f.basename),
    "path": lambda f: f.path,
    "collection": lambda f: f.collection,
    "output_ext": lambda f: f.output_ext,
    "categories": lambda f: _unique(map(lowered, f.categories)),
    "slugified_categories": lambda f: _unique(map(slugify, f.categories)),
}

"""Code fences as Hexo takes them, before Markdown sees the post, and the info strings of Hexo and Hugo."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..body import Span

BLANK = r"[^\S\r\n\x1c-\x1f\x85]"
"""A white-space character of JavaScript that ends no line (the byte order mark aside)."""

_RUN = re.compile(r"`{3,}|~{3,}")
_OPENING = rf"((?:(?:{BLANK}*>){{0,3}}%s){BLANK}*)(`{{3,}}|~{{3,}})([^\n]*)"
_HEXO_8 = re.compile(_OPENING % r"|[-*+]|[0-9]+\.")
_HEXO_5 = re.compile(_OPENING % "")
_CLOSING = re.compile(rf"(?:{BLANK}*>){{0,3}}{BLANK}*(`{{3,}}|~{{3,}}){BLANK}?(?=\n|\Z)")


class Fence(NamedTuple):
    """A fenced code block.

    `span` runs from the start of the opening line to the end of the closing line, without its newline.
    `prefix` is what stands before the opening run: quote marks, a list marker, white space. `run` is the run
    of backticks or tildes that opens and closes, `info` the stripped rest of the opening line, and `code`
    the span of the lines between, the last newline included.
    """

    span: Span
    prefix: str
    run: str
    info: str
    code: Span


class _Line(NamedTuple):
    start: int
    end: int
    prefix: str
    run: str
    rest: str


def hexo_fences(text: str, *, list_markers: bool = True) -> list[Fence]:
    """The fences that Hexo sets aside before Markdown, in order (hexojs/hexo, filter backtick_code_block).

    They are found by lines and not by CommonMark's rules: at any indentation, in a quote of three levels or
    (`list_markers`, Hexo 8) right behind a list marker; only the same run closes, with one blank behind it
    at most; a block with nothing in it is empty only if no later line closes it. A fence inside an HTML
    comment is none. `text` has LF line ends. Takes time in proportion to the text, whatever it contains.
    """
    if "```" not in text and "~~~" not in text:
        return []
    opening = _HEXO_8 if list_markers else _HEXO_5
    lines = list(_lines(text, opening))
    closing = _closing_lines(text, lines)
    found: list[Fence] = []
    at = 0
    for line in lines:
        fence = _fence(text, line, closing) if line.start >= at else None
        if fence:
            found.append(fence)
            at = fence.span.end
    return _outside_comments(text, found)


def _lines(text: str, opening: re.Pattern[str]) -> Iterator[_Line]:
    """The lines that could open or close a fence."""
    at = 0
    while hit := _RUN.search(text, at):
        start = text.rfind("\n", at, hit.start()) + 1 or at
        end = text.find("\n", hit.end())
        end = len(text) if end < 0 else end
        if match := opening.match(text, start, end):
            yield _Line(start, end, match[1], match[2], match[3])
        at = end + 1


def _closing_lines(text: str, lines: list[_Line]) -> dict[str, dict[int, list[int]]]:
    """The starts of the lines that can close, by the character of the run and its length, longest first."""
    found: dict[str, dict[int, list[int]]] = {"`": {}, "~": {}}
    for line in lines:
        if match := _CLOSING.match(text, line.start, line.end):
            found[match[1][0]].setdefault(len(match[1]), []).append(line.start)
    return {mark: dict(sorted(by_size.items(), reverse=True)) for mark, by_size in found.items()}


def _fence(text: str, line: _Line, closing: Mapping[str, Mapping[int, list[int]]]) -> Fence | None:
    """The fence that `line` opens. A run of four may pair with a run of three: then `info` has the rest."""
    length = len(line.run)
    rest = line.rest.strip()
    body = line.end + 1
    for size, starts in closing[line.run[0]].items():
        if size > length or (rest or line.run[size:length][:1]).endswith("`"):
            continue
        at = bisect_left(starts, body + 1)
        empty = at == len(starts)
        if empty and (at == 0 or starts[at - 1] != body):
            continue
        close = body if empty else starts[at]
        end = text.find("\n", close)
        span = Span(line.start, len(text) if end < 0 else end)
        info = (line.run[size:] + line.rest).strip()
        return Fence(span, line.prefix, line.run[:size], info, Span(body, close))
    return None


def _outside_comments(text: str, fences: list[Fence]) -> list[Fence]:
    """`fences` without those that an HTML comment encloses."""
    if not fences or "<!--" not in text:
        return fences
    comments = _comments(text)
    comment = next(comments, None)
    kept = []
    for fence in fences:
        while comment and comment.end <= fence.span.start:
            comment = next(comments, None)
        if not comment or not comment.start < fence.span.start or comment.end <= fence.span.end:
            kept.append(fence)
    return kept


def _comments(text: str) -> Iterator[Span]:
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield Span(start, end + 3)
        start = text.find("<!--", end + 3)


_OPTION = re.compile(r"\s(line_number|line_threshold|first_line|wrap|mark|language_attr|highlight):(\S+)")
_URL = re.compile(r"https?://\S|/\S")
_WORD = re.compile(r"\S+")
_NAMES = {"first_line": "first", "line_number": "lines"}
_NUMBER = re.compile(r"[0-9]{1,9}")


def parse_info(info: str) -> dict[str, Any]:
    """The arguments of a `code` construct that a Hexo info string says.

    Keys, each only where written: `lang`, `title`, `url` and `link_text` (the link in the caption), `lines`
    (whether line numbers show), `line_threshold`, `first` (the number of the first line), `marks` (the
    highlighted lines as "2,4-6", counted as they are shown, from `first`), `wrap`, `language_attr`,
    `highlight`. Text from the first `=` on is dropped (hexojs/hexo, filter backtick_code_block).
    """
    args = _caption(_OPTION.sub("", info).partition("=")[0])
    for key, written in _OPTION.findall(info):
        value = written.split(":")[0]
        if key in ("first_line", "line_threshold"):
            if _NUMBER.fullmatch(value):
                args[_NAMES.get(key, key)] = int(value)
        elif key == "mark":
            if marks := ",".join(_ranges(value)):
                args["marks"] = marks
        else:
            args[_NAMES.get(key, key)] = value == "true"
    return args


def _caption(text: str) -> dict[str, Any]:
    """`lang title words https://address link text` by parts; an address needs a title before it."""
    words = list(_WORD.finditer(text))
    if not words:
        return {}
    args: dict[str, Any] = {"lang": words[0][0]}
    link = next((word for word in words[2:] if _URL.match(word[0])), None)
    title = text[words[0].end() : link.start() if link else None].strip()
    if title:
        args["title"] = title
    if link:
        args["url"] = link[0]
        if shown := text[link.end() :].strip():
            args["link_text"] = shown
    return args


def _ranges(marks: str) -> Iterator[str]:
    """The usable parts of `mark:1,4-7`, a range the wrong way round turned."""
    for part in marks.split(","):
        ends = part.split("-", 1)
        if all(map(_NUMBER.fullmatch, ends)):
            yield "-".join(str(n) for n in sorted(map(int, ends)))


def hugo_info(args: Mapping[str, Any]) -> str:
    """The info string by which Hugo shows the `code` arguments: `js {title="app.js" linenostart=10}`.

    `title`, `link` and `linktext` are read by the code block hook that is written beside the posts; title
    and link text are HTML there, as in Hexo. The other attributes are Hugo's own. Highlighted lines count
    from 1 in Hugo, whatever `first` is. A brace or quote in a value is written as a character reference,
    in an address percent-encoded: a bare one stops Hugo's build.
    """
    lang = re.split(r"[\s{`]", str(args.get("lang", "")), maxsplit=1)[0].lstrip("~")
    first = int(args.get("first", 1))
    attributes = [
        f'{name}="{_attribute(str(args[key]), references)}"'
        for name, key, references in _HOOK_ATTRIBUTES
        if args.get(key)
    ]
    if marks := ",".join(_from_one(str(args.get("marks", "")), first)):
        attributes.append(f"hl_lines=[{marks}]")
    if first != 1:
        attributes.append(f"linenostart={first}")
    if "lines" in args:
        attributes.append(f"linenos={str(bool(args['lines'])).lower()}")
    if not attributes:
        return lang
    return f"{lang or 'text'} {{{' '.join(attributes)}}}"


_IN_TEXT = {'"': "&quot;", "{": "&#123;", "}": "&#125;", "`": "&#96;", "\\": "&#92;"}
_IN_ADDRESS = {mark: f"%{ord(mark):02X}" for mark in _IN_TEXT}
_HOOK_ATTRIBUTES = (
    ("title", "title", str.maketrans(_IN_TEXT)),
    ("link", "url", str.maketrans(_IN_ADDRESS)),
    ("linktext", "link_text", str.maketrans(_IN_TEXT)),
)


def _attribute(value: str, references: Mapping[int, str]) -> str:
    return " ".join(value.split()).translate(references)


def _from_one(marks: str, first: int) -> Iterator[str]:
    """The items of Hugo's `hl_lines`: counted from 1, those before the first line dropped."""
    for part in _ranges(marks):
        low, _, high = part.partition("-")
        start, end = int(low) - first + 1, int(high or low) - first + 1
        if end >= 1:
            start = max(start, 1)
            yield f'"{start}-{end}"' if end > start else str(start)


_ATTRIBUTES = re.compile(r"[ \t]*\{([^\n]*)\}[ \t]*\Z")
_ASSIGNED = re.compile(
    r"[ \t,]*(?:([\w-]+)[ \t]*=[ \t]*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|\[[^\]]*\]|[^\s,}]+)|[.#][^\s,}]+)"
)
_ENTITIES = {"&quot;": '"', "&#123;": "{", "&#125;": "}", "&#96;": "`", "&#92;": "\\"}


def parse_hugo_info(info: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The arguments of a `code` construct that a Hugo info string says, and the attributes that have no meaning.

    The language ends at a blank or a brace; what stands between it and the braces is nothing to Hugo.
    """
    lang = re.split(r"[\s{]", info, maxsplit=1)[0]
    attributes = _ATTRIBUTES.search(info, len(lang))
    args, left = _options(attributes[1] if attributes else "")
    return ({"lang": lang} if lang else {}) | args, left


def parse_options(text: str) -> dict[str, Any]:
    """The arguments that the options of Hugo's `highlight` say: `linenos=table,hl_lines=1 2-3`."""
    quoted = re.sub(r"(?i)(hl_lines)=([\d \-]+)", r'\1="\2"', text)
    return _options(quoted)[0]


def _options(text: str) -> tuple[dict[str, Any], dict[str, str]]:
    args: dict[str, Any] = {}
    left: dict[str, str] = {}
    found = {k.lower(): _bare(v) for k, v in _ASSIGNED.findall(text) if k}
    first = found.pop("linenostart", "")
    if _NUMBER.fullmatch(first) and first != "1":
        args["first"] = int(first)
    for key, value in found.items():
        if key == "linenos":
            args["lines"] = value.lower() != "false"
        elif key == "hl_lines":
            args["marks"] = ",".join(_shifted(value, args.get("first", 1)))
        elif key in ("title", "link", "linktext", "filename", "name"):
            args[_HUGO_NAMES.get(key, key)] = _decoded(value)
        elif key not in _LOOKS:
            left[key] = value
    return {k: v for k, v in args.items() if v != ""}, left


_HUGO_NAMES = {"link": "url", "linktext": "link_text", "filename": "title", "name": "title"}
_LOOKS = {
    "style", "noclasses", "linenumbersintable", "anchorlinenos", "lineanchors", "tabwidth", "guesssyntax",
    "hl_inline", "wrapperclass", "hl_style", "hl_noclasses", "nohl", "lineoptions", "class", "id",
    "mode", "shadow", "max_shown_lines", "maxshownlines", "expand", "copyable", "downloadable", "wrapper",
}  # fmt: skip
"""Options of Hugo's highlighter and of themes that only change how the code looks."""


def _bare(value: str) -> str:
    if value[:1] in "\"'" and value[-1:] == value[:1] and len(value) > 1:
        return value[1:-1].replace('\\"', '"')
    return value


def _decoded(value: str) -> str:
    return re.sub("|".join(_ENTITIES), lambda m: _ENTITIES[m[0]], value)


def _shifted(value: str, first: int) -> Iterator[str]:
    """Hugo's `hl_lines`, which count from 1, as numbers that count from `first`."""
    for part in re.findall(r"\d{1,9}(?:-\d{1,9})?", value):
        low, _, high = part.partition("-")
        yield "-".join(str(int(n) + first - 1) for n in dict.fromkeys((low, high or low)))


def hexo_info(args: Mapping[str, Any]) -> str:
    """The info string by which Hexo shows the `code` arguments: `js app.js first_line:10 mark:12`.

    Without a language but with more, the language is `plain`: Hexo takes the first word for one. From `=` on Hexo
    drops the text, and it reads options out of a title; such a title is written with character references.
    """
    lang = re.split(r"[\s`=]", str(args.get("lang", "")), maxsplit=1)[0]
    title = " ".join(str(args.get("title", "")).split())
    words = [_in_caption(title)] if title else []
    if args.get("url") and title:
        words += [str(args["url"]).replace("=", "%3D"), *_in_caption(str(args.get("link_text", ""))).split()]
    for name, key in _HEXO_OPTIONS:
        if key in args and args[key] not in (None, ""):
            value = args[key]
            words.append(f"{name}:{str(value).lower() if isinstance(value, bool) else value}")
    return " ".join([lang or "plain", *words]) if words else lang


_HEXO_OPTIONS = (
    ("first_line", "first"),
    ("mark", "marks"),
    ("line_number", "lines"),
    ("wrap", "wrap"),
    ("line_threshold", "line_threshold"),
    ("language_attr", "language_attr"),
    ("highlight", "highlight"),
)


def _in_caption(text: str) -> str:
    text = text.replace("=", "&#61;").replace("`", "&#96;").replace("{", "&#123;")
    return _OPTION.sub(lambda m: m[0].replace(":", "&#58;"), " " + text)[1:]

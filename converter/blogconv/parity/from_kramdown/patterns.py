"""kramdown's patterns, as gettalong/kramdown 2.4 and kramdown/parser-gfm 1.1 have them, for matching at a place."""

from __future__ import annotations

import re

SPACE = r"[ \t\r\f\v]"
_NAME = r"[^\W\d](?:\w|[-.])*+"
UNAME = rf"(?:{_NAME}:)?{_NAME}"
ID_NAME = r"[a-zA-Z0-9_][a-zA-Z0-9_-]*"
ANY_CHARS = r"(?:\\\}|[^}])"

SPAN_ELEMENTS = frozenset((
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em", "i", "img",
    "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "samp", "select",
    "small", "span", "strong", "sub", "sup", "tt", "u", "var",
))  # fmt: skip
BLOCK_ELEMENTS = frozenset((
    "address", "article", "aside", "applet", "body", "blockquote", "caption", "col", "colgroup", "dd", "div", "dl",
    "dt", "fieldset", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "head", "iframe", "legend", "menu", "li", "main", "map", "nav", "ol", "optgroup", "p", "pre", "section",
    "summary", "table", "tbody", "td", "th", "thead", "tfoot", "tr", "ul",
))  # fmt: skip
VOID_ELEMENTS = frozenset((
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
BLOCK_MODEL = frozenset((
    "address", "applet", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "fieldset", "figure",
    "figcaption", "footer", "form", "header", "hgroup", "iframe", "li", "main", "map", "menu", "nav", "noscript",
    "object", "section", "summary", "td",
))  # fmt: skip
SPAN_MODEL = frozenset((
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "dt", "em", "h1", "h2", "h3",
    "h4", "h5", "h6", "i", "ins", "label", "legend", "optgroup", "p", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "select", "small", "span", "strong", "sub", "sup", "th", "tt",
))  # fmt: skip
RAW_MODEL = frozenset(("script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var"))
KNOWN = SPAN_ELEMENTS | BLOCK_ELEMENTS | VOID_ELEMENTS | BLOCK_MODEL | SPAN_MODEL | RAW_MODEL
MODELS = {"0": "raw", "1": "default", "span": "span", "block": "block"}


def model(name: str) -> str:
    """What kramdown takes the content of an element for."""
    return "block" if name in BLOCK_MODEL else "span" if name in SPAN_MODEL else "raw"


TAG = re.compile(
    rf"<((?>{UNAME}))\s*((?>\s+{UNAME}(?:\s*=\s*(?:\w+|(?P<q>[\"']).*?(?P=q)))?)*)\s*(/)?>", re.DOTALL
)
CLOSE_TAG = re.compile(rf"</({UNAME})\s*>")
ATTRIBUTE = re.compile(rf"""\s*({UNAME})(?:\s*=\s*(?:(\w+)|(?P<q>["'])(.*?)(?P=q)))?""", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
INSTRUCTION = re.compile(r"<\?.*?\?>", re.DOTALL)
RAW_START = re.compile(rf"<(?:{UNAME}|/|!--|\?)")
ENTITY = re.compile(r"&(?:([\w:][-\w.:]*);|#([0-9]+);|#x([0-9a-fA-F]+);)", re.ASCII)

_NOT_LAZY = "|".join(sorted(SPAN_ELEMENTS | {"script"}))
_HTML_STOP = rf"</(?!(?:{_NOT_LAZY})\b){UNAME}\s*>"
_HTML_START = rf"<(?>(?!(?:{_NOT_LAZY})\b){UNAME})"
IAL = rf"\{{:(?![:/])({ANY_CHARS}+)\}}\s*?\n"
IAL_START = re.compile(rf" {{0,3}}{IAL}")
END_MARK = re.compile(r"\^\s*?\n")
BLANK = re.compile(r"(?:[ \t\r\f\v]*\n)++")
HTML_EDGE = re.compile(rf" {{0,3}}(?:{_HTML_STOP}|{_HTML_START})")

INDENT = re.compile(r"\t| {4}")
QUOTE = re.compile(r" {0,3}> ?")
BULLET = re.compile(r"( {0,3}[+*-])([\t| ].*)\n")
NUMBER = re.compile(r"( {0,3}[0-9]+\.)([\t| ].*)\n")
DEFINITION = re.compile(r"( {0,3}:)([\t| ].*)\n")
ATX = re.compile(r"(#{1,6})([\t ]*)(.*)\n")
SETEXT = re.compile(r" {0,3}([^ \t\n].*)\n([-=])[-=]*[ \t\r\f\v]*\n")
HEADING_ID = re.compile(r"[\t ]\{#([^\W\d](?:[\w.:-])*|:[\w.:-]*)\}\Z")
RULE = re.compile(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n")
FENCE_START = re.compile(r" {0,3}[~`]{3,}")
FENCE = re.compile(
    r" {0,3}(([~`]){3,})\s*?((\S+?)(?:\?\S*)?)?\s*?\n(.*?)(?m:^) {0,3}\1\2*[ \t\r\f\v]*?\n", re.DOTALL
)
PLAIN_FENCE = re.compile(r"((~){3,})\s*?((\S+?)(?:\?\S*)?)?\s*?\n(.*?)(?m:^)\1\2*[ \t\r\f\v]*?\n", re.DOTALL)
MATH = re.compile(r" {0,3}(\\)?\$\$(.*?)\$\$(\s*?\n)?", re.DOTALL)
NOTE = re.compile(rf" {{0,3}}\[\^({ID_NAME})\]:\s*?(.*?)\n")
LINK = re.compile(
    r" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<(.*?)>|([^\n]*?\S[^\n]*?))(?:(?:[ \t]*?\n|[ \t]+?)[ \t]*?([\"'])(.+?)\4)?[ \t]*?\n"
)
ABBREVIATION = re.compile(r" {0,3}\*\[(.+?)\]:(.*?)\n")
ALD = re.compile(rf" {{0,3}}\{{:({ID_NAME}):({ANY_CHARS}+)\}}\s*?\n")
EXTENSION = re.compile(
    rf" {{0,3}}(?:\{{::([a-zA-Z0-9_]+)(?:\s({ANY_CHARS}*?)|)(/)?\}}|\{{:/({ID_NAME})?\}})\s*?\n"
)
ITEM_IAL = re.compile(rf"\s*(?:\{{:(?!(?:{ID_NAME})?:|/)({ANY_CHARS}+)\}})\s*")
ONLY_IAL = re.compile(rf"(?:\s*(?:\{{:(?!(?:{ID_NAME})?:|/)({ANY_CHARS}+)\}})\s*)?\s*\n")

_PAIR = r"""([a-zA-Z0-9_][a-zA-Z0-9_-]*)=(?P<q>["'])((?:\\\}|\\(?P=q)|(?!(?P=q))[^}])*?)(?P=q)"""
_CLASS_OR_ID = r"(?:#[A-Za-z][\w:-]*|\.[^\s.#]+)"
_ATTRIBUTES = re.compile(rf"(?:\A|\s)(?:{_PAIR}|({ID_NAME})|({_CLASS_OR_ID}+))(?=\s|\Z)")


def attributes(text: str) -> dict[str, str]:
    """The attributes of an attribute list; the names of lists that it refers to are one value under `""`."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTES.finditer(text):
        if match[4]:
            found[""] = f"{found.get('', '')} {match[4]}".lstrip()
        elif match[5]:
            for word in re.findall(_CLASS_OR_ID, match[5]):
                if word[0] == "#":
                    found["id"] = word[1:]
                else:
                    found["class"] = f"{found.get('class', '')} {word[1:]}".lstrip()
        else:
            found[match[1]] = re.sub(rf"\\(\}}|{match['q']})", r"\1", match[3])
    return found


def merge(into: dict[str, str], found: dict[str, str]) -> None:
    """Add attributes to others: classes and references are joined, what else is there twice is the later one."""
    for key, value in found.items():
        into[key] = f"{into.get(key, '')} {value}".lstrip() if key in ("class", "") else value

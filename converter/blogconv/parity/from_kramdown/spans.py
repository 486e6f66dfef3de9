"""kramdown's inline text, read as gettalong/kramdown:lib/kramdown/parser/kramdown/*.rb and parser-gfm read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..inline import Fuel, Tangled
from . import patterns as p
from .tree import Definitions

_DEEPEST = 40


@dataclass(slots=True)
class Node:
    """A piece of inline text from `start` to `end`.

    `kind` is text, escape, code, em, strong, del, link, image, element, comment, math, entity, quote, sign, break,
    note, autolink, comment!, nomarkdown, or ial: an attribute list, whose attributes the node before it has. `inside`
    and `close` are where what stands in a pair begins and ends. `value` is the shown text of code, the formula, the
    address, the name of an element, the sign of a quote.
    """

    kind: str
    start: int
    end: int
    inside: int = 0
    close: int = 0
    value: str = ""
    title: str | None = None
    raw: bool = False
    reference: bool = False
    ial: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The node and all in it."""
        yield self
        for child in self.children:
            yield from child.walk()


_SPAN_START = r"\*|_|`|<|\[|!\[|[^\\]?[\"']|\$|\{:|&|--|\.\.\.| >>|<<|>>|(?:  |\\\\)(?=\n)|\\|~~"
_ANY = re.compile(_SPAN_START)
_RAW = re.compile(r"<")
_EMPHASIS = re.compile(r"\*\*?|__?")
_IN_WORD = re.compile(r"[^\W\d_]-?[^\W\d_]*\Z")
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<((mailto|https?|ftps?):.+?|(?:[^\W_]|[-_.])+?@(?:[^\W_]|[-_.])+?)>")
_HTML = re.compile(rf"<(?:{p.UNAME}|!--|/)")
_NOTE = re.compile(rf"\[\^({p.ID_NAME})\]")
_LINK = re.compile(r"!?\[(?=[^^])")
_BRACKET = r"(?P<stop>\])|!?\["
_BRACKET_STOP = re.compile(_BRACKET)
_PAREN = re.compile(r"(\()|(\))|[ \t\r\n\f\v](?=['\"])")
_ID = re.compile(r"[ \t\r\n\f\v]*?\[([^\]]+)?\]")
_TITLE = re.compile(r"[ \t\r\n\f\v]*?([\"'])(.+?)\1[ \t\r\n\f\v]*?\)", re.DOTALL)
_ANGLE = re.compile(r"\(<(.*?)>")
_QUOTE = re.compile(r"[^\\]?[\"']")
_MATH = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
_EXTENSION = re.compile(rf"\{{::([a-zA-Z0-9_]+)(?:\s({p.ANY_CHARS}*?)|)(/)?\}}|\{{:/({p.ID_NAME})?\}}")
_IAL = re.compile(rf"\{{:({p.ANY_CHARS}+)\}}")
_SIGN = re.compile(r"---|--|\.\.\.|\\<<|\\>>|<< | >>|<<|>>")
_BREAK = re.compile(r"(?:  |\\\\)(?=\n)")
_ESCAPE = re.compile(r"""\\([\\.*_+`<>()\[\]{}#!:|"'$=\-~])""")
_PLAIN_ESCAPE = re.compile(r"""\\([\\.*_+`<>()\[\]{}#!:|"'$=-])""")
_STRIKE = re.compile(r"~~(?!\s|~).*?[^\s~]~~", re.DOTALL | re.ASCII)
_STRUCK = re.compile(r"[^\s~]~~", re.ASCII)
_STOPS: dict[str, re.Pattern[str]] = {}


def _with_stop(stop: str, only_html: bool) -> re.Pattern[str]:
    key = f"{only_html}{stop}"
    if key not in _STOPS:
        if len(_STOPS) > 500:
            _STOPS.clear()
        _STOPS[key] = re.compile(f"(?:{stop})|" + ("<" if only_html else _SPAN_START))
    return _STOPS[key]


class SpanReader:
    """Reads one stretch of inline text, in which lines have lost what their containers put before them."""

    def __init__(
        self, text: str, definitions: Definitions, *, gfm: bool = True, hard_breaks: bool = False
    ) -> None:
        self._text = text
        self._definitions = definitions
        self._gfm = gfm
        self._hard_breaks = hard_breaks
        self._fuel = Fuel(len(text))
        self._pos = 0
        self._last_brace = text.rfind("}")
        self._last_angle = text.rfind(">")
        self._last_comment = text.rfind("-->")
        self._last_strike = max((m.start() for m in _STRUCK.finditer(text)), default=-1)
        self._begin = 0
        self._end = len(text)
        self._tree = Node("root", 0, len(text))
        self._stack: list[str] = []

    def read(self) -> list[Node]:
        """The nodes of the text. Raises Tangled."""
        self._spans(self._tree)
        for node in self._tree.walk():
            node.ial = self._definitions.resolved(node.ial)
        return self._tree.children

    # What all spans share

    def _spans(
        self,
        into: Node,
        stop: str = "",
        accept: Callable[[re.Match[str]], bool] | None = None,
        *,
        raw: bool = False,
    ) -> bool:
        """Read spans into a node up to where `stop` matches and is accepted."""
        self._stack.append(self._tree.kind)
        if len(self._stack) > _DEEPEST:
            raise Tangled
        saved, self._tree = self._tree, into
        pattern = _with_stop(stop, raw) if stop else _RAW if raw else _ANY
        ends = re.compile(stop, re.IGNORECASE) if stop and raw is not None else None
        found = False
        while self._pos < self._end and not found:
            match = pattern.search(self._text, self._pos, self._end)
            self._fuel.spend((match.start() if match else self._end) - self._pos + 2)
            if not match:
                if not stop:
                    self._add_text(self._pos, self._end)
                    self._pos = self._end
                break
            self._add_text(self._pos, match.start())
            self._pos = match.start()
            stopped = ends.match(self._text, self._pos, self._end) if ends else None
            if stopped and (accept is None or accept(stopped)):
                found = True
            elif not (
                self._html()
                if raw and _HTML.match(self._text, self._pos, self._end)
                else not raw and self._step()
            ):
                self._add_text(self._pos, self._pos + 1)
                self._pos += 1
        self._tree = saved
        self._stack.pop()
        return found

    def _add_text(self, start: int, end: int) -> None:
        if start < end:
            last = self._tree.children[-1] if self._tree.children else None
            if last and last.kind == "text" and last.end == start:
                last.end = end
            else:
                self._tree.children.append(Node("text", start, end))

    def _add(self, kind: str, end: int, value: str = "") -> Node:
        node = Node(kind, self._pos, end, value=value)
        self._tree.children.append(node)
        self._pos = end
        return node

    def _at(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self._text, self._pos, self._end)

    def _before(self) -> str:
        return self._text[self._pos - 1] if self._pos > self._begin else ""

    def _step(self) -> bool:
        """One span, by the first of kramdown's parsers that knows how it begins."""
        char = self._text[self._pos]
        if char in "*_":
            self._emphasis()
        elif char == "`":
            self._code()
        elif char == "<" and self._pos < self._last_angle and (match := self._at(_AUTOLINK)):
            address = match[1] if match[2] else f"mailto:{match[1]}"
            self._add("autolink", match.end(), address)
        elif char == "<" and self._at(_HTML):
            self._html()
        elif char == "[" and (match := self._at(_NOTE)):
            if match[1] in self._definitions.notes:
                self._add("note", match.end())
            else:
                self._add_text(self._pos, match.end())
                self._pos = match.end()
        elif self._at(_LINK):
            self._link()
        elif self._at(_QUOTE):
            self._quote()
        elif char == "$" and (match := self._at(_MATH)):
            self._add("math", match.end(), match[1].strip())
        elif self._text.startswith("{:", self._pos):
            self._extension()
        elif char == "&" and (match := self._at(p.ENTITY)):
            self._add("entity", match.end())
        elif match := self._at(_SIGN):
            self._add("sign", match.end(), match[0])
        elif not self._hard_breaks and (match := self._at(_BREAK)):
            self._add("break", match.end())
        elif match := self._at(_ESCAPE if self._gfm else _PLAIN_ESCAPE):
            self._escape(match)
        elif self._gfm and char == "~" and self._pos < self._last_strike and (match := self._at(_STRIKE)):
            self._strike(match)
        elif (
            char == "\\"
            and self._gfm
            and not self._hard_breaks
            and self._text.startswith("\n", self._pos + 1)
        ):
            self._add_text(self._pos, self._pos + 1)
            self._pos += 1
        else:
            return False
        return True

    def _escape(self, match: re.Match[str]) -> None:
        """A character behind a backslash, which is text to what follows."""
        self._add("escape", match.end())

    # Spans

    def _emphasis(self) -> None:
        match = self._at(_EMPHASIS)
        assert match
        mark, kind = match[0][0], "strong" if len(match[0]) == 2 else "em"
        start = self._pos
        word = mark == "_" and _IN_WORD.search(self._text, max(self._begin, start - 200), start)
        after = self._text[match.end() : match.end() + 1] if match.end() < self._end else ""
        if word or (after and after in " \t\r\n\f\v") or self._tree.kind == kind or kind in self._stack:
            self._add_text(start, match.end())
            self._pos = match.end()
            return
        self._pos = match.end()
        node = self._marked(match[0], kind, start)
        if not node and kind == "strong" and self._tree.kind != "em":
            self._pos = start + 1
            node = self._marked(mark, "em", start)
        if node:
            self._tree.children.append(node)
        else:
            self._pos = match.end()
            self._add_text(start, match.end())

    def _marked(self, delimiter: str, kind: str, start: int) -> Node | None:
        node = Node(kind, start, start, inside=self._pos)

        def accept(_match: re.Match[str]) -> bool:
            before = self._before()
            at, text, end = self._pos, self._text, self._end
            double = delimiter * 2
            if before and before in " \t\r\n\f\v":
                return False
            if (
                kind == "em"
                and text.startswith(double, at, end)
                and not text.startswith(delimiter, at + 2, end)
            ):
                return False
            following = (
                text[at + len(delimiter) : at + len(delimiter) + 1] if at + len(delimiter) < end else ""
            )
            if delimiter[0] == "_" and following.isalnum():
                return False
            return bool(node.children)

        if not self._spans(node, re.escape(delimiter), accept):
            return None
        node.close = self._pos
        self._pos = node.end = self._pos + len(delimiter)
        return node

    def _code(self) -> None:
        match = self._at(_TICKS)
        assert match
        simple = len(match[0]) == 1
        before, after = (
            self._before(),
            self._text[match.end() : match.end() + 1] if match.end() < self._end else "",
        )
        lone = simple and (not before or before in " \t\r\n\f\v") and bool(after) and after in " \t\r\n\f\v"
        end = -1 if lone else self._text.find(match[0], match.end(), self._end)
        if end < 0:
            self._fuel.spend(0 if lone else self._end - self._pos)
            self._add_text(self._pos, match.end())
            self._pos = match.end()
            return
        value = self._text[match.end() : end]
        if not simple:
            value = value.removeprefix(" ").removesuffix(" ")
        self._add("code", end + len(match[0]), value)

    def _strike(self, match: re.Match[str]) -> None:
        node = self._add("del", match.end())
        node.inside, node.close = match.start() + 2, match.end() - 2
        saved = self._pos, self._begin, self._end, self._tree, self._stack
        self._pos = self._begin = node.inside
        self._end, self._stack, self._tree = node.close, [], Node("none", 0, 0)
        self._spans(node)
        self._pos, self._begin, self._end, self._tree, self._stack = saved

    def _html(self) -> bool:
        if self._pos < self._last_comment and (match := self._at(p.COMMENT)):
            self._add("comment", match.end())
        elif match := self._at(p.CLOSE_TAG):
            self._add_text(self._pos, match.end())
            self._pos = match.end()
        elif match := self._at(p.TAG):
            self._element(match)
        else:
            self._add_text(self._pos, self._pos + 1)
            self._pos += 1
        return True

    def _element(self, tag: re.Match[str]) -> None:
        name = tag[1].lower() if tag[1].lower() in p.KNOWN else tag[1]
        if name in p.BLOCK_ELEMENTS:
            self._add_text(self._pos, tag.end())
            self._pos = tag.end()
            return
        node = self._add("element", tag.end(), name)
        node.inside = node.close = tag.end()
        attrs = {m[1].lower(): m[2] or m[4] or "" for m in p.ATTRIBUTE.finditer(tag[2])}
        node.raw = self._tree.raw or p.model(name) == "raw"
        if wanted := p.MODELS.get(attrs.get("markdown", "")):
            node.raw = (
                wanted == "raw"
                or (wanted == "default" and p.model(name) == "raw")
                or (wanted == "block" and node.raw)
            )
        if tag[4] or name in p.VOID_ELEMENTS:
            return
        stop = rf"</(?i:{re.escape(name)})\s*>" if name in p.KNOWN else rf"</{re.escape(name)}\s*>"
        if self._spans(node, stop, raw=node.raw):
            end = re.compile(stop).match(self._text, self._pos, self._end)
            node.close = self._pos
            self._pos = node.end = end.end() if end else self._pos
        else:
            saved, self._tree = self._tree, node
            self._add_text(self._pos, self._end)
            self._tree = saved
            self._pos = node.close = node.end = self._end

    def _link(self) -> None:
        head = self._at(_LINK)
        assert head
        start = self._pos
        kind = "image" if head[0][0] == "!" else "link"
        around = [self._tree.kind, *self._stack]
        if kind == "link" and any(k in ("image", "link") for k in around):
            self._add_text(start, head.end())
            self._pos = head.end()
            return
        node = Node(kind, start, start, inside=head.end())
        self._pos = head.end()
        count = 1

        def accept(match: re.Match[str]) -> bool:
            nonlocal count
            count += -1 if match["stop"] else 1
            return count - sum(child.kind == "image" for child in node.children) == 0

        if self._spans(node, _BRACKET, accept):
            node.close = self._pos
            if self._destination(node):
                node.end = self._pos
                self._tree.children.append(node)
                return
        self._pos = head.end()
        self._add_text(start, head.end())

    def _destination(self, node: Node) -> bool:
        """Find where a link leads, from behind its text."""
        stop = self._at(_BRACKET_STOP)
        if stop:
            self._pos = stop.end()
        by_id = self._at(_ID)
        if by_id or not self._text.startswith("(", self._pos) or self._pos >= self._end:
            alt = self._text[node.inside : node.close]
            label = by_id[1] if by_id and by_id[1] else _PLAIN_ESCAPE.sub(r"\1", alt)
            self._pos = by_id.end() if by_id else self._pos
            node.reference = True
            found = self._definitions.links.get(re.sub(r"\s+", " ", label).lower())
            if not found:
                return False
            node.value, node.title = found
            return True
        if angle := self._at(_ANGLE):
            node.value = angle[1]
            self._pos = angle.end()
            if self._text.startswith(")", self._pos) and self._pos < self._end:
                self._pos += 1
                return True
        else:
            depth, at = 0, self._pos
            while match := _PAREN.search(self._text, at, self._end):
                self._fuel.spend(match.end() - at)
                at = match.end()
                if match[2]:
                    depth -= 1
                    if depth == 0:
                        break
                elif match[1]:
                    depth += 1
                else:
                    break
            if not match:
                self._fuel.spend(self._end - at)
            node.value = self._text[self._pos + 1 : at - 1].strip(" \t\r\n\f\v\0")
            self._pos = at
            if depth == 0:
                return True
        if title := self._at(_TITLE):
            node.title = title[2]
            self._pos = title.end()
            return True
        return False

    # Quotes and extensions

    def _quote(self) -> None:
        found = ((self._at(pattern), signs) for pattern, signs in _QUOTE_RULES)
        match, signs = next((match, signs) for match, signs in found if match)
        assert match
        at = match.start()
        kept = match[1] if not signs[0].startswith("=") else ""
        for sign in signs:
            if sign == "":
                self._add_text(at, at + len(kept))
                at += len(kept)
                continue
            double = self._text[at] == '"'
            shown = {"=r": "”" if double else "’", "=l": "“" if double else "‘"}.get(sign, sign)
            self._tree.children.append(Node("quote", at, at + 1, value=shown))
            at += 1
        self._pos = match.end()

    def _extension(self) -> None:
        if self._pos < self._last_brace and (match := self._at(_EXTENSION)):
            if not self._generic(match):
                self._add_text(self._pos, self._pos + 1)
                self._pos += 1
            return
        ial = self._at(_IAL) if self._pos < self._last_brace else None
        last = self._tree.children[-1] if self._tree.children else None
        if ial and last and last.kind not in ("text", "escape"):
            owner = next((n for n in reversed(self._tree.children) if n.kind != "ial"), last)
            p.merge(owner.ial, p.attributes(ial[1]))
            self._add("ial", ial.end())
        else:
            self._add_text(self._pos, self._pos + 1)
            self._pos += 1

    def _generic(self, match: re.Match[str]) -> bool:
        name = match[1]
        if name not in ("comment", "nomarkdown", "options"):
            return False
        if match[3]:
            self._add("ial" if name == "options" else "comment!", match.end())
            return True
        stop = re.compile(rf"\{{:/(?:{name})?\}}").search(self._text, match.end(), self._end)
        if not stop:
            return False
        value = self._text[match.end() : stop.start()]
        node = self._add({"comment": "comment!", "options": "ial"}.get(name, name), stop.end(), value)
        node.inside, node.close = match.end(), stop.start()
        return True


_PUNCTUATION = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""
_CLOSES = r"[^ \\\t\r\n\[{(-]"
_S = r"[ \t\r\n\f\v]"
_QUOTE_RULES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"[\"'](?=[_*]{1,2}[^ \t\r\n\f\v])"), ("=l",)),
    (re.compile(rf"[\"'](?={_PUNCTUATION}(?!\.\.)\B)"), ("=r",)),
    (re.compile(rf"({_S}?)\"'(?=[a-zA-Z0-9_])"), ("", "“", "‘")),
    (re.compile(rf"({_S}?)'\"(?=[a-zA-Z0-9_])"), ("", "‘", "“")),
    (re.compile(rf"({_S}?)'(?=[0-9][0-9]s)"), ("", "’")),
    (re.compile(rf"({_S})['\"](?=[a-zA-Z0-9_])"), ("", "=l")),
    (re.compile(rf"({_CLOSES})['\"]"), ("", "=r")),
    (re.compile(rf"[\"'](?={_S}|s\b|(?m:$))"), ("=r",)),
    (re.compile(r"(.?)'", re.DOTALL), ("", "‘")),
    (re.compile(r"(.?)\"", re.DOTALL), ("", "“")),
)

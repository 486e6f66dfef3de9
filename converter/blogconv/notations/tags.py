"""Writing Hexo's tags: a mapping row's arguments back into the words of a tag.

The inverse of arguments.py. Whether a row can say a construct is found by writing it and reading it back: a title that
a theme would take for style classes, a comma that would divide a field, show there. Rules of quoting:
hexojs/hexo:lib/extend/tag.ts and the themes' own ways of splitting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from ..body import Construct, Item
from ..tables import Parts, Row, vocabulary
from .arguments import Parameter, bind, holds, implied, names
from .nunjucks import words
from .original_folds import fold_said
from .originals import near, said, titled

LOOKS = frozenset(
    (
        "color",
        "icon",
        "style",
        "attrs",
        "size",
        "align",
        "classes",
        "background",
        "id",
        "tooltip",
        "newtab",
        "theme",
    )
)
"""Arguments that change the look of a construct and nothing that it says."""

_MARKS = {"comma": ",", "comma-space": ", ", "colons": "::", "at": "@", "bar": "|"}
_ESCAPES = {",": "&#44;", ", ": "&#44; ", "::": "&#58;:", "@": "&#64;", "|": "&#124;"}
MARKUP = re.compile(r"[*_`<>\[\]\\~&]|==|\$|--|\.\.\.")
"""What Markdown would read in a line; a theme that shows an argument as it is written would not."""
_BARE = re.compile(r"[^\s\"'{}%]+")


def fitted(row: Row, construct: Construct) -> Construct | None:
    """`construct` as `row` can say it: perhaps without what is only looks, with the nearest type, or with its title
    as a bold paragraph, both of which come home (originals.py). None where the row cannot say it."""
    if not _has_place_for_body(row, construct):
        return None
    for candidate in _candidates(row, construct):
        if _reads_back(row, candidate):
            return candidate
    return None


def _has_place_for_body(row: Row, construct: Construct) -> bool:
    if row.groups or row.body_pattern:
        return False
    if row.parts is not None:
        return bool(construct.items) and _printable(row.parts, construct)
    if row.body_is:
        return construct.body is None and bool(construct.args.get(row.body_is))
    if row.body == "none":
        return construct.body is None and not construct.items
    return construct.body is not None and not construct.items and row.body in ("markdown", "inline", "raw")


def _printable(parts: Parts, construct: Construct) -> bool:
    if parts.spelling not in ("comment", "child", "opener") or parts.body == "code":
        return False
    if parts.given or parts.group or parts.path:
        return False
    if parts.spelling == "child":
        return True
    divider = re.compile(
        r"(?m)^[ \t]*(?:<!--[ \t]*)?(?:" + "|".join(map(re.escape, (*parts.names, "end"))) + r")"
    )
    return not any(divider.search(item.body) for item in construct.items)


def _candidates(row: Row, construct: Construct) -> Iterator[Construct]:
    args = {k: v for k, v in construct.args.items() if v not in (None, "", False)}
    yield replace(construct, args=args)
    said = {*names(row.arguments), row.name_is, *row.always}
    args = {k: v for k, v in args.items() if k not in LOOKS or k in said}
    yield replace(construct, args=args)
    args = {k: v for k, v in args.items() if k not in LOOKS}
    yield replace(construct, args=args)
    if construct.kind == "fold":
        nearest = vocabulary().nearest(str(args.pop("type", "note")), _types(row))
        yield replace(construct, args=_coloured(row, {**args, "type": nearest} if nearest else args))
        yield replace(construct, args=args)
    if construct.kind == "figure" and args.get("alt") == args.get("caption"):
        yield replace(construct, args={k: v for k, v in args.items() if k != "alt"})
    if construct.kind == "callout":
        plain = replace(construct, args=args)
        found = near(plain, _types(row)) or plain
        found = replace(found, args=_coloured(row, found.args))
        yield found
        if (bold := titled(found)) is not None:
            yield bold


def _coloured(row: Row, args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` with the argument that the type follows from, where the row has no word for the type itself."""
    kind = args.get("type")
    if kind not in _types(row, worded=True):
        for condition, given in row.implies.items():
            name, equals, value = condition.partition("=")
            if equals and kind and given.get("type") == kind:
                return {**args, name: value.split("|")[0]}
    return dict(args)


def _types(row: Row, *, worded: bool = False) -> set[str]:
    """The callout types that a row can say; those that it has words for."""
    typed = [p for q in row.arguments for p in (q, *q.classes) if p.name == "type"]
    written = [w for p in typed for w in (*(p.words or {}).values(), *p.values.values())]
    if row.name_is == "type":
        written += vocabulary().types if "<type>" in row.names else row.names
    if not worded:
        written += [given["type"] for given in row.implies.values() if "type" in given]
        written += [p.default for p in typed if p.default]
    return {found for word in written if (found := vocabulary().callout_type(str(word)))}


def _reads_back(row: Row, construct: Construct) -> bool:
    """Whether the tag that `print_tag` writes is read as the construct."""
    from ..scan import typed

    head = written_head(row, construct.args)
    args, left = bind(row.grammar, row.arguments, words(head))
    always = {k: v for k, v in row.always.items() if k not in LOOKS or k in construct.args}
    args = {**always, **args}
    if row.name_is:
        args.setdefault(row.name_is, written_name(row, construct.args))
    if row.body_is:
        args[row.body_is] = construct.args.get(row.body_is)
    args = implied(row.implies, row.arguments, args)
    kind = next((k for condition, k in row.becomes.items() if holds(condition, args)), row.kind)
    said = dict(construct.args)
    if row.parts and "shown" in names(row.parts.arguments):
        said.pop("active", None)
    return (
        not left
        and not any(MARKUP.search(str(said.get(name) or "")) for name in row.plain)
        and (not row.has or re.search(row.has, " ".join(words(head))) is not None)
        and kind == construct.kind
        and _comparable(typed(kind, args)) == _comparable(typed(kind, said))
        and all(_part_reads_back(row.parts, item) for item in construct.items if row.parts)
    )


def _part_reads_back(parts: Parts | None, item: Item) -> bool:
    assert parts is not None
    head = _fields(parts.grammar, parts.arguments, item.args)
    fields = (
        words(head) if {"words", "keywords", "classes", "keyvalue", "assigned"} & {*parts.grammar} else [head]
    )
    args, left = bind(parts.grammar, parts.arguments, fields if head else [])
    said = {k: v for k, v in item.args.items() if k in {*names(parts.arguments)} or k not in LOOKS}
    if any(MARKUP.search(str(said.get(name) or "")) for name in parts.plain):
        return False
    return not left and _comparable(args) == _comparable(said)


def _comparable(args: Mapping[str, Any]) -> dict[str, str]:
    given = {k: v for k, v in args.items() if v not in (None, "", False) and not k.startswith("_")}
    return {k: " ".join(unescape(str(v)).split()) for k, v in given.items()}


def free_name(row: Row, construct: Construct) -> str | None:
    """The name to write: one that does not stand in the body, since Hexo ends a tag at the first end of its name.

    None where all of the row's names stand there.
    """
    first = written_name(row, construct.args)
    names = [first] if row.name_is else [first, *(n for n in row.names if n != first and n.isidentifier())]
    inner = "\n".join([construct.body or "", *(item.body for item in construct.items)])
    return next((n for n in names if not re.search(rf"\{{%-?\s*(?:end)?{re.escape(n)}\b", inner)), None)


def print_tag(row: Row, construct: Construct) -> str:
    """The construct as a tag, alone or around its body; parts as the row spells them."""
    name = free_name(row, construct) or written_name(row, construct.args)
    opening = _tag(name, written_head(row, construct.args))
    if row.parts is not None:
        return "\n".join([opening, *_parts(row.parts, _with_shown(row.parts, construct)), _tag(f"end{name}")])
    body = str(construct.args.get(row.body_is, "")) if row.body_is else said(fold_said(construct))
    if row.body == "none" and not row.body_is:
        return opening
    if construct.inline and "\n" not in body:
        return f"{opening}{body}{_tag(f'end{name}')}"
    return f"{opening}\n{body}\n{_tag(f'end{name}')}"


def print_tag_pair(row: Row, construct: Construct) -> str:
    """`NAME_open` … `NAME_close` with blank lines between: ordinary Markdown of the page inside."""
    opening = _tag(f"{row.name}_open", written_head(row, construct.args))
    pieces = [construct.body.strip("\n")] if construct.body and construct.body.strip() else []
    if row.parts is not None:
        pieces = [_pair_part(row.parts, item) for item in construct.items]
    return "\n\n".join([opening, *pieces, _tag(f"{row.name}_close")])


def _pair_part(parts: Parts, item: Item) -> str:
    name, head = parts.names[0], _fields(("assigned",), parts.arguments, item.args)
    if parts.body == "none":
        return _tag(name, head)
    inner = [item.body.strip("\n")] if item.body.strip() else []
    return "\n\n".join([_tag(f"{name}_open", head), *inner, _tag(f"{name}_close")])


def _tag(name: str, head: str = "") -> str:
    return f"{{% {name} {head} %}}" if head else f"{{% {name} %}}"


def _with_shown(parts: Parts, construct: Construct) -> Sequence[Item]:
    """The items, the one that is seen at first marked where the parts say so themselves."""
    if "shown" not in names(parts.arguments):
        return construct.items
    at = int(construct.args.get("active") or 1)
    return [
        replace(i, args={**i.args, "shown": "active"}) if n == at else i
        for n, i in enumerate(construct.items, 1)
    ]


def _parts(parts: Parts, items: Sequence[Item]) -> Iterator[str]:
    name = parts.names[0]
    for item in items:
        head = _fields(parts.grammar, parts.arguments, item.args)
        body = item.body.strip("\n")
        if parts.spelling == "opener":
            yield f"{name} {head}".rstrip() + f"\n{body}"
        elif parts.spelling == "child":
            yield _tag(name, head) + ("" if parts.body == "none" else f"\n{body}\n" + _tag(f"end{name}"))
        else:
            yield f"<!-- {name} {head} -->\n{body}" + (f"\n<!-- {parts.end} -->" if parts.end else "")


def written_name(row: Row, args: Mapping[str, Any]) -> str:
    """The name to write: the first, or the one that an argument gives."""
    given = str(args.get(row.name_is, "")) if row.name_is else ""
    if given and (given in row.names or ("<type>" in row.names and given in vocabulary().types)):
        return given
    return next((n for n in row.names if not n.startswith("<") and n != "*"), row.name)


def written_head(row: Row, args: Mapping[str, Any]) -> str:
    follows = [given for condition, given in row.implies.items() if holds(condition, args)]
    skipped = {row.name_is, row.body_is, *row.always}
    skipped |= {k for given in follows for k, v in given.items() if str(args.get(k)) == str(v)}
    return _fields(row.grammar, row.arguments, {k: v for k, v in args.items() if k not in skipped})


def _fields(grammar: Sequence[str], parameters: Sequence[Parameter], args: Mapping[str, Any]) -> str:
    """What stands behind a tag's name, or in a part's head."""
    if "attribution" in grammar:
        return _attribution(args)
    mark = next((_MARKS[g] for g in grammar if g in _MARKS), "")
    written = [(p, text) for p in parameters if (text := _written(p, args)) is not None]
    if "assigned" in grammar:
        named = [f"{p.key}={text if mark else _quoted(text)}" for p, text in written if not p.positional]
    else:
        named = [f"{p.key}:{text}" for p, text in written if not p.positional]
        named = named if mark else [_quoted(field) for field in named]
    if mark:
        return _joined(mark, [_written(p, args) for p in parameters if p.positional], named)
    positional = [text if "line" in grammar else _quoted(text) for p, text in written if p.positional]
    return " ".join([*positional, *named])


def _joined(mark: str, positional: Sequence[str | None], named: Sequence[str]) -> str:
    fields = [(text or "").replace(mark, _ESCAPES[mark]) for text in positional] + list(named)
    while fields and not fields[-1]:
        fields.pop()
    text = (f"{mark.strip()} " if mark.startswith(",") else mark).join(fields)
    return _quoted(text) if re.search(r"[\"']", text) else text


def _attribution(args: Mapping[str, Any]) -> str:
    author, url, source = (str(args.get(k) or "") for k in ("author", "url", "source"))
    if url:
        return " ".join(part for part in (author, url, source) if part)
    return f"{author}, {source}" if source else author


def _written(parameter: Parameter, args: Mapping[str, Any]) -> str | None:
    """What is written for a parameter: its neutral value translated back. None where it has none."""
    if parameter.classes:
        return " ".join(w for p in parameter.classes if (w := _written(p, args))) or None
    value = args.get(parameter.name)
    if value in (None, "") or parameter.name.startswith("_"):
        return None
    words_for = {**(parameter.words or {}), **parameter.values}
    for written, neutral in words_for.items():
        if str(neutral) == str(value):
            return str(written)
    if parameter.words is not None or value == parameter.default:
        return None
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return text.removeprefix(parameter.prefix) if parameter.prefix else text


def _quoted(text: str) -> str:
    """A word of a tag, in quotes where it is more than one."""
    text = " ".join(text.split())
    if text and _BARE.fullmatch(text):
        return text
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', "&quot;") + '"'

"""What a theme's callout cannot say stands in a comment before its text, so that it comes home as it was.

`<!-- callout question titled -->`: the type that was meant, where the theme has only one near to it, and that the bold
paragraph which follows is the title. Readers of the page see the near type and the bold words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from ..body import Construct
from ..tables import vocabulary

_COMMENT = re.compile(r"\A\s*<!-- callout(?! -->)(?: (?!titled -->)([\w-]+))?( titled)? -->[ \t]*\n*")
_TITLE = re.compile(r"\*\*([^\n]+?)\*\*[ \t]*(?:\n\s*|\Z)")
MEANT, SHOWN = "_meant", "_title"
"""Arguments of a callout that is to be written: the type that was meant, the title that is shown in bold."""


def near(construct: Construct, types: Collection[str]) -> Construct | None:
    """The callout with the nearest of `types`, the one that was meant kept apart; None where none is near."""
    meant = str(construct.args.get("type") or "note")
    found = vocabulary().nearest(meant, types)
    if found is None or not re.fullmatch(r"[\w-]+", meant):
        return None
    kept = {MEANT: meant} if found != meant else {}
    return replace(construct, args={**construct.args, "type": found, **kept})


def titled(construct: Construct) -> Construct | None:
    """The callout with its title as a bold paragraph; None where it has none, or one that cannot be bold."""
    title = " ".join(str(construct.args.get("title") or "").split())
    if not title or "**" in title or construct.body is None:
        return None
    args = {key: value for key, value in construct.args.items() if key != "title"}
    return replace(construct, args={**args, SHOWN: title})


def undone(construct: Construct) -> Construct:
    """The callout as it was before `near` and `titled`."""
    args = dict(construct.args)
    for key, kept in (("type", MEANT), ("title", SHOWN)):
        if kept in args:
            args[key] = args.pop(kept)
    return replace(construct, args=args)


def said(construct: Construct) -> str:
    """The body of a callout with what `near` and `titled` have kept apart before it."""
    body = construct.body or ""
    meant, title = construct.args.get(MEANT), construct.args.get(SHOWN)
    if not meant and not title:
        return body
    words = ["callout", *([str(meant)] if meant else []), *(["titled"] if title else [])]
    bold = [f"**{title}**"] if title else []
    return "\n\n".join([f"<!-- {' '.join(words)} -->", *bold, body.lstrip("\n")])


def restored(construct: Construct) -> Construct:
    """A callout that was read, with what the comment before its text says of it."""
    body = construct.body or ""
    if construct.kind != "callout" or not (comment := _COMMENT.match(body)):
        return construct
    args, at = dict(construct.args), comment.end()
    if comment[1]:
        args["type"] = vocabulary().callout_type(comment[1]) or comment[1]
        args.pop("color", None)  # it stood for the nearest type
    if comment[2] and (title := _TITLE.match(body, at)):
        args["title"], at = title[1], title.end()
    line = construct.body_line + body.count("\n", 0, at)
    return replace(construct, args=args, body=body[at:], body_line=line)

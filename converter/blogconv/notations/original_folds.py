"""What a theme's fold cannot say stands in a comment before its text, as originals.py has it for callouts.

`<!-- fold info -->`: a fold of the type `info`, where the theme has no such folds, or callouts with a title instead.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..body import Construct

_COMMENT = re.compile(r"\A\s*<!-- fold(?: ([\w-]+))? -->[ \t]*\n*")
_MEANT = "_fold"
"""The argument that takes the type of the fold to the printer."""


def as_fold(written: Construct, meant: Construct) -> Construct:
    """What a fold is written as, with its type kept apart where `written` has another or is no fold."""
    if (written.kind, written.args.get("type")) == (meant.kind, meant.args.get("type")):
        return written
    kept = str(meant.args.get("type") or "")
    return replace(written, args={**written.args, _MEANT: kept if re.fullmatch(r"[\w-]+", kept) else ""})


def fold_undone(construct: Construct) -> Construct:
    """The fold as it was before `as_fold`."""
    args = dict(construct.args)
    kind = args.pop(_MEANT, None)
    if kind is None:
        return construct
    is_open = args.pop("fold", "") == "open" or args.pop("open", False)
    args.update({"open": True} if is_open else {}, type=kind)
    return replace(construct, kind="fold", args={k: v for k, v in args.items() if v != ""})


def fold_said(construct: Construct) -> Construct:
    """The construct with what `as_fold` has kept apart before its text."""
    kind = construct.args.get(_MEANT)
    if kind is None:
        return construct
    comment = f"<!-- fold {kind} -->" if kind else "<!-- fold -->"
    body = (construct.body or "").lstrip("\n")
    return replace(construct, body=f"{comment}\n\n{body}")


def fold_restored(construct: Construct) -> Construct:
    """A fold that was read, with what the comment before its text says of it. A colour stood for the type."""
    body = construct.body or ""
    if construct.kind not in ("callout", "fold") or not (comment := _COMMENT.match(body)):
        return construct
    args = {k: v for k, v in construct.args.items() if k not in ("type", "color")}
    fold = fold_undone(replace(construct, args={**args, _MEANT: comment[1] or ""}))
    line = construct.body_line + comment[0].count("\n")
    return replace(fold, body=body[comment.end() :], body_line=line)

"""Writing containers: `:::info`, `+++info Title`, `;;;id Title`. Each has a longer run of marks than those inside.

amehime/hexo-renderer-multi-markdown-it:lib/renderer/markdown-it-container, hexo-theme-shoka: behind a type stand
classes, a fold's title is no Markdown, and tabs that follow one another with one id are one set.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..body import Construct, Item
from ..tables import Row, vocabulary
from .original_folds import fold_said
from .originals import said
from .tags import MARKUP, fitted, written_head, written_name

MARKS = {"container": ":", "fold-container": "+", "tab-container": ";"}
_ID = re.compile(r"\w+", re.ASCII)


def fitted_container(row: Row, construct: Construct) -> Construct | None:
    """`construct` as a container of `row` can say it, perhaps with the nearest type; None where it cannot."""
    if row.notation == "fold-container":
        return _fitted_fold(row, construct)
    return _fitted_tabs(construct) if row.notation == "tab-container" else fitted(row, construct)


def _fitted_fold(row: Row, construct: Construct) -> Construct | None:
    title, kind = str(construct.args.get("title") or ""), construct.args.get("type")
    if construct.body is None or construct.items or construct.args.get("open") or not _is_plain(title):
        return None
    if not row.name_is:
        return construct if title and not kind else None
    found = vocabulary().nearest(str(kind), row.names) if kind else None
    return replace(construct, args={**construct.args, "type": found}) if found in row.names else None


def _fitted_tabs(construct: Construct) -> Construct | None:
    titles = [str(item.args.get("title") or "") for item in construct.items]
    named = _ID.fullmatch(str(construct.args.get("id") or ""))
    if not titles or not named or int(construct.args.get("active") or 1) != 1:
        return None
    return construct if all(title and _is_plain(title) for title in titles) else None


def _is_plain(title: str) -> bool:
    return not MARKUP.search(title) and not re.search(r"[\n{}]", title)


def print_container(row: Row, construct: Construct) -> str:
    """The construct as a container; tabs as one for each."""
    mark = MARKS[row.notation]
    if row.notation == "tab-container":
        return "\n".join(_tab(mark, construct, item) for item in construct.items)
    body = said(fold_said(construct)).strip("\n")
    if row.notation == "container":
        opening = f"{written_name(row, construct.args)} {written_head(row, construct.args)}".rstrip()
        return _around(mark, opening, body)
    name = str(construct.args.get("type") or "") if row.name_is else ""
    return _around(mark, f"{name} {construct.args.get('title') or ''}".rstrip(), body)


def _tab(mark: str, construct: Construct, item: Item) -> str:
    return _around(mark, f"{construct.args['id']} {item.args['title']}", item.body.strip("\n"))


def _around(mark: str, opening: str, body: str) -> str:
    inner = re.findall(rf"(?m)^[ \t>]*({re.escape(mark)}{{3,}})", body)
    run = mark * max([3, *(len(each) + 1 for each in inner)])
    return f"{run}{opening}\n{body}\n{run}"

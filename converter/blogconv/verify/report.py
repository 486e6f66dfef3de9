"""The report of a comparison, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from .compare import Comparison
from .differences import Difference, printable
from .sites import Status

ADVICE = {
    "address": "Add an alias, pin the address in the front matter, or redirect it. Ignore what the theme brought.",
    "redirect": "Let the alias lead to the post that it led to.",
    "title": "Compare the titles in the front matter; quotes and colons are the usual cause.",
    "date": "Compare the dates in the front matter and the time zones of both sites.",
    "updated": "Compare the dates of the last change; many engines take the file's own.",
    "tags": "Compare the tags in the front matter; engines differ in upper and lower case.",
    "categories": "Compare the categories in the front matter.",
    "heading": "Compare the heading in the source; a lost id breaks links from elsewhere.",
    "paragraph": "Look at the passage in the source; Markdown dialects differ.",
    "quote": "Look at the quotation in the source.",
    "item": "Look at the list in the source; indentation is the usual cause.",
    "cell": "Look at the table in the source; pipes in cells are the usual cause.",
    "code": "Look at the code block in the source: its fence, language and title.",
    "callout": "Look at the callout in the source and at what the theme does with it.",
    "fold": "Look at the fold in the source.",
    "tab": "Look at the tabs in the source and at their titles.",
    "footnote": "Look at the footnote; the target may not have footnotes switched on.",
    "link": "Correct the link, or give the post that it leads to an alias.",
    "image": "Put the picture where the new page looks for it, or correct its address.",
    "embed": "Compare what is embedded; the theme may write it another way.",
    "file": "Copy the file again.",
    "list": "Compare the terms of the posts that are named, and whether they are published.",
}
"""What to do about a difference of each aspect."""


def render(comparison: Comparison, console: Console, limit: int = 5) -> None:
    """Print totals per aspect and the first `limit` differences of each with what to do."""
    _addresses(comparison, console)
    _totals(comparison, console)
    bad = [Difference(a.address, "address", "", "", a.sentence) for a in comparison.bad_addresses]
    everything = [*bad, *comparison.differences]
    for aspect in ADVICE:
        found = [d for d in everything if d.aspect == aspect]
        if found:
            _aspect(aspect, found, console, limit)
    _rest(comparison, console, limit)


def _addresses(comparison: Comparison, console: Console) -> None:
    counted = {s: sum(a.status is s for a in comparison.addresses) for s in Status}
    words = {
        Status.SAME: "served as they were",
        Status.SLASH: "served with a slash more",
        Status.REDIRECT: "redirected",
        Status.THEME: "files of the old theme, left out",
        Status.LOOP: "in a circle of redirects",
        Status.MISSING: "missing",
    }
    told = ", ".join(f"{counted[s]} {words[s]}" for s in Status if counted[s])
    console.print(f"{len(comparison.addresses)} old addresses: {told or 'none'}.")


def _totals(comparison: Comparison, console: Console) -> None:
    if comparison.ok:
        console.print(f"{comparison.pages} pages compared: no difference.")
        return
    console.print(f"{comparison.pages} pages compared.")
    table = Table("aspect", "differences", "pages")
    for aspect, number in comparison.aspects().most_common():
        pages = len({d.address for d in comparison.differences if d.aspect == aspect}) or number
        table.add_row(aspect, str(number), str(pages))
    console.print(table)


def _aspect(aspect: str, found: Sequence[Difference], console: Console, limit: int) -> None:
    console.print(f"\n[bold]{aspect}[/bold] ({len(found)}): {ADVICE[aspect]}")
    for difference in found[:limit]:
        _line(console, f"  {difference.address}: {difference.sentence}")
        if difference.old or difference.new:
            _line(console, f"    old: {difference.old}")
            _line(console, f"    new: {difference.new}")
    if len(found) > limit:
        console.print(f"  … and {len(found) - limit} more")


def _rest(comparison: Comparison, console: Console, limit: int) -> None:
    if comparison.added:
        some = ", ".join(comparison.added[:limit]) + (", …" if len(comparison.added) > limit else "")
        _line(console, f"\nOnly the new site has {len(comparison.added)} pages: {some}")
    for diagnostic in list(comparison.diagnostics)[:limit]:
        _line(console, str(diagnostic))
    if len(comparison.diagnostics) > limit:
        console.print(f"… and {len(comparison.diagnostics) - limit} more remarks")


def _line(console: Console, text: str) -> None:
    console.print(printable(text), markup=False, highlight=False, soft_wrap=True)

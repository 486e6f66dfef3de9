"""What blogconv tells a person about their blog: a stable code, a place, what was done, what to do.

Every skip, guess and fallback is a `Diagnostic`. Its code is a key of `CODES`, which also says how grave it is
and what a person can do about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """ERROR: a post did not arrive as it was meant. WARNING: look at it. NOTE: for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(NamedTuple):
    """How grave a diagnostic is, and the advice that the summary gives for it."""

    severity: Severity
    advice: str


CODES: dict[str, Code] = {
    "engine-version": Code(
        Severity.NOTE, "Name Hexo's version in package.json, if dates or addresses look odd."
    ),
    "broken-setting": Code(Severity.WARNING, "Mend the setting in the source."),
    "not-utf-8": Code(Severity.WARNING, "Save the file as UTF-8."),
    "control-character": Code(Severity.WARNING, "Delete the character in the source."),
    "name-not-utf-8": Code(Severity.WARNING, "Rename the file."),
    "special-file": Code(Severity.WARNING, "Nothing, unless you miss it."),
    "link-not-followed": Code(
        Severity.WARNING, "Copy the files into the source, if they belong to the blog."
    ),
    "not-published": Code(Severity.NOTE, "Nothing: readers did not see it either."),
    "rendered-asset": Code(Severity.WARNING, "Compile the file, and put the result into the target."),
    "date-zone-ignored": Code(Severity.NOTE, "Nothing, unless you want the date that was meant."),
    "date-unknown": Code(Severity.WARNING, "Write the date as 2024-01-31 12:00:00."),
    "date-rolled": Code(Severity.WARNING, "Write the date that was meant."),
    "date-from-file": Code(Severity.WARNING, "Write a date into the post."),
    "no-history": Code(Severity.WARNING, "Use a whole clone of the vault, or write dates into the notes."),
    "followed-link": Code(
        Severity.NOTE, "Nothing; write publish: false into a note that is not for readers."
    ),
    "builder-zone": Code(Severity.NOTE, "Name the zone of the machine that built the site with --zone."),
    "repeated-key": Code(
        Severity.WARNING, "Leave one of them: other engines refuse a key that stands twice."
    ),
    "broken-permalink": Code(Severity.WARNING, "Put the permalink in quotes."),
    "address-unknown": Code(Severity.WARNING, "Look up the old address, and set it as permalink."),
    "address-computed": Code(Severity.WARNING, "Compare the address with the site as it was published."),
    "address-outside": Code(Severity.WARNING, "Look up the old address, and set it as permalink."),
    "address-plugin": Code(Severity.WARNING, "Compare with the built site: blogconv verify."),
    "duplicate-address": Code(Severity.WARNING, "Give one of them another address."),
    "site-scripts": Code(Severity.NOTE, "Compare with the built site: blogconv verify."),
    "encrypted-post": Code(Severity.WARNING, "Decide who may read it, then publish it yourself."),
    "drafts-shown": Code(Severity.NOTE, "Publish the drafts that readers should see."),
    "content-key": Code(Severity.WARNING, "Look at the post: its body was hidden by the key."),
    "redirect-page": Code(Severity.WARNING, "Redirect the address by hand."),
    "theme-page": Code(
        Severity.WARNING, "Nothing, if the new theme has such a page; else write it there by hand."
    ),
    "bare-page": Code(Severity.NOTE, "Nothing: the page has a layout of its own."),
    "data-files": Code(Severity.NOTE, "Use the data in a template or shortcode of the new theme."),
    "kept-yours": Code(Severity.WARNING, "Merge by hand, or use --force to replace your edits."),
    "owner-setting": Code(
        Severity.WARNING, "Change the setting by hand: settings of your own are never written over."
    ),
    "internal": Code(Severity.ERROR, "Please report this; the post's text was carried over as it is."),
    "left-out": Code(Severity.NOTE, "Nothing: your script said so."),
    "script-failed": Code(Severity.ERROR, "Mend the migration script, and convert again."),
    "unreadable": Code(Severity.ERROR, "Check the file and its permissions."),
    "case-collision": Code(
        Severity.WARNING, "Rename one of the files: Windows and macOS keep only one of them."
    ),
    "path-refused": Code(Severity.ERROR, "Rename the file in the source."),
    "terms-merged": Code(Severity.NOTE, "Use one spelling of the term."),
    "no-term-page": Code(Severity.WARNING, "Rename the term: its name has no letter or digit."),
    "address-slash": Code(
        Severity.NOTE, "Nothing on servers that redirect to the slash; else add a redirect."
    ),
    "address-changed": Code(Severity.WARNING, "Redirect the old address by hand."),
    "list-text": Code(
        Severity.WARNING, "Put the text on a page of its own, or into the theme's template of that list."
    ),
    "renamed": Code(Severity.NOTE, "Nothing: the address is kept."),
    "expression": Code(Severity.WARNING, "Write the value into the post, if readers should see it."),
    "broken-link": Code(Severity.WARNING, "Mend the name in the source; it was not found there either."),
    "ambiguous-link": Code(Severity.WARNING, "Name the folder of the note in the link."),
    "unpublished-link": Code(
        Severity.NOTE, "Publish the note as well, if readers should be able to follow the link."
    ),
    "open-comment": Code(Severity.WARNING, "Close the comment with %% where it should end."),
    "plugin-output": Code(
        Severity.NOTE, "Export what Obsidian or its plugin shows, and put it into the post by hand."
    ),
    "html-file": Code(Severity.NOTE, "Write the picture or player as ![[file]]."),
    "tag-text": Code(Severity.NOTE, "Write the tags as a list."),
    "fallback": Code(
        Severity.NOTE, "Nothing, unless you want it otherwise: it is written in the nearest form."
    ),
    "no-form": Code(Severity.WARNING, "Write it by hand in the target."),
    "block-in-text": Code(Severity.NOTE, "Look at the paragraph: a block stood inside it."),
    "nested-too-deep": Code(Severity.WARNING, "Nest less deeply in the source."),
    "not-rendered": Code(
        Severity.NOTE, "Nothing: the reader of the old site saw the marks, now they see the callout."
    ),
    "unclosed": Code(Severity.WARNING, "Close the tag in the source, or leave it: it is text now."),
    "guessed-flavour": Code(
        Severity.NOTE, "If the guess is wrong, say which theme it is with --from-flavour."
    ),
    "no-parts": Code(
        Severity.WARNING, "Look at the post: the body of this tag is not written as its parts should be."
    ),
    "outside-parts": Code(Severity.NOTE, "Nothing: the old site did not show this text either."),
    "extra-arguments": Code(
        Severity.NOTE, "Nothing, unless the words mattered: they had no meaning to the tag."
    ),
    "unknown-tag": Code(
        Severity.WARNING, "Describe the tag in a mapping file and pass it with --mapping, or edit the post."
    ),
    "unreadable-page": Code(
        Severity.WARNING, "Look at the built page; build the site again if it should not be so."
    ),
    "page-encoding": Code(
        Severity.NOTE, "Nothing to do if the texts compare well; blogs are written in UTF-8."
    ),
    "fact-not-shown": Code(
        Severity.NOTE, "Compare with a theme that marks it, such as the starter, if it matters to you."
    ),
    "content-guessed": Code(
        Severity.NOTE, "Name the element that holds the text of a post with --content, as a CSS selector."
    ),
    "broken-front-matter": Code(
        Severity.ERROR, "Mend the front matter in the source; the text was carried over."
    ),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `path` is relative to the source root; `line` counts from 1, 0 where there is none."""

    code: str
    path: str
    line: int
    message: str

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def advice(self) -> str:
        return CODES[self.code].advice

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


@dataclass(slots=True)
class Diagnostics:
    """Collects the findings of one piece of work. The codes are checked as they come in."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, path: str, line: int, message: str) -> None:
        """Note a finding. Raises KeyError for a code that `CODES` does not list."""
        CODES[code]
        self.found.append(Diagnostic(code, path, line, message))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

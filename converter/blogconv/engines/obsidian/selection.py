"""Which notes of a vault are posts. Obsidian has no such notion; people mark them by property, folder or tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import UsageError
from ...model import Kind
from .properties import Properties
from .vault import Settings

_FLAGS = ("publish", "dg-publish", "share")
_POSTS = {"posts", "post", "_posts", "blog", "articles", "published", "文章", "博客", "已发布文章"}
_DRAFTS = {"drafts", "_drafts", "draft", "草稿", "文章草稿"}
_PAGES = {"pages", "_pages", "page", "页面"}
_TEMPLATES = {"templates", "_templates", "template", "模板"}
_PLUGINS = ("excalidraw-plugin", "kanban-plugin", "mindmap-plugin", "database-plugin")


class Note(NamedTuple):
    """What a choice is made by: where the note lies, its properties, its inline tags."""

    path: str
    properties: Properties
    inline_tags: tuple[str, ...] = ()

    @property
    def folders(self) -> list[str]:
        """The folders from the root down, in lower case."""
        return self.path.lower().split("/")[:-1]


@dataclass(frozen=True, slots=True)
class Choice:
    """How posts are told from other notes. `reason` says it in words; `posts` and `drafts` are the rules."""

    reason: str
    takes: Callable[[Note], bool]

    def kind(self, note: Note) -> Kind | None:
        """What the note is on the blog; None where it stays in the vault."""
        if _is_page(note):
            return Kind.PAGE
        return Kind.POST if self.takes(note) else None


def choose(notes: Sequence[Note], wanted: Sequence[str]) -> Choice:
    """The rule by which posts are told: `folder:Posts`, `tag:blog`, `property:publish`, `property:status=done`, `all`.

    Without a wish: the notes that say `publish: true`, `dg-publish: true` or `share: true`, if there are any; else
    those in a folder whose name means posts; else all. Raises UsageError for a wish of another form.
    """
    if wanted:
        rules = [_rule(text) for text in wanted]
        return Choice("notes by " + ", ".join(wanted), lambda note: any(rule(note) for rule in rules))
    flags = Counter(flag for note in notes for flag in _FLAGS if note.properties.flag(flag) is True)
    if flags:
        words = ", ".join(f"{count} notes have {flag}: true" for flag, count in flags.items())
        return Choice(words, lambda note: any(note.properties.flag(flag) is True for flag in _FLAGS))
    folders = sorted({name for note in notes for name in note.folders if name in _POSTS})
    if folders:
        return Choice(f"notes in a folder named {' or '.join(folders)}", _in_posts)
    return Choice("all notes: none is marked, and no folder is named posts", lambda _: True)


def _in_posts(note: Note) -> bool:
    return not (_POSTS | _DRAFTS).isdisjoint(note.folders)


def _rule(text: str) -> Callable[[Note], bool]:
    what, _, value = text.partition(":")
    if text == "all":
        return lambda _: True
    if what == "folder" and value:
        prefix = value.strip("/").lower() + "/"
        return lambda note: note.path.lower().startswith(prefix)
    if what == "tag" and value:
        tag = value.removeprefix("#").lower()
        return lambda note: any(
            _is_below(t.lower(), tag) for t in (*note.properties.tags(), *note.inline_tags)
        )
    if what == "property" and value:
        key, equals, wanted = value.partition("=")
        if equals:
            return lambda note: (note.properties.text(key.lower()) or "").lower() == wanted.lower()
        return lambda note: note.properties.flag(key.lower()) is True
    raise UsageError(f"'{text}' chooses no notes; write folder:NAME, tag:NAME, property:NAME, or all")


def _is_below(tag: str, parent: str) -> bool:
    return tag == parent or tag.startswith(parent + "/")


def _is_page(note: Note) -> bool:
    if "page" in (note.properties.text("type"), note.properties.text("layout")):
        return True
    return bool(note.folders) and note.folders[-1] in _PAGES


def in_drafts(path: str) -> bool:
    """Whether the folder of a note is one for drafts."""
    return not _DRAFTS.isdisjoint(path.lower().split("/")[:-1])


def reason_against(note: Note, settings: Settings) -> str:
    """Why a note can be no post, whatever it says: a pattern for notes, the data of a plugin. Empty if it can."""
    path = note.path.lower()
    if any(path.startswith(folder.lower() + "/") for folder in settings.templates):
        return "a template"
    if not _TEMPLATES.isdisjoint(note.folders):
        return "a template"
    if path.endswith(".excalidraw.md"):
        return "a drawing of the plugin Excalidraw"
    plugin = next((key for key in _PLUGINS if key in note.properties.data), None)
    if plugin:
        return f"data of a plugin ({plugin})"
    return "a settings page of a template" if re.search(r"(?:^|/)\.", path) else ""

"""Reads a vault: its settings, which notes are posts, what their properties say, which files they use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from ...diagnostics import Diagnostics
from ...errors import SourceError, UsageError
from ...model import Asset, FrontMatter, Kind, Moment, Post, Site, Status
from ...notations.wikilinks import wikilinks
from ...tables import recognise
from ...tree import read_text
from ...urls import leads_out
from ..base import ReadOptions
from . import text as notes
from .addresses import PUBLISHERS, SECTION, addressed, pinned, slug_of
from .history import commits
from .markdown import DIALECT, read
from .origin import SHOWN, Origin
from .properties import (
    COVERS,
    DATES,
    OWN_KEYS,
    UPDATES,
    Properties,
    named_date,
    set_aside,
    split,
    unique,
    without_links,
)
from .selection import Choice, Note, choose, in_drafts, reason_against
from .vault import Files, Goals, Settings, is_note, normal, walk

_BLOCK_REFERENCE = re.compile(r"#\^([A-Za-z0-9-]+)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_INDEXES = ("index", "readme", "_index")


@dataclass(frozen=True, slots=True)
class Source:
    """A note as it was read: what a choice is made by, and what its text says."""

    note: Note
    front_matter: FrontMatter
    body: str
    body_line: int


class VaultReader:
    """Reads the notes of one vault."""

    def __init__(
        self, root: Path, settings: Settings, options: ReadOptions, diagnostics: Diagnostics
    ) -> None:
        if options.published_with and options.published_with not in PUBLISHERS:
            known = ", ".join(PUBLISHERS)
            raise UsageError(f"'{options.published_with}' is no way to publish a vault; known: {known}")
        self.root = root
        self.settings = settings
        self.options = options
        self.tell = diagnostics
        self._commits = commits(root, diagnostics) if options.git_dates and root.parts else {}

    def site(self) -> Site:
        """The site at the root, with the index of its posts."""
        paths = walk(self.root, self.tell)
        sources = [s for path in paths if path.lower().endswith(".md") if (s := self._source(path))]
        candidates = [s for s in sources if self._is_candidate(s)]
        choice = choose([s.note for s in candidates], self.options.posts)
        chosen = [(s, kind) for s in candidates if (kind := choice.kind(s.note))]
        if self.options.follow_links:
            chosen += [(s, Kind.PAGE) for s in self._followed(paths, candidates, [s for s, _ in chosen])]
        posts = [self.post(s, kind) for s, kind in chosen]
        self._tell_about_others(paths, sources, len(posts))
        shown = addressed((p for p in posts if self._is_wanted(p)), self.options.published_with, self.tell)
        return self._site(paths, sources, [s for s, _ in chosen], shown, choice)

    def _source(self, path: str) -> Source | None:
        try:
            return self.read(path, read_text(self.root / path, path, self.tell))
        except SourceError as error:
            self.tell.add("unreadable", path, 0, str(error))
            return None

    def read(self, path: str, text: str) -> Source:
        """The note that `text` is as the file `path`."""
        front_matter, body, line = split(path, text, self.tell)
        tags = notes.inline_tags(body.replace("\r\n", "\n")) if "#" in body else ()
        return Source(Note(path, Properties(front_matter, path, self.tell), tags), front_matter, body, line)

    def _is_candidate(self, source: Source) -> bool:
        reason = reason_against(source.note, self.settings)
        if reason:
            self.tell.add("not-published", source.note.path, 0, f"{reason}; it stays in the vault")
        return not reason

    def _used(self, sources: Sequence[Source], public: Container[str], goals: Goals) -> list[str]:
        """The files that notes which are `public` show or link. Those that only others do are told."""
        files: dict[str, bool] = {}
        for source in sources:
            for path in _goals_of(source, goals):
                if not is_note(path):
                    files[path] = files.get(path, False) or source.note.path in public
        for path in sorted(path for path, shown in files.items() if not shown):
            self.tell.add(
                "not-published", path, 0, "only notes that are not published use it; it stays in the vault"
            )
        return sorted(path for path, shown in files.items() if shown)

    def _followed(
        self, paths: Sequence[str], candidates: Sequence[Source], chosen: Sequence[Source]
    ) -> Iterator[Source]:
        """The notes to which links lead from those that are `chosen`, over any number of links. Each is told."""
        goals = Goals(Files(paths, unsupported=self.settings.unsupported), self.root, self.settings.folder)
        left = {s.note.path: s for s in candidates if _is_public(s.note)}
        waiting = [left.pop(s.note.path) for s in chosen if s.note.path in left]
        for other in chosen:
            left.pop(other.note.path, None)
        while waiting:
            source = waiting.pop(0)
            for path in _goals_of(source, goals):
                if path in left:
                    self.tell.add(
                        "followed-link", path, 0, f"published, since {source.note.path} leads to it"
                    )
                    waiting.append(left.pop(path))
                    yield waiting[-1]

    def _is_wanted(self, post: Post) -> bool:
        return self.options.drafts or post.status is not Status.DRAFT

    def _tell_about_others(self, paths: Sequence[str], sources: Sequence[Source], count: int) -> None:
        if count < len(sources):
            message = f"{len(sources) - count} of {len(sources)} notes are no posts and stay in the vault"
            self.tell.add("not-published", ".", 0, message)
        for path in paths:
            if path.endswith((".base", ".canvas")):
                self.tell.add(
                    "plugin-output", path, 0, "only Obsidian can show this file; it stays in the vault"
                )

    # One note

    def post(self, source: Source, kind: Kind) -> Post:
        """The post that a note is, its address not known yet but where it names one."""
        note, found = source.note, source.note.properties
        stem = self._stem(note.path)
        title = self._title(source, stem)
        address = pinned(found)
        self._tell_outside(source)
        slug = slug_of(found, title, stem) if kind is Kind.POST else self._page_slug(found, note.path, title)
        return Post(
            path=note.path,
            kind=kind,
            status=_status(found, note.path),
            title=title,
            date=self._date(found, note.path, stem, kind),
            updated=found.moment(UPDATES) or self._last_commit(note.path),
            slug=slug,
            address=address or "",
            pinned=address is not None,
            aliases=_old_addresses(found),
            tags=unique((*found.tags(), *note.inline_tags)),
            categories=found.categories(),
            authors=found.names("author", "authors"),
            language=found.text("lang", "language"),
            layout=found.text("layout"),
            description=found.text("description", "subtitle"),
            summary=found.text("excerpt", "summary"),
            cover=found.text(*COVERS),
            comments=found.flag("comments", "comment"),
            toc=found.flag("toc"),
            math=found.flag("math"),
            weight=_weight(found),
            front_matter=set_aside(without_links(source.front_matter).without("draft")),
            body_line=source.body_line,
        )

    def _tell_outside(self, source: Source) -> None:
        for entry in source.front_matter.entries:
            if entry.key.lower() in ("permalink", "dg-permalink") and leads_out(str(entry.value)):
                message = f"the permalink '{entry.value}' leads out of the site; it is kept inside"
                self.tell.add("address-outside", source.note.path, entry.line, message)

    def _stem(self, path: str) -> str:
        """The name of a note: of `Trip/index.md` and `Trip/Trip.md` that of the folder."""
        pure = PurePosixPath(unicodedata.normalize("NFC", path))
        stem, folder = pure.stem, pure.parent.name
        return folder if folder and stem.lower() in _INDEXES else stem

    def _title(self, source: Source, stem: str) -> str:
        named = source.note.properties.text("title")
        heading = notes.first_heading(source.body.replace("\r\n", "\n")) if named is None else None
        return named or (heading[0] if heading and heading[0] else None) or stem

    def _page_slug(self, found: Properties, path: str, title: str) -> str:
        pure = PurePosixPath(path)
        is_root = pure.parent == PurePosixPath() and pure.stem.lower() in _INDEXES
        return "index" if is_root else slug_of(found, pure.stem if pure.stem.isascii() else title, pure.stem)

    def _date(self, found: Properties, path: str, stem: str, kind: Kind) -> Moment | None:
        """The date of a property, else of the file's name, the first commit, the file. The last is told."""
        named = found.moment(DATES) or named_date(stem, self.settings.daily) or self._first_commit(path)
        if named or kind is not Kind.POST or not self.root.parts:
            return named
        try:
            info = (self.root / path).stat()
        except OSError:
            return None
        born = datetime.fromtimestamp(getattr(info, "st_birthtime", info.st_mtime), UTC).replace(
            microsecond=0
        )
        message = "the note has no date: the time of its file is taken, which changes when it is copied"
        self.tell.add("date-from-file", path, 0, message)
        return Moment.of(born)

    def _first_commit(self, path: str) -> Moment | None:
        return Moment.of(self._commits[path].first) if path in self._commits else None

    def _last_commit(self, path: str) -> Moment | None:
        known = self._commits.get(path)
        return Moment.of(known.last) if known and known.last != known.first else None

    # The site

    def _site(
        self,
        paths: Sequence[str],
        sources: Sequence[Source],
        chosen: Sequence[Source],
        posts: Sequence[Post],
        choice: Choice,
    ) -> Site:
        files = Files(paths, unsupported=self.settings.unsupported)
        goals = Goals(files, self.root, self.settings.folder)
        public = {post.path for post in posts}
        shown = [s for s in chosen if s.note.path in public]
        used = self._used(shown, {p.path for p in posts if p.status in SHOWN}, goals)
        origin = self.settings.origin
        site = blank(self.settings, self.options)
        site = replace(
            site,
            root=self.root,
            title=self.root.resolve().name,
            posts=tuple(_with_cover(post, goals, origin) for post in posts),
            assets=tuple(Asset(path, origin.served(path)) for path in used),
            reasons=(*site.reasons, choice.reason),
            config={
                **site.config,
                "vault_files": tuple(paths),
                "aliases": _aliases(sources),
                "block_references": frozenset(
                    match.lower() for s in shown for match in _BLOCK_REFERENCE.findall(s.body)
                ),
                "served": origin.files,
            },
        )
        return origin.applied(site, paths)


def _goals_of(source: Source, goals: Goals) -> Iterator[str]:
    """The files and notes that a note's text shows or links. What only a comment names is not among them."""
    body = source.body.replace("\r\n", "\n")
    named = [value for key in COVERS if (value := source.note.properties.text(key))]
    if "[[" in body or "](" in body or "]:" in body:
        seen, shields = notes.visible(body)
        named += [link.target for link in wikilinks(seen, shields)]
        named += [unquote(link.destination(seen)) for link in read(seen).links]
    for name in named:
        goal = goals.of(name, source.note.path) if not _SCHEME.match(name) else None
        if goal and goal.path:
            yield goal.path


def _is_public(note: Note) -> bool:
    return _status(note.properties, note.path) is Status.PUBLISHED


def blank(settings: Settings, options: ReadOptions) -> Site:
    """A vault with these settings and no notes."""
    found = [(flavour, why) for flavour, why in recognise("obsidian", None, settings.plugins)]
    chosen = options.flavours or tuple(flavour for flavour, _ in found)
    return Site(
        engine="obsidian",
        root=Path(),
        timezone=options.zone,
        permalink=f"{SECTION}/:title/",
        own_keys=OWN_KEYS,
        dialect=replace(DIALECT, hard_breaks=not settings.strict_line_breaks),
        flavours=chosen,
        reasons=tuple(f"{flavour}: {why}" for flavour, why in found if flavour in chosen),
        config={
            "unsupported": settings.unsupported,
            "config_folder": settings.folder,
            "embeds": options.embeds,
            "templates": settings.templates,
        },
    )


def _status(found: Properties, path: str) -> Status:
    state = (found.text("status") or "").lower()
    if found.flag("draft") or state in ("draft", "草稿") or (found.flag("draft") is None and in_drafts(path)):
        return Status.DRAFT
    hidden = found.flag("publish", "dg-publish", "published") is False or state == "private"
    return Status.PRIVATE if hidden else Status.PUBLISHED


def _old_addresses(found: Properties) -> tuple[str, ...]:
    """Redirects: `redirect_from`, and aliases that are written as addresses."""
    named = [*found.names("redirect_from", "redirects"), *found.names("aliases", "alias")]
    return unique(name for name in named if name.startswith("/"))


def _weight(found: Properties) -> int | None:
    value = found.data.get("weight", found.data.get("sticky"))
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _with_cover(post: Post, goals: Goals, origin: Origin) -> Post:
    """The post with the addresses of pictures that its properties name by their path in the vault."""
    front_matter, cover = post.front_matter, post.cover
    for entry in front_matter.entries:
        value = entry.value
        if entry.key.lower() not in COVERS or not isinstance(value, str) or _SCHEME.match(value):
            continue
        goal = goals.of(value, post.path)
        if goal.path and not goal.is_note:
            address = origin.served(goal.path)
            front_matter = front_matter.with_value(entry.key, address)
            cover = address if cover == value else cover
    return replace(post, front_matter=front_matter, cover=cover)


def _aliases(sources: Iterable[Source]) -> dict[str, str]:
    """Other names of notes, as they are compared, and the notes."""
    pairs: dict[str, Any] = {}
    for source in sources:
        for name in source.note.properties.names("aliases", "alias"):
            pairs.setdefault(normal(name), source.note.path)
    return pairs

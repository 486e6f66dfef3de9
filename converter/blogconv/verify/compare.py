"""Compare a built site with the one that is to take its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from ..diagnostics import Diagnostics
from ..errors import UsageError
from ..tables import vocabulary
from .differences import Difference, Pair, printable, text_differences
from .lists import Lists, list_differences
from .pages import Page, PageError, PageReader, feed_links
from .references import reference_differences, same_bytes
from .sites import Arrival, BuiltSite, Status, address_of

BAD = {Status.MISSING, Status.LOOP}
_MOST_PER_ASPECT = 20
_FACTS = ("date", "tags", "categories")
_THEME = (".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".eot", ".otf", ".less", ".scss", ".styl")
_SEARCH = {"search.xml", "search.json", "local-search.xml", "content.json", "searchindex.json"}
_SAME_BYTES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico", ".pdf", ".zip", ".gz",
    ".7z", ".mp3", ".mp4", ".webm", ".ogg", ".wav", ".m4a", ".flac", ".mov", ".epub", ".docx", ".xlsx",
    ".pptx", ".csv", ".txt",
)  # fmt: skip


class Address(NamedTuple):
    """An address of the old site and what the new one answers.

    `kind` is page, list, alias, feed or file. `target` is where a redirect ends.
    """

    address: str
    kind: str
    status: Status
    target: str
    sentence: str


@dataclass(slots=True)
class Comparison:
    """What `compare` found. `added` are addresses of posts that only the new site has."""

    addresses: list[Address] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    pages: int = 0
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    @property
    def bad_addresses(self) -> list[Address]:
        """The old addresses that lead nowhere."""
        return [a for a in self.addresses if a.status in BAD]

    @property
    def ok(self) -> bool:
        """Whether every old address is served and every page shows what it showed."""
        return not self.differences and not self.bad_addresses

    def aspects(self) -> Counter[str]:
        """How many differences there are of each aspect, lost addresses under "address"."""
        counted = Counter(d.aspect for d in self.differences)
        if self.bad_addresses:
            counted["address"] = len(self.bad_addresses)
        return counted

    def to_json(self) -> dict[str, Any]:
        """The comparison as a value that `json.dumps` takes."""
        return {
            "ok": self.ok,
            "pages": self.pages,
            "aspects": dict(sorted(self.aspects().items())),
            "addresses": [_plain(a) for a in self.addresses],
            "differences": [_plain(d) for d in self.differences],
            "added": [printable(a) for a in self.added],
            "diagnostics": [
                {"code": d.code, "path": printable(d.path), "message": d.message} for d in self.diagnostics
            ],
        }


def _plain(value: Address | Difference) -> dict[str, str]:
    return {name: printable(text) for name, text in value._asdict().items()}


def compare(
    old: Path,
    new: Path,
    *,
    old_base: str = "/",
    new_base: str = "/",
    old_url: str = "",
    new_url: str = "",
    content: Sequence[str] = (),
    types: Mapping[str, str] | None = None,
    ignore: Sequence[str] = (),
) -> Comparison:
    """Compare the built pages in the folder `old` with those in `new`.

    `old_base` and `new_base` are the paths under which the sites are served, `old_url` and `new_url` their
    addresses: links to either count as links within the site. `content` are CSS selectors of the element that
    holds a post's text, where the known ones do not find it. `types` maps words to neutral callout types, by
    default those of mappings/vocabulary.yaml. Addresses that match a pattern of `ignore` (`/img/theme/*`) are
    passed over. Raises UsageError when a folder or a selector is not what it should be, or lxml is missing.
    """
    _need_lxml()
    sites = BuiltSite.open(old, old_base, old_url), BuiltSite.open(new, new_base, new_url)
    sites[0].share_hosts(sites[1])
    words = callout_types() if types is None else types
    return _Work(*sites, tuple(content), words, tuple(ignore)).run()


def callout_types() -> dict[str, str]:
    """The words for callout types and the neutral type of each, from mappings/vocabulary.yaml."""
    known = vocabulary()
    return {**known.aliases, **{name: name for name in known.types}}


def _need_lxml() -> None:
    try:
        import lxml.cssselect  # noqa: F401
    except ImportError as error:
        raise UsageError("comparing built sites needs lxml: pip install 'blogconv[verify]'") from error


class _Work:
    """One comparison: the pages of the old site in their order, then files, then lists."""

    def __init__(
        self,
        old: BuiltSite,
        new: BuiltSite,
        content: tuple[str, ...],
        types: Mapping[str, str],
        ignore: tuple[str, ...],
    ) -> None:
        self.old, self.new = old, new
        self.old_reader, self.new_reader = PageReader(old, content, types), PageReader(new, content, types)
        self.ignore = ignore
        self.result = Comparison()
        self.old_lists, self.new_lists = Lists(old), Lists(new)
        self.wanted: set[str] = set()  # addresses of files that posts link to or show
        self.posts: set[str] = set()  # new addresses of the old posts
        self.visited: set[str] = set()
        self.listed: set[str] = set()  # files of the new site whose lists are known
        self.shown: set[tuple[Path, str]] = set()  # which facts a site's pages show at all
        self.guessed = False

    def run(self) -> Comparison:
        files = [f for f in sorted(self.old.files) if not self._ignored(address_of(f))]
        pages = [f for f in files if self.old.is_page(f)]
        for file in pages:
            self._page(file)
        for file in sorted(set(files) - set(pages)):
            self._file(file)
        for file in sorted(self.new.files - self.visited):
            if self.new.is_page(file) and not self.new.redirect(file) and not self._ignored(address_of(file)):
                self._only_new(file)
        self._forgive_unshown()
        self.result.differences += list_differences(self.old_lists, self.new_lists, self.posts)
        return self.result

    def _ignored(self, address: str) -> bool:
        return any(fnmatchcase(address, pattern) for pattern in self.ignore)

    def _page(self, file: str) -> None:
        if self.old.redirect(file):
            self._alias(address_of(file))
            return
        old = self._read(self.old_reader, file)
        address = old.address if old else address_of(file)
        arrival = self.new.arrive(address)
        self._address(address, "list" if old and old.is_list else "page", arrival)
        if old is not None:
            self._wants(old)
            if arrival.file and self.new.is_page(arrival.file):
                self._pair(old, arrival)
        if old is not None and old.is_list and arrival.status is not Status.REDIRECT:
            self.old_lists.add(address, old.names, old.outgoing)

    def _pair(self, old: Page, arrival: Arrival) -> None:
        first_time = arrival.file not in self.listed
        self.listed.add(arrival.file)
        self.visited.add(arrival.file)
        new = self._read(self.new_reader, arrival.file)
        if new is None:
            return
        if new.is_list and first_time:
            self.new_lists.add(arrival.address, new.names, new.outgoing)
        if old.has_content:
            self.result.pages += 1
            if not old.is_list:
                self.posts.add(arrival.address)
            pair = Pair(old, new, self.old, self.new)
            found = [*text_differences(pair), *reference_differences(pair)]
            self.result.differences += _bounded(old.address, found)

    def _alias(self, address: str) -> None:
        """An old page that only redirects: it must lead to the same place."""
        arrival = self.new.arrive(address)
        self._address(address, "alias", arrival)
        before = self.old.arrive(address)
        if arrival.file and before.file:
            self.visited.add(arrival.file)
            wanted = self.new.place(before.address)
            if arrival.address != wanted:
                sentence = "the old redirect leads elsewhere"
                self.result.differences.append(
                    Difference(address, "redirect", before.address, arrival.address, sentence)
                )

    def _file(self, file: str) -> None:
        address = address_of(file)
        arrival = self.new.arrive(address)
        links = (
            feed_links(self.old.read(file), self.old, address)
            if file.endswith((".xml", ".rss", ".atom"))
            else None
        )
        self._address(address, "file" if links is None else "feed", arrival)
        if not arrival.file:
            return
        if links is not None:
            self._feed(address, links, arrival)
        elif file.lower().endswith(_SAME_BYTES) and not same_bytes(self.old, file, self.new, arrival.file):
            self.result.differences.append(
                Difference(address, "file", file, arrival.file, "the file has other content")
            )

    def _feed(self, address: str, links: frozenset[str], arrival: Arrival) -> None:
        self.old_lists.add(address, frozenset(), links)
        found = feed_links(self.new.read(arrival.file), self.new, arrival.address)
        if found is None:
            sentence = "the address no longer serves a feed"
            self.result.differences.append(Difference(address, "list", address, arrival.address, sentence))
        else:
            self.new_lists.add(arrival.address, frozenset(), found)

    def _only_new(self, file: str) -> None:
        page = self._read(self.new_reader, file)
        if page is None:
            return
        if page.is_list:
            self.new_lists.add(page.address, page.names, page.outgoing)
        elif page.has_content:
            self.result.added.append(page.address)

    def _read(self, reader: PageReader, file: str) -> Page | None:
        """The page, or None with a diagnostic."""
        place = f"{reader.site.root.name}/{file}"
        try:
            page = reader.read(file)
        except PageError as error:
            self.result.diagnostics.add("unreadable-page", place, 0, f"the page {error}; it was not compared")
            return None
        self.shown.update((reader.site.root, fact) for fact in _FACTS if getattr(page, fact))
        if page.encoding != "utf-8":
            message = f"the page is not UTF-8; it was read as {page.encoding}"
            self.result.diagnostics.add("page-encoding", place, 0, message)
        if page.area in ("main", "body") and page.has_content and not self.guessed:
            self.guessed = True
            message = f"nothing marks where the text stands; all of <{page.area}> is compared"
            self.result.diagnostics.add("content-guessed", place, 0, message)
        return page

    def _forgive_unshown(self) -> None:
        """Do not count what the theme of one site never shows: that says nothing of the posts."""
        for fact in _FACTS:
            missing = [s.root for s in (self.old, self.new) if (s.root, fact) not in self.shown]
            found = [d for d in self.result.differences if d.aspect == fact]
            if len(missing) == 1 and found:
                self.result.differences = [d for d in self.result.differences if d.aspect != fact]
                message = f"no page shows its {fact} so that it could be read; it was not compared"
                self.result.diagnostics.add("fact-not-shown", missing[0].name, 0, message)

    def _wants(self, page: Page) -> None:
        targets = [link.target for link in page.links] + [media.target for media in page.media]
        self.wanted.update(t.place for t in targets if t.inside)

    def _address(self, address: str, kind: str, arrival: Arrival) -> None:
        status, target, sentence = arrival.status, "", "it is served"
        if status is Status.MISSING:
            if kind == "file" and self._of_theme(address):
                status, sentence = Status.THEME, "a file of the old theme"
            else:
                sentence = self._why_missing(address, arrival)
        elif status is Status.LOOP:
            target, sentence = arrival.address, f"redirects in a circle: {' → '.join(arrival.hops)}"
        elif status is not Status.SAME:
            target = arrival.address
            sentence = (
                f"redirects to {target}"
                if status is Status.REDIRECT
                else f"moved to {target}, servers redirect"
            )
        self.result.addresses.append(Address(address, kind, status, target, sentence))

    def _of_theme(self, address: str) -> bool:
        name = address.rpartition("/")[2].lower()
        return address not in self.wanted and (name.endswith(_THEME) or name in _SEARCH)

    def _why_missing(self, address: str, arrival: Arrival) -> str:
        if arrival.hops:
            return f"it redirects to {arrival.address}, where nothing is served"
        near = self.new.nearest(address)
        return f"nothing is served there; there is {near}" if near else "nothing is served there"


def _bounded(address: str, found: Iterable[Difference]) -> Iterator[Difference]:
    """The differences of one page, of each aspect only the first ones and how many more there are."""
    for aspect, group in groupby(sorted(found, key=lambda d: d.aspect), key=lambda d: d.aspect):
        differences = list(group)
        yield from differences[:_MOST_PER_ASPECT]
        more = len(differences) - _MOST_PER_ASPECT
        if more > 0:
            yield Difference(address, aspect, "", "", f"and {more} more of this kind on this page")

"""What an engine is to blogconv: one object that reads or writes the sites of that engine, or both.

An engine is a `Reader`, a `Writer` or both, and one mapping table of its name. It is found by the entry-point
group `blogconv.engines`, a third party's in the same way as ours; its table lies in the folder `mappings` of the
package that the entry point names. `examples/third-party-engine` is one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from ..body import Construct
from ..diagnostics import Diagnostics
from ..errors import UsageError
from ..model import Dialect, Post, Site

if TYPE_CHECKING:
    from ..scan import Scanner
    from ..tables import Rows
    from ..translate import Target, Tell


OWN_FILES = frozenset(("/css/blogconv.css", "/js/blogconv-chart.js"))
"""Where blogconv's own style sheet and script are served: each target gets its own again."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a source is read. `zone` is the time zone of the machine that built the site (IANA name).

    Where an engine does not say itself which notes are posts, `posts` does (`folder:Posts`, `tag:blog`,
    `property:publish`, `all`); without it the engine looks for the usual marks. `published_with` names what
    published a vault (publish, quartz, digital-garden), so that its addresses are kept. `embeds` says what
    becomes of another note's text that a note shows: written out, as a quote, or a link. `follow_links` makes posts
    of the notes, too, that posts link to or show; `git_dates` takes dates that no post names from the history of the
    files.
    """

    flavours: tuple[str, ...] = ()
    zone: str | None = None
    drafts: bool = True
    posts: tuple[str, ...] = ()
    published_with: str = ""
    embeds: Literal["inline", "quote", "link"] = "inline"
    follow_links: bool = False
    git_dates: bool = False


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a target is written.

    `markdown` is the renderer that the target is set for, where it has a choice: its own default, or CommonMark.
    Where an engine has links of its own between posts, `links` says whether those or Markdown's are written, and
    `attachments` names the folder for files.
    """

    flavours: tuple[str, ...] = ()
    format: Literal["yaml", "toml", "json"] = "yaml"
    pin: Literal["needed", "all", "none"] = "needed"
    starter: bool = False
    links: Literal["wiki", "markdown"] = "wiki"
    markdown: Literal["default", "commonmark"] = "default"
    attachments: str = "attachments"


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to be written below the target. Either `content`, or `copy`: a file to copy byte for byte.

    One with `advice` belongs to the target's owner: where they have it already it stays whatever is asked for, and
    `advice` says, given its bytes, what is to be changed in it by hand.
    """

    path: str
    content: bytes = b""
    copy: Path | None = None
    advice: Callable[[bytes], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a writer has decided for a whole site before the first post is written.

    `paths` maps each post's source path to its path in the target. `dialect` is the Markdown that the target
    will have once its configuration is written. The rest is the writer's own.
    """

    site: Site
    options: WriteOptions
    dialect: Dialect
    paths: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


class Resolver(Protocol):
    """Completes a construct of one post: addresses for the posts and files that it names, files that it shows."""

    def __call__(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """The construct with its addresses; what cannot be found is told and left as it stands."""


class Engine(ABC):
    """What every engine has: a name for the command line and a title for people. Holds no state.

    `knows` names the fields of ReadOptions and WriteOptions that are not for every engine and that this one heeds.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    knows: ClassVar[frozenset[str]] = frozenset()


class Reader(Engine):
    """An engine whose sites can be read."""

    @abstractmethod
    def recognise(self, root: Path) -> str | None:
        """In words why `root` is a site of this engine, or None."""

    @abstractmethod
    def read(self, root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
        """The site at `root` with the index of its posts, bodies not loaded. Raises SourceError."""

    @abstractmethod
    def load(self, site: Site, post: Post) -> Post:
        """`post` with its body, read from the file. Raises SourceError when the file is gone."""

    @abstractmethod
    def blank(self) -> Site:
        """A site of this engine with its default settings and no posts."""

    @abstractmethod
    def parse(self, site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
        """The post with its body that `text` would be as the file `path` of `site`."""

    @abstractmethod
    def scanner(self, site: Site, rows: Rows) -> Scanner:
        """What finds the constructs in the bodies of `site`; `rows` say what their names mean."""

    @abstractmethod
    def resolver(self, site: Site) -> Resolver:
        """What turns the posts and files that constructs name into addresses."""


class Writer(Engine):
    """An engine whose sites can be written."""

    @abstractmethod
    def plan(self, site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
        """Where everything of `site` goes when this engine is the target."""

    @abstractmethod
    def target(self, plan: Plan, rows: Rows) -> Target:
        """How constructs are printed and literal text is guarded in this engine."""

    @abstractmethod
    def write_post(self, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
        """The files of one post whose body is already in this engine's notations."""

    @abstractmethod
    def write_site(self, plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
        """Configuration, taxonomy pages, assets, and the helper files that the forms named `used` need."""


def engines() -> Mapping[str, Engine]:
    """All installed engines by name, in alphabetical order, without those that cannot be loaded."""
    return _installed()[0]


def broken_engines() -> Mapping[str, str]:
    """The installed engines that cannot be loaded, and in words why."""
    return _installed()[1]


@cache
def _installed() -> tuple[Mapping[str, Engine], Mapping[str, str]]:
    found: dict[str, Engine] = {}
    broken: dict[str, str] = {}
    for entry in sorted(entry_points(group="blogconv.engines"), key=lambda e: e.name):
        try:
            loaded = entry.load()
        except (Exception, SystemExit) as error:  # another's package must not stop ours
            broken[entry.name] = f"{type(error).__name__}: {error}"
            continue
        if isinstance(loaded, Engine):
            found[entry.name] = loaded
        else:
            broken[entry.name] = f"{entry.value} is not an engine"
    return found, broken


def special_options() -> frozenset[str]:
    """The options that only some of the installed engines know."""
    return frozenset(name for found in engines().values() for name in found.knows)


def check_options(found: Engine, options: ReadOptions | WriteOptions) -> None:
    """Raises UsageError where `options` hold something else than the default that this engine does not know."""
    default = type(options)()
    for name in sorted(special_options() - found.knows):
        if getattr(options, name, None) != getattr(default, name, None):
            others = ", ".join(e.title for e in engines().values() if name in e.knows)
            raise UsageError(
                f"{found.title} has no use for --{name.replace('_', '-')}", f"it is for {others}"
            )


def engine(name: str) -> Engine:
    """The engine of that name. Raises UsageError that lists the known ones."""
    if name in engines():
        return engines()[name]
    if name in broken_engines():
        raise UsageError(f"the engine '{name}' cannot be loaded: {broken_engines()[name]}")
    raise UsageError(f"unknown engine '{name}'; known: {', '.join(engines())}")


def reader(name: str) -> Reader:
    """The engine of that name, to read with. Raises UsageError where it cannot be read."""
    found = engine(name)
    if not isinstance(found, Reader):
        raise UsageError(f"{found.title} sites cannot be read yet")
    return found


def writer(name: str) -> Writer:
    """The engine of that name, to write with. Raises UsageError where it cannot be written."""
    found = engine(name)
    if not isinstance(found, Writer):
        raise UsageError(f"{found.title} sites cannot be written yet")
    return found

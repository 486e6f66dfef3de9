"""A folder of built pages as a web server shows it: addresses, files, redirects, what a link means."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from ..errors import UsageError

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_REFRESH = re.compile(
    rb"""<meta\b[^>]*?http-equiv\s*=\s*["']?refresh["']?[^>]*?content\s*=\s*["']?[^>]*?url\s*=\s*['"]?([^"'>]+)"""
    rb"""|<meta\b[^>]*?content\s*=\s*["'][^>"']*?url\s*=\s*['"]?([^"'>]+)["'][^>]*?http-equiv\s*=\s*["']?refresh""",
    re.I,
)
_SCRIPT = re.compile(rb"""<script>\s*(?:window\.)?location(?:\.href)?\s*=\s*["']([^"']+)["']""", re.I)
_CANONICAL = re.compile(
    rb"""<link\b[^>]*?rel\s*=\s*["']?canonical["']?[^>]*?href\s*=\s*["']?([^"'\s>]+)""", re.I
)
_BODY = re.compile(rb"<body\b[^>]*>(.*?)(?:</body>|$)", re.I | re.S)
_HEAD_SIZE = 8192
_STUB_SIZE = 4096
_HERE_HOST = "site.invalid"
_HERE = f"https://{_HERE_HOST}"


class Status(StrEnum):
    """How the new site answers an address of the old one."""

    SAME = "same"
    SLASH = "slash"
    REDIRECT = "redirect"
    THEME = "theme"
    LOOP = "loop"
    MISSING = "missing"


class Target(NamedTuple):
    """Where a link leads. `place` is an address of the site when it is `inside`, else a whole URL."""

    place: str
    query: str = ""
    fragment: str = ""
    inside: bool = False

    def __str__(self) -> str:
        query, fragment = self.query and f"?{self.query}", self.fragment and f"#{self.fragment}"
        return f"{self.place}{query}{fragment}"


class Arrival(NamedTuple):
    """Where a request for an address ends: the file, its own address, and how it got there."""

    status: Status
    file: str = ""
    address: str = ""
    hops: tuple[str, ...] = ()


@dataclass(slots=True)
class BuiltSite:
    """The built pages below `root`, served under `base`.

    `hosts` maps the host names that mean this site to the base paths under which they serve it.
    Addresses are root-relative, decoded and without `base`. Raises UsageError when there is no such folder.
    """

    root: Path
    base: str = "/"
    hosts: dict[str, set[str]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    rules: dict[str, str] = field(default_factory=dict)
    _stubs: dict[str, str] = field(default_factory=dict)
    _near: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, base: str = "/", url: str = "") -> BuiltSite:
        """Index the folder. A path in `url` is the base path where `base` is "/"."""
        if not root.is_dir():
            raise UsageError(f"{root} is not a folder of built pages")
        parts = urlsplit(url if "//" in url or not url else f"https://{url}")
        path = unquote(base if base.strip("/") else parts.path).strip("/")
        base = f"/{path}/" if path else "/"
        files = frozenset(_files(root))
        hosts = {parts.netloc.lower(): {base}} if parts.netloc else {}
        return cls(root, base, hosts, files, _rules(root, files))

    def share_hosts(self, other: BuiltSite) -> None:
        """Let what means one of the two sites mean the other too: one takes the other's place."""
        for host, bases in other.hosts.items():
            self.hosts.setdefault(host, set()).update(bases)
        other.hosts = self.hosts

    def read(self, file: str) -> bytes:
        """The bytes of a file of the site."""
        return (self.root / file).read_bytes()

    def find(self, address: str) -> tuple[str, Status]:
        """The file that a static server answers `address` with, SLASH where it adds the slash first."""
        path = address.lstrip("/")
        if not path or path.endswith("/"):
            file = f"{path}index.html"
            return (file, Status.SAME) if file in self.files else ("", Status.MISSING)
        for file in (path, f"{path}.html"):
            if file in self.files:
                return file, Status.SAME
        file = f"{path}/index.html"
        return (file, Status.SLASH) if file in self.files else ("", Status.MISSING)

    def arrive(self, address: str) -> Arrival:
        """Follow redirects from `address` to the end."""
        hops: list[str] = []
        at, slash = address, False
        while True:
            file, status = self.find(at)
            slash = slash or status is Status.SLASH
            onward = self.redirect(file) if file else self.rules.get(at, "")
            if not onward:
                break
            hops.append(at)
            target = self.resolve(onward, at)
            if not target.inside:
                return Arrival(Status.REDIRECT, "", str(target), tuple(hops))
            at = target.place
            if at in hops:
                return Arrival(Status.LOOP, "", at, (*hops, at))
        if not file:
            return Arrival(Status.MISSING, "", at, tuple(hops))
        status = Status.REDIRECT if hops else Status.SLASH if slash else Status.SAME
        return Arrival(status, file, address_of(file), tuple(hops))

    def place(self, address: str) -> str:
        """One name for all addresses that end on the same file; `address` itself where none is served."""
        found = self.arrive(address)
        return found.address if found.file else address

    def redirect(self, file: str) -> str:
        """Where a page that is only a redirect leads, as it says it; "" for any other file."""
        if not self.is_page(file):
            return ""
        if file not in self._stubs:
            path = self.root / file
            with path.open("rb") as stream:
                head = stream.read(_HEAD_SIZE)
            self._stubs[file] = self._stub(head, address_of(file), path.stat().st_size)
        return self._stubs[file]

    def _stub(self, head: bytes, address: str, size: int) -> str:
        found = _REFRESH.search(head)
        if not found and size <= _STUB_SIZE:
            found = _SCRIPT.search(head) or self._elsewhere(head, address)
        if not found:
            return ""
        url: bytes = found[1] or found[2]
        return url.decode("utf-8", "surrogateescape").replace("&amp;", "&").strip()

    def _elsewhere(self, head: bytes, address: str) -> re.Match[bytes] | None:
        """The canonical link of a page without text, where it names another page."""
        found, body = _CANONICAL.search(head), _BODY.search(head)
        if not found or not body or re.sub(rb"<(?!img)[^>]*>|\s", b"", body[1]):
            return None
        target = self.resolve(found[1].decode("utf-8", "replace"), address)
        return found if target.place != address else None

    def resolve(self, reference: str, address: str) -> Target:
        """What the link `reference` on the page at `address` leads to."""
        here = _HERE + quote(self.base[:-1] + address, errors="surrogateescape")
        try:
            parts = urlsplit(urljoin(here, reference.strip()))
        except ValueError:
            return Target(reference.strip())
        if parts.scheme not in ("http", "https"):
            return Target(reference.strip())
        path = unquote(parts.path, errors="surrogateescape") or "/"
        place = self._inside(parts.netloc.lower(), path)
        if place:
            return Target(place, _query(parts.query), unquote(parts.fragment), True)
        host = "" if parts.netloc == _HERE_HOST else f"{parts.scheme}://{parts.netloc.lower()}"
        return Target(f"{host}{path}", _query(parts.query), unquote(parts.fragment))

    def _inside(self, host: str, path: str) -> str:
        """The site's address for a path on a host; "" where that is no part of the site."""
        bases = {self.base} if host == _HERE_HOST else self.hosts.get(host, set())
        for base in sorted(bases, key=lambda b: (b != self.base, -len(b))):
            if f"{path}/".startswith(base):
                return "/" + path[len(base) :]
        return ""

    def named(self, canonical: str, file: str) -> str:
        """The address that the page in `file` calls its own, or else that of the file.

        If `canonical` means this very page, its host is one of the site's own from now on.
        """
        address = address_of(file)
        try:
            parts = urlsplit(canonical.strip())
        except ValueError:
            return address
        path = unquote(parts.path, errors="surrogateescape")
        place = "/" + path[len(self.base) :] if path.startswith(self.base) else ""
        if not place or self.find(place)[0] != file:
            return address
        if parts.netloc and parts.scheme in ("http", "https"):
            self.hosts.setdefault(parts.netloc.lower(), set()).add(self.base)
        return address if address.endswith("/") else place

    def is_page(self, file: str) -> bool:
        """Whether a file holds HTML, by its name or, without a suffix, by its first bytes."""
        if "." in file.rpartition("/")[2]:
            return file.lower().endswith(PAGE_SUFFIXES)
        with (self.root / file).open("rb") as stream:
            return bool(re.match(rb"\s*<(?:!doctype html|html)\b", stream.read(200), re.I))

    def nearest(self, address: str) -> str:
        """An address that differs only in case or in its final slash; "" where there is none."""
        if not self._near:
            self._near.update((_key(address_of(f)), address_of(f)) for f in sorted(self.files))
        return self._near.get(_key(address), "")


def address_of(file: str) -> str:
    """The address under which a file is served."""
    return "/" + (file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file)


def _key(address: str) -> str:
    return address.removesuffix(".html").strip("/").casefold()


def _files(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f != ".git"]
        at = Path(folder).relative_to(root)
        yield from ((at / name).as_posix() for name in names if _is_file(root / at / name))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a link that may not be followed
        return False


def _rules(root: Path, files: frozenset[str]) -> dict[str, str]:
    """The redirects of a `_redirects` file (Netlify, Cloudflare Pages): `from to [status]` per line."""
    if "_redirects" not in files:
        return {}
    lines = (root / "_redirects").read_text("utf-8", "replace").splitlines()
    words = [line.split() for line in lines if line.startswith("/")]
    return {unquote(w[0]): w[1] for w in words if len(w) > 1 and (len(w) == 2 or w[2].startswith("3"))}


def _query(text: str) -> str:
    """A query with its percent signs in one spelling."""
    return re.sub(r"%[0-9a-f]{2}", lambda m: m[0].upper(), text, flags=re.IGNORECASE)

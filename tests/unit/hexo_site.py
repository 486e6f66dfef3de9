"""Small Hexo sites for the tests of their reader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions
from blogconv.engines.hexo import ENGINE
from blogconv.model import Post, Site

PACKAGE = {
    "hexo": {"version": "8.1.2"},
    "dependencies": {
        "hexo-renderer-marked": "^7.0.1",
        "hexo-generator-tag": "2",
        "hexo-generator-category": "2",
    },
}


class Blog:
    """A Hexo site in a folder: `files` by their path below source/, texts or bytes."""

    def __init__(
        self,
        root: Path,
        files: Mapping[str, str | bytes],
        config: str = "",
        package: Mapping[str, Any] | None = PACKAGE,
    ) -> None:
        self.root = root
        self.diagnostics = Diagnostics()
        self.write("_config.yml", f"url: http://example.com\n{config}")
        if package is not None:
            self.write("package.json", json.dumps(package))
        (root / "source").mkdir(exist_ok=True)
        for name, content in files.items():
            self.write(f"source/{name}", content)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write one file of the site."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)
        return path

    def read(self, zone: str | None = None, drafts: bool = True) -> Site:
        """The site as blogconv reads it."""
        self.diagnostics = Diagnostics()
        return ENGINE.read(self.root, ReadOptions(zone=zone, drafts=drafts), self.diagnostics)

    def posts(self, zone: str | None = None) -> dict[str, Post]:
        """The posts with their bodies, by their path below source/."""
        site = self.read(zone)
        return {post.path.removeprefix("source/"): ENGINE.load(site, post) for post in site.posts}

    def post(self, zone: str | None = None) -> Post:
        """The only post."""
        (post,) = self.posts(zone).values()
        return post

    def told(self) -> list[tuple[str, str, int]]:
        """Code, path below source/ and line of what the last reading told."""
        return [(d.code, d.path.removeprefix("source/"), d.line) for d in self.diagnostics]

    def codes(self) -> set[str]:
        """The codes of what the last reading told."""
        return {d.code for d in self.diagnostics}

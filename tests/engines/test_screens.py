"""A page with every construct, built by each engine and looked at in Chromium: narrow, light and dark, by keyboard."""

from __future__ import annotations

import json
import re
import shutil
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from blogconv.api import convert
from blogconv.engines.base import WriteOptions
from engines.harness import BENCH, BuildResult, build_hexo, build_hugo, build_jekyll, node_modules, run

POST = BENCH.parent / "cases" / "every-construct" / "every-construct.md"
ADDRESS = "every-construct"
BUILDERS: dict[str, Callable[..., BuildResult]] = {
    "hugo": build_hugo,
    "jekyll": build_jekyll,
    "hexo": build_hexo,
}
TARGETS = [
    pytest.param("hugo", marks=pytest.mark.engine("chromium", "hexo", "hugo")),
    pytest.param("jekyll", marks=pytest.mark.engine("chromium", "hexo", "jekyll")),
    pytest.param("hexo", marks=pytest.mark.engine("chromium", "hexo")),
]
CONFIG = """title: Screens
url: https://screens.example
permalink: :title/
language: en
theme: landscape
"""
FRAMES = {"player.bilibili.com"}
SCRIPTS = {"https://cdn.jsdelivr.net/npm/echarts@5/dist/echarts.min.js"}
"""What the author has asked for and no blog holds: the page of the embed, and the library that draws the chart,
which the site parameter `blogconv.charts` takes from elsewhere or leaves out."""

CLASSES = {
    "audio": "media",
    "checkbox": "check",
    "copy_box": "copy",
    "iframe": "embed",
    "image": "figure",
    "video": "media",
}
"""The HTML class of a tag, where it has not the tag's name."""

OTHERS = {"hugo": {"group"}, "jekyll": {"group", "chart"}, "hexo": {"group", "quote"}}
"""Tags that leave no class of ours: Jekyll shows the data of a chart as code, Hexo has quotations of its own."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ARG002
        return


def square() -> bytes:
    """A PNG of 600 by 600 grey pixels, wider than a narrow screen."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 600, 600, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + b"\x90" * 600) * 600)),
        (b"IEND", b""),
    ]
    parts = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def write_blog(folder: Path) -> Path:
    """A Hexo blog whose one post holds every construct."""
    files = {
        "_config.yml": CONFIG.encode(),
        "package.json": b'{"hexo": {"version": ""}}',
        "source/_posts/every-construct.md": POST.read_bytes(),
        "source/square.png": square(),
        "source/sound.mp3": b"",
        "source/film.mp4": b"",
        "source/frame.html": b"---\nlayout: false\n---\n<!doctype html><title>A frame</title><p>Framed</p>\n",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which this machine serves `folder`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module", params=TARGETS)
def target(request: pytest.FixtureRequest) -> str:
    """The engine that builds the page."""
    return str(request.param)


@pytest.fixture(scope="module")
def built(target: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as an engine builds it in blogconv's starter theme. Hexo's comes back from Hugo."""
    root = tmp_path_factory.mktemp("screens")
    source, blog = "hexo", write_blog(root / "blog")
    write = WriteOptions(starter=True)
    if target == "hexo":
        convert(blog, root / "between", source="hexo", target="hugo", write=write)
        source, blog = "hugo", root / "between"
    report = convert(blog, root / "site", source=source, target=target, write=write)
    assert report.errors == 0, [str(d) for d in report.diagnostics]
    return BUILDERS[target](root / "site", root / "public", theme=None).out


@pytest.fixture(scope="module")
def seen(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Chromium shows of the page."""
    node_modules()
    shots = tmp_path_factory.mktemp("shots")
    with served(built) as host:
        command = [
            "node",
            str(BENCH / "look.cjs"),
            f"{host}/{ADDRESS}/",
            str(shutil.which("chromium")),
            str(shots),
        ]
        told: dict[str, Any] = json.loads(run(command, cwd=BENCH))
    return told


def test_the_page_holds_every_construct(target: str, built: Path) -> None:
    """Each of our tags has become HTML of ours."""
    names = set(re.findall(r"\{% bc_(\w+?)(?:_open)? (?!%)", POST.read_text(encoding="utf-8")))
    html = (built / ADDRESS / "index.html").read_text(encoding="utf-8")
    assert "{%" not in html
    shown = {name: CLASSES.get(name, name.replace("_", "-")) for name in names if not name.endswith("_close")}
    lost = {name for name, css in shown.items() if not re.search(rf'class="(?:[^"]* )?bc-{css}[" ]', html)}
    assert lost - OTHERS[target] == set()


def test_no_mark_of_a_renderer_is_shown(built: Path) -> None:
    """Neither the marks around what kramdown copies, nor tags of a template."""
    pages = [*built.rglob("*.html"), *built.rglob("*.xml")]
    assert len(pages) > 1
    for page in pages:
        assert re.findall(r"nomarkdown|\{%|\{:[/:]", page.read_text(encoding="utf-8")) == [], page.name


def test_nothing_sticks_out(seen: dict[str, Any]) -> None:
    assert seen["overflow"] == []


def test_everybody_can_read_it(seen: dict[str, Any]) -> None:
    """The rules of axe-core for WCAG 2.1 AA, light and dark."""
    assert seen["violations"] == []


def test_nothing_is_asked_of_another_host(seen: dict[str, Any]) -> None:
    assert set(seen["files"]) <= SCRIPTS
    assert {urlsplit(url).hostname for url in seen["frames"]} <= FRAMES
    assert seen["errors"] == []


def test_folds_open_and_close_by_keyboard(seen: dict[str, Any]) -> None:
    assert seen["keyboard"]["folds"] == [False, True, False]


def test_tabs_change_by_keyboard(seen: dict[str, Any]) -> None:
    """Tab leads to the chosen one, whose label shows the focus; the arrow keys go around."""
    keyboard = seen["keyboard"]
    first, second, third = ["The first panel."], ["The second panel."], ["The third panel."]
    assert keyboard["focused"]
    assert keyboard["tabs"] == [first, second, third, first, third]
    assert keyboard["outline"] == "solid"


def test_a_spoiler_opens_by_keyboard(seen: dict[str, Any]) -> None:
    assert seen["keyboard"]["hidden"] == [True, False]

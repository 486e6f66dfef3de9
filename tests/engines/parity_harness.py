"""Renders hundreds of Markdown bodies with the real Hugo in one site, set as a converted Hexo blog is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from blogconv.body import Edit, Span, apply
from blogconv.model import Dialect, HeadingIds
from blogconv.notations.fences import hexo_fences, hugo_info, parse_info
from blogconv.parity import edits
from engines.harness import EngineError, build_hugo

FILES = Path(__file__).resolve().parents[2] / "converter" / "blogconv" / "engines" / "hugo" / "files"

MARKED = Dialect(
    renderer="marked",
    hard_breaks=True,
    typographer=True,
    single_tilde=True,
    colon_lists=True,
    heading_ids=HeadingIds("hexo", "keep"),
    fences="hexo",
    image_root="/",
)
"""A fresh Hexo site: hexo-renderer-marked with its defaults."""

MARKDOWN_IT = Dialect(
    renderer="markdown-it",
    hard_breaks=True,
    typographer=True,
    task_lists=False,
    heading_ids=HeadingIds("hexo", "keep", 2, 2),
    fences="hexo",
)
"""hexo-renderer-markdown-it with its defaults."""

CONFIG = """baseURL = "https://blog.example/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404", "home", "section"]
[markup.goldmark.renderer]
hardWraps = true
unsafe = true
[markup.goldmark.parser]
autoHeadingID = false
wrapStandAloneImageWithinParagraph = true
[markup.goldmark.parser.attribute]
block = false
title = false
[markup.goldmark.extensions]
definitionList = false
footnote = false
linkify = true
linkifyProtocol = "http"
strikethrough = {strikethrough}
table = true
taskList = {tasks}
[markup.goldmark.extensions.extras.delete]
enable = {delete}
[markup.goldmark.extensions.typographer]
disable = false
leftAngleQuote = "&lt;&lt;"
rightAngleQuote = "&gt;&gt;"
[params.blogconv.headingIds]
style = "hexo"
renderer = "{renderer}"
case = "keep"
minLevel = {level}
duplicates = {duplicates}
"""


def goldmark(source: Dialect) -> Dialect:
    """The dialect of a Hugo that is set for posts of the dialect `source`, without an image hook."""
    return Dialect(
        renderer="goldmark",
        hard_breaks=source.hard_breaks,
        typographer=source.typographer,
        single_tilde=source.single_tilde,
        task_lists=source.task_lists,
        heading_ids=source.heading_ids,
    )


def converted(text: str, source: Dialect) -> str:
    """A body of the dialect `source` as it is written for Hugo: fence info strings translated, edits made."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    changes = edits(text, source, goldmark(source))
    for fence in hexo_fences(text):
        info = hugo_info(parse_info(fence.info))
        start = fence.span.start + len(fence.prefix) + len(fence.run)
        if info != fence.info:
            changes.append(Edit(Span(start, text.index("\n", start)), info))
    return apply(changes, text)


def hugo_render(bodies: Mapping[str, str], source: Dialect, scratch: Path) -> dict[str, str]:
    """The HTML of each body, its name free. A body that Hugo refuses is "ERROR", as in the data of parity.md."""
    site = scratch / "site"
    shutil.rmtree(site, ignore_errors=True)
    for part in ("layouts", "data"):
        shutil.copytree(
            FILES / part, site / part, ignore=shutil.ignore_patterns("render-blockquote-alert.html")
        )
    (site / "layouts" / "_default" / "single.html").write_text("{{ .Content }}", encoding="utf-8")
    (site / "hugo.toml").write_text(_config(source), encoding="utf-8")
    (site / "content").mkdir()
    names = {f"p{number:05}": name for number, name in enumerate(bodies)}
    for file, name in names.items():
        text = f"---\ntitle: T\ndate: 2024-01-02T03:04:05Z\n---\n{bodies[name]}"
        (site / "content" / f"{file}.md").write_text(text, encoding="utf-8", newline="")
    rendered = dict.fromkeys(bodies, "ERROR")
    out = scratch / "public"
    while not _built(site, out):
        pass
    for file, name in names.items():
        page = out / file / "index.html"
        if page.is_file():
            rendered[name] = page.read_text(encoding="utf-8")
    return rendered


def _built(site: Path, out: Path) -> bool:
    """Build, or take away the body that stopped the build."""
    shutil.rmtree(out, ignore_errors=True)
    try:
        build_hugo(site, out)
    except EngineError as error:
        found = re.search(r"(p[0-9]{5})", str(error))
        if not found or not (site / "content" / f"{found[1]}.md").is_file():
            raise
        (site / "content" / f"{found[1]}.md").unlink()
        return False
    return True


def _config(source: Dialect) -> str:
    ids = source.heading_ids
    return CONFIG.format(
        strikethrough=str(source.single_tilde).lower(),
        delete=str(not source.single_tilde).lower(),
        tasks=str(source.task_lists).lower(),
        renderer=source.renderer,
        level=ids.min_level,
        duplicates=ids.first_duplicate,
    )

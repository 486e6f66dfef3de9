"""Notes and whole vaults as renderers that are not ours show them.

There is no Obsidian to run. Judge `a` is Quartz's reading of Obsidian's Markdown, `b` markdown-it with plugins. `a`
is right on links, embeds, comments, tags, block ids and tasks; `b` on where callouts end, on escapes, highlights and
inline footnotes. Properties are read with the YAML library that the app has inside.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from blogconv.urls import slugize
from engines.harness import BENCH, BuildResult, node_modules, run

_BLOCK = re.compile(r"\A---\n(?:[\s\S]*?\n)?---[ ]*(?:\n|\Z)")
_REFERENCE = re.compile(r'(<(?:a|img|audio|video|iframe|source)\b[^>]*?\s(?:href|src)=")([^"]*)(")')
_WIKI = re.compile(r"(!?)\[\[([^\[\]\n]+)\]\]")
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Judged:
    """A note: its properties (`error` where the app would refuse them) and its HTML by both judges."""

    values: Any
    error: str | None
    a: str
    b: str


def judge(notes: Mapping[str, str], *, strict: bool = False) -> dict[str, Judged]:
    """Each of `notes`, front matter included, as the judges have it; with `strict` a newline breaks no line."""
    with tempfile.TemporaryDirectory(prefix="blogconv-obsidian-") as scratch:
        source, output = Path(scratch, "notes.json"), Path(scratch, "judged.json")
        texts = {name: {"text": text, "strict": strict} for name, text in notes.items()}
        source.write_text(json.dumps(texts), encoding="utf-8")
        node_modules()
        run(["node", str(BENCH / "obsidian_read.mjs"), str(source), str(output)], cwd=BENCH)
        found = json.loads(output.read_text(encoding="utf-8"))
    return {name: Judged(**record) for name, record in found.items()}


def build_vault(vault: Path, out: Path, by: str = "a") -> BuildResult:
    """The notes of `vault` as pages at their `permalink`, marked as the neutral theme marks them, and all its files.

    `by` names the judge. Links are followed as Obsidian follows them where there is no doubt: the full path, or a
    name that is unique. To judge `b`, which knows no wikilinks, they are given as Markdown links.
    """
    settings = json.loads((vault / ".obsidian" / "app.json").read_text("utf-8"))
    files = [p.relative_to(vault).as_posix() for p in sorted(vault.rglob("*")) if p.is_file()]
    files = [p for p in files if not p.startswith(".")]
    texts = {p: (vault / p).read_text("utf-8").replace("\r\n", "\n") for p in files if p.endswith(".md")}
    given = texts if by == "a" else {p: _markdown_links(text) for p, text in texts.items()}
    judged = judge(given, strict=bool(settings.get("strictLineBreaks")))
    addresses = {p: "/" + str(judged[p].values.get("permalink", p)).lstrip("/") for p in texts}
    for path in texts:
        page = _page(judged[path], _linked(getattr(judged[path], by), path, files, texts, addresses))
        _write(out, addresses[path], page.encode())
    for path in files:
        if path not in texts:
            _write(out, "/" + path, (vault / path).read_bytes())
    return BuildResult(out, "")


def _markdown_links(text: str) -> str:
    """`text` with wikilinks and embeds outside of code as Markdown has them."""
    pieces = re.split(r"(?ms)(^[ >\t]*(?:```|~~~).*?^[ >\t]*(?:```|~~~)[ \t]*$|`[^`\n]+`)", text)
    return "".join(piece if n % 2 else _WIKI.sub(_markdown_link, piece) for n, piece in enumerate(pieces))


def _markdown_link(match: re.Match[str]) -> str:
    target, _, shown = match[2].replace("\\|", "|").partition("|")
    shown = shown or target.replace("#", " > ").removeprefix(" > ")
    if not match[1]:
        return f"[{shown}](<{target}>)"
    parts = [p for p in shown.split("|") if not re.fullmatch(r"\d+(x\d+)?", p)]
    return f"![{parts[0] if parts and parts[0] != target else ''}](<{target}>)"


def _write(out: Path, address: str, content: bytes) -> None:
    file = out / (address.strip("/") + ("/index.html" if address.endswith("/") else ""))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _page(judged: Judged, content: str) -> str:
    values = judged.values
    tags = "".join(f'<a rel="tag" href="#">{html.escape(str(t))}</a>' for t in values.get("tags") or ())
    title = html.escape(str(values["title"]))
    date = html.escape(str(values.get("date", "")))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head><body><main><article>'
        f'<h1 data-blogconv="title">{title}</h1><time data-blogconv="date" datetime="{date}">{date}</time>'
        f'<div data-blogconv="tags">{tags}</div><div data-blogconv="content">{_with_ids(content)}</div>'
        "</article></main></body></html>"
    )


def _with_ids(content: str) -> str:
    """Headings with the ids that the old blog gave them, so that anchors can be compared."""
    return _HEADING.sub(lambda m: f'<h{m[1]} id="{heading_id(m[2])}">{m[2]}</h{m[1]}>', content)


def heading_id(inner: str) -> str:
    return html.escape(slugize(html.unescape(re.sub(r"<[^>]*>", "", inner))), quote=True)


def _linked(
    content: str, source: str, files: list[str], texts: Mapping[str, str], addresses: Mapping[str, str]
) -> str:
    """`content` with its links into the vault as links to the pages."""

    def replace(match: re.Match[str]) -> str:
        written = html.unescape(match[2])
        if re.match(r"[A-Za-z][\w+.-]*:|//", written):
            return match[0]
        path, mark, anchor = unquote(written).partition("#")
        found = follow(path, source, files)
        if found is None:
            return f"{match[1]}BROKEN:{match[2]}{match[3]}"
        target = addresses.get(found, "/" + found)
        if anchor:
            mark = f"#{_anchor(anchor, texts.get(found, ''))}"
        return f"{match[1]}{quote(target, safe='/:')}{quote(mark, safe='#%')}{match[3]}"

    return _REFERENCE.sub(replace, content)


def follow(path: str, source: str, files: list[str]) -> str | None:
    """The file that a link means: itself where it is empty, a full path, else the one file of this name."""
    if not path:
        return source

    def alike(name: str) -> str:
        return name.replace(" ", "-").lower()

    for wanted in (path, path + ".md"):
        exact = [f for f in files if alike(f) == alike(wanted)]
        named = [f for f in files if alike(posixpath.basename(f)) == alike(wanted)]
        if len(exact or named) == 1:
            return (exact or named)[0]
    return None


def _anchor(slug: str, text: str) -> str:
    """The id on the old blog of the heading that the judge, or a raw link, calls `slug`."""
    for line in re.findall(r"(?m)^#{1,6} (.*)$", text):
        shown = re.sub(r"[*`]", "", line)
        if slug in (line, shown, re.sub(r"[^\w\- ]", "", shown).lower().replace(" ", "-")):
            return slugize(shown)
    return slug

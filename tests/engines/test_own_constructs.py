"""blogconv's own shortcodes for Hugo and its own tags for Hexo show the same: each example of Hugo's, in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blogconv.api import convert
from blogconv.engines.hugo.files import helper_files, manifest
from blogconv.tables import engine_tables
from engines.harness import build_hexo, build_hugo

EXAMPLES = {
    f"{row.notation} {row.name} {number}": str(example["source"])
    for row in engine_tables("hugo")[0].rows
    for number, example in enumerate(row.examples, 1)
    if row.helper and row.helper != "html" and row.notation.startswith("shortcode")
}


def page(name: str, source: str) -> str:
    return f'---\ntitle: "{name}"\ndate: 2024-01-02T03:04:05Z\n---\n{source}\n'


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str]]:
    """The HTML of each example as Hugo shows it, and as Hexo shows it once the site is converted."""
    root = tmp_path_factory.mktemp("own")
    for number, (name, source) in enumerate(EXAMPLES.items()):
        path = root / "hugo" / "content" / "posts" / f"p{number:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(name, source), encoding="utf-8")
    (root / "hugo" / "hugo.toml").write_text(
        'baseURL = "https://own.example/"\n[markup.goldmark.renderer]\nunsafe = true\n'
        "[markup.goldmark.extensions]\ntypographer = false\n",
        encoding="utf-8",
    )
    for path, content in helper_files(manifest()):
        (root / "hugo" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "hugo" / path).write_bytes(content)
    convert(root / "hugo", root / "hexo", source="hugo", target="hexo")
    hugo = build_hugo(root / "hugo", root / "hugo-built").out
    hexo = build_hexo(root / "hexo", root / "hexo-built", env_tz="UTC").out
    return _articles(hugo), _articles(hexo)


def _articles(out: Path) -> dict[str, str]:
    pages = (out / "posts" / f"p{number:03}" / "index.html" for number in range(len(EXAMPLES)))
    return {
        name: _plain(path.read_text(encoding="utf-8")) for name, path in zip(EXAMPLES, pages, strict=True)
    }


def _plain(html: str) -> str:
    """The content without white space between elements, numbers of ids, and the place of the style sheet."""
    start = html.index('data-blogconv="content"')
    html = html[html.index(">", start) + 1 : html.rindex("</article>")]
    html = re.sub(r"<link [^>]*>|</(?:div|section)>\s*$", "", html)
    html = re.sub(r"bc-[0-9a-f]{6}-[\d-]+", "bc-ID", html)
    html = re.sub(r"\s*(<[^>]+>)\s*", r"\1", html)
    html = re.sub(r' (src|href)="([^"]*)"', lambda m: f' {m[1]}="{m[2].rpartition("/p")[2]}"', html)
    html = html.replace(' class="bc-quote"', "").replace("&#34;", "&quot;")
    return re.sub(r"<p>(<(?:a|span|label|figure|div)\b.*?)</p>", r"\1", html).replace("<p></p>", "")


@pytest.mark.engine("hugo", "hexo")
@pytest.mark.parametrize("name", EXAMPLES)
def test_hexo_shows_what_hugo_shows(shown: tuple[dict[str, str], dict[str, str]], name: str) -> None:
    hugo, hexo = shown
    assert hexo[name] == hugo[name]

"""Small sites of each engine on disk, and the bytes of what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

SETTINGS = {
    "hexo": ("_config.yml", "title: T\nurl: https://t.example\npost_asset_folder: true\n"),
    "hugo": ("hugo.toml", 'title = "T"\nbaseURL = "https://t.example/"\n'),
    "jekyll": ("_config.yml", "title: T\nurl: https://t.example\nplugins: [jekyll-redirect-from]\n"),
    "obsidian": (".obsidian/app.json", "{}\n"),
}
POSTS = {
    "hexo": "source/_posts/post-{}.md",
    "hugo": "content/posts/post-{}.md",
    "jekyll": "_posts/2024-01-02-post-{}.md",
    "obsidian": "Posts/post-{}.md",
}


def make_site(root: Path, engine: str, posts: Sequence[bytes]) -> Path:
    """A site of `engine` at `root` with `posts` as they are."""
    name, text = SETTINGS[engine]
    files = {name: text.encode(), **{POSTS[engine].format(n): post for n, post in enumerate(posts)}}
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def bytes_of(root: Path) -> Mapping[str, bytes]:
    """All files below `root`."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}

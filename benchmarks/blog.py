"""A generated Hexo blog: posts of 4 KB, one in five with constructs. The same for the same number."""

from __future__ import annotations

import random
from pathlib import Path

_WORDS = (
    "river", "bread", "engine", "letter", "window", "garden", "winter", "signal", "自行车", "面包", "春天", "日记",
    "编程", "城市", "the", "a", "of", "to", "and", "with", "from", "over", "because", "never", "often", "almost",
)  # fmt: skip
_CONSTRUCTS = (
    ":::note\nKeep the **chain** dry.\n:::\n",
    "{% note info %}\nA word on tyres.\n{% endnote %}\n",
    "```js app.js mark:1\nconst x = 1;\n```\n",
    "{% blockquote Ada, Notes %}\nIt weaves.\n{% endblockquote %}\n",
    "> [!TIP] Bread\n> Let it rest.\n",
    "text {% label primary @word %} text\n",
)
_SIZE = 4096


def write(folder: Path, posts: int) -> None:
    """Write a blog of `posts` posts into `folder`."""
    chance = random.Random(posts)
    source = folder / "source" / "_posts"
    source.mkdir(parents=True)
    (folder / "_config.yml").write_text(
        "title: Bench\nurl: https://blog.example\npermalink: :year/:month/:day/:title/\n"
        "timezone: Asia/Shanghai\ntheme: next\n"
    )
    (folder / "package.json").write_text(
        '{"hexo": {"version": "8.1.2"}, "dependencies": {"hexo": "^8", "hexo-renderer-marked": "^7"}}\n'
    )
    for number in range(posts):
        (source / f"post-{number}.md").write_text(_post(chance, number), "utf-8")


def _post(chance: random.Random, number: int) -> str:
    head = (
        f'---\ntitle: "Post {number}"\ndate: 20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02} 08:30:00\n'
        f"updated: 2025-01-02 03:04:05\ntags: [{chance.choice(_WORDS)}, {chance.choice(_WORDS)}]\n"
        f"categories:\n  - Tech\n  - Part{number % 7}\ncover: /img/{number}.png\ndescription: A post\n"
        f"comments: true\nauthor: Ada\nid: {number}\n---\n"
    )
    parts = [head]
    size = len(head.encode())
    while size < _SIZE:
        paragraph = " ".join(chance.choices(_WORDS, k=60)) + ".\n\n"
        if chance.random() < 0.2:
            paragraph = f"## {chance.choice(_WORDS)} {chance.choice(_WORDS)}\n\n" + paragraph
        parts.append(paragraph)
        size += len(paragraph.encode())
    if number % 5 == 0:
        parts.insert(1 + len(parts) // 2, chance.choice(_CONSTRUCTS) + "\n")
    return "".join(parts)

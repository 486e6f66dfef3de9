"""What the real Hexo builds, compared with itself, in another theme's marks, and damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from blogconv.verify import Status, compare
from engines.harness import build_hexo

pytestmark = pytest.mark.engine("hexo")

CONFIG = """title: Field notes
url: https://blog.example
permalink: :year/:month/:day/:title/
per_page: 2
updated_option: date
"""
POST = """---
title: Part {n}
date: 2024-01-0{n} 10:00:00
tags: [Go, 写作]
categories: [Tech, Python]
---
First paragraph of part {n},
with [a link](/2024/01/01/part-1/) and a picture.

<!-- more -->

## What's **new**?

1. one
2. two
   - inner `code`

- [x] done

| a | b |
|:--|--:|
| 1 | 2 |

```js app.js
let a = "{n}";
  b();
```

> quoted
> twice

<div class="note warning"><p>Mind the gap {n}.</p></div>

<details><summary>More</summary>

Folded.

</details>

![a cat](/images/cat.png)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blog of five posts and a page, built by Hexo."""
    blog = tmp_path_factory.mktemp("blog")
    posts = blog / "source" / "_posts"
    posts.mkdir(parents=True)
    (blog / "_config.yml").write_text(CONFIG, "utf-8")
    for n in range(1, 6):
        (posts / f"part-{n}.md").write_text(POST.replace("{n}", str(n)), "utf-8")
    (blog / "source" / "about").mkdir()
    (blog / "source" / "about" / "index.md").write_text(
        "---\ntitle: About\ndate: 2024-01-01\n---\nMe.\n", "utf-8"
    )
    (blog / "source" / "images").mkdir()
    (blog / "source" / "images" / "cat.png").write_bytes(b"\x89PNG cat")
    return build_hexo(blog, blog / "built").out


def test_a_built_blog_equals_itself(site: Path) -> None:
    found = compare(site, site)
    assert found.differences == []
    assert found.ok
    assert found.pages == 6
    kinds = {a.address: a.kind for a in found.addresses}
    assert kinds["/2024/01/03/part-3/"] == kinds["/about/"] == "page"
    assert kinds["/"] == kinds["/page/2/"] == kinds["/tags/Go/"] == kinds["/archives/2024/01/"] == "list"
    assert kinds["/images/cat.png"] == "file"
    assert not found.diagnostics.found


@pytest.mark.parametrize(
    ("aspect", "name", "old", "new"),
    [
        ("paragraph", "2024/01/02/part-2/index.html", "First paragraph", "Fast paragraph"),
        ("paragraph", "2024/01/02/part-2/index.html", "part 2,<br>with", "part 2, with"),
        ("heading", "2024/01/02/part-2/index.html", 'id="What’s-new"', 'id="whats-new"'),
        (
            "code",
            "2024/01/02/part-2/index.html",
            '<figure class="highlight js">',
            '<figure class="highlight ts">',
        ),
        ("code", "2024/01/02/part-2/index.html", "</span> a = ", "</span> z = "),
        ("cell", "2024/01/02/part-2/index.html", '<td align="right">2', '<td align="right">3'),
        ("item", "2024/01/02/part-2/index.html", "<li>one</li>", ""),
        ("callout", "2024/01/02/part-2/index.html", "note warning", "note danger"),
        ("fold", "2024/01/02/part-2/index.html", "Folded.", "Bolded."),
        ("link", "2024/01/02/part-2/index.html", "/2024/01/01/part-1/", "/2024/01/01/part-one/"),
        ("image", "2024/01/02/part-2/index.html", "/images/cat.png", "/images/gone.png"),
        ("list", "tags/Go/index.html", "/2024/01/05/part-5/", "/2024/01/05/part-6/"),
    ],
)
def test_damage_to_a_built_blog_is_found(
    site: Path, tmp_path: Path, aspect: str, name: str, old: str, new: str
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(site, broken)
    text = (broken / name).read_text("utf-8")
    assert old in text
    (broken / name).write_text(text.replace(old, new, 1), "utf-8")
    assert set(compare(site, broken).aspects()) == {aspect}


def test_the_marks_of_other_themes_tell_the_same(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(site, other)
    for path in other.glob("2024/*/*/*/index.html"):
        text = path.read_text("utf-8").replace('<div data-blogconv="content">', '<div class="post-body">')
        text = text.replace('data-blogconv="date"', 'itemprop="datePublished"').replace(
            "data-blogconv=", "data-x="
        )
        path.write_text(
            text.replace('<h2 id="What’s-new">', '<h2 id="What’s-new"><a href="#What’s-new">¶</a>'), "utf-8"
        )
    found = compare(site, other)
    assert found.differences == []
    assert {a.status for a in found.addresses} == {Status.SAME}

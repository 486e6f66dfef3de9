"""A migration script: convert a Hexo blog to Hugo, changing posts on the way.

python examples/migrate.py examples/hexo-blog build/migrated
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace

import blogconv
from blogconv import Post, Status


def on_post(post: Post) -> Post | Iterable[Post] | None:
    """Leave drafts out, rename a tag, and sign every post that has an author."""
    if post.status is Status.DRAFT:
        return None
    tags = tuple("Python" if tag == "python" else tag for tag in post.tags)
    front_matter = post.front_matter
    if tags != post.tags:
        front_matter = front_matter.with_value("tags", list(tags))
    body = post.body
    if author := post.front_matter.get("author"):
        body = f"{(body or '').rstrip()}\n\nWritten by {author}.\n"
    return replace(post, tags=tags, front_matter=front_matter, body=body)


def main(source: str, target: str) -> int:
    report = blogconv.convert(source, target, source="hexo", target="hugo", on_post=on_post)
    for diagnostic in report.diagnostics:
        if diagnostic.severity is not blogconv.Severity.NOTE:
            print(diagnostic)
    print(f"{report.posts} posts, {report.pages} pages, {len(report.changes.written)} files")
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))

"""Material for MkDocs, whose blog plugin makes a blog of `docs/blog/posts`: an engine that is not blogconv's own.

Facts: squidfunk.github.io/mkdocs-material/setup/setting-up-a-blog and plugins/blog.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from blogconv.body import Construct, Edit, Span
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import OutputFile, Plan, Reader, ReadOptions, Resolver, WriteOptions, Writer
from blogconv.errors import SourceError
from blogconv.frontmatter import JEKYLL, PSYCH, FrontMatterError, cut, parse, render, yaml_value
from blogconv.model import Asset, Dialect, Entry, FrontMatter, Kind, Moment, Post, Site, Status
from blogconv.notations.admonitions import Admonition
from blogconv.notations.base import Found, Spans
from blogconv.notations.code_spans import code_blocks
from blogconv.notations.comments import Mark
from blogconv.notations.markdown import print_fence
from blogconv.notations.templates import print_template
from blogconv.scan import Scanner
from blogconv.tables import Rows
from blogconv.translate import Target, Tell
from blogconv.urls import slugize

POSTS = "docs/blog/posts/"
DIALECT = Dialect(
    renderer="commonmark", autolink=False, strikethrough=False, task_lists=False, footnotes=True
)
_TITLE = re.compile(r"\s*# +([^\n]+?) *#*(?:\n\s*|\Z)")
_ADMONITION = re.compile(r"(?m)^ {0,3}(?=(?:!!!|\?\?\?\+?) )")
_OWN = ("title", "date", "updated", "draft", "categories", "tags", "slug")


class MkDocsEngine(Reader, Writer):
    """Reads and writes blogs made with Material for MkDocs."""

    name: ClassVar[str] = "mkdocs"
    title: ClassVar[str] = "Material for MkDocs"

    def recognise(self, root: Path) -> str | None:
        """The configuration file that every MkDocs site has."""
        return "there is a file mkdocs.yml" if (root / "mkdocs.yml").is_file() else None

    def read(self, root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
        """The blog at `root`. Raises SourceError where its configuration cannot be read."""
        try:
            config = yaml_value((root / "mkdocs.yml").read_text("utf-8"), PSYCH)
        except (OSError, FrontMatterError) as error:
            raise SourceError(f"mkdocs.yml cannot be read: {error}") from None
        site = replace(self.blank(), root=root, config=config, **_settings(config))
        paths = [p for p in sorted((root / "docs").rglob("*")) if p.is_file()]
        names = [p.relative_to(root).as_posix() for p in paths]
        read = [_post(name, _text(root, name), diagnostics) for name in names if name.endswith(".md")]
        posts = (replace(p, body=None) for p in read if options.drafts or p.status is not Status.DRAFT)
        assets = (Asset(n, n.removeprefix("docs")) for n in names if not n.endswith(".md"))
        return replace(site, posts=tuple(posts), assets=tuple(assets))

    def load(self, site: Site, post: Post) -> Post:
        """`post` with its body. Raises SourceError when the file is gone."""
        read = _post(post.path, _text(site.root, post.path), Diagnostics())
        return replace(post, body=read.body, body_line=read.body_line)

    def blank(self) -> Site:
        """A blog without posts."""
        return Site(self.name, Path(), dialect=DIALECT)

    def parse(self, site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
        """The post that `text` would be as the file `path`."""
        del site
        return _post(path, text, diagnostics)

    def scanner(self, site: Site, rows: Rows) -> Scanner:
        """Admonitions, and the mark that ends an excerpt."""
        del site
        return Scanner(rows, [Admonition(), Mark("<!-- more -->")], _code)

    def resolver(self, site: Site) -> Resolver:
        """Admonitions name no posts and no files: there is nothing to complete."""
        del site
        return _as_it_is

    def plan(self, site: Site, options: WriteOptions, diagnostics: Diagnostics) -> Plan:
        """Posts in one folder, pages at their addresses."""
        paths: dict[str, str] = {}
        for post in site.posts:
            path = _place(post, set(paths.values()))
            paths[post.path] = path
            if post.address and post.address.strip("/") != _address(post, path).strip("/"):
                message = f"the address {post.address} becomes {_address(post, path)}"
                diagnostics.add("address-changed", post.path, 0, message)
        return Plan(site, options, DIALECT, paths)

    def target(self, plan: Plan, rows: Rows) -> Target:
        """Templates and fences; text that would be read as an admonition is guarded."""
        printers = {"template": print_template, "fence": print_fence(_info)}
        return Target(rows.writing(), printers, _guard, plan.dialect)

    def write_post(self, plan: Plan, post: Post, diagnostics: Diagnostics) -> Iterator[OutputFile]:
        """The file of a post and its assets. The blog plugin wants a date for each post."""
        if post.date is None and post.kind is Kind.POST:
            diagnostics.add("date-unknown", post.path, 0, "without a date the blog plugin does not build")
        head = render(FrontMatter("yaml", tuple(_entries(post))), "yaml", PSYCH)
        text = f"{head}\n{post.body or ''}"
        yield OutputFile(plan.paths[post.path], text.encode("utf-8", "surrogateescape"))
        yield from _copies(plan.site.root, post.assets)

    def write_site(self, plan: Plan, used: Iterable[str], diagnostics: Diagnostics) -> Iterator[OutputFile]:
        """The configuration, and the files of the whole site."""
        del used, diagnostics
        yield OutputFile("mkdocs.yml", _configuration(plan.site).encode())
        yield from _copies(plan.site.root, plan.site.assets)


def _settings(config: Any) -> dict[str, Any]:
    names = {
        "title": "site_name",
        "description": "site_description",
        "author": "site_author",
        "url": "site_url",
    }
    return {ours: str(config.get(theirs) or "") for ours, theirs in names.items()}


def _text(root: Path, name: str) -> str:
    try:
        return (root / name).read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error}") from None


def _post(path: str, text: str, diagnostics: Diagnostics) -> Post:
    parts = cut(text, JEKYLL)
    front_matter = FrontMatter()
    if parts.format == "yaml":
        try:
            front_matter = parse(parts.data, "yaml", PSYCH, parts.data_line)
        except FrontMatterError as error:
            diagnostics.add("broken-front-matter", path, 0, str(error))
    heading = None if front_matter.get("title") else _TITLE.match(parts.body)
    skipped = heading[0] if heading else ""
    stem = PurePosixPath(path).stem
    dates = front_matter.get("date")
    dates = dates if isinstance(dates, Mapping) else {"created": dates}
    post = Post(
        path=path,
        kind=Kind.POST if path.startswith(POSTS) else Kind.PAGE,
        status=Status.DRAFT if front_matter.get("draft") is True else Status.PUBLISHED,
        title=str(front_matter.get("title") or (heading[1] if heading else stem)),
        date=_moment(dates.get("created")),
        updated=_moment(dates.get("updated")),
        tags=tuple(map(str, front_matter.get("tags") or ())),
        categories=tuple((str(name),) for name in front_matter.get("categories") or ()),
        front_matter=front_matter.without("date"),
        body=parts.body.removeprefix(skipped),
        body_line=parts.body_line + skipped.count("\n"),
    )
    post = replace(post, slug=str(front_matter.get("slug") or slugize(post.title or stem, "lower")))
    return replace(post, address=_address(post, path))


def _moment(value: Any) -> Moment | None:
    return Moment.of(value) if isinstance(value, date) else None


def _address(post: Post, path: str) -> str:
    """Where MkDocs serves the file: posts by day and slug, pages by their place."""
    if post.kind is Kind.POST:
        return f"/blog/{post.date.value:%Y/%m/%d}/{post.slug}/" if post.date else f"/blog/{post.slug}/"
    place = path.removeprefix("docs/").removesuffix(".md")
    place = "" if place == "index" else place.removesuffix("/index")
    return f"/{place}/" if place else "/"


def _place(post: Post, taken: set[str]) -> str:
    """The file for a post, one that no other has."""
    if post.kind is Kind.POST:
        base = POSTS + (post.slug or PurePosixPath(post.path).stem).strip("/").replace("/", "-")
    else:
        inner = re.sub(r"(?:index)?\.html$", "", post.address).strip("/")
        base = f"docs/{inner}/index" if inner else "docs/index"
    tries = (f"{base}{'-' + str(n) if n > 1 else ''}.md" for n in range(1, len(taken) + 2))
    return next(path for path in tries if path not in taken)


def _entries(post: Post) -> Iterator[Entry]:
    """The keys that the blog plugin knows, then those of the source that it does not."""
    yield Entry("title", post.title or PurePosixPath(post.path).stem)
    if post.date and post.updated and post.updated.value != post.date.value:
        yield Entry("date", {"created": post.date.value, "updated": post.updated.value})
    elif post.date:
        day = post.date.precision == "day"
        yield Entry("date", post.date.value.date() if day else post.date.value)
    if post.status is not Status.PUBLISHED:
        yield Entry("draft", True)
    if post.categories:
        yield Entry("categories", list(dict.fromkeys(path[-1] for path in post.categories)))
    if post.tags:
        yield Entry("tags", list(post.tags))
    if post.kind is Kind.POST and post.slug:
        yield Entry("slug", post.slug.strip("/").replace("/", "-"))
    yield from (Entry(e.key, e.value) for e in post.front_matter.entries if e.key.lower() not in _OWN)


def _code(text: str) -> list[Found]:
    return [Found(span, "fence") for span in code_blocks(text)]


def _guard(text: str) -> list[Edit]:
    code = Spans(code_blocks(text))
    marks = (m.end() for m in _ADMONITION.finditer(text) if not code.at(m.end()))
    return [Edit(Span(at, at + 1), f"\\{text[at]}") for at in marks]


def _info(args: Mapping[str, Any]) -> str:
    """The line behind a fence: ` py title="a.py" linenums="5" hl_lines="2 3"`."""
    marks = str(args.get("marks", "")).replace(",", " ")
    named = {"title": args.get("title"), "linenums": args.get("first"), "hl_lines": marks}
    return " ".join([str(args.get("lang", "")), *(f'{k}="{v}"' for k, v in named.items() if v)]).strip()


def _as_it_is(post: Post, construct: Construct, tell: Tell) -> Construct:
    del post, tell
    return construct


def _copies(root: Path, assets: Iterable[Asset]) -> Iterator[OutputFile]:
    return (OutputFile(f"docs/{asset.address.lstrip('/')}", copy=root / asset.path) for asset in assets)


def _configuration(site: Site) -> str:
    names = {"site_name": site.title or "Blog", "site_url": site.url, "site_description": site.description}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in names.items() if value]
    extensions = ("admonition", "attr_list", "footnotes", "pymdownx.details", "pymdownx.superfences")
    lines += ["theme:", "  name: material", "plugins:", "  - blog", "markdown_extensions:"]
    return "\n".join([*lines, *(f"  - {name}" for name in extensions)]) + "\n"


ENGINE = MkDocsEngine()

"""The index of a Jekyll site: its settings, posts, pages and files, put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...diagnostics import Diagnostics
from ...errors import SourceError
from ...frontmatter import JEKYLL, cut
from ...model import Asset, CategoryPath, Kind, Post, Site, Status
from ...tree import Found, read_text, setting_text
from ..base import OWN_FILES, ReadOptions
from .addresses import slugify, template_of
from .config import DEFAULTS, JekyllConfig, find_config, load_config
from .dialect import dialect_of, flavours_of, settings_of
from .fields import OWN_KEYS, text_of
from .files import Place, Role, extension, walk
from .reader import OWN_LIST, SiteReader, term_pages

_LISTING = re.compile(
    r"\{%-?\s*(?:for|tablerow)\s+\w+\s+in\s+(?:site\.|paginator\b)|\{[%{][^}]*\bpaginator\.|\{%-?\s*assign[^%]*=\s*site\."
)
_ARCHIVE = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+site\.posts\s*(?:reversed\s*)?-?%\}")
_TEMPLATE = re.compile(r"\{%-?\s*(?:for|if|unless|case|assign|capture|include|tablerow)\b")
_SHEETS = (".scss", ".sass", ".coffee", ".css")


def recognise(root: Path) -> str | None:
    """In words why `root` is a Jekyll site, or None."""
    config = find_config(root)
    if config is None:
        posts = next((p for p in sorted((root / "_posts").glob("*-*-*-*.m*")) if p.is_file()), None)
        return f"there is _posts/{posts.name}" if posts else None
    text = _text(config)
    if re.search(r"(?m)^(?:source_dir|new_post_name|skip_render|post_asset_folder)[ \t]*:", text):
        return None
    if re.search(r"""(?m)^[^#\n]*gem[ \t(]+["'](?:jekyll|github-pages)\b""", _text(root / "Gemfile")):
        return f"the Gemfile names Jekyll, and there is {config.name}"
    source = re.search(r"""(?m)^source[ \t]*:[ \t]*["']?([\w./-]+)""", text)
    for folder in (root, root / source[1]) if source else (root,):
        for name in ("_posts", "_layouts", "_includes", "_drafts"):
            if (folder / name).is_dir():
                return f"there are {config.name} and {name}/"
    found = re.search(r"(?m)^(?:kramdown|jekyll-\w+|remote_theme|collections|markdown)[ \t]*:", text)
    return f"{config.name} has the setting {found[0].rstrip(' :')}, which is Jekyll's" if found else None


def _text(path: Path) -> str:
    try:
        return setting_text(path)
    except OSError:
        return ""


def read_site(root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
    """The site at `root`, bodies not loaded. Raises SourceError where its configuration cannot be read."""
    config = load_config(root, diagnostics)
    index = _Index(SiteReader(config, options.zone, diagnostics))
    for found, place in walk(index.reader.roles, diagnostics):
        if place.role is not Role.DRAFT or options.drafts:
            index.add(found, place)
    return index.complete(site_of(config, index.reader.zone_name, options.flavours))


def site_of(config: JekyllConfig, zone: str | None, flavours: tuple[str, ...]) -> Site:
    """The site without its files."""
    found, reasons = flavours_of(config, flavours)
    author = config.values.get("author")
    base = "/" + config.text("baseurl").strip("/")
    return Site(
        engine="jekyll",
        root=config.root,
        title=text_of(config.values.get("title") or config.values.get("name")),
        description=text_of(config.values.get("description")),
        author=text_of(author.get("name") if isinstance(author, dict) else author),
        language=config.text("lang") or config.text("locale") or config.text("language"),
        url=config.text("url"),
        base_path=base if base.endswith("/") else base + "/",
        timezone=zone,
        permalink=template_of(config.text("permalink", "date")),
        config=settings_of(config),
        dialect=dialect_of(config),
        flavours=found,
        reasons=reasons,
        own_keys=OWN_KEYS,
    )


def blank_site() -> Site:
    """A site with Jekyll's defaults and no posts."""
    return site_of(JekyllConfig(Path(), DEFAULTS), None, ())


@dataclass
class _Index:
    """Collects a site's files, and makes a site of them once all are known."""

    reader: SiteReader
    posts: list[Post] = field(default_factory=list)
    statics: list[tuple[str, Place]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    archive: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, CategoryPath], str] = field(default_factory=dict)

    def add(self, found: Found, place: Place) -> None:
        """Note one file by its role. A post that cannot be read is told and left out."""
        if place.role is Role.DATA:
            self.data.append(found.path)
        elif place.role is Role.STATIC:
            self.statics.append((found.path, place))
        elif place.role is Role.IGNORED:
            self._ignored(found.path)
        elif self._is_output(place):
            self._read(found, place)

    def _ignored(self, path: str) -> None:
        if re.search(r"(?:^|/)_posts/", path):
            self.beside.append(path)

    def _is_output(self, place: Place) -> bool:
        """Whether the site shows documents of this collection."""
        if place.role is not Role.DOCUMENT:
            return True
        return self.reader.config.collections.get(place.collection, {}).get("output") is True

    def _read(self, found: Found, place: Place) -> None:
        reader = self.reader
        name = reader.name(found.path)
        try:
            text = read_text(reader.config.root / name, name, reader.tell)
        except SourceError as error:
            reader.tell.add("unreadable", name, 0, str(error))
            return
        post = reader.post(found.path, place, text, found.modified)
        if place.role is Role.PAGE and self._is_of_theme(post):
            return
        if not self._is_own_list(post):
            self.posts.append(replace(post, body=None))

    def _is_own_list(self, post: Post) -> bool:
        """Whether a page is nothing but a list that blogconv has written, which each engine has its own way to make."""
        listed = OWN_LIST.search(post.body or "")
        if not listed or OWN_LIST.sub("", post.body or "").strip():
            return False
        if post.address == "/":
            return post.front_matter.get("layout") == "home" and post.title == self.reader.config.text(
                "title"
            )
        taxonomy, term = post.front_matter.get("taxonomy"), post.front_matter.get("term")
        if isinstance(taxonomy, str) and isinstance(term, list) and term:
            self.terms[taxonomy, tuple(map(text_of, term))] = post.address
        elif listed[1] == "posts" and not listed[2].strip():
            self._note_archive(post)
        return True

    def _note_archive(self, post: Post) -> None:
        if not self.archive and post.address.endswith("/"):
            self.archive = {"archive_dir": post.address, "archive_title": post.title or ""}

    def _is_of_theme(self, post: Post) -> bool:
        """Whether a page only lists posts or fills a template; that is told, and the target has its own."""
        body = post.body or ""
        sheet = extension(post.path) in _SHEETS
        if (
            not sheet
            and not _LISTING.search(body)
            and not (post.markup == "other" and _TEMPLATE.search(body))
        ):
            return False
        if "taxonomy" in post.front_matter and "term" in post.front_matter:
            return False
        if (
            _ARCHIVE.search(body)
            and post.markup != "other"
            and post.address.strip("/") not in ("", "index.html")
        ):
            self._note_archive(post)
        what = "a style sheet" if sheet else "a template that lists the site's posts or settings"
        self.reader.tell.add(
            "theme-page", post.path, 0, f"it is {what}, and left out; it had the address {post.address}"
        )
        return True

    def complete(self, site: Site) -> Site:
        """`site` with all posts, pages and files."""
        reader = self.reader
        terms = {**term_pages(self.posts), **self.terms}
        posts = tuple(self._with_files(post) for post in self.posts)
        taken = {asset.path for post in posts for asset in post.assets}
        for path in self.beside:
            if reader.name(path) not in taken:
                message = (
                    "Jekyll does not publish this file: it lies among the posts and has no date in its name"
                )
                reader.tell.add("not-published", reader.name(path), 0, message)
        self._tell_duplicates(posts)
        pattern = neutral_pattern(
            reader.template(Place(Role.POST, "posts")), posts, self._default_permalink()
        )
        return replace(
            site,
            posts=posts,
            permalink=pattern,
            assets=tuple(self._assets()),
            data=tuple(Asset(reader.name(p), "", p.split("/", 1)[1]) for p in self.data),
            term_addresses={**_archives(reader.config, posts), **terms},
            config={**site.config, **self.archive},
        )

    def _default_permalink(self) -> str:
        """A permalink that `defaults:` give to all posts."""
        defaults = self.reader.config.values.get("defaults")
        for entry in defaults if isinstance(defaults, list) else ():
            values = entry.get("values") if isinstance(entry, dict) else None
            scope = entry.get("scope") if isinstance(entry, dict) else None
            kind = scope.get("type") if isinstance(scope, dict) else None
            if (
                kind in ("posts", "post")
                and isinstance(values, dict)
                and isinstance(values.get("permalink"), str)
            ):
                return str(values["permalink"])
        return ""

    def _with_files(self, post: Post) -> Post:
        """jekyll-postfiles publishes what lies in a post's own folder below the post's address."""
        folder = post.path.rpartition("/")[0]
        if (
            post.kind is not Kind.POST
            or not self.reader.config.has("jekyll-postfiles")
            or folder.endswith("_posts")
        ):
            return post
        files = [self.reader.name(p) for p in self.beside]
        own = [name for name in files if name.startswith(f"{folder}/")]
        at = post.address if post.address.endswith("/") else post.address.rpartition("/")[0] + "/"
        assets = [
            Asset(name, at + name.removeprefix(f"{folder}/"), name.removeprefix(f"{folder}/")) for name in own
        ]
        return replace(post, assets=tuple(assets))

    def _assets(self) -> Iterator[Asset]:
        for path, place in self.statics:
            if place.collection and not self._is_output(Place(Role.DOCUMENT, place.collection)):
                continue
            address = f"/{place.collection}/{place.inner}" if place.collection else f"/{path}"
            if address in OWN_FILES:
                continue
            yield Asset(self.reader.name(path), address)

    def _tell_duplicates(self, posts: Iterable[Post]) -> None:
        seen: dict[str, str] = {}
        for post in posts:
            if (
                post.status is Status.PUBLISHED
                and (other := seen.setdefault(post.address, post.path)) != post.path
            ):
                message = f"it has the address {post.address} of {other}; Jekyll shows only one of them"
                self.reader.tell.add("duplicate-address", post.path, 0, message)


def neutral_pattern(template: str, posts: Iterable[Post], default: str) -> str:
    """The pattern of the posts' addresses in variables that every engine has, where that is possible.

    Categories fall out of it where no post has any; `:slug` is about `:title`.
    """
    pattern = (default or template).lstrip("/").replace(":output_ext", ".html").replace(":slug", ":title")
    if not any(post.categories for post in posts):
        pattern = re.sub(r":(?:slugified_)?categories/?", "", pattern)
    return pattern


def _archives(config: JekyllConfig, posts: Iterable[Post]) -> dict[tuple[str, CategoryPath], str]:
    """The addresses of terms by jekyll-archives (jekyll/jekyll-archives:lib/jekyll-archives.rb)."""
    settings = config.mapping("jekyll-archives")
    enabled = settings.get("enabled")
    if not config.has("jekyll-archives") or not enabled:
        return {}
    patterns = {"tag": "/tag/:name/", "category": "/category/:name/"}
    own = settings.get("permalinks")
    patterns |= {k: str(v) for k, v in own.items()} if isinstance(own, dict) else {}
    found: dict[tuple[str, CategoryPath], str] = {}
    names = {
        "tags": [t for post in posts for t in post.tags],
        "categories": [c for post in posts for path in post.categories for c in path],
    }
    for taxonomy, key in (("tags", "tag"), ("categories", "category")):
        if enabled == "all" or (isinstance(enabled, list) and taxonomy in enabled):
            for name in dict.fromkeys(names[taxonomy]):
                found[taxonomy, (name,)] = patterns[key].replace(":name", slugify(name))
    return found


def load(site: Site, post: Post) -> Post:
    """`post` with its body. Raises SourceError when its file cannot be read."""
    text = read_text(site.root / post.path, post.path)
    parts = cut(text, JEKYLL)
    return replace(post, body=parts.body, body_line=parts.body_line)


def parse(site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
    """The post that `text` would be as the file `path`: a page only where its path has no date and no `_posts`."""
    config = JekyllConfig(site.root, site.config)
    reader = SiteReader(config, site.timezone, diagnostics)
    inner = path if "/" in path else f"_posts/{path}"
    place = reader.roles.of(inner)
    if place.role not in (Role.POST, Role.DRAFT, Role.DOCUMENT):
        place = Place(Role.POST if "/" not in path else Role.PAGE, "posts" if "/" not in path else "", path)
    return replace(reader.post(inner, place, text.removeprefix("\ufeff")), path=path)

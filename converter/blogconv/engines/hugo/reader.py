"""The reading half of the Hugo engine: any version's sites, bundles, several languages, divided configurations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...diagnostics import Diagnostics
from ...errors import SourceError
from ...model import Asset, Kind, Post, Site, Status
from ...tree import read_text
from ...urls import split_url
from ..base import OWN_FILES, ReadOptions
from .addresses import PathRule
from .reading.dialect import dialect_of, flavours_of, has_own, settings_for_writers
from .reading.frontmatter import OWN_KEYS, split
from .reading.places import Places
from .reading.posts import Draft, PostReader
from .reading.settings import Settings, config_folder, find_config, load_settings, truth
from .reading.terms import Terms
from .reading.tree import Page, Tree, content_path, read_tree, role_of

_MERGED_BLANKS_BEFORE = 112
_HUGO_KEYS = ("baseurl", "theme", "module", "permalinks", "markup", "taxonomies", "contentdir", "languages")


def recognise(root: Path) -> str | None:
    """A hugo.toml (yaml, json), or a config file or folder that has Hugo's settings, and content."""
    main = find_config(root)
    if main is not None and main.stem == "hugo":
        return f"there is {main.name}"
    if main is None and config_folder(root) is None:
        return None
    try:
        settings = load_settings(root, Diagnostics())
    except SourceError:
        return None
    key = next((k for k in _HUGO_KEYS if k in settings.values), None)
    if key is None or not (root / settings.text("contentdir", default="content")).exists():
        return None
    return f"{settings.files[-1]} has the setting {key}, and there is a content folder"


def read(root: Path, options: ReadOptions, diagnostics: Diagnostics) -> Site:
    """The site at `root`. Raises SourceError where its configuration cannot be read."""
    settings = load_settings(root.absolute(), diagnostics)
    tree = read_tree(settings)
    for code, path, message in tree.unread:
        diagnostics.add(code, path, 0, message)
    reader = PostReader(settings, diagnostics)
    drafts = _drafts(reader, tree, diagnostics)
    places = _places(settings, drafts)
    site = _with_posts(_site(settings, options.flavours), reader, drafts, places, options.drafts)
    assets = tuple(_assets(tree))
    _tell_duplicates(site.posts, assets, diagnostics)
    data = tuple(Asset(file.source, "", file.path) for file in tree.data)
    return replace(site, assets=assets, data=data)


def load(site: Site, post: Post) -> Post:
    """`post` with its body. Raises SourceError when its file cannot be read."""
    text = read_text(site.root / post.path, post.path)
    parts = split(Settings(site.root, site.config), post.path, text, Diagnostics())
    return replace(post, body=parts.body, body_line=parts.line)


def blank() -> Site:
    """A site with Hugo's defaults, our own shortcodes and no posts."""
    return _site(Settings(Path()), ())


def parse(site: Site, path: str, text: str, diagnostics: Diagnostics) -> Post:
    """The post that `text` would be as the file `path`; a post also where it lies in no section."""
    settings = Settings(site.root, site.config)
    file = content_path(settings, path) or content_path(settings, f"content/posts/{path}")
    assert file is not None
    file = replace(file, source=path)
    reader = PostReader(settings, diagnostics)
    draft = reader.completed(reader.draft(Page(file, role_of(file)), text))
    places = _places(settings, [draft])
    post = reader.addressed(draft, places)
    return replace(post, kind=Kind.POST) if path.rpartition("/")[0] in ("", ".") else post


def _drafts(reader: PostReader, tree: Tree, diagnostics: Diagnostics) -> list[Draft]:
    """All pages, sections first: what they cascade reaches the pages below."""
    drafts: list[Draft] = []
    for page in sorted(tree.pages, key=lambda p: p.role != "section"):
        try:
            text = read_text(reader.settings.root / page.file.source, page.file.source, diagnostics)
        except SourceError as error:
            diagnostics.add("unreadable", page.file.source, 0, str(error))
            continue
        draft = reader.draft(page, text)
        drafts.append(replace(draft, post=replace(draft.post, body=None)))
    return sorted((reader.completed(d) for d in drafts), key=lambda d: d.post.path)


def _places(settings: Settings, drafts: Iterable[Draft]) -> Places:
    sections = {
        d.page.path: (str(d.data.get("slug") or ""), d.post.title or "")
        for d in drafts
        if d.page.role == "section" and d.language == settings.language
    }
    rule = PathRule(
        lower=not settings.flag("disablepathtolower"),
        accents=not settings.flag("removepathaccents"),
        merged=settings.version < _MERGED_BLANKS_BEFORE,
    )
    return Places(settings, rule, sections)


def _with_posts(
    site: Site, reader: PostReader, drafts: list[Draft], places: Places, with_drafts: bool
) -> Site:
    terms = Terms(places, reader.taxonomies, reader.tell)
    for draft in drafts:
        if reader.hugo_kind(draft.page) == "term" and draft.language == reader.settings.language:
            terms.add_page(draft)
    posts = []
    for draft in drafts:
        if not truth(draft.data.get("draft")) or with_drafts:
            posts.append(terms.of(reader.addressed(draft, places)))
    posts = [terms.with_paths(post) for post in posts]
    default = [p for p in posts if p.language in (None, reader.settings.language)]
    config = {**site.config, "section_lists": _section_lists(drafts, default)}
    return replace(site, posts=tuple(posts), term_addresses=terms.addresses(default), config=config)


def _section_lists(drafts: Iterable[Draft], posts: Iterable[Post]) -> dict[str, dict[str, str]]:
    """The first folders in which posts lie, with the title and the address of the list that Hugo makes of each."""
    listed = {p.path for p in posts if p.kind is Kind.POST and p.status is Status.PUBLISHED}
    pages = {p.path: p for p in posts}
    own = {
        d.page.path: pages[d.post.path] for d in drafts if d.page.role == "section" and d.post.path in pages
    }
    folders = {d.page.path.partition("/")[0] for d in drafts if d.post.path in listed and "/" in d.page.path}
    found = {}
    for folder in sorted(folders):
        page = own.get(folder)
        title = page.title if page and page.title else folder.capitalize()
        found[folder.lower()] = {
            "title": title,
            "path": page.address if page else f"/{PathRule().name(folder)}/",
        }
    return found


def _assets(tree: Tree) -> Iterable[Asset]:
    """The files of static/ and those that lie beside pages."""
    for file, address in tree.files:
        if address not in OWN_FILES:
            yield Asset(file.source, address)


def _tell_duplicates(posts: Iterable[Post], assets: Iterable[Asset], tell: Diagnostics) -> None:
    """Of two pages at one address Hugo shows one, silently."""
    seen: dict[str, str] = {}
    shown = [p for p in posts if p.status is Status.PUBLISHED]
    for path, address in [(p.path, p.address) for p in shown] + [(a.path, a.address) for a in assets]:
        if (other := seen.setdefault(address, path)) != path:
            message = f"it has the address {address} of {other}; Hugo shows only one of them"
            tell.add("duplicate-address", path, 0, message)


def _site(settings: Settings, flavours: tuple[str, ...]) -> Site:
    """The site without its files."""
    found, reasons = flavours_of(settings, flavours)
    own = settings.of_language(settings.language)
    url = str(own.get("baseurl") or settings.text("baseurl"))
    extra: dict[str, Any] = {**settings_for_writers(settings), "own_shortcodes": has_own(settings)}
    return Site(
        engine="hugo",
        root=settings.root,
        title=str(own.get("title") or settings.text("title")),
        description=_described(settings, own, "description"),
        author=_described(settings, own, "author"),
        language=str(
            own.get("locale")
            or own.get("languagecode")
            or settings.text("locale")
            or settings.text("languagecode")
            or settings.language
        ),
        url=url.rstrip("/") if "://" in url else "",
        base_path="/" + f"{split_url(url).path.strip('/')}/".lstrip("/"),
        timezone=settings.text("timezone") or "UTC",
        permalink=_main_pattern(settings),
        config={**settings.values, **extra},
        dialect=dialect_of(settings),
        flavours=found,
        reasons=reasons,
        own_keys=OWN_KEYS,
    )


def _described(settings: Settings, own: Any, key: str) -> str:
    """A text that themes take from `params`, and older sites had at the top."""
    params = own.get("params") if isinstance(own, dict) else None
    for table in (params, settings.table("params"), settings.values):
        value = table.get(key) if isinstance(table, dict) else None
        value = value.get("name") if isinstance(value, dict) else value
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value:
            return value
    return ""


def _main_pattern(settings: Settings) -> str:
    """The permalink pattern of the section that has one; the first of several."""
    table = settings.get("permalinks")
    table = table.get("page", table) if isinstance(table, dict) else {}
    found = (v for v in table.values() if isinstance(v, str)) if isinstance(table, dict) else ()
    return next(iter(found), "")

"""What the links and embeds of a vault mean on the blog: addresses, text of other notes, nothing that is private."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from ...body import Construct
from ...diagnostics import Diagnostics
from ...errors import SourceError
from ...model import Post, Site, Status
from ...notations.templates import print_template
from ...tables import Rows, vocabulary
from ...translate import Target, Tell, Translator
from ...tree import read_text
from ...urls import encode_path
from . import text as notes
from .body import scanner
from .embeds import Transclusion
from .headings import Heading, find, headings, with_ids
from .properties import split
from .vault import Files, Goal, Goals, normal

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_INLINE = re.compile(r"\[\[|\]\(|%%|==")
_SHOWN = (Status.PUBLISHED, Status.SCHEDULED)


class VaultResolver:
    """Completes the constructs of a vault: links, embeds, titles of callouts; leaves comments out."""

    def __init__(self, site: Site) -> None:
        self._site = site
        paths: tuple[str, ...] = site.config.get("vault_files", ())
        files = Files(paths, unsupported=bool(site.config.get("unsupported")))
        self._goals = Goals(files, site.root, str(site.config.get("config_folder", "")))
        self._posts = {post.path: post for post in site.posts}
        self._served: Mapping[str, str] = site.config.get("served", {})
        self._aliases: Mapping[str, str] = site.config.get("aliases", {})
        self._transclusion = Transclusion(files, self._shown_text)
        self._heading_ids = lru_cache(maxsize=256)(self._read_heading_ids)
        self._kinds: dict[str, Callable[[Post, Construct, Tell], Construct]] = {
            "post-link": self._link,
            "post-address": self._address,
            "image": self._media,
            "audio": self._media,
            "video": self._media,
            "pdf": self._media,
            "include": self._embed,
            "widget": self._widget,
            "callout": self._callout,
            "comment": self._comment,
        }

    def __call__(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        resolve = self._kinds.get(construct.kind)
        return resolve(post, construct, tell) if resolve else construct

    # Where links lead

    def _goal(self, link: str, post: Post, tell: Tell) -> Goal:
        goal = self._goals.of(link, post.path)
        if goal.path and goal.ties:
            others = ", ".join((goal.path, *goal.ties))
            tell("ambiguous-link", f"'{link}' may mean any of {others}; the first is taken")
        return goal

    def _public(self, path: str, tell: Tell) -> Post | None:
        """The post at `path` if readers see it; else None, and it is told that it was linked."""
        post = self._posts.get(path)
        if post and post.status in _SHOWN:
            return post
        tell("unpublished-link", f"it leads to {path}, which is not published; only its text is kept")
        return None

    def _url(self, address: str) -> str:
        return encode_path(self._site.base_path.rstrip("/") + address)

    def _file_url(self, path: str) -> str:
        return self._url(self._served.get(path, "/" + path))

    def _fragment(self, path: str, fragment: str, tell: Tell) -> str:
        """`#ID` for the heading or block that a link means; empty for none, and where there is no such part."""
        if not fragment.strip("#"):
            return ""
        if fragment.startswith("^"):
            return f"#{notes.anchor(fragment[1:])}"
        ids = self._heading_ids(path)
        heading = find([h for h, _ in ids], [part for part in fragment.split("#") if part.strip()])
        found = next((identifier for h, identifier in ids if h is heading), None)
        if found is None:
            tell(
                "broken-link",
                f"there is no heading '{fragment}' in the note; the link leads to its beginning",
            )
            return ""
        return f"#{quote(found, safe='-_.~')}" if found else ""

    def _read_heading_ids(self, path: str) -> tuple[tuple[Heading, str], ...]:
        """The headings of a note with their ids; one that is left out, since it is the title, has none."""
        text = self._text(path) or ""
        post = self._posts.get(path)
        body = notes.without_title(text, post.title if post else None)
        found = with_ids(headings(body), self._site.dialect.heading_ids)
        return (*((h, "") for h in headings(text)[:1] if body != text), *found)

    def _text(self, path: str) -> str | None:
        post = self._posts.get(path)
        if post and post.body is not None:
            return post.body
        try:
            text = read_text(self._site.root / path, path)
        except SourceError:
            return None
        return split(path, text.replace("\r\n", "\n"), Diagnostics())[1]

    def _shown_text(self, path: str) -> str | None:
        post = self._posts.get(path)
        return self._text(path) if post and post.status in _SHOWN else None

    # Links

    def _link(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        args = dict(construct.args)
        link, written = str(args.get("post", "")), args.get("url")
        wiki = construct.raw.startswith(("[[", "![["))
        shown = str(args.get("text") or display(link))
        args["text"] = literal(shown) if wiki else self._neutral(shown, post, tell)
        if written and _SCHEME.match(str(written)) and not str(written).startswith("obsidian:"):
            return replace(construct, args=args)
        goal = self._goal(link, post, tell)
        url = self._goal_url(goal, post, tell)
        if url is None and goal.path is None:
            self._tell_missing(link, tell)
            url = written if written and not link.partition("#")[0].lower().endswith(".md") else None
        args.pop("url", None)
        return replace(construct, args=args | ({"url": url} if url else {}))

    def _goal_url(self, goal: Goal, post: Post, tell: Tell) -> str | None:
        """The address of a goal; None where there is nothing, or nothing for readers."""
        if goal.path is None:
            return None
        if goal.path == post.path:
            return self._fragment(goal.path, goal.fragment, tell) or "#"
        if not goal.path.lower().endswith(".md"):
            return self._file_url(goal.path) + (f"#{goal.fragment}" if goal.fragment else "")
        target = self._public(goal.path, tell)
        return self._url(target.address) + self._fragment(goal.path, goal.fragment, tell) if target else None

    def _tell_missing(self, link: str, tell: Tell) -> None:
        name = link.partition("#")[0].strip()
        other = self._aliases.get(normal(name))
        if other:
            note = PurePosixPath(other).stem
            message = f"'{name}' is an alias, which no link leads by; write [[{note}|{name}]]"
            tell("broken-link", message)

    def _address(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """The destination of a picture or a definition. One that leads nowhere stays as it is written."""
        args = dict(construct.args)
        goal = self._goal(str(args.get("post", "")), post, tell)
        url = self._goal_url(goal, post, tell)
        if goal.path is not None:
            args["url"] = url or "#"
        return replace(construct, args=args)

    # Embeds

    def _media(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        args = dict(construct.args)
        link = str(args.get("src", ""))
        if _SCHEME.match(link):
            return construct
        goal = self._goal(link, post, tell)
        if goal.path is None:
            tell("broken-link", f"there is no file '{link}' in the vault")
            return construct
        if goal.path.lower().endswith(".md"):
            return self._embed(post, replace(construct, kind="include", args={"path": link}), tell)
        height = re.search(r"height=(\d+)", goal.fragment) if construct.kind == "pdf" else None
        if height:
            args.setdefault("height", height[1])
        fragment = f"#{goal.fragment}" if goal.fragment else ""
        args["src"] = self._file_url(goal.path) + fragment
        return replace(construct, args=args)

    def _embed(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """The text of the other note; a link to it where it embeds itself or the reader asked for links."""
        link = str(construct.args.get("path", ""))
        as_link = replace(construct, kind="post-link", args={"post": link}, inline=True)
        goal = self._goal(link, post, tell)
        if goal.path is None:
            tell("broken-link", f"there is no note '{link}' to show here")
            return self._link(post, as_link, tell)
        if not goal.path.lower().endswith(".md"):
            return self._link(post, as_link, tell)
        shown = self._public(goal.path, tell)
        if shown is None:
            return replace(as_link, args={"text": literal(display(link))})
        if self._site.config.get("embeds") == "link":
            return self._link(post, as_link, tell)
        body = None
        if goal.path != post.path or goal.fragment:
            body = self._transclusion.text(goal.path, goal.fragment, (post.path,))
        if body is None:
            tell("broken-link", f"'{link}' cannot be shown here; a link to it is written")
            return self._link(post, as_link, tell)
        if self._site.config.get("embeds") == "quote":
            return replace(construct, kind="quote", args={}, body=body, body_kind="markdown")
        source = display(f"{shown.title}#{goal.fragment}").replace("--", "- -")
        body = f"<!-- from: {source} -->\n\n{body}"
        return replace(construct, kind="group", args={"classes": "embed"}, body=body, body_kind="markdown")

    def _widget(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """A drawing or table: the picture that was exported beside it, else its name."""
        name = str(construct.args.get("name", ""))
        if construct.origin[1] != "wikilink":
            return construct
        base = name.partition("#")[0].removesuffix(".md")
        for extension in ("svg", "png"):
            for picture in (f"{base}.{extension}", f"{base.rpartition('.')[0]}.{extension}"):
                goal = self._goals.of(picture, post.path)
                if goal.path:
                    args = {"src": self._file_url(goal.path), "alt": base}
                    return replace(construct, kind="image", args=args, inline=True)
        tell("plugin-output", f"what Obsidian shows of '{name}' cannot be shown; its name is written")
        return replace(construct, kind="post-link", args={"text": literal(name)}, inline=True)

    # Callouts, comments

    def _callout(self, post: Post, construct: Construct, tell: Tell) -> Construct:
        """The callout with the title that Obsidian shows for an alias or a type of the author's own."""
        args = dict(construct.args)
        written = construct.origin[2]
        if title := args.get("title"):
            args["title"] = _inline(self._neutral(str(title), post, tell))
        elif construct.origin[1] == "alert" and written not in vocabulary().types:
            args["title"] = written.replace("-", " ").capitalize()
        kind = str(args.get("type", "note"))
        if kind not in vocabulary().types:
            args["type"] = "-".join(kind.split())
        attrs = str(args.get("attrs", ""))
        if attrs in vocabulary().types and kind in (*vocabulary().types[attrs], "note"):
            args |= {"type": attrs}
            del args["attrs"]
        return replace(construct, args=args)

    def _comment(self, _post: Post, construct: Construct, tell: Tell) -> Construct:
        """Nothing: a comment is the author's own. One that nothing closes hides all that follows, which is told."""
        if not re.search(r"(?<!%)%%\Z", construct.raw.strip()[2:]):
            tell("open-comment", "nothing closes this comment: all that follows is hidden, as in Obsidian")
        return replace(construct, kind="literal", args={}, body="", body_kind="raw")

    def _neutral(self, title: str, post: Post, tell: Tell) -> str:
        """Inline text in which links, marks and comments of Obsidian are written as every Markdown has them."""
        if not _INLINE.search(title):
            return title
        rows = {k: [r for r in v if r.notation == "template"] for k, v in Rows("common").writing().items()}
        target = Target(rows, {"template": print_template}, lambda _: [], self._site.dialect)
        found = Diagnostics()

        def resolve(construct: Construct, inner: Tell) -> Construct:
            return self(post, construct, inner)

        rows_read = Rows("obsidian", self._site.flavours)
        translator = Translator(
            scanner(self._site, rows_read), self._site.dialect, target, resolve, found, post.path
        )
        done = translator.translate(title).text
        for finding in found:
            if finding.code != "fallback":
                tell(finding.code, finding.message)
        return " ".join(done.split("\n"))


def _inline(title: str) -> str:
    """A title that no engine takes for a list, a heading or a quote."""
    return re.sub(r"\A(?=[-+*][ \t]|#{1,6}[ \t]|>)|\A(\d{1,9})(?=[.)][ \t])", r"\1\\", title)


def display(link: str) -> str:
    """What Obsidian shows for a link without a text: `Note > Heading`, and of one within the note `Heading`."""
    return " > ".join(part.strip() for part in link.split("#") if part.strip())


def literal(shown: str) -> str:
    """The text of a wikilink, which is no Markdown, as Markdown."""
    return re.sub(r"[\\`*<\[\]~]|(?<![^\W_])_|_(?![^\W_])", r"\\\g<0>", shown)

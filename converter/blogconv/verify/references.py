"""What the links, pictures and embedded things of two renderings of a page differ in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from .differences import Difference, Pair, opcodes, shortened
from .pages import Link, Media, Page
from .sites import BuiltSite, Status, Target


def reference_differences(pair: Pair) -> Iterator[Difference]:
    """All differences between what two renderings of a page link to, show and embed."""
    yield from _links(pair)
    yield from _media(pair, "image")
    yield from _media(pair, "embed")


def _links(pair: Pair) -> Iterator[Difference]:
    old = [_key(pair, pair.old, pair.old_site, link.target) for link in pair.old.links]
    new = [_key(pair, pair.new, pair.new_site, link.target) for link in pair.new.links]
    for verb, i, j, k, m in opcodes(old, new):
        if verb != "equal":
            yield from (_link(pair, *two) for two in zip_longest(pair.old.links[i:j], pair.new.links[k:m]))


def _link(pair: Pair, old: Link | None, new: Link | None) -> Difference:
    if old is None or new is None:
        link = old or new
        verb = "is gone" if new is None else "was not there"
        shown = "" if link is None else str(link.target)
        text = "" if link is None else shortened(link.text)
        return pair.says("link", shown if old else "", shown if new else "", f"the link “{text}” {verb}")
    return pair.says(
        "link", str(old.target), str(new.target), f"the link “{shortened(old.text)}” leads elsewhere"
    )


def _key(pair: Pair, page: Page, site: BuiltSite, target: Target) -> str:
    """Where a link of `page`, which is on `site`, leads on the new site."""
    if not target.inside:
        return _outside(str(target))
    place = pair.new_site.place(target.place if site is pair.new_site else site.place(target.place))
    return str(target._replace(place=place, fragment=_anchor(pair, page, target.fragment, place)))


def _anchor(pair: Pair, page: Page, fragment: str, place: str) -> str:
    """The fragment; within a page only whether it leads somewhere, ids being compared with the headings."""
    if not fragment or place != pair.new_site.place(pair.new.address):
        return fragment
    return "(here)" if fragment in page.ids else fragment


def _outside(url: str) -> str:
    """An address of another site, its protocol and final slash left out of the comparison."""
    return url.removeprefix("https:").removeprefix("http:").removesuffix("/")


def _media(pair: Pair, kind: str) -> Iterator[Difference]:
    old = [m for m in pair.old.media if m.kind == kind]
    new = [m for m in pair.new.media if m.kind == kind]
    for verb, i, j, k, m in opcodes([_media_key(x) for x in old], [_media_key(x) for x in new]):
        if verb == "equal":
            found = [_same_name(pair, *two) for two in zip(old[i:j], new[k:m], strict=True)]
        else:
            found = [_other_name(pair, *two) for two in zip_longest(old[i:j], new[k:m])]
        yield from (f for f in found if f is not None)


def _media_key(media: Media) -> str:
    target = media.target
    return target.place.rpartition("/")[2] if target.inside else _outside(str(target))


def _same_name(pair: Pair, old: Media, new: Media) -> Difference | None:
    if old.target.inside and not _is_same_file(pair, old, new):
        return _lost(pair, old, new)
    if old.alt != new.alt:
        return pair.says(old.kind, old.alt, new.alt, f"the text in place of {old.target} differs")
    return None


def _other_name(pair: Pair, old: Media | None, new: Media | None) -> Difference | None:
    kind = (old or new or Media("image", Target(""), "")).kind
    noun = "picture" if kind == "image" else "embedded page or medium"
    if old is None or new is None:
        before, after = str(old.target) if old else "", str(new.target) if new else ""
        return pair.says(kind, before, after, f"the {noun} {'was not there' if old is None else 'is gone'}")
    if old.target.inside and new.target.inside and _is_same_file(pair, old, new):
        return None
    return pair.says(kind, str(old.target), str(new.target), f"another {noun} is shown")


def _lost(pair: Pair, old: Media, new: Media) -> Difference | None:
    """What to say of a picture whose file is another one; nothing where the file's own address tells it."""
    if new.target.place == old.target.place:
        return None
    served = pair.new_site.arrive(new.target.place).status is not Status.MISSING
    sentence = "another file is shown" if served else "the file is not there"
    return pair.says(old.kind, str(old.target), str(new.target), sentence)


def _is_same_file(pair: Pair, old: Media, new: Media) -> bool:
    """Whether both show the same bytes, or the old site did not have the file either."""
    before = pair.old_site.arrive(old.target.place).file
    after = pair.new_site.arrive(new.target.place).file if new.target.inside else ""
    if not before:
        return True
    return bool(after) and same_bytes(pair.old_site, before, pair.new_site, after)


def same_bytes(old: BuiltSite, old_file: str, new: BuiltSite, new_file: str) -> bool:
    """Whether two files have the same content."""
    before, after = old.root / old_file, new.root / new_file
    if before.stat().st_size != after.stat().st_size:
        return False
    with before.open("rb") as one, after.open("rb") as other:
        while chunk := one.read(1 << 20):
            if chunk != other.read(1 << 20):
                return False
    return True

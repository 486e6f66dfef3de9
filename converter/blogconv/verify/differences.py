"""What two renderings of one page differ in, as typed values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from .pages import Page
from .pieces import CONTAINERS, Piece
from .sites import BuiltSite

_AROUND = 40
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff]|\w+|[^\w\s]")
_MOST_PAIRS = 250_000


class Difference(NamedTuple):
    """One thing that a reader of the new site sees otherwise than on the old one.

    `old` and `new` show the place, cut to a line; `sentence` says what it is.
    """

    address: str
    aspect: str
    old: str
    new: str
    sentence: str


class Pair(NamedTuple):
    """A page of the old site and the one that took its place."""

    old: Page
    new: Page
    old_site: BuiltSite
    new_site: BuiltSite

    def says(self, aspect: str, old: str, new: str, sentence: str) -> Difference:
        return Difference(self.old.address, aspect, shortened(old), shortened(new), sentence)


def text_differences(pair: Pair) -> Iterator[Difference]:
    """All differences between two renderings of a page but those of its links and pictures."""
    yield from _facts(pair)
    if pair.old.pieces != pair.new.pieces:
        yield from _Pieces(pair).differences()


def printable(text: str) -> str:
    """`text` without what no output can encode: the odd bytes of file names."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shortened(text: str) -> str:
    """`text` on one line of at most 120 characters."""
    text = " ".join(text.split())
    return text if len(text) <= 120 else text[:119] + "…"


def _facts(pair: Pair) -> Iterator[Difference]:
    old, new = pair.old, pair.new
    if old.title != new.title:
        yield pair.says("title", old.title, new.title, "the title differs")
    if old.date and not same_moment(old.date, new.date):
        yield pair.says("date", old.date, new.date, "the date differs" if new.date else "the date is gone")
    if old.updated and new.updated and not same_moment(old.updated, new.updated):
        yield pair.says("updated", old.updated, new.updated, "the date of the last change differs")
    for aspect, before, after in (
        ("tags", old.tags, new.tags),
        ("categories", old.categories, new.categories),
    ):
        if before != after:
            lost, won = sorted({*before} - {*after}), sorted({*after} - {*before})
            told = [f"{', '.join(lost)} gone"] * bool(lost) + [f"{', '.join(won)} new"] * bool(won)
            yield pair.says(aspect, ", ".join(before), ", ".join(after), f"{aspect}: {'; '.join(told)}")


def same_moment(old: str, new: str) -> bool:
    """Whether two dates mean the same as far as both are written: the same day, or the same second."""
    before, after = _moment(old), _moment(new)
    if before is None or after is None:
        return old.strip() == new.strip()
    days = len(old.strip()) <= 10 or len(new.strip()) <= 10
    if before.tzinfo and after.tzinfo and not days:
        return abs(before - after) < timedelta(seconds=1)
    wall = [m.replace(tzinfo=None, microsecond=0) for m in (before, after)]
    if days:
        # a day has no zone, and engines print moments in UTC
        utc = any(m.utcoffset() == timedelta(0) for m in (before, after))
        return wall[0].date() == wall[1].date() or (
            utc and abs(wall[0] - wall[1]) < timedelta(days=1, hours=14)
        )
    return wall[0] == wall[1]


def _moment(text: str) -> datetime | None:
    text = re.sub(r"\s*(?:UTC|Z)$", "+00:00", text.strip())
    try:
        return datetime.fromisoformat(re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", text))
    except ValueError:
        return None


def first_difference(old: str, new: str) -> tuple[str, str]:
    """The words of two texts around the first place where they differ."""
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    same = 0
    while same < min(len(before), len(after)) and before[same][0] == after[same][0]:
        same += 1
    return _excerpt(old, before, same), _excerpt(new, after, same)


def first_other_line(old: str, new: str) -> tuple[int, str, str]:
    """The first line in which two code blocks differ: its number, and both with their blanks made visible."""
    before, after = old.split("\n"), new.split("\n")
    pairs = enumerate(zip_longest(before, after), 1)
    number, (one, other) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
    return number, _visible(one), _visible(other)


def _visible(line: str | None) -> str:
    if line is None:
        return "(no such line)"
    blanks = len(line) - len(line.lstrip())
    return line[:blanks].replace("\t", "→").replace(" ", "·") + line[blanks:] or "(an empty line)"


def _excerpt(text: str, words: list[re.Match[str]], at: int) -> str:
    if at >= len(words):
        place = len(text)
    else:
        place = words[at].start()
    start = next((w.start() for w in words if w.start() >= place - _AROUND // 2), place)
    end = next((w.end() for w in words if w.end() >= place + _AROUND), len(text))
    start = 0 if start <= 3 else start
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """How `old` becomes `new`, as difflib says it; place by place where that would take too long."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    stop, halt = len(old) - end, len(new) - end
    yield "equal", 0, start, 0, start
    for verb, i, j, k, m in _middle(old[start:stop], new[start:halt]):
        yield verb, i + start, j + start, k + start, m + start
    yield "equal", stop, len(old), halt, len(new)


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    before, after = Counter(old), Counter(new)
    if sum(number * after[key] for key, number in before.items()) <= _MOST_PAIRS:
        yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return
    common = min(len(old), len(new))
    for at in range(common):
        yield "equal" if old[at] == new[at] else "replace", at, at + 1, at, at + 1
    yield "replace", common, len(old), common, len(new)


class _Pieces:
    """Compares the pieces of two pages: first which is which, then what is different about them."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.old, self.new = pair.old.pieces, pair.new.pieces
        self.partners: dict[int, int] = {}
        self.origins: dict[int, int] = {}
        self.told: set[tuple[str, int]] = set()
        self.gone: list[int] = []
        self.fresh: list[int] = []

    def differences(self) -> Iterator[Difference]:
        self._match()
        for i, j in self.partners.items():
            yield from self._compare(i, j)
        for i in self.gone:
            if not self._replaced("old", i):
                yield self._alone("old", self.old, i, "is gone")
        for j in self.fresh:
            if not self._replaced("new", j):
                yield self._alone("new", self.new, j, "was not there")
        for i, j in self.partners.items():
            yield from self._compare_places(i, j)

    def _replaced(self, side: str, index: int) -> bool:
        """Whether a container only stands in another's place, what is in it being told of already."""
        other, pieces, others = ("new", self.old, self.new) if side == "old" else ("old", self.new, self.old)
        if pieces[index].kind not in CONTAINERS:
            return False
        partners = self.partners if side == "old" else self.origins
        for at in range(index + 1, len(pieces)):
            if pieces[at].inside < index:
                break
            if at in partners and {(other, partners[at]), (other, others[partners[at]].inside)} & self.told:
                self.told.add((side, index))
                return True
        return False

    def _match(self) -> None:
        for verb, i, j, k, m in opcodes([p.key for p in self.old], [p.key for p in self.new]):
            if verb == "equal":
                self.partners.update(zip(range(i, j), range(k, m), strict=True))
            else:
                self._match_replaced(range(i, j), range(k, m))
        self.origins = {j: i for i, j in self.partners.items()}

    def _match_replaced(self, olds: range, news: range) -> None:
        """Pair off what stands for each other: in order if the kinds fit, else by the words in common."""
        pairs = list(zip(olds, news, strict=False))
        if len(olds) != len(news) or any(self.old[i].kind != self.new[j].kind for i, j in pairs):
            pairs = list(self._by_words(olds, news))
        self.partners.update(pairs)
        taken = {j for _, j in pairs}
        self.gone += [i for i in olds if i not in self.partners]
        self.fresh += [j for j in news if j not in taken]

    def _by_words(self, olds: range, news: range) -> Iterator[tuple[int, int]]:
        at = news.start
        for i in olds:
            for j in range(at, min(news.stop, at + 20)):
                if _alike(self.old[i], self.new[j]):
                    yield i, j
                    at = j + 1
                    break

    def _alone(self, side: str, pieces: Sequence[Piece], index: int, verb: str) -> Difference:
        piece = pieces[index]
        self.told.add((side, index))
        aspect = _aspect(pieces, index)
        old, new = (_shown(piece), "") if side == "old" else ("", _shown(piece))
        return self.pair.says(aspect, old, new, f"the {piece.kind} {verb}")

    def _compare(self, i: int, j: int) -> Iterator[Difference]:
        old, new = self.old[i], self.new[j]
        aspect = _aspect(self.old, i)
        if old.kind != new.kind:
            if old.kind not in CONTAINERS and new.kind in CONTAINERS:
                aspect = new.kind
            self.told |= {("old", i), ("new", j)}
            yield self.pair.says(aspect, _shown(old), _shown(new), f"the {old.kind} is now a {new.kind}")
            return
        if old.kind == "code" and old.text != new.text:
            number, before, after = first_other_line(old.text, new.text)
            yield self.pair.says(aspect, before, after, f"line {number} of the code differs")
        elif old.text != new.text:
            before, after = first_difference(old.text, new.text)
            what = "title of the " if old.kind in CONTAINERS else ""
            yield self.pair.says(aspect, before, after, f"the {what}{old.kind} differs")
        for name in sorted({*old.detail, *new.detail}):
            before, after = old.detail.get(name, ""), new.detail.get(name, "")
            if before != after and not (old.kind == "heading" and name == "id" and not before):
                yield self.pair.says(
                    aspect,
                    before or "none",
                    after or "none",
                    f"{name} of the {old.kind} “{shortened(old.text)[:60]}”",
                )

    def _compare_places(self, i: int, j: int) -> Iterator[Difference]:
        before, after = self.old[i].inside, self.new[j].inside
        if (before < 0 and after < 0) or self.partners.get(before, -1) == after:
            return
        if ("old", before) in self.told or ("new", after) in self.told:
            return
        self.told |= {("old", before)} if before >= 0 else {("new", after)}
        kind = self.old[before].kind if before >= 0 else self.new[after].kind
        how = f"left its {kind}" if before >= 0 else f"has come into a {kind}"
        text = _shown(self.old[i])
        yield self.pair.says(kind, text, text, f"the {self.old[i].kind} {how}")


def _aspect(pieces: Sequence[Piece], index: int) -> str:
    """What a difference of this piece counts as. Text in a callout, fold or footnote counts as that."""
    piece = pieces[index]
    if piece.kind not in ("paragraph", "item", "cell"):
        return piece.kind
    while piece.inside >= 0:
        piece = pieces[piece.inside]
        if piece.kind != "quote":
            return piece.kind
    return pieces[index].kind


def _shown(piece: Piece) -> str:
    details = ", ".join(v for v in piece.detail.values() if v) if piece.kind in CONTAINERS else ""
    return f"{details}: {piece.text}" if details and piece.text else details or piece.text or piece.kind


def _alike(old: Piece, new: Piece) -> bool:
    if old.kind != new.kind:
        return False
    before, after = Counter(_WORD.findall(old.text)), Counter(_WORD.findall(new.text))
    most = max(before.total(), after.total())
    return most == 0 or (before & after).total() * 2 >= most

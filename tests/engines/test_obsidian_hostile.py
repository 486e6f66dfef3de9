"""Each construct of Obsidian in each place that it can stand in, as the real engines show it: nothing of it as text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from blogconv.api import convert
from engines.harness import BuildResult, build_hexo, build_hugo, build_jekyll

CONSTRUCTS = {
    "link": "[[Other|Sn]]",
    "bare link": "[[Other]] Sn",
    "link to a heading": "[[Other#Part *one*|Sn]]",
    "link to a block": "[[Other#^blk|Sn]]",
    "link to nothing": "[[Nowhere #1|Sn]] [[No (where)]]",
    "link to what is private": "[[Secret|Sn]]",
    "text that looks like Markdown": "[[Other|Sn [x] *y* _z_ `c` <b>]]",
    "two links": "[[Other|Sn]][[Other|x]]",
    "picture": "![[pic one.png]] Sn",
    "picture with a size": "![[pic one.png|alt|30]] Sn",
    "Markdown picture": "![Sn|40](pic%20one.png)",
    "missing files": "![[none.png]] ![[Nowhere]] Sn",
    "embed of what is private": "![[Secret]] Sn",
    "embed of a section": "Sn ![[Other#Part *one*]]",
    "embed of a block": "Sn ![[Other#^blk]]",
    "media": "Sn ![[song.mp3]] ![[doc.pdf#page=2]] ![[draw.canvas]]",
    "highlight": "==Sn== x==y==z",
    "formatted highlight": "==a **Sn** b==",
    "link in a highlight": "==[[Other|Sn]]==",
    "highlight with code": "==Sn `==` z==",
    "comment": "Sn %%Hn%%",
    "comment of notations": "%%Hn [[Other]] ==x==%% Sn",
    "comment in a highlight": "==Sn %%Hn%% z==",
    "highlight in a link": "[==Sn==](Other.md)",
    "tag": "Sn #tag/x",
    "inline footnote": "Sn^[note ==m== [[Other|f]] %%Hn%%]",
    "block id": "Sn ^idn",
    "address of the app": "[Sn](obsidian://open?vault=x&file=Other)",
    "Markdown link to a heading": "[Sn](Other.md#Part%20*one*)",
    "emphasis": "*==Sn==* ~~==x==~~",
}
PLACES = {
    "paragraph": "{}",
    "middle": "before {} after",
    "heading": "## Head {}",
    "list": "- {}",
    "numbered list": "1. {}",
    "nested list": "- a\n  - {}",
    "task": "- [ ] {}",
    "quote": "> {}",
    "quote in a quote": "> > {}",
    "callout": "> [!note] T\n> {}",
    "title": "> [!note] T {}\n> body",
    "fold": "> [!tip]- T {}\n> {}",
    "nested callout": "> [!note] A\n> > [!warning]+ B {}\n> > {}",
    "callout in a list": "- i\n  > [!note] T\n  > {}",
    "odd callout": "> [!odd-type|meta data] T {}\n> {}",
    "footnote": "x[^an]\n\n[^an]: {}",
    "strong": "**{}**",
    "HTML": "<b>{}</b>",
    "soft break": "line\n{}\nline",
    "hard break": "line  \n{}",
    "table": "| a | b |\n|---|---|\n| {} | z |",
}
BLOCKS = [
    "%%\nHn\n```\nHn\n```\n\nHn\n%%\n\nSn",
    "- a\n  %%\n  Hn\n\n  Hn\n  %%\n- Sn",
    "> [!note] T\n> %%\n> Hn\n> %%\n> Sn",
    "%% Hn\n\n> [!note] Hn\n> Hn\n\n%%\nSn",
    "Sn\n\n%%Hn",
    "<div>\n\n==Sn== %%Hn%%\n\n</div>",
    "| a | b |\n|---|---|\n| %%Hn%%Sn | ==x== |\n\n^tbl",
    "- a\n- b\n\n^lst\n\nSn",
    "> [!tip] Sn\n> x\n\n^cal",
    "```js\nx\n```\n\n^cod\n\nSn",
    "> quote Sn\n> ^quo",
    "1. a ^one\n2. Sn ^two\n   - c ^three",
    "## Head Sn ^hid",
    "==two\nlines Sn==",
    "==a [[Other|b]] `c==` Sn==",
    "## [[Other|Sn]] and ==x==\n\n[[#Other and x|here]]",
    "a^[note [with [nested] x] `]` Sn]",
    "> a^[in quote Sn]\n> more",
    "- [[Other|Sn]]: %%Hn%%\n\t- tab ==x==\n\t\t- ![[pic one.png|10]]",
    "| ![[Other]] | Sn |\n|---|---|\n| x | y |",
    "![[Loop]] Sn",
    "> [!quote]- [[Other|Sn]] ==m== %%Hn%% ^[fn]\n> x",
    "> [!note]\n> ```\n> [[code]] ==c== %%c%%\n> ```\n> Sn",
    "> [!note] T\n> > [!tip] U\n> > > [!bug]- V\n> > > Sn ==x== ![[pic one.png]]\n> > back\n> back2",
    "> [!note] T\n> | a | b |\n> |---|---|\n> | [[Other\\|Sn]] | %%Hn%% |",
    "> [!faq]- Q\n> A\n\n> [!faq]- Q2 Sn\n> B",
    "> [!note|no-title] \n> Sn",
    "> [!multi word type] Sn\n> x",
    "> [!NOTE]Sn\n> x",
    "- [ ] task [[Other|Sn]] ==x== ^t\n- [x] done %%Hn%%\n- [-] cancelled ![[pic one.png]]",
    "Term\n: def ==Sn==",
    "`a %%` b %%Hn%% `%% c` Sn",
    "[t](https://e.com/?a==b==&c=%%d%%) Sn",
    '<img src="pic%20one.png" alt="a"> Sn <a href="Other.md">x</a>',
    "![[pic one.png]]\n*caption Sn*",
    "![[song.mp3]]\n![[doc.pdf#page=2&height=300]] Sn",
    "![[Other#Part *one*]]\n![[Other#Part *one*]]\nSn",
    "Sn #tag, #a/b/c. (#x) #中文。",
    "**[[Other|Sn]]** _[[Other]]_ ~~[[Other]]~~ ***==x==***",
    "[[Other#Part *one*|Sn]]s and un[[Other|x]]ed",
    "***\n==Sn== %%Hn%%\n***",
    "    code ==x== [[x]]\n\nSn",
    "\t- a ==x==\n\nSn",
    "[ref]: Other.md\n\n[Sn][ref] [[Other]]",
    "[^1]: ==Sn== [[Other]]\n    more %%Hn%% text\n\n    para ![[pic one.png]]\n\nx[^1]",
    "x[^1]\n\n[^1]: [Sn](Other.md)",
    "<details>\n<summary>s</summary>\n\n==Sn==\n\n</details>",
    "<b>[[Other|Sn]]</b> <span>==x==</span> <!-- %% --> ==y==",
    "a\\\n==Sn==\\\n[[Other]]",
    '==Sn==: x，==中文==，=="q"==。',
    "> [!info] T Sn ^[a]\n> ![[Other#^blk]]",
]
"""Longer texts, each a note of its own."""
TEXT = {
    ("block id", "middle"), ("block id", "strong"), ("block id", "HTML"), ("block id", "table"),
    ("embed of a section", "strong"), ("embed of a block", "strong"), ("formatted highlight", "strong"),
}  # fmt: skip
"""What Obsidian itself shows as text: an id that does not end its block, marks around blocks and in marks of a kind."""
HEAD = "---\ndate: 2024-01-02\npermalink: {}/\n---\n"
BUILDS: dict[str, Callable[[Path, Path], BuildResult]] = {
    "hexo": build_hexo,
    "hugo": build_hugo,
    "jekyll": build_jekyll,
}
_HIDDEN = re.compile(r"(?s)<!--.*?-->|<(code|pre|script|style)\b.*?</\1>|<[^>]*>")


class Case(NamedTuple):
    """A construct in a place. Its words are marked with its number: S is to be seen, H is hidden."""

    number: int
    construct: str
    place: str
    text: str


def cases() -> Iterator[Case]:
    pairs = [(p, c) for p in PLACES for c in CONSTRUCTS if (c, p) not in TEXT]
    for number, (place, construct) in enumerate(pairs, 1):
        written = numbered(CONSTRUCTS[construct], number).replace("^idn", f"^id{number}")
        written = re.sub(r"(?<!\\)\|", r"\\|", written) if place == "table" else written
        yield Case(
            number, construct, place, PLACES[place].replace("^an", f"^a{number}").replace("{}", written)
        )


def numbered(text: str, number: int) -> str:
    return re.sub(r"\b([SH])n", rf"\g<1>{number}x", text)


def write_vault(root: Path) -> Path:
    (root / ".obsidian").mkdir(parents=True)
    (root / "Posts").mkdir()
    (root / ".obsidian" / "app.json").write_text("{}", "utf-8")
    notes = {place: "\n\n".join(c.text for c in cases() if c.place == place) for place in PLACES}
    notes |= {block_page(at): numbered(text, 9000 + at) for at, text in enumerate(BLOCKS)}
    notes["Other"] = "intro\n\n## Part *one*\n\npart ==m== %%H0x%% [[Secret|x]] ^blk\n\n## Next\n\nnext"
    notes |= {"Loop": "loop ![[Back]]", "Back": "back ![[Loop]]"}
    for name, text in notes.items():
        (root / "Posts" / f"{name}.md").write_text(HEAD.format(slug(name)) + text + "\n", "utf-8")
    (root / "Posts" / "Secret.md").write_text("---\ndate: 2024-01-02\npublish: false\n---\nH0x\n", "utf-8")
    for name in ("pic one.png", "song.mp3", "doc.pdf"):
        (root / name).write_bytes(b"x")
    (root / "draw.canvas").write_text("{}", "utf-8")
    return root


def block_page(at: int) -> str:
    return f"block {at:02}"


def slug(place: str) -> str:
    return place.lower().replace(" ", "-")


def visible(page: str) -> str:
    """What a reader sees of a page, the texts of pictures included."""
    texts = " ".join(re.findall(r'\balt="?([^">]*)', page))
    return html.unescape(_HIDDEN.sub(" ", page) + texts)


@pytest.fixture(scope="module", params=sorted(BUILDS))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page of each place, as an engine has built it."""
    scratch = tmp_path_factory.mktemp(request.param)
    report = convert(write_vault(scratch / "v"), scratch / "site", source="obsidian", target=request.param)
    assert [str(d) for d in report.diagnostics if d.severity == "error"] == []
    result = BUILDS[request.param](scratch / "site", scratch / "out")
    assert result.failures == ()
    pages = (*PLACES, *(block_page(at) for at in range(len(BLOCKS))))
    return {page: (result.out / slug(page) / "index.html").read_text("utf-8") for page in pages}


@pytest.mark.engine("hexo", "hugo", "jekyll")
def test_every_word_is_shown_and_none_that_was_hidden(built: dict[str, str]) -> None:
    lost = [c for c in cases() if f"S{c.number}x" not in visible(built[c.place])]
    shown = [c for c in cases() if f"H{c.number}x" in built[c.place] or "H0x" in built[c.place]]
    assert (lost, shown) == ([], [])
    for at, text in enumerate(BLOCKS):
        page = built[block_page(at)]
        assert (f"S{9000 + at}x" in visible(page), f"H{9000 + at}x" in page) == (True, False), text


@pytest.mark.engine("hexo", "hugo", "jekyll")
@pytest.mark.parametrize(
    "sign", [r"\[\[", r"\]\]", "%%", "==", r"\^(?:id\d|a\d|\[)", r"\^blk(?! )", r"\{\{|\{%"]
)
def test_no_notation_is_shown_as_text(built: dict[str, str], sign: str) -> None:
    """But for kramdown, which reads no code in the `<mark>` of a title."""
    found = {
        p: m[0] for p, page in built.items() if (m := re.search(f".{{0,40}}{sign}.{{0,20}}", visible(page)))
    }
    assert {p: text for p, text in found.items() if "x `==` z" not in text} == {}

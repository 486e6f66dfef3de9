"""Two built sites compared: nothing is found between equals, and every kind of damage is found for what it is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from blogconv.errors import UsageError
from blogconv.verify import ADVICE, Comparison, Status, compare, render

pytest.importorskip("lxml")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="https://blog.example{address}"></head>
<body><nav><a href="/">Home</a></nav><main>{main}</main><footer>A blog</footer></body></html>
"""
POST = """<article><h1 data-blogconv="title">{title}</h1>
<time data-blogconv="date" datetime="2024-01-02T03:04:05+08:00"></time>
<time data-blogconv="updated" datetime="2024-02-02T03:04:05+08:00"></time>
<ul data-blogconv="categories"><li><a href="/categories/tech/">Tech</a></li></ul>
<ul data-blogconv="tags"><li><a href="/tags/go/">Go</a></li><li><a href="/tags/rust/">Rust</a></li></ul>
<div data-blogconv="content">{content}</div></article>"""
CONTENT = """
<h2 id="first">First part</h2>
<p>The quick brown fox jumps over the lazy dog.<br>And <a href="/about/">about</a> it.</p>
<p>春天来了，花都开了。见 <a href="#first">上文</a>。</p>
<ol start="3"><li>three</li><li>four<ul><li>inner</li></ul></li></ol>
<ul><li><input type="checkbox" checked> done</li></ul>
<table><thead><tr><th align="right">k</th><th>v</th></tr></thead>
<tbody><tr><td align="right">1</td><td>one</td></tr></tbody></table>
<figure class="highlight js"><figcaption><span>app.js</span></figcaption><table><tr><td class="gutter"><pre>
<span class="line">1</span></pre></td><td class="code"><pre><span class="line">let a;</span><br>
<span class="line">  b();</span><br></pre></td></tr></table></figure>
<p><img src="/images/cat.png" alt="A cat"></p>
<div class="note warning"><p><strong>Careful</strong></p><p>Hot water.</p></div>
<details><summary>More</summary><p>Hidden words.</p></details>
<div class="tabs" id="t"><ul class="nav-tabs"><li class="tab"><a href="#t-1">Left</a></li>
<li class="tab"><a href="#t-2">Right</a></li></ul><div class="tab-content"><div class="tab-pane" id="t-1">
<p>On the left.</p></div><div class="tab-pane" id="t-2"><p>On the right.</p></div></div></div>
<blockquote><p>A wise word.</p></blockquote>
<p>A claim<sup id="fnref:1"><a href="#fn:1" class="footnote-ref">1</a></sup>.</p>
<iframe src="https://video.example/embed/42"></iframe>
<section class="footnotes"><ol><li id="fn:1"><p>Its source. <a class="footnote-backref" href="#fnref:1">x</a></p>
</li></ol></section>
"""
LIST = '<h1 data-blogconv="title">{title}</h1><ul data-blogconv="posts">{items}</ul>'
FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<link href="https://blog.example/2024/hello/"/></entry><entry><link href="https://blog.example/2024/second/"/>
</entry></feed>"""
ALIAS = '<html><head><meta http-equiv="refresh" content="0; url=/2024/hello/"></head></html>'


def page(address: str, title: str, main: str) -> str:
    return PAGE.format(address=address, title=title, main=main)


def post(address: str, title: str, content: str) -> str:
    return page(address, title, POST.format(title=title, content=content))


def listing(address: str, title: str, *posts: str) -> str:
    items = "".join(f'<li><a href="{p}">{p}</a></li>' for p in posts)
    return page(address, title, LIST.format(title=title, items=items))


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with every aspect that is compared."""
    both = ("/2024/hello/", "/2024/second/")
    return write(
        tmp_path_factory.mktemp("site") / "public",
        {
            "2024/hello/index.html": post(both[0], "Hello", CONTENT),
            "2024/second/index.html": post(both[1], "Second", '<p>See <a href="/2024/hello/">Hello</a>.</p>'),
            "about/index.html": post("/about/", "About", "<p>Me.</p>"),
            "index.html": listing("/", "Blog", both[1]),
            "page/2/index.html": listing("/page/2/", "Blog", both[0]),
            "tags/go/index.html": listing("/tags/go/", "Go", *both),
            "old/hello.html": ALIAS,
            "atom.xml": FEED,
            "images/cat.png": b"\x89PNG cat",
            "css/style.css": "body {}",
            "中文 页/index.html": post("/中文 页/", "中文", "<p>文字</p>"),
        },
    )


def damaged(site: Path, target: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(site, target)
    path = target / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return target


def test_a_site_equals_itself(site: Path) -> None:
    found = compare(site, site)
    assert found.differences == []
    assert found.ok
    assert found.pages == 4
    assert {a.status for a in found.addresses} == {Status.SAME, Status.REDIRECT}
    assert not found.added
    assert not found.diagnostics.found


HELLO = "2024/hello/index.html"
BOX = '<div class="note warning"><p><strong>Careful</strong></p><p>Hot water.</p></div>'
TABS = CONTENT[CONTENT.index('<div class="tabs"') : CONTENT.index("<blockquote>")]
FOLD = "<details><summary>More</summary><p>Hidden words.</p></details>"
DAMAGE = [
    ("title", HELLO, ">Hello</h1>", ">Hallo</h1>"),
    ("date", HELLO, "2024-01-02T03:04:05+08:00", "2024-01-02T03:04:05+00:00"),
    ("updated", HELLO, "2024-02-02", "2024-02-03"),
    ("tags", HELLO, ">Go</a>", ">go</a>"),
    ("tags", HELLO, '<li><a href="/tags/rust/">Rust</a></li>', ""),
    ("categories", HELLO, ">Tech</a>", ">Tools</a>"),
    ("heading", HELLO, '<h2 id="first">First part</h2>', '<h3 id="first">First part</h3>'),
    ("heading", HELLO, "First part", "First of all"),
    ("heading", HELLO, '<h2 id="first">First part</h2>', '<p id="first">First part</p>'),
    ("paragraph", HELLO, "brown fox", "brown ox"),
    ("paragraph", HELLO, "dog.<br>And", "dog. And"),
    ("paragraph", HELLO, "花都开了", "花都谢了"),
    (
        "paragraph",
        HELLO,
        '<p>A claim<sup id="fnref:1"><a href="#fn:1" class="footnote-ref">1</a></sup>.</p>',
        "",
    ),
    ("item", HELLO, "<li>three</li>", "<li>tree</li>"),
    ("item", HELLO, '<ol start="3">', "<ol>"),
    ("item", HELLO, "<ul><li>inner</li></ul></li>", "</li><li>inner</li>"),
    ("item", HELLO, 'type="checkbox" checked', 'type="checkbox"'),
    ("cell", HELLO, "<td>one</td>", "<td>two</td>"),
    ("cell", HELLO, '<td align="right">', "<td>"),
    ("cell", HELLO, "<td>one</td>", "<td></td>"),
    ("code", HELLO, "let a;", "let b;"),
    ("code", HELLO, "  b();", "b();"),
    ("code", HELLO, 'class="highlight js"', 'class="highlight css"'),
    ("code", HELLO, "app.js", "main.js"),
    ("link", HELLO, 'href="/about/"', 'href="/2024/second/"'),
    ("link", HELLO, 'href="/about/"', 'href="/nowhere/"'),
    ("link", HELLO, '<a href="/about/">about</a>', "about"),
    ("link", HELLO, 'href="#first"', 'href="#last"'),
    ("image", HELLO, 'src="/images/cat.png"', 'src="/images/dog.png"'),
    ("image", HELLO, 'src="/images/cat.png"', 'src="cat.png"'),
    ("image", HELLO, 'alt="A cat"', 'alt=""'),
    ("image", HELLO, '<img src="/images/cat.png" alt="A cat">', ""),
    ("embed", HELLO, "embed/42", "embed/43"),
    ("callout", HELLO, "note warning", "note info"),
    ("callout", HELLO, "Careful", "Beware"),
    ("callout", HELLO, "Hot water", "Cold water"),
    ("callout", HELLO, '<div class="note warning">', '<div class="box">'),
    (
        "callout",
        HELLO,
        BOX,
        BOX.replace('div class="note warning"', "blockquote").replace("/div", "/blockquote"),
    ),
    ("callout", HELLO, BOX, "<p><strong>Careful</strong></p><p>Hot water.</p>"),
    ("callout", HELLO, "<p>Hot water.</p></div>", "</div><p>Hot water.</p>"),
    ("fold", HELLO, "<details>", "<details open>"),
    ("fold", HELLO, "More</summary>", "Less</summary>"),
    ("fold", HELLO, "Hidden words", "Shown words"),
    ("fold", HELLO, FOLD, "<p>More</p><p>Hidden words.</p>"),
    ("fold", HELLO, FOLD, ""),
    ("quote", HELLO, "<blockquote><p>A wise word.</p></blockquote>", "<p>A wise word.</p>"),
    ("paragraph", HELLO, "A wise word", "A wise sword"),
    ("footnote", HELLO, "Its source", "Its sauce"),
    ("tab", HELLO, ">Right</a>", ">Wrong</a>"),
    ("tab", HELLO, "On the right", "In the wrong"),
    ("tab", HELLO, TABS, "<p>Left</p><p>On the left.</p><p>Right</p><p>On the right.</p>"),
    ("list", "tags/go/index.html", '<li><a href="/2024/second/">/2024/second/</a></li>', ""),
    ("list", "tags/go/index.html", ">Go</h1>", ">Rust</h1>"),
    ("list", "page/2/index.html", '<li><a href="/2024/hello/">/2024/hello/</a></li>', ""),
    ("list", "atom.xml", "2024/second", "2024/third"),
    ("redirect", "old/hello.html", "/2024/hello/", "/2024/second/"),
    ("address", "old/hello.html", "/2024/hello/", "/nowhere/"),
    ("file", "images/cat.png", "PNG cat", "PNG dog"),
]


@pytest.mark.parametrize(("aspect", "name", "old", "new"), DAMAGE)
def test_damage_is_found_for_what_it_is(
    site: Path, tmp_path: Path, aspect: str, name: str, old: str, new: str
) -> None:
    if name.endswith(".png"):
        shutil.copytree(site, tmp_path / "new")
        (tmp_path / "new" / name).write_bytes(b"\x89PNG dog")
    else:
        damaged(site, tmp_path / "new", name, old, new)
    found = compare(site, tmp_path / "new")
    assert set(found.aspects()) == {aspect}, found.differences
    assert not found.ok


@pytest.mark.parametrize("name", ["2024/hello/index.html", "images/cat.png", "atom.xml", "page/2/index.html"])
def test_a_lost_file_is_a_missing_address_and_nothing_else(site: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(site, tmp_path / "new")
    (tmp_path / "new" / name).unlink()
    found = compare(site, tmp_path / "new")
    lost = "/" + name.removesuffix("index.html")
    assert lost in {a.address for a in found.bad_addresses}
    assert {d.aspect for d in found.differences} <= ({"list"} if name.startswith("page") else set())


def test_the_first_differing_words_are_shown(site: Path, tmp_path: Path) -> None:
    new = damaged(site, tmp_path / "new", HELLO, "lazy dog", "lazy cat")
    (difference,) = compare(site, new).differences
    assert difference.address == "/2024/hello/"
    assert difference.old.endswith("the lazy dog. And about it.")
    assert difference.new.endswith("the lazy cat. And about it.")
    assert difference.old.startswith("…")


def test_a_moved_page_may_be_redirected(site: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    (new / "about").rename(new / "me")
    text = (new / "me" / "index.html").read_text("utf-8").replace("/about/", "/me/")
    (new / "me" / "index.html").write_text(text, "utf-8")
    stub = '<!doctype html><html><head><title>x</title><meta http-equiv=refresh content="0; url=https://blog.example/me/"></head></html>'
    write(new, {"about/index.html": stub})
    found = compare(site, new)
    assert found.ok, found.differences
    assert [a.target for a in found.addresses if a.address == "/about/"] == ["/me/"]


def test_circles_of_redirects_are_reported(site: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    stub = '<html><head><meta http-equiv="refresh" content="0;url={}"></head></html>'
    write(new, {"about/index.html": stub.format("/x/"), "x/index.html": stub.format("/about/")})
    found = compare(site, new)
    assert [(a.address, a.status) for a in found.bad_addresses] == [("/about/", Status.LOOP)]
    assert "/about/ → /x/ → /about/" in found.bad_addresses[0].sentence


def test_an_address_without_slash_may_gain_one(tmp_path: Path) -> None:
    text = post("/a", "A", "<p>Text</p>")
    old = write(tmp_path / "old", {"a.html": text})
    new = write(tmp_path / "new", {"a/index.html": text})
    found = compare(old, new)
    assert [(a.address, a.status) for a in found.addresses] == [("/a", Status.SLASH)]
    assert found.ok


def test_case_counts_and_the_near_address_is_named(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"Tag/index.html": post("/Tag/", "A", "<p>T</p>")})
    new = write(tmp_path / "new", {"tag/index.html": post("/tag/", "A", "<p>T</p>")})
    (address,) = compare(old, new).bad_addresses
    assert address.sentence == "nothing is served there; there is /tag/"


def test_sites_under_other_paths_and_hosts_are_one(site: Path, tmp_path: Path) -> None:
    def moved(text: str) -> str:
        text = text.replace('href="/', 'href="/blog/').replace('src="/', 'src="/blog/')
        return text.replace("https://blog.example/", "https://new.example/blog/").replace(
            "url=/", "url=/blog/"
        )

    new = tmp_path / "new"
    shutil.copytree(site, new)
    for path in [*new.rglob("*.html"), new / "atom.xml"]:
        path.write_text(moved(path.read_text("utf-8")), "utf-8")
    assert not compare(site, new).ok
    found = compare(site, new, new_base="/blog/", new_url="https://new.example")
    assert found.differences == []
    assert found.ok
    assert compare(site, new, new_url="https://new.example/blog/").ok


def test_links_to_the_old_host_are_links_within_the_new_site(site: Path, tmp_path: Path) -> None:
    new = damaged(site, tmp_path / "new", HELLO, 'href="/about/"', 'href="http://old.example/about/"')
    assert not compare(site, new).ok
    assert compare(site, new, old_url="https://old.example").ok


def test_files_of_the_old_theme_may_go_unless_posts_need_them(site: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    (new / "css" / "style.css").unlink()
    found = compare(site, new)
    assert found.ok
    assert [a.address for a in found.addresses if a.status is Status.THEME] == ["/css/style.css"]
    old = damaged(site, tmp_path / "old", HELLO, "A wise word", '<a href="/css/style.css">style</a>')
    assert [a.address for a in compare(old, new).bad_addresses] == ["/css/style.css"]


def test_ignored_addresses_are_passed_over(site: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    shutil.rmtree(new / "page")
    found = compare(site, new, ignore=("/page/*", "/", "/tags/*"))
    assert found.ok
    assert "/page/2/" not in {a.address for a in found.addresses}


def test_posts_that_only_the_new_site_has_are_named(site: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    write(new, {"secret/index.html": post("/secret/", "Draft", "<p>Not yet.</p>")})
    found = compare(site, new)
    assert found.added == ["/secret/"]
    assert found.ok


def test_a_theme_that_shows_no_tags_says_nothing_of_the_posts(site: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    for path in new.rglob("*.html"):
        path.write_text(path.read_text("utf-8").replace('data-blogconv="tags"', ""), "utf-8")
    found = compare(site, new)
    assert found.ok
    assert [d.code for d in found.diagnostics] == ["fact-not-shown"]


ODD_PAGES: list[tuple[str, bytes, str | None]] = [
    ("empty", b"", "unreadable-page"),
    ("blank", b" \n", "unreadable-page"),
    ("gbk", "<p>春天来了，花都开了</p>".encode("gb18030"), "page-encoding"),
    ("declared", '<meta charset="big5"><p>春天來了</p>'.encode("big5"), "page-encoding"),
    ("binary", bytes(range(256)) * 4, "page-encoding"),
    ("utf-16", "<p>春天</p>".encode("utf-16"), "page-encoding"),
    ("bom", b"\xef\xbb\xbf<p>text</p>", None),
    ("xml", b'<?xml version="1.0" encoding="gbk"?><html><body><p>text</p></body></html>', None),
    ("deep", b"<div>" * 5000 + b"text", None),
    ("deep-lists", b"<ul><li>" * 3000 + b"text", None),
    ("spans", b"<pre><code>" + b"<span>" * 3000 + b"text", None),
    (
        "broken",
        b'<p <b>x</i><table><tr><p>y</table></p><a href="http://[bad">z</a><img src=><h2><li></h2>',
        None,
    ),
    ("only-tag", b"<", None),
    ("frames", b"<html><frameset><frame src=a></frameset></html>", None),
    ("nul", b"<p>a\0b</p>", None),
    ("many", b"<p>word</p>" * 20000, None),
]


@pytest.mark.parametrize(("name", "data", "code"), ODD_PAGES, ids=[p[0] for p in ODD_PAGES])
def test_odd_pages_are_remarked_on_and_never_a_traceback(
    site: Path, tmp_path: Path, name: str, data: bytes, code: str | None
) -> None:
    new = tmp_path / "new"
    shutil.copytree(site, new)
    write(new, {HELLO: data})
    codes = {d.code for d in compare(site, new).diagnostics} - {"content-guessed"}
    assert (code in codes) if code else not codes & {"page-encoding"}
    same = compare(new, new)
    assert same.differences == []
    assert name


def test_a_page_that_changed_wholly_is_not_told_piece_by_piece(site: Path, tmp_path: Path) -> None:
    many = "".join(f"<p>paragraph {n}</p>" for n in range(500))
    new = damaged(site, tmp_path / "new", HELLO, CONTENT, many)
    found = compare(site, new)
    assert found.aspects()["paragraph"] == 21
    assert "more of this kind" in found.differences[-1].sentence or any(
        "more of this kind" in d.sentence for d in found.differences
    )


def test_what_cannot_be_compared_is_refused(site: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        compare(site, site / "nowhere")
    with pytest.raises(UsageError, match="selector"):
        compare(site, site, content=("article >",))


def test_nothing_is_needed_before_a_comparison_begins(tmp_path: Path) -> None:
    program = """
import sys
sys.modules.update(dict.fromkeys(["lxml", "html5lib", "pygments", "cssselect"]))
from blogconv.errors import UsageError
from blogconv.verify import compare, render
from blogconv.verify.normalise import normalise
try:
    compare(".", ".")
except UsageError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout == "comparing built sites needs lxml: pip install 'blogconv[verify]'\n"


def test_a_selector_of_the_user_goes_first(tmp_path: Path) -> None:
    text = "<html><body><article>{}<div id=text><p>Text</p></div></article></body></html>"
    old = write(tmp_path / "old", {"a.html": text.format("<p>Ad one</p>")})
    new = write(tmp_path / "new", {"a.html": text.format("<p>Advertisement two</p>")})
    assert not compare(old, new).ok
    assert compare(old, new, content=("#text",)).ok


def test_the_users_own_callout_words_count(tmp_path: Path) -> None:
    text = (
        '<html><body><article><div class="callout" data-callout="{}"><p>T</p></div></article></body></html>'
    )
    old = write(tmp_path / "old", {"a.html": text.format("gotcha")})
    new = write(tmp_path / "new", {"a.html": text.format("warning")})
    assert compare(old, new).aspects() == {"callout": 1}
    assert compare(old, new, types={"gotcha": "warning", "warning": "warning"}).ok


def report(found: Comparison) -> str:
    out = StringIO()
    render(found, Console(file=out, width=200, color_system=None))
    return out.getvalue()


def test_the_report_says_what_differs_and_what_to_do(site: Path, tmp_path: Path) -> None:
    new = damaged(site, tmp_path / "new", HELLO, "brown fox", "[red] fox")
    (new / "images" / "cat.png").unlink()
    told = report(compare(site, new))
    assert "11 old addresses: 9 served as they were, 1 redirected, 1 missing." in told
    assert "/images/cat.png: nothing is served there" in told
    assert "new: The quick [red] fox" in told
    assert ADVICE["paragraph"] in told
    assert "no difference" in report(compare(site, site))


def test_every_aspect_has_its_advice() -> None:
    assert {aspect for aspect, *_ in DAMAGE} <= set(ADVICE)


def test_json_holds_everything(site: Path, tmp_path: Path) -> None:
    new = damaged(site, tmp_path / "new", HELLO, "brown fox", "red fox")
    value = json.loads(json.dumps(compare(site, new).to_json()))
    assert value["ok"] is False
    assert value["aspects"] == {"paragraph": 1}
    assert value["differences"][0]["aspect"] == "paragraph"
    assert {a["status"] for a in value["addresses"]} == {"same", "redirect"}


@pytest.fixture
def renamed() -> Callable[[Path, str, str], None]:
    return lambda root, old, new: (root / old).rename(root / new) and None


def test_a_picture_may_move_if_it_is_the_same(
    site: Path, tmp_path: Path, renamed: Callable[[Path, str, str], None]
) -> None:
    new = damaged(site, tmp_path / "new", HELLO, "/images/cat.png", "cat.png")
    renamed(new, "images/cat.png", "2024/hello/cat.png")
    found = compare(site, new, ignore=("/images/*",))
    assert found.ok, found.differences
    (new / "2024/hello/cat.png").write_bytes(b"another")
    assert compare(site, new, ignore=("/images/*",)).aspects() == {"image": 1}

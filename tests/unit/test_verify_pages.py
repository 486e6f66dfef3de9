"""What is read of a page: its facts, and its content in pieces, whatever engine or theme wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from blogconv.verify import callout_types
from blogconv.verify.differences import same_moment
from blogconv.verify.pages import Page, PageError, PageReader, decoded, feed_links
from blogconv.verify.sites import BuiltSite

pytest.importorskip("lxml")


def read(tmp_path: Path, html: str, *content: str) -> Page:
    (tmp_path / "post.html").write_text(html, "utf-8")
    return PageReader(BuiltSite.open(tmp_path), content, callout_types()).read("post.html")


def pieces(tmp_path: Path, html: str) -> list[tuple[str, str, str, int]]:
    """Kind, text, what is seen besides, and the container of each piece."""
    page = read(tmp_path, f'<html><body><div data-blogconv="content">{html}</div></body></html>')
    shown = [", ".join(f"{k} {v}" for k, v in p.detail.items() if v) for p in page.pieces]
    return [(p.kind, p.text, s, p.inside) for p, s in zip(page.pieces, shown, strict=True)]


@pytest.mark.parametrize(
    ("html", "type_", "title", "fold"),
    [
        ('<div class="bc-callout bc-callout-tip" data-type="tip"><p class="bc-callout-title">T</p>{}</div>',
         "tip", "T", ""),
        ('<details class="bc-callout" data-type="bug" open><summary class="bc-callout-title">T</summary>{}</details>',
         "bug", "T", "open"),
        ('<div class="note ">{}</div>', "note", "", ""),
        ('<div class="note info no-icon"><p><strong>T</strong></p>{}</div>', "info", "T", ""),
        ('<details class="note warning"><summary><p>T</p>\n</summary>{}</details>', "warning", "T", "closed"),
        ('<div class="note danger flat">{}</div>', "danger", "", ""),
        ('<div class="note blue icon-padding modern"><i class="note-icon fas fa-bullhorn"></i>{}</div>',
         "info", "", ""),
        ('<div class="note note-success">{}</div>', "success", "", ""),
        (('<div class="callout" data-callout="faq"><div class="callout-title"><div class="callout-icon"></div>'
         '<div class="callout-title-inner">T</div></div><div class="callout-content">{}</div></div>'),
         "question", "T", ""),
        (('<blockquote class="callout tip is-collapsible is-collapsed" data-callout="tip" data-callout-fold="-">'
         '<div class="callout-title">Tip</div>{}</blockquote>'), "tip", "", "closed"),
        (('<div class="markdown-alert markdown-alert-important"><p class="markdown-alert-title">'
         "<svg></svg>Important</p>{}</div>"), "important", "", ""),
        ('<div class="admonition error"><p class="admonition-title">T</p>{}</div>', "danger", "T", ""),
        (('<div class="details admonition note open"><div class="details-summary admonition-title"><i></i>T</div>'
         '<div class="details-content"><div class="admonition-content">{}</div></div></div>'), "note", "T", "open"),
        ('<div class="alert alert-warning" role="alert"><h4 class="alert-heading">T</h4>{}</div>',
         "warning", "T", ""),
        ('<div class="custom-block tip"><p class="custom-block-title">T</p>{}</div>', "tip", "T", ""),
        (('<article class="message is-danger"><div class="message-header"><p>T</p></div>'
         '<div class="message-body">{}</div></article>'), "danger", "T", ""),
        ('<blockquote class="prompt-tip">{}</blockquote>', "tip", "", ""),
        ('<div class="notice--warning">{}</div>', "warning", "", ""),
        ('<div class="callout" data-callout="own-word">{}</div>', "own-word", "", ""),
    ],
)  # fmt: skip
def test_callouts_of_all_sorts(tmp_path: Path, html: str, type_: str, title: str, fold: str) -> None:
    seen = f"type {type_}" + (f", fold {fold}" if fold else "")
    expected = [("callout", title, seen, -1), ("paragraph", "Body.", "", 0)]
    assert pieces(tmp_path, html.format("<p>Body.</p>")) == expected


def test_a_callout_that_was_not_rendered_shows_its_notation(tmp_path: Path) -> None:
    html = (
        "<blockquote><p>[!WARNING]- Hot\nwater</p></blockquote><blockquote><p>[!note]<br>b</p></blockquote>"
    )
    assert pieces(tmp_path, html) == [
        ("callout", "Hot", "type warning, fold closed, notation literal", -1),
        ("paragraph", "water", "", 0),
        ("callout", "", "type note, notation literal", -1),
        ("paragraph", "b", "", 2),
    ]


def test_a_box_is_not_a_callout_by_its_name_alone(tmp_path: Path) -> None:
    assert pieces(tmp_path, '<div class="notes">a</div><span class="note">b</span>') == [
        ("paragraph", "a", "", -1),
        ("paragraph", "b", "", -1),
    ]


TABS = [
    ("tab", "A", "", -1),
    ("paragraph", "a", "", 0),
    ("tab", "x", "", 0),
    ("paragraph", "y", "", 2),
    ("tab", "B", "", -1),
    ("paragraph", "b", "", 4),
]
TABS_OF_NEXT = """<div class="tabs"><ul class="nav-tabs"><li class="tab active"><a href="#t-1">A</a></li>
<li class="tab"><a href="#t-2">B</a></li></ul><div class="tab-content"><div class="tab-pane active" id="t-1"><p>a</p>
<div class="tabs"><ul class="nav-tabs"><li class="tab"><a href="#u-1">x</a></li></ul><div class="tab-content">
<div class="tab-pane" id="u-1"><p>y</p></div></div></div></div>
<div class="tab-pane" id="t-2"><p>b</p></div></div></div>"""
TABS_OF_BUTTERFLY = """<div class="tabs"><div class="nav-tabs"><button type="button" class="tab">A</button>
<button type="button" class="tab">B</button></div><div class="tab-contents"><div class="tab-item-content"><p>a</p>
<div class="tabs"><div class="nav-tabs"><button class="tab">x</button></div><div class="tab-contents">
<div class="tab-item-content"><p>y</p></div></div></div></div>
<div class="tab-item-content"><p>b</p></div></div></div>"""
TABS_OF_OURS = """<div class="bc-tabs"><input type="radio"><label class="bc-tab"><p>A</p></label>
<div class="bc-tab-panel"><p>a</p><div class="bc-tabs"><input type="radio"><label class="bc-tab">x</label>
<div class="bc-tab-panel">y</div></div></div><input type="radio"><label class="bc-tab">B</label>
<div class="bc-tab-panel"><p>b</p></div></div>"""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b</b>\n c</p>", [("paragraph", "a b c", "", -1)]),
        ("<p>a<br>b<br></p>", [("paragraph", "a b", "line breaks 1", -1)]),
        ("a<div>b</div>c", [("paragraph", t, "", -1) for t in "abc"]),
        ('<h3 id="x">T<a class="headerlink" href="#x">#</a></h3>', [("heading", "T", "level 3, id x", -1)]),
        ('<h2><a id="x" href="#x"></a>T</h2>', [("heading", "T", "level 2", -1)]),
        ('<h2 id="t">T<a class="anchor" href="#t">Link to this</a></h2>', [("heading", "T", "level 2, id t", -1)]),
        ('<h2><span id="x">T</span></h2>', [("heading", "T", "level 2, id x", -1)]),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>",
         [("item", "a", "list ul, depth 0", -1), ("item", "b", "list ul, depth 0", -1),
          ("item", "c", "list ul, depth 0, part later", -1)]),
        ("<ol><li>a<ol><li>b</li></ol></li></ol>",
         [("item", "a", "list ol, depth 0, start 1", -1), ("item", "b", "list ol, depth 1, start 1", -1)]),
        ("<dl><dt>a</dt><dd>b</dd></dl>",
         [("item", "a", "list dt, depth 0", -1), ("item", "b", "list dd, depth 0", -1)]),
        ("<ul><li><label><input type=checkbox> a</label></li></ul>", [("item", "☐ a", "list ul, depth 0", -1)]),
        ("<table><tr><th>a</th><td style='text-align: center'></td></tr></table>",
         [("cell", "a", "cell th", -1), ("cell", "", "cell td, align center", -1)]),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>",
         [("quote", "", "", -1), ("paragraph", "a", "", 0), ("quote", "", "", 0), ("paragraph", "b", "", 2)]),
        ("<details><summary>S</summary><ul><li>a</li></ul></details>c",
         [("fold", "S", "fold closed", -1), ("item", "a", "list ul, depth 0", 0), ("paragraph", "c", "", -1)]),
        (('<p>a<sup><a href="#fn:1" class="footnote">1</a></sup></p><div class="footnotes" role="doc-endnotes"><ol>'
         '<li id="fn:1"><p>n&#160;<a href="#r" class="reversefootnote">x</a></p><ul><li>b</li></ul></li></ol></div>c'),
         [("paragraph", "a[fn1]", "", -1), ("footnote", "", "", -1), ("paragraph", "n", "", 1),
          ("item", "b", "list ul, depth 0", 1), ("paragraph", "c", "", -1)]),
        ('<pre><code class="language-JS">a  \n b\n</code></pre>',
         [("code", "a\n b", "language javascript", -1)]),
        (('<pre class="line-numbers language-js" data-language="js"><div class="caption"><span>c</span></div>'
         '<code class="language-js">a</code></pre>'), [("code", "a", "language javascript, caption c", -1)]),
        (('<figure class="highlight plaintext"><table><tr><td class="code"><pre><span class="line">a</span><br>'
         "</pre></td></tr></table></figure>"), [("code", "a", "", -1)]),
        (('<figure class="highlight"><pre><code class="language-ruby" data-lang="ruby"><table class="rouge-table">'
         '<tbody><tr><td class="gutter gl"><pre class="lineno">1\n</pre></td><td class="code"><pre>a\n</pre></td></tr>'
         "</tbody></table></code></pre></figure>"), [("code", "a", "language ruby", -1)]),
        ("<pre>a\n  b</pre>", [("code", "a\n  b", "", -1)]),
        ("<p>\\(a\\) and \\[b\\]</p>", [("paragraph", "$a$ and $$b$$", "", -1)]),
        ('<p><span class="katex"><math><annotation>x^2</annotation></math><span>x2</span></span></p>',
         [("paragraph", "$x^2$", "", -1)]),
        (TABS_OF_NEXT, TABS),
        (TABS_OF_BUTTERFLY, TABS),
        (TABS_OF_OURS, TABS),
        ('<pre><code class="mermaid">\n\na --> b\n</code></pre><div class="mermaid">\na --> b</div>',
         [("code", "a --> b", "language mermaid", -1)] * 2),
        ("<script>x</script><style>y</style><nav>z</nav><div id=TableOfContents>t</div><p>a</p>",
         [("paragraph", "a", "", -1)]),
        ('<span id="more"></span><p>\u3000\u3000段落</p>', [("paragraph", "\u3000\u3000段落", "", -1)]),
    ],
)  # fmt: skip
def test_pieces(tmp_path: Path, html: str, expected: list[tuple[str, str, str, int]]) -> None:
    assert pieces(tmp_path, html) == expected


def test_facts_that_our_themes_mark(tmp_path: Path) -> None:
    page = read(
        tmp_path,
        """<html><head><title>x | y</title><meta property="og:title" content="x"></head><body>
        <h1 data-blogconv="title">The <em>title</em></h1><time data-blogconv="date" datetime="2024-01-02"></time>
        <time data-blogconv="updated">2024-02-03</time>
        <ul data-blogconv="tags"><li><a>b</a></li><li><a>#a</a></li></ul>
        <ul data-blogconv="categories"><li><a>c</a></li></ul><div data-blogconv="content"></div></body></html>""",
    )
    assert (page.title, page.date, page.updated) == ("The title", "2024-01-02", "2024-02-03")
    assert (page.tags, page.categories) == (("a", "b"), ("c",))


def test_facts_that_other_themes_show(tmp_path: Path) -> None:
    page = read(
        tmp_path,
        """<html><head><title>T | Blog</title><meta property="article:published_time" content="2024-01-02">
        <meta property="article:tag" content="of the site"></head><body><h1>Blog</h1><article><header><h1>T</h1>
        <time datetime="2024-01-03"></time></header><p>a</p><a rel="tag" href="/t">t</a>
        <a rel="category" href="/c">c</a></article></body></html>""",
    )
    assert (page.title, page.date, page.tags, page.categories) == ("Blog", "2024-01-02", ("t",), ("c",))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<article><p>no</p><div class="entry-content"><p>yes</p></div></article>', "yes"),
        ('<div class="post-body"><p>yes</p></div><main>no</main>', "yes"),
        ('<article class="post-content"><p>yes</p></article>', "yes"),
        ("<main><article><header><h1>no</h1></header><p>yes</p><footer>no</footer></article></main>", "yes"),
        ("<main><h1>Title</h1><p>yes</p><aside>no</aside></main>", "yes"),
        ("<header>no</header><p>yes</p>", "yes"),
    ],
)
def test_the_content_is_found(tmp_path: Path, body: str, words: str) -> None:
    head = '<head><meta property="og:title" content="Title"></head>'
    page = read(tmp_path, f"<html>{head}<body>{body}</body></html>")
    assert [p.text for p in page.pieces] == [words]


def test_pages_of_many_articles_are_lists(tmp_path: Path) -> None:
    articles = "".join(f'<article><h2><a href="/{n}/">{n}</a></h2></article>' for n in "ab")
    page = read(tmp_path, f'<html><body><nav><a href="/x/">x</a></nav><main>{articles}</main></body></html>')
    assert page.is_list
    assert not page.has_content
    assert page.outgoing == {"/a/", "/b/"}


def test_links_and_pictures(tmp_path: Path) -> None:
    page = read(
        tmp_path,
        """<html><body><article><a href="a.html#x">one</a><a name="x"></a>
        <a href="/i/b.png"><img data-src="/i/b.png" src="data:," alt=" a  cat "></a>
        <a href="/c/"><img src="/i/c.png"></a><video><source src="v.mp4"></video>
        <object data="p.pdf"></object></article></body></html>""",
    )
    assert [(str(link.target), link.text) for link in page.links] == [("/a.html#x", "one"), ("/c/", "")]
    assert [(m.kind, str(m.target), m.alt) for m in page.media] == [
        ("image", "/i/b.png", "a cat"),
        ("image", "/i/c.png", ""),
        ("embed", "/v.mp4", ""),
        ("embed", "/p.pdf", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("2020-05-06T15:30:00.000Z", "2020-05-06T23:30:00+08:00", True),
        ("2020-05-06T15:30:00.000Z", "2020-05-06T15:30:00+08:00", False),
        ("2020-05-06 23:30:00 +0800", "2020-05-06T23:30:00+08:00", True),
        ("2020-05-06", "2020-05-06T23:30:00+08:00", True),
        ("2020-05-07", "2020-05-06T23:30:00+08:00", False),
        ("2020-05-07", "2020-05-06T16:30:00.000Z", True),
        ("2020-05-09", "2020-05-06T16:30:00.000Z", False),
        ("2020-05-06T23:30:00", "2020-05-06T23:30:00+08:00", True),
        ("May 6, 2020", "May 6, 2020", True),
        ("May 6, 2020", "6 May 2020", False),
        ("", "2020-05-06", False),
    ],
)
def test_dates_are_compared_as_far_as_they_are_written(old: str, new: str, same: bool) -> None:
    assert same_moment(old, new) is same
    assert same_moment(new, old) is same


def test_the_addresses_in_feeds(tmp_path: Path) -> None:
    site = BuiltSite.open(tmp_path, "/", "https://blog.example")
    rss = b"<rss><channel><link>https://blog.example/</link><item><link>https://blog.example/a/</link></item></channel></rss>"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self"/><entry><link rel="edit" href="/e"/>'
        b'<link href="/a/"/></entry></feed>'
    )
    assert feed_links(rss, site, "/rss.xml") == {"/a/"}
    assert feed_links(atom, site, "/atom.xml") == {"/a/"}
    assert feed_links(b"<urlset><url><loc>/a/</loc></url></urlset>", site, "/sitemap.xml") is None
    assert feed_links(b"", site, "/x.xml") is None
    assert feed_links(b"not XML", site, "/x.xml") is None


def test_what_is_no_page_is_said(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="empty"):
        decoded(b"  ")
    with pytest.raises(PageError, match="too big"):
        decoded(b"<p>" + b"x" * (64 * 1024 * 1024))
    reader = PageReader(BuiltSite.open(tmp_path), (), {})
    with pytest.raises(PageError, match="cannot be read"):
        reader.read("nothing.html")

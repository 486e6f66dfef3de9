"""The normal form of rendered HTML: what renderers add is gone, what a reader sees is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

pytest.importorskip("html5lib")

from blogconv.verify.normalise import normal_url, normalise

CASES = Path(__file__).parents[2] / "../shared/spec/parity-cases.yaml"

HEXO_CODE = (
    '<figure class="highlight js"><figcaption><span>app.js</span></figcaption><table><tr><td class="gutter">'
    '<pre><span class="line">1</span><br><span class="line">2</span><br></pre></td><td class="code"><pre>'
    '<span class="line"><span class="keyword">let</span> a;  </span><br><span class="line">b();</span><br>'
    "</pre></td></tr></table></figure>"
)
HUGO_CODE = (
    '<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-js" data-lang="js">'
    '<span class="line"><span class="cl"><span class="kd">let</span> a;\n</span></span><span class="line">'
    '<span class="cl">b();\n</span></span></code></pre></div>'
)
HUGO_NUMBERED = (
    '<div class="highlight"><div style="display:grid;"><table><tr><td><pre><code><span>1\n</span>'
    "<span>2\n</span></code></pre></td>\n<td><pre><code><span>let a;\n</span><span>b();\n</span></code></pre>"
    "</td></tr></table></div></div>"
)
JEKYLL_CODE = (
    '<div class="language-js highlighter-rouge"><div class="highlight"><pre class="highlight"><code>'
    '<span class="kd">let</span> a;\nb();\n</code></pre></div></div>'
)
HUGO_FOOTNOTE = (
    '<p>T<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p>'
    '<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>N.&#160;'
    '<a href="#fnref:1" class="footnote-backref" role="doc-backlink">↩</a></p></li></ol></div>'
)


@pytest.mark.parametrize("html", [HUGO_CODE, HUGO_NUMBERED, JEKYLL_CODE], ids=["hugo", "numbered", "jekyll"])
def test_code_of_every_highlighter_is_its_text(html: str) -> None:
    assert normalise(html) == "<pre><code>let a;\nb();</code></pre>"


def test_a_caption_of_hexo_is_kept() -> None:
    code = "<pre><code>let a;\nb();</code></pre>"
    assert normalise(HEXO_CODE) == f"<codecap><figcaption>app.js</figcaption>{code}</codecap>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a\n  b</p>\n<p> c </p>", "<p>a b</p><p>c</p>"),
        ("<p>a<br />\n b</p>", "<p>a<br>b</p>"),
        ("<p>\u3000\u3000段落</p>", "<p>\u3000\u3000段落</p>"),
        ('<span id="more"></span><p></p><!-- x -->', ""),
        ('<h2 id="a"><a class="headerlink" href="#a"></a>A</h2>', '<h2 id="a">A</h2>'),
        ("<p><s>a</s> <em><strong>b</strong></em></p>", "<p><del>a</del> <strong><em>b</em></strong></p>"),
        ('<li><input type="checkbox" disabled="" checked="checked">x</li>',
         '<li><input checked="" type="checkbox"> x</li>'),
        ('<table><tbody><tr><td style="text-align: left">&nbsp;</td></tr></tbody></table>',
         '<table><tbody><tr><td align="left"></td></tr></tbody></table>'),
        ('<p><a class="x" target="_blank" href="https://Example.ORG?a=1&b=中">t</a></p>',
         '<p><a href="https://example.org/?a=1&amp;b=%E4%B8%AD">t</a></p>'),
        (HUGO_FOOTNOTE,
         "<p>T<sup>[fn1]</sup></p><footnotes><ol><li><p>N.</p></li></ol></footnotes>"),
        ("<p>one<div>two</p>three", "<p>one</p><div>twothree</div>"),
        ("<pre>a  *b*\n\nc\n</pre>", "<pre>a  *b*\n\nc\n</pre>"),
        ('<script>if (a && b < 1) {}</script>', "<script>if (a &amp;&amp; b &lt; 1) {}</script>"),
    ],
)  # fmt: skip
def test_normal_form(html: str, expected: str) -> None:
    assert normalise(html) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://A.org", "https://a.org/"),
        ("https://a.org#x", "https://a.org/#x"),
        ("/%e4%b8%ad/", "/%E4%B8%AD/"),
        ("/a b", "/a%20b"),
        ("/100%", "/100%"),
        ("#标题", "#%E6%A0%87%E9%A2%98"),
    ],
)
def test_an_address_is_written_one_way(url: str, expected: str) -> None:
    assert normal_url(url) == expected
    assert normal_url(expected) == expected


@pytest.mark.skipif(not CASES.exists(), reason="the specification is not beside the checkout")
def test_every_value_of_the_parity_cases_is_in_normal_form() -> None:
    cases = YAML(typ="safe").load(CASES)["cases"]
    skipped = {"id", "topic", "markdown", "same"}
    values = {v for c in cases for k, v in c.items() if k not in skipped and not k.startswith("edit_")}
    values -= {"ERROR", None}
    assert len(values) > 1000
    assert [v for v in values if normalise(v) != v] == []

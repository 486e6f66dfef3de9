"""The shortcodes and hooks that blogconv writes into a Hugo site, built by the oldest and the current Hugo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest

from blogconv.engines.hugo.files import helper_files, manifest
from engines.harness import OLD_HUGO, BuildResult, EngineError, build_hugo, hexo_posts, hexo_render

VERSIONS = [
    pytest.param(None, id="hugo", marks=pytest.mark.engine("hugo")),
    pytest.param(OLD_HUGO, id=f"hugo-{OLD_HUGO}", marks=pytest.mark.engine("hugo-old")),
]
SITE = {"baseURL": "https://blog.example/sub/", "title": "Bench"}
SETTINGS = 'disableKinds = ["taxonomy", "term", "sitemap"]\n'
LIKE_HEXO = """
[markup.goldmark.renderer]
hardWraps = true
unsafe = true
[markup.goldmark.parser.attribute]
title = false
[markup.goldmark.extensions]
definitionList = false
footnote = false
linkifyProtocol = "http"
[markup.goldmark.extensions.typographer]
leftAngleQuote = "&lt;&lt;"
rightAngleQuote = "&gt;&gt;"
"""
BODY = "One *two*, `three`.\n\n- four\n\n```go\nfive\n\nsix\n```"
CONTAINERS = {
    "callout": ["", 'type="warning"', 'type="tip" title="A *tip*" icon="x"', 'fold="open" title="T"'],
    "fold": ["", 'title="A `fold`"', 'title="T" open=true color="#f00"', 'title="T" type="success"'],
    "tab": ["", 'title="T"', 'title="*T*" icon="/i.png"'],
    "timeline-item": ["", 'title="2020"'],
    "column": ["", "width=200"],
    "step": ["", 'title="First"'],
    "gallery": ["", 'layout="wall" columns=3', 'rows="2-1"'],
    "quote": ["", 'author="A" source="B"', 'author="A" title="T" url="https://a.example/"', 'align="center"'],
    "poetry": ["", 'title="T" author="A" date="2020" footer="F" vertical=true'],
    "message": ["", 'who="Ann" side="right"'],
    "group": ["", 'classes="a b" id="c"'],
}
CHILDREN = {
    "tabs": ("tab", 'id="x y" active=2'),
    "timeline": ("timeline-item", 'title="T" color="green"'),
    "columns": ("column", 'count=2 gap="1em"'),
    "steps": ("step", ""),
    "chat": ("message", 'title="T"'),
}


def write_site(folder: Path, pages: Mapping[str, str], config: str = "", used: tuple[str, ...] = ()) -> Path:
    """A Hugo site of these pages (bodies by name) with the helper files for `used`, else with all of them."""
    files = {f"content/{name}.md": f"---\ntitle: T\n---\n{body}\n" for name, body in pages.items()}
    heads = "".join(f'{key} = "{value}"\n' for key, value in SITE.items())
    files["hugo.toml"] = heads + SETTINGS + config
    shortcodes = [name for name in manifest() if not name.startswith("render-") and name != "codeblock"]
    for path, content in helper_files(used or shortcodes):
        files[path] = content.decode()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def content(built: BuildResult, name: str) -> str:
    """The HTML of a page's body, white space between tags taken out, and what tells pages apart."""
    page = (built.out / name / "index.html").read_text(encoding="utf-8")
    body = page.split('<div data-blogconv="content">', 1)[1].rsplit("</article>", 1)[0]
    body = re.sub(r"\s*(<[^>]*>)\s*", r"\1", body).removesuffix("</div>")
    return re.sub(r"bc-[0-9a-f]{6}-", "bc-", body)


def render(folder: Path, body: str, version: str | None = None, config: str = "", used: str = "") -> str:
    """The HTML of one body, built without a complaint."""
    site = write_site(folder / "site", {"a": body}, config, tuple(used.split()))
    built = build_hugo(site, folder / "out", version=version)
    assert built.failures == ()
    return content(built, "a")


@pytest.mark.parametrize("version", VERSIONS)
def test_both_notations_of_a_container_give_the_same(tmp_path: Path, version: str | None) -> None:
    pages: dict[str, str] = {}
    for name, calls in CONTAINERS.items():
        for number, args in enumerate(calls):
            pages[f"{name}-{number}-one"] = f"{{{{< {name} {args} >}}}}\n{BODY}\n{{{{< /{name} >}}}}"
            pages[f"{name}-{number}-two"] = (
                f"{{{{< {name}-open {args} >}}}}\n\n{BODY}\n\n{{{{< {name}-close >}}}}"
            )
    built = build_hugo(write_site(tmp_path / "site", pages), tmp_path / "out", version=version)
    assert built.failures == ()
    for name in pages:
        if name.endswith("-one"):
            one, two = content(built, name), content(built, name.replace("-one", "-two"))
            assert one == two
            assert "<em>two</em>" in one and "<li>four</li>" in one and 'class="highlight"' in one


@pytest.mark.parametrize("version", VERSIONS)
def test_both_notations_of_a_container_of_parts_give_the_same(tmp_path: Path, version: str | None) -> None:
    pages: dict[str, str] = {}
    for name, (part, args) in CHILDREN.items():
        parts = "\n".join(f'{{{{< {part} title="{n}" >}}}}\nText *{n}*\n{{{{< /{part} >}}}}' for n in "AB")
        pages[f"{name}-one"] = f"{{{{< {name} {args} >}}}}\n{parts}\n{{{{< /{name} >}}}}"
        pairs = "\n\n".join(
            f'{{{{< {part}-open title="{n}" >}}}}\n\nText *{n}*\n\n{{{{< {part}-close >}}}}' for n in "AB"
        )
        pages[f"{name}-two"] = f"{{{{< {name}-open {args} >}}}}\n\n{pairs}\n\n{{{{< {name}-close >}}}}"
    built = build_hugo(write_site(tmp_path / "site", pages), tmp_path / "out", version=version)
    assert built.failures == ()
    style = re.compile(r"<link[^>]*>")
    for name in CHILDREN:
        one, two = (style.sub("", content(built, f"{name}-{which}")) for which in ("one", "two"))
        assert one == two
        assert one.count("<em>") == 2


SIMPLE = {
    '{{< button url="/a/" text="Go *on*" >}}': '<a class="bc-button" href="/a/">Go <em>on</em></a>',
    '{{< button url="b" text="[x](y)" newtab=true >}}': (
        '<a class="bc-button" href="b" target="_blank" rel="noopener">x</a>'
    ),
    '{{< label text="a" color="danger" >}}': '<span class="bc-label" data-type="danger">a</span>',
    '{{< label text="a" color="#f06" >}}': '<span class="bc-label" style="--bc-color:#f06">a</span>',
    '{{< label text="a" color="red;x:y" >}}': '<span class="bc-label">a</span>',
    '{{< checkbox checked=true text="a" >}}': (
        '<label class="bc-check"><input type="checkbox" disabled checked><span>a</span></label>'
    ),
    '{{< checkbox text="a" radio="true" inline=true >}}': (
        '<label class="bc-check bc-inline"><input type="radio" disabled><span>a</span></label>'
    ),
    '{{< progress percent="40%" >}}': (
        '<label class="bc-progress"><span>40%</span><progress value="40" max="100">40%</progress></label>'
    ),
    '{{< badge left="a" right="b" color="tip" >}}': (
        '<span class="bc-badge" data-type="tip"><span>a</span><span class="bc-badge-right">b</span></span>'
    ),
    '{{< copy-box text="npm i" prefix="$" >}}': ('<pre class="bc-copy"><code>$ npm i</code></pre>'),
    '{{< spoiler text="*x*" label="L" >}}': (
        '<label class="bc-spoiler" title="L"><input type="checkbox" aria-label="L">'
        "<span><em>x</em></span></label>"
    ),
    '{{< card title="A" url="/a/" text="b" >}}': (
        '<a class="bc-card" href="/a/"><span class="bc-card-body"><strong>A</strong>'
        '<span class="bc-card-text">b</span></span></a>'
    ),
    '{{< card title="A" >}}': (
        '<div class="bc-card"><span class="bc-card-body"><strong>A</strong></span></div>'
    ),
    '{{< link-card url="https://a.example/x/" >}}': (
        '<a class="bc-card bc-link-card" href="https://a.example/x/">'
        '<span class="bc-card-body"><strong>a.example/x</strong></span></a>'
    ),
    '{{< github-card user="u" repo="r" >}}': (
        '<a class="bc-card bc-github-card" href="https://github.com/u/r"><span class="bc-card-body">'
        "<strong>u/r</strong></span></a>"
    ),
    '{{< friend name="A" url="https://a.example" >}}': (
        '<a class="bc-card bc-friend" href="https://a.example"><span class="bc-card-body">'
        "<strong>A</strong></span></a>"
    ),
    '{{< image src="/a.png" alt="A" >}}': '<img src="/a.png" alt="A">',
    '{{< image src="/a.png" caption="*c*" align="center" width=20 url="/b/" >}}': (
        '<figure class="bc-figure bc-align-center"><a href="/b/"><img src="/a.png" alt="" style="width:20px;">'
        "</a><figcaption><em>c</em></figcaption></figure>"
    ),
    '{{< audio src="/a.mp3" title="T" loop=true >}}': (
        '<figure class="bc-media"><figcaption>T</figcaption><audio controls preload="metadata" src="/a.mp3" loop>'
        '<a href="/a.mp3">T</a></audio></figure>'
    ),
    '{{< video src="/a.mp4" poster="/p.png" autoplay=true >}}': (
        '<figure class="bc-media"><video controls preload="metadata" playsinline src="/a.mp4" poster="/p.png" '
        'autoplay muted><a href="/a.mp4">a.mp4</a></video></figure>'
    ),
    '{{< pdf src="/a.pdf" height=300 >}}': (
        '<object class="bc-pdf" type="application/pdf" data="/a.pdf" style="height:300px">'
        '<a href="/a.pdf">a.pdf</a></object>'
    ),
    "{{< html >}}<i>x</i>{{< /html >}}": "<i>x</i>",
}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_shortcode_without_a_body_shows(tmp_path: Path, version: str | None) -> None:
    pages = {f"p{number}": call for number, call in enumerate(SIMPLE)}
    built = build_hugo(write_site(tmp_path / "site", pages), tmp_path / "out", version=version)
    assert built.failures == ()
    for name, expected in zip(pages, SIMPLE.values(), strict=True):
        shown = content(built, name).replace('<link rel="stylesheet" href="/sub/css/blogconv.css">', "")
        assert shown == re.sub(r"\s*(<[^>]*>)\s*", r"\1", expected)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_callout_shows_a_title_only_where_it_has_one(tmp_path: Path, version: str | None) -> None:
    shown = render(tmp_path, "{{< callout >}}x{{< /callout >}}", version, used="callout")
    assert shown == (
        '<link rel="stylesheet" href="/sub/css/blogconv.css">'
        '<div class="bc-callout bc-callout-note" data-type="note" role="note">'
        '<div class="bc-callout-body"><p>x</p></div></div>'
    )


@pytest.mark.engine("hugo")
def test_a_callout_that_folds_is_a_details_element(tmp_path: Path) -> None:
    call = '{{< callout type="bug" title="*T*" fold="FOLD" >}}x{{< /callout >}}'
    closed = render(tmp_path / "a", call.replace("FOLD", "closed"))
    opened = render(tmp_path / "b", call.replace("FOLD", "open"))
    assert '<details class="bc-callout bc-callout-bug" data-type="bug">' in closed
    assert '<details class="bc-callout bc-callout-bug" data-type="bug" open>' in opened
    assert '<summary class="bc-callout-title"><em>T</em></summary>' in closed


@pytest.mark.parametrize("version", VERSIONS)
def test_containers_nest_in_lists_and_in_each_other_without_raw_html(
    tmp_path: Path, version: str | None
) -> None:
    code = "```go\na\n\nb\n```"
    paired = (
        f'{{{{< callout title="A" >}}}}\nx {{{{< label text="l" >}}}}\n\n{{{{< fold title="B" >}}}}\n{code}\n'
        "{{< /fold >}}\n\n{{< tabs >}}{{< tab >}}in tab{{< /tab >}}{{< /tabs >}}\n{{< /callout >}}"
    )
    in_list = (
        '- item\n\n  {{< callout-open title="A" >}}\n\n  1. x[^1]\n\n     {{< fold-open title="B" >}}\n\n     y\n\n'
        "     {{< fold-close >}}\n\n  {{< callout-close >}}\n\n- next\n\n[^1]: note"
    )
    shown = render(tmp_path / "a", paired, version)
    assert "raw HTML omitted" not in shown and "bcheld" not in shown
    assert re.search(r'<summary>B</summary><div class="bc-fold-body"><div class="highlight"><pre', shown)
    assert '<span class="bc-label">l</span>' in shown
    assert "<p><details" not in shown and "<p><div" not in shown
    shown = render(tmp_path / "b", in_list, version)
    assert re.search(
        r'<li><p>item</p><link[^>]*><div class="bc-callout.*</details></li></ol></div></div></li><li>', shown
    )
    assert 'href="#fn:1"' in shown and 'class="footnotes"' in shown


@pytest.mark.parametrize("version", VERSIONS)
def test_one_tab_is_shown_and_its_button_belongs_to_its_group(tmp_path: Path, version: str | None) -> None:
    call = """{{< tabs active=2 >}}
{{< tab title="A" >}}
{{< tabs active=0 >}}{{< tab title="A1" >}}1{{< /tab >}}{{< tab title="A2" >}}2{{< /tab >}}{{< /tabs >}}
{{< /tab >}}
{{< tab title="B" icon="😀" >}}b{{< /tab >}}
{{< /tabs >}}

{{< tabs-open id="my tabs" >}}

{{< tab-open title="C" >}}

c

{{< tab-close >}}

{{< tabs-close >}}"""
    shown = render(tmp_path, call, version)
    inputs = re.findall(
        r'<input class="bc-tab-input" type="radio" name="([^"]*)" id="([^"]*)"( checked)?>', shown
    )
    assert [(name, checked) for name, _, checked in inputs] == [
        ("bc-0", ""),
        ("bc-0-0-0", ""),
        ("bc-0-0-0", ""),
        ("bc-0", " checked"),
        ("my-tabs", " checked"),
    ]
    ids = [identity for _, identity, _ in inputs]
    assert len(set(ids)) == len(ids) and ids[-1] == "my-tabs-1"
    assert re.findall(r'<label class="bc-tab" for="([^"]*)">', shown) == ids
    assert '<div class="bc-tabs" id="my-tabs">' in shown


@pytest.mark.parametrize("version", VERSIONS)
def test_literal_text_is_printed_wherever_it_stands(tmp_path: Path, version: str | None) -> None:
    body = """{{% literal "{{<" %}} and `{{% literal "{{%" %}}` and `{{</* x */>}}`

```
{{% literal "{{<" %}} {{%/* y */%}}
```

{{< callout title="`{{< t >}}`" >}}
{{% literal "{{<" %}} and `{{</* x */>}}`
{{< /callout >}}"""
    shown = unescape(re.sub(r"<[^>]*>", " ", render(tmp_path, body, version)))
    assert " ".join(shown.split()) == ("{{< and {{% and {{< x >}} {{< {{% y %}} {{< t >}} {{< and {{< x >}}")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_style_sheet_is_linked_once_on_every_page_in_every_format(
    tmp_path: Path, version: str | None
) -> None:
    config = """
[outputFormats.print]
mediaType = "text/html"
baseName = "print"
isHTML = true
[outputs]
page = ["html", "print"]
"""
    tabs = '{{< tabs >}}{{< tab title="A" >}}{{< label text="x" >}}{{< /tab >}}{{< /tabs >}}'
    pair = '{{< callout-open >}}\n\nx\n\n{{< callout-close >}}\n\n{{< fold-open title="F" >}}\n\ny'
    site = write_site(tmp_path / "site", {"a": tabs, "b": pair}, config)
    template = site / "layouts" / "_default" / "single.print.html"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text("<html><body>{{ .Content }}</body></html>", encoding="utf-8")
    hook = site / "layouts" / "_default" / "_markup" / "render-image.print.html"
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text("IMAGE", encoding="utf-8")
    built = build_hugo(site, tmp_path / "out", version=version)
    for name in ("a", "b"):
        for file in ("index.html", "print.html"):
            page = (built.out / name / file).read_text(encoding="utf-8")
            assert page.count('<link rel="stylesheet" href="/sub/css/blogconv.css">') == 1
            assert page.count("</details>") == 0
    assert (built.out / "css" / "blogconv.css").is_file()


@pytest.mark.engine("hugo")
def test_the_style_sheet_can_be_another_or_none(tmp_path: Path) -> None:
    call = '{{< label text="x" >}}'
    none = render(tmp_path / "a", call, config="[params.blogconv]\nstyle = false\n")
    other = render(tmp_path / "b", call, config='[params.blogconv]\nstyle = "css/mine.css"\n')
    assert "stylesheet" not in none
    assert 'href="/sub/css/mine.css"' in other


@pytest.mark.parametrize("version", VERSIONS)
def test_a_container_left_open_is_closed_with_the_one_around_it(tmp_path: Path, version: str | None) -> None:
    body = "{{< callout-open >}}\n\n{{< fold-open >}}\n\nx\n\n{{< callout-close >}}\n\nafter"
    shown = render(tmp_path, body, version)
    assert shown.endswith("<p>x</p></div></details></div></div><p>after</p>")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_close_without_its_open_is_reported(tmp_path: Path, version: str | None) -> None:
    site = write_site(tmp_path / "site", {"a": "x\n\n{{< callout-close >}}\n\ny"})
    built = build_hugo(site, tmp_path / "out", version=version)
    assert len(built.failures) == 1
    assert re.search(
        r'a\.md:6:1": "callout-close" closes nothing; "callout-open" is missing', built.failures[0]
    )
    assert "<p>x</p>" in content(built, "a") and "<p>y</p>" in content(built, "a")


@pytest.mark.engine("hugo", "hexo")
def test_the_footer_of_a_quotation_is_that_of_hexo(tmp_path: Path) -> None:
    for number, (hexo, hugo) in enumerate(
        {
            "Ann, Her Book": 'author="Ann" source="Her Book"',
            "Ann https://a.example/x/ Her Page": 'author="Ann" title="Her Page" url="https://a.example/x/"',
            "Ann https://a.example/x/": 'author="Ann" url="https://a.example/x/"',
            "Ann": 'author="Ann"',
        }.items()
    ):
        made = hexo_render({"q": f"{{% blockquote {hexo} %}}\ntext\n{{% endblockquote %}}"})["q"]
        ours = render(tmp_path / str(number), f"{{{{< quote {hugo} >}}}}\ntext\n{{{{< /quote >}}}}")
        footer = re.search(r"<footer>.*</footer>", made)
        assert footer and footer[0] in ours


@pytest.mark.parametrize("version", VERSIONS)
def test_embeds_of_every_provider_lead_to_its_page(tmp_path: Path, version: str | None) -> None:
    calls = {
        'provider="youtube" id="abc" start=30': (
            "youtube.com/embed/abc?start=30",
            "youtube.com/watch?v=abc&t=30",
        ),
        'provider="bilibili" id="BV1" page=2': (
            "player.bilibili.com/player.html?bvid=BV1&p=2&autoplay=0",
            "bilibili.com/video/BV1?p=2",
        ),
        'provider="bilibili" id="12"': (
            "player.bilibili.com/player.html?aid=12&autoplay=0",
            "bilibili.com/video/av12",
        ),
        'provider="codepen" id="me/pen/X"': ("codepen.io/me/embed/X", "codepen.io/me/pen/X"),
        'provider="jsfiddle" id="x" type="js,result"': (
            "jsfiddle.net/x/embedded/js,result/",
            "jsfiddle.net/x/",
        ),
        'provider="gist" id="u/1" file="a.py"': ("gist.github.com/u/1.js?file=a.py", "gist.github.com/u/1"),
        'provider="none" id="https://x.example/y"': (None, "x.example/y"),
    }
    pages = {f"p{n}": f"{{{{< embed {call} >}}}}" for n, call in enumerate(calls)}
    built = build_hugo(write_site(tmp_path / "site", pages), tmp_path / "out", version=version)
    assert built.failures == ()
    for name, (frame, page) in zip(pages, calls.values(), strict=True):
        shown = unescape(content(built, name))
        source = re.search(r'<(?:iframe|script) src="https://(?:www\.)?([^"]*)"', shown)
        link = re.search(r'<a [^>]*?href="https://(?:www\.)?([^"]*)"|<iframe [^>]*title="([^"]*)"', shown)
        assert (source and source[1]) == frame
        assert link and (link[1] or link[2]) == page


@pytest.mark.engine("hugo")
def test_a_chart_keeps_its_data_inside_its_script(tmp_path: Path) -> None:
    data = '{"t": "</script><b>"}'
    call = f'{{{{< chart library="echarts" height=200 >}}}}\n<!-- chart -->\n{data}\n{{{{< /chart >}}}}\n\n'
    shown = render(tmp_path / "a", call * 2)
    assert (
        shown.count('<script type="application/json">{"t": "<\\/script><b>"}</script>'.replace("<b>", ""))
        == 0
    )
    assert shown.count("echarts.min.js") == 1 and shown.count("blogconv-chart.js") == 1
    assert re.search(r"<pre>\{&#34;t&#34;", shown)
    assert "echarts.min" not in render(tmp_path / "b", call, config="[params.blogconv]\ncharts = false\n")


@pytest.mark.engine("hugo")
def test_a_diagram_loads_its_script_once_or_not_at_all(tmp_path: Path) -> None:
    body = "```mermaid\nA-->B\n```\n\n```mermaid\nC\n```"
    shown = render(tmp_path / "a", body, used="mermaid")
    assert '<pre class="mermaid">A--&gt;B</pre>' in shown
    assert shown.count('import mermaid from "https://cdn.jsdelivr.net/') == 1
    silent = render(tmp_path / "b", body, used="mermaid", config="[params.blogconv]\nmermaid = false\n")
    assert "<script" not in silent and '<pre class="mermaid">C</pre>' in silent
    own = render(tmp_path / "c", body, used="mermaid", config='[params.blogconv]\nmermaid = "/js/m.mjs"\n')
    assert 'import mermaid from "/js/m.mjs"' in own


@pytest.mark.parametrize("version", VERSIONS)
def test_a_code_block_has_its_caption_and_no_common_indent(tmp_path: Path, version: str | None) -> None:
    body = """```js {title="a <b>c</b> &quot;d&quot;" link="/a.js" linktext="raw" hl_lines=[2]}
    let a = 1
      b
```

```
plain
```"""
    shown = render(
        tmp_path, body, version, used="render-codeblock", config="[markup.highlight]\nnoClasses = false\n"
    )
    assert shown.startswith(
        '<figure class="highlight"><figcaption><span>a<b>c</b>&quot;d&quot;</span><a href="/a.js">raw</a></figcaption>'
        '<div class="highlight">'
    )
    lines = re.findall(r'<span class="line( hl)?"><span class="cl">(.*?)</span></span>', shown)
    assert [mark for mark, _ in lines] == ["", " hl", ""]
    assert '<code class="language-text"' in shown and shown.count("<figure") == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_links_to_other_sites_open_in_a_new_tab(tmp_path: Path, version: str | None) -> None:
    body = (
        '[a](https://other.example/a_b "t \\"q\\"") [b](https://blog.example/x) [c](//friend.example/) [d](/x/) '
        "<https://auto.example/> [e](http://foo.bar.`baz) [f](mailto:a@b.example)"
    )
    rule = '[params.blogconv.externalLinks]\nenable = true\nexclude = ["friend.example"]\n'
    shown = render(tmp_path / "a", body, version, config=rule, used="render-link")
    opened = re.findall(r'<a href="([^"]*)"[^>]*target="_blank" rel="noopener">', shown)
    assert opened == ["https://other.example/a_b", "https://auto.example/", "http://foo.bar.%60baz"]
    assert 'title="t &#34;q&#34;"' in shown
    assert 'href="mailto:a@b.example"' in shown
    assert "target" not in render(tmp_path / "b", body, version, used="render-link")


HEADINGS = """Hello, World!|What's new in "v2.0"?|你好，世界！|全角（括号）：测试 空格　结束|C++ & C#
a.b.c_d-e|1. One|Ünï Çödé ñ|Łódź Øresund Æther œuvre ß|ＡＢＣ ａｂｃ １２３|Ⓐ circled ⓩ|`code` in it|`<script>` alone
use `<script>alert(1)</script>` now|a < b and c > d|**bold** *em* ~~del~~|[link](https://x.example) text
![alt](a.png) image|Dup|Dup|Dup|Setup|Setup 1|Setup|constructor|constructor|constructor|hasOwnProperty()|toString
__proto__|valueOf|😀 smile|😀|!!!|???|100% sure -- really|a---b...c|trailing - dash -|  lead|x {#id}|{{ nope }} x
a<br>b|<b>raw</b> html|Title <small class="a">sub</small>|<!-- c --> comment|A & B &amp; C|a\\*b\\_c|tab\ttab
https://example.org/x?y=1|<https://example.org/>|"quoted" 'single'|“curly” ‘single’|café|CamelCase ID
snake_case_name|$math$ and $$|^caret~tilde|@user #tag|emoji :smile:|日本語 テスト|Привет мир|العربية|a  b   c|it`s
`a"b` and `it's`|`List<String>` generic|`a < b`|vue `<template v-slot>`|end #|== x ==|— dash – en|…"""


@pytest.mark.engine("hexo")
@pytest.mark.parametrize("case", ["keep", "lower", "upper"])
@pytest.mark.parametrize("renderer", ["marked", "markdown-it"])
@pytest.mark.parametrize("version", VERSIONS)
def test_headings_have_the_ids_of_hexo(tmp_path: Path, version: str | None, renderer: str, case: str) -> None:
    headings = HEADINGS.replace("\n", "|").split("|")
    body = "\n\n".join(f"{'##' if number % 5 else '#'} {text}" for number, text in enumerate(headings))
    number = ["keep", "lower", "upper"].index(case)
    post = hexo_posts(
        {"_posts/a.md": f"---\ntitle: T\ndisableNunjucks: true\n---\n{body}"},
        config=f"marked: {{mangle: false, modifyAnchors: {number}}}\nmarkdown: {{anchors: {{case: {number}}}}}\n",
        renderer=f"hexo-renderer-{renderer}",
    )["_posts/a.md"]
    rule = f'[params.blogconv.headingIds]\nstyle = "hexo"\nrenderer = "{renderer}"\ncase = "{case}"\n'
    shown = render(tmp_path, body, version, config=rule + LIKE_HEXO, used="render-heading")
    found = re.compile(r'<h([1-6])(?: id="([^"]*)")?')
    wanted = [(level, unescape(identity)) for level, identity in found.findall(post.content)]
    made = [(level, unescape(identity)) for level, identity in found.findall(shown)]
    assert len(wanted) == len(headings)
    assert made == wanted


@pytest.mark.parametrize("version", VERSIONS)
def test_the_ids_of_hugo_stay_beside_those_of_hexo(tmp_path: Path, version: str | None) -> None:
    rule = '[params.blogconv.headingIds]\nstyle = "hexo"\n'
    body = "## Big *News*\n\n## same\n\n## Mine {#own .c}"
    shown = render(tmp_path / "a", body, version, config=rule, used="render-heading")
    assert shown == (
        '<h2 id="Big-News"><span id="big-news"></span>Big<em>News</em></h2><h2 id="same">same</h2>'
        '<h2 id="Mine" class="c"><span id="own"></span>Mine</h2>'
    )
    plain = render(tmp_path / "b", body, version, used="render-heading")
    assert plain == (
        '<h2 id="big-news">Big<em>News</em></h2><h2 id="same">same</h2><h2 id="own" class="c">Mine</h2>'
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_heading_inside_a_container_does_not_disturb_the_count(tmp_path: Path, version: str | None) -> None:
    rule = '[params.blogconv.headingIds]\nstyle = "hexo"\nduplicates = 2\nsuffix = "v"\n'
    pair = "{{< callout-open >}}\n\n## A\n\n{{< callout-close >}}"
    body = f"## A\n\n{{{{< callout >}}}}\n## In\n{{{{< /callout >}}}}\n\n## A\n\n{pair}"
    shown = render(tmp_path, body, version, config=rule, used="render-heading callout")
    assert re.findall(r'<h2 id="([^"]*)"', shown) == ["A", "In", "A-v2", "A-v3"]


@pytest.mark.engine("hugo")
def test_a_shortcode_that_was_not_asked_for_is_not_there(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"a": "{{< fold >}}x{{< /fold >}}"}, used=("callout",))
    with pytest.raises(EngineError, match='template for shortcode "fold" not found'):
        build_hugo(site, tmp_path / "out")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_shortcode_in_a_heading_is_no_part_of_its_id(tmp_path: Path, version: str | None) -> None:
    rule = '[params.blogconv.headingIds]\nstyle = "hexo"\nrenderer = "marked"\ncase = "keep"\n'
    used = ("label", "render-heading")
    site = write_site(tmp_path / "site", {"a": '## H {{< label text="x" >}}\n'}, rule, used)
    shown = content(build_hugo(site, tmp_path / "out", version=version), "a")
    assert '<h2 id="H">' in shown
    assert "hahahugo" not in shown

"""What the properties are tried on: hostile texts made of the pieces of all constructs, and ordinary Markdown."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

ENGINES = ("hexo", "hugo", "jekyll", "obsidian")
PAIRS = tuple((source, target) for source in ENGINES for target in ENGINES if source != target)

FENCES = (
    "```\n", "```js\n", "~~~\n", "````\n", "``` js a.js mark:1\n", "```js {hl_lines=[1]}\n", "```ad-note\n",
    "`", "``", "` ` `", "`{{`", "    ", "{% highlight js %}\n", "{% endhighlight %}\n", "$$\n", "$", "\\(",
    "\\]",
)  # fmt: skip
CONTAINERS = (
    ":::note\n", "::: tip A title\n", "::::warning\n", ":::\n", "::::\n", ":::", "+++ a\n", "+++\n",
    ";;;tab a\n", ";;;\n", '!!! note "T"\n', "!!! tip\n    x\n", "> [!note]\n", "> [!tip]- T\n",
    "> [!WARNING]\n> x\n",
)  # fmt: skip
TAGS = (
    "{% note %}\n", "{% note info %}x{% endnote %}", "{% endnote %}\n", "{% tabs a %}\n",
    "<!-- tab b -->\n", "<!-- endtab -->\n", "{% endtabs %}\n", "{% raw %}", "{% endraw %}", "{% quote %}",
    "{% endquote %}", "{% asset_img a.png %}", "{% post_link a %}", "{% unknown a b %}", "{% end", "{%",
    "%}", "{% raw %}{{ x }}{% endraw %}", "{# c #}", "{#", "{{ x }}", "{{", "}}", "{%- if a -%}",
    "{% endif %}", '{% include a.html x="y" %}', '{% include blogconv/callout-open.html type="note" %}\n',
    "{% include blogconv/callout-close.html %}\n", "{% capture a %}", "{% endcapture %}", "{% comment %}",
    "{% endcomment %}", "{% note %}\n{% note %}\na\n{% endnote %}\n{% endnote %}\n", '{% note "\n',
    "{% link a, b %}",
)  # fmt: skip
SHORTCODES = (
    "{{< callout >}}\n", '{{< callout type="note" title="A" >}}x{{< /callout >}}', "{{< /callout >}}\n",
    "{{< figure src=a.png >}}", "{{< callout-open >}}\n", "{{< callout-close >}}\n", "{{% notice tip %}}\n",
    "{{% /notice %}}\n", "{{</* a */>}}", "{{<", ">}}", "{{%", "%}}", "{{< /", "{{< a `b\n", '{{< a "',
    "{{< raw >}}", "{{< /raw >}}", "<!--more-->", "<!-- more -->\n", "{: .note }\n", "{:", '{:.a #b c="d"}',
)  # fmt: skip
MARKDOWN = (
    "> ", ">", ">> ", "- ", "* ", "1. ", "10) ", "- [ ] ", "  - ", "   ", "# H\n", "## H {#id}\n",
    "H\n===\n", "---\n", "***\n", "| a | b |\n|---|---|\n| c | d |\n", "|", "| \\| |", "[a](b)",
    '[a](<b c> "t")', "[a]: b\n", "[a]", "![a](b.png)", "![", "[", "]", "](", "(", ")", "[^1]", "[^1]: n\n",
    "^[n]", "*", "**", "_", "__", "~~", "~", "==", "++", "^", "a  \n", "a\\\n", "\\", "\\{", "term\n: d\n",
    "*[A]: b\n", ": ", "[[a]]", "[[a|b]]", "![[a.png|100]]", "[[", "]]", "%%", "%%a%%", "#tag", "^id",
    "#^x",
)  # fmt: skip
HTML = (
    "<div>\n", "</div>\n", "<details>\n<summary>s</summary>\n", "</details>\n", "<b>", "</b>", "<!--",
    "-->", "<!-- c -->", '<img src="a.png">', "<pre>", "</pre>\n", "<script>", "</script>", "<", ">", "</",
    '<a href="', "<https://a.b>", "https://a.b/c", "<?x?>", "<![CDATA[", "<br>", "&amp;", "&lt;", "&#x7b;",
    "&", "&#0;", "&copy", '<span class="x" markdown="1">', "<mark>a</mark>", "<p>a</p>\n",
)  # fmt: skip
CHARACTERS = (
    "a", "word ", "中文", "，", "\u00e9", "é", "\U0001f600", ":smile:", "\t", " ", "\xa0", "\u3000", "\u200b", "\ufeff",
    "\x00", "\x1a", "\x0b", "\x0c", "\u2028", "\x85", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\n> ", "\n  ",
    "\n    ", "\n\t", '"', "'", "--", "...", "\ue000", "\U000f0000", "\udc80", "\ud800",
)  # fmt: skip
PIECES = (*FENCES, *CONTAINERS, *TAGS, *SHORTCODES, *MARKDOWN, *HTML, *CHARACTERS, "\n", "\n", "\n\n", "a")


def quoted(text: str) -> str:
    """`text` in a quote."""
    return "".join(f"> {line}" for line in text.splitlines(keepends=True))


def listed(text: str) -> str:
    """`text` as an item of a list."""
    first, *rest = text.splitlines(keepends=True) or [""]
    return f"- {first}" + "".join(f"  {line}" if line.strip() else line for line in rest)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts around texts: in quotes, lists and constructs that are closed."""
    around = (
        (":::note T\n", "\n:::\n"), ("{% note info %}\n", "\n{% endnote %}\n"), ("```\n", "\n```\n"),
        ("{{< callout type=tip >}}\n", "\n{{< /callout >}}\n"), ("<details>\n\n", "\n\n</details>\n"),
        ("{% raw %}", "{% endraw %}"), ("==", "=="), ("**", "**"), ("`", "`"),
        ("%%", "%%"), ("[", "](u)"), ("| ", " |\n"),
    )  # fmt: skip
    pairs = st.tuples(st.sampled_from(around), inner).map(lambda p: p[0][0] + p[1] + p[0][1])
    joined = st.tuples(inner, st.sampled_from(("", "\n", "\n\n")), inner).map("".join)
    return pairs | inner.map(quoted) | inner.map(listed) | joined


SHORT = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
NESTED = st.recursive(SHORT, _nested, max_leaves=6)
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | NESTED
"""Texts of the pieces of constructs, in any order, some of them nested as constructs are."""

KEYS = (
    "---\n", "---", "+++\n", ";;;\n", "{\n", "}\n", "title: a\n", "title: 'a\n", 'title: "a\n',
    "title: {{ x }}\n", "title:\ta\n", "title: a: b\n", "title: [a\n", "title: a\n",
    "date: 2020-01-02 03:04:05\n", "date: 2020-13-45\n", "date: 0000-00-00\n", "date: 99999-01-01\n",
    "date: 2020-01-02T03:04:05.678+23:59\n", "updated: yes\n", "date: [1]\n", "tags: [a, 'b', 1, ~, [c]]\n",
    "tags: a, b\n", "tags:\n- a\n-\n- {b: c}\n", "categories:\n- [a, b]\n- c\n", "categories: {a: b}\n",
    "permalink: ../../x\n", "permalink: /%zz/:title/\n", "url: http://a.b/c\n", "url: //\n",
    "aliases: [/a, 1, ~]\n", "slug: ''\n", "slug: /\n", "layout: false\n", "published: maybe\n",
    "draft: 1\n", "weight: x\n", "weight: 1e999\n", "a: &a [*a]\n", "b: *a\n", "c: &x {}\n", "<<: *x\n",
    "? a\n: b\n", "!!python/object:x: 1\n", "d: !!binary x\n", "e: |\n  x\n", "f: >-\n", "#c\n", "- a\n",
    "%YAML 1.1\n", "...\n", "1: 2\n", "~: 3\n", "true: x\n", "[a]: b\n", 'title = "a"\n',
    "date = 2020-01-02\n", "[a]\n", "[[a]]\n", "x = {\n", '"title": "a",\n', '"n": 1e400\n', "content: x\n",
    "excerpt: x\n", "cover: a.png\n", "lang: [x]\n", "id: 0x1f\n", "n: 1_000\n", "n: .inf\n",
    "t: 12:30:45\n", "\ufeff", "\r\n", "\r", "\t", " ", "\x00", "\n", "中: 文\n", "k: \U0001f600\n", "\udc80", "\x7f",
)  # fmt: skip
HEADS = st.lists(st.sampled_from(KEYS), max_size=12).map("".join)
FILES = st.tuples(st.sampled_from(("---\n", "", "+++\n", "\ufeff---\n", "{", ";;;\n")), HEADS, SHORT).map(
    "".join
) | st.tuples(HEADS, st.sampled_from(("---\n", "+++\n", ";;;\n")), SHORT).map(
    lambda p: f"---\n{p[0]}{p[1]}{p[2]}"
)
"""Whole files with front matter of all sorts, right and broken."""

JUNK = st.lists(
    st.sampled_from(KEYS).map(lambda k: k.encode("utf-8", "surrogateescape")) | st.binary(max_size=4),
    max_size=20,
).map(b"".join)
"""Bytes that need not be UTF-8."""

WORDS = (
    "word", "another", "中文", "café", "\U0001f600", "42", "end.", "so,", "(aside)", "`code`", "*soft*", "**loud**",
    "[link](https://a.example/b)", "<https://a.example>",
)  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join).map("A {}".format)
BLOCKS = (
    SENTENCES,
    SENTENCES.map("> {}".format),
    st.lists(SENTENCES, min_size=1, max_size=4).map(lambda s: "\n".join(f"- {x}" for x in s)),
    st.lists(SENTENCES, min_size=1, max_size=4).map(
        lambda s: "\n".join(f"{n}. {x}" for n, x in enumerate(s, 1))
    ),
    st.tuples(st.integers(1, 6), st.sampled_from(("heading", "标题", "two words"))).map(
        lambda h: f"{'#' * h[0]} {h[1]}"
    ),
    st.sampled_from(
        (
            "```python\nprint(1)\n```",
            "```\na < b\n\n> c\n```",
            "    indented",
            "***",
            "![a](https://a.example/b.png)",
            "| a | b |\n| --- | --- |\n| c | d |",
        )
    ),
)
ORDINARY = st.lists(st.one_of(*BLOCKS), min_size=1, max_size=6).map("\n\nA line between.\n\n".join)
"""Markdown that all engines read alike: no bare addresses, no line breaks in a paragraph, no capitals in headings."""


def settled(examples: int) -> settings:
    """So many examples, the same each time, so that a failure is one of the change at hand."""
    return settings(max_examples=examples)

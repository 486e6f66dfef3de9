"""The lexer of shortcodes against the real Hugo: what is a tag, and with which arguments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blogconv.notations.shortcode_lexer import tags
from engines.harness import EngineError, build_hugo

TEMPLATE = (
    "{{- $all := dict -}}{{- if .IsNamedParams -}}{{- range $k, $v := .Params -}}"
    '{{- $all = merge $all (dict $k (printf "%v" $v)) -}}{{- end -}}'
    '<b>{{ dict "named" $all | jsonify }}</b>{{- else -}}{{- $words := slice -}}'
    '{{- range .Params -}}{{- $words = $words | append (printf "%v" .) -}}{{- end -}}'
    '<b>{{ dict "words" $words | jsonify }}</b>{{- end -}}'
)
TAKEN = (
    '{{< p k = "v" >}}', r'{{< p "a\"b\\c" >}}', '{{< p 1 2.5 true "1" 1e3 >}}', "{{<p>}}", "{{< p\n\t a >}}",
    '{{< p "a""b" >}}', r'{{< p \"a b\" >}}', '{{< p a.b-c="x" >}}', '{{< p k="a" k="b" >}}', "{{< p `x\n\"y\"` >}}",
    '{{< p k=a/b?c&d >}}', "{{< p k='v' >}}", '{{< p "a >}} b" >}}', r'{{< p "a\nb" >}}',
    "{{< p 你好 ä_b-c >}}", "{{< p k=`raw \"x\"` >}}", "{{< p -a >}}",
    "{{< p 2024-01-02 >}}", '{{< p "" >}}', "{{< p k=\"\" >}}",
)  # fmt: skip
REFUSED = (
    "{{< p 'a b' >}}", "{{< p a=b c >}}", "{{< p c a=b >}}", "{{< p k=v>}}", "{{< p a,b >}}",
    "{{< >}}", "{{< p a:b >}}",
    '{{< p "a\nb" >}}', "{{< p .a >}}", "{{< p\u00a0a >}}", '{{< p "a >}}',
    "{{< p a/b >}}", "{{< p %}}", "{{< p #a >}}", "{{< p `a >}}",
)  # fmt: skip


def site(folder: Path, body: str) -> Path:
    for name, text in {
        "hugo.toml": "disableKinds = ['home', 'rss', 'sitemap', 'taxonomy', 'term', 'section', '404']\n",
        "layouts/shortcodes/p.html": TEMPLATE,
        "content/a.md": f"---\ntitle: t\n---\n{body}\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.mark.engine("hugo")
def test_arguments(tmp_path: Path) -> None:
    built = build_hugo(site(tmp_path / "s", "\n\n".join(TAKEN)), tmp_path / "out")
    html = (built.out / "a" / "index.html").read_text(encoding="utf-8")
    shown = [json.loads(part.partition("</b>")[0].replace("&#34;", '"')) for part in html.split("<b>")[1:]]
    for source, truth in zip(TAKEN, shown, strict=True):
        (tag,) = tags(source)
        assert truth == ({"named": dict(tag.named)} if tag.named else {"words": list(tag.words)}), source


@pytest.mark.engine("hugo")
@pytest.mark.parametrize("source", REFUSED)
def test_what_hugo_stops_on_is_no_tag(tmp_path: Path, source: str) -> None:
    with pytest.raises(EngineError):
        build_hugo(site(tmp_path / "s", source), tmp_path / "out")
    assert tags(source) == []


@pytest.mark.engine("hugo")
def test_escaped_shortcodes_are_printed_without_their_marks(tmp_path: Path) -> None:
    sources = ('{{</* p a="b" */>}}', "{{%/* p */%}}", "{{</*p*/>}}", "{{</* /p */>}}", "{{{</* p */>}}}")
    built = build_hugo(site(tmp_path / "s", "\n".join(f"`{s}`" for s in sources)), tmp_path / "out")
    html = (built.out / "a" / "index.html").read_text(encoding="utf-8")
    for source in sources:
        (tag,) = tags(source)
        shown = source[: tag.start] + tag.text + source[tag.end :]
        escaped = shown.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        assert f"<code>{escaped}</code>" in html

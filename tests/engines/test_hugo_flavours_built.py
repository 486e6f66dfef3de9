"""Posts written for a flavour of Hugo, built by the real one: alert quotes by our hook, ours beside a theme's.

Themes are not on npm or PyPI, and their code is not ours to keep: what each was checked with stands in its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from blogconv.api import convert
from blogconv.engines.base import WriteOptions
from engines.harness import OLD_HUGO, build_hugo

VERSIONS = [
    pytest.param(None, id="hugo", marks=pytest.mark.engine("hugo")),
    pytest.param(OLD_HUGO, id=f"hugo-{OLD_HUGO}", marks=pytest.mark.engine("hugo-old")),
]
EVERY = Path(__file__).parents[1] / "cases" / "every-construct" / "every-construct.md"
ALERTS = """---
title: Alerts
date: 2024-01-01 00:00:00
---
{% bc_callout type=warning title="Mind *this* & that" %}
Hi *there*
second line
{% endbc_callout %}

{% bc_callout type=tip %}
Without a title

- one
- two
{% endbc_callout %}

{% bc_callout type=bug fold=closed title="Folded" %}
| a | b |
|---|---|
| 1 | 2 |
{% endbc_callout %}

{% bc_callout_open type=note fold=open title="Outer" %}

{% bc_callout type=caution title="Inner" %}
Within
{% endbc_callout %}

{% bc_callout_close %}

- item

  {% bc_callout type=important title="Listed" %}
  In a list
  {% endbc_callout %}

{% bc_fold_open title="A *fold*" open=true %}

Shown

    code

{% bc_fold_close %}
"""


def write_blog(folder: Path) -> Path:
    files = {
        "_config.yml": "title: T\nurl: https://blog.example\n",
        "package.json": '{"hexo": {"version": ""}}',
        "source/_posts/alerts.md": ALERTS,
        "source/_posts/every-construct.md": EVERY.read_text("utf-8"),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def pages(folder: Path, flavours: tuple[str, ...], version: str | None) -> dict[str, str]:
    """The texts of the posts, by their names, as Hugo builds them in the starter theme."""
    report = convert(
        write_blog(folder / "blog"),
        folder / "site",
        source="hexo",
        target="hugo",
        write=WriteOptions(flavours=flavours, starter=True),
    )
    assert report.errors == 0, [str(d) for d in report.diagnostics]
    built = build_hugo(folder / "site", folder / "public", theme=None, version=version)
    assert built.failures == ()
    found = {path.parent.name: path.read_text("utf-8") for path in built.out.rglob("index.html")}
    return {name: content(found[name]) for name in ("alerts", "every-construct")}


def content(page: str) -> str:
    article = re.search(r"<article.*?</article>", page, re.DOTALL)
    assert article is not None
    return re.sub(r"\s*\n\s*", "\n", article[0])


def callouts(html: str) -> Iterator[tuple[str, str, str]]:
    """Element, type and title of each callout in order."""
    pattern = re.compile(
        r'<(div|details) class="bc-callout [^>]*data-type="(\w+)"[^>]*>\s*'
        r'(?:<(?:p|summary) class="bc-callout-title">(.*?)</(?:p|summary)>)?',
        re.DOTALL,
    )
    for match in pattern.finditer(html):
        opened = " open" if re.search(r"<details[^>]* open", match[0]) else ""
        yield match[1] + opened, match[2], re.sub(r"<[^>]+>", "", match[3] or "")


@pytest.mark.parametrize("version", VERSIONS)
def test_alert_quotes_are_callouts(version: str | None, tmp_path: Path) -> None:
    html = pages(tmp_path, ("github",), version)["alerts"]
    assert list(callouts(html)) == [
        ("div", "warning", "Mind this &amp; that"),
        ("div", "tip", "Tip"),
        ("details", "warning", "Folded"),
        ("details open", "note", "Outer"),
        ("div", "caution", "Inner"),
        ("div", "important", "Listed"),
    ]
    for text in ("<em>there</em>", "<li>one</li>", "<td>2</td>", "Within", "In a list"):
        assert text in html
    assert "[!" not in html
    fold = re.search(r"<details(?![^>]*bc-callout)[^>]*>.*?</details>", html, re.DOTALL)
    assert fold is not None
    assert re.match(r"<details[^>]* open", fold[0])
    assert re.search(r"<summary>A <em>fold</em></summary>.*Shown.*<pre><code>code", fold[0], re.DOTALL)


@pytest.mark.engine("hugo")
def test_alerts_of_every_type_show_the_text_of_ours(tmp_path: Path) -> None:
    plain = pages(tmp_path / "plain", (), None)["every-construct"]
    alerts = pages(tmp_path / "alerts", ("github",), None)["every-construct"]
    assert words(alerts) == words(plain)
    assert [title for _, _, title in callouts(alerts)] == [title for _, _, title in callouts(plain)]


BADGE = "{% bc_badge left=build right=ok %}"
FOLDED = "{% bc_callout type=tip fold=closed title=T %}\nHi\n{% endbc_callout %}"
FIGURE = '{% bc_image src="/a.png" align=left %}'
FRAME = "{% bc_iframe src=/a.html height=100 %}"
CARDS = "{% bc_cards_open style=wide %}\n\n{% bc_card title='*One*' url=/1/ %}\n\n{% bc_cards_close %}"


@pytest.mark.engine("hugo")
@pytest.mark.parametrize(
    ("flavour", "source"),
    [("hextra", f"{BADGE}\n\n{FOLDED}\n\n{CARDS}"), ("loveit", FIGURE), ("docsy", FRAME)],
)
def test_ours_work_under_the_name_that_they_have_beside_a_theme(
    flavour: str, source: str, tmp_path: Path
) -> None:
    """What the theme cannot say, by another name than that of its shortcode. The theme's are not there: a tag that is
    not ours would stop Hugo."""
    first = ours(tmp_path / "plain", source, ())
    renamed = ours(tmp_path / "flavoured", source, (flavour,))
    assert "bc-" in first
    assert first == renamed


def ours(folder: Path, source: str, flavours: tuple[str, ...]) -> str:
    blog = folder / "blog"
    write_blog(blog)
    (blog / "source/_posts/every-construct.md").unlink()
    (blog / "source/_posts/alerts.md").write_text(
        f"---\ntitle: Ours\ndate: 2024-01-01\n---\n{source}\n", "utf-8"
    )
    write = WriteOptions(flavours=flavours, starter=True)
    convert(blog, folder / "site", source="hexo", target="hugo", write=write)
    text = next((folder / "site/content").rglob("alerts*")).read_text("utf-8")
    assert ("{{< bc-" in text) == bool(flavours)
    built = build_hugo(folder / "site", folder / "public", theme=None)
    assert built.failures == ()
    return content(next(built.out.rglob("alerts/index.html")).read_text("utf-8"))


def words(html: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<script.*?</script>|<!--.*?-->|<[^>]+>", " ", html, flags=re.DOTALL))

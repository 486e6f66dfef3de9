"""The forms of Chirpy, Minimal Mistakes, Just the Docs and Admonition, written where they hold the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blogconv.api import convert, convert_text
from blogconv.body import Construct
from blogconv.diagnostics import Diagnostics
from blogconv.engines.base import ReadOptions, WriteOptions, reader, writer
from blogconv.engines.jekyll.write_body import settled
from blogconv.engines.obsidian.admonition import as_fences
from blogconv.model import HeadingIds
from blogconv.tables import Row, Rows, engine_tables

WRITTEN = {"jekyll": ("chirpy", "minimal-mistakes", "just-the-docs"), "obsidian": ("admonition-plugin",)}
FINISHED = {"jekyll": lambda text: settled(text, HeadingIds()), "obsidian": as_fences}


def examples() -> Iterator[Any]:
    for engine, flavours in WRITTEN.items():
        for table in engine_tables(engine):
            for row in table.rows if table.flavour in flavours else ():
                read_only = (
                    row.direction != "both" or row.kind == "gallery"
                )  # its pictures are not in the text
                for number, example in enumerate(() if read_only else row.examples, 1):
                    name = f"{table.flavour}-{row.notation}-{row.name}-{number}"
                    yield pytest.param(engine, row, example["source"], id=name)


def read(engine: str, flavour: str, source: str) -> list[Construct]:
    adapter = reader(engine)
    scan = adapter.scanner(adapter.blank(), Rows(engine, (flavour,))).scan(source)
    return [s.construct for s in scan.constructs if s.construct]


def said(construct: Construct) -> tuple[Any, ...]:
    return construct.kind, dict(construct.args), construct.body, construct.items


@pytest.mark.parametrize(("engine", "row", "source"), list(examples()))
def test_an_example_is_written_and_read_back(engine: str, row: Row, source: str) -> None:
    (construct,) = read(engine, row.flavour, source)
    other = "hugo"
    plan = writer(engine).plan(
        reader(other).blank(), WriteOptions(flavours=(row.flavour,)), diagnostics := Diagnostics()
    )
    target = writer(engine).target(plan, Rows(engine, (row.flavour,)))
    fitted = target.fits(row, construct)
    if fitted is None:  # such as a text of several blocks, of which another row of the flavour is the form
        others = [r for r in target.rows[construct.kind] if r.flavour == row.flavour]
        row, fitted = next((r, f) for r in others if (f := target.fits(r, construct)) is not None)
    text = FINISHED[engine](target.printers[row.notation](row, fitted))
    assert [said(c) for c in read(engine, row.flavour, text)] == [said(construct)]
    assert not list(diagnostics)


def written(flavour: str, source: str, engine: str = "hugo", **options: Any) -> str:
    """The body of a post of `engine` in Jekyll."""
    write = WriteOptions(flavours=(flavour,), **options)
    text, _ = convert_text(f"---\ntitle: T\n---\n{source}\n", source=engine, target="jekyll", write=write)
    return text.split("---\n", 2)[2].strip("\n")


def test_a_prompt_holds_any_text_and_the_title_in_bold() -> None:
    source = "> [!WARNING] Mind *it*\n> A\n>\n> - b\n>   ```js\n>   {{ c }}\n>   ```\n> > [!TIP]\n> > d"
    assert written("chirpy", source) == (
        "> **Mind *it***\n>\n> A\n>\n> - b\n>   ```js\n>   {% raw %}{{ c }}{% endraw %}\n>   ```\n>\n"
        "> > d\n> {: .prompt-tip }\n{: .prompt-warning .titled }"
    )


def test_a_notice_is_a_paragraph_or_an_element() -> None:
    assert written("minimal-mistakes", "> [!NOTE]\n> One\n> two.") == "One\ntwo.\n{: .notice }"
    assert written("minimal-mistakes", "> [!QUESTION] So *what*?\n> One\n>\n> two.") == (
        '<div class="notice--info" data-type="question" markdown="1">\n<h4 markdown="1">So *what*?</h4>\n\n'
        "One\n\ntwo.\n</div>"
    )


def test_callouts_of_just_the_docs_have_any_type_and_a_title() -> None:
    assert written("just-the-docs", "> [!BUG] It fails\n> One") == "> It fails\n>\n> One\n{: .bug-title }"
    assert written("just-the-docs", "> [!TIP] 1. No list\n> One") == (
        "> **1. No list**\n>\n> One\n{: .tip .titled }"
    )
    assert written("just-the-docs", "- a\n\n  > [!ABSTRACT]\n  > One") == "- a\n\n  > One\n  {: .abstract }"


@pytest.mark.parametrize(
    ("flavour", "source"),
    [
        ("chirpy", "> [!TIP]- Fold\n> One"),
        ("chirpy", "> [!TIP]"),
        ("chirpy", "> [!TIP] Two **words**\n> One"),
        ("minimal-mistakes", "> [!TIP]+ Fold\n> One"),
        ("minimal-mistakes", "> [!TIP]\n> ## Heading\n>\n> One"),
        ("minimal-mistakes", "> [!TIP]\n> <div>\n> x\n> </div>\n>\n> One"),
        ("just-the-docs", "> [!TIP]- Fold\n> One"),
    ],
)
def test_what_a_theme_cannot_hold_is_our_include(flavour: str, source: str) -> None:
    assert written(flavour, source).startswith('{% include blogconv/callout-open.html type="tip"')


def test_line_breaks_that_kramdown_loses_in_an_element_are_seen() -> None:
    source = "> [!tip]\n> One\n> two\n>\n> three"
    assert written("minimal-mistakes", source, "obsidian").startswith("{% include blogconv/callout-open.html")
    source = "> [!tip]\n> ```\n> One\n> two\n> ```\n>\n> three"
    assert written("minimal-mistakes", source, "obsidian").startswith('<div class="notice--success"')


def test_commonmark_has_no_attribute_lists() -> None:
    for flavour in WRITTEN["jekyll"]:
        text = written(flavour, "> [!TIP]\n> One", markdown="commonmark")
        assert text.startswith("{% include blogconv/callout-open.html")


def test_pictures_films_and_code_of_chirpy() -> None:
    source = '{{< figure src="/a.png" alt="A" caption="My cat" width="300" >}}\n\n{{< youtube x1 >}}'
    assert written("chirpy", source) == (
        '![A](/a.png){: width="300" }\n_My cat_\n\n{% include embed/youtube.html id="x1" %}'
    )
    assert "_My" not in written("chirpy", '{{< figure src="/a.png" caption="My *cat*" >}}')
    source = '- a\n\n  ```js {title="a \\"b\\".js"}\n  x\n  ```'
    assert written("chirpy", source).endswith('  ```js\n  x\n  ```\n  {: file="a &quot;b&quot;.js" }')


def test_buttons_and_labels() -> None:
    source = "{% btn /go/, Go {{ on }} %}\n\n{% label @new %} {% btn /go/, Go %}"
    text, _ = convert_text(
        f"---\ntitle: T\n---\n{source}\n",
        source="hexo",
        target="jekyll",
        flavours=("next",),
        write=WriteOptions(flavours=("just-the-docs",)),
    )
    assert '{% include blogconv/button.html url="/go/" text="Go &#123;&#123; on }}" %}' in text
    assert '<span class="label">new</span> [Go](/go/){: .btn }' in text


GALLERY = "{% gp 2-2 %}\n![A](/blog/img/a.png)\n![](/blog/img/b.png)\n{% endgp %}\n"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A Hexo blog below /blog/ with a gallery, a film, and a callout of a type that few themes have."""
    files = {
        "_config.yml": "title: T\nurl: https://e.example/blog\nroot: /blog/\ntheme: next\n",
        "package.json": json.dumps({"dependencies": {"hexo": "8.0.0", "hexo-theme-next": "8.0.0"}}),
        "source/_posts/a.md": f"---\ntitle: A\ndate: 2024-01-02\n---\n{GALLERY}\n{GALLERY}\n"
        "{% video /blog/a.mp4 %}\n\n{% note primary %}\nHi\n\n- you\n{% endnote %}\n",
    }
    for name, text in files.items():
        (tmp_path / "hexo" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "hexo" / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("flavour", WRITTEN["jekyll"])
def test_a_site_says_which_theme_its_posts_are_written_for(blog: Path, flavour: str) -> None:
    convert(blog / "hexo", blog / "jekyll", target="jekyll", write=WriteOptions(flavours=(flavour,)))
    site = reader("jekyll").read(blog / "jekyll", ReadOptions(), Diagnostics())
    assert site.flavours == (flavour,)
    assert ("callouts" in site.config) == (flavour == "just-the-docs")
    convert(blog / "jekyll", blog / "back", target="hexo", write=WriteOptions(flavours=("next",)))
    assert "{% note primary %}\nHi\n\n- you\n{% endnote %}" in (blog / "back/source/_posts/a.md").read_text()


def test_the_pictures_of_a_gallery_move_to_the_front_matter_and_back(blog: Path) -> None:
    write = WriteOptions(flavours=("minimal-mistakes",))
    convert(blog / "hexo", blog / "jekyll", target="jekyll", write=write)
    text = (blog / "jekyll/_posts/2024-01-02-a.md").read_text()
    assert (
        'gallery:\n  - {image_path: "/img/a.png", alt: A}\n  - {image_path: "/img/b.png"}\ngallery2:\n'
        in text
    )
    assert '{% include gallery id="gallery" %}\n\n{% include gallery id="gallery2" %}\n' in text
    convert(blog / "jekyll", blog / "back", target="obsidian")
    note = next((blog / "back").rglob("A.md")).read_text()
    assert note.count("/img/a.png)") + note.count("[[a.png") == 2


def test_the_theme_puts_the_path_of_the_site_before_films_itself(blog: Path) -> None:
    convert(blog / "hexo", blog / "jekyll", target="jekyll", write=WriteOptions(flavours=("chirpy",)))
    text = (blog / "jekyll/_posts/2024-01-02-a.md").read_text()
    assert '{% include embed/video.html src="/a.mp4" %}' in text
    convert(blog / "jekyll", blog / "back", target="hexo", write=WriteOptions(flavours=("next",)))
    assert "{% video /blog/a.mp4 %}" in (blog / "back/source/_posts/a.md").read_text()


def test_a_site_changes_its_theme(tmp_path: Path) -> None:
    body = '> **So**\n>\n> x\n{: .prompt-tip .titled }\n\n```js\nz\n```\n{: file="a.js" }\n\nLeft  alone.\n'
    (tmp_path / "old/_posts").mkdir(parents=True)
    (tmp_path / "old/_config.yml").write_text("theme: jekyll-theme-chirpy\n")
    (tmp_path / "old/_posts/2024-01-02-a.md").write_text(f"---\ntitle: A\n---\n{body}")
    convert(
        tmp_path / "old",
        tmp_path / "new",
        target="jekyll",
        write=WriteOptions(flavours=("minimal-mistakes",)),
    )
    assert (tmp_path / "new/_posts/2024-01-02-a.md").read_text() == (
        '---\ntitle: A\n---\n<div class="notice--success" data-type="tip" markdown="1">\n'
        '<h4 markdown="1">So</h4>\n\nx\n</div>\n\n{% include blogconv/code-open.html title="a.js" %}\n\n'
        "```js\nz\n```\n\n{% include blogconv/code-close.html %}\n\nLeft  alone.\n"
    )
    assert (tmp_path / "new/_includes/blogconv/code-open.html").is_file()


def test_attributes_that_are_no_arguments_say_nothing() -> None:
    (construct,) = read("jekyll", "chirpy", '> Hi\n{: .prompt-tip data-toc-skip="" data-type="bug" #x }')
    assert construct.args == {"type": "bug"}


def test_a_theme_s_classes_in_code_and_in_words_are_text() -> None:
    source = '`[Go](/a/){: .btn }` and \\[Go](/a/){: .btn } and `<span class="label">x</span>`'
    assert read("jekyll", "just-the-docs", source) == []
    assert read("jekyll", "chirpy", "Words\n![A](/a.png)\n_caption_\n") == []


def test_admonitions_lie_in_each_other_and_in_lists() -> None:
    source = "> [!primary]- A *b*\n> One\n>\n> > [!warning]\n> > ```js\n> > x\n> > ```\n\n- a\n\n  > [!tip]\n  > two\n"
    options = WriteOptions(flavours=("admonition-plugin",))
    text, _ = convert_text(source, source="hugo", target="obsidian", write=options)
    assert text.split("---\n", 2)[2] == (
        "`````ad-info\ntitle: A *b*\ncollapse: closed\n<!-- callout primary -->\n\nOne\n\n````ad-warning\n"
        "```js\nx\n```\n````\n`````\n\n- a\n\n  ```ad-tip\n  two\n  ```\n"
    )


@pytest.mark.parametrize("body", ["## Heading", "See[^1]", "A [ref]"])
def test_what_belongs_to_the_note_stays_in_obsidian_s_own_callout(body: str) -> None:
    source = f"> [!tip]\n> {body}\n\n[^1]: Foot\n\n[ref]: /a/\n"
    options = WriteOptions(flavours=("admonition-plugin",))
    text, _ = convert_text(source, source="hugo", target="obsidian", write=options)
    assert "> [!tip]" in text and "ad-tip" not in text

"""`blogconv inspect`: engine and theme and how each was told, posts, keys, constructs known and unknown with places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import blogconv
from blogconv.cli import main
from blogconv.errors import SourceError, UsageError
from blogconv.inspection import Inspection, inspect

FRONT = "---\ntitle: A\ndate: 2024-01-02 03:04:05\n---\n"
NEXT = '{"dependencies": {"hexo": "8", "hexo-theme-next": "^8.20.0"}}'
BODY = """{% note info %}
hi

{% inner %}
{% endnote %}

> {% note %}x{% endnote %}

{% nobody %}

{% outer a %}
x {% label a@b %}
{% endouter %}

{% never
"""
HEXO = {
    "_config.yml": "title: My blog\ntheme: next\n",
    "package.json": NEXT,
    "source/_posts/a.md": FRONT + BODY,
    "source/_posts/b.md": "---\ntitle: B\ndate: 2024-01-02\ntags: [x]\n---\n"
    "{% nobody 2 %}\n\n:::aside\n{% nobody %}\n:::\n",
    "source/_drafts/c.md": "---\ntitle: C\n---\ndraft\n",
    "source/about/index.md": FRONT,
    "source/img/x.png": "x",
}


def site(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def found(tmp_path: Path) -> Inspection:
    return inspect(site(tmp_path, HEXO))


def test_engine_and_theme_are_told_with_the_reasons(found: Inspection) -> None:
    assert (found.engine, found.title) == ("Hexo", "My blog")
    assert found.reasons == (
        "hexo: package.json names hexo, and there is _config.yml",
        "next: the theme is next 8.20.0",
    )


def test_posts_and_keys_are_counted(found: Inspection) -> None:
    assert found.counts == {"posts": 2, "drafts": 1, "pages": 1, "assets": 1}
    assert found.keys == {"title": 4, "date": 3, "tags": 1}


def test_known_constructs_have_their_places(found: Inspection) -> None:
    assert found.known == {
        "tag note (next): callout": ["source/_posts/a.md:5", "source/_posts/a.md:11"],
        "tag label (next): label": ["source/_posts/a.md:16"],
    }


def test_unknown_constructs_have_their_places_also_inside_others(found: Inspection) -> None:
    assert found.unknown == {
        "unknown tag 'nobody'": ["source/_posts/a.md:13", "source/_posts/b.md:6", "source/_posts/b.md:9"],
        "unknown tag 'outer'": ["source/_posts/a.md:15"],
        "unknown tag 'inner'": ["source/_posts/a.md:8"],
        "unknown container 'aside'": ["source/_posts/b.md:8"],
        "'{%' is never closed": ["source/_posts/a.md:19"],
    }


def test_what_the_reader_noticed_is_told(found: Inspection) -> None:
    assert [(d.code, d.path) for d in found.diagnostics] == [("date-from-file", "source/_drafts/c.md")]
    assert found.by_code() == [("date-from-file", 1)]


SITES: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "an old version of a theme": (
        {
            "_config.yml": "theme: next\n",
            "package.json": NEXT.replace("^8.20.0", "7.8.0"),
            "source/_posts/a.md": FRONT,
        },
        ("hexo: package.json names hexo, and there is _config.yml", "next-7: the theme is next 7.8.0"),
    ),
    "a plugin": (
        {
            "_config.yml": "theme: mine\n",
            "package.json": '{"dependencies": {"hexo": "8", "hexo-tag-aplayer": "3.0.4"}}',
            "source/_posts/a.md": FRONT,
        },
        (
            "hexo: package.json names hexo, and there is _config.yml",
            "hexo-tag-aplayer: the plugin hexo-tag-aplayer 3.0.4 is installed",
        ),
    ),
    "a theme under a name of its own": (
        {"_config.yml": "theme: mine\n", "package.json": NEXT, "source/_posts/a.md": FRONT},
        (
            "hexo: package.json names hexo, and there is _config.yml",
            "next: package.json lists hexo-theme-next",
        ),
    ),
    "tags of a theme that is not there": (
        {
            "_config.yml": "theme: mine\n",
            "package.json": '{"dependencies": {"hexo": "8"}}',
            "source/_posts/a.md": FRONT + "{% folding red, x %}\na\n{% endfolding %}\n",
        },
        (
            "hexo: package.json names hexo, and there is _config.yml",
            "butterfly-tag-plugins-plus: the posts have its tags folding",
        ),
    ),
    "a Hugo site": (
        {"hugo.toml": 'title = "H"\ntheme = "hugo-theme-loveit"\n', "content/posts/a.md": FRONT},
        ("hugo: there is hugo.toml", "loveit: hugo.toml names the theme 'hugo-theme-loveit'"),
    ),
    "a Jekyll site": (
        {"_config.yml": "theme: minimal-mistakes-jekyll\n", "_posts/2024-01-02-a.md": FRONT},
        (
            "jekyll: there are _config.yml and _posts/",
            "minimal-mistakes: _config.yml names the theme 'minimal-mistakes'",
        ),
    ),
    "a vault": (
        {".obsidian/app.json": "{}", "A.md": "---\npublish: true\ndate: 2024-01-02\n---\n"},
        (
            "obsidian: there is a folder .obsidian, where Obsidian keeps its settings",
            "1 notes have publish: true",
        ),
    ),
}


@pytest.mark.parametrize("name", SITES)
def test_sites_are_recognised_and_why(tmp_path: Path, name: str) -> None:
    files, reasons = SITES[name]
    assert inspect(site(tmp_path, files)).reasons == reasons


def test_what_was_asked_for_is_a_reason(tmp_path: Path) -> None:
    read = blogconv.ReadOptions(flavours=("butterfly",))
    found = inspect(site(tmp_path, HEXO), source="hexo", read=read)
    assert found.reasons[:2] == ("hexo: asked for", "butterfly: asked for")


def test_keys_of_a_vault_are_as_its_author_wrote_them(tmp_path: Path) -> None:
    files = {".obsidian/app.json": "{}", "A.md": "---\npublish: true\ndate: 2024-01-02\ncssclasses: x\n---\n"}
    assert inspect(site(tmp_path, files)).keys == {"publish": 1, "date": 1, "cssclasses": 1}


def test_constructs_of_other_engines_are_known_too(tmp_path: Path) -> None:
    body = "{{< figure src=x.png >}}\n\n{{< nobody >}}\n"
    found = inspect(site(tmp_path, {"hugo.toml": "", "content/posts/a.md": FRONT + body}))
    assert found.known == {"shortcode figure (hugo): figure": ["content/posts/a.md:5"]}
    assert found.unknown == {"unknown shortcode 'nobody'": ["content/posts/a.md:7"]}


def test_a_mapping_file_makes_a_construct_known(tmp_path: Path) -> None:
    row = "engine: hexo\nconstructs:\n  - {name: nobody, notation: tag, kind: label, arguments: [text]}\n"
    (tmp_path / "my.yaml").write_text(row, encoding="utf-8")
    found = inspect(site(tmp_path / "src", HEXO), mappings=[tmp_path / "my.yaml"])
    assert len(found.known["tag nobody (hexo): label"]) == 3
    assert "unknown tag 'nobody'" not in found.unknown


def test_a_post_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path, HEXO)
    real = blogconv.load

    def gone(site_: blogconv.Site, post: blogconv.Post) -> blogconv.Post:
        if post.path.endswith("b.md"):
            raise SourceError("gone")
        return real(site_, post)

    monkeypatch.setattr("blogconv.api.load", gone)
    found = inspect(tmp_path)
    assert ("unreadable", "source/_posts/b.md") in {(d.code, d.path) for d in found.diagnostics}
    assert "unknown tag 'inner'" in found.unknown


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not recognised"):
        inspect(tmp_path)
    with pytest.raises(UsageError, match="unknown engine"):
        inspect(tmp_path, source="nothing")


def test_it_is_printed_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["inspect", str(site(tmp_path, HEXO))])
    out, err = capsys.readouterr()
    assert (ended.value.code or 0, err) == (0, "")
    assert out.splitlines() == [
        "Hexo: My blog",
        "  hexo: package.json names hexo, and there is _config.yml",
        "  next: the theme is next 8.20.0",
        "Contains 2 posts, 1 draft, 1 page, 1 asset",
        "Front matter keys: title 4, date 3, tags 1",
        "Known constructs:",
        "      2 tag note (next): callout  source/_posts/a.md:5, source/_posts/a.md:11",
        "      1 tag label (next): label  source/_posts/a.md:16",
        "Unknown constructs:",
        "      3 unknown tag 'nobody'  source/_posts/a.md:13, source/_posts/b.md:6, source/_posts/b.md:9",
        "      1 unknown tag 'outer'  source/_posts/a.md:15",
        "      1 '{%' is never closed  source/_posts/a.md:19",
        "      1 unknown tag 'inner'  source/_posts/a.md:8",
        "      1 unknown container 'aside'  source/_posts/b.md:8",
        "    1 warning date-from-file Write a date into the post.",
    ]


def test_it_is_printed_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["inspect", str(site(tmp_path, HEXO)), "--json"])
    assert json.loads(capsys.readouterr().out) == inspect(tmp_path).to_json()

"""The files beside converted posts in a Hugo site: what each shortcode needs, the style sheet, the tables."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from blogconv.engines.hugo.files import helper_files, manifest, starter_files

ENGINES = Path(__file__).parents[2] / "converter" / "blogconv" / "engines"
FILES = ENGINES / "hugo" / "files"
STYLE = (ENGINES / "assets" / "blogconv.css").read_text(encoding="utf-8")
NAMES = sorted(manifest())
HELPERS = dict(helper_files(NAMES))


def text(path: str) -> str:
    return HELPERS[path].decode()


def missing_from(files: dict[str, bytes]) -> set[str]:
    """What the templates in `files` call and `files` does not have."""
    wanted: set[str] = set()
    for content in files.values():
        template = content.decode()
        wanted |= {
            f"layouts/partials/{p}" for p in re.findall(r'partial "(blogconv/[\w-]+\.html)"', template)
        }
        wanted |= {f"layouts/partials/blogconv/{p}.html" for p in re.findall(r'"as" "([\w-]+)"', template)}
        wanted |= {f"data/blogconv/{t}.toml" for t in re.findall(r'data\.html" "(\w+)"', template)}
        wanted |= {f"static/{p}" for p in re.findall(r'"((?:css|js)/blogconv[\w-]*\.\w+)"', template)}
    return wanted - files.keys()


@pytest.mark.parametrize("name", [n for n in NAMES if any("/shortcodes/" in e for e in manifest()[n])])
def test_what_a_shortcode_needs_comes_with_it(name: str) -> None:
    files = dict(helper_files([name]))
    assert f"layouts/shortcodes/{name}.html" in files
    assert missing_from(files) == set()


@pytest.mark.parametrize(
    "name", ["render-heading", "render-codeblock", "render-link", "mermaid", "codeblock"]
)
def test_what_a_hook_needs_comes_with_it(name: str) -> None:
    files = dict(helper_files([name]))
    assert any(path.startswith("layouts/_default/_markup/") for path in files)
    assert missing_from(files) == set()


def test_every_file_belongs_to_a_name() -> None:
    lying = {p.relative_to(FILES).as_posix() for p in FILES.rglob("*") if p.is_file()}
    shown = {p for p in lying if not p.startswith("starter/")} - {"manifest.yaml"}
    assert shown == {path for path in HELPERS if not path.startswith("static/")}


def test_only_what_is_used_is_written() -> None:
    assert [p for p, _ in helper_files(["literal"])] == ["layouts/shortcodes/literal.html"]
    assert list(helper_files(["ref", "figure", "unknown-open"])) == []
    assert "layouts/shortcodes/fold.html" not in dict(helper_files(["callout", "tabs"]))


def test_any_notation_of_a_container_names_it() -> None:
    assert (
        dict(helper_files(["tabs-open"]))
        == dict(helper_files(["tabs"]))
        == dict(helper_files(["tabs-close"]))
    )
    assert dict(helper_files(["spoiler-block"])) == dict(helper_files(["spoiler"]))


def test_a_container_whose_body_is_rendered_is_known_where_html_is_placed() -> None:
    rendering = {
        Path(path).stem
        for path in HELPERS
        if path.startswith("layouts/shortcodes/") and '"markdown" .Inner' in text(path)
    }
    place = text("layouts/partials/blogconv/place.html")
    line = re.search(r"\$rendering := slice (.*?) -}}", place)
    assert line and rendering == set(re.findall(r'"([\w-]+)"', line[1]))


def test_the_starter_theme_lies_in_its_own_folder() -> None:
    paths = [path for path, _ in starter_files()]
    assert paths == sorted(paths)
    assert all(path.startswith("themes/blogconv-starter/") for path in paths)
    assert "themes/blogconv-starter/layouts/_default/single.html" in paths


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_accents_stand_out_in_light_and_dark() -> None:
    blocks = re.findall(r"\{[^{}]*--bc-note:[^{}]*\}", STYLE)
    accents = [dict(re.findall(r"--bc-([a-z]+): (#\w{6})", block)) for block in blocks]
    assert len(accents) == 3 and accents[1] == accents[2]
    assert len(accents[0]) == 16
    for palette, ground in zip(accents, ("#ffffff", "#1e1e1e", "#1e1e1e"), strict=True):
        assert min(contrast(colour, ground) for colour in palette.values()) >= 4.5


def test_the_style_sheet_is_small_and_knows_every_type() -> None:
    assert len(STYLE.encode()) < 12 * 1024
    types = re.search(r"\$types := slice (.*?) -}}", text("layouts/partials/blogconv/colour.html"))
    assert types
    for name in re.findall(r'"(\w+)"', types[1]):
        assert f"--bc-{name}:" in STYLE


def test_every_class_of_the_style_sheet_is_written_by_some_template() -> None:
    templates = " ".join(content.decode() for path, content in HELPERS.items() if path.endswith(".html"))
    given = {
        "bc-align-center",
        "bc-align-right",
        "bc-block",
        "bc-center",
        "bc-large",
        "bc-lg",
        "bc-small",
        "bc-sm",
    }
    given |= {f"bc-gallery-{layout}" for layout in ("rows", "grid", "wall", "carousel")}
    styled = set(re.findall(r"\.(bc-[a-z-]+)", STYLE)) - given
    assert {name for name in styled if not re.search(rf"{name}\b", templates)} == set()


def test_letters_with_marks_are_written_plain() -> None:
    table = tomllib.loads(text("data/blogconv/diacritics.toml"))
    plain = {letter: base for base, letters in table.items() for letter in letters}
    assert len(plain) == sum(map(len, table.values()))
    for code in range(0xC0, 0x2100):
        stripped = unicodedata.normalize("NFD", chr(code)).rstrip(
            "\u0300\u0301\u0302\u0303\u0308\u030a\u030c"
        )
        if len(stripped) == 1 and stripped.isascii() and stripped.isalpha():
            assert plain[chr(code)] == stripped


def test_every_provider_has_a_page_and_something_to_show() -> None:
    providers = tomllib.loads(text("data/blogconv/embeds.toml"))
    for name, row in providers.items():
        assert row["page"].startswith("https://"), name
        assert ("frame" in row) != ("script" in row), name
        for address in (row["page"], row.get("frame", ""), row.get("script", "")):
            assert set(re.findall(r"\{(\w+)\}", address)) <= {"id", "start", "page", "type", "file"}, name
            assert address.count("[") == address.count("]"), name
        assert {"ratio", "height", "script"} & row.keys(), name


def test_the_colours_of_the_starter_theme_can_be_read() -> None:
    sheet = dict(starter_files())["themes/blogconv-starter/static/css/starter.css"].decode()
    palettes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block))
        for block in re.findall(r"\{[^{}]*--ground:[^{}]*\}", sheet)
    ]
    assert len(palettes) == 2
    for palette in palettes:
        for name in ("text", "quiet", "accent"):
            assert contrast(palette[name], palette["ground"]) >= 4.5
            assert contrast(palette[name], palette["soft"]) >= 4.5

"""The configuration of a Hexo site: files, merging, versions, packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hexo_site import Blog

from blogconv.diagnostics import Diagnostics
from blogconv.engines.hexo import ENGINE
from blogconv.engines.hexo.config import HexoConfig, find_config, load_config, merge
from blogconv.errors import SourceError


def load(root: Path, diagnostics: Diagnostics | None = None) -> HexoConfig:
    return load_config(root, Diagnostics() if diagnostics is None else diagnostics)


def test_merging() -> None:
    base = {"a": {"x": 1, "y": [1, 2]}, "b": [1], "c": 1}
    assert merge(base, {"a": {"y": [2, 3]}, "b": "text", "d": None}) == {
        "a": {"x": 1, "y": [1, 2, 3]},
        "b": "text",
        "c": 1,
        "d": None,
    }
    assert base["a"] == {"x": 1, "y": [1, 2]}


@pytest.mark.parametrize(
    ("files", "major", "found"),
    [
        (["_config.yml", "_config.yaml"], 8, "_config.yml"),
        (["_config.yaml", "_config.next.yml"], 8, "_config.yaml"),
        (["_config.json"], 8, "_config.json"),
        (["_config.next.yml"], 8, None),
        (["_config.next.yml"], 6, "_config.next.yml"),
        ([], 8, None),
    ],
)
def test_finding_the_file(tmp_path: Path, files: list[str], major: int, found: str | None) -> None:
    for name in files:
        (tmp_path / name).write_text("title: x\n")
    path = find_config(tmp_path, major)
    assert (path.name if path else None) == found


def test_json_and_tabs(tmp_path: Path) -> None:
    (tmp_path / "_config.json").write_text('{"title": "J"}')
    assert load(tmp_path).values["title"] == "J"
    (tmp_path / "_config.yml").write_text("index_generator:\n\tper_page: 3\n")
    assert load(tmp_path).values["index_generator"] == {"per_page": 3}


@pytest.mark.parametrize("text", ["a: b: c\n", "- a\n", "", "\x00"])
def test_broken_configuration(tmp_path: Path, text: str) -> None:
    (tmp_path / "_config.yml").write_text(text)
    with pytest.raises(SourceError, match=r"_config\.yml"):
        load(tmp_path)


def test_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no _config\.yml"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("settings", "url", "root", "told"),
    [
        ("url: http://e.com/\n", "http://e.com", "/", False),
        ("url: http://e.com/blog\n", "http://e.com/blog", "/blog/", False),
        ("url: http://e.com/blog/\nroot: /blog\n", "http://e.com/blog", "/blog/", False),
        ("url: http://e.com\nroot: blog///\n", "http://e.com", "/blog/", False),
        ("url: http://e.com/blog\nroot: /\n", "http://e.com/blog", "/", True),
        ("url: e.com\n", "http://example.com", "/", True),
        ("url: [x]\n", "http://example.com", "/", True),
    ],
)
def test_url_and_root(tmp_path: Path, settings: str, url: str, root: str, told: bool) -> None:
    (tmp_path / "_config.yml").write_text(settings)
    (tmp_path / "package.json").write_text('{"hexo": {"version": "8.0.0"}}')
    diagnostics = Diagnostics()
    values = load(tmp_path, diagnostics).values
    assert (values["url"], values["root"]) == (url, root)
    assert [d.code for d in diagnostics] == ["broken-setting"] * told


def test_theme_configuration(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {}, "theme: next\ntheme_config: {a: site}\n")
    blog.write("themes/next/_config.yml", "a: theme\nb: theme\nc: theme\nmenu: {home: /}\n")
    blog.write("_config.next.yml", "a: second\nb: second\nmenu: {about: /about/}\n")
    site = blog.read()
    assert site.config["theme_config"] == {
        "a": "site",
        "b": "second",
        "c": "theme",
        "menu": {"home": "/", "about": "/about/"},
    }


def test_a_broken_theme_configuration_is_left_out(tmp_path: Path) -> None:
    blog = Blog(tmp_path, {}, "theme: next\n")
    blog.write("_config.next.yml", "a: b: c\n")
    assert blog.read().config["theme_config"] == {}
    assert ("broken-setting", "_config.next.yml", 0) in blog.told()


@pytest.mark.parametrize("theme", ["../evil", "false", "''"])
def test_a_theme_that_is_no_name(tmp_path: Path, theme: str) -> None:
    assert Blog(tmp_path, {}, f"theme: {theme}\n").read().config["theme_config"] == {}


@pytest.mark.parametrize(
    ("files", "major", "known"),
    [
        ({}, 8, False),
        ({"package.json": {"hexo": {"version": "5.4.2"}}}, 5, True),
        ({"package.json": {"dependencies": {"hexo": "^6.3.0"}}}, 6, True),
        ({"package.json": {"hexo": {"version": "7.1.0"}, "dependencies": {"hexo": "^5.0.0"}}}, 7, True),
        ({"package.json": {"dependencies": {"hexo": "latest"}}}, 8, False),
        (
            {
                "package.json": {"dependencies": {"hexo": ">=5"}},
                "package-lock.json": '{"packages": {"node_modules/hexo": {"version": "6.3.0"}}}',
            },
            6,
            True,
        ),
        (
            {"package.json": {"dependencies": {"hexo": "*"}}, "yarn.lock": 'hexo@*:\n  version "4.2.1"\n'},
            4,
            True,
        ),
        (
            {
                "package.json": {"dependencies": {"hexo": "^7"}},
                "node_modules/hexo/package.json": {"version": "7.3.0"},
            },
            7,
            True,
        ),
        ({"package.json": "[broken"}, 8, False),
        ({"package.json": "[]"}, 8, False),
    ],
)
def test_versions(tmp_path: Path, files: dict[str, Any], major: int, known: bool) -> None:
    (tmp_path / "_config.yml").write_text("title: x\n")
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    diagnostics = Diagnostics()
    config = load(tmp_path, diagnostics)
    assert (config.major, config.known) == (major, known)
    assert ("engine-version" in {d.code for d in diagnostics}) is not known


def test_plugins(tmp_path: Path) -> None:
    package = {
        "dependencies": {"hexo": "8", "hexo-abbrlink": "^2.2.1", "@x/hexo-y": "1", "lodash": "4"},
        "devDependencies": {"hexo-theme-next": "8", "hexo-math": "latest"},
    }
    config = load(Blog(tmp_path, {}, package=package).root)
    assert config.plugins == ("hexo-abbrlink", "@x/hexo-y", "hexo-math")
    assert config.packages is not None
    assert config.packages["hexo-abbrlink"] == "2.2.1"
    assert config.packages["hexo-math"] == ""
    assert config.has("hexo-math")
    assert not config.has("hexo-x", unknown=True)


def test_without_package_json_every_plugin_is_possible(tmp_path: Path) -> None:
    config = load(Blog(tmp_path, {}, package=None).root)
    assert config.plugins == ()
    assert config.has("hexo-x", unknown=True)
    assert not config.has("hexo-x")


@pytest.mark.parametrize(
    ("package", "config", "reason"),
    [
        ({"hexo": {"version": ""}}, "title: x\n", "package.json names hexo"),
        ({"dependencies": {"hexo": "8"}}, "title: x\n", "package.json names hexo"),
        (None, "skip_render:\n", "the setting skip_render"),
        (None, "title: x\n", None),
        ({"dependencies": {"react": "8"}}, "title: x\n", None),
        ("{", "new_post_name: x\n", "the setting new_post_name"),
    ],
)
def test_recognising(tmp_path: Path, package: Any, config: str, reason: str | None) -> None:
    (tmp_path / "_config.yml").write_text(config)
    if package is not None:
        (tmp_path / "package.json").write_text(package if isinstance(package, str) else json.dumps(package))
    found = ENGINE.recognise(tmp_path)
    assert (reason in found) if reason and found else found is reason


def test_a_folder_without_configuration_is_no_hexo_site(tmp_path: Path) -> None:
    assert ENGINE.recognise(tmp_path) is None
    assert ENGINE.recognise(tmp_path / "missing") is None

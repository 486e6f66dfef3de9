"""YAML mappings become TOML tables, which must stand behind all plain keys."""

from __future__ import annotations

import tomllib

from blogconv.frontmatter import GOCCY, JS_YAML_4, parse, render


def test_tables_stand_last() -> None:
    front_matter = parse("title: A\nweather: {day: sun}\nreviewed: true\n", "yaml", JS_YAML_4).with_value(
        "url", "/a/"
    )
    text = render(front_matter, "toml", GOCCY)
    assert tomllib.loads(text.strip("+\n")) == {
        "title": "A",
        "weather": {"day": "sun"},
        "reviewed": True,
        "url": "/a/",
    }

"""Front matter: finding it, reading it as each engine's library does, and printing it back."""

from .handlers import HEXO, HUGO, JEKYLL, OBSIDIAN, Handler, Split, cut, split_hexo
from .printing import render
from .reading import FrontMatterError, NotAMapping, parse, yaml_value
from .recovery import recover
from .schemas import GO_YAML_2, GOCCY, JS_YAML_3, JS_YAML_4, NPM_YAML, PSYCH, SCHEMAS, YamlSchema

__all__ = [
    "GOCCY",
    "GO_YAML_2",
    "HEXO",
    "HUGO",
    "JEKYLL",
    "JS_YAML_3",
    "JS_YAML_4",
    "NPM_YAML",
    "OBSIDIAN",
    "PSYCH",
    "SCHEMAS",
    "FrontMatterError",
    "Handler",
    "NotAMapping",
    "Split",
    "YamlSchema",
    "cut",
    "parse",
    "recover",
    "render",
    "split_hexo",
    "yaml_value",
]

"""Move a blog between engines without losing a word, a link or an address.

    >>> import blogconv
    >>> report = blogconv.convert("my-blog", "my-new-blog", source="hexo", target="hugo")  # doctest: +SKIP

Everything that the command does is here. Names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import convert, convert_text, load, read_site, recognise, write_site
    from .body import Construct, Edit, Item, Segment, Span
    from .diagnostics import CODES, Diagnostic, Severity
    from .engines.base import ReadOptions, WriteOptions, engines
    from .errors import BlogconvError, MappingError, SourceError, UsageError
    from .inspection import Inspection, inspect
    from .model import Asset, Dialect, Entry, FrontMatter, Kind, Moment, Post, Site, Status
    from .report import Report

_HOME = {
    "api": ("convert", "convert_text", "load", "read_site", "recognise", "write_site"),
    "body": ("Construct", "Edit", "Item", "Segment", "Span"),
    "diagnostics": ("CODES", "Diagnostic", "Severity"),
    "engines.base": ("ReadOptions", "WriteOptions", "engines"),
    "errors": ("BlogconvError", "MappingError", "SourceError", "UsageError"),
    "inspection": ("Inspection", "inspect"),
    "model": ("Asset", "Dialect", "Entry", "FrontMatter", "Kind", "Moment", "Post", "Site", "Status"),
    "report": ("Report",),
}

__all__ = [
    "CODES",
    "Asset",
    "BlogconvError",
    "Construct",
    "Diagnostic",
    "Dialect",
    "Edit",
    "Entry",
    "FrontMatter",
    "Inspection",
    "Item",
    "Kind",
    "MappingError",
    "Moment",
    "Post",
    "ReadOptions",
    "Report",
    "Segment",
    "Severity",
    "Site",
    "SourceError",
    "Span",
    "Status",
    "UsageError",
    "WriteOptions",
    "convert",
    "convert_text",
    "engines",
    "inspect",
    "load",
    "read_site",
    "recognise",
    "write_site",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module 'blogconv' has no attribute '{name}'")

"""Tabs in built pages: each panel is given its label, wherever the theme wrote that."""

from __future__ import annotations

from .elements import Element, classes, text_of

TITLE = "data-blogconv-tab"
"""The attribute of a panel that holds its label once `join` has been there."""

_GROUPS = {"bc-tabs", "tabs", "tabset"}
_LABELS = {"bc-tab", "tab", "nav-link", "tab-label"}
_PANELS = {"bc-tab-panel", "tab-pane", "tab-item-content", "tab-panel"}


def join(area: Element) -> list[Element]:
    """Give every panel of tabs its label as an attribute. Returns the labels, which are then to go."""
    used: list[Element] = []
    groups = [e for e in area.iter("div", "section") if classes(e) & _GROUPS]
    for group in groups:
        labels = _parts(group, _LABELS)
        panels = _parts(group, _PANELS)
        if panels and len(labels) == len(panels):
            for label, panel in zip(labels, panels, strict=True):
                panel.set(TITLE, text_of(label))
            used += labels
    return used


def _parts(group: Element, words: set[str]) -> list[Element]:
    """The elements of these classes that belong to `group` itself and are not in one another."""
    own = [e for e in group.iter() if e is not group and classes(e) & words and _group_of(e) is group]
    return [e for e in own if not any(a in own for a in e.iterancestors())]


def _group_of(element: Element) -> Element | None:
    return next((a for a in element.iterancestors() if classes(a) & _GROUPS), None)

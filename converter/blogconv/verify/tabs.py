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
    for panel in area.iter("div"):
        if "tab" in classes(panel) and panel.get("data-title"):  # Shoka
            panel.set(TITLE, panel.get("data-title"))
    used: list[Element] = []
    groups = [e for e in area.iter("div", "section") if classes(e) & _GROUPS]
    for group in groups:
        labels = _parts(group, _LABELS)
        panels = _parts(group, _PANELS)
        if not labels:
            labels, panels = _linked(area, group)
        if panels and len(labels) == len(panels):
            for label, panel in zip(labels, panels, strict=True):
                panel.set(TITLE, text_of(label))
            used += labels
    return used


def _linked(area: Element, group: Element) -> tuple[list[Element], list[Element]]:
    """The links of a group, and the panels anywhere that they lead to (Icarus)."""
    panels = {e.get("id"): e for e in area.iter("div", "section") if e.get("id")}
    labels = [a for a in group.iter("a") if (a.get("href") or "#")[1:] in panels and a.get("href")[0] == "#"]
    return labels, [panels[a.get("href")[1:]] for a in labels]


def _parts(group: Element, words: set[str]) -> list[Element]:
    """The elements of these classes that belong to `group` itself and are not in one another."""
    own = [e for e in group.iter() if e is not group and classes(e) & words and _group_of(e) is group]
    return [e for e in own if not any(a in own for a in e.iterancestors())]


def _group_of(element: Element) -> Element | None:
    return next((a for a in element.iterancestors() if classes(a) & _GROUPS), None)

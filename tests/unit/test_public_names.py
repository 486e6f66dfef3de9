"""Exactly the promised names are exported, and each can be had."""

from __future__ import annotations

import blogconv


def test_every_promised_name_can_be_had() -> None:
    assert sorted(blogconv.__all__) == sorted(n for names in blogconv._HOME.values() for n in names)
    assert all(getattr(blogconv, name) is not None for name in blogconv.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(blogconv, "convert_everything")

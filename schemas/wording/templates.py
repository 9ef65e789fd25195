"""Templates of sentences: names in braces are filled in."""

from __future__ import annotations

from string import Formatter


def placeholders(template: str) -> list[str]:
    """The columns that a template names."""
    return [field for _, field, _, _ in Formatter().parse(template) if field]

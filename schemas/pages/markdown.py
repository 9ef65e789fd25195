"""Markdown as the generated pages write it: tables, with nothing in a cell that ends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A table with its line ends; a `|` inside a cell stays text."""
    return "".join(_row(cells) + "\n" for cells in (headings, ["---"] * len(headings), *rows))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

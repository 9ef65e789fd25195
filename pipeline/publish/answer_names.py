"""What the files about a feed are called: its answers, and those of its rejected records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.inbox.entries import safe_name

if TYPE_CHECKING:
    from pipeline.store.catalogue_rows import FeedRow


def feed_file_name(feed: FeedRow, *, released: bool = False) -> str:
    """What the files about a feed are called, with the run that took it where a later one `released` its records."""
    name = safe_name(feed.name, feed.file_sha256)
    return f"run-{feed.run}_{name}" if released else name


def rejected_file_name(run: int, name: str) -> str:
    """The file in rejected/ with the records that a run rejected of a feed called so."""
    return f"run-{run}_{name}" + ("" if name.endswith(".tsv") else ".tsv")

"""What was refused and why, and what still waits for somebody: for `rejects` and `status`. Order process, 14.6."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.documents.rejects_document import rejects_document
from pipeline.publish.known_rejects import resolved_rejects

if TYPE_CHECKING:
    from pipeline.documents.reject import Reject
    from pipeline.store.reader import StoreReader


def find_rejects(
    store: StoreReader, language: str, run: int | None = None, *, only_open: bool = False
) -> dict[str, Any]:
    """Every rejected record and every feed that was refused whole (record 0): where, why, and what became of it.

    run: only what that run refused. only_open: only what still waits (reject_resolution).
    Raises UsageError for an unknown run.
    """
    return rejects_document(resolved_rejects(store, language, run), only_open=only_open)


def open_rejects(store: StoreReader) -> list[Reject]:
    """The rejects that still wait for somebody, with their codes but without texts."""
    return [reject for reject in resolved_rejects(store, None) if reject.is_open]

"""Chunks of a feed cut into pieces of few rows, without cutting a record in two."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from feeds.flat_chunks import FeedChunk


def cut_chunk(chunk: FeedChunk, rows: int | None) -> Iterator[FeedChunk]:
    """The chunk in pieces of at most so many rows, or of one record that has more; None: as it is.

    The rows of a record are together. Problems are with their record; those of the file (record 0) in the first
    piece.
    """
    table, text, problems = chunk
    if rows is None or len(text) <= rows:
        yield chunk
        return
    record = text["record"].to_numpy()
    ends = _piece_ends(record, rows)
    starts = [0, *ends[:-1]]
    last_before = [-1, *(record[end - 1] for end in ends[:-1])]
    last = [*(record[end - 1] for end in ends[:-1]), np.iinfo(np.int64).max]
    for start, end, above, up_to in zip(starts, ends, last_before, last, strict=True):
        is_here = (problems["record"] > above) & (problems["record"] <= up_to)
        yield table, text.iloc[start:end].reset_index(drop=True), problems[is_here]


def _piece_ends(record: np.ndarray, rows: int) -> list[int]:
    """Where each piece ends: the last end of a record within so many rows, or the end of the first one."""
    record_ends = np.append(np.flatnonzero(np.diff(record)) + 1, len(record))
    ends: list[int] = []
    start = 0
    while start < len(record):
        within = np.searchsorted(record_ends, start + rows, side="right") - 1
        first = np.searchsorted(record_ends, start, side="right")
        start = int(record_ends[max(within, first)])
        ends.append(start)
    return ends

"""Readings of words that come again and again (flags, statuses, days): each is read once, not once a block.

Only columns of few different words are remembered, and none of them for long.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from schemas.cell_bytes import cell_bytes, distinct_cells

_MOST_WORDS = 500
"""A column with more different words in one block is not remembered; a memory with more is begun again."""
_MOST_READERS = 200
WordReader = Callable[[pd.Series], tuple[pd.Series, np.ndarray]]
"""Words to values and a number each; what it says of a word may depend on nothing but that word."""


@dataclass(frozen=True, slots=True)
class _Readings:
    """places: where each word is in values and numbers; is_same: whether a value is the word itself."""

    places: dict[str, int]
    values: pd.Series
    numbers: np.ndarray
    is_same: np.ndarray


_MEMORY: dict[Hashable, _Readings] = {}
"""By column and zone. A memory is never changed, only replaced, so that a thread sees it whole."""


def read_words(key: Hashable, words: pd.Series, reader: WordReader) -> tuple[pd.Series, np.ndarray, bool]:
    """Distinct words to their values and numbers, and whether the values are the words themselves.

    key: names the reader: the same key always means the same reader.
    """
    if len(words) > _MOST_WORDS:
        values, numbers = reader(words)
        return values, numbers, False
    texts = words.tolist()
    known = _MEMORY.get(key)
    if known is None or not all(text in known.places for text in texts):
        known = _with_words(known, texts, reader)
        if len(_MEMORY) >= _MOST_READERS:
            _MEMORY.clear()
        _MEMORY[key] = known
    places = np.array([known.places[text] for text in texts], np.int64)
    return known.values.take(places), known.numbers[places], bool(known.is_same[places].all())


def _with_words(known: _Readings | None, texts: list[str], reader: WordReader) -> _Readings:
    """A memory that knows these words too; the older ones are dropped where it would hold too many."""
    kept = known.places if known and len(known.places) + len(texts) <= _MOST_WORDS else {}
    new = [text for text in texts if text not in kept]
    words = pd.Series(new, dtype="str")
    values, numbers = reader(words)
    is_same = (values == words).to_numpy(bool) if values.dtype == words.dtype else np.zeros(len(words), bool)
    places = kept | {text: len(kept) + place for place, text in enumerate(new)}
    if not kept or known is None:
        return _Readings(places, values.reset_index(drop=True), numbers, is_same)
    return _Readings(
        places,
        pd.concat([known.values, values], ignore_index=True),
        np.concatenate([known.numbers, numbers]),
        np.concatenate([known.is_same, is_same]),
    )


def is_where(cells: pd.Series, condition: Callable[[pd.Series], pd.Series]) -> np.ndarray:
    """Which cells a condition holds for, asked of every distinct text once. condition: of texts, a bool each."""
    numbers, words = distinct_cells(cell_bytes(cells))
    _, holds, _ = read_words(condition, words, lambda texts: (texts, condition(texts).to_numpy(bool)))
    return holds[numbers]

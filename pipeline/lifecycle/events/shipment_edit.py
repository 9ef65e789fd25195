"""Step 4.3, the edit: a later record of a known shipment changes what is said of it, but turns nothing back.

A shipment has the texts 7, 8, 9 (codes); a row names it with a new text, a blank one (0) and NULL (1):

>>> edited_texts(np.array([[5, 0, 1]]), np.array([[7, 8, 9]])).tolist()
[[5, 8, 0]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_arrays import SHIPMENT_TEXTS
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.event_results import EventRowResults
    from pipeline.lifecycle.events.order_arrays import OrderArrays

BLANK_TEXT, DELETE_TEXT = 0, 1
"""Codes of the texts "" and NULL (event_arrays)."""
_TRACKING = SHIPMENT_TEXTS.index("tracking")
_TOLD_FIRST = (_TRACKING, SHIPMENT_TEXTS.index("carrier"), SHIPMENT_TEXTS.index("method"))


def edited_texts(incoming: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The texts of shipments after an edit: a value overwrites, blank keeps, NULL deletes. Step 4.3.3."""
    return np.select([incoming == DELETE_TEXT, incoming == BLANK_TEXT], [BLANK_TEXT, known], incoming)


def edit(
    events: EventArrays,
    rows: np.ndarray,
    item: np.ndarray,
    shipment: np.ndarray,
    arrays: OrderArrays,
    results: EventRowResults,
) -> np.ndarray:
    """Edit shipments, an element a row and item; which elements changed theirs.

    A record that the shipment has had before, in the same words, is a repeat and turns nothing back. Step 4.3.15.
    """
    is_repeat = arrays.shipment_of(item, events.said_ref[rows]) >= 0
    known = arrays.shipment_texts[shipment]
    texts = edited_texts(events.text_codes[rows], known)
    differs = texts != known
    edits = differs & ~is_repeat[:, np.newaxis]
    arrays.shipment_texts[shipment] = np.where(edits, texts, known)
    _note_edits(rows, edits, known, results)
    _note_repeats(rows, differs & is_repeat[:, np.newaxis], known, arrays.text_runs[shipment], results)
    arrays.text_runs[shipment] = np.where(edits, arrays.run, arrays.text_runs[shipment])
    changed: np.ndarray = edits.any(axis=1)
    return changed


def _note_edits(rows: np.ndarray, edits: np.ndarray, known: np.ndarray, results: EventRowResults) -> None:
    """What stood before, of the first item of each row that was changed; one whose number was replaced goes before."""
    before = np.where(edits, known, BLANK)
    is_replaced = edits[:, _TRACKING] & (known[:, _TRACKING] != BLANK_TEXT)
    for is_told in (edits.any(axis=1), is_replaced):
        # Of several values that are written for a row its last one stays: the first item is written last.
        results.before[rows[is_told][::-1]] = before[is_told][::-1]


def _note_repeats(
    rows: np.ndarray, differs: np.ndarray, known: np.ndarray, text_runs: np.ndarray, results: EventRowResults
) -> None:
    """What stands now where a repeat differs from it, and the run that edited it, of the first item of each row."""
    is_told = differs.any(axis=1)
    results.stands[rows[is_told][::-1]] = np.where(differs, known, BLANK)[is_told][::-1]
    results.stands_run[rows[is_told][::-1]] = text_runs[is_told][::-1]


def edit_columns(events: EventArrays, results: EventRowResults) -> dict[str, object]:
    """What edits and repeats say of themselves, as columns of the events.

    old_...: each text as it was before the edit, blank where it did not change. replaced: a tracking number took the
    place of another one. stands: what a repeat did not turn back, NULL where it was deleted, and stands_run, the run
    that wrote it; blank and 0 where a row is no such repeat.
    """
    frame = events.frame
    old = {name: _texts_at(events, results.before, place) for place, name in enumerate(SHIPMENT_TEXTS)}
    is_number = ~frame["tracking"].isin(["", DELETE_MARK])
    return {
        **{f"old_{name}": texts for name, texts in old.items()},
        "replaced": (old["tracking"] != "") & is_number,
        **_what_stands(events, results),
    }


def _texts_at(events: EventArrays, text_codes: np.ndarray, place: int) -> pd.Series:
    """The texts of one of SHIPMENT_TEXTS, blank where the code is BLANK."""
    texts = events.texts[SHIPMENT_TEXTS[place]].take(np.maximum(text_codes[:, place], BLANK_TEXT))
    return pd.Series(texts, events.frame.index, dtype="str")


def _what_stands(events: EventArrays, results: EventRowResults) -> dict[str, object]:
    text = pd.Series("", events.frame.index, dtype="str")
    run = np.zeros(len(text), np.int64)
    for place in _TOLD_FIRST:
        is_told = (results.stands[:, place] >= 0) & (run == 0)
        told = _texts_at(events, results.stands, place)
        text = text.mask(is_told, told.mask(told == "", DELETE_MARK))
        run = np.where(is_told, results.stands_run[:, place], run)
    return {"stands": text, "stands_run": run}

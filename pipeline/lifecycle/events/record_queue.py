"""Records of the few orders that have very many, one after another, where a round would cost more than its records.

A round takes as long for one order as for a thousand, so an order with 100,000 records would hold up all others. What
remains when few records are left in a round is applied record by record: by the same table and the same rules in the
same order as in rounds, on the same arrays. Records of several rows or of a whole order take a round of their own, and
so do payments that verify, fail or may reopen their order.

Three records of an order, of which the second has two rows, and one of another order:

>>> order_pos, step = np.array([0, 0, 0, 0, 3]), np.array([0, 1, 1, 2, 2])
>>> [rows.tolist() for rows in _records(np.array([4, 5, 6, 7, 8]), order_pos, step)]
[[4], [5, 6], [7], [8]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events import queue_decisions, queue_effects
from pipeline.lifecycle.events.queue_places import QueuePlaces, build_queue_places
from pipeline.lifecycle.events.transitions import OK
from schemas.statuses import Event
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.event_results import EventRowResults
    from pipeline.lifecycle.events.order_arrays import OrderArrays

    Round = Callable[[EventArrays, np.ndarray, OrderArrays, EventRowResults], None]


def apply_queue(
    events: EventArrays, rows: np.ndarray, arrays: OrderArrays, results: EventRowResults, apply_round: Round
) -> None:
    """Apply records in turn. rows: of several orders, each order's by its turn; apply_round: for all other records."""
    rows = rows[np.argsort(events.order_pos[rows], kind="stable")]
    places = build_queue_places(events, rows, arrays)
    canceled: list[tuple[int, int, int, int]] = []
    # The one loop over records: see the head of this module.
    for record in _records(rows, events.order_pos[rows], events.frame["step"].to_numpy()[rows]):
        row = int(record[0])
        if len(record) > 1 or not _apply_record(events, row, places, arrays, results, canceled):
            _note_canceled(results, canceled)
            apply_round(events, record, arrays, results)
    _note_canceled(results, canceled)


def _note_canceled(results: EventRowResults, canceled: list[tuple[int, int, int, int]]) -> None:
    """Note what was canceled up to here, before anything else is: what is canceled at one instant keeps its order."""
    if canceled:
        results.note_canceled(*np.array(canceled).T)
        canceled.clear()


def _records(rows: np.ndarray, order_pos: np.ndarray, step: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of each record, which lie together."""
    is_new = (np.diff(order_pos, prepend=-1) != 0) | (np.diff(step, prepend=-1) != 0)
    starts = np.flatnonzero(is_new).tolist()
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield rows[start:end]


def _apply_record(
    events: EventArrays,
    row: int,
    places: QueuePlaces,
    arrays: OrderArrays,
    results: EventRowResults,
    canceled: list[tuple[int, int, int, int]],
) -> bool:
    """Apply a record of one row, if it is one of those that are decided here."""
    event = int(events.event[row])
    is_of_item = events.is_confirmation[row] or events.is_cancellation[row]
    if is_of_item and events.item_pos[row] == BLANK:
        return False
    code = queue_decisions.decide(events, row, places, arrays)
    if code is None or (code == OK and event in (Event.VERIFY, Event.FAIL, Event.FRAUD)):
        return False
    results.code[row] = code
    if code != OK:
        queue_decisions.explain(events, row, code, arrays, results)
    elif events.is_confirmation[row]:
        queue_effects.ship_or_edit(events, row, places, arrays, results)
    else:
        results.changed[row] = True
        if events.is_cancellation[row]:
            canceled += queue_effects.cancel(events, row, arrays)
    return True

"""What became of each row of later order records, noted while the rounds go, and read as frames afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders.order_facts import ITEM_FACTS, ORDER_FACTS
from pipeline.model.instants import instants
from schemas import codes
from schemas.frames.input_frames import FEED_COLUMNS
from schemas.statuses import Event, Outcome
from schemas.stored_frames import empty
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline.lifecycle.orders.record_arrays import RecordArrays

_COLUMNS = np.array([FEED_COLUMNS.get(name, name) for name in (*ORDER_FACTS, *ITEM_FACTS)], dtype=object)
"""What the order feed calls each fact of an order and, behind these, of an item."""
_PLACE = ("feed", "record", "order_key", "received", "seq")


class OrderEffect(NamedTuple):
    """What rows brought about: an event, and by row the item (BLANK: the order) and the units."""

    event: Event
    rows: np.ndarray
    item_pos: np.ndarray
    units: np.ndarray


class DateRevision(NamedTuple):
    """Estimated dates that rows revised: the column in ORDER_FACTS, the instant before and after."""

    rows: np.ndarray
    column: np.ndarray
    old: np.ndarray
    new: np.ndarray


@dataclass(slots=True)
class RecordResults:
    """What became of each row, changed as records apply; unchanged (code UNCHANGED) until something happens.

    conflict_column: the first fact that contradicts, as a place in ORDER_FACTS + ITEM_FACTS, -1 none. refusal: the code
    by which a row is refused, 0 none. is_refused: a row of its record is. places_item: it placed its item.
    changed_facts: it filled or revised something. moved: its record moved the status. cancels: it canceled units.
    is_paid_late: paid after the deadline. reopened: its order is alive again. is_held: its item is not there yet.
    unclear: the ids of the items that it may mean, "" where that is known; is_undecided: so it moves none.
    shipped_units: what it says has left. value, limit: the two numbers of its message, as they stood when the record
    was met. effects: everything that took effect, in order.
    """

    outcome: np.ndarray
    code: np.ndarray
    conflict_column: np.ndarray
    refusal: np.ndarray
    is_refused: np.ndarray
    places_item: np.ndarray
    changed_facts: np.ndarray
    moved: np.ndarray
    cancels: np.ndarray
    is_paid_late: np.ndarray
    reopened: np.ndarray
    is_held: np.ndarray
    unclear: np.ndarray
    is_undecided: np.ndarray
    shipped_units: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    effects: list[OrderEffect] = field(default_factory=list)
    revisions: list[DateRevision] = field(default_factory=list)

    @classmethod
    def unchanged(cls, count: int) -> RecordResults:
        """The results of this many rows before anything happened."""
        return cls(
            outcome=np.full(count, int(Outcome.UNCHANGED)),
            code=np.full(count, codes.UNCHANGED),
            conflict_column=np.full(count, -1),
            refusal=np.zeros(count, np.int64),
            is_refused=np.zeros(count, bool),
            places_item=np.zeros(count, bool),
            changed_facts=np.zeros(count, bool),
            moved=np.zeros(count, bool),
            cancels=np.zeros(count, bool),
            is_paid_late=np.zeros(count, bool),
            reopened=np.zeros(count, bool),
            is_held=np.zeros(count, bool),
            unclear=np.full(count, "", object),
            is_undecided=np.zeros(count, bool),
            shipped_units=np.zeros(count, np.int64),
            value=np.zeros(count, np.int64),
            limit=np.zeros(count, np.int64),
        )

    def add_effect(
        self, event: Event, rows: np.ndarray, item_pos: np.ndarray | int = BLANK, units: np.ndarray | int = 0
    ) -> None:
        """These rows took effect."""
        if len(rows):
            items = np.broadcast_to(item_pos, rows.shape)
            self.effects.append(OrderEffect(event, rows, items, np.broadcast_to(units, rows.shape)))

    def effects_of(self, event: Event) -> OrderEffect:
        """All effects of one event together."""
        effects = [effect for effect in self.effects if effect.event == event]
        none = np.empty(0, np.int64)
        return OrderEffect(
            event,
            np.concatenate([none, *(effect.rows for effect in effects)]),
            np.concatenate([none, *(effect.item_pos for effect in effects)]),
            np.concatenate([none, *(effect.units for effect in effects)]),
        )


def set_outcomes(results: RecordResults, records: RecordArrays) -> None:
    """Outcome and code of every row, by what its record did. Order process, 9.2.

    A record that did nothing is rejected if its status was refused or its facts contradict. One that did something all
    the same is warned of that, and so is what was paid late, reopened or has left.
    """
    any_of_records = records.any_of_records
    is_conflict = results.conflict_column >= 0
    is_short = any_of_records(is_conflict) | results.is_refused
    warns = any_of_records(results.is_paid_late | results.reopened | (results.shipped_units > 0))
    is_changed = any_of_records(results.changed_facts) | results.moved | records.places_order
    outcome = [Outcome.REJECTED, Outcome.WARNING, Outcome.ACCEPTED]
    does_something = is_changed | warns
    warns |= any_of_records(results.unclear != "")
    results.outcome[:] = np.select(
        [is_short & ~does_something, is_short | warns, is_changed], outcome, Outcome.UNCHANGED
    )
    is_refused = results.refusal != 0
    results.code[:] = np.select(
        [is_conflict, is_refused, is_short | does_something | warns],
        [codes.ORDER_CONFLICT, results.refusal, 0],
        codes.UNCHANGED,
    )


def with_results(rows: pd.DataFrame, results: RecordResults, zone: ZoneInfo) -> pd.DataFrame:
    """The rows with what became of them (frame `order_results`)."""
    column = results.conflict_column
    return rows.assign(
        outcome=results.outcome,
        code=results.code,
        column=pd.Series(np.where(column >= 0, _COLUMNS[column], ""), rows.index, dtype="str"),
        places=results.places_item,
        is_idle_line=rows["cancels_line"] & ~results.cancels,
        changed=results.changed_facts,
        paid_late=results.is_paid_late,
        reopened=results.reopened,
        shipped_units=results.shipped_units,
        is_held=results.is_held,
        value=results.value,
        limit=results.limit,
        unclear=pd.Series(np.where(results.is_refused, "", results.unclear), rows.index, dtype="str"),
        is_undecided=results.is_undecided,
        note=_revision_notes(results.revisions, len(rows), zone),
    )


def _revision_notes(revisions: list[DateRevision], count: int, zone: ZoneInfo) -> pd.Series:
    """`column old -> new` of the estimated dates that each of `count` rows revised, in the business zone, or ""."""
    if not revisions:
        return pd.Series("", range(count), dtype="str")
    rows, column, old, new = (np.concatenate(parts) for parts in zip(*revisions, strict=True))
    names = pd.Series(_COLUMNS[column], dtype="str")
    notes = names + " " + _local_text(old, zone) + " -> " + _local_text(new, zone)
    of_row = notes.groupby(rows, dropna=False).agg("; ".join)
    return of_row.reindex(range(count), fill_value="").astype("str")


def _local_text(values: np.ndarray, zone: ZoneInfo) -> pd.Series:
    return instants(values).dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M").astype("str")


def effect_rows(
    effects: list[OrderEffect], rows: pd.DataFrame, items: pd.DataFrame, cancel_cause: np.ndarray
) -> pd.DataFrame:
    """Everything beside placing that took effect, in the order in which it did (frame `order_effects`)."""
    columns = [*_PLACE, "moment", "verified"]
    parts = [
        rows[columns]
        .take(effect.rows)
        .assign(
            event=int(effect.event),
            item_key=_item_keys(items, effect.item_pos),
            units=effect.units,
            cause=cancel_cause[effect.rows],
        )
        for effect in effects
    ]
    return pd.concat([empty("order_effects"), *parts], ignore_index=True)


def _item_keys(items: pd.DataFrame, item_pos: np.ndarray) -> np.ndarray:
    """The keys of items, BLANK for none."""
    item_keys = items["item_key"].to_numpy()
    if len(item_keys) == 0:
        return np.full(len(item_pos), BLANK)
    return np.where(item_pos >= 0, item_keys[np.maximum(item_pos, 0)], BLANK)

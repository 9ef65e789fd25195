"""Step 1, stock: what a group of orders moves in a run, of the SKUs that are counted.

Where no SKU is counted nothing is worked out. Order process, 1.2.

Two groups of orders, each with one row that placed units; of the second it is the second row of both:

>>> movements = empty("stock_movements").reindex([0]).assign(sku="TEA", units=-1, row=0)
>>> group = GroupMovements(movements, pd.DataFrame({"record": [7], "units": 1}), empty("sku_units"))
>>> both = GroupMovements.joined([group, group])
>>> both.movements["row"].tolist(), both.placements["record"].tolist()
([0, 1], [7, 7])
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle import stock_movements
from pipeline.model.order_state import open_units
from schemas.frames import FRAMES
from schemas.statuses import Event, Stage
from schemas.stored_frames import empty
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.event_stages import EventStagesResult
    from pipeline.lifecycle.orders.apply_orders import OrdersResult
    from pipeline.model.order_state import OrderState

_ITEM = ["order_key", "item_key"]


@dataclass(frozen=True, slots=True)
class GroupMovements:
    """What moved the stock of counted SKUs.

    movements: frame `stock_movements`, in no order; its `row` is a place in `placements` (frame of this name): the rows
    that placed units. open_before: the units of the items that were open when the run began (frame `sku_units`).
    """

    movements: pd.DataFrame
    placements: pd.DataFrame
    open_before: pd.DataFrame

    @classmethod
    def joined(cls, groups: Collection[GroupMovements]) -> GroupMovements:
        """The movements of several groups as those of one."""
        movements = [empty("stock_movements")]
        first_row = 0
        for group in groups:
            row = group.movements["row"]
            movements.append(group.movements.assign(row=row.mask(row != BLANK, row + first_row)))
            first_row += len(group.placements)
        return cls(
            pd.concat(movements, ignore_index=True),
            pd.concat([empty("placements"), *(group.placements for group in groups)], ignore_index=True),
            pd.concat([empty("sku_units"), *(group.open_before for group in groups)], ignore_index=True),
        )


def unmoved(items: pd.DataFrame, counted_skus: Collection[str]) -> GroupMovements:
    """No movements, of the open units of these items when the run began."""
    if not counted_skus:
        return GroupMovements.joined(())
    return replace(GroupMovements.joined(()), open_before=_open_units(items, counted_skus))


def group_movements(
    before: OrderState,
    orders: OrdersResult,
    events: EventStagesResult,
    overdue: pd.DataFrame,
    as_of: pd.Timestamp,
    counted_skus: Collection[str],
) -> GroupMovements:
    """What a run moved. before: the orders when it began; overdue: frame `overdue_units`."""
    changes = (orders.rows, orders.effects, orders.canceled, events.rows, overdue)
    if not counted_skus or all(rows.empty for rows in changes):
        return unmoved(before.items, counted_skus)
    placed = orders.rows[(orders.rows["units"] > 0) & orders.rows["sku"].isin(counted_skus)].reset_index(drop=True)
    movements = _all_movements(orders, events, overdue, placed, as_of)
    return GroupMovements(
        movements=movements[movements["sku"].isin(counted_skus)].reset_index(drop=True),
        placements=placed[list(FRAMES["placements"].names)],
        open_before=_open_units(before.items, counted_skus),
    )


def _open_units(items: pd.DataFrame, counted_skus: Collection[str]) -> pd.DataFrame:
    """The open units of each item that is counted (frame `sku_units`)."""
    counted = items[items["sku"].isin(counted_skus)]
    return pd.DataFrame({"sku": counted["sku"], "units": open_units(counted)})


def _all_movements(
    orders: OrdersResult, events: EventStagesResult, overdue: pd.DataFrame, placed: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """What moved the stock, in no order (frame `stock_movements`)."""
    state = events.state
    reinstated = orders.effects[orders.effects["event"] == Event.REINSTATE].assign(stage=int(Stage.ORDERS))
    confirmed = events.rows[(events.rows["event"] == Event.CONFIRM) & (events.rows["units"] > 0)]
    parts = [
        stock_movements.placements(placed),
        stock_movements.returns(_with_sku(reinstated, state)),
        stock_movements.cancellations(orders.canceled),
        stock_movements.shipments(_new_shipments(orders.rows[orders.rows["shipped_units"] > 0], state)),
        stock_movements.returns(events.reinstated),
        stock_movements.cancellations(events.canceled),
        stock_movements.shipments(_new_shipments(confirmed, state)),
        stock_movements.clock_cancellations(overdue, as_of),
    ]
    return pd.concat(parts, ignore_index=True)


def _new_shipments(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    """Shipments that the records of these rows made: sku, units, received, seq, record."""
    records = rows[["feed", "record", "seq"]].drop_duplicates(["feed", "record"])
    shipments = state.parcels.merge(records, how="inner", on=["feed", "record"], validate="many_to_one")
    return _with_sku(shipments, state)


def _with_sku(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    skus = state.items[[*_ITEM, "sku"]]
    return rows.merge(skus, how="left", on=_ITEM, validate="many_to_one")

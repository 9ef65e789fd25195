"""What the night answers: the outcome of every record that reached the rules, and every line about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle import outcomes
from pipeline.model import instants
from schemas import codes, stored_tables
from schemas.statuses import Outcome

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline.model.order_state import OrderState


@dataclass(frozen=True, slots=True)
class StageRows:
    """What became of the rows: those of the orders stage, the acts, what came short, what waits, what is nobody's."""

    book: OrderState
    orders: pd.DataFrame
    acts: pd.DataFrame
    short: pd.DataFrame
    waiting: pd.DataFrame
    foreign: pd.DataFrame
    inventory: pd.DataFrame


def answers(
    given: StageRows, zone: ZoneInfo, as_of: pd.Timestamp, hold_days: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(records with their outcome, lines, held records that are let go, records of orders that are nobody's here)."""
    order_records, order_said = outcomes.of_orders(given.orders, zone)
    waiting = given.waiting
    until = outcomes.day(instants.end_of_day(waiting["since"].fillna(as_of), zone, hold_days), zone)
    expired, nobodys = waiting["expired"], waiting["by_sku"].astype(bool)
    foreign = pd.concat([given.foreign, waiting[expired & nobodys]], ignore_index=True)
    parts = [
        (_warned(order_records, given.orders, given.short), order_said),
        ([], _short(given.orders, given.short)),
        outcomes.of_acts(given.acts, zone),
        outcomes.plain(waiting[expired & ~nobodys], Outcome.REJECTED, codes.ORDER_UNKNOWN),
        outcomes.plain(waiting[~expired], Outcome.HELD, codes.HELD, "order", until[~expired]),
        outcomes.plain(foreign, Outcome.UNCHANGED, codes.UNCHANGED),
        (_fed(given.inventory), order_said.iloc[:0]),
    ]
    records = pd.concat([records for records, _ in parts if len(records)] or [order_records], ignore_index=True)
    said = pd.concat([said for _, said in parts], ignore_index=True)
    gone = waiting.loc[expired, stored_tables.RECORD].drop_duplicates()
    return records, said, gone, foreign[[*stored_tables.RECORD, "order_id"]].drop_duplicates(stored_tables.RECORD)


def _fed(inventory: pd.DataFrame) -> pd.DataFrame:
    return inventory[stored_tables.RECORD].drop_duplicates().assign(outcome=int(Outcome.ACCEPTED))


def _warned(records: pd.DataFrame, rows: pd.DataFrame, short: pd.DataFrame) -> pd.DataFrame:
    """Records that placed more than there is become warnings."""
    pairs = pd.MultiIndex.from_frame(rows.loc[short["row"], stored_tables.RECORD])
    hit = pd.MultiIndex.from_frame(records[stored_tables.RECORD]).isin(pairs)
    return records.assign(outcome=records["outcome"].where(~hit, records["outcome"].clip(lower=int(Outcome.WARNING))))


def _short(rows: pd.DataFrame, short: pd.DataFrame) -> pd.DataFrame:
    """One inventory-short line for each row that came short: ordered, and what there was."""
    hit = rows.loc[short["row"]].reset_index(drop=True)
    have = short["have"].clip(lower=0).astype("str").reset_index(drop=True)
    hit = hit.assign(column="", code=codes.INVENTORY_SHORT, value=hit["units"].astype("str"), limit=have)
    return hit[outcomes.SAID]

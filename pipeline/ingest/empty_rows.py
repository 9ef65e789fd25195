"""Frames without rows, for a run in which no feed brought any: the columns and types of those that have some."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds.value_checks import check
from pipeline.ingest.order_formats import order_rows
from pipeline.ingest.row_keys import keyed_rows
from pipeline.lifecycle.events import address_change, event_rows
from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from schemas.columns import Table
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.order_feed import ORDERS
from schemas.stored_frames import blank_instants
from schemas.stored_tables import RECORD


def no_orders() -> pd.DataFrame:
    """No order rows, with their keys."""
    return keyed_rows(order_rows(ORDERS, _no_typed_rows(ORDERS)), ORDERS, {})


def no_events() -> pd.DataFrame:
    """No payments, address changes, confirmations and cancellations."""
    return event_rows.no_events().assign(stage=np.int64(0), since=blank_instants(0))


def no_inventory() -> pd.DataFrame:
    """No rows of stock, as they were typed."""
    return _no_typed_rows(INVENTORY)


def no_address_changes() -> pd.DataFrame:
    """No address is asked for."""
    numbers = {name: pd.Series(dtype="int64") for name in RECORD}
    texts = {name: pd.Series(dtype="str") for name in ("message", "by", *address_change.ADDRESS_COLUMNS)}
    return pd.DataFrame(numbers | texts)


def no_outcomes() -> pd.DataFrame:
    """No record ended: feed, record, outcome."""
    return pd.DataFrame({name: pd.Series(dtype="int64") for name in (*RECORD, "outcome")})


def no_messages() -> pd.DataFrame:
    """No line of an answer."""
    numbers = {"feed", "record", "line", "code"}
    return pd.DataFrame({name: pd.Series(dtype="int64" if name in numbers else "str") for name in MESSAGE_COLUMNS})


@cache
def _no_typed_rows(table: Table) -> pd.DataFrame:
    text = pd.DataFrame(columns=["record", "line", "message-id", *table.names], dtype="str")
    typed, _ = check(table, text.astype({"record": "int64", "line": "int64"}), ZoneInfo("UTC"))
    return typed.assign(feed=np.int64(0), seq=np.int64(0), received=blank_instants(0), since=blank_instants(0))

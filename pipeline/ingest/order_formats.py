"""Rows of the four order formats as rows of one: the order feed, and beside it what each format says in its own way.

Order process, step 1, "Without order-status": a row of an Unshipped report is of a verified order, one of a Pending
report of a pending one; a row of the all-orders report has no item id, no money and no quantity that count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from schemas import column_kinds
from schemas.formats import fields as f
from schemas.formats.marketplace_reports import ALL_ORDERS, PENDING, UNSHIPPED
from schemas.formats.order_feed import ORDERS
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from schemas.columns import Table

FORMATS = (ORDERS, UNSHIPPED, PENDING, ALL_ORDERS)
"""Formats whose records place orders or tell of them: stage ORDERS."""
ORDER_ID = {ALL_ORDERS.name: "amazon-order-id"}
"""The column of the order id, where it is called otherwise."""
SAYS = {UNSHIPPED.name: "Unshipped", PENDING.name: "Pending"}
CANCELED, SHIPPED = "Canceled", "Shipped"
FOREIGN_CHANNELS = ("afn", "amazon")
DELIVERED = " - delivered"
_KINDS = {"says": "str", "item_says": "str", "counted": "int64"} | dict.fromkeys(
    ("delivered", "foreign", "by_sku", "places"), "bool"
)
_BY_SKU = ("purchase-date", "last-updated-date", "sku")


def order_rows(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """The typed rows of an order format (feeds.check) as rows of the order feed, in the same order.

    Columns: those of typed that are not of the format (record, line ...), every column of the order feed, blank where
    the format has none, and: says, item_says (str; a status, or "" where nothing is said), counted (int64; units that
    the marketplace counts as shipped, -1 unknown), delivered, foreign (bool; the marketplace ships it), by_sku (bool;
    the row means the items of its sku), places (bool; it may place an order). Order process, step 1.
    """
    own = typed.drop(columns=[name for name in table.names if name in typed])
    facts = _FACTS.get(table.name, _same)(typed)
    texts = {
        column.name: facts[column.name] if column.name in facts else column_kinds.blank(column, typed.index)
        for column in ORDERS.columns
    }
    return pd.concat([own, pd.DataFrame(texts, typed.index), _sayings(table, typed)], axis=1)


def _same(typed: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: typed[name] for name in ORDERS.names if name in typed}


def _of_unshipped(typed: pd.DataFrame) -> dict[str, pd.Series]:
    paid = typed[f.PAYMENTS_DATE.name].fillna(typed["reporting-date"])
    return _same(typed) | {f.PAYMENTS_DATE.name: paid, f.LATEST_SHIP.name: typed["promise-date"]}


def _of_pending(typed: pd.DataFrame) -> dict[str, pd.Series]:
    return _same(typed) | {f.PAYMENT_METHOD.name: typed["payment-type"]}


def _of_all_orders(typed: pd.DataFrame) -> dict[str, pd.Series]:
    """Which order and sku, when, and the status: nothing else of the report is compared with what is known."""
    told = {name: typed[name] for name in _BY_SKU}
    status, _ = column_kinds.split_suffix(typed[f.ORDER_STATUS.name])
    return told | {f.ORDER_ID.name: typed[ORDER_ID[ALL_ORDERS.name]], f.ORDER_STATUS.name: status}


_FACTS = {UNSHIPPED.name: _of_unshipped, PENDING.name: _of_pending, ALL_ORDERS.name: _of_all_orders}


def _sayings(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """What the rows say beside the facts."""
    status, status_tail = _status(table, typed, f.ORDER_STATUS.name)
    item, _ = _status(table, typed, "item-status")
    by_sku = table.name == ALL_ORDERS.name
    says = pd.Series(SAYS[table.name], typed.index, dtype="str") if table.name in SAYS else status
    told = {
        "says": says,
        "item_says": item,
        "counted": typed["quantity-shipped"].fillna(BLANK) if table.name == UNSHIPPED.name else BLANK,
        "delivered": _arrived(status, status_tail),
        "foreign": by_sku & _text(typed, "fulfillment-channel").str.strip().str.casefold().isin(FOREIGN_CHANNELS),
        "by_sku": by_sku,
        "places": (says != CANCELED) & (not by_sku),
    }
    return pd.DataFrame(told, typed.index).astype(_KINDS)


def _text(typed: pd.DataFrame, name: str) -> pd.Series:
    return typed[name] if name in typed else _blank(typed)


def _blank(typed: pd.DataFrame) -> pd.Series:
    return pd.Series("", typed.index, dtype="str")


def _status(table: Table, typed: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """A status and what follows it; nothing follows where the format knows no suffix."""
    text = _text(typed, name)
    suffixed = name in table.names and table[name].suffixed
    return column_kinds.split_suffix(text) if suffixed else (text, _blank(typed))


def _arrived(status: pd.Series, tail: pd.Series) -> pd.Series:
    return (status == SHIPPED) & tail.str.casefold().str.startswith(DELIVERED)

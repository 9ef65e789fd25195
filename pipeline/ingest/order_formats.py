"""Rows of the four order formats as rows of one: the order feed, and beside it what each format says in its own way.

Order process, 1.8: a row of an Unshipped report is of a verified order, one of a Pending report of a pending one; a row
of the all-orders report has no money that counts, and a quantity only to tell which item it means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from schemas import column_kinds
from schemas.columns import CURRENCY
from schemas.formats import fields as f
from schemas.formats.id_columns import order_id_column
from schemas.formats.marketplace_reports import ALL_ORDERS, PENDING, UNSHIPPED
from schemas.formats.order_feed import ORDERS
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from schemas.columns import Table

FORMATS = (ORDERS, UNSHIPPED, PENDING, ALL_ORDERS)
"""Formats whose records place orders or tell of them: stage ORDERS."""
FORMAT_STATUS = {UNSHIPPED.name: "Unshipped", PENDING.name: "Pending"}
"""The status of every row of a report that lists the orders of one status."""
CANCELED, SHIPPED = "Canceled", "Shipped"
FOREIGN_CHANNELS = ("afn", "amazon")
DELIVERED = " - delivered"
_COUNTS = dict.fromkeys(("shipped_count", "to_ship", "row_quantity"), "int64")
_KINDS = (
    {"order_status": "str", "item_status": "str"}
    | _COUNTS
    | dict.fromkeys(("is_delivered", "is_foreign", "is_ours", "by_sku", "cancels_line", "may_place", "is_free"), "bool")
)
_NO_PRICES = ("", "0", "0.0", "0.00")
"""What a report whose prices are text writes for none."""
_ALL_ORDERS_FACTS = ("purchase-date", "last-updated-date", "sku", "order-item-id")
_PLAIN_COUNT = "[0-9]{1,6}"


def order_rows(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """The typed rows of an order format (feeds.check) as rows of the order feed, in the same order.

    Columns: those of typed that are not of the format (record, line ...), every column of the order feed, blank where
    the format has none, and what a format says in its own way, as frame `order_rows` has it: order_status,
    item_status, shipped_count, to_ship, row_quantity, is_delivered, is_foreign, is_ours, by_sku, cancels_line,
    may_place, is_free. Step 1.
    """
    beside_format = typed.drop(columns=[name for name in table.names if name in typed])
    facts = _FACTS.get(table.name, _order_feed_facts)(typed)
    columns = {
        column.name: facts[column.name] if column.name in facts else column_kinds.blank(column, typed.index)
        for column in ORDERS.columns
    }
    beside_facts = _status_columns(table, typed)
    columns[f.CURRENCY.name] = columns[f.CURRENCY.name].mask(beside_facts["is_free"], CURRENCY)
    return pd.concat([beside_format, pd.DataFrame(columns, typed.index), beside_facts], axis=1)


def _order_feed_facts(typed: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: typed[name] for name in ORDERS.names if name in typed}


def _unshipped_facts(typed: pd.DataFrame) -> dict[str, pd.Series]:
    verified = typed[f.PAYMENTS_DATE.name].fillna(typed["reporting-date"])
    return _order_feed_facts(typed) | {f.PAYMENTS_DATE.name: verified, f.LATEST_SHIP.name: typed["promise-date"]}


def _pending_facts(typed: pd.DataFrame) -> dict[str, pd.Series]:
    return _order_feed_facts(typed) | {f.PAYMENT_METHOD.name: typed["payment-type"]}


def _all_orders_facts(typed: pd.DataFrame) -> dict[str, pd.Series]:
    """Which order, item and sku, when, and the status: nothing else of the report is compared with what is known."""
    facts = {name: typed[name] for name in _ALL_ORDERS_FACTS}
    status, _ = column_kinds.split_suffix(typed[f.ORDER_STATUS.name])
    return facts | {f.ORDER_ID.name: typed[order_id_column(ALL_ORDERS)], f.ORDER_STATUS.name: status}


_FACTS = {UNSHIPPED.name: _unshipped_facts, PENDING.name: _pending_facts, ALL_ORDERS.name: _all_orders_facts}


def _status_columns(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """What the rows say beside the facts: the columns of _KINDS."""
    status, status_tail = _status(table, typed, f.ORDER_STATUS.name)
    item_status, _ = _status(table, typed, "item-status")
    is_by_sku = table.name == ALL_ORDERS.name
    channel = _text(typed, "fulfillment-channel").str.strip().str.casefold()
    of_format = FORMAT_STATUS.get(table.name)
    says = pd.Series(of_format, typed.index, dtype="str") if of_format else status
    cancels_line = _is_nothing_left(typed) & (says != CANCELED)
    columns = {
        "order_status": says,
        "item_status": item_status,
        "shipped_count": _count(table, typed, "quantity-shipped"),
        "to_ship": _count(table, typed, "quantity-to-ship"),
        "row_quantity": _row_quantity(typed) if is_by_sku else BLANK,
        "is_delivered": _is_delivered(status, status_tail) & is_by_sku,
        "is_foreign": is_by_sku & channel.isin(FOREIGN_CHANNELS),
        "is_ours": (channel != "") & ~channel.isin(FOREIGN_CHANNELS) if is_by_sku else True,
        "by_sku": is_by_sku,
        "cancels_line": cancels_line,
        "may_place": (says != CANCELED) & ~cancels_line & (not is_by_sku),
        "is_free": (typed[f.IS_REPLACEMENT.name] == "true") & _has_no_price(typed) & ~cancels_line,
    }
    return pd.DataFrame(columns, typed.index).astype(_KINDS)


def _count(table: Table, typed: pd.DataFrame, name: str) -> pd.Series | int:
    """What an Unshipped report counts of an item; blank in any other format."""
    return typed[name].fillna(BLANK) if table.name == UNSHIPPED.name else BLANK


def _row_quantity(typed: pd.DataFrame) -> pd.Series:
    """The quantity that rows of the all-orders report give; BLANK where it is no plain number, which is no fault."""
    text = typed["quantity"].str.strip()
    return text.where(text.str.fullmatch(_PLAIN_COUNT), str(BLANK)).astype("int64")


def _has_no_price(typed: pd.DataFrame) -> pd.Series:
    if f.ITEM_PRICE.name not in typed:
        return pd.Series(True, typed.index)
    price = typed[f.ITEM_PRICE.name]
    return price.str.strip().isin(_NO_PRICES) if price.dtype == "str" else price.isna()


def _is_nothing_left(typed: pd.DataFrame) -> pd.Series:
    """Rows with quantity 0: canceled lines. Order process, 1.10."""
    name = f.QUANTITY_PURCHASED.name
    return typed[name].eq(0).fillna(value=False) if name in typed else pd.Series(data=False, index=typed.index)


def _text(typed: pd.DataFrame, name: str) -> pd.Series:
    return typed[name] if name in typed else _blank(typed)


def _blank(typed: pd.DataFrame) -> pd.Series:
    return pd.Series("", typed.index, dtype="str")


def _status(table: Table, typed: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """A status and what follows it; nothing follows where the format knows no suffix."""
    text = _text(typed, name)
    has_suffix = name in table.names and table[name].allows_suffix
    return column_kinds.split_suffix(text) if has_suffix else (text, _blank(typed))


def _is_delivered(status: pd.Series, tail: pd.Series) -> pd.Series:
    return (status == SHIPPED) & tail.str.casefold().str.startswith(DELIVERED)

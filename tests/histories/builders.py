"""Short words for hand-made histories: orders, payments, parcels and cancellations of one order, O, by default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference_model.model import Model
from tests.reference_model.records import File, Run
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    CANCELLATIONS,
    CONFIRMATIONS,
    INVENTORY,
    ORDERS,
    PAYMENTS,
    PENDING_REPORT,
    REFUNDS,
    UNSHIPPED_REPORT,
)

TOKYO = ZoneInfo("Asia/Tokyo")
ORDER_ID = "999-0000001-0000001"
ITEM_A, ITEM_B = "10000000000010", "10000000000011"
FULL = {
    "currency": "JPY",
    "item-price": "1200",
    "recipient-name": "青木 花",
    "ship-address-1": "青葉台 1-2-3",
    "ship-postal-code": "153-0042",
}
PAID = FULL | {"payments-date": "2026-10-05T11:00:00+09:00"}


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant of October 2026 in Tokyo; day 32 is November 1st."""
    return (datetime(2026, 10, 1, hour, minute, tzinfo=TOKYO) + timedelta(days=day - 1)).astimezone(UTC)


def order(item: str = ITEM_A, quantity: str = "2", **more: str) -> dict[str, str]:
    """A row of the order feed bought on October 5th at 10:00; underscores in names stand for hyphens."""
    row = {"order-id": ORDER_ID, "order-item-id": item, "purchase-date": "2026-10-05T10:00:00+09:00", "sku": "TEA-1"}
    return row | {"quantity-purchased": quantity} | hyphenated(more)


def paid_order(item: str = ITEM_A, quantity: str = "2", **more: str) -> dict[str, str]:
    return order(item, quantity) | PAID | hyphenated(more)


def payment(status: str, **more: str) -> dict[str, str]:
    return {"order-id": ORDER_ID, "payment-status": status} | hyphenated(more)


def confirmation(item: str = "", quantity: str = "", tracking: str = "T1", **more: str) -> dict[str, str]:
    row = {"order-id": ORDER_ID, "order-item-id": item, "quantity": quantity, "tracking-number": tracking}
    return row | {"ship-date": "2026-10-05", "carrier-code": "YAMATO"} | hyphenated(more)


def cancellation(item: str = "", quantity: str = "", reason: str = "", **more: str) -> dict[str, str]:
    row = {"order-id": ORDER_ID, "amazon-order-item-code": item, "quantity": quantity}
    return row | {"cancellation-reason-code": reason} | hyphenated(more)


def refund(price: str = "600", item: str = ITEM_A, reason: str = "CustomerReturn", **more: str) -> dict[str, str]:
    row = {"order-id": ORDER_ID, "order-item-id": item, "adjustment-reason-code": reason, "item-price-adj": price}
    return row | hyphenated(more)


def unshipped_row(item: str = ITEM_A, quantity: str = "2", shipped: str = "0", **more: str) -> dict[str, str]:
    """A row of the marketplace's Unshipped report: no money."""
    row = order(item, quantity) | {name: FULL[name] for name in FULL if name not in ("currency", "item-price")}
    left = {"quantity-shipped": shipped, "quantity-to-ship": str(max(int(quantity) - int(shipped), 0))}
    return row | left | {"reporting-date": "2026-10-05T11:00:00+09:00"} | hyphenated(more)


def pending_row(item: str = ITEM_A, quantity: str = "2", **more: str) -> dict[str, str]:
    return order(item, quantity) | {"payment-type": ""} | hyphenated(more)


def all_orders_row(status: str, **more: str) -> dict[str, str]:
    """A row of the all-orders report."""
    return {"amazon-order-id": ORDER_ID, "sku": "TEA-1", "order-status": status} | hyphenated(more)


def address_change(message: str = "M1", by: str = "buyer", **more: str) -> dict[str, str]:
    """An address change to Shibuya."""
    row = {"order-id": ORDER_ID, "requested-by": by, "message-id": message, "recipient-name": "青木 花"}
    return row | {"ship-address-1": "渋谷 9-8-7", "ship-postal-code": "150-0002"} | hyphenated(more)


def inventory(**more: str) -> dict[str, str]:
    return {"sku": "TEA-1"} | hyphenated(more)


def hyphenated(more: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): text for name, text in more.items()}


def feed(
    *rows: dict[str, str], received: datetime, name: str = "", records: Sequence[int] | None = None, table: str = ""
) -> File:
    """A feed of rows, one record each unless told; the table is read off the first row."""
    table = table or table_of(rows[0])
    return File(name or f"{table}.txt", received, table, rows, tuple(records or range(1, len(rows) + 1)))


def table_of(row: dict[str, str]) -> str:
    marks = {
        "quantity-to-ship": UNSHIPPED_REPORT,
        "payment-type": PENDING_REPORT,
        "amazon-order-id": ALL_ORDERS,
        "message-id": ADDRESSES,
        "quantity-purchased": ORDERS,
        "payment-status": PAYMENTS,
        "ship-date": CONFIRMATIONS,
        "amazon-order-item-code": CANCELLATIONS,
        "item-price-adj": REFUNDS,
    }
    return next((table for mark, table in marks.items() if mark in row), INVENTORY)


def run_on(day: int, *rows: dict[str, str], **more: Any) -> tuple[datetime, list[File]]:
    """A run on a day of October 2026 at 18:00, with one feed of these rows, received at noon."""
    return at(day, 18), [feed(*rows, received=at(day), **more)]


def runs_on_days(*rows_by_day: tuple[int, dict[str, str] | None]) -> list[tuple[datetime, list[File]]]:
    """A run on each of these days of October 2026, with one feed of this row, or with none."""
    return [run_on(day, row) if row else (at(day, 18), []) for day, row in rows_by_day]


def runs_day_by_day(*rows: dict[str, str] | None, first: int = 5) -> list[tuple[datetime, list[File]]]:
    """One run a day, from October 5th on, each with one feed of one row."""
    return runs_on_days(*enumerate(rows, first))


def runs_of_two_items(*later: Any) -> list[tuple[datetime, list[File]]]:
    """A paid order of the items A and B; then a run a day for each row, or tuple of rows of one record."""
    runs = [run_on(5, paid_order(), paid_order(ITEM_B))]
    for day, record in enumerate(later, 6):
        rows = record if isinstance(record, tuple) else (record,)
        runs.append(run_on(day, *rows, records=(1,) * len(rows)))
    return runs


def model_after(*runs: tuple[datetime, Sequence[File]], **settings: Any) -> Model:
    """The model after these runs; settings as of Model."""
    model = Model(**settings)
    for as_of, files in runs:
        model.run(Run(as_of, tuple(files)))
    return model


def model_day_by_day(*rows: dict[str, str], first: int = 5, **settings: Any) -> Model:
    """The model after one run a day, from October 5th on, each with one feed of one row."""
    return model_after(*runs_day_by_day(*rows, first=first), **settings)


def model_on_days(*rows_by_day: tuple[int, dict[str, str] | None], **settings: Any) -> Model:
    """The model after runs on these days of October 2026, each with a feed of this row, or with none."""
    return model_after(*runs_on_days(*rows_by_day), **settings)

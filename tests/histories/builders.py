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
O = "999-0000001-0000001"  # noqa: E741
A, B = "10000000000010", "10000000000011"
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


def order(item: str = A, quantity: str = "2", **more: str) -> dict[str, str]:
    """A row of the order feed bought on October 5th at 10:00; underscores in names stand for hyphens."""
    row = {"order-id": O, "order-item-id": item, "purchase-date": "2026-10-05T10:00:00+09:00", "sku": "TEA-1"}
    return row | {"quantity-purchased": quantity} | texts(more)


def paid(item: str = A, quantity: str = "2", **more: str) -> dict[str, str]:
    return order(item, quantity) | PAID | texts(more)


def payment(status: str, **more: str) -> dict[str, str]:
    return {"order-id": O, "payment-status": status} | texts(more)


def parcel(item: str = "", quantity: str = "", tracking: str = "T1", **more: str) -> dict[str, str]:
    row = {"order-id": O, "order-item-id": item, "quantity": quantity, "tracking-number": tracking}
    return row | {"ship-date": "2026-10-05", "carrier-code": "YAMATO"} | texts(more)


def cancellation(item: str = "", quantity: str = "", reason: str = "", **more: str) -> dict[str, str]:
    row = {"order-id": O, "amazon-order-item-code": item, "quantity": quantity}
    return row | {"cancellation-reason-code": reason} | texts(more)


def refund(price: str = "600", item: str = A, reason: str = "CustomerReturn", **more: str) -> dict[str, str]:
    row = {"order-id": O, "order-item-id": item, "adjustment-reason-code": reason, "item-price-adj": price}
    return row | texts(more)


def unshipped(item: str = A, quantity: str = "2", shipped: str = "0", **more: str) -> dict[str, str]:
    """A row of the marketplace's Unshipped report: no money."""
    row = order(item, quantity) | {name: FULL[name] for name in FULL if name not in ("currency", "item-price")}
    left = {"quantity-shipped": shipped, "quantity-to-ship": str(max(int(quantity) - int(shipped), 0))}
    return row | left | {"reporting-date": "2026-10-05T11:00:00+09:00"} | texts(more)


def pending(item: str = A, quantity: str = "2", **more: str) -> dict[str, str]:
    return order(item, quantity) | {"payment-type": ""} | texts(more)


def told(status: str, **more: str) -> dict[str, str]:
    """A row of the all-orders report."""
    return {"amazon-order-id": O, "sku": "TEA-1", "order-status": status} | texts(more)


def redirect(message: str = "M1", by: str = "buyer", **more: str) -> dict[str, str]:
    """An address change to Shibuya."""
    row = {"order-id": O, "requested-by": by, "message-id": message, "recipient-name": "青木 花"}
    return row | {"ship-address-1": "渋谷 9-8-7", "ship-postal-code": "150-0002"} | texts(more)


def inventory(**more: str) -> dict[str, str]:
    return {"sku": "TEA-1"} | texts(more)


def texts(more: dict[str, str]) -> dict[str, str]:
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


def after(*runs: tuple[datetime, Sequence[File]], **settings: Any) -> Model:
    """The model after these runs; settings as of Model."""
    model = Model(**settings)
    for as_of, files in runs:
        model.run(Run(as_of, tuple(files)))
    return model


def day_by_day(*rows: dict[str, str], first: int = 5, **settings: Any) -> Model:
    """The model after one run a day at 18:00, from October 5th on, each with one feed of one row received at noon."""
    return on_days(*((first + n, row) for n, row in enumerate(rows)), **settings)


def on_days(*told_on: tuple[int, dict[str, str] | None], **settings: Any) -> Model:
    """The model after runs on these days of October 2026 at 18:00, each with a feed of this row received at noon."""
    runs = [(at(day, 18), [feed(row, received=at(day))] if row else []) for day, row in told_on]
    return after(*runs, **settings)


def charged(model: Model, run: int = 0) -> list[tuple[str, str, int]]:
    """Kind, parcel, amount of the charges, of one run if told."""
    return [(kind, number, amount) for n, kind, _, _, number, amount in model.charges if run in (0, n)]


def noticed(model: Model, run: int = 0) -> list[str]:
    """The kinds of the notices, sorted, of one run if told."""
    return sorted(kind for n, kind, _, _ in model.notices if run in (0, n))


def answers(model: Model) -> list[tuple[str, tuple[int, ...]]]:
    """Outcome and codes of every record, in order of work by file."""
    return [(outcome, codes) for _, _, _, outcome, codes in model.outcomes]


def last(model: Model) -> tuple[str, tuple[int, ...]]:
    return answers(model)[-1]


def item(model: Model, key: str = A) -> tuple[int, int, int, str]:
    """Ordered, shipped, canceled, cause."""
    found = model.orders()[O]["items"][key]
    return found["ordered"], found["shipped"], found["canceled"], found["cause"]


def status(model: Model) -> str:
    return str(model.orders()[O]["status"])

"""Short words for hand-made histories: orders, payments, parcels and cancellations of one order, O, by default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from .model import Model
from .records import CANCELLATIONS, CONFIRMATIONS, INVENTORY, ORDERS, PAYMENTS, File, Run

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
        "quantity-purchased": ORDERS,
        "payment-status": PAYMENTS,
        "ship-date": CONFIRMATIONS,
        "amazon-order-item-code": CANCELLATIONS,
    }
    return next((table for mark, table in marks.items() if mark in row), INVENTORY)


def after(*runs: tuple[datetime, Sequence[File]]) -> Model:
    """The model after these runs."""
    model = Model()
    for as_of, files in runs:
        model.run(Run(as_of, tuple(files)))
    return model


def day_by_day(*rows: dict[str, str], first: int = 5) -> Model:
    """The model after one run a day at 18:00, from October 5th on, each with one feed of one row received at noon."""
    return after(*((at(first + n, 18), [feed(row, received=at(first + n))]) for n, row in enumerate(rows)))


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

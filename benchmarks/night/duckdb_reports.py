"""The reports of the night and the state after it, written by DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.night.columns import NIGHT, NIGHT_UTC, NOT_IN_FEED, ORDERS, SETTLEMENT, UNSHIPPED, ZONE
from benchmarks.night.duckdb_words import JST, OPEN, TODAY, Night

BUSINESS_DAYS = (2, 2, 2, 2, 4, 4, 3)
"""Days from a payment on Sunday, Monday, ... to the end of the second business day."""


def write_all(night: Night) -> None:
    """Statuses, reports, state."""
    night.run(f"""CREATE TABLE statuses AS SELECT "order-id", sum({OPEN}) AS unsent, CASE
            WHEN sum({OPEN}) > 0 AND any_value("payments-date") IS NULL THEN 'Pending'
            WHEN sum({OPEN}) > 0 AND sum("quantity-shipped") > 0 THEN 'PartiallyShipped'
            WHEN sum({OPEN}) > 0 THEN 'Unshipped'
            WHEN sum("quantity-shipped") > 0 THEN 'Shipped' ELSE 'Canceled' END AS status
        FROM items GROUP BY ALL""")
    _write_orders(night)
    _write_unshipped(night)
    _write_settlement(night)
    _write_state(night)


def _write_orders(night: Night) -> None:
    cells = _times("purchase-date", "payments-date") | {"order-status": "status"} | dict.fromkeys(NOT_IN_FEED, "''")
    _write(night, "orders.tsv", f"""SELECT {_picked(ORDERS, cells)} FROM items JOIN statuses USING ("order-id")
        WHERE "reporting-date" IS NULL AND "payments-date" IS NOT NULL""")  # fmt: skip


def _write_unshipped(night: Night) -> None:
    times = _times("purchase-date", "payments-date", "reporting-date")
    cells = dict.fromkeys(NOT_IN_FEED, "''") | times | {
        "reporting-date": f"coalesce({times['reporting-date']}, '{NIGHT}{ZONE}')",
        "quantity-to-ship": OPEN,
        "promise-date": f"strftime(promise, '%Y-%m-%dT23:59:59{ZONE}')",
        "days-past-promise": f"{TODAY} - promise",
        "verge-of-cancellation": f"""if({TODAY} >= CAST("purchase-date" + {JST} AS DATE) + 23, 'true', 'false')""",
        "verge-of-lateShipment": f"if({TODAY} >= promise, 'true', 'false')",
    }  # fmt: skip
    _write(night, "unshipped-orders.tsv", f"""SELECT {_picked(UNSHIPPED, cells)} FROM (
        SELECT *, day + {list(BUSINESS_DAYS)}[dayofweek(day) + 1]::INTEGER AS promise FROM (
        SELECT *, CAST("payments-date" + {JST} AS DATE) AS day FROM items
        WHERE "payments-date" IS NOT NULL AND {OPEN} > 0))""")  # fmt: skip


def _write_settlement(night: Night) -> None:
    cells = dict.fromkeys(SETTLEMENT, "''") | {
        "settlement-id": "'20260601'", "currency": "'JPY'", "transaction-type": "'Order'", "order-id": '"order-id"',
        "marketplace-name": "'Amazon.co.jp'", "amount-type": "type", "amount-description": "description",
        "amount": "amount", "fulfillment-id": "'MFN'", "posted-date": f"'{NIGHT[:10]}'",
        "posted-date-time": f"'{NIGHT_UTC} UTC'", "order-item-code": '"order-item-id"', "sku": "sku",
        "quantity-purchased": "high - low",
    }  # fmt: skip
    night.run("""CREATE TABLE money AS SELECT *, price * high // units - price * low // units AS share,
        (price * 10 // 110) * high // units - (price * 10 // 110) * low // units AS tax FROM parcels""")
    _write(night, "settlement.tsv", f"""SELECT {_picked(SETTLEMENT, cells)} FROM (
        SELECT *, 'ItemPrice' AS type, 'Principal' AS description, share - tax AS amount FROM money UNION ALL
        SELECT *, 'ItemPrice', 'Tax', tax FROM money UNION ALL
        SELECT *, 'ItemFees', 'Commission', -((share * 1500 + 5000) // 10000) FROM money)""")  # fmt: skip


def _write_state(night: Night) -> None:
    night.run(f"""UPDATE items SET "reporting-date" = TIMESTAMP '{NIGHT_UTC}'
        WHERE "reporting-date" IS NULL AND "payments-date" IS NOT NULL""")
    parts = {"open": ("items.*", ">"), "closed": ("items.*, status", "=")}
    for name, (columns, which) in parts.items():
        night.run(f"""COPY (SELECT {columns} FROM items JOIN statuses USING ("order-id") WHERE unsent {which} 0)
            TO '{night.out}/{name}.parquet' (FORMAT parquet, COMPRESSION snappy)""")


def _write(night: Night, name: str, rows: str) -> None:
    night.run(f"COPY ({rows}) TO '{night.out}/{name}' (FORMAT csv, DELIMITER '\t', HEADER, QUOTE '', ESCAPE '')")


def _picked(columns: Sequence[str], cells: Mapping[str, str]) -> str:
    return ", ".join(f'{cells.get(name, chr(34) + name + chr(34))} AS "{name}"' for name in columns)


def _times(*columns: str) -> dict[str, str]:
    return {name: f"""strftime("{name}" + {JST}, '%Y-%m-%dT%H:%M:%S{ZONE}')""" for name in columns}

"""The night as a DuckDB user writes it: SQL over the files, one table of open items, closed ones as key columns.

No journal, no outcome for each record, no safety against a crash. As a program: FEEDS STATE OUT.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

from benchmarks.night import duckdb_reports, duckdb_shipments
from benchmarks.night.columns import FEED, NUMBERS, PAYMENTS, STATUSES, TIMES, YEN
from benchmarks.night.duckdb_words import COUNT, ID, ITEM_ID, JST, OPEN, TODAY, Night, instant, one_of, scan


def main(feeds: Path, state: Path, out: Path) -> None:
    """Read the state and the feeds, apply what they say, write reports and the state after it."""
    night = Night(duckdb.connect(), feeds, out, {})
    night.run("SET preserve_insertion_order = false")
    night.run(f"CREATE TABLE items AS FROM read_parquet('{state}/open.parquet')")
    night.run(f"CREATE VIEW closed AS FROM read_parquet('{state}/closed/*.parquet')")
    _place(night)
    _pay(night)
    duckdb_shipments.confirm_messages(night)
    duckdb_shipments.confirm_lines(night)
    duckdb_shipments.cancel(night)
    _end_by_clock(night)
    duckdb_reports.write_all(night)
    (out / "counts.json").write_text(json.dumps(night.counts))


def _place(night: Night) -> None:
    """Order records: new items, payments of known ones, contradictions."""
    typed = [f'{instant(name)} AS "{name}"' for name in TIMES]
    typed += [f'TRY_CAST("{name}" AS INTEGER) AS "{name}"' for name in NUMBERS]
    yen = " AND ".join(f"""regexp_full_match("{name}", '\\d{{1,9}}')""" for name in YEN)
    night.run(f"""CREATE TABLE records AS SELECT * EXCLUDE ({_names((*TIMES, *NUMBERS))}), {", ".join(typed)},
        CASE WHEN NOT ({ID} AND {ITEM_ID}) THEN 70104
             WHEN sku = '' OR "product-name" = '' THEN 70101
             WHEN NOT regexp_full_match("quantity-purchased", '{COUNT}') THEN 70102
             WHEN NOT ({yen}) THEN 70108
             WHEN {instant("purchase-date")} IS NULL
               OR ("payments-date" <> '' AND {instant("payments-date")} IS NULL) THEN 70103
             ELSE 0 END AS fault
        FROM {scan(night.feeds / "orders.tsv", FEED)}""")
    night.run("""CREATE TABLE verdicts AS SELECT records.rowid AS record, items.rowid AS item,
        records."payments-date" AS paid,
        CASE WHEN items.sku IS NULL THEN if(records."order-id" IN (SELECT "order-id" FROM closed), 5000, -1)
             WHEN items.sku <> records.sku OR items."quantity-purchased" <> records."quantity-purchased"
               OR items."item-price" <> records."item-price" THEN 70007
             WHEN items."payments-date" IS NULL AND records."payments-date" IS NOT NULL THEN 0
             ELSE 5000 END AS verdict
        FROM records LEFT JOIN items USING ("order-id", "order-item-id") WHERE fault = 0""")
    night.count("orders", "SELECT fault FROM records WHERE fault > 0")
    night.count("orders", "SELECT verdict FROM verdicts WHERE verdict > 0")
    night.run("""UPDATE items SET "payments-date" = paid FROM verdicts WHERE items.rowid = item AND verdict = 0""")
    cells = ", ".join(f'records."{name}"' for name in FEED)
    night.run(f"""INSERT INTO items SELECT {cells}, NULL, 0, 0, '', '', '', ''
        FROM records JOIN verdicts ON record = records.rowid WHERE verdict = -1""")


def _pay(night: Night) -> None:
    """Payments: each order once, with what is known of it."""
    late = f"""status = 'Verified' AND method = 'CVS'
        AND CAST(instant + {JST} AS DATE) > CAST(bought + {JST} AS DATE) + 6"""
    night.run(f"""CREATE TABLE payments AS WITH
        read AS (SELECT "order-id", "payment-status" AS status, {instant("payment-date")} AS instant,
            "payment-reference" AS reference, CASE WHEN NOT {ID} THEN 70104
                WHEN NOT {one_of("payment-status", STATUSES)} THEN 70106
                WHEN {instant("payment-date")} IS NULL THEN 70103 ELSE 0 END AS fault
            FROM {scan(night.feeds / "payments.tsv", PAYMENTS)}),
        sound AS (FROM read WHERE fault = 0
            QUALIFY row_number() OVER (PARTITION BY "order-id" ORDER BY reference) = 1),
        here AS (SELECT "order-id", any_value("payments-date") AS paid, any_value("purchase-date") AS bought,
            any_value("payment-method") AS method FROM items SEMI JOIN sound USING ("order-id") GROUP BY ALL),
        past AS (SELECT "order-id", any_value(status) AS ended FROM closed SEMI JOIN sound USING ("order-id")
            GROUP BY ALL)
        SELECT "order-id", status, instant, fault AS verdict FROM read WHERE fault > 0 UNION ALL
        SELECT "order-id", status, instant,
            CASE WHEN bought IS NULL AND ended IS NULL THEN 70013
                 WHEN bought IS NULL AND ended = 'Canceled' THEN 70002
                 WHEN bought IS NULL OR paid IS NOT NULL THEN if(status = 'Verified', 5000, 70006)
                 WHEN {late} THEN 70005 ELSE 0 END
        FROM sound LEFT JOIN here USING ("order-id") LEFT JOIN past USING ("order-id")""")
    night.count("payments", "SELECT verdict FROM payments WHERE verdict > 0")
    night.run("""UPDATE items SET "payments-date" = instant FROM payments
        WHERE items."order-id" = payments."order-id" AND verdict = 0 AND status = 'Verified'""")
    night.run("""UPDATE items SET "quantity-canceled" = "quantity-purchased", "cancel-reason" = 'Payment' || status
        FROM payments WHERE items."order-id" = payments."order-id" AND verdict = 0 AND status IN ('Failed', 'Fraud')""")


def _end_by_clock(night: Night) -> None:
    """Orders that were not paid, or not shipped, in time lose what is open of them."""
    rules = (
        ("PaymentDeadline", """"payments-date" IS NULL AND "payment-method" = 'CVS'""", 6),
        ("ConfirmationDeadline", '"payments-date" IS NOT NULL', 30),
    )
    for reason, which, days in rules:
        night.run(f"""UPDATE items SET "quantity-canceled" = "quantity-purchased" - "quantity-shipped",
            "cancel-reason" = '{reason}'
            WHERE {which} AND {OPEN} > 0 AND {TODAY} > CAST("purchase-date" + {JST} AS DATE) + {days}""")


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

"""Shipments and cancellations of the night in SQL, a feed at a time."""

from __future__ import annotations

from benchmarks.night.columns import CANCELLATIONS, REASONS, SHIPMENTS
from benchmarks.night.duckdb_words import COUNT, ID, JST, OPEN, TODAY, Night, one_of, scan
from benchmarks.night.peer_xml import read_messages

LONGEST_TRACKING = 50


def confirm_messages(night: Night) -> None:
    """The XML feed."""
    night.run("""CREATE TABLE parcels ("order-id" VARCHAR, "order-item-id" VARCHAR, sku VARCHAR, units BIGINT,
        price BIGINT, low BIGINT, high BIGINT)""")
    night.database.register("messages", read_messages(night.feeds / "ship.xml"))
    _confirm(night, "messages")


def confirm_lines(night: Night) -> None:
    """The flat feed."""
    _confirm(night, scan(night.feeds / "ship.tsv", SHIPMENTS))


def cancel(night: Night) -> None:
    """Cancellations of whole orders and of items."""
    night.run(f"""CREATE OR REPLACE TABLE read AS SELECT "order-id", "amazon-order-item-code" AS named,
        "cancellation-reason-code" AS reason, row_number() OVER () AS record, CASE WHEN NOT {ID} THEN 70104
        WHEN NOT {one_of("cancellation-reason-code", REASONS)} THEN 70106 ELSE 0 END AS fault
        FROM {scan(night.feeds / "cancel.tsv", CANCELLATIONS, skip=2)}""")
    _keep_first(night, '"order-id", named')
    night.run(f"""CREATE OR REPLACE TABLE hits AS WITH met AS (
            SELECT record, items.rowid AS item, reason, "payments-date" AS paid, "quantity-shipped" AS shipped,
                {OPEN} AS open
            FROM sound JOIN items USING ("order-id") WHERE named = '' OR named = "order-item-id")
        SELECT *, CASE WHEN paid IS NULL THEN 70001 WHEN sum(shipped) OVER (PARTITION BY record) > 0 THEN 70003
            WHEN open = 0 THEN 5000 ELSE 0 END AS verdict FROM met""")
    _count(night, "cancel", canceled=5000, shipped=70003)
    night.run("""UPDATE items SET "quantity-canceled" = "quantity-purchased" - "quantity-shipped",
        "cancel-reason" = reason FROM hits WHERE items.rowid = item AND verdict = 0""")


def _confirm(night: Night, source: str) -> None:
    night.run(f"""CREATE OR REPLACE TABLE read AS SELECT "order-id", "order-item-id" AS named, quantity, "ship-date" AS
        day, "carrier-code" || "carrier-name" AS carrier, "tracking-number" AS tracking, row_number() OVER () AS record,
        CASE WHEN NOT {ID} THEN 70104
             WHEN quantity <> '' AND NOT regexp_full_match(quantity, '{COUNT}') THEN 70102
             WHEN NOT regexp_full_match("ship-date", '\\d{{4}}-\\d\\d-\\d\\d(T.*)?')
               OR TRY_CAST("ship-date" AS TIMESTAMP) IS NULL THEN 70103
             WHEN length("tracking-number") > {LONGEST_TRACKING} THEN 18181 ELSE 0 END AS fault FROM {source}""")
    _keep_first(night, '"order-id", named')
    night.run(f"""CREATE OR REPLACE TABLE hits AS WITH met AS (
            SELECT record, items.rowid AS item, TRY_CAST(quantity AS INTEGER) AS wanted, day, sound.carrier, tracking,
                "payments-date" AS paid, "purchase-date" AS bought, "quantity-shipped" AS shipped, {OPEN} AS open,
                "order-id", "order-item-id", sku, "quantity-purchased" AS units, "item-price" AS price
            FROM sound JOIN items USING ("order-id") WHERE named = '' OR named = "order-item-id")
        SELECT *, coalesce(wanted, open) AS taken,
            CASE WHEN paid IS NULL THEN 70001
                 WHEN {TODAY} > CAST(bought + {JST} AS DATE) + 30 THEN 70004
                 WHEN open = 0 AND shipped = 0 THEN 70002
                 WHEN open = 0 AND (wanted IS NULL OR wanted <= shipped) THEN 5000
                 WHEN wanted > open THEN 18021 ELSE 0 END AS verdict FROM met""")
    _count(night, "ship", canceled=70002, shipped=5000)
    night.run("""INSERT INTO parcels SELECT "order-id", "order-item-id", sku, units, price, shipped, shipped + taken
        FROM hits WHERE verdict = 0""")
    night.run("""UPDATE items SET "quantity-shipped" = "quantity-shipped" + taken, "ship-date" = day,
        carrier = hits.carrier, "tracking-number" = tracking
        FROM hits WHERE items.rowid = item AND verdict = 0""")


def _keep_first(night: Night, same: str) -> None:
    """The first of several sound records that name the same."""
    night.run(f"""CREATE OR REPLACE TABLE sound AS FROM read WHERE fault = 0
        QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY record) = 1""")


def _count(night: Night, feed: str, *, canceled: int, shipped: int) -> None:
    """Faults, repeats, verdicts of what was met, and why the rest met nothing."""
    night.count(feed, "SELECT fault FROM read WHERE fault > 0")
    night.count(feed, "SELECT 5000 FROM read ANTI JOIN sound USING (record) WHERE fault = 0")
    night.count(feed, "SELECT min(verdict) AS code FROM hits GROUP BY record HAVING min(verdict) > 0")
    night.count(
        feed,
        f"""WITH lost AS (FROM sound ANTI JOIN hits USING (record)),
        past AS (SELECT "order-id", any_value(status) AS ended FROM closed SEMI JOIN lost USING ("order-id")
            GROUP BY ALL)
        SELECT CASE WHEN "order-id" IN (SELECT "order-id" FROM items) THEN 18028 WHEN ended IS NULL THEN 70013
            WHEN ended = 'Canceled' THEN {canceled} ELSE {shipped} END FROM lost LEFT JOIN past USING ("order-id")""",
    )

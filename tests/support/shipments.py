"""Shipped parcels, schedules and ledger rows to test with, and the rules once more, unit by unit."""

from fractions import Fraction
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import strategies as st

from pipeline.money.read_fee_schedule import read_fee_schedule
from schemas.stored_tables import BLANK, SCHEMAS
from tests.support.paths import DEMO

EXAMPLE = (DEMO / "fees.toml").read_text("utf-8")
SCHEDULE = read_fee_schedule(EXAMPLE)
TOKYO = ZoneInfo("Asia/Tokyo")
YEN_COLUMNS = ("price", "shipping", "gift_wrap", "item_discount", "ship_discount", "points")

ITEM = {
    "order_key": 99_900_000_010_000_001, "item_key": 10_000_000_000_001, "sku": "MUG-02", "parcel": "1",
    "ordered": 1, "first_unit": 0, "units": 1,
    **dict.fromkeys(YEN_COLUMNS, 0), "currency": "JPY", "posted": "2026-10-06T10:30:00Z",
    "transacted": "2026-10-05T15:00:00Z", "feed": 3, "record": 1,
}  # fmt: skip


def shipment_rows(*parcels):
    """A frame of shipped parcels, each given by what differs from a single mug."""
    frame = pd.DataFrame([ITEM | parcel for parcel in parcels], columns=list(ITEM))
    whole = [name for name, value in ITEM.items() if isinstance(value, int)]
    moments = {name: pd.to_datetime(frame[name], utc=True).dt.as_unit("us") for name in ("posted", "transacted")}
    text = dict.fromkeys(frame.columns.difference(whole), "str")
    return frame.astype(text | dict.fromkeys(whole, "int64")).assign(**moments)


def item_shipments(item, sizes):
    """The item in parcels of these numbers of units, the lowest free units first."""
    firsts = [sum(sizes[:number]) for number in range(len(sizes))]
    return shipment_rows(
        *(
            item | {"parcel": str(number), "first_unit": first, "units": units, "ordered": sum(sizes)}
            for number, (first, units) in enumerate(zip(firsts, sizes, strict=True), 1)
        )
    )


def schedule_with(*changes):
    """The example schedule with pieces of its text replaced, each of which must stand in it once."""
    text = EXAMPLE
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return read_fee_schedule(text)


yen_amounts = st.one_of(st.just(0), st.integers(1, 3000), st.integers(0, 999_999_999_999))
item_values = st.fixed_dictionaries(
    {
        "sku": st.sampled_from(["MUG-02", "TEA-001", "BOOK-C", "CD-9", "HEALTH", "FREE"]),
        **dict.fromkeys(YEN_COLUMNS, yen_amounts),
    }
)
shipment_sizes = st.lists(st.integers(1, 9), min_size=1, max_size=6)
MANY = schedule_with(
    ('sku = { "BOOK-C" = "books" }', 'sku = { "BOOK-C" = "books", "HEALTH" = "beauty-health" }'),
    ('sku = { "TEA-001" = "reduced" }', 'sku = { "TEA-001" = "reduced", "FREE" = "exempt" }'),
)


def unit_shares(amount, count):
    """The share of every unit in an amount, one after the other."""
    return [amount * (unit + 1) // count - amount * unit // count for unit in range(count)]


def half_up(value):
    return (value + Fraction(1, 2)).__floor__()


ORDER_KEYS = {
    "999-0000001-0000001": 99_900_000_010_000_001,
    "999-0000001-0000002": 99_900_000_010_000_002,
    "A99-0000001-0000003": 10**17 + 1,
    "": BLANK,
}


def ledger_rows(*rows):
    """Ledger rows, each given by posted (UTC text), amount and whatever differs from a principal of order 1."""
    base = {
        "order_id": "999-0000001-0000001", "item_key": 10_000_000_000_001,
        "sku": "MUG-02", "parcel": "1", "kind": 10, "transaction_type": "Order", "amount_type": "ItemPrice",
        "amount_description": "Principal", "quantity": 1, "currency": "JPY", "feed": 1, "record": 1, "rule": "6.1",
        "transacted": "2026-10-01T00:00:00Z", "refund": "", "adjustment": "",
    }  # fmt: skip
    full = [base | row for row in rows]
    frame = pd.DataFrame(
        [row | {"order_key": ORDER_KEYS[row["order_id"]]} for row in full], columns=SCHEMAS["ledger"].names
    )
    kinds = {
        field.name: {"string": "str", "int64": "int64"}.get(str(field.type), "datetime64[us, UTC]")
        for field in SCHEMAS["ledger"]
    }
    return frame.astype(kinds)

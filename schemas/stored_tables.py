"""The stored tables: narrow state that a run rewrites, and wide text that is written once when it comes.

Instants are UTC in microseconds, blank = null. Counts and yen are int64, blank = BLANK (-1). Text is never null, blank
is "". An order is known by `order_key`, an item by (`order_key`, `item_key`), a parcel or refund by (.., `number`).
"""

import pyarrow as pa

from schemas.columns import Column
from schemas.formats import fields as f

BLANK = -1
RECORD = ["feed", "record"]
"""What names a record in every table: the number of its feed, and its number there."""
INSTANT = pa.timestamp("us", tz="UTC")
_KEY, _TEXT, _FLAG = pa.int64(), pa.string(), pa.bool_()

CONFLICT_TEXT = tuple(column.name for column in f.RECIPIENT)
"""Order columns of wide text in which another value is a conflict: the recipient. Order process, step 1."""

_ORDER_WIDE: tuple[Column, ...] = (
    *f.BUYER,
    f.SHIP_SERVICE_LEVEL,
    f.SHIP_PHONE,
    *f.PAYMENT,
    f.IS_PRIME,
    f.BUYER_CANCEL_REASON,
    f.IS_BUSINESS,
    f.PURCHASE_ORDER,
)
_ITEM_WIDE: tuple[Column, ...] = (
    f.PRODUCT_NAME,
    *(f.ITEM_TAX, f.SHIPPING_TAX, f.GIFT_WRAP_TAX),
    f.GIFT_WRAP_TYPE,
    f.GIFT_MESSAGE,
    *f.DELIVERY,
    f.SCHEDULED_START,
    f.SCHEDULED_END,
)
ORDER_TEXT = (*CONFLICT_TEXT, *(column.name for column in _ORDER_WIDE))
ITEM_TEXT = tuple(column.name for column in _ITEM_WIDE)

ITEM_YEN = {
    "price": f.ITEM_PRICE.name,
    "shipping": f.SHIPPING_PRICE.name,
    "gift_wrap": f.GIFT_WRAP_PRICE.name,
    "item_discount": f.ITEM_PROMOTION.name,
    "ship_discount": f.SHIP_PROMOTION.name,
    "points": f.POINTS_GRANTED.name,
}
"""Narrow money of an item, in yen for the whole line, and the column of the feed it comes from."""
REFUND_YEN = ("price", "shipping", "gift_wrap", "item_discount", "ship_discount")
"""Money of a refund in yen: three parts that go back to the buyer, and two discounts taken back, which lower it."""
TEXT_RUNS = ("carrier_run", "tracking_run", "method_run")
"""The run that edited carrier, tracking number and ship method of a shipment last, 0 for none."""


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS = {
    "orders": _schema(
        order_key=_KEY,
        purchased=INSTANT,
        received=INSTANT,
        updated=INSTANT,
        last_received=INSTANT,
        verified=INSTANT,
        paid_by=INSTANT,
        paid_by_given=_FLAG,
        prepaid=_FLAG,
        cut_off=INSTANT,
        waived=_FLAG,
        earliest_ship=INSTANT,
        latest_ship=INSTANT,
        earliest_delivery=INSTANT,
        latest_delivery=INSTANT,
        promise=INSTANT,
        delivered=INSTANT,
        strict=_FLAG,
        cancel_asked=pa.int64(),
        canceled_at=INSTANT,
        canceled_by_line=_FLAG,
        cause=pa.int64(),
        refund_due=_FLAG,
        warned=pa.int64(),
        invited=pa.int64(),
        not_in_marketplace=INSTANT,
        gone_from_pending=INSTANT,
        text_run=pa.int64(),
    ),
    "items": _schema(
        order_key=_KEY,
        item_key=_KEY,
        sku=_TEXT,
        currency=_TEXT,
        ordered=pa.int64(),
        shipped=pa.int64(),
        canceled=pa.int64(),
        price=pa.int64(),
        shipping=pa.int64(),
        gift_wrap=pa.int64(),
        item_discount=pa.int64(),
        ship_discount=pa.int64(),
        points=pa.int64(),
        canceled_at=INSTANT,
        cause=pa.int64(),
        presumed=pa.int64(),
        captured=pa.int64(),
        due_units=pa.int64(),
        parcels=pa.int64(),
        reported_run=pa.int64(),
        reported_at=INSTANT,
        facts_at=INSTANT,
        hold=pa.int64(),
        text_run=pa.int64(),
    ),
    "parcels": _schema(
        order_key=_KEY,
        item_key=_KEY,
        number=pa.int64(),
        first_unit=pa.int64(),
        units=pa.int64(),
        carrier=_TEXT,
        tracking=_TEXT,
        method=_TEXT,
        shipped_at=INSTANT,
        received=INSTANT,
        feed=pa.int64(),
        record=pa.int64(),
        late=_FLAG,
        elsewhere=_FLAG,
        posted_run=pa.int64(),
        **dict.fromkeys(TEXT_RUNS, pa.int64()),
        shipment=pa.int64(),
    ),
    "refs": _schema(order_key=_KEY, item_key=_KEY, ref=_TEXT, number=pa.int64()),
    "attempts": _schema(order_key=_KEY, attempt=_TEXT),
    "addresses": pa.schema(
        [
            ("order_key", _KEY),
            ("message", _TEXT),
            ("by", _TEXT),
            ("at", INSTANT),
            *((name, _TEXT) for name in CONFLICT_TEXT),
        ]
    ),
    "refunds": pa.schema(
        [
            *((name, _KEY) for name in ("order_key", "item_key", "number")),
            *((name, _TEXT) for name in ("reason", "adjustment")),
            *((name, pa.int64()) for name in REFUND_YEN),
            ("received", INSTANT),
            *((name, pa.int64()) for name in ("feed", "record", "run")),
        ]
    ),
    "order_text": pa.schema([("order_key", _KEY), *((name, _TEXT) for name in ORDER_TEXT)]),
    "item_text": pa.schema([("order_key", _KEY), ("item_key", _KEY), *((name, _TEXT) for name in ITEM_TEXT)]),
    "closed_keys": _schema(order_key=_KEY, run=pa.int64()),
    "links": _schema(merchant_order_id=_TEXT, order_id=_TEXT),
    "inventory": _schema(sku=_TEXT, balance=pa.int64(), set_at=INSTANT),
    "journal": _schema(
        run=pa.int64(),
        order_key=_KEY,
        item_key=_KEY,
        stage=pa.int64(),
        event=pa.int64(),
        quantity=pa.int64(),
        at=INSTANT,
        received=INSTANT,
        feed=pa.int64(),
        record=pa.int64(),
        outcome=pa.int64(),
        code=pa.int64(),
        units=pa.int64(),
        cause=pa.int64(),
        note=_TEXT,
    ),
    "answer_lines": _schema(
        run=pa.int64(),
        feed=pa.int64(),
        record=pa.int64(),
        line=pa.int64(),
        column=_TEXT,
        code=pa.int64(),
        value=_TEXT,
        limit=_TEXT,
        order_id=_TEXT,
        item_id=_TEXT,
        message=_TEXT,
        sku=_TEXT,
        refused=_FLAG,
    ),
    "resolved": _schema(run=pa.int64(), refused=_TEXT, again=_TEXT),
    "unassigned": _schema(run=pa.int64(), sku=_TEXT, category=_TEXT, tax_class=_TEXT),
    "notices": _schema(
        run=pa.int64(),
        number=pa.int64(),
        at=INSTANT,
        to=_TEXT,
        kind=_TEXT,
        order_key=_KEY,
        item_key=_KEY,
        about=INSTANT,
        sent_by=_TEXT,
    ),
    "charges": _schema(
        run=pa.int64(),
        order_key=_KEY,
        item_key=_KEY,
        name=_TEXT,
        parcel=_TEXT,
        kind=_TEXT,
        amount=pa.int64(),
        currency=_TEXT,
        cause=_TEXT,
        at=INSTANT,
        feed=pa.int64(),
        record=pa.int64(),
    ),
    "canceled": _schema(
        run=pa.int64(),
        order_key=_KEY,
        item_key=_KEY,
        sku=_TEXT,
        units=pa.int64(),
        cause=pa.int64(),
        at=INSTANT,
        reported_run=pa.int64(),
        available=pa.int64(),
        may_invite=_FLAG,
    ),
    "metrics": _schema(day=_TEXT, measure=_TEXT, bucket=pa.int64(), count=pa.int64()),
    "outcomes": _schema(run=pa.int64(), feed=pa.int64(), record=pa.int64(), outcome=pa.int64(), codes=_TEXT),
    "held": _schema(
        table=_TEXT,
        feed=pa.int64(),
        name=_TEXT,
        run=pa.int64(),
        record=pa.int64(),
        line=pa.int64(),
        received=INSTANT,
        since=INSTANT,
        refused=_TEXT,
        message=_TEXT,
        values=pa.list_(_TEXT),
        columns=pa.list_(_TEXT),
    ),
    "ledger": _schema(
        order_key=_KEY,
        item_key=_KEY,
        sku=_TEXT,
        parcel=_TEXT,
        kind=pa.int64(),
        transaction_type=_TEXT,
        amount_type=_TEXT,
        amount_description=_TEXT,
        amount=pa.int64(),
        quantity=pa.int64(),
        currency=_TEXT,
        posted=INSTANT,
        transacted=INSTANT,
        feed=pa.int64(),
        record=pa.int64(),
        rule=_TEXT,
        refund=_TEXT,
        adjustment=_TEXT,
    ),
}
"""The schema of every stored table, by name."""

BY_ORDER = ("orders", "items", "parcels", "refs", "attempts", "addresses", "refunds")
"""Narrow tables with the open orders in one part per shard and the closed ones in appended files."""

LATER_COLUMNS: dict[str, dict[str, object]] = {
    "held": {"columns": []},
    "orders": {"canceled_by_line": False},
    "items": {"facts_at": None, "hold": 0},
    "parcels": dict.fromkeys((*TEXT_RUNS, "shipment"), 0),
}
"""Columns that a table has got since its first files were written, by table: what they are for the rows of such files.

A data file is never rewritten for a new column; `pipeline.store.datafiles` fills it in where an older file is read.
"""

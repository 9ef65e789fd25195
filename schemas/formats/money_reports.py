"""The reports about money: a settlement, and what sellers are paid. The columns of each flat file, in order."""

from __future__ import annotations

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f

SETTLEMENT = Table(
    "settlement",
    (
        Column("settlement-id", longest=50, example="OM-20261012"),
        Column(
            "settlement-start-date",
            longest=40,
            example="2026-09-28 00:00:00 JST",
            doc="Start of the period; in the summary row only.",
        ),
        Column(
            "settlement-end-date",
            longest=40,
            example="2026-10-12 00:00:00 JST",
            doc="End of the period; in the summary row only.",
        ),
        Column("deposit-date", longest=40, example="2026-10-14 00:00:00 JST", doc="In the summary row only."),
        Column("total-amount", Kind.YEN, example="33245", doc="The sum of all amounts; in the summary row only."),
        f.CURRENCY,
        Column(
            "transaction-type",
            longest=100,
            example="Order",
            doc="`Order`, `Refund`, or `other-transaction`: balances and the monthly fee of the plan, of no order.",
        ),
        Column("order-id", longest=19, example=f.ORDER_ID.example),
        Column("merchant-order-id", longest=50, example="M-0001"),
        Column(
            "adjustment-id",
            longest=100,
            example="C-999-0000001-0000017-99900000001701-refund-1",
            doc="For a refund: the charge-id of its row in charges.tsv.",
        ),
        Column("shipment-id", longest=100, example="1", doc="Number of the shipment in its order."),
        Column("marketplace-name", longest=100, example="Amazon.co.jp", doc="`marketplace` of fees.toml."),
        Column("amount-type", longest=100, example="ItemPrice"),
        Column(
            "amount-description",
            longest=100,
            example="Principal",
            doc="What it is; of the selling plan `FixedClosingFee` for each unit and `Subscription Fee` for a month.",
        ),
        Column("amount", Kind.YEN, example="2000", doc="Positive: to the seller; negative: from the seller."),
        Column("fulfillment-id", longest=100, example="MFN"),
        Column("posted-date", longest=40, example="2026-10-06"),
        Column("posted-date-time", longest=40, example="2026-10-06 19:40:00 JST"),
        Column("order-item-code", longest=15, example="00000000000101"),
        Column("merchant-order-item-id", longest=50, example="M-0001-1"),
        Column(
            "merchant-adjustment-item-id",
            longest=50,
            example="MA-0001-1",
            doc="For a refund: the seller's own id of it.",
        ),
        f.SKU,
        Column("quantity-purchased", Kind.COUNT, example="2", doc="Units of the parcel."),
        Column("promotion-id", longest=500, example="PROMO-0001"),
    ),
    feed=False,
    doc="What is paid for a period: a summary row, then one row per amount. total-amount is the sum of amount.",
    source="settlement report, flat file V2: 24 columns",
)


PAYOUTS = Table(
    "payouts",
    (
        Column(
            "workspace", longest=4096, example="shops/mihon", doc="The folder of the seller's workspace, below ROOT."
        ),
        Column("seller-id", longest=50, example="M-SAMPLE-0001", doc="`seller.id` of the settings."),
        Column("settlement-id", longest=50, example="OM-20261012"),
        Column("period-start", Kind.MOMENT, example="2026-09-28T00:00:00+09:00"),
        Column("period-end", Kind.MOMENT, example="2026-10-12T00:00:00+09:00"),
        Column("total-amount", Kind.YEN, example="33245", doc="What is paid for the period."),
        f.CURRENCY,
        Column("deposit-date", Kind.MOMENT, example="2026-10-14T00:00:00+09:00"),
        Column("run", Kind.COUNT, example="8", doc="The run that closed the period."),
    ),
    feed=False,
    doc="What sellers are paid, from `run --all`: one row per closed settlement with a deposit, dates in its zone.",
    source="own report",
)

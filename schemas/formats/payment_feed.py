"""The payments feed: how the payment of an order went. Order process, step 2."""

from __future__ import annotations

from schemas.columns import FIRST_INSTANT, Column, Kind, Table
from schemas.formats import fields as f

PAYMENTS = Table(
    "payments",
    (
        f.ORDER_ID,
        Column(
            "payment-status",
            Kind.CHOICE,
            required=True,
            example="Verified",
            choices=("Verified", "Pending", "Retrying", "Declined", "Failed", "Fraud"),
        ),
        Column(
            "payment-date",
            Kind.MOMENT,
            day_alone=FIRST_INSTANT,
            example="2026-10-06T12:00:00+09:00",
            doc="Empty: when the file was received.",
        ),
        Column("payment-reference", longest=100, example="PAY-0001"),
    ),
    anchor=("order-id",),
    markers=("payment-status",),
    key=("order-id", "payment-reference|payment-date"),
    doc="Whether the payment of an order was verified, failed or is still open (order process, step 2).",
    source="own format",
)

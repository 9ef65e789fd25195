"""The lists that a run publishes besides the reports about orders: notices, charges, cancellations, rejections."""

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.wording.notice_kinds import BUYER, MARKETPLACE, ORDERMILL, OWN_MAILER, SELLER

_EVENING = "2026-10-05T23:30:00+09:00"
CHARGE_KINDS = ("charge", "prepaid-capture", "refund", "refund-due")

NOTICES = Table(
    "notices",
    (
        Column(
            "notice-id", longest=40, example="N000007-000001", doc="Made of the run and a number; it never changes."
        ),
        Column("run", Kind.COUNT, example="7", doc="The run that wrote the notice."),
        Column("at", Kind.MOMENT, example=_EVENING, doc="`as_of` of the run."),
        Column("to", Kind.CHOICE, choices=(BUYER, SELLER), example=SELLER),
        Column("kind", longest=100, example="verge-of-cancellation", doc="What the notice is about."),
        f.ORDER_ID,
        f.ORDER_ITEM_ID.renamed("order-item-id", doc="Empty: the notice is about the whole order."),
        Column(
            "about-date",
            Kind.MOMENT,
            example="2026-11-04T23:59:59+09:00",
            doc="The date that the text mentions, such as the cut-off.",
        ),
        Column(
            "text-key",
            longest=100,
            example="verge-of-cancellation",
            doc="The key of the text, which exists in English and Japanese.",
        ),
        Column(
            "sent-by",
            Kind.CHOICE,
            choices=(ORDERMILL, MARKETPLACE, OWN_MAILER),
            example=ORDERMILL,
            doc="ordermill only writes to the seller; buyer notices record what the marketplace sends.",
        ),
    ),
    feed=False,
    doc="Who needs to know what after this run. Without buyer data.",
    source="own report",
)

CHARGES = Table(
    "charges",
    (
        Column("charge-id", longest=100, example="C-999-0000001-0000001-00000000000101-1", doc="It never changes."),
        f.ORDER_ID,
        f.ORDER_ITEM_ID,
        Column("parcel", longest=10, example="1", doc="Number of the shipment in its order that is charged."),
        Column(
            "kind",
            Kind.CHOICE,
            choices=CHARGE_KINDS,
            example="charge",
            doc="charge: at confirmation; prepaid-capture: at verification; refund: made; refund-due: not made yet.",
        ),
        Column(
            "amount",
            Kind.YEN,
            example="2160",
            doc="Refunds: paid to the buyer; all others: paid by the buyer. Negative: withdrawn.",
        ),
        f.CURRENCY,
        Column("cause", longest=50, example="NoInventory", doc="Why it is refunded or due to be refunded."),
        Column(
            "at",
            Kind.MOMENT,
            example=_EVENING,
            doc="When its record was received, but not before the previous run; a refund not before its sale.",
        ),
        Column(
            "feed",
            longest=1000,
            example="packed.tsv",
            doc="The file of the record that caused it; empty if a deadline did.",
        ),
        Column(
            "record", Kind.COUNT, example="1", doc="Number of the record in that file; empty if a deadline caused it."
        ),
    ),
    feed=False,
    doc="What this run charges buyers, what it refunds, and what is due to be refunded.",
    source="own report",
)

CANCELED = Table(
    "canceled-orders",
    (
        f.ORDER_ID,
        Column(
            "canceled-at",
            Kind.MOMENT,
            example=_EVENING,
            doc="When its record was received, or at a deadline the `as_of` of the run.",
        ),
        Column("cause", longest=50, example="NoInventory", doc="Why it was canceled."),
        Column("by", Kind.CHOICE, choices=("buyer", "marketplace", "seller"), example="seller"),
        Column(
            "was-reported",
            longest=10,
            example="7",
            doc="The run whose Orders report lists it: stop it in the warehouse. Empty: no report does.",
        ),
        f.ORDER_ITEM_ID,
        f.SKU,
        Column("quantity", Kind.COUNT, example="2", doc="Units canceled."),
        Column(
            "available-quantity",
            Kind.COUNT,
            example="8",
            doc="Units that may be sold now; empty: stock is not tracked.",
        ),
        Column(
            "may-invite",
            Kind.CHOICE,
            choices=("yes", "no"),
            example="yes",
            doc="yes if the whole order is canceled and in stock: a buyer who writes may be invited to order again.",
        ),
        Column(
            "feedback",
            longest=10,
            example="open",
            doc="`open` after a cancellation by the seller: the buyer may still leave feedback.",
        ),
    ),
    feed=False,
    doc="What was canceled since the last run, one row per item.",
    source="own report",
)

REJECTED = Table(
    "rejected-all",
    (
        Column("feed", longest=1000, example="packed.tsv", doc="Name of the file."),
        Column("record", Kind.COUNT, example="3", doc="Number of the record; 0: the whole file."),
        Column("line", Kind.COUNT, example="4", doc="Physical line of the file."),
        Column("code", longest=10, example="70101"),
        Column("message", longest=1000, example="sku is empty", doc="What is wrong, and what to do."),
        f.ORDER_ID,
    ),
    feed=False,
    doc="Everything that this run rejected or refused, one row per record and code. Correct the files in rejected/.",
    source="own report",
)

LISTS = (NOTICES, CHARGES, CANCELED, REJECTED)

"""The lists that a run publishes beside the reports of its orders: what was told, charged, canceled, refused."""

from schemas import fields as f
from schemas.columns import Column, Kind, Table
from schemas.notices import BUYER, HERE, MARKETPLACE, OURS, SELLER

NOTICES = Table(
    "notices",
    (
        Column("notice-id", example="N000007-000001", doc="Run and number; it never changes."),
        Column("run", Kind.COUNT),
        Column("at", Kind.MOMENT, doc="`as_of` of the run."),
        Column("to", Kind.CHOICE, choices=(BUYER, SELLER)),
        Column("kind", example="verge-of-cancellation", doc="What it says."),
        f.ORDER_ID,
        f.ORDER_ITEM_ID.named("order-item-id", doc="Empty: about the whole order."),
        Column("about-date", Kind.MOMENT, doc="The date that the text names, such as the cut-off."),
        Column("text-key", doc="Which text, in English and Japanese."),
        Column(
            "sent-by",
            Kind.CHOICE,
            choices=(OURS, MARKETPLACE, HERE),
            doc="ordermill writes to the seller alone; buyer notices record what the marketplace sends.",
        ),
    ),
    feed=False,
    doc="Whom this run has something to tell, and what. No buyer data.",
    source="own report",
)

LISTS = (NOTICES,)

"""Every report that is published, in the order of the docs, and the processing report, which answers each feed."""

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats.money_reports import PAYOUTS, SETTLEMENT
from schemas.formats.order_reports import INVENTORY, ORDERS, PENDING, UNSHIPPED
from schemas.formats.run_lists import LISTS

PROCESSING = Table(
    "processing report",
    (
        Column(
            "original-record-number",
            Kind.COUNT,
            example="1",
            doc="Number of the record in the feed, from 1; 0: the file itself.",
        ),
        Column("order-id", longest=40, example=f.ORDER_ID.example),
        Column("order-item-id", longest=40, example="00000000000101"),
        Column("error-code", longest=10, example="70101"),
        Column("error-type", longest=20, example="Error", doc="Fatal, Error, Warning or Info."),
        Column("error-message", longest=1000, example="sku is empty. Fill it in and drop the file again"),
        Column("line", Kind.COUNT, example="2", doc="Physical line of the feed."),
    ),
    feed=False,
    doc="The answer to one feed: a summary block, then one row for each message about a record.",
    source="text form of the processing report",
)


REPORTS = (ORDERS, UNSHIPPED, PENDING, INVENTORY, SETTLEMENT, PROCESSING, PAYOUTS, *LISTS)
BY_NAME = {table.name: table for table in REPORTS}

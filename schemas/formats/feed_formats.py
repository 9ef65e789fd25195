"""The feeds that are read. One declaration per format drives recognising, parsing, checking, rejecting and the docs."""

from schemas.formats.address_change_feed import ADDRESS_CHANGES
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.marketplace_reports import ALL_ORDERS, PENDING, UNSHIPPED
from schemas.formats.order_feed import ORDERS
from schemas.formats.payment_feed import PAYMENTS
from schemas.formats.refund_feed import REFUNDS

FEEDS = (
    *(ORDERS, UNSHIPPED, PENDING, ALL_ORDERS),
    *(PAYMENTS, ADDRESS_CHANGES, CONFIRMATIONS, CANCELLATIONS, REFUNDS, INVENTORY),
)
BY_NAME = {table.name: table for table in FEEDS}

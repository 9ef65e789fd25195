"""How the marketplace tells of known orders: later order records, its own reports; and how an address change reads."""

from datetime import date

from tests.samples import sample_forms
from tests.samples.later_records import NEW_ADDRESS, STRANGERS, AddressChange, AllOrdersLine, LaterRecord, UnshippedLine
from tests.samples.sample_forms import Row
from tests.samples.stories import ORDERS, order_id, story_instant

REQUEST_COLUMNS = ("is-buyer-requested-cancellation", "buyer-requested-cancel-reason")
ADDRESS_CHANGE_COLUMNS = (
    *("order-id", "requested-by", "message-id", "requested-at", "recipient-name", "ship-address-1", "ship-address-2"),
    *("ship-state", "ship-postal-code", "ship-country"),
)
ALL_ORDERS_COLUMNS = (
    *("amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status"),
    *("fulfillment-channel", "sales-channel", "ship-service-level", "product-name", "sku", "item-status", "quantity"),
    *("currency", "item-price", "shipping-price", "ship-state", "ship-postal-code", "ship-country"),
)
UNSHIPPED_COLUMNS = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "reporting-date", "promise-date"),
    *("days-past-promise", "buyer-email", "buyer-name", "buyer-phone-number", "sku", "product-name"),
    *("quantity-purchased", "quantity-shipped", "quantity-to-ship", "ship-service-level", "recipient-name"),
    *("ship-address-1", "ship-address-2", "ship-address-3", "ship-city", "ship-state", "ship-postal-code"),
    *("ship-country", "payment-method", "cod-collectible-amount", "already-paid", "payment-method-fee"),
    *("scheduled-delivery-start-date", "scheduled-delivery-end-date", "points-granted", "is-prime"),
)
LISTED_ON = date(2026, 10, 13)
NOTHING_LEFT = {"quantity": "0", "currency": "", "item-price": "", "shipping-price": ""}


def later_record_rows(record: LaterRecord) -> list[Row]:
    """The rows of an order once more, with what is new of it."""
    new = record.says | (sample_forms.estimates(record.dates) if record.dates else {})
    updated = story_instant(record.at).isoformat()
    return [{**row, **new, "last-updated-date": updated} for row in sample_forms.order_rows(ORDERS[record.order])]


def address_change_row(move: AddressChange) -> Row:
    """A row of the address change: the buyer of an order has asked for another address."""
    request = {"requested-by": "buyer", "message-id": move.message, "requested-at": story_instant(move.at).isoformat()}
    return {"order-id": order_id(move.order), **request, **NEW_ADDRESS}


def all_orders_row(line: AllOrdersLine) -> Row:
    """A row of the all-orders report, dates in UTC."""
    order = (ORDERS | STRANGERS)[line.order]
    row = sample_forms.order_rows(order, utc=True)[line.line - 1]
    status = {"order-status": line.status, "item-status": line.status.split(" - ")[0]}
    ours = {
        "amazon-order-id": row["order-id"],
        "last-updated-date": sample_forms.in_utc(story_instant(line.at)),
        "fulfillment-channel": line.channel,
        "sales-channel": "example.invalid",
        "quantity": row["quantity-purchased"],
    }
    return {**row, **ours, **status, **(NOTHING_LEFT if line.status == "Cancelled" else {})}


def unshipped_row(line: UnshippedLine) -> Row:
    """A row of the marketplace's Unshipped report: all of the line is still to be sent."""
    row = sample_forms.order_rows(ORDERS[line.order])[line.line - 1]
    paid = story_instant(line.paid).isoformat()
    promise = f"2026-{line.promise}"
    units = {"quantity-shipped": "0", "quantity-to-ship": row["quantity-purchased"]}
    dates = {
        "payments-date": paid,
        "reporting-date": paid,
        "promise-date": f"{promise}T23:59:59+09:00",
        "days-past-promise": str((LISTED_ON - date.fromisoformat(promise)).days),
    }
    return {**row, **dates, **units, "is-prime": "false"}

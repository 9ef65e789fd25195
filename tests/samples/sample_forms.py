"""How a story is written in a flat file: the rows of orders, payments, confirmations and cancellations."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from tests.samples.packing import Cancellation, Shipment
from tests.samples.sample_refunds import Refund
from tests.samples.stories import ARTICLES, Dates, Order, Payment, item_id, order_id, story_instant

ORDER_COLUMNS = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name"),
    *("buyer-phone-number", "sku", "product-name", "quantity-purchased", "currency", "item-price", "item-tax"),
    *("shipping-price", "shipping-tax", "ship-service-level", "recipient-name", "ship-address-1", "ship-address-2"),
    *("ship-address-3", "ship-city", "ship-state", "ship-postal-code", "ship-country", "ship-phone-number"),
    *("delivery-start-date", "delivery-end-date", "delivery-time-zone", "delivery-Instructions", "payment-method"),
)
GIFT_COLUMNS = ("gift-wrap-price", "gift-wrap-tax", "gift-wrap-type", "gift-message-text", "points-granted")
DATE_COLUMNS = ("earliest-ship-date", "latest-ship-date", "earliest-delivery-date", "latest-delivery-date")
PAYMENT_COLUMNS = ("order-id", "payment-status", "payment-date", "payment-reference")
CONFIRMATION_COLUMNS = (
    *("order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number"),
    "ship-method",
)
JAPANESE_COLUMNS = (*CONFIRMATION_COLUMNS, "cod-collection-method")
JAPANESE_LABELS = (
    *("注文番号", "注文商品番号", "出荷数", "出荷日", "配送業者コード", "配送業者名", "お問い合わせ伝票番号"),
    *("配送方法", "代金引換"),
)
REFUND_COLUMNS = (
    *("order-id", "order-item-id", "adjustment-reason-code", "currency", "item-price-adj", "item-tax-adj"),
    *("shipping-price-adj", "shipping-tax-adj", "gift-wrap-price-adj", "gift-wrap-tax-adj", "item-promotion-adj"),
    *("item-promotion-id", "ship-promotion-adj", "ship-promotion-id", "quantity-cancelled"),
)
CANCELLATION_COLUMNS = ("order-id", "cancellation-reason-code", "amazon-order-item-code")

Row = dict[str, str]


def flat_text(columns: Sequence[str], rows: Iterable[Row], *above: Sequence[str]) -> str:
    """A flat file, LF: the rows above the header, the header, the rows; a cell that a row does not name is empty."""
    body = ([row.get(column, "") for column in columns] for row in rows)
    return "".join("\t".join(cells) + "\n" for cells in (*above, columns, *body))


def in_utc(moment: datetime) -> str:
    """As the marketplace's own reports write an instant."""
    return moment.astimezone(UTC).isoformat()


def order_rows(order: Order, *, utc: bool = False) -> list[Row]:
    """A row for each line of an order, as the Orders report has it."""
    moment = in_utc if utc else datetime.isoformat
    shared = {
        "purchase-date": moment(story_instant(order.bought)),
        "payments-date": moment(story_instant(order.paid)) if order.paid else "",
        "payment-method": order.method,
        "payment-deadline": order.deadline,
        **buyer(order),
    }
    money = {"currency": "JPY", "item-tax": "0", "shipping-tax": "0", "ship-service-level": "Standard"}
    return [
        {
            **line(order, number),
            **shared,
            **money,
            "item-price": str(price(order, number)),
            "shipping-price": str(shipping(order, number)),
            **(_gift(order) if number == 1 else {}),
        }
        for number in range(1, len(order.lines) + 1)
    ]


def bare_rows(rows: Iterable[Row]) -> list[Row]:
    """What a list of pending orders says of an order: neither price nor buyer nor payment."""
    known = ("order-id", "order-item-id", "purchase-date", "sku", "product-name", "quantity-purchased")
    return [{column: row[column] for column in known} for row in rows]


def _gift(order: Order) -> Row:
    wrapping = {"gift-wrap-type": "ギフト包装", "gift-message-text": "お祝いの品です(見本)"} if order.wrap else {}
    yen = {"gift-wrap-price": order.wrap, "points-granted": order.points}
    return {**wrapping, **{column: str(amount) for column, amount in yen.items() if amount}}


def estimates(dates: Dates) -> Row:
    """The estimated dates of an order, from the first to the last instant of the days."""
    starts = ("00:00:00", "23:59:59", "00:00:00", "23:59:59")
    moments = (f"2026-{day}T{time}+09:00" for day, time in zip(dates, starts, strict=True))
    return dict(zip(DATE_COLUMNS, moments, strict=True))


def buyer(order: Order) -> Row:
    """Who bought an order and where it goes, both invented from its number."""
    phone = f"000-0000-{order.number:04}"
    return {
        "buyer-email": f"buyer-{order.number:02}@example.invalid",
        "buyer-name": order.buyer,
        "buyer-phone-number": phone,
        "recipient-name": order.buyer,
        "ship-address-1": f"見本市例示町{order.number}-{order.number}",
        "ship-address-2": f"架空荘{order.number:02}号室",
        "ship-state": "見本県",
        "ship-postal-code": f"000-{order.number:04}",
        "ship-country": "JP",
        "ship-phone-number": phone,
    }


def line(order: Order, number: int) -> Row:
    """What a line of an order is about."""
    sku, units = order.lines[number - 1]
    return {
        "order-id": order_id(order.number),
        "order-item-id": item_id(order.number, number),
        "sku": sku,
        "product-name": ARTICLES[sku].title,
        "quantity-purchased": str(units),
    }


def price(order: Order, number: int) -> int:
    """The price of a line in yen, tax included."""
    sku, units = order.lines[number - 1]
    return ARTICLES[sku].yen * units


def shipping(order: Order, number: int) -> int:
    """What is charged for shipping on a line, in yen."""
    return order.shipping if number == 1 else 0


def payment_row(payment: Payment) -> Row:
    """A row of the payment feed."""
    reference = f"PAY-{payment.order:02}-{payment.attempt}"
    values = (order_id(payment.order), payment.status, story_instant(payment.at).isoformat(), reference)
    return dict(zip(PAYMENT_COLUMNS, values, strict=True))


def confirmation_row(parcel: Shipment) -> Row:
    """A row of the flat shipping confirmation."""
    item = item_id(parcel.order, parcel.line)
    carrier = (parcel.code, parcel.name, parcel.tracking, parcel.method)
    values = (order_id(parcel.order), item, parcel.units, parcel.day, *carrier)
    return dict(zip(CONFIRMATION_COLUMNS, values, strict=True))


def cancellation_row(canceled: Cancellation) -> Row:
    """A row of the order cancellation."""
    values = (order_id(canceled.order), canceled.reason, item_id(canceled.order, canceled.line))
    return dict(zip(CANCELLATION_COLUMNS, values, strict=True))


def refund_row(refund: Refund) -> Row:
    """A row of the order adjustment: 0 for what is not given back."""
    nothing = dict.fromkeys(("item-tax-adj", "shipping-price-adj", "shipping-tax-adj"), "0")
    return {
        "order-id": order_id(refund.order),
        "order-item-id": item_id(refund.order, refund.line),
        "adjustment-reason-code": refund.reason,
        "currency": "JPY",
        "item-price-adj": str(refund.yen),
        **nothing,
        **dict.fromkeys(("gift-wrap-price-adj", "gift-wrap-tax-adj"), "0"),
    }

"""The rows that histories are made of: what each kind of feed may say of the orders of a small pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.reference_model.tables import CANCELLATIONS, CONFIRMATIONS, INVENTORY, ORDERS, PAYMENTS, REFUNDS

T = TypeVar("T")
Texts = dict[str, str]
Draw = Callable[[st.SearchStrategy[Any]], Any]

TOKYO = ZoneInfo("Asia/Tokyo")
SKUS = ("TEA-1", "CUP-2", "POT-3")
NOBODYS_ITEM = "99999999999999"
ITEM_CODE = "amazon-order-item-code"
CARRIERS: tuple[Texts, ...] = (
    {"carrier-code": "YAMATO", "carrier-name": ""},
    {"carrier-code": "SAGAWA", "carrier-name": ""},
    {"carrier-code": "JAPAN_POST", "carrier-name": ""},
    {"carrier-code": "yamato", "carrier-name": ""},
    {"carrier-code": "Other", "carrier-name": "Akane Express"},
)
REASONS = (
    *("", "NoInventory", "BuyerCanceled", "GeneralAdjustment", "NoInventory", "CustomerExchange", "CustomerReturn"),
    *("MerchandiseNotReceived", "ShippingAddressUndeliverable"),
)
REFUND_REASONS = ("CustomerReturn", "NoInventory", "CustomerCancel", "CouldNotShip", "ProductOutofStock", "Other")
ADDRESS = {
    "recipient-name": "青木 花",
    "ship-state": "東京都",
    "ship-address-1": "目黒区青葉台 1-2-3",
    "ship-postal-code": "153-0042",
    "ship-country": "JP",
}
CONFLICTS: tuple[Texts, ...] = (
    {"quantity-purchased": "4"},
    {"item-price": "777"},
    {"recipient-name": "別の人"},
    {"sku": "CUP-9"},
    {"purchase-date": "2026-08-01T00:00:00+09:00"},
)


@dataclass(frozen=True)
class Line:
    """An item as the marketplace knows it."""

    key: str
    sku: str
    quantity: int

    @property
    def money(self) -> Texts:
        """What it costs, in yen of the line: some have shipping, wrapping and discounts that no unit shares evenly."""
        price = {"item-price": str(self.quantity * 1200)}
        if self.quantity == 2:
            return price
        more = {"shipping-price": str(self.quantity * 100 + 1), "gift-wrap-price": "301"}
        return price | more | {"item-promotion-discount": "250", "ship-promotion-discount": "50"}


@dataclass(frozen=True)
class Sale:
    """An order as the marketplace knows it, and the run in which its first record is due."""

    key: str
    due: int
    purchased: datetime
    terms: Texts
    lines: tuple[Line, ...]
    service: str = ""


@dataclass
class Desk:
    """What lies on the table while a history is drawn: the pool, the feed being written, all rows so far.

    `tables` are those to pick from, `writers` write a record of each, `tell` the rows of an order record; `rich` is a
    desk at which everything may be said.
    """

    draw: Draw
    tables: Sequence[str]
    writers: Mapping[str, Callable[[Desk], list[Texts]]]
    tell: Callable[[Desk, Sale, Sequence[Line]], list[Texts]]
    rich: bool = False
    sales: tuple[Sale, ...] = ()
    run: int = 0
    received: datetime = datetime(2026, 10, 5, 9, tzinfo=TOKYO)
    xml: bool = False
    written: dict[str, list[Texts]] = field(default_factory=dict)

    def pick(self, choices: Sequence[T]) -> T:
        chosen: T = self.draw(st.sampled_from(choices))
        return chosen

    def one_in(self, times: int) -> bool:
        return self.count(1, times) == times

    def count(self, least: int, most: int) -> int:
        return int(self.draw(st.integers(least, most)))

    def known_sale(self) -> Sale:
        return self.pick([sale for sale in self.sales if sale.due <= self.run])

    def any_sale(self) -> Sale | None:
        """Mostly an order that is known, sometimes one that comes later, or never (None)."""
        chance = self.count(0, 19)
        return None if chance == 19 else self.pick(self.sales) if chance > 15 else self.known_sale()

    def lines_of(self, sale: Sale) -> tuple[Line, ...]:
        """All items, or one: a message may hold several, a flat row one."""
        return sale.lines if self.xml and self.one_in(2) else (self.pick(sale.lines),)


def written(instant: datetime) -> str:
    return instant.astimezone(TOKYO).isoformat(timespec="seconds")


def day(instant: datetime) -> str:
    return instant.astimezone(TOKYO).date().isoformat()


def order_key(sale: Sale | None) -> str:
    return sale.key if sale else "999-0000001-0000099"


def order_record(desk: Desk) -> list[Texts]:
    """An order record: one item, or a message of several; now and then with other facts."""
    sale = desk.known_sale()
    rows = desk.tell(desk, sale, desk.lines_of(sale))
    if not desk.one_in(6):
        return rows
    change = desk.pick(CONFLICTS)
    shared = set(change) & {"recipient-name", "purchase-date"}
    return [row | change if position == 0 or shared else row for position, row in enumerate(rows)]


def order_rows(desk: Desk, sale: Sale, lines: Sequence[Line]) -> list[Texts]:
    shared = {"order-id": sale.key, "purchase-date": written(sale.purchased)} | state_of_payment(desk, sale)
    priced = says_price(shared)
    address = ADDRESS | ({"buyer-name": "青木 花"} if desk.one_in(4) else {})
    return [shared | (address if priced else {}) | item_texts(line, priced=priced) for line in lines]


def says_price(row: Texts) -> bool:
    return row.pop("bare", "") == ""


def item_texts(line: Line, *, priced: bool) -> Texts:
    item = {"order-item-id": line.key, "sku": line.sku, "quantity-purchased": str(line.quantity)}
    return item | ({"currency": "JPY"} | line.money if priced else {})


def state_of_payment(desk: Desk, sale: Sale) -> Texts:
    """What an order row says of its payment; `bare` marks one without price and address."""
    paid = {"payments-date": written(sale.purchased + timedelta(hours=1))}
    late = {"payments-date": written(sale.purchased + timedelta(days=9))}
    if desk.xml:
        return desk.pick((paid, paid, late))
    told = {"last-updated-date": written(desk.received - timedelta(minutes=30))}
    said: Texts = desk.pick(
        (
            *({"bare": "yes"}, paid, {"bare": "yes", "order-status": "Pending"}, paid, {"order-status": "Pending"}),
            *({"order-status": "Unshipped"}, {"order-status": "Unshipped"} | told, {}, late),
            *({"order-status": "Unshipped"} | paid, {"order-status": "Pending"} | paid | told),
        )
    )
    return said | (sale.terms if desk.count(0, 3) else {})


def payment_record(desk: Desk) -> list[Texts]:
    sale = desk.any_sale()
    purchased = sale.purchased if sale else desk.received
    at = desk.pick(
        (
            *("", written(purchased + timedelta(hours=2)), "", written(desk.received), ""),
            *(written(purchased + timedelta(hours=1)), written(purchased + timedelta(hours=3)), ""),
            *(written(purchased + timedelta(days=8)), written(purchased - timedelta(days=1))),
        )
    )
    status = desk.pick(("Verified", "Pending", "Verified", "Failed", "Declined", "Fraud", "Retrying", "Verified"))
    row = {"order-id": order_key(sale), "payment-status": status, "payment-date": at}
    return [row | {"payment-reference": desk.pick(("", "P1", "P2", "P3"))}]


def confirmation_record(desk: Desk) -> list[Texts]:
    """Whole order, item, item and quantity, quantity alone; known and unknown parcels."""
    sale = desk.any_sale()
    parcel = {
        "order-id": order_key(sale),
        "ship-date": ship_date(desk, sale),
        "tracking-number": desk.pick(("T1", "T2", "T3", "", "T4", "T5", "NULL")),
        "ship-method": desk.pick(("", "TA-Q-BIN", "NULL")),
        **desk.pick(CARRIERS),
    }
    if desk.one_in(6):
        parcel["parcel-id"] = desk.pick(("1", "2"))
    if sale is None or desk.one_in(3):
        alone = not desk.xml and desk.one_in(4)
        return [parcel | ({"quantity": desk.pick(("1", "2"))} if alone else {})]
    lines = desk.lines_of(sale)
    keys = (NOBODYS_ITEM,) if desk.one_in(12) else tuple(line.key for line in lines)
    return [parcel | {"order-item-id": key, "quantity": some_units(desk)} for key in keys]


def some_units(desk: Desk) -> str:
    return desk.pick(("", "1", "2", "1", "1", "3", "6"))


def ship_date(desk: Desk, sale: Sale | None) -> str:
    """Mostly in the window; a message needs an instant, a flat row may hold a day."""
    dates = [desk.received, desk.received - timedelta(hours=3)]
    if sale and sale.purchased <= desk.received:
        dates += [desk.received, desk.received + timedelta(hours=26), sale.purchased - timedelta(days=1)]
    at = desk.pick(dates)
    return written(at) if desk.xml or desk.one_in(3) else day(at)


def cancellation_record(desk: Desk) -> list[Texts]:
    """Whole order, item, item and quantity; a message may only acknowledge."""
    sale = desk.any_sale()
    shared = {"order-id": order_key(sale)}
    if desk.xml:
        status = desk.pick(("", "Failure", "Success"))
        shared |= {"status-code": status, "merchant-order-id": "M-1" if status == "Success" else ""}
    if sale is None or desk.one_in(3):
        return [shared | ({} if desk.xml else {"cancellation-reason-code": desk.pick(REASONS)})]
    lines = desk.lines_of(sale)
    keys = (NOBODYS_ITEM,) if desk.one_in(12) else tuple(line.key for line in lines)
    return [
        shared | {ITEM_CODE: key, "cancellation-reason-code": desk.pick(REASONS), "quantity": some_units(desk)}
        for key in keys
    ]


def refund_record(desk: Desk) -> list[Texts]:
    """Parts of a line, the whole of it or more; with units, of several items, with an id of the seller's own."""
    sale = desk.any_sale()
    shared = {"order-id": order_key(sale)}
    lines = desk.lines_of(sale) if sale else (Line(NOBODYS_ITEM, "", 2),)
    keys = (NOBODYS_ITEM,) if desk.one_in(12) else tuple(line.key for line in lines)
    return [shared | refund_of(desk, line, key) for line, key in zip(lines, keys, strict=False)]


def refund_of(desk: Desk, line: Line, key: str) -> Texts:
    """What a refund may ask for one item."""
    names = {column: f"{column.removesuffix('-price').removesuffix('-discount')}-adj" for column in line.money}
    names |= {"item-price": "item-price-adj", "shipping-price": "shipping-price-adj"}
    names |= {"gift-wrap-price": "gift-wrap-price-adj"}
    units = desk.pick((1, 1, 2, line.quantity))
    part = {names[column]: str(int(yen) * units // line.quantity) for column, yen in line.money.items()}
    asked = desk.pick(
        (
            *(part, {"item-price-adj": "600"}, part, {"item-price-adj": "1200"}, {"item-price-adj": "1"}),
            *({"item-price-adj": "0", "shipping-price-adj": "100"}, {"item-price-adj": "99999"}),
            *({"item-price-adj": "0"}, {"item-price-adj": "1200", "restocking-fee-adj": "-200"}),
        )
    )
    if desk.one_in(4):
        asked = {"item-price-adj": "0"} if desk.count(0, 3) else asked
        asked = asked | {"quantity-cancelled": desk.pick(("1", "1", "2", "5"))}
    row = {"order-item-id": key, "adjustment-reason-code": desk.pick(REFUND_REASONS), **asked}
    return row | {"merchant-adjustment-item-id": desk.pick(("", "", "", "ADJ-1", "ADJ-2")), "currency": "JPY"}


def inventory_record(desk: Desk) -> list[Texts]:
    units = str(desk.pick((10, 3, 0, 1, 5, 50)))
    return [{"sku": desk.pick((*SKUS, "ALONE-9")), desk.pick(("quantity", "on-hand")): units}]


WRITERS: dict[str, Callable[[Desk], list[Texts]]] = {
    ORDERS: order_record,
    PAYMENTS: payment_record,
    CONFIRMATIONS: confirmation_record,
    CANCELLATIONS: cancellation_record,
    REFUNDS: refund_record,
    INVENTORY: inventory_record,
}

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
MOMENTS = ("purchase-date", "payments-date")
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
    *("", "NoInventory", "BuyerCanceled", "GeneralAdjustment", "BuyerCanceled", "CustomerExchange", "CustomerReturn"),
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
OTHER_SPELLING = ADDRESS | {
    "recipient-name": "青木　花",
    "ship-address-1": "目黒区青葉台１−２ー３",
    "ship-postal-code": "1530042",
}
"""The same address through another tool: order process, 1.5.8."""
CONFLICTS: tuple[Texts, ...] = (
    {"quantity-purchased": "4"},
    {"quantity-purchased": "1"},
    {"item-price": "777"},
    {"recipient-name": "別の人"},
    {"sku": "CUP-9"},
    {"purchase-date": "2026-08-01T00:00:00+09:00"},
)


@dataclass(frozen=True)
class SaleLine:
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
    lines: tuple[SaleLine, ...]
    service: str = ""


@dataclass
class HistoryDraft:
    """What lies on the table while a history is drawn: the pool, the feed being written, all rows so far.

    `tables` are those to pick from, `writers` write a record of each, `write_order` the rows of an order record; in a
    `rich` one everything may be said.
    """

    draw: Draw
    tables: Sequence[str]
    writers: Mapping[str, Callable[[HistoryDraft], list[Texts]]]
    write_order: Callable[[HistoryDraft, Sale, Sequence[SaleLine]], list[Texts]]
    rich: bool = False
    sales: tuple[Sale, ...] = ()
    run: int = 0
    received: datetime = datetime(2026, 10, 5, 9, tzinfo=TOKYO)
    xml: bool = False
    earlier_rows: dict[str, list[Texts]] = field(default_factory=dict)

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

    def lines_of(self, sale: Sale) -> tuple[SaleLine, ...]:
        """All items, or one: a message may hold several, a flat row one."""
        return sale.lines if self.xml and self.one_in(2) else (self.pick(sale.lines),)


def instant_text(instant: datetime) -> str:
    return instant.astimezone(TOKYO).isoformat(timespec="seconds")


def day_text(instant: datetime) -> str:
    return instant.astimezone(TOKYO).date().isoformat()


def order_id_of(sale: Sale | None) -> str:
    return sale.key if sale else "999-0000001-0000099"


def order_record(draft: HistoryDraft) -> list[Texts]:
    """An order record: one item, or a message of several; now and then with other facts."""
    sale = draft.known_sale()
    rows = draft.write_order(draft, sale, draft.lines_of(sale))
    rows = without_times(rows) if not draft.xml and draft.one_in(6) else rows
    if not draft.one_in(6):
        return rows
    change = draft.pick(CONFLICTS)
    shared = set(change) & {"recipient-name", "purchase-date"}
    return [row | change if position == 0 or shared else row for position, row in enumerate(rows)]


def plain_order_rows(draft: HistoryDraft, sale: Sale, lines: Sequence[SaleLine]) -> list[Texts]:
    shared = {"order-id": sale.key, "purchase-date": instant_text(sale.purchased)} | payment_columns(draft, sale)
    priced = pop_is_priced(shared)
    address = (OTHER_SPELLING if draft.one_in(4) else ADDRESS) | ({"buyer-name": "青木 花"} if draft.one_in(4) else {})
    rows = [shared | (address if priced else {}) | item_texts(line, priced=priced) for line in lines]
    return with_other_zeros(rows) if draft.one_in(25) else rows


def without_times(rows: list[Texts]) -> list[Texts]:
    """Rows whose purchase and payment have days alone, as spreadsheets leave them; not of what is canceled."""
    days = [{column: row[column][:10] for column in MOMENTS if row.get(column)} for row in rows]
    canceled = [row.get("order-status", "").startswith("Cancel") for row in rows]
    return [row if gone else row | day for row, day, gone in zip(rows, days, canceled, strict=True)]


def with_other_zeros(rows: list[Texts]) -> list[Texts]:
    """Rows of which the last has an item id that another tool padded with a zero."""
    *others, last = rows
    return [*others, last | {"order-item-id": last["order-item-id"].rjust(15, "0")}]


def pop_is_priced(row: Texts) -> bool:
    return row.pop("bare", "") == ""


def item_texts(line: SaleLine, *, priced: bool) -> Texts:
    item = {"order-item-id": line.key, "sku": line.sku, "quantity-purchased": str(line.quantity)}
    return item | ({"currency": "JPY"} | line.money if priced else {})


def payment_columns(draft: HistoryDraft, sale: Sale) -> Texts:
    """What an order row says of its payment; `bare` marks one without price and address."""
    paid = {"payments-date": instant_text(sale.purchased + timedelta(hours=1))}
    late = {"payments-date": instant_text(sale.purchased + timedelta(days=9))}
    if draft.xml:
        return draft.pick((paid, paid, late))
    updated = {"last-updated-date": instant_text(draft.received - timedelta(minutes=30))}
    columns: Texts = draft.pick(
        (
            *({"bare": "yes"}, paid, {"bare": "yes", "order-status": "Pending"}, paid, {"order-status": "Pending"}),
            *({"order-status": "Unshipped"}, {"order-status": "Unshipped"} | updated, {}, late),
            *({"order-status": "Unshipped"} | paid, {"order-status": "Pending"} | paid | updated),
        )
    )
    return columns | (sale.terms if draft.count(0, 3) else {})


def payment_record(draft: HistoryDraft) -> list[Texts]:
    sale = draft.any_sale()
    purchased = sale.purchased if sale else draft.received
    at = draft.pick(
        (
            *("", instant_text(purchased + timedelta(hours=2)), "", instant_text(draft.received), ""),
            *(instant_text(purchased + timedelta(hours=1)), instant_text(purchased + timedelta(hours=3)), ""),
            *(instant_text(purchased + timedelta(days=8)), instant_text(purchased - timedelta(days=1))),
        )
    )
    status = draft.pick(("Verified", "Pending", "Verified", "Failed", "Declined", "Fraud", "Retrying", "Verified"))
    row = {"order-id": order_id_of(sale), "payment-status": status, "payment-date": at}
    return [row | {"payment-reference": draft.pick(("", "P1", "P2", "P3"))}]


def confirmation_record(draft: HistoryDraft) -> list[Texts]:
    """Whole order, item, item and quantity, quantity alone; known and unknown parcels."""
    sale = draft.any_sale()
    parcel = {
        "order-id": order_id_of(sale),
        "ship-date": draw_ship_date(draft, sale),
        "tracking-number": draft.pick(("T1", "T2", "T3", "", "T4", "T5", "NULL")),
        "ship-method": draft.pick(("", "TA-Q-BIN", "NULL")),
        **draft.pick(CARRIERS),
    }
    if draft.one_in(6):
        parcel["parcel-id"] = draft.pick(("1", "2"))
    if sale is None or draft.one_in(3):
        alone = not draft.xml and draft.one_in(4)
        return [parcel | ({"quantity": draft.pick(("1", "2"))} if alone else {})]
    lines = draft.lines_of(sale)
    keys = (NOBODYS_ITEM,) if draft.one_in(12) else tuple(line.key for line in lines)
    return [parcel | {"order-item-id": key, "quantity": draw_units(draft)} for key in keys]


def draw_units(draft: HistoryDraft) -> str:
    return draft.pick(("", "1", "2", "1", "1", "3", "6"))


def draw_ship_date(draft: HistoryDraft, sale: Sale | None) -> str:
    """Mostly in the window; a message needs an instant, a flat row may hold a day."""
    dates = [draft.received, draft.received - timedelta(hours=3)]
    if sale and sale.purchased <= draft.received:
        dates += [draft.received, draft.received + timedelta(hours=26), sale.purchased - timedelta(days=1)]
    at = draft.pick(dates)
    return instant_text(at) if draft.xml or draft.one_in(3) else day_text(at)


def cancellation_record(draft: HistoryDraft) -> list[Texts]:
    """Whole order, item, item and quantity; a message may only acknowledge."""
    sale = draft.any_sale()
    shared = {"order-id": order_id_of(sale)}
    if draft.xml:
        status = draft.pick(("", "Failure", "Success"))
        shared |= {"status-code": status, "merchant-order-id": "M-1" if status == "Success" else ""}
    if sale is None or draft.one_in(3):
        return [shared | ({} if draft.xml else {"cancellation-reason-code": draft.pick(REASONS)})]
    lines = draft.lines_of(sale)
    keys = (NOBODYS_ITEM,) if draft.one_in(12) else tuple(line.key for line in lines)
    return [
        shared | {ITEM_CODE: key, "cancellation-reason-code": draft.pick(REASONS), "quantity": draw_units(draft)}
        for key in keys
    ]


def refund_record(draft: HistoryDraft) -> list[Texts]:
    """Parts of a line, the whole of it or more; with units, of several items, with an id of the seller's own."""
    sale = draft.any_sale()
    shared = {"order-id": order_id_of(sale)}
    lines = draft.lines_of(sale) if sale else (SaleLine(NOBODYS_ITEM, "", 2),)
    keys = (NOBODYS_ITEM,) if draft.one_in(12) else tuple(line.key for line in lines)
    return [shared | refund_of(draft, line, key) for line, key in zip(lines, keys, strict=False)]


def refund_of(draft: HistoryDraft, line: SaleLine, key: str) -> Texts:
    """What a refund may ask for one item."""
    names = {column: f"{column.removesuffix('-price').removesuffix('-discount')}-adj" for column in line.money}
    names |= {"item-price": "item-price-adj", "shipping-price": "shipping-price-adj"}
    names |= {"gift-wrap-price": "gift-wrap-price-adj"}
    units = draft.pick((1, 1, 2, line.quantity))
    part = {names[column]: str(int(yen) * units // line.quantity) for column, yen in line.money.items()}
    amounts = draft.pick(
        (
            *(part, {"item-price-adj": "600"}, part, {"item-price-adj": "1200"}, {"item-price-adj": "1"}),
            *({"item-price-adj": "0", "shipping-price-adj": "100"}, {"item-price-adj": "99999"}),
            *({"item-price-adj": "0"}, {"item-price-adj": "1200", "restocking-fee-adj": "-200"}),
        )
    )
    if draft.one_in(4):
        amounts = {"item-price-adj": "0"} if draft.count(0, 3) else amounts
        amounts = amounts | {"quantity-cancelled": draft.pick(("1", "1", "2", "5"))}
    row = {"order-item-id": key, "adjustment-reason-code": draft.pick(REFUND_REASONS), **amounts}
    return row | {"merchant-adjustment-item-id": draft.pick(("", "", "", "ADJ-1", "ADJ-2")), "currency": "JPY"}


def inventory_record(draft: HistoryDraft) -> list[Texts]:
    units = str(draft.pick((10, 3, 0, 1, 5, 50)))
    return [{"sku": draft.pick((*SKUS, "ALONE-9")), draft.pick(("quantity", "on-hand")): units}]


WRITERS: dict[str, Callable[[HistoryDraft], list[Texts]]] = {
    ORDERS: order_record,
    PAYMENTS: payment_record,
    CONFIRMATIONS: confirmation_record,
    CANCELLATIONS: cancellation_record,
    REFUNDS: refund_record,
    INVENTORY: inventory_record,
}

"""Invented feeds of any size: the same seed and the same numbers give the same bytes.

Orders are numbered. The ids of an order follow from its number alone, everything else of it from the seed and the
first number of its batch; so other feeds can name orders without anybody keeping them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks import words

SEED = 20260601
ITEMS_OF_ORDERS = (0.77, 0.16, 0.07)
ITEMS_PER_ORDER = 1.3
MOST_ITEMS = 8
PENDING_SHARE = 0.15
ZONE = "+09:00"
DAY_SECONDS = 86_400
MOST_ORDERS = 10**8
TSV = csv.WriteOptions(delimiter="\t", quoting_style="none", quoting_header="none")


@dataclass(frozen=True, slots=True)
class Orders:
    """A batch of orders. rows: order feed, text, a row an item; number, quantity, pending: of each row."""

    rows: pa.Table
    number: np.ndarray
    quantity: np.ndarray
    pending: np.ndarray

    def only(self, wanted: np.ndarray) -> Orders:
        """The rows where `wanted` is true, or at these places."""
        places = np.flatnonzero(wanted) if wanted.dtype == bool else wanted
        return Orders(self.rows.take(places), self.number[places], self.quantity[places], self.pending[places])

    def first_rows(self, count: int) -> Orders:
        """The first rows."""
        return self.only(np.arange(min(count, len(self.number))))

    def first_orders(self, count: int) -> Orders:
        """All rows of the first orders."""
        return self.only(np.cumsum(begins(self.number)) <= count)


def orders(first: int, count: int, until: str, seed: int = SEED, *, pending_share: float = PENDING_SHARE) -> Orders:
    """`count` orders numbered from `first`, bought in the day before the local instant `until`.

    `pending_share` of them are Pending; what else an order has does not depend on it.
    """
    rng = np.random.default_rng([seed, first])
    number = np.arange(first, first + count)
    items = rng.choice([1, 2, 3], size=count, p=ITEMS_OF_ORDERS)
    bought = np.datetime64(until, "s") - rng.integers(3600, DAY_SECONDS, size=count).astype("timedelta64[s]")
    pending = rng.random(count) < pending_share
    order_pos = np.repeat(np.arange(count), items)
    position = np.arange(len(order_pos)) - np.repeat(np.cumsum(items) - items, items)
    quantity = np.minimum(rng.geometric(0.75, size=len(order_pos)), 5)
    of_order = _of_order(rng, number, bought, pending)
    of_item = _of_item(rng, number[order_pos] * MOST_ITEMS + position, quantity)
    columns = {name: values.take(order_pos) for name, values in of_order.items()} | of_item
    rows = pa.table({name: columns.get(name, pa.repeat("", len(order_pos))) for name in COLUMNS})
    return Orders(rows, number[order_pos], quantity, pending[order_pos])


def together(batches: list[Orders]) -> Orders:
    """Several batches as one."""
    rows = pa.concat_tables([batch.rows for batch in batches]).combine_chunks()
    number, quantity, pending = (
        np.concatenate([getattr(batch, name) for batch in batches]) for name in ("number", "quantity", "pending")
    )
    return Orders(rows, number, quantity, pending)


def with_rows(count: int, until: str = "2026-06-01T03:00:00") -> Orders:
    """Orders with exactly so many rows."""
    return orders(1, int(count / ITEMS_PER_ORDER * 1.05) + 100, until).first_rows(count)


def order_ids(number: np.ndarray) -> pa.Array:
    """Ids `9dd-ddddddd-ddddddd`, scattered, one for each number below 10**8."""
    high = number * 48_271_003 % MOST_ORDERS
    low = (high * 7_654_321 + 12_345) % MOST_ORDERS
    digits = pc.binary_join_element_wise(padded(high, 8), padded(low, 8), "")
    parts = [pc.utf8_slice_codeunits(digits, *span) for span in ((0, 2), (2, 9), (9, 16))]
    return joined("9", pc.binary_join_element_wise(*parts, "-"))


def constant(text: str, count: int) -> pa.Array:
    """The same text so many times."""
    return pa.repeat(text, count)


def begins(number: np.ndarray) -> np.ndarray:
    """Whether a row is the first of its order; the rows of an order are neighbours."""
    return np.diff(number, prepend=-1) != 0


def write_flat(path: Path, rows: pa.Table) -> None:
    """A flat file of text columns."""
    csv.write_csv(rows, path, TSV)


def payments(paid: Orders, at: str) -> pa.Table:
    """The payment of every order among the rows, verified at a local instant."""
    number = paid.number[begins(paid.number)]
    return pa.table(
        {
            "order-id": order_ids(number),
            "payment-status": pa.repeat("Verified", len(number)),
            "payment-date": pa.repeat(at + ZONE, len(number)),
            "payment-reference": joined("PAY-", padded(number, 9)),
        }
    )


def inventory(quantity: int) -> pa.Table:
    """So many units of every article."""
    places = np.arange(len(words.PRODUCTS))
    return pa.table({"sku": _skus(places), "quantity": pa.repeat(str(quantity), len(places))})


def write_confirmations(path: Path, shipped: Orders, at: str, too_many_each: int = 0) -> None:
    """OrderFulfillment XML: a message an order, every item with its quantity, shipped at a local instant.

    Of every `too_many_each` messages (0: none) one says more units than were ordered.
    """
    with path.open("wb") as file:
        file.write(ENVELOPE.encode())
        for block in _messages(shipped, at, too_many_each):
            file.write(block)
        file.write(ENVELOPE_END)


def _of_order(
    rng: np.random.Generator, number: np.ndarray, bought: np.ndarray, pending: np.ndarray
) -> dict[str, pa.Array]:
    count = len(number)
    buyer, phone = _some(rng, words.BUYERS, count), joined("000-0000-", padded(number % 10_000, 4))
    street = rng.integers(1, 30, size=(3, count))
    house = joined(_some(rng, words.HOUSES, count), numbers(street[0] * 100 + street[1]), "号室")
    few = rng.random(count)
    return {
        "order-id": order_ids(number),
        "purchase-date": instants(bought),
        "payments-date": _blank_where(pending, instants(bought + np.timedelta64(5, "m"))),
        "buyer-email": joined("buyer-", padded(number, 9), "@example.invalid"),
        "buyer-name": buyer,
        "buyer-phone-number": phone,
        "currency": pa.repeat("JPY", count),
        "ship-service-level": _some(rng, words.SERVICES, count),
        "recipient-name": buyer,
        "ship-address-1": joined(
            _some(rng, words.TOWNS, count), pc.binary_join_element_wise(*map(numbers, street), "-")
        ),
        "ship-address-2": _blank_where(few < 0.4, house),
        "ship-state": _some(rng, words.STATES, count),
        "ship-postal-code": joined("000-", padded(number % 9_973, 4)),
        "ship-country": pa.repeat("JP", count),
        "ship-phone-number": phone,
        "delivery-Instructions": _blank_where(few < 0.9, _some(rng, words.INSTRUCTIONS, count)),
        "payment-method": either(pending, "CVS", "Other"),
        "is-prime": either(few < 0.2, "true", "false"),
        "order-status": either(pending, "Pending", "Unshipped"),
        "is-business-order": either(few < 0.05, "true", "false"),
        "latest-ship-date": instants(bought.astype("datetime64[D]") + np.timedelta64(3 * DAY_SECONDS - 1, "s")),
        "payment-deadline": _blank_where(~pending, _days(bought + np.timedelta64(6, "D"))),
    }


def _of_item(rng: np.random.Generator, number: np.ndarray, quantity: np.ndarray) -> dict[str, pa.Array]:
    count, article = len(number), rng.integers(len(words.PRODUCTS), size=len(number))
    shipping = rng.choice([0, 0, 350, 500], size=count)
    return {
        "order-item-id": padded(number * 2_654_435_761 % 10**14, 14),
        "sku": _skus(article),
        "product-name": pa.array(words.PRODUCTS).take(pa.array(article)),
        "quantity-purchased": numbers(quantity),
        "item-price": numbers((article % 97 * 110 + 480) * quantity),
        "item-tax": pa.repeat("0", count),
        "shipping-price": numbers(shipping),
        "shipping-tax": pa.repeat("0", count),
        "points-granted": numbers(article % 7 * 5),
        "gift-wrap-price": _blank_where(rng.random(count) < 0.95, pa.repeat("330", count)),
    }


def _messages(shipped: Orders, at: str, too_many_each: int) -> Iterator[bytes]:
    starts = np.flatnonzero(begins(shipped.number))
    number, place = shipped.number[starts], np.arange(len(starts))
    many = (place % too_many_each == 0) if too_many_each else np.zeros(len(place), bool)
    quantity = shipped.quantity + np.repeat(many * 1000, np.diff([*starts, len(shipped.number)]))
    item = joined(
        "      <Item><AmazonOrderItemCode>", shipped.rows["order-item-id"].combine_chunks(),
        "</AmazonOrderItemCode><Quantity>", numbers(quantity), "</Quantity></Item>\n",
    )  # fmt: skip
    items = pc.binary_join(pa.ListArray.from_arrays(pa.array([*starts, len(item)], pa.int32()), item), "")
    carrier = number % len(words.CARRIERS)
    texts = {
        "id": numbers(place + 1), "order": order_ids(number), "items": items,
        "carrier": pa.array(words.CARRIERS).take(pa.array(carrier)),
        "method": pa.array(words.SHIPPING_METHODS).take(pa.array(carrier)),
        "tracking": joined("0000-", padded(number, 9)), "at": pa.repeat(at + ZONE, len(number)),
    }  # fmt: skip
    for start in range(0, len(starts), 50_000):
        yield joined_messages({name: values[start : start + 50_000] for name, values in texts.items()})


def joined_messages(texts: dict[str, pa.Array]) -> bytes:
    """Messages of an OrderFulfillment feed. texts: what is in each for id, order, at, items and the parcel."""
    head, *parts = (part.split("}", 1) for part in _MESSAGE.split("{"))
    message = joined(*head, *(text for name, after in parts for text in (texts[name], after)))
    return "".join(message.to_pylist()).encode()


def joined(*parts: pa.Array | str) -> pa.Array:
    """The texts side by side, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def _some(rng: np.random.Generator, texts: tuple[str, ...], count: int) -> pa.Array:
    return pa.array(texts).take(pa.array(rng.integers(len(texts), size=count)))


def numbers(values: np.ndarray) -> pa.Array:
    """Numbers as texts."""
    return pa.array(values, pa.int64()).cast(pa.string())


def padded(values: np.ndarray, width: int) -> pa.Array:
    """Numbers as texts with zeros before them."""
    return pc.utf8_lpad(numbers(values), width, "0")


def _skus(articles: np.ndarray) -> pa.Array:
    return joined("SKU-", padded(articles, 5))


def instants(local: np.ndarray) -> pa.Array:
    """Local instants as texts."""
    return joined(pc.strftime(pa.array(local.astype("datetime64[s]")), "%Y-%m-%dT%H:%M:%S"), ZONE)


def _days(local: np.ndarray) -> pa.Array:
    return pa.array(local.astype("datetime64[D]")).cast(pa.string())


def either(where: np.ndarray, then: str, otherwise: str) -> pa.Array:
    """One text where it is true, the other elsewhere."""
    return pc.if_else(pa.array(where), then, otherwise)


def _blank_where(where: np.ndarray, texts: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(where), "", texts)


COLUMNS = (
    "order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name", "buyer-phone-number",
    "sku", "product-name", "quantity-purchased", "currency", "item-price", "item-tax", "shipping-price", "shipping-tax",
    "ship-service-level", "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city",
    "ship-state", "ship-postal-code", "ship-country", "ship-phone-number", "delivery-start-date", "delivery-end-date",
    "delivery-time-zone", "delivery-Instructions", "payment-method", "cod-collectible-amount", "already-paid",
    "payment-method-fee", "points-granted", "is-prime", "order-status", "gift-wrap-price", "is-business-order",
    "latest-ship-date", "payment-deadline",
)  # fmt: skip

ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">
  <Header>
    <DocumentVersion>1.01</DocumentVersion>
    <MerchantIdentifier>M_EXAMPLE_0001</MerchantIdentifier>
  </Header>
  <MessageType>OrderFulfillment</MessageType>
"""
ENVELOPE_END = b"</AmazonEnvelope>\n"
_MESSAGE = """  <Message>
    <MessageID>{id}</MessageID>
    <OperationType>Update</OperationType>
    <OrderFulfillment>
      <AmazonOrderID>{order}</AmazonOrderID>
      <FulfillmentDate>{at}</FulfillmentDate>
      <FulfillmentData>
        <CarrierCode>{carrier}</CarrierCode>
        <ShippingMethod>{method}</ShippingMethod>
        <ShipperTrackingNumber>{tracking}</ShipperTrackingNumber>
      </FulfillmentData>
{items}    </OrderFulfillment>
  </Message>
"""

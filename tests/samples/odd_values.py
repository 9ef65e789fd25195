"""Ids, dates, numbers and money of the order feed: what each may be, and what comes instead."""

from tests.samples.odd_records import Odd, OwnOrders


def _dated(own: OwnOrders, *written: str) -> str:
    return own.orders(*({"purchase-date": text, "payments-date": text} for text in written))


def _cut(own: OwnOrders) -> str:
    """Item ids without their leading zero, with a blank, with letters, of 15 digits, too long."""
    return own.orders(
        {"order-item-id": own.item(11)[1:]},
        {"order-item-id": own.item(12)[:7] + " " + own.item(12)[7:]},
        {"order-item-id": "A" + own.item(13)[1:]},
        {"order-item-id": own.item(14) + "0"},
        {"order-item-id": own.item(15) + "00"},
        {"order-item-id": ""},
        {},
    )


def _longer(own: OwnOrders) -> str:
    """Item ids of 15 digits, one with a zero in front."""
    return own.orders({"order-item-id": f"9{own.item(11)}"}, {"order-item-id": f"0{own.item(12)}"}, {})


def _order_ids(own: OwnOrders) -> str:
    return own.orders(
        {"order-id": own.order(11).replace("-", "")},
        {"order-id": own.order(12).replace("-", "－")},
        {"order-id": own.order(13).replace("-", "‐")},
        {"order-id": own.order(14).replace("-", " ")},
        {"order-id": own.order(15)[1:]},
        {"order-id": f"#{own.order(16)}"},
        {"order-id": ""},
        {},
    )


def _blanks(own: OwnOrders) -> str:
    ends = (" ", "\xa0", "　", "\u200e")
    return own.orders(*({"order-id": f"{own.order(11 + place)}{end}"} for place, end in enumerate(ends)), {})


FILES = (
    Odd("orders-order-ids-in-strange-forms.tsv", _order_ids),
    Odd("orders-blanks-behind-order-ids.tsv", _blanks),
    Odd(
        "orders-shipment-id-for-order-id.tsv",
        lambda own: own.orders({"order-id": "DSq1x2Y3z"}, {"order-id": "FBA15ABC0001"}, {}),
    ),
    Odd(
        "orders-order-id-of-letters.tsv",
        lambda own: own.orders({"order-id": f"S01-{own.number:07}-0000011"}, {"order-id": own.order(12)}),
    ),
    Odd("orders-asin-for-item-id.tsv", lambda own: own.orders({"order-item-id": "B00EXAMPL1"}, {})),
    Odd("orders-item-ids-in-strange-forms.tsv", _cut),
    Odd("orders-item-ids-of-15-digits.tsv", _longer),
    Odd(
        "orders-full-width-ids.tsv",
        lambda own: own.orders(
            {"order-id": own.order(11).translate({ord("0") + n: ord("０") + n for n in range(10)})}, {}
        ),
    ),
    Odd(
        "orders-years-1995-and-2099.tsv",
        lambda own: _dated(own, "1995-10-05T10:00:00+09:00", "2099-10-05T10:00:00+09:00", "1899-12-31T00:00:00Z"),
    ),
    Odd(
        "orders-dates-with-slashes.tsv",
        lambda own: _dated(own, "2026/1/5", "2026/10/05 10:00", "10/05/2026", "05.10.2026", "26-10-05"),
    ),
    Odd("orders-dates-in-japanese.tsv", lambda own: _dated(own, "2026年10月5日", "10月5日", "令和8年10月5日")),
    Odd(
        "orders-days-that-are-none.tsv",
        lambda own: _dated(
            own, "2026-02-30T10:00:00Z", "2026-13-01T10:00:00Z", "2026-10-00T10:00:00Z", "2025-02-29T00:00:00Z"
        ),
    ),
    Odd(
        "orders-hours-that-are-none.tsv",
        lambda own: _dated(
            own, "2026-10-04T24:00:00+09:00", "2026-10-05T10:60:00Z", "2016-12-31T23:59:60Z", "2026-10-05T25:00:00Z"
        ),
    ),
    Odd(
        "orders-instants-of-other-programs.tsv",
        lambda own: _dated(
            own,
            "2026/10/05 10:00",
            "2026-10-05 10:00:00",
            "2026-10-05T10:00:00.123456789+09:00",
            "2026/10/05T01:00:00.5Z",
            "2026/10/05",
        ),
    ),
    Odd("orders-day-where-an-instant-is-needed.tsv", lambda own: _dated(own, "2026-10-05", "20261005", "46300.41667")),
    Odd(
        "orders-offsets-of-all-kinds.tsv",
        lambda own: _dated(
            own,
            "2026-10-05T01:00:00Z",
            "2026-10-04T18:00:00-07:00",
            "2026-10-05T10:00:00+0900",
            "2026-10-05T10:00:00",
            "2026-10-05T01:00:00.123456Z",
            "2026-10-05T10:00+09:00",
        ),
    ),
    Odd(
        "orders-offsets-that-are-none.tsv",
        lambda own: _dated(
            own,
            "2026-10-05T10:00:00 JST",
            "2026-10-05T10:00:00+99:00",
            "2026-10-05t10:00:00z",
            "2026-10-05 10:00:00",
            "2026-10-05T10:00:00+09",
        ),
    ),
    Odd("orders-bought-in-the-future.tsv", lambda own: _dated(own, "2026-10-07T10:00:00+09:00")),
    Odd("orders-paid-before-bought.tsv", lambda own: own.orders({"payments-date": "2026-10-04T10:00:00+09:00"})),
    Odd(
        "orders-quantities-that-are-none.tsv",
        lambda own: own.orders(
            *(
                {"quantity-purchased": text}
                for text in ("0", "-1", "1e5", "1.0", "1,000", "1000000", "", "２", "two", "+2", "0x2", "2 個")
            )
        ),
    ),
    Odd(
        "orders-quantities-at-the-edge.tsv",
        lambda own: own.orders(
            {"quantity-purchased": "1"},
            {"quantity-purchased": "999999"},
            {"quantity-purchased": " 2 "},
            {"quantity-purchased": "002"},
        ),
    ),
    Odd(
        "orders-prices-that-are-none.tsv",
        lambda own: own.orders(
            *(
                {"item-price": text}
                for text in (
                    "4400.50",
                    "¥4400",
                    "￥4,400",
                    "4,400",
                    "4400円",
                    "$44",
                    "4400 JPY",
                    "-4400",
                    "1e3",
                    "４４００",
                    "",
                    "999999999999999",
                )
            )
        ),
    ),
    Odd(
        "orders-prices-at-the-edge.tsv",
        lambda own: own.orders(
            {"item-price": "0"},
            {"item-price": "4400.00"},
            {"item-price": "4400.0"},
            {"item-price": "999999999999"},
            {"item-price": "04400"},
        ),
    ),
    Odd(
        "orders-other-currencies.tsv",
        lambda own: own.orders({"currency": "USD"}, {"currency": "円"}, {"currency": "jpy"}, {"currency": ""}, {}),
    ),
    Odd("orders-price-of-a-share.tsv", lambda own: own.orders({"quantity-purchased": "3", "item-price": "1000"})),
    Odd(
        "orders-without-recipient.tsv",
        lambda own: own.orders(
            {"recipient-name": ""},
            {"ship-address-1": "", "ship-postal-code": " "},
            {"payments-date": "", "recipient-name": ""},
        ),
    ),
    Odd(
        "orders-everything-wrong-in-one-row.tsv",
        lambda own: own.orders(
            {
                "order-id": "1.23E+17",
                "order-item-id": "5.83E+13",
                "purchase-date": "x",
                "quantity-purchased": "x",
                "currency": "EUR",
                "item-price": "x",
                "sku": "",
            },
            {},
        ),
    ),
)

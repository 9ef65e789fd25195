"""What a spreadsheet makes of a feed that was opened with a double click and saved again."""

from tests.samples import sample_forms
from tests.samples.odd_records import Odd, OwnOrders, flat_table


def _exponents(own: OwnOrders) -> str:
    """The item ids as a spreadsheet shows them, in several precisions."""
    spreadsheet_ids = ("5.83564E+13", "5.83564e+13", "5,83564E+13", "58356377734500.0", "5.8356377734501E+13")
    return own.confirmations(*({"order-item-id": text} for text in spreadsheet_ids[:4]))


def _confirmations(own: OwnOrders) -> str:
    return own.confirmations(
        {"order-item-id": own.item(2)[1:]}, {"ship-date": "2026/10/6"}, {"ship-date": "46301"}, {"ship-date": "10月6日"}
    )


def _tracking(own: OwnOrders) -> str:
    return own.confirmations({"tracking-number": "1.23457E+11"}, {"tracking-number": "123456789012.0"}, {}, {})


def _widened(own: OwnOrders) -> str:
    """Every number with a thousands comma, as cells with a currency format are saved."""
    return own.orders({"item-price": '"4,400"'}, {"item-price": "¥4,400"}, {"item-price": "4400.00"})


FILES = (
    Odd("confirmations-item-ids-as-exponents.txt", _exponents),
    Odd("confirmations-spreadsheet-dates.txt", _confirmations),
    Odd("confirmations-tracking-number-as-exponent.txt", _tracking),
    Odd(
        "orders-postal-code-without-zero.tsv",
        lambda own: own.orders({"ship-postal-code": "601234"}, {"ship-postal-code": "600001"}, {}),
    ),
    Odd("orders-phone-without-zero.tsv", lambda own: own.orders({"ship-phone-number": "355500001"}, {})),
    Odd("orders-prices-with-a-format.tsv", _widened),
    Odd(
        "orders-sku-turned-into-dates.tsv",
        lambda own: own.orders({"sku": "3月4日"}, {"sku": "4-Mar"}, {"sku": "1.00E+05"}),
    ),
    Odd(
        "orders-cells-that-ran-over.tsv",
        lambda own: own.orders({"purchase-date": "########"}, {"item-price": "#####"}, {}),
    ),
    Odd(
        "orders-errors-of-a-formula.tsv",
        lambda own: own.orders({"sku": "#N/A"}, {"quantity-purchased": "#REF!"}, {"item-price": "#VALUE!"}),
    ),
    Odd(
        "orders-apostrophes-before-ids.tsv",
        lambda own: own.orders({"order-id": f"'{own.order(11)}"}, {"order-item-id": f"'{own.item(12)}"}, {}),
    ),
    Odd(
        "orders-booleans-in-capitals.tsv",
        lambda own: own.orders(
            {"is-prime": "TRUE"}, {"is-prime": "FALSE"}, {"is-prime": "1"}, columns=(*own.order_row(11), "is-prime")
        ),
    ),
    Odd(
        "confirmations-excel-unicode-text.txt",
        lambda own: own.confirmations({}, {}).replace("\n", "\r\n").encode("utf-16"),
    ),
    Odd(
        "confirmations-excel-csv.csv",
        lambda own: own.confirmations({}, {}).replace("\t", ",").replace("\n", "\r\n").encode("cp932"),
    ),
    Odd("confirmations-excel-sep-line.csv", lambda own: "sep=,\r\n" + own.confirmations({}).replace("\t", ",")),
    Odd(
        "inventory-numbers-of-a-spreadsheet.txt",
        lambda own: flat_table(
            ("sku", "quantity"),
            ("ODD-1", "1,000"),
            ("ODD-2", "10.0"),
            ("ODD-3", "-5"),
            ("ODD-4", "１０"),
            (f"ODD-{own.number}", "10"),
        ),
    ),
    Odd(
        "confirmations-dragged-down-ids.txt",
        lambda own: sample_forms.flat_text(
            sample_forms.CONFIRMATION_COLUMNS,
            [
                row | {"order-id": own.order(2)[:-1] + str(2 + place * 8)}
                for place, row in enumerate(own.confirmation_rows({}, {}))
            ],
        ),
    ),
)

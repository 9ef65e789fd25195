"""Lines: how they end, which are empty, what stands behind the last one; rows with too few or too many fields."""

from tests.samples.odd_records import CONFIRMATION_COLUMNS, ORDER_COLUMNS, Odd, OwnOrders, replaced


def _rows(own: OwnOrders) -> list[str]:
    return own.orders({}, {}, {}).splitlines()


def _mixed(own: OwnOrders) -> str:
    head, first, second, third = _rows(own)
    return f"{head}\r\n{first}\n{second}\r\n{third}\n"


def _blank_lines(own: OwnOrders) -> str:
    head, first, second, third = _rows(own)
    return f"{head}\n\n{first}\n\t\t\t\n{second}\n   \n\n{third}\n\n\n"


def _short(own: OwnOrders) -> str:
    """The second row ends behind its price, the third one behind its last address."""
    head, first, second, third = _rows(own)
    cut = "\t".join(second.split("\t")[: ORDER_COLUMNS.index("currency")])
    ended = "\t".join(third.split("\t")[: ORDER_COLUMNS.index("ship-phone-number")])
    return f"{head}\n{first}\n{cut}\n{ended}\n"


def _too_short(own: OwnOrders) -> str:
    head, first, second, third = _rows(own)
    return "\n".join([head, first, "\t".join(second.split("\t")[:5]), third, ""])


def _long(own: OwnOrders) -> str:
    head, first, second, third = _rows(own)
    return "\n".join([head, first + "\t\t\t", second + "\tmore", third, ""])


def _broken_value(own: OwnOrders) -> str:
    return own.orders({}, {"product-name": "マグ\nカップ"}, {})


FILES = (
    Odd("orders-lines-end-with-crlf.tsv", lambda own: replaced(own.orders({}, {}), "\n", "\r\n", -1)),
    Odd("orders-lines-end-with-cr.txt", lambda own: replaced(own.orders({}, {}), "\n", "\r", -1)),
    Odd("orders-lines-end-with-cr-cr-lf.txt", lambda own: replaced(own.orders({}, {}), "\n", "\r\r\n", -1)),
    Odd("orders-line-ends-mixed.tsv", _mixed),
    Odd("orders-last-line-without-end.tsv", lambda own: own.orders({}, {}).removesuffix("\n")),
    Odd("orders-ctrl-z-at-the-end.txt", lambda own: own.orders({}, {}) + "\x1a"),
    Odd("orders-blank-lines-between.tsv", _blank_lines),
    Odd("orders-blank-line-first.tsv", lambda own: "\n" + own.orders({}, {})),
    Odd("orders-lone-cr-in-a-title.tsv", lambda own: own.orders({"product-name": "マグ\rカップ"}, {})),
    Odd("orders-form-feed-at-the-end.txt", lambda own: own.orders({}, {}) + "\x0c"),
    Odd("orders-rows-end-early.tsv", _short),
    Odd("orders-row-cut-in-the-middle.tsv", _too_short),
    Odd("orders-rows-too-long.tsv", _long),
    Odd("orders-tab-in-a-title.tsv", lambda own: own.orders({}, {"product-name": "マグ\tカップ"}, {})),
    Odd("orders-line-break-in-a-title.tsv", _broken_value),
    Odd(
        "orders-file-cut-in-the-last-row.tsv",
        lambda own: own.orders({}, {}).encode()[: -len("\tJP\t000-5550-0002\t秘見の品です\n".encode()) - 20],
    ),
    Odd("orders-rows-padded-with-blanks.tsv", lambda own: replaced(own.orders({}, {}), "\t", " \t ", -1)),
    Odd("orders-trailing-blanks.tsv", lambda own: replaced(own.orders({}, {}), "\n", "  \n", -1)),
    Odd("orders-five-hundred-empty-rows.txt", lambda own: own.orders({}) + "\t" * 20 + "\n" + "\t\n" * 500),
    Odd(
        "confirmations-total-row-at-the-end.tsv",
        lambda own: own.confirmations({}, {}) + "合計\t\t2" + "\t" * (len(CONFIRMATION_COLUMNS) - 3) + "\n",
    ),
    Odd("confirmations-header-again-in-the-middle.tsv", lambda own: own.confirmations({}) + own.confirmations({}, {})),
    Odd("confirmations-header-again-far-behind.tsv", lambda own: own.confirmations({}, {}, {}) + own.confirmations({})),
)

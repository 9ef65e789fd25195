"""The head of a flat file: headings in strange clothes, missing, twice; template rows; two formats at once."""

from tests.samples import sample_forms, sheets
from tests.samples.odd_records import CONFIRMATION_COLUMNS, ORDER_COLUMNS, Odd, OwnOrders, flat_table, replaced

KIND = ("TemplateType=OrderFulfillment", "Version=2011.1102", sheets.JAPANESE_NOTE)
CANCELLATION = ("TemplateType=OrderCancellation", "Version=1.0/1.0.3", sheets.TEMPLATE_NOTE)


def _without(name: str) -> tuple[str, ...]:
    return tuple(column for column in ORDER_COLUMNS if column != name)


def _shouted(own: OwnOrders) -> str:
    head, _, rows = own.orders({}, {}).partition("\n")
    return f"{head.upper().replace('-', '_')}\n{rows}"


def _spaced(own: OwnOrders) -> str:
    head, _, rows = own.confirmations({}, {}).partition("\n")
    titled = "\t".join(f" {name.replace('-', ' ').title()} " for name in head.split("\t"))
    return f"{titled}\n{rows}"


def _labelled(own: OwnOrders) -> str:
    rows = own.confirmation_rows({}, {})
    return sample_forms.flat_text(sample_forms.JAPANESE_COLUMNS, rows, KIND, sample_forms.JAPANESE_LABELS)


def _labels_alone(own: OwnOrders) -> str:
    rows = sample_forms.flat_text(sample_forms.JAPANESE_COLUMNS, own.confirmation_rows({}, {})).partition("\n")[2]
    return "\t".join(sample_forms.JAPANESE_LABELS) + f"\n{rows}"


def _newer_labels(own: OwnOrders) -> str:
    head, _, rows = _labels_alone(own).partition("\n")
    labels = (
        head.replace("お問い合わせ", "お問合わせ"),
        "製品の透過性コード",
        "出荷元住所-名称",
        "出荷元住所-国コード",
    )
    return "\t".join(labels) + "\n" + rows.replace("\n", "\t\t見本倉庫\tJP\n")


def _counted(own: OwnOrders, headings: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    """A confirmation of the items of known orders, with a tracking number and other columns."""
    known = ("order-id", "order-item-id", "ship-date", "carrier-code", "追跡番号")
    cells = [
        (own.order(number), own.item(number), "2026-10-06", "YAMATO", f"0000-{number:04}", *row)
        for number, row in enumerate(rows, 2)
    ]
    return flat_table((*known, *headings), *cells)


def _dropped_back(own: OwnOrders) -> str:
    """The file of a rejected record with two quantities, as it was published."""
    reasons = ("3", "70106", "quantity or 出荷数 has two values in this row: 1 / 2", "1/1/2")
    return _counted(own, ("quantity", "line", "code", "error", "refused"), ("<1> / <2>", *reasons))


def _literal(own: OwnOrders) -> str:
    return own.confirmations({}, {}).replace("\t", r"\t").replace("\n", r"\r\n")


def _sorted(own: OwnOrders) -> str:
    head, first, second = own.confirmations({}, {}).splitlines(keepends=True)
    return first + head + second


def _two_formats(own: OwnOrders) -> str:
    """Payments and confirmations in one table."""
    return flat_table(
        ("order-id", "payment-status", "ship-date", "carrier-code"),
        (own.order(1), "Verified", "2026-10-06", "YAMATO"),
    )


FILES = (
    Odd("orders-headings-in-capitals.tsv", _shouted),
    Odd("confirmations-headings-with-blanks.tsv", _spaced),
    Odd("orders-columns-backwards.tsv", lambda own: own.orders({}, {}, columns=ORDER_COLUMNS[::-1])),
    Odd("confirmations-three-japanese-headings.txt", lambda own: _labelled(own).encode("cp932")),
    Odd("confirmations-japanese-labels-alone.txt", lambda own: _labels_alone(own).encode("cp932")),
    Odd("confirmations-literal-tabs.txt", _literal),
    Odd("confirmations-literal-tab-in-a-heading.txt", lambda own: replaced(own.confirmations({}), "\t", r"\t")),
    Odd("orders-heading-twice.tsv", lambda own: own.orders({}, columns=(*ORDER_COLUMNS, "sku"))),
    Odd("orders-heading-twice-in-two-spellings.tsv", lambda own: own.orders({}, columns=(*ORDER_COLUMNS, "Order_ID"))),
    Odd("orders-without-order-item-id.tsv", lambda own: own.orders({}, {}, columns=_without("order-item-id"))),
    Odd("orders-without-sku.tsv", lambda own: own.orders({}, {}, columns=_without("sku"))),
    Odd("orders-without-currency.tsv", lambda own: own.orders({}, {}, columns=_without("currency"))),
    Odd("confirmations-without-ship-date.tsv", lambda own: own.confirmations({}, columns=CONFIRMATION_COLUMNS[:3])),
    Odd(
        "orders-unknown-heading.tsv",
        lambda own: own.orders({"warehouse": "A"}, {}, columns=(*ORDER_COLUMNS, "warehouse")),
    ),
    Odd("orders-heading-misspelt.tsv", lambda own: replaced(own.orders({}, {}), "shipping-price", "shiping-price")),
    Odd(
        "orders-required-heading-misspelt.tsv",
        lambda own: replaced(own.orders({}), "quantity-purchased", "quantity-purchase"),
    ),
    Odd(
        "orders-empty-heading.tsv",
        lambda own: own.orders({"": "秘見"}, columns=(*ORDER_COLUMNS[:5], "", *ORDER_COLUMNS[5:])),
    ),
    Odd("orders-headings-alone.tsv", lambda own: own.orders()),
    Odd("confirmations-headings-alone-without-end.txt", lambda own: own.confirmations().removesuffix("\n")),
    Odd("orders-rows-without-headings.tsv", lambda own: own.orders({}, {}).partition("\n")[2]),
    Odd(
        "confirmations-title-line-above-the-headings.tsv",
        lambda own: "出荷一覧 10月6日\n\n" + own.confirmations({}, {}),
    ),
    Odd("confirmations-headings-sorted-below-rows.tsv", _sorted),
    Odd("payments-and-confirmations-in-one-table.tsv", _two_formats),
    Odd(
        "cancellations-under-the-template-of-confirmations.txt",
        lambda own: sample_forms.flat_text(sample_forms.CANCELLATION_COLUMNS, [{"order-id": own.order(2)}], KIND),
    ),
    Odd(
        "cancellations-template-row.txt",
        lambda own: sample_forms.flat_text(
            sample_forms.CANCELLATION_COLUMNS,
            [{"order-id": own.order(2), "cancellation-reason-code": "NoInventory"}],
            CANCELLATION,
        ),
    ),
    Odd(
        "orders-non-breaking-space-in-a-heading.tsv",
        lambda own: replaced(own.orders({}), "order-item-id", "order-item-id\xa0"),
    ),
    Odd(
        "orders-full-width-heading.tsv",
        lambda own: replaced(own.orders({}), "order-item-id", "ｏｒｄｅｒ－ｉｔｅｍ－ｉｄ"),
    ),
    Odd("confirmations-newer-japanese-labels.txt", lambda own: _newer_labels(own).encode("cp932")),
    Odd("confirmations-quantity-by-another-name.txt", lambda own: _counted(own, ("数量",), ("1",)).encode("cp932")),
    Odd("confirmations-boxes-for-the-quantity.txt", lambda own: _counted(own, ("個数",), ("1",)).encode("cp932")),
    Odd("confirmations-two-quantities.txt", lambda own: _counted(own, ("数量", "出荷数"), ("1", "1"), ("1", "2"))),
    Odd("confirmations-two-quantities-back.tsv", _dropped_back),
    Odd("confirmations-two-tracking-numbers.txt", lambda own: _counted(own, ("伝票番号",), ("",), ("T-1",))),
)

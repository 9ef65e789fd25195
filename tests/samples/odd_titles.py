"""Values of text that a careless reader takes for more: quotes, formulas, markup, and text of every length."""

from tests.samples.odd_records import Odd, OwnOrders, replaced


def _quoted(own: OwnOrders) -> str:
    """Every cell of the file in quotes, as some spreadsheets save."""
    lines = own.orders({"product-name": 'ねじ 1/2""'}, {}).splitlines()
    return "".join("\t".join(f'"{cell}"' for cell in line.split("\t")) + "\n" for line in lines)


def _quoted_where_needed(own: OwnOrders) -> str:
    """Only the cells with a quote or a comma in quotes, the quotes inside doubled."""
    return own.orders({"product-name": '"ねじ 1/2"""'}, {"product-name": '"赤, 青"'}, {})


FILES = (
    Odd("orders-title-with-open-quote.tsv", lambda own: own.orders({"product-name": '"お徳用 ねじ 3/4'}, {}, {})),
    Odd("orders-title-with-inches.tsv", lambda own: own.orders({"product-name": 'ねじ 1/2"'}, {}, {})),
    Odd("orders-title-in-quotes.tsv", lambda own: own.orders({"product-name": '"A"'}, {})),
    Odd(
        "orders-title-with-two-open-quotes.tsv",
        lambda own: own.orders({"product-name": '"赤'}, {"product-name": '青"'}),
    ),
    Odd("orders-title-with-apostrophes.tsv", lambda own: own.orders({"product-name": "'A' d’Artagnan"}, {})),
    Odd("orders-all-cells-quoted.tsv", _quoted),
    Odd("orders-some-cells-quoted.tsv", _quoted_where_needed),
    Odd(
        "orders-title-with-backslashes.tsv",
        lambda own: own.orders({"product-name": "マグ\\"}, {"product-name": "\\t\\n"}),
    ),
    Odd(
        "orders-formulas-in-cells.tsv",
        lambda own: own.orders(
            {"product-name": '=HYPERLINK("http://example.invalid","マグ")', "sku": "=1+1"},
            {"product-name": "+81-3", "sku": "@SUM(A1)"},
            {"product-name": "-2+3", "sku": "-1"},
        ),
    ),
    Odd(
        "orders-markup-in-a-title.tsv",
        lambda own: own.orders({"product-name": "<script>alert(1)</script>&amp;&#9;"}, {}),
    ),
    Odd("orders-terminal-commands-in-a-title.tsv", lambda own: own.orders({"product-name": "\x1b[31mマグ\x1b[0m"}, {})),
    Odd(
        "orders-bell-and-delete-in-cells.tsv",
        lambda own: own.orders({"product-name": "マグ\x07"}, {"sku": "A\x7f"}, {}),
    ),
    Odd(
        "orders-words-that-readers-take-for-nothing.tsv",
        lambda own: own.orders({"sku": "NULL"}, {"sku": "NA", "product-name": "None"}, {"sku": "nan"}, {"sku": "true"}),
    ),
    Odd(
        "orders-sku-like-numbers.tsv",
        lambda own: own.orders({"sku": "00123"}, {"sku": "1E5"}, {"sku": "3-4"}, {"sku": "１２"}),
    ),
    Odd(
        "orders-sku-of-forty-and-more.tsv",
        lambda own: own.orders({"sku": "A" * 40}, {"sku": "A" * 41}, {"sku": "あ" * 40}),
    ),
    Odd(
        "orders-title-of-500-and-501.tsv",
        lambda own: own.orders(
            {"product-name": "マ" * 500}, {"product-name": "マ" * 501}, {"product-name": "𠮷" * 500}
        ),
    ),
    Odd(
        "orders-address-of-60-and-61.tsv",
        lambda own: own.orders({"ship-address-1": "秘見" + "町" * 58}, {"ship-address-1": "秘見" + "町" * 59}),
    ),
    Odd("orders-country-in-full.tsv", lambda own: own.orders({"ship-country": "Japan"}, {"ship-country": "日本"}, {})),
    Odd(
        "orders-name-with-line-break-mark.tsv",
        lambda own: own.orders({"recipient-name": "秘見<br>花子"}, {"recipient-name": "秘見\\n花子"}),
    ),
    Odd(
        "orders-buyer-cells-with-controls.tsv",
        lambda own: own.orders(
            {"gift-message-text": "秘見\x0b秘見"}, {"recipient-name": "秘\x00見".replace("\x00", "\x01")}
        ),
    ),
    Odd(
        "orders-blank-of-japan-around-values.tsv",
        lambda own: own.orders({"sku": "　MUG-02　", "currency": "JPY　"}, {}),
    ),
    Odd(
        "orders-cells-shifted-by-one.tsv",
        lambda own: replaced(own.orders({}, {}), "マグカップ\t2\tJPY", "マグ\tカップ\t2"),
    ),
    Odd("orders-name-in-letters-under-a-choice.tsv", lambda own: own.orders({"currency": "himitsu"}, {})),
    Odd(
        "orders-name-under-the-wrong-heading.tsv",
        lambda own: own.orders(
            {"currency": "秘見", "quantity-purchased": "himitsu"},
            {"order-id": "秘見 花子", "order-item-id": "himitsu"},
            {"item-price": "000-5550-0001", "purchase-date": "000-5551"},
        ),
    ),
)

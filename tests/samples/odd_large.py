"""Files too large to be kept: each is made when it is needed."""

import gzip

from tests.samples.odd_records import ORDER_COLUMNS, Odd, OwnOrders, replaced

MEGABYTE = 1 << 20
BEYOND_A_LINE = 65 * MEGABYTE


def _cell(own: OwnOrders) -> str:
    return own.orders({"product-name": "マ" * MEGABYTE}, {})


def _headings(own: OwnOrders) -> str:
    return own.orders({}, columns=(*ORDER_COLUMNS, *(f"memo {number}" for number in range(10_000))))


def _line(own: OwnOrders) -> bytes:
    return own.orders({}).encode() + b"x" * BEYOND_A_LINE + b"\n"


def _inside(own: OwnOrders, text: str) -> str:
    return replaced(own.fulfilled(), "<FulfillmentDate>", f"{text}<FulfillmentDate>")


FILES = (
    Odd("large-line.tsv", _line),
    Odd("large-cell.tsv", _cell),
    Odd("large-heading.tsv", _headings),
    Odd("large-number-of-empty-lines.tsv", lambda own: own.orders({}) + "\n" * 200_000),
    Odd("large-message.xml", lambda own: _inside(own, f"<Memo>{'x' * MEGABYTE}</Memo>" * 30)),
    Odd("large-message-of-small-elements.xml", lambda own: _inside(own, "<a/>" * 7 * MEGABYTE)),
    Odd("large-depth.xml", lambda own: _inside(own, "<a>" * 10_000 + "</a>" * 10_000)),
    Odd("large-attribute.xml", lambda own: _inside(own, f'<Memo text="{"x" * 11 * MEGABYTE}"/>')),
    Odd("large-expansion.tsv.gz", lambda _: gzip.compress(b"\0" * 300 * MEGABYTE, 9, mtime=0)),
)

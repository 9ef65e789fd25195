"""Tables of the marketplace that are no feed, known by headings of their own; and tables with another separator.

Order process, 13.13.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from schemas.columns import heading
from schemas.wording import foreign_files as files

TITLE_LINES = 12
"""How many lines may stand above the headings of a foreign table, and these."""
OWN_HEADINGS: Mapping[str, tuple[frozenset[str], ...]] = {
    files.SHIPMENTS: (
        frozenset({"amazon-order-id", "shipment-item-id"}),
        frozenset({"amazon-order-item-id", "fulfillment-center-id"}),
        frozenset({"amazon-order-id", "fnsku"}),
        frozenset({"shipment-id", "promotion-rule-value"}),
    ),
    files.RETURNS: (
        frozenset({"return-date", "detailed-disposition"}),
        frozenset({"return-date", "license-plate-number"}),
        frozenset({"return-date", "fnsku"}),
        frozenset({"return-request-date", "order-id"}),
        frozenset({"返品リクエスト日", "注文番号"}),
        frozenset({"replacement-amazon-order-id"}),
    ),
    files.WAREHOUSE: (
        frozenset({"fnsku"}),
        frozenset({"afn-fulfillable-quantity"}),
        frozenset({"fulfillment-channel-sku"}),
        frozenset({"reserved-qty", "sku"}),
        frozenset({"snapshot-date", "fulfillment-center-id"}),
    ),
    files.SETTLEMENT: tuple(
        frozenset({"settlement-id", other})
        for other in ("total-amount", "transaction-type", "amount-type", "deposit-date", "settlement-start-date")
    ),
    files.TRANSACTIONS: (
        frozenset({"date/time", "settlement-id"}),
        frozenset({"日付/時間", "決済番号"}),
        frozenset({"transaction-type", "product-details"}),
    ),
    files.LISTINGS: (
        frozenset({"listing-id", "seller-sku"}),
        frozenset({"listing-id", "item-name"}),
        frozenset({"出品id", "出品者sku"}),
    ),
    files.BUSINESS: tuple(frozenset({name}) for name in ("(parent)-asin", "(child)-asin", "(親)asin", "(子)asin")),
    files.ANSWER: (frozenset({"original-record-number", "error-code"}),),
}
"""Of each kind of file sets of headings, any of which no feed has."""
MESSAGES: Mapping[str, str] = {
    "SettlementReport": files.SETTLEMENT,
    "ProcessingReport": files.ANSWER,
    "FulfillmentOrder": files.SHIPMENTS,
    **dict.fromkeys(("Product", "Price", "ProductImage", "Relationship", "Override", "Item"), files.LISTING_FEED),
}
"""Message types of XML files that are no feed of ours."""
SEPARATORS = {",": files.COMMAS, ";": files.SEMICOLONS}
_FEWEST_COLUMNS = 3
_LONGEST_LINE = 10_000


def foreign_table(rows: Sequence[Sequence[str]]) -> str:
    """What a table with these first lines is, where it has the headings of no feed; else ""."""
    for row in rows[:TITLE_LINES]:
        present = {heading(cell) for cell in row if cell}
        for kind, own in OWN_HEADINGS.items():
            if any(headings <= present for headings in own):
                return kind
    return ""


def split_lines(lines: Sequence[str], separator: str) -> list[list[str]]:
    """The cells of the first lines of a table with quotes around some cells."""
    try:
        return list(csv.reader([line[:_LONGEST_LINE] for line in lines[:TITLE_LINES]], delimiter=separator))
    except csv.Error:
        return []


def looks_separated(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines have all the same number of cells, and several."""
    widths = {len(row) for row in rows if any(row)}
    return len(widths) == 1 and widths.pop() >= _FEWEST_COLUMNS

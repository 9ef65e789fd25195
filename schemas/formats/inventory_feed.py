"""The inventory feed: units that may be sold, or units on the shelf. Order process, step 1."""

from dataclasses import replace

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats import other_columns, quantity_headings

STOCK_WITHOUT_NUMBER = ("available", "lookup")
"""Columns that describe stock without a number; the number is never guessed."""


def _unused(name: str, example: str, xml: str = "", longest: int = 100, label: str = "") -> Column:
    """A column of an inventory loader that no rule reads."""
    return Column(name, longest=longest, xml=xml, example=example, label=label, doc="Not used.")


INVENTORY = Table(
    "inventory",
    (
        replace(f.SKU.as_required(), xml="SKU", label="商品管理番号"),
        Column(
            "quantity",
            Kind.COUNT,
            least=0,
            aliases=("在庫数量", *quantity_headings.QUANTITY),
            label="在庫数",
            xml="Quantity",
            example="10",
            doc="Units that may be sold from now on.",
        ),
        Column("on-hand", Kind.COUNT, least=0, example="12", doc="Units on the shelf, including those of open orders."),
        Column(
            "available", longest=20, xml="Available", example="true", doc="Not a number: only if there is no quantity."
        ),
        Column("lookup", longest=50, xml="Lookup", example="FulfillmentNetwork", doc="Not a number, like `available`."),
        _unused("fulfillment-center-id", "DEFAULT", "FulfillmentCenterID"),
        _unused("restock-date", "2026-10-20", "RestockDate", label="商品の入荷予定日"),
        _unused("handling-time", "2", "FulfillmentLatency", label="出荷作業日数"),
        _unused("switch-fulfillment-to", "MFN", "SwitchFulfillmentTo"),
        _unused("leadtime-to-ship", "2"),
        _unused("price", "1080", label="販売価格"),
        _unused("minimum-seller-allowed-price", "980", label="販売価格の下限設定"),
        _unused("maximum-seller-allowed-price", "1280", label="販売価格の上限設定"),
        _unused("business-price", "1000"),
        _unused("fulfillment-channel", "DEFAULT", label="出荷経路"),
        _unused("product-id", "4900000000001"),
        _unused("product-id-type", "EAN"),
        _unused("item-condition", "11"),
        _unused("item-note", "新品", longest=2000),
        _unused("add-delete", "a"),
        _unused("expedited-shipping", "3"),
        _unused("will-ship-internationally", "2"),
        _unused("merchant-shipping-group-name", "Standard template", longest=200),
    ),
    anchor=("sku",),
    markers=("quantity", "on-hand"),
    excluded=("order-id", "amazon-order-id"),
    message="Inventory",
    other_columns=other_columns.INVENTORY,
    item="",
    key=("sku",),
    either=(("quantity", "on-hand"),),
    doc="The stock of SKUs; it replaces what was known (order process, step 1).",
    source="inventory loader columns by name; XML: Inventory",
)

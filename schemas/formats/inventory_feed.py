"""The inventory feed: what may be sold, or what lies on the shelf. Order process, step 1."""

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f

NOT_A_QUANTITY = ("available", "lookup")
"""Stock told without a number: it is never guessed at."""


def _beside(name: str, example: str, xml: str = "", longest: int = 100) -> Column:
    """A column of an inventory loader that no rule reads."""
    return Column(name, longest=longest, xml=xml, example=example, doc="Not used.")


INVENTORY = Table(
    "inventory",
    (
        f.SKU.needed().at("SKU"),
        Column("quantity", Kind.COUNT, least=0, xml="Quantity", example="10", doc="What may be sold from now on."),
        Column("on-hand", Kind.COUNT, least=0, example="12", doc="Goods on the shelf, those of open orders included."),
        Column("available", longest=20, xml="Available", example="true", doc="No number: never with a quantity."),
        Column("lookup", longest=50, xml="Lookup", example="FulfillmentNetwork", doc="No number, as `available`."),
        _beside("fulfillment-center-id", "DEFAULT", "FulfillmentCenterID"),
        _beside("restock-date", "2026-10-20", "RestockDate"),
        _beside("handling-time", "2", "FulfillmentLatency"),
        _beside("switch-fulfillment-to", "MFN", "SwitchFulfillmentTo"),
        _beside("leadtime-to-ship", "2"),
        _beside("price", "1080"),
        _beside("minimum-seller-allowed-price", "980"),
        _beside("maximum-seller-allowed-price", "1280"),
        _beside("business-price", "1000"),
        _beside("fulfillment-channel", "DEFAULT"),
        _beside("product-id", "4900000000001"),
        _beside("product-id-type", "EAN"),
        _beside("item-condition", "11"),
        _beside("item-note", "新品", longest=2000),
        _beside("add-delete", "a"),
        _beside("expedited-shipping", "3"),
        _beside("will-ship-internationally", "2"),
        _beside("merchant-shipping-group-name", "Standard template", longest=200),
    ),
    anchor=("sku",),
    signs=("quantity", "on-hand"),
    never=("order-id", "amazon-order-id"),
    message="Inventory",
    item="",
    key=("sku",),
    either=(("quantity", "on-hand"),),
    doc="Stock of a SKU: it replaces what was known (order process, step 1).",
    source="inventory loader columns by name; XML: Inventory",
)

"""The refund feed: what the seller refunds of an item, and units that are canceled with it."""

from dataclasses import replace

from schemas.columns import MOST_YEN, Column, Kind, Table
from schemas.formats import fields as f
from schemas.statuses import REFUND_REASONS

ITEM = "AdjustedItem"
_PRICES = f"{ITEM}/ItemPriceAdjustments"
_PROMOTIONS = f"{ITEM}/PromotionAdjustments"
_NO_TAX = "Not used in Japan, amounts include tax: 0 or empty, else 70108."
COMPONENT_TYPES = ("Principal", "Shipping", "GiftWrap", "RestockingFee")
"""Types of component by which a message refunds money or keeps it; components of taxes must be 0."""
CANCEL = "Cancel"


def _amount_back(name: str, label: str, kind: str, doc: str, example: str = "0", least: int = 0) -> Column:
    """Yen of the line from the components of one Type; what is refunded to the buyer is positive."""
    column = f.yen(name, example, f"{_PRICES}/Component[{kind}]/Amount", doc, least)
    return replace(column, label=label)


def _discount_taken_back(name: str, label: str, kind: str, doc: str) -> Column:
    column = f.yen(name, "0", f"{_PROMOTIONS}/Component[{kind}]/Amount", doc, -MOST_YEN)
    return replace(column, label=label)


REFUNDS = Table(
    "order adjustment",
    (
        f.ORDER_ID.unless_filled("merchant-order-id"),
        f.ORDER_ITEM_ID.as_required().at_path(f"{ITEM}/AmazonOrderItemCode"),
        Column(
            "adjustment-reason-code",
            Kind.CHOICE,
            required=True,
            choices=REFUND_REASONS,
            label="返金理由",
            xml=f"{ITEM}/AdjustmentReason",
            example="CustomerReturn",
            doc="Why it is refunded; also the cause if it cancels units.",
        ),
        Column(
            "currency",
            longest=20,
            label="通貨",
            xml=f"{_PRICES}/Component/Amount@currency|{_PROMOTIONS}/Component/Amount@currency",
            example="JPY",
            doc="Empty: JPY; any other currency is rejected (70108).",
        ),
        replace(
            _amount_back(
                "item-price-adj", "商品代金の返金額", "Principal", "Refund of the price, tax included.", "1080"
            ),
            required=True,
            implied="0",
        ),
        _amount_back("item-tax-adj", "商品の税の返金額", "Tax", _NO_TAX),
        _amount_back("shipping-price-adj", "配送料の返金額", "Shipping", "Refund of the shipping price, tax included."),
        _amount_back("shipping-tax-adj", "配送料の税の返金額", "ShippingTax", _NO_TAX),
        _amount_back(
            "gift-wrap-price-adj", "ギフト包装料の返金額", "GiftWrap", "Refund of the gift wrap price, tax included."
        ),
        _amount_back("gift-wrap-tax-adj", "ギフト包装料の税の返金額", "GiftWrapTax", _NO_TAX),
        _discount_taken_back(
            "item-promotion-adj",
            "商品割引の取消額",
            "Principal",
            "Discount on the line that is taken back; the sign does not matter.",
        ),
        Column(
            "item-promotion-id",
            longest=500,
            label="商品割引番号",
            xml=f"{_PROMOTIONS}/MerchantPromotionID",
            example="AUTUMN-10",
            doc="Kept in the archive only.",
        ),
        replace(
            _discount_taken_back(
                "ship-promotion-adj",
                "配送料割引の取消額",
                "Shipping",
                "Discount on shipping that is taken back; the sign does not matter.",
            ),
            aliases=("shipping-promotion-adj",),
        ),
        Column(
            "ship-promotion-id",
            longest=500,
            aliases=f.SHIP_PROMOTION_ID.aliases,
            label="配送料割引番号",
            example="FREE-SHIP",
            doc="Kept in the archive only.",
        ),
        Column(
            "quantity-cancelled",
            Kind.COUNT,
            least=0,
            aliases=("quantity-canceled",),
            label="キャンセル数量",
            xml=f"{ITEM}/QuantityCancelled",
            example="1",
            doc="Units of the item that are still open and are canceled with the refund; empty or 0: none.",
        ),
        Column(
            "merchant-order-id",
            longest=50,
            label="出品者の注文番号",
            xml="MerchantOrderID",
            example="SHOP-0001",
            doc="The seller's own order id, once acknowledged.",
        ),
        Column(
            "action-type",
            Kind.CHOICE,
            choices=("Refund", CANCEL),
            label="処理の種類",
            xml="ActionType",
            example="Refund",
            doc="Empty: Refund. Cancel requires quantity-cancelled.",
        ),
        Column(
            "merchant-adjustment-item-id",
            longest=50,
            label="返金明細番号",
            xml=f"{ITEM}/MerchantAdjustmentItemID",
            example="ADJ-0001",
            doc="The seller's own id of the refund of an item; a refund with the same id takes effect once.",
        ),
        replace(
            _amount_back(
                "restocking-fee-adj", "返品手数料", "RestockingFee", "0 or negative: the amount that the seller keeps."
            ),
            least=-MOST_YEN,
        ),
        Column(
            "other-component",
            longest=100,
            label="使用しない金額の種類",
            xml=f"{_PRICES}/Component[*]|{_PROMOTIONS}/Component[*]",
            doc="XML only: the first Type of an amount that no other column takes; must be empty, else 70106.",
        ),
        Column(
            "cod-collection-method",
            Kind.CHOICE,
            choices=("DirectPayment",),
            label="代金引換",
            xml="CODCollectionMethod",
            example="DirectPayment",
            doc="Not used.",
        ),
    ),
    anchor=("order-id",),
    markers=("adjustment-reason-code", "item-price-adj"),
    excluded=("purchase-date", "quantity-purchased", "quantity-to-ship", "amazon-order-id"),
    message="OrderAdjustment",
    item=ITEM,
    key=("order-id|merchant-order-id", "order-item-id", "adjustment-reason-code"),
    doc="The seller refunds money that was charged, or cancels units with it (order process, steps 4.4 and 7).",
    source="seller help 661 and the 15 columns of its template; XML: OrderAdjustment",
)

"""The shipment confirmation feed: a parcel has left. Order process, step 4.3."""

from __future__ import annotations

from dataclasses import replace

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats import other_columns, quantity_headings

DELETE_MARK = "NULL"
"""In a cell: deletes the value that was confirmed before. A blank cell leaves it."""

CONFIRMATIONS = Table(
    "shipment confirmation",
    (
        f.ORDER_ID.unless_filled(f.MERCHANT_ORDER_ID.name),
        replace(f.ORDER_ITEM_ID, aliases=("amazon-order-item-code", "order-item-code")),
        Column(
            "quantity",
            Kind.COUNT,
            aliases=quantity_headings.QUANTITY,
            label="出荷数",
            xml="Item/Quantity",
            example="2",
            doc="Empty: all units still open.",
        ),
        Column(
            "ship-date", Kind.DAY_OR_MOMENT, required=True, label="出荷日", xml="FulfillmentDate", example="2026-10-06"
        ),
        Column("carrier-code", longest=50, label="配送業者コード", xml="FulfillmentData/CarrierCode", example="YAMATO"),
        Column(
            "carrier-name",
            longest=50,
            label="配送業者名",
            xml="FulfillmentData/CarrierName",
            example="ヤマト運輸",
            doc="Must be filled when the code is Other.",
        ),
        Column(
            "tracking-number",
            longest=50,
            aliases=quantity_headings.TRACKING_NUMBER,
            label="お問い合わせ伝票番号",
            xml="FulfillmentData/ShipperTrackingNumber",
            example="0000-0000-0001",
        ),
        Column("ship-method", longest=50, label="配送方法", xml="FulfillmentData/ShippingMethod", example="宅急便"),
        Column(
            "cod-collection-method",
            Kind.CHOICE,
            label="代金引換",
            choices=("DirectPayment",),
            xml="CODCollectionMethod",
            example="DirectPayment",
        ),
        f.MERCHANT_ORDER_ID,
        Column(
            "parcel-id",
            longest=50,
            xml="MerchantFulfillmentID",
            example="1001",
            doc="Identifies the parcel; empty: the tracking number does.",
        ),
        *(
            Column(name, private=True, longest=200, label=label, example=example, doc="Not used.")
            for name, label, example in (
                ("transparency-code", "製品の透過性コード", "T-0001"),
                ("ship-from-address-name", "出荷元住所-名称", "見本倉庫"),
                ("ship-from-address-line1", "出荷元住所-行1", "見本町9-9-9"),
                ("ship-from-address-line2", "出荷元住所-行2", "見本ビル2階"),
                ("ship-from-address-line3", "出荷元住所-行3", "第1棟"),
                ("ship-from-address-city", "出荷元住所-市区町村", "見本市"),
                ("ship-from-address-county", "出荷元住所-郡", "見本郡"),
                ("ship-from-address-state-or-region", "出荷元住所-州/省", "東京都"),
                ("ship-from-address-postalcode", "出荷元住所-郵便番号", "000-0009"),
                ("ship-from-address-countrycode", "出荷元住所-国コード", "JP"),
                ("ship-from-supply-source-id", "", "SOURCE-0001"),
            )
        ),
    ),
    anchor=("order-id",),
    markers=("ship-date", "carrier-code", "carrier-name", "tracking-number"),
    excluded=("purchase-date",),
    template="OrderFulfillment",
    other_columns=other_columns.CONFIRMATIONS,
    message="OrderFulfillment",
    key=(
        "order-id|merchant-order-id",
        "order-item-id",
        "parcel-id|tracking-number|ship-date+carrier-code+carrier-name+quantity",
    ),
    one_of=(("carrier-code", "carrier-name"),),
    unclear_quantity=quantity_headings.SHIPPED,
    doc="The seller confirms that a parcel has left (order process, step 4.3).",
    source="seller help G641, the Japanese three-header template; XML: OrderFulfillment",
)

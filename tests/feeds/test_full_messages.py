"""Messages with every element that the marketplace's schemas have: what counts is read, the rest does no harm."""

import pytest

from tests.support.feed_forms import xml_component, xml_feed

ORDER = """
<AmazonOrderID>999-0000001-0000001</AmazonOrderID><AmazonSessionID>999-0000009-0000009</AmazonSessionID>
<OrderDate>2026-10-05T10:00:00+09:00</OrderDate><OrderPostedDate>2026-10-05T10:05:00+09:00</OrderPostedDate>
<MarketplaceName>Amazon.co.jp</MarketplaceName><TransactionDate>2026-10-05</TransactionDate>
<TaxCalculationDate>2026-10-05</TaxCalculationDate><CustomerOrderInfo><Type>A</Type><Value>B</Value></CustomerOrderInfo>
<BillingData><CODCollectibleAmount>5280.00</CODCollectibleAmount><AlreadyPaid>330</AlreadyPaid>
<BuyerEmailAddress>buyer@example.invalid</BuyerEmailAddress><BuyerName>見本 太郎</BuyerName>
<BuyerPhoneNumber>000-0000-0001</BuyerPhoneNumber>
<CreditCard><Issuer>X</Issuer><Tail>0000</Tail><ExpirationDate>2030-01-01</ExpirationDate></CreditCard>
<Address><Name>請求 先</Name><AddressFieldOne>請求町9</AddressFieldOne><PostalCode>000-0009</PostalCode></Address>
<IsConfidentialShippingAddress>false</IsConfidentialShippingAddress></BillingData>
<FulfillmentData><FulfillmentMethod>Ship</FulfillmentMethod><FulfillmentServiceLevel>Scheduled</FulfillmentServiceLevel>
<Address><Name>見本 花子</Name><FormalTitle>様</FormalTitle><GivenName>花子</GivenName><FamilyName>見本</FamilyName>
<AddressFieldOne>見本町1-2-3</AddressFieldOne><AddressFieldTwo>見本荘101</AddressFieldTwo>
<AddressFieldThree>裏</AddressFieldThree><City>見本市</City><County>見本郡</County><StateOrRegion>東京都</StateOrRegion>
<PostalCode>000-0001</PostalCode><CountryCode>JP</CountryCode><PhoneNumber>000-0000-0002</PhoneNumber>
<PhoneNumber>000-0000-0003</PhoneNumber></Address></FulfillmentData>
<IsBusinessOrder>true</IsBusinessOrder><PurchaseOrderNumber>PO-1</PurchaseOrderNumber><IsPrime>true</IsPrime><IsReplacementOrder>false</IsReplacementOrder>
<OtherAddresses><Address><Name>他</Name></Address></OtherAddresses>
<Item><AmazonOrderItemCode>00000000000101</AmazonOrderItemCode><SKU>TEA-001</SKU><Title>煎茶</Title>
<CustomizationInfo><Type>A</Type><Data>B</Data></CustomizationInfo><ItemExtensionsData>x</ItemExtensionsData>
<ScheduledDeliveryStartDate>2026-10-08T09:00:00+09:00</ScheduledDeliveryStartDate>
<ScheduledDeliveryEndDate>2026-10-08T12:00:00+09:00</ScheduledDeliveryEndDate><Quantity>2</Quantity>
<ProductTaxCode>A</ProductTaxCode><DeliveryStartDate>2026-10-08</DeliveryStartDate>
<DeliveryEndDate>2026-10-09</DeliveryEndDate><DeliveryTimeZone>Asia/Tokyo</DeliveryTimeZone>
<DeliveryInstructions>置き配</DeliveryInstructions>
<ItemPrice>{components}</ItemPrice>
<ItemFees><Fee><Type>Commission</Type><Amount currency="JPY">-330</Amount></Fee></ItemFees>
<ItemTaxData>x</ItemTaxData><ShippingTaxData>x</ShippingTaxData><GiftWrapTaxData>x</GiftWrapTaxData>
<Promotion><PromotionClaimCode>CLAIM-1</PromotionClaimCode><MerchantPromotionID>SALE-1</MerchantPromotionID>
<Component><Type>Principal</Type><Amount currency="JPY">-100</Amount></Component>
<Component><Type>Shipping</Type><Amount currency="JPY">-50</Amount></Component></Promotion>
<GiftWrapLevel>リボン</GiftWrapLevel><GiftMessageText>おめでとう</GiftMessageText>
<PriceDesignation>Business Price</PriceDesignation>
<ExpectedShipDateRange><EarliestShipDate>2026-10-06T00:00:00+09:00</EarliestShipDate>
<LatestShipDate>2026-10-07T23:59:59+09:00</LatestShipDate></ExpectedShipDateRange>
<ExpectedDeliveryDateRange><EarliestDeliveryDate>2026-10-08T00:00:00+09:00</EarliestDeliveryDate>
<LatestDeliveryDate>2026-10-09T23:59:59+09:00</LatestDeliveryDate></ExpectedDeliveryDateRange></Item>
"""
COMPONENTS = {
    "Principal": "4400",
    "Shipping": "550.00",
    "CODFee": "330",
    "Tax": "0",
    "ShippingTax": "0",
    "GiftWrap": "220",
    "GiftWrapTax": "0",
    "Surcharge": "7",
    "RestockingFee": "8",
    "COD": "9",
    "VatExclusivePrincipal": "10",
}
READ = {
    "order-id": "999-0000001-0000001",
    "order-item-id": "00000000000101",
    "purchase-date": "2026-10-05T10:00:00+09:00",
    "payments-date": "2026-10-05T10:05:00+09:00",
    "buyer-email": "buyer@example.invalid",
    "buyer-name": "見本 太郎",
    "buyer-phone-number": "000-0000-0001",
    "sku": "TEA-001",
    "product-name": "煎茶",
    "quantity-purchased": "2",
    "currency": "JPY",
    "item-price": "4400",
    "item-tax": "0",
    "shipping-price": "550.00",
    "shipping-tax": "0",
    "gift-wrap-price": "220",
    "gift-wrap-tax": "0",
    "ship-service-level": "Scheduled",
    "recipient-name": "見本 花子",
    "ship-address-1": "見本町1-2-3",
    "ship-address-2": "見本荘101",
    "ship-address-3": "裏",
    "ship-city": "見本市",
    "ship-state": "東京都",
    "ship-postal-code": "000-0001",
    "ship-country": "JP",
    "ship-phone-number": "000-0000-0002",
    "delivery-start-date": "2026-10-08",
    "delivery-end-date": "2026-10-09",
    "delivery-time-zone": "Asia/Tokyo",
    "delivery-Instructions": "置き配",
    "cod-collectible-amount": "5280.00",
    "already-paid": "330",
    "payment-method-fee": "330",
    "scheduled-delivery-start-date": "2026-10-08T09:00:00+09:00",
    "scheduled-delivery-end-date": "2026-10-08T12:00:00+09:00",
    "is-prime": "true",
    "gift-wrap-type": "リボン",
    "gift-message-text": "おめでとう",
    "item-promotion-discount": "-100",
    "item-promotion-id": "SALE-1",
    "ship-promotion-discount": "-50",
    "is-business-order": "true",
    "is-replacement-order": "false",
    "purchase-order-number": "PO-1",
    "price-designation": "Business Price",
    "earliest-ship-date": "2026-10-06T00:00:00+09:00",
    "latest-ship-date": "2026-10-07T23:59:59+09:00",
    "earliest-delivery-date": "2026-10-08T00:00:00+09:00",
    "latest-delivery-date": "2026-10-09T23:59:59+09:00",
}


def filled_cells(feed):
    """The cells of the first row that are not blank."""
    row = feed.text.iloc[0].drop(["record", "line", "message-id"])
    return row[row != ""].to_dict()


def test_every_element_of_an_order_that_has_a_column_is_in_it_and_no_other_is(read):
    body = ORDER.format(components="".join(xml_component(*component) for component in COMPONENTS.items()))
    feed = read(xml_feed("OrderReport", [body]))
    assert (filled_cells(feed), len(feed.problems)) == (READ, 0)
    assert {name for name in feed.table.names if feed.table[name].xml} == set(READ)


def test_every_element_of_a_confirmation_that_has_a_column_is_in_it(read):
    body = """
        <AmazonOrderID>999-0000001-0000001</AmazonOrderID><MerchantOrderID>M-1</MerchantOrderID>
        <MerchantFulfillmentID>1001</MerchantFulfillmentID><FulfillmentDate>2026-10-06T10:00:00</FulfillmentDate>
        <FulfillmentData><CarrierCode>Other</CarrierCode><CarrierName>ことり便</CarrierName>
        <ShippingMethod>宅急便</ShippingMethod><ShipperTrackingNumber>0001</ShipperTrackingNumber></FulfillmentData>
        <CODCollectionMethod>DirectPayment</CODCollectionMethod>
        <ShipFromAddress><Name>倉庫</Name><AddressFieldOne>見本町9</AddressFieldOne></ShipFromAddress>
        <Item><AmazonOrderItemCode>00000000000101</AmazonOrderItemCode>
        <MerchantFulfillmentItemID>7</MerchantFulfillmentItemID><Quantity>2</Quantity>
        <TransparencyCode>T1</TransparencyCode><TransparencyCode>T2</TransparencyCode></Item>"""
    feed = read(xml_feed("OrderFulfillment", [body]))
    assert len(feed.problems) == 0
    assert filled_cells(feed) == {
        "order-id": "999-0000001-0000001",
        "order-item-id": "00000000000101",
        "quantity": "2",
        "ship-date": "2026-10-06T10:00:00",
        "carrier-code": "Other",
        "carrier-name": "ことり便",
        "tracking-number": "0001",
        "ship-method": "宅急便",
        "cod-collection-method": "DirectPayment",
        "merchant-order-id": "M-1",
        "parcel-id": "1001",
    }


@pytest.mark.parametrize("quantity", ["", "<Quantity>1</Quantity>"])
def test_both_schemas_of_an_acknowledgement_are_read(read, quantity):
    items = [
        f"<Item><AmazonOrderItemCode>{code:014}</AmazonOrderItemCode><MerchantOrderItemID>m{code}</MerchantOrderItemID>"
        f"<CancelReason>{reason}</CancelReason>{quantity}</Item>"
        for code, reason in ((101, "NoInventory"), (102, "WeatherDelay"))
    ]
    head = "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><MerchantOrderID>M-1</MerchantOrderID>"
    feed = read(xml_feed("OrderAcknowledgement", [f"{head}<StatusCode>Failure</StatusCode>{''.join(items)}"]))
    assert (feed.records, len(feed.problems)) == (1, 0)
    units = "1" if quantity else ""
    assert feed.text[["cancellation-reason-code", "amazon-order-item-code", "quantity"]].to_numpy().tolist() == [
        ["NoInventory", "00000000000101", units],
        ["WeatherDelay", "00000000000102", units],
    ]


def test_every_element_of_the_all_orders_message_that_has_a_column_is_in_it(read):
    body = """
        <AmazonOrderID>999-0000001-0000001</AmazonOrderID><MerchantOrderID>M-1</MerchantOrderID>
        <PurchaseDate>2026-10-05T10:00:00+09:00</PurchaseDate><LastUpdatedDate>2026-10-06T10:00:00Z</LastUpdatedDate>
        <OrderStatus>Shipped</OrderStatus><SalesChannel>Amazon.co.jp</SalesChannel><URL>https://example.invalid</URL>
        <IsReplacementOrder>false</IsReplacementOrder>
        <FulfillmentData><FulfillmentChannel>Merchant</FulfillmentChannel><ShipServiceLevel>Standard</ShipServiceLevel>
        <Address><City>見本市</City><State>東京都</State><PostalCode>000-0001</PostalCode><Country>JP</Country></Address>
        </FulfillmentData>
        <OrderItem><AmazonOrderItemCode>00000000000101</AmazonOrderItemCode><ASIN>B000000001</ASIN><SKU>TEA-001</SKU>
        <ItemStatus>Shipped</ItemStatus><ProductName>煎茶</ProductName><Quantity>2</Quantity>
        <ItemPrice>{}</ItemPrice><Promotion><PromotionIDs>SALE-1</PromotionIDs></Promotion></OrderItem>"""
    parts = "".join(xml_component(kind, 5) for kind in ("Principal", "Tax", "Shipping", "ShippingTax"))
    feed = read(xml_feed("AllOrdersReport", [body.format(parts)], payload="Order"))
    assert len(feed.problems) == 0
    cells = filled_cells(feed)
    assert {name for name in feed.table.names if feed.table[name].xml} - set(cells) == {
        "gift-wrap-price",
        "gift-wrap-tax",
    }
    assert [cells[name] for name in ("merchant-order-id", "asin", "ship-state", "shipping-tax")] == [
        *("M-1", "B000000001", "東京都"),
        "5",
    ]

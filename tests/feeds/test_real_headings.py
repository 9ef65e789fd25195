"""Heading lines as files of the marketplace and of Japanese tools have them: no column is unknown, none is lost."""

import pytest

from feeds import recognise
from schemas.formats.feed_formats import BY_NAME

ORDERS = (
    "order-id order-item-id purchase-date payments-date buyer-email buyer-name buyer-phone-number sku product-name "
    "quantity-purchased currency item-price item-tax shipping-price shipping-tax ship-service-level recipient-name "
    "ship-address-1 ship-address-2 ship-address-3 ship-city ship-state ship-postal-code ship-country "
    "ship-phone-number delivery-start-date delivery-end-date delivery-time-zone delivery-Instructions"
)
JAPANESE_ORDERS = ORDERS.replace("shipping-tax ", "shipping-tax gift-wrap-price gift-wrap-tax ")
SWITCHED_ON = (
    "ship-service-name address-type number-of-items item-promotion-discount item-promotion-id "
    "ship-promotion-discount ship-promotion-id sales-channel earliest-ship-date latest-ship-date "
    "earliest-delivery-date latest-delivery-date is-business-order purchase-order-number price-designation is-prime "
    "is-buyer-requested-cancellation buyer-requested-cancel-reason signature-confirmation-recommended "
    "tax-collection-model gift-wrap-type gift-message-text payment-method-details payment-method "
    "cod-collectible-amount already-paid payment-method-fee scheduled-delivery-start-date "
    "scheduled-delivery-end-date points-granted"
)
UNSHIPPED = (
    "order-id order-item-id purchase-date payments-date reporting-date promise-date days-past-promise buyer-email "
    "buyer-phone-number sku product-name quantity-purchased quantity-shipped quantity-to-ship ship-service-level "
    "recipient-name ship-address-1 ship-address-2 ship-address-3 ship-city ship-state ship-postal-code ship-country "
)
DOCUMENTED_UNSHIPPED = UNSHIPPED + "is-business-order purchase-order-number price-designation is-prime"
JAPANESE_UNSHIPPED = (
    UNSHIPPED.replace("buyer-email", "buyer-email buyer-name")
    + "payment-method cod-collectible-amount already-paid payment-method-fee scheduled-delivery-start-date "
    "scheduled-delivery-end-date points-granted is-prime"
)
ALL_ORDERS = (
    "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel "
    "sales-channel order-channel ship-service-level product-name sku asin item-status quantity currency item-price "
    "item-tax shipping-price shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount "
    "ship-promotion-discount ship-city ship-state ship-postal-code ship-country promotion-ids is-business-order "
    "purchase-order-number price-designation"
)
OLD_ALL_ORDERS = (
    "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel "
    "sales-channel order-channel url ship-service-level product-name sku asin number-of-items item-status "
    "tax-collection-model tax-collection-responsible-party quantity currency item-price item-tax shipping-price "
    "shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount ship-promotion-discount address-type "
    "ship-city ship-state ship-postal-code ship-country promotion-ids cpf is-business-order purchase-order-number "
    "price-designation"
)
CONFIRMATION = "order-id order-item-id quantity ship-date carrier-code carrier-name tracking-number ship-method"
LATER_CONFIRMATION = (
    "transparency_code ship_from_address_name ship_from_address_line1 ship_from_address_line2 "
    "ship_from_address_line3 ship_from_address_city ship_from_address_county ship_from_address_state_or_region "
    "ship_from_address_postalcode ship_from_address_countrycode ship_from_supply_source_id"
)
LATER_UNSHIPPED = (
    f"{JAPANESE_UNSHIPPED} buyer-company-name customized-url customized-page is-global-express fulfilled-by "
    "is-premium-order licensee-name license-number license-state license-expiration-date is-replacement-order "
    "is-exchange-order original-order-id is-transparency shipment-status is-iba default-ship-from-address-name "
    "default-ship-from-address-field-1 default-ship-from-city default-ship-from-postal-code is-ispu-order "
    "store-chain-store-id ioss-number is-shipping-settings-automation-enabled ssa-carrier ssa-ship-method "
    "tax-collection-responsible-party amazon-programs delivery-preferred-time drop-off-location pallet-delivery"
)
NOT_USED = {
    "unshipped report": LATER_UNSHIPPED,
    "order feed": f"{JAPANESE_ORDERS} {SWITCHED_ON} is-iba shipment-status buyer-company-name promotion-ids",
    "pending report": "order-id order-item-id purchase-date sku product-name quantity-purchased payment-type is-iba",
    "all-orders report": f"{OLD_ALL_ORDERS} buyer-company-name is-replacement-order original-order-id is-iba",
    "inventory": (
        "sku price standard-price-points quantity currency sale-price sale-price-points-percent sale-from-date "
        "sale-through-date restock-date handling-time asin セール価格"
    ),
}
FILES = {
    "the 29 columns": ("order feed", 29, ORDERS),
    "the 29 columns and the channel": ("order feed", 30, f"{ORDERS} sales-channel"),
    "Japan": ("order feed", 31, JAPANESE_ORDERS),
    "all that can be switched on": ("order feed", 61, f"{JAPANESE_ORDERS} {SWITCHED_ON}"),
    "one l": ("order feed", 30, f"{ORDERS} is-buyer-requested-cancelation"),
    "27 documented columns": ("unshipped report", 27, DOCUMENTED_UNSHIPPED),
    "32 columns of Japan": ("unshipped report", 32, JAPANESE_UNSHIPPED),
    "33 columns": ("unshipped report", 33, f"{JAPANESE_UNSHIPPED} verge-of-cancellation"),
    "34 columns": ("unshipped report", 34, f"{JAPANESE_UNSHIPPED} verge-of-cancellation verge-of-lateShipment"),
    "the wish to cancel": (
        "unshipped report",
        36,
        (
            f"{JAPANESE_UNSHIPPED} verge-of-cancellation verge-of-lateShipment is-buyer-requested-cancelation "
            "buyer-requested-cancel-reason"
        ),
    ),
    "pending": (
        "pending report",
        7,
        "order-id order-item-id purchase-date sku product-name quantity-purchased payment-type",
    ),
    "all orders": ("all-orders report", 31, ALL_ORDERS),
    "all orders with every column": ("all-orders report", 37, OLD_ALL_ORDERS),
    "8 columns": ("shipment confirmation", 8, CONFIRMATION),
    "9 columns of Japan": ("shipment confirmation", 9, f"{CONFIRMATION} cod-collection-method"),
    "today's template": (
        "shipment confirmation",
        20,
        f"{CONFIRMATION} cod-collection-method {LATER_CONFIRMATION}",
    ),
    "3 columns": ("cancellation", 3, "order-id cancellation-reason-code amazon-order-item-code"),
    "4 columns": ("cancellation", 4, "order-id merchant-order-id cancellation-reason-code amazon-order-item-code"),
    "price and quantity": (
        "inventory",
        7,
        (
            "sku price minimum-seller-allowed-price maximum-seller-allowed-price quantity fulfillment-channel "
            "handling-time"
        ),
    ),
    "inventory loader": (
        "inventory",
        12,
        (
            "sku product-id product-id-type price item-condition quantity add-delete will-ship-internationally "
            "expedited-shipping item-note leadtime-to-ship merchant_shipping_group_name"
        ),
    ),
}


@pytest.mark.parametrize(("table", "count", "names"), FILES.values(), ids=FILES)
def test_every_heading_of_a_real_file_is_a_column(table, count, names):
    layout = recognise.flat_layout(["\t".join(names.split())])
    assert layout.table is BY_NAME[table]
    assert len(layout.columns) == count
    assert [(cell, name) for cell, name in zip(names.split(), layout.columns, strict=True) if not name] == []
    assert len(layout.problems) == 0


@pytest.mark.parametrize(("table", "names"), NOT_USED.items(), ids=NOT_USED)
def test_columns_of_the_marketplace_that_no_rule_reads_give_no_remark(table, names):
    layout = recognise.flat_layout(["\t".join(names.split())])
    assert (layout.table.name, len(layout.problems)) == (table, 0)


@pytest.mark.parametrize(
    ("heading", "value", "meant"),
    [
        ("paymens-date", "2026-10-05T10:00:00+09:00", "payments-date"),
        ("paymens-date", "", "payments-date"),
        ("paymens-date", "paid", ""),
        ("ship-adress-2", "見本荘", "ship-address-2"),
        ("ship-adress-1", "見本町", ""),
        ("buyer-shoe-name", "x", ""),
    ],
)
def test_another_column_is_suggested_where_heading_and_values_are_alike_and_it_is_missing(heading, value, meant):
    names = f"order-id order-item-id purchase-date sku quantity-purchased ship-address-1 {heading}".split()
    rows = ["\t".join([*"abcdef", text]) for text in ("", value)]
    layout = recognise.flat_layout(["\t".join(names), *rows])
    assert layout.problems[["column", "limit"]].to_numpy().tolist() == [[heading, meant]]


def test_a_column_that_is_new_to_the_template_is_told_and_left_out():
    names = f"{CONFIRMATION} cod-collection-method {LATER_CONFIRMATION} drone_code".split()
    layout = recognise.flat_layout(["\t".join(names)])
    assert layout.problems[["column", "code"]].to_numpy().tolist() == [["drone_code", 90061]]
    assert layout.columns[-1] == ""

"""Columns of the marketplace's own files that no rule reads, of all editions up to 2026: they give no remark."""


def _headings(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDER_REPORTS = _headings(
    """
    order-id order-item-id amazon-order-id merchant-order-id order-channel order-channel-instance external-order-id
    original-order-id order-status item-status fulfillment-channel sales-channel url asin listing-id condition-type
    condition-note serial-number item-extensions-data number-of-items promotion-ids item-promotion-id ship-promotion-id
    item-promotion-discount ship-promotion-discount currency item-price item-tax shipping-price shipping-tax
    gift-wrap-price gift-wrap-tax gift-wrap-type gift-message-text points-granted vat-exclusive-item-price
    vat-exclusive-shipping-price vat-exclusive-giftwrap-price payment-method payment-method-details payment-method-fee
    payment-type cod-collectible-amount already-paid cod-fee cod-fee-discount cod-service-fee is-business-order
    purchase-order-number buyer-po-number price-designation is-prime is-premium-order is-global-express fulfilled-by
    is-replacement-order is-exchange-order replaced-order-id is-transparency is-iba is-ispu-order is-sold-by-ab
    is-amazon-invoiced is-access-point-order is-gift is-sample is-custom-order store-chain-store-id shipment-status
    shipment-id ioss-number deemed-reseller-category buyer-company-name buyer-tax-registration-id
    buyer-tax-registration-country buyer-tax-registration-type buyer-identification-number buyer-identification-type
    buyer-vat-number buyer-cpf cpf buyer-county licensee-name license-number license-state license-expiration-date
    customized-url customized-page default-ship-from-address-name default-ship-from-address-field-1
    default-ship-from-address-field-2 default-ship-from-address-field-3 default-ship-from-city
    default-ship-from-state default-ship-from-country default-ship-from-postal-code default-ship-from-county
    is-shipping-settings-automation-enabled ssa-carrier ssa-ship-method tax-collection-model
    tax-collection-responsible-party signature-confirmation-recommended amazon-programs delivery-preferred-time
    drop-off-location pallet-delivery address-type ship-address-type ship-county ship-service-name ship-service-level
    bill-name bill-address-1 bill-address-2 bill-address-3 bill-city bill-county bill-state bill-postal-code
    bill-country bill-phone-number invoice-business-legal-name invoice-business-address invoice-business-tax-id
    invoice-business-tax-office verge-of-cancellation verge-of-lateshipment is-buyer-requested-cancellation
    buyer-requested-cancel-reason earliest-ship-date latest-ship-date earliest-delivery-date latest-delivery-date
    last-updated-date promise-date days-past-promise quantity-shipped reporting-date scheduled-delivery-start-date
    scheduled-delivery-end-date delivery-start-date delivery-end-date delivery-time-zone delivery-instructions
    order-date-pst marketplace-name order-invoice-type buyer-citizen-name buyer-citizen-id buyer-cst-number
    is-heavy-or-bulky is-pickup-point-order
    """
)
"""Of the Orders, Unshipped, Pending and all-orders reports. A format that reads one of them has a column for it."""
INVENTORY = _headings(
    """
    asin item-name item-description product-name listing-id seller-sku standard-price-points
    standard-price-points-percent points currency sale-price sale-price-points sale-price-points-percent
    sale-from-date sale-through-date sale-start-date sale-end-date launch-date release-date open-date image-url
    item-is-marketplace zshop-shipping-fee zshop-category1 zshop-browse-path zshop-storefront-feature zshop-boldface
    asin1 asin2 asin3 bid-for-featured-placement pending-quantity merchant-shipping-group status list-price map-price
    business-price quantity-price-type quantity-lower-bound1 quantity-price1 quantity-lower-bound2 quantity-price2
    quantity-lower-bound3 quantity-price3 quantity-lower-bound4 quantity-price4 quantity-lower-bound5 quantity-price5
    progressive-discount-type progressive-discount-lower-bound1 progressive-discount-value1
    progressive-discount-lower-bound2 progressive-discount-value2 progressive-discount-lower-bound3
    progressive-discount-value3 pricing-action national-stock-number unspsc-code product-tax-code tax-code
    optional-payment-type-exclusion max-order-quantity is-giftwrap-available is-gift-message-available
    fulfillment-latency condition-note item-weight item-length item-width item-height
    ポイント 通貨コード セール価格 セール時ポイントパーセント セール開始日 セール終了日 商品名
    商品コード 商品コードのタイプ 商品のコンディション 商品のコンディション説明 出荷パターン 配送パターン
    """
)
"""Of the inventory loader and the template of prices and stock."""
CONFIRMATIONS = _headings(
    """
    merchant-order-item-id sku asin product-name item-name recipient-name buyer-name ship-service-level marketplace-id
    ship-from-address-county invoice-number package-id
    """
)
"""Of the template of confirmations, and what tools copy into it from an order report."""

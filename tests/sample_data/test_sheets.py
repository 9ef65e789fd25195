"""What the feeds of the demo tell: the facts that the stories turn on stand in them."""

from datetime import datetime

from schemas.formats.marketplace_reports import ALL_ORDERS
from schemas.formats.order_reports import UNSHIPPED
from tests.samples import packing, sample_forms
from tests.support.demo_feeds import BY_PATH, committed_feeds, demo_runs, feed_messages, feed_rows


def test_mondays_file_comes_again_with_the_same_bytes():
    content = committed_feeds()
    assert content["2026-10-06/orders-20261005-copy.tsv"] == content["2026-10-05/orders-20261005.tsv"]


def test_the_orders_verified_on_monday_come_again_as_xml_with_the_same_facts():
    flat = [row for row in feed_rows("2026-10-05/orders-20261005.tsv") if row["payments-date"]]
    again = [
        (
            message.findtext("AmazonOrderID"),
            item.findtext("AmazonOrderItemCode"),
            epoch_seconds(message.findtext("OrderDate")),
            epoch_seconds(message.findtext("OrderPostedDate")),
            message.findtext("FulfillmentData/Address/Name"),
            message.findtext("FulfillmentData/Address/AddressFieldOne"),
            message.findtext("FulfillmentData/Address/PostalCode"),
            item.findtext("SKU"),
            item.findtext("Title"),
            item.findtext("Quantity"),
            component_amount(item, "Principal"),
            component_amount(item, "Shipping"),
        )
        for message in feed_messages("2026-10-07/orders-20261005-again.xml")
        for item in message.iter("Item")
    ]
    columns = ("recipient-name", "ship-address-1", "ship-postal-code", "sku", "product-name", "quantity-purchased")
    statuses = [
        (
            row["order-id"],
            row["order-item-id"],
            epoch_seconds(row["purchase-date"]),
            epoch_seconds(row["payments-date"]),
            *(row[column] for column in columns),
            row["item-price"],
            row["shipping-price"],
        )
        for row in flat
    ]
    assert again == statuses


def epoch_seconds(moment):
    return datetime.fromisoformat(moment).timestamp()


def component_amount(item, kind):
    amounts = [part.findtext("Amount") for part in item.iter("Component") if part.findtext("Type") == kind]
    return amounts[0] if amounts else "0"


def test_an_order_seen_bare_on_monday_has_price_and_address_on_wednesday():
    [bare] = [row for row in feed_rows("2026-10-05/orders-20261005.tsv") if row["order-id"].endswith("18")]
    assert not any(bare[column] for column in ("item-price", "currency", "recipient-name", "payments-date"))
    [full] = [
        m for m in feed_messages("2026-10-07/orders-20261007.xml") if m.findtext("AmazonOrderID") == bare["order-id"]
    ]
    assert full.findtext("Item/ItemPrice/Component/Amount") == "2160"
    assert full.findtext("FulfillmentData/Address/Name") == "仮名 一葉"


def test_thursdays_file_holds_ten_good_rows_and_three_damaged_ones_that_can_be_mended():
    listed = feed_rows("2026-10-08/confirmations-20261008.tsv")
    sound = [sample_forms.confirmation_row(packing.SHIPMENTS[name]) for name in packing.PACKING_LISTS["R4"]]
    damaged = [number for number, (row, meant) in enumerate(zip(listed, sound, strict=True), 1) if row != meant]
    assert (len(listed), damaged) == (13, [5, 8, 12])
    mend = demo_runs()["R5b"]["mend"]
    assert f"2026-10-08/{mend['feed']}" in BY_PATH
    assert mend["received"] == datetime.fromisoformat("2026-10-09T23:40:00+09:00")
    words = {(change["column"], change["from"]): change["to"] for change in mend["replace"]}
    assert [{column: words.get((column, cell), cell) for column, cell in row.items()} for row in listed] == sound


def test_thursdays_file_repeats_parcels_that_were_confirmed_before():
    before = feed_rows("2026-10-06/confirmations-20261006.txt")
    rows = feed_rows("2026-10-08/confirmations-20261008.tsv")
    assert before[1] in rows
    numbers = [
        message.findtext("FulfillmentData/ShipperTrackingNumber")
        for message in feed_messages("2026-10-07/confirmations-20261007.xml")
    ]
    assert {"0000-0000-1101", "0000-0000-1102"} <= set(numbers) & {row["tracking-number"] for row in rows}
    assert before[2] in feed_rows("2026-10-08/confirmations-20261008-again.tsv")


def test_awkward_texts_are_in_the_feeds():
    monday, tuesday = feed_rows("2026-10-05/orders-20261005.tsv"), feed_rows("2026-10-06/orders-20261006.txt")
    assert {"00123", "1E5", "3-4"} <= {row["sku"] for row in monday}
    assert '"お徳用 ねじ 3/4' in {row["product-name"] for row in monday}
    assert "NA" in {row["product-name"] for row in tuesday}
    assert {"髙見本 九郎", "例示商店①号店"} <= {row["recipient-name"] for row in tuesday}


def test_the_wrong_tracking_number_is_corrected_and_then_taken_away():
    [wrong], [right], [none] = (
        [row for row in feed_rows(path) if row["order-id"].endswith("13")]
        for path in (
            "2026-10-06/confirmations-20261006.txt",
            "2026-10-09/confirmations-20261009.txt",
            "2026-10-13/corrections-20261013.tsv",
        )
    )
    numbers = [row.pop("tracking-number") for row in (wrong, right, none)]
    assert (numbers, right.pop("cod-collection-method")) == (["0000-0000-1310", "0000-0000-1301", "NULL"], "")
    assert wrong == right == none


def test_the_marketplaces_own_reports_have_its_columns():
    unshipped, all_orders = (
        feed_rows("2026-10-13/unshipped-20261013.txt"),
        feed_rows("2026-10-09/all-orders-20261009.txt"),
    )
    assert tuple(unshipped[0]) == UNSHIPPED.names[:32]
    assert [row["order-id"][-2:] for row in unshipped] == ["05", "25", "26", "27"]
    assert set(all_orders[0]) <= set(ALL_ORDERS.names)
    [canceled] = [row for row in all_orders if row["order-status"] == "Cancelled"]
    assert (canceled["quantity"], canceled["item-price"], canceled["currency"]) == ("0", "", "")

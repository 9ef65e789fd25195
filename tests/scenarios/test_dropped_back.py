"""The file of refused records of every format, corrected and dropped back, in both languages and encodings."""

import pytest

from schemas.formats.feed_formats import FEEDS
from tests.support.feed_forms import xml_feed
from tests.support.rejects import rejects_document
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

EARLY = "2026-10-05T12:00:00+09:00"


def order_row(number, **more):
    ids = {"order-id": f"999-0000001-{number:07}", "order-item-id": f"{number:014}"}
    return ORDER | ids | {name.replace("_", "-"): text for name, text in more.items()}


def cells_of(number, *names, **more):
    return {name: text for name, text in order_row(number, **more).items() if name in names}


def dated_body(number, day):
    return (
        f"<AmazonOrderID>999-0000001-{number:07}</AmazonOrderID><FulfillmentDate>{day}</FulfillmentDate>"
        "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
    )


def cancellation_body(number, reason):
    item = f"<Item><AmazonOrderItemCode>{number:014}</AmazonOrderItemCode><CancelReason>{reason}</CancelReason></Item>"
    return f"<AmazonOrderID>999-0000001-{number:07}</AmazonOrderID><StatusCode>Failure</StatusCode>{item}"


def placed_body(number, currency):
    return (
        f"<AmazonOrderID>999-0000001-{number:07}</AmazonOrderID><OrderDate>2026-10-05T10:00:00+09:00</OrderDate>"
        "<OrderPostedDate>2026-10-05T10:05:00+09:00</OrderPostedDate><FulfillmentData><Address><Name>見本 髙橋</Name>"
        "<AddressFieldOne>見本町1-2-3</AddressFieldOne><PostalCode>000-0001</PostalCode></Address></FulfillmentData>"
        f"<Item><AmazonOrderItemCode>{number:014}</AmazonOrderItemCode><SKU>MUG-02</SKU><Quantity>2</Quantity>"
        f'<ItemPrice><Component><Type>Principal</Type><Amount currency="{currency}">4400</Amount></Component>'
        "</ItemPrice></Item>"
    )


def refund_body(number, reason):
    price = '<ItemPriceAdjustments><Component><Type>Principal</Type><Amount currency="JPY">100</Amount></Component>'
    item = f"<AmazonOrderItemCode>{number:014}</AmazonOrderItemCode><AdjustmentReason>{reason}</AdjustmentReason>"
    return (
        f"<AmazonOrderID>999-0000001-{number:07}</AmazonOrderID><AdjustedItem>{item}{price}</ItemPriceAdjustments>"
        "</AdjustedItem>"
    )


def stated_body(number, updated):
    return (
        f"<AmazonOrderID>999-0000001-{number:07}</AmazonOrderID><PurchaseDate>{ORDER['purchase-date']}</PurchaseDate>"
        f"<LastUpdatedDate>{updated}</LastUpdatedDate><OrderStatus>Shipped</OrderStatus>"
        "<FulfillmentData><FulfillmentChannel>Merchant</FulfillmentChannel></FulfillmentData>"
        "<OrderItem><SKU>MUG-02</SKU><Quantity>2</Quantity></OrderItem>"
    )


IDS = ("order-id", "order-item-id")
UNSHIPPED = (*IDS, "purchase-date", "payments-date", "sku", "quantity-purchased")
PENDING = (*IDS, "purchase-date", "sku", "product-name", "quantity-purchased")
ADDRESS = {"recipient-name": "例示 花子", "ship-address-1": "例示町4-5-6", "ship-postal-code": "000-0002"}
FIFTH = "<MessageID>5</MessageID>"
WRONG = {
    "order feed": (order_row(31, item_price="1.5"), "1.5", "4400"),
    "payments": (cells_of(2, "order-id") | {"payment-status": "Payed"}, "Payed", "Verified"),
    "shipment confirmation": (
        cells_of(3, *IDS) | {"ship-date": "tomorrow", "carrier-code": "YAMATO"},
        "tomorrow",
        "2026-10-05",
    ),
    "cancellation": (cells_of(4, "order-id") | {"cancellation-reason-code": "Bored"}, "Bored", "NoInventory"),
    "address change": (
        cells_of(5, "order-id") | {"requested-by": "somebody", "message-id": "M-1"} | ADDRESS,
        "somebody",
        "buyer",
    ),
    "inventory": ({"sku": "MUG-02", "quantity": "many"}, "many", "7"),
    "unshipped report": (
        cells_of(32, *UNSHIPPED, quantity_purchased="two")
        | {"quantity-shipped": "0", "quantity-to-ship": "2"}
        | ADDRESS,
        "two",
        "2",
    ),
    "pending report": (cells_of(33, *PENDING, quantity_purchased="two") | {"payment-type": "CVS"}, "two", "2"),
    "all-orders report": (
        {"amazon-order-id": "999-0000001-0000006", "purchase-date": ORDER["purchase-date"]}
        | {"last-updated-date": "yesterday", "order-status": "Shipped", "sku": "MUG-02"}
        | {"fulfillment-channel": "Merchant", "item-status": "Shipped", "quantity": "2"},
        "yesterday",
        "2026-10-05T18:00:00+09:00",
    ),
    "order adjustment": (
        cells_of(3, *IDS) | {"adjustment-reason-code": "Whim", "currency": "JPY", "item-price-adj": "100"},
        "Whim",
        "CustomerReturn",
    ),
    "OrderReport": (xml_feed("OrderReport", [(placed_body(34, "USD"), FIFTH)]), "USD", "JPY"),
    "OrderFulfillment": (
        xml_feed("OrderFulfillment", [(dated_body(7, "tomorrow"), FIFTH)]),
        "tomorrow",
        "2026-10-05",
    ),
    "OrderAcknowledgement": (
        xml_feed("OrderAcknowledgement", [(cancellation_body(8, "Bored"), FIFTH)]),
        "Bored",
        "NoInventory",
    ),
    "OrderAdjustment": (xml_feed("OrderAdjustment", [(refund_body(7, "Whim"), FIFTH)]), "Whim", "CustomerReturn"),
    "AllOrdersReport": (
        xml_feed("AllOrdersReport", [(stated_body(9, "yesterday"), FIFTH)]),
        "yesterday",
        "2026-10-05T18:00:00+09:00",
    ),
    "Inventory": (xml_feed("Inventory", [("<SKU>TEA-9</SKU><Quantity>many</Quantity>", FIFTH)]), "many", "7"),
}
"""A record of each format with one wrong value, that value, and the right one."""
WAYS = (("en", "utf-8-sig"), ("ja", "cp932"))


def feed_name(kind):
    return f"{kind.replace(' ', '-')}.{'xml' if is_xml(kind) else 'tsv'}"


def is_xml(kind):
    return isinstance(WRONG[kind][0], str)


def rejected_file(workspace, kind, run, prefix=""):
    ending = ".tsv" if is_xml(kind) else ""
    return workspace.root / "rejected" / f"run-{run}_{prefix}{feed_name(kind)}{ending}"


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def dropped_back_runs(request, tmp_path_factory):
    """Refused in run 1; dropped back as it was, refused again in run 2; corrected, dropped back, applied in run 3."""
    language, encoding = request.param
    settings = f'language = "{language}"\n[inbox]\nsettle_seconds = 0\n[report]\nencoding = "{encoding}"\n'
    workspace = SellerWorkspace(tmp_path_factory.mktemp("back") / language, settings)
    known = [order_row(number, payments_date="" if number == 2 else ORDER["payments-date"]) for number in range(1, 10)]
    workspace.drop("known.tsv", *known, received=EARLY)
    for kind, (wrong, _, _) in WRONG.items():
        if is_xml(kind):
            workspace.put(feed_name(kind), wrong.encode())
        else:
            workspace.drop(feed_name(kind), wrong)
    documents = [workspace.run().document]
    reject_documents = [rejects_document(workspace)]
    for kind in WRONG:
        workspace.put(f"back-{feed_name(kind)}", rejected_file(workspace, kind, 1).read_bytes(), RUN_TIMES[1])
    documents.append(workspace.run(RUN_TIMES[1]).document)
    reject_documents.append(rejects_document(workspace))
    for kind, (_, bad, good) in WRONG.items():
        text = rejected_file(workspace, kind, 2, "back-").read_bytes().decode(encoding)
        cells = text.replace(f"\t{bad}\t", f"\t{good}\t")
        assert cells != text
        workspace.put(f"right-{feed_name(kind)}", cells.encode(encoding), RUN_TIMES[2])
    documents.append(workspace.run(RUN_TIMES[2]).document)
    reject_documents.append(rejects_document(workspace))
    return workspace, documents, reject_documents


def test_every_format_is_among_them_in_every_form_that_it_has():
    assert set(WRONG) == {table.name for table in FEEDS} | {table.message for table in FEEDS if table.message}


def feeds_by_name(document):
    return {feed["name"]: feed for feed in document["feeds"]}


@pytest.mark.parametrize("kind", WRONG)
def test_a_corrected_file_is_known_as_its_format_its_extra_columns_are_ignored_and_it_applies(dropped_back_runs, kind):
    _, documents, _ = dropped_back_runs
    first, again, right = (
        feeds_by_name(document)[f"{prefix}{feed_name(kind)}"]
        for document, prefix in zip(documents, ("", "back-", "right-"), strict=True)
    )
    assert first["format"] == again["format"] == right["format"] != ""
    assert (first["rejected"], again["rejected"], right["rejected"]) == (1, 1, 0)
    assert right["accepted"] + right["warning"] == right["records"] == 1
    assert 90061 not in {code["code"] for feed in (again, right) for code in feed["codes"]}


def test_a_record_that_came_back_wrong_is_one_open_line_and_the_earlier_one_says_where(dropped_back_runs):
    _, _, (first, second, _) = dropped_back_runs
    assert (first["count"], first["open"]) == (len(WRONG), len(WRONG))
    assert (second["count"], second["open"]) == (2 * len(WRONG), len(WRONG))
    states = {(reject["run"], reject["resolved"], reject["again"]) for reject in second["rejects"]}
    assert states == {(1, None, 2), (2, None, None)}


def test_a_correction_that_applied_resolves_every_earlier_refusal_of_its_record(dropped_back_runs):
    _, _, (*_, last) = dropped_back_runs
    assert last["open"] == 0
    assert {reject["resolved"] for reject in last["rejects"]} == {3}
    assert {reject["run"] for reject in last["rejects"]} == {1, 2}


def test_what_applied_is_what_was_corrected(dropped_back_runs):
    workspace, _, _ = dropped_back_runs
    orders = {row["order-id"][-2:]: row for row in report_rows(workspace, "day/orders.tsv")}
    assert orders["31"]["item-price"] == orders["34"]["item-price"] == "4400"
    assert orders["34"]["recipient-name"] == "見本 髙橋"
    open_now = {row["order-id"][-2:]: row for row in report_rows(workspace, "run-3/unshipped-orders.tsv")}
    assert open_now["05"]["recipient-name"] == "例示 花子"
    assert {"02", "31", "32", "34"} <= set(open_now)
    assert not {"03", "04", "06", "07", "08"} & set(open_now)


def report_rows(workspace, name):
    encoding = workspace.settings.report.encoding
    day = "2026-10-07"
    lines = (workspace.root / "reports" / day / name).read_bytes().decode(encoding).split("\r\n")
    heads = lines[0].split("\t")
    return [dict(zip(heads, line.split("\t"), strict=True)) for line in lines[1:-1]]

"""The templates of cancellations and confirmations: rows above the headings, in every way in which they are met."""

import pytest

from tests.support.read_feeds import problem_codes

KINDS = {"1.0.3": "Version=1.0/1.0.3", "1.0.1": "Version=1.0/1.0.1"}
NOTE = "This row for Amazon.com use only.  Do not modify or delete."
HEADS = {
    "1.0.3": ("order-id", "cancellation-reason-code", "amazon-order-item-code"),
    "1.0.1": ("order-id", "merchant-order-id", "cancellation-reason-code", "amazon-order-item-code"),
}
ORDER_ID, ITEM_ID = "999-0000001-0000001", "00000000000101"
LABELS = (
    *("注文番号", "注文商品番号", "出荷数", "出荷日", "配送業者コード", "配送業者名", "お問い合わせ伝票番号"),
    *("配送方法", "代金引換"),
)
ENGLISH = (
    *("order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number"),
    *("ship-method", "cod-collection-method"),
)
TYPE = ("TemplateType=OrderFulfillment", "Version=2011.1102", "この行は編集しないでください。")
SHIPPED = (ORDER_ID, ITEM_ID, "1", "2026-10-06", "YAMATO", "", "0000-0001", "宅急便", "")


def cancellation_template(version, *rows, sep="\t", end="\r\n"):
    lines = [sep.join(("TemplateType=OrderCancellation", KINDS[version], NOTE)), "\t".join(HEADS[version])]
    return "".join(line + end for line in [*lines, *("\t".join(row) for row in rows)])


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("sep", ["\t", " "])
@pytest.mark.parametrize("version", KINDS)
def test_both_versions_of_the_cancellation_template_are_read(read, version, sep, end):
    row = {"order-id": ORDER_ID, "cancellation-reason-code": "NoInventory", "amazon-order-item-code": ITEM_ID}
    feed = read(cancellation_template(version, [row.get(name, "") for name in HEADS[version]], sep=sep, end=end))
    assert (feed.table.name, feed.records, len(feed.problems)) == ("cancellation", 1, 0)
    assert feed.typed["line"].tolist() == [3]
    assert {name: feed.typed[name].iloc[0] for name in row} == row


@pytest.mark.parametrize(("reason", "item"), [("", ""), ("NoInventory", ""), ("", ITEM_ID), ("BuyerCanceled", ITEM_ID)])
def test_reason_and_item_may_be_given_in_any_combination(read, reason, item):
    feed = read(cancellation_template("1.0.3", (ORDER_ID, reason, item)))
    assert len(feed.problems) == 0
    assert feed.typed[["cancellation-reason-code", "amazon-order-item-code"]].to_numpy().tolist() == [[reason, item]]


def test_the_sellers_own_id_may_name_the_order_alone(read):
    rows = [("", "M-1", "NoInventory", ""), ("", "", "NoInventory", ""), ("x", "M-2", "NoInventory", "")]
    assert problem_codes(read(cancellation_template("1.0.1", *rows))) == [
        (2, 70101, "order-id"),
        (3, 70104, "order-id"),
    ]


@pytest.mark.parametrize(("status", "problems"), [("Success", [(1, 70101, "order-id")]), ("Failure", []), ("", [])])
def test_an_acknowledgement_that_links_no_order_is_refused(read_rows, status, problems):
    row = {"order-id": "", "merchant-order-id": "M-1", "amazon-order-item-code": "", "cancellation-reason-code": ""}
    assert problem_codes(read_rows("cancellations", row | {"status-code": status})) == problems


@pytest.mark.parametrize(
    ("second", "codes", "repeats"),
    [
        (("", "M-1", "NoInventory", ITEM_ID), [], [0, 1]),
        (("", "M-1", "PricingError", ITEM_ID), [70014, 70014], [0, 0]),
        (("", "M-2", "PricingError", ITEM_ID), [], [0, 0]),
    ],
)
def test_the_sellers_own_id_is_a_key_where_it_stands_alone(read, second, codes, repeats):
    feed = read(cancellation_template("1.0.1", ("", "M-1", "NoInventory", ITEM_ID), second))
    assert (feed.problems["code"].tolist(), feed.repeats.tolist()) == (codes, repeats)


@pytest.mark.parametrize("name", ["order-id", "merchant-order-id"])
def test_an_id_of_the_seller_alone_is_a_key_of_confirmations_too(read_rows, name):
    blank = {"order-id": "", "merchant-order-id": ""} | {name: "999-0000001-0000001"}
    feed = read_rows("confirmations", blank, blank | {"quantity": "1"})
    assert {code for _, code, _ in problem_codes(feed)} == {70014}


ROWS_ABOVE = {
    "English alone": [ENGLISH],
    "labels alone": [LABELS],
    "labels and English": [LABELS, ENGLISH],
    "type and English": [TYPE, ENGLISH],
    "type and labels": [TYPE, LABELS],
    "all three": [TYPE, LABELS, ENGLISH],
}


@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("rows", ROWS_ABOVE.values(), ids=ROWS_ABOVE)
def test_the_confirmation_template_is_read_with_any_of_its_rows(read, rows, padded):
    wide = [(*row, *[""] * (len(ENGLISH) - len(row) if padded else 0)) for row in rows]
    feed = read("".join("\t".join(row) + "\r\n" for row in [*wide, SHIPPED]), "cp932")
    assert (feed.table.name, feed.records, len(feed.problems)) == ("shipment confirmation", 1, 0)
    assert feed.text[list(ENGLISH)].to_numpy().tolist() == [list(SHIPPED)]
    assert feed.text["line"].tolist() == [len(rows) + 1]


def test_a_template_without_any_headings_misses_its_columns(read):
    feed = read("".join("\t".join(row) + "\r\n" for row in [TYPE, SHIPPED]))
    assert feed.refused
    assert feed.problems[["code", "column"]].to_numpy().tolist() == [[90012, "order-id"], [90012, "ship-date"]]


def test_the_newer_columns_are_read_with_underscores_and_a_new_one_is_told(read):
    later = ("transparency_code", "ship_from_address_name", "ship_from_supply_source_id", "drone_code")
    feed = read(
        "".join("\t".join(row) + "\r\n" for row in [TYPE, (*ENGLISH, *later), (*SHIPPED, "T1", "見本", "S1", "D")])
    )
    assert feed.problems[["record", "code", "column"]].to_numpy().tolist() == [[0, 90061, "drone_code"]]
    assert feed.typed[["transparency-code", "ship-from-supply-source-id"]].to_numpy().tolist() == [["T1", "S1"]]

import pytest

from feeds import nearest_format, recognise
from feeds.problems import RefusedError
from schemas.formats.added_columns import REASON_NAMES
from schemas.formats.feed_formats import FEEDS

LABELS = "注文番号\t注文商品番号\t出荷数\t出荷日\t配送業者コード\t配送業者名\tお問い合わせ伝票番号\t配送方法\t代金引換"
ENGLISH = (
    "order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\tship-method"
    "\tcod-collection-method"
)
TEMPLATE = "TemplateType=OrderFulfillment\tVersion=2011.1102\tこの行は編集しないでください。\t\t"
ROW = "999-0000001-0000001\t00000000000101\t1\t2026-10-06\tYAMATO\t\t1\t宅急便\t"


def refusal(lines):
    with pytest.raises(RefusedError) as refused:
        recognise.flat_layout(lines)
    problems = refused.value.problems
    assert set(problems["record"]) == {0}
    return list(zip(problems["code"], problems["column"], problems["limit"], strict=True))


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_every_format_is_recognised_by_its_own_columns(table):
    names = [name for name in table.names if name != "on-hand"]
    layout = recognise.flat_layout(["\t".join(names)])
    assert layout.table is table
    assert layout.columns == tuple(names)
    assert layout.head_lines == 1
    assert len(layout.problems) == 0


@pytest.mark.parametrize(
    "heads",
    [[ENGLISH], [LABELS], [LABELS, ENGLISH], [TEMPLATE, ENGLISH], [TEMPLATE, LABELS], [TEMPLATE, LABELS, ENGLISH]],
)
def test_confirmations_may_have_one_to_three_header_rows(heads):
    layout = recognise.flat_layout([*heads, ROW])
    assert layout.table.name == "shipment confirmation"
    assert layout.columns == tuple(ENGLISH.split("\t"))
    assert layout.head_lines == len(heads)


def test_blank_lines_before_the_header_are_passed_over():
    assert recognise.flat_layout(["", ENGLISH, ROW]).head_lines == 2


def test_a_title_may_stand_above_the_header():
    assert recognise.flat_layout(["出荷一覧 10月6日", "", ENGLISH, ROW]).head_lines == 3


@pytest.mark.parametrize("again", [ENGLISH, TEMPLATE])
def test_a_header_below_a_row_of_data_is_data(again):
    assert recognise.flat_layout([ENGLISH, ROW, again, ROW]).head_lines == 1


@pytest.mark.parametrize(
    ("row", "header", "nearest"),
    [(ROW, ENGLISH, "shipment confirmation"), ("TEA-001\t5", "sku\tquantity", "inventory")],
)
def test_rows_of_data_above_the_header_are_never_passed_over(row, header, nearest):
    assert refusal([row, header, row]) == [(70201, "", nearest)]


def test_headings_match_in_any_case_order_and_with_underscores():
    layout = recognise.flat_layout(["QUANTITY_purchased\t SKU \tOrder ID\tpurchase_date\torder_item_id"])
    assert layout.columns == ("quantity-purchased", "sku", "order-id", "purchase-date", "order-item-id")


def test_both_spellings_of_the_cancel_flag_are_known():
    base = "order-id\torder-item-id\tpurchase-date\tsku\tquantity-purchased\t"
    layout = recognise.flat_layout([base + "is-buyer-requested-cancelation"])
    assert layout.columns[-1] == "is-buyer-requested-cancellation"


@pytest.mark.parametrize("sep", ["\t", " "])
def test_a_cancellation_is_known_by_its_template_row_alone(sep):
    layout = recognise.flat_layout(
        [sep.join(("TemplateType=OrderCancellation", "Version=1.0/1.0.3", "This row")), "order-id"]
    )
    assert layout.table.name == "cancellation"
    assert layout.head_lines == 2


def test_a_template_row_without_headings_misses_every_required_column():
    assert [problem[:2] for problem in refusal([TEMPLATE, ROW])] == [(90012, "order-id"), (90012, "ship-date")]


def test_headings_of_another_format_than_the_template_says_are_ambiguous():
    assert refusal([TEMPLATE, "order-id\tpayment-status"])[0][0] == 70202


def test_a_header_that_fits_two_formats_is_ambiguous():
    [(code, _, limit)] = refusal(["order-id\tpayment-status\tcancellation-reason-code"])
    assert code == 70202
    assert limit == "payments, cancellation"


@pytest.mark.parametrize("extra", ["seller-id", "refused"])
def test_a_mark_of_its_row_twice_is_ambiguous(extra):
    assert refusal([f"order-id\tpayment-status\t{extra}\t{extra}"])[0][0] == 70202


def test_a_column_may_stand_under_two_headings():
    layout = recognise.flat_layout([ENGLISH + "\tお問合わせ伝票番号\tqty"])
    assert layout.columns[-2:] == ("tracking-number", "quantity")


def test_an_unknown_heading_that_is_no_word_is_not_repeated(read_rows):
    feed = read_rows("orders", {"taro@example.invalid": "1", "090-0000-9999": "1", "備考": "1"})
    assert feed.problems[["code", "column"]].to_numpy().tolist() == [[90061, "…, 備考"]]


def test_an_unknown_heading_twice_is_one_name():
    layout = recognise.flat_layout(["order-id\tpayment-status\tmemo\tmemo"])
    assert layout.problems["column"].tolist() == ["memo"]


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("order-id\torder-item-id\tquantity", "shipment confirmation"),
        ("orderid\tpaymentstatus", "order feed"),
        ("sku-code\tqty", "inventory"),
        ("amazonorder-id\tsku\torder-status\titem-status", "all-orders report"),
        ("order_no\trequested-by\tmessage-id", "address change"),
        ("order-id\tsku\tquantity-to-ship\tpromise-date", "unshipped report"),
        ("order-id\tsku\tproduct-name\tpayment-type", "pending report"),
        (ROW, ""),
    ],
)
def test_an_unknown_header_is_refused_with_the_nearest_format(line, nearest):
    [(code, _, limit)] = refusal([line])
    assert (code, limit) == (70201, nearest)


def test_each_missing_required_column_is_named():
    problems = refusal(["order-id\tpurchase-date\tquantity-purchased"])
    assert [problem[:2] for problem in problems] == [(90012, "order-item-id"), (90012, "sku")]


def test_unknown_columns_are_told_in_one_line_with_the_nearest_heading():
    layout = recognise.flat_layout(["order-id\tpayment-status\tpayment-dat\tzzzzzzzz"])
    problems = layout.problems[["record", "line", "column", "code", "value", "limit"]].to_numpy().tolist()
    assert problems == [[0, 1, "payment-dat, zzzzzzzz", 90061, "", "payment-date"]]
    assert layout.columns == ("order-id", "payment-status", "", "")


def test_the_columns_of_a_file_of_refused_records_are_known_everywhere():
    layout = recognise.flat_layout(["\t".join(("order-id", "payment-status", *REASON_NAMES))])
    assert len(layout.problems) == 0


def test_empty_headings_at_the_end_are_no_columns():
    assert recognise.flat_layout(["sku\tquantity\t\t\t"]).columns == ("sku", "quantity")


def test_a_data_row_that_holds_the_word_sku_is_no_header():
    assert recognise.flat_layout(["sku\tquantity", "sku\t10"]).head_lines == 1


def test_an_orders_feed_is_no_confirmation_although_it_has_shipping_columns():
    names = "order-id\torder-item-id\tpurchase-date\tsku\tquantity-purchased\ttracking-number"
    assert recognise.flat_layout([names]).table.name == "order feed"


@pytest.mark.parametrize(
    ("names", "table"),
    [
        ("order-id\tship-date\tcarrier-code\trecipient-name\tship-address-1", "shipment confirmation"),
        ("order-id\tpayment-status\tpayment-type\tpurchase-date", "payments"),
        ("order-id\tcancellation-reason-code\trecipient-name", "cancellation"),
        ("sku\tquantity\tfulfillment-channel", "inventory"),
    ],
)
def test_columns_of_a_neighbour_make_no_other_format(names, table):
    assert recognise.flat_layout([names]).table.name == table


def test_a_report_with_the_columns_of_a_cancellation_is_ambiguous():
    names = "order-id\torder-item-id\tpurchase-date\tsku\tquantity-to-ship\tcancellation-reason-code"
    [(code, _, limit)] = refusal([names])
    assert (code, limit) == (70202, "unshipped report, cancellation")


def test_a_hostile_header_is_answered_in_bounded_time():
    layout = recognise.flat_layout(["order-id\tpayment-status\t" + "\t".join(f"column-{n}" for n in range(5000))])
    [names] = layout.problems["column"]
    assert len(names.split(", ")) == nearest_format.MOST_ADVICE


@pytest.mark.parametrize(
    ("message", "nearest"), [("OrderFulfilment", "shipment confirmation"), ("", ""), ("Price", "")]
)
def test_an_unknown_message_type_is_refused_with_the_nearest_format(message, nearest):
    with pytest.raises(RefusedError) as refused:
        recognise.format_of_message(message)
    assert refused.value.problems["limit"].tolist() == [nearest]

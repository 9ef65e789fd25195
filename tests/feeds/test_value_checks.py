import pandas as pd
import pytest

import feeds
from feeds import flat_chunks, value_checks
from feeds.problems import quotable, quotable_choice
from schemas.columns import Kind
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import FEEDS, INVENTORY
from schemas.formats.order_feed import ORDERS
from schemas.wording.reason_texts import EITHER
from tests.support.feed_forms import flat_file
from tests.support.read_feeds import TOKYO, problem_codes

LONG = "x" * 61


def only_problem(feed):
    [row] = feed.problems[["record", "line", "column", "code", "value", "limit"]].to_numpy().tolist()
    return tuple(row)


@pytest.mark.parametrize("name", ["orders", "confirmations", "cancellations", "payments", "inventory"])
def test_a_good_record_of_every_format_has_no_problem(read_rows, name):
    feed = read_rows(name, {})
    assert len(feed.problems) == 0
    assert (feed.records, len(feed.typed), feed.refused) == (1, 1, False)


@pytest.mark.parametrize(
    ("name", "column", "value", "code"),
    [
        ("orders", "order-id", "", 70101),
        ("orders", "sku", "  ", 70101),
        ("orders", "quantity-purchased", "２", 70102),
        ("orders", "quantity-purchased", "2.0", 70102),
        ("orders", "quantity-purchased", "1000000", 70102),
        ("orders", "purchase-date", "2026/10/05", 70022),
        ("orders", "payments-date", "2026-10-05", 70022),
        ("orders", "purchase-date", "2026/10/5", 70103),
        ("orders", "purchase-date", "2026-02-30T10:00:00", 70103),
        ("orders", "order-id", "999-0000001-000001", 70104),
        ("orders", "order-item-id", "9.99E+13", 70105),
        ("orders", "order-item-id", "101", 70105),
        ("orders", "order-item-id", "0000000000010111", 70104),
        ("orders", "order-id", "\u3000999-0000001-0000001", 70109),
        ("orders", "order-id", "999-\u200b0000001-0000001", 70109),
        ("orders", "order-item-id", "00000000000101\u00a0", 70109),
        ("orders", "item-price", "1080\u00a0", 70109),
        ("orders", "purchase-date", "\ufeff2026-10-05T10:00:00", 70109),
        ("orders", "currency", "JPY\u3000", 70109),
        ("orders", "currency", "USD", 70106),
        ("orders", "order-status", "Lost", 70023),
        ("orders", "item-price", "10.5", 70108),
        ("orders", "item-price", "1,080", 70108),
        ("orders", "item-price", "-1", 70108),
        ("orders", "product-name", "A\x01B", 70109),
        ("orders", "ship-address-1", LONG, 90118),
        ("confirmations", "ship-date", "2026-13-40", 70103),
        ("confirmations", "tracking-number", LONG, 18181),
        ("confirmations", "tracking-number", "A\x01B", 18181),
        ("confirmations", "tracking-number", "A\rB", 18181),
        ("confirmations", "tracking-number", "1.23457E+11", 70105),
        ("confirmations", "tracking-number", "1E+12", 70105),
        ("confirmations", "tracking-number", "1.23456789012346E+017", 70105),
        ("confirmations", "ship-method", LONG, 90118),
        ("cancellations", "cancellation-reason-code", "Mood", 70106),
        ("payments", "payment-status", "", 70101),
        ("payments", "payment-status", "Maybe", 70106),
        ("payments", "payment-date", "gestern", 70103),
        ("inventory", "quantity", "-1", 70102),
    ],
)
def test_each_fault_is_told_by_its_code_at_its_place(read_rows, name, column, value, code):
    another = {"sku": "ANOTHER"} if name == "inventory" else {"order-id": "999-0000001-0000009"}
    feed = read_rows(name, another, {column: value})
    record, line, where, number, _, _ = only_problem(feed)
    assert (record, line, where, number) == (2, 3, column, code)
    assert feed.records == 2


def test_every_fault_of_a_record_is_told(read_rows):
    feed = read_rows("orders", {"order-id": "x", "sku": "", "item-price": "1.5", "ship-postal-code": "0" * 21})
    assert problem_codes(feed) == [
        (1, 70104, "order-id"), (1, 70101, "sku"), (1, 70108, "item-price"), (1, 90118, "ship-postal-code"),
    ]  # fmt: skip


def test_lengths_count_code_points(read_rows):
    assert len(read_rows("orders", {"ship-address-1": "𠮷" * 60}).problems) == 0
    assert only_problem(read_rows("orders", {"ship-address-1": "見" * 61}))[3:] == (90118, "kept", "60")


def test_a_problem_tells_a_value_that_is_no_text_and_the_limit(read_rows):
    assert only_problem(read_rows("orders", {"sku": "S" * 50}))[3:] == (90118, "", "40")
    assert only_problem(read_rows("orders", {"order-status": "Shiped"}))[3:] == (70023, "Shiped", "")
    assert only_problem(read_rows("orders", {"order-status": "山田"}))[3:] == (70023, "…", "")
    assert only_problem(read_rows("orders", {"is-prime": "maybe"}))[3:] == (70106, "maybe", "true, false")
    assert only_problem(read_rows("confirmations", {"tracking-number": LONG}))[3:] == (18181, "", "50")


SECRETS = (
    "見本 太郎",
    "000-0001",
    "見本町1-2-3",
    "taro@example.invalid",
    "090-0000-9999",
    "+819000009999",
    "おめでとう\x01" * 200,
)


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_no_problem_quotes_a_buyer_whatever_column_his_data_has_slipped_into(table):
    cells = {name: list(SECRETS) for name in table.names}
    numbers = {"record": range(len(SECRETS)), "line": range(len(SECRETS)), "message-id": ""}
    text = pd.DataFrame(numbers | cells).astype(dict.fromkeys(("message-id", *cells), "str"))
    _, problems = feeds.check(table, text, TOKYO)
    assert set(problems["record"]) == set(range(len(SECRETS)))
    for secret in SECRETS:
        assert not problems["value"].str.contains(secret[:5], regex=False).any()
    assert not problems["value"].str.contains("[\x00-\x1f]").any()


@pytest.mark.parametrize(
    ("name", "quoted"),
    [("Swallow Express 24", "Swallow Express 24"), ("X" * 50, "X" * 39 + "…")]
    + [
        (hidden, "…")
        for hidden in ("燕便", "Ｓｗａｌｌｏｗ", "taro@example.invalid", "09000009999", "燕便 090-0000-9999")
    ]
    + [(f"Swallow {contact}", "…") for contact in ("090-0000-9999", "(03) 0000-9999", "000-9999", "+81 90-0000-9999")],
)
def test_a_carrier_is_quoted_in_plain_letters_but_never_a_mail_or_a_phone(read_rows, name, quoted):
    assert only_problem(read_rows("confirmations", {"carrier-code": name}))[3:] == (70011, quoted, "")


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_a_typed_frame_has_the_declared_columns_and_types_filled_or_not(table):
    examples = {column.name: [column.example, ""] for column in table.columns}
    text = pd.DataFrame({"record": [1, 2], "line": [2, 3], "message-id": ["", ""], **examples})
    text = text.astype(dict.fromkeys(("message-id", *table.names), "str"))
    kinds = {"count": "Int64", "yen": "Int64", "moment": "datetime64[us, UTC]", "day or moment": "datetime64[us, UTC]"}
    for rows in (text, text.iloc[1:], text.iloc[:0]):
        typed, _ = feeds.check(table, rows, TOKYO)
        assert list(typed.columns) == list(dict.fromkeys(("record", "line", "message-id", *table.names)))
        assert {column.name: str(typed[column.name].dtype) for column in table.columns} == {
            column.name: kinds.get(column.kind, "str") for column in table.columns
        }
        texts = typed.select_dtypes("str")
        assert not texts.isna().any(axis=None)


def test_check_reads_held_text_again_and_takes_absent_columns_as_blank():
    text = pd.DataFrame({"record": [7, 9], "line": [8, 10], "message-id": "", "order-id": "999-0000001-0000001"})
    text = text.assign(**{"ship-date": ["2026-10-06", ""], "carrier-name": ["ヤマト運輸", "佐川急便"]})
    typed, problems = feeds.check(CONFIRMATIONS, text.astype({"message-id": "str"}), TOKYO)
    assert typed["carrier-code"].tolist() == ["YAMATO", "SAGAWA"]
    assert problems[["record", "line", "column", "code"]].to_numpy().tolist() == [[9, 10, "ship-date", 70101]]


def test_blanks_alone_are_blank(read_rows):
    feed = read_rows("confirmations", {"tracking-number": "  ", "ship-method": "\u3000", "quantity": " "})
    assert feed.typed[["tracking-number", "ship-method"]].to_numpy().tolist() == [["", ""]]
    assert feed.typed["quantity"].isna().all()
    assert len(feed.problems) == 0


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"order-status": "Unshipped", "payments-date": ""}, True),
        ({"order-status": "PartiallyShipped"}, True),
        ({"order-status": "Shipped"}, True),
        ({"order-status": ""}, True),
        ({"order-status": "", "payments-date": ""}, False),
        ({"order-status": "Pending"}, False),
        ({"order-status": "Canceled"}, False),
        ({"order-status": "Cancelled"}, False),
    ],
)
@pytest.mark.parametrize("name", ["ship-address-1", "ship-postal-code"])
def test_a_verified_order_needs_an_address_line_and_a_postal_code(read_rows, change, missing, name):
    bare = {"ship-address-2": "", "ship-address-3": "", name: ""}
    assert problem_codes(read_rows("orders", change | bare)) == ([(1, 70101, name)] if missing else [])


@pytest.mark.parametrize("name", ["currency", "item-price", "recipient-name"])
def test_a_verified_order_needs_no_price_and_no_recipient(read_rows, name):
    assert problem_codes(read_rows("orders", {"order-status": "Unshipped", name: ""})) == []


def test_a_canceled_order_record_is_read_for_ids_and_status_alone(read_rows):
    damage = {"sku": "", "quantity-purchased": "x", "purchase-date": "?", "ship-address-1": LONG, "currency": "USD"}
    feed = read_rows("orders", {"order-status": "Canceled", **damage})
    assert problem_codes(feed) == []
    assert feed.typed["ship-address-1"].tolist() == [""]
    assert feed.typed["order-status"].tolist() == ["Canceled"]
    feed = read_rows("orders", {"order-status": "Cancelled", "order-id": "x", **damage})
    assert problem_codes(feed) == [(1, 70104, "order-id")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"quantity": "1"}, []),
        ({"on-hand": "1"}, []),
        ({"quantity": "0"}, []),
        ({"quantity": "1", "on-hand": "1"}, [(70106, "quantity or on-hand", EITHER)]),
        ({"quantity": "", "on-hand": ""}, [(70101, "quantity or on-hand", "")]),
    ],
)
def test_stock_says_either_what_may_be_sold_or_what_is_on_the_shelf(change, expected):
    text = pd.DataFrame([{"record": 1, "line": 2, "message-id": "", "sku": "A"} | change])
    _, problems = feeds.check(INVENTORY, text.astype(dict.fromkeys(("message-id", "sku", *change), "str")), TOKYO)
    assert list(zip(problems["code"], problems["column"], problems["limit"], strict=True)) == expected


def test_a_confirmation_names_its_carrier(read_rows):
    assert only_problem(read_rows("confirmations", {"carrier-code": ""}))[2:4] == (
        "carrier-code or carrier-name",
        70101,
    )


@pytest.mark.parametrize(
    ("code", "name", "expected", "warned"),
    [
        ("YAMATO", "", ("YAMATO", ""), []),
        ("yamatotransport", "", ("YAMATO", ""), []),
        ("Japan Post", "anything", ("JAPAN_POST", ""), []),
        ("佐川急便", "", ("SAGAWA", ""), []),
        ("", "ヤマト運輸", ("YAMATO", ""), []),
        ("", "自社便", ("Other", "自社便"), [(70011, "carrier-code", "…")]),
        ("OTHER", "ヤマト運輸", ("YAMATO", ""), []),
        ("other", "自社便", ("Other", "自社便"), []),
        ("Other", "", ("Other", ""), [(70101, "carrier-name", "")]),
        ("XYZ", "", ("Other", "XYZ"), [(70011, "carrier-code", "XYZ")]),
        ("XYZ", "自社便", ("Other", "自社便"), [(70011, "carrier-code", "XYZ")]),
        ("XYZ", "ヤマト運輸", ("Other", "ヤマト運輸"), [(70011, "carrier-code", "XYZ")]),
        ("NULL", "", ("NULL", ""), []),
    ],
)
def test_carriers_are_known_by_every_spelling_and_never_guessed(read_rows, code, name, expected, warned):
    feed = read_rows("confirmations", {"carrier-code": code, "carrier-name": name})
    assert tuple(feed.typed[["carrier-code", "carrier-name"]].iloc[0]) == expected
    assert list(zip(feed.problems["code"], feed.problems["column"], feed.problems["value"], strict=True)) == warned
    assert feed.text["carrier-code"].tolist() == [code]


def test_null_stays_for_an_edit_to_delete(read_rows):
    feed = read_rows("confirmations", {"tracking-number": "NULL", "ship-method": "NULL"})
    assert feed.typed[["tracking-number", "ship-method"]].to_numpy().tolist() == [["NULL", "NULL"]]
    assert len(feed.problems) == 0


def test_a_ragged_row_has_no_other_problem(read):
    good = flat_file([{"order-id": "999-0000001-0000001", "payment-status": "Verified"}])
    feed = read(good + "a\tb\tc\n" + "999-0000001-0000002\tMaybe\n")
    assert problem_codes(feed) == [(2, 70107, ""), (3, 70106, "payment-status")]
    assert feed.records == 3


def test_many_equal_values_are_read_as_few(read_rows):
    names = {"is-prime": "TRUE", "item-price": "1080.00", "latest-ship-date": "2026-10-07", "order-status": "oops"}
    feed = read_rows("orders", *[names | {"order-item-id": f"{n:014d}"} for n in range(50)], {})
    assert feed.typed["is-prime"].tolist() == ["true"] * 50 + [""]
    assert feed.typed["item-price"].tolist() == [1080] * 50 + [2160]
    ends = feed.typed["latest-ship-date"].dt.tz_convert(TOKYO)
    assert ends.dt.strftime("%H:%M:%S.%f").tolist()[:50] == ["23:59:59.999999"] * 50
    assert feed.problems["record"].tolist() == list(range(1, 51))


def test_the_orders_table_declares_what_a_verified_order_needs():
    assert {"currency", "item-price", "recipient-name", "ship-address-1", "ship-postal-code"} <= set(ORDERS.names)


@pytest.mark.parametrize(
    ("column", "value", "quoted"),
    [
        ("quantity-purchased", "見本 太郎", "…"),
        ("quantity-purchased", "000-0000-0001", "…"),
        ("quantity-purchased", "000-0001", "…"),
        ("purchase-date", "０００－０００１", "…"),
        ("quantity-purchased", "２", "２"),
        ("quantity-purchased", "1e5", "1e5"),
        ("purchase-date", "Mihon Taro", "…"),
        ("purchase-date", "2026/13/40", "2026/13/40"),
        ("order-id", "taro@example.invalid", "…"),
        ("order-item-id", "9.99E+13", "9.99E+13"),
        ("item-price", "1,080", "1,080"),
        ("order-status", "東京都", "…"),
        ("order-status", "Shiped", "Shiped"),
    ],
)
def test_a_wrong_value_that_may_be_of_a_buyer_is_not_quoted(read_rows, column, value, quoted):
    problems = read_rows("orders", {column: value}).problems
    assert problems.loc[problems["column"] == column, "value"].tolist() == [quoted]


@pytest.mark.parametrize(
    ("text", "kind", "quoted"),
    [
        ("00000000000101", Kind.ITEM_ID, True),
        ("0583563777345", Kind.ITEM_ID, True),
        ("012-0000001-0000001", Kind.ORDER_ID, True),
        ("5.83564E+13", Kind.ITEM_ID, True),
        ("0300009999", Kind.ITEM_ID, False),
        ("090-0000-9999", Kind.ORDER_ID, False),
        ("０９０－００００－９９９９", Kind.COUNT, False),
        ("+81 90 0000 9999", Kind.COUNT, False),
        ("〒000-0001", Kind.TEXT, False),
        ("taro@example.invalid", Kind.TEXT, False),
        ("1,200", Kind.YEN, True),
    ],
)
def test_an_id_is_quoted_and_a_telephone_number_is_not(text, kind, quoted):
    assert quotable(pd.Series([text], dtype="str"), kind).tolist() == [text if quoted else "…"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("Shiped", True), ("unshiped ", True), ("usd", True), ("Cancel", True), ("YAMADA", False), ("Lost", False)],
)
def test_a_word_that_is_like_no_choice_may_be_a_name_and_is_not_quoted(text, quoted):
    cells = pd.Series([text, "", text], dtype="str")
    value = text if quoted else "…"
    assert quotable_choice(cells, ORDERS["order-status"]).tolist() == [value, "", value]


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_no_rows_have_the_values_that_a_check_of_them_gives(table):
    text = flat_chunks.blank_text(table)
    typed, problems = value_checks.check(table, text, TOKYO)
    pd.testing.assert_frame_equal(value_checks.no_values(table, text), typed)
    assert problems.empty

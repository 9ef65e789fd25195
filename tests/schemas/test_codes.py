"""Codes: declared once, worded in both languages, filled in without a loop."""

import re

import pandas as pd
import pytest

from schemas import codes
from schemas.codes import CODES, GROUPS, WORDING, named
from tests.support.paths import DOCS

PROCESS = (DOCS / "order-process.md").read_text("utf-8")
MOST_WORDS = 20
MISREAD = ("注文ID", "保留", "出荷ID", "単価", "却下", "フィード", "レコード")
TYPES = {"Fatal", "Error", "Warning", "Info"}


def problems(*rows):
    return pd.DataFrame(rows, columns=["code", "column", "value", "limit"]).astype(
        {"code": "int64", "column": "str", "value": "str", "limit": "str"}
    )


def test_every_code_has_a_name_of_its_own_and_a_known_type():
    assert len({code.name for code in CODES.values()}) == len(CODES)
    assert {code.type for code in CODES.values()} <= TYPES


def test_every_constant_is_a_declared_code():
    constants = {value for name, value in vars(codes).items() if name.isupper() and type(value) is int}
    assert constants == set(CODES)


def section(step):
    """What the page about the order process says under a step or a heading; "" where it has no such step."""
    found = re.search(rf"^(#+ (Step )?)?{re.escape(step)}\b", PROCESS, re.MULTILINE)
    if not found:
        return ""
    said = PROCESS[found.start() :]
    head, _, rest = said.partition("\n") if said.startswith("#") else ("", "", said)
    return head + re.split(r"\n\n(?=#|\d\.\d )", rest)[0]


def test_every_code_stands_in_one_group_of_the_catalogue():
    assert sorted(code.number for group in GROUPS.values() for code in group) == sorted(CODES)


def test_the_page_about_the_order_process_has_the_step_of_every_code():
    assert [code.number for code in CODES.values() if not section(code.step)] == []


def test_the_step_of_a_code_about_an_order_names_it():
    told = {code: section(code.step) for code in GROUPS["Records of an order"]}
    assert [code.name for code, said in told.items() if str(code.number) not in said and code.name not in said] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_code_has_a_message_and_an_advice_that_only_name_what_is_filled_in(language):
    assert set(WORDING[language]) == set(CODES)
    for said in WORDING[language].values():
        assert len(said) in {2, 3}
        assert [text for text in said if text.strip() != text or not text] == []
        assert {field for text in said for field in named(text)} <= {"column", "value", "limit"}


def test_no_english_text_is_longer_than_twenty_words():
    said = [text for texts in WORDING["en"].values() for text in texts]
    assert [text for text in said if len(text.split()) > MOST_WORDS] == []


def test_japanese_texts_use_the_words_of_seller_central():
    said = {number: " ".join(texts) for number, texts in WORDING["ja"].items() if number != codes.ORDER_PENDING}
    assert [(number, word) for number, text in said.items() for word in MISREAD if word in text] == []
    assert WORDING["ja"][codes.ORDER_PENDING][0].startswith("保留中(支払い未確認)")
    assert WORDING["ja"][codes.HELD][0].startswith("照合待ち")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_new_order_is_invited_only_where_there_is_stock(language):
    condition = {"en": "With stock, you may invite", "ja": "在庫があれば再注文を案内可"}[language]
    inviting = [number for number, texts in WORDING[language].items() if condition in texts[1]]
    assert inviting == [codes.ORDER_CANCELED, codes.PAID_TOO_LATE]


def test_both_languages_fill_in_the_same_things():
    def fields(language, number):
        return [set(named(text)) for text in WORDING[language][number]]

    assert [number for number in CODES if fields("en", number) != fields("ja", number)] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_advice_for_want_of_something_to_fill_in_names_nothing_of_what_is_missing(language):
    spare = {code.number: code.otherwise(language) for code in CODES.values() if code.otherwise(language)}
    wanted = {number: set(named(CODES[number].advice(language))) for number in spare}
    assert sorted(spare) == [
        codes.HELD,
        codes.FEED_UNRECOGNISED,
        codes.TEXT_UNDECODABLE,
        codes.FEED_DUPLICATE,
        codes.COLUMN_UNKNOWN,
    ]
    assert [number for number in spare if set(named(spare[number])) & wanted[number] or not wanted[number]] == []


def test_the_advice_that_names_something_gives_way_where_there_is_nothing_to_name():
    frame = problems((90061, "colour", "", "color"), (90061, "shade", "", ""), (70207, "", "3", ""))
    assert codes.advices(frame, "en").tolist() == [
        "Did you mean color?",
        "Nothing to do; only the archive keeps it",
        "Nothing to do; it was not applied again",
    ]
    told = codes.messages(problems((70207, "rejected/run-3_a.tsv", "3", "12")), "en")
    advice = "It was not applied again; 12 refused then: correct rejected/run-3_a.tsv"
    assert told.tolist() == [f"Same file was already processed in run 3. {advice}"]


def test_a_file_that_is_no_feed_is_named_with_what_to_do():
    frame = problems((70201, "", "", "order feed"), (70201, "unpack it and drop each file", "a zip archive", ""))
    assert codes.advices(frame, "en").tolist() == [
        "Nearest format: order feed; check the header row",
        "This is a zip archive: unpack it and drop each file",
    ]
    assert codes.advices(frame, "ja").tolist() == [
        "近い形式:order feed。見出し行を確認",
        "これはZIPファイルです。展開し、1件ずつ投入",
    ]


def test_days_causes_and_what_is_waited_for_are_said_in_the_language_of_the_reader():
    frame = problems(
        (70002, "", "2026-10-06", "NoInventory"),
        (70013, "", "shipment", "2026-10-12"),
        (70002, "", "2026-10-07", "Fraud"),
        (70101, "quantity or on-hand", "", ""),
    )
    assert codes.messages(frame, "en", advice=False).tolist() == [
        "Order was canceled on 2026-10-06: NoInventory",
        "Waiting for its shipment",
        "Order was canceled on 2026-10-07: Fraud",
        "quantity or on-hand is empty",
    ]
    assert codes.messages(frame, "ja", advice=False).tolist() == [
        "2026年10月6日(火) にキャンセル済みの注文です(出品者・在庫なし)",
        "照合待ち:対象の出荷がまだありません",
        "2026年10月7日(水) にキャンセル済みの注文です(不正)",
        "必須の quantityまたはon-hand が空です",
    ]
    assert codes.advices(frame, "ja")[1] == "2026年10月12日(月) まで毎回再試行"


def test_what_is_filled_in_of_no_word_stays_as_it_is():
    frame = problems((70103, "ship-date", "2026-10-32", ""), (70106, "order-status", "order", "a, b"))
    assert codes.messages(frame, "ja", advice=False).tolist() == [
        "ship-date の日付が正しくありません:2026-10-32",
        "order-status の値 order は使えません",
    ]


def test_a_template_is_filled_for_each_row():
    frame = problems((0, "sku", "5", "3"), (0, "currency", "", ""))
    assert codes.filled("{column}: {value} of {limit}, plain", frame).tolist() == [
        "sku: 5 of 3, plain",
        "currency:  of , plain",
    ]


def test_messages_come_with_their_advice_and_in_the_order_of_the_rows():
    frame = problems((18021, "", "5", "3"), (70001, "", "", ""), (18021, "", "9", "8"))
    plain = codes.messages(frame, "en", advice=False)
    assert ["5" in plain[0], "3" in plain[0], "9" in plain[2]] == [True] * 3
    full = codes.messages(frame, "en")
    assert [long.startswith(short) and len(long) > len(short) for long, short in zip(full, plain, strict=True)] == [
        True
    ] * 3


def test_advices_stand_alone_too():
    found = codes.advices(problems((70101, "sku", "", ""), (70001, "", "", "")), "en")
    assert found.to_list() == ["Fill it in and drop again", "Do not ship, even if the buyer contacts you"]


def test_a_value_with_braces_is_not_taken_for_a_template():
    assert "{limit}" in codes.messages(problems((18021, "", "{limit}", "3")), "en", advice=False)[0]


def test_types_are_told_for_each_number():
    assert codes.types(pd.Series([5000, 18021, 70010, 90012])).tolist() == ["Info", "Error", "Warning", "Fatal"]
    assert codes.types(pd.Series([], dtype="int64")).tolist() == []

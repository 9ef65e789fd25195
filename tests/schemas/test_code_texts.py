"""The texts of problems: filled in without a loop, in the language of the reader."""

from schemas import code_texts
from schemas.wording.template_columns import fill
from tests.support.frames import message_frame


def problem_frame(*rows):
    return message_frame(("code", "column", "value", "limit"), *rows)


def test_the_advice_that_names_something_gives_way_where_there_is_nothing_to_name():
    frame = problem_frame((90061, "colour", "", "color"), (90061, "shade", "", ""), (70207, "", "3", ""))
    assert code_texts.advices(frame, "en").tolist() == [
        "Did you mean color?",
        "Values are kept in the archive only; if they matter, use a heading of docs/formats.md",
        "Nothing to do; it was not applied again",
    ]
    text = code_texts.messages(problem_frame((70207, "rejected/run-3_a.tsv", "3", "12")), "en")
    advice = "It was not applied again. Records rejected then: 12; correct rejected/run-3_a.tsv"
    assert text.tolist() == [f"The same file was already processed in run 3. {advice}"]


def test_a_file_that_is_no_feed_is_named_with_what_to_do():
    frame = problem_frame((70201, "", "", "order feed"), (70201, "unpack it and drop each file", "a zip archive", ""))
    assert code_texts.advices(frame, "en").tolist() == [
        "Nearest format: order feed; check the header row",
        "This is a zip archive: unpack it and drop each file",
    ]
    assert code_texts.advices(frame, "ja").tolist() == [
        "近い形式は「order feed」です。見出し行を確認してください",
        "これはZIPファイルです。展開し、1ファイルずつ投入してください",
    ]


def test_days_causes_and_what_is_waited_for_are_said_in_the_language_of_the_reader():
    frame = problem_frame(
        (70002, "", "2026-10-06", "NoInventory"),
        (70013, "", "shipment", "2026-10-12"),
        (70002, "", "2026-10-07", "Fraud"),
        (70101, "quantity or on-hand", "", ""),
    )
    assert code_texts.messages(frame, "en", advice=False).tolist() == [
        "Order was canceled on 2026-10-06: NoInventory",
        "Waiting for its shipment",
        "Order was canceled on 2026-10-07: Fraud",
        "quantity or on-hand is empty",
    ]
    assert code_texts.messages(frame, "ja", advice=False).tolist() == [
        "2026年10月6日(火)にキャンセルされた注文です(出品者・在庫なし)",
        "照合待ち:対象の出荷がまだありません",
        "2026年10月7日(水)にキャンセルされた注文です(不正注文)",
        "必須の「quantityまたはon-hand」が空です",
    ]
    assert code_texts.advices(frame, "ja")[1] == "2026年10月12日(月)まで毎回再試行します"


def test_what_is_filled_in_of_no_word_stays_as_it_is():
    frame = problem_frame((70103, "ship-date", "2026-10-32", ""), (70106, "order-status", "order", "a, b"))
    assert code_texts.messages(frame, "ja", advice=False).tolist() == [
        "「ship-date」の日付「2026-10-32」の形式が正しくありません",
        "「order-status」の値「order」は使えません",
    ]


def test_a_template_is_filled_for_each_row():
    frame = problem_frame((0, "sku", "5", "3"), (0, "currency", "", ""))
    assert fill("{column}: {value} of {limit}, plain", frame).tolist() == [
        "sku: 5 of 3, plain",
        "currency:  of , plain",
    ]


def test_messages_come_with_their_advice_and_in_the_order_of_the_rows():
    frame = problem_frame((18021, "", "5", "3"), (70001, "", "", ""), (18021, "", "9", "8"))
    plain = code_texts.messages(frame, "en", advice=False)
    assert ["5" in plain[0], "3" in plain[0], "9" in plain[2]] == [True] * 3
    full = code_texts.messages(frame, "en")
    assert [long.startswith(short) and len(long) > len(short) for long, short in zip(full, plain, strict=True)] == [
        True
    ] * 3


def test_advices_stand_alone_too():
    advice = code_texts.advices(problem_frame((70101, "sku", "", ""), (70001, "", "", "")), "en")
    assert advice.to_list() == ["Fill it in and drop the file again", "Do not ship, even if the buyer contacts you"]


def test_a_value_with_braces_is_not_taken_for_a_template():
    assert "{limit}" in code_texts.messages(problem_frame((18021, "", "{limit}", "3")), "en", advice=False)[0]

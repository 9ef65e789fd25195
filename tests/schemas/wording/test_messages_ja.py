"""What is stored in words of no language, in Japanese."""

import pandas as pd

from schemas.statuses import CANCELED_BY, CAUSES
from schemas.wording import messages_en, messages_ja


def text_series(*texts):
    return pd.Series(list(texts), index=range(5, 5 + len(texts)), dtype="str")


def test_every_cause_of_a_cancellation_has_a_japanese_word():
    assert set(messages_ja.CAUSES) == set(CAUSES) - {""}


def test_every_file_that_is_no_feed_has_japanese_words():
    assert set(messages_ja.NON_FEED_FILES) == set(messages_en.NON_FEED_FILES)
    assert all(word and remedy for word, remedy in messages_ja.NON_FEED_FILES.values())
    assert messages_ja.non_feed_texts(text_series("a PDF", "a song")).tolist() == ["PDF", "a song"]
    assert messages_ja.remedy_texts(text_series("compress the file again", "sing")).tolist() == [
        "圧縮し直してください",
        "sing",
    ]
    english_to_japanese = {
        (messages_en.NON_FEED_FILES[name], remedy) for name, (_, remedy) in messages_ja.NON_FEED_FILES.items()
    }
    assert len(english_to_japanese) == len(set(messages_en.NON_FEED_FILES.values()))


def test_a_cause_of_the_seller_says_so_and_no_other_does():
    by_seller = {text for text, by in zip(CAUSES, CANCELED_BY, strict=True) if by == "seller"}
    named = {text for text, word in messages_ja.CAUSES.items() if word.startswith("出品者")}
    assert named == by_seller - {"ConfirmationDeadline", "BuyerCanceled"}


def test_causes_are_said_for_each_row_in_its_place():
    texts = messages_ja.cause_texts(text_series("Fraud", "PaymentDeadline", "Fraud", "", "Unknown"))
    assert texts.tolist() == ["不正注文", "支払い期限切れ", "不正注文", "", "Unknown"]
    assert texts.index.tolist() == [5, 6, 7, 8, 9]


def test_days_have_their_weekday_and_anything_else_stays():
    assert messages_ja.day_texts(text_series("2026-10-05", "", "2026-11-08", "soon", "2026-02-30")).tolist() == [
        "2026年10月5日(月)",
        "",
        "2026年11月8日(日)",
        "soon",
        "2026-02-30",
    ]


def test_what_a_held_record_waits_for_is_its_order_or_its_shipment():
    assert messages_ja.held_for_texts(text_series("order", "shipment")).tolist() == ["注文", "出荷"]


def test_one_of_several_columns_is_said_without_english():
    assert messages_ja.alternative_texts(text_series("carrier-code or carrier-name", "sku")).tolist() == [
        "carrier-codeまたはcarrier-name",
        "sku",
    ]


def test_nothing_to_say_is_said_of_no_rows():
    none = text_series()
    assert [
        len(say(none))
        for say in (
            messages_ja.cause_texts,
            messages_ja.held_for_texts,
            messages_ja.day_texts,
            messages_ja.alternative_texts,
        )
    ] == [0] * 4

"""What is stored in words of no language, in Japanese."""

import pandas as pd

from schemas.code_texts import map_distinct
from schemas.statuses import CANCELED_BY, CAUSES
from schemas.wording import messages_en, messages_ja


def words(say, *texts):
    return [say(text) for text in texts]


def test_every_cause_of_a_cancellation_has_a_japanese_word():
    assert set(messages_ja.CAUSES) == set(CAUSES) - {""}


def test_every_file_that_is_no_feed_has_japanese_words():
    assert set(messages_ja.NON_FEED_FILES) == set(messages_en.NON_FEED_FILES)
    assert all(word and remedy for word, remedy in messages_ja.NON_FEED_FILES.values())
    assert words(messages_ja.non_feed_text, "a PDF", "a song") == ["PDF", "a song"]
    assert words(messages_ja.remedy_text, "compress the file again", "sing") == [
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
    texts = pd.Series(["Fraud", "PaymentDeadline", "Fraud", "", "Unknown"], index=range(5, 10), dtype="str")
    said = map_distinct(texts, messages_ja.cause_text)
    assert said.tolist() == ["不正注文", "支払い期限切れ", "不正注文", "", "Unknown"]
    assert said.index.tolist() == [5, 6, 7, 8, 9]


def test_days_have_their_weekday_and_anything_else_stays():
    assert words(messages_ja.day_text_of_iso, "2026-10-05", "", "2026-11-08", "soon", "2026-02-30") == [
        "2026年10月5日(月)",
        "",
        "2026年11月8日(日)",
        "soon",
        "2026-02-30",
    ]


def test_what_a_held_record_waits_for_is_its_order_or_its_shipment():
    assert words(messages_ja.held_for_text, "order", "shipment") == ["注文", "出荷"]


def test_one_of_several_columns_is_said_without_english():
    assert words(messages_ja.alternative_text, "carrier-code or carrier-name", "sku", "sku of item 2") == [
        "carrier-codeまたはcarrier-name",
        "sku",
        "2番目の商品のsku",
    ]


def test_nothing_to_say_is_said_of_no_rows():
    assert map_distinct(pd.Series([], dtype="str"), messages_ja.cause_text).tolist() == []

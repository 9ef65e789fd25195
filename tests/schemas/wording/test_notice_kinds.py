"""Notices: declared once, worded in both languages, with the dates that each language writes."""

from string import Formatter
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from schemas.wording.notice_kinds import BY_KIND, NOTICES, texts

TOKYO = ZoneInfo("Asia/Tokyo")
MOST_WORDS = 20
NEVER = ("注文ID", "保留")


def notice_frame(kind, instant):
    moments = pd.Series([pd.Timestamp(instant) if instant else pd.NaT], dtype="datetime64[us, UTC]")
    return pd.DataFrame({"kind": pd.Series([kind], dtype="str"), "about": moments})


def test_every_kind_is_declared_once_and_goes_to_buyer_or_seller():
    assert len(BY_KIND) == len(NOTICES)
    assert {notice.to for notice in NOTICES} == {"buyer", "seller"}


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.kind)
def test_both_texts_name_the_same_date_and_nothing_else(notice):
    fields = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (notice.en, notice.ja)]
    assert fields[0] == fields[1] <= {"date"}
    assert len(notice.en.split()) <= MOST_WORDS
    assert not [word for word in NEVER if word in notice.ja]


def test_the_seven_day_warning_says_until_when_in_both_languages():
    warning = notice_frame("verge-of-cancellation", "2026-11-04T14:59:59Z")
    assert texts(warning, "en", TOKYO).tolist() == ["Confirm the shipment by 2026-11-04 to avoid cancellation"]
    assert texts(warning, "ja", TOKYO).tolist() == [
        "11月4日(水) 23:59までに出荷通知をしてください。過ぎると自動的にキャンセルされます"
    ]


def test_dates_are_days_of_the_business_zone_and_may_be_unknown():
    late = notice_frame("shipment-confirmed", "2026-10-11T15:00:00Z")
    assert texts(late, "ja", TOKYO).tolist() == ["10月12日(月)に商品を出荷しました"]
    nothing = notice_frame("order-confirmation", None)
    assert texts(nothing, "en", TOKYO)[0].endswith("not known yet")
    assert texts(nothing, "ja", TOKYO)[0].endswith("未定です")


def test_texts_stand_in_the_order_of_the_notices():
    three = pd.concat([notice_frame(kind, None) for kind in ("order-notice", "stop-shipment", "order-notice")])
    notice_texts = texts(three.reset_index(drop=True), "en", TOKYO).tolist()
    assert notice_texts == [BY_KIND["order-notice"].en, BY_KIND["stop-shipment"].en, BY_KIND["order-notice"].en]
    assert texts(three.iloc[:0], "en", TOKYO).empty

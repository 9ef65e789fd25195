"""The dates of an order are calendar days of the business zone. Steps 1.7, 2, 4.3 and 7."""

from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from pipeline.lifecycle import deadlines
from pipeline.model.instants import end_of_day, start_of_day
from tests.support.frames import instants

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")


def iso_texts(values):
    return [value.isoformat() for value in values]


@pytest.mark.parametrize(
    ("bought", "ends"),
    [
        ("2026-10-05T00:00:00+09:00", "2026-11-04T14:59:59.999999+00:00"),
        ("2026-10-05T23:59:59.999999+09:00", "2026-11-04T14:59:59.999999+00:00"),
        ("2026-10-06T00:00:00+09:00", "2026-11-05T14:59:59.999999+00:00"),
        ("2028-01-30T12:00:00+09:00", "2028-02-29T14:59:59.999999+00:00"),
    ],
)
def test_the_cut_off_is_the_last_microsecond_of_the_thirtieth_day(bought, ends):
    assert iso_texts(deadlines.cut_off(instants(bought), TOKYO)) == [ends]


def test_calendar_days_are_counted_over_a_change_of_the_clock():
    bought = instants("2026-10-20T12:00:00-04:00")
    assert iso_texts(deadlines.cut_off(bought, NEW_YORK)) == ["2026-11-20T04:59:59.999999+00:00"]
    assert iso_texts(deadlines.payment_deadline(bought, NEW_YORK)) == ["2026-10-27T03:59:59.999999+00:00"]


def test_a_day_begins_at_its_first_instant():
    assert iso_texts(start_of_day(instants("2026-10-05T23:59:59.999999+09:00"), TOKYO)) == ["2026-10-04T15:00:00+00:00"]


def test_no_instant_has_no_end_of_day():
    assert end_of_day(instants(None), TOKYO, 30).isna().all()


@pytest.mark.parametrize(
    ("verified", "days", "ends"),
    [
        ("2026-10-05T00:00:00+09:00", 2, "2026-10-07"),
        ("2026-10-08T23:59:59+09:00", 2, "2026-10-13"),
        ("2026-10-09T12:00:00+09:00", 2, "2026-10-14"),
        ("2026-10-10T12:00:00+09:00", 2, "2026-10-14"),
        ("2026-10-11T12:00:00+09:00", 1, "2026-10-13"),
    ],
)
def test_the_promise_counts_neither_weekends_nor_holidays(verified, days, ends):
    holiday = date(2026, 10, 12)
    (promise,) = deadlines.estimated_ship_date(instants(verified), TOKYO, days, [holiday])
    assert promise.tz_convert(TOKYO).isoformat() == f"{ends}T23:59:59.999999+09:00"


def test_what_is_not_verified_has_no_promise():
    verified = instants(None, "2026-10-05T00:00:00Z")
    assert deadlines.estimated_ship_date(verified, TOKYO, 2, []).isna().tolist() == [True, False]


def test_methods_paid_in_advance_are_known_in_any_case_and_padding():
    methods = pd.Series(["cvs", " CVS ", "コンビニ", "payeasy", "COD", "", "Other", "銀行振込"], dtype="str")
    assert deadlines.is_paid_in_advance(methods).tolist() == [True, True, True, True, False, False, False, True]


@pytest.mark.parametrize(
    ("bought", "warned"),
    [
        ("2026-10-07T12:00:00-04:00", "2026-10-30T00:00:00-04:00"),
        ("2027-02-15T12:00:00-05:00", "2027-03-10T00:00:00-05:00"),
    ],
)
def test_the_warning_begins_with_a_day_over_a_change_of_the_clock(bought, warned):
    (begins,) = deadlines.warned_from(deadlines.cut_off(instants(bought), NEW_YORK), NEW_YORK)
    assert begins.tz_convert(NEW_YORK).isoformat() == warned


def test_a_pending_order_is_stale_from_the_first_instant_of_its_thirtieth_day():
    (begins,) = deadlines.stale_from(instants("2026-10-05T23:59:59-04:00"), NEW_YORK)
    assert begins.tz_convert(NEW_YORK).isoformat() == "2026-11-04T00:00:00-05:00"


def test_a_delivery_that_nobody_told_is_five_days_after_the_promise():
    dates = dict.fromkeys(["delivered", "latest_delivery", "latest_ship", "promise"], instants(None))
    deadline_text = "2026-10-29T12:00:00-04:00"
    ends = {
        "promise": "2026-11-03T23:59:59.999999-05:00",
        "latest_ship": "2026-11-03T23:59:59.999999-05:00",
        "latest_delivery": deadline_text,
        "delivered": deadline_text,
    }
    for name, end in ends.items():
        (delivery,) = deadlines.delivery_date(pd.DataFrame(dates | {name: instants(deadline_text)}), NEW_YORK)
        assert delivery == pd.Timestamp(end)


@pytest.mark.parametrize(
    ("as_of", "is_last"),
    [
        ("2026-10-29T12:00:00-04:00", False),
        ("2026-11-04T23:59:59-05:00", False),
        ("2026-11-05T00:00:00-05:00", True),
        ("2026-11-06T09:00:00-05:00", True),
    ],
)
def test_a_held_record_is_tried_for_the_last_time_on_its_last_day_over_a_change_of_the_clock(as_of, is_last):
    since = instants("2026-10-29T12:00:00-04:00", None)
    until = deadlines.held_until(since, NEW_YORK, 7)
    assert until.iloc[0] == pd.Timestamp("2026-11-05T23:59:59.999999-05:00")
    assert deadlines.is_last_attempt(since, pd.Timestamp(as_of), NEW_YORK, 7).tolist() == [is_last, False]

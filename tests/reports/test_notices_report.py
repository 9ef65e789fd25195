import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reports.notices_report import notice_ids, notices_part
from schemas.formats.run_lists import NOTICES
from schemas.order_ids import OrderIds
from tests.support.frames import stored_frame
from tests.support.read_feeds import TOKYO
from tests.support.rendered import part_rows, part_text


def notice_row(number, to, kind, about, item="", sent_by="ordermill"):
    return {
        "run": 7,
        "number": number,
        "at": "2026-10-29T23:30:00+09:00",
        "to": to,
        "kind": kind,
        "order_key": 99_900_000_010_000_025,
        "item_key": int(item or -1),
        "about": about,
        "sent_by": sent_by,
    }


def test_notices_are_listed_by_number_in_their_columns():
    part = notices_part(
        stored_frame(
            "notices",
            notice_row(2, "buyer", "shipment-confirmed", "2026-10-29T00:00:00+09:00", "00000000002501", "marketplace"),
            notice_row(1, "seller", "verge-of-cancellation", "2026-11-04T23:59:59.999999+09:00"),
            notice_row(3, "seller", "order-notice", pd.NaT),
        ),
        OrderIds.of({}),
        TOKYO,
    )
    assert part_text(NOTICES, part) == (
        "notice-id\trun\tat\tto\tkind\torder-id\torder-item-id\tabout-date\ttext-key\tsent-by\r\n"
        "N000007-000001\t7\t2026-10-29T23:30:00+09:00\tseller\tverge-of-cancellation\t999-0000001-0000025\t\t"
        "2026-11-04T23:59:59+09:00\tverge-of-cancellation\tordermill\r\n"
        "N000007-000002\t7\t2026-10-29T23:30:00+09:00\tbuyer\tshipment-confirmed\t999-0000001-0000025\t"
        "00000000002501\t2026-10-29T00:00:00+09:00\tshipment-confirmed\tmarketplace\r\n"
        "N000007-000003\t7\t2026-10-29T23:30:00+09:00\tseller\torder-notice\t999-0000001-0000025\t\t\torder-notice\t"
        "ordermill\r\n"
    )


@given(st.lists(st.integers(1, 10**8), unique=True, max_size=20))
def test_ids_have_six_digits_or_more_and_sort_as_text(numbers):
    rows = [
        notice_row(number, "seller", "order-notice", "2026-10-29T00:00:00+09:00")
        for number in dict.fromkeys([*numbers, 999_999, 1_000_000])
    ]
    report = part_rows(NOTICES, notices_part(stored_frame("notices", *rows), OrderIds.of({}), TOKYO))
    expected = sorted(f"N000007-{row['number']:06}" for row in rows)
    assert report["notice-id"].tolist() == expected


def test_of_no_notices_there_are_no_ids():
    assert notice_ids(np.empty(0, np.int64), np.empty(0, np.int64)).to_pylist() == []

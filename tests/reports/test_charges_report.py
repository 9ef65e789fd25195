import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reports.charges_report import charges_part
from schemas.formats.run_lists import CHARGES
from schemas.keys import FIRST_DICTIONARY_KEY, item_id, item_keys
from schemas.order_ids import OrderIds
from tests.support.frames import stored_frame
from tests.support.read_feeds import TOKYO
from tests.support.rendered import part_rows, part_text


def charge_row(item, charge, kind, amount, **more):
    usual = {
        "run": 5,
        "name": charge,
        "order_key": 99_900_000_010_000_007,
        "item_key": int(item),
        "parcel": "",
        "kind": kind,
        "amount": amount,
        "currency": "JPY",
        "cause": "",
        "at": pd.Timestamp("2026-10-09T20:00:00+09:00"),
        "feed": 31,
        "record": 4,
    }
    return usual | more


def test_charges_are_listed_by_order_and_item_with_the_file_behind_each():
    part = charges_part(
        stored_frame(
            "charges",
            charge_row("00000000000702", "due-5", "refund-due", -1080, cause="ConfirmationDeadline", feed=0, record=0),
            charge_row("00000000000701", "1", "charge", 2200, parcel="1"),
            charge_row("00000000000701", "late", "refund-due", 2200, cause="PaidTooLate", feed=12),
        ),
        {31: "出荷通知 10-09.txt"},
        OrderIds.of({}),
        TOKYO,
    )
    assert part_text(CHARGES, part) == (
        "charge-id\torder-id\torder-item-id\tparcel\tkind\tamount\tcurrency\tcause\tat\tfeed\trecord\r\n"
        "C-999-0000001-0000007-00000000000701-1\t999-0000001-0000007\t00000000000701\t1\tcharge\t2200\tJPY\t\t"
        "2026-10-09T20:00:00+09:00\t出荷通知 10-09.txt\t4\r\n"
        "C-999-0000001-0000007-00000000000701-late\t999-0000001-0000007\t00000000000701\t\trefund-due\t2200\tJPY\t"
        "PaidTooLate\t2026-10-09T20:00:00+09:00\t12\t4\r\n"
        "C-999-0000001-0000007-00000000000702-due-5\t999-0000001-0000007\t00000000000702\t\trefund-due\t-1080\tJPY\t"
        "ConfirmationDeadline\t2026-10-09T20:00:00+09:00\t\t0\r\n"
    )


NAMES = {"A12-0000000-0000001": FIRST_DICTIONARY_KEY, "99A-0000000-0000001": FIRST_DICTIONARY_KEY + 1}
ORDERS = {"999-0000001-0000007": 99_900_000_010_000_007, "000-0000000-0000003": 3, **NAMES}
ITEMS = ["", "00000000000702", "10000000000000", "100000000000001"]


@given(st.lists(st.tuples(st.sampled_from([*ORDERS]), st.sampled_from(ITEMS), st.integers(0, 2)), max_size=12))
def test_charges_of_several_groups_of_orders_are_sorted_by_their_ids(drawn):
    rows = [(*row, str(number)) for number, row in enumerate(drawn)]
    groups = [[row for row in rows if len(row[0].strip("0")) % 2 == half] for half in (0, 1)]
    keys = dict(zip(ITEMS, item_keys(pd.Series(ITEMS, dtype="str")).tolist(), strict=True))
    parts = [
        charges_part(
            stored_frame(
                "charges",
                *(
                    charge_row(item_id(1), charge, "charge", 10, feed=feed)
                    | {"order_key": ORDERS[order], "item_key": keys[item]}
                    for order, item, feed, charge in group
                ),
            ),
            {1: "a.txt"},
            OrderIds.of(NAMES),
            TOKYO,
        )
        for group in groups
        if group
    ]
    shown = part_rows(CHARGES, *parts)[["order-id", "order-item-id", "feed", "charge-id"]]
    expected = [
        (order, item, {0: "", 1: "a.txt", 2: "2"}[feed], f"C-{order}-{item}-{charge}")
        for order, item, feed, charge in sorted(rows, key=lambda row: row[:2])
    ]
    assert list(shown.itertuples(index=False, name=None)) == expected

from zoneinfo import ZoneInfo

import pandas as pd

from reports import flat_file_writer
from reports.charges_report import charge_rows
from schemas.formats.run_lists import CHARGES
from tests.support.frames import stored_frame


def charge_row(item, charge, kind, amount, **more):
    usual = {
        "run": 5,
        "charge_id": f"C-999-0000001-0000007-{item}-{charge}",
        "order_key": 99_900_000_010_000_007,
        "item_key": int(item),
        "order_id": "999-0000001-0000007",
        "order_item_id": item,
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
    report = charge_rows(
        stored_frame(
            "charges",
            charge_row("00000000000702", "due-5", "refund-due", -1080, cause="ConfirmationDeadline", feed=0, record=0),
            charge_row("00000000000701", "1", "charge", 2200, parcel="1"),
            charge_row("00000000000701", "late", "refund-due", 2200, cause="PaidTooLate", feed=12),
        ),
        {31: "出荷通知 10-09.txt"},
    )
    data = flat_file_writer.render(CHARGES.columns, report, encoding="utf-8", zone=ZoneInfo("Asia/Tokyo")).data.decode()
    assert data == (
        "charge-id\torder-id\torder-item-id\tparcel\tkind\tamount\tcurrency\tcause\tat\tfeed\trecord\r\n"
        "C-999-0000001-0000007-00000000000701-1\t999-0000001-0000007\t00000000000701\t1\tcharge\t2200\tJPY\t\t"
        "2026-10-09T20:00:00+09:00\t出荷通知 10-09.txt\t4\r\n"
        "C-999-0000001-0000007-00000000000701-late\t999-0000001-0000007\t00000000000701\t\trefund-due\t2200\tJPY\t"
        "PaidTooLate\t2026-10-09T20:00:00+09:00\t12\t4\r\n"
        "C-999-0000001-0000007-00000000000702-due-5\t999-0000001-0000007\t00000000000702\t\trefund-due\t-1080\tJPY\t"
        "ConfirmationDeadline\t2026-10-09T20:00:00+09:00\t\t0\r\n"
    )

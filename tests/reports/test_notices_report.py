from zoneinfo import ZoneInfo

import pandas as pd

from reports import flat_file_writer
from reports.notices_report import notice_rows
from schemas.formats.run_lists import NOTICES
from tests.support.frames import stored_frame


def notice_row(number, to, kind, about, item="", sent_by="ordermill"):
    return {
        "run": 7,
        "number": number,
        "at": "2026-10-29T23:30:00+09:00",
        "to": to,
        "kind": kind,
        "order_key": 99_900_000_010_000_025,
        "order_id": "999-0000001-0000025",
        "order_item_id": item,
        "about": about,
        "sent_by": sent_by,
    }


def test_notices_are_listed_by_number_in_their_columns():
    report = notice_rows(
        stored_frame(
            "notices",
            notice_row(2, "buyer", "shipment-confirmed", "2026-10-29T00:00:00+09:00", "00000000002501", "marketplace"),
            notice_row(1, "seller", "verge-of-cancellation", "2026-11-04T23:59:59.999999+09:00"),
            notice_row(3, "seller", "order-notice", pd.NaT),
        )
    )
    data = flat_file_writer.render(NOTICES.columns, report, encoding="utf-8", zone=ZoneInfo("Asia/Tokyo")).data.decode()
    assert data == (
        "notice-id\trun\tat\tto\tkind\torder-id\torder-item-id\tabout-date\ttext-key\tsent-by\r\n"
        "N000007-000001\t7\t2026-10-29T23:30:00+09:00\tseller\tverge-of-cancellation\t999-0000001-0000025\t\t"
        "2026-11-04T23:59:59+09:00\tverge-of-cancellation\tordermill\r\n"
        "N000007-000002\t7\t2026-10-29T23:30:00+09:00\tbuyer\tshipment-confirmed\t999-0000001-0000025\t"
        "00000000002501\t2026-10-29T00:00:00+09:00\tshipment-confirmed\tmarketplace\r\n"
        "N000007-000003\t7\t2026-10-29T23:30:00+09:00\tseller\torder-notice\t999-0000001-0000025\t\t\torder-notice\t"
        "ordermill\r\n"
    )

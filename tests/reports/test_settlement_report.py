from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from reports.settlement_lines import SettlementLines
from reports.settlement_report import SettlementSummary, summary_row
from schemas.formats.money_reports import SETTLEMENT
from schemas.order_ids import OrderIds
from schemas.stored_frames import conform
from tests.support.rendered import rendered_text

FACTS = SettlementSummary(
    settlement_id="OM-20261015",
    start=pd.Timestamp("2026-10-01T00:00:00+09:00"),
    end=pd.Timestamp("2026-10-15T00:00:00+09:00"),
    deposit_at=pd.Timestamp("2026-10-17T00:00:00+09:00"),
    total=1_764,
    currency="JPY",
    zone=ZoneInfo("Asia/Tokyo"),
)


ORDER_KEY, ITEM_KEY = 99_900_000_010_000_001, 101


def ledger_rows(*rows):
    columns = [
        "order_key", "item_key", "sku", "parcel", "transaction_type", "amount_type", "amount_description", "amount",
        "quantity", "posted", "refund", "adjustment",
    ]  # fmt: skip
    frame = pd.DataFrame([(*row, "", "")[: len(columns)] for row in rows], columns=columns)
    posted = pd.to_datetime(frame["posted"], utc=True).dt.as_unit("us")
    return conform("unsettled_ledger", frame.assign(posted=posted, kind=10, feed=1, record=1))


def ledger_row(kind, description, yen, posted="2026-10-06T08:30:00.5+09:00"):
    item = (ORDER_KEY, ITEM_KEY, "TEA-001", "1", "Order", kind, description)
    return (*item, yen, 2, pd.Timestamp(posted).tz_convert("UTC"))


CARRIED = (
    *(-1, -1, "", "", "other-transaction", "other-transaction", "Balance carried forward", -36, 0),
    pd.Timestamp("2026-10-14T15:00:00Z"),
)


def settlement_text(facts, rows):
    """The whole report: the heading, the summary, and a line for each row."""
    heading = rendered_text(SETTLEMENT.columns, summary_row(facts))
    blocks = SettlementLines(rows, OrderIds.of({})).blocks(facts.layout("utf-8"), np.arange(len(rows)))
    return heading + b"".join(block.data for block in blocks).decode()


def column(text, name):
    heading, *lines = text.split("\r\n")[:-1]
    position = heading.split("\t").index(name)
    return [line.split("\t")[position] for line in lines]


def test_a_settlement_is_a_heading_a_summary_and_details():
    rows = ledger_rows(ledger_row("ItemPrice", "Principal", 2_000), ledger_row("ItemFees", "Commission", -200), CARRIED)
    assert settlement_text(FACTS, rows) == (
        "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t"
        "transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t"
        "amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\t"
        "merchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id\r\n"
        "OM-20261015\t2026-10-01 00:00:00 JST\t2026-10-15 00:00:00 JST\t2026-10-17 00:00:00 JST\t1764\tJPY"
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\r\n"
        "OM-20261015\t\t\t\t\t\tOrder\t999-0000001-0000001\t\t\t1\tAmazon.co.jp\tItemPrice\tPrincipal\t2000\t\t"
        "2026-10-06\t2026-10-06 08:30:00 JST\t00000000000101\t\t\tTEA-001\t2\t\r\n"
        "OM-20261015\t\t\t\t\t\tOrder\t999-0000001-0000001\t\t\t1\tAmazon.co.jp\tItemFees\tCommission\t-200\t\t"
        "2026-10-06\t2026-10-06 08:30:00 JST\t00000000000101\t\t\tTEA-001\t2\t\r\n"
        "OM-20261015\t\t\t\t\t\tother-transaction\t\t\t\t\tAmazon.co.jp\tother-transaction\tBalance carried forward\t"
        "-36\t\t2026-10-15\t2026-10-15 00:00:00 JST\t\t\t\t\t\t\r\n"
    )


def test_a_refund_says_its_id_that_of_the_seller_and_no_parcel():
    item = (ORDER_KEY, ITEM_KEY, "TEA-001", "")
    posted = pd.Timestamp("2026-10-06T08:30:00+09:00").tz_convert("UTC")
    row = (*item, "Refund", "ItemPrice", "Principal", -1_000, -1, posted, "refund-1", "RA-7")
    assert settlement_text(FACTS, ledger_rows(row)).splitlines()[2] == (
        "OM-20261015\t\t\t\t\t\tRefund\t999-0000001-0000001\t\tC-999-0000001-0000001-00000000000101-refund-1\t\tAmazon.co.jp\tItemPrice\tPrincipal\t"
        "-1000\t\t2026-10-06\t2026-10-06 08:30:00 JST\t00000000000101\t\tRA-7\tTEA-001\t\t"
    )


def test_a_period_without_amounts_is_a_summary_alone():
    frame = summary_row(FACTS)
    assert frame.shape == (1, 24)
    assert frame.iloc[0, 6:].tolist() == [""] * 18
    assert settlement_text(FACTS, ledger_rows()).count("\r\n") == 2


def test_details_keep_the_order_of_the_ledger_whatever_its_row_labels():
    rows = ledger_rows(ledger_row("a", "", 3), ledger_row("b", "", 1), ledger_row("c", "", 2)).set_axis([7, 7, 0])
    assert column(settlement_text(FACTS, rows), "amount") == ["", "3", "1", "2"]


def test_every_cell_is_text_and_never_a_fraction():
    assert set(summary_row(FACTS).dtypes) == {pd.StringDtype(na_value=float("nan"))}
    rows = ledger_rows(ledger_row("ItemPrice", "Principal", 999_999_999_999))
    assert column(settlement_text(FACTS, rows), "amount") == ["", "999999999999"]


@pytest.mark.parametrize(
    ("zone", "start", "posted"),
    [
        ("UTC", "2026-09-30 15:00:00 UTC", "2026-10-05 23:30:00 UTC"),
        ("Europe/Berlin", "2026-09-30 17:00:00 +02:00", "2026-10-06 01:30:00 +02:00"),
    ],
)
def test_times_and_days_are_in_the_zone_that_is_wanted(zone, start, posted):
    rows = ledger_rows(ledger_row("ItemPrice", "Principal", 1))
    text = settlement_text(replace(FACTS, zone=ZoneInfo(zone)), rows)
    assert column(text, "settlement-start-date") == [start, ""]
    assert column(text, "posted-date-time") == ["", posted]
    assert column(text, "posted-date") == ["", posted[:10]]

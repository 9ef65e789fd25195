"""The settlement report as a frame, cell by cell: what its lines and segments must equal."""

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pipeline.money.settlement_periods import UNSETTLED
from reports import flat_file_writer
from reports.local_instants import DAY_WIDTH, instant_texts
from reports.settlement_report import MARKETPLACE, SettlementSummary, summary_row
from schemas import keys
from schemas.formats.money_reports import SETTLEMENT
from schemas.item_ids import item_ids
from schemas.keys import FIRST_DICTIONARY_KEY
from schemas.order_ids import OrderIds
from schemas.stored_frames import conform


def settlement_rows(summary, ledger, names=()):
    """The summary row and a row for each row of the ledger. names: the keys of order ids that have letters, by id."""
    filled = detail_rows(summary, ledger, dict(names)).reindex(columns=list(SETTLEMENT.names), fill_value="")
    return pd.concat([summary_row(summary), filled], ignore_index=True).astype("str")


def rendered_settlement(summary, ledger, encoding="utf-8", names=()):
    """The same as a file in memory."""
    rows = settlement_rows(summary, ledger, names)
    return flat_file_writer.render(SETTLEMENT.columns, rows, encoding=encoding, zone=summary.zone)


def order_id(key, names):
    if key < 0:
        return ""
    return OrderIds.of(names).texts(np.array([key])).to_pylist()[0]


def refund_id(row, names):
    """What the report calls the refund of a row, blank for none."""
    item_id = keys.item_id(row["item_key"])
    return f"C-{order_id(row['order_key'], names)}-{item_id}-{row['refund']}" if row["refund"] else ""


def detail_rows(summary, ledger, names):
    posted = instant_texts(ledger["posted"], summary.zone)
    return pd.DataFrame(
        {
            "settlement-id": pd.Series(summary.settlement_id, ledger.index, dtype="str"),
            "transaction-type": ledger["transaction_type"],
            "order-id": pd.Series([order_id(key, names) for key in ledger["order_key"]], ledger.index, dtype="str"),
            "adjustment-id": pd.Series(
                [refund_id(row, names) for row in ledger.to_dict("records")], ledger.index, dtype="str"
            ),
            "shipment-id": ledger["parcel"],
            "marketplace-name": pd.Series(summary.marketplace or MARKETPLACE, ledger.index, dtype="str"),
            "amount-type": ledger["amount_type"],
            "amount-description": ledger["amount_description"],
            "amount": ledger["amount"].astype("str"),
            "posted-date": posted.str.slice(0, DAY_WIDTH),
            "posted-date-time": posted,
            "order-item-code": pd.Series(item_ids(ledger["item_key"].to_numpy()).array, ledger.index),
            "merchant-adjustment-item-id": ledger["adjustment"],
            "sku": ledger["sku"],
            "quantity-purchased": ledger["quantity"].astype("str").where(ledger["quantity"] > 0, ""),
        }
    )


ledger_names = {"A99-0000001-0000003": FIRST_DICTIONARY_KEY, "0A9-0000001-0000003": FIRST_DICTIONARY_KEY + 1}
"""Order ids that have letters, and their keys."""
_LINE = {
    "order_key": 99_900_000_010_000_001, "item_key": 10_000_000_000_001, "sku": "MUG-02", "parcel": "1", "kind": 10,
    "transaction_type": "Order", "amount_type": "ItemPrice", "amount_description": "Principal", "amount": 100,
    "quantity": 1, "posted": "2026-10-05T00:00:00Z", "feed": 1, "record": 1, "refund": "", "adjustment": "",
}  # fmt: skip


def rows_of(settlement):
    """All rows of a settlement but the final ones, in their order, with the balances (frame `unsettled_ledger`)."""
    own = settlement.ledger.take(settlement.row_pos)
    balances = settlement.balances[list(UNSETTLED)]
    parts = (own.iloc[: settlement.balance_pos], balances, own.iloc[settlement.balance_pos :])
    return pd.concat([part for part in parts if len(part)] or [own], ignore_index=True)


def frame_of(rows):
    """Rows of the ledger (frame `unsettled_ledger`), each given by what differs from a mug of order 1."""
    frame = pd.DataFrame([_LINE | row for row in rows], columns=list(_LINE))
    posted = pd.Series([pd.Timestamp(moment) for moment in frame["posted"]], dtype="datetime64[us, UTC]")
    return conform("unsettled_ledger", frame.assign(posted=posted))


def summary_of(zone, marketplace):
    """The summary of the settlement of the first half of October."""
    moments = (pd.Timestamp(day, tz=ZoneInfo("Asia/Tokyo")) for day in ("2026-10-01", "2026-10-15", "2026-10-17"))
    return SettlementSummary("OM-20261015", *moments, 1_764, "JPY", ZoneInfo(zone), marketplace)


_moments = st.one_of(
    st.sampled_from(["2026-10-05T00:00:00Z", "2026-10-25T00:59:59.5Z", "2026-10-25T01:00:00Z"]),
    st.integers(0, 10**12).map(lambda micros: pd.Timestamp("2026-10-01T00:00:00Z") + pd.Timedelta(micros, "us")),
)
_names = st.sampled_from(["", "MUG-02", "髙﨑①", "a\tb", "line\r\nend", "\u2028", "\x85x", "😀", "RA-7"])
_drawn_row = {
    "order_key": st.sampled_from([-1, 0, 99_900_000_010_000_001, 10**17 - 1, *ledger_names.values()]),
    "item_key": st.sampled_from([-1, 0, 101, 10_000_000_000_001, 10**15, 10**15 + 77_000_000_001_001]),
    "sku": _names, "parcel": st.sampled_from(["", "1", "2", "10"]), "kind": st.sampled_from([1, 10, 40, 110]),
    "transaction_type": st.sampled_from(["Order", "Refund", ""]), "amount_type": st.sampled_from(["ItemFees", "x\ty"]),
    "amount_description": st.sampled_from(["Principal", "Tax", "税"]), "amount": st.integers(-(10**12), 10**12),
    "quantity": st.sampled_from([-1, 0, 1, 12]), "posted": _moments, "feed": st.integers(1, 2),
    "record": st.integers(1, 3), "refund": _names, "adjustment": _names,
}  # fmt: skip
drawn_rows = st.fixed_dictionaries({}, optional=_drawn_row)
drawn_ledgers = st.lists(drawn_rows, max_size=8)

"""The lines of a settlement are those that a frame with a cell for each value gives, in blocks of any size."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import settlement_lines
from reports.settlement_lines import SettlementLines
from schemas.order_ids import OrderIds
from tests.support.settlement_frames import drawn_ledgers, frame_of, ledger_names, rendered_settlement, summary_of

ENCODINGS = ("utf-8", "utf-8-sig", "cp932")


def lines_of(rows, summary, encoding, row_pos=None):
    """The bytes of the lines, and the row and column of each cell that lost a character."""
    row_pos = np.arange(len(rows)) if row_pos is None else row_pos
    data, lost, count = b"", [], 0
    for block in SettlementLines(rows, OrderIds.of(ledger_names)).blocks(summary.layout(encoding), row_pos):
        data += block.data
        lost += [(count + row, column) for row, column in block.lost]
        count += block.rows
    return data, lost, count


@given(
    drawn_ledgers,
    st.sampled_from(ENCODINGS),
    st.sampled_from(["Asia/Tokyo", "UTC", "Europe/Berlin"]),
    st.sampled_from(["", "Amazon.co.jp", "Marché – 市場"]),
    st.sampled_from([1, 2, 3, 65_536]),
)
def test_lines_are_those_of_a_frame_of_cells(rows, encoding, zone, marketplace, block):
    frame = frame_of(rows)
    summary = summary_of(zone, marketplace)
    whole = rendered_settlement(summary, frame, encoding, ledger_names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settlement_lines, "BLOCK", block)
        data, lost, count = lines_of(frame, summary, encoding)
    assert whole.data[len(whole.data) - len(data) :] == data
    assert data.count(b"\r\n") == count == len(frame) == whole.rows - 1
    assert [(row + 2, column) for row, column in lost] == list(whole.unencodable.itertuples(index=False, name=None))
    assert json.loads(json.dumps(lost)) == [list(cell) for cell in lost]


@given(drawn_ledgers, st.randoms(use_true_random=False))
def test_lines_of_some_rows_are_those_rows(rows, random):
    frame = frame_of(rows)
    row_pos = np.array(random.sample(range(len(frame)), len(frame) // 2), np.int64)
    summary = summary_of("Asia/Tokyo", "")
    data, _, count = lines_of(frame, summary, "utf-8", row_pos)
    assert (data, count) == (lines_of(frame.take(row_pos), summary, "utf-8")[0], len(row_pos))


def test_texts_in_several_pieces_are_one_column():
    rows = [{"sku": "A"}, {"sku": "B", "adjustment": "x\ty"}, {"sku": "A"}]
    parts = pd.concat([frame_of(rows[:1]), frame_of(rows[1:])], ignore_index=True)
    summary = summary_of("Asia/Tokyo", "")
    assert lines_of(parts, summary, "utf-8") == lines_of(frame_of(rows), summary, "utf-8")
    assert b"\tx y\tB\t" in lines_of(parts, summary, "utf-8")[0]


def test_lines_with_other_bytes_have_another_version():
    """Segments of the same version are copied: raise VERSION, and write its bytes here, where a line changes."""
    rows = [{}, {"sku": "髙\tx", "order_key": -1, "item_key": -1, "quantity": -1, "kind": 3, "parcel": ""}]
    data, _, _ = lines_of(frame_of(rows), summary_of("Asia/Tokyo", ""), "cp932")
    common = b"ItemPrice\tPrincipal\t100\t\t2026-10-05\t2026-10-05 09:00:00 JST\t"
    of_order = b"OM-20261015\t\t\t\t\t\tOrder\t999-0000001-0000001\t\t\t1\tAmazon.co.jp\t" + common
    of_none = b"OM-20261015\t\t\t\t\t\tOrder\t\t\t\t\tAmazon.co.jp\t" + common
    lines = of_order + b"10000000000001\t\t\tMUG-02\t1\t\r\n" + of_none + b"\t\t\t\xee\xe0 x\t\t\r\n"
    assert (settlement_lines.VERSION, data) == (1, lines)

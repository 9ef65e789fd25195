"""The ids of charges and refunds, which never change: made of the order, the item, and a name used once for the item.

>>> order_id, item_id = pa.array(["999-0000001-0000021"] * 3, TEXT), pa.array(["7"] * 3, TEXT)
>>> charge_ids(order_id, item_id, pa.array(["1", "refund-1", ""], TEXT)).to_pylist()
['C-999-0000001-0000021-7-1', 'C-999-0000001-0000021-7-refund-1', '']
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from reports.cells import TEXT


def charge_ids(order_ids: pa.Array, item_ids: pa.Array, names: pa.Array) -> pa.Array:
    """The ids of charges or refunds (large_string); blank where there is no name."""
    if pc.all(pc.equal(names, "")).as_py():
        return names
    start, between = pa.scalar("C", TEXT), pa.scalar("-", TEXT)
    ids = pc.binary_join_element_wise(start, order_ids, item_ids, names, between)
    return pc.if_else(pc.equal(names, ""), pa.scalar("", TEXT), ids)

"""Books of one item that is all shipped, to charge and to post."""

from schemas.stored_tables import ITEM_YEN
from tests.support.order_states import VERIFIED, order_state
from tests.support.shipments import item_shipments


def shipped_order_state(item, sizes, **facts):
    """A book of one item, all of it shipped in parcels of these sizes, and what postings are made from."""
    boxes = item_shipments(item, sizes).assign(number=lambda frame: frame["parcel"].astype("int64"))
    shipments = boxes[["number", "first_unit", "units"]].to_dict("records")
    amounts = {name: item[name] for name in ITEM_YEN}
    unit = {"sku": item["sku"], "ordered": sum(sizes), "shipped": sum(sizes)}
    return order_state((1, VERIFIED | facts, [unit | amounts], shipments)), boxes

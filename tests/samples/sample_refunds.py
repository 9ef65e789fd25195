"""What the shop gives back of the stories. Amounts are whole yen with tax."""

from typing import NamedTuple


class Refund(NamedTuple):
    """Money of a line that goes back to its buyer; `id` is the shop's own, for XML alone."""

    order: int
    line: int
    reason: str
    yen: int
    id: str = ""


REFUNDS = {
    "R6": (Refund(17, 1, "CustomerReturn", 1100, "SHOP-0017-1"),),
    "R8": (Refund(28, 1, "CustomerReturn", 1080),),
}
"""17 was sent although it was to be canceled, and came back; of 28 one tin of two was damaged."""

"""How people and tools head the quantity and the tracking number of a row, and what only looks like a quantity."""

from schemas.columns import UnclearQuantity

QUANTITY = ("数量", "出荷数量", "qty")
"""Other headings of the units that a row is about."""
BOXES = (
    "個数",
    "出荷個数",
    "個口数",
    "個口",
    "口数",
    "荷物個数",
    "荷物数",
    "梱包数",
    "梱包個数",
    "箱数",
    "parcels",
    "boxes",
)
"""Headings of the number of boxes; beside a quantity they say nothing of it, and in its place they would be wrong."""
ORDERED = (
    "注文数",
    "注文数量",
    "注文個数",
    "ご注文数",
    "ご注文数量",
    "quantity-ordered",
    "ordered-quantity",
    "order-quantity",
)
"""Headings of what was ordered, not of what a row is about."""
SHIPPED = UnclearQuantity(
    "quantity",
    otherwise=(*BOXES, *ORDERED),
    likely="数$|数量|個数|qty|quantit|units|pieces|pcs",
    harmless="日数|ポイント",
)
"""What a confirmation may not hold: it would ship everything that is open, in place of what its row says."""
_ASKED = ("お問い合わせ", "お問合わせ", "お問い合せ", "お問合せ", "問い合わせ", "問合わせ", "問い合せ", "問合せ")
TRACKING_NUMBER = (
    *(
        asked + kind
        for kind in ("伝票番号", "番号", "送り状番号")
        for asked in _ASKED
        if (asked, kind) != (_ASKED[0], "伝票番号")
    ),
    *("追跡番号", "送り状番号", "伝票番号", "配送伝票番号"),
)
"""Other headings of the tracking number."""

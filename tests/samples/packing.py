"""What the warehouse does of the stories: parcels and the lists that name them, cancellations, a count of the shelf."""

from typing import NamedTuple


class Shipment(NamedTuple):
    """A row of a packing list: line 0 is the whole order, no units are all that is open. `id` is for XML alone."""

    order: int
    line: int
    units: str
    day: str
    tracking: str
    code: str = "YAMATO"
    name: str = ""
    method: str = "宅急便"
    id: str = ""


class Cancellation(NamedTuple):
    """A line of an order that the seller cancels; line 0 is the whole order, which takes no reason."""

    order: int
    line: int
    reason: str


SHIPMENTS = {
    "01": Shipment(1, 0, "", "2026-10-06", "0000-0000-0101"),
    "02": Shipment(2, 0, "", "2026-10-07", "0000-0000-0201", id="1002"),
    "05": Shipment(5, 1, "", "2026-10-13", "0000-0000-0501", "SAGAWA", method="飛脚宅配便", id="1005"),
    "10 towels": Shipment(10, 1, "3", "2026-10-06", "0000-0000-1001"),
    "10 mug": Shipment(10, 2, "1", "2026-10-08", "0000-0000-1002"),
    "10 book": Shipment(10, 3, "1", "2026-10-08", "0000-0000-1002"),
    "11 two": Shipment(11, 1, "2", "2026-10-07", "0000-0000-1101"),
    "11 three": Shipment(11, 1, "3", "2026-10-07", "0000-0000-1102"),
    "12 screws": Shipment(12, 1, "4", "2026-10-08", "0000-0000-1201", "SAGAWA", method="飛脚宅配便"),
    "12 tea": Shipment(12, 2, "1", "2026-10-08", "0000-0000-1201", "SAGAWA", method="飛脚宅配便"),
    "13 wrong": Shipment(13, 1, "2", "2026-10-06", "0000-0000-1310"),
    "13 right": Shipment(13, 1, "2", "2026-10-06", "0000-0000-1301"),
    "13 none": Shipment(13, 1, "2", "2026-10-06", "NULL"),
    "16 mug": Shipment(16, 2, "1", "2026-10-09", "0000-0000-1601", "", "日本郵便", "ゆうパック"),
    "17": Shipment(17, 0, "", "2026-10-08", "0000-0000-1701"),
    "18": Shipment(18, 1, "2", "2026-10-06", "0000-0000-1801"),
    "19": Shipment(19, 1, "1", "2026-10-06", "0000-0000-1901"),
    "20": Shipment(20, 0, "", "2026-10-06", "0000-0000-2001"),
    "21 screw": Shipment(21, 1, "1", "2026-10-08", "0000-0000-2101"),
    "21 battery": Shipment(21, 2, "1", "2026-10-08", "0000-0000-2101"),
    "21 towels": Shipment(21, 3, "2", "2026-10-08", "0000-0000-2101"),
    "22 mug": Shipment(22, 1, "1", "2026-10-08", "0000-0000-2201"),
    "22 book": Shipment(22, 2, "1", "2026-10-08", "0000-0000-2201"),
    "22 tea": Shipment(22, 3, "2", "2026-10-08", "0000-0000-2201"),
    "25": Shipment(25, 0, "", "2026-11-05", "0000-0000-2501"),
    "26": Shipment(26, 0, "", "2026-11-04", "0000-0000-2601"),
    "27 mug": Shipment(27, 1, "1", "2026-10-06", "0000-0000-2701"),
    "28": Shipment(28, 1, "2", "2026-10-09", "0000-0000-2801"),
}

PACKING_LISTS = {
    "R2": ("01", "10 towels", "18", "19", "20", "27 mug", "13 wrong"),
    "R3": ("02", "11 two", "11 three"),
    "R4": (
        *("11 two", "11 three", "10 towels", "10 mug", "21 screw", "10 book", "12 screws"),
        *("21 battery", "12 tea", "22 mug", "22 book", "21 towels", "22 tea"),
    ),
    "R4 again": ("18", "17"),
    "R5": ("16 mug", "13 right", "28"),
    "R6": ("05",),
    "R6 corrected": ("13 none",),
    "R8 in time": ("26",),
    "R8 late": ("25",),
}
"""The rows of each packing list. Thursday's is cumulative: it begins with what was confirmed before."""

DAMAGED_CELLS = {
    "21 screw": ("order-item-id", "9.99E+13"),
    "21 battery": ("ship-date", "2026/13/40"),
    "21 towels": ("quantity", "２"),
}
"""What a spreadsheet and a typist made of three of Thursday's rows; runs.toml says how they are mended."""

CANCELLATIONS = {
    "R4": (Cancellation(9, 1, "NoInventory"), Cancellation(14, 1, "BuyerCanceled")),
    "R5": (
        Cancellation(15, 1, "GeneralAdjustment"),
        Cancellation(16, 1, "NoInventory"),
        Cancellation(17, 0, ""),
    ),
}

ON_THE_SHELF = {"TEA-001": 32, "MUG-02": 28, "BOOK-C": 10, "00123": 37, "1E5": 58, "3-4": 100, "PEN-7": 1}
"""Tuesday's count, after the parcels of the day: twelve tins were delivered, and nobody looked for LAMP-9."""

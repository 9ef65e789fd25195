"""What the warehouse does of the stories: parcels and the lists that name them, cancellations, a count of the shelf."""

from typing import NamedTuple


class Parcel(NamedTuple):
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


PARCELS = {
    "01": Parcel(1, 0, "", "2026-10-06", "0000-0000-0101"),
    "02": Parcel(2, 0, "", "2026-10-07", "0000-0000-0201", id="1002"),
    "05": Parcel(5, 1, "", "2026-10-13", "0000-0000-0501", "SAGAWA", method="飛脚宅配便", id="1005"),
    "10 towels": Parcel(10, 1, "3", "2026-10-06", "0000-0000-1001"),
    "10 mug": Parcel(10, 2, "1", "2026-10-08", "0000-0000-1002"),
    "10 book": Parcel(10, 3, "1", "2026-10-08", "0000-0000-1002"),
    "11 two": Parcel(11, 1, "2", "2026-10-07", "0000-0000-1101"),
    "11 three": Parcel(11, 1, "3", "2026-10-07", "0000-0000-1102"),
    "12 screws": Parcel(12, 1, "4", "2026-10-08", "0000-0000-1201", "SAGAWA", method="飛脚宅配便"),
    "12 tea": Parcel(12, 2, "1", "2026-10-08", "0000-0000-1201", "SAGAWA", method="飛脚宅配便"),
    "13 wrong": Parcel(13, 1, "2", "2026-10-06", "0000-0000-1310"),
    "13 right": Parcel(13, 1, "2", "2026-10-06", "0000-0000-1301"),
    "13 none": Parcel(13, 1, "2", "2026-10-06", "NULL"),
    "16 mug": Parcel(16, 2, "1", "2026-10-09", "0000-0000-1601", "", "日本郵便", "ゆうパック"),
    "17": Parcel(17, 0, "", "2026-10-08", "0000-0000-1701"),
    "18": Parcel(18, 1, "2", "2026-10-06", "0000-0000-1801"),
    "19": Parcel(19, 1, "1", "2026-10-06", "0000-0000-1901"),
    "20": Parcel(20, 0, "", "2026-10-06", "0000-0000-2001"),
    "21 screw": Parcel(21, 1, "1", "2026-10-08", "0000-0000-2101"),
    "21 battery": Parcel(21, 2, "1", "2026-10-08", "0000-0000-2101"),
    "21 towels": Parcel(21, 3, "2", "2026-10-08", "0000-0000-2101"),
    "22 mug": Parcel(22, 1, "1", "2026-10-08", "0000-0000-2201"),
    "22 book": Parcel(22, 2, "1", "2026-10-08", "0000-0000-2201"),
    "22 tea": Parcel(22, 3, "2", "2026-10-08", "0000-0000-2201"),
    "25": Parcel(25, 0, "", "2026-11-05", "0000-0000-2501"),
    "26": Parcel(26, 0, "", "2026-11-04", "0000-0000-2601"),
    "27 mug": Parcel(27, 1, "1", "2026-10-06", "0000-0000-2701"),
    "28": Parcel(28, 1, "2", "2026-10-09", "0000-0000-2801"),
}

PACKED = {
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

DAMAGED = {
    "21 screw": ("order-item-id", "9.99E+13"),
    "21 battery": ("ship-date", "2026/13/40"),
    "21 towels": ("quantity", "２"),
}
"""What a spreadsheet and a typist made of three of Thursday's rows; runs.toml says how they are mended."""

CANCELED = {
    "R4": (Cancellation(9, 1, "NoInventory"), Cancellation(14, 1, "BuyerCanceled")),
    "R5": (
        Cancellation(15, 1, "GeneralAdjustment"),
        Cancellation(16, 1, "NoInventory"),
        Cancellation(17, 0, ""),
    ),
}

ON_THE_SHELF = {"TEA-001": 32, "MUG-02": 28, "BOOK-C": 10, "00123": 37, "1E5": 58, "3-4": 100, "PEN-7": 1}
"""Tuesday's count, after the parcels of the day: twelve tins were delivered, and nobody looked for LAMP-9."""

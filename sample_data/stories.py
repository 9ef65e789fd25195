"""The stories: who buys what, how it is paid, packed and canceled. Everybody and everything in here is invented.

Times are Japanese, `MM-DD HH:MM` of the year 2026. README.md tells what each run shows.
"""

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

JST = timezone(timedelta(hours=9))


class Article(NamedTuple):
    """What the shop sells: title, price of one in yen with tax, sellable on the first day."""

    title: str
    yen: int
    stock: int


class Order(NamedTuple):
    """An order with its lines (sku, units); `paid` empty: still Pending. `shipping` is charged on the first line."""

    number: int
    buyer: str
    bought: str
    paid: str
    lines: tuple[tuple[str, int], ...]
    method: str = "Other"
    deadline: str = ""
    shipping: int = 0


class Payment(NamedTuple):
    """What became of an attempt to pay."""

    order: int
    status: str
    at: str
    attempt: int = 1


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
    """A line of an order that the seller cancels."""

    order: int
    line: int
    reason: str


ARTICLES = {
    "TEA-001": Article("煎茶 100g", 1080, 20),
    "MUG-02": Article("マグカップ 白", 2200, 30),
    "BOOK-C": Article("単行本『見本の作り方』", 1650, 10),
    "00123": Article("タオル 2枚組", 1100, 40),
    "1E5": Article("電池 単3", 550, 60),
    "3-4": Article('"お徳用 ねじ 3/4', 330, 100),  # a quote that is never closed
    "LAMP-9": Article("卓上ランプ ①型", 5500, 1),
    "PEN-7": Article("NA", 220, 1),  # a title, not a missing value
}

ORDERS = {
    order.number: order
    for order in (
        Order(1, "見本 太郎", "10-05 09:12", "10-05 09:13", (("MUG-02", 1),)),
        Order(2, "𠮷見本 花子", "10-05 10:05", "", (("TEA-001", 1),)),
        Order(3, "例示 次郎", "10-05 10:20", "", (("3-4", 3),)),
        Order(4, "架空 三郎", "10-05 10:41", "", (("BOOK-C", 2),)),
        Order(5, "仮名 五月", "10-05 11:02", "", (("MUG-02", 3),), "CVS"),
        Order(6, "見本 六花", "10-05 11:30", "", (("1E5", 4),), "CVS"),
        Order(7, "例示 七海", "10-05 12:15", "", (("00123", 2),), "CVS", "2026-10-08"),
        Order(8, "架空 八重", "10-05 12:48", "", (("LAMP-9", 1),)),
        Order(9, "髙見本 九郎", "10-06 09:09", "10-06 09:10", (("LAMP-9", 1),)),
        Order(10, "仮名 十和", "10-05 13:10", "10-05 13:11", (("00123", 3), ("MUG-02", 1), ("BOOK-C", 1))),
        Order(11, "見本 士郎", "10-05 13:37", "10-05 13:38", (("1E5", 5),)),
        Order(12, "例示商店①号店", "10-06 10:30", "10-06 10:31", (("3-4", 4), ("TEA-001", 1))),
        Order(15, "架空 望", "10-07 08:55", "10-07 08:56", (("BOOK-C", 1),)),
        Order(16, "﨑見本 光", "10-06 14:20", "10-06 14:22", (("PEN-7", 1), ("MUG-02", 1))),
        Order(18, "仮名 一葉", "10-05 15:00", "10-07 09:30", (("TEA-001", 2),)),
        Order(19, "見本 幾久", "10-06 08:30", "10-06 08:31", (("00123", 1),)),
        Order(21, "例示 双葉", "10-05 16:16", "10-05 16:17", (("3-4", 1), ("1E5", 1), ("00123", 2))),
        Order(
            22, "架空 睦", "10-05 16:50", "10-05 16:51", (("MUG-02", 1), ("BOOK-C", 1), ("TEA-001", 2)), shipping=330
        ),
        Order(25, "仮名 忘", "10-05 07:30", "10-05 07:31", (("TEA-001", 1),)),  # in UTC still the day before
        Order(26, "見本 双子", "10-05 08:15", "10-05 08:16", (("BOOK-C", 1),)),
        Order(27, "例示 半", "10-05 17:40", "10-05 17:41", (("MUG-02", 1), ("00123", 1))),
        Order(29, "架空 霜月", "11-05 12:00", "", (("TEA-001", 1),), "CVS"),
        Order(30, "仮名 紅葉", "11-05 13:30", "11-05 13:31", (("MUG-02", 1),)),
    )
}

ORDERED = {
    "R1": (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 18, 21, 22, 25, 26, 27),
    "R2": (9, 12, 16),
    "R3": (15, 18, 19),
    "R8": (29, 30),
}
"""The orders in the order file of each run: 18 first without price and address, two days later with both."""

FIRST_SEEN_BARE = 18

PAYMENTS = {
    "R2": (
        Payment(2, "Verified", "10-06 11:20"),
        Payment(4, "Fraud", "10-06 11:45"),
        Payment(8, "Declined", "10-06 12:00"),
    ),
    "R3": (Payment(3, "Failed", "10-07 08:10"), Payment(5, "Verified", "10-07 12:34")),
    "R4": (Payment(8, "Retrying", "10-08 12:00", 2),),
    "R5": (Payment(7, "Verified", "10-09 10:00"),),
    "R6": (Payment(7, "Verified", "10-12 18:00", 2), Payment(8, "Failed", "10-13 12:00", 3)),
}

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
    "16 mug": Parcel(16, 2, "1", "2026-10-09", "0000-0000-1601", "", "日本郵便", "ゆうパック"),
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
}

PACKED = {
    "R2": ("01", "10 towels", "18", "19", "20", "27 mug"),
    "R3": ("02", "11 two", "11 three"),
    "R4": (
        *("11 two", "11 three", "10 towels", "10 mug", "21 screw", "10 book", "12 screws"),
        *("21 battery", "12 tea", "22 mug", "22 book", "21 towels", "22 tea"),
    ),
    "R4 again": ("18",),
    "R5": ("16 mug",),
    "R6": ("05",),
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
    "R4": (Cancellation(9, 1, "NoInventory"),),
    "R5": (Cancellation(15, 1, "GeneralAdjustment"), Cancellation(16, 1, "NoInventory")),
}

ON_THE_SHELF = {"TEA-001": 32, "MUG-02": 28, "BOOK-C": 10, "00123": 37, "1E5": 60, "3-4": 100, "PEN-7": 1}
"""Tuesday's count, after the parcels of the day: twelve tins were delivered, and nobody looked for LAMP-9."""

ACKNOWLEDGED = {22: "SHOP-0022"}
"""The shop's own numbers of orders, told on Wednesday."""


def at(moment: str) -> datetime:
    """An instant of the table."""
    return datetime.strptime(f"2026-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=JST)


def order_id(number: int) -> str:
    """An id with a prefix that no real order has."""
    return f"999-0000001-{number:07}"


def item_id(number: int, line: int) -> str:
    """The id of a line, 14 digits; empty for line 0, the whole order."""
    return f"9990000000{number:02}{line:02}" if line else ""

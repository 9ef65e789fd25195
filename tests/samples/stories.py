"""The stories: who buys what, and how it is paid. Everybody and everything in here is invented.

Times are Japanese, `MM-DD HH:MM` of the year 2026. README.md tells what each run shows; `packing.py` holds what the
warehouse does of it, `later_records.py` what is heard of an order afterwards.
"""

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

JST = timezone(timedelta(hours=9))


class Article(NamedTuple):
    """What the shop sells: title, price of one in yen with tax, sellable on the first day."""

    title: str
    yen: int
    stock: int


class Dates(NamedTuple):
    """The days, `MM-DD`, between which an order should be shipped and delivered, as the marketplace estimates them."""

    ship_from: str
    ship_by: str
    arrives_from: str
    arrives_by: str


class Order(NamedTuple):
    """An order with its lines (sku, units); `paid` empty: still Pending. `shipping` is charged on the first line.

    `wrap` is the price of a gift wrap, yen with tax, `points` what the shop grants in yen; both on the first line.
    """

    number: int
    buyer: str
    bought: str
    paid: str
    lines: tuple[tuple[str, int], ...]
    method: str = "Other"
    deadline: str = ""
    shipping: int = 0
    wrap: int = 0
    points: int = 0
    dates: Dates | None = None


class Payment(NamedTuple):
    """What became of an attempt to pay."""

    order: int
    status: str
    at: str
    attempt: int = 1


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
        Order(13, "例示 三子", "10-05 14:05", "10-05 14:06", (("1E5", 2),)),
        Order(14, "仮名 変", "10-06 12:40", "10-06 12:41", (("BOOK-C", 1),)),
        Order(15, "架空 望", "10-07 08:55", "10-07 08:56", (("BOOK-C", 1),)),
        Order(16, "﨑見本 光", "10-06 14:20", "10-06 14:22", (("PEN-7", 1), ("MUG-02", 1))),
        Order(17, "架空 七緒", "10-06 15:05", "10-06 15:06", (("00123", 1),)),
        Order(18, "仮名 一葉", "10-05 15:00", "10-07 09:30", (("TEA-001", 2),)),
        Order(19, "見本 幾久", "10-06 08:30", "10-06 08:31", (("00123", 1),)),
        Order(21, "例示 双葉", "10-05 16:16", "10-05 16:17", (("3-4", 1), ("1E5", 1), ("00123", 2))),
        Order(
            22, "架空 睦", "10-05 16:50", "10-05 16:51", (("MUG-02", 1), ("BOOK-C", 1), ("TEA-001", 2)), shipping=330
        ),
        Order(23, "見本 越", "10-06 16:30", "10-06 16:31", (("MUG-02", 1),)),
        Order(
            24,
            "例示 待",
            "10-07 10:40",
            "10-07 10:41",
            (("MUG-02", 1),),
            dates=Dates("10-08", "10-09", "10-10", "10-13"),
        ),
        Order(25, "仮名 忘", "10-05 07:30", "10-05 07:31", (("TEA-001", 1),)),  # in UTC still the day before
        Order(26, "見本 双子", "10-05 08:15", "10-05 08:16", (("BOOK-C", 1),)),
        Order(27, "例示 半", "10-05 17:40", "10-05 17:41", (("MUG-02", 1), ("00123", 1))),
        Order(28, "見本 贈", "10-08 11:20", "10-08 11:21", (("TEA-001", 2),), wrap=330, points=100),
        Order(29, "架空 霜月", "11-05 12:00", "", (("TEA-001", 1),), "CVS"),
        Order(30, "仮名 紅葉", "11-05 13:30", "11-05 13:31", (("MUG-02", 1),)),
    )
}

ORDERED = {
    "R1": (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 18, 21, 22, 25, 26, 27),
    "R2": (9, 12, 14, 16, 17, 23),
    "R3": (15, 18, 19, 24),
    "R4": (28,),
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

SELLER_ORDER_IDS = {22: "SHOP-0022"}
"""The shop's own numbers of orders, told on Wednesday."""


def story_instant(moment: str) -> datetime:
    """An instant of the table."""
    return datetime.strptime(f"2026-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=JST)


def order_id(number: int) -> str:
    """An id with a prefix that no real order has."""
    return f"999-0000001-{number:07}"


def item_id(number: int, line: int) -> str:
    """The id of a line, 14 digits; empty for line 0, the whole order."""
    return f"9990000000{number:02}{line:02}" if line else ""

"""Every way in which a value of each kind may be wrong: one row for each column of a format and each way."""

from typing import NamedTuple

from schemas.columns import Column, Kind
from tests.support.good_rows import GOOD_ROWS

WORDS = ("abc", "見本", "１", "-", "#REF!", "a\x01b", "\ufffd")
NUMBERS = (
    "0",
    "-1",
    "1.5",
    "1.0",
    "1,000",
    "1000000",
    "10000000000000",
    "-10000000000000",
    "¥100",
    "100円",
    "1e3",
    "1 0",
)
IDS = ("1", "9.99E+17", "9.99E+13", "0" * 13, "0" * 16, "999-0000001-000000", "999 0000001 0000001", "９" * 14)
DATES = (
    *("yesterday", "10/05/2026", "05-10-2026", "2026-13-01", "2026-10-32", "20261005", "2026-10-5", "2026.10.05"),
    *("2026年10月5日", "2026-10-05", "2026-10-05 10:00", "2026-10-05T25:00:00+09:00", "2026-10-05T10:00:00+9", "45935"),
    *("0001-01-01", "10:00"),
)
WAYS = {
    Kind.TEXT: ("a\x01b", "\ufffd"),
    Kind.ORDER_ID: (*WORDS, *IDS),
    Kind.ITEM_ID: (*WORDS, *IDS),
    Kind.COUNT: (*WORDS, *NUMBERS),
    Kind.YEN: (*WORDS, *NUMBERS),
    **dict.fromkeys((Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), (*WORDS, *DATES)),
    **dict.fromkeys((Kind.CHOICE, Kind.FLAG), (*WORDS, "0", "TRUE ", "maybe", "Ship", "Canceled - x")),
}
"""Values of which at least some are wrong in a column of each kind."""

SHORTENED = {"ship-postal-code": ("600001",), "ship-phone-number": ("300009999",)}
"""Values that have lost their first digit."""


class WrongValue(NamedTuple):
    """A cell to be put in place of a good one: the row of its file, from 1, its column and its text."""

    record: int
    column: Column
    cell: str


def wrong_values(table):
    """What is put into which column of a good row of the format, one value a row."""
    cells = [(column, cell) for column in table.columns for cell in _cells_of(column)]
    return [WrongValue(record, column, cell) for record, (column, cell) in enumerate(cells, 1)]


def _cells_of(column):
    too_long = ("x" * (column.longest + 1), "見" * (column.longest + 1), "x" * 10_001) if column.longest else ()
    longest = ("x" * column.longest,) if column.longest else ()
    return dict.fromkeys(("", " ", *WAYS[column.kind], *SHORTENED.get(column.name, ()), *too_long, *longest))


def rows_with(table, cells):
    """A file of good rows of the format, each of an order of its own; cells: (record, column, text) to be put in."""
    row = good_row_of(table)
    names = list(table.names)
    lines = []
    for number, (_, column, cell) in enumerate(cells, 1):
        own = {name: _own(name, number) for name in names if _own(name, number) and row.get(name)}
        beside = {"quantity": ""} if column.name == "on-hand" and cell not in {"", "0"} else {}
        lines.append([(row | own | beside | {column.name: cell}).get(name, "") for name in names])
    return "".join("\t".join(line) + "\n" for line in (names, *lines))


def good_row_of(table):
    """A good row of a format, by its columns."""
    fitting = [row for row in GOOD_ROWS.values() if {*row} <= {*table.names} and {*table.required} <= {*row}]
    return dict(fitting[0])


def good_cell(column, record):
    """What a column may hold in a record, by its example."""
    return _own(column.name, 1_000_000 + record) or column.example


def _own(name, record):
    """The text of a column that must be single in its file."""
    forms = {
        "order-id": f"999-0000001-{record:07}",
        "amazon-order-id": f"999-0000001-{record:07}",
        "order-item-id": f"{record:014}",
        "amazon-order-item-code": f"{record:014}",
        "message-id": f"M-{record}",
        "sku": f"TEA-{record}",
    }
    return forms.get(name, "")

"""What the advice of a message about a cell says, done to the letter: the cell as it is then.

`python -m tests.support.followed_advice` prints a table of all messages about cells with what was done.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from schemas import code_texts, codes
from schemas.columns import Column, Table
from schemas.formats.feed_formats import FEEDS
from schemas.wording.reason_texts import BESIDE, COMPONENT, EITHER
from tests.support.read_feeds import FeedReader
from tests.support.wrong_values import good_cell, rows_with, wrong_values

APPLIED = (
    *("Applied as carrier Other", "It was kept as it is", "Used as ", "Taken as unknown", "Look the order up"),
    "Nothing to do",
)
"""What an advice begins with if the record was applied: nothing is to be corrected."""


class AboutCell(NamedTuple):
    """A message about a cell: the format, its record, the column and the cell, the problem and the texts."""

    table: Table
    record: int
    column: Column
    cell: str
    problem: dict
    message: str
    advice: str

    @property
    def is_applied(self):
        return self.advice.startswith(APPLIED)

    @property
    def empties(self):
        """Whether the cell is to be emptied, whatever else is wrong with it."""
        return self.problem["limit"] in {EITHER, BESIDE, COMPONENT}


def messages_about_cells(reader, table, cells=()):
    """Every message about these cells (record, column, text) of good rows of a format, in English, or wrong_values."""
    wrong = cells or wrong_values(table)
    feed = reader.read(rows_with(table, wrong))
    problems = feed.problems[feed.problems["record"] > 0].reset_index(drop=True)
    texts = code_texts.messages(problems, "en", advice=False)
    advices = code_texts.advices(problems, "en")
    types = codes.problem_types(problems)
    told = zip(problems.assign(type=types).to_dict("records"), texts, advices, strict=True)
    return [
        AboutCell(table, row["record"], *wrong[row["record"] - 1][1:], row, text, advice) for row, text, advice in told
    ]


def followed(told):
    """The cells that an advice allows in place of the wrong one. Raises LookupError: nobody can tell what to do."""
    for pattern, do in _DEEDS.items():
        match = re.search(pattern, told.advice)
        if match:
            return list(dict.fromkeys(do(told, match)))
    message = f"nobody can follow: {told.message}. {told.advice}"
    raise LookupError(message)


def _digits(told, _):
    return ["0"] if told.column.least <= 0 else ["1", "999999"]


def _shortened(told, _):
    longest = int(re.search("longer than ([0-9]+)", told.message)[1])
    return [told.cell[:longest], "x" * longest, "見" * longest]


def _filled(told, _):
    return [good_cell(told.column, told.record)]


def _either_end(_, match):
    return match.groups()


def _one_of(_, match):
    return match[1].split(", ")


def _item_ids(told, _):
    return [f"{1_000_000 + told.record:014}", f"{1_000_000 + told.record:015}"]


def _plain(told, _):
    return ["x" * 50, told.cell[:50] if told.cell.isascii() and told.cell.isprintable() else "x"]


def _without_sign(told, _):
    return [told.cell.removeprefix("-")]


def _with_sign(told, _):
    return [f"-{told.cell}"]


def _less(told, _):
    least = abs(int(float(told.cell))) + int(told.problem["value"])
    return [f"-{least}" if told.cell.startswith("-") else str(least)]


def _nothing(*_):
    return [""]


def _no_yen(*_):
    return ["0"]


def _zero(*_):
    return ["0", ""]


def _in_yen(*_):
    return ["JPY"]


_DEEDS = {
    "^Write it like (.+)$": _one_of,
    "^Use one of (.+)$": _one_of,
    "^Enter a whole number from ([0-9]+) to ([0-9]+)$": _either_end,
    "^Use plain digits:": _digits,
    "^An order item id has 14 or 15 digits": _item_ids,
    "^An order id has 3, 7 and 7 digits, separated by hyphens": _filled,
    "ormat the column as text": _filled,
    "^Fill it in|^Change an address only when|^Type the value again": _filled,
    "^Shorten it": _shortened,
    "^Use at most 50 characters": _plain,
    "^Enter whole yen from -?[0-9]+ to [0-9]+$": _no_yen,
    "^Enter the amount without a minus sign": _without_sign,
    "^Enter what you keep with a minus sign": _with_sign,
    "^Take back at most what is refunded": _less,
    "enter 0 or leave it empty": _zero,
    "JPY as the currency": _in_yen,
    "^Fill in one of them only|leave .+ empty": _nothing,
}
"""What each advice tells to do."""


def table_lines(reader):
    """The messages about cells, one of each text and kind of column, as a table."""
    seen = {}
    for told in (told for table in FEEDS for told in messages_about_cells(reader, table)):
        text = told.message.replace(str(told.problem["value"]), "").replace(told.column.name, "")
        seen.setdefault((told.problem["code"], told.column.kind, text, told.advice), told)
    yield "| code | kind of column | cell | message | advice | followed with |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for told in sorted(seen.values(), key=lambda told: (told.problem["code"], told.column.kind, told.advice)):
        done = "" if told.is_applied else ", ".join(f"`{_short(cell)}`" for cell in followed(told)[:3])
        texts = f"{told.message} | {told.advice}"
        yield f"| {told.problem['code']} | {told.column.kind} | `{_short(told.cell)}` | {texts} | {done} |"


def _short(cell):
    shown = cell if cell.isprintable() else ascii(cell)
    return shown if len(shown) <= 30 else f"{shown[:20]}... ({len(cell)})"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table_lines(FeedReader(Path(tempfile.mkdtemp())))) + "\n")

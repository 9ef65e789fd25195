"""Every odd file, the table of what becomes of each, and the page about them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.samples import (
    odd_actions,
    odd_arrivals,
    odd_confirmations,
    odd_encodings,
    odd_headings,
    odd_large,
    odd_lines,
    odd_refunds,
    odd_repeats,
    odd_spreadsheets,
    odd_strangers,
    odd_titles,
    odd_values,
    odd_xml_content,
    odd_xml_text,
)
from tests.samples.odd_records import Odd
from tests.support.paths import ODD

TABLE, PAGE = "outcomes.toml", "README.md"
FAMILIES = {
    "encodings": odd_encodings,
    "lines": odd_lines,
    "headings": odd_headings,
    "other-files": odd_strangers,
    "titles": odd_titles,
    "values": odd_values,
    "spreadsheets": odd_spreadsheets,
    "confirmations": odd_confirmations,
    "repeats": odd_repeats,
    "records": odd_actions,
    "refunds": odd_refunds,
    "xml-text": odd_xml_text,
    "xml-content": odd_xml_content,
    "inbox": odd_arrivals,
}
"""What is odd about the files of each folder, and what makes them."""
STORED: dict[str, Odd] = {f"{family}/{odd.name}": odd for family, makes in FAMILIES.items() for odd in makes.FILES}
"""The files that lie in the folder, by their path in it."""
TOO_LARGE: tuple[Odd, ...] = odd_large.FILES
"""The files that are too large for it."""
PLACES = {odd.name: place for place, odd in STORED.items()}
"""Where each file lies, by its name."""
OUTCOMES = ("accepted", "record refused", "file refused", "held", "duplicate", "ignored")


@dataclass(frozen=True, slots=True)
class OddFileOutcome:
    """What the table says of one file.

    odd: what is odd about it; outcome: one of OUTCOMES. records: how many ended as what. codes: the codes of every
    record that anything is said of, sorted, 0 the file itself. orders: the status of each order that is not what it was
    before, by its last digits. dropped: the name in the inbox, name_in: its encoding; kind: link, pipe or folder, if no
    file; modified: when it was last changed, if not in the evening before the run. twin: another name under which it is
    dropped too, a .gz if that ends so. left: why it stays in the inbox. source: where the shape was met.
    """

    name: str
    odd: str
    outcome: str
    records: dict[str, int] = field(default_factory=dict)
    codes: dict[int, list[int]] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    dropped: str = ""
    name_in: str = "utf-8"
    kind: str = ""
    modified: str = ""
    twin: str = ""
    left: str = ""
    source: str = ""

    @property
    def entry(self) -> bytes:
        """The name under which the file is dropped."""
        return (self.dropped or self.name).encode(self.name_in)


def outcome_rows() -> tuple[OddFileOutcome, ...]:
    """The table, in its order."""
    outcomes = tomllib.loads((ODD / TABLE).read_text(encoding="utf-8"))
    return tuple(_row(name, facts) for name, facts in outcomes.items())


def _row(name: str, facts: dict[str, Any]) -> OddFileOutcome:
    numbered = {
        key: {int(number): value for number, value in facts.get(key, {}).items()} for key in ("codes", "orders")
    }
    return OddFileOutcome(name=name, **{**facts, **numbered})


def page(table: Iterable[OddFileOutcome]) -> str:
    """The page about the collection, from the table."""
    every = list(table)
    counts = Counter(row.outcome for row in every)
    classes = "".join(f"| {outcome} | {counts[outcome]} |\n" for outcome in OUTCOMES)
    count = f"| outcome | files |\n| --- | --- |\n{classes}| all | {len(every)} |\n\n"
    return ABOUT + count + HEADINGS + "".join(map(_line, every))


ABOUT = """# Odd files

Unusual files as people really drop them into an inbox, and what happens to each. Each file is named for what is odd
about it, and each family has a folder. Everything in them is invented. `python -m tests.samples.build` writes the
files and this page. A test checks [outcomes.toml](outcomes.toml): it drops every file into a workspace that knows a
few orders, and runs.

- accepted: every record was applied or contained nothing new. record refused: some records were rejected, the others
  were applied. file refused: the whole file was refused. held: records wait for their order. duplicate: the same bytes
  were read before. ignored: the file stays in the inbox.
- codes: the codes of each record; 0 is the file itself. docs/codes.md explains them.
- Large files, and entries that are not files, are made when the test runs.

"""
HEADINGS = "| file | what is odd | outcome | records | codes |\n| --- | --- | --- | --- | --- |\n"


def _line(row: OddFileOutcome) -> str:
    counts = ", ".join(f"{count} {outcome}" for outcome, count in row.records.items())
    codes_text = "; ".join(f"{number}: {' '.join(map(str, codes))}" for number, codes in row.codes.items())
    cells = (
        f"`{PLACES.get(row.name, row.name)}`",
        row.odd,
        row.outcome,
        counts,
        codes_text or (f"left: {row.left}" if row.left else ""),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def write_odd_files(folder: Path = ODD) -> None:
    """Write every file that lies in the folder, and the page."""
    folder.mkdir(exist_ok=True)
    for place, odd in STORED.items():
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_bytes(odd.content())
    (folder / PAGE).write_text(page(outcome_rows()), encoding="utf-8", newline="\n")

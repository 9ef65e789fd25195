"""Whether a peer did the same night: reports row by row and cell by cell, amounts, records by code.

Where both differ there must be a rule on which the peers are cruder (see `known_differences`); every difference is
counted under its rule, and what no rule explains is a fault of the product or of a peer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks.night import known_differences, outcome_counts
from benchmarks.night.columns import CANCELLATIONS, KEY, NIGHT, ORDERS, SETTLEMENT, UNSHIPPED
from benchmarks.night.known_differences import CellRule, RowRule

POSTED = ("Principal", "Tax")
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Difference:
    """So many rows, cells or records of a file differ. rule: why; empty where nothing explains it."""

    what: str
    count: int
    rule: str = ""


class UnexplainedError(Exception):
    """A peer and the product differ where no rule says so."""


def compare(reports: Path, peer: Path, feeds: Path) -> list[Difference]:
    """What differs between our reports of the night and those of a peer; UnexplainedError where a rule is missing."""
    canceled = known_differences.misspelt_cancellations(read_text(feeds / "cancel.tsv", CANCELLATIONS, skip=2))
    day_alone = known_differences.bought_on_a_day_alone(read_text(feeds / "orders.tsv"))
    placed, left = RowRule(known_differences.DAY, day_alone), RowRule(known_differences.MISSPELT, canceled)
    differences = [
        *_reports(reports / "orders.tsv", peer / "orders.tsv", ORDERS, [placed]),
        *_reports(reports / "unshipped-orders.tsv", peer / "unshipped-orders.tsv", UNSHIPPED, [placed, left]),
        *_amounts(reports / "settlement-open.tsv", peer / "settlement.tsv"),
        *_records(reports / "run.json", peer / "counts.json"),
    ]
    unexplained = [difference for difference in differences if not difference.rule]
    if unexplained:
        raise UnexplainedError(f"{peer.name}: " + "; ".join(f"{item.what}: {item.count}" for item in unexplained))
    return differences


def read_text(path: Path, columns: Sequence[str] = (), skip: int = 0) -> pa.Table:
    """A flat file as text. columns: its names where its heading is skipped."""
    parse = csv.ParseOptions(delimiter="\t", quote_char=False)
    names = list(columns) or _heading(path)
    convert = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    read = csv.ReadOptions(skip_rows=skip, column_names=names if columns else None)
    return csv.read_csv(path, read, parse, convert).combine_chunks()


def _heading(path: Path) -> list[str]:
    with path.open("rb") as file:
        return file.readline().removeprefix(BOM).decode().rstrip("\r\n").split("\t")


def _reports(ours: Path, theirs: Path, columns: Sequence[str], rules: Sequence[RowRule]) -> list[Difference]:
    """Rows that one side alone has, cells of the others."""
    mine, other = read_text(ours), read_text(theirs)
    place = pc.index_in(_keys(other), _keys(mine))
    only_mine = mine.filter(pc.invert(pc.is_in(_keys(mine), _keys(other))))
    both = other.filter(pc.is_valid(place))
    found = _explained_rows(f"{ours.name}: rows that only we have", only_mine, rules[:1])
    found += _explained_rows(f"{ours.name}: rows that only the peer has", other.filter(pc.is_null(place)), rules)
    mine = mine.take(place.drop_null())
    for name in columns:
        if name in mine.column_names:
            found += _explained_cells(f"{ours.name}: {name}", name, mine, both)
    return found


def _explained_rows(what: str, rows: pa.Table, rules: Sequence[RowRule]) -> list[Difference]:
    found = []
    for rule in rules:
        holds = pc.is_in(rows["order-id"], rule.orders)
        found.append(Difference(what, pc.sum(holds).as_py() or 0, rule.rule))
        rows = rows.filter(pc.invert(holds))
    return [item for item in [*found, Difference(what, len(rows))] if item.count]


def _explained_cells(what: str, name: str, mine: pa.Table, other: pa.Table) -> list[Difference]:
    left = pc.not_equal(mine[name], other[name]).to_numpy()
    found = []
    rules: Sequence[CellRule] = known_differences.CELLS if left.any() else ()
    for rule in rules:
        if name in rule.columns:
            holds = left & rule.holds(mine, other)
            found.append(Difference(what, int(holds.sum()), rule.rule))
            left &= ~holds
    return [item for item in [*found, Difference(what, int(left.sum()))] if item.count]


def _amounts(ours: Path, theirs: Path) -> list[Difference]:
    """What was posted tonight for items: amounts that both know must agree."""
    mine, other = read_text(ours), read_text(theirs, SETTLEMENT, skip=1)
    mine = mine.filter(pc.equal(mine["posted-date"], NIGHT[:10]))
    sums = [_posted(table) for table in (mine, other)]
    place = pc.index_in(sums[1]["key"], sums[0]["key"])
    met = sums[0]["amount"].take(place)
    wrong = pc.sum(pc.fill_null(pc.not_equal(met, sums[1]["amount"]), True)).as_py() or 0
    wrong += abs(len(sums[0]) - len(sums[1]))
    found = [Difference("settlement: amounts of items", wrong)] if wrong else []
    for kind, rule in known_differences.AMOUNTS.items():
        rows = pc.sum(pc.equal(mine["amount-description"], kind)).as_py() or 0
        found += [Difference(f"settlement: rows of {kind}", rows, rule)] if rows else []
    return found


def _posted(rows: pa.Table) -> pa.Table:
    """The sum for each item and kind that both post."""
    rows = rows.filter(pc.is_in(rows["amount-description"], pa.array(POSTED)))
    keys = [rows[name] for name in ("order-id", "order-item-code", "amount-description")]
    table = pa.table({"key": pc.binary_join_element_wise(*keys, "/"), "amount": rows["amount"].cast(pa.int64())})
    sums = table.group_by("key").aggregate([("amount", "sum")]).rename_columns(["key", "amount"])
    return sums.combine_chunks()


def _records(ours: Path, theirs: Path) -> list[Difference]:
    """Records by feed and code."""
    mine = outcome_counts.of_run(json.loads(ours.read_text("utf-8")))
    other = outcome_counts.of_peer(json.loads(theirs.read_text("utf-8")), mine)
    found = []
    for feed, codes in mine.items():
        moves, unexplained = outcome_counts.moves(feed, codes, other[feed], known_differences.CODES)
        found += [Difference(f"{feed}: {move.theirs} is {move.ours}", count, move.rule) for move, count in moves]
        found += [Difference(f"{feed}: records with {code}", count) for code, count in unexplained.items()]
    return found


def _keys(table: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(*(table[name] for name in KEY), "/").combine_chunks()

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
from benchmarks.night.peer_xml import read_messages

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
    differences = [*_of_files(reports, peer, feeds), *_records(reports / "run.json", peer / "counts.json")]
    unexplained = [difference for difference in differences if not difference.rule]
    if unexplained:
        raise UnexplainedError(f"{peer.name}: " + "; ".join(f"{item.what}: {item.count}" for item in unexplained))
    return differences


def _of_files(reports: Path, peer: Path, feeds: Path) -> list[Difference]:
    canceled = known_differences.misspelt_cancellations(read_text(feeds / "cancel.tsv", CANCELLATIONS, skip=2))
    day_alone = known_differences.bought_on_a_day_alone(read_text(feeds / "orders.tsv"))
    again = known_differences.confirmed_again(read_messages(feeds / "ship.xml"), read_text(feeds / "ship.tsv"))
    placed = RowRule(known_differences.DAY, day_alone)
    own = [placed, RowRule(known_differences.AGAIN, again)]
    theirs = [placed, RowRule(known_differences.MISSPELT, canceled)]
    cells = [*known_differences.CELLS, known_differences.cells_of(again)]
    return [
        *_reports((reports / "orders.tsv", peer / "orders.tsv"), ORDERS, [placed], [placed], cells),
        *_reports((reports / "unshipped-orders.tsv", peer / "unshipped-orders.tsv"), UNSHIPPED, own, theirs, cells),
        *_amounts(reports / "settlement-open.tsv", peer / "settlement.tsv", again),
    ]


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


def _reports(
    paths: tuple[Path, Path],
    columns: Sequence[str],
    only_own: Sequence[RowRule],
    only_theirs: Sequence[RowRule],
    cells: Sequence[CellRule],
) -> list[Difference]:
    """Rows that one side alone has, cells of the others."""
    own, other = map(read_text, paths)
    name = paths[0].name
    place = pc.index_in(_keys(other), _keys(own))
    both = other.filter(pc.is_valid(place))
    alone = own.filter(pc.invert(pc.is_in(_keys(own), _keys(other)))), other.filter(pc.is_null(place))
    differences = _explained_rows(f"{name}: rows that only we have", alone[0], only_own)
    differences += _explained_rows(f"{name}: rows that only the peer has", alone[1], only_theirs)
    own = own.take(place.drop_null())
    for column in columns:
        if column in own.column_names:
            differences += _explained_cells(f"{name}: {column}", column, (own, both), cells)
    return differences


def _explained_rows(what: str, rows: pa.Table, rules: Sequence[RowRule]) -> list[Difference]:
    differences = []
    for rule in rules:
        holds = pc.is_in(rows["order-id"], rule.orders)
        differences.append(Difference(what, pc.sum(holds).as_py() or 0, rule.rule))
        rows = rows.filter(pc.invert(holds))
    return [item for item in [*differences, Difference(what, len(rows))] if item.count]


def _explained_cells(
    what: str, column: str, sides: tuple[pa.Table, pa.Table], rules: Sequence[CellRule]
) -> list[Difference]:
    left = pc.not_equal(*(rows[column] for rows in sides)).to_numpy()
    differences = []
    for rule in rules if left.any() else ():
        if column in rule.columns:
            holds = left & rule.holds(*sides)
            differences.append(Difference(what, int(holds.sum()), rule.rule))
            left &= ~holds
    return [item for item in [*differences, Difference(what, int(left.sum()))] if item.count]


def _amounts(ours: Path, theirs: Path, again: pa.Array) -> list[Difference]:
    """What was posted tonight for items: amounts that both know must agree. again: orders confirmed again."""
    own, other = read_text(ours), read_text(theirs, SETTLEMENT, skip=1)
    own = own.filter(pc.equal(own["posted-date"], NIGHT[:10]))
    differences = []
    for rule, named in (("", False), (known_differences.AGAIN, True)):
        differ = _posted(own, again, named=named) ^ _posted(other, again, named=named)
        differences.append(Difference("settlement: amounts of items", len({key for key, _ in differ}), rule))
    for kind, rule in known_differences.AMOUNTS.items():
        rows = pc.sum(pc.equal(own["amount-description"], kind)).as_py() or 0
        differences.append(Difference(f"settlement: rows of {kind}", rows, rule))
    return [item for item in differences if item.count]


def _posted(rows: pa.Table, orders: pa.Array, *, named: bool) -> set[tuple[str, int]]:
    """The sum for each item and kind that both post, of the orders or of all others."""
    chosen = pc.equal(pc.is_in(rows["order-id"], orders), named)
    rows = rows.filter(pc.and_(chosen, pc.is_in(rows["amount-description"], pa.array(POSTED))))
    keys = [rows[name] for name in ("order-id", "order-item-code", "amount-description")]
    table = pa.table({"key": pc.binary_join_element_wise(*keys, "/"), "amount": rows["amount"].cast(pa.int64())})
    sums = table.group_by("key").aggregate([("amount", "sum")])
    return set(zip(sums["key"].to_pylist(), sums["amount_sum"].to_pylist(), strict=True))


def _records(ours: Path, theirs: Path) -> list[Difference]:
    """Records by feed and code."""
    own = outcome_counts.of_run(json.loads(ours.read_text("utf-8")))
    other = outcome_counts.of_peer(json.loads(theirs.read_text("utf-8")), own)
    differences = []
    for feed, codes in own.items():
        moves, unexplained = outcome_counts.moves(feed, codes, other[feed], known_differences.CODES)
        differences += [Difference(f"{feed}: {move.theirs} is {move.ours}", count, move.rule) for move, count in moves]
        differences += [Difference(f"{feed}: records with {code}", count) for code, count in unexplained.items()]
    return differences


def _keys(table: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(*(table[name] for name in KEY), "/").combine_chunks()

"""A street: several random worlds in one workspace, so that many orders meet in a run, and in the stock of a SKU.

The ids of a world's orders begin otherwise than those of another's; SKUs and the seller's own ids are those of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from tests.histories.feed_rows import Draw
from tests.histories.histories import histories
from tests.histories.worlds import World, seeded_world
from tests.reference_model.records import File, Run
from tests.reference_model.tables import INVENTORY

BEGINNINGS = ("999", "A99", "250", "9_9")
"""How the order ids of each world begin: those with letters sort before, between and after those of digits."""
DIGITS = ("999", "250", "503", "001", "118", "742", "365", "870")
"""The same where every id is of digits: ids of letters have keys of the workspace, which rules in memory have not."""
DENSE = 976
"""The number of a street in which all that crosses orders happens: see test_streets."""
_OWN = BEGINNINGS[0]
_ID_COLUMNS = ("order-id", "amazon-order-id")


def street(number: int, most_runs: int, beginnings: Sequence[str] = BEGINNINGS) -> World:
    """The worlds from a number on, at the instants of the first one's runs, of no more than so many."""
    worlds = [seeded_world(number + place) for place in range(len(beginnings))]
    authority, grace_hours, _ = worlds[0]
    return authority, grace_hours, joined([history for _, _, history in worlds], most_runs, beginnings)


@st.composite
def crowds(draw: Draw) -> list[Run]:
    """Four histories that meet, of one to four runs, over up to twenty orders."""
    drawn = [draw(histories()) for _ in range(4)]
    return joined(drawn, len(drawn[0]), DIGITS[:4])


def joined(worlds: Sequence[list[Run]], most_runs: int, beginnings: Sequence[str]) -> list[Run]:
    """Several histories as one, at the instants of the first one's runs and under its plans.

    What another history says comes in the next of these runs, in one feed with what is like it.
    """
    runs = worlds[0][:most_runs]
    instants = [run.as_of for run in runs]
    parts: dict[tuple[object, ...], list[File]] = defaultdict(list)
    for beginning, history in zip(beginnings, worlds, strict=True):
        for place, files in enumerate(_files_by_run(history, instants)):
            for kind, file in _by_kind(files):
                world = beginning if file.table == INVENTORY else ""
                parts[place, world, *kind].append(_with_beginning(file, beginning))
    feeds = [(key[0], _joined(files)) for key, files in parts.items()]
    return [
        replace(run, files=tuple(file for place, file in feeds if place == number)) for number, run in enumerate(runs)
    ]


def _files_by_run(runs: Iterable[Run], instants: Sequence[datetime]) -> list[list[File]]:
    """The files that come for each of the runs, in order of work; those that come later are left out."""
    files = sorted((file for run in runs for file in run.files), key=lambda file: (file.received, file.name))
    ends = [datetime.min.replace(tzinfo=instants[0].tzinfo), *instants]
    return [
        [file for file in files if since < file.received <= until] for since, until in zip(ends, instants, strict=False)
    ]


def _by_kind(files: Iterable[File]) -> Iterable[tuple[tuple[str, str, int], File]]:
    """Each file with what it is: its table, its form, and which of these it is."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    for file in files:
        kind = file.table, file.name.rpartition(".")[2]
        count[kind] += 1
        yield (*kind, count[kind]), file


def _with_beginning(file: File, beginning: str) -> File:
    """The same feed about orders whose ids begin so."""
    rows = [
        row | {name: row[name].replace(_OWN, beginning, 1) for name in _ID_COLUMNS if row.get(name)}
        for row in file.rows
    ]
    return replace(file, name=f"{beginning}-{file.name}", rows=tuple(rows))


def _joined(files: Sequence[File]) -> File:
    """Several feeds of one kind as one that comes when the last of them does."""
    rows: list[dict[str, str]] = []
    records: list[int] = []
    for file in files:
        start = max(records, default=0)
        rows += file.rows
        records += [start + record for record in file.records]
    received = max(file.received for file in files)
    return replace(files[0], received=received, rows=tuple(rows), records=tuple(records))

"""Files to checked, typed frames, beside peers that only read them. As a program: ours, for `measure.task`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

import feeds
from benchmarks import generate, measure
from benchmarks.measure import Cost, Goal, Line

BLOCK = 1 << 20
SHIPPED = "2026-06-02T18:00:00"
TSV_GOAL, CP932_GOAL, XML_GOAL = (Goal(most, "cpu") for most in (2.5, 1.8, 3.5))
ROWS = {"small": 40_000, "medium": 400_000, "large": 2_000_000}
MESSAGES = {"small": 10_000, "medium": 100_000, "large": 500_000}
ROUNDS = {"small": 3, "medium": 3, "large": 3}
XMLLINT = "xmllint --stream --noout"
NO_XMLLINT = "xmllint is not installed (Debian: libxml2-utils): no peer for the goal of XML ingest."


def lines(size: str, folder: Path) -> tuple[list[Line], list[str]]:
    """The rows of the table and what else must be said."""
    tsv, windows, xml = _files(size, folder)
    works = [_ours(tsv), _peer("arrow", tsv), _ours(windows), _peer("decode", windows)]
    flat = measure.rounds(ROUNDS[size], *works)
    rows, messages = f"{ROWS[size]:,} order rows", f"{MESSAGES[size]:,} messages"
    table = [
        Line(f"ingest TSV, {rows}, {_mb(tsv)}", flat[0], "pyarrow.csv, streamed, typed", flat[1], TSV_GOAL, ROWS[size]),
        Line(f"ingest TSV in CP932, {_mb(windows)}", flat[2], "decoding alone", flat[3], CP932_GOAL, ROWS[size]),
    ]
    envelope = [_ours(xml), _peer("iterparse", xml)]
    if shutil.which("xmllint"):
        envelope.append(lambda: measure.command(*XMLLINT.split(), xml).expect(0).cost)
    ours, parsed, *linted = measure.rounds(ROUNDS[size], *envelope)
    what = f"ingest XML, {messages}, {_mb(xml)}"
    table += [Line(what, ours, XMLLINT, cost, XML_GOAL, MESSAGES[size]) for cost in linted]
    table.append(Line(what, ours, "lxml.iterparse, no work at all", parsed, rows=MESSAGES[size]))
    return table, [] if linted else [NO_XMLLINT]


def _files(size: str, folder: Path) -> tuple[Path, Path, Path]:
    tsv, windows, xml = folder / "orders.tsv", folder / "orders-cp932.tsv", folder / "confirmations.xml"
    batch = generate.with_rows(ROWS[size])
    generate.write_flat(tsv, batch.rows)
    with tsv.open(encoding="utf-8", newline="") as text, windows.open("w", encoding="cp932", newline="") as other:
        shutil.copyfileobj(text, other, BLOCK)
    generate.write_confirmations(xml, batch.first_orders(MESSAGES[size]), SHIPPED)
    return tsv, windows, xml


def ours(path: Path) -> int:
    """Read a feed block by block, with every check, and let go each block; the number of records."""
    feed = feeds.open_feed(path, zone=ZoneInfo("Asia/Tokyo"))
    for _ in feed.blocks():
        pass
    return feed.end(_no_rows).records


def _no_rows(rows: np.ndarray) -> pd.DataFrame:
    raise AssertionError(f"{len(rows)} rows of a sound feed are asked for again")


def _ours(path: Path) -> Callable[[], Cost]:
    return partial(measure.task, "ingest", path)


def _peer(name: str, path: Path) -> Callable[[], Cost]:
    return partial(measure.task, "peers", name, path)


def _mb(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.0f} MB"


if __name__ == "__main__":
    measure.timed(partial(ours, Path(sys.argv[1])))

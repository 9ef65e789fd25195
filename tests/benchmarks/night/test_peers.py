"""The peers do the same night as each other."""

import importlib

import pytest

from benchmarks.night.agreement import read_text
from benchmarks.night.peer_state import write_state
from benchmarks.night.tonight import write_feeds
from benchmarks.night.world import World

REPORTS = ("orders.tsv", "unshipped-orders.tsv", "settlement.tsv")


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    folder = tmp_path_factory.mktemp("night")
    write_feeds(World(0.004), folder / "feeds")
    write_state(World(0.004), folder / "state")
    return folder


def results(night, name):
    out = night / name
    if not out.exists():
        out.mkdir()
        importlib.import_module(f"benchmarks.night.peer_{name}").main(night / "feeds", night / "state", out)
    rows = {report: sorted(map(str, read_text(out / report).to_pylist())) for report in REPORTS}
    return rows | {"counts": sorted((out / "counts.json").read_text().strip("{}").split(", "))}


def test_a_night_has_rows_in_every_report_and_refusals_of_many_kinds(night):
    found = results(night, "pandas")
    assert all(len(found[report]) > 100 for report in REPORTS)
    assert len(found["counts"]) > 15


@pytest.mark.system
@pytest.mark.parametrize("name", ["duckdb", "polars"])
def test_another_library_gives_the_same_rows_and_counts(night, name):
    assert results(night, name) == results(night, "pandas")

"""The workload of a period does what nights do: each copies the lines of those before it."""

from benchmarks import period
from pipeline.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

ROWS = 60


def test_every_night_adds_its_rows_to_the_open_settlement(tmp_path):
    sizes = [period.run_night(tmp_path / "shop", night, ROWS)["size"] for night in (1, 2, 3)]
    assert sizes[2] - sizes[1] > (sizes[1] - sizes[0]) * 0.9 > 0
    with Store.open(Workspace(tmp_path / "shop"), Settings()) as store:
        assert [(segment.rows, segment.added) for segment in store.segments()] == [(ROWS, 1), (ROWS, 2), (ROWS, 3)]
        assert [report.rows for report in store.reports(3)] == [3 * ROWS + 1]


def test_the_table_compares_the_end_of_a_period_with_its_beginning(tmp_path, monkeypatch):
    monkeypatch.setitem(period.ROWS, "small", ROWS)
    monkeypatch.setattr(period, "NIGHTS", 2)
    monkeypatch.setattr(period, "COMPARED", 1)
    table, notes = period.lines("small", tmp_path)
    assert [line.what for line in table] == [
        "a period, 60 rows a night: nights 2 to 2, post", "a period, 60 rows a night: nights 2 to 2, report and memory"
    ]  # fmt: skip
    assert all(line.ratio("cpu") for line in table)
    assert "s of CPU for each GB more" in notes[0]

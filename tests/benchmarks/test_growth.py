"""A history ten times as long is beside a shorter one, with the same night and the same night without feeds."""

from benchmarks import growth
from benchmarks.measure import Cost


def test_both_nights_are_measured_over_both_histories(tmp_path, monkeypatch):
    monkeypatch.setitem(growth.FACTORS, "small", 0.0004)
    table, notes = growth.lines("small", tmp_path, None)
    assert [line.rows > 100 for line in table] == [True, False]
    assert all("2,800 closed orders, 120 open" in line.what for line in table)
    assert {line.peer for line in table} == {"280 closed orders"}
    assert all(isinstance(line.theirs, Cost) for line in table)
    assert notes == []

"""A long feed is run whole into open orders that the product placed itself, and its memory is kept over time."""

from benchmarks import feed4gb


def test_both_feeds_are_taken_record_by_record(tmp_path, monkeypatch):
    monkeypatch.setitem(feed4gb.SCALES, "small", 0.001)
    monkeypatch.setattr(feed4gb, "WHOLE", 200_000_000)
    table, notes = feed4gb.lines("small", tmp_path)
    assert ["order TSV" in line.what for line in table] == [True, False]
    assert all(line.rows > 100 and line.goal is None for line in table)
    records = [note for note in notes if "records" in note]
    assert [" 0 rejected" in note for note in records] == [True, True]
    assert len([note for note in notes if "Memory of a feed" in note]) == 2

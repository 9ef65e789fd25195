"""One order gets very many events of each kind, and the rules answer every one of them."""

from benchmarks import long_order


def test_every_kind_of_event_comes_to_one_order(tmp_path, monkeypatch):
    monkeypatch.setitem(long_order.EVENTS, "small", 400)
    monkeypatch.setattr(long_order, "ITEMS", 10)
    table, notes = long_order.lines("small", tmp_path)
    assert [line.rows for line in table] == [400] * 6
    ends = [note.partition("records ")[2] for note in notes]
    assert ends == [
        "400 in, 400 accepted, 0 warning, 0 unchanged, 0 held, 0 rejected.",
        "400 in, 1 accepted, 399 warning, 0 unchanged, 0 held, 0 rejected.",
        "400 in, 0 accepted, 0 warning, 0 unchanged, 0 held, 400 rejected.",
        "400 in, 200 accepted, 0 warning, 0 unchanged, 0 held, 200 rejected.",
        "400 in, 0 accepted, 0 warning, 400 unchanged, 0 held, 0 rejected.",
        "400 in, 400 accepted, 0 warning, 0 unchanged, 0 held, 0 rejected.",
    ]

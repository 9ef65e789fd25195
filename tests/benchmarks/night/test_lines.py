"""A night of the product over a copy of what is known agrees with that of a peer."""

from benchmarks.night import lines
from benchmarks.night.world import World


def test_the_product_and_a_peer_do_the_same_night(tmp_path, monkeypatch):
    monkeypatch.setitem(lines.FACTORS, "small", 0.002)
    monkeypatch.setitem(lines.ROUNDS, "small", 1)
    monkeypatch.setattr(lines, "PEERS", {"pandas": lines.PEERS["pandas"], "no_such_library": None})
    table, notes = lines.lines("small", tmp_path, None)
    assert [line.peer for line in table] == ["", "pandas script"]
    assert table[0].rows > 800
    text = "\n".join(notes)
    assert "no_such_library is not installed" in text
    assert "| known difference | pandas |" in text
    assert "Memory of the night" in text
    assert World(0.002).known == 2_000

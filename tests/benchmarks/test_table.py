"""The table says what was measured and judges only where it is asked to."""

from benchmarks import table
from benchmarks.measure import Cost, Goal, Line

OURS, THEIRS = Cost(2.0, 3.0, 200_000_000), Cost(1.0, 1.0, 100_000_000)
BESIDE = Line("work", OURS, "peer", THEIRS, Goal(2.5, "cpu"), rows=1_000)


def cells(line, *, judged=True):
    return dict(zip(table.HEADINGS, table.row(line, judged=judged).strip("| ").split(" | "), strict=True))


def test_a_line_has_both_costs_and_both_ratios():
    assert cells(BESIDE) == {
        "what": "work", "median": "2.00 s", "CPU": "3.00 s", "rows/s": "500", "peak": "200 MB", "peer": "peer",
        "its median": "1.00 s", "its CPU": "1.00 s", "its peak": "100 MB", "ratio": "2.00 x", "CPU ratio": "3.00 x",
        "goal": "2.5 x CPU: missed",
    }  # fmt: skip


def test_a_small_size_shows_the_goal_and_does_not_judge():
    assert cells(BESIDE, judged=False)["goal"] == "2.5 x CPU"


def test_without_a_peer_a_goal_is_seconds_or_memory():
    assert cells(Line("start", OURS, goal=Goal(2.5)))["goal"] == "2.50 s: reached"
    assert cells(Line("night", OURS, goal=Goal(100e6, "peak")))["goal"] == "100 MB: missed"
    assert cells(Line("night", OURS))["rows/s"] == "-"


def test_a_missed_goal_has_a_sentence():
    assert list(table.missed([BESIDE, Line("start", OURS, goal=Goal(2.5))])) == [
        "Goal missed: work beside peer: 3 x CPU, at most 2.5 x CPU was the goal."
    ]

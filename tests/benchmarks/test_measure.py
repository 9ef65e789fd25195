"""Costs are those of the command alone, and a goal that is missed is said to be missed."""

import pytest

from benchmarks import measure
from benchmarks.measure import Cost, Goal, Line

SECOND = Cost(1.0, 1.0, 1)


def test_a_command_costs_its_own_time_and_memory_and_not_that_of_who_started_it():
    ours = bytearray(200_000_000)
    command = measure.python("-S", "-c", "print('said')").expect(0)
    assert command.out == "said\n"
    assert 1_000_000 < command.cost.peak < len(ours)
    assert 0 < command.cost.cpu < 5


def test_a_command_that_fails_is_told_with_its_words():
    with pytest.raises(RuntimeError, match=r"(?s)exit code 7.*gone wrong"):
        measure.python("-c", "import sys; sys.stderr.write('gone wrong'); sys.exit(7)").expect(0, 3)


def test_the_median_is_of_each_figure_and_the_peak_the_largest():
    costs = [Cost(3.0, 1.0, 5), Cost(1.0, 9.0, 7), Cost(2.0, 2.0, 6)]
    assert measure.median(costs) == Cost(2.0, 2.0, 7)


def test_in_a_round_each_work_is_done_once():
    works = []
    measure.rounds(2, *(lambda name=name: works.append(name) or SECOND for name in "ab"))
    assert works == ["a", "b", "a", "b"]


@pytest.mark.parametrize(("seconds", "missed"), [(1.3, False), (1.31, True)])
def test_a_goal_is_a_ratio_to_the_peer_or_else_seconds(seconds, missed):
    ours, half = Cost(seconds, 0, 0), Cost(0.5, 0, 0)
    assert Line("x", ours, goal=Goal(1.3)).missed is missed
    assert Line("x", ours, "peer", SECOND, Goal(1.3)).missed is missed
    assert Line("x", ours, "peer", half, Goal(2.6)).missed is missed
    assert not Line("x", ours, "peer", SECOND).missed


@pytest.mark.parametrize(("figure", "missed"), [("wall", False), ("cpu", True), ("peak", False)])
def test_a_goal_is_about_one_of_the_figures(figure, missed):
    line = Line("x", Cost(2.0, 3.0, 2), "peer", SECOND, Goal(2.5, figure))
    assert line.missed is missed
    assert line.reached == line.ratio(figure)

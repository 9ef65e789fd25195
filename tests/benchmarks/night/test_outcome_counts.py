"""Records by code are explained by rules, or by none."""

from benchmarks.night import outcome_counts
from benchmarks.night.known_differences import CODES


def moved(feed, ours, theirs):
    moves, left = outcome_counts.moves(feed, ours, theirs, CODES)
    return {(rule.theirs, rule.ours): count for rule, count in moves}, left


def test_equal_counts_need_no_rule():
    assert moved("orders", {0: 9, 70104: 1}, {0: 9, 70104: 1}) == ({}, {})


def test_each_rule_moves_the_records_it_explains():
    ours, theirs = {0: 7, 70001: 1, 70002: 3, 70004: 12}, {0: 7, 5000: 5, 70001: 2, 70002: 3, 70004: 6}
    assert moved("ship", ours, theirs) == ({(70001, 70002): 1, (5000, 70004): 5, (70002, 70004): 1}, {})


def test_accepted_lines_of_shipments_are_no_records_and_take_what_is_left():
    ours, theirs = {0: 9, 5000: 30, 70004: 12}, {0: 30, 5000: 40, 70004: 1}
    assert moved("ship", ours, theirs) == ({(5000, 70004): 11, (0, 5000): 1}, {})


def test_records_of_one_code_may_have_several_of_ours():
    ours, theirs = {0: 96, 70003: 3, 70013: 1}, {0: 95, 70003: 2, 70013: 1, 70106: 2}
    assert moved("cancel", ours, theirs) == ({(70106, 70003): 1, (70106, 0): 1}, {})


def test_a_code_that_no_rule_names_is_left():
    assert moved("orders", {0: 8, 70101: 2}, {0: 9, 70101: 1}) == ({}, {0: -1, 70101: 1})


def test_a_rule_moves_records_in_its_own_direction_only():
    assert moved("orders", {0: 9, 70104: 1}, {0: 9, 70105: 1}) == ({}, {70104: 1, 70105: -1})


def test_records_of_a_run_are_added_up_by_feed_and_accepted_without_a_refusal():
    codes = [{"code": 5000, "type": "Info", "count": 2}, {"code": 70011, "type": "Warning", "count": 3}]
    feeds = [{"name": name, "records": 10, "codes": codes} for name in ("ship.xml", "ship.tsv")]
    ours = outcome_counts.of_run({"feeds": feeds})
    assert ours == {"ship": {0: 16, 5000: 4}}
    assert outcome_counts.of_peer({"ship 70004": 1}, ours) == {"ship": {0: 19, 70004: 1}}

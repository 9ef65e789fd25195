"""What a street holds: histories that keep to their rules, and one in which all happens that crosses orders."""

from hypothesis import given
from hypothesis import strategies as st

from tests.histories.streets import DENSE, DIGITS, crowds, street
from tests.histories.worlds import seeded_world
from tests.reference_model.model import Model

OUTCOMES = {"accepted", "warning", "unchanged", "held", "rejected"}


@given(st.integers(0, 10**6))
def test_a_street_goes_forward_in_time_at_the_instants_of_its_first_world(number):
    _, _, runs = street(number, 3)
    assert [run.as_of for run in runs] == [run.as_of for run in seeded_world(number)[2][:3]]
    since = None
    for run in runs:
        assert all((since is None or since < file.received) and file.received <= run.as_of for file in run.files)
        assert len({file.name for file in run.files}) == len(run.files)
        assert all(1 <= len(file.rows) == len(file.records) for file in run.files)
        assert all(file.records == tuple(sorted(file.records)) for file in run.files)
        since = run.as_of


@given(crowds())
def test_a_crowd_goes_forward_in_time_and_only_the_orders_of_digits_meet_in_it(history):
    since, beginnings = None, set()
    for run in history:
        assert all((since is None or since < file.received) and file.received <= run.as_of for file in run.files)
        assert len({file.name for file in run.files}) == len(run.files)
        assert all(file.records == tuple(sorted(file.records)) for file in run.files)
        beginnings |= {row["order-id"][:3] for file in run.files for row in file.rows if row.get("order-id")}
        since = run.as_of
    assert DIGITS[0] in beginnings <= set(DIGITS[:4])


def test_a_street_keeps_the_plans_of_its_first_world_and_tells_of_every_world():
    number = next(number for number in range(100) if len({run.plan for run in seeded_world(number)[2]}) > 1)
    _, _, runs = street(number, 9, DIGITS)
    assert [run.plan for run in runs] == [run.plan for run in seeded_world(number)[2]]
    rows = [row for run in runs for file in run.files for row in file.rows]
    assert {row["order-id"][:3] for row in rows if row.get("order-id")} == set(DIGITS)


def test_the_dense_street_has_orders_of_letters_refunds_counted_stock_and_notices_in_each_of_its_runs():
    authority, grace_hours, runs = street(DENSE, 2)
    model = Model(authority=authority, grace_hours=grace_hours)
    for run in runs:
        model.run(run)
    names = [key for key in model.orders() if not key.replace("-", "").isdigit()]
    assert 3 < len(names) < len(model.orders()) - 3
    assert sum(map(len, model.refunds().values())) > 2
    assert len(model.stock()) > 2
    assert {notice.run for notice in model.notices} == {1, 2}
    assert len(model.charges) > 5
    assert {outcome.outcome for outcome in model.outcomes} == OUTCOMES

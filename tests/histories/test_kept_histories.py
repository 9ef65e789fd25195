"""A history that goes on from a kept beginning ends as one that is run from its first day."""

from collections import OrderedDict
from dataclasses import fields

import pandas as pd
import pytest

from pipeline.lifecycle import deadlines
from tests.histories.builders import at
from tests.histories.worlds import seeded_world
from tests.reference_model.records import Run
from tests.support import kept_histories
from tests.support.kept_histories import rules_after
from tests.support.product_rules import ProductRules

WORLD = 38
"""In its first two runs records end in every way, parcels leave, and money comes and goes back."""


def rules_without_kept(runs, authority, grace_hours):
    product = ProductRules(authority, grace_hours)
    for run in runs:
        product.run(run)
    return product


def assert_same(product, other):
    assert vars(product).keys() == vars(other).keys()
    for field in fields(product.state):
        pd.testing.assert_frame_equal(getattr(product.state, field.name), getattr(other.state, field.name))
    for name in ("balances", "held", "ledger"):
        pd.testing.assert_frame_equal(getattr(product, name), getattr(other, name))
    for name in ("outcomes", "released", "charges", "notices", "plan_fees", "feeds", "run_number", "last_as_of"):
        assert getattr(product, name) == getattr(other, name)
    assert len(product.results) == len(other.results)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(kept_histories, "_KEPT", OrderedDict())


@pytest.fixture
def runs_made(monkeypatch):
    """The runs that are made, in place of making them."""
    runs = []
    monkeypatch.setattr(ProductRules, "run", lambda _, run: runs.append(run))
    return runs


def empty_runs(count):
    return [Run(at(day), ()) for day in range(5, 5 + count)]


def test_a_world_ends_the_same_from_its_beginning_and_leaves_the_beginning_as_it_was():
    authority, grace_hours, history = seeded_world(WORLD)
    history = history[:2]
    settings = {"authority": authority, "grace_hours": grace_hours}
    stem = rules_without_kept(history[:1], **settings)
    beginning = rules_after(history[:1], **settings)
    ending = rules_after(history, **settings)
    assert_same(beginning, stem)
    stem.run(history[1])
    assert_same(ending, stem)
    assert_same(rules_after(history, **settings), stem)


def test_only_what_is_not_kept_is_run_and_other_settings_are_another_history(runs_made):
    first, second, third = empty_runs(3)
    for runs in ([first, second], [first, second], [first], [first, third]):
        rules_after(runs)
    assert runs_made == [first, second, third]
    rules_after([first], authority="here")
    assert runs_made == [first, second, third, first]


def test_no_more_beginnings_are_kept_than_wanted_and_the_last_used_stay(runs_made, monkeypatch):
    monkeypatch.setattr(kept_histories, "MOST_KEPT", 2)
    first, second, third = empty_runs(3)
    for run in (first, second, first, third, first, second):
        rules_after([run])
    assert runs_made == [first, second, third, second]


def test_nothing_is_kept_and_nothing_kept_is_used_while_the_product_is_another(runs_made, monkeypatch):
    first, second, _ = empty_runs(3)
    rules_after([first])
    with monkeypatch.context() as patch:
        patch.setattr(deadlines, "CONFIRM_WITHIN_DAYS", 3)
        rules_after([first, second])
    assert runs_made == [first, first, second]
    rules_after([first, second])
    assert runs_made == [first, first, second, second]

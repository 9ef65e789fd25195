"""Frames are compared with their declarations: what is found, when, and that a run passes every seam."""

import pandas as pd
import pytest

from pipeline.operations.collect_payouts import payouts_of, render_payouts
from pipeline.queries.find_rejects import find_rejects
from pipeline.store import open_reader
from schemas import frame_checks
from schemas.formats.inventory_feed import INVENTORY
from schemas.frame_checks import CHECKS, FrameError, check_frames, frame_problems
from schemas.frames import FRAMES
from schemas.stored_frames import empty
from tests.support.order_answers import orders_list, pick_list_document, settings_of

OUTCOMES = empty("record_outcomes").reindex(range(2), fill_value=1)


def test_a_declared_frame_has_no_problem():
    assert [problem for name in FRAMES for problem in frame_problems(name, empty(name))] == []


def test_more_columns_than_declared_are_no_matter():
    assert frame_problems("record_outcomes", OUTCOMES.assign(more=1)) == []


def test_a_missing_column_is_found():
    with pytest.raises(FrameError, match=r"record_outcomes: no column outcome"):
        check_frames(record_outcomes=OUTCOMES.drop(columns="outcome"))


def test_a_column_of_another_kind_is_found():
    with pytest.raises(FrameError, match=r"record_outcomes: record is float64, not int64"):
        check_frames(record_outcomes=OUTCOMES.astype({"record": "float64"}))


def test_text_may_be_held_as_objects_but_not_numbers():
    lines = pd.DataFrame([[1] * len(FRAMES["messages"].names)], columns=list(FRAMES["messages"].names))
    assert "column is object, not str" in frame_problems("messages", lines.astype({"column": "object"}))
    lines = lines.assign(column="a").astype({"column": "object"})
    assert not [problem for problem in frame_problems("messages", lines) if problem.startswith("column ")]


def test_frames_of_one_form_are_each_looked_at_for_what_they_hold():
    lines = pd.DataFrame([[1] * len(FRAMES["messages"].names)], columns=list(FRAMES["messages"].names))
    texts, numbers = (lines.assign(column=value).astype({"column": "object"}) for value in ("a", 1))
    for frame, is_fine in ((texts, True), (numbers, False), (texts, True)):
        assert ("column is object, not str" not in frame_problems("messages", frame)) is is_fine


def test_what_is_carried_of_a_format_may_be_typed_or_text():
    rows = pd.DataFrame([[""] * len(FRAMES["payouts"].names)], columns=list(FRAMES["payouts"].names))
    assert frame_problems("payouts", rows.assign(**{"total-amount": 5})) == []
    assert frame_problems("payouts", rows.drop(columns="currency")) == ["no column currency"]


def test_a_column_without_rows_is_of_its_kind_too():
    nothing = empty("record_outcomes").astype({"outcome": "object"})
    assert frame_problems("record_outcomes", nothing) == ["outcome is object, not int64"]


def test_a_wide_frame_has_every_column_of_its_format():
    rows = empty("typed_feed").assign(**{column.name: "" for column in INVENTORY.columns})
    check_frames(INVENTORY.columns, typed_feed=rows)
    with pytest.raises(FrameError, match=r"typed_feed: no column sku"):
        check_frames(INVENTORY.columns, typed_feed=rows.drop(columns="sku"))


def test_nothing_is_looked_at_while_checks_are_off(monkeypatch):
    monkeypatch.setattr(CHECKS, "are_on", False)
    check_frames(record_outcomes=OUTCOMES.drop(columns="outcome"))


def test_every_declared_frame_is_looked_at_in_the_demo_and_in_questions_about_it(played_demo, monkeypatch):
    seen = set(played_demo.frames)
    folder = played_demo.folder

    def note(name, frame):
        seen.add(name)
        return frame_problems(name, frame)

    monkeypatch.setattr(frame_checks, "frame_problems", note)
    render_payouts([payouts_of(folder.parent, folder.name)])
    workspace, settings = settings_of(folder)
    pick_list_document(workspace.root, "order-id\n249-0000001-0000001\n")
    orders_list(workspace.root)
    with open_reader(workspace, settings) as store:
        find_rejects(store, settings.language)
    assert sorted(FRAMES.keys() - seen) == []

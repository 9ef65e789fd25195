import re
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

from schemas import japanese, outlook, timeline
from schemas.feeds import FEEDS
from schemas.statuses import CAUSES, STATUS_TEXT, Event
from schemas.timeline import HAPPENINGS, Beside, Wording, named

PROCESS = (Path(__file__).parents[2] / "docs" / "order-process.md").read_text("utf-8")
TABLES = [outlook.STATUSES, outlook.CAUSE_WORDS, outlook.LABELS, outlook.NEXT, outlook.REPORTS, outlook.FLAGS]
TABLES += [outlook.PICKS, outlook.BY, timeline.OUTCOMES, timeline.CHARGES, timeline.NOTICES, timeline.PEOPLE]
SINGLE = [timeline.RULE, timeline.RULE_NAMED, timeline.ENDED, timeline.PAID, timeline.NOT_PAID, outlook.NOT_ACTIONABLE]
DONE = [wording for each in HAPPENINGS.values() for wording in (each.asked, each.done, each.idle) if wording]
EVERY = [*DONE, *SINGLE, *(wording for table in TABLES for wording in table.values())]


def places(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_every_event_has_its_step_and_its_words():
    assert set(HAPPENINGS) == {*Event, *Beside}


@pytest.mark.parametrize("step", sorted({each.step for each in HAPPENINGS.values()}))
def test_every_step_that_is_named_stands_in_the_order_process(step):
    assert re.search(rf"(^#+ (Step )?{re.escape(step)}\b)|(^{re.escape(step)} )", PROCESS, re.MULTILINE)


def test_both_languages_fill_in_the_same():
    assert [each for each in EVERY if places(each.en) != places(each.ja)] == []


def test_no_wording_is_longer_than_twenty_words():
    assert [each.en for each in EVERY if len(each.en.split()) > 20] == []


def test_japanese_says_pending_of_what_is_pending_alone_never_of_what_is_held():
    assert not [each for each in EVERY if "保留" in each.ja and "pending" not in each.en.lower()]
    assert timeline.OUTCOMES["held"].ja == "照合待ち"


def test_every_status_and_cause_has_its_word():
    assert set(outlook.STATUSES) == set(STATUS_TEXT)
    assert set(outlook.CAUSE_WORDS) == set(CAUSES)


def test_a_cause_has_the_same_word_in_an_answer_and_in_the_life_of_an_order():
    names = pd.Series(CAUSES, dtype="str")
    assert [outlook.CAUSE_WORDS[text].ja for text in CAUSES] == japanese.causes(names).tolist()


def test_formats_are_those_of_the_feeds():
    assert set(timeline.OF_FORMAT) - {"address change"} <= {table.name for table in FEEDS}


def test_a_word_that_is_not_declared_is_told_as_it_is():
    assert named(timeline.CHARGES, "refund", "ja") == "購入者への返金"
    assert named(timeline.CHARGES, "gift", "ja") == "gift"


def test_a_wording_is_told_in_the_language_asked_for():
    assert (Wording("a", "あ").of("en"), Wording("a", "あ").of("ja")) == ("a", "あ")

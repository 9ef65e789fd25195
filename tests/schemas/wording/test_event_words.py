from string import Formatter

import pytest

from schemas.formats.feed_formats import FEEDS
from schemas.statuses import CAUSES, STATUS_TEXT, Event
from schemas.wording import event_words, list_words, messages_ja, order_words, status_words
from schemas.wording.event_words import EVENT_WORDS, ExtraEvent, Wording, text_of
from tests.support.order_process import passage_text

TABLES = [
    order_words.STATUS_WORDS,
    order_words.CAUSE_WORDS,
    order_words.LABELS,
    order_words.NEXT_STEPS,
    order_words.IN_REPORTS,
    order_words.FLAG_WORDS,
]
TABLES += [
    order_words.PICK_LIST_ANSWERS,
    order_words.CANCELED_BY_WORDS,
    event_words.OUTCOME_WORDS,
    event_words.CHARGE_WORDS,
    event_words.NOTICE_WORDS,
    event_words.RECIPIENT_WORDS,
    list_words.REJECTION_STATES,
    status_words.STATUS_LABELS,
    status_words.STATUS_HEADINGS,
    status_words.RATE_NAMES,
    status_words.LIMITS,
    status_words.STUCK_REASONS,
    status_words.AGO,
    status_words.WATCH_NAMES,
    status_words.COUNTER_NAMES,
]
SINGLE = [
    event_words.STEP_BY_NUMBER,
    event_words.STEP_BY_HEADING,
    event_words.REQUEST_AND_OUTCOME,
    event_words.IN_CLOSED_SETTLEMENT,
    event_words.IN_OPEN_SETTLEMENT,
    order_words.NOT_ACTIONABLE,
    order_words.RUN_NUMBER,
    order_words.RECORD_NUMBER,
    list_words.REJECTION_COUNT,
    list_words.REFUSAL_CLOSED,
    list_words.STILL_OPEN,
    list_words.ORDER_COUNT,
    list_words.PICK_LIST_EMPTY,
    list_words.PICK_LIST_GOOD,
    list_words.PICK_LIST_KEPT,
    list_words.CODE_COUNT,
    *(wording for wording in vars(status_words).values() if isinstance(wording, Wording)),
]
DONE = [
    wording
    for words in EVENT_WORDS.values()
    for wording in (words.request, words.effect, words.without_units)
    if wording
]
EVERY = [*DONE, *SINGLE, *(wording for table in TABLES for wording in table.values())]


def placeholders(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_every_event_has_its_step_and_its_words():
    assert set(EVENT_WORDS) == {*Event, *ExtraEvent}


@pytest.mark.parametrize("step", sorted({words.step for words in EVENT_WORDS.values()}))
def test_every_step_that_is_named_stands_in_the_order_process(step):
    assert passage_text(step)


def test_both_languages_fill_in_the_same():
    assert [words for words in EVERY if placeholders(words.en) != placeholders(words.ja)] == []


def test_no_wording_is_longer_than_twenty_words():
    assert [words.en for words in EVERY if len(words.en.split()) > 20] == []


def test_japanese_says_pending_of_what_is_pending_alone_never_of_what_is_held():
    assert not [words for words in EVERY if "保留" in words.ja and "pending" not in words.en.lower()]
    assert event_words.OUTCOME_WORDS["held"].ja == "照合待ち"


def test_every_status_and_cause_has_its_word():
    assert set(order_words.STATUS_WORDS) == set(STATUS_TEXT)
    assert set(order_words.CAUSE_WORDS) == set(CAUSES)


def test_a_cause_has_the_same_word_in_an_answer_and_in_the_life_of_an_order():
    assert [order_words.CAUSE_WORDS[text].ja for text in CAUSES] == [messages_ja.cause_text(name) for name in CAUSES]


def test_formats_are_those_of_the_feeds():
    assert set(event_words.EVENT_OF_FORMAT) - {"address change"} <= {table.name for table in FEEDS}


def test_a_word_that_is_not_declared_is_told_as_it_is():
    assert text_of(event_words.CHARGE_WORDS, "refund", "ja") == "購入者への返金"
    assert text_of(event_words.CHARGE_WORDS, "gift", "ja") == "gift"


def test_a_wording_is_told_in_the_language_asked_for():
    assert (Wording("a", "あ").of("en"), Wording("a", "あ").of("ja")) == ("a", "あ")

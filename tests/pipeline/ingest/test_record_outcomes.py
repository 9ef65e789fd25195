"""How records end: warnings of the form check, and promotion rows that were added to the first row of their item."""

import pandas as pd
import pytest

from pipeline.ingest.kept_lines import KeptLines
from pipeline.ingest.record_outcomes import messages_of_records
from pipeline.model.outcome_table import OutcomeTable
from pipeline.scratch_blocks import ScratchSpace
from schemas.statuses import Outcome
from tests.histories.answers import ACCEPTED, HELD, UNCHANGED, all_answers, item_quantities, rejected, warned
from tests.histories.builders import ITEM_A, ITEM_B, at, confirmation, feed, paid_order
from tests.support.all_rows import all_rows
from tests.support.incoming_feeds import incoming_feed
from tests.support.product_runs import product_after

NIGHT = at(5, 18)
PROMOTION = {"item-promotion-discount": "100"}


def outcome_table(records):
    """Outcomes of records of feed 7."""
    outcomes = OutcomeTable()
    outcomes.add(pd.DataFrame(records).assign(feed=7))
    return outcomes


def all_messages(rows, messages, records):
    """All lines of the answers; messages: those of the rules."""
    kept = KeptLines("messages", ScratchSpace())
    kept.add(messages)
    return pd.concat([lines for _, lines in messages_of_records(rows, kept, records)], ignore_index=True)


def promotion_outcome(first, *others):
    """An order with two promotion rows of one item in its second feed; the answers to these."""
    rows = (paid_order() | first, *(paid_order() | other for other in others))
    product = product_after((NIGHT, [feed(paid_order(ITEM_B), received=at(5))]), (at(6), [feed(*rows, received=at(6))]))
    return all_answers(product)[1:], product.state.items["item_discount"].tolist()


def test_a_promotion_row_that_was_added_up_ends_as_the_row_it_was_added_to():
    assert promotion_outcome(PROMOTION, {"item-promotion-discount": "50"}) == ([ACCEPTED, ACCEPTED], [150, -1])
    assert promotion_outcome(PROMOTION, PROMOTION | {"item-promotion-id": "P"}) == ([ACCEPTED, ACCEPTED], [200, -1])


def test_a_promotion_row_of_a_refused_item_is_refused_with_the_same_words():
    rows = (
        paid_order() | PROMOTION | {"sku": "CUP-2"},
        paid_order() | {"item-promotion-discount": "50", "sku": "CUP-2"},
    )
    product = product_after((NIGHT, [feed(paid_order(), received=at(5))]), (at(6), [feed(*rows, received=at(6))]))
    assert all_answers(product)[1:] == [rejected(70007)] * 2
    normalized = all_rows([incoming_feed(*rows)], {})
    messages = pd.DataFrame({"feed": [7], "record": [1], "line": [2], "code": [70007]}).assign(
        **dict.fromkeys(("column", "value", "limit", "order_id", "item_id"), "sku")
    )
    records = outcome_table({"record": [1, 2], "outcome": int(Outcome.REJECTED)})
    assert all_messages(normalized, messages, records)[["record", "line", "code"]].to_numpy().tolist() == [
        [1, 2, 70007],
        [2, 3, 70007],
    ]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_of_a_record_that_took_effect_it_is_said_that_something_was_applied(outcome):
    said = (70010, 70011, 70012, 70015, 70016, 70017, 70018, 70112)
    messages = pd.DataFrame({"feed": 7, "record": 1, "line": 2, "code": said}).assign(
        **dict.fromkeys(("column", "value", "limit", "order_id", "item_id"), "")
    )
    records = outcome_table({"record": [1], "outcome": [int(outcome)]})
    lines = all_messages(all_rows([incoming_feed(paid_order())], {}), messages, records)
    is_silent = outcome in {Outcome.HELD, Outcome.REJECTED}
    assert lines["code"].tolist() == ([70112] if is_silent else list(said))


def test_of_a_confirmation_that_waits_its_carrier_is_told_when_it_ships():
    early = confirmation(ITEM_A, "1", carrier_code="XYZ")
    product = product_after((NIGHT, [feed(early, received=at(5))]), (at(6, 18), [feed(paid_order(), received=at(6))]))
    assert all_answers(product) == [HELD, ACCEPTED]
    assert [record.answer for record in product.released] == [warned(70011)]


def test_a_promotion_row_that_only_repeats_an_earlier_feed_is_unchanged_like_its_first():
    rows = (paid_order() | PROMOTION, paid_order() | {"item-promotion-discount": "50"})
    feeds = [feed(*rows, received=at(5))]
    product = product_after((NIGHT, feeds), (at(6), [feed(*rows, received=at(6), name="again.txt")]))
    assert all_answers(product) == [ACCEPTED, ACCEPTED, UNCHANGED, UNCHANGED]


def test_a_promotion_row_of_the_same_message_is_no_record_of_its_own():
    rows = (paid_order() | PROMOTION, paid_order() | {"item-promotion-discount": "50"})
    product = product_after((NIGHT, [feed(*rows, received=at(5), records=(1, 1))]))
    assert (all_answers(product), item_quantities(product)) == ([ACCEPTED], (2, 0, 0, ""))


def test_a_warning_of_the_form_counts_where_the_record_applied():
    rows = (confirmation(ITEM_A, "1", carrier_code="XYZ"), confirmation(ITEM_B, "1", carrier_code="XYZ"))
    product = product_after((NIGHT, [feed(paid_order(), received=at(5)), feed(*rows, received=at(5))]))
    assert all_answers(product)[1:] == [warned(70011), rejected(18028)]

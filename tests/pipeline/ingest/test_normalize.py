"""Which way each record goes: refused for its form, a repeat of its feed, or on to the rules."""

from schemas.statuses import Outcome
from tests.histories.builders import ITEM_A, ITEM_B, cancellation, confirmation, inventory, order, paid_order, payment
from tests.support.all_rows import all_rows
from tests.support.incoming_feeds import incoming_feed


def message_tuples(rows):
    return list(
        rows.messages.only(lambda lines: lines["record"] >= 0)[["record", "line", "code", "column"]].itertuples(
            index=False, name=None
        )
    )


def test_no_feed_is_nothing_to_do():
    rows = all_rows([], {})
    frames = (rows.orders.facts, rows.events, rows.inventory, rows.merged_rows)
    assert [*map(len, frames), rows.outcomes.feeds, rows.messages.feeds] == [0, 0, 0, 0, [], []]


def test_every_form_error_of_a_record_is_told_and_none_of_it_goes_on():
    rows = all_rows([incoming_feed(order(), order(ITEM_B, "1e5", sku=""))], {})
    assert rows.orders.facts["record"].tolist() == [1]
    assert rows.outcomes.frame()[["record", "outcome"]].to_numpy().tolist() == [[2, Outcome.REJECTED]]
    assert sorted(message_tuples(rows)) == [(2, 3, 70101, "sku"), (2, 3, 70102, "quantity-purchased")]


def test_a_faulty_row_takes_its_whole_message_out():
    rows = all_rows([incoming_feed(paid_order(), paid_order(ITEM_B, "1.5"), records=(1, 1))], {})
    assert (len(rows.orders.facts), rows.outcomes.frame()["record"].tolist()) == (0, [1])


def test_a_repeat_is_unchanged_without_a_look_at_the_order():
    rows = all_rows([incoming_feed(confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1"))], {})
    assert rows.events["record"].tolist() == [1]
    assert (rows.outcomes.frame()[["record", "outcome"]].to_numpy().tolist(), message_tuples(rows)) == (
        [[2, Outcome.UNCHANGED]],
        [(2, 3, 5000, "")],
    )


def test_a_repeated_row_of_a_message_that_says_more_is_left_out_of_it():
    rows = all_rows([incoming_feed(paid_order(), paid_order(ITEM_B), paid_order(), records=(1, 1, 1))], {})
    assert (rows.orders.facts["item_id"].tolist(), len(rows.outcomes.frame())) == ([ITEM_A, ITEM_B], 0)


def test_rows_of_each_kind_go_to_their_stage():
    rows = all_rows(
        [incoming_feed(row, number=n) for n, row in enumerate((payment("Verified"), confirmation(), cancellation()))],
        {},
    )
    assert rows.events[["feed", "stage"]].to_numpy().tolist() == [[0, 2], [1, 4], [2, 4]]
    assert len(all_rows([incoming_feed(inventory(quantity="1"))], {}).inventory) == 1


def test_an_id_that_is_not_made_of_digits_takes_its_key_from_the_dictionary():
    named = "S01-ABCDEFG-1234567"
    rows = all_rows([incoming_feed(order(order_id=named), order())], {named: 10**17})
    assert rows.orders.facts["order_key"].tolist() == [10**17, 99900000010000001]

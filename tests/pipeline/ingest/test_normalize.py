"""Which way each record goes: refused for its form, a repeat of its feed, or on to the rules."""

import pandas as pd

from pipeline.ingest import normalize, record_outcomes, row_keys
from schemas.statuses import Outcome
from tests.histories.builders import (
    A,
    B,
    answers,
    at,
    cancellation,
    feed,
    inventory,
    item,
    order,
    paid,
    parcel,
    payment,
)
from tests.support.product_rules import checked_feed
from tests.support.product_runs import ACCEPTED, UNCHANGED, product_after, rejected, warned

NIGHT = at(5, 18)


def taken(*rows, number=7, **more):
    return checked_feed(feed(*rows, received=at(5), **more), number, 0)


def lines(came):
    return list(came.messages[["record", "line", "code", "column"]].itertuples(index=False, name=None))


def test_no_feed_is_nothing_to_do():
    came = normalize.normalize_feeds([], {})
    assert [
        len(frame)
        for frame in (came.orders, came.events, came.inventory, came.outcomes, came.messages, came.merged_rows)
    ] == [0] * 6


def test_every_form_error_of_a_record_is_told_and_none_of_it_goes_on():
    came = normalize.normalize_feeds([taken(order(), order(B, "1e5", sku=""))], {})
    assert came.orders["record"].tolist() == [1]
    assert came.outcomes[["record", "outcome"]].to_numpy().tolist() == [[2, Outcome.REJECTED]]
    assert sorted(lines(came)) == [(2, 3, 70101, "sku"), (2, 3, 70102, "quantity-purchased")]


def test_a_faulty_row_takes_its_whole_message_out():
    came = normalize.normalize_feeds([taken(paid(), paid(B, "0"), records=(1, 1))], {})
    assert (len(came.orders), came.outcomes["record"].tolist()) == (0, [1])


def test_a_repeat_is_unchanged_without_a_look_at_the_order():
    came = normalize.normalize_feeds([taken(parcel(A, "1"), parcel(A, "1"))], {})
    assert came.events["record"].tolist() == [1]
    assert (came.outcomes[["record", "outcome"]].to_numpy().tolist(), lines(came)) == (
        [[2, Outcome.UNCHANGED]],
        [(2, 3, 5000, "")],
    )


def test_a_repeated_row_of_a_message_that_says_more_is_left_out_of_it():
    came = normalize.normalize_feeds([taken(paid(), paid(B), paid(), records=(1, 1, 1))], {})
    assert (came.orders["item_id"].tolist(), len(came.outcomes)) == ([A, B], 0)


def test_rows_of_each_kind_go_to_their_stage():
    came = normalize.normalize_feeds(
        [taken(row, number=n) for n, row in enumerate((payment("Verified"), parcel(), cancellation()))], {}
    )
    assert came.events[["feed", "stage"]].to_numpy().tolist() == [[0, 2], [1, 4], [2, 4]]
    assert len(normalize.normalize_feeds([taken(inventory(quantity="1"))], {}).inventory) == 1


def test_an_id_that_is_not_made_of_digits_takes_its_key_from_the_dictionary():
    named = "S01-ABCDEFG-1234567"
    came = normalize.normalize_feeds([taken(order(order_id=named), order())], {named: 10**17})
    assert came.orders["order_key"].tolist() == [10**17, 99900000010000001]


def test_the_ids_that_feeds_name_are_listed_once():
    found = row_keys.well_formed_order_ids(
        [taken(order(), order(B)), taken(inventory(quantity="1")), taken(payment("Failed"))]
    )
    assert found.tolist() == ["999-0000001-0000001"]


PROMOTION = {"item-promotion-discount": "100"}


def promoted(first, *others):
    """An order with two promotion rows of one item in its second feed; the answers to these."""
    rows = (paid() | first, *(paid() | other for other in others))
    product = product_after((NIGHT, [feed(paid(B), received=at(5))]), (at(6), [feed(*rows, received=at(6))]))
    return answers(product)[1:], product.book.items["item_discount"].tolist()


def test_a_promotion_row_that_was_added_up_ends_as_the_row_it_was_added_to():
    assert promoted(PROMOTION, {"item-promotion-discount": "50"}) == ([ACCEPTED, ACCEPTED], [150, -1])
    assert promoted(PROMOTION, PROMOTION | {"item-promotion-id": "P"}) == ([ACCEPTED, ACCEPTED], [200, -1])


def test_a_promotion_row_of_a_refused_item_is_refused_with_the_same_words():
    rows = (paid() | PROMOTION | {"sku": "CUP-2"}, paid() | {"item-promotion-discount": "50", "sku": "CUP-2"})
    product = product_after((NIGHT, [feed(paid(), received=at(5))]), (at(6), [feed(*rows, received=at(6))]))
    assert answers(product)[1:] == [rejected(70007)] * 2
    came = normalize.normalize_feeds([taken(*rows)], {})
    told = pd.DataFrame({"feed": [7], "record": [1], "line": [2], "code": [70007]}).assign(
        **dict.fromkeys(("column", "value", "limit", "order_id", "item_id"), "sku")
    )
    assert record_outcomes.messages_of_records(came, told)[["record", "line", "code"]].to_numpy().tolist() == [
        [1, 2, 70007],
        [2, 3, 70007],
    ]


def test_a_promotion_row_that_only_repeats_an_earlier_feed_is_unchanged_like_its_first():
    rows = (paid() | PROMOTION, paid() | {"item-promotion-discount": "50"})
    night = [feed(*rows, received=at(5))]
    product = product_after((NIGHT, night), (at(6), [feed(*rows, received=at(6), name="again.txt")]))
    assert answers(product) == [ACCEPTED, ACCEPTED, UNCHANGED, UNCHANGED]


def test_a_promotion_row_of_the_same_message_is_no_record_of_its_own():
    rows = (paid() | PROMOTION, paid() | {"item-promotion-discount": "50"})
    product = product_after((NIGHT, [feed(*rows, received=at(5), records=(1, 1))]))
    assert (answers(product), item(product)) == ([ACCEPTED], (2, 0, 0, ""))


def test_a_warning_of_the_form_counts_where_the_record_applied():
    rows = (parcel(A, "1", carrier_code="XYZ"), parcel(B, "1", carrier_code="XYZ"))
    product = product_after((NIGHT, [feed(paid(), received=at(5)), feed(*rows, received=at(5))]))
    assert answers(product)[1:] == [warned(70011), rejected(18028, 70011)]

"""Step 1, later records of an order: repeat, fill, conflict, verify. Order process, 1.5, 1.6 and 9.2."""

from tests.histories.answers import (
    ACCEPTED,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    order_status,
    rejected,
    warned,
)
from tests.histories.builders import (
    FULL,
    ITEM_B,
    ORDER_ID,
    at,
    cancellation,
    confirmation,
    feed,
    order,
    paid_order,
    payment,
)
from tests.support.product_runs import message_values, product_after, product_day_by_day, stored_order

ALL_FACTS = FULL | {
    "shipping-price": "300",
    "gift-wrap-price": "100",
    "item-promotion-discount": "50",
    "ship-promotion-discount": "20",
    "ship-address-2": "見本荘",
    "ship-address-3": "101",
    "ship-city": "目黒区",
    "ship-state": "東京都",
    "ship-country": "JP",
}
OTHER_FACTS = {
    "purchase-date": "2026-10-05T10:00:01+09:00",
    "recipient-name": "別の人",
    "ship-address-1": "別の町 9",
    "ship-address-2": "別荘",
    "ship-address-3": "909",
    "ship-city": "港区",
    "ship-state": "大阪府",
    "ship-postal-code": "999-9999",
    "ship-country": "US",
    "sku": "CUP-2",
    "quantity-purchased": "3",
    "item-price": "777",
    "shipping-price": "301",
    "gift-wrap-price": "101",
    "item-promotion-discount": "51",
    "ship-promotion-discount": "21",
}


def test_an_equal_record_is_unchanged():
    assert all_answers(product_day_by_day(paid_order(), paid_order())) == [ACCEPTED, UNCHANGED]


def test_what_was_blank_is_filled_and_a_blank_erases_nothing():
    product = product_day_by_day(order(), order() | FULL, order(product_name="茶"), order(), order() | FULL)
    assert all_answers(product) == [ACCEPTED] * 3 + [UNCHANGED] * 2
    assert product.state.items["price"].tolist() == [1200]
    assert product.text[0]["recipient-name"].tolist() == ["青木 花"]
    assert product.text[1]["product-name"].tolist() == ["茶"]


def orders_that_differ(columns, first, second):
    """One order for each column, in two runs: the second has another value in that column."""
    rows = [order(order_id=f"999-0000002-{n:07d}") | first for n in range(len(columns))]
    others = [row | {column: second[column]} for row, column in zip(rows, columns, strict=True)]
    return product_after((at(5, 18), [feed(*rows, received=at(5))]), (at(6, 18), [feed(*others, received=at(6))]))


def test_any_other_fact_of_the_order_is_a_conflict_that_names_its_column():
    product = orders_that_differ(list(OTHER_FACTS), ALL_FACTS, OTHER_FACTS)
    assert [entry[3:] for entry in product.outcomes if entry[0] == 2] == [rejected(70007)] * len(OTHER_FACTS)
    assert message_values(product) == [(70007, column, "", "") for column in OTHER_FACTS]


def test_another_description_is_no_conflict_and_the_first_one_stays():
    names = ["buyer-name", "buyer-phone-number", "product-name", "ship-service-level", "points-granted"]
    product = orders_that_differ(names, dict.fromkeys(names, "1"), dict.fromkeys(names, "2"))
    assert [entry[3:] for entry in product.outcomes if entry[0] == 2] == [UNCHANGED] * len(names)
    assert set(product.text[0]["buyer-name"]) == set(product.text[1]["product-name"]) == {"1"}


def test_a_conflict_refuses_every_fact_of_its_record():
    product = product_day_by_day(order(), order(quantity="3", product_name="茶"), order(product_name="麦茶"))
    assert all_answers(product) == [ACCEPTED, rejected(70007), ACCEPTED]
    assert (item_quantities(product), product.text[1]["product-name"].tolist()) == ((2, 0, 0, ""), ["麦茶"])


def test_a_conflict_still_verifies_and_is_then_a_warning():
    product = product_day_by_day(order(), paid_order(quantity="3"))
    assert (last_answer(product), order_status(product), item_quantities(product)) == (
        warned(70007),
        "Unshipped",
        (2, 0, 0, ""),
    )
    assert last_answer(product_day_by_day(paid_order(), paid_order(quantity="3"))) == rejected(70007)


def test_instants_are_compared_to_the_second():
    assert last_answer(product_day_by_day(order(), order(purchase_date="2026-10-05T10:00:00.9+09:00"))) == UNCHANGED
    assert last_answer(product_day_by_day(order(), order(purchase_date="2026-10-05T01:00:00Z"))) == UNCHANGED


def test_a_discount_is_the_same_with_and_without_its_sign():
    assert (
        last_answer(product_day_by_day(order(item_promotion_discount="-50"), order(item_promotion_discount="50")))
        == UNCHANGED
    )


def test_a_new_item_is_placed_like_a_first_one():
    product = product_day_by_day(paid_order(), confirmation(), order(item=ITEM_B, quantity="5"))
    assert (last_answer(product), item_quantities(product, ITEM_B), order_status(product)) == (
        ACCEPTED,
        (5, 0, 0, ""),
        "PartiallyShipped",
    )


def test_a_new_item_of_a_canceled_order_is_refused_with_cause_and_date():
    product = product_day_by_day(paid_order(), cancellation(reason="PricingError"), order(item=ITEM_B))
    assert (last_answer(product), message_values(product)) == (
        rejected(70002),
        [(70002, "", "2026-10-06", "PricingError")],
    )


def test_a_conflict_comes_before_canceled():
    product = product_day_by_day(order() | FULL, payment("Failed"), order(item=ITEM_B, recipient_name="別の人"))
    assert last_answer(product) == rejected(70007)


def test_verified_again_on_a_canceled_order_is_unchanged_only_if_it_ever_was():
    assert last_answer(product_day_by_day(paid_order(), payment("Fraud"), paid_order())) == UNCHANGED
    product = product_day_by_day(order(), payment("Failed"), paid_order())
    assert (last_answer(product), order_status(product), stored_order(product)["refund_due"]) == (
        rejected(70002),
        "Canceled",
        True,
    )


def test_a_later_record_that_was_paid_too_late_fills_facts_and_leaves_the_order_pending():
    first = order(payment_deadline="2026-10-08")
    product = product_day_by_day(first, paid_order(payments_date="2026-10-09T00:00:00+09:00"))
    assert (last_answer(product), order_status(product), stored_order(product)["refund_due"]) == (
        warned(70005),
        "Pending",
        True,
    )
    assert product.text[0]["recipient-name"].tolist() == ["青木 花"]


def test_a_deadline_told_later_makes_the_order_prepaid_and_stays_as_first_told():
    product = product_day_by_day(order(), order(payment_method="cvs"))
    assert (stored_order(product)["prepaid"], stored_order(product)["paid_by"]) == (
        True,
        stored_order(product_day_by_day(order(payment_method="CVS")))["paid_by"],
    )


def test_the_method_may_be_filled_until_the_first_parcel():
    assert stored_order(product_day_by_day(paid_order(), paid_order(payment_method="CVS")))["prepaid"]
    product = product_day_by_day(paid_order(), confirmation(), paid_order(payment_method="CVS"))
    assert (last_answer(product), stored_order(product)["prepaid"]) == (UNCHANGED, False)


def test_the_rows_of_one_message_apply_together_or_not_at_all():
    product = product_after(
        (at(5, 18), [feed(paid_order(), paid_order(ITEM_B), received=at(5), records=(1, 1))]),
        (at(6, 18), [feed(paid_order(product_name="茶"), paid_order(ITEM_B, "9"), received=at(6), records=(1, 1))]),
        (at(7, 18), [feed(paid_order(product_name="麦茶"), received=at(7))]),
    )
    assert all_answers(product) == [ACCEPTED, rejected(70007), ACCEPTED]
    assert sorted(product.text[1]["product-name"]) == ["", "麦茶"]


def test_records_of_one_feed_apply_in_their_order():
    rows = (order(), order(product_name="茶"), paid_order(quantity="3"), paid_order(product_name="麦茶"))
    files = [feed(row, received=at(5), name=f"{n}.txt") for n, row in enumerate(rows)]
    product = product_after((at(5, 18), files))
    assert all_answers(product) == [ACCEPTED, ACCEPTED, warned(70007), ACCEPTED]
    assert product.text[1]["product-name"].tolist() == ["茶"]


def test_a_status_never_moves_back():
    product = product_day_by_day(paid_order(), order(order_status="Pending"))
    assert (last_answer(product), order_status(product)) == (UNCHANGED, "Unshipped")


def test_an_unpriced_item_takes_its_price_from_a_later_record():
    unpriced = order(order_status="Pending")
    product = product_day_by_day(unpriced, payment("Verified"), confirmation(), paid_order())
    assert (all_answers(product)[-1], order_status(product)) == (ACCEPTED, "Shipped")
    assert (product.state.items["price"].tolist(), product.state.items["currency"].tolist()) == ([1200], ["JPY"])


def test_another_order_is_left_alone():
    other = "999-0000001-0000009"
    product = product_day_by_day(paid_order(), paid_order(order_id=other, product_name="茶"), paid_order(quantity="3"))
    assert [product.orders()[key]["items"]["10000000000010"]["ordered"] for key in (ORDER_ID, other)] == [2, 2]

"""Step 4.4: cancellations of the seller. Order process, 4.4, 9.2 and 9.3."""

from tests.histories.answers import (
    ACCEPTED,
    HELD,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    order_status,
    rejected,
)
from tests.histories.builders import ITEM_A, ITEM_B, at, cancellation, confirmation, feed, inventory, order, paid_order
from tests.support.product_runs import (
    STRANGER,
    message_values,
    product_after,
    product_day_by_day,
    product_of_two_items,
    stored_order,
)


def test_a_whole_order_is_canceled_and_canceling_again_is_unchanged():
    product = product_of_two_items(cancellation(), cancellation(), cancellation(ITEM_A, "9"))
    assert all_answers(product)[2:] == [ACCEPTED, UNCHANGED, UNCHANGED]
    assert (order_status(product), product.orders()["999-0000001-0000001"]["cause"]) == ("Canceled", "Seller")


def test_a_cancellation_keeps_when_and_why():
    product = product_day_by_day(paid_order(), cancellation(reason="CustomerReturn"))
    assert (stored_order(product)["canceled_at"], item_quantities(product)) == (at(6), (2, 0, 2, "CustomerReturn"))


def test_a_reason_without_item_applies_to_every_item():
    product = product_of_two_items(cancellation(reason="PricingError"))
    assert [item_quantities(product, key)[3] for key in (ITEM_A, ITEM_B)] == ["PricingError"] * 2


def test_a_named_item_is_canceled_in_part_or_whole():
    product = product_of_two_items(
        cancellation(ITEM_A, "1", "BuyerCanceled"),
        cancellation(ITEM_A, "2"),
        cancellation(ITEM_A),
        cancellation(ITEM_A),
    )
    assert all_answers(product)[2:] == [ACCEPTED, rejected(18021), ACCEPTED, UNCHANGED]
    assert (item_quantities(product), item_quantities(product, ITEM_B), order_status(product)) == (
        (2, 0, 2, "Seller"),
        (2, 0, 0, ""),
        "Unshipped",
    )


def test_a_quantity_over_open_names_both_numbers():
    assert message_values(product_of_two_items(cancellation(ITEM_A, "3"))) == [(18021, "", "3", "2")]


def test_after_a_confirmation_neither_the_order_nor_the_open_rest_of_the_item_is_canceled():
    product = product_of_two_items(
        confirmation(ITEM_A, "1"), cancellation(), cancellation(ITEM_A), cancellation(ITEM_A, "9"), cancellation(ITEM_B)
    )
    assert all_answers(product)[3:] == [rejected(70003), rejected(70003), rejected(70003), ACCEPTED]
    assert (item_quantities(product), item_quantities(product, ITEM_B)) == ((2, 1, 0, ""), (2, 0, 2, "Seller"))


def test_canceling_the_open_rest_of_a_partly_shipped_order_makes_it_shipped():
    assert order_status(product_of_two_items(confirmation(ITEM_A), cancellation(ITEM_B))) == "Shipped"


def test_a_pending_order_is_not_canceled_by_the_seller_and_a_strange_item_comes_first():
    assert last_answer(product_day_by_day(order(), cancellation())) == rejected(70001)
    assert last_answer(product_day_by_day(order(), cancellation(STRANGER))) == rejected(18028)


def test_a_quantity_without_item_means_the_only_item_of_its_order():
    assert item_quantities(product_day_by_day(paid_order(), cancellation("", "1"))) == (2, 0, 1, "Seller")
    assert last_answer(product_of_two_items(cancellation("", "1"))) == rejected(70101)


def test_an_acknowledgement_is_accepted_and_changes_nothing():
    product = product_day_by_day(order(), cancellation(status_code="Success", merchant_order_id="M-1"))
    assert (last_answer(product), order_status(product), item_quantities(product)) == (
        ACCEPTED,
        "Pending",
        (2, 0, 0, ""),
    )


def test_an_acknowledgement_of_an_unknown_order_waits_for_it():
    acknowledgement = feed(cancellation(status_code="Success", merchant_order_id="M-1"), received=at(5, 9))
    product = product_after((at(5, 10), [acknowledgement]), (at(5, 18), [feed(paid_order(), received=at(5))]))
    assert (all_answers(product), product.released[0][4]) == ([HELD, ACCEPTED], "accepted")


def test_the_rows_of_a_cancellation_apply_together():
    product = product_of_two_items(
        (cancellation(ITEM_A), cancellation(ITEM_B, "9")), (cancellation(ITEM_A), cancellation(ITEM_B))
    )
    assert (all_answers(product)[2:], order_status(product)) == ([rejected(18021), ACCEPTED], "Canceled")


def test_two_rows_of_a_record_can_not_mean_the_same_item():
    product = product_of_two_items((cancellation(), cancellation(ITEM_A, "1")))
    assert (last_answer(product), order_status(product)) == (rejected(70014), "Unshipped")


def test_a_record_whose_items_are_all_canceled_is_unchanged():
    product = product_of_two_items(
        (cancellation(ITEM_A), cancellation(ITEM_B)), (cancellation(ITEM_A), cancellation(ITEM_B))
    )
    assert all_answers(product)[2:] == [ACCEPTED, UNCHANGED]


def test_only_noinventory_puts_nothing_back():
    def balance(reason):
        files = [feed(inventory(quantity="5"), received=at(5, 9)), feed(paid_order(), received=at(5))]
        return product_after((at(5, 18), [*files, feed(cancellation(reason=reason), received=at(5))])).stock()["TEA-1"]

    assert [balance(reason) for reason in ("NoInventory", "BuyerCanceled", "", "CustomerReturn")] == [3, 5, 5, 5]


def test_the_old_spelling_of_a_buyers_cancellation_is_understood():
    assert (
        item_quantities(product_day_by_day(paid_order(), cancellation(reason="BuyerCancelled")))[3] == "BuyerCanceled"
    )


def test_an_unknown_reason_is_a_form_error():
    assert last_answer(product_day_by_day(paid_order(), cancellation(reason="Boredom"))) == rejected(70106)

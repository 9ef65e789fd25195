"""Who decides, in the reference model: what our clock presumed canceled and the marketplace knows alive."""

import pytest

from tests.histories.answers import (
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    notice_kinds,
    order_status,
    rejected,
)
from tests.histories.builders import (
    FULL,
    ITEM_A,
    ORDER_ID,
    all_orders_row,
    at,
    cancellation,
    confirmation,
    feed,
    inventory,
    model_after,
    model_on_days,
    order,
    paid_order,
    payment,
    unshipped_row,
)

REINSTATED = ("warning", (70016,))
ALIVE = order(order_status="Unshipped") | FULL


@pytest.mark.parametrize(
    "row", [ALIVE, unshipped_row(), all_orders_row("Unshipped"), ALIVE | {"order-status": "PartiallyShipped"}]
)
def test_an_order_past_its_cut_off_that_the_marketplace_knows_alive_is_reinstated_and_never_cut_off_again(row):
    model = model_on_days(
        (5, paid_order()), (36, None), (37, row), (70, None), (71, confirmation(ship_date="2026-12-10"))
    )
    assert all_answers(model)[1:] == [REINSTATED, ("accepted", ())]
    known = model.orders()[ORDER_ID]
    assert (order_status(model), known["cause"], known["waived"], item_quantities(model)) == (
        "Shipped",
        "",
        True,
        (2, 2, 0, ""),
    )


def test_a_record_older_than_the_presumption_reinstates_nothing():
    at_it = ALIVE | {"last-updated-date": "2026-11-05T18:00:00+09:00"}
    model = model_on_days((5, paid_order()), (36, None), (37, at_it))
    assert (last_answer(model), order_status(model)) == (UNCHANGED, "Canceled")
    after_it = ALIVE | {"last-updated-date": "2026-11-05T18:00:01+09:00"}
    assert last_answer(model_on_days((5, paid_order()), (36, None), (37, after_it))) == REINSTATED


def test_shipped_on_a_presumed_order_reinstates_and_ships_it():
    model = model_on_days((5, paid_order()), (36, None), (37, all_orders_row("Shipped")))
    assert (last_answer(model), order_status(model)) == (("warning", (70015, 70016)), "Shipped")


def test_unpaid_presumed_but_paid_in_time_is_reinstated_by_order_record_or_payment():
    in_time = {"payment_date": "2026-10-08T23:00:00+09:00"}
    for row in (paid_order(payments_date=in_time["payment_date"]), payment("Verified", **in_time)):
        model = model_on_days((5, order(payment_deadline="2026-10-08")), (9, None), (10, row))
        known = model.orders()[ORDER_ID]
        assert (last_answer(model), order_status(model), known["verified_at"]) == (REINSTATED, "Unshipped", at(8, 23))
        assert not known["waived"]


def test_a_payment_after_the_deadline_reinstates_nothing_but_an_explicit_status_does():
    late = "2026-10-09T00:00:00+09:00"
    unpaid = (5, order(payment_deadline="2026-10-08"))
    for row in (paid_order(payments_date=late), payment("Verified", payment_date=late)):
        model = model_on_days(unpaid, (9, None), (10, row))
        assert (last_answer(model), model.orders()[ORDER_ID]["refund_due"]) == (rejected(70002), True)
    model = model_on_days(unpaid, (9, None), (10, paid_order(order_status="Unshipped", payments_date=late)))
    assert (last_answer(model), model.orders()[ORDER_ID]["verified_at"]) == (REINSTATED, at(9, 0))


def test_only_what_our_clock_canceled_comes_back():
    model = model_on_days((5, paid_order()), (6, cancellation(ITEM_A, "1", "NoInventory")), (36, None), (37, ALIVE))
    assert (last_answer(model), item_quantities(model)) == (REINSTATED, (2, 0, 1, "Seller"))
    model = model_on_days((5, paid_order()), (6, cancellation()), (37, ALIVE))
    assert (last_answer(model), order_status(model)) == (UNCHANGED, "Canceled")


def test_a_partly_shipped_order_past_its_cut_off_stays_shipped():
    model = model_on_days((5, paid_order()), (6, confirmation(ITEM_A, "1")), (36, None), (37, ALIVE))
    assert (last_answer(model), order_status(model), item_quantities(model)) == (
        UNCHANGED,
        "Shipped",
        (2, 1, 1, "ConfirmationDeadline"),
    )


def test_where_this_product_decides_nothing_is_reinstated():
    model = model_on_days((5, paid_order()), (36, None), (37, ALIVE), authority="here")
    assert (last_answer(model), order_status(model)) == (UNCHANGED, "Canceled")
    unpaid = model_on_days((5, order(payment_method="CVS")), (12, None), (13, ALIVE), authority="here")
    assert last_answer(unpaid) == rejected(70002)


def test_grace_delays_the_payment_clock_only_where_this_product_decides():
    placed = (at(5, 18), [feed(order(payment_deadline="2026-10-08T12:00:00+09:00"), received=at(5))])
    late = (at(9), [])
    assert order_status(model_after(placed, late, authority="here", grace_hours=24)) == "Pending"
    assert order_status(model_after(placed, (at(9, 12, 1), []), authority="here", grace_hours=24)) == "Canceled"
    assert order_status(model_after(placed, late, grace_hours=24)) == "Canceled"


def test_a_reinstated_order_takes_its_stock_again_and_is_reported_again():
    stock = (at(4, 18), [feed(inventory(quantity="5"), received=at(4))])
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])
    model = model_after(stock, placed, (at(36, 18), []))
    assert (model.stock(), model.orders()[ORDER_ID]["items"][ITEM_A]["presumed"]) == ({"TEA-1": 5}, 2)
    model = model_after(stock, placed, (at(36, 18), []), (at(37, 18), [feed(ALIVE, received=at(37))]))
    known = model.orders()[ORDER_ID]["items"][ITEM_A]
    assert (model.stock(), known["presumed"], known["reported"]) == ({"TEA-1": 3}, 0, 4)
    assert notice_kinds(model, 4) == ["order-confirmation", "order-reinstated"]


def test_a_conflict_does_not_keep_an_order_from_being_reinstated():
    model = model_on_days((5, paid_order()), (36, None), (37, ALIVE | {"item-price": "777"}))
    assert (last_answer(model), order_status(model)) == (("warning", (70007, 70016)), "Unshipped")


def test_a_new_item_of_a_presumed_order_is_placed_when_its_record_reinstates_the_order():
    model = model_on_days((5, paid_order()), (36, None), (37, ALIVE | {"order-item-id": "10000000000011"}))
    assert (last_answer(model), len(model.orders()[ORDER_ID]["items"])) == (REINSTATED, 2)

"""Step 4.3: confirmations. Order process, 4.3, 6.2.2, 9.2 and 9.3."""

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
from tests.histories.builders import ITEM_A, ITEM_B, ORDER_ID, at, cancellation, confirmation, feed, order, paid_order
from tests.support.product_runs import (
    STRANGER,
    message_values,
    product_after,
    product_day_by_day,
    product_of_two_items,
    stored_shipments,
)


def product_of_shipments(*rows, quantity="5"):
    """An order of one item, then a feed of one row for each confirmation, all received on October 6th at noon."""
    files = [feed(row, received=at(6), name=f"{n}.txt") for n, row in enumerate(rows)]
    return product_after((at(5, 18), [feed(paid_order(quantity=quantity), received=at(5))]), (at(6, 18), files))


def test_a_blank_item_ships_everything_open():
    product = product_of_two_items(confirmation())
    assert (item_quantities(product), item_quantities(product, ITEM_B), order_status(product)) == (
        (2, 2, 0, ""),
        (2, 2, 0, ""),
        "Shipped",
    )


def test_an_item_without_quantity_ships_its_rest():
    product = product_of_shipments(confirmation(ITEM_A, "2"), confirmation(ITEM_A, "", "T2"))
    assert stored_shipments(product, "number", "first_unit", "units", "tracking") == [(1, 0, 2, "T1"), (2, 2, 3, "T2")]


def test_some_of_an_order_makes_it_partially_shipped():
    assert order_status(product_of_two_items(confirmation(ITEM_A))) == "PartiallyShipped"


def test_a_quantity_beyond_open_is_refused_with_both_numbers_and_nothing_ships():
    product = product_of_shipments(confirmation(ITEM_A, "2"), confirmation(ITEM_A, "4", "T2"))
    assert (last_answer(product), message_values(product)) == (rejected(18021), [(18021, "", "4", "3")])
    assert item_quantities(product)[1] == 2


def test_a_quantity_without_item_means_the_only_item_of_its_order():
    assert item_quantities(product_of_shipments(confirmation("", "3"))) == (5, 3, 0, "")
    product = product_of_two_items(confirmation("", "1"))
    assert (last_answer(product), message_values(product)) == (rejected(70101), [(70101, "order-item-id", "", "")])


def test_a_pending_order_does_not_ship():
    product = product_day_by_day(order(), confirmation())
    assert (last_answer(product), item_quantities(product)) == (rejected(70001), (2, 0, 0, ""))


def test_of_several_faults_the_first_in_order_is_named():
    assert last_answer(product_day_by_day(order(), confirmation(STRANGER))) == rejected(18028)
    assert last_answer(product_day_by_day(order(), confirmation(ITEM_A, "9"))) == rejected(70001)
    assert last_answer(product_day_by_day(paid_order(), cancellation(), confirmation(ITEM_A, "9"))) == rejected(70002)


def test_a_known_parcel_ships_nothing_more_whatever_is_open():
    product = product_of_shipments(
        confirmation(ITEM_A, "1"),
        confirmation(ITEM_A, "2"),
        confirmation(ITEM_A),
        confirmation(ITEM_A, "5", carrier_code="yamato"),
    )
    assert (all_answers(product)[1:], item_quantities(product)[1]) == ([ACCEPTED] + [UNCHANGED] * 3, 1)


def test_another_tracking_number_is_another_parcel_while_something_is_open():
    product = product_of_shipments(confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1", "T2"))
    assert stored_shipments(product, "units", "tracking") == [(1, "T1"), (1, "T2")]


def test_two_rows_of_one_feed_with_different_tracking_numbers_are_two_parcels():
    rows = feed(confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1", "T2"), received=at(6))
    product = product_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(6, 18), [rows]))
    assert (all_answers(product)[1:], order_status(product)) == ([ACCEPTED, ACCEPTED], "Shipped")


def test_a_parcel_id_names_a_parcel_before_its_tracking_number():
    product = product_of_shipments(
        confirmation(ITEM_A, "1", parcel_id="7"),
        confirmation(ITEM_A, "1", "T2", parcel_id="7"),
        confirmation(ITEM_A, "1", parcel_id="8"),
    )
    assert stored_shipments(product, "units", "tracking") == [(1, "T2"), (1, "T1")]


def test_without_a_number_a_parcel_is_known_by_day_carrier_and_quantity():
    rows = (
        confirmation(ITEM_A, "1", ""),
        confirmation(ITEM_A, "1", "NULL"),
        confirmation(ITEM_A, "1", "", ship_date="2026-10-06"),
        confirmation(ITEM_A, "2", ""),
    )
    product = product_of_shipments(*rows, confirmation(ITEM_A, "1", "", carrier_code="SAGAWA"))
    assert all_answers(product)[1:] == [ACCEPTED, UNCHANGED, ACCEPTED, ACCEPTED, ACCEPTED]
    assert item_quantities(product)[1] == 5


def test_an_edit_overwrites_with_values_keeps_for_blanks_and_deletes_for_null():
    product = product_of_shipments(
        confirmation(ITEM_A, "1", parcel_id="7", ship_method="Cool"),
        confirmation(ITEM_A, carrier_code="sagawa", tracking="NULL", parcel_id="7"),
    )
    assert last_answer(product) == ACCEPTED
    assert stored_shipments(product, "units", "carrier", "tracking", "method") == [(1, "SAGAWA", "", "Cool")]


def test_a_new_parcel_deletes_nothing_and_holds_no_null():
    assert stored_shipments(
        product_of_shipments(confirmation(ITEM_A, "1", "NULL", ship_method="NULL")), "tracking", "method"
    ) == [("", "")]


def test_with_nothing_open_an_unknown_parcel_edits_the_last_one_which_keeps_both_names():
    product = product_of_shipments(
        confirmation(ITEM_A, "5"),
        confirmation(ITEM_A, "5", "T2"),
        confirmation(ITEM_A, "", "T1"),
        confirmation(ITEM_A, "6", "T3"),
    )
    assert all_answers(product)[1:] == [ACCEPTED, warned(70019), warned(70019), rejected(18021)]
    assert stored_shipments(product, "units", "tracking") == [(5, "T1")]
    assert [ref for ref in product.state.refs["ref"] if not ref.startswith("s:")] == ["n:T1", "n:T2"]


def test_a_whole_order_record_ships_items_without_its_parcel_and_edits_those_that_have_it():
    product = product_of_two_items(confirmation(ITEM_A, "1"), confirmation(ship_method="Cool"))
    assert (item_quantities(product)[1], item_quantities(product, ITEM_B)[1]) == (1, 2)
    assert stored_shipments(product, "units", "method") == [(1, "Cool"), (2, "Cool")]


def test_a_whole_order_record_with_nothing_open_edits_the_last_parcels_of_all_items():
    product = product_of_two_items(confirmation(), confirmation(tracking="T2"), confirmation(tracking="T2"))
    assert (all_answers(product)[2:], stored_shipments(product, "tracking")) == (
        [ACCEPTED, warned(70019), UNCHANGED],
        [("T2",), ("T2",)],
    )


def test_the_cut_off_decides_by_the_instant_received_however_late_the_run():
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])
    in_time = product_after(placed, (at(45), [feed(confirmation(), received=at(35, 23, 59))]))
    too_late = product_after(placed, (at(45), [feed(confirmation(), received=at(36, 0, 0))]))
    assert (last_answer(in_time), order_status(in_time)) == (ACCEPTED, "Shipped")
    assert (last_answer(too_late), message_values(too_late)) == (rejected(70004), [(70004, "", "", "2026-11-04")])


def test_after_the_cut_off_a_known_parcel_may_be_edited_and_no_other():
    edits = (
        confirmation(ITEM_A, ship_method="Cool"),
        confirmation(ship_method="Mail"),
        confirmation(ITEM_A, "", "T2"),
        confirmation("", "", "T2"),
    )
    files = [feed(edit, received=at(37), name=f"{n}.txt") for n, edit in enumerate(edits)]
    first = (at(6), [feed(paid_order(), received=at(5)), feed(confirmation(ITEM_A, "1"), received=at(6))])
    assert all_answers(product_after(first, (at(37, 18), files)))[2:] == [
        ACCEPTED,
        ACCEPTED,
        rejected(70004),
        rejected(70004),
    ]


def test_what_the_cut_off_canceled_is_confirmed_too_late_and_what_others_canceled_is_canceled():
    placed = (at(5, 18), [feed(paid_order(), received=at(5))])
    assert last_answer(
        product_after(placed, (at(36), []), (at(37), [feed(confirmation(ITEM_A), received=at(36, 1))]))
    ) == rejected(70004)
    product = product_day_by_day(paid_order(), cancellation(reason="NoInventory"), confirmation())
    assert (last_answer(product), message_values(product)) == (
        rejected(70002),
        [(70002, "", "2026-10-06", "NoInventory")],
    )


def test_an_item_with_nothing_shipped_and_nothing_open_can_not_be_edited():
    product = product_of_two_items(cancellation(ITEM_A, reason="PricingError"), confirmation(ITEM_A))
    assert (last_answer(product), message_values(product)) == (
        rejected(70002),
        [(70002, "", "2026-10-06", "PricingError")],
    )


def test_a_ship_date_outside_its_window_is_clamped_and_warned_of():
    dates = ("2026-10-04", "2026-10-07", "2026-10-06T12:00:01+09:00")
    product = product_of_shipments(
        *(confirmation(ITEM_A, "1", f"T{n}", ship_date=date) for n, date in enumerate(dates))
    )
    assert all_answers(product)[1:] == [warned(70010)] * 3
    assert stored_shipments(product, "shipped_at") == [(at(5, 0),), (at(6),), (at(6),)]
    assert [line[3] for line in message_values(product)] == ["2026-10-05", "2026-10-06", "2026-10-06"]


def test_a_confirmation_that_came_before_the_purchase_day_ships_on_that_day():
    early = feed(confirmation(ITEM_A, ship_date="2026-10-04"), received=at(4))
    product = product_after((at(5, 18), [early, feed(paid_order(), received=at(5))]))
    assert (all_answers(product)[0], stored_shipments(product, "shipped_at")) == (warned(70010), [(at(5, 0),)])


def test_a_ship_date_on_the_purchase_day_is_in_its_window_and_an_edit_ignores_it():
    product = product_of_shipments(confirmation(ITEM_A), confirmation(ITEM_A, ship_date="2026-12-24"))
    assert (all_answers(product)[1:], stored_shipments(product, "shipped_at")) == ([ACCEPTED, UNCHANGED], [(at(5, 0),)])


def test_one_bad_row_refuses_the_whole_record():
    product = product_of_two_items(
        (confirmation(ITEM_A), confirmation(ITEM_B, "9")), (confirmation(ITEM_A), confirmation(ITEM_B))
    )
    assert all_answers(product)[2:] == [rejected(18021), ACCEPTED]


def test_of_the_faults_of_several_rows_the_first_in_order_is_named():
    assert last_answer(product_of_two_items((confirmation(ITEM_A, "9"), confirmation(STRANGER)))) == rejected(18028)


def test_two_rows_of_a_record_can_not_mean_the_same_item():
    product = product_of_two_items(
        (confirmation(ITEM_A, "1", ""), confirmation(ITEM_A, "2", "")), (confirmation(), confirmation(ITEM_A, "1"))
    )
    assert all_answers(product)[2:] == [rejected(70014)] * 2
    assert (item_quantities(product), item_quantities(product, ITEM_B)) == ((2, 0, 0, ""), (2, 0, 0, ""))


def test_a_form_warning_makes_the_outcome_a_warning_only_where_the_record_applied():
    product = product_of_shipments(
        confirmation(carrier_code="", carrier_name="Akane"),
        confirmation(ITEM_A, "9", "T2", carrier_name="Akane", carrier_code=""),
    )
    assert all_answers(product)[1:] == [warned(70011), rejected(18021)]
    assert stored_shipments(product, "carrier") == [("Other:Akane",)]


def test_a_carrier_must_be_given_and_other_needs_a_name():
    rows = (confirmation(carrier_code=""), confirmation(tracking="T2", carrier_code="Other"))
    assert all_answers(product_of_shipments(*rows))[1:] == [rejected(70101)] * 2


def test_orders_do_not_see_each_others_parcels():
    other = "999-0000001-0000009"
    files = [
        feed(paid_order(), paid_order(order_id=other), received=at(5)),
        feed(confirmation(), confirmation(order_id=other), received=at(5)),
    ]
    product = product_after((at(5, 18), files))
    assert [product.orders()[key]["status"] for key in (ORDER_ID, other)] == ["Shipped"] * 2


def test_thousands_of_parcels_of_one_order_each_take_the_next_unit():
    rows = [confirmation(ITEM_A, "1", f"T{n}") for n in range(2000)]
    product = product_after(
        (at(5, 18), [feed(paid_order(quantity="2000"), received=at(5)), feed(*rows, received=at(5))]),
    )
    assert (item_quantities(product), order_status(product)) == ((2000, 2000, 0, ""), "Shipped")
    assert product.state.parcels["first_unit"].tolist() == list(range(2000))

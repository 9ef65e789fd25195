"""The order of work inside a run, and records that wait for their order. Order process, 8.1 to 8.3."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.histories.answers import (
    ACCEPTED,
    HELD,
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
    ITEM_A,
    ORDER_ID,
    address_change,
    at,
    cancellation,
    confirmation,
    feed,
    inventory,
    order,
    paid_order,
    payment,
)
from tests.reference_model.records import Run
from tests.support.product_runs import message_values, product_after, stored_order

NIGHT = at(5, 18)
DUE = order(payment_deadline="2026-10-08")


def product_of_run(*files, as_of=NIGHT):
    return product_after((as_of, files))


def inventory_feed(units, hour=12, **more):
    """An inventory feed; its name is the last of all, so that it is not the name that puts it first."""
    return feed(inventory(quantity=units), received=at(5, hour), name="zz.txt", **more)


def test_inventory_comes_before_orders():
    assert product_of_run(feed(paid_order(), received=at(5)), inventory_feed("5")).stock() == {"TEA-1": 3}


def test_inventory_comes_before_payments():
    files = [feed(order(), received=at(5, 11)), feed(payment("Failed"), received=at(5)), inventory_feed("5")]
    assert product_of_run(*files).stock() == {"TEA-1": 7}


def test_inventory_comes_before_shipments_and_cancellations():
    files = [feed(paid_order(), received=at(5, 11)), feed(cancellation(), received=at(5)), inventory_feed("5")]
    assert product_of_run(*files).stock() == {"TEA-1": 7}


def test_inventory_comes_before_the_clock_rules():
    placed = (NIGHT, [feed(paid_order(), received=at(5))])
    stock = feed(inventory(quantity="5"), received=at(36))
    assert product_after(placed, (at(36), [stock])).stock() == {"TEA-1": 7}


def test_orders_come_before_payments():
    product = product_of_run(feed(order(), received=at(5, 13)), feed(payment("Verified"), received=at(5, 11)))
    assert (order_status(product), stored_order(product)["verified"]) == ("Unshipped", at(5, 11))


def test_orders_come_before_shipments_and_cancellations():
    for act, ends in ((confirmation(), "Shipped"), (cancellation(), "Canceled")):
        assert (
            order_status(product_of_run(feed(paid_order(), received=at(5, 13)), feed(act, received=at(5, 11)))) == ends
        )


def test_orders_come_before_the_clock_rules():
    with_deadline = feed(paid_order(payment_deadline="2026-10-08"), received=at(9))
    assert (
        order_status(product_after((NIGHT, [feed(DUE, received=at(5))]), (at(9, 18), [with_deadline]))) == "Unshipped"
    )


def test_payments_come_before_shipments_and_cancellations():
    first = feed(order(), received=at(5, 11))
    for act, ends in ((confirmation(), "Shipped"), (cancellation(), "Canceled")):
        files = [first, feed(payment("Verified"), received=at(5, 14)), feed(act, received=at(5, 13))]
        assert order_status(product_of_run(*files)) == ends


def street_of(product):
    return product.orders()[ORDER_ID]["recipient"][1]


def test_orders_come_before_address_changes():
    product = product_of_run(feed(paid_order(), received=at(5, 13)), feed(address_change(), received=at(5, 11)))
    assert street_of(product) == "渋谷 9-8-7"


def test_payments_come_before_address_changes():
    first = feed(order(**FULL), received=at(5, 11))
    product = product_of_run(
        first, feed(address_change(), received=at(5, 12)), feed(payment("Verified"), received=at(5, 13))
    )
    assert street_of(product) == "渋谷 9-8-7"


def test_address_changes_come_before_shipments_and_cancellations():
    for act in (confirmation(), cancellation()):
        files = [
            feed(paid_order(), received=at(5, 11)),
            feed(act, received=at(5, 12)),
            feed(address_change(), received=at(5, 13)),
        ]
        assert street_of(product_of_run(*files)) == "渋谷 9-8-7"


def test_address_changes_come_before_the_clock_rules():
    placed = (NIGHT, [feed(paid_order(), received=at(5))])
    assert street_of(product_after(placed, (at(40), [feed(address_change(), received=at(40))]))) == "渋谷 9-8-7"


def test_inventory_comes_before_address_changes():
    files = [feed(paid_order(), received=at(5, 11)), feed(address_change(), received=at(5, 12)), inventory_feed("5")]
    product = product_of_run(*files)
    assert (street_of(product), product.stock()) == ("渋谷 9-8-7", {"TEA-1": 5})


def test_payments_come_before_the_clock_rules():
    in_time = feed(payment("Verified", payment_date="2026-10-08T23:00:00+09:00"), received=at(9))
    assert order_status(product_after((NIGHT, [feed(DUE, received=at(5))]), (at(9, 18), [in_time]))) == "Unshipped"


def test_shipments_and_cancellations_come_before_the_clock_rules():
    placed = (NIGHT, [feed(paid_order(), received=at(5))])
    for act, cause in ((confirmation(), ""), (cancellation(), "Seller")):
        assert item_quantities(product_after(placed, (at(40), [feed(act, received=at(35))])))[3] == cause


def test_inside_a_stage_received_decides_and_at_one_instant_a_confirmation_before_the_cancellation_of_its_order():
    def later(hour, name):
        canceled = feed(cancellation(), received=at(5, hour), name=name)
        return order_status(
            product_of_run(feed(paid_order(), received=at(5)), feed(confirmation(), received=at(5), name="m"), canceled)
        )

    assert [later(11, "z"), later(12, "a"), later(12, "z"), later(13, "a")] == ["Canceled"] + ["Shipped"] * 3
    rows = feed(
        confirmation(ITEM_A, "1"), confirmation(ITEM_A, "", "T2"), confirmation(ITEM_A, "1", "T3"), received=at(5)
    )
    assert all_answers(product_of_run(feed(paid_order(), received=at(5)), rows))[1:] == [
        ACCEPTED,
        ACCEPTED,
        warned(70019),
    ]


def test_names_are_compared_by_code_points():
    def first_of(*names):
        files = [feed(cancellation(reason=reason), received=at(5), name=name) for reason, name in names]
        return item_quantities(product_of_run(feed(paid_order(), received=at(5)), *files))[3]

    assert first_of(("PricingError", "b.txt"), ("CustomerReturn", "B.txt")) == "CustomerReturn"
    assert first_of(("PricingError", "注文.txt"), ("CustomerReturn", "z.txt")) == "CustomerReturn"
    assert first_of(("PricingError", "10.txt"), ("CustomerReturn", "9.txt")) == "PricingError"


def test_every_kind_of_record_of_an_unknown_order_waits():
    files = [feed(row, received=at(5)) for row in (payment("Verified"), confirmation(), cancellation())]
    product = product_of_run(*files)
    assert (all_answers(product), product.orders()) == ([HELD] * 3, {})
    assert {line[3] for line in message_values(product)} == {"2026-10-12"}


def test_a_held_record_keeps_its_received_instant_and_comes_first_in_its_stage():
    early = (NIGHT, [feed(confirmation(ITEM_A, "1"), received=at(5, 11))])
    known = (at(6, 18), [feed(cancellation(), received=at(6, 9)), feed(paid_order(), received=at(6))])
    product = product_after(early, known)
    assert product.released == [(2, 1, "shipment confirmation.txt", 1, *ACCEPTED)]
    assert (all_answers(product), item_quantities(product)) == ([HELD, rejected(70003), ACCEPTED], (2, 1, 0, ""))
    assert product.state.parcels["received"].tolist() == [at(5, 11)]


def test_held_records_come_by_run_then_name_then_record():
    first = (
        NIGHT,
        [feed(confirmation(ITEM_A, "1", "T1"), confirmation(ITEM_A, "1", "T2"), received=at(5), name="z.txt")],
    )
    second = (at(6, 18), [feed(confirmation(ITEM_A, "1", "T3"), received=at(6), name="a.txt")])
    third = (at(7, 18), [feed(paid_order(quantity="9"), received=at(7))])
    product = product_after(first, second, third)
    assert product.state.parcels["tracking"].tolist() == ["T1", "T2", "T3"]
    assert len(product.held) == 0


def test_a_held_record_is_tried_in_every_run_and_settled_once():
    early = (NIGHT, [feed(payment("Verified"), received=at(5, 11))])
    product = product_after(early, (at(6), []), (at(7), [feed(order(), received=at(7))]), (at(20), []))
    assert [(entry[0], entry[4]) for entry in product.released] == [(3, "accepted")]


def test_a_record_waits_calendar_days_is_tried_once_more_and_then_expires():
    early = (at(5, 9), [feed(payment("Verified"), received=at(5, 8))])
    assert product_after(early, (at(11, 23), [])).released == []
    assert product_after(early, (at(12, 0), [])).released == [(2, 1, "payments.txt", 1, *rejected(18028))]
    in_time = product_after(early, (at(12, 0), [feed(order(), received=at(11, 23))]))
    assert in_time.released == [(2, 1, "payments.txt", 1, *ACCEPTED)]


def test_a_held_record_meets_the_rules_when_it_is_tried():
    early = (NIGHT, [feed(confirmation(), received=at(5, 11))])
    product = product_after(early, (at(6), [feed(order(), received=at(6))]))
    assert product.released[0][4:] == rejected(70001)


def test_a_held_message_of_several_items_applies_as_one():
    rows = feed(confirmation(ITEM_A), confirmation("10000000000011", "9"), received=at(5, 11), records=(1, 1))
    known = feed(paid_order(), paid_order("10000000000011"), received=at(6))
    product = product_after((NIGHT, [rows]), (at(6, 18), [known]))
    assert (product.released[0][4:], item_quantities(product)) == (rejected(18021), (2, 0, 0, ""))


def test_an_item_that_its_order_does_not_have_is_not_waited_for():
    product = product_of_run(feed(paid_order(), received=at(5)), feed(confirmation("99999999999999"), received=at(5)))
    assert last_answer(product) == rejected(18028)


def test_a_held_record_that_repeats_what_came_with_its_order_is_unchanged():
    early = (
        NIGHT,
        [
            feed(confirmation(ITEM_A), received=at(5, 11)),
            feed(confirmation(ITEM_A), received=at(5, 11), name="again.txt"),
        ],
    )
    product = product_after(early, (at(6), [feed(paid_order(), received=at(6))]))
    assert [entry[2:] for entry in product.released] == [
        ("again.txt", 1, *ACCEPTED),
        ("shipment confirmation.txt", 1, *UNCHANGED),
    ]


def test_a_night_without_anything_changes_nothing():
    product = product_of_run(
        feed(paid_order(), received=at(5)), feed(confirmation(ITEM_A, "1"), received=at(5)), inventory_feed("5")
    )
    before = product.orders(), product.shipments(), product.stock()
    product.run(Run(at(6), ()))
    assert (product.orders(), product.shipments(), product.stock()) == before


def test_the_first_night_of_an_empty_workspace_knows_nothing():
    product = product_of_run()
    assert (product.orders(), product.stock(), product.outcomes) == ({}, {}, [])


def test_a_wait_is_counted_in_calendar_days_over_a_change_of_the_clock(monkeypatch):
    zone = ZoneInfo("America/New_York")
    monkeypatch.setattr("tests.support.product_rules.ZONE", zone)
    first, last_day = datetime(2026, 3, 5, 12, tzinfo=zone), datetime(2026, 3, 12, tzinfo=zone)
    product = product_after((first, [feed(payment("Verified"), received=first)]), (last_day, []))
    assert product.released[0][4:] == rejected(18028)


def test_the_day_until_which_a_record_waits_is_a_calendar_day_too(monkeypatch):
    zone = ZoneInfo("America/New_York")
    monkeypatch.setattr("tests.support.product_rules.ZONE", zone)
    late = datetime(2026, 3, 5, 23, 30, tzinfo=zone)
    assert message_values(product_after((late, [feed(payment("Verified"), received=late)]))) == [
        (70013, "", "order", "2026-03-12")
    ]

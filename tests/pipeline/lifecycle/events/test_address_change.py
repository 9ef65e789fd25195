"""Address changes: on request only, whole, once, and the old address stays known."""

from tests.histories.answers import ACCEPTED, HELD, UNCHANGED, rejected
from tests.histories.builders import FULL, ORDER_ID, address_change, confirmation, order, paid_order, run_on
from tests.support.product_runs import last_run_answers, product_after

PAID = run_on(5, paid_order(ship_address_2="青葉荘 101", ship_state="東京都"))


def recipient_of(product):
    return product.orders()[ORDER_ID]["recipient"]


def test_a_new_address_replaces_the_old_one_whole():
    product = product_after(PAID, run_on(6, address_change()))
    assert last_run_answers(product) == [ACCEPTED]
    assert recipient_of(product) == ("青木 花", "渋谷 9-8-7", "", "", "", "", "150-0002", "")


def test_country_and_phone_stay_where_none_is_given():
    paid_with = paid_order(ship_country="JP", ship_phone_number="000-0000-0001")
    product = product_after(run_on(5, paid_with), run_on(6, address_change()))
    assert recipient_of(product)[-1] == "JP"
    assert product.text[0]["ship-phone-number"].tolist() == ["000-0000-0001"]
    other = product_after(run_on(5, paid_with), run_on(6, address_change(ship_phone_number="000-0000-0002")))
    assert other.text[0]["ship-phone-number"].tolist() == ["000-0000-0002"]


def test_the_old_address_stays_in_the_books():
    product = product_after(PAID, run_on(6, address_change(by="customer-service")))
    rows = product.state.addresses[["message", "by", "ship-address-1"]]
    assert rows.to_numpy().tolist() == [["", "", "青葉台 1-2-3"], ["M1", "customer-service", "渋谷 9-8-7"]]


def test_a_repeated_message_never_turns_the_parcel_back():
    runs = [PAID, run_on(6, address_change()), run_on(7, address_change("M2", ship_address_1="恵比寿 1"))]
    product = product_after(*runs, run_on(8, address_change()))
    assert last_run_answers(product) == [UNCHANGED]
    assert recipient_of(product)[1] == "恵比寿 1"


def test_the_present_address_asked_for_again_is_unchanged():
    assert last_run_answers(product_after(PAID, run_on(6, address_change()), run_on(7, address_change("M2")))) == [
        UNCHANGED
    ]


def test_two_changes_of_a_night_apply_one_after_the_other():
    product = product_after(PAID, run_on(6, address_change("M1"), address_change("M2", ship_address_1="恵比寿 1")))
    assert last_run_answers(product) == [ACCEPTED, ACCEPTED]
    assert recipient_of(product)[1] == "恵比寿 1"
    assert product.state.addresses["message"].tolist() == ["", "M1", "M2"]


def test_only_an_open_verified_order_is_redirected():
    assert last_run_answers(product_after(run_on(5, order()), run_on(6, address_change()))) == [rejected(70001)]
    assert last_run_answers(product_after(PAID, run_on(6, confirmation()), run_on(7, address_change()))) == [
        rejected(70003)
    ]
    assert last_run_answers(
        product_after(PAID, run_on(6, order(order_status="Canceled")), run_on(7, address_change()))
    ) == [rejected(70002)]
    assert last_run_answers(product_after(run_on(5, address_change()))) == [HELD]


def test_nobody_is_redirected_without_requester_and_reference():
    for missing in ({"message": ""}, {"by": ""}):
        product = product_after(PAID, run_on(6, address_change(**missing)))
        assert last_run_answers(product) == [rejected(70008)]
        assert recipient_of(product)[1] == "青葉台 1-2-3"


def test_the_old_and_the_new_address_are_both_no_conflict_but_a_third_one_is():
    runs = [PAID, run_on(6, address_change())]
    old = paid_order(ship_address_2="青葉荘 101", ship_state="東京都")
    assert last_run_answers(product_after(*runs, run_on(7, old))) == [UNCHANGED]
    new = order(**FULL | {"ship-address-1": "渋谷 9-8-7", "ship-postal-code": "150-0002"})
    assert last_run_answers(product_after(*runs, run_on(7, new))) == [UNCHANGED]
    mixed = order(**FULL | {"ship-postal-code": "150-0002"})
    assert last_run_answers(product_after(*runs, run_on(7, mixed))) == [rejected(70007)]


def test_an_older_record_fills_nothing_into_a_changed_address():
    product = product_after(
        PAID, run_on(6, address_change()), run_on(7, paid_order(ship_address_2="青葉荘 101", ship_state="東京都"))
    )
    assert recipient_of(product)[2] == ""

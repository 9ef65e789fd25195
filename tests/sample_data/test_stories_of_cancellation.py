"""The stories about cancellation: by whom, what comes back into stock, and what counts against the seller."""

from tests.support.published_demo import (
    FIRST_SETTLEMENT,
    SECOND_SETTLEMENT,
    answer_codes,
    answer_message,
    cancel_rate,
    cancellations_of,
    charges_of,
    may_invite,
    notices_to,
    order_id,
    report_values,
    run_document,
    runs_with,
    settled_amounts,
    stock_of,
)

CHECKED = ("promise-date", "check")


def test_09_orders_a_lamp_that_is_gone_and_is_canceled_by_the_seller():
    assert answer_codes(9) == [("R2", "orders-20261006.txt", "70012")]
    assert runs_with(9, "orders.tsv") == ["R2"]
    assert cancellations_of(9) == [("R4", "NoInventory", "seller", "1", "open")]
    assert [stock_of(run, "LAMP-9") for run in ("R2", "R3", "R4")] == [(0, "inactive", 1)] * 3
    assert (may_invite(9), cancel_rate("R3")[0], cancel_rate("R4")[0]) == (["no"], 0, 1)


def test_14_whose_buyer_asked_is_not_the_fault_of_the_seller():
    request = report_values(
        14, "unshipped-orders.tsv", "is-buyer-requested-cancellation", "buyer-requested-cancel-reason"
    )
    assert request == [("R2", "", ""), ("R3", "true", "Ordered by mistake")]
    assert cancellations_of(14) == [("R4", "BuyerCanceled", "buyer", "1", "")]
    assert (stock_of("R3", "BOOK-C"), stock_of("R4", "BOOK-C")) == ((5, "active", 0), (6, "active", 0))
    assert cancel_rate("R4") == (1, 22)  # 09 alone
    assert (answer_codes(14), charges_of(14)) == ([], [])


def test_15_with_a_wrong_price_is_canceled_by_the_seller_at_his_cost():
    assert runs_with(15, "unshipped-orders.tsv") == ["R3", "R4"]
    assert cancellations_of(15) == [("R5", "GeneralAdjustment", "seller", "1", "open")]
    assert (stock_of("R4", "BOOK-C"), stock_of("R5", "BOOK-C")) == ((6, "active", 0), (7, "active", 0))
    assert (cancel_rate("R5"), charges_of(15)) == ((3, 22), [])  # 09, 15 and the pen of 16


def test_16_loses_the_pen_that_is_not_there_and_ships_the_mug():
    assert cancellations_of(16) == [("R5", "NoInventory", "seller", "1", "open")]
    assert [stock_of(run, "PEN-7") for run in ("R1", "R2", "R5", "R8")] == [(1, "active", 0), *[(0, "inactive", 0)] * 3]
    assert charges_of(16) == [("R5", "charge", 2200)]
    assert report_values(16, FIRST_SETTLEMENT, "sku", "amount-description") == [
        ("R6", "MUG-02", what) for what in ("Principal", "Tax", "Commission")
    ]


def test_17_cannot_be_canceled_after_it_left_and_the_answer_says_what_to_do():
    assert charges_of(17) == [("R4", "charge", 1100), ("R6", "refund", 1100)]
    assert answer_codes(17) == [("R5", "cancellations-20261009.txt", "70003")]
    assert answer_message(17, "R5", "cancellations-20261009.txt").endswith(
        "If it has not left, keep it and refund. If it has left, ask for its return, then refund"
    )
    assert (cancellations_of(17), sum(yen for _, yen in settled_amounts(17, FIRST_SETTLEMENT))) == ([], 935)


def test_17_is_refunded_whole_and_only_the_refund_fee_stays():
    assert settled_amounts(17, SECOND_SETTLEMENT) == [
        ("Principal", -1000),
        ("Tax", -100),
        ("Commission", 165),
        ("RefundCommission", -17),
    ]
    assert (
        sum(yen for _, yen in [*settled_amounts(17, FIRST_SETTLEMENT), *settled_amounts(17, SECOND_SETTLEMENT)]) == -17
    )


def test_24_gets_other_dates_is_not_to_be_shipped_yet_and_is_given_up_by_the_marketplace():
    first, revised = "2026-10-09T23:59:59+09:00", "2026-10-16T23:59:59+09:00"
    assert report_values(24, "unshipped-orders.tsv", *CHECKED) == [
        ("R3", first, ""),
        *((run, revised, "") for run in ("R4", "R5", "R5b")),
        *((run, revised, "do-not-ship-yet") for run in ("R6", "R7")),
    ]
    assert report_values(24, "notices.tsv", "kind", "about-date")[2] == (
        "R4",
        "dates-revised",
        "2026-10-20T23:59:59+09:00",
    )
    missed = {run: run_document(run)["watch"]["not-in-marketplace"]["orders"] for run in ("R5b", "R6", "R7", "R8")}
    assert missed == {"R5b": [], "R6": [order_id(24)], "R7": [order_id(24)], "R8": []}
    assert cancellations_of(24) == [("R8", "Marketplace", "marketplace", "1", "")]
    assert ("R7", "verge-of-cancellation") not in notices_to(24, "seller")
    assert (cancel_rate("R8")[0], charges_of(24)) == (0, [])


def test_25_is_forgotten_warned_of_once_and_canceled_by_the_clock():
    verge = report_values(25, "unshipped-orders.tsv", "verge-of-cancellation")
    assert [run for run, warned in verge if warned == "true"] == ["R7"]
    warnings = report_values(25, "notices.tsv", "kind", "about-date")
    assert [warning for warning in warnings if warning[1] == "verge-of-cancellation"] == [
        ("R7", "verge-of-cancellation", "2026-11-04T23:59:59+09:00")
    ]
    assert answer_codes(25) == [("R8", "confirmations-20261105.tsv", "70004")]
    assert cancellations_of(25) == [("R8", "ConfirmationDeadline", "seller", "1", "open")]
    assert charges_of(25) == []

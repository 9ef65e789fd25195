"""The stories about shipment: parcels, what they cost the buyer and bring the seller, and what goes wrong with them."""

from tests.support.golden_demo import DEMO_GOLDEN
from tests.support.published_demo import (
    FIRST_SETTLEMENT,
    answer_codes,
    answer_message,
    cancellations_of,
    charges_of,
    feed_counts,
    notices_to,
    order_id,
    report_rows,
    report_values,
    run_document,
    runs_with,
    settled_amounts,
    stock_of,
)

OPEN = "settlement-open.tsv"
WAITS = ("processing/confirmations-20261006.txt.report.tsv", "70013")


def units_to_ship(number, run):
    values = report_values(number, "unshipped-orders.tsv", "sku", "quantity-to-ship")
    return {sku: int(units) for at, sku, units in values if at == run}


def test_01_is_reported_shipped_charged_and_paid_in_the_first_period():
    assert (runs_with(1, "orders.tsv"), runs_with(1, "unshipped-orders.tsv")) == (["R1"], ["R1"])
    assert charges_of(1) == [("R2", "charge", 2200)]
    assert settled_amounts(1, FIRST_SETTLEMENT) == [("Principal", 2000), ("Tax", 200), ("Commission", -330)]
    assert notices_to(1, "buyer")[-1] == ("R5", "feedback-invitation")  # the all-orders report says delivered


def test_10_leaves_in_two_parcels_and_the_report_shows_what_is_left():
    assert units_to_ship(10, "R1") == {"00123": 3, "MUG-02": 1, "BOOK-C": 1}
    assert units_to_ship(10, "R2") == units_to_ship(10, "R3") == {"MUG-02": 1, "BOOK-C": 1}
    assert units_to_ship(10, "R4") == {}
    assert charges_of(10) == [("R2", "charge", 3300), ("R4", "charge", 2200), ("R4", "charge", 1650)]


def test_11_is_split_over_two_tracking_numbers_and_its_shares_add_up_to_the_yen():
    assert charges_of(11) == [("R3", "charge", 1100), ("R3", "charge", 1650)]
    assert sum(yen for what, yen in settled_amounts(11, FIRST_SETTLEMENT) if what in {"Principal", "Tax"}) == 2750


def test_12_comes_with_parcels_that_were_told_before_and_nothing_ships_twice():
    assert feed_counts("R4", "confirmations-20261008.tsv") == (13, 7, 0, 3, 0, 3)
    repeated = [
        row["order-id"] for row in answer_lines("R4", "confirmations-20261008.tsv") if row["error-code"] == "5000"
    ]
    assert repeated == [order_id(11), order_id(11), order_id(10)]
    assert charges_of(12) == [("R4", "charge", 1320), ("R4", "charge", 1080)]


def answer_lines(run, name):
    return report_rows(run, f"processing/{name}.report.{'xml' if name.endswith('.xml') else 'tsv'}")


def test_13_has_its_tracking_number_corrected_and_taken_away_and_is_charged_once():
    assert feed_counts("R5", "confirmations-20261009.txt") == (3, 2, 1, 0, 0, 0)
    assert feed_counts("R6", "corrections-20261013.tsv") == (1, 1, 0, 0, 0, 0)
    assert (charges_of(13), answer_codes(13)) == (
        [("R2", "charge", 1100)],
        [("R5", "confirmations-20261009.txt", "70019")],
    )
    tracked = {run: run_document(run)["metrics"]["valid-tracking-rate"] for run in ("R5b", "R6")}
    assert [(entry["numerator"], entry["denominator"]) for entry in tracked.values()] == [(22, 22), (22, 23)]


def test_19_is_confirmed_a_day_before_it_is_ordered():
    assert answer_codes(19) == [("R2", "confirmations-20261006.txt", "70013")]
    assert report_values(19, "orders.tsv", "order-status") == [("R3", "Shipped")]
    [released] = run_document("R3")["released"]
    assert (released["feed"], released["outcome"]) == ("confirmations-20261006.txt", "accepted")
    assert charges_of(19) == [("R3", "charge", 1100)]


def test_20_is_known_to_nobody_and_is_refused_on_the_seventh_day():
    name = "run-2_confirmations-20261006.txt"
    assert answer_codes(20) == [("R2", "confirmations-20261006.txt", "70013"), ("R6", name, "18028")]
    held = {run: run_document(run)["proof"]["held"]["after"] for run in ("R2", "R3", "R4", "R8")}
    assert held == {"R2": 2, "R3": 1, "R4": 1, "R8": 0}
    assert order_id(20) in (DEMO_GOLDEN / "rejected" / f"run-7_{name}.tsv").read_text("utf-8-sig")


def test_21_is_damaged_three_times_and_ships_when_it_is_mended():
    assert answer_codes(21) == [("R4", "confirmations-20261008.tsv", code) for code in ("70105", "70103", "70102")]
    assert run_document("R4")["exit_code"] == 3
    assert units_to_ship(21, "R5") == {"3-4": 1, "1E5": 1, "00123": 2}
    assert feed_counts("R5b", "run-4_confirmations-20261008.tsv") == (3, 3, 0, 0, 0, 0)
    assert (charges_of(21), units_to_ship(21, "R5b")) == ([("R5b", "charge", yen) for yen in (330, 550, 2200)], {})


def test_22_comes_again_with_the_same_bytes_and_in_the_other_form_and_nothing_changes():
    [copy] = [entry for entry in run_document("R2")["feeds"] if entry["name"] == "orders-20261005-copy.tsv"]
    assert (copy["status"], [code["code"] for code in copy["codes"]]) == ("duplicate", [70207])
    assert feed_counts("R3", "orders-20261005-again.xml") == (9, 0, 0, 9, 0, 0)
    assert (runs_with(22, "orders.tsv"), charges_of(22)) == (
        ["R1"],
        [("R4", "charge", yen) for yen in (2530, 1650, 2160)],
    )


def test_23_moves_only_with_a_reference_and_is_shipped_by_somebody_else():
    assert answer_codes(23) == [
        ("R3", "address-changes-20261007.tsv", "70008"),
        ("R5", "all-orders-20261009.txt", "70015"),
    ]
    assert report_values(23, "unshipped-orders.tsv", "ship-address-1", "ship-postal-code") == [
        *((run, "見本市例示町23-23", "000-0023") for run in ("R2", "R3")),
        ("R4", "見本市移転町99-1", "000-0099"),
    ]
    assert notices_to(23, "seller") == [("R2", "order-notice"), ("R4", "address-changed")]
    assert "do not ship it twice" in answer_message(23, "R5", "all-orders-20261009.txt")
    assert charges_of(23) == [("R5", "charge", 2200)]


def test_26_is_in_time_because_its_file_came_in_time_although_the_run_was_later():
    assert [kind for run, kind in notices_to(26, "seller") if run == "R7"] == ["verge-of-cancellation"]
    assert (answer_codes(26), charges_of(26)) == ([], [("R8", "charge", 1650)])
    assert report_values(26, OPEN, "posted-date-time")[0] == ("R8", "2026-11-04 23:00:00 JST")
    assert (cancellations_of(26), stock_of("R8", "BOOK-C")) == ([], (7, "active", 0))


def test_27_loses_what_it_never_shipped_and_keeps_the_money_of_the_rest():
    assert units_to_ship(27, "R7") == {"00123": 1}
    assert notices_to(27, "seller")[-1] == ("R7", "verge-of-cancellation")
    assert cancellations_of(27) == [("R8", "ConfirmationDeadline", "seller", "1", "open")]
    assert (charges_of(27), sum(yen for _, yen in settled_amounts(27, FIRST_SETTLEMENT))) == (
        [("R2", "charge", 2200)],
        1870,
    )


def test_28_is_taxed_at_two_rates_and_gives_points():
    gift = report_values(28, "unshipped-orders.tsv", "quantity-to-ship", "gift-wrap-type", "gift-message-text")
    assert gift == [("R4", "2", "ギフト包装", "お祝いの品です(見本)")]
    assert charges_of(28) == [("R5", "charge", 2490), ("R8", "refund", 1080)]
    assert settled_amounts(28, FIRST_SETTLEMENT) == [
        *(("Principal", 2000), ("Tax", 160), ("GiftWrap", 300), ("GiftWrapTax", 30)),
        *(("PointsGranted", -100), ("Commission", -358)),
    ]


def test_28_gets_one_of_two_tins_back_at_the_rate_of_its_sale_and_a_part_of_the_fee():
    returned = report_values(28, "settlement-open.tsv", "transaction-type", "amount-description", "amount")
    assert [row[2:] for row in returned if row[:2] == ("R8", "Refund")] == [
        *(("Principal", "-1000"), ("Tax", "-80"), ("PointsGranted", "43"), ("Commission", "155")),
        ("RefundCommission", "-16"),
    ]


def test_30_waits_for_its_parcel_when_the_demo_ends():
    assert [row["order-id"] for row in report_rows("R8", "unshipped-orders.tsv")] == [order_id(30)]
    assert [row["order-id"] for row in report_rows("R8", "pending-orders.tsv")] == [order_id(29)]


def test_orders_of_the_all_orders_report_that_are_nobodys_here_are_counted_as_foreign():
    values = {run: run_document(run)["watch"]["foreign"]["orders"] for run in ("R5", "R6", "R7", "R8")}
    assert values == {"R5": [order_id(91)], "R6": [], "R7": [order_id(92)], "R8": []}
    assert answer_codes(92) == [("R5", "all-orders-20261009.txt", "70013")]

import pandas as pd
import pytest

from reports.canceled_orders import canceled_part
from schemas.formats.run_lists import CANCELED
from schemas.keys import digits_as_keys
from schemas.order_ids import OrderIds
from schemas.statuses import CANCELED_BY, CAUSE, CAUSES, UNREQUESTED_BUYER_CANCEL
from schemas.stored_tables import BLANK
from tests.support.read_feeds import TOKYO
from tests.support.rendered import part_rows, part_text


def cancellation_rows(*rows):
    usual = {
        "order_id": "999-0000001-0000009",
        "item_key": 901,
        "sku": "LAMP-9",
        "units": 1,
        "cause": CAUSE["NoInventory"],
        "at": "2026-10-08T20:00:00+09:00",
        "reported_run": 2,
        "available": 0,
        "may_invite": False,
    }
    frame = pd.DataFrame([usual | row for row in rows])
    order_key = digits_as_keys(frame.pop("order_id").astype("str"))
    return frame.assign(order_key=order_key).astype({"at": "datetime64[us, UTC]", "sku": "str"})


def part_of(*rows):
    return canceled_part(cancellation_rows(*rows), OrderIds.of({}), TOKYO)


def canceled_rows(*rows):
    return part_rows(CANCELED, part_of(*rows))


def test_cancellations_are_listed_by_order_and_item_in_their_columns():
    part = part_of(
        {"order_id": "999-0000001-0000010", "cause": CAUSE["PaymentDeadline"], "reported_run": 0, "available": 1}
        | {"may_invite": True, "at": "2026-10-12T15:30:00Z", "sku": "煎茶-大", "units": 2},
        {},
        {"order_id": "999-0000001-0000011", "cause": UNREQUESTED_BUYER_CANCEL, "available": BLANK},
    )
    assert part_text(CANCELED, part) == (
        "order-id\tcanceled-at\tcause\tby\twas-reported\torder-item-id\tsku\tquantity\tavailable-quantity\tmay-invite\t"
        "feedback\r\n"
        "999-0000001-0000009\t2026-10-08T20:00:00+09:00\tNoInventory\tseller\t2\t00000000000901\tLAMP-9\t1\t0\tno\t"
        "open\r\n"
        "999-0000001-0000010\t2026-10-13T00:30:00+09:00\tPaymentDeadline\tmarketplace\t\t00000000000901\t煎茶-大\t2\t1\t"
        "yes\t\r\n"
        "999-0000001-0000011\t2026-10-08T20:00:00+09:00\tBuyerCanceled\tseller\t2\t00000000000901\tLAMP-9\t1\t\tno\t"
        "open\r\n"
    )


@pytest.mark.parametrize("cause", range(1, len(CAUSES)))
def test_feedback_stays_open_after_a_cancellation_by_the_seller_alone(cause):
    (row,) = canceled_rows({"cause": cause}).to_dict("records")
    assert (row["by"], row["feedback"]) == (CANCELED_BY[cause], "open" if CANCELED_BY[cause] == "seller" else "")


def test_a_seller_who_lets_the_cut_off_pass_has_canceled_by_omission():
    (row,) = canceled_rows({"cause": CAUSE["ConfirmationDeadline"]}).to_dict("records")
    assert (row["by"], row["feedback"]) == ("seller", "open")


def test_a_night_without_a_cancellation_gives_a_heading():
    assert part_rows(CANCELED, canceled_part(cancellation_rows({}).iloc[:0], OrderIds.of({}), TOKYO)).empty


def test_no_column_of_the_list_could_reach_a_buyer():
    assert not [column.name for column in CANCELED.columns if column.private]

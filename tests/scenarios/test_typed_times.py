"""Days and times in messages come back as the record has them, in its own zone, so that they are found in the file."""

import pytest

from tests.support import answers
from tests.support.feed_forms import xml_feed
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

PAID = (
    *("2026-10-05T16:00:00Z", "2026-10-05T16:00:00+00:00", "2026-10-06T01:00:00+09:00", "2026/10/06 01:00"),
    *("2026-10-06T01:00:00.123456789+0900", "2026-10-04"),
)
"""After the file was received, or before the order."""
SENT = ("2026-10-07T15:00:00Z", "2026-10-08", "2026/10/08", "2026-10-08T00:00:00+09:00", "2026-10-01T23:59:59-05:00")
RIGHT = "2026-10-05T09:00:00Z"


def numbered(row, number):
    return row | {"order-id": f"999-0000001-{number:07}", "order-item-id": f"{number:014}"}


def sent_body(number, day):
    return (
        f"<AmazonOrderID>999-0000001-{number:07}</AmazonOrderID><FulfillmentDate>{day}</FulfillmentDate>"
        "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
    )


@pytest.fixture(scope="module", params=["", "UTC"])
def answered(request, tmp_path_factory):
    """The rows of the answers by their name, with the two zones that reports may have."""
    settings = f'[inbox]\nsettle_seconds = 0\n[report]\ntimezone = "{request.param}"\n'
    workspace = SellerWorkspace(tmp_path_factory.mktemp("typed") / "shop", settings)
    unpaid = [numbered(ORDER | {"payments-date": ""}, number) for number in range(1, len(PAID) + 1)]
    open_orders = [numbered(ORDER, number) for number in range(21, 22 + 2 * len(SENT))]
    workspace.drop("orders.tsv", *unpaid, *open_orders, received="2026-10-05T12:00:00+09:00")
    paid = [{"order-id": row["order-id"], "payment-status": "Verified"} for row in unpaid]
    workspace.drop("paid.tsv", *(row | {"payment-date": day} for row, day in zip(paid, PAID, strict=True)))
    early = numbered(CONFIRMATION, 40) | {"ship-date": SENT[0]}
    workspace.drop("early.tsv", early)
    workspace.run()
    sent = [numbered(CONFIRMATION, number) | {"ship-date": day} for number, day in enumerate(SENT, 21)]
    workspace.drop("sent.tsv", *sent, received="2026-10-06T19:00:00+09:00")
    bodies = [
        (sent_body(number, day), f"<MessageID>{number}</MessageID>")
        for number, day in enumerate(SENT[:3:2], 21 + len(SENT))
    ]
    workspace.put("sent.xml", xml_feed("OrderFulfillment", bodies).encode(), "2026-10-06T19:00:00+09:00")
    workspace.drop("late.tsv", numbered(ORDER, 40), received="2026-10-06T12:00:00+09:00")
    workspace.run(RUN_TIMES[1])
    paths = workspace.root.glob("reports/*/run-*/processing/*")
    return {path.name: answers.answer_rows(path) for path in paths}


def messages(rows, code):
    return [row["error-message"] for row in rows if row["error-code"] == code]


def test_the_date_of_a_payment_that_cannot_be_is_quoted_as_it_was_typed(answered):
    told = messages(answered["paid.tsv.report.tsv"], "70103")
    assert [text.partition(": ")[2] for text in told] == [f"{day}. Enter the right date" for day in PAID]


def test_a_ship_date_outside_its_window_is_quoted_as_it_was_typed(answered):
    told = messages(answered["sent.tsv.report.tsv"], "70010")
    assert [text.split(" is before")[0] for text in told] == [f"Ship date {day}" for day in SENT]


def test_that_of_a_message_too_and_of_a_record_that_waited(answered):
    told = messages(answered["sent.xml.report.xml"], "70010")
    assert [text.split(" is before")[0] for text in told] == [f"Ship date {day}" for day in SENT[:3:2]]
    [waited] = [name for name in answered if "early" in name and "run-1_" in name]
    [text] = messages(answered[waited], "70010")
    assert text.startswith(f"Ship date {SENT[0]} is before")

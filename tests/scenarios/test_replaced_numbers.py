"""A tracking number that is replaced, through runs: its answers, where its order is found, its page."""

from pipeline.queries.orders.find_order import find_order
from tests.support.answers import answer_rows
from tests.support.order_answers import show_order
from tests.support.run_documents import codes_by_feed
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES

RENUMBERED = CONFIRMATION | {"tracking-number": "0000-0002", "ship-date": "2026-10-05"}
NIGHT = "2026-10-08T23:30:00+09:00"


def message_of(workspace, name):
    [path] = (workspace.root / "reports/latest/processing").glob(f"{name}.report.tsv")
    return [row["error-message"] for row in answer_rows(path)]


def test_a_day_file_that_is_sent_again_does_not_bring_the_old_number_back(workspace):
    day_file = CONFIRMATION | {"ship-date": "2026-10-05"}
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", day_file)
    workspace.run()
    workspace.drop("new.tsv", RENUMBERED)
    assert codes_by_feed(workspace.run(RUN_TIMES[1])) == [[70019]]
    assert message_of(workspace, "new.tsv") == [
        "Tracking number 0000-0001 was replaced by 0000-0002. If both are shipments, confirm each with its own item"
    ]
    workspace.drop("again.tsv", day_file, CONFIRMATION | {"order-id": "999-0000009-0000009"})
    workspace.run(RUN_TIMES[2])
    assert message_of(workspace, "again.tsv")[0] == (
        "Same as already recorded; nothing changed. "
        "Replaced by 0000-0002 in run 2; to go back, change ship-date, carrier or method"
    )
    with workspace.reader() as store:
        assert [find_order(store, number) for number in ("0000-0001", "00000002")] == [99900000010000001] * 2
    steps = show_order(workspace.root, "0000001").document["timeline"]
    assert [(step["what"], step["note"]) for step in steps if step["event"] == "confirm"] == [
        ("shipment confirmed: 2 units shipped 2026-10-05, YAMATO 0000-0001", ""),
        ("shipment changed", "YAMATO 0000-0001 -> 0000-0002"),
        ("shipment confirmation: unchanged", "YAMATO 0000-0001"),
    ]
    back = day_file | {"carrier-code": "SAGAWA"}
    workspace.drop("back.tsv", back, received="2026-10-08T19:00:00+09:00")
    assert codes_by_feed(workspace.run(NIGHT)) == [[70019]]
    with workspace.reader() as store:
        assert find_order(store, "0000-0002") == 99900000010000001

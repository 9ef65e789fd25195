"""An order is read as it is now, whatever its id."""

from tests.support.order_answers import show_order


def test_the_newest_version_of_a_closed_order_counts_and_an_open_one_before_it(stored_workspace):
    shipped = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    stored_workspace.put(part="closed", **stored_workspace.order(1, items=shipped))
    again = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 1, "canceled": 1}]
    stored_workspace.put(part="closed", **stored_workspace.order(1, items=again, journal=[]))
    assert show_order(stored_workspace.root, "0000001").document["units"] == {"open": 0, "shipped": 1, "canceled": 1}
    open_ = [{"item_key": 101, "sku": "MUG-02", "ordered": 2}]
    stored_workspace.put(**stored_workspace.order(1, items=open_, journal=[]))
    assert show_order(stored_workspace.root, "0000001").document["units"] == {"open": 2, "shipped": 0, "canceled": 0}


def test_an_order_of_an_id_that_is_not_digits_is_shown(stored_workspace):
    order = stored_workspace.order(1)
    named = 10**17
    with_name = {name: [row | {"order_key": named} for row in rows] for name, rows in order.items()}
    stored_workspace.put(**with_name, names={"S01-0000001-ABCDEFG": named})
    assert show_order(stored_workspace.root, "S01-0000001-ABCDEFG").document["order_id"] == "S01-0000001-ABCDEFG"
    assert show_order(stored_workspace.root, "ABCDEFG").document["order_id"] == "S01-0000001-ABCDEFG"

"""An order is read as it is now, whatever its id."""

from tests.support.order_pages import shown


def test_the_newest_version_of_a_closed_order_counts_and_an_open_one_before_it(desk):
    shipped = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    desk.put(part="closed", **desk.order(1, items=shipped))
    again = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 1, "canceled": 1}]
    desk.put(part="closed", **desk.order(1, items=again, journal=[]))
    assert shown(desk.root, "0000001")[0]["units"] == {"open": 0, "shipped": 1, "canceled": 1}
    open_ = [{"item_key": 101, "sku": "MUG-02", "ordered": 2}]
    desk.put(**desk.order(1, items=open_, journal=[]))
    assert shown(desk.root, "0000001")[0]["units"] == {"open": 2, "shipped": 0, "canceled": 0}


def test_an_order_of_an_id_that_is_not_digits_is_shown(desk):
    order = desk.order(1)
    named = 10**17
    with_name = {name: [row | {"order_key": named} for row in rows] for name, rows in order.items()}
    with_name["orders"][0]["order_id"] = "S01-0000001-ABCDEFG"
    desk.put(**with_name, names={"S01-0000001-ABCDEFG": named})
    assert shown(desk.root, "S01-0000001-ABCDEFG")[0]["order_id"] == "S01-0000001-ABCDEFG"
    assert shown(desk.root, "ABCDEFG")[0]["order_id"] == "S01-0000001-ABCDEFG"

import pytest

from pipeline.errors import UsageError
from pipeline.queries.orders.find_order import find_order
from pipeline.store import open_reader
from tests.support.order_answers import settings_of
from tests.support.seller_workspace import SellerWorkspace
from tests.support.stored_workspace import StoredWorkspace


def order_key(folder, wanted):
    with open_reader(*settings_of(folder)) as store:
        return find_order(store, wanted)


@pytest.mark.parametrize(
    "wanted", ["999-0000001-0000011", " 999-0000001-0000011 ", "0000011", "0000-0000-1101", "000000001102"]
)
def test_an_order_is_found_by_its_id_its_last_seven_digits_and_each_tracking_number(demo, wanted):
    assert order_key(demo, wanted) == 99900000010000011


@pytest.mark.parametrize("wanted", ["999-0000001-9999999", "9999999", "nothing", "S01-0000001-0000001", "-"])
def test_an_order_that_nobody_knows_is_a_usage_error(demo, wanted):
    with pytest.raises(UsageError, match=r"no order .* is known"):
        order_key(demo, wanted)


def test_without_an_id_no_order_is_meant(demo):
    with pytest.raises(UsageError, match="no order was given"):
        order_key(demo, " ")


def test_before_the_first_run_the_missing_run_is_told(tmp_path):
    with pytest.raises(UsageError, match="there was no run yet") as stopped:
        order_key(SellerWorkspace(tmp_path / "shop").folders.root, "0000011")
    assert "ordermill run" in stopped.value.tip


def test_several_orders_with_the_same_last_digits_are_listed(stored_workspace):
    other = stored_workspace.order("888-0000001-0000001")
    first = stored_workspace.order(1)
    stored_workspace.put(orders=first["orders"] + other["orders"], items=first["items"] + other["items"])
    with pytest.raises(UsageError, match="0000001 matches 2 orders") as stopped:
        order_key(stored_workspace.root, "0000001")
    assert stopped.value.tip == "choose one of: 888-0000001-0000001, 999-0000001-0000001"


def test_all_orders_of_a_tracking_number_are_meant_and_a_closed_one_is_found(stored_workspace):
    first, second = stored_workspace.order(1), stored_workspace.order(2)
    parcel = {"number": 1, "units": 1, "tracking": "1234-5678-9012"}
    parcels = [{**parcel, "order_key": order["orders"][0]["order_key"]} for order in (first, second)]
    stored_workspace.put(part="closed", **{name: first[name] for name in ("orders", "items")}, parcels=parcels[:1])
    assert order_key(stored_workspace.root, "123456789012") == 99900000010000001
    stored_workspace.put(**{name: second[name] for name in ("orders", "items")}, parcels=parcels[1:])
    with pytest.raises(UsageError, match="matches 2 orders"):
        order_key(stored_workspace.root, "1234-5678-9012")


def test_an_order_that_closed_and_is_open_again_is_one_order(stored_workspace):
    order = stored_workspace.order(1)
    stored_workspace.put(part="closed", **order)
    stored_workspace.put(orders=order["orders"], items=order["items"])
    assert order_key(stored_workspace.root, "0000001") == 99900000010000001


def test_in_a_folder_whose_name_looks_like_a_partition_nothing_is_mistaken(tmp_path):
    stored_workspace = StoredWorkspace(tmp_path / "order_key=7")
    stored_workspace.put(**stored_workspace.order(1))
    assert order_key(stored_workspace.root, "0000001") == 99900000010000001

"""What a seller wants to know in the morning, told by `status`. Feeds and runs, 15.8."""

from datetime import timedelta

import pytest

from pipeline.queries.get_status import get_status
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

MORNING = "2026-10-06T19:00:00+09:00"
NOTHING_OPEN = {"feeds": 0, "records": 0, "by_feed": []}


@pytest.fixture(scope="module")
def run_once(tmp_path_factory):
    """A run after which one order is to be shipped the next day, and a record and a whole feed are refused."""
    shop = SellerWorkspace(tmp_path_factory.mktemp("morning") / "shop")
    shop.drop("orders.tsv", ORDER | {"latest-ship-date": "2026-10-06T23:59:59+09:00"})
    shop.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "x"})
    shop.put("strange.tsv", b"fruit\tcolour\r\npear\tgreen\r\n")
    shop.run()
    return shop


@pytest.fixture
def shop(run_once, tmp_path):
    return run_once.copy(tmp_path / "shop")


def morning_of(shop, **later):
    """The document of `status` so long after the last run."""
    with shop.reader() as store:
        finished = store.last_run.finished
    return get_status(shop.folders, shop.settings, finished + timedelta(**later))


def refusals(document):
    """Open refusals by feed: whole or not, records, codes and how often."""
    return {
        entry["feed"]: (entry["whole"], entry["records"], [(code["code"], code["count"]) for code in entry["codes"]])
        for entry in document["open"]["by_feed"]
    }


def test_what_is_refused_and_open_is_told_by_feed_whatever_lies_in_the_folder(shop):
    (shop.folders.rejected / "run-1_other.tsv").touch()
    document = morning_of(shop, hours=1)
    assert refusals(document) == {"ship.tsv": (False, 1, [(70102, 1)]), "strange.tsv": (True, 0, [(70201, 1)])}
    assert (document["open"]["feeds"], document["open"]["records"]) == (1, 1)
    assert (document["rejected"], document["exit_code"]) == (["run-1_ship.tsv"], 0)


def test_what_was_corrected_is_not_open_though_its_file_is_still_there(shop):
    path = shop.folders.rejected / "run-1_ship.tsv"
    shop.put("again.tsv", path.read_text("utf-8-sig").replace("\tx\t", "\t1\t").encode(), received=MORNING)
    shop.drop("strange.tsv", ORDER | {"order-id": "999-0000001-0000007"}, received=MORNING)
    shop.run(RUN_TIMES[1])
    document = morning_of(shop)
    assert path.exists()
    assert (document["open"], document["rejected"]) == (NOTHING_OPEN, [])


@pytest.mark.parametrize(
    ("later", "today", "overdue"), [({"minutes": 20}, 0, 0), ({"hours": 9}, 1, 0), ({"hours": 25}, 0, 1)]
)
def test_what_is_to_ship_follows_the_clock_since_the_run(shop, later, today, overdue):
    ship = morning_of(shop, **later)["to_ship"]
    assert ship["all"] == {"count": 1, "orders": [ORDER["order-id"]]}
    assert (ship["today"]["count"], ship["overdue"]["count"]) == (today, overdue)


def test_what_is_shipped_is_no_longer_to_ship(shop):
    shop.drop("shipped.tsv", CONFIRMATION, received=MORNING)
    shop.run(RUN_TIMES[1])
    assert morning_of(shop)["to_ship"]["all"]["count"] == 0


def test_an_order_is_told_from_the_seventh_day_before_it_is_canceled_by_itself(shop):
    assert morning_of(shop, days=22)["to_ship"]["auto_cancel"]["count"] == 0
    assert morning_of(shop, days=23)["to_ship"]["auto_cancel"]["orders"] == [ORDER["order-id"]]


def test_rates_and_codes_are_those_of_the_last_run(shop):
    document = morning_of(shop)
    assert [rate["name"] for rate in document["rates"]] == [
        "pre-fulfilment-cancel-rate",
        "late-shipment-rate-10-days",
        "late-shipment-rate-30-days",
        "valid-tracking-rate",
    ]
    assert [(code["code"], code["count"]) for code in document["codes"]] == [(70102, 1), (70201, 1)]


def test_the_last_settlement_and_the_next_deposit_are_told(tmp_path):
    shop = SellerWorkspace(tmp_path / "daily", "[inbox]\nsettle_seconds = 0\n[settlement]\ncycle_days = 1\n")
    shop.drop("orders.tsv", ORDER)
    shop.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    shop.run()
    assert morning_of(shop)["settlement"] == {"last": None, "next_deposit_day": "2026-10-08"}
    shop.run(RUN_TIMES[1])
    last = {"id": "OM-20261006", "total": 3740, "deposit_day": "2026-10-08", "run": 2}
    assert morning_of(shop)["settlement"] == {"last": last, "next_deposit_day": "2026-10-08"}
    assert morning_of(shop, hours=25)["settlement"] == {"last": last, "next_deposit_day": "2026-10-09"}


def test_an_entry_that_no_run_takes_is_stuck_until_it_is_gone(shop):
    link = shop.root / "inbox" / "link.tsv"
    link.symlink_to("nowhere")
    shop.run(RUN_TIMES[1])
    assert morning_of(shop)["stuck"] == [{"name": "link.tsv", "reason": "link"}]
    link.unlink()
    assert morning_of(shop)["stuck"] == []


def test_before_the_first_run_there_is_no_morning(tmp_path):
    shop = SellerWorkspace(tmp_path / "new")
    document = get_status(shop.folders, shop.settings, timedelta() + shop.settings.settlement.anchor)
    assert (document["run"], document["exit_code"], "open" in document) == (None, 3, False)


def test_orders_are_counted_whatever_runs_and_shards_their_rows_lie_in(tmp_path):
    shop = SellerWorkspace(tmp_path / "shop")
    for number, numbers in enumerate(((9, 2, 7, 4), (3, 8, 1), (6, 5))):
        rows = [ORDER | {"order-id": f"999-0000001-{n:07}", "order-item-id": f"{n:014}"} for n in numbers]
        shop.drop(f"orders-{number}.tsv", *rows, received=RUN_TIMES[number])
        shop.run(RUN_TIMES[number])
    to_ship = morning_of(shop)["to_ship"]["all"]
    assert to_ship == {"count": 9, "orders": [f"999-0000001-{n:07}" for n in range(1, 10)]}

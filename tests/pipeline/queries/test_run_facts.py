"""What the state says for `status` is worked out once after a run and kept, and never counts for anything else."""

import errno
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.operations.close_refusals import close_refusals
from pipeline.queries import make_facts, read_open_orders, run_facts
from pipeline.queries.get_status import get_status
from pipeline.queries.run_facts import FACTS
from pipeline.store import Store
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

NAMED = 3


@pytest.fixture
def shop(tmp_path):
    shop = SellerWorkspace(tmp_path / "shop")
    others = [ORDER | {"order-id": f"999-0000002-{number:07}", "order-item-id": f"{number:014}"} for number in range(5)]
    shop.drop("orders.tsv", ORDER, *others)
    shop.drop("ship.tsv", CONFIRMATION | {"quantity": "9"}, CONFIRMATION | {"order-id": "999-0000001-0000009"})
    shop.put("strange.csv", b"fruit\tcolour\r\npear\tgreen\r\n")
    shop.run()
    return shop


@pytest.fixture
def made(monkeypatch):
    """How often facts were made."""
    made = []
    whole = make_facts.make_facts
    monkeypatch.setattr(make_facts, "make_facts", lambda *words: made.append(words) or whole(*words))
    return made


def status_of(shop, named=NAMED, **later):
    with shop.reader() as store:
        finished = store.last_run.finished
    return get_status(shop.folders, shop.settings, finished + timedelta(**later), named=named)


def test_open_orders_that_are_read_a_few_at_a_time_are_all_read(shop, monkeypatch):
    whole = status_of(shop, None)
    with shop.reader() as store:
        [(orders, items)] = read_open_orders.read_open_orders(store)
        monkeypatch.setattr(read_open_orders, "MOST_ORDERS", 2)
        parts = [*read_open_orders.read_open_orders(store)]
    assert len(parts) > 1
    assert sorted(key for part, _ in parts for key in part.order_key) == orders.order_key.tolist()
    assert sum(len(part.order_key) for _, part in parts) == len(items.order_key) == 6
    assert status_of(shop, None) == whole


def test_they_are_made_once_and_say_the_same_at_any_later_time(shop, made):
    times = [{}, {"hours": 9}, {"days": 3}, {"days": 25}]
    kept = [status_of(shop, **later) for later in times]
    assert len(made) == 1
    for later, document in zip(times, kept, strict=True):
        whole = status_of(shop, None, **later)
        ships, kept_ships = whole.pop("to_ship"), document.pop("to_ship")
        assert document == whole
        assert ships.pop("day") == kept_ships.pop("day")
        for name, orders in ships.items():
            assert kept_ships[name]["count"] == orders["count"]
            assert kept_ships[name]["orders"][:NAMED] == orders["orders"][:NAMED]
    assert len(made) == 1 + len(times)
    assert [words[-1] for words in made] == [NAMED, *[None] * len(times)]


def test_a_run_a_closed_refusal_and_another_fee_schedule_have_facts_of_their_own(shop, made):
    assert status_of(shop)["open"]["feeds"] == 1
    with shop.open_store() as store:
        close_refusals(store, "strange.csv", None, datetime.now(UTC))
    assert status_of(shop)["open"]["feeds"] == 0
    shop.drop("ship-2.tsv", CONFIRMATION, received=RUN_TIMES[1])
    shop.run(RUN_TIMES[1])
    assert status_of(shop)["to_ship"]["all"]["count"] == 5
    path = shop.folders.fees_file
    path.write_text(path.read_text("utf-8") + "\n# another\n", "utf-8")
    assert status_of(shop)["to_ship"]["all"]["count"] == 5
    assert len(made) == 4


@pytest.mark.parametrize(("least", "kept"), [(6, 1), (7, 0)])
def test_a_run_with_many_open_items_keeps_them_itself(shop, made, monkeypatch, least, kept):
    """Six items are open: one that is shipped is, until its buyer is asked for feedback."""
    monkeypatch.setattr(run_facts, "WORTH_KEEPING", least)
    shop.drop("ship-2.tsv", CONFIRMATION, received=RUN_TIMES[1])
    shop.run(RUN_TIMES[1])
    assert len(made) == kept
    document = status_of(shop, run_facts.FIRST_NAMED)
    assert (document["to_ship"]["all"]["count"], len(made)) == (5, 1)


def test_facts_that_cannot_be_kept_are_no_fault_of_the_run(shop, monkeypatch):
    def full_disk(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run_facts, "WORTH_KEEPING", 0)
    monkeypatch.setattr(make_facts, "make_facts", full_disk)
    shop.drop("ship-2.tsv", CONFIRMATION, received=RUN_TIMES[1])
    result = shop.run(RUN_TIMES[1])
    assert (result.run, result.document["feeds"][0]["accepted"]) == (2, 1)


def test_a_question_is_answered_where_the_facts_cannot_be_kept(shop, monkeypatch):
    def full_disk(*_):
        raise sqlite3.OperationalError("database or disk is full")

    whole = status_of(shop, None)
    monkeypatch.setattr(Store, "keep_value", full_disk)
    assert status_of(shop)["open"] == whole["open"]


def test_who_may_not_write_is_told_the_same_and_keeps_nothing(shop, made, monkeypatch):
    whole = status_of(shop, None)
    with shop.open_store() as store:
        assert FACTS not in store.meta()
    read_only = Store.open_read_only(shop.folders, shop.settings, in_progress=False)
    monkeypatch.setattr("pipeline.queries.get_status.open_reader", lambda *_: read_only)
    document = status_of(shop)
    assert (document["read_only"], document["open"]) == (True, whole["open"])
    with shop.open_store() as store:
        assert FACTS not in store.meta()
    assert len(made) == 2

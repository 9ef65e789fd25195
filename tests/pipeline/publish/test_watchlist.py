import pandas as pd

from pipeline.publish import watchlist
from schemas.order_ids import OrderIds
from tests.histories.builders import ORDER_ID, at, confirmation, feed, order, paid_order
from tests.support.product_rules import ZONE, instant
from tests.support.product_runs import product_after

IDS = OrderIds.of({})
NOBODYS = pd.DataFrame({"order_id": pd.Series(dtype="str")})


def watched_orders(product, as_of, foreign=NOBODYS):
    entries = watchlist.watchlist(watchlist.watched_orders(product.state, foreign, IDS, instant(as_of), ZONE))
    return {reason: entry["orders"] for reason, entry in entries.items() if entry["count"]}


def test_a_pending_order_without_a_deadline_is_stale_from_its_thirtieth_day():
    product = product_after((at(5, 18), [feed(order(), received=at(5))]))
    assert watched_orders(product, at(34, 23)) == {}
    assert watched_orders(product, at(35, 0)) == {"stale-pending": [ORDER_ID]}


def test_a_parcel_without_a_price_is_watched():
    bare = {**order(), "order-status": "Unshipped", **dict.fromkeys(("currency", "item-price"), "")}
    rows = {**bare, "recipient-name": "青木 花", "ship-address-1": "青葉台", "ship-postal-code": "153-0042"}
    report = {name: rows[name] for name in rows if name not in {"order-status", "currency", "item-price"}}
    report_feed = feed(
        {**report, "payments-date": "2026-10-05T11:00:00+09:00"}, received=at(5), table="unshipped report"
    )
    product = product_after((at(5, 18), [report_feed]), (at(6, 18), [feed(confirmation(), received=at(6))]))
    assert watched_orders(product, at(6, 18)) == {"unpriced": [ORDER_ID]}


def test_what_is_nobodys_here_is_counted_once():
    twice = pd.DataFrame({"order_id": ["X", "X"]})
    product = product_after((at(5, 18), [feed(paid_order(), received=at(5))]))
    watched = watchlist.watched_orders(product.state, twice, IDS, instant(at(5, 18)), ZONE)
    assert watchlist.watchlist(watched)["foreign"] == {"count": 1, "orders": ["X"]}

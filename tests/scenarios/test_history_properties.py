"""What holds after any history, and what never matters: the order of dropping, how files are cut, how often it runs."""

from collections import Counter
from datetime import timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lifecycle.events.transitions import STATUS_MOVES
from pipeline.model.order_state import statuses
from reports.orders_report import orders_part
from reports.pending_report import pending_part
from reports.unshipped_report import ReportMoment, unshipped_part
from schemas.formats.order_reports import ORDERS, PENDING, UNSHIPPED
from schemas.order_ids import OrderIds
from schemas.statuses import CAUSE, Status
from tests.histories.builders import at, cancellation, confirmation, feed, inventory, order, paid_order, payment
from tests.histories.feed_rows import SKUS
from tests.histories.histories import OPENING
from tests.histories.streets import crowds
from tests.reference_model.records import INVENTORY, Run
from tests.support.product_lines import product_lines
from tests.support.product_rules import ZONE, ProductRules, instant
from tests.support.rendered import part_rows


def statuses_of(product):
    state = product.state
    order_ids = OrderIds.of({}).texts(state.orders["order_key"].to_numpy()).to_pylist()
    return dict(zip(order_ids, statuses(state.orders, state.items).tolist(), strict=True))


class ReadBackwards(ProductRules):
    """The rules after feeds that were read from the last to the first; their place in the order of work is the same."""

    def _read(self, run):
        return reversed([*super()._read(run)])


@settings(max_examples=9)
@given(crowds())
def test_after_any_run_the_books_are_whole_whatever_was_read_first_and_no_report_has_a_pending_order(history):
    product, backwards = ProductRules(), ReadBackwards()
    for run in history:
        before = statuses_of(product)
        product.run(run)
        check_statuses_and_units(product, before)
        check_outcomes(product, run)
        check_reports(product, instant(run.as_of))
        backwards.run(run)
    check_releases(product)
    check_parcels(product)
    assert (backwards.orders(), backwards.stock()) == (product.orders(), product.stock())
    assert sorted(backwards.outcomes) == sorted(product.outcomes)


def check_statuses_and_units(product, before):
    """Orders have moved as they may, and no item has more units than were ordered."""
    assert {(before[key], after) for key, after in statuses_of(product).items() if key in before} <= STATUS_MOVES
    items = product.state.items
    assert (items["shipped"] + items["canceled"] <= items["ordered"]).all()
    assert (items[["ordered", "shipped", "canceled"]] >= 0).all(axis=None)


def check_outcomes(product, run):
    """Every record of the last run has one outcome."""
    records = [entry[1:3] for entry in product.outcomes if entry[0] == product.run_number]
    assert Counter(records) == Counter({(file.name, record) for file in run.files for record in file.records})


def check_releases(product):
    """What was held is settled once, or held still."""
    held = {entry[:3] for entry in product.outcomes if entry[3] == "held"}
    settled = [entry[1:4] for entry in product.released]
    assert len(settled) == len(set(settled))
    assert set(settled) <= held
    assert len(held) - len(settled) == len(product.held[["feed", "record"]].drop_duplicates())


def check_parcels(product):
    """The parcels of an item are its shipped units, from the first on, and every ref names one of them."""
    keys = ["order_key", "item_key"]
    parcels = product.state.parcels.sort_values([*keys, "number"])
    units = parcels.groupby(keys)["units"].sum().reindex(pd.MultiIndex.from_frame(product.state.items[keys]))
    assert units.fillna(0).tolist() == product.state.items["shipped"].tolist()
    assert (parcels["first_unit"] == parcels.groupby(keys)["units"].cumsum() - parcels["units"]).all()
    named = product.state.refs.merge(parcels, on=[*keys, "number"])
    assert len(named) == len(product.state.refs.drop_duplicates([*keys, "ref"]))


def check_reports(product, as_of):
    """A pending order is in no report that somebody acts on."""
    lines = product_lines(product, as_of)
    now = statuses_of(product)
    pending = {key for key, status in now.items() if status == Status.PENDING}
    to_ship = {key for key, status in now.items() if status in (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)}
    is_new = lines.facts["reported_run"] == product.run_number
    reported = part_rows(ORDERS, orders_part(lines, is_new, ZONE))
    unshipped = part_rows(UNSHIPPED, unshipped_part(lines, ReportMoment(as_of, ZONE, ZONE)))
    assert not pending & set(reported["order-id"])
    assert set(unshipped["order-id"]) == to_ship
    assert set(part_rows(PENDING, pending_part(lines, ZONE))["order-id"]) == pending
    canceled = reported[reported["order-status"] == "Canceled"]
    assert (canceled[["recipient-name", "ship-address-1", "ship-phone-number", "buyer-name"]] == "").all(axis=None)


@settings(max_examples=3)
@given(crowds())
def test_the_stock_of_any_history_is_what_was_fed_less_what_is_held_shipped_or_lost(history):
    product, before = ProductRules(), OPENING - timedelta(days=9)
    product.run(Run(before, (feed(*({"sku": sku, "quantity": "100"} for sku in SKUS), received=before),)))
    for run in history:
        product.run(Run(run.as_of, tuple(file for file in run.files if file.table != INVENTORY)))
    units, items = Counter(), product.state.items
    units.update(dict((items["ordered"] - items["canceled"]).groupby(items["sku"]).sum()))
    for result in product.results:
        lost = result.canceled[result.canceled["cause"] == CAUSE["NoInventory"]]
        units.update(dict(lost.groupby("sku")["units"].sum()))
    assert product.stock() == {sku: 100 - units[sku] for sku in SKUS}


@st.composite
def quiet_stages(draw):
    """Rows of each stage, by order: no two records of a stage touch the same order, and none comes before its need."""
    orders, pays, parcels, cancellations = [], [], [], []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        name = {"order_id": f"999-0000002-{number:07d}"}
        sku = {"sku": draw(st.sampled_from(SKUS))}
        orders.append([draw(st.sampled_from((paid_order, order)))("10000000000010", "3", **name, **sku)])
        orders[-1] += [orders[-1][0] | {"order-item-id": "10000000000011"}] * draw(st.integers(0, 1))
        if draw(st.booleans()):
            status = draw(st.sampled_from(("Verified", "Declined", "Fraud")))
            pays.append([payment(status, **name)])
        act, acts = draw(st.sampled_from(((confirmation, parcels), (cancellation, cancellations), (confirmation, []))))
        item = draw(st.sampled_from(("", "10000000000010")))
        acts.append([act(item, draw(st.sampled_from(("", "1", "2", "9"))) if item else "", **name)])
    return [orders, pays, parcels, cancellations]


SHELF = feed(*(inventory(sku=sku, quantity="50") for sku in SKUS), received=at(5, 9), name="shelf.txt")


def files_of_stages(stages, cut, names="abcd"):
    """One feed or more a stage; `cut` says after how many records a new file begins."""
    files = []
    for stage, (records, name) in enumerate(zip(stages, names, strict=True)):
        for start in range(0, len(records), cut):
            part = records[start : start + cut]
            numbers = [number for number, rows in enumerate(part, 1) for _ in rows]
            rows = [row for rows in part for row in rows]
            files.append(feed(*rows, received=at(5 + stage), records=numbers, name=f"{name}-{start:03d}.xml"))
    return files


def end_of_history(product, *runs):
    """What a history comes to, whatever its files are called: orders, parcels, stock, and how many ended how."""
    for as_of, files in runs:
        product.run(Run(as_of, tuple(files)))
    orders = product.orders()
    for item in (item for known in orders.values() for item in known["items"].values()):
        item["reported"] = item["reported"] > 0
    return orders, product.shipments(), product.stock(), Counter(entry[3:] for entry in product.outcomes)


@settings(max_examples=4)
@given(quiet_stages(), st.permutations("abcd"), st.randoms(use_true_random=False), st.integers(1, 3))
def test_names_order_of_dropping_and_cut_of_files_do_not_matter(stages, names, shuffle, cut):
    plain = [SHELF, *files_of_stages(stages, 100)]
    shuffled = [shuffle.sample(records, len(records)) for records in stages]
    others = files_of_stages(shuffled, cut, "".join(names))
    shuffle.shuffle(others)
    assert end_of_history(ProductRules(), (at(9), plain)) == end_of_history(ProductRules(), (at(9), [*others, SHELF]))


@settings(max_examples=4)
@given(quiet_stages())
def test_one_run_does_the_same_as_one_for_each_stage(stages):
    files = [SHELF, *files_of_stages(stages, 100)]
    runs = [
        (at(5 + stage, 18), [file for file in files if file.received.date() == at(5 + stage).date()])
        for stage in range(len(stages))
    ]
    assert end_of_history(ProductRules(), (at(9), files)) == end_of_history(ProductRules(), *runs, (at(9), []))

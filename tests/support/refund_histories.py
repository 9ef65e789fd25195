"""Refunds to test with, and histories of parcels and refunds of one item, posted run by run."""

import pandas as pd
from hypothesis import strategies as st

from pipeline.money.refund_postings import refund_postings
from pipeline.money.sale_postings import sale_postings
from schemas.stored_frames import as_frame, as_table, empty
from schemas.stored_tables import REFUND_YEN
from tests.support.shipments import ITEM, MANY, SCHEDULE, TOKYO, item_shipments, shipment_rows

REFUND = {
    "order_key": ITEM["order_key"], "item_key": ITEM["item_key"], "number": 1, "reason": "CustomerReturn",
    "adjustment": "", **dict.fromkeys(REFUND_YEN, 0), "received": "2026-10-30T11:00:00Z", "feed": 9, "record": 1,
    "run": 3,
}  # fmt: skip
OF_ITEM = ("sku", "currency")
FEE = 142
EMPTY_LEDGER = empty("ledger")


def refund_rows(*refunds, **item):
    """Refunds that took effect, each given by what differs from one of nothing; item: what differs from the mug."""
    frame = pd.DataFrame([REFUND | refund for refund in refunds], columns=list(REFUND))
    stored = as_frame(as_table("refunds", frame.assign(received=pd.to_datetime(frame["received"], utc=True))))
    texts = {name: pd.Series((ITEM | item)[name], stored.index, dtype="str") for name in OF_ITEM}
    named = "refund-" + stored["number"].astype("str")
    return stored.assign(**texts, posted=stored["received"], transacted=stored["received"], refund=named)


def numbered_refunds(*refunds):
    """These refunds of one item, one after the other."""
    return refund_rows(*(refund | {"number": number, "record": number} for number, refund in enumerate(refunds, 1)))


def refund_amounts(sold, *refunds, schedule=SCHEDULE):
    """(description, amount) of every row that these refunds post, in order."""
    rows = refund_postings(numbered_refunds(*refunds), sold, schedule)
    return list(zip(rows["amount_description"], rows["amount"], strict=True))


def amounts_by_kind(rows):
    """The amount of every kind."""
    return rows.groupby("kind", dropna=False)["amount"].sum().to_dict()


def amounts_by_part(amounts):
    """What was paid or given back of each part, from amounts by kind: parts are positive."""
    kinds = zip(REFUND_YEN, (10, 12, 14, 20, 22), (1, 1, 1, -1, -1), strict=True)
    return {part: sign * (amounts.get(code, 0) + amounts.get(code + 1, 0)) for part, code, sign in kinds}


def refundable_amounts(ledger):
    """What may still be given back of each part."""
    every = amounts_by_kind(ledger)
    paid, returned = amounts_by_part(every), amounts_by_part({code - 100: amount for code, amount in every.items()})
    return {part: paid[part] + returned[part] for part in REFUND_YEN}


def net_amount(parts):
    return parts["price"] + parts["shipping"] + parts["gift_wrap"] - parts["item_discount"] - parts["ship_discount"]


def is_refundable(refund, most):
    """Whether a refund is within what is left, by part and in all."""
    return all(refund[part] <= most[part] for part in REFUND_YEN) and 0 <= net_amount(refund) <= net_amount(most)


def post_history(item, sizes, plan, schedule=MANY):
    """An item sent in parcels of these sizes: after each the refunds of the plan for it, posted in one run.

    plan: for each parcel the refunds, each as thousandths of what is left of every part. Returns the ledger of all
    runs, in their order, and the refunds that applied.
    """
    sale, ledger, applied = sale_ledger(item, sizes, schedule), EMPTY_LEDGER, []
    for parcel in range(len(sizes)):
        ledger = pd.concat([ledger, sale[sale["parcel"] == str(parcel + 1)]], ignore_index=True)
        run_refunds, most = [], refundable_amounts(ledger)
        for share in plan[parcel] if parcel < len(plan) else ():
            refund = {part: most[part] * thousandth // 1000 for part, thousandth in zip(REFUND_YEN, share, strict=True)}
            if any(refund.values()) and is_refundable(refund, most):
                most = {part: most[part] - refund[part] for part in REFUND_YEN}
                number = len(applied) + len(run_refunds) + 1
                run_refunds.append(refund | {"number": number, "record": number})
        if run_refunds:
            rows = refund_postings(refund_rows(*run_refunds, sku=item["sku"]), ledger, schedule)
            ledger, applied = pd.concat([ledger, rows], ignore_index=True), applied + run_refunds
    return ledger, applied


def sale_ledger(item, sizes, schedule=SCHEDULE):
    """The ledger of an item sent in parcels of these sizes."""
    return sale_postings(item_shipments(item, sizes) if sizes else shipment_rows(), schedule, TOKYO)


thousandths = st.one_of(st.just(0), st.just(1000), st.integers(0, 1000))
refund_plans = st.lists(st.lists(st.tuples(*[thousandths] * len(REFUND_YEN)), min_size=1, max_size=2), max_size=4)

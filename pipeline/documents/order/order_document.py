"""One order as one document: what it is, where it stands, its life, what comes next. The text is made from it.

Buyer and address are in it only while somebody may act on the order: never for a Pending order, never for a Canceled
one (order process, step 4.1).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.localize import Localizer
from pipeline.documents.order import next_steps
from pipeline.documents.order.order_flags import flags, promised
from pipeline.documents.order.timeline import timeline
from pipeline.model.yen import net
from pipeline.money.amount_kinds import CAPTURE, CHARGE, REFUND_DUE
from pipeline.queries.orders.order_history import OrderHistory
from pipeline.workspace.settings import Settings
from schemas import keys
from schemas.formats import fields as f
from schemas.statuses import BY, CAUSE, CAUSES, STATUS_TEXT, Status
from schemas.stored_tables import CONFLICT_TEXT, ITEM_TEXT
from schemas.wording.order_words import NOT_ACTIONABLE

BUYER = (*(column.name for column in f.BUYER),)
ADDRESS = (*CONFLICT_TEXT, f.SHIP_PHONE.name)
NEVER_INVITED = (CAUSE["Fraud"], CAUSE["BeforeOurTime"])
_ITEM = ["ordered", "shipped", "canceled"]


def document(life: OrderHistory, settings: Settings) -> dict[str, Any]:
    """The order as one document, in the language of the settings."""
    words = Localizer.of(settings)
    return {
        "version": JSON_VERSION,
        "run": life.run,
        "as_of": words.iso(life.as_of),
        **_facts(life, words),
        "flags": _flags(life, words),
        "items": _items(life),
        "parcels": _parcels(life, words),
        "cancellation": _cancellation(life, words),
        "money": _money(life),
        **(_whereto(life, words) if life.actionable else {}),
        "timeline": [step.document() for step in timeline(life, words)],
        "next": next_steps.document(next_steps.ahead(life, settings), words),
        "reports": next_steps.standing(life, words),
    }


def _facts(life: OrderHistory, words: Localizer) -> dict[str, Any]:
    order, pending = life.order, life.status == Status.PENDING
    return {
        "order_id": order["order_id"],
        "status": STATUS_TEXT[life.status],
        "actionable": life.actionable,
        **({"note": words.say(NOT_ACTIONABLE)} if pending else {}),
        "purchased": words.iso(order["purchased"]),
        "verified": words.iso(order["verified"]),
        "payment_deadline": words.iso(order["paid_by"]),
        "promise": words.iso(promised(life.book.orders).iloc[0]),
        "latest_delivery": words.iso(order["latest_delivery"]),
        "cut_off": None if pd.isna(order["verified"]) else words.iso(order["cut_off"]),
        "payment_method": life.text.get(f.PAYMENT_METHOD.name, ""),
        "prepaid": bool(order["prepaid"]),
        "units": {name: int(life.units[name]) for name in ("open", "shipped", "canceled")},
    }


def _flags(life: OrderHistory, words: Localizer) -> list[str]:
    orders = life.book.orders
    status, units = (pd.Series([int(value)], orders.index) for value in (life.status, life.units["open"]))
    found = flags(orders, status, units, life.as_of, words.zone).iloc[0]
    return [name for name in found.index if found[name]]


def _items(life: OrderHistory) -> list[dict[str, Any]]:
    items = life.items.merge(life.item_text, how="left", on=["order_key", "item_key"], validate="one_to_one")
    private = {name: name in items and life.actionable for name in (f.DELIVERY_INSTRUCTIONS.name, f.GIFT_MESSAGE.name)}
    return [
        {
            "order_item_id": f"{row['item_key']:0{keys.ITEM_ID_WIDTH}}",
            "sku": row["sku"],
            "product_name": row[f.PRODUCT_NAME.name],
            **{name: row[name] for name in _ITEM},
            "open": row["ordered"] - row["shipped"] - row["canceled"],
            "cause": CAUSES[row["cause"]],
            "available": _available(life, row["sku"]),
            **{name: row[name] for name, shown in private.items() if shown and row[name]},
        }
        for row in items.fillna(dict.fromkeys(ITEM_TEXT, "")).to_dict("records")
    ]


def _available(life: OrderHistory, sku: str) -> int | None:
    """What may be sold of it now; None where no inventory feed ever named it."""
    return max(life.stock[sku], 0) if sku in life.stock else None


def _parcels(life: OrderHistory, words: Localizer) -> list[dict[str, Any]]:
    return [
        {
            "order_item_id": f"{row['item_key']:0{keys.ITEM_ID_WIDTH}}",
            "parcel": row["number"],
            "units": row["units"],
            "carrier": row["carrier"],
            "tracking_number": row["tracking"],
            "ship_method": row["method"],
            "shipped": words.iso(row["shipped_at"]),
            "received": words.iso(row["received"]),
            "late": row["late"],
            "confirmed_elsewhere": row["elsewhere"],
            "posted_run": row["posted_run"] or None,
        }
        for row in life.parcels.to_dict("records")
    ]


def _cancellation(life: OrderHistory, words: Localizer) -> dict[str, Any] | None:
    """Who canceled, when and why; what is due; whether the buyer may be invited to order anew (step 4.4)."""
    if not life.units["canceled"]:
        return None
    gone = life.items[life.items["canceled"] > 0]
    cause = int(life.order["cause"] or gone["cause"].max())
    at = gone["canceled_at"].max() if pd.isna(life.order["canceled_at"]) else life.order["canceled_at"]
    due = life.charges.loc[life.charges["kind"] == REFUND_DUE, "amount"].sum()
    return {
        "by": BY[cause],
        "at": words.iso(at),
        "cause": CAUSES[cause],
        "refund_due": bool(life.order["refund_due"] or due > 0),
        "refund_due_yen": int(due) or None,
        "may_invite": life.status == Status.CANCELED and cause not in NEVER_INVITED and _all_there(life, gone),
        "feedback": "open" if BY[cause] == "seller" else "",
    }


def _money(life: OrderHistory) -> dict[str, int]:
    """What the buyer was charged, what went back, and what is still due back, in yen (steps 5 and 7)."""
    of_kind = life.charges.groupby("kind", dropna=False)["amount"].sum()
    return {
        "charged": int(of_kind.reindex([CHARGE, CAPTURE], fill_value=0).sum()),
        "refunded": int(net(life.refunds).sum()),
        "refund_due": int(of_kind.get(REFUND_DUE, 0)),
    }


def _all_there(life: OrderHistory, gone: pd.DataFrame) -> bool:
    """Whether every canceled item could be bought again as it was."""
    there = gone["sku"].map(life.stock).fillna(0)
    return bool((there >= gone["canceled"].groupby(gone["sku"], dropna=False).transform("sum")).all())


def _whereto(life: OrderHistory, words: Localizer) -> dict[str, Any]:
    """Buyer and address, and every address it had before."""
    now = {name: life.text.get(name, "") for name in ADDRESS}
    every = life.book.addresses.to_dict("records")
    earlier = [
        row for row in every if {name: row[name] for name in CONFLICT_TEXT} != {n: now[n] for n in CONFLICT_TEXT}
    ]
    return {
        "buyer": {name: life.text.get(name, "") for name in BUYER},
        "buyer_cancel_reason": life.text.get(f.BUYER_CANCEL_REASON.name, ""),
        "address": now,
        "earlier_addresses": [
            {"since": words.iso(row["at"]), "by": row["by"], **{name: row[name] for name in CONFLICT_TEXT}}
            for row in earlier
        ],
    }

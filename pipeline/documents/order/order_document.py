"""One order as one document: what it is, where it stands, its timeline, what comes next.

Buyer and address are in it only while somebody may act on the order: never for a Pending order, never for a Canceled
one (order process, step 4.1).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.localize import Localizer
from pipeline.documents.order.next_steps import next_steps, next_steps_document
from pipeline.documents.order.order_flags import order_flags
from pipeline.documents.order.order_history import OrderHistory
from pipeline.documents.order.report_membership import report_membership
from pipeline.documents.order.timeline import timeline
from pipeline.lifecycle.deadlines import latest_ship_date
from pipeline.model.order_state import joint_numbers, open_units
from pipeline.model.yen import net
from pipeline.money.amount_kinds import CAPTURE, CHARGE, PLAN_UNIT_CODES, REFUND_DUE
from pipeline.workspace.settings import Settings
from schemas import keys
from schemas.formats import fields as f
from schemas.statuses import CANCELED_BY, CAUSE, CAUSES, STATUS_TEXT, Status
from schemas.stored_tables import CONFLICT_TEXT, ITEM_TEXT
from schemas.wording.order_words import NOT_ACTIONABLE

BUYER = (*(column.name for column in f.BUYER),)
ADDRESS = (*CONFLICT_TEXT, f.SHIP_PHONE.name)
PRIVATE_ITEM_TEXT = (f.DELIVERY_INSTRUCTIONS.name, f.GIFT_MESSAGE.name)
NEVER_INVITED = (CAUSE["Fraud"], CAUSE["BeforeOurTime"])
_UNIT_COUNTS = ["ordered", "shipped", "canceled"]


def order_document(history: OrderHistory, settings: Settings) -> dict[str, Any]:
    """The order as one document, in the language of the settings."""
    localizer = Localizer.of(settings)
    return {
        "version": JSON_VERSION,
        "run": history.run,
        "as_of": localizer.iso(history.as_of),
        **_facts(history, localizer),
        "flags": _flags(history, localizer),
        "items": _items(history),
        "parcels": _shipments(history, localizer),
        "cancellation": _cancellation(history, localizer),
        "money": _money(history),
        **(_buyer_and_address(history, localizer) if history.actionable else {}),
        "timeline": [step.as_document() for step in timeline(history, localizer)],
        "next": next_steps_document(next_steps(history, settings), localizer),
        "reports": report_membership(history, localizer),
    }


def _facts(history: OrderHistory, localizer: Localizer) -> dict[str, Any]:
    order = history.order
    is_pending = history.status == Status.PENDING
    return {
        "order_id": order["order_id"],
        "status": STATUS_TEXT[history.status],
        "actionable": history.actionable,
        **({"note": localizer.say(NOT_ACTIONABLE)} if is_pending else {}),
        "purchased": localizer.iso(order["purchased"]),
        "verified": localizer.iso(order["verified"]),
        "payment_deadline": localizer.iso(order["paid_by"]),
        "promise": localizer.iso(latest_ship_date(history.state.orders).iloc[0]),
        "latest_delivery": localizer.iso(order["latest_delivery"]),
        "cut_off": None if pd.isna(order["verified"]) else localizer.iso(order["cut_off"]),
        "payment_method": history.order_text.get(f.PAYMENT_METHOD.name, ""),
        "prepaid": bool(order["prepaid"]),
        "units": {name: int(history.units[name]) for name in ("open", "shipped", "canceled")},
    }


def _flags(history: OrderHistory, localizer: Localizer) -> list[str]:
    orders = history.state.orders
    status = pd.Series([int(history.status)], orders.index)
    flags = order_flags(orders, history.items, status, history.as_of, localizer.zone).iloc[0]
    return [name for name in flags.index if flags[name]]


def _items(history: OrderHistory) -> list[dict[str, Any]]:
    items = history.items.assign(open=open_units(history.items))
    items = items.merge(history.item_text, how="left", on=["order_key", "item_key"], validate="one_to_one")
    private = [name for name in PRIVATE_ITEM_TEXT if name in items and history.actionable]
    return [
        {
            "order_item_id": keys.item_id(row["item_key"]),
            "sku": row["sku"],
            "product_name": row[f.PRODUCT_NAME.name],
            **{name: row[name] for name in _UNIT_COUNTS},
            "open": row["open"],
            "cause": CAUSES[row["cause"]],
            "available": _available(history, row["sku"]),
            **{name: row[name] for name in private if row[name]},
        }
        for row in items.fillna(dict.fromkeys(ITEM_TEXT, "")).to_dict("records")
    ]


def _available(history: OrderHistory, sku: str) -> int | None:
    """What may be sold of it now; None where no inventory feed ever named it."""
    return max(history.stock[sku], 0) if sku in history.stock else None


def _shipments(history: OrderHistory, localizer: Localizer) -> list[dict[str, Any]]:
    return [
        {
            "order_item_id": keys.item_id(row["item_key"]),
            "parcel": row["joint"],
            "units": row["units"],
            "carrier": row["carrier"],
            "tracking_number": row["tracking"],
            "ship_method": row["method"],
            "shipped": localizer.iso(row["shipped_at"]),
            "received": localizer.iso(row["received"]),
            "late": row["late"],
            "confirmed_elsewhere": row["elsewhere"],
            "posted_run": row["posted_run"] or None,
        }
        for row in history.shipments.assign(joint=joint_numbers(history.shipments)).to_dict("records")
    ]


def _cancellation(history: OrderHistory, localizer: Localizer) -> dict[str, Any] | None:
    """Who canceled, when and why; what is due; whether the buyer may be invited to order anew (step 4.4)."""
    if not history.units["canceled"]:
        return None
    canceled = history.items[history.items["canceled"] > 0]
    cause = int(history.order["cause"] or canceled["cause"].max())
    of_order = history.order["canceled_at"]
    canceled_at = canceled["canceled_at"].max() if pd.isna(of_order) else of_order
    is_whole = history.status == Status.CANCELED
    due = history.charges.loc[history.charges["kind"] == REFUND_DUE, "amount"].sum()
    return {
        "by": CANCELED_BY[cause],
        "at": localizer.iso(canceled_at),
        "cause": CAUSES[cause],
        "refund_due": bool(history.order["refund_due"] or due > 0),
        "refund_due_yen": int(due) or None,
        "may_invite": is_whole and cause not in NEVER_INVITED and _is_all_in_stock(history, canceled),
        "feedback": "open" if CANCELED_BY[cause] == "seller" else "",
    }


def _money(history: OrderHistory) -> dict[str, int]:
    """What the buyer was charged, what went back, what is still due back, and what the selling plan took, in yen.

    Steps 5, 6.7 and 7.
    """
    of_kind = history.charges.groupby("kind", dropna=False)["amount"].sum()
    return {
        "charged": int(of_kind.reindex([CHARGE, CAPTURE], fill_value=0).sum()),
        "refunded": int(net(history.refunds).sum()),
        "refund_due": int(of_kind.get(REFUND_DUE, 0)),
        "plan_unit_fee": -int(history.ledger.loc[history.ledger["kind"].isin(PLAN_UNIT_CODES), "amount"].sum()),
    }


def _is_all_in_stock(history: OrderHistory, canceled: pd.DataFrame) -> bool:
    """Whether every canceled item could be bought again as it was."""
    in_stock = canceled["sku"].map(history.stock).fillna(0)
    of_sku = canceled["canceled"].groupby(canceled["sku"], dropna=False).transform("sum")
    return bool((in_stock >= of_sku).all())


def _buyer_and_address(history: OrderHistory, localizer: Localizer) -> dict[str, Any]:
    """Buyer and address, and every address it had before."""
    text = history.order_text
    current = {name: text.get(name, "") for name in CONFLICT_TEXT}
    addresses = history.state.addresses.to_dict("records")
    earlier = [row for row in addresses if any(row[name] != current[name] for name in CONFLICT_TEXT)]
    return {
        "buyer": {name: text.get(name, "") for name in BUYER},
        "buyer_cancel_reason": text.get(f.BUYER_CANCEL_REASON.name, ""),
        "address": {name: text.get(name, "") for name in ADDRESS},
        "earlier_addresses": [
            {"since": localizer.iso(row["at"]), "by": row["by"], **{name: row[name] for name in CONFLICT_TEXT}}
            for row in earlier
        ],
    }

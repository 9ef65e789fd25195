"""The canceled orders: what was canceled since the last run, why and by whom. Order process, steps 2 and 4.4."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from reports.cells import Cells, moments, numbers, words
from reports.list_parts import list_part, text_columns
from reports.report_parts import ReportPart
from schemas.formats.run_lists import CANCELED
from schemas.instant_texts import micros
from schemas.order_ids import OrderIds, item_ranks, item_texts
from schemas.statuses import CANCELED_BY, CAUSES

OPEN_FEEDBACK = "open"
_COLUMNS = ("order_key", "item_key", "cause", "reported_run", "units", "available", "may_invite")
_FEEDBACK = tuple(OPEN_FEEDBACK if by == "seller" else "" for by in CANCELED_BY)
"""By cause: after a cancellation by the seller the buyer may leave feedback, even if it was a missed cut-off."""


def canceled_part(cancellations: pd.DataFrame, ids: OrderIds, zone: ZoneInfo) -> ReportPart:
    """The cancellations in the columns of `schemas.formats.run_lists.CANCELED`, by order, item, instant.

    cancellations: frame `canceled`; what is available is below 0 if the stock is not tracked. Instants are shown in
    `zone`.
    """
    values = {name: cancellations[name].to_numpy() for name in _COLUMNS}
    at = micros(cancellations["at"])
    sku = text_columns(cancellations, ["sku"])

    def computed(block: np.ndarray) -> dict[str, Cells]:
        of_rows = {name: column[block] for name, column in values.items()}
        return sku(block) | {
            "order-id": ids.texts(of_rows["order_key"]),
            "order-item-id": item_texts(of_rows["item_key"]),
            "canceled-at": moments(at[block], zone),
            "cause": words(CAUSES, of_rows["cause"]),
            "by": words(CANCELED_BY, of_rows["cause"]),
            "was-reported": numbers(of_rows["reported_run"], of_rows["reported_run"] <= 0),
            "quantity": numbers(of_rows["units"]),
            "available-quantity": numbers(of_rows["available"], of_rows["available"] < 0),
            "may-invite": words(("no", "yes"), of_rows["may_invite"].astype(np.int64)),
            "feedback": words(_FEEDBACK, of_rows["cause"]),
        }

    return list_part(CANCELED, (*ids.ranks(values["order_key"]), item_ranks(values["item_key"]), at), computed)

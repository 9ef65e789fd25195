"""The list of charges: what buyers pay for, and what is due back to them. Order process, step 5."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from reports.cells import Cells, moments, numbers, words
from reports.charge_ids import charge_ids
from reports.list_parts import list_part, text_columns
from reports.report_parts import ReportPart
from reports.report_rows import feed_name
from schemas.formats.run_lists import CHARGES
from schemas.instant_texts import micros
from schemas.order_ids import OrderIds, item_ranks, item_texts

_TEXTS = ("parcel", "kind", "currency", "cause")


def charges_part(stored: pd.DataFrame, names: Mapping[int, str], ids: OrderIds, zone: ZoneInfo) -> ReportPart:
    """The charges (frame `charges`) in the columns of `run_lists.CHARGES`, by order and item.

    Charges of one item keep their order. names: the name of each feed by its number. Instants are shown in `zone`.
    """
    order_key, item_key, amount, record = (
        stored[name].to_numpy() for name in ("order_key", "item_key", "amount", "record")
    )
    at = micros(stored["at"])
    feeds, place = np.unique(stored["feed"].to_numpy(), return_inverse=True)
    feed_names = [feed_name(number, names) for number in feeds.tolist()]
    texts = text_columns(stored, ["name", *_TEXTS])

    def computed(block: np.ndarray) -> dict[str, Cells]:
        cells = texts(block)
        order_id, item_id = ids.texts(order_key[block]), item_texts(item_key[block])
        return cells | {
            "charge-id": charge_ids(order_id, item_id, cells["name"]),
            "order-id": order_id,
            "order-item-id": item_id,
            "amount": numbers(amount[block]),
            "at": moments(at[block], zone),
            "feed": words(feed_names, place[block]),
            "record": numbers(record[block]),
        }

    return list_part(CHARGES, (*ids.ranks(order_key), item_ranks(item_key)), computed)

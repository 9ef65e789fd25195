"""The list of notices: who needs to know what after a run. Order process, step 3."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reports.cells import TEXT, Cells, moments, numbers
from reports.list_parts import list_part, text_columns
from reports.report_parts import ReportPart
from schemas.formats.run_lists import NOTICES
from schemas.instant_texts import micros
from schemas.keys import digit_matrix
from schemas.order_ids import OrderIds, fixed_texts, item_texts

_DIGITS = 6
"""How many digits a number in the id of a notice has at least."""


def notices_part(stored: pd.DataFrame, ids: OrderIds, zone: ZoneInfo) -> ReportPart:
    """The notices (frame `notices`) in the columns of `run_lists.NOTICES`, by id. Instants are shown in `zone`."""
    run, number, order_key = (stored[name].to_numpy() for name in ("run", "number", "order_key"))
    at, about = micros(stored["at"]), micros(stored["about"])
    item_key = stored["item_key"].to_numpy()
    texts = text_columns(stored, ["to", "kind", "sent_by"])

    def computed(block: np.ndarray) -> dict[str, Cells]:
        cells = texts(block)
        return cells | {
            "notice-id": notice_ids(run[block], number[block]),
            "run": numbers(run[block]),
            "at": moments(at[block], zone),
            "order-id": ids.texts(order_key[block]),
            "order-item-id": item_texts(item_key[block]),
            "about-date": moments(about[block], zone),
            "text-key": cells["kind"],
            "sent-by": cells["sent_by"],
        }

    return list_part(NOTICES, (run, *_text_ranks(number)), computed)


def notice_ids(run: np.ndarray, number: np.ndarray) -> pa.Array:
    """The ids of notices: N, the run, a hyphen, and the number in it."""
    start, between, nothing = (pa.scalar(text, TEXT) for text in ("N", "-", ""))
    return pc.binary_join_element_wise(start, _padded(run), between, _padded(number), nothing)


def _padded(values: np.ndarray) -> pa.Array:
    """Whole numbers with leading zeros."""
    if len(values) and values.max() >= 10**_DIGITS:
        return pc.utf8_lpad(pc.cast(pa.array(values), TEXT), _DIGITS, "0")
    return fixed_texts(digit_matrix(values, _DIGITS))


def _text_ranks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integers by which padded numbers sort as text: longer ones come among shorter ones that they begin with."""
    widest = max(_DIGITS, len(str(values.max(initial=0))))
    digits = _DIGITS + np.searchsorted(10 ** np.arange(_DIGITS, widest), values, side="right")
    return values * 10 ** (widest - digits), digits

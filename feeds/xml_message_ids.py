"""The MessageID of each record of an XML feed: what is wrong with it, and those that name one record alone.

The text is that of a whole feed (frame `feed_text`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from feeds.problems import quotable, row_problems
from schemas import codes
from schemas.columns import Kind

_MESSAGE_ID = r"^0*[1-9][0-9]*$"
_LONGEST_ID = 20
_LONGEST_INTEGER = 18
"""So many digits are always a number of 64 bits."""


def message_id_problems(text: pd.DataFrame) -> pd.DataFrame:
    """Problems of MessageID over a whole feed: missing 70101, no number 70102, several times 70014.

    Order process, 13.2.
    """
    messages, is_invalid, is_repeated = _message_ids(text)
    number = messages["message-id"]
    code = np.select(
        [number == "", is_invalid, is_repeated],
        [codes.VALUE_MISSING, codes.NUMBER_INVALID, codes.DUPLICATE_RECORD],
    )
    is_wrong = code != 0
    return row_problems(messages[is_wrong], "MessageID", code[is_wrong], quotable(number[is_wrong], Kind.COUNT))


def unique_message_ids(text: pd.DataFrame) -> pd.Series:
    """The MessageID of each record that has one which is a number and no other record's, as text by record."""
    messages, is_invalid, is_repeated = _message_ids(text)
    return messages[~(is_invalid | is_repeated)].set_index("record")["message-id"]


def _message_ids(text: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """The records with their MessageID, whether it is no number, and whether others have the same."""
    messages = text.loc[~text["record"].duplicated(), ["record", "line", "message-id"]]
    number = messages["message-id"]
    cells = pa.array(number, pa.large_string())
    if pc.all(pc.ascii_is_decimal(cells)).as_py() and pc.max(pc.binary_length(cells)).as_py() <= _LONGEST_INTEGER:
        value = pd.Series(pc.cast(cells, pa.int64()).to_numpy(), number.index)
        is_invalid = value == 0
        return messages, is_invalid, ~is_invalid & value.duplicated(keep=False)
    is_invalid = ~number.str.fullmatch(_MESSAGE_ID).astype(bool) | (number.str.len() > _LONGEST_ID)
    is_repeated = ~is_invalid & number.str.lstrip("0").duplicated(keep=False)
    return messages, is_invalid, is_repeated

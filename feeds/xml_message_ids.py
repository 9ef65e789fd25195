"""The MessageID of each record of an XML feed: what is wrong with it, and those that name one record alone.

Nearly all are plain numbers, and are kept so: a long feed has millions of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from feeds.problems import quotable, row_problems
from schemas import codes
from schemas.columns import Kind

_MESSAGE_ID = r"^0*[1-9][0-9]*$"
_LONGEST_ID = 20
_PLAIN_ID = r"^[1-9][0-9]{0,17}$"
"""Ids that a number of 64 bits prints as they are."""


def narrow_messages(text: pd.DataFrame) -> pd.DataFrame:
    """The records of some rows (record, line, message-id); MessageIDs are int64 where these print them as they are."""
    records = text["record"].to_numpy()
    is_first = np.diff(records, prepend=-1) > 0
    messages = text.loc[is_first, ["record", "line", "message-id"]].reset_index(drop=True)
    messages = messages.assign(
        **{name: pd.to_numeric(messages[name], downcast="integer") for name in ("record", "line")}
    )
    cells = pa.array(messages["message-id"], pa.large_string())
    if not pc.all(pc.match_substring_regex(cells, _PLAIN_ID), min_count=0).as_py():
        return messages
    return messages.assign(**{"message-id": pc.cast(cells, pa.int64()).to_numpy()})


def joined_messages(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """What `narrow_messages` made of all blocks of a feed; numbers, if they are that in each block."""
    if all(pd.api.types.is_integer_dtype(part["message-id"]) for part in parts):
        return pd.concat(parts, ignore_index=True)
    return pd.concat([part.astype({"message-id": "str"}) for part in parts], ignore_index=True)


def message_id_problems(messages: pd.DataFrame) -> pd.DataFrame:
    """Problems of MessageID over a whole feed: missing 70101, no number 70102, several times 70014.

    messages: as of `joined_messages`. Order process, 13.2.
    """
    is_invalid, is_repeated = _wrong_ids(messages["message-id"])
    is_wrong = is_invalid | is_repeated
    wrong = messages[is_wrong].astype({"record": "int64", "line": "int64", "message-id": "str"})
    number = wrong["message-id"]
    code = np.select(
        [number == "", is_invalid[is_wrong]], [codes.VALUE_MISSING, codes.NUMBER_INVALID], codes.DUPLICATE_RECORD
    )
    return row_problems(wrong, "MessageID", code, quotable(number, Kind.COUNT))


def unique_message_ids(messages: pd.DataFrame) -> pd.Series:
    """The MessageID of each record that has one which is a number and no other record's, by record.

    messages: as of `joined_messages`; the ids are of its dtype.
    """
    is_invalid, is_repeated = _wrong_ids(messages["message-id"])
    is_unique = (~(is_invalid | is_repeated)).to_numpy()
    records = messages["record"].to_numpy()[is_unique]
    first, last = (int(records[0]), int(records[-1])) if len(records) else (0, -1)
    # Nearly always every record has one: then its number needs no memory.
    is_whole = last - first + 1 == len(records)
    index = pd.RangeIndex(first, last + 1) if is_whole else pd.Index(records.astype(np.int64))
    return messages["message-id"][is_unique].set_axis(index.rename("record"))


def _wrong_ids(number: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Which MessageIDs are no number, and which are another record's too."""
    if pd.api.types.is_integer_dtype(number):
        return pd.Series(False, number.index), number.duplicated(keep=False)
    is_invalid = ~number.str.fullmatch(_MESSAGE_ID).astype(bool) | (number.str.len() > _LONGEST_ID)
    return is_invalid, ~is_invalid & number.str.lstrip("0").duplicated(keep=False)

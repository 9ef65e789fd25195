"""What each event meets in each status, declared once: the code it ends with, or OK when its step decides further.

The rules read this table first; their guards come after. Order process, steps 2, 4.3 and 4.4.
"""

from __future__ import annotations

import numpy as np

from schemas import codes
from schemas.statuses import Event, Status

OK = 0

_TABLE = {
    #                   Pending              Unshipped                PartiallyShipped         Shipped                  Canceled
    Event.VERIFY:      (OK,                  codes.UNCHANGED,         codes.UNCHANGED,         codes.UNCHANGED,         codes.ORDER_CANCELED),
    Event.ATTEMPT:     (OK,                  codes.ALREADY_VERIFIED,  codes.ALREADY_VERIFIED,  codes.ALREADY_VERIFIED,  codes.ORDER_CANCELED),
    Event.FAIL:        (OK,                  codes.ALREADY_VERIFIED,  codes.ALREADY_VERIFIED,  codes.ALREADY_VERIFIED,  codes.UNCHANGED),
    Event.FRAUD:       (OK,                  OK,                      codes.ALREADY_VERIFIED,  codes.ALREADY_VERIFIED,  codes.UNCHANGED),
    Event.CONFIRM:     (codes.ORDER_PENDING, OK,                      OK,                      OK,                      codes.ORDER_CANCELED),
    Event.CANCEL:      (codes.ORDER_PENDING, OK,                      OK,                      OK,                      codes.UNCHANGED),
    Event.ACKNOWLEDGE: (OK,                  OK,                      OK,                      OK,                      OK),
}  # fmt: skip

TRANSITIONS = np.zeros((max(Event) + 1, len(Status)), dtype=np.int64)
for _event, _codes in _TABLE.items():
    TRANSITIONS[_event] = _codes

MOVES = frozenset(
    {(status, status) for status in Status}
    | {(Status.PENDING, after) for after in Status}
    | {(Status.UNSHIPPED, after) for after in (Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.CANCELED)}
    | {(Status.PARTIALLY_SHIPPED, Status.SHIPPED), (Status.SHIPPED, Status.PARTIALLY_SHIPPED)}
)
"""Every move of a status that one run may make (several events in it); checked before each commit.

A new item of a shipped order makes it partly shipped again (cases 14).
"""

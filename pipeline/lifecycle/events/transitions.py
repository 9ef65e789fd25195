"""What each event meets in each status, declared once: the code it ends with, or OK when its step decides further.

The rules read this table first; their guards come after. Order process, steps 2, 4.3 and 4.4.

A payment, a confirmation and a cancellation of an order that waits for its payment (0 is OK):

>>> event = np.array([Event.VERIFY, Event.CONFIRM, Event.CANCEL])
>>> TRANSITIONS[event, Status.PENDING].tolist()
[0, 70001, 70001]
"""

from __future__ import annotations

import numpy as np

from schemas import codes
from schemas.statuses import Event, Status

OK = 0
UNCHANGED = codes.UNCHANGED
PENDING = codes.ORDER_PENDING
PAID = codes.ALREADY_VERIFIED
SHIPPED = codes.ALREADY_SHIPPED
CANCELED = codes.ORDER_CANCELED

_TABLE = {
    #                   Pending   Unshipped  Partially  Shipped    Canceled
    Event.VERIFY:      (OK,       UNCHANGED, UNCHANGED, UNCHANGED, CANCELED),
    Event.ATTEMPT:     (OK,       PAID,      PAID,      PAID,      CANCELED),
    Event.FAIL:        (OK,       PAID,      PAID,      PAID,      UNCHANGED),
    Event.FRAUD:       (OK,       OK,        PAID,      PAID,      UNCHANGED),
    Event.CONFIRM:     (PENDING,  OK,        OK,        OK,        CANCELED),
    Event.CANCEL:      (PENDING,  OK,        OK,        OK,        UNCHANGED),
    Event.REDIRECT:    (PENDING,  OK,        OK,        SHIPPED,   CANCELED),
    Event.ACKNOWLEDGE: (OK,       OK,        OK,        OK,        OK),
}  # fmt: skip

TRANSITIONS = np.zeros((max(Event) + 1, len(Status)), dtype=np.int64)
"""The table as an array: code = TRANSITIONS[event, status], for arrays of events and statuses too."""
for _event, _codes in _TABLE.items():
    TRANSITIONS[_event] = _codes

STATUS_MOVES = frozenset(
    {(status, status) for status in Status}
    | {(Status.PENDING, after) for after in Status}
    | {(Status.UNSHIPPED, after) for after in (Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.CANCELED)}
    | {(Status.PARTIALLY_SHIPPED, Status.SHIPPED), (Status.SHIPPED, Status.PARTIALLY_SHIPPED)}
    | {(Status.CANCELED, after) for after in Status}
)
"""Every move of a status that one run may make (several events in it); checked before each commit.

A new item of a shipped order makes it partly shipped again, and one of an order canceled line by line brings it back
(step 1.5.6). What our clock had canceled may turn out to be alive; that only such orders come back is checked beside
(pipeline.publish.invariants).
"""

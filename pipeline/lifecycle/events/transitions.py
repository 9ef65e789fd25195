"""What each event meets in each status, declared once: the code it ends with, or OK when its step decides further.

The rules read this table first; their guards come after. Order process, steps 2, 4.3 and 4.4.
"""

from __future__ import annotations

import numpy as np

from schemas import codes
from schemas.statuses import Event, Status

OK = 0

SAME, PAID, WAIT = codes.UNCHANGED, codes.ALREADY_VERIFIED, codes.ORDER_PENDING
GONE, SENT = codes.ORDER_CANCELED, codes.ALREADY_SHIPPED

_TABLE = {
    #                   Pending Unshipped Partially Shipped Canceled
    Event.VERIFY:      (OK,     SAME,     SAME,     SAME,   GONE),
    Event.ATTEMPT:     (OK,     PAID,     PAID,     PAID,   GONE),
    Event.FAIL:        (OK,     PAID,     PAID,     PAID,   SAME),
    Event.FRAUD:       (OK,     OK,       PAID,     PAID,   SAME),
    Event.CONFIRM:     (WAIT,   OK,       OK,       OK,     GONE),
    Event.CANCEL:      (WAIT,   OK,       OK,       OK,     SAME),
    Event.REDIRECT:    (WAIT,   OK,       OK,       SENT,  GONE),
    Event.ACKNOWLEDGE: (OK,     OK,       OK,       OK,     OK),
}  # fmt: skip

TRANSITIONS = np.zeros((max(Event) + 1, len(Status)), dtype=np.int64)
for _event, _codes in _TABLE.items():
    TRANSITIONS[_event] = _codes

MOVES = frozenset(
    {(status, status) for status in Status}
    | {(Status.PENDING, after) for after in Status}
    | {(Status.UNSHIPPED, after) for after in (Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.CANCELED)}
    | {(Status.PARTIALLY_SHIPPED, Status.SHIPPED), (Status.SHIPPED, Status.PARTIALLY_SHIPPED)}
    | {(Status.CANCELED, after) for after in (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED, Status.SHIPPED)}
)
"""Every move of a status that one run may make (several events in it); checked before each commit.

A new item of a shipped order makes it partly shipped again (cases 14). What our clock had canceled may turn out to be
alive; that only such an order comes back is checked beside (pipeline.publish.run_manifest.check).
"""

"""What rules come to, as tests compare the reference model with the product and look at either."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Answer(NamedTuple):
    """What a record came to."""

    outcome: str
    codes: tuple[int, ...] = ()


class RecordOutcome(NamedTuple):
    """The answer to a record in the run in which its feed came."""

    run: int
    file: str
    record: int
    outcome: str
    codes: tuple[int, ...]

    @property
    def record_id(self) -> tuple[int, str, int]:
        return self.run, self.file, self.record

    @property
    def answer(self) -> Answer:
        return Answer(self.outcome, self.codes)


class ReleasedOutcome(NamedTuple):
    """The answer to a held record in the run that settled it; `first_run` is the one in which its feed came."""

    run: int
    first_run: int
    file: str
    record: int
    outcome: str
    codes: tuple[int, ...]

    @property
    def record_id(self) -> tuple[int, str, int]:
        return self.first_run, self.file, self.record

    @property
    def answer(self) -> Answer:
        return Answer(self.outcome, self.codes)


class RunCharge(NamedTuple):
    """What a run charges or gives back; `shipment` is its number, or blank."""

    run: int
    kind: str
    order_id: str
    item_id: str
    shipment: str
    amount: int


class RunNotice(NamedTuple):
    """What a run tells a buyer or the seller; `item_id` is blank where it is about the whole order."""

    run: int
    kind: str
    order_id: str
    item_id: str


class RefundDescription(NamedTuple):
    """A refund that took effect; `record_run` is the run of its record, `run` the one in which it took effect."""

    number: int
    reason: str
    adjustment: str
    amounts: tuple[int, ...]
    received: datetime
    record: int
    record_run: int
    run: int

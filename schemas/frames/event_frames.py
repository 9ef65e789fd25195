"""The frames of what becomes of events, of rows that wait, and of what the clock ends."""

from schemas.frames.frame_columns import Frame, code, count, flag, instant, key, text, yen
from schemas.frames.input_frames import REFUND_FACTS
from schemas.frames.shared_columns import (
    CAUSE,
    EVENT_FACTS,
    FEED,
    ITEM_ID,
    ITEM_KEY,
    KEYED_ROW,
    LINE,
    ORDER_ID,
    ORDER_KEY,
    RECORD,
    SINCE,
    SKU,
    STAGE,
)

_RESULT = (
    code("code", "0 if nothing speaks against it, else what the answer says (schemas.codes)."),
    count("value", "The first number of the message: units, yen or the microseconds of an instant."),
    count("limit", "The second one; a cause may stand here too."),
    count("units", "Units that it shipped, canceled or brought back."),
    flag("changed", "It changed something."),
)
"""What became of a row."""
_CHARGED = yen("charged", "What was charged of a part of which a refund asks too much; 0 elsewhere.")
_REOPENED = flag("reopened", "It brought a canceled order back to life.")
_EVENT = (*KEYED_ROW, *EVENT_FACTS, STAGE, SINCE)
_EDIT = (
    text("old_carrier", "The carrier before it was edited; blank where it was not."),
    text("old_tracking", "The tracking number before it was edited; blank where it was not."),
    text("old_method", "The ship method before it was edited; blank where it was not."),
    flag("replaced", "It put a tracking number in the place of another one."),
    text("stands", "What stands of a shipment that the row repeats and did not turn back; blank where all is so."),
    count("stands_run", "The run that wrote what stands, 0 for none."),
)
"""What an edit or a repeat says of itself."""

EVENT_FRAMES = (
    Frame(
        "event_results", "One row per event: what became of it in the rounds.", (*_EVENT, *_RESULT, _REOPENED, *_EDIT)
    ),
    Frame(
        "refund_results",
        "One row per refund: what became of it in the rounds.",
        (*_EVENT, *REFUND_FACTS, *_RESULT, _CHARGED, text("about", "The column that a fault is about.")),
    ),
    Frame(
        "event_and_refund_results",
        "One row per event or, behind these, a refund: what became of it, and what its answer warns of.",
        (
            *_EVENT,
            *_RESULT,
            _REOPENED,
            *_EDIT,
            _CHARGED,
            instant("clamped", "The ship date that counts, where the one of the record lies outside its window."),
            flag("missed", "It was shipped after a latest ship date that the service promises."),
            flag("asked", "The buyer has asked to cancel what it ships."),
            text("about", "The column that a fault of a refund is about."),
            text("reason", "Why money is given back; blank but for refunds."),
        ),
    ),
    Frame(
        "waiting_rows",
        "One row per row of a record that waits, because its order is not known yet.",
        (
            *KEYED_ROW,
            SINCE,
            flag("by_sku", "It would belong to no order of this workspace."),
            flag("expired", "It has waited long enough."),
        ),
    ),
    Frame(
        "short_placements",
        "One row per order row that placed more than there was.",
        (key("row", "Place of the order row."), count("have", "Units that there were; below 0 if some were owed.")),
    ),
    Frame(
        "placements",
        "One row per order row that placed units of a SKU whose stock is counted.",
        (FEED, RECORD, LINE, ORDER_ID, ITEM_ID, count("units", "Units that it placed.")),
    ),
    Frame("sku_units", "Units of a SKU.", (SKU, count("units", "How many they are."))),
    Frame("expired_records", "One row per held record that is let go.", (FEED, RECORD)),
    Frame("foreign_records", "One row per record of no order of this workspace.", (FEED, RECORD, ORDER_ID)),
    Frame(
        "overdue_units",
        "One row per item of which the clock cancels what is open.",
        (ORDER_KEY, ITEM_KEY, SKU, count("units", "Units that are canceled."), CAUSE),
    ),
    Frame(
        "notice_facts",
        "One row per notice, before it has a number.",
        (
            ORDER_KEY,
            ITEM_KEY,
            count("parcel", "The shipment in its order that it is about; 0 for none."),
            text("kind", "What it is about (wording.notice_kinds)."),
            instant("about", "The instant that its text mentions; null for none."),
        ),
    ),
    Frame(
        "run_journal",
        "What a run did, with what the journal does not keep.",
        (flag("took", "The row changed something."),),
        stored="journal",
    ),
)
"""What the rules make of events, and what the clock ends."""

"""Random histories, dense on purpose: a few orders, a few references, so that records hit each other.

A file named .xml holds messages, of one row or several, and keeps to what its schema can say: order reports always
carry payments-date and no status, ship dates are instants, a quantity needs its item, the rows of a message differ in
item columns alone. No two files of a history are alike, but for inventory feeds of different runs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.histories.feed_rows import (
    CARRIERS,
    ITEM_CODE,
    NOBODYS_ITEM,
    SKUS,
    TOKYO,
    WRITERS,
    Draw,
    HistoryDraft,
    Sale,
    SaleLine,
    Texts,
    plain_order_rows,
)
from tests.reference_model.days import Calendar
from tests.reference_model.records import DUPLICATE, File, Plan, Run, read
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    CANCELLATIONS,
    CONFIRMATIONS,
    INVENTORY,
    ORDER_TABLES,
    ORDERS,
    PAYMENTS,
    PENDING_REPORT,
    REFUNDS,
    UNSHIPPED_REPORT,
)

OPENING = datetime(2026, 10, 5, 9, tzinfo=TOKYO)
GAPS = (24, 26, 6, 72, 150, 170, 200, 24 * 20, 24 * 31, 24 * 40)
AGES = (*(5, 1, 12, 20, 30, 48, 100, 8, 3, 26, 15, 10, 40), *(24 * 25, 24 * 28, 24 * 29, 24 * 33, 24 * 60))
TERMS: tuple[Texts, ...] = (
    {},
    {"payment-method": "CVS"},
    {"payment-method": "Other"},
    {"payment-method": "BankTransfer"},
    {"payment-method": "COD"},
    {"payment-method": "Other", "payment-deadline": "2"},
    {"payment-deadline": "9"},
)
TABLES = (
    *(CONFIRMATIONS, ORDERS, PAYMENTS, REFUNDS, CANCELLATIONS, CONFIRMATIONS, INVENTORY, CONFIRMATIONS),
    *(REFUNDS, CANCELLATIONS),
)
MEETING = (CONFIRMATIONS, CANCELLATIONS)
"""Feeds that meet at one instant now and then: which of them goes first then has a rule of its own."""
PLAN_YEN = ((4900, 0), (0, 100), (5900, 0), (0, 0), (4905, 33))
"""Selling plans: yen a month, yen a unit."""
SERVICES = ("Standard", "NextDay", "", "SameDay", "Scheduled", "sameday", "Expedited")
DROPPED_BACK: Texts = {"line": "2", "code": "70101", "error": "value-missing", "refused": "1/a.txt/1"}
ITEM_COLUMNS = {
    *("sku", "quantity-purchased", "item-price", "product-name", "quantity", "cancellation-reason-code"),
    *("item-price-adj", "shipping-price-adj", "item-tax-adj", "adjustment-reason-code", "quantity-cancelled"),
}


@st.composite
def histories(draw: Draw) -> list[Run]:
    """One to four runs from October 5th 2026 on, over a pool of up to five orders."""
    return draw_history(HistoryDraft(draw, TABLES, WRITERS, plain_order_rows), (2, 1, 0, 3, 2, 3), GAPS)


def draw_history(draft: HistoryDraft, further: tuple[int, ...], gaps: tuple[int, ...]) -> list[Run]:
    """A history as this draft has it: how many further runs may follow the first, and after how many hours."""
    instants = [OPENING]
    for _ in range(draft.pick(further)):
        instants.append(instants[-1] + timedelta(hours=draft.pick(gaps)))
    draft.sales = tuple(draw_sale(draft, number, instants) for number in range(1, draft.pick((2, 1, 3, 4, 5)) + 1))
    earlier_files: set[object] = set()
    runs = []
    for run, as_of in enumerate(instants):
        draft.run = run
        since = instants[run - 1] if run else as_of - timedelta(days=1)
        files = [file for file in files_of_run(draft, since, as_of) if is_new(file, run, earlier_files)]
        runs.append(Run(as_of, tuple(files)))
    return with_plans(draft, runs)


def with_plans(draft: HistoryDraft, runs: list[Run]) -> list[Run]:
    """Mostly the plan of the example all along; now and then another, which may change from one run to the next."""
    if not draft.one_in(3):
        return runs
    is_taxed = draft.one_in(2)
    plans = [Plan(*draft.pick(PLAN_YEN), is_taxed) for _ in runs]
    return [replace(run, plan=plan) for run, plan in zip(runs, plans, strict=True)]


def is_new(file: File, run: int, earlier_files: set[object]) -> bool:
    """Whether no equal feed was dropped before. Inventory feeds are compared within their run only."""
    rows = tuple(tuple(sorted((column, text) for column, text in row.items() if text)) for row in file.rows)
    mark = (file.table, rows, file.records, run if file.table == INVENTORY else -1)
    known = mark in earlier_files
    earlier_files.add(mark)
    return not known


def item_id(number: int, item: int) -> str:
    """The id of an item of an order, of 14 digits; that of the second of an order has 15."""
    return f"{10 ** (14 if item == 1 else 13) + number * 10 + item}"


def draw_sale(draft: HistoryDraft, number: int, instants: list[datetime]) -> Sale:
    """An order of one to three items, bought shortly before the run that hears of it, or long before."""
    due = draft.count(0, len(instants) - 1) if number > 1 else 0
    purchased = instants[due] - timedelta(hours=draft.pick(AGES))
    terms = dict(draft.pick(TERMS))
    if "payment-deadline" in terms:
        deadline = purchased + timedelta(days=int(terms["payment-deadline"]))
        terms["payment-deadline"] = deadline.date().isoformat() if number % 2 else deadline.isoformat()
    # Mostly of one SKU where reports tell of items by their SKU.
    skus = (*SKUS, *([SKUS[0]] * 4 if draft.rich else []))
    lines = tuple(
        SaleLine(item_id(number, item), draft.pick(skus), draft.pick((2, 1, 3, 5)))
        for item in range(draft.pick((1, 2, 3, 2)))
    )
    service = draft.pick(SERVICES) if draft.rich else ""
    return Sale(f"999-0000001-{number:07d}", due, purchased, terms, lines, service)


def files_of_run(draft: HistoryDraft, since: datetime, as_of: datetime) -> list[File]:
    """The feeds of one run: first word of the orders that are due, then anything."""
    news = any(sale.due == draft.run for sale in draft.sales)
    tables = [ORDERS] * news + [draft.pick(draft.tables) for _ in range(draft.pick((3, 2, 1, 0, 4, 5)))]
    files = []
    for position, table in enumerate(tables):
        draft.received = draw_received(draft, table, since, as_of)
        together = [file.received for file in files if file.table in MEETING]
        if table in MEETING and together and draft.one_in(2):
            draft.received = together[-1]
        draft.xml = table in (ORDERS, CONFIRMATIONS, CANCELLATIONS, REFUNDS) and draft.one_in(3)
        first = news and position == 0
        records = first_order_records(draft) if first else draw_records(draft, table)
        rows = tuple(row for rows in records for row in rows)
        numbers = tuple(number for number, rows in enumerate(records, 1) for _ in rows)
        if draft.rich and not (first or draft.xml) and draft.one_in(8):
            rows = tuple(row | DROPPED_BACK for row in rows)
        draft.earlier_rows.setdefault(table, []).extend(rows)
        name = f"{draft.pick('cba')}-{table.split()[0]}-{draft.run + 1}-{position}.{'xml' if draft.xml else 'txt'}"
        files.append(File(name, draft.received, table, rows, numbers))
    return files


def draw_received(draft: HistoryDraft, table: str, since: datetime, as_of: datetime) -> datetime:
    """Anywhere since the last run, or in its last hours; an order feed not before the sales that it may tell of."""
    twelfth = (as_of - since) / 12
    step = twelfth if draft.one_in(2) else min(twelfth, timedelta(hours=1))
    instant = as_of - step * draft.count(0, 11)
    known = [sale.purchased for sale in draft.sales if sale.due <= draft.run]
    return max(instant, *known) if table in ORDER_TABLES else instant


def first_order_records(draft: HistoryDraft) -> list[list[Texts]]:
    """The order records that are due: one message for each order, or one row for each item. An item may come later."""
    records: list[list[Texts]] = []
    for sale in (sale for sale in draft.sales if sale.due == draft.run):
        lines = sale.lines[:-1] if len(sale.lines) > 1 and draft.one_in(5) else sale.lines
        rows = draft.write_order(draft, sale, lines)
        records += [rows] if draft.xml else [[row] for row in rows]
    return records


def draw_records(draft: HistoryDraft, table: str) -> list[list[Texts]]:
    """Up to six records. One that would clash with another of its feed (order process, 8.5) is mostly left out."""
    records = repeated_confirmations(draft) if draft.rich and table == CONFIRMATIONS and draft.one_in(4) else []
    for _ in range(draft.pick((3, 2, 1, 4, 5, 6))):
        new = draw_record(draft, table)
        if table == ALL_ORDERS and draft.count(0, 2):
            records += [[row] for row in new]
        elif not records or not clash(draft, table, [*records, new]) or draft.one_in(6):
            records.append(new)
    return records


def repeated_confirmations(draft: HistoryDraft) -> list[list[Texts]]:
    """The parcels of a file that grows all day long."""
    records: list[list[Texts]] = []
    for row in draft.earlier_rows.get(CONFIRMATIONS, [])[-4:]:
        if not records or not clash(draft, CONFIRMATIONS, [*records, [row]]):
            records.append([row])
    return [] if draft.xml else records


def clash(draft: HistoryDraft, table: str, records: list[list[Texts]]) -> bool:
    """Whether the last record has a key in common with an earlier one, and other values."""
    rows = tuple(row for rows in records for row in rows)
    numbers = tuple(number for number, rows in enumerate(records) for _ in rows)
    answers = read(File("", draft.received, table, rows, numbers), 0, Calendar(TOKYO))
    return answers[-1].codes == (DUPLICATE,)


def draw_record(draft: HistoryDraft, table: str) -> list[Texts]:
    """The rows of one record: new, said before (perhaps a little differently), or spoilt."""
    earlier = draft.earlier_rows.get(table, [])
    if earlier and not draft.xml and draft.one_in(4):
        row = dict(draft.pick(earlier))
        for column in ("status-code", *DROPPED_BACK):
            row.pop(column, None)
        return [vary(draft, table, row) if draft.one_in(2) else row]
    rows = draft.writers[table](draft)
    if draft.one_in(20):
        return spoil(draft, table, rows)
    if len(rows) > 1 and draft.one_in(5):
        rows.append(vary(draft, table, rows[0]) if draft.one_in(3) else rows[0])
    return rows


def vary(draft: HistoryDraft, table: str, row: Texts) -> Texts:
    """The same thing with one other value."""
    changes: dict[str, tuple[Texts, ...]] = {
        ORDERS: (
            {"quantity-purchased": "4"},
            {"quantity-purchased": "0"},
            {"item-price": "777"},
            {"product-name": "茶"},
            {"buyer-name": "青木"},
        ),
        PAYMENTS: ({"payment-status": "Verified"}, {"payment-status": "Fraud"}, {"payment-status": "Pending"}),
        CONFIRMATIONS: ({"quantity": "1"}, {"ship-method": "Yu-Pack"}, *CARRIERS),
        CANCELLATIONS: ({"cancellation-reason-code": "NoInventory"}, {"quantity": "1"}),
        REFUNDS: ({"item-price-adj": "601"}, {"adjustment-reason-code": "Exchange"}, {"quantity-cancelled": "1"}),
        INVENTORY: ({"quantity": "7", "on-hand": ""}, {"quantity": "", "on-hand": "7"}),
        UNSHIPPED_REPORT: ({"quantity-shipped": "2"}, {"quantity-purchased": "4"}, {"quantity-purchased": "0"}),
        PENDING_REPORT: ({"payment-type": "COD"}, {"quantity-purchased": "0"}),
        ALL_ORDERS: ({"order-status": "Shipped"}, {"item-status": "Canceled"}, {"order-status": "Unshipped"}),
        ADDRESSES: ({"ship-address-1": "渋谷 5-5-5"}, {"ship-phone-number": "03-9"}),
    }
    if draft.rich:
        changes[ORDERS] += ({"order-status": "Shipped"}, {"order-status": "Canceled"}, {"latest-ship-date": ""})
    sayable = [change for change in changes[table] if not draft.xml or set(change) <= ITEM_COLUMNS]
    changed = row | draft.pick(sayable)
    return row if table != ORDERS and is_quantity_alone(changed) else changed


def is_quantity_alone(row: Texts) -> bool:
    return "sku" not in row and bool(row.get("quantity")) and not row.get("order-item-id") and not row.get(ITEM_CODE)


def spoil(draft: HistoryDraft, table: str, rows: list[Texts]) -> list[Texts]:
    """The same record with a form error, or two: in its first item, or in what its rows share."""
    amount = draft.pick(("0", "1e5"))
    ordered = draft.pick(("1.5", "1e5"))
    faults: dict[str, tuple[Texts, ...]] = {
        ORDERS: ({"quantity-purchased": ordered}, {"sku": ""}, {"sku": "", "quantity-purchased": ordered}),
        PAYMENTS: ({"payment-status": ""}, {"payment-date": "2026/13/40"}),
        CONFIRMATIONS: (
            *({"ship-date": "2026/13/40"}, {"ship-date": ""}, {"carrier-code": "", "carrier-name": ""}),
            *({"quantity": amount}, {"quantity": amount, "ship-date": "2026/13/40"}),
        ),
        CANCELLATIONS: ({"order-id": ""}, {"quantity": amount}),
        REFUNDS: (
            *({"item-price-adj": ""}, {"item-tax-adj": "60"}, {"shipping-price-adj": "-1"}, {"order-id": ""}),
            *({"action-type": "Cancel", "quantity-cancelled": ""}, {"currency": "USD", "quantity-cancelled": "1e5"}),
        ),
        INVENTORY: ({"quantity": "1e5", "on-hand": ""}, {"sku": ""}),
        UNSHIPPED_REPORT: ({"ship-address-1": ""}, {"quantity-shipped": "1e5"}),
        PENDING_REPORT: ({"sku": ""}, {"quantity-purchased": ordered}),
        ALL_ORDERS: ({"last-updated-date": "2026/13/40"}, {"amazon-order-id": ""}),
        ADDRESSES: ({"message-id": ""}, {"recipient-name": ""}, {"requested-by": "", "ship-postal-code": ""}),
    }
    fault = draft.pick(faults[table])
    spoilt = [
        row | {c: text for c, text in fault.items() if n == 0 or c not in ITEM_COLUMNS} for n, row in enumerate(rows)
    ]
    if is_quantity_alone(spoilt[0]):
        spoilt[0]["order-item-id" if table == CONFIRMATIONS else ITEM_CODE] = NOBODYS_ITEM
    return spoilt

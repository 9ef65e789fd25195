"""What the demo publishes about one order, read from the golden files: its life as it stands in the reports."""

import json

from tests.support import answers
from tests.support.golden_demo import DEMO_GOLDEN

FOLDERS = {
    "R1": "2026-10-05/run-1",
    "R2": "2026-10-06/run-2",
    "R3": "2026-10-07/run-3",
    "R4": "2026-10-08/run-4",
    "R5": "2026-10-09/run-5",
    "R5b": "2026-10-09/run-6",
    "R6": "2026-10-13/run-7",
    "R7": "2026-10-29/run-8",
    "R8": "2026-11-05/run-9",
}
FIRST_SETTLEMENT, SECOND_SETTLEMENT = "settlement-OM-20261012.tsv", "settlement-OM-20261026.tsv"


def order_id(number):
    """The id of an order of the stories."""
    return f"999-0000001-{number:07}"


def report_rows(run, name):
    """The rows of a report of a run by column; none where the run has no such report."""
    path = DEMO_GOLDEN / "reports" / FOLDERS[run] / name
    if name.startswith("processing/"):
        return answers.answer_rows(path)
    lines = path.read_text("utf-8-sig").replace("\r\n", "\n").splitlines() if path.is_file() else []
    start = next(
        (number for number, line in enumerate(lines) if "order-id\t" in line or line[:4] == "sku\t"), len(lines)
    )
    cells = [line.split("\t") for line in lines[start:]]
    return [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]


def report_values(number, name, *columns):
    """(run, the columns of each row) for every row of a report about an order, run by run."""
    return [
        (run, *(row[column] for column in columns))
        for run in FOLDERS
        for row in report_rows(run, name)
        if row["order-id"] == order_id(number)
    ]


def runs_with(number, name):
    """The runs of which a report names an order."""
    return list(dict.fromkeys(run for run, *_ in report_values(number, name)))


def answer_codes(number):
    """(run, feed, code) of every line of an answer about an order, but for what only repeats."""
    return [
        (run, answers.feed_name(path), row["error-code"])
        for run, folder in FOLDERS.items()
        for path in sorted((DEMO_GOLDEN / "reports" / folder / "processing").glob("*"))
        for row in report_rows(run, f"processing/{path.name}")
        if row["order-id"] == order_id(number) and row["error-code"] != "5000"
    ]


def answer_message(number, run, feed):
    """What the answer to a feed says of an order."""
    form = "xml" if feed.endswith(".xml") else "tsv"
    [row] = [row for row in report_rows(run, f"processing/{feed}.report.{form}") if row["order-id"] == order_id(number)]
    return row["error-message"]


def notices_to(number, to):
    """(run, kind) of every notice about an order to buyer or seller."""
    return [(run, kind) for run, reader, kind in report_values(number, "notices.tsv", "to", "kind") if reader == to]


def charges_of(number):
    """(run, kind, yen) of every charge of an order."""
    return [(run, kind, int(yen)) for run, kind, yen in report_values(number, "charges.tsv", "kind", "amount")]


def settled_amounts(number, name):
    """(what it is for, yen) of every row of a settlement about an order."""
    return [(what, int(yen)) for _, what, yen in report_values(number, name, "amount-description", "amount")]


def cancellations_of(number):
    """(run, cause, by whom, units, feedback) of every cancellation of an order."""
    return report_values(number, "canceled-orders.tsv", "cause", "by", "quantity", "feedback")


def may_invite(number):
    """Whether the buyer of a canceled order may be invited to order again."""
    return [value for _, value in report_values(number, "canceled-orders.tsv", "may-invite")]


def stock_of(run, sku):
    """(quantity, listing, short by) of a SKU after a run."""
    [row] = [row for row in report_rows(run, "inventory.tsv") if row["sku"] == sku]
    return int(row["quantity"]), row["listing"], int(row["short-by"])


def run_document(run):
    """The run.json of a run."""
    return json.loads((DEMO_GOLDEN / "reports" / FOLDERS[run] / "run.json").read_text("utf-8"))


def feed_counts(run, name):
    """(records, accepted, warning, unchanged, held, rejected) of a feed of a run."""
    [feed] = [entry for entry in run_document(run)["feeds"] if entry["name"] == name]
    return tuple(feed[kind] for kind in ("records", "accepted", "warning", "unchanged", "held", "rejected"))


def cancel_rate(run):
    """(canceled by the seller, verified) in the seven days up to a run."""
    rate = run_document(run)["metrics"]["pre-fulfilment-cancel-rate"]
    return rate["numerator"], rate["denominator"]

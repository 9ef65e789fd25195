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
FIRST, SECOND = "settlement-OM-20261012.tsv", "settlement-OM-20261026.tsv"


def order(number):
    """The id of an order of the stories."""
    return f"999-0000001-{number:07}"


def rows(run, name):
    """The rows of a report of a run by column; none where the run has no such report."""
    path = DEMO_GOLDEN / "reports" / FOLDERS[run] / name
    if name.startswith("processing/"):
        return answers.rows(path)
    lines = path.read_text("utf-8-sig").replace("\r\n", "\n").splitlines() if path.is_file() else []
    start = next(
        (number for number, line in enumerate(lines) if "order-id\t" in line or line[:4] == "sku\t"), len(lines)
    )
    cells = [line.split("\t") for line in lines[start:]]
    return [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]


def of(number, name, *columns):
    """(run, the columns of each row) for every row of a report about an order, run by run."""
    return [
        (run, *(row[column] for column in columns))
        for run in FOLDERS
        for row in rows(run, name)
        if row["order-id"] == order(number)
    ]


def runs_with(number, name):
    """The runs of which a report names an order."""
    return list(dict.fromkeys(run for run, *_ in of(number, name)))


def codes(number):
    """(run, feed, code) of every line of an answer about an order, but for what only repeats."""
    return [
        (run, answers.feed_of(path), row["error-code"])
        for run, folder in FOLDERS.items()
        for path in sorted((DEMO_GOLDEN / "reports" / folder / "processing").glob("*"))
        for row in rows(run, f"processing/{path.name}")
        if row["order-id"] == order(number) and row["error-code"] != "5000"
    ]


def message(number, run, feed):
    """What the answer to a feed says of an order."""
    form = "xml" if feed.endswith(".xml") else "tsv"
    [row] = [row for row in rows(run, f"processing/{feed}.report.{form}") if row["order-id"] == order(number)]
    return row["error-message"]


def told(number, to):
    """(run, kind) of every notice about an order to buyer or seller."""
    return [(run, kind) for run, said, kind in of(number, "notices.tsv", "to", "kind") if said == to]


def charged(number):
    """(run, kind, yen) of every charge of an order."""
    return [(run, kind, int(yen)) for run, kind, yen in of(number, "charges.tsv", "kind", "amount")]


def paid(number, name):
    """(what it is for, yen) of every row of a settlement about an order."""
    return [(what, int(yen)) for _, what, yen in of(number, name, "amount-description", "amount")]


def canceled(number):
    """(run, cause, by whom, units, feedback) of every cancellation of an order."""
    return of(number, "canceled-orders.tsv", "cause", "by", "quantity", "feedback")


def may_invite(number):
    """Whether the buyer of a canceled order may be invited to order again."""
    return [each for _, each in of(number, "canceled-orders.tsv", "may-invite")]


def stock(run, sku):
    """(quantity, listing, short by) of a SKU after a run."""
    [row] = [row for row in rows(run, "inventory.tsv") if row["sku"] == sku]
    return int(row["quantity"]), row["listing"], int(row["short-by"])


def document(run):
    """The run.json of a run."""
    return json.loads((DEMO_GOLDEN / "reports" / FOLDERS[run] / "run.json").read_text("utf-8"))


def feed(run, name):
    """(records, accepted, warning, unchanged, held, rejected) of a feed of a run."""
    [found] = [each for each in document(run)["feeds"] if each["name"] == name]
    return tuple(found[kind] for kind in ("records", "accepted", "warning", "unchanged", "held", "rejected"))


def cancel_rate(run):
    """(canceled by the seller, verified) in the seven days up to a run."""
    rate = document(run)["metrics"]["pre-fulfilment-cancel-rate"]
    return rate["numerator"], rate["denominator"]

"""Buyer data in any column of any feed, also in one it has slipped into, is told in no answer, list or manifest."""

import json

import pytest

from pipeline.cli import check_text
from pipeline.cli.rejects_text import rejects_text
from pipeline.documents.localize import Localizer
from pipeline.operations.check_feeds import check_feeds
from pipeline.queries.find_rejects import find_rejects
from schemas.formats.feed_formats import FEEDS
from tests.support.good_rows import GOOD_ROWS
from tests.support.seller_workspace import RUN_TIMES, SellerWorkspace

POISON = (
    *("毒見 花子", "毒見町9-8-7", "doku@example.invalid", "090-9999-8888", "〒998-7766", "毒見\u2028おめでとう"),
    *("D-24 毒見便 090-9999-8888", "Express 998-7766", "ドクミ"),
)
SLIPPED = ("毒見", "ドクミ", "doku", "9999-8888", "998-7766")
CODED = ("Doku-7", "DOKU_9", "doku")
OWN = "買子"
"""Stands in every column that is declared to hold buyer data."""
TOLD_THERE = ("orders.tsv", "unshipped-orders.tsv")
FACTS = ("inventory.tsv", "pending-orders.tsv", "settlement-open.tsv", "canceled-orders.tsv")
"""Reports of skus and titles: what has slipped into such a column is a sku for them."""


def good_row_of(table):
    rows = [base for base in GOOD_ROWS.values() if {*base} <= {*table.names}]
    return max(rows, key=lambda base: len({*base} & {*table.required}) * 100 - len(base))


def poisoned_rows(table):
    """A good row with one poison after the other in one column after the other."""
    private = {column.name: OWN for column in table.columns if column.private}
    for name in table.names:
        for poison in POISON:
            yield good_row_of(table) | private | {name: poison}


def shifted_feed(table):
    """Good rows with a poison more in front, in the middle and at the end, so that every cell is under another heading.

    Some poisons are such as any column may hold.
    """
    row = good_row_of(table) | {column.name: OWN for column in table.columns if column.private}
    shifted = [
        [*cells[:place], poison, *cells[place:]]
        for cells in [[*row.values()]]
        for poison in (*POISON, *CODED)
        for place in (0, len(cells) // 2, len(cells))
    ]
    return "".join("\t".join(cells) + "\n" for cells in [[*row], *shifted])


def xml_of_bodies(kind, bodies):
    messages = "".join(f"<Message><MessageID>{n}</MessageID>{body}</Message>" for n, body in enumerate(bodies, 1))
    return f"<AmazonEnvelope><MessageType>{kind}</MessageType>{messages}</AmazonEnvelope>".encode()


def message_body(table, row):
    """A row of a format as one message, by the paths of its columns."""
    parts = []
    for column in table.columns:
        path = column.xml.partition("@")[0].split("/")
        if column.xml and "[" not in column.xml and row.get(column.name):
            inside = f"<![CDATA[{row[column.name]}]]>"
            for step in reversed([step for step in path if step]):
                inside = f"<{step}>{inside}</{step}>"
            parts.append(inside)
    return f"<{table.message}>{''.join(parts)}</{table.message}>"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    workspace = SellerWorkspace(tmp_path_factory.mktemp("poison") / "shop")
    for table in FEEDS:
        rows = list(poisoned_rows(table))
        workspace.drop(f"{table.name}.tsv".replace(" ", "-"), *rows)
        workspace.put(f"shifted-{table.name}.tsv".replace(" ", "-"), shifted_feed(table).encode())
        if table.message:
            workspace.put(
                f"{table.message}.xml", xml_of_bodies(table.message, [message_body(table, row) for row in rows])
            )
    odd = xml_of_bodies(
        "OrderReport", [f"<OperationType>{POISON[0]}</OperationType>", f"<{POISON[0][:2]}/>", "<MessageID/>"]
    )
    workspace.put("odd.xml", odd.replace(b"<MessageID>1<", f"<MessageID>{POISON[0]}<".encode()))
    workspace.run()
    workspace.run(RUN_TIMES[1])
    return workspace


def test_every_feed_was_read_and_something_of_each_was_refused(workspace):
    document = json.loads((workspace.root / "reports/2026-10-05/run-1/run.json").read_text("utf-8"))
    assert {feed["name"] for feed in document["feeds"] if feed["rejected"] == 0} <= {"odd.xml"}
    assert {feed["format"] for feed in document["feeds"]} >= {table.name for table in FEEDS}


def test_no_answer_list_view_or_manifest_tells_of_a_buyer(workspace):
    searched = []
    for folder in ("reports", "held"):
        for path in sorted((workspace.root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and path.name not in TOLD_THERE:
                searched.append(path.name)
                text = path.read_bytes().decode("utf-8-sig")
                assert OWN not in text, path
                slipped = [] if path.name in FACTS or folder == "held" else SLIPPED
                assert not [secret for secret in slipped if secret.casefold() in text.casefold()], path
    assert {"run.json", "rejected-all.tsv", "OrderReport.xml.report.xml", "order-feed.tsv.report.tsv"} <= {*searched}


def test_no_command_tells_of_a_buyer(workspace, tmp_path):
    copy = tmp_path / "copy.xml"
    [archived] = workspace.root.glob("archive/*/*OrderReport.xml")
    copy.write_bytes(archived.read_bytes().replace(b"<MessageID>1<", b"<MessageID>x<"))
    with workspace.reader() as store:
        rejects = find_rejects(store, "en")
        checked = check_feeds(store, [copy])
    documents = json.dumps([rejects, checked.document], ensure_ascii=False)
    texts = f"{documents}{rejects_text(rejects, Localizer.of(store.settings))}{check_text.answers_text(checked)}"
    assert rejects["count"] > 100
    assert not [secret for secret in (*SLIPPED, OWN) if secret in texts]

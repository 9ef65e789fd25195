"""A value never becomes a field, a row or a command to a terminal: hostile feeds through whole runs."""

import csv
import json
import re
from zoneinfo import ZoneInfo

import pytest

import feeds
from schemas.column_kinds import CONTROLS
from tests.support import answers
from tests.support.order_answers import show_order
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

FORGED, UNKNOWN = "999-0000009-0000009", "999-0000001-0000009"
ROW = f"{FORGED}\t00000000000999\t1"
TRAPS = {
    "raw": f"A\n{ROW}\r\nB",
    "references": f"A&#10;{ROW.replace(chr(9), '&#9;')}&#xD;&#xA;B",
    "cdata": f"A<![CDATA[\n{ROW}\n]]>B",
    "split": f"A<!-- x -->\n<?x y?>{ROW}\nB",
}
REFUSED = ("\x7f", "\x85", "\x9b", "\u2028", "\u2029", "&#x85;", "&#x2028;")
PLACES = ("Title", "DeliveryInstructions", "GiftMessageText")


def trapped_order(number, text, currency="JPY"):
    item = "".join(f"<{place}>{text}</{place}>" for place in PLACES)
    return (
        f"<Message><MessageID>{number}</MessageID><OrderReport><AmazonOrderID>999-0000001-{number:07}</AmazonOrderID>"
        "<OrderDate>2026-10-05T10:00:00+09:00</OrderDate><OrderPostedDate>2026-10-05T10:05:00+09:00</OrderPostedDate>"
        f"<BillingData><BuyerName>{text}</BuyerName></BillingData>"
        f"<FulfillmentData><Address><Name>{text}</Name><AddressFieldOne>{text}</AddressFieldOne>"
        "<PostalCode>000-0001</PostalCode></Address></FulfillmentData>"
        f"<Item><AmazonOrderItemCode>{number:014}</AmazonOrderItemCode><SKU>A-{number}</SKU><Quantity>1</Quantity>"
        "<ItemPrice><Component><Type>Principal</Type>"
        f'<Amount currency="{currency}">100</Amount></Component></ItemPrice>'
        f"{item}</Item></OrderReport></Message>"
    )


def trapped_confirmation(number, text):
    return (
        f"<Message><MessageID>{number}</MessageID><OrderFulfillment><AmazonOrderID>{UNKNOWN}</AmazonOrderID>"
        "<FulfillmentDate>2026-10-05T20:00:00+09:00</FulfillmentDate><FulfillmentData><CarrierName>"
        f"{text}</CarrierName><ShippingMethod>{text}</ShippingMethod></FulfillmentData></OrderFulfillment></Message>"
    )


def xml_of_messages(kind, messages):
    return f"<AmazonEnvelope><MessageType>{kind}</MessageType>{''.join(messages)}</AmazonEnvelope>".encode()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Orders and a held confirmation with every trap that is one space, and orders with every control that is none."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("forging") / "shop")
    traps = [trapped_order(number, text) for number, text in enumerate(TRAPS.values(), 1)]
    controls = [trapped_order(number, f"A{text}B") for number, text in enumerate(REFUSED, 11)]
    attribute = trapped_order(21, "A", "JPY&#10;" + ROW.replace("\t", "&#9;"))
    workspace.put("orders.xml", xml_of_messages("OrderReport", [*traps, *controls, attribute]))
    held = [trapped_confirmation(number, text) for number, text in enumerate(TRAPS.values(), 1)]
    workspace.put(
        "ship.xml",
        xml_of_messages(
            "OrderFulfillment", [*held, trapped_confirmation(9, "A\x85B"), trapped_confirmation("1\n2", "A")]
        ),
    )
    order = ORDER | {"order-id": "999-0000001-0000030", "order-item-id": "00000000000030"}
    flat = [
        order | {"order-item-id": f"{number:014}", "sku": f"A{bad}B"} for number, bad in enumerate("\x0b\x1c\x85", 31)
    ]
    workspace.drop("flat.tsv", order, *flat)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "ship-method": "a\x1bb", "bad\x85head": "x"})
    workspace.run()
    workspace.run(RUN_TIMES[1])
    return workspace


def published_files(workspace):
    return [
        path
        for folder in ("reports", "rejected", "held")
        for path in sorted((workspace.root / folder).rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]


def test_tabs_and_line_breaks_of_any_making_are_one_space_in_what_is_read(workspace):
    [feed] = list(workspace.root.glob("archive/*/*orders.xml"))
    typed = feeds.read(feed, zone=ZoneInfo("Asia/Tokyo")).typed
    assert typed["recipient-name"].iloc[: len(TRAPS)].tolist() == [f"A {FORGED} 00000000000999 1 B"] * len(TRAPS)
    assert not typed["order-id"].eq(FORGED).any()


def test_every_published_flat_file_has_the_rows_and_fields_that_it_says_for_any_reader(workspace):
    document = json.loads((workspace.root / "reports/2026-10-05/run-1/run.json").read_text("utf-8"))
    rows = {workspace.root / report["name"]: report["rows"] for report in document["reports"]}
    flat = [path for path in published_files(workspace) if path.suffix == ".tsv"]
    assert {"orders.tsv", "unshipped-orders.tsv", "held-shipment-confirmation.tsv", "run-1_orders.xml.tsv"} <= {
        path.name for path in flat
    }
    for path in flat:
        text = path.read_bytes().decode("utf-8-sig")
        lines = text.splitlines()
        assert lines == text.replace("\r\n", "\n").split("\n")[:-1]
        below = [line for line in lines if not line.startswith(("Feed Processing", "\tNumber"))]
        fields = {line.count("\t") for line in below if line}
        assert len(fields) <= 1, path
        assert list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)) == [
            line.split("\t") if line else [] for line in lines
        ]
        if path in rows and "processing" not in path.parts:
            assert len(lines) == rows[path] + 1


def test_no_forged_order_stands_in_any_first_field(workspace):
    for path in published_files(workspace):
        if path.suffix == ".tsv" and "held" not in path.name:
            assert not [line for line in path.read_bytes().decode("utf-8-sig").splitlines() if line.startswith(FORGED)]


def test_every_other_control_refuses_its_record_and_stays_refused_when_it_is_dropped_back(workspace):
    lines = answers.answer_rows(workspace.root / "reports/2026-10-05/run-1/processing/orders.xml.report.xml")
    wrong = {row["original-record-number"] for row in lines if row["error-code"] == "70109"}
    assert wrong == {str(number) for number, _ in enumerate(REFUSED, 11)}
    again = feeds.read(workspace.root / "rejected/run-1_orders.xml.tsv", zone=ZoneInfo("Asia/Tokyo"))
    assert again.records == len(REFUSED) + 1
    assert set(again.problems["code"]) == {70106, 70109}


def test_xml_answers_and_run_json_hold_no_control_character(workspace):
    for path in published_files(workspace):
        if path.suffix in {".xml", ".json"}:
            text = path.read_text("utf-8")
            assert not [letter for letter in text if letter != "\n" and letter < " "]
            assert not set(text) & set("\x7f\x85\x9b\u2028\u2029")
            answers.validated_xml(path.read_bytes()) if path.suffix == ".xml" else json.loads(text)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_terminal_is_told_no_control_character_of_an_order(workspace, language):
    for number in (1, 4):
        document, text = show_order(workspace.root, f"999-0000001-{number:07}", language)
        assert FORGED in text
        assert not re.search(CONTROLS, text.replace("\n", ""))
        assert "\\n" not in json.dumps(document)

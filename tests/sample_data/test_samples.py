"""The feeds of the demo: what is committed is what the stories say, and nobody in them is real."""

import csv
import io
import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from pipeline import settings
from sample_data import build, forms, stories

FOLDER = Path(build.__file__).parent
NUMBERS = {*range(1, 13), 15, 16, *range(18, 23), 25, 26, 27, 29, 30}
BY_PATH = {feed.path: feed for feed in build.FEEDS}
FLAT = [path for path in BY_PATH if not path.endswith(".xml")]
LATE = {
    "R8/confirmations-20261104.tsv": datetime.fromisoformat("2026-11-04T23:00:00+09:00"),
}


def committed():
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.glob("R*/*"))}


def text(path):
    return (FOLDER / path).read_bytes().decode(BY_PATH[path].encoding).removeprefix("\ufeff")


def rows(path):
    lines = csv.reader(io.StringIO(text(path), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    table = [line for line in lines if not line[0].startswith(("TemplateType=", "注文番号"))]
    return [dict(zip(table[0], line, strict=True)) for line in table[1:]]


def messages(path):
    return [message[-1] for message in etree.fromstring((FOLDER / path).read_bytes()).iter("Message")]


def runs():
    return {run["name"]: run for run in tomllib.loads((FOLDER / "runs.toml").read_text("utf-8"))["run"]}


def test_the_committed_feeds_are_what_the_stories_give(tmp_path):
    build.main(tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in sorted(tmp_path.glob("*/*"))}
    assert written == committed()


@pytest.mark.parametrize("path", BY_PATH)
def test_a_feed_has_the_encoding_and_the_line_ends_that_it_declares(path):
    feed, raw = BY_PATH[path], (FOLDER / path).read_bytes()
    assert raw.decode(feed.encoding).encode(feed.encoding) == raw
    assert raw.startswith(b"\xef\xbb\xbf") == (feed.encoding == "utf-8-sig")
    assert raw.startswith(b"\xff\xfe") == (feed.encoding == "utf-16-le")
    assert set(re.findall("\r\n|\n|\r", text(path))) == {feed.line_end}


def test_the_windows_files_can_be_read_as_nothing_else():
    japanese = [path for path, feed in BY_PATH.items() if feed.encoding == "cp932" and not text(path).isascii()]
    assert japanese
    for path in japanese:
        with pytest.raises(UnicodeDecodeError):
            (FOLDER / path).read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", FLAT)
def test_every_row_of_a_flat_feed_has_as_many_cells_as_its_header(path):
    assert len({line.count("\t") for line in text(path).splitlines()}) == 1
    assert rows(path)


def test_every_order_of_the_stories_occurs_and_no_other():
    found = {int(number) for path in BY_PATH for number in re.findall(r"999-0000001-(\d{7})", text(path))}
    assert found == NUMBERS
    assert set(stories.ORDERS) == NUMBERS - {20}


def test_an_item_id_has_fourteen_digits_and_belongs_to_one_line():
    ids = [
        stories.item_id(order.number, line)
        for order in stories.ORDERS.values()
        for line in range(1, len(order.lines) + 1)
    ]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"\d{14}", item) for item in ids)


@pytest.mark.parametrize("path", BY_PATH)
def test_no_address_number_or_name_could_be_anybodys(path):
    content = text(path)
    assert all(mail.endswith("@example.invalid") for mail in re.findall(r"[^\s<>]*@[^\s<>]*", content))
    cleaned = re.sub(r"999-0000001-\d{7}|0000-0000-\d{4}|000-0000-00\d\d|000-00\d\d|\d{4}-\d\d-\d\d", "", content)
    assert not re.findall(r"\d{2,4}-\d{2,4}-\d{3,4}|(?<!\d)\d{3}-\d{4}(?!\d)|(?<!\d)0\d{9,10}(?!\d)", cleaned)


def test_every_buyer_is_called_a_sample():
    assert all(re.search("見本|例示|架空|仮名", order.buyer) for order in stories.ORDERS.values())


def test_the_runs_take_every_feed_once():
    taken = [feed["file"] for run in runs().values() for feed in run.get("feed", [])]
    assert sorted(taken) == sorted(BY_PATH)
    assert all(path.startswith(f"{name}/") for name, run in runs().items() for path in files(run))


def files(run):
    return [feed["file"] for feed in run.get("feed", [])]


def test_the_runs_are_those_of_the_demo():
    days = {name: run["as_of"].isoformat()[:16] for name, run in runs().items()}
    assert days == {
        "R1": "2026-10-05T23:30",
        "R2": "2026-10-06T23:30",
        "R3": "2026-10-07T23:30",
        "R4": "2026-10-08T23:30",
        "R5": "2026-10-09T23:30",
        "R5b": "2026-10-09T23:50",
        "R6": "2026-10-13T23:30",
        "R7": "2026-10-29T23:30",
        "R8": "2026-11-05T23:30",
    }
    assert not files(runs()["R7"])
    assert all(run["as_of"].utcoffset() == timedelta(hours=9) for run in runs().values())


def test_feeds_come_in_the_evening_before_their_run():
    for run in runs().values():
        for feed in run.get("feed", []):
            at = feed["received"]
            evening = (
                at.date() == run["as_of"].date() and "19:00" <= at.strftime("%H:%M") <= "20:30"  # local by its offset
            )
            assert evening or at == LATE[feed["file"]]


def test_nothing_is_told_before_it_has_happened():
    happened = re.compile(r"2026-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d|2026-\d\d-\d\d(?=\t)")
    for feed in [feed for run in runs().values() for feed in run.get("feed", [])]:
        moments = [datetime.fromisoformat(moment) for moment in happened.findall(text(feed["file"]))]
        assert all((m if m.tzinfo else m.replace(tzinfo=stories.JST)) <= feed["received"] for m in moments)


def test_the_workspace_of_the_demo_has_valid_settings():
    given = tomllib.loads((FOLDER / "ordermill.toml").read_text("utf-8"))
    read = settings.Settings.of(given, "ordermill.toml")
    assert (read.zone, read.shards, read.inbox.settle_seconds) == ("Asia/Tokyo", 4, 0)
    assert read.settlement == settings.Settlement(
        cycle_days=14,
        anchor=datetime.fromisoformat("2026-09-28T00:00:00+09:00"),
        deposit_lag_days=2,
        minimum_yen=1,
    )


def test_mondays_file_comes_again_with_the_same_bytes():
    content = committed()
    assert content["R2/orders-20261005-copy.tsv"] == content["R1/orders-20261005.tsv"]


def test_the_orders_verified_on_monday_come_again_as_xml_with_the_same_facts():
    flat = [row for row in rows("R1/orders-20261005.tsv") if row["payments-date"]]
    again = [
        (
            message.findtext("AmazonOrderID"),
            item.findtext("AmazonOrderItemCode"),
            instant(message.findtext("OrderDate")),
            instant(message.findtext("OrderPostedDate")),
            message.findtext("FulfillmentData/Address/Name"),
            message.findtext("FulfillmentData/Address/AddressFieldOne"),
            message.findtext("FulfillmentData/Address/PostalCode"),
            item.findtext("SKU"),
            item.findtext("Title"),
            item.findtext("Quantity"),
            amount(item, "Principal"),
            amount(item, "Shipping"),
        )
        for message in messages("R3/orders-20261005-again.xml")
        for item in message.iter("Item")
    ]
    columns = ("recipient-name", "ship-address-1", "ship-postal-code", "sku", "product-name", "quantity-purchased")
    told = [
        (
            row["order-id"],
            row["order-item-id"],
            instant(row["purchase-date"]),
            instant(row["payments-date"]),
            *(row[column] for column in columns),
            row["item-price"],
            row["shipping-price"],
        )
        for row in flat
    ]
    assert again == told


def instant(moment):
    return datetime.fromisoformat(moment).timestamp()


def amount(item, kind):
    found = [part.findtext("Amount") for part in item.iter("Component") if part.findtext("Type") == kind]
    return found[0] if found else "0"


def test_an_order_seen_bare_on_monday_has_price_and_address_on_wednesday():
    [bare] = [row for row in rows("R1/orders-20261005.tsv") if row["order-id"].endswith("18")]
    assert not any(bare[column] for column in ("item-price", "currency", "recipient-name", "payments-date"))
    [full] = [m for m in messages("R3/orders-20261007.xml") if m.findtext("AmazonOrderID") == bare["order-id"]]
    assert full.findtext("Item/ItemPrice/Component/Amount") == "2160"
    assert full.findtext("FulfillmentData/Address/Name") == "仮名 一葉"


def test_thursdays_file_holds_ten_good_rows_and_three_damaged_ones_that_can_be_mended():
    listed = rows("R4/confirmations-20261008.tsv")
    sound = [forms.parcel_row(stories.PARCELS[name]) for name in stories.PACKED["R4"]]
    damaged = [number for number, (row, meant) in enumerate(zip(listed, sound, strict=True), 1) if row != meant]
    assert (len(listed), damaged) == (13, [5, 8, 12])
    mend = runs()["R5b"]["mend"]
    assert f"R4/{mend['feed']}" in BY_PATH
    assert mend["received"] == datetime.fromisoformat("2026-10-09T23:40:00+09:00")
    words = {(each["column"], each["from"]): each["to"] for each in mend["replace"]}
    assert [{column: words.get((column, cell), cell) for column, cell in row.items()} for row in listed] == sound


def test_thursdays_file_repeats_parcels_that_were_confirmed_before():
    before = rows("R2/confirmations-20261006.txt")
    listed = rows("R4/confirmations-20261008.tsv")
    assert before[1] in listed
    numbers = [
        message.findtext("FulfillmentData/ShipperTrackingNumber")
        for message in messages("R3/confirmations-20261007.xml")
    ]
    assert {"0000-0000-1101", "0000-0000-1102"} <= set(numbers) & {row["tracking-number"] for row in listed}
    assert rows("R4/confirmations-20261008-again.tsv") == [before[2]]


def test_awkward_texts_are_in_the_feeds():
    monday, tuesday = rows("R1/orders-20261005.tsv"), rows("R2/orders-20261006.txt")
    assert {"00123", "1E5", "3-4"} <= {row["sku"] for row in monday}
    assert '"お徳用 ねじ 3/4' in {row["product-name"] for row in monday}
    assert "NA" in {row["product-name"] for row in tuesday}
    assert {"髙見本 九郎", "例示商店①号店"} <= {row["recipient-name"] for row in tuesday}


def test_the_readme_tells_every_order_and_every_file():
    told = (FOLDER / "README.md").read_text("utf-8")
    assert {int(number) for number in re.findall(r"\*\*(\d\d)\*\*", told)} == NUMBERS
    assert not [path for path in BY_PATH if Path(path).name not in told]

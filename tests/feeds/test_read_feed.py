from datetime import datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import feeds
from schemas.columns import Kind
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import INVENTORY
from schemas.formats.order_feed import ORDERS
from tests.support.feed_forms import flat_file, xml_feed, xml_payload
from tests.support.read_feeds import TOKYO, problem_codes

MONEY = {"item-price": "Principal", "shipping-price": "Shipping", "gift-wrap-price": "GiftWrap"}


def test_a_feed_says_what_it_is(read_rows):
    feed = read_rows("orders", {})
    assert (feed.table, feed.form, feed.encoding, feed.records, feed.refused) == (ORDERS, "tsv", "utf-8", 1, False)


@pytest.mark.parametrize(
    ("content", "code", "form"),
    [
        (b"", 70204, "tsv"),
        (b"\r\n\r\n  \t", 70204, "tsv"),
        (b"hello\n", 70201, "tsv"),
        (b"order-id\tpayment-status\tcancellation-reason-code\n", 70202, "tsv"),
        (b"order-id\tpurchase-date\n", 90012, "tsv"),
        (b"\xff\xff\xff\xff", 70203, "tsv"),
        (b"<a", 50001, "xml"),
        (b"\xef\xbb\xbf \n<a></a>", 70201, "xml"),
    ],
)
def test_a_feed_refused_whole_has_no_rows(read, content, code, form):
    feed = read(content)
    assert feed.refused
    assert (feed.form, feed.records, len(feed.text), len(feed.typed), len(feed.repeats)) == (form, 0, 0, 0, 0)
    assert set(feed.problems["code"]) == {code}
    assert set(feed.problems["record"]) == {0}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_header_without_records_is_a_feed_of_none(read, end):
    feed = read("order-id\tpayment-status" + end)
    assert (feed.refused, feed.records, len(feed.typed)) == (False, 0, 0)
    assert list(feed.typed.columns) == ["record", "line", "message-id", *feed.table.names]
    assert list(feed.text.columns) == [*feed.typed.columns, "refused"]


def test_an_unknown_column_is_a_warning_of_the_file(read_rows):
    feed = read_rows("orders", {"memo": "call first"})
    assert problem_codes(feed) == [(0, 90061, "memo")]
    assert not feed.refused
    assert "call first" not in feed.problems.to_string()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing(read, encoding, end):
    rows = [{"sku": f"品{n}", "quantity": str(n)} for n in range(5)]
    feed = read(flat_file(rows, end), encoding)
    assert feed.encoding == encoding
    assert feed.typed[["record", "line", "sku", "quantity"]].to_numpy().tolist() == [
        [n + 1, n + 2, f"品{n}", n] for n in range(5)
    ]


def test_the_japanese_template_reads_like_the_plain_form(read):
    row = {
        "order-id": "999-0000001-0000001", "order-item-id": "00000000000101", "quantity": "2",
        "ship-date": "2026-10-06", "carrier-code": "YAMATO", "carrier-name": "", "tracking-number": "1",
        "ship-method": "宅急便", "cod-collection-method": "DirectPayment",
    }  # fmt: skip
    plain = flat_file([row], "\r\n")
    labels = "\t".join(CONFIRMATIONS[name].label for name in row)
    template = f"TemplateType=OrderFulfillment\tVersion=2011.1102\t編集しないでください\r\n{labels}\r\n{plain}"
    plain_feed, three = read(plain, "cp932"), read(template, "cp932")
    assert three.text["line"].tolist() == [4]
    assert three.typed.drop(columns="line").equals(plain_feed.typed.drop(columns="line"))
    labelled = read(labels + "\r\n" + plain.partition("\r\n")[2])
    assert labelled.typed.equals(plain_feed.typed)


def test_values_that_a_spreadsheet_would_spoil_stay_as_they_are(read):
    skus = ["00123", "1E5", "3-4", "NA", "null", '"half', "=1+1", " A"]
    feed = read(flat_file([{"sku": sku, "quantity": "1"} for sku in skus]))
    assert feed.typed["sku"].tolist() == skus


def test_progress_is_told(read_rows):
    records = []
    read_rows("inventory", {}, progress=records.append)
    assert records
    assert records[-1] == max(records) > 0


WORDS = st.text(st.sampled_from("見本aZ0 -&<>'\"；"), max_size=12).map(str.strip)
IDS = st.integers(0, 10**14 - 1).map("{:014d}".format)
ORDER_IDS = st.tuples(st.integers(0, 999), st.integers(0, 9)).map(lambda n: f"{n[0]:03d}-0000001-000000{n[1]}")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001  # without offset on purpose
    lambda at: at.replace(microsecond=0).isoformat()
)
YEN = st.integers(0, 10**9).map(str)
VALUES = {
    Kind.TEXT: WORDS,
    Kind.ORDER_ID: ORDER_IDS,
    Kind.ITEM_ID: IDS,
    Kind.COUNT: st.integers(-1, 1_000_001).map(str),
    Kind.YEN: YEN,
    Kind.MOMENT: MOMENTS,
    Kind.DAY_OR_MOMENT: MOMENTS,
    Kind.FLAG: st.sampled_from(["true", "no", "perhaps", ""]),
}


def value_strategy(column):
    if column.kind is Kind.CHOICE:
        return st.sampled_from([*column.choices, "", "neither"])
    return VALUES[column.kind]


def record_strategy(table):
    """Rows of the columns that both forms have, each order item once."""
    columns = [column for column in table.columns if column.xml and "Promotion" not in column.xml]
    row = st.fixed_dictionaries({column.name: value_strategy(column) for column in columns})
    return st.lists(row, min_size=1, max_size=4)


@pytest.mark.parametrize("table", [ORDERS, CONFIRMATIONS, CANCELLATIONS, INVENTORY], ids=lambda table: table.name)
@settings(max_examples=8)
@given(data=st.data())
def test_the_same_records_read_the_same_from_both_forms(tmp_path_factory, table, data):
    rows = data.draw(record_strategy(table))
    folder = tmp_path_factory.mktemp("forms")
    (folder / "flat").write_text(flat_file(rows), "utf-8", newline="\r\n")
    (folder / "xml").write_text(xml_feed(table.message, [xml_payload(table, row) for row in rows]), "utf-8")
    flat, xml = (feeds.read(folder / name, zone=TOKYO) for name in ("flat", "xml"))
    assert not flat.refused | xml.refused
    places = ["line", "message-id"]
    assert xml.typed.drop(columns=places).equals(flat.typed.drop(columns=places))
    records = [
        feed.problems[feed.problems["record"] > 0].drop(columns="line").reset_index(drop=True) for feed in (flat, xml)
    ]
    assert records[0].equals(records[1])
    assert xml.repeats.tolist() == flat.repeats.tolist()


ANY_BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from(
            ["order-id", "sku", "quantity", "payment-status", "\t", "\n", "\r", "<", "A", "9", "\x00", '"']
        ),
        max_size=60,
    ).map(lambda parts: "".join(parts).encode()),
    st.binary(max_size=80).map(lambda raw: b"sku\tquantity\nA\t1\n" + raw),
    st.binary(max_size=80).map(lambda raw: b"<AmazonEnvelope><MessageType>OrderReport</MessageType>" + raw),
)


@given(ANY_BYTES)
def test_whatever_the_bytes_are_the_answer_is_a_feed(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "feed"
    path.write_bytes(content)
    feed = feeds.read(path, zone=TOKYO)
    assert feed.refused == (feed.table is None)
    assert len(feed.text) == len(feed.typed) == len(feed.repeats)
    assert feed.refused or feed.records == len(feed.text)
    assert set(feed.problems["record"]) <= {0, *feed.text["record"]}

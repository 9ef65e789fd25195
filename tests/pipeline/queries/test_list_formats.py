import json

import pytest

from pipeline.errors import UsageError
from pipeline.queries import list_formats
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import FEEDS
from schemas.formats.report_formats import REPORTS


def test_without_a_name_every_format_is_listed_in_a_line():
    lines = list_formats.overview(list_formats.find("")).splitlines()
    assert len(lines) == 1 + len(FEEDS) + len(REPORTS)
    assert all(table.doc in text for table, text in zip((*FEEDS, *REPORTS), lines[1:], strict=True))


@pytest.mark.parametrize("name", ["shipment confirmation", "Shipment_Confirmation", "ship", "shipment c"])
def test_a_format_is_found_by_its_name_or_by_the_beginning_of_it(name):
    assert list_formats.find(name) == [CONFIRMATIONS]


def test_a_name_that_a_feed_and_a_report_share_means_both():
    assert [table.feed for table in list_formats.find("inventory")] == [True, False]


def test_the_beginning_of_several_names_is_refused_with_the_names():
    with pytest.raises(UsageError, match="p may mean several formats") as refused:
        list_formats.find("p")
    assert refused.value.tip == "choose one of: pending report, payments, pending-orders, processing report, payouts"


def test_an_unknown_name_is_refused_with_all_names():
    with pytest.raises(UsageError, match="fruit is no format") as refused:
        list_formats.find("fruit")
    assert "cancellation" in refused.value.tip


def test_the_columns_of_a_format_are_a_line_each():
    lines = list_formats.details([CONFIRMATIONS]).splitlines()
    assert lines[0] == "feed: shipment confirmation"
    assert lines[2] == f"Source: {CONFIRMATIONS.source}."
    assert [line.split()[0] for line in lines[5:]] == list(CONFIRMATIONS.names)


@pytest.mark.parametrize("table", [*FEEDS, *REPORTS], ids=lambda table: table.name)
def test_a_line_tells_the_example_and_the_length_of_a_column(table):
    for column, line in zip(table.columns, list_formats.details([table]).splitlines()[5:], strict=True):
        assert column.example in line
        assert not column.longest or f"t most {column.longest} characters" in line


def test_the_document_holds_every_column_and_can_be_written():
    document = json.loads(json.dumps(list_formats.document(list_formats.find(""))))
    assert document["version"] == 1
    assert [(each["side"], each["name"]) for each in document["formats"]] == [
        *(("feed", table.name) for table in FEEDS),
        *(("report", table.name) for table in REPORTS),
    ]
    [confirmation] = [each for each in document["formats"] if each["name"] == CONFIRMATIONS.name]
    [ship_date] = [each for each in confirmation["columns"] if each["name"] == "ship-date"]
    assert (ship_date["kind"], ship_date["required"], ship_date["label"]) == ("day or moment", True, "出荷日")

"""A format is found by its name or by the beginning of it."""

import pytest

from pipeline.errors import UsageError
from pipeline.queries.list_formats import list_formats
from schemas.formats.feed_formats import CONFIRMATIONS, FEEDS
from schemas.formats.report_formats import REPORTS


def test_without_a_name_every_format_is_listed():
    assert list_formats("") == [*FEEDS, *REPORTS]


@pytest.mark.parametrize("name", ["shipment confirmation", "Shipment_Confirmation", "ship", "shipment c"])
def test_a_format_is_found_by_its_name_or_by_the_beginning_of_it(name):
    assert list_formats(name) == [CONFIRMATIONS]


def test_a_name_that_a_feed_and_a_report_share_means_both():
    assert [table.feed for table in list_formats("inventory")] == [True, False]


def test_the_beginning_of_several_names_is_refused_with_the_names():
    with pytest.raises(UsageError, match="p is the beginning of several formats") as refused:
        list_formats("p")
    assert refused.value.tip == "choose one of: pending report, payments, pending-orders, processing report, payouts"


def test_an_unknown_name_is_refused_with_all_names():
    with pytest.raises(UsageError, match="fruit is not a format") as refused:
        list_formats("fruit")
    assert "cancellation" in refused.value.tip

import json

from tests.support.command_line import ordermill


def test_formats_are_listed_or_shown():
    assert "shipment confirmation" in ordermill("formats").stdout
    assert ordermill("formats", "shipment", "confirmation").stdout.startswith("feed: shipment confirmation\n")
    assert [table["name"] for table in json.loads(ordermill("formats", "paym", "--json").stdout)["formats"]] == [
        "payments"
    ]
    assert ordermill("formats", "fruit").exit_code == 2

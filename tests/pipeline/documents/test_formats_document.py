"""The formats as a document for programs."""

import json

from pipeline.documents.formats_document import formats_document
from schemas.formats.feed_formats import CONFIRMATIONS, FEEDS
from schemas.formats.report_formats import REPORTS


def test_the_document_holds_every_column_and_can_be_written():
    document = json.loads(json.dumps(formats_document([*FEEDS, *REPORTS])))
    assert document["version"] == 1
    assert [(table["side"], table["name"]) for table in document["formats"]] == [
        *(("feed", table.name) for table in FEEDS),
        *(("report", table.name) for table in REPORTS),
    ]
    [confirmation] = [table for table in document["formats"] if table["name"] == CONFIRMATIONS.name]
    [ship_date] = [column for column in confirmation["columns"] if column["name"] == "ship-date"]
    assert (ship_date["kind"], ship_date["required"], ship_date["label"]) == ("day or moment", True, "出荷日")

"""The formats in words for people."""

import pytest

from pipeline.cli.formats_text import formats_overview_text, formats_text
from schemas.formats.feed_formats import CONFIRMATIONS, FEEDS
from schemas.formats.report_formats import REPORTS


def test_every_format_is_listed_in_a_line():
    tables = [*FEEDS, *REPORTS]
    lines = formats_overview_text(tables).splitlines()
    assert len(lines) == 1 + len(tables)
    assert all(table.doc in line for table, line in zip(tables, lines[1:], strict=True))


def test_the_columns_of_a_format_are_a_line_each():
    lines = formats_text([CONFIRMATIONS]).splitlines()
    assert lines[0] == "feed: shipment confirmation"
    assert lines[2] == f"Source: {CONFIRMATIONS.source}."
    assert [line.split()[0] for line in lines[5:]] == list(CONFIRMATIONS.names)


@pytest.mark.parametrize("table", [*FEEDS, *REPORTS], ids=lambda table: table.name)
def test_a_line_tells_the_example_and_the_length_of_a_column(table):
    for column, line in zip(table.columns, formats_text([table]).splitlines()[5:], strict=True):
        assert column.example in line
        assert not column.longest or f"t most {column.longest} characters" in line

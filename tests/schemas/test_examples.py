"""Every column has an example that it takes, and every text a length: the page of formats can be written from."""

from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from schemas import column_kinds
from schemas.columns import Kind
from schemas.formats.feed_formats import FEEDS
from schemas.formats.report_formats import REPORTS
from tests.support.paths import GOLDEN

PUBLISHED = GOLDEN / "demo" / "reports"
TABLES = [*FEEDS, *REPORTS]
IDS = [f"{'feed' if table.feed else 'report'} {table.name}" for table in TABLES]
EMPTY = {"other-component"}
"""Columns that must not be filled, so that they have no example."""
PRIVATE = {"buyer-email": "@example.invalid", "ship-postal-code": "000-", "buyer-phone-number": "000-"}


@pytest.mark.parametrize("table", TABLES, ids=IDS)
def test_a_format_says_what_it_means_and_where_it_comes_from(table):
    assert table.doc.endswith(".")
    assert table.source


@pytest.mark.parametrize("table", TABLES, ids=IDS)
def test_every_column_has_an_example(table):
    assert {column.name for column in table.columns if not column.example.strip()} <= EMPTY


@pytest.mark.parametrize("table", TABLES, ids=IDS)
def test_every_text_has_a_length(table):
    texts = [column for column in table.columns if column.kind is Kind.TEXT]
    assert [column.name for column in texts if not column.longest] == []


@pytest.mark.parametrize("table", TABLES, ids=IDS)
def test_every_example_is_read_by_its_kind_within_its_length(table):
    read = {}
    columns = [column for column in table.columns if column.name not in EMPTY]
    for column in columns:
        [value], [fault] = column_kinds.read(pd.Series([column.example], dtype="str"), column, ZoneInfo("Asia/Tokyo"))
        read[column.name] = fault, value in {"", pd.NA, pd.NaT}
        assert not column.longest or len(column.example) <= column.longest
    assert read == dict.fromkeys([column.name for column in columns], (0, False))


def test_examples_of_buyer_data_are_of_nobody():
    examples = {column.name: column.example for table in TABLES for column in table.columns if column.name in PRIVATE}
    assert set(examples) == set(PRIVATE)
    assert all(PRIVATE[name] in example for name, example in examples.items())


@pytest.mark.parametrize(
    "table",
    [table for table in REPORTS if list(PUBLISHED.glob(f"*/run-*/{table.name}*.tsv"))],
    ids=lambda table: table.name,
)
def test_what_the_demo_publishes_is_within_the_lengths(table):
    for path in PUBLISHED.glob(f"*/run-*/{table.name}*.tsv"):
        heads, *rows = [line.split("\t") for line in path.read_text("utf-8-sig").splitlines()]
        longest = [max((len(row[place]) for row in rows), default=0) for place in range(len(heads))]
        assert {name: most for name, most in zip(heads, longest, strict=True) if 0 < table[name].longest < most} == {}

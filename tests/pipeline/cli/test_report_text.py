"""Where a report was written, in words."""

import pytest

from pipeline.cli.report_text import report_text


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"runs": [3], "rows": 1, "made_again": False}, "orders.tsv of run 3: 1 row in out.tsv"),
        ({"runs": [1, 2], "rows": 2, "made_again": True}, "orders.tsv of run 1, 2: 2 rows in out.tsv, made again"),
    ],
)
def test_the_text_names_report_runs_rows_and_file(facts, text):
    assert report_text({"name": "orders.tsv", "file": "out.tsv", **facts}) == text

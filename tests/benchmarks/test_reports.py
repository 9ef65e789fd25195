"""The workload of reports does what the product does: its items are those that the report is made from."""

import pytest

from benchmarks import generate, reports


@pytest.mark.parametrize("task", ["report", "write", "arrow"])
def test_every_task_writes_the_report_of_every_item(tmp_path, task):
    feed, items = tmp_path / "orders.tsv", tmp_path / "items.arrow"
    generate.write_flat(feed, generate.with_rows(60).rows)
    reports.prepare(feed, items)
    reports.task(task, items)()
    assert len((tmp_path / f"{task}.tsv").read_text("utf-8-sig").splitlines()) == 61

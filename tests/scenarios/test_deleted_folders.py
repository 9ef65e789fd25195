"""What docs/operating.md allows people to delete may go: the next run works, and reports are made again."""

import shutil
from pathlib import Path

import pytest

from pipeline.queries.get_report import get_report
from pipeline.workspace.folders import FOLDERS
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

PAGE = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
UNKNOWN_ORDER = CONFIRMATION | {"order-id": "999-0000001-0000099", "order-item-id": "00000000000103"}
NEVER = ("state",)


@pytest.fixture
def workspace(tmp_path):
    """After a run with an order, a rejected record and a held one."""
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102", "quantity-purchased": "many"})
    workspace.drop("ship.tsv", UNKNOWN_ORDER)
    workspace.run()
    return workspace


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder not in NEVER])
def test_the_next_run_works_without_a_folder_that_may_go(workspace, folder):
    before = workspace.report("orders.tsv")
    shutil.rmtree(workspace.root / folder)
    workspace.drop("more.tsv", ORDER | {"order-id": "999-0000001-0000099", "order-item-id": "00000000000103"})
    document = workspace.run(RUN_TIMES[1]).document
    assert document["exit_code"] == 0
    assert [(entry["record"], entry["outcome"] in {"accepted", "warning"}) for entry in document["released"]] == [
        (1, True)
    ]
    assert [row["order-id"] for row in workspace.report("orders.tsv")] == ["999-0000001-0000099"]
    with workspace.reader() as store:
        copy = get_report(store, "orders", 1)
    assert copy.data.decode("utf-8-sig").count("\r\n") == len(before) + 1


def test_the_page_names_every_folder_of_a_workspace():
    assert [folder for folder in ("inbox", *FOLDERS) if f"`{folder}/" not in PAGE] == []

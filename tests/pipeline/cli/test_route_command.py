import json

import pytest

from tests.support.command_line import ordermill


@pytest.fixture
def one_seller_root(tmp_path):
    """A folder with the workspace of the seller A1."""
    workspace = tmp_path / "root" / "a"
    (workspace / "inbox").mkdir(parents=True)
    (workspace / "ordermill.toml").write_text('[seller]\nid = "A1"\n')
    return tmp_path / "root"


def write_feed(folder, *sellers):
    path = folder / "stock.tsv"
    rows = [f"茶\t1\t{seller}\r\n" for seller in sellers]
    path.write_text("".join(["sku\tquantity\tseller-id\r\n", *rows]), "cp932", newline="")
    return path


def test_the_command_says_where_everything_went(one_seller_root, tmp_path):
    file = write_feed(tmp_path, "A1", "Z9")
    ended = ordermill("route", file, one_seller_root)
    assert (ended.exit_code, ended.stderr) == (3, "")
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert lines[1:] == [
        ["stock.tsv", str(one_seller_root / "a" / "inbox" / "stock.tsv"), "1", "seller", "A1"],
        ["stock.tsv", str(one_seller_root / "unrouted" / "stock.tsv"), "1", "70208", "wrong-seller"],
    ]


def test_the_command_answers_programs_with_one_document(one_seller_root, tmp_path):
    file = write_feed(tmp_path, "A1")
    ended = ordermill("route", file, one_seller_root, "--json")
    document = json.loads(ended.stdout)
    assert [document.pop(name) for name in ("error", "tip", "committed")] == [None, None, None]
    assert (ended.exit_code, document) == (
        0,
        {
            "version": 1,
            "root": str(one_seller_root),
            "routed": [
                {
                    "file": "stock.tsv",
                    "to": str(one_seller_root / "a" / "inbox" / "stock.tsv"),
                    "seller": "A1",
                    "records": 1,
                    "code": None,
                    "what": None,
                }
            ],
            "exit_code": 0,
        },
    )


def test_the_help_says_that_files_stay_and_what_happens_the_second_time():
    help_text = " ".join(ordermill("route", "--help").stdout.split())
    assert "The original files stay where they are" in help_text
    assert "If you route the same file again, the next run answers it as a duplicate" in help_text

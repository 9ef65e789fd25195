"""Commands that people ask often load no pandas: it takes longer to import than all that they do."""

import json
import subprocess
import sys

import pytest

from tests.support.paths import ROOT
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

RUN_AND_LIST = """
import sys
from pipeline.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(*sorted(name for name in ("pandas", "pyarrow.dataset", "lxml") if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Orders with ids of digits and letters, a whole feed and records refused, one of them corrected, a held one."""
    shop = SellerWorkspace(tmp_path_factory.mktemp("light") / "shop")
    named = ORDER | {"order-id": "A12-0000001-0000002", "order-item-id": "00000000000201"}
    shop.drop("orders.tsv", ORDER, named, ORDER | {"order-item-id": "00000000000102", "item-price": "1.5"})
    shop.drop("ship.tsv", CONFIRMATION | {"quantity": "9"}, CONFIRMATION | {"order-id": "999-0000001-0000009"})
    shop.put("strange.csv", b"fruit\tcolour\r\npear\tgreen\r\n")
    shop.run()
    shop.drop("ship-2.tsv", CONFIRMATION | {"quantity": "1"}, received=RUN_TIMES[1])
    shop.run(RUN_TIMES[1])
    return shop


def loaded(shop, *arguments, script=RUN_AND_LIST):
    """What a command printed, and which heavy modules it loaded."""
    command = [sys.executable, "-c", script, *map(str, arguments), "-w", str(shop.root)]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert ended.returncode in {0, 3}, ended.stderr
    return ended.stdout, ended.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("status", "--json"),
        ("status", "--quiet"),
        ("rejects", "list"),
        ("rejects", "list", "--json", "--open"),
        ("report", "orders"),
        ("report", "unshipped-orders.tsv", "--as-of-run", "1"),
        ("report", "orders", "--from", "2026-10-01", "--json"),
    ],
)
def test_they_load_no_pandas(shop, arguments):
    output, modules = loaded(shop, *arguments)
    assert (bool(output), modules) == (arguments != ("status", "--quiet") or bool(output), "")


def test_status_is_answered_by_the_catalogue_alone_once_it_was_asked(shop):
    first, _ = loaded(shop, "status", "--quiet")
    modules = "import sys; print(*(name for name in ('numpy', 'pyarrow') if name in sys.modules), file=sys.stderr)"
    again, heavy = loaded(shop, "status", "--quiet", script=RUN_AND_LIST + f"    {modules}")
    assert (again, heavy) == (first, "")


def test_what_they_say_of_orders_is_whole(shop):
    ships = json.loads(loaded(shop, "status", "--json")[0])["to_ship"]["all"]
    assert ships == {"count": 2, "orders": [ORDER["order-id"], "A12-0000001-0000002"]}


def test_a_report_whose_file_is_not_there_is_made_again_all_the_same(shop, tmp_path):
    copy = shop.copy(tmp_path / "shop")
    path = copy.root / "reports/2026-10-05/run-1/orders.tsv"
    published = path.read_text("utf-8-sig")
    path.unlink()
    output, modules = loaded(copy, "report", "orders", "--as-of-run", "1")
    assert output.removeprefix("\ufeff").replace("\r\n", "\n") == published.replace("\r\n", "\n")
    assert "pandas" in modules

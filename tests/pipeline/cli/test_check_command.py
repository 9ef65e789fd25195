import json

from tests.support.command_line import ordermill


def test_check_prints_the_answer_to_each_file_and_tells_by_its_exit_code_what_a_run_would(workspace, tmp_path):
    bad = tmp_path / "bad.tsv"
    bad.write_text("order-id\tpayment-status\r\nx\tPaid\r\n")
    ended = ordermill("check", bad, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr) == (3, "")
    assert ended.stdout.startswith("bad.tsv\nFeed Processing Summary:\n\tNumber of records processed\t\t1\n")
    document = json.loads(ordermill("check", bad, "-w", workspace.root, "--json").stdout)
    assert (document["version"], document["files"][0]["rejected"]) == (1, 1)


def test_check_says_how_many_cells_repair_would_put_right_and_puts_them_right_on_request(workspace, tmp_path):
    bad = tmp_path / "bad.tsv"
    bad.write_text("sku\tquantity\r\nA\t1,000\r\n")
    ended = ordermill("check", bad, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr) == (3, "TIP: --repair could fix 1 cell of rejected records\n")
    ended = ordermill("check", bad, "-w", workspace.root, "--repair")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "quantity was repaired: 1,000 became 1000" in ended.stdout


def test_check_without_a_file_or_with_a_folder_is_a_usage_error(workspace):
    assert ordermill("check", "-w", workspace.root).exit_code == 2
    ended = ordermill("check", workspace.root, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr.splitlines()[1]) == (2, "TIP: name regular files only")

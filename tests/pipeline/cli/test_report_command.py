import json

from tests.support.command_line import ordermill


def test_report_hands_out_the_bytes_of_the_file(workspace):
    before = (workspace.root / "reports/latest/orders.tsv").read_bytes()
    ended = ordermill("report", "orders", "-w", workspace.root)
    assert (ended.exit_code, ended.stdout_bytes, ended.stderr) == (0, before, "")
    (workspace.root / "reports/latest/orders.tsv").unlink()
    assert ordermill("report", "orders", "-w", workspace.root).stdout_bytes == before


def test_report_goes_to_a_file_when_one_is_named_and_says_so(workspace, tmp_path):
    ended = ordermill("report", "orders", "-w", workspace.root, "--as-of-run", 1, "-o", tmp_path / "out.tsv")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr == f"orders.tsv of run 1: 1 row in {tmp_path}/out.tsv\n"
    assert (tmp_path / "out.tsv").read_bytes() == (workspace.root / "reports/latest/orders.tsv").read_bytes()
    assert (tmp_path / "out.tsv").stat().st_mode & 0o077 == 0


def test_report_as_a_document_holds_its_text_or_where_it_was_written(workspace, tmp_path):
    document = json.loads(ordermill("report", "orders", "-w", workspace.root, "--json").stdout)
    assert (
        document["version"],
        document["name"],
        document["runs"],
        document["rows"],
        document["made_again"],
        document["file"],
    ) == (
        1,
        "orders.tsv",
        [1],
        1,
        False,
        None,
    )
    assert document["text"].encode("utf-8-sig") == (workspace.root / "reports/latest/orders.tsv").read_bytes()
    document = json.loads(
        ordermill("report", "orders", "-w", workspace.root, "--json", "-o", tmp_path / "out.tsv").stdout,
    )
    assert (document["text"], document["file"]) == (None, str(tmp_path / "out.tsv"))


def test_report_of_days_and_of_one_run_are_two_things(workspace):
    ended = ordermill("report", "orders", "-w", workspace.root, "--from", "2026-10-05", "--to", "2026-10-05")
    assert len(ended.stdout.splitlines()) == 2
    ended = ordermill("report", "orders", "-w", workspace.root, "--as-of-run", 1, "--from", "2026-10-05")
    assert (ended.exit_code, ended.stderr.splitlines()[1]) == (2, "TIP: use either --as-of-run or --from and --to")
    ended = ordermill("report", "orders", "-w", workspace.root, "--from", "2026-10-05T10:00")
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (
        2,
        "Invalid value for '--from': '2026-10-05T10:00' is not a date; write it like 2026-10-05.",
    )

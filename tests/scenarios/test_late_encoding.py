"""A large file that turns out late to be in no encoding is refused like one that says so at its beginning."""

import pytest

from feeds import decode, late_proof, recognise
from tests.support.seller_workspace import SellerWorkspace

HEAD = "order-id\tship-date\tcarrier-code\tship-method\n"
ROW = "999-0000001-{:07}\t2026-10-06\tYAMATO\t宅急便伝言\n"
CONTENT = (HEAD + "".join(map(ROW.format, range(1, 30_000)))).encode("cp932")


def run_with(folder, content):
    """What run.json says of a file, and the texts of its refusal."""
    workspace = SellerWorkspace(folder)
    workspace.put("ship.tsv", content)
    result = workspace.run()
    [feed] = result.document["feeds"]
    return feed, sorted(path.read_bytes() for path in (folder / "reports/latest").glob("*ship*"))


@pytest.mark.parametrize("bad", [b"\x81 \x81\n", b"x\x81\t\x80\t\n"])
def test_a_late_refusal_says_what_an_early_one_says(tmp_path, monkeypatch, bad):
    path = tmp_path / "ship.tsv"
    path.write_bytes(CONTENT + bad)
    assert late_proof.can_wait(path, recognise.HEAD_LINES + recognise.SAMPLE_LINES)
    late = run_with(tmp_path / "late", CONTENT + bad)
    monkeypatch.setattr(decode, "can_wait", lambda *_: False)
    assert run_with(tmp_path / "early", CONTENT + bad) == late
    assert (late[0]["status"], late[0]["encoding"], late[0]["form"]) == ("refused", "", "tsv")
    assert [code["code"] for code in late[0]["codes"]] == [70203]
    assert late[1]

"""Records whose two headings of one column disagree: rejected, dropped back as they are, then corrected."""

import pytest

from tests.support.rejects import rejects_document
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

SECOND = {"order-id": "999-0000001-0000002", "order-item-id": "00000000000102"}
WAYS = (("en", "utf-8-sig"), ("ja", "cp932"), ("en", "utf-16"))


def rejected(workspace, run, name):
    return workspace.root / "rejected" / f"run-{run}_{name}"


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def workspace(request, tmp_path_factory):
    """Two confirmations, one with two quantities, one with two tracking numbers; and the encoding of the files."""
    language, encoding = request.param
    report = "utf-8-sig" if encoding == "utf-16" else encoding
    settings = f'language = "{language}"\n[inbox]\nsettle_seconds = 0\n[report]\nencoding = "{report}"\n'
    workspace = SellerWorkspace(tmp_path_factory.mktemp("two") / language, settings)
    workspace.drop("known.tsv", ORDER, ORDER | SECOND, received="2026-10-05T12:00:00+09:00")
    quantities = CONFIRMATION | {"quantity": "1", "出荷数": "2", "追跡番号": ""}
    numbers = CONFIRMATION | SECOND | {"出荷数": "", "追跡番号": "0000-0002"}
    workspace.drop("sent.tsv", quantities, numbers, encoding="cp932")
    first = workspace.run().document
    workspace.put("back.tsv", resaved(rejected(workspace, 1, "sent.tsv"), report, encoding), RUN_TIMES[1])
    second = workspace.run(RUN_TIMES[1]).document
    return workspace, (first, second), report, encoding


def resaved(path, report, encoding):
    return path.read_bytes().decode(report).encode(encoding)


def rejected_of(document, name):
    [feed] = [feed for feed in document["feeds"] if feed["name"] == name]
    return feed["rejected"], [(code["code"], code["count"]) for code in feed["codes"]]


def cells(workspace, run, name, report):
    lines = rejected(workspace, run, name).read_bytes().decode(report).splitlines()
    heads = lines[0].split("\t")
    return [dict(zip(heads, line.split("\t"), strict=True)) for line in lines[1:]]


def test_dropped_back_unchanged_it_is_rejected_again_for_the_same_reason(workspace):
    workspace, (first, second), report, _ = workspace
    assert rejected_of(first, "sent.tsv") == rejected_of(second, "back.tsv") == (2, [(70106, 2)])
    for run, name in ((1, "sent.tsv"), (2, "back.tsv")):
        quantities, numbers = cells(workspace, run, name, report)
        assert (quantities["quantity"], numbers["tracking-number"]) == ("<1> / <2>", "<0000-0001> / <0000-0002>")
        assert "1 / 2" in quantities["error"]
        assert "0000-0002" not in numbers["error"]


def test_with_one_value_left_it_applies_and_resolves_the_rejection(workspace):
    workspace, _, report, encoding = workspace
    workspace = workspace.copy(workspace.root.with_name("right"))
    text = rejected(workspace, 2, "back.tsv").read_bytes().decode(report)
    right = text.replace("<1> / <2>", "1").replace("<0000-0001> / <0000-0002>", "0000-0002")
    workspace.put("right.tsv", right.encode(encoding), RUN_TIMES[2])
    assert rejected_of(workspace.run(RUN_TIMES[2]).document, "right.tsv") == (0, [])
    assert rejects_document(workspace)["open"] == 0
    parcels = workspace.stored("parcels")
    assert parcels["tracking"].tolist() == ["0000-0001", "0000-0002"]
    assert parcels["units"].tolist() == [1, 2]

import pytest

from pipeline.errors import FailureError
from pipeline.operations.demo_corrections import corrected_file

CONTENT = "order-id\tquantity\tnote\r\n1\t２\t２\r\n2\t3\t\r\n".encode("utf-8-sig")
CORRECTIONS = {"feed": "a.tsv", "replace": [{"column": "quantity", "from": "２", "to": "2"}]}


def test_a_correction_changes_its_cell_and_nothing_else(tmp_path):
    (tmp_path / "run-4_a.tsv").write_bytes(CONTENT)
    assert corrected_file(tmp_path, CORRECTIONS) == ("run-4_a.tsv", CONTENT.replace("\t２\t".encode(), b"\t2\t", 1))
    assert (tmp_path / "run-4_a.tsv").read_bytes() == CONTENT


@pytest.mark.parametrize(("column", "wrong"), [("quantity", "4"), ("sku", "２"), ("order-id", "２")])
def test_a_correction_without_its_cell_is_a_failure(tmp_path, column, wrong):
    (tmp_path / "run-4_a.tsv").write_bytes(CONTENT)
    with pytest.raises(FailureError, match=f"{wrong} is not in column {column}"):
        corrected_file(tmp_path, {"feed": "a.tsv", "replace": [{"column": column, "from": wrong, "to": "1"}]})


def test_a_feed_of_which_nothing_was_refused_cannot_be_mended(tmp_path):
    with pytest.raises(FailureError, match=r"no record of a\.tsv was rejected"):
        corrected_file(tmp_path, CORRECTIONS)

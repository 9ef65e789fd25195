"""A report is written to a file that the person names."""

import pytest

from pipeline.cli.report_file import write_report
from pipeline.errors import UsageError


def test_a_report_is_written_to_a_file_whole(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_bytes(b"what stood there before")
    write_report(b"order-id\r\n", path)
    assert path.read_bytes() == b"order-id\r\n"


def test_a_folder_or_a_file_in_no_folder_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        write_report(b"", tmp_path)
    with pytest.raises(UsageError, match="there is no folder"):
        write_report(b"", tmp_path / "missing" / "out.tsv")

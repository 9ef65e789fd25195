"""Files that are published twice: a copy is as the original, with all that is said of it."""

import stat
import threading
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pipeline.publish.report_writer import AT_A_TIME, ReportWriter, UnwrittenReport
from pipeline.store.staging import Staging
from pipeline.workspace.settings import Settings
from reports.cells import TEXT
from reports.report_parts import ReportPart, part_of_lines
from schemas.columns import Column


@pytest.fixture
def writer(tmp_path):
    settings = Settings.from_values({"report": {"encoding": "cp932"}}, "settings")
    return ReportWriter(Staging(tmp_path, 1, date(2026, 10, 5)), settings, pd.Timestamp("2026-10-05T14:30:00Z"))


def test_a_copy_has_the_bytes_the_rows_and_the_lost_characters_of_its_original(writer):
    lines = pa.array(["a\tb\r\n", "é\tc\r\n"], TEXT)
    part = part_of_lines((pd.Series([1, 2]).to_numpy(),), lines)
    columns = (Column("name"), Column("note"))
    writer.write_together([UnwrittenReport("run", "orders.tsv", columns, [part], copied_to=("day",))])
    first, second = writer.batch.manifest
    paths = [writer.batch.folder / row.staged for row in (first, second)]
    assert paths[0].read_bytes() == paths[1].read_bytes() == "name\tnote\r\na\tb\r\n〓\tc\r\n".encode("cp932")
    assert (first.rows, first.bytes, first.sha256) == (second.rows, second.bytes, second.sha256)
    assert stat.S_IMODE(paths[1].stat().st_mode) == 0o600
    lost = [(cell["report"], cell["row"], cell["column"]) for cell in writer.unencodable]
    assert lost == [(first.path, 2, "name"), (second.path, 2, "name")]


def test_reports_written_together_stand_in_the_manifest_as_they_were_given(writer):
    """The first one has to wait for the others, so it is ready last."""
    others = threading.Semaphore(0)

    def lines(number):
        def made(*_):
            if number == 0:
                assert all(others.acquire(timeout=60) for _ in range(AT_A_TIME))
            else:
                others.release()
            return pa.array([f"{number}\r\n"], TEXT)

        return made

    reports = [
        UnwrittenReport(
            "run", f"{number}.tsv", (Column("number"),), [ReportPart((np.zeros(1, np.int64),), lines(number))]
        )
        for number in range(AT_A_TIME + 1)
    ]
    writer.write_together(reports)
    assert [row.name for row in writer.batch.manifest] == ["0.tsv", "1.tsv", "2.tsv"]
    assert [(writer.batch.folder / row.staged).read_text() for row in writer.batch.manifest] == [
        "number\n0\n",
        "number\n1\n",
        "number\n2\n",
    ]


def test_a_report_that_cannot_be_written_fails_the_run_whichever_thread_writes_it(writer):
    def full(*_):
        raise OSError(28, "No space left on device")

    sound = part_of_lines((np.zeros(1, np.int64),), pa.array(["a\r\n"], TEXT))
    parts = [sound, ReportPart(sound.keys, full), sound]
    with pytest.raises(OSError, match="No space left"):
        writer.write_together(
            [UnwrittenReport("run", f"{number}.tsv", (Column("a"),), [part]) for number, part in enumerate(parts)]
        )
    assert writer.batch.manifest == []

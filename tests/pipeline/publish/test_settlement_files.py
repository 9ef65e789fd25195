"""The open settlement does not grow: what earlier nights rendered is copied, and the bytes are those of all rows."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import files
from pipeline.errors import FailureError
from pipeline.publish import settlements
from pipeline.store import Batch, Store
from pipeline.store.segment_files import SegmentFiles, live_segments
from pipeline.store.vacuum import remove_unknown_files
from pipeline.workspace.folders import Workspace
from tests.support.settled_nights import SettledNights, Terms
from tests.support.settlement_frames import drawn_rows

FIRST = pd.Timestamp("2026-10-05T14:30:00Z").as_unit("us")
PLAIN = Terms()
DAYS = [0, 0.25, 1, 1, 1, 3, 13.4, 14, 40]


def new_nights(folder):
    return SettledNights(Workspace.create(Path(folder) / "shop", settings_text="", fees_text=""))


@pytest.fixture
def nights(tmp_path):
    return new_nights(tmp_path)


def posted(row, fraction, since, as_of):
    return row | {"posted": (since + (as_of - since) * fraction).round("us").as_unit("us")}


drawn_terms = st.builds(
    Terms,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp932"]),
    timezone=st.sampled_from(["", "UTC"]),
    marketplace=st.sampled_from(["", "Marché"]),
    minimum_yen=st.sampled_from([1, 10**9]),
    cycle_days=st.sampled_from([14, 14, 3]),
)
drawn_night = st.tuples(
    st.sampled_from(DAYS),
    st.lists(st.tuples(drawn_rows, st.sampled_from([0, 0, 0.3, 0.9999, 1, 1])), max_size=5),
    st.one_of(st.none(), drawn_terms),
    st.integers(1, 3),
    st.sampled_from(["", "", "missing", "damaged", "short"]),
)


@settings(max_examples=25)
@given(st.lists(drawn_night, min_size=1, max_size=7))
def test_head_segments_and_tail_are_the_settlement_of_all_rows(drawn):
    with tempfile.TemporaryDirectory() as folder:
        nights = new_nights(folder)
        as_of, terms = FIRST, Terms()
        for days, rows, changed, parts, fault in drawn:
            since, as_of = as_of, as_of + pd.Timedelta(days, "D")
            cycle = terms.cycle_days if nights.last.closed_until is not None else (changed or terms).cycle_days
            terms = replace(changed or terms, cycle_days=cycle)
            harm(nights.segment_files(), fault)
            files, wanted = nights.night(as_of, [posted(*row, since, as_of) for row in rows], terms, parts)
            assert files == wanted


def harm(files, fault):
    for file in files[:2]:
        if fault == "missing":
            file.unlink()
        elif fault:
            data = file.read_bytes()
            file.write_bytes(data[:-3] if fault == "short" else data.replace(b"\t", b" ", 1))


def night(nights, day, *rows, terms=PLAIN, hours_before=11.5):
    """A night at 23:30 that posts rows so many hours before."""
    as_of = FIRST + pd.Timedelta(day, "D")
    at = {"posted": as_of - pd.Timedelta(hours_before, "h")}
    files, wanted = nights.night(as_of, [row | at for row in rows], terms)
    assert files == wanted
    return files[0]


def sums(nights, terms=PLAIN):
    return [(segment.rows, segment.amount, segment.added) for segment in nights.segments(terms)]


def test_a_night_leaves_its_lines_and_the_next_reads_none_of_its_rows(nights, monkeypatch):
    night(nights, 0, {"amount": 5}, {"amount": 7})
    reads = recorded_reads(monkeypatch)
    night(nights, 1, {"amount": 11})
    assert sums(nights) == [(2, 12, 1), (1, 11, 2)]
    night(nights, 2)
    assert sums(nights) == [(2, 12, 1), (1, 11, 2)]
    assert reads == [0, 0]


def recorded_reads(monkeypatch):
    """How many rows of the ledger each night reads."""
    counts = []
    ledger_rows = settlements.ledger_rows

    def reading(*files):
        rows = ledger_rows(*files)
        counts.append(len(rows))
        return rows

    monkeypatch.setattr(settlements, "ledger_rows", reading)
    return counts


def test_what_is_posted_at_the_instant_of_the_run_waits_for_the_next(nights):
    night(nights, 0, {"amount": 5, "order_key": 7}, hours_before=0)
    assert sums(nights) == []
    night(nights, 0, {"amount": 6, "order_key": 6}, hours_before=0)
    assert sums(nights) == []
    night(nights, 1, {"amount": 7})
    assert sums(nights) == [(3, 18, 3)]


def test_segments_of_a_closed_period_go_with_the_run_after(nights):
    night(nights, 0, {"amount": 5})
    night(nights, 1, {"amount": 6})
    files = night(nights, 7, {"amount": 7})
    assert sorted(files) == ["settlement-OM-20261012.tsv", "settlement-open.tsv"]
    assert sums(nights) == [(1, 7, 3)]
    assert len(nights.segment_files()) == 3
    night(nights, 8)
    assert len(nights.segment_files()) == 1


@pytest.mark.parametrize("changed", [{"encoding": "cp932"}, {"timezone": "UTC"}, {"marketplace": "Shop"}])
def test_lines_of_another_layout_are_rendered_from_the_ledger_and_kept(nights, changed):
    night(nights, 0, {"amount": 5}, {"amount": 7, "sku": "😀"})
    night(nights, 1, {"amount": 11}, terms=Terms(**changed))
    assert sums(nights) == [(2, 12, 2), (1, 11, 2)]
    night(nights, 2, terms=Terms(**changed))
    assert sums(nights) == [(2, 12, 2), (1, 11, 2)]
    assert len(nights.segment_files()) == 2


def test_a_byte_order_mark_makes_no_other_lines(nights):
    night(nights, 0, {"amount": 5})
    night(nights, 1, {"amount": 6}, terms=Terms(encoding="utf-8-sig"))
    assert sums(nights) == [(1, 5, 1), (1, 6, 2)]


def test_another_cycle_makes_other_periods_before_the_first_has_closed(nights):
    night(nights, 0, {"amount": 5})
    for day, cycle_days, wanted in ((1, 15, [(2, 11, 2)]), (2, 4, [(2, 13, 3)])):
        terms = Terms(cycle_days=cycle_days)
        night(nights, day, {"amount": 5 + day}, terms=terms)
        assert sums(nights, terms) == wanted


@pytest.mark.parametrize("fault", ["missing", "damaged", "short"])
def test_a_segment_that_is_lost_is_made_again_with_the_same_bytes(nights, fault):
    night(nights, 0, {"amount": 5}, {"amount": 7})
    [before] = nights.segments(PLAIN)
    data = nights.bytes_of(before.path)
    harm(nights.segment_files(), fault)
    night(nights, 1, {"amount": 11})
    again, _ = nights.segments(PLAIN)
    assert (again.crc32, again.added, nights.bytes_of(again.path)) == (before.crc32, 2, data)


def test_a_store_of_before_there_were_segments_has_none(nights):
    night(nights, 0, {"amount": 5})
    with closing(sqlite3.connect(nights.workspace.state / "catalogue.sqlite")) as connection:
        connection.execute("DROP TABLE segment")
        connection.commit()
        assert live_segments(connection, None) == []
        remove_unknown_files(nights.workspace.root, connection, 1)
    assert nights.segment_files() == []


def test_a_segment_with_another_sum_than_its_rows_stops_the_run(nights):
    night(nights, 0, {"amount": 5})
    with closing(sqlite3.connect(nights.workspace.state / "catalogue.sqlite")) as connection:
        connection.execute("UPDATE segment SET amount = 6")
        connection.commit()
    harm(nights.segment_files(), "missing")
    with pytest.raises(FailureError, match="has another sum than its rows in the ledger"):
        night(nights, 1)


def test_a_run_that_never_was_leaves_no_segment(nights, monkeypatch):
    night(nights, 0, {"amount": 5})
    monkeypatch.setattr(nights, "slow", lambda *_: pytest.fail("the batch must stop before"))
    monkeypatch.setattr(Batch, "commit", stop)
    with pytest.raises(KeyboardInterrupt):
        nights.fast(FIRST + pd.Timedelta(1, "D"), [posted({}, 0.5, FIRST, FIRST + pd.Timedelta(1, "D"))], Terms(), 1)
    assert len(nights.segment_files()) == 1
    assert len(nights.segments(PLAIN)) == 1


def stop(*_):
    raise KeyboardInterrupt


def test_a_run_killed_after_its_commit_has_its_segments(nights, monkeypatch):
    night(nights, 0, {"amount": 5})
    as_of = FIRST + pd.Timedelta(1, "D")
    with monkeypatch.context() as patch:
        patch.setattr(Batch, "publish", stop)
        with pytest.raises(KeyboardInterrupt):
            nights.fast(as_of, [posted({"amount": 6}, 0.5, FIRST, as_of)], Terms(), 1)
    assert sums(nights) == [(1, 5, 1), (1, 6, 2)]
    assert len(nights.segment_files()) == 2
    nights.rows += [posted({"amount": 6}, 0.5, FIRST, as_of)]
    night(nights, 2, {"amount": 7})


def test_who_reads_beside_a_run_sees_the_segments_of_the_last_published_one(nights):
    night(nights, 0, {"amount": 5})
    night(nights, 1, {"amount": 6}, terms=Terms(marketplace="Shop"))
    with Store.open_read_only(nights.workspace, Terms().settings()) as store:
        assert [segment.added for segment in store.segments()] == [2, 2]
        assert [segment.added for segment in store.segments(1)] == [1]


def test_segments_and_their_folder_are_on_the_disk_before_the_commit(nights, monkeypatch):
    synced = []
    monkeypatch.setattr(files, "sync", synced.append)
    on_disk = synced_before_commit(monkeypatch, synced)
    night(nights, 0, {"amount": 5})
    [segment] = nights.segment_files()
    assert {segment, segment.parent, segment.parent.parent} <= set(on_disk)


def synced_before_commit(monkeypatch, synced):
    """What is on the disk when the catalogue learns of segments."""
    on_disk = []
    update = SegmentFiles.update_catalogue

    def updating(segments, connection):
        on_disk.extend(synced)
        update(segments, connection)

    monkeypatch.setattr(SegmentFiles, "update_catalogue", updating)
    return on_disk

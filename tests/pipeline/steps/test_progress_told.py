"""What a run tells of its progress: the wait for files, and the bytes that are read."""

from pipeline.steps.take_feeds import wait_telling
from tests.support.seller_workspace import CONFIRMATION, ORDER


def test_the_wait_for_files_is_told_until_it_is_over():
    told, waited = [], []
    wait_telling(lambda *step: told.append(step), 2, waited.append)
    assert {what for what, _, _ in told} == {"waiting 2 s for files to settle"}
    assert [done for _, done, _ in told] == list(range(told[0][2]))
    assert round(sum(waited), 6) == 2


def test_reading_is_told_by_the_bytes_of_all_files(workspace):
    workspace.drop("a.tsv", ORDER)
    workspace.drop("b.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    sizes = {name: (workspace.root / "inbox" / name).stat().st_size for name in ("a.tsv", "b.tsv")}
    told = []
    workspace.run(progress=lambda *step: told.append(step))
    reading = [step for step in told if step[0].startswith("reading ") and ".tsv" in step[0]]
    assert reading[0] == ("reading a.tsv", 0, sum(sizes.values()))
    assert ("reading b.tsv", sizes["a.tsv"], sum(sizes.values())) in reading
    assert reading[-1][1:] == (sum(sizes.values()),) * 2
    assert [step[1] for step in reading] == sorted(step[1] for step in reading)

"""Every odd file dropped into a workspace, a hundred at a time, with the real command; and what is kept of them."""

import pytest

from schemas.codes import CODES
from tests.samples import odd_folder
from tests.samples.odd_folder import ODD, OUTCOMES, PAGE, STORED, TABLE, TOO_LARGE
from tests.samples.odd_records import OwnOrders
from tests.support import odd_runs

ROWS = odd_folder.outcome_rows()
TOGETHER = 128
MOST_MEMORY = 1_500_000_000
MOST_BYTES = 1_000_000
DONE, NEEDS_YOU = 0, 3


def needs_person(row):
    return row.outcome in {"record refused", "file refused"}


def groups(rows):
    """Rows that are run together: those that need a person apart from the others, the large ones by themselves."""
    large = {odd.name for odd in TOO_LARGE}
    kinds = [[row for row in rows if (needs_person(row), row.name in large) == kind] for kind in KINDS]
    return [kind[at : at + TOGETHER] for kind in kinds for at in range(0, len(kind), TOGETHER)]


KINDS = [(needed, large) for needed in (False, True) for large in (False, True)]
GROUPS = groups(ROWS)


def test_the_script_writes_exactly_the_files_that_lie_there():
    there = {path.relative_to(ODD).as_posix(): path.read_bytes() for path in ODD.rglob("*") if path.is_file()}
    assert there.keys() == STORED.keys() | {TABLE, PAGE}
    assert [place for place, odd in STORED.items() if odd.content() != there[place]] == []


def test_the_table_tells_of_every_file():
    files = [odd.name for odd in (*STORED.values(), *TOO_LARGE)]
    assert len(set(files)) == len(files)
    assert {row.name for row in ROWS if not row.kind} == set(files)


def test_the_page_is_made_from_the_table():
    assert (ODD / PAGE).read_text("utf-8") == odd_folder.page(ROWS)


def test_every_file_has_orders_of_its_own():
    assert len({OwnOrders(row.name).number for row in ROWS}) == len(ROWS)


def test_the_collection_is_small_enough_to_be_packaged():
    assert sum(path.stat().st_size for path in ODD.rglob("*")) < MOST_BYTES


def contradictions(row):
    """What a row of the table says against itself."""
    known = {code for codes in row.codes.values() for code in codes} <= CODES.keys()
    checks = {
        "an outcome that there is": row.outcome in OUTCOMES,
        "what is odd": bool(row.odd),
        "codes that there are": known,
        "refused records": (row.outcome == "record refused") == bool(row.records.get("rejected")),
        "why it is left": (row.outcome == "ignored") == bool(row.left),
        "no records of a refused file": not (row.outcome == "file refused" and row.records),
    }
    return [f"{row.name}: not {what}" for what, holds in checks.items() if not holds]


def test_the_table_never_contradicts_itself():
    assert [line for row in ROWS for line in contradictions(row)] == []


def faults(odd_run, rows):
    """Everything that went wrong in a night, a line each."""
    leaks = [f"{place} tells {secret} of a buyer" for place, secret in odd_runs.leaked_secrets(odd_run)]
    lost = [f"{name} is lost" for name in odd_runs.lost_files(odd_run)]
    loud = ["a traceback was printed"] if "Traceback" in odd_run.output else []
    large = [] if 0 < odd_run.memory < MOST_MEMORY else [f"it took {odd_run.memory:,} bytes"]
    wanted = NEEDS_YOU if any(map(needs_person, rows)) else DONE
    ended = [] if odd_run.exit_code == wanted else [f"it ended with {odd_run.exit_code} and not {wanted}"]
    return [line for row in rows for line in odd_runs.differences(odd_run, row)] + leaks + lost + loud + large + ended


@pytest.mark.parametrize("rows", GROUPS, ids=lambda rows: f"{rows[0].name}-and-{len(rows) - 1}-more")
def test_what_becomes_of_odd_files(rows, tmp_path):
    problems = faults(odd_runs.run_odd_files(tmp_path, rows), rows)
    assert not problems, "\n".join(problems)

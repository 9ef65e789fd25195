"""A kept run is as good as one that is made, and never takes the place of one with another story."""

import pytest

from pipeline.errors import StrictError
from tests.support import seller_workspace
from tests.support.golden_demo import published_files
from tests.support.kept_runs import KEPT
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace
from tests.support.stored_state import stored_state


@pytest.fixture
def runs_made(folder_of_kept_runs, monkeypatch):
    """The instants of the runs that are made."""
    made, run = [], seller_workspace.run
    for name, value in (("folder", folder_of_kept_runs), ("are_on", True), ("by_story", {})):
        monkeypatch.setattr(KEPT, name, value)
    monkeypatch.setattr(
        seller_workspace, "run", lambda folders, as_of, **more: made.append(as_of) or run(folders, as_of, **more)
    )
    return made


def shop_after_a_run(folder, **more):
    shop = SellerWorkspace(folder, **more)
    shop.drop("orders.tsv", ORDER)
    return shop, shop.run()


def test_a_story_goes_on_from_a_kept_run_as_from_its_own(tmp_path, runs_made):
    first, result = shop_after_a_run(tmp_path / "first")
    second, again = shop_after_a_run(tmp_path / "second")
    assert len(runs_made) == 1
    assert (again.document, again.exit_code, again.folder) == (
        result.document,
        result.exit_code,
        second.root / result.folder.relative_to(first.root),
    )
    for shop in (first, second):
        KEPT.by_story.clear()
        shop.drop("ship.tsv", CONFIRMATION, received=RUN_TIMES[0])
        shop.run(RUN_TIMES[1])
    assert len(runs_made) == 3
    assert published_files(second.root) == published_files(first.root)
    assert stored_state(second) == stored_state(first)


def test_other_settings_other_feeds_and_another_time_are_other_stories(tmp_path, runs_made):
    shop_after_a_run(tmp_path / "plain")
    shop_after_a_run(tmp_path / "here", settings='authority = "here"\n[inbox]\nsettle_seconds = 0\n')
    other = SellerWorkspace(tmp_path / "other")
    other.drop("orders.tsv", ORDER | {"quantity-purchased": "3"})
    other.run()
    assert len(runs_made) == 3
    late = SellerWorkspace(tmp_path / "late")
    late.drop("orders.tsv", ORDER)
    late.run(RUN_TIMES[1])
    assert len(runs_made) == 4


def test_a_folder_that_something_else_has_touched_makes_its_own_runs(tmp_path, runs_made):
    first, _ = shop_after_a_run(tmp_path / "first")
    first.run(RUN_TIMES[1])
    touched, _ = shop_after_a_run(tmp_path / "touched")
    assert len(runs_made) == 2
    path = touched.folders.settings_file
    path.write_text(path.read_text() + "\n")
    touched.run(RUN_TIMES[1])
    touched.run(RUN_TIMES[2])
    assert len(runs_made) == 4


def test_a_run_that_fails_ends_the_story_and_fails_each_time(tmp_path, runs_made):
    for folder in ("first", "second"):
        shop = SellerWorkspace(tmp_path / folder)
        shop.drop("orders.tsv", ORDER | {"item-price": "1.5"})
        with pytest.raises(StrictError):
            shop.run(strict=True)
    assert len(runs_made) == 2


@pytest.mark.usefixtures("kept_runs")
def test_in_a_test_that_changes_the_program_nothing_is_kept(monkeypatch):
    assert monkeypatch
    assert not KEPT.are_on


def test_elsewhere_nothing_is_kept():
    assert not KEPT.are_on

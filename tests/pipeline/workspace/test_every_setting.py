"""No key of ordermill.toml is without effect: another value changes what runs publish or keep, or what a command says.

The one that is not used yet says so where it stands, and is still checked.
"""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from pipeline.errors import CommandError, UsageError
from pipeline.queries.get_status import get_status
from pipeline.run import run
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import EXAMPLE, Settings
from pipeline.workspace.toml_settings import key_names
from tests.support.paths import DEMO
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace

SECOND = {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
RUNS = ("2026-10-05T23:30:00+09:00", "2026-10-20T23:30:00+09:00", "2026-10-21T23:30:00+09:00")
BASE = 'authority = "here"\n[inbox]\nsettle_seconds = 0\n'
SECOND_RUN = 2
CLOCKS = ("started", "finished", "timings", "versions", "settings")
FEEDS = {
    "orders.tsv": (ORDER | {"payments-date": ""}, ORDER | SECOND),
    "paid.tsv": ({"order-id": ORDER["order-id"], "payment-status": "Verified"},),
    "ship.tsv": (CONFIRMATION | SECOND | {"ship-date": "2026-10-05"},),
    "waits.tsv": (CONFIRMATION | {"order-id": "999-0000001-0000009", "ship-date": "2026-10-05"},),
    "damaged.tsv": (ORDER | {"order-id": "999-0000001-0000003", "quantity-purchased": "２"},),
    "unpaid.tsv": (
        ORDER
        | {"order-id": "999-0000001-0000004", "order-item-id": "00000000000401", "payments-date": ""}
        | {"payment-method": "CVS", "payment-deadline": "2026-10-06"},
    ),
}
CHANGES = {
    "authority": 'authority = "marketplace"',
    "zone": 'zone = "UTC"',
    "language": 'language = "ja"',
    "hold_days": "hold_days = 30",
    "handling_days": "handling_days = 5",
    "payment_grace_hours": "payment_grace_hours = 8784",
    "shards": "shards = 3",
    "check_within_hours": "check_within_hours = 1",
    "seller.id": 'seller.id = "OTHER"',
    "paths.inbox": 'paths.inbox = "elsewhere"',
    "inbox.settle_seconds": "settle_seconds = 0.2",
    "inbox.max_bytes": "inbox.max_bytes = 10",
    "inbox.repair": "inbox.repair = true",
    "report.encoding": 'report.encoding = "cp932"',
    "report.timezone": 'report.timezone = "UTC"',
    "reports.group_readable": "reports.group_readable = true",
    "settlement.cycle_days": "settlement.cycle_days = 7",
    "settlement.anchor": "settlement.anchor = 2026-06-02",
    "settlement.deposit_lag_days": "settlement.deposit_lag_days = 3",
    "settlement.minimum_yen": "settlement.minimum_yen = 1000000",
    "settlement.timezone": 'settlement.timezone = "UTC"',
    "rejected.keep_days": "rejected.keep_days = 1",
    "history.keep_runs": "history.keep_runs = 1",
    "run.group_rows": "run.group_rows = 1",
}
"""Every key but those that are only checked, with another value than that of the story."""
NOT_PUBLISHED = {
    "shards": "store",
    "check_within_hours": "too_old",
    "inbox.settle_seconds": "told",
    "reports.group_readable": "modes",
    "run.group_rows": "store",
}
"""Where another value is seen of keys that change nothing that is published."""
OF_LATER_RUNS = ("rejected.keep_days", "history.keep_runs")
"""What is seen in a third run alone."""
ONLY_CHECKED = {"seller.registration": 'seller.registration = "T12"'}


class Story(NamedTuple):
    """What runs leave behind: published files, who may read them, how the store is cut and kept, what is told."""

    published: dict
    modes: set
    store: tuple
    told: set
    too_old: bool


def settings_with(change):
    """The settings of the story with one other line."""
    name, _, value = change.partition(" = ")
    if name in {"authority", "settle_seconds"}:
        lines = [change if line.startswith(name) else line for line in BASE.splitlines()]
        return "\n".join(lines) + "\n"
    table, _, key = name.rpartition(".")
    if not table:
        return f"{change}\n{BASE}"
    return BASE + f"{key} = {value}\n" if table == "inbox" else f"{BASE}[{table}]\n{key} = {value}\n"


def play(folder, settings, runs=2, corrected=()):
    """Some runs over the same feeds; corrected: order records that come in the second one."""
    shop = object.__new__(SellerWorkspace)
    fees = (DEMO / "fees.toml").read_text("utf-8")
    shop.root, shop.folders = folder, Workspace.create(folder, settings_text=settings, fees_text=fees)
    (folder / "elsewhere").mkdir()
    for name, rows in FEEDS.items():
        shop.drop(name, *rows)
    message = (DEMO / "2026-10-07" / "confirmations-20261007.xml").read_bytes()
    shop.put("message.xml", message)
    told = set()
    for number, as_of in enumerate(RUNS[:runs], 1):
        if number == SECOND_RUN and corrected:
            shop.drop("corrected.tsv", *corrected, received=as_of)
        run(shop.folders, datetime.fromisoformat(as_of), progress=lambda what, *_: told.add(what))
    modes = {path.stat().st_mode for path in shop.root.rglob("*")}
    return Story(published(shop), modes, store_facts(shop), told, is_old(shop))


def published(shop):
    """Every file outside the store by its path, run.json without its clocks."""
    files = {}
    for path, content in shop.files().items():
        if path.startswith(("state/", "ordermill.toml", "reports/latest", "reports/today")):
            continue
        if path.endswith("run.json"):
            document = json.loads(content)
            files[path] = {name: value for name, value in document.items() if name not in CLOCKS}
        else:
            files[path] = content
    return files


def store_facts(shop):
    """The shards with open orders, and how many data files are kept."""
    with shop.reader() as store:
        shards = {file.shard for file in store.live_files("orders")}
    return shards, len(list((shop.root / "state").rglob("*.parquet")))


def is_old(shop):
    with shop.reader() as store:
        now = store.last_run.finished + timedelta(hours=5)
    return get_status(shop.folders, shop.settings, now)["too_old"]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The story with the settings of the base, and what it came to."""
    return play(tmp_path_factory.mktemp("base") / "shop", BASE)


def test_every_key_is_tried():
    tables = {name.partition(".")[0] for name in key_names(Settings) if "." in name}
    assert {*key_names(Settings)} - tables == CHANGES.keys() | ONLY_CHECKED.keys()


def test_the_same_settings_tell_the_same_story(base, tmp_path):
    again = play(tmp_path / "shop", BASE)
    assert (again.published, again.told, again.too_old) == (base.published, base.told, base.too_old)


@pytest.mark.parametrize("key", [key for key in CHANGES if key not in OF_LATER_RUNS])
def test_another_value_tells_another_story(key, base, tmp_path):
    other = play(tmp_path / "shop", settings_with(CHANGES[key]))
    differing = {name for name in Story._fields if getattr(other, name) != getattr(base, name)}
    assert NOT_PUBLISHED.get(key, "published") in differing


def test_what_past_runs_need_is_kept_for_as_many_runs_as_is_set(tmp_path):
    long = play(tmp_path / "long", BASE, runs=3)
    short = play(tmp_path / "short", settings_with(CHANGES["history.keep_runs"]), runs=3)
    assert short.published == long.published
    assert short.store[1] < long.store[1]


def test_a_file_of_rejected_records_goes_after_as_many_days_as_are_set(tmp_path):
    corrected = [row | {"quantity-purchased": "2"} for row in FEEDS["damaged.tsv"]]
    kept = play(tmp_path / "kept", BASE, runs=3, corrected=corrected)
    cleaned = play(tmp_path / "cleaned", settings_with(CHANGES["rejected.keep_days"]), runs=3, corrected=corrected)
    assert set(kept.published) - set(cleaned.published) == {"rejected/run-1_damaged.tsv"}


@pytest.mark.parametrize("key", ONLY_CHECKED)
def test_a_key_that_is_not_used_yet_is_checked_and_says_so(key, tmp_path):
    (tmp_path / "ordermill.toml").write_text(settings_with(ONLY_CHECKED[key]), "utf-8")
    with pytest.raises((UsageError, CommandError), match=key):
        Settings.read(tmp_path / "ordermill.toml")
    name = key.rpartition(".")[2]
    lines = EXAMPLE.splitlines()
    [place] = [number for number, line in enumerate(lines) if line.startswith(f"# {name} = ")]
    assert lines[place - 1].startswith("# not used yet: ")

"""What the sellers of several workspaces are paid, as one file."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from pipeline.store.catalogue_rows import PeriodRow
from pipeline.store.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from reports import flat_file_writer
from schemas.columns import CURRENCY
from schemas.formats.money_reports import PAYOUTS
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty

PAYOUTS_FILE = f"{PAYOUTS.name}.tsv"
ENCODING = "utf-8-sig"
UTC = ZoneInfo("UTC")


def payouts_of(root: Path, name: str) -> pd.DataFrame:
    """The settlements of a workspace under a folder that are paid out (frame `payouts`).

    Raises CommandError, OSError, sqlite3.Error.
    """
    workspace = Workspace.find(root / name)
    settings = Settings.read(workspace.settings_file)
    with Store.open_read_only(workspace, settings) as store:
        rows = [_payout_row(name, settings, period) for period in store.periods() if period.total > 0]
    return pd.DataFrame(rows, columns=list(PAYOUTS.names), dtype="str")


def _payout_row(name: str, settings: Settings, period: PeriodRow) -> list[str]:
    start, end, deposit = (
        instant.astimezone(settings.tz).isoformat() for instant in (period.start, period.end, period.deposit_at)
    )
    return [
        name,
        settings.seller.id,
        period.settlement,
        start,
        end,
        str(period.total),
        CURRENCY,
        deposit,
        str(period.run),
    ]


def render_payouts(payouts: list[pd.DataFrame]) -> bytes:
    """The file of the payouts of all workspaces; its headings alone where there are none."""
    rows = pd.concat(payouts or [empty("payouts")], ignore_index=True)
    check_frames(payouts=rows)
    return flat_file_writer.render(PAYOUTS.columns, rows, encoding=ENCODING, zone=UTC).data

"""Settings of a workspace, from ordermill.toml: each key once, with its default, its meaning and what it may be."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.workspace.toml_settings import SettingsReader, as_json_value, commented_example, key, read_toml

GIB = 1 << 30
ANCHOR = datetime.fromisoformat("2026-06-01T00:00:00+09:00")


@dataclass(frozen=True)
class SellerSettings:
    """The seller to whom this workspace belongs."""

    id: str = key("", "MerchantIdentifier of the seller; feeds of other sellers are refused; empty: not checked")
    registration: str = key("", "not used yet: registration number for qualified invoices, T and 13 digits")


@dataclass(frozen=True)
class PathSettings:
    """Locations."""

    inbox: str = key("", "folder into which feeds are dropped; empty: inbox/ in the workspace")


@dataclass(frozen=True)
class InboxSettings:
    """How files are taken from the inbox."""

    settle_seconds: float = key(2.0, "seconds a file must be unchanged before it is read; 0: no wait", most=3600)
    max_bytes: int = key(
        8 * GIB, "a larger feed is refused; checked before and after .gz is expanded", least=1, most=1 << 62
    )
    repair: bool = key(
        False, "fix cells damaged by a spreadsheet that have only one possible meaning; every fix is reported"
    )


@dataclass(frozen=True)
class ReportSettings:
    """How reports are written."""

    encoding: str = key(
        "utf-8-sig",
        "utf-8-sig imports into a spreadsheet with the characters right",
        allowed=("utf-8-sig", "utf-8", "cp932"),
    )
    timezone: str = key(
        "",
        "time zone of dates in reports; empty: the business zone; UTC: as the marketplace writes them",
        allowed=("", "UTC"),
    )


@dataclass(frozen=True)
class RejectedSettings:
    """Files of rejected records."""

    keep_days: int = key(
        0,
        "calendar days after which a file in rejected/ goes, if every record in it is corrected; 0: never",
        most=36600,
        added_later=True,
    )


@dataclass(frozen=True)
class SharingSettings:
    """Who may read what the runs publish."""

    group_readable: bool = key(
        False,
        "the group of the workspace's folder may use the commands that only read; false: the owner alone",
        added_later=True,
    )


@dataclass(frozen=True)
class SettlementSettings:
    """Payment periods; cycle_days and anchor cannot change once a period has closed."""

    cycle_days: int = key(14, "length of a period, in days", least=1, most=366)
    anchor: datetime = field(
        default=ANCHOR,
        metadata={"doc": "a date and time at which a period begins; without an offset it is in the business zone"},
    )
    deposit_lag_days: int = key(2, "days from the end of a period to its deposit", most=366)
    minimum_yen: int = key(1, "a smaller amount is carried forward to the next period", most=10**12)
    timezone: str = key(
        "",
        "time zone of dates in settlements; empty: the business zone; UTC: the other form of the marketplace",
        allowed=("", "UTC"),
    )


@dataclass(frozen=True)
class RunSettings:
    """How a run works; no published byte depends on it."""

    group_rows: int = key(
        300_000,
        "orders are applied in groups of about so many rows; fewer rows take less memory, more take less time",
        least=1,
        most=10**9,
        added_later=True,
    )


@dataclass(frozen=True)
class HistorySettings:
    """How much of the past is kept."""

    keep_runs: int = key(40, "number of past runs whose state can still be read", least=1)


@dataclass(frozen=True)
class Settings:
    """The effective settings; every key has a default."""

    authority: str = key(
        "marketplace",
        "marketplace: this is a seller's copy, the marketplace decides; here: this is the marketplace",
        allowed=("marketplace", "here"),
    )
    zone: str = key("Asia/Tokyo", "business time zone; cannot change after init")
    language: str = key(
        "en", "language of answers to feeds and of the orders and rejects commands: en or ja", allowed=("en", "ja")
    )
    hold_days: int = key(7, "calendar days a held record waits for its order", most=366)
    handling_days: int = key(2, "business days from payment verification to the promised shipment", most=366)
    payment_grace_hours: int = key(0, 'hours added to the payment deadline (authority = "here")', most=8784)
    shards: int = key(
        16, "number of parts into which orders are divided; cannot change after the first run", least=1, most=999
    )
    check_within_hours: int = key(
        26, "`status` warns when the last run is older than this many hours", least=1, most=8784
    )
    seller: SellerSettings = field(default_factory=SellerSettings)
    paths: PathSettings = field(default_factory=PathSettings)
    inbox: InboxSettings = field(default_factory=InboxSettings)
    report: ReportSettings = field(default_factory=ReportSettings)
    reports: SharingSettings = field(default_factory=SharingSettings)
    rejected: RejectedSettings = field(default_factory=RejectedSettings)
    settlement: SettlementSettings = field(default_factory=SettlementSettings)
    history: HistorySettings = field(default_factory=HistorySettings)
    run: RunSettings = field(default_factory=RunSettings)

    @classmethod
    def read(cls, file: Path) -> Settings:
        """The settings in a file; a usage error names the file and the key of whatever is wrong."""
        return cls.from_values(read_toml(file), file.name)

    @classmethod
    def from_values(cls, values: dict[str, Any], name: str) -> Settings:
        """The settings with these values; `name` is the file's, for messages."""
        reader = SettingsReader(name, _zone(values, name))
        settings: Settings = reader.read(cls, values)
        registration = settings.seller.registration
        if registration and not re.fullmatch("T[0-9]{13}", registration):
            raise reader.wrong(("seller", "registration"), "T and 13 digits", registration)
        return settings

    @cached_property
    def tz(self) -> ZoneInfo:
        """The business zone."""
        return ZoneInfo(self.zone)

    @property
    def payment_grace(self) -> timedelta:
        """What a payment deadline is extended by: for the one who decides alone. Order process, "Who decides"."""
        return timedelta(hours=self.payment_grace_hours if self.authority == "here" else 0)

    @cached_property
    def hash(self) -> str:
        """The sha256 of the effective values: equal where every key is equal, however the file is written."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    def as_json(self) -> str:
        """Every key with its effective value, sorted, on one line; instants in UTC.

        Keys that were added later are left out as long as they have their default.
        """
        return json.dumps(as_json_value(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def with_repair(self, *, asked: bool) -> Settings:
        """These settings, with repair where a command asks for it."""
        return replace(self, inbox=replace(self.inbox, repair=True)) if asked else self

    def business_day(self, moment: datetime) -> date:
        """The business day of an instant."""
        return moment.astimezone(self.tz).date()


def _zone(values: dict[str, Any], name: str) -> ZoneInfo:
    zone = values.get("zone", Settings.zone)
    try:
        return ZoneInfo(zone)
    except (LookupError, TypeError, ValueError, OSError) as error:
        raise SettingsReader(name, ZoneInfo("UTC")).wrong(
            ("zone",), "the name of a time zone, such as Asia/Tokyo", zone
        ) from error


EXAMPLE = "# Every key is optional and is shown with its default; remove the # to change it.\n\n" + commented_example(
    Settings
)

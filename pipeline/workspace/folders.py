"""The folder of one seller: where everything lies, and how it is made."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline import files
from pipeline.errors import UsageError
from pipeline.workspace.settings import EXAMPLE, Settings
from pipeline.workspace.toml_settings import read_text

SETTINGS_FILE = "ordermill.toml"
INBOX = "inbox"
FOLDERS = ("held", "rejected", "archive", "reports", "state")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of a workspace. Where feeds are dropped may be set elsewhere: ask `inbox_folder`."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """The settings, ordermill.toml."""
        return self.root / SETTINGS_FILE

    @property
    def fees_file(self) -> Path:
        """The dated fee schedule, fees.toml."""
        return self.root / "fees.toml"

    def fees_text(self) -> str:
        """What stands in the fee schedule; a usage error where it cannot be read or is not UTF-8."""
        return read_text(self.fees_file)

    @property
    def default_inbox(self) -> Path:
        """Where feeds are dropped, unless the settings name another folder."""
        return self.root / INBOX

    def inbox_folder(self, settings: Settings) -> Path:
        """The folder where feeds are dropped under these settings."""
        return self.root / settings.paths.inbox if settings.paths.inbox else self.default_inbox

    @property
    def held(self) -> Path:
        """The view of the records that wait for their order."""
        return self.root / "held"

    @property
    def rejected(self) -> Path:
        """A file per feed with refused records."""
        return self.root / "rejected"

    @property
    def archive(self) -> Path:
        """Feeds as they were received, by business day."""
        return self.root / "archive"

    @property
    def reports(self) -> Path:
        """What the runs published."""
        return self.root / "reports"

    @property
    def state(self) -> Path:
        """The store; nobody else writes here."""
        return self.root / "state"

    @classmethod
    def create(
        cls,
        folder: Path,
        inbox: Path | None = None,
        settings_text: str = EXAMPLE,
        fees_text: str = "",
    ) -> Workspace:
        """Make a workspace in a folder, for its owner alone (folders 0700, files 0600), and return it.

        The settings file comes last: a folder that has none is no workspace yet, so that a making which was cut short
        can be repeated. Zone and shard count are fixed when the store is opened for the first time.
        """
        workspace = cls(folder.absolute())
        if os.path.lexists(workspace.settings_file):
            raise UsageError(f"{folder} is already a workspace; nothing was changed", "choose another folder")
        try:
            workspace._make(inbox, settings_text, fees_text)
        except OSError as error:
            raise UsageError(
                f"cannot make a workspace in {folder}: {error.strerror}", "choose a folder that you may write to"
            ) from error
        return workspace

    @classmethod
    def find(cls, folder: Path) -> Workspace:
        """The workspace in a folder; a usage error where there is none."""
        workspace = cls(folder.absolute())
        try:
            is_workspace = workspace.settings_file.is_file()
        except OSError as error:
            raise UsageError(
                f"{folder} cannot be read: {error.strerror}", "check that you may read the folder and what is in it"
            ) from error
        if not is_workspace:
            raise UsageError(
                f"{folder} is not a workspace: it has no {SETTINGS_FILE}",
                "name one with -w DIR or $ORDERMILL_WORKSPACE, or create one with `ordermill init DIR`",
            )
        return workspace

    def _make(self, inbox: Path | None, settings_text: str, fees_text: str) -> None:
        inbox_folder = self.default_inbox if inbox is None else inbox.absolute()
        for path in (self.root, *(self.root / name for name in FOLDERS), inbox_folder):
            _make_folder(path)
        if not self.fees_file.exists():
            files.write_in_place(self.fees_file, fees_text.encode())
        if inbox is not None:
            settings_text = _with_inbox(settings_text, inbox_folder)
        files.write_in_place(self.settings_file, settings_text.encode())


def _make_folder(path: Path) -> None:
    if not path.is_dir():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700)
        path.chmod(0o700)


def _with_inbox(settings_text: str, inbox: Path) -> str:
    setting = f"inbox = {json.dumps(str(inbox), ensure_ascii=False)}"
    lines = settings_text.splitlines()
    if "[paths]" not in lines:
        return f"{settings_text}\n[paths]\n{setting}\n"
    place = lines.index("[paths]") + 1
    return "\n".join([*lines[:place], setting, *lines[place:]]) + "\n"

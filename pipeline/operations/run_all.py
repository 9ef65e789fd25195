"""Every workspace under a folder, one run after the other; and one file of what all sellers are paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pipeline import files, text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.documents.run_document import no_run_document
from pipeline.errors import CommandError, UnfinishedError, UsageError, as_command_error
from pipeline.operations.collect_payouts import PAYOUTS_FILE, payouts_of, render_payouts
from pipeline.operations.run_workspace import RunOptions, WorkspaceRun, run_workspace
from pipeline.workspace.discover import workspaces_under
from pipeline.workspace.folders import Workspace

FAILED = 1
WORST_FIRST = (1, 4, 75, 3, 0)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ErrorCaught:
    """An event: something went wrong in one workspace, and the work goes on with the next."""

    error: Exception


@dataclass(frozen=True, slots=True)
class WorkspaceFinished:
    """An event: the run of a workspace ended. name: that of the workspace under the folder."""

    name: str
    run: WorkspaceRun

    @property
    def exit_code(self) -> int:
        """That of the run."""
        return self.run.exit_code


@dataclass(frozen=True, slots=True)
class WorkspaceFailed:
    """An event: the run of a workspace could not go on."""

    name: str
    error: CommandError

    @property
    def exit_code(self) -> int:
        """That of a command which such an error ends."""
        return self.error.exit_code


@dataclass(frozen=True, slots=True)
class PayoutsMissing:
    """An event: what the seller of a workspace is paid could not be read, so it is not in the file of payouts."""

    name: str
    error: CommandError


WorkspaceResult = WorkspaceFinished | WorkspaceFailed
RunAllEvent = ErrorCaught | WorkspaceResult | PayoutsMissing
Tell = Callable[[RunAllEvent], None]


def find_workspaces(root: Path) -> list[Workspace]:
    """The workspaces under a folder.

    Raises UsageError where there is none or the folder is one itself, OSError where a folder cannot be read.
    """
    workspaces = workspaces_under(root)
    if not workspaces:
        raise UsageError(
            f"there is no workspace under {root}",
            "name the folder that contains the workspaces; `ordermill init DIR` creates one",
        )
    return workspaces


def run_all(root: Path, options: RunOptions, tell: Tell) -> dict[str, Any]:
    """Run every workspace under `root`, tell of each, write what all of them are paid; returns the document.

    A workspace that fails stops no other one. A dry run writes nothing. Raises InterruptError or, if a run had been
    committed then, UnfinishedError, with what was done before as `known`.
    """
    root = root.absolute()
    results = _run_each(root, options, tell)
    payouts = _collect_payouts(root, [result.name for result in results], tell)
    exit_codes = [result.exit_code for result in results]
    if len(payouts) < len(results):
        exit_codes.append(FAILED)
    if not options.dry_run:
        files.write_in_place(root / PAYOUTS_FILE, render_payouts(payouts))
    return {
        "version": JSON_VERSION,
        "root": str(root),
        "exit_code": worst_exit_code(exit_codes),
        "error": _failures(results, len(payouts)),
        "payouts": None if options.dry_run else str(root / PAYOUTS_FILE),
        "workspaces": [_entry(result) for result in results],
    }


def worst_exit_code(exit_codes: Iterable[int]) -> int:
    """The exit code of all: 1 before 4, 75, 3 and 0. Whatever else stopped a workspace counts as a failure."""
    known = {code if code in WORST_FIRST else FAILED for code in exit_codes}
    return next((code for code in WORST_FIRST if code in known), 0)


def _run_each(root: Path, options: RunOptions, tell: Tell) -> list[WorkspaceResult]:
    """The runs, one after the other, until somebody interrupts them."""
    results: list[WorkspaceResult] = []
    try:
        for workspace in find_workspaces(root):
            results.append(_run(workspace.root, root, options, tell))
            _stop_if_interrupted(results[-1])
    except (KeyboardInterrupt, UnfinishedError) as error:
        stop = as_command_error(error)
        stop.known = {"root": str(root), "workspaces": [_entry(result) for result in results]}
        raise stop from error
    return results


def _stop_if_interrupted(result: WorkspaceResult) -> None:
    """Raise the error of a run that was interrupted after its commit: no other run begins."""
    if isinstance(result, WorkspaceFailed) and isinstance(result.error, UnfinishedError) and result.error.interrupted:
        raise result.error


def _failures(results: list[WorkspaceResult], paid: int) -> str | None:
    """What went wrong as a whole; nothing where every workspace was run and its payouts were read."""
    failed = sum(isinstance(result, WorkspaceFailed) for result in results)
    if failed:
        return f"{failed} of {text.count(len(results), 'workspace')} could not be run"
    return "payouts could not be read" if paid < len(results) else None


def _run(folder: Path, root: Path, options: RunOptions, tell: Tell) -> WorkspaceResult:
    """The run of one workspace, told when it ended."""
    name = folder.relative_to(root).as_posix()
    run = _result_or_error(partial(run_workspace, folder, options), tell)
    result = WorkspaceFailed(name, run) if isinstance(run, CommandError) else WorkspaceFinished(name, run)
    tell(result)
    return result


def _result_or_error(work: Callable[[], Result], tell: Tell) -> Result | CommandError:
    """The result of a piece of work, or what stopped it; the exception itself is told."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  whatever stops one workspace must stop no other
        tell(ErrorCaught(error))
        return as_command_error(error)


def _entry(result: WorkspaceResult) -> dict[str, Any]:
    """The entry of a workspace in the document."""
    if isinstance(result, WorkspaceFailed):
        error = {"what": result.error.what, "tip": result.error.tip}
        committed, run = result.error.committed, dict(result.error.known) or None
    else:
        done = result.run.result
        error, committed, run = None, done.committed, done.document or no_run_document(done.exit_code)
    entry = {"workspace": result.name, "exit_code": result.exit_code}
    return entry | {"run": run, "error": error, "committed": committed}


def _collect_payouts(root: Path, names: list[str], tell: Tell) -> list[pd.DataFrame]:
    """The payouts of every workspace of which they can be read; the others are told."""
    results = [(name, _result_or_error(partial(payouts_of, root, name), tell)) for name in names]
    for name, result in results:
        if isinstance(result, CommandError):
            tell(PayoutsMissing(name, result))
    return [result for _, result in results if not isinstance(result, CommandError)]

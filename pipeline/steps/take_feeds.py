"""Take: the feeds of the inbox are copied into the staging folder of the run."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from pipeline.inbox.take import take_from_inbox
from pipeline.inbox.taken_file import EPOCH, InboxRules

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.inbox.take import SkippedFile
    from pipeline.inbox.taken_file import TakenFile
    from pipeline.steps.context import Progress, RunContext

SLICE_SECONDS = 0.2


def take_feeds(ctx: RunContext) -> tuple[list[TakenFile], list[SkippedFile]]:
    """Copy what may be taken, in the order of work; a received instant lies between the run before and this one."""
    inbox = ctx.settings.inbox
    rules = InboxRules(
        settle_seconds=inbox.settle_seconds,
        max_bytes=inbox.max_bytes,
        not_after=ctx.as_of.to_pydatetime(),
        not_before=ctx.last_run.as_of if ctx.last_run else EPOCH,
        already_read=ctx.store.unremoved_entries(),
        wait=partial(wait_telling, ctx.progress),
    )
    return take_from_inbox(ctx.store.workspace.inbox_folder(ctx.settings), ctx.batch.incoming, rules)


def wait_telling(progress: Progress, seconds: float, wait: Callable[[float], None] = time.sleep) -> None:
    """Wait for files to settle, and tell all the while what is waited for."""
    slices = max(1, round(seconds / SLICE_SECONDS))
    for done in range(slices):
        progress(f"waiting {seconds:g} s for files to settle", done, slices)
        wait(seconds / slices)


def is_nothing_new(ctx: RunContext) -> bool:
    """Whether business instant, settings and fees are those of the last run: without a file there is nothing to do."""
    last = ctx.last_run
    return (
        last is not None
        and last.as_of == ctx.as_of.to_pydatetime()
        and last.settings_hash == ctx.settings.hash
        and last.fees == ctx.fees_text
    )

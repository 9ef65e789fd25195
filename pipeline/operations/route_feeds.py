"""Feeds of several sellers on their way into the inboxes of several workspaces.

An XML feed belongs to its MerchantIdentifier as a whole, a flat file row by row to its column seller-id. What nobody
here sells is put aside under ROOT/unrouted, with the code that says why.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from feeds import split_by_seller
from feeds.problems import RefusedError
from pipeline import files, text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.inbox.copying import PIECE, FileCopy, expand, is_compressed
from pipeline.inbox.delivery import Delivery
from pipeline.inbox.take import TEMPORARY, identity_of, shown
from pipeline.workspace.discover import ROUTE_STAGING, workspaces_under
from pipeline.workspace.folders import SETTINGS_FILE
from pipeline.workspace.settings import InboxSettings, Settings
from schemas import codes
from schemas.wording import messages_en

UNROUTED = "unrouted"
NEEDS_YOU = 3


@dataclass(frozen=True, slots=True)
class RoutedPart:
    """Where a part of a feed goes: a folder, the seller there, or the code of why there is none; records if known.

    what: what the file is, where it is no feed at all.
    """

    folder: Path
    seller: str
    code: int
    records: int | None
    what: str = ""


def route(files: Sequence[Path], root: Path) -> dict[str, Any]:
    """Put every file, or its rows, into the inbox of its seller; returns what went where, and the exit code.

    The files stay. Raises Usage when two workspaces have one seller or a file has a temporary name.
    """
    inboxes = inboxes_under(root)
    for file in files:
        if TEMPORARY.fullmatch(shown(file)):
            raise UsageError(f"{shown(file)} has a temporary name: no run would take it", "rename it once it is whole")
    routed = [line for file in files for line in _route(file, inboxes, root)]
    needs_you = any(line["code"] for line in routed)
    return {"version": JSON_VERSION, "root": str(root), "routed": routed, "exit_code": NEEDS_YOU if needs_you else 0}


def inboxes_under(root: Path) -> dict[str, Path]:
    """The inbox of every seller that has a workspace under a folder; workspaces without seller.id have none."""
    found: dict[str, Path] = {}
    for workspace in workspaces_under(root.absolute()):
        try:
            settings = Settings.read(workspace.settings_file)
        except UsageError as error:
            raise UsageError(f"{workspace.root}: {error.what}", error.tip) from error
        seller = settings.seller.id
        if seller in found:
            raise UsageError(
                f"{workspace.root} has the seller.id {seller} of another workspace", "let each have its own"
            )
        if seller:
            found[seller] = workspace.inbox_folder(settings)
    if not found:
        raise UsageError(f"no workspace under {root} has a seller.id", f"set it in {SETTINGS_FILE} of each workspace")
    return found


def words(done: dict[str, Any]) -> str:
    """A line for each part: where it went, and the code of what went to nobody."""
    rows = [(line["file"], line["to"], _count(line["records"]), _why(line)) for line in done["routed"]]
    return "\n".join(text.table(("file", "went to", "records", ""), rows))


def _count(records: int | None) -> str:
    return "all" if records is None else f"{records:,}"


def _why(line: dict[str, Any]) -> str:
    if not line["code"]:
        return f"seller {line['seller']}"
    told = f": {line['what']}; {messages_en.NON_FEED_FILES[line['what']]}" if line["what"] else ""
    return f"{line['code']} {codes.CODES[line['code']].name}{told}"


def _route(file: Path, inboxes: dict[str, Path], root: Path) -> list[dict[str, Any]]:
    """One feed: where its parts went. What lies aside already and still belongs to nobody stays there."""
    before, aside = file.stat(), root.absolute() / UNROUTED
    with tempfile.TemporaryDirectory(prefix=ROUTE_STAGING, dir=root) as staging:
        feed, code, what = _read(file, Path(staging) / "content")
        parts, part_of = _parts(feed, inboxes, aside) if feed else ([RoutedPart(aside, "", code, None, what)], [])
        if len(parts) > 1 and feed:
            placed = _placed(file, before, parts, split_by_seller.parts(feed, part_of, len(parts)))
        elif parts[0].code and file.absolute().parent == aside:
            placed = [file]
        else:
            placed = _placed(file, before, parts, _as_it_is(file))
    return [_said(file, path, part) for path, part in zip(placed, parts, strict=True)]


def _read(file: Path, expanded: Path) -> tuple[split_by_seller.SellerSplit | None, int, str]:
    """Whose the feed is, or the code of why nobody can tell, and what the file is if it is no feed."""
    content = file
    if is_compressed(file):
        copied = expand(FileCopy(file, "", file.stat().st_size), expanded, InboxSettings().max_bytes)
        if copied.fault:
            return None, copied.fault, copied.what
        content = copied.path
    try:
        return split_by_seller.whose(content), 0, ""
    except RefusedError as refused:
        code, value = refused.problems[["code", "value"]].iloc[0]
        return None, int(code), value if value in messages_en.NON_FEED_FILES else ""


def _parts(
    feed: split_by_seller.SellerSplit, inboxes: dict[str, Path], aside: Path
) -> tuple[list[RoutedPart], list[int]]:
    """The parts of a feed, one for each seller here and a last one for everybody else, and the part of each seller."""
    here = [seller for seller in feed.sellers if seller in inboxes]
    place = {seller: number for number, seller in enumerate(here)}
    part_of = [place.get(seller, len(here)) for seller in feed.sellers]
    known = feed.records()
    records = np.zeros(len(here) + 1, np.int64)
    np.add.at(records, part_of, 0 if known is None else known)
    counts = [None] * len(records) if known is None else records.tolist()
    parts = [RoutedPart(inboxes[seller], seller, 0, counts[place[seller]]) for seller in here]
    if len(here) < max(len(feed.sellers), 1):
        parts.append(RoutedPart(aside, "", codes.WRONG_SELLER, counts[-1]))
    return parts, part_of


def _as_it_is(file: Path) -> Iterator[list[bytes]]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield [piece]


def _placed(file: Path, before: os.stat_result, parts: list[RoutedPart], pieces: Iterator[list[bytes]]) -> list[Path]:
    """Write every part, and when all are whole put each in its place; on any failure none is left behind."""
    name = file.name.removesuffix(".gz") if len(parts) > 1 else file.name
    with ExitStack() as giving_up:
        arriving = [_begin(part, name) for part in parts]
        for one in arriving:
            giving_up.callback(one.give_up)
        for block in pieces:
            for one, piece in zip(arriving, block, strict=True):
                one.file.write(piece)
        if identity_of(file.stat()) != identity_of(before):
            raise FailureError(f"{shown(file)} changed while it was read", "route it again once it is whole")
        return [one.arrive(before.st_mtime_ns) for one in arriving]


def _begin(part: RoutedPart, name: str) -> Delivery:
    if part.code:
        files.make_folder(part.folder)
    return Delivery.begin(part.folder, name)


def _said(file: Path, path: Path, part: RoutedPart) -> dict[str, Any]:
    return {
        "file": shown(file),
        "to": str(path.parent / shown(path)),
        "seller": part.seller or None,
        "records": part.records,
        "code": part.code or None,
        "what": part.what or None,
    }
